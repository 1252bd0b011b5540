//! Out of a store: page after page of one state of the ledger and one of the bars.

use std::collections::VecDeque;

use model::id::ImportId;
use serde_json::Value as Json;
use uuid::Uuid;

use super::{Entry, OccurrenceTaken, Section, Setting};
use crate::{
    Snapshot, Store,
    alerts::{self, AlertDelivery, AlertEvent},
    attributions, bars,
    errors::Result,
    fx_rates, imports,
    record::{self, Record},
    schedules,
    sql::{Source, Value},
    transactions,
};

/// Rows of a page.
const ROWS: u32 = 1000;

/// Reads everything, in the order of [`Section::ALL`]. What is written meanwhile does not show.
pub struct Reader {
    ledger: Snapshot,
    market: Snapshot,
    sections: VecDeque<Section>,
    last: Option<Entry>,
    series: Option<VecDeque<bars::SeriesRow>>,
    history: Option<bars::History>,
}

impl Reader {
    /// Takes the state that is to be read.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn open(store: &Store) -> Result<Self> {
        let market = store.market_snapshot().await?;
        let ledger = store.snapshot().await?;
        let sections = Section::ALL.iter().copied().collect();
        Ok(Self { ledger, market, sections, last: None, series: None, history: None })
    }

    /// The next page, of one section; none at the end. A section without entries has no page.
    ///
    /// # Errors
    /// When the database cannot be read, or a block of bars is damaged.
    pub async fn next(&mut self) -> Result<Option<Vec<Entry>>> {
        while let Some(section) = self.sections.front().copied() {
            let page = match section {
                Section::Bars => self.bars().await?,
                _ => rows(&mut Source::from(&mut self.ledger), section, self.last.as_ref()).await?,
            };
            if let Some(last) = page.last() {
                self.last = Some(last.clone());
                return Ok(Some(page));
            }
            self.last = None;
            self.sections.pop_front();
        }
        Ok(None)
    }

    async fn bars(&mut self) -> Result<Vec<Entry>> {
        let mut on = Source::from(&mut self.market);
        let series = match &mut self.series {
            Some(series) => series,
            none => none.insert(bars::all_series(&mut on).await?.into()),
        };
        loop {
            if let Some(history) = &mut self.history
                && let Some(change) = history.next(&mut on).await?
            {
                return Ok(vec![Entry::Bars(Box::new(change))]);
            }
            let Some(next) = series.pop_front() else { return Ok(Vec::new()) };
            self.history = Some(bars::History::of(&mut on, next).await?);
        }
    }
}

/// The entries of a section that follow one.
async fn rows(on: &mut Source<'_>, section: Section, last: Option<&Entry>) -> Result<Vec<Entry>> {
    /// One row an identity.
    macro_rules! records {
        ($name:ident) => {{
            let last = match last {
                Some(Entry::$name(e)) => Some(e.id.uuid()),
                _ => None,
            };
            let found = record_page(on, last).await?;
            found.into_iter().map(|e| Entry::$name(Box::new(e))).collect()
        }};
    }
    Ok(match section {
        Section::Settings => {
            let last = match last {
                Some(Entry::Settings(e)) => e.key.clone(),
                _ => String::new(),
            };
            let sql = "SELECT key, value FROM settings WHERE key > $1 ORDER BY key LIMIT $2";
            let mut found = Vec::new();
            for row in on.rows(sql, vec![Value::text(last), Value::int(ROWS)]).await? {
                let mut c = row.cells("settings");
                found.push(Entry::Settings(Box::new(Setting { key: c.text()?, value: c.json()? })));
            }
            found
        }
        Section::Instruments => records!(Instruments),
        Section::Accounts => records!(Accounts),
        Section::Imports => {
            let last: Option<ImportId> = match last {
                Some(Entry::Imports(e)) => Some(e.id),
                _ => None,
            };
            let found = imports::archive_page::<Json>(on, last, ROWS).await?;
            found.into_iter().map(|e| Entry::Imports(Box::new(e))).collect()
        }
        Section::Transactions => {
            let last = match last {
                Some(Entry::Transactions(e)) => Some(&**e),
                _ => None,
            };
            let found = transactions::archive_page(on, last, ROWS).await?;
            found.into_iter().map(|e| Entry::Transactions(Box::new(e))).collect()
        }
        Section::FxRates => {
            let last = match last {
                Some(Entry::FxRates(e)) => Some(&**e),
                _ => None,
            };
            let found = fx_rates::archive_page(on, last, ROWS).await?;
            found.into_iter().map(|e| Entry::FxRates(Box::new(e))).collect()
        }
        Section::Optimizations => {
            let mut found: Vec<Entry> = records!(Optimizations);
            for entry in &mut found {
                if let Entry::Optimizations(e) = entry {
                    // Jobs stay behind.
                    e.job_id = None;
                }
            }
            found
        }
        Section::Targets => records!(Targets),
        Section::Alerts => records!(Alerts),
        Section::AlertEvents => {
            let last: Option<&AlertEvent> = match last {
                Some(Entry::AlertEvents(e)) => Some(&**e),
                _ => None,
            };
            let found = alerts::events_page(on, last, ROWS).await?;
            found.into_iter().map(|e| Entry::AlertEvents(Box::new(e))).collect()
        }
        Section::AlertDeliveries => {
            let last: Option<&AlertDelivery> = match last {
                Some(Entry::AlertDeliveries(e)) => Some(&**e),
                _ => None,
            };
            let found = alerts::deliveries_page(on, last, ROWS).await?;
            found.into_iter().map(|e| Entry::AlertDeliveries(Box::new(e))).collect()
        }
        Section::Attributions => {
            let last = match last {
                Some(Entry::Attributions(e)) => Some(e.id),
                _ => None,
            };
            // Those of back-tests are derived, as results are.
            let found = attributions::archive_page(on, last, ROWS).await?;
            found.into_iter().map(|e| Entry::Attributions(Box::new(e))).collect()
        }
        Section::Rebalancings => records!(Rebalancings),
        Section::Strategies => records!(Strategies),
        Section::Backtests => {
            let mut found: Vec<Entry> = records!(Backtests);
            for entry in &mut found {
                if let Entry::Backtests(e) = entry {
                    // Jobs stay behind.
                    e.job_id = None;
                }
            }
            found
        }
        Section::Models => records!(Models),
        Section::Schedules => records!(Schedules),
        Section::Occurrences => {
            let last: Option<&OccurrenceTaken> = match last {
                Some(Entry::Occurrences(e)) => Some(&**e),
                _ => None,
            };
            let found = schedules::archive_page(on, last, ROWS).await?;
            found.into_iter().map(|e| Entry::Occurrences(Box::new(e))).collect()
        }
        Section::Bars => Vec::new(),
    })
}

async fn record_page<T: Record>(on: &mut Source<'_>, last: Option<Uuid>) -> Result<Vec<T>> {
    match last {
        None => record::select(on, "ORDER BY id LIMIT $1", vec![Value::int(ROWS)]).await,
        Some(id) => {
            record::select(on, "WHERE id > $2 ORDER BY id LIMIT $1", vec![Value::int(ROWS), Value::uuid(id)]).await
        }
    }
}

//! Into an empty workspace: rows as they were, in one change.

use std::collections::BTreeMap;

use model::{
    account::Account,
    audit::AuditAction,
    id::{ImportId, InstrumentId},
    instrument::Instrument,
    target::Target,
    time::Timestamp,
};
use serde_json::{Value as Json, json};

use super::{Entry, Section};
use crate::{
    alerts::{self, Alert},
    attributions::Attribution,
    backtests::Backtest,
    errors::{Result, StoreError},
    fx_rates, imports,
    models::Model,
    optimizations::Optimization,
    rebalancings::Rebalancing,
    record::Record,
    schedules::{self, Scheduled},
    sql::{Source, Value},
    strategies::Strategy,
    transactions,
    write::{Change, Op, Write},
};

/// The tables that must be empty, with what a person calls their rows. Settings and jobs are in every workspace.
const EMPTY: [(&str, &str); 14] = [
    ("transactions", "SELECT count(*) FROM transactions"),
    ("accounts", "SELECT count(*) FROM accounts"),
    ("instruments", "SELECT count(*) FROM instruments"),
    ("exchange rates", "SELECT count(*) FROM fx_rates"),
    ("imports", "SELECT count(*) FROM imports"),
    ("optimizations", "SELECT count(*) FROM portfolio_optimizations"),
    ("targets", "SELECT count(*) FROM targets"),
    ("alerts", "SELECT count(*) FROM portfolio_alerts"),
    ("attributions", "SELECT count(*) FROM performance_attribution"),
    ("rebalancings", "SELECT count(*) FROM rebalancing_events"),
    ("strategies", "SELECT count(*) FROM strategies"),
    ("back-tests", "SELECT count(*) FROM backtests"),
    ("models", "SELECT count(*) FROM ml_models"),
    ("schedules", "SELECT count(*) FROM schedules"),
];
/// The nouns that a restored archive changes.
const NOUNS: [&str; 14] = [
    "accounts",
    "backtests",
    "fx_rates",
    "imports",
    "instruments",
    "ml_models",
    "performance_attribution",
    "portfolio_alerts",
    "portfolio_optimizations",
    "rebalancing_events",
    "schedules",
    "settings",
    "strategies",
    "targets",
];

/// Refuses a workspace that holds anything. Bars are not asked for: those without an instrument are what a crash left.
///
/// # Errors
/// [`StoreError::NotEmpty`].
async fn refuse_filled(on: &mut Source<'_>) -> Result<()> {
    for (what, sql) in EMPTY {
        let count = on.number(sql, vec![]).await?;
        if count > 0 {
            return Err(StoreError::NotEmpty { what, count });
        }
    }
    Ok(())
}

/// An archive on its way into the ledger.
#[derive(Debug, Default)]
pub struct Restore {
    /// Underlyings are named when every instrument is there.
    underlyings: Vec<(InstrumentId, InstrumentId)>,
    counts: BTreeMap<Section, u64>,
    newest: Option<Timestamp>,
}

impl Restore {
    /// Whether an archive can come into what a store, a change or a snapshot shows.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`].
    pub async fn check(on: impl Into<Source<'_>>) -> Result<()> {
        refuse_filled(&mut on.into()).await
    }

    /// Begins, in a change of an empty workspace.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`].
    pub async fn begin(w: &mut Write) -> Result<Self> {
        Self::check(&mut *w).await?;
        Ok(Self::default())
    }

    /// Writes entries of one section. Those of bars go to [`crate::bars::restore`].
    ///
    /// # Errors
    /// When a value does not pass, or refers to something that is not there.
    pub async fn put(&mut self, w: &mut Write, section: Section, entries: &[Entry]) -> Result<()> {
        let rows = entries.iter().map(|entry| self.row(entry, w.at())).collect::<Result<Vec<_>>>()?;
        if section == Section::Settings {
            for entry in entries {
                if let Entry::Settings(setting) = entry {
                    let sql = "DELETE FROM settings WHERE key = $1";
                    Source::from(&mut *w).run(sql, vec![Value::text(&setting.key)]).await?;
                }
            }
        }
        *self.counts.entry(section).or_default() += rows.len() as u64;
        Source::from(w).insert_rows(section.table(), &columns(section), rows).await.map(drop)
    }

    /// Notes what became of bars, for the trail.
    pub fn count_bars(&mut self, n_bars: u64) {
        *self.counts.entry(Section::Bars).or_default() += n_bars;
    }

    /// Completes the change with its event, which is not undone: the workspace was empty before.
    ///
    /// # Errors
    /// When an underlying is not there.
    pub async fn finish(self, w: &mut Write, import_id: ImportId, file_name: &str) -> Result<BTreeMap<Section, u64>> {
        for (id, underlying) in &self.underlyings {
            let sql = "UPDATE instruments SET underlying_id = $2 WHERE id = $1";
            Source::from(&mut *w).run(sql, vec![Value::uuid(id.uuid()), Value::uuid(underlying.uuid())]).await?;
        }
        // A later correction must not be known before what it corrects.
        if let Some(newest) = self.newest {
            w.not_before(newest);
        }
        let counts: BTreeMap<&str, u64> = self.counts.iter().map(|(s, n)| (s.as_str(), *n)).collect();
        let after = json!({ "import_id": import_id, "file_name": file_name, "counts": counts });
        w.share("archive", vec![(import_id.to_string(), Op::Bulk, after.clone())]).await?;
        w.record(Change {
            action: AuditAction::Import,
            noun: "archive",
            object_id: import_id.to_string(),
            summary: &format!("Imported the archive {file_name}"),
            before: None,
            after: Some(after),
            undoable: false,
        })
        .await?;
        w.touched("transactions");
        for noun in NOUNS {
            w.touched(noun);
        }
        Ok(self.counts)
    }

    fn row(&mut self, entry: &Entry, now: Timestamp) -> Result<Vec<Value>> {
        let invalid = |noun, errors: Vec<_>| {
            if errors.is_empty() { Ok(()) } else { Err(StoreError::Invalid { noun, errors }) }
        };
        match entry {
            Entry::Settings(e) => {
                let value = Value::json("settings", &e.value)?;
                Ok(vec![Value::text(&e.key), value, Value::time(now)])
            }
            Entry::Instruments(e) => {
                invalid("instruments", e.fields.check())?;
                let mut plain = (**e).clone();
                self.underlyings.extend(plain.fields.underlying_id.take().map(|under| (e.id, under)));
                plain.values()
            }
            Entry::Accounts(e) => {
                invalid("accounts", e.fields.check())?;
                e.values()
            }
            Entry::Imports(e) => imports::archive_row(e),
            Entry::Transactions(e) => {
                self.known(e.known_at, e.known_until);
                transactions::archive_row(e)
            }
            Entry::FxRates(e) => {
                self.known(e.known_at, e.known_until);
                fx_rates::archive_row(e)
            }
            Entry::Optimizations(e) => e.values(),
            Entry::Targets(e) => {
                invalid("targets", e.fields.check())?;
                e.values()
            }
            Entry::Alerts(e) => {
                alerts::acceptable(&e.fields)?;
                e.values()
            }
            Entry::AlertEvents(e) => alerts::event_values(e),
            Entry::AlertDeliveries(e) => Ok(alerts::delivery_values(e)),
            Entry::Attributions(e) => e.values(),
            Entry::Rebalancings(e) => e.values(),
            Entry::Strategies(e) => {
                invalid("strategies", e.check())?;
                e.values()
            }
            Entry::Backtests(e) => {
                invalid("backtests", e.check())?;
                e.values()
            }
            Entry::Models(e) => e.values(),
            Entry::Schedules(e) => {
                schedules::acceptable(&e.fields)?;
                e.values()
            }
            Entry::Occurrences(e) => Ok(schedules::archive_row(e)),
            Entry::Bars(_) => Ok(Vec::new()),
        }
    }

    fn known(&mut self, at: Timestamp, until: Option<Timestamp>) {
        self.newest = self.newest.max(Some(at)).max(until);
    }
}

fn columns(section: Section) -> String {
    match section {
        Section::Settings => "key, value, updated_at".to_owned(),
        Section::Instruments => <Instrument as Record>::COLUMNS.to_owned(),
        Section::Accounts => <Account as Record>::COLUMNS.to_owned(),
        Section::Imports => imports::archive_columns().to_owned(),
        Section::Transactions => transactions::archive_columns(),
        Section::FxRates => fx_rates::archive_columns().to_owned(),
        Section::Optimizations => <Optimization<Json, Json> as Record>::COLUMNS.to_owned(),
        Section::Targets => <Target as Record>::COLUMNS.to_owned(),
        Section::Alerts => <Alert as Record>::COLUMNS.to_owned(),
        Section::AlertEvents => alerts::EVENT_COLUMNS.to_owned(),
        Section::AlertDeliveries => alerts::DELIVERY_COLUMNS.to_owned(),
        Section::Attributions => <Attribution<Json> as Record>::COLUMNS.to_owned(),
        Section::Rebalancings => <Rebalancing<Json> as Record>::COLUMNS.to_owned(),
        Section::Strategies => <Strategy<Json> as Record>::COLUMNS.to_owned(),
        Section::Backtests => <Backtest<Json, Json> as Record>::COLUMNS.to_owned(),
        Section::Models => <Model<Json, Json> as Record>::COLUMNS.to_owned(),
        Section::Schedules => <Scheduled<Json> as Record>::COLUMNS.to_owned(),
        Section::Occurrences => schedules::archive_columns().to_owned(),
        Section::Bars => String::new(),
    }
}

//! Bars: read for charts; daily ones entered and removed by hand.

use bars::{pyramid::Pyramid, series::BarSeries};
use chrono::NaiveDate;
use model::{
    audit::{AuditAction, AuditEvent},
    bar::{Bar, BarSize},
    currency::Currency,
    id::{AuditEventId, ImportId, InstrumentId},
    market::Source,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use store::{
    Outcome,
    bars::{BarQuery, BarWrite},
};

use crate::{
    Workstation,
    changes::{Undone, named, parsed},
    ctx::{Action, Ctx},
    error::{Error, Result},
    performance::SeriesFormat,
    workspace::Workspace,
};

/// Which bars.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BarsQuery {
    /// From this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Which bars: days when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub size: Option<BarSize>,
    /// From this time, for bars within a day.
    #[serde(default)]
    pub from_at: Option<Timestamp>,
    /// To this time, for bars within a day.
    #[serde(default)]
    pub to_at: Option<Timestamp>,
    /// At most about this many: each column of a chart that wide keeps its first, least, greatest and last close.
    #[serde(default)]
    pub max_points: Option<u32>,
    /// `json` (default) or `binary`.
    #[serde(default)]
    pub format: Option<SeriesFormat>,
}

/// Bars of an instrument, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct BarsView {
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its currency.
    pub currency: Currency,
    /// Bars in the range before thinning.
    pub n_total: usize,
    /// Some were left out to meet `max_points`.
    pub thinned: bool,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// A bar by hand. It wins over files on its day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualBar {
    /// The day.
    pub date: NaiveDate,
    /// Last price.
    pub close: f64,
    /// First price.
    #[serde(default)]
    pub open: Option<f64>,
    /// Highest price.
    #[serde(default)]
    pub high: Option<f64>,
    /// Lowest price.
    #[serde(default)]
    pub low: Option<f64>,
    /// Units traded.
    #[serde(default)]
    pub volume: Option<f64>,
}

impl Workstation {
    /// Bars of an instrument.
    ///
    /// # Errors
    /// When there is no such instrument or its bars cannot be read.
    pub async fn bars(&self, ctx: &Ctx, id: InstrumentId, query: &BarsQuery) -> Result<BarsView> {
        let ws = self.for_use(ctx, Action::Read, "bars").await?;
        let instrument = store::instruments::get(&ws.store, id).await?;
        if query.max_points.is_some_and(|n| n < 4) {
            return Err(Error::field("max_points", "out_of_range", "max_points must be at least 4"));
        }
        let range = BarQuery {
            from: query.from_at.or(query.from.map(Timestamp::from_date)),
            to: query.to_at.or(query.to.map(Timestamp::from_date)),
            ..BarQuery::default()
        };
        let series = store::bars::read(&ws.store, id, query.size.unwrap_or(BarSize::Day1), &range).await?;
        let n_total = series.len();
        let columns = query.max_points.unwrap_or(u32::MAX) as usize / 4;
        let bars: Vec<Bar> = if n_total <= columns.saturating_mul(4) {
            series.iter().collect()
        } else {
            let kept = Pyramid::new(&series.close).outline(&series.close, 0..n_total, columns);
            kept.into_iter().map(|i| series.bar(i)).collect()
        };
        let thinned = bars.len() < n_total;
        let (symbol, currency) = (instrument.fields.symbol, instrument.fields.currency);
        Ok(BarsView { instrument_id: id, symbol, currency, n_total, thinned, bars })
    }

    /// Enters a bar by hand, in place of what is there.
    ///
    /// # Errors
    /// When its parts contradict each other or it lies in the future.
    pub async fn put_bar(&self, ctx: &Ctx, id: InstrumentId, bar: &ManualBar) -> Result<(Bar, AuditEventId)> {
        let ws = self.for_use(ctx, Action::Write, "bars").await?;
        let instrument = store::instruments::get(&ws.store, id).await?;
        let today = ws.today(self.host.clock);
        if bar.date > today {
            let message = format!("{} lies after today, {today}; give a day that is over", bar.date);
            return Err(Error::field("date", "date_future", message));
        }
        let at = Timestamp::from_date(bar.date);
        let new = Bar { at, open: bar.open, high: bar.high, low: bar.low, close: bar.close, volume: bar.volume };
        new.check().map_err(|e| Error::Invalid { fields: vec![(&e).into()] })?;
        let summary = format!("Entered the price of {} on {}", instrument.fields.symbol, bar.date);
        let entry = BarEntry { id, date: bar.date, bar: Some(new) };
        let change_id = self.write_bar(&ws, ctx, &entry, &summary, None).await?;
        Ok((new, change_id))
    }

    /// Removes the bar of a day.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_bar(&self, ctx: &Ctx, id: InstrumentId, date: NaiveDate) -> Result<AuditEventId> {
        let ws = self.for_use(ctx, Action::Write, "bars").await?;
        let instrument = store::instruments::get(&ws.store, id).await?;
        let summary = format!("Deleted the price of {} on {date}", instrument.fields.symbol);
        self.write_bar(&ws, ctx, &BarEntry { id, date, bar: None }, &summary, None).await
    }

    /// Puts back the bar that a change replaced or removed, or removes the one that it entered.
    pub(crate) async fn undo_bar(&self, ws: &Workspace, ctx: &Ctx, event: &AuditEvent) -> Result<Undone> {
        let broken = || Error::Broken { what: "the trail's copy of a price" };
        let (id, date) = event.object_id.split_once(':').ok_or_else(broken)?;
        let bar = event.before.clone().map(serde_json::from_value::<Bar>).transpose().map_err(|_| broken())?;
        let entry = BarEntry { id: id.parse().map_err(|_| broken())?, date: date.parse().map_err(|_| broken())?, bar };
        let summary = format!("Undid: {}", event.summary);
        let change_id = self.write_bar(ws, ctx, &entry, &summary, Some(event.id)).await?;
        Ok(Undone { undone_id: event.id, summary: event.summary.clone(), change_id })
    }

    /// Takes back what an import did to the bars, and logs it in the ledger afterwards. A crash in between leaves an
    /// import that can be undone again, which then only logs.
    pub(crate) async fn undo_bar_import(&self, ws: &Workspace, ctx: &Ctx, event: &AuditEvent) -> Result<Undone> {
        let import_id: ImportId = parsed(&event.object_id)?;
        let instruments: Vec<InstrumentId> = named(event, "instruments")?;
        let mut market = ws.store.begin_bars(self.host.clock.now()).await?;
        let day = BarSize::Day1;
        let rows =
            store::bars::undo_import(&mut market, import_id, day, crate::imports::PRICES_SOURCE, &instruments).await?;
        market.commit().await?;
        ws.moved(&["bars"]);
        let mut w = ws.begin(ctx, &self.host).await?;
        w.undoing(event.id);
        let change = store::Change {
            action: AuditAction::Undo,
            noun: "bars",
            object_id: event.object_id.clone(),
            summary: &format!("Undid: {}", event.summary),
            before: None,
            after: Some(serde_json::json!({ "import_id": import_id, "rows": rows })),
            undoable: false,
        };
        let change_id = w.record(change).await?;
        ws.commit(w, &self.host).await?;
        Ok(Undone { undone_id: event.id, summary: event.summary.clone(), change_id })
    }

    /// Writes or removes one bar in the market file and logs it in the ledger afterwards.
    async fn write_bar(
        &self,
        ws: &Workspace,
        ctx: &Ctx,
        entry: &BarEntry,
        summary: &str,
        undoes: Option<AuditEventId>,
    ) -> Result<AuditEventId> {
        let at = Timestamp::from_date(entry.date);
        let mut market = ws.store.begin_bars(self.host.clock.now()).await?;
        let before = match &entry.bar {
            Some(bar) => store::bars::put_bar(&mut market, entry.id, BarSize::Day1, bar).await?,
            None => {
                let gone = store::bars::delete_bar(&mut market, entry.id, BarSize::Day1, at).await?;
                Some(gone.ok_or_else(|| Error::not_found("price of", entry.date))?)
            }
        };
        market.commit().await?;
        ws.moved(&["bars"]);
        let json = |bar: Option<Bar>| bar.map(serde_json::to_value).transpose();
        let broken = |_| Error::Broken { what: "the trail's copy of a price" };
        let (before, after) = (json(before).map_err(broken)?, json(entry.bar).map_err(broken)?);
        let action = match (&before, &after) {
            (None, _) => AuditAction::Create,
            (_, None) => AuditAction::Delete,
            _ => AuditAction::Update,
        };
        let mut w = ws.begin(ctx, &self.host).await?;
        if let Some(event) = undoes {
            w.undoing(event);
        }
        let object_id = format!("{}:{}", entry.id, entry.date);
        let change = store::Change { action, noun: "bars", object_id, summary, before, after, undoable: true };
        let change_id = w.record(change).await?;
        ws.commit(w, &self.host).await?;
        Ok(change_id)
    }
}

/// Merges bars of a source into what is stored of it.
///
/// # Errors
/// When they are not ascending, or cannot be kept.
pub(crate) async fn merge<'a>(
    m: &mut BarWrite,
    (instrument, size, source): (InstrumentId, BarSize, Source),
    bars: impl IntoIterator<Item = &'a Bar>,
) -> Result<Outcome> {
    let mut series = BarSeries::default();
    bars.into_iter().for_each(|bar| series.push(bar));
    Ok(store::bars::write(m, instrument, size, source.name(), &series).await?)
}

/// A day's bar of an instrument as it shall be.
struct BarEntry {
    id: InstrumentId,
    date: NaiveDate,
    bar: Option<Bar>,
}

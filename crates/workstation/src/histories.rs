//! Bars of the past from providers: got, compared with what is stored, and mended. Each is a job.

use std::collections::BTreeMap;

use ::venues::History;
use chrono::{Days, NaiveDate};
use market::error::MarketError;
use model::{
    audit::AuditAction,
    bar::{Bar, BarSize},
    id::{ImportId, InstrumentId},
    instrument::Instrument,
    job::{Job, JobKind},
    market::Source,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use store::{Change, Outcome, bars::BarQuery};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    jobs::{Task, Work},
    providers::{Clients, Past, clients},
};

/// Instruments of one job.
const INSTRUMENTS_MAX: usize = 1000;
/// Differences that are listed of an instrument.
const DIFFERING_MAX: usize = 100;
/// Where nothing is stored, bars of so many days are got when nothing is said.
const FIRST_DAYS: u64 = 3650;
/// Bars within a day of so many days, likewise.
const FIRST_DAYS_WITHIN: u64 = 30;
/// Prices that differ by less, as a part of them, are the same.
const SAME: f64 = 1e-6;

/// What is done with history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HistoryAct {
    /// Gets the bars of a stretch; without one, those after the last that is stored.
    Download,
    /// Compares what is stored with what a provider has, and changes nothing.
    Verify,
    /// Gets the bars that are missing and those that differ.
    Repair,
}

/// History to be got, compared or mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HistoryRequest {
    /// What is done.
    pub act: HistoryAct,
    /// Of which instruments, 1 to 1000.
    pub instrument_ids: Vec<InstrumentId>,
    /// Which bars; days when nothing is said.
    #[serde(default = "days")]
    pub size: BarSize,
    /// From this day on.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Up to this day, included; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// From this provider; from the first that has them when nothing is said.
    #[serde(default)]
    pub source: Option<Source>,
}

const fn days() -> BarSize {
    BarSize::Day1
}

/// What became of it: the result of the job.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HistoryReport {
    /// What was done.
    pub act: HistoryAct,
    /// By instrument.
    pub instruments: Vec<HistoryOf>,
}

/// What became of an instrument's history.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HistoryOf {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Who gave it.
    pub source: Option<Source>,
    /// From which day it was asked for.
    pub from: NaiveDate,
    /// Up to which day.
    pub to: NaiveDate,
    /// Bars that are new.
    pub added: u64,
    /// Bars that were stored with other values.
    pub revised: u64,
    /// Bars that were stored as they are.
    pub unchanged: u64,
    /// Rows that were not understood.
    pub skipped: u64,
    /// Stored bars that the provider does not have.
    pub only_here: u64,
    /// Bars that differ, the first hundred.
    pub differing: Vec<DifferingBar>,
    /// How many differ.
    pub differing_count: u64,
    /// Splits in this stretch, as the provider tells them.
    pub splits: Vec<HistoryEvent>,
    /// Dividends in this stretch, as the provider tells them.
    pub dividends: Vec<HistoryEvent>,
    /// What else is to be known of it.
    pub note: Option<String>,
    /// Why nothing came, and what to do.
    pub problem: Option<String>,
}

/// A bar that differs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct DifferingBar {
    /// When it begins.
    pub at: Timestamp,
    /// The close that is stored.
    pub ours: f64,
    /// The provider's close.
    pub theirs: f64,
}

/// A split or a dividend.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HistoryEvent {
    /// The first day with the new number of shares, or without the dividend.
    pub date: NaiveDate,
    /// New shares for one old one, or the amount for a share.
    pub value: f64,
}

/// What is stored of every series.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CoverageView {
    /// By symbol, size and source.
    pub series: Vec<SeriesCoverage>,
}

/// What is stored of a series.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SeriesCoverage {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Its symbol; null when it is not there any more.
    pub symbol: Option<String>,
    /// How much time a bar covers.
    pub size: BarSize,
    /// From whom.
    pub source: String,
    /// The first bar.
    pub first: Timestamp,
    /// The last bar.
    pub last: Timestamp,
    /// How many there are.
    pub n_bars: u64,
}

impl Workstation {
    /// Gets, compares or mends history, as a job.
    ///
    /// # Errors
    /// When an instrument or the provider is not known.
    pub async fn begin_history(&self, ctx: &Ctx, request: HistoryRequest) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "histories").await?;
        let n = request.instrument_ids.len();
        if n == 0 || n > INSTRUMENTS_MAX {
            let problem = format!("name 1 to {INSTRUMENTS_MAX} instruments");
            return Err(Error::field("instrument_ids", "out_of_range", problem));
        }
        if let (Some(from), Some(to)) = (request.from, request.to)
            && from > to
        {
            return Err(Error::field("to", "out_of_range", "the end lies before the beginning; swap them"));
        }
        let clients = clients(&ws)?;
        if let Some(source) = request.source {
            clients.settings.find(source).ok_or_else(|| Error::not_found("provider", source))?;
        } else if clients.settings.on.is_empty() {
            let problem = "no provider is switched on; switch one on that has history, such as yahoo";
            return Err(Error::conflict("providers_off", problem));
        }
        let mut first = None;
        for id in &request.instrument_ids {
            let found = store::instruments::get(&ws.store, *id).await?;
            first.get_or_insert(found.fields.symbol);
        }
        let what = match (n, first) {
            (1, Some(symbol)) => symbol,
            _ => format!("{n} instruments"),
        };
        let verb = match request.act {
            HistoryAct::Download => "Get",
            HistoryAct::Verify => "Compare",
            HistoryAct::Repair => "Mend",
        };
        let title = format!("{verb} the history of {what}");
        self.enqueue(&ws, ctx, JobKind::History, &title, Work::History(Box::new(request))).await
    }

    /// What is stored of every series.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn coverage(&self, ctx: &Ctx) -> Result<CoverageView> {
        let ws = self.for_use(ctx, Action::Read, "histories").await?;
        let all = store::instruments::all(&ws.store).await?;
        let symbol = |id| all.iter().find(|found| found.id == id).map(|found| found.fields.symbol.clone());
        let mut series: Vec<SeriesCoverage> = store::bars::coverage(&ws.store)
            .await?
            .into_iter()
            .map(|found| SeriesCoverage {
                instrument_id: found.instrument_id,
                symbol: symbol(found.instrument_id),
                size: found.size,
                source: found.source,
                first: found.first,
                last: found.last,
                n_bars: found.n_bars,
            })
            .collect();
        series.sort_by(|a, b| (&a.symbol, a.size, &a.source).cmp(&(&b.symbol, b.size, &b.source)));
        Ok(CoverageView { series })
    }
}

/// Does it.
pub(crate) async fn run(task: &Task, request: HistoryRequest) -> Result<HistoryReport> {
    let clients = clients(&task.ws)?;
    let n = request.instrument_ids.len();
    let mut instruments = Vec::with_capacity(n);
    for (done, id) in request.instrument_ids.iter().enumerate() {
        task.control.check()?;
        let instrument = store::instruments::get(&task.ws.store, *id).await?;
        task.control.report(done as f64 / n as f64, instrument.fields.symbol.clone());
        instruments.push(one(task, &clients, &request, &instrument).await?);
    }
    let rows: u64 = instruments.iter().map(|of: &HistoryOf| of.added + of.revised).sum();
    if rows > 0 {
        log(task, &request, rows).await?;
    }
    Ok(HistoryReport { act: request.act, instruments })
}

/// Says in the trail what came.
async fn log(task: &Task, request: &HistoryRequest, rows: u64) -> Result<()> {
    let mut w = task.ws.begin(&task.ctx, &task.host).await?;
    w.record(Change {
        action: AuditAction::Import,
        noun: "bars",
        object_id: ImportId::new().to_string(),
        summary: &format!("Got {rows} {} from providers", if rows == 1 { "bar" } else { "bars" }),
        before: None,
        after: Some(serde_json::json!({ "rows": rows, "instruments": request.instrument_ids })),
        undoable: false,
    })
    .await?;
    task.ws.commit(w, &task.host).await?;
    task.host.events.changed(&["bars"], task.ctx.correlation_id);
    Ok(())
}

async fn one(task: &Task, clients: &Clients, request: &HistoryRequest, of: &Instrument) -> Result<HistoryOf> {
    let ws = &task.ws;
    let to = request.to.unwrap_or_else(|| task.host.clock.now().date());
    let from = match request.from {
        Some(from) => from,
        None => beginning(task, request, of, to).await?,
    };
    let mut told = HistoryOf {
        instrument_id: of.id,
        symbol: of.fields.symbol.clone(),
        source: None,
        from,
        to,
        added: 0,
        revised: 0,
        unchanged: 0,
        skipped: 0,
        only_here: 0,
        differing: Vec::new(),
        differing_count: 0,
        splits: Vec::new(),
        dividends: Vec::new(),
        note: None,
        problem: None,
    };
    let (source, history) = match ask(clients, request, of, (from, to)).await {
        Ok(found) => found,
        Err(problem) => {
            told.problem = Some(problem.to_string());
            return Ok(told);
        }
    };
    told.source = Some(source);
    told.skipped = history.skipped_count as u64;
    told.splits = history.splits.iter().map(|s| HistoryEvent { date: s.date, value: s.ratio }).collect();
    told.dividends = history.dividends.iter().map(|d| HistoryEvent { date: d.date, value: d.amount }).collect();
    told.note = note(of, &history);
    if let Some(currency) = history.currency.filter(|currency| *currency != of.fields.currency) {
        let own = of.fields.currency;
        told.problem = Some(format!("these prices are in {currency}, {} is in {own}; nothing was taken", told.symbol));
        return Ok(told);
    }
    let range = BarQuery {
        from: Some(Timestamp::from_date(from)),
        to: Some(Timestamp::from_micros(Timestamp::from_date(to + Days::new(1)).micros() - 1)),
        ..BarQuery::default()
    };
    let stored = store::bars::read(&ws.store, of.id, request.size, &range).await?;
    let stored: BTreeMap<Timestamp, Bar> = stored.iter().map(|bar| (bar.at, bar)).collect();
    let wanted = compare(&mut told, &stored, &history.bars);
    let taken: Vec<Bar> = match request.act {
        HistoryAct::Verify => return Ok(told),
        HistoryAct::Download => history.bars.clone(),
        HistoryAct::Repair => wanted,
    };
    let mut m = ws.store.begin_bars(task.host.clock.now()).await?;
    let Outcome { added, revised, unchanged } =
        crate::bars::merge(&mut m, (of.id, request.size, source), &taken).await?;
    m.commit().await?;
    ws.moved(&["bars"]);
    (told.added, told.revised, told.unchanged) = (added, revised, unchanged);
    Ok(told)
}

/// After the last bar that is stored; so many days back where there is none.
async fn beginning(task: &Task, request: &HistoryRequest, of: &Instrument, to: NaiveDate) -> Result<NaiveDate> {
    let within = if request.size == BarSize::Day1 { FIRST_DAYS } else { FIRST_DAYS_WITHIN };
    let first = to.checked_sub_days(Days::new(within)).unwrap_or(to);
    let stored = match request.act {
        HistoryAct::Download => {
            let end = Timestamp::from_date(to + Days::new(1));
            let last = store::bars::latest(&task.ws.store, &[of.id], request.size, end, None).await?;
            last.get(&of.id).map(|bar| bar.at.date())
        }
        // All that is stored is compared.
        HistoryAct::Verify | HistoryAct::Repair => {
            store::bars::first(&task.ws.store, of.id, request.size).await?.map(Timestamp::date)
        }
    };
    Ok(stored.map_or(first, |day| day.min(to)))
}

async fn ask(
    clients: &Clients,
    request: &HistoryRequest,
    of: &Instrument,
    (from, to): (NaiveDate, NaiveDate),
) -> std::result::Result<(Source, History), MarketError> {
    let providers = match request.source {
        Some(source) => clients.settings.find(source).into_iter().collect(),
        None => clients.settings.used(),
    };
    let symbols = providers.iter().filter_map(|p| Some((p.source(), clients.settings.symbol(p, of)?))).collect();
    let past = Past {
        symbols,
        size: request.size,
        from: Timestamp::from_date(from),
        to: Timestamp::from_micros(Timestamp::from_date(to + Days::new(1)).micros() - 1),
        is_adjusted: of.fields.prices_adjusted,
    };
    match (request.source, providers.first()) {
        (Some(source), Some(provider)) => Ok((source, clients.bars_from(provider, &past).await?)),
        _ => {
            let found = clients.bars(&past).await?;
            Ok((found.source, History::clone(&found.value)))
        }
    }
}

/// What is to be known of prices that are adjusted in another way than the instrument says.
fn note(of: &Instrument, history: &History) -> Option<String> {
    match (of.fields.prices_adjusted, history.has_splits_worked_in, history.has_dividends_worked_in) {
        (true, false, _) => {
            Some("These prices are as they were paid, the instrument says that its prices are adjusted.")
        }
        (false, true, true) => Some("Splits and dividends are worked into these prices; the books count them again."),
        (false, true, false) => {
            Some("Splits are worked into these prices; those before a split are not what was paid.")
        }
        _ => None,
    }
    .map(str::to_owned)
}

/// Notes what differs, and gives the bars that are missing or differ.
fn compare(told: &mut HistoryOf, stored: &BTreeMap<Timestamp, Bar>, theirs: &[Bar]) -> Vec<Bar> {
    let mut wanted = Vec::new();
    let mut same = 0;
    for bar in theirs {
        match stored.get(&bar.at) {
            None => wanted.push(*bar),
            Some(ours) if is_same(ours.close, bar.close) => same += 1,
            Some(ours) => {
                told.differing_count += 1;
                if told.differing.len() < DIFFERING_MAX {
                    told.differing.push(DifferingBar { at: bar.at, ours: ours.close, theirs: bar.close });
                }
                wanted.push(*bar);
            }
        }
    }
    told.unchanged = same;
    told.only_here = (stored.len() as u64).saturating_sub(same + told.differing_count);
    wanted
}

fn is_same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs())
}

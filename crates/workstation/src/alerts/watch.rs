//! The task beside an open workspace that tells alerts what came.
//!
//! It looks when bars, transactions or alerts change, when time alone may do something, and now and then: a machine that slept is
//! noticed then, and what came meanwhile is told late. What an alert does with it is kept in one transaction with the deliveries
//! that it asks for, and only where the alert still is as it was when that was worked out.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use ::alerts::{AlertRule, BarSeries, Effect, Fact, Memory, Names, Need, depends};
use ::bars::interval::Interval;
use model::{
    actor::Actor,
    alert::AlertState,
    bar::{Bar, BarSize},
    id::{CorrelationId, InstrumentId},
    time::Timestamp,
};
use serde::Serialize;
use store::{
    StoreError,
    alerts::{Alert, OpenFiring},
    bars::BarQuery,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::{
    AlertView,
    facts::{self, Reckoned},
    keep,
    step::{Came, Moved, step},
};
use crate::{
    Host, Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    event::Event,
    universe,
    workspace::Workspace,
};

/// After this long at the latest it looks at the clock again.
const LOOK: Duration = Duration::from_secs(30);
/// It looks no more often by itself.
const PAUSE: Duration = Duration::from_millis(100);
/// Alerts that are worked out together: their bars are in memory.
const AT_ONCE: usize = 50;
/// A series that ends so much earlier than another of the same rule is not waited for.
const LAGGING_MICROS: i64 = 7 * DAY_MICROS;
const DAY_MICROS: i64 = 86_400_000_000;

/// Wakes the task that tells alerts what came.
#[derive(Debug, Default)]
pub(crate) struct Watching {
    waker: Notify,
    /// How often alerts changed.
    changes: AtomicU64,
}

impl Watching {
    /// After a change of something that rules may watch.
    pub(crate) fn wake(&self) {
        self.waker.notify_one();
    }

    /// After a change of alerts.
    pub(crate) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Release);
        self.wake();
    }
}

/// How alerts stand after a look.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AlertsLook {
    /// Those that are firing, oldest first.
    pub firing: Vec<AlertView>,
}

impl Workstation {
    /// Tells alerts what came, as the task beside the workspace does by itself, and returns those that are firing when it is
    /// kept: for who cannot wait, or knows that the clock jumped.
    ///
    /// # Errors
    /// When no workspace is open, or its store cannot be read or written.
    pub async fn look_at_alerts(&self, ctx: &Ctx) -> Result<AlertsLook> {
        let ws = self.for_use(ctx, Action::Write, "alerts").await?;
        look(&ws, &self.host, &mut Seen::default()).await?;
        let names = super::names(&ws).await?;
        let mut firing = store::alerts::watching(&ws.store).await?;
        firing.retain(|alert| alert.machine.state() == AlertState::Firing);
        Ok(AlertsLook { firing: firing.into_iter().map(|alert| AlertView::of(alert, &names)).collect() })
    }
}

/// Tells alerts what comes, until told to stop.
pub(crate) async fn watch(ws: Arc<Workspace>, host: Host, stop: CancellationToken) {
    let mut seen = Seen::default();
    loop {
        let looked = tokio::select! {
            () = stop.cancelled() => return,
            looked = look(&ws, &host, &mut seen) => looked,
        };
        let wait = looked.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "alerts cannot be looked at; tried again");
            LOOK
        });
        tokio::select! {
            () = stop.cancelled() => return,
            () = ws.watching.waker.notified() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// What was known at the last look; read again when something changed.
#[derive(Default)]
struct Seen {
    changes: Option<u64>,
    bars: Option<u64>,
    /// The state of the books of which figures were reckoned last.
    figures: Option<universe::Seen>,
    alerts: Vec<Alert>,
    /// The last bar of each series that a rule watches.
    last: HashMap<(InstrumentId, BarSize), Timestamp>,
}

/// An alert to be told something.
struct Task {
    alert: Alert,
    through: Timestamp,
    reckons: bool,
    open: Option<OpenFiring>,
}

/// Tells what is new until all of it is kept, and says how long there is nothing to do.
async fn look(ws: &Workspace, host: &Host, seen: &mut Seen) -> Result<Duration> {
    // What a window shows first comes first.
    drop(ws.first.read().await);
    while !is_told(ws, host, seen).await? {}
    let next = seen.alerts.iter().filter_map(|alert| alert.next_due_at).min();
    Ok(host.until(next, LOOK).max(PAUSE))
}

/// Tells what is new; not all of it where somebody changed an alert meanwhile.
async fn is_told(ws: &Workspace, host: &Host, seen: &mut Seen) -> Result<bool> {
    let now = host.clock.now();
    seen.read(ws).await?;
    let reckoned = reckoned(ws, host, seen).await?;
    let mut tasks: Vec<Task> = Vec::new();
    for alert in &seen.alerts {
        let through = through(&alert.fields.rule, &seen.last, now).max(alert.seen_through);
        let reckons = reckoned.is_some() && !facts::watched(alert).is_empty();
        let is_due = alert.next_due_at.is_some_and(|due| due <= now);
        if through > alert.seen_through || reckons || is_due {
            let open = store::alerts::open_firing(&ws.store, alert).await?;
            tasks.push(Task { alert: alert.clone(), through, reckons, open });
        }
    }
    let reckoned = Arc::new(reckoned.unwrap_or_default());
    let mut is_all = true;
    while !tasks.is_empty() {
        let rest = tasks.split_off(tasks.len().min(AT_ONCE));
        let moved = worked_out(ws, tasks, &reckoned, now).await?;
        is_all &= advance(ws, host, moved).await?;
        tasks = rest;
    }
    if !is_all {
        seen.changes = None;
    }
    // What was kept may be due again soon.
    seen.read(ws).await?;
    Ok(is_all)
}

impl Seen {
    /// Reads the alerts again where they changed, and how far bars reach where these changed.
    async fn read(&mut self, ws: &Workspace) -> Result<()> {
        let changes = ws.watching.changes.load(Ordering::Acquire);
        let bars = ws.generations.bars.load(Ordering::Acquire);
        if self.changes == Some(changes) && self.bars == Some(bars) {
            return Ok(());
        }
        self.alerts = store::alerts::watching(&ws.store).await?;
        self.last.clear();
        for (size, ids) in by_size(self.alerts.iter().map(|alert| &alert.fields.rule)) {
            let found = store::bars::latest(&ws.store, &ids, size, Timestamp::from_micros(i64::MAX), None).await?;
            self.last.extend(found.into_iter().map(|(id, bar)| ((id, size), bar.at)));
        }
        (self.changes, self.bars) = (Some(changes), Some(bars));
        Ok(())
    }
}

/// Figures that some alert watches, where they may have changed since the last look.
async fn reckoned(ws: &Workspace, host: &Host, seen: &mut Seen) -> Result<Option<Vec<Reckoned>>> {
    let now = universe::Seen::now(ws, ws.today(host.clock));
    let wanted: BTreeSet<(String, String)> = seen.alerts.iter().flat_map(facts::watched).collect();
    let is_new = seen.alerts.iter().any(|alert| !facts::watched(alert).is_empty() && alert.memory == Memory::default());
    if wanted.is_empty() || (seen.figures == Some(now) && !is_new) {
        return Ok(None);
    }
    let found = facts::reckon(ws, host, wanted.into_iter().collect()).await?;
    seen.figures = Some(now);
    Ok(Some(found))
}

/// What each alert does with what came, on a thread of its own.
async fn worked_out(
    ws: &Workspace,
    tasks: Vec<Task>,
    reckoned: &Arc<Vec<Reckoned>>,
    now: Timestamp,
) -> Result<Vec<(Alert, Moved)>> {
    let with_new_bars = tasks.iter().filter(|task| task.through > task.alert.seen_through);
    let mut read: HashMap<(InstrumentId, BarSize), (Vec<Bar>, Vec<i64>)> = HashMap::new();
    for (size, ids) in by_size(with_new_bars.map(|task| &task.alert.fields.rule)) {
        let found = store::bars::read_many(&ws.store, &ids, size, &BarQuery::default()).await?;
        // A day's session is the day itself.
        let sessions = |at: &i64| at.div_euclid(DAY_MICROS) * DAY_MICROS;
        read.extend(
            found
                .into_iter()
                .map(|(id, series)| ((id, size), (series.iter().collect(), series.at.iter().map(sessions).collect()))),
        );
    }
    let reckoned = Arc::clone(reckoned);
    let work = move || {
        let names = Names::default();
        let facts: Vec<Fact<'_>> = reckoned.iter().map(|figure| figure.fact(now)).collect();
        let told = |Task { alert, through, reckons, open }: Task| {
            let bars: Vec<BarSeries<'_>> = series_of(&alert.fields.rule)
                .into_iter()
                .filter_map(|(instrument, size)| {
                    let (bars, sessions) = read.get(&(instrument, size))?;
                    Some(BarSeries { instrument, interval: Interval::from(size), bars, sessions: Some(sessions) })
                })
                .collect();
            let facts = if reckons { facts.as_slice() } else { &[] };
            let came = Came { bars: &bars, through, facts, open: open.as_ref() };
            match step(&alert, &came, now, &names) {
                Ok(moved) => moved.differs_from(&alert).then_some((alert, moved)),
                Err(problem) => {
                    tracing::error!(%problem, id = %alert.id, "an alert's rule cannot be evaluated");
                    None
                }
            }
        };
        tasks.into_iter().filter_map(told).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the alerts" })
}

/// Keeps what alerts did, of those that are as they were, and says whether all of them are.
async fn advance(ws: &Workspace, host: &Host, moved: Vec<(Alert, Moved)>) -> Result<bool> {
    if moved.is_empty() {
        return Ok(true);
    }
    let own = Ctx { actor: Actor::Schedule { job: "alerts".to_owned() }, correlation_id: CorrelationId::new() };
    let mut w = ws.begin(&own, host).await?;
    let mut fired = Vec::new();
    let mut is_all = true;
    for (before, moved) in moved {
        match store::alerts::get(&mut w, before.id).await {
            Ok(kept) if kept == before => {}
            // Somebody changed it meanwhile: it is looked at again, as it is now.
            Ok(_) | Err(StoreError::NotFound { .. }) => {
                is_all = false;
                continue;
            }
            Err(problem) => return Err(problem.into()),
        }
        keep(&mut w, &moved).await?;
        fired.extend(notices(&moved));
    }
    ws.commit(w, host).await?;
    for event in fired {
        host.events.send(event);
    }
    Ok(is_all)
}

/// What windows are told at once of the firings.
fn notices(moved: &Moved) -> Vec<Event> {
    let alert = &moved.alert;
    let fired = moved.happened.iter().filter_map(|happened| match happened.effect {
        Effect::Fired { epoch, at } => Some(Event::AlertFired {
            id: alert.id,
            name: alert.fields.name.clone(),
            severity: alert.fields.severity,
            firing: epoch,
            at,
            is_late: happened.is_late,
        }),
        _ => None,
    });
    fired.collect()
}

/// The series of stored bars that a rule is told of: those that it reads, and days for prices.
fn series_of(rule: &AlertRule) -> Vec<(InstrumentId, BarSize)> {
    let mut series = Vec::new();
    for need in depends(rule) {
        let found = match need {
            Need::Ticks { instrument, .. } => Some((instrument, BarSize::Day1)),
            Need::Bars { instrument, interval } => interval.bar_size().map(|size| (instrument, size)),
            Need::Fact { .. } | Need::News { .. } | Need::Orders { .. } | Need::Clock => None,
        };
        series.extend(found.filter(|found| !series.contains(found)));
    }
    series
}

/// The instruments of the series that rules are told of, each once, by the size of their bars.
fn by_size<'a>(rules: impl Iterator<Item = &'a AlertRule>) -> BTreeMap<BarSize, Vec<InstrumentId>> {
    let mut found: BTreeMap<BarSize, Vec<InstrumentId>> = BTreeMap::new();
    for (id, size) in rules.flat_map(series_of).collect::<BTreeSet<_>>() {
        found.entry(size).or_default().push(id);
    }
    found
}

/// When a bar is over that begins at a time: of a day at the end of its date in UTC.
fn end(at: Timestamp, size: BarSize) -> Timestamp {
    Timestamp::from_micros(at.micros().saturating_add(Interval::from(size).micros().unwrap_or(DAY_MICROS)))
}

/// Through when a rule can be told of bars: as far as all of its series reach, but for those that end long before the others.
fn through(rule: &AlertRule, last: &HashMap<(InstrumentId, BarSize), Timestamp>, now: Timestamp) -> Timestamp {
    let ends: Vec<i64> = series_of(rule)
        .into_iter()
        .filter_map(|(id, size)| {
            let begins = *last.get(&(id, size))?;
            let end = end(begins, size);
            // The last bar may not be over yet: then those before it are.
            Some(if end > now { begins } else { end }.min(now).micros())
        })
        .collect();
    let newest = ends.iter().copied().max().unwrap_or(i64::MIN);
    let awaited = ends.into_iter().filter(|end| newest.saturating_sub(*end) <= LAGGING_MICROS);
    Timestamp::from_micros(awaited.min().unwrap_or(i64::MIN))
}

/// How far the bars reach that a new rule is not told of: all there are, or through now where there are none.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn newest(ws: &Workspace, rule: &AlertRule, now: Timestamp) -> Result<Timestamp> {
    let mut newest = None;
    for (id, size) in series_of(rule) {
        let found = store::bars::latest(&ws.store, &[id], size, now, None).await?;
        newest = newest.max(found.get(&id).map(|bar| end(bar.at, size).min(now)));
    }
    Ok(newest.unwrap_or(now))
}

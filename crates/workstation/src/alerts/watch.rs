//! The task beside an open workspace that tells alerts what came.
//!
//! It looks when bars, transactions or alerts change, when time alone may do something, and now and then: a machine that slept is
//! noticed then, and what came meanwhile is told late. What an alert does with it is kept in one transaction with the deliveries
//! that it asks for, and only where the alert still is as it was when that was worked out.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use ::alerts::{AlertRule, Condition, Effect, Fact, Memory, Names, Need, depends};
use model::{actor::Actor, alert::AlertState, id::CorrelationId, time::Timestamp};
use serde::Serialize;
use store::{
    StoreError,
    alerts::{Alert, OpenFiring},
};
use tokio_util::sync::CancellationToken;

use super::{
    AlertView,
    facts::{self, Reckoned},
    keep,
    live::{Joining, Live, Standing, Streams},
    seen::Seen,
    series::Read,
    step::{Came, Moved, RuleTime, step},
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
        if let Some(live) = ws.watching.live() {
            live.settle().await;
        }
        {
            let mut seen = ws.watching.seen.lock().await;
            *seen = Seen::default();
            look(&ws, &self.host, &mut seen).await?;
        }
        if let Some(live) = ws.watching.live() {
            // Figures were told to them.
            live.settle().await;
        }
        let names = super::names(&ws).await?;
        let mut firing = store::alerts::watching(&ws.store).await?;
        firing.retain(|alert| alert.machine.state() == AlertState::Firing);
        Ok(AlertsLook { firing: firing.into_iter().map(|alert| AlertView::of(alert, &names)).collect() })
    }
}

/// Tells alerts what comes, until told to stop.
pub(crate) async fn watch(ws: Arc<Workspace>, host: Host, stop: CancellationToken) {
    loop {
        let looked = tokio::select! {
            () = stop.cancelled() => return,
            looked = async { look(&ws, &host, &mut *ws.watching.seen.lock().await).await } => looked,
        };
        let wait = looked.unwrap_or_else(|problem| {
            tracing::warn!(%problem, "alerts cannot be looked at; tried again");
            LOOK
        });
        tokio::select! {
            () = stop.cancelled() => return,
            () = ws.watching.woken() => {}
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// An alert to be told something.
struct Task {
    alert: Alert,
    through: Timestamp,
    reckons: bool,
    time: RuleTime,
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

/// Tells what is new, and hands alerts over whose streams are complete; not all of it where somebody changed an alert meanwhile.
async fn is_told(ws: &Workspace, host: &Host, seen: &mut Seen) -> Result<bool> {
    let (now, live) = (host.clock.now(), ws.watching.live());
    seen.read(ws, live.as_deref()).await?;
    let streams = live.as_ref().map(|live| live.streams());
    let standing = standing(live.as_deref(), &seen.alerts);
    let reckoned = reckoned(ws, host, seen, &standing).await?;
    if let (Some(live), Some(reckoned)) = (&live, &reckoned) {
        live.facts(reckoned);
    }
    let mut tasks: Vec<Task> = Vec::new();
    for (alert, standing) in seen.alerts.iter().zip(standing) {
        let time = match standing {
            Standing::Live => RuleTime::Elsewhere,
            Standing::Ready => RuleTime::Bars { again: None },
            Standing::Broken { until } => RuleTime::Bars { again: until },
            Standing::Apart => RuleTime::Clock,
        };
        let through = seen.through(alert, standing, now);
        let reckons = standing != Standing::Live && reckoned.is_some() && !facts::watched(alert).is_empty();
        let is_due = alert.next_due_at.is_some_and(|due| due <= now);
        if through > alert.seen_through || reckons || is_due {
            let open = store::alerts::open_firing(&ws.store, alert).await?;
            tasks.push(Task { alert: alert.clone(), through, reckons, time, open });
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
        seen.forget_changes();
    }
    let before = live.as_ref().map(|live| live.streams());
    // What was kept may be due again soon.
    seen.read(ws, live.as_deref()).await?;
    if let (true, Some(live), Some(streams), Some(before)) = (is_all, &live, streams, before) {
        hand_over(ws, live, seen, &before, now).await?;
        live.settled(&streams);
    }
    Ok(is_all)
}

fn standing(live: Option<&Live>, alerts: &[Alert]) -> Vec<Standing> {
    live.map_or_else(|| vec![Standing::Apart; alerts.len()], |live| live.standing(alerts))
}

/// Hands alerts over to live ticks that were told all bars there are.
async fn hand_over(ws: &Workspace, live: &Live, seen: &Seen, streams: &Streams, now: Timestamp) -> Result<()> {
    let standing = standing(Some(live), &seen.alerts);
    let is_told = |alert: &&Alert| seen.through(alert, Standing::Ready, now) <= alert.seen_through;
    let ready = seen.alerts.iter().zip(standing).filter(|(_, standing)| *standing == Standing::Ready);
    let mut ready: Vec<&Alert> = ready.map(|(alert, _)| alert).filter(is_told).collect();
    // Those that read the same bars come together.
    ready.sort_by_cached_key(|alert| alert.instruments());
    for some in ready.chunks(AT_ONCE) {
        // A new one begins with the last price before it.
        let reads = |alert: &&&Alert| alert.memory == Memory::default() || is_warmed(&alert.fields.rule);
        let warmed: Vec<&AlertRule> = some.iter().filter(reads).map(|alert| &alert.fields.rule).collect();
        let bars = Read::of(ws, &warmed, now).await?;
        live.join(some.iter().map(|alert| Joining::from(*alert)).collect(), &bars, streams);
    }
    Ok(())
}

/// Whether a rule that begins to be told ticks must know what bars say: those that it reads, or prices before.
fn is_warmed(rule: &AlertRule) -> bool {
    let reads_bars = depends(rule).iter().any(|need| matches!(need, Need::Bars { .. }));
    reads_bars || has(&rule.condition, &|leaf| matches!(leaf, Condition::Move { .. } | Condition::Pair { .. }))
}

fn has(condition: &Condition, is_it: &impl Fn(&Condition) -> bool) -> bool {
    match condition {
        Condition::And { all: parts } | Condition::Or { any: parts } => parts.iter().any(|part| has(part, is_it)),
        Condition::Not { condition } => has(condition, is_it),
        leaf => is_it(leaf),
    }
}

/// Figures that some alert watches, where they may have changed since the last look.
async fn reckoned(
    ws: &Workspace,
    host: &Host,
    seen: &mut Seen,
    standing: &[Standing],
) -> Result<Option<Vec<Reckoned>>> {
    let now = universe::Seen::now(ws, ws.today(host.clock));
    let wanted: BTreeSet<(String, String)> = seen.alerts.iter().flat_map(facts::watched).collect();
    let is_new = seen.alerts.iter().zip(standing).any(|(alert, standing)| {
        *standing != Standing::Live && alert.memory == Memory::default() && !facts::watched(alert).is_empty()
    });
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
    let with_new_bars = || tasks.iter().filter(|task| task.through > task.alert.seen_through);
    let rules: Vec<&AlertRule> = with_new_bars().map(|task| &task.alert.fields.rule).collect();
    let from = with_new_bars().map(|task| task.alert.seen_through).min();
    let read = match from {
        Some(from) => Read::of(ws, &rules, from).await?,
        None => Read::default(),
    };
    let reckoned = Arc::clone(reckoned);
    let work = move || {
        let names = Names::default();
        let facts: Vec<Fact<'_>> = reckoned.iter().map(|figure| figure.fact(now)).collect();
        let told = |Task { alert, through, reckons, time, open }: Task| {
            let bars = read.of_rule(&alert.fields.rule);
            let facts = if reckons { facts.as_slice() } else { &[] };
            let came = Came { bars: &bars, through, facts, open: open.as_ref(), time };
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
pub(super) fn notices(moved: &Moved) -> Vec<Event> {
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

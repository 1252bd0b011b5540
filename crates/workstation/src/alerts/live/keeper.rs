//! Keeps what live alerts decide: where each stands, what happened and whom that must reach, in one transaction.

use std::{collections::HashMap, sync::Arc, time::Duration};

use ::alerts::{AlertRule, Decision, Memory};
use model::{actor::Actor, id::AlertId, id::CorrelationId, time::Timestamp};
use store::{StoreError, Write, alerts::Alert};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::Live;
use crate::{
    Host,
    alerts::{keep as keep_moved, step::Moved, watch::notices},
    ctx::Ctx,
    error::{Error, Result},
    event::Event,
    workspace::Workspace,
};

/// So many orders are kept together at most.
const AT_ONCE: usize = 256;
/// After a failure it is tried again.
const AGAIN: Duration = Duration::from_secs(1);
/// When the program ends, so often at most.
const LAST_TRIES: usize = 3;

/// What is to be kept of a live alert.
#[derive(Clone)]
pub(super) struct Told {
    pub(super) id: AlertId,
    /// The rule that decided: what another one decided is not kept.
    pub(super) rule: Arc<AlertRule>,
    pub(super) updated_at: Timestamp,
    /// In order.
    pub(super) decisions: Vec<Decision>,
    /// After the last of them.
    pub(super) memory: Memory,
    /// It was told everything through then.
    pub(super) through: Timestamp,
    /// Whether the store knew something that it remembers.
    pub(super) remembers: bool,
}

/// What the keeper is asked, in this order.
pub(super) enum Order {
    /// Something was decided.
    Decided(Told),
    /// An alert goes back to stored bars.
    Left(Told),
    /// What alerts remember that did nothing.
    Remembers(Vec<Told>),
    /// To say when everything before is kept.
    Settle(oneshot::Sender<()>),
    /// Nothing follows.
    End,
}

/// What some orders ask together.
#[derive(Default)]
struct Due {
    told: Vec<Told>,
    places: HashMap<AlertId, usize>,
    left: Vec<AlertId>,
    settles: Vec<oneshot::Sender<()>>,
    is_end: bool,
}

impl Due {
    fn add(&mut self, order: Order) {
        match order {
            Order::Decided(told) => self.tell(told),
            Order::Left(told) => {
                self.left.push(told.id);
                self.tell(told);
            }
            Order::Remembers(all) => all.into_iter().for_each(|told| self.tell(told)),
            Order::Settle(reply) => self.settles.push(reply),
            Order::End => self.is_end = true,
        }
    }

    fn tell(&mut self, told: Told) {
        match self.places.get(&told.id).map(|place| &mut self.told[*place]) {
            // One that joined anew in between was changed: what the last one says goes.
            Some(before) if Arc::ptr_eq(&before.rule, &told.rule) => {
                before.decisions.extend(told.decisions);
                (before.memory, before.through) = (told.memory, told.through);
            }
            _ => {
                self.places.insert(told.id, self.told.len());
                self.told.push(told);
            }
        }
    }
}

/// Keeps what comes until the end.
pub(super) async fn keep(
    ws: Arc<Workspace>,
    host: Host,
    live: Arc<Live>,
    mut orders: mpsc::UnboundedReceiver<Order>,
    stop: CancellationToken,
) {
    let mut tries = 0;
    while let Some(first) = orders.recv().await {
        let mut due = Due::default();
        due.add(first);
        while due.told.len() < AT_ONCE
            && let Ok(next) = orders.try_recv()
        {
            due.add(next);
        }
        while let Err(problem) = kept(&ws, &host, &due.told).await {
            tracing::error!(%problem, "what live alerts decided cannot be kept; tried again");
            tries += usize::from(due.is_end || stop.is_cancelled());
            if tries >= LAST_TRIES {
                return;
            }
            tokio::time::sleep(AGAIN).await;
        }
        if !due.left.is_empty() {
            // Before anybody may take them in again they are read again.
            ws.watching.changed();
            let mut engine = live.engine();
            due.left.iter().for_each(|id| engine.left(*id));
            drop(engine);
            ws.watching.wake();
        }
        for reply in due.settles {
            // Who asked may have gone.
            let _ = reply.send(());
        }
        if due.is_end {
            return;
        }
    }
}

async fn kept(ws: &Workspace, host: &Host, told: &[Told]) -> Result<()> {
    for some in told.chunks(AT_ONCE) {
        let own = Ctx { actor: Actor::Schedule { job: "alerts".to_owned() }, correlation_id: CorrelationId::new() };
        let mut w = ws.begin(&own, host).await?;
        let mut moved = Vec::new();
        for told in some {
            moved.extend(keep_one(&mut w, told, host.clock.now()).await?);
        }
        ws.commit_told(w, host).await?;
        let events: Vec<Event> = moved.iter().flat_map(notices).collect();
        events.into_iter().for_each(|event| host.events.send(event));
        ws.watching.moved(moved.into_iter().map(|moved| moved.alert));
    }
    Ok(())
}

/// Keeps what one alert did; what became of it where it did something.
pub(in crate::alerts) async fn keep_one(w: &mut Write, told: &Told, now: Timestamp) -> Result<Option<Moved>> {
    if told.decisions.is_empty()
        && store::alerts::remember(w, told.id, told.updated_at, &told.memory, told.through).await?
    {
        return Ok(None);
    }
    let alert = match store::alerts::get(&mut *w, told.id).await {
        Ok(alert) => alert,
        Err(StoreError::NotFound { .. }) => return Ok(None),
        Err(problem) => return Err(problem.into()),
    };
    if !told.is_of(&alert) {
        return Ok(None);
    }
    if told.decisions.is_empty() {
        store::alerts::remember(w, told.id, alert.updated_at, &told.memory, told.through).await?;
        return Ok(None);
    }
    let open = store::alerts::open_firing(&mut *w, &alert).await?;
    let moved = Moved::decided(alert, &told.decisions, (told.memory.clone(), told.through), open.as_ref(), now);
    let moved = moved.map_err(|_| Error::Broken { what: "a live alert that cannot move" })?;
    keep_moved(w, &moved).await?;
    Ok(Some(moved))
}

impl Told {
    /// Whether it goes for an alert as it is kept now: one that begins anew does not go on from here.
    fn is_of(&self, alert: &Alert) -> bool {
        let is_anew = self.remembers && alert.updated_at != self.updated_at && alert.memory == Memory::default();
        alert.fields.enabled && alert.fields.rule == *self.rule && !is_anew
    }
}

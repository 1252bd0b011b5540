//! Who wants what, and what the sources are therefore asked for.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use feed::{
    hub::Setup,
    subscriptions::{Consumer, Subscriptions, Topic as Wanted},
};
use model::{
    id::InstrumentId,
    market::{DataKind, Source},
};
use venues::Topic;

use super::{Route, consumer::Slot};
use crate::{error::MarketError, hash::IdMap};

/// A watched instrument.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) setup: Setup,
    pub(super) routes: Vec<Route>,
    /// Who looks, by kind.
    consumers: [Vec<Arc<Slot>>; DataKind::ALL.len()],
}

impl Lane {
    pub(super) fn consumers(&self, kind: DataKind) -> &[Arc<Slot>] {
        &self.consumers[kind as usize]
    }
}

/// What a source of a route is asked for, so that a kind can be had.
fn asked(route: &Route, kind: DataKind) -> Option<DataKind> {
    if route.kinds.contains(&kind) {
        return Some(kind);
    }
    // Bars are made of trades.
    (kind == DataKind::Bar && route.kinds.contains(&DataKind::Trade)).then_some(DataKind::Trade)
}

/// Instruments, consumers and their wishes.
#[derive(Debug, Default)]
pub(super) struct Demands {
    lanes: IdMap<InstrumentId, Lane>,
    slots: IdMap<Consumer, Arc<Slot>>,
    subscriptions: Subscriptions,
    /// What the sources were asked for last.
    asked: BTreeSet<(Source, InstrumentId, DataKind)>,
}

/// What the sources are to be asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// Everything, by source.
    pub(super) topics: BTreeMap<Source, Vec<Topic>>,
    /// What is new among it.
    pub(super) new: Vec<(Source, InstrumentId, DataKind)>,
    /// The instruments of which a price may be asked for, and somebody who looks wants one.
    pub(super) polled: BTreeSet<InstrumentId>,
}

impl Demands {
    pub(super) fn lane(&self, instrument: InstrumentId) -> Option<&Lane> {
        self.lanes.get(&instrument)
    }

    pub(super) fn lanes(&self) -> impl Iterator<Item = (InstrumentId, &Lane)> {
        self.lanes.iter().map(|(instrument, lane)| (*instrument, lane))
    }

    pub(super) fn has_consumers(&self) -> bool {
        !self.slots.is_empty()
    }

    pub(super) fn slots(&self) -> impl Iterator<Item = &Arc<Slot>> {
        self.slots.values()
    }

    pub(super) fn watch(&mut self, instrument: InstrumentId, setup: Setup, routes: Vec<Route>) {
        // It begins anew, and so does what is awaited of it.
        self.asked.retain(|(_, of, _)| *of != instrument);
        self.lanes.insert(instrument, Lane { setup, routes, consumers: Default::default() });
        for kind in DataKind::ALL {
            self.gather(instrument, *kind);
        }
    }

    pub(super) fn unwatch(&mut self, instrument: InstrumentId) {
        self.lanes.remove(&instrument);
    }

    /// Nothing was asked for: everything will be new.
    pub(super) fn forget_asked(&mut self) {
        self.asked.clear();
    }

    pub(super) fn want(
        &mut self,
        slot: &Arc<Slot>,
        instrument: InstrumentId,
        kinds: &[DataKind],
    ) -> Result<(), MarketError> {
        let lane = self.lanes.get(&instrument).ok_or(MarketError::NotWatched(instrument))?;
        let is_had = |kind: &DataKind| lane.routes.iter().any(|r| asked(r, *kind).is_some() || r.polled.contains(kind));
        if let Some(kind) = kinds.iter().copied().find(|kind| !is_had(kind)) {
            return Err(MarketError::NoRoute { instrument, kind });
        }
        self.slots.entry(slot.consumer).or_insert_with(|| Arc::clone(slot));
        for kind in kinds {
            self.subscriptions.subscribe(slot.consumer, Wanted { instrument, kind: *kind });
            self.gather(instrument, *kind);
        }
        Ok(())
    }

    pub(super) fn give_up(&mut self, consumer: Consumer, instrument: InstrumentId, kinds: &[DataKind]) {
        for kind in kinds {
            self.subscriptions.unsubscribe(consumer, Wanted { instrument, kind: *kind });
            self.gather(instrument, *kind);
        }
    }

    pub(super) fn leave(&mut self, consumer: Consumer) {
        if self.slots.remove(&consumer).is_none() {
            return;
        }
        self.subscriptions.leave(consumer);
        for lane in self.lanes.values_mut() {
            lane.consumers.iter_mut().for_each(|slots| slots.retain(|slot| slot.consumer != consumer));
        }
    }

    /// Whether somebody wants a kind of an instrument, itself or for its bars.
    pub(super) fn is_wanted(&self, instrument: InstrumentId, kind: DataKind) -> bool {
        let Some(lane) = self.lanes.get(&instrument) else { return false };
        !lane.consumers(kind).is_empty() || (kind == DataKind::Trade && !lane.consumers(DataKind::Bar).is_empty())
    }

    /// Gathers who looks at a kind of an instrument.
    fn gather(&mut self, instrument: InstrumentId, kind: DataKind) {
        let Some(lane) = self.lanes.get_mut(&instrument) else { return };
        let consumers = self.subscriptions.consumers(Wanted { instrument, kind });
        let slots = consumers.filter_map(|consumer| self.slots.get(&consumer).cloned());
        lane.consumers[kind as usize] = slots.collect();
    }

    /// What the sources are to be asked for now.
    pub(super) fn ask(&mut self) -> Asked {
        let mut out = Asked::default();
        let mut all = BTreeSet::new();
        for Wanted { instrument, kind } in self.subscriptions.topics() {
            let Some(lane) = self.lanes.get(&instrument) else { continue };
            let is_looked_at = lane.consumers(kind).iter().any(|slot| !slot.streams_only);
            if is_looked_at && lane.routes.iter().any(|route| route.polled.contains(&kind)) {
                out.polled.insert(instrument);
            }
            for route in &lane.routes {
                let Some(kind) = asked(route, kind) else { continue };
                let key = (route.source, instrument, kind);
                if !all.insert(key) {
                    continue;
                }
                if !self.asked.contains(&key) {
                    out.new.push(key);
                }
                let Route { source, symbol, currency, .. } = route;
                let topic = Topic { instrument, symbol: symbol.clone(), currency: *currency, kind };
                out.topics.entry(*source).or_default().push(topic);
            }
        }
        self.asked = all;
        out
    }
}

//! Bars that are made of a replay: of all of it at once, or of what it has come to.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use ::bars::{build::BuiltBar, interval::Interval};
use feed::{
    hub::{Effects, Hub, Input, Setup},
    replay::{Replay, Speed},
};
use market::sink::{Batch, Missed, Sink, SinkSettings, WhenFull};
use model::{bar::Bar, id::InstrumentId, market::MarketEvent, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::{NewReplay, Replaying};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    performance::SeriesFormat,
};

impl Workstation {
    /// Runs a replay from its beginning to its end as fast as possible and gives the bars that were made of it: for who wants figures
    /// rather than a picture.
    ///
    /// # Errors
    /// As [`Self::begin_replay`].
    pub async fn replay_bars(&self, ctx: &Ctx, new: NewReplay, query: ReplayBarsQuery) -> Result<Vec<ReplayBars>> {
        let ws = self.for_use(ctx, Action::Read, "replays").await?;
        let replay = super::prepare(&ws, &self.host, new).await?;
        let made = made(&replay, query.interval.unwrap_or(Interval::Minute1)).await;
        replay.end().await;
        made
    }

    /// The bars of an instrument that the replay has made so far, from its beginning to where it stands, whoever looked: what a chart shows
    /// that is opened meanwhile. None when the replay does not have the instrument.
    ///
    /// # Errors
    /// When there is no such instrument, or no replay.
    pub async fn replay_past(&self, ctx: &Ctx, id: InstrumentId, query: ReplayPastQuery) -> Result<ReplayPast> {
        let ws = self.for_use(ctx, Action::Read, "replays").await?;
        store::instruments::get(&ws.store, id).await?;
        let past = ws.feeds.with_replay(async |replay| Past::of(replay, id)).await;
        let past = past.ok_or_else(|| Error::conflict("replay_missing", "there is no replay; begin one first"))?;
        let (at, interval) = (past.at, query.interval.unwrap_or(Interval::Minute1));
        let bars = tokio::task::spawn_blocking(move || past.bars(interval)).await;
        let bars = bars.map_err(|_| Error::Broken { what: "the bars of the replay" })?;
        Ok(ReplayPast { instrument_id: id, interval, at, bars })
    }
}

/// Which bars are made of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReplayBarsQuery {
    /// How much time they cover; a minute when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub interval: Option<Interval>,
}

/// Bars that were made of a replay.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ReplayBars {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// How much time they cover.
    pub interval: Interval,
    /// The bars; the last one's time may not be over.
    pub bars: Vec<Bar>,
    /// What was refused, in all.
    pub refused: u64,
}

/// Which bars of a replay's past.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReplayPastQuery {
    /// How much time they cover; a minute when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub interval: Option<Interval>,
    /// `json` (default) or `binary`.
    #[serde(default)]
    pub format: Option<SeriesFormat>,
}

/// Bars of a replay's past.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ReplayPast {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// How much time they cover.
    pub interval: Interval,
    /// The replay's time: nothing in the bars is of later.
    pub at: Timestamp,
    /// The bars; the last one's time may not be over.
    pub bars: Vec<Bar>,
}

/// What is needed for bars of an instrument up to a replay's time.
struct Past {
    id: InstrumentId,
    at: Timestamp,
    events: Option<(Replay, usize, Setup)>,
}

impl Past {
    fn of(replay: &Replaying, id: InstrumentId) -> Self {
        let place = replay.new.instrument_ids.iter().position(|of| *of == id);
        let setup = replay.setups.get(&id).cloned();
        let at = replay.handle.state().borrow().position;
        let events = place.zip(setup).map(|(place, setup)| (replay.events.clone(), place, setup));
        Self { id, at, events }
    }

    /// The bars, made of the events as the hub makes them.
    fn bars(self, interval: Interval) -> Vec<Bar> {
        let Some((replay, place, setup)) = self.events else { return Vec::new() };
        let mut hub = Hub::new(0, 0);
        if hub.watch(self.id, Setup { intervals: vec![interval], ..setup }).is_err() {
            return Vec::new();
        }
        let (mut bars, mut effects) = (BTreeMap::new(), Effects::default());
        let mut keep = |effects: &mut Effects| {
            bars.extend(effects.bars.iter().map(|of| (of.built.bar.at, of.built.bar)));
            effects.clear();
        };
        for event in replay.past(place, self.at) {
            if let MarketEvent::Tick(tick) = event {
                hub.step(tick.origin.received_at, Input::Tick(tick), &mut effects);
                keep(&mut effects);
            }
        }
        hub.step(self.at, Input::Clock, &mut effects);
        keep(&mut effects);
        bars.extend(hub.current_bar(self.id, interval).map(|built| (built.bar.at, built.bar)));
        bars.into_values().collect()
    }
}

async fn made(replay: &Replaying, interval: Interval) -> Result<Vec<ReplayBars>> {
    let hub = &replay.feed.hub;
    let collected = Arc::new(Mutex::new(HashMap::new()));
    let sink = Collect { interval, bars: Arc::clone(&collected) };
    let settings = SinkSettings { when_full: WhenFull::Wait, ..SinkSettings::default() };
    hub.add_sink(sink, settings).map_err(Error::Market)?;
    replay.handle.play(Speed::UNBOUNDED).await.map_err(Error::Market)?;
    replay.handle.finished().await.map_err(Error::Market)?;
    hub.settle().await.map_err(Error::Market)?;
    let mut made = Vec::new();
    for id in &replay.new.instrument_ids {
        let id = *id;
        let open = hub.current_bar(id, interval).await.map_err(Error::Market)?;
        let refused = hub.look(|hub, _| hub.refused().total()).await.map_err(Error::Market)?;
        made.push((id, open, refused));
    }
    hub.stop().await.map_err(Error::Market)?;
    let mut closed = collected.lock().unwrap_or_else(PoisonError::into_inner);
    let view = |(id, open, refused): (InstrumentId, Option<BuiltBar>, u64)| {
        let mut bars: BTreeMap<Timestamp, Bar> = closed.remove(&id).unwrap_or_default();
        bars.extend(open.map(|built| (built.bar.at, built.bar)));
        ReplayBars { instrument_id: id, interval, bars: bars.into_values().collect(), refused }
    };
    Ok(made.into_iter().map(view).collect())
}

type Collected = Arc<Mutex<HashMap<InstrumentId, BTreeMap<Timestamp, Bar>>>>;

/// Keeps the bars of one interval.
struct Collect {
    interval: Interval,
    bars: Collected,
}

impl Sink for Collect {
    fn name(&self) -> &'static str {
        "bars"
    }

    async fn take(&mut self, batch: &Batch, _: Missed) -> std::result::Result<(), String> {
        let mut all = self.bars.lock().unwrap_or_else(PoisonError::into_inner);
        for bar in batch.bars.iter().filter(|bar| bar.built.interval == self.interval) {
            all.entry(bar.instrument).or_default().insert(bar.built.bar.at, bar.built.bar);
        }
        Ok(())
    }
}

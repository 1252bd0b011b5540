//! Replays: a recording, stored bars, or invented days in place of what streams, at any speed.
//!
//! A replay has a hub of its own and takes the way of live data. Nothing of it is kept, and no alert hears of it.

mod made;
mod ticks;

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
    time::Duration,
};

use ::bars::interval::Interval;
use chrono::{Days, NaiveDate};
use feed::{
    book::follow::BookRule,
    hub::Setup,
    practice::{Practice, PracticeDay, SOURCE as PRACTICE, practice},
    replay::{Replay, Speed},
};
use market::{
    hub::{Subscription, Time},
    replay::{ReplayHandle, ReplayState},
};
use model::{
    bar::{Bar, BarSize},
    id::InstrumentId,
    instrument::Instrument,
    market::{Adjustment, DataKind, MarketEvent, Origin, Source, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use store::bars::BarQuery;
use tokio::sync::watch;

pub use self::made::{ReplayBars, ReplayBarsQuery, ReplayPast, ReplayPastQuery};
pub(crate) use self::ticks::{Heard, heard, ticks};
use crate::{
    Host, Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    event::Event,
    feeds::{self, Feed, FeedMode, Known, Watched, hours, setup, unpack},
    workspace::Workspace,
};

/// Instruments of one replay.
const INSTRUMENTS_MAX: usize = 500;
/// Events of one replay: they are in memory.
const EVENTS_MAX: usize = 4_000_000;
/// Days back to which a day to be invented is looked for when nothing is said.
const PRACTICE_BACK: u64 = 7;
/// Days that can be invented at once.
const PRACTICE_DAYS_MAX: u64 = 30;
/// Between two invented trades of an instrument, in microseconds; longer for many instruments, as all events are in memory.
const PRACTICE_EVERY: i64 = 3_000_000;
/// So many instruments are invented with all of their trades.
const PRACTICE_LIVELY: usize = 20;
/// So often clients are told where it stands, at most.
const TELL_EVERY: Duration = Duration::from_millis(250);
const DAY_MICROS: i64 = 86_400_000_000;

/// What is replayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReplayOf {
    /// Events that were recorded.
    Recording,
    /// Stored bars: each as trades at its open, low and high, and close.
    Bars,
    /// Invented days between stored closes.
    Practice,
}

/// A replay to begin.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReplay {
    /// What is replayed.
    pub of: ReplayOf,
    /// Of which instruments, 1 to 500.
    pub instrument_ids: Vec<InstrumentId>,
    /// From this time on.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// Up to this time.
    #[serde(default)]
    pub to: Option<Timestamp>,
    /// Which bars are replayed; days when nothing is said.
    #[serde(default)]
    pub size: Option<BarSize>,
    /// How many times as fast as it was; as fast as possible when null.
    #[serde(default = "as_it_was")]
    pub speed: Option<f64>,
    /// It stands at its first event until it is played, so that what shall see all of it can begin first; else it begins at once.
    #[serde(default)]
    pub paused: bool,
}

const fn as_it_was() -> Option<f64> {
    Some(1.0)
}

/// What is done with a replay.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum ReplayAct {
    /// It runs on.
    Play {
        /// How many times as fast as it was; as fast as possible when null.
        #[serde(default = "as_it_was")]
        speed: Option<f64>,
    },
    /// It stands still.
    Pause,
    /// It gives one event.
    Step,
    /// It goes to a time.
    Seek {
        /// Which.
        to: Timestamp,
    },
}

/// A replay.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ReplayView {
    /// What is replayed.
    pub of: ReplayOf,
    /// Of which instruments.
    pub instrument_ids: Vec<InstrumentId>,
    /// When its first event was received.
    pub from: Timestamp,
    /// When its last event was received.
    pub to: Timestamp,
    /// Up to where it has come.
    pub position: Timestamp,
    /// Whether it runs.
    pub is_running: bool,
    /// How many events are still to come.
    pub remaining: usize,
    /// How many times as fast as it was; null: as fast as possible.
    pub speed: Option<f64>,
    /// What of it is invented.
    pub note: String,
}

/// What can be replayed, and what is.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ReplaysView {
    /// The replay there is.
    pub running: Option<ReplayView>,
    /// What was recorded.
    pub recordings: Vec<RecordingView>,
}

/// What was recorded of an instrument from a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RecordingView {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Its symbol; null when it is not there any more.
    pub symbol: Option<String>,
    /// Whose.
    pub source: Source,
    /// When the first event was received.
    pub from: Timestamp,
    /// When the last was received.
    pub to: Timestamp,
    /// How many there are.
    pub events: u64,
}

/// A replay that is there.
pub(crate) struct Replaying {
    pub(crate) feed: Feed,
    handle: ReplayHandle,
    /// Books are followed from their first message on, whoever looks later.
    _open: Option<Subscription>,
    new: NewReplay,
    span: (Timestamp, Timestamp),
    /// Everything that it gives, whatever of it was given: one stream an instrument, in their order.
    events: Replay,
    /// How each instrument is watched.
    setups: HashMap<InstrumentId, Setup>,
}

impl Replaying {
    pub(crate) async fn end(self) {
        // One that has ended already is ended.
        let _ = self.feed.hub.stop().await;
    }

    /// Where it stands; whoever holds the receiver sees each change.
    pub(crate) fn state(&self) -> watch::Receiver<ReplayState> {
        self.handle.state()
    }

    pub(crate) fn view(&self) -> ReplayView {
        view(&self.new, self.span, *self.handle.state().borrow())
    }

    async fn act(&mut self, act: ReplayAct) -> Result<ReplayView> {
        let done = match act {
            ReplayAct::Play { speed } => {
                let times = speed_of(speed)?;
                self.new.speed = speed;
                self.handle.play(times).await
            }
            ReplayAct::Pause => self.handle.pause().await,
            ReplayAct::Step => self.handle.step().await,
            ReplayAct::Seek { to } => self.handle.seek(to).await,
        };
        done.map_err(Error::Market)?;
        Ok(self.view())
    }
}

fn view(new: &NewReplay, (from, to): (Timestamp, Timestamp), state: ReplayState) -> ReplayView {
    let note = match new.of {
        ReplayOf::Recording => "As it was received.",
        ReplayOf::Bars => "The prices are stored; when each came within its bar is assumed.",
        ReplayOf::Practice => "Invented between stored closes, to practise on.",
    };
    ReplayView {
        of: new.of,
        instrument_ids: new.instrument_ids.clone(),
        from,
        to,
        position: state.position,
        is_running: state.is_running,
        remaining: state.remaining,
        speed: new.speed,
        note: note.to_owned(),
    }
}

fn speed_of(speed: Option<f64>) -> Result<Speed> {
    let Some(times) = speed else { return Ok(Speed::UNBOUNDED) };
    Speed::times(times).map_err(|problem| Error::field("speed", problem.code(), problem.to_string()))
}

impl Workstation {
    /// What can be replayed, and what is.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn replays(&self, ctx: &Ctx) -> Result<ReplaysView> {
        let ws = self.for_use(ctx, Action::Read, "replays").await?;
        let all = store::instruments::all(&ws.store).await?;
        let symbol = |id| all.iter().find(|found| found.id == id).map(|found| found.fields.symbol.clone());
        let recordings = store::recordings::list(&ws.store).await?.into_iter().map(|found| RecordingView {
            instrument_id: found.instrument_id,
            symbol: symbol(found.instrument_id),
            source: found.source,
            from: found.first_at,
            to: found.last_at,
            events: found.n_events,
        });
        let running = ws.feeds.with_replay(async |replay| replay.view()).await;
        Ok(ReplaysView { running, recordings: recordings.collect() })
    }

    /// Begins a replay in place of what is looked at.
    ///
    /// # Errors
    /// When there is nothing to be replayed, or too much.
    pub async fn begin_replay(&self, ctx: &Ctx, new: NewReplay) -> Result<ReplayView> {
        let ws = self.for_use(ctx, Action::Write, "replays").await?;
        let speed = speed_of(new.speed)?;
        let replay = prepare(&ws, &self.host, new).await?;
        if !replay.new.paused {
            replay.handle.play(speed).await.map_err(Error::Market)?;
        }
        let view = replay.view();
        tokio::spawn(tell(self.host.clone(), replay.new.clone(), replay.span, replay.handle.state()));
        ws.feeds.replay(&self.host, Some(replay)).await;
        Ok(view)
    }

    /// Plays, pauses, steps or seeks.
    ///
    /// # Errors
    /// When there is no replay.
    pub async fn act_on_replay(&self, ctx: &Ctx, act: ReplayAct) -> Result<ReplayView> {
        let ws = self.for_use(ctx, Action::Write, "replays").await?;
        let done = ws.feeds.with_replay(async |replay| replay.act(act).await).await;
        done.unwrap_or_else(|| Err(Error::conflict("replay_missing", "there is no replay; begin one first")))
    }

    /// Ends the replay: what streams is looked at again.
    ///
    /// # Errors
    /// When no workspace is open.
    pub async fn end_replay(&self, ctx: &Ctx) -> Result<()> {
        let ws = self.for_use(ctx, Action::Write, "replays").await?;
        ws.feeds.replay(&self.host, None).await;
        self.host.events.send(Event::Replay { state: None });
        Ok(())
    }
}

/// Gets a replay ready, at its first event.
///
/// # Errors
/// When there is nothing to be replayed, or too much.
pub(crate) async fn prepare(ws: &Workspace, host: &Host, new: NewReplay) -> Result<Replaying> {
    if new.instrument_ids.is_empty() || new.instrument_ids.len() > INSTRUMENTS_MAX {
        let problem = format!("name 1 to {INSTRUMENTS_MAX} instruments");
        return Err(Error::field("instrument_ids", "out_of_range", problem));
    }
    if let (Some(from), Some(to)) = (new.from, new.to)
        && from > to
    {
        return Err(Error::field("to", "out_of_range", "the end lies before the beginning; swap them"));
    }
    let today = ws.today(host.clock);
    let mut streams = Vec::new();
    let (mut known, mut setups) = (HashMap::new(), HashMap::new());
    let mut count = 0;
    let (hub, recent) = feeds::start(Time::Recorded);
    for id in &new.instrument_ids {
        let instrument = store::instruments::get(&ws.store, *id).await?;
        let Streamed { events, expected } = streamed(ws, &instrument, &new, today).await?;
        count += events.len();
        if count > EVENTS_MAX {
            let problem = format!("these are more than {EVENTS_MAX} events; take fewer instruments or days");
            return Err(Error::field("instrument_ids", "too_many", problem));
        }
        let of = kinds(&events);
        if let Some(routes) = of.as_ref().map(|known| known.routes.clone()) {
            let mut setup = setup(&instrument, &routes, expected);
            // Nobody is there to confirm a price of a bar, and adjusted prices are what is replayed.
            let limits = [&mut setup.trades, &mut setup.quotes];
            for limits in limits {
                limits.adjustment = None;
                limits.behind_micros = DAY_MICROS;
                if new.of == ReplayOf::Bars {
                    (limits.first_price, limits.spike) = (feed::check::FirstPrice::Trust, 10.0);
                }
            }
            setups.insert(*id, setup.clone());
            hub.watch(*id, setup, routes).await.map_err(Error::Market)?;
        }
        known.insert(*id, of.unwrap_or_default());
        streams.push(events);
    }
    let times = || streams.iter().flatten().map(MarketEvent::received_at);
    let span = times().min().zip(times().max());
    let span = span.ok_or_else(|| {
        let problem = match new.of {
            ReplayOf::Recording => "nothing was recorded of this; switch the recording on, or practise",
            ReplayOf::Bars | ReplayOf::Practice => "there are no bars of this; import prices or take other days",
        };
        Error::conflict("replay_empty", problem)
    })?;
    let events = Replay::new(streams);
    let handle = ReplayHandle::start(&hub, events.clone());
    let watched = Arc::new(Watched::fixed(known));
    let feed = Feed { mode: FeedMode::Replay, hub, recent, watched, polls: Arc::default() };
    let everything = new.instrument_ids.iter().map(|id| (*id, DataKind::ALL.iter().copied().collect()));
    let open = feed.subscribe(&everything.collect()).await.map_err(Error::Market)?;
    Ok(Replaying { feed, handle, _open: open, new, span, events, setups })
}

/// The events of an instrument, and what its first price is near to.
struct Streamed {
    events: Vec<MarketEvent>,
    expected: Option<f64>,
}

async fn streamed(ws: &Workspace, instrument: &Instrument, new: &NewReplay, today: NaiveDate) -> Result<Streamed> {
    match new.of {
        ReplayOf::Recording => {
            let (from, to) = (new.from.unwrap_or(Timestamp::from_micros(0)), new.to.unwrap_or(LAST));
            let blocks = store::recordings::read(&ws.store, instrument.id, from, to).await?;
            let mut events = Vec::new();
            for block in &blocks {
                events.extend(unpack(block)?.into_iter().filter(|e| (from..=to).contains(&e.received_at())));
            }
            Ok(Streamed { events, expected: None })
        }
        ReplayOf::Bars => {
            let range = BarQuery { from: new.from, to: new.to, ..BarQuery::default() };
            let size = new.size.unwrap_or(BarSize::Day1);
            let series = store::bars::read(&ws.store, instrument.id, size, &range).await?;
            let events = series.iter().flat_map(|bar| of_bar(instrument, size, &bar)).collect();
            Ok(Streamed { events, expected: None })
        }
        ReplayOf::Practice => invented(ws, instrument, new, today).await,
    }
}

const LAST: Timestamp = Timestamp::from_micros(i64::MAX);

/// A bar as trades: open, low and high in the order that its close makes likely, close. One without them is its close alone.
fn of_bar(instrument: &Instrument, size: BarSize, bar: &Bar) -> Vec<MarketEvent> {
    let length = Interval::from(size).micros().unwrap_or(DAY_MICROS);
    let (start, length) = match session_of(instrument, size, bar.at) {
        Some((opens, closes)) => (opens.micros(), closes.micros() - opens.micros()),
        None => (bar.at.micros(), length),
    };
    let rises = bar.open.is_none_or(|open| bar.close >= open);
    let (first, second) = if rises { (bar.low, bar.high) } else { (bar.high, bar.low) };
    let prices: Vec<f64> = [bar.open, first, second, Some(bar.close)].into_iter().flatten().collect();
    let n = prices.len();
    let size = bar.volume.map(|volume| volume / n as f64);
    let event = |(i, price): (usize, f64)| {
        // The close is the last moment of the bar.
        let at = if i + 1 == n { start + length - 1_000 } else { start + length * i as i64 / 4 };
        let at = Timestamp::from_micros(at);
        let origin = Origin {
            instrument: instrument.id,
            source: "replay".parse().expect("invariant: it is the name of a source"),
            at: Some(at),
            received_at: at,
            sequence: None,
            currency: Some(instrument.fields.currency),
            adjustment: Adjustment::Raw,
        };
        let trade = Trade { price, size, aggressor: None, counts: TradeUse::PriceAndVolume };
        MarketEvent::Tick(Tick { origin, data: TickData::Trade(trade) })
    };
    prices.into_iter().enumerate().map(event).collect()
}

/// The session of a daily bar, where the instrument has sessions.
fn session_of(instrument: &Instrument, size: BarSize, at: Timestamp) -> Option<(Timestamp, Timestamp)> {
    if size != BarSize::Day1 {
        return None;
    }
    session(instrument, at.date())
}

/// Opening and close of a day; none on a day without trading, the whole day where it never closes.
fn session(instrument: &Instrument, day: NaiveDate) -> Option<(Timestamp, Timestamp)> {
    let ::bars::hours::Hours::Exchange { exchange, .. } = hours(instrument) else {
        let start = Timestamp::from_date(day);
        return Some((start, Timestamp::from_micros(start.micros() + DAY_MICROS)));
    };
    let session = exchange.session(day).ok().flatten()?;
    let at = |time: chrono::DateTime<chrono::Utc>| Timestamp::from_micros(time.timestamp_micros());
    Some((at(session.opens_at), at(session.closes_at)))
}

/// Invents the days whose close, and the close before, are stored.
async fn invented(ws: &Workspace, instrument: &Instrument, new: &NewReplay, today: NaiveDate) -> Result<Streamed> {
    let to = new.to.map_or(today, |to| to.date().min(today));
    let from = new.from.map_or_else(|| to - Days::new(PRACTICE_BACK), Timestamp::date);
    let from = from.max(to - Days::new(PRACTICE_DAYS_MAX));
    // Two weeks earlier, so that the close before the first day is there.
    let range = BarQuery {
        from: Some(Timestamp::from_date(from - Days::new(14))),
        to: Some(Timestamp::from_date(to)),
        ..BarQuery::default()
    };
    let series = store::bars::read(&ws.store, instrument.id, BarSize::Day1, &range).await?;
    let bars: Vec<Bar> = series.iter().filter(|bar| bar.close > 0.0).collect();
    let mut days = Vec::new();
    for pair in bars.windows(2) {
        let date = pair[1].at.date();
        if date < from {
            continue;
        }
        let Some((opens, closes)) = session(instrument, date) else { continue };
        days.push(PracticeDay { opens, closes, before: pair[0].close, close: pair[1].close });
    }
    if new.from.is_none() {
        // One day, the last that there is.
        days.drain(..days.len().saturating_sub(1));
    }
    let crowd = new.instrument_ids.len().div_ceil(PRACTICE_LIVELY).max(1);
    let of = Practice {
        instrument: instrument.id,
        currency: Some(instrument.fields.currency),
        every_micros: PRACTICE_EVERY * i64::try_from(crowd).unwrap_or(1),
        seed: 0,
    };
    let events = practice(&of, &days);
    Ok(Streamed { events, expected: days.first().map(|day| day.before) })
}

/// What a stream has.
fn kinds(events: &[MarketEvent]) -> Option<Known> {
    let mut kinds = BTreeSet::new();
    let mut source = None;
    for event in events {
        let (kind, origin) = match event {
            MarketEvent::Tick(tick) => (tick.kind(), &tick.origin),
            MarketEvent::Bar(bar) => (DataKind::Bar, &bar.origin),
            MarketEvent::Book(book) => (DataKind::Book, &book.origin),
            MarketEvent::News(_) => continue,
        };
        kinds.insert(kind);
        source.get_or_insert(origin.source);
    }
    let source = source?;
    let rule = match source.name() {
        PRACTICE => Some(BookRule::Coinbase),
        name => ::venues::Venue::ALL.into_iter().find(|v| v.as_str() == name).and_then(|v| v.capabilities().books),
    };
    let book = rule.filter(|_| kinds.contains(&DataKind::Book));
    Some(Known::replayed(source, kinds, book))
}

/// Tells clients where a replay stands, until it has ended.
async fn tell(host: Host, new: NewReplay, span: (Timestamp, Timestamp), mut state: watch::Receiver<ReplayState>) {
    loop {
        let now = *state.borrow_and_update();
        host.events.send(Event::Replay { state: Some(Box::new(view(&new, span, now))) });
        tokio::time::sleep(TELL_EVERY).await;
        if state.changed().await.is_err() {
            return;
        }
    }
}

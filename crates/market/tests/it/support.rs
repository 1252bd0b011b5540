//! What the tests are made of.

use std::{
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use bars::hours::Hours;
use feed::{
    check::{FirstPrice, Limits},
    hub::Setup,
    sequence::Numbering,
};
use market::{
    address::Endpoint,
    connection::{ConnectionSettings, ConnectionSetup, ConnectionState},
    hub::{HubSettings, MarketHub, Route, Time},
    sink::{Batch, Missed, Sink, SinkSettings, WhenFull},
};
use model::{
    id::InstrumentId,
    market::{Adjustment, BidAsk, DataKind, MarketEvent, Origin, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};
use tokio::sync::watch;

use crate::language::{Plain, source};

/// 2024-01-02T15:00:00Z
pub(crate) const START: i64 = 1_704_207_600_000_000;

pub(crate) fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(START + micros)
}

pub(crate) fn instrument(n: u128) -> InstrumentId {
    InstrumentId::from_uuid(uuid::Uuid::from_u128(n))
}

/// Around the clock, numbered without holes, first prices taken as they are.
pub(crate) fn setup() -> Setup {
    let limits = Limits { numbering: Numbering::Counted, first_price: FirstPrice::Trust, ..Limits::default() };
    let hours = Hours::AroundTheClock { zone: chrono_tz::UTC, begins: chrono::NaiveTime::MIN };
    Setup { trades: limits, quotes: limits, ..Setup::new(hours) }
}

pub(crate) fn route(symbol: &str) -> Route {
    let kinds = vec![DataKind::Trade, DataKind::Quote, DataKind::Book, DataKind::News];
    let book = Some(feed::book::follow::BookRule::Coinbase);
    Route { source: source(), symbol: symbol.to_owned(), currency: None, kinds, polled: Vec::new(), book }
}

pub(crate) fn origin(n: u128, received: i64, sequence: u64) -> Origin {
    Origin {
        instrument: instrument(n),
        source: source(),
        at: Some(at(received - 1_000)),
        received_at: at(received),
        sequence: Some(sequence),
        currency: None,
        adjustment: Adjustment::Raw,
    }
}

pub(crate) fn trade(n: u128, received: i64, sequence: u64, price: f64) -> Tick {
    let trade = Trade { price, size: Some(1.0), aggressor: None, counts: TradeUse::PriceAndVolume };
    Tick { origin: origin(n, received, sequence), data: TickData::Trade(trade) }
}

pub(crate) fn quote(n: u128, received: i64, sequence: u64, bid: f64) -> Tick {
    let quote = BidAsk { bid: Some(bid), bid_size: None, ask: Some(bid + 0.02), ask_size: None };
    Tick { origin: origin(n, received, sequence), data: TickData::Quote(quote) }
}

pub(crate) fn events(ticks: impl IntoIterator<Item = Tick>) -> Vec<MarketEvent> {
    ticks.into_iter().map(MarketEvent::Tick).collect()
}

/// Small times, so that what takes a minute in life takes moments here.
pub(crate) fn fast() -> ConnectionSettings {
    ConnectionSettings {
        connect: Duration::from_millis(400),
        login: Duration::from_millis(400),
        ping_every: Duration::from_millis(60),
        pong_within: Duration::from_millis(120),
        send: Duration::from_millis(500),
        frame_bytes: 64 * 1024,
        message_bytes: 64 * 1024,
        first_wait: Duration::from_millis(10),
        longest_wait: Duration::from_millis(40),
        stable: Duration::from_millis(500),
        crowded_wait: Duration::from_millis(60),
        linger: Duration::from_millis(30),
        resync_every: Duration::from_millis(20),
        garbage_max: 20,
    }
}

pub(crate) fn connection(url: &str) -> ConnectionSetup {
    connection_with(url, Plain::default())
}

pub(crate) fn connection_with(url: &str, conversation: Plain) -> ConnectionSetup {
    let setup = ConnectionSetup::new(Endpoint::web_socket(url).unwrap(), Box::new(conversation));
    ConnectionSetup { settings: fast(), ..setup }
}

pub(crate) fn live() -> MarketHub {
    MarketHub::start(quick(), Time::Live(Arc::new(model::time::Clock::System)))
}

pub(crate) fn quick() -> HubSettings {
    let (clock_every, depth_every) = (Duration::from_millis(50), Duration::from_millis(10));
    HubSettings { clock_every, depth_every, ..HubSettings::default() }
}

/// Waits for something that must come, and fails the test when it does not.
pub(crate) async fn soon<T>(what: &str, coming: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_secs(20), coming).await {
        Ok(come) => come,
        Err(_) => panic!("{what} did not come"),
    }
}

pub(crate) async fn until(
    state: &mut watch::Receiver<ConnectionState>,
    what: &str,
    is_it: impl FnMut(&ConnectionState) -> bool,
) -> ConnectionState {
    soon(what, state.wait_for(is_it)).await.unwrap().clone()
}

pub(crate) async fn until_ready(state: &mut watch::Receiver<ConnectionState>) {
    until(state, "ready", |state| *state == ConnectionState::Ready).await;
}

/// Keeps everything.
#[derive(Clone, Default)]
pub(crate) struct Everything {
    all: Arc<Mutex<Batch>>,
    missed: Arc<Mutex<Vec<Missed>>>,
    changed: Arc<tokio::sync::Notify>,
}

impl Everything {
    pub(crate) fn all(&self) -> Batch {
        self.all.lock().unwrap().clone()
    }

    pub(crate) fn missed(&self) -> Vec<Missed> {
        self.missed.lock().unwrap().clone()
    }

    /// Waits until what came is enough.
    pub(crate) async fn until(&self, what: &str, mut is_enough: impl FnMut(&Batch) -> bool) -> Batch {
        soon(what, async {
            loop {
                let all = self.all();
                if is_enough(&all) {
                    return all;
                }
                self.changed.notified().await;
            }
        })
        .await
    }
}

impl Sink for Everything {
    fn name(&self) -> &'static str {
        "everything"
    }

    async fn take(&mut self, batch: &Batch, missed: Missed) -> Result<(), String> {
        {
            let mut all = self.all.lock().unwrap();
            all.ticks.extend_from_slice(&batch.ticks);
            all.bars.extend_from_slice(&batch.bars);
            all.source_bars.extend_from_slice(&batch.source_bars);
            all.news.extend_from_slice(&batch.news);
            all.incidents.extend_from_slice(&batch.incidents);
            all.resumed.extend_from_slice(&batch.resumed);
            all.received.extend_from_slice(&batch.received);
        }
        self.missed.lock().unwrap().push(missed);
        self.changed.notify_one();
        Ok(())
    }
}

pub(crate) fn recording(hub: &MarketHub) -> Everything {
    let sink = Everything::default();
    let settings = SinkSettings { when_full: WhenFull::Wait, wants_received: true, ..SinkSettings::default() };
    hub.add_sink(sink.clone(), settings).unwrap();
    sink
}

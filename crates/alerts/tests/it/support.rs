//! What the tests are made of.

use alerts::{AlertRule, Change, ClosedBar, Condition, Engine, Fact, Input, Names};
use bars::interval::Interval;
use model::{
    bar::Bar,
    id::{AlertId, InstrumentId},
    market::{Adjustment, BidAsk, NewsItem, Origin, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};
use uuid::Uuid;

pub(crate) fn instrument(n: u128) -> InstrumentId {
    InstrumentId::from_uuid(Uuid::from_u128(n))
}

pub(crate) fn alert(n: u128) -> AlertId {
    AlertId::from_uuid(Uuid::from_u128(n))
}

pub(crate) fn names() -> Names {
    [("AAPL", 1), ("SPY", 2), ("BTCUSD", 3), ("MSFT", 4), ("BRK B", 5), ("and", 6), ("600519", 7)]
        .into_iter()
        .map(|(symbol, n)| (symbol, instrument(n)))
        .collect()
}

/// Seconds after the epoch.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(seconds * 1_000_000)
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn origin(n: u128) -> Origin {
    Origin {
        instrument: instrument(n),
        source: "test".parse().unwrap(),
        at: None,
        received_at: at(0),
        sequence: None,
        currency: None,
        adjustment: Adjustment::Raw,
    }
}

pub(crate) fn trade(n: u128, price: f64) -> Tick {
    let trade = Trade { price, size: None, aggressor: None, counts: TradeUse::PriceAndVolume };
    Tick { origin: origin(n), data: TickData::Trade(trade) }
}

pub(crate) fn quote(n: u128, bid: Option<f64>, ask: Option<f64>) -> Tick {
    let data = TickData::Quote(BidAsk { bid, bid_size: None, ask, ask_size: None });
    Tick { origin: origin(n), data }
}

pub(crate) fn news(about: &[u128], headline: &str) -> NewsItem {
    NewsItem {
        source: "test".parse().unwrap(),
        id: String::new(),
        at: None,
        received_at: at(0),
        instruments: about.iter().map(|n| instrument(*n)).collect(),
        headline: headline.to_owned(),
        url: None,
    }
}

pub(crate) fn bar(seconds: i64, [open, high, low, close, volume]: [f64; 5]) -> Bar {
    Bar { at: at(seconds), open: Some(open), high: Some(high), low: Some(low), close, volume: Some(volume) }
}

pub(crate) fn closed(n: u128, interval: Interval, bar: Bar) -> ClosedBar {
    ClosedBar { instrument: instrument(n), interval, bar, session: None }
}

/// One rule and the changes that inputs make of it.
pub(crate) struct One {
    pub(crate) engine: Engine,
    seconds: i64,
}

impl One {
    pub(crate) fn new(condition: Condition) -> Self {
        Self::of(&AlertRule { repeat: alerts::Repeat::EveryTime, ..AlertRule::new(condition) })
    }

    pub(crate) fn of(rule: &AlertRule) -> Self {
        let mut engine = Engine::new();
        engine.arm(alert(1), rule).unwrap();
        Self { engine, seconds: 1_000_000 }
    }

    pub(crate) fn wait(&mut self, seconds: i64) -> Option<Change> {
        self.seconds += seconds - 1;
        self.tell(&Input::Clock)
    }

    /// One second later.
    pub(crate) fn tell(&mut self, input: &Input<'_>) -> Option<Change> {
        self.seconds += 1;
        let decisions = self.engine.step(at(self.seconds), input);
        assert!(decisions.len() <= 1, "{decisions:?}");
        decisions.first().map(|decision| decision.change)
    }

    pub(crate) fn price(&mut self, price: f64) -> Option<Change> {
        self.tell(&Input::Tick(&trade(1, price)))
    }

    pub(crate) fn prices<const N: usize>(&mut self, prices: [f64; N]) -> [Option<Change>; N] {
        prices.map(|price| self.price(price))
    }

    pub(crate) fn fact(&mut self, name: &str, subject: &str, value: Option<f64>) -> Option<Change> {
        let at = at(self.seconds);
        self.tell(&Input::Fact(&Fact { name, subject, value, at }))
    }

    pub(crate) fn bar(&mut self, parts: [f64; 5]) -> Option<Change> {
        let closed = closed(1, Interval::Hour1, bar(self.seconds, parts));
        self.tell(&Input::Bar(&closed))
    }

    pub(crate) fn close(&mut self, close: f64) -> Option<Change> {
        let closed = closed(1, Interval::Hour1, Bar::close_only(at(self.seconds), close));
        self.tell(&Input::Bar(&closed))
    }
}

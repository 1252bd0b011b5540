//! Numbers that rules share: each is worked out once for all rules that read it.

use bars::build::PriceOf;
use indicators::{Row, Source, Stream};
use model::{
    bar::Bar,
    id::InstrumentId,
    market::{Tick, TickData, TradeUse},
    time::Timestamp,
};

use crate::condition::Streamed;

/// What a number is of.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    Price(PriceOf),
    Window(Window),
    Seen(Streamed),
    Column(Source),
    Indicator(Box<Stream>),
    Volume(VolumeAverage),
    Gap(Option<f64>),
    Fact,
}

/// A number, or a few, with the moment at which they became so.
#[derive(Clone, Debug)]
pub(crate) struct Signal {
    pub(super) kind: Kind,
    /// NaN is unknown.
    pub(super) values: [f64; 4],
    /// The time of the price; of a bar, its beginning.
    pub(super) at: Timestamp,
    /// The step in which it was last told.
    pub(super) step: u64,
    /// Slots of the rules that read it.
    pub(super) readers: Vec<u32>,
}

impl Signal {
    pub(super) fn new(kind: Kind) -> Self {
        Self { kind, values: [f64::NAN; 4], at: Timestamp::from_micros(i64::MIN), step: 0, readers: Vec::new() }
    }

    /// A known value.
    pub(super) fn value(&self, output: u8) -> Option<f64> {
        self.values.get(usize::from(output)).copied().filter(|value| value.is_finite())
    }

    /// Whether it reads the same ticks in the same way.
    pub(super) fn reads_ticks_as(&self, other: &Kind) -> bool {
        match (&self.kind, other) {
            (Kind::Price(a), Kind::Price(b)) => a == b,
            (Kind::Window(a), Kind::Window(b)) => a.bucket_micros == b.bucket_micros,
            (Kind::Seen(a), Kind::Seen(b)) => a == b,
            _ => false,
        }
    }

    /// Whether it reads the same bars in the same way.
    pub(super) fn reads_bars_as(&self, other: &Kind) -> bool {
        match (&self.kind, other) {
            (Kind::Column(a), Kind::Column(b)) => a == b,
            (Kind::Indicator(a), Kind::Indicator(b)) => a.spec() == b.spec(),
            (Kind::Volume(a), Kind::Volume(b)) => a.bars == b.bars,
            (Kind::Gap(_), Kind::Gap(_)) => true,
            _ => false,
        }
    }

    /// Takes a tick; whether it said something.
    pub(super) fn tick(&mut self, tick: &Tick, now: Timestamp) -> bool {
        let price = match &self.kind {
            Kind::Price(of) => price(tick, *of),
            Kind::Window(_) => price(tick, PriceOf::Trade),
            Kind::Seen(streamed) => {
                let is_it = matches!(
                    (streamed, tick.data),
                    (Streamed::Trades, TickData::Trade(_)) | (Streamed::Quotes, TickData::Quote(_))
                );
                is_it.then_some(None)
            }
            Kind::Column(_) | Kind::Indicator(_) | Kind::Volume(_) | Kind::Gap(_) | Kind::Fact => None,
        };
        let Some(price) = price else { return false };
        self.price(price, now);
        true
    }

    /// Takes a price, `None` when it has become unknown.
    pub(super) fn price(&mut self, price: Option<f64>, now: Timestamp) {
        let price = price.filter(|price| price.is_finite()).unwrap_or(f64::NAN);
        match &mut self.kind {
            Kind::Window(window) if price.is_finite() => self.values = window.push(now, price),
            _ => self.values[0] = price,
        }
        self.at = now;
    }

    /// Takes the price of a trade that is known from a bar; whether it reads such.
    pub(crate) fn trade_price(&mut self, price: f64, now: Timestamp) -> bool {
        let reads = matches!(self.kind, Kind::Price(PriceOf::Trade) | Kind::Window(_));
        if reads {
            self.price(Some(price), now);
        }
        reads
    }

    /// Takes a closed bar.
    pub(crate) fn bar(&mut self, bar: &Bar, session: Option<i64>) {
        self.at = bar.at;
        match &mut self.kind {
            Kind::Column(of) => self.values[0] = column(bar, *of),
            Kind::Indicator(stream) => {
                let row = Row::from(bar);
                let row = session.map_or(row, |session| row.in_session(session));
                let results = stream.push(&row);
                for (idx, value) in self.values.iter_mut().enumerate() {
                    *value = results.get(idx).unwrap_or(f64::NAN);
                }
            }
            Kind::Volume(average) => self.values[0] = average.push(bar.volume).unwrap_or(f64::NAN),
            Kind::Gap(last) => {
                let before = last.replace(bar.close).filter(|close| *close > 0.0);
                let gap = before.and_then(|close| Some((bar.open? / close - 1.0) * 100.0));
                self.values[0] = gap.unwrap_or(f64::NAN);
            }
            Kind::Price(_) | Kind::Window(_) | Kind::Seen(_) | Kind::Fact => {}
        }
    }
}

/// `None` when the tick says nothing of this price, `Some(None)` when it says that there is none.
fn price(tick: &Tick, of: PriceOf) -> Option<Option<f64>> {
    match (tick.data, of) {
        (TickData::Trade(trade), PriceOf::Trade) => match trade.counts {
            TradeUse::PriceAndVolume | TradeUse::Price => Some(Some(trade.price)),
            TradeUse::Volume => None,
        },
        (TickData::Quote(quote), PriceOf::Mid) => Some(quote.mid()),
        (TickData::Quote(quote), PriceOf::Bid) => Some(quote.bid),
        (TickData::Quote(quote), PriceOf::Ask) => Some(quote.ask),
        (TickData::Trade(_), PriceOf::Mid | PriceOf::Bid | PriceOf::Ask) | (TickData::Quote(_), PriceOf::Trade) => None,
    }
}

fn column(bar: &Bar, of: Source) -> f64 {
    let [open, high, low, volume] = [bar.open, bar.high, bar.low, bar.volume].map(|part| part.unwrap_or(f64::NAN));
    let close = bar.close;
    match of {
        Source::Open => open,
        Source::High => high,
        Source::Low => low,
        Source::Close => close,
        Source::Volume => volume,
        Source::Hl2 => (high + low) / 2.0,
        Source::Hlc3 => (high + low + close) / 3.0,
        Source::Ohlc4 => (open + high + low + close) / 4.0,
        Source::Hlcc4 => (high + low + close + close) / 4.0,
    }
}

/// Sixtieths of a window, and the one that is beginning.
const BUCKETS: usize = 61;

/// Least and greatest price of the last while, in fixed memory.
#[derive(Clone, Debug)]
pub(super) struct Window {
    bucket_micros: i64,
    /// Number, least and greatest price of each part.
    parts: Box<[(i64, f64, f64); BUCKETS]>,
    /// Since when it was told without a pause as long as itself.
    since: i64,
    last: i64,
}

impl Window {
    pub(super) fn new(seconds: u32) -> Self {
        let bucket_micros = (i64::from(seconds) * 1_000_000).div_euclid(60) + 1;
        Self {
            bucket_micros,
            parts: Box::new([(i64::MIN, f64::NAN, f64::NAN); BUCKETS]),
            since: i64::MIN,
            last: i64::MIN,
        }
    }

    /// Least, greatest and present price, and 1 when the whole window is known, else 0.
    fn push(&mut self, now: Timestamp, price: f64) -> [f64; 4] {
        let at = now.micros();
        let number = at.div_euclid(self.bucket_micros);
        let first = number - 60;
        if self.last == i64::MIN || self.last.div_euclid(self.bucket_micros) < first {
            self.since = at;
        }
        self.last = at;
        let place = usize::try_from(number.rem_euclid(BUCKETS as i64)).unwrap_or(0);
        let part = &mut self.parts[place];
        *part = if part.0 == number { (number, part.1.min(price), part.2.max(price)) } else { (number, price, price) };
        let (mut low, mut high) = (price, price);
        for part in self.parts.iter().filter(|part| part.0 >= first) {
            low = low.min(part.1);
            high = high.max(part.2);
        }
        let whole = at.saturating_sub(self.since) >= self.bucket_micros.saturating_mul(60);
        [low, high, price, f64::from(u8::from(whole))]
    }
}

/// The volume of a bar over the average of those before it. Bars without volume make it unknown while they are among them.
#[derive(Clone, Debug)]
pub(super) struct VolumeAverage {
    bars: usize,
    ring: Vec<Option<f64>>,
    next: usize,
}

impl VolumeAverage {
    pub(super) fn new(bars: u32) -> Self {
        let bars = bars as usize;
        Self { bars, ring: Vec::with_capacity(bars), next: 0 }
    }

    fn push(&mut self, volume: Option<f64>) -> Option<f64> {
        if self.ring.len() < self.bars {
            self.ring.push(volume);
            return None;
        }
        // Summed anew each time: a running sum would drift.
        let sum = self.ring.iter().try_fold(0.0, |sum, volume| Some(sum + (*volume)?));
        self.ring[self.next] = volume;
        self.next = (self.next + 1) % self.bars;
        let average = sum? / self.bars as f64;
        (average > 0.0).then_some(volume? / average)
    }
}

/// By whom a signal is fed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Feed {
    Ticks(InstrumentId),
    Bars(InstrumentId, bars::interval::Interval),
    Fact(String, String),
}

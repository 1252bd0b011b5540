//! A scripted day of trading: prints, offers, news. Bars are made of the prints.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

/// A trade.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Print {
    /// When, by the exchange.
    pub at: DateTime<Utc>,
    /// Its number, rising by one.
    pub id: u64,
    /// In dollars.
    pub price: f64,
    /// Units.
    pub size: f64,
    /// Whether the buyer took.
    pub is_buyer: bool,
}

/// A bid and an ask.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Offer {
    /// When, by the exchange.
    pub at: DateTime<Utc>,
    /// In dollars.
    pub bid: f64,
    /// Units.
    pub bid_size: f64,
    /// In dollars.
    pub ask: f64,
    /// Units.
    pub ask_size: f64,
}

/// A bar.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Candle {
    /// Its first moment.
    pub at: DateTime<Utc>,
    /// First price, in dollars.
    pub open: f64,
    /// Highest price.
    pub high: f64,
    /// Lowest price.
    pub low: f64,
    /// Last price.
    pub close: f64,
    /// Units.
    pub volume: f64,
    /// How many prints.
    pub count: u64,
    /// Average price, by units, to six places.
    pub average: f64,
}

/// What happened to one symbol.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tape {
    /// From the oldest.
    pub prints: Vec<Print>,
    /// From the oldest.
    pub offers: Vec<Offer>,
    /// The days before, from the oldest, and this one.
    pub days: Vec<Candle>,
}

/// A piece of news.
#[derive(Clone, PartialEq, Debug)]
pub struct Article {
    /// Its number.
    pub id: u64,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub symbols: Vec<String>,
    /// What it says, as one line.
    pub headline: String,
}

/// Everything of a day.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Day {
    /// By symbol.
    pub stocks: BTreeMap<String, Tape>,
    /// By symbol, such as `BTC/USD`.
    pub crypto: BTreeMap<String, Tape>,
    /// From the oldest.
    pub news: Vec<Article>,
}

/// Numbers that look like chance, the same in every run.
struct Chance(u64);

impl Chance {
    /// Less than `n`.
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// How a symbol is traded.
struct Market {
    symbol: &'static str,
    seed: u64,
    /// In cents.
    price: u64,
    prints: u64,
    /// Nanoseconds between two prints, about.
    every: u64,
    /// The smallest number of units.
    unit: f64,
}

const STOCKS: [Market; 4] = [
    Market { symbol: "AAPL", seed: 1, price: 17_312, prints: 320, every: 1_800_000_000, unit: 1.0 },
    Market { symbol: "MSFT", seed: 2, price: 40_455, prints: 240, every: 2_400_000_000, unit: 1.0 },
    // So many that somebody can leave before they are over.
    Market { symbol: "TSLA", seed: 3, price: 17_766, prints: 3_000, every: 190_000_000, unit: 1.0 },
    Market { symbol: "FAKEPACA", seed: 4, price: 13_300, prints: 60, every: 9_000_000_000, unit: 1.0 },
];
const CRYPTO: [Market; 2] = [
    Market { symbol: "BTC/USD", seed: 5, price: 7_211_500, prints: 200, every: 2_900_000_000, unit: 0.0001 },
    Market { symbol: "ETH/USD", seed: 6, price: 402_010, prints: 150, every: 3_800_000_000, unit: 0.001 },
];

impl Day {
    /// The ten minutes from 13:30 UTC of 2024-03-12, when New York opens, with the ten trading days before it.
    #[must_use]
    pub fn scripted() -> Self {
        let tapes = |markets: &[Market]| markets.iter().map(|m| (m.symbol.to_owned(), m.tape())).collect();
        Self { stocks: tapes(&STOCKS), crypto: tapes(&CRYPTO), news: news() }
    }

    /// The same at another time. Bars are those of the same prints only after whole minutes.
    #[must_use]
    pub fn moved(mut self, by: TimeDelta) -> Self {
        for tape in self.stocks.values_mut().chain(self.crypto.values_mut()) {
            tape.prints.iter_mut().for_each(|print| print.at += by);
            tape.offers.iter_mut().for_each(|offer| offer.at += by);
            tape.days.iter_mut().for_each(|day| day.at += by);
        }
        self.news.iter_mut().for_each(|article| article.at += by);
        self
    }

    /// What happened to a symbol, a stock's or a crypto asset's.
    #[must_use]
    pub fn tape(&self, symbol: &str) -> Option<&Tape> {
        self.stocks.get(symbol).or_else(|| self.crypto.get(symbol))
    }
}

/// When the exchange opens.
fn opening() -> DateTime<Utc> {
    DateTime::from_timestamp(1_710_250_200, 0).unwrap_or_default()
}

impl Market {
    fn tape(&self) -> Tape {
        let mut chance = Chance(self.seed);
        let (mut price, mut at) = (self.price, opening());
        let mut tape = Tape { days: self.days(&mut chance), ..Tape::default() };
        for id in 1..=self.prints {
            let step = (self.price / 4_000).max(2);
            price = price + chance.below(2 * step + 1) - step;
            at += TimeDelta::nanoseconds(i64::try_from(self.every - 50_000 + chance.below(100_001)).unwrap_or(0));
            let (size, is_buyer) = (self.units(1 + chance.below(400)), chance.below(2) == 0);
            tape.prints.push(Print { at, id, price: cents(price), size, is_buyer });
            let (bid, ask) = (price - 1 - chance.below(2), price + 1 + chance.below(2));
            let (bid_size, ask_size) = (self.units(1 + chance.below(900)), self.units(1 + chance.below(900)));
            let at = at + TimeDelta::nanoseconds(7_000);
            tape.offers.push(Offer { at, bid: cents(bid), bid_size, ask: cents(ask), ask_size });
        }
        tape.days.extend(tape.bars(24 * 60).into_iter().map(|bar| Candle { at: midnight(bar.at), ..bar }));
        tape
    }

    fn units(&self, n: u64) -> f64 {
        // Through text, so that it is the number nearest to the decimal one.
        let places = if self.unit < 0.001 {
            4
        } else if self.unit < 1.0 {
            3
        } else {
            0
        };
        format!("{:.places$}", n as f64 * self.unit).parse().unwrap_or(self.unit)
    }

    /// The ten days before.
    fn days(&self, chance: &mut Chance) -> Vec<Candle> {
        let mut days = Vec::new();
        for back in (1..=14).rev() {
            let at = midnight(opening() - TimeDelta::days(back));
            if matches!(chrono::Datelike::weekday(&at), chrono::Weekday::Sat | chrono::Weekday::Sun) {
                continue;
            }
            let open = self.price - 100 + chance.below(200);
            let close = self.price - 100 + chance.below(200);
            let (high, low) = (open.max(close) + chance.below(80), open.min(close) - chance.below(80));
            let (volume, count) = (self.units(1_000_000 + chance.below(9_000_000)), 10_000 + chance.below(90_000));
            let [open, high, low, close] = [open, high, low, close].map(cents);
            days.push(Candle { at, open, high, low, close, volume, count, average: (open + close) / 2.0 });
        }
        days
    }
}

fn cents(n: u64) -> f64 {
    n as f64 / 100.0
}

/// Midnight in New York of a day in March before the clocks change, 05:00 UTC, and 04:00 afterwards.
fn midnight(at: DateTime<Utc>) -> DateTime<Utc> {
    let hour = if at < DateTime::from_timestamp(1_710_054_000, 0).unwrap_or_default() { 5 } else { 4 };
    at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc() + TimeDelta::hours(hour)
}

impl Tape {
    /// Bars of so many minutes, from the oldest; minutes without a print have none.
    #[must_use]
    pub fn bars(&self, minutes: i64) -> Vec<Candle> {
        let mut bars: Vec<Candle> = Vec::new();
        let mut value = 0.0;
        for print in &self.prints {
            let seconds = print.at.timestamp() - print.at.timestamp().rem_euclid(minutes * 60);
            let at = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
            let Print { price, size, .. } = *print;
            match bars.last_mut().filter(|bar| bar.at == at) {
                Some(bar) => {
                    (bar.high, bar.low, bar.close) = (bar.high.max(price), bar.low.min(price), price);
                    (bar.volume, bar.count) = (tidy(bar.volume + size), bar.count + 1);
                    value += price * size;
                    bar.average = tidy(value / bar.volume);
                }
                None => {
                    value = price * size;
                    let (open, high, low, close) = (price, price, price, price);
                    bars.push(Candle { at, open, high, low, close, volume: size, count: 1, average: price });
                }
            }
        }
        bars
    }
}

/// To six places, so that sums of decimals are decimals.
fn tidy(number: f64) -> f64 {
    (number * 1e6).round() / 1e6
}

fn news() -> Vec<Article> {
    let about: [(&[&str], &str); 7] = [
        (&["AAPL"], "Apple's suppliers report a busy quarter"),
        (&["MSFT", "AAPL"], "Two largest companies trade places again"),
        (&["TSLA"], "Deliveries fall short of estimates"),
        (&[], "Consumer prices rise 0.4% in February"),
        (&["BTCUSD"], "Bitcoin sets a record & falls back"),
        (&["AAPL"], "Apple <b>cuts</b> prices abroad"),
        (&["MSFT"], "Cloud revenue grows, says survey"),
    ];
    let at = |n: usize| opening() + TimeDelta::seconds(40 * i64::try_from(n).unwrap_or(0));
    let article = |(n, (symbols, headline)): (usize, &(&[&str], &str))| Article {
        id: 37_000_000 + n as u64,
        at: at(n),
        symbols: symbols.iter().map(|&symbol| symbol.to_owned()).collect(),
        headline: (*headline).to_owned(),
    };
    about.iter().enumerate().map(article).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_always_the_same_and_its_bars_hold_its_prints() {
        let day = Day::scripted();
        assert_eq!(day, Day::scripted());
        for tape in day.stocks.values().chain(day.crypto.values()) {
            assert!(tape.prints.is_sorted_by(|a, b| a.at < b.at && a.id < b.id));
            assert!(tape.offers.iter().all(|offer| offer.bid < offer.ask));
            let bars = tape.bars(1);
            assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), tape.prints.len() as u64);
            assert!(bars.iter().all(|bar| bar.low <= bar.average && bar.average <= bar.high));
            assert_eq!(tape.days.len(), 11);
        }
    }
}

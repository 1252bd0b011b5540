//! What a run over signals amounts to, in one pass over its marks.

use std::ops::Range;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{SignalBars, SignalRun, SignalSettings, simulate::Stretch};
use crate::Every;
use execution::number::float;

/// The figures that a search needs, by the same conventions as the full report. One that is undefined is none: a ratio without variation, a hit rate
/// without trades.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, utoipa::ToSchema)]
pub struct SignalFigures {
    /// Periods.
    pub n_returns: usize,
    /// Equity at the end.
    pub equity_end: f64,
    /// Of the whole.
    pub total_return: f64,
    /// Compounded, a year's.
    pub annual_return: Option<f64>,
    /// A year's.
    pub volatility: Option<f64>,
    /// A year's.
    pub sharpe_ratio: Option<f64>,
    /// A year's.
    pub sortino_ratio: Option<f64>,
    /// Deepest fall from a peak, the start included; zero or negative.
    pub max_drawdown: f64,
    /// Part of the periods with a position at their end.
    pub time_in_market: f64,
    /// Round trips that are over.
    pub n_trades: usize,
    /// Part of them with a gain.
    pub hit_rate: Option<f64>,
    /// Sum of gains over sum of losses.
    pub profit_factor: Option<f64>,
    /// Fees of all fills.
    pub fees: f64,
}

/// Sums over returns, four side by side so that the processor need not wait for each addition.
#[derive(Clone, Copy, Default)]
struct Sums {
    sum: [f64; 4],
    squares: [f64; 4],
    shortfalls: [f64; 4],
}

impl Sums {
    #[inline]
    fn add(&mut self, lane: usize, value: f64, rate: f64) {
        let short = (value - rate).min(0.0);
        self.sum[lane] += value;
        self.squares[lane] += value * value;
        self.shortfalls[lane] += short * short;
    }
}

/// The way of equity through its marks.
struct Way {
    start: f64,
    last: f64,
    peak: f64,
    worst: f64,
    /// Below it the fall is the deepest so far.
    floor: f64,
    sums: Sums,
    n: usize,
    held: usize,
    rate: f64,
    lost: bool,
}

impl SignalRun {
    /// Equity at the close of each bar.
    #[must_use]
    pub fn equity(&self, bars: &SignalBars<'_>) -> Vec<f64> {
        let mut found = Vec::with_capacity(bars.len());
        for (stretch, range) in self.ranges(bars.len()) {
            if stretch.held == 0.0 {
                found.resize(range.end, stretch.cash);
            } else {
                found.extend(bars.closes()[range].iter().map(|close| stretch.cash + stretch.held * close));
            }
        }
        found
    }

    /// Returns from mark to mark, the first from the cash at the start.
    #[must_use]
    pub fn returns(&self, settings: &SignalSettings, bars: &SignalBars<'_>) -> Vec<f64> {
        let equity = self.equity(bars);
        let mut before = float(settings.cash);
        let mut step = |n: usize| {
            let value = equity[n] / before - 1.0;
            before = equity[n];
            value
        };
        match settings.measure.every {
            Every::Bar => (0..bars.len()).map(step).collect(),
            Every::Day => bars.day_ends.iter().map(|n| step(*n)).collect(),
        }
    }

    /// The figures.
    #[must_use]
    pub fn figures(&self, settings: &SignalSettings, bars: &SignalBars<'_>) -> SignalFigures {
        let start = float(settings.cash);
        let rate = settings.measure.risk_free_rate / settings.measure.periods_per_year;
        let mut way = Way::new(start, rate);
        match settings.measure.every {
            Every::Bar => {
                for (stretch, range) in self.ranges(bars.len()) {
                    way.walk(stretch, &bars.closes()[range]);
                }
            }
            Every::Day => self.days(bars, &mut way),
        }
        self.sum_up(settings, &way)
    }

    fn days(&self, bars: &SignalBars<'_>, way: &mut Way) {
        let mut place = 0;
        for end in &bars.day_ends {
            while self.stretches.get(place + 1).is_some_and(|next| next.from <= *end) {
                place += 1;
            }
            let Stretch { cash, held, .. } = self.stretches[place];
            way.step(cash + held * bars.closes()[*end]);
            way.held += usize::from(held != 0.0);
        }
    }

    /// Each stretch with its bars.
    fn ranges(&self, bars: usize) -> impl Iterator<Item = (Stretch, Range<usize>)> + '_ {
        let end = move |n: usize| self.stretches.get(n + 1).map_or(bars, |next| next.from);
        self.stretches.iter().enumerate().map(move |(n, stretch)| (*stretch, stretch.from..end(n)))
    }

    fn sum_up(&self, settings: &SignalSettings, way: &Way) -> SignalFigures {
        let year = settings.measure.periods_per_year;
        let n = way.n as f64;
        let total = |lanes: [f64; 4]| lanes.iter().sum::<f64>();
        let (sum, squares, shortfalls) = (total(way.sums.sum), total(way.sums.squares), total(way.sums.shortfalls));
        let mean = sum / n;
        let variance = (squares - n * mean * mean) / (n - 1.0);
        // What never changes leaves rounding of the squares.
        let varies = way.n > 1 && !way.lost && variance > 1e-13 * squares / n;
        let deviation = variance.sqrt();
        let downside = (shortfalls / n).sqrt();
        let finite = |value: f64| value.is_finite().then_some(value);
        let growth = way.last / way.start;
        let gains = |sign: f64| -> f64 { self.trades.iter().map(|trade| (float(trade.pnl) * sign).max(0.0)).sum() };
        let (won, lost) = (gains(1.0), gains(-1.0));
        let hits = self.trades.iter().filter(|trade| trade.pnl > Decimal::ZERO).count();
        let n_trades = self.trades.len();
        SignalFigures {
            n_returns: way.n,
            equity_end: way.last,
            total_return: growth - 1.0,
            annual_return: (growth > 0.0 && !way.lost).then(|| growth.powf(year / n) - 1.0).and_then(finite),
            volatility: (way.n > 1 && !way.lost).then(|| variance.max(0.0).sqrt() * year.sqrt()),
            sharpe_ratio: varies.then(|| (mean - way.rate) / deviation * year.sqrt()).and_then(finite),
            sortino_ratio: (!way.lost && downside > 0.0)
                .then(|| (mean - way.rate) * year / (downside * year.sqrt()))
                .and_then(finite),
            max_drawdown: way.worst,
            time_in_market: way.held as f64 / n,
            n_trades,
            hit_rate: (n_trades > 0).then(|| hits as f64 / n_trades as f64),
            profit_factor: (lost > 0.0).then(|| won / lost),
            fees: self.fills.iter().map(|fill| float(fill.fee)).sum(),
        }
    }
}

impl Way {
    fn new(start: f64, rate: f64) -> Self {
        let sums = Sums::default();
        Self { start, last: start, peak: start, worst: 0.0, floor: start, sums, n: 0, held: 0, rate, lost: false }
    }

    /// One mark.
    #[inline]
    fn step(&mut self, equity: f64) {
        let lane = self.n % 4;
        self.sums.add(lane, equity / self.last - 1.0, self.rate);
        self.n += 1;
        self.look(equity);
        self.last = equity;
    }

    #[inline]
    fn look(&mut self, equity: f64) {
        if equity > self.peak {
            self.peak = equity;
            self.floor = equity * (1.0 + self.worst);
        } else if equity < self.floor {
            self.floor = equity;
            self.worst = equity / self.peak - 1.0;
            self.lost |= equity <= 0.0;
        }
    }

    /// Many marks of an account that stays as it is.
    fn walk(&mut self, stretch: Stretch, closes: &[f64]) {
        let Some((first, rest)) = closes.split_first() else { return };
        let Stretch { cash, held, .. } = stretch;
        self.step(cash + held * first);
        if held == 0.0 {
            self.idle(rest.len());
            return;
        }
        self.held += closes.len();
        let mut sums = self.sums;
        // Each from its own two closes, so that no return waits for the one before, and four are divided side by side.
        let value = |before: f64, after: f64| (cash + held * after) / (cash + held * before) - 1.0;
        let (before, fours) = (closes.as_chunks::<4>().0, rest.as_chunks::<4>());
        for (before, after) in before.iter().zip(fours.0) {
            let values: [f64; 4] = std::array::from_fn(|lane| value(before[lane], after[lane]));
            for (lane, value) in values.into_iter().enumerate() {
                sums.add(lane, value, self.rate);
            }
        }
        let left = rest.len() - fours.1.len();
        for (lane, after) in fours.1.iter().enumerate() {
            sums.add(lane, value(closes[left + lane], *after), self.rate);
        }
        self.sums = sums;
        for close in rest {
            self.look(cash + held * close);
        }
        self.n += rest.len();
        self.last = cash + held * closes[closes.len() - 1];
    }

    /// Marks at which nothing was held: returns of zero.
    fn idle(&mut self, n: usize) {
        let short = (0.0 - self.rate).min(0.0);
        self.sums.shortfalls[0] += short * short * n as f64;
        self.n += n;
    }
}

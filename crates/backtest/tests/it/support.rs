//! Short ways to say bars, settings and strategies.

use std::ops::ControlFlow;

use backtest::{Backtest, BacktestError, BacktestResult, BacktestSettings};
use bars::series::BarSeries;
use execution::{
    account::AccountMode,
    gate::GateLimits,
    listing::Listing,
    strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyResult},
};
use model::{bar::Bar, currency::Currency, id::InstrumentId, order::Side, time::Timestamp};
use rust_decimal::Decimal;
use uuid::Uuid;

pub(crate) const DAY: i64 = 86_400_000_000;

pub(crate) fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn at(n: i64) -> Timestamp {
    Timestamp::from_micros(n * DAY)
}

pub(crate) fn instrument(n: u128) -> InstrumentId {
    InstrumentId::from_uuid(Uuid::from_u128(n + 1))
}

pub(crate) fn listing(n: u128) -> Listing {
    Listing::whole_units(instrument(n), Currency::USD)
}

pub(crate) fn settings() -> BacktestSettings {
    BacktestSettings::new(Currency::USD, d("10000"))
}

/// Half of a position's worth as margin, and short sales.
pub(crate) fn margin() -> BacktestSettings {
    BacktestSettings {
        account: AccountMode::Margin { initial: d("0.5"), maintenance: d("0.25") },
        limits: GateLimits { allow_short: true, ..GateLimits::default() },
        ..settings()
    }
}

pub(crate) fn go_on(_: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Numbers by chance, the same in every run.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A walk by chance in cents, with whole bars `step` microseconds apart.
pub(crate) fn walk(seed: u64, count: usize, step: i64) -> BarSeries {
    let mut chance = Chance(seed);
    let mut last = 10_000_i64;
    let bar = |n: usize| {
        let open = (last + chance.below(41) as i64 - 20).max(100);
        let close = (open + chance.below(201) as i64 - 100).max(100);
        let high = open.max(close) + chance.below(50) as i64;
        let low = (open.min(close) - chance.below(50) as i64).max(1);
        last = close;
        let cents = |cents: i64| Some(cents as f64 / 100.0);
        let close_only = Bar::close_only(Timestamp::from_micros(n as i64 * step), close as f64 / 100.0);
        Bar { open: cents(open), high: cents(high), low: cents(low), volume: Some(1000.0), ..close_only }
    };
    BarSeries::from_bars(&(0..count).map(bar).collect::<Vec<_>>()).unwrap()
}

/// Days of open, high, low, close with a volume of 1,000.
pub(crate) fn days(bars: &[[f64; 4]]) -> BarSeries {
    let bar = |(n, [open, high, low, close]): (usize, &[f64; 4])| Bar {
        open: Some(*open),
        high: Some(*high),
        low: Some(*low),
        volume: Some(1000.0),
        ..Bar::close_only(at(n as i64), *close)
    };
    BarSeries::from_bars(&bars.iter().enumerate().map(bar).collect::<Vec<_>>()).unwrap()
}

/// Days whose open is the close before.
pub(crate) fn closes(values: &[f64]) -> BarSeries {
    let bar = |n: usize| {
        let open = values[n.saturating_sub(1)];
        [open, open.max(values[n]), open.min(values[n]), values[n]]
    };
    days(&(0..values.len()).map(bar).collect::<Vec<_>>())
}

/// Does at each bar what a function says.
pub(crate) struct Script<F>(pub(crate) F);

impl<F: FnMut(&mut Context<'_>, &ClosedBar)> Strategy for Script<F> {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        (self.0)(ctx, bar);
        Ok(())
    }
}

/// Two simple averages that cross, reckoned from the closes of the context: in with all funds, out again.
pub(crate) fn crossing(fast: usize, slow: usize) -> Script<impl FnMut(&mut Context<'_>, &ClosedBar)> {
    let mut above = None;
    Script(move |ctx: &mut Context<'_>, bar: &ClosedBar| {
        let closes = ctx.closes(bar.instrument);
        let mean = |n: usize| closes.len().checked_sub(n).map(|from| closes[from..].iter().sum::<f64>() / n as f64);
        let (Some(fast), Some(slow)) = (mean(fast), mean(slow)) else { return };
        let now = Some(fast > slow);
        if above.is_some() && now != above {
            ctx.close(bar.instrument);
            if now == Some(true) {
                ctx.place(OrderRequest::market(bar.instrument, Side::Buy, Size::FundsShare(Decimal::ONE)));
            }
        }
        above = now;
    })
}

/// A run of one instrument.
pub(crate) fn run<S: Strategy>(
    settings: BacktestSettings,
    series: &BarSeries,
    mut strategy: S,
) -> Result<BacktestResult, BacktestError> {
    Backtest::new(settings, vec![listing(0)])?.run(&[series], &mut strategy, None, &mut go_on)
}

pub(crate) fn near(got: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((got - expected).abs() <= tolerance, "{what}: {got}, expected {expected}");
}

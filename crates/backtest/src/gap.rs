//! The gap to reality: why fills of paper or live trading brought something else than those of the back-test over the same bars.
//!
//! Both sides are valued at the last price. Orders are paired, and within a pair units with units, the first to trade with the first. For `u` paired
//! units of side `s` (1 or −1) that traded at `p` where the market stood at `m`, with `M` the last price, primes for what really happened, and `m*` the
//! back-test's bars at the time of the real fill:
//!
//! | part | of a pair |
//! | --- | --- |
//! | timing | `s u (m − m*)`: the price had moved when it traded |
//! | data | `s u (m* − m' + M' − M)`: the market stood elsewhere than the bars say |
//! | slippage | `s u ((p − m) − (p' − m'))`: the order got a worse price than the market's, by more than was assumed |
//! | partial fills | units that only one side got: `s u' (M' − p')` less `s u (M − p)` |
//! | fees | those of the back-test less the real ones |
//! | decisions | all of orders that only one side made |
//!
//! They add up to the difference, digit for digit in the currency of the instrument.

mod pairing;

use bars::series::BarSeries;
use execution::engine::Arrival;
use model::{
    id::{InstrumentId, OrderId},
    order::{Side, fill::Fill},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::BacktestError;
use pairing::{OrderFills, Pair, pair};

/// A fill with the market's price at its time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TracedFill {
    /// The fill.
    pub fill: Fill,
    /// Where the market stood, before slippage; none when nobody wrote it down, and then data and slippage cannot be told apart for it.
    pub market: Option<Decimal>,
}

/// An instrument that both traded.
#[derive(Debug, Clone, Copy)]
pub struct GapInstrument<'a> {
    /// Which.
    pub instrument_id: InstrumentId,
    /// The bars of the back-test.
    pub series: &'a BarSeries,
    /// Currency units for each price point and unit.
    pub multiplier: Decimal,
    /// Its last price in the back-test.
    pub expected_price: Decimal,
    /// Its last price in reality; the back-test's when there is none.
    pub actual_price: Option<Decimal>,
    /// Base currency for one unit of its currency.
    pub rate: Decimal,
}

/// How orders and prices are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GapSettings {
    /// Whether orders of the back-test traded at opens or closes, for the price of a bar at another time.
    pub arrival: Arrival,
    /// How far apart in time two orders may begin to trade and be one and the same, when their ids are not.
    pub apart_max_micros: i64,
}

/// Parts of a difference; below zero for what reality took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, utoipa::ToSchema)]
pub struct GapParts {
    /// Bars and the real market stood elsewhere.
    #[schema(value_type = String)]
    pub data: Decimal,
    /// It traded earlier or later.
    #[schema(value_type = String)]
    pub timing: Decimal,
    /// It got another price than the market's.
    #[schema(value_type = String)]
    pub slippage: Decimal,
    /// More or fewer units traded.
    #[schema(value_type = String)]
    pub partial_fills: Decimal,
    /// Other fees.
    #[schema(value_type = String)]
    pub fees: Decimal,
    /// Orders that only one side made.
    #[schema(value_type = String)]
    pub decisions: Decimal,
}

/// The gap of one order, in the instrument's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OrderGap {
    /// What.
    pub instrument_id: InstrumentId,
    /// Which way.
    pub side: Side,
    /// The order of the back-test; none when it made none.
    pub expected_order: Option<OrderId>,
    /// The real order; none when there was none.
    pub actual_order: Option<OrderId>,
    /// Units that traded in the back-test.
    #[schema(value_type = String)]
    pub expected_units: Decimal,
    /// Units that really traded.
    #[schema(value_type = String)]
    pub actual_units: Decimal,
    /// When it began to trade, on the side that has it; the back-test's where both have.
    pub at: Timestamp,
    /// The parts.
    pub parts: GapParts,
}

/// The gap of all orders, in the base currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RealityGap {
    /// Gain of the back-test.
    #[schema(value_type = String)]
    pub expected_pnl: Decimal,
    /// Real gain.
    #[schema(value_type = String)]
    pub actual_pnl: Decimal,
    /// The real gain less the back-test's: the sum of the parts.
    #[schema(value_type = String)]
    pub total: Decimal,
    /// The parts.
    pub parts: GapParts,
    /// Each order.
    pub orders: Vec<OrderGap>,
}

/// Splits the difference between what a back-test gained and what was really gained.
///
/// # Errors
/// [`BacktestError::Fills`] for an instrument that is not given, [`BacktestError::Overflow`] for sums that would not be exact.
pub fn reality_gap(
    settings: GapSettings,
    instruments: &[GapInstrument<'_>],
    expected: &[TracedFill],
    actual: &[TracedFill],
) -> Result<RealityGap, BacktestError> {
    let zero = Decimal::ZERO;
    let mut gap = RealityGap {
        expected_pnl: zero,
        actual_pnl: zero,
        total: zero,
        parts: GapParts::default(),
        orders: Vec::new(),
    };
    for pair in pair(expected, actual, settings.apart_max_micros) {
        let id = pair.instrument_id();
        let Some(instrument) = instruments.iter().find(|instrument| instrument.instrument_id == id) else {
            return Err(BacktestError::Fills(format!("fills name instrument {id}, which is not given; add its bars")));
        };
        let order = instrument.order(settings, &pair).ok_or(BacktestError::Overflow)?;
        let [expected, actual] = instrument.gains(&pair).ok_or(BacktestError::Overflow)?;
        // Products of very long numbers are rounded; then the split would be off by the last digit, and nobody should be told it is exact.
        if order.parts.sum().ok_or(BacktestError::Overflow)?
            != actual.checked_sub(expected).ok_or(BacktestError::Overflow)?
        {
            return Err(BacktestError::Overflow);
        }
        let parts = order.parts.times(instrument.rate).ok_or(BacktestError::Overflow)?;
        gap.parts = gap.parts.plus(&parts).ok_or(BacktestError::Overflow)?;
        let in_base = |sum: Decimal, gain: Decimal| sum.checked_add(gain.checked_mul(instrument.rate)?);
        gap.expected_pnl = in_base(gap.expected_pnl, expected).ok_or(BacktestError::Overflow)?;
        gap.actual_pnl = in_base(gap.actual_pnl, actual).ok_or(BacktestError::Overflow)?;
        gap.orders.push(order);
    }
    gap.total = gap.parts.sum().ok_or(BacktestError::Overflow)?;
    Ok(gap)
}

impl GapInstrument<'_> {
    fn last_price(&self) -> Decimal {
        self.actual_price.unwrap_or(self.expected_price)
    }

    /// Gains of both sides after fees.
    fn gains(&self, pair: &Pair<'_>) -> Option<[Decimal; 2]> {
        let of = |fills: Option<&OrderFills<'_>>, last: Decimal| {
            let fills = fills.map_or(&[][..], |order| &order.fills);
            fills.iter().try_fold(Decimal::ZERO, |sum, traced| {
                let gain = self.gain(&traced.fill, traced.fill.quantity.get(), last)?;
                sum.checked_add(gain)?.checked_sub(traced.fill.fee.amount)
            })
        };
        Some([of(pair.expected.as_ref(), self.expected_price)?, of(pair.actual.as_ref(), self.last_price())?])
    }

    /// Gain of some units of a fill up to the last price, before fees.
    fn gain(&self, fill: &Fill, units: Decimal, last: Decimal) -> Option<Decimal> {
        self.worth(fill.side, units, last.checked_sub(fill.price.get())?)
    }

    /// A difference of prices in money.
    fn worth(&self, side: Side, units: Decimal, moved: Decimal) -> Option<Decimal> {
        side.signed(units).checked_mul(moved)?.checked_mul(self.multiplier)
    }

    fn order(&self, settings: GapSettings, pair: &Pair<'_>) -> Option<OrderGap> {
        let units = |order: &Option<OrderFills<'_>>| order.as_ref().map_or(Decimal::ZERO, OrderFills::units);
        let parts = match (&pair.expected, &pair.actual) {
            (Some(expected), Some(actual)) => self.paired(settings, expected, actual)?,
            _ => {
                let [expected, actual] = self.gains(pair)?;
                GapParts { decisions: actual.checked_sub(expected)?, ..GapParts::default() }
            }
        };
        let first = pair.expected.as_ref().or(pair.actual.as_ref())?;
        Some(OrderGap {
            instrument_id: self.instrument_id,
            side: first.fills[0].fill.side,
            expected_order: pair.expected.as_ref().map(OrderFills::id),
            actual_order: pair.actual.as_ref().map(OrderFills::id),
            expected_units: units(&pair.expected),
            actual_units: units(&pair.actual),
            at: first.at(),
            parts,
        })
    }

    fn paired(&self, settings: GapSettings, expected: &OrderFills<'_>, actual: &OrderFills<'_>) -> Option<GapParts> {
        let mut parts = GapParts::default();
        let (mut theirs, mut ours) = (expected.fills.iter(), actual.fills.iter());
        let whole = |traced: Option<&&TracedFill>| traced.map(|traced| (**traced, traced.fill.quantity.get()));
        let (mut left, mut right) = (whole(theirs.next()), whole(ours.next()));
        while let (Some((fill, units)), Some((real, real_units))) = (&mut left, &mut right) {
            let both = (*units).min(*real_units);
            parts = parts.plus(&self.units(settings, fill, real, both)?)?;
            (*units, *real_units) = (*units - both, *real_units - both);
            if units.is_zero() {
                left = whole(theirs.next());
            }
            if real_units.is_zero() {
                right = whole(ours.next());
            }
        }
        while let Some((fill, units)) = left {
            parts.partial_fills =
                parts.partial_fills.checked_sub(self.gain(&fill.fill, units, self.expected_price)?)?;
            left = whole(theirs.next());
        }
        while let Some((fill, units)) = right {
            parts.partial_fills =
                parts.partial_fills.checked_add(self.gain(&fill.fill, units, self.last_price())?)?;
            right = whole(ours.next());
        }
        parts.fees = expected.fees()?.checked_sub(actual.fees()?)?;
        Some(parts)
    }

    /// Units that both sides traded.
    fn units(&self, settings: GapSettings, fill: &TracedFill, real: &TracedFill, units: Decimal) -> Option<GapParts> {
        let side = fill.fill.side;
        let market = fill.market.unwrap_or(fill.fill.price.get());
        let then = self.bars_at(settings.arrival, fill.fill.at, real.fill.at).unwrap_or(market);
        let real_market = real.market.unwrap_or(then);
        let slipped = fill.fill.price.get().checked_sub(market)?;
        let really = real.fill.price.get().checked_sub(real_market)?;
        let data = then.checked_sub(real_market)?.checked_add(self.last_price())?.checked_sub(self.expected_price)?;
        Some(GapParts {
            timing: self.worth(side, units, market.checked_sub(then)?)?,
            data: self.worth(side, units, data)?,
            slippage: self.worth(side, units, slipped.checked_sub(really)?)?,
            ..GapParts::default()
        })
    }

    /// Where the back-test's bars stood at the time of a real fill; `None` in the bar in which the back-test's own fill lies, and before the first bar.
    fn bars_at(&self, arrival: Arrival, expected: Timestamp, actual: Timestamp) -> Option<Decimal> {
        let bar = |at: Timestamp| self.series.at.partition_point(|start| *start <= at.micros()).checked_sub(1);
        let idx = bar(actual)?;
        if bar(expected) == Some(idx) {
            return None;
        }
        let open = self.series.open.as_ref().and_then(|column| column.get(idx));
        let price = match arrival {
            Arrival::NextOpen => open.unwrap_or(self.series.close[idx]),
            Arrival::NextClose | Arrival::SameClose => self.series.close[idx],
        };
        execution::number::decimal(price).filter(|price| *price > Decimal::ZERO)
    }
}

impl GapParts {
    fn all(&self) -> [Decimal; 6] {
        [self.data, self.timing, self.slippage, self.partial_fills, self.fees, self.decisions]
    }

    /// All parts together; `None` beyond exact decimals.
    #[must_use]
    pub fn sum(&self) -> Option<Decimal> {
        self.all().into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)
    }

    fn plus(&self, other: &Self) -> Option<Self> {
        self.with(other, Decimal::checked_add)
    }

    fn times(&self, factor: Decimal) -> Option<Self> {
        self.with(
            &Self {
                data: factor,
                timing: factor,
                slippage: factor,
                partial_fills: factor,
                fees: factor,
                decisions: factor,
            },
            Decimal::checked_mul,
        )
    }

    fn with(&self, other: &Self, combine: impl Fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Self> {
        Some(Self {
            data: combine(self.data, other.data)?,
            timing: combine(self.timing, other.timing)?,
            slippage: combine(self.slippage, other.slippage)?,
            partial_fills: combine(self.partial_fills, other.partial_fills)?,
            fees: combine(self.fees, other.fees)?,
            decisions: combine(self.decisions, other.decisions)?,
        })
    }
}

//! Short ways to say bars, orders and settings.

use bars::series::BarSeries;
use execution::{
    account::{AccountMode, AccountSettings},
    engine::{Engine, EngineSettings},
    error::ExecutionError,
    gate::GateLimits,
    listing::Listing,
    strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyResult},
};
use model::{
    bar::Bar,
    currency::Currency,
    id::{AccountId, InstrumentId, OrderId},
    money::Money,
    order::{
        Order, OrderFields, OrderTerms, Side, TimeInForce,
        event::{OrderEvent, OrderEventData},
        fill::{ExecutionId, Fill},
    },
    quantity::{Price, Quantity},
    time::Timestamp,
};
use rust_decimal::Decimal;
use uuid::Uuid;

pub(crate) fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn price(text: &str) -> Price {
    text.parse().unwrap()
}

pub(crate) fn at(n: i64) -> Timestamp {
    Timestamp::from_micros(n * 86_400_000_000)
}

pub(crate) fn instrument() -> InstrumentId {
    InstrumentId::from_uuid(Uuid::from_u128(1))
}

pub(crate) fn account_id() -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(2))
}

pub(crate) fn order_id(n: u64) -> OrderId {
    OrderId::from_uuid(Uuid::from_u64_pair(0, n))
}

pub(crate) fn fields(side: Side, units: &str, terms: OrderTerms) -> OrderFields {
    OrderFields {
        account_id: account_id(),
        instrument_id: instrument(),
        side,
        quantity: Quantity::new(d(units)),
        terms,
        time_in_force: TimeInForce::Gtc,
        reduce_only: false,
        parent: None,
        oco_group: None,
    }
}

pub(crate) fn order(n: u64, fields: OrderFields) -> Order {
    Order::new(order_id(n), at(0), fields).unwrap()
}

pub(crate) fn event(n: u64, data: OrderEventData) -> OrderEvent {
    OrderEvent { order_id: order_id(n), at: at(0), data }
}

pub(crate) fn fill(order: &Order, execution: u64, units: &str, at_price: &str) -> Fill {
    Fill {
        order_id: order.id(),
        venue: "test".parse().unwrap(),
        account_id: order.account_id,
        execution_id: ExecutionId::from_number(execution),
        instrument_id: order.instrument_id,
        side: order.side,
        quantity: Quantity::new(d(units)),
        price: price(at_price),
        fee: Money::zero(Currency::USD),
        liquidity: None,
        at: at(0),
    }
}

/// Open, high, low, close of a day with a volume of 1,000.
pub(crate) fn bar(n: i64, [open, high, low, close]: [f64; 4]) -> Bar {
    Bar { at: at(n), open: Some(open), high: Some(high), low: Some(low), close, volume: Some(1000.0) }
}

pub(crate) fn series(bars: &[[f64; 4]]) -> BarSeries {
    let bars: Vec<Bar> = bars.iter().enumerate().map(|(n, parts)| bar(n as i64, *parts)).collect();
    BarSeries::from_bars(&bars).unwrap()
}

pub(crate) fn listing() -> Listing {
    Listing::whole_units(instrument(), Currency::USD)
}

/// 10,000 dollars, short sales allowed, half of a position's worth as margin.
pub(crate) fn settings() -> EngineSettings {
    let mode = AccountMode::Margin { initial: d("0.5"), maintenance: d("0.25") };
    let account = AccountSettings::cash(Currency::USD, d("10000")).with_mode(mode);
    EngineSettings {
        limits: GateLimits { allow_short: true, ..GateLimits::default() },
        ..EngineSettings::new(account, account_id(), "paper".parse().unwrap())
    }
}

/// Does at each bar what a table says.
pub(crate) struct Script<F>(pub(crate) F);

impl<F: FnMut(&mut Context<'_>, &ClosedBar)> Strategy for Script<F> {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        (self.0)(ctx, bar);
        Ok(())
    }
}

/// A run of one instrument.
pub(crate) fn run<'a>(
    settings: EngineSettings,
    bars: &'a BarSeries,
    script: impl FnMut(&mut Context<'_>, &ClosedBar),
) -> Result<Engine<'a>, ExecutionError> {
    run_with(settings, listing(), bars, script)
}

pub(crate) fn run_with<'a>(
    settings: EngineSettings,
    listing: Listing,
    bars: &'a BarSeries,
    script: impl FnMut(&mut Context<'_>, &ClosedBar),
) -> Result<Engine<'a>, ExecutionError> {
    let mut engine = Engine::new(settings, &[listing])?;
    engine.run(&mut Script(script), &[bars])?;
    Ok(engine)
}

/// An order of some units at the close of the first bar.
pub(crate) fn once(side: Side, units: &str, terms: OrderTerms) -> impl FnMut(&mut Context<'_>, &ClosedBar) {
    let wanted = OrderRequest::new(0, side, Size::Units(d(units)), terms);
    move |ctx, bar| {
        if bar.index == 0 {
            ctx.place(wanted);
        }
    }
}

/// Fills as "units@price", with a sign for sales.
pub(crate) fn fills(engine: &Engine<'_>) -> Vec<String> {
    let text = |fill: &Fill| {
        let units = fill.side.signed(fill.quantity.get()).normalize();
        format!("{units}@{}", fill.price.get().normalize())
    };
    engine.record().fills().iter().map(text).collect()
}

/// Codes of the refusals.
pub(crate) fn refused(engine: &Engine<'_>) -> Vec<&'static str> {
    engine.record().refused().iter().map(|refused| refused.why.code()).collect()
}

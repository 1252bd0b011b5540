//! Orders meet trades and quotes.

use execution::{
    engine::{Engine, EngineSettings},
    matching::{MatchRules, TouchRule},
    slippage::Slippage,
    strategy::{Context, OrderRequest, Size, Strategy, StrategyResult},
};
use model::{
    market::{Adjustment, BidAsk, Origin, Tick, TickData, Trade, TradeUse},
    order::{OrderTerms as T, Side, TimeInForce, Trail},
    time::Timestamp,
};

use crate::support::{d, fills, instrument, listing, price, settings};

fn origin(second: i64) -> Origin {
    Origin {
        instrument: instrument(),
        source: "test".parse().unwrap(),
        at: None,
        received_at: Timestamp::from_micros(second * 1_000_000),
        sequence: None,
        currency: None,
        adjustment: Adjustment::Raw,
    }
}

fn trade(second: i64, price: f64, size: f64) -> Tick {
    let trade = Trade { price, size: Some(size), aggressor: None, counts: TradeUse::PriceAndVolume };
    Tick { origin: origin(second), data: TickData::Trade(trade) }
}

fn quote(second: i64, bid: f64, ask: f64, size: f64) -> Tick {
    let quote = BidAsk { bid: Some(bid), bid_size: Some(size), ask: Some(ask), ask_size: Some(size) };
    Tick { origin: origin(second), data: TickData::Quote(quote) }
}

/// Asks for an order at the first tick.
struct Once(Option<OrderRequest>);

impl Strategy for Once {
    fn on_tick(&mut self, ctx: &mut Context<'_>, _: usize, _: &Tick) -> StrategyResult {
        if let Some(order) = self.0.take() {
            ctx.place(order);
        }
        Ok(())
    }
}

fn check(settings: EngineSettings, order: OrderRequest, ticks: &[Tick], expected: &[&str]) {
    let mut engine = Engine::new(settings, &[listing()]).unwrap();
    let mut strategy = Once(Some(order));
    engine.start(&mut strategy).unwrap();
    for tick in ticks {
        engine.tick(&mut strategy, 0, tick).unwrap();
    }
    assert_eq!(fills(&engine), expected, "{order:?}: {:?}", engine.record().refused());
}

fn order(side: Side, terms: T) -> OrderRequest {
    OrderRequest::new(0, side, Size::Units(d("10")), terms)
}

#[test]
fn an_order_meets_the_first_tick_after_its_latency() {
    let ticks = [quote(0, 99.0, 101.0, 50.0), quote(1, 99.5, 101.5, 50.0), quote(2, 100.0, 102.0, 50.0)];
    check(settings(), order(Side::Buy, T::Market), &ticks, &["10@101.5"]);
    check(settings(), order(Side::Sell, T::Market), &ticks, &["-10@99.5"]);
    let slow = EngineSettings { latency_micros: 1_500_000, ..settings() };
    check(slow, order(Side::Buy, T::Market), &ticks, &["10@102"]);
}

#[test]
fn limits_trade_when_the_market_comes_to_them() {
    let limit = order(Side::Buy, T::Limit { limit: price("100") });
    let start = quote(0, 99.0, 101.0, 50.0);
    // It could trade at once: at the quote, which is better.
    check(settings(), limit, &[start, quote(1, 98.0, 99.0, 50.0)], &["10@99"]);
    // It rests, and the ask comes down to it.
    check(settings(), limit, &[start, start, quote(2, 98.0, 99.0, 50.0)], &["10@100"]);
    // A trade at the limit is somebody else's, one below it is ours too.
    let at = [start, start, trade(2, 100.0, 5.0)];
    check(settings(), limit, &at, &[]);
    check(settings(), limit, &[start, start, trade(2, 99.9, 5.0)], &["10@100"]);
    let touch = MatchRules { touch: TouchRule::At, ..MatchRules::default() };
    check(EngineSettings { rules: touch, ..settings() }, limit, &at, &["10@100"]);
}

#[test]
fn stops_are_set_off_by_trades_and_pay_the_quote() {
    let stop = order(Side::Sell, T::Stop { stop: price("98") });
    let start = quote(0, 99.0, 101.0, 50.0);
    check(settings(), stop, &[start, start, trade(2, 98.5, 5.0)], &[]);
    check(settings(), stop, &[start, trade(1, 99.0, 1.0), quote(2, 97.0, 97.5, 50.0)], &[]);
    check(
        settings(),
        stop,
        &[start, trade(1, 99.0, 1.0), quote(2, 97.0, 97.5, 50.0), trade(3, 97.5, 5.0)],
        &["-10@97"],
    );
    // Quotes alone set it off as well.
    check(settings(), stop, &[start, start, quote(2, 97.0, 97.5, 50.0)], &["-10@97"]);
    let trail = order(Side::Sell, T::TrailingStop { trail: Trail::Amount { amount: price("2") } });
    let ticks = [trade(0, 100.0, 1.0), trade(1, 103.0, 1.0), trade(2, 101.5, 1.0), trade(3, 101.0, 1.0)];
    check(settings(), trail, &ticks, &["-10@101"]);
}

#[test]
fn a_share_of_what_is_shown_and_at_once() {
    let rules = MatchRules { volume_share: Some(0.1), ..MatchRules::default() };
    let settings = EngineSettings { rules, ..settings() };
    let ticks: Vec<Tick> = (0..5).map(|n| quote(n, 99.0, 100.0 + n as f64, 40.0)).collect();
    check(settings.clone(), order(Side::Buy, T::Market), &ticks, &["4@101", "4@102", "2@103"]);
    let at_once = |time_in_force| OrderRequest { time_in_force, ..order(Side::Buy, T::Market) };
    check(settings.clone(), at_once(TimeInForce::Ioc), &ticks, &["4@101"]);
    check(settings, at_once(TimeInForce::Fok), &ticks, &[]);
}

#[test]
fn the_real_spread_takes_the_place_of_the_assumed_one() {
    let rules = MatchRules { slippage: Slippage::HalfSpread { spread: 0.02 }, ..MatchRules::default() };
    let settings = EngineSettings { rules, ..settings() };
    let quotes = [quote(0, 99.0, 101.0, 50.0), quote(1, 99.0, 101.0, 50.0)];
    check(settings.clone(), order(Side::Buy, T::Market), &quotes, &["10@101"]);
    check(settings, order(Side::Buy, T::Market), &[trade(0, 100.0, 5.0), trade(1, 100.0, 5.0)], &["10@101"]);
}

#[test]
fn a_tick_that_is_no_price_trades_nothing() {
    let market = order(Side::Buy, T::Market);
    let start = trade(0, 100.0, 5.0);
    for wrong in [trade(1, 0.0, 5.0), trade(1, f64::NAN, 5.0), quote(1, -1.0, f64::INFINITY, 5.0)] {
        check(settings(), market, &[start, wrong, trade(2, 101.0, 5.0)], &["10@101"]);
    }
}

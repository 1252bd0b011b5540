//! Where orders trade within bars.

use execution::{
    engine::{Arrival, EngineSettings},
    listing::{Listing, Sessions},
    matching::{MatchRules, PathRule},
    slippage::Slippage,
    strategy::{OrderRequest, Size},
};
use model::{
    order::{OrderTerms as T, Side, TimeInForce, Trail, event::OrderStatus},
    time::Timestamp,
};

use crate::support::{at, d, fills, listing, once, price, refused, run, run_with, series, settings};

/// The order is made at the close of a first bar at 100, and meets the others.
fn check(side: Side, terms: T, bars: &[[f64; 4]], expected: &[&str]) {
    check_with(settings(), side, terms, bars, expected);
}

fn check_with(settings: EngineSettings, side: Side, terms: T, bars: &[[f64; 4]], expected: &[&str]) {
    let mut all = vec![[100.0; 4]];
    all.extend_from_slice(bars);
    let bars = series(&all);
    let engine = run(settings, &bars, once(side, "10", terms)).unwrap();
    assert_eq!(fills(&engine), expected, "{side} {terms:?} over {bars:?}: {:?}", refused(&engine));
    assert_eq!(engine.record().anomalies(), []);
}

#[test]
fn each_kind_of_order_trades_at_its_price() {
    use Side::{Buy, Sell};
    let limit = |text| T::Limit { limit: price(text) };
    let stop = |text| T::Stop { stop: price(text) };
    let both = |stop, limit| T::StopLimit { stop: price(stop), limit: price(limit) };
    let day = [101.0, 105.0, 97.0, 103.0];
    for (side, terms, bars, expected) in [
        (Buy, T::Market, vec![day], vec!["10@101"]),
        (Sell, T::Market, vec![day], vec!["-10@101"]),
        // at the limit; better when the open has jumped over it; not at all
        (Buy, limit("98"), vec![day], vec!["10@98"]),
        (Buy, limit("102"), vec![day], vec!["10@101"]),
        (Buy, limit("96.99"), vec![day], vec![]),
        (Buy, limit("97"), vec![day], vec!["10@97"]),
        (Sell, limit("104.5"), vec![day], vec!["-10@104.5"]),
        (Sell, limit("105.01"), vec![day], vec![]),
        (Buy, limit("98"), vec![[101.0, 102.0, 99.0, 100.0], [95.0, 96.0, 94.0, 95.0]], vec!["10@95"]),
        // a stop at the stop; at the open when that has jumped over it
        (Buy, stop("104"), vec![day], vec!["10@104"]),
        (Buy, stop("105.01"), vec![day], vec![]),
        (Sell, stop("99"), vec![day], vec!["-10@99"]),
        (Sell, stop("99"), vec![[101.0, 102.0, 100.0, 100.0], [90.0, 95.0, 89.0, 94.0]], vec!["-10@90"]),
        // a stop with a limit: within, beyond, and back later
        (Buy, both("104", "104.5"), vec![day], vec!["10@104"]),
        (Buy, both("104", "103.5"), vec![day], vec!["10@103.5"]),
        (Sell, both("99", "99.5"), vec![day], vec!["-10@99.5"]),
        (Sell, both("99", "99.5"), vec![[97.0, 98.0, 96.0, 97.0], [97.0, 100.0, 96.0, 99.0]], vec!["-10@99.5"]),
        // auctions
        (Buy, T::MarketOnOpen, vec![day], vec!["10@101"]),
        (Buy, T::MarketOnClose, vec![day], vec!["10@103"]),
        (Sell, T::MarketOnClose, vec![day], vec!["-10@103"]),
        (Buy, T::LimitOnOpen { limit: price("100") }, vec![day, [99.0; 4]], vec![]),
        (Buy, T::LimitOnOpen { limit: price("101.5") }, vec![day], vec!["10@101"]),
        (Sell, T::LimitOnClose { limit: price("104") }, vec![day, [105.0; 4]], vec![]),
        (Sell, T::LimitOnClose { limit: price("102") }, vec![day], vec!["-10@103"]),
    ] {
        check(side, terms, &bars, &expected);
    }
}

#[test]
fn a_trailing_stop_follows_and_never_goes_back() {
    let amount = |text| T::TrailingStop { trail: Trail::Amount { amount: price(text) } };
    let percent = |text| T::TrailingStop { trail: Trail::Percent { percent: d(text) } };
    let rise = [[101.0, 110.0, 100.5, 109.0], [109.0, 109.5, 104.0, 105.0]];
    // The high of 110 is the farther extreme, so it comes after the low; the stop lies at 105 the next day.
    check(Side::Sell, amount("5"), &rise, &["-10@105"]);
    check(Side::Sell, percent("5"), &rise, &["-10@104.5"]);
    check(Side::Sell, amount("6.5"), &rise, &[]);
    // over the stop in the night
    check(Side::Sell, amount("5"), &[[101.0, 110.0, 100.5, 109.0], [103.0, 104.0, 102.0, 103.0]], &["-10@103"]);
    check(Side::Buy, amount("3"), &[[99.0, 99.5, 90.0, 91.0], [91.0, 95.0, 90.5, 94.0]], &["10@93"]);
}

#[test]
fn the_path_decides_which_of_two_comes_first() {
    // A stop to buy at 104, then one to sell at 97: the nearer extreme is the low.
    let bars = series(&[[100.0; 4], [100.0, 105.0, 97.0, 103.0]]);
    for (path, expected) in [
        (PathRule::NearerFirst, ["-10@98", "10@104"]),
        (PathRule::HighFirst, ["10@104", "-10@98"]),
        (PathRule::LowFirst, ["-10@98", "10@104"]),
    ] {
        let rules = MatchRules { path, ..MatchRules::default() };
        let engine = run(EngineSettings { rules, ..settings() }, &bars, |ctx, bar| {
            if bar.index == 0 {
                for (side, stop) in [(Side::Buy, "104"), (Side::Sell, "98")] {
                    ctx.place(OrderRequest::new(0, side, Size::Units(d("10")), T::Stop { stop: price(stop) }));
                }
            }
        });
        assert_eq!(fills(&engine.unwrap()), expected, "{path:?}");
    }
}

#[test]
fn a_bracket_lives_within_the_bar_of_its_entry() {
    let bars = |last: [f64; 4]| series(&[[100.0; 4], last, [100.0; 4], [90.0; 4], [120.0; 4]]);
    let script = |gain: &'static str, loss: &'static str| {
        move |ctx: &mut execution::strategy::Context<'_>, bar: &execution::strategy::ClosedBar| {
            if bar.index == 0 {
                let entry = OrderRequest::new(0, Side::Buy, Size::Units(d("10")), T::Limit { limit: price("98") });
                ctx.bracket(entry, Some(price(gain)), Some(price(loss)));
            }
        }
    };
    // Down to 97 first: entry at 98; then up to 106: gain at 104. The stop of 95 is gone when 90 comes.
    let up = bars([100.0, 106.0, 97.0, 103.0]);
    let engine = run(settings(), &up, script("104", "95")).unwrap();
    assert_eq!(fills(&engine), ["10@98", "-10@104"]);
    assert!(engine.blotter().is_empty(), "nothing is left of the bracket");
    // The high of 104 before the entry does not count.
    let down = bars([103.0, 104.0, 97.0, 98.0]);
    let engine = run(settings(), &down, script("103.5", "95")).unwrap();
    assert_eq!(fills(&engine), ["10@98", "-10@90"]);
    // The entry and the loss in one fall.
    let fall = bars([100.0, 100.5, 94.0, 94.5]);
    let engine = run(settings(), &fall, script("104", "95")).unwrap();
    assert_eq!(fills(&engine), ["10@98", "-10@95"]);
    // At the market: the exits are there when it trades at the open.
    let engine = run(settings(), &fall, |ctx, bar| {
        if bar.index == 0 {
            ctx.bracket(
                OrderRequest::market(0, Side::Buy, Size::Units(d("10"))),
                Some(price("104")),
                Some(price("95")),
            );
        }
    });
    assert_eq!(fills(&engine.unwrap()), ["10@100", "-10@95"]);
    // No entry, no exits.
    let quiet = series(&[[100.0; 4], [100.0, 101.0, 99.0, 100.0], [120.0; 4]]);
    assert_eq!(fills(&run(settings(), &quiet, script("104", "95")).unwrap()), [""; 0]);
}

#[test]
fn a_bracket_trades_what_its_entry_traded() {
    // A twentieth of 1,000: the entry of 80 takes two bars; the gain of 104 comes in the second.
    let rules = MatchRules { volume_share: Some(0.05), ..MatchRules::default() };
    let bars = series(&[[100.0; 4], [100.0; 4], [104.0, 104.5, 104.0, 104.0], [105.0; 4], [105.0; 4]]);
    let mut last = None;
    let engine = run(EngineSettings { rules, ..settings() }, &bars, |ctx, bar| {
        if bar.index == 0 {
            let entry = OrderRequest::market(0, Side::Buy, Size::Units(d("80")));
            last = Some(ctx.bracket(entry, Some(price("104")), Some(price("90"))));
        }
    });
    // On the second day the entry comes first and takes 30 of the 50 units, the exit gets the other 20.
    assert_eq!(fills(&engine.unwrap()), ["50@100", "30@104", "-20@104", "-50@105", "-10@105"]);
}

#[test]
fn orders_of_a_group_take_from_each_other() {
    let bars = series(&[[100.0; 4], [100.0, 100.0, 97.0, 99.0], [99.0, 106.0, 98.0, 105.0]]);
    let engine = run(settings(), &bars, |ctx, bar| {
        if bar.index == 0 {
            let below = OrderRequest::new(0, Side::Buy, Size::Units(d("10")), T::Limit { limit: price("98") });
            let group = Some(crate::support::order_id(77));
            ctx.place(OrderRequest { oco_group: group, ..below });
            ctx.place(OrderRequest { oco_group: group, terms: T::Stop { stop: price("105") }, ..below });
        }
    });
    let engine = engine.unwrap();
    assert_eq!(fills(&engine), ["10@98"]);
    assert!(engine.blotter().is_empty());
}

#[test]
fn a_share_of_the_volume_fills_in_parts() {
    let rules = MatchRules { volume_share: Some(0.004), ..MatchRules::default() };
    let bars = [[101.0; 4], [102.0; 4], [103.0; 4]];
    check_with(EngineSettings { rules, ..settings() }, Side::Buy, T::Market, &bars, &["4@101", "4@102", "2@103"]);
    for (time_in_force, expected) in
        [(TimeInForce::Ioc, vec!["4@101"]), (TimeInForce::Fok, vec![]), (TimeInForce::Day, vec!["4@101"])]
    {
        let all = series(&[[100.0; 4], [101.0; 4], [102.0; 4]]);
        let engine = run(EngineSettings { rules, ..settings() }, &all, |ctx, bar| {
            if bar.index == 0 {
                let order = OrderRequest::market(0, Side::Buy, Size::Units(d("10")));
                ctx.place(OrderRequest { time_in_force, ..order });
            }
        });
        assert_eq!(fills(&engine.unwrap()), expected, "{time_in_force:?}");
    }
}

#[test]
fn time_in_force_ends_orders() {
    let bars = series(&[[100.0; 4], [100.0; 4], [100.0; 4], [90.0; 4]]);
    for (time_in_force, traded) in [
        (TimeInForce::Gtc, true),
        (TimeInForce::Day, false),
        (TimeInForce::Gtd { until: at(3) }, false),
        (TimeInForce::Gtd { until: at(4) }, true),
        (TimeInForce::Ioc, false),
    ] {
        let engine = run(settings(), &bars, |ctx, bar| {
            if bar.index == 0 {
                let order = OrderRequest::new(0, Side::Buy, Size::Units(d("1")), T::Limit { limit: price("95") });
                ctx.place(OrderRequest { time_in_force, ..order });
            }
        });
        let engine = engine.unwrap();
        assert_eq!(engine.record().fills().len(), usize::from(traded), "{time_in_force:?}");
        assert!(engine.blotter().is_empty(), "{time_in_force:?}");
    }
}

#[test]
fn intraday_orders_end_with_their_session_and_auctions_are_at_its_ends() {
    use bars::{hours::Hours, interval::Interval, series::BarSeries};
    use calendar::exchange::Exchange;
    let sessions = Sessions::Within { hours: Hours::of(Exchange::Nyse), interval: Interval::Hour1 };
    let listing = Listing { sessions, ..listing() };
    // Hours of Tuesday and Wednesday, 2024-01-02 and 03, from 14:30 UTC on; the last one begins at 20:30.
    let start = "2024-01-02T14:30:00Z".parse::<Timestamp>().unwrap().micros();
    let hour = |day: i64, n: i64| start + (day * 24 + n) * 3_600_000_000;
    let times: Vec<i64> = (0..2).flat_map(|day| (0..7).map(move |n| hour(day, n))).collect();
    let of = |n: usize, at: &i64| {
        let price = 100.0 + n as f64;
        let bar = model::bar::Bar::close_only(Timestamp::from_micros(*at), price + 0.5);
        model::bar::Bar { open: Some(price), high: Some(price + 0.5), low: Some(price), ..bar }
    };
    let bars: Vec<_> = times.iter().enumerate().map(|(n, at)| of(n, at)).collect();
    let bars = BarSeries::from_bars(&bars).unwrap();
    for (terms, time_in_force, expected) in [
        (T::MarketOnClose, TimeInForce::Day, vec!["1@106.5"]),
        (T::MarketOnOpen, TimeInForce::Gtc, vec!["1@107"]),
        (T::MarketOnOpen, TimeInForce::Day, vec![]),
        (T::Stop { stop: price("107.2") }, TimeInForce::Gtc, vec!["1@107.2"]),
        (T::Stop { stop: price("107.2") }, TimeInForce::Day, vec![]),
        (T::Stop { stop: price("106.2") }, TimeInForce::Day, vec!["1@106.2"]),
    ] {
        let engine = run_with(settings(), listing, &bars, |ctx, bar| {
            if bar.index == 2 {
                let order = OrderRequest::new(0, Side::Buy, Size::Units(d("1")), terms);
                ctx.place(OrderRequest { time_in_force, ..order });
            }
        });
        assert_eq!(fills(&engine.unwrap()), expected, "{terms:?} {time_in_force:?}");
    }
}

#[test]
fn slippage_is_paid_by_who_comes_and_never_beyond_a_limit() {
    let rules = MatchRules { slippage: Slippage::Fixed { amount: 0.5 }, ..MatchRules::default() };
    let settings = EngineSettings { rules, ..settings() };
    let day = [[101.0, 105.0, 97.0, 103.0]];
    let limit = |text| T::Limit { limit: price(text) };
    check_with(settings.clone(), Side::Buy, T::Market, &day, &["10@101.5"]);
    check_with(settings.clone(), Side::Sell, T::Stop { stop: price("99") }, &day, &["-10@98.5"]);
    check_with(settings.clone(), Side::Buy, limit("98"), &day, &["10@98"]);
    check_with(settings, Side::Buy, limit("101.2"), &day, &["10@101.2"]);
}

#[test]
fn prices_lie_on_the_tick_to_the_disadvantage_of_the_order() {
    let rules = MatchRules { slippage: Slippage::Relative { share: 0.0001 }, ..MatchRules::default() };
    let listing = Listing { tick_size: Some(d("0.05")), ..listing() };
    let bars = series(&[[100.0; 4], [101.0; 4]]);
    for (side, expected) in [(Side::Buy, "10@101.05"), (Side::Sell, "-10@100.95")] {
        let engine = run_with(EngineSettings { rules, ..settings() }, listing, &bars, once(side, "10", T::Market));
        assert_eq!(fills(&engine.unwrap()), [expected]);
    }
}

#[test]
fn an_order_is_canceled_and_changed_where_it_works() {
    let bars = series(&[[100.0; 4], [100.0; 4], [100.0; 4], [100.0, 100.0, 94.0, 95.0], [90.0; 4]]);
    let mut ids = Vec::new();
    let engine = run(settings(), &bars, |ctx, bar| {
        let limit = |text| OrderRequest::new(0, Side::Buy, Size::Units(d("5")), T::Limit { limit: price(text) });
        match bar.index {
            0 => ids.extend([ctx.place(limit("96")), ctx.place(limit("97"))]),
            1 => {
                assert_eq!(ctx.order(ids[0]).unwrap().status(), OrderStatus::Accepted);
                ctx.cancel(0, ids[0]);
                let quantity = model::quantity::Quantity::new(d("3"));
                let to = model::order::event::Replacement { quantity, terms: T::Limit { limit: price("95") } };
                ctx.replace(0, ids[1], to);
            }
            2 => ctx.cancel(0, ids[0]),
            _ => {}
        }
    });
    let engine = engine.unwrap();
    assert_eq!(fills(&engine), ["3@95"]);
    assert_eq!(refused(&engine), ["order_not_found"], "it was gone already");
}

#[test]
fn bars_without_parts_trade_at_what_is_known() {
    use model::bar::Bar;
    let closes = [100.0, 99.0, 94.0, 96.0];
    let bars: Vec<Bar> = closes.iter().enumerate().map(|(n, close)| Bar::close_only(at(n as i64), *close)).collect();
    let bars = bars::series::BarSeries::from_bars(&bars).unwrap();
    let refusal = run(settings(), &bars, |_, _| {}).unwrap_err();
    assert_eq!(refusal.code(), "bars_incomplete");
    let at_close = EngineSettings { arrival: Arrival::NextClose, ..settings() };
    let limit = T::Limit { limit: price("97") };
    // It could have traded at 97 on the way from 99 to 94, but nobody knows; 94 is what was seen.
    assert_eq!(fills(&run(at_close.clone(), &bars, once(Side::Buy, "10", limit)).unwrap()), ["10@94"]);
    assert_eq!(fills(&run(at_close, &bars, once(Side::Buy, "10", T::Market)).unwrap()), ["10@99"]);
}

#[test]
fn a_price_of_zero_trades_nothing() {
    let mut bars = series(&[[100.0; 4], [0.0; 4], [90.0; 4]]);
    assert_eq!(fills(&run(settings(), &bars, once(Side::Buy, "10", T::Market)).unwrap()), ["10@90"]);
    bars.close[1] = f64::NAN;
    assert_eq!(run(settings(), &bars, once(Side::Buy, "10", T::Market)).unwrap_err().code(), "bar_invalid");
}

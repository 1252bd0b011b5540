//! Runs: sizes, what a strategy may see, what goes wrong, and that the same input gives the same record.

use bars::series::BarSeries;
use execution::{
    account::{AccountMode, AccountSettings, CorporateAction, DatedAction},
    engine::{Arrival, DatedRate, Engine, EngineSettings, Finish},
    fees::{FeeRate, FeeSchedule},
    gate::GateLimits,
    listing::Listing,
    strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyError, StrategyResult, units_from},
};
use model::{
    bar::Bar,
    currency::Currency,
    id::InstrumentId,
    order::{OrderTerms as T, Side, fill::Fill},
};

use crate::{
    sma_cross::{SmaCross, Summing},
    support::{Script, at, bar, d, fills, instrument, listing, once, price, refused, run, run_with, series, settings},
};

fn buy(size: Size) -> OrderRequest {
    OrderRequest::market(0, Side::Buy, size)
}

#[test]
fn arrival_says_where_an_order_meets_the_market() {
    let bars = series(&[[100.0, 101.0, 99.0, 100.5], [102.0, 104.0, 101.0, 103.0]]);
    for (arrival, expected) in
        [(Arrival::NextOpen, "10@102"), (Arrival::NextClose, "10@103"), (Arrival::SameClose, "10@100.5")]
    {
        let engine = run(EngineSettings { arrival, ..settings() }, &bars, once(Side::Buy, "10", T::Market)).unwrap();
        assert_eq!(fills(&engine), [expected], "{arrival:?}");
    }
}

#[test]
fn sizes_become_units_at_the_price_of_sending() {
    let bars = series(&[[100.0; 4], [50.0; 4]]);
    let fees =
        FeeSchedule { rate: FeeRate::PerUnit { amount: d("0.1") }, minimum: Some(d("5")), ..FeeSchedule::default() };
    for (size, fees, lot, expected) in [
        (Size::Units(d("3")), FeeSchedule::default(), "1", vec!["3@50"]),
        (Size::Money(d("1000")), FeeSchedule::default(), "1", vec!["20@50"]),
        (Size::Money(d("1000")), FeeSchedule::share(d("0.01")), "1", vec!["19@50"]),
        (Size::Money(d("1000")), FeeSchedule::share(d("0.01")), "0.01", vec!["19.8@50"]),
        // 19 · 50 + 5 = 955; 20 would be 1,005
        (Size::Money(d("1000")), fees.clone(), "1", vec!["19@50"]),
        (Size::Money(d("1005")), fees.clone(), "1", vec!["20@50"]),
        (Size::FundsShare(d("1")), FeeSchedule::default(), "1", vec!["200@50"]),
        (Size::FundsShare(d("2")), FeeSchedule::default(), "1", vec!["400@50"]),
        (Size::FundsShare(d("0.5")), fees, "1", vec!["99@50"]),
        (Size::Money(d("49.99")), FeeSchedule::default(), "1", vec![]),
        (Size::Position, FeeSchedule::default(), "1", vec![]),
    ] {
        let listing = Listing { lot_size: d(lot), ..listing() };
        let engine = run_with(EngineSettings { fees, ..settings() }, listing, &bars, |ctx, bar| {
            if bar.index == 0 {
                ctx.place(buy(size));
            }
        });
        assert_eq!(fills(&engine.unwrap()), expected, "{size:?}");
    }
}

#[test]
fn what_the_account_cannot_pay_is_refused_and_told() {
    struct Greedy(Vec<&'static str>);
    impl Strategy for Greedy {
        fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
            let units = ["1000000000", "201", "200"][bar.index.min(2)];
            ctx.place(buy(Size::Units(d(units))));
            Ok(())
        }

        fn on_refused(&mut self, _: &mut Context<'_>, refused: &execution::strategy::Refused) -> StrategyResult {
            self.0.push(refused.why.code());
            Ok(())
        }
    }
    let bars = series(&[[100.0; 4]; 5]);
    let cash = AccountSettings::cash(Currency::USD, d("20000"));
    let mut engine = Engine::new(EngineSettings { account: cash, ..settings() }, &[listing()]).unwrap();
    let mut greedy = Greedy(Vec::new());
    engine.run(&mut greedy, &[&bars]).unwrap();
    assert_eq!(fills(&engine), ["200@100"]);
    assert_eq!(greedy.0, ["buying_power"; 3]);
    assert_eq!((engine.account().cash(Currency::USD), engine.record().refused_count()), (d("0"), 3));
}

#[test]
fn a_strategy_sees_nothing_that_has_not_closed() {
    let bars = series(&[[100.0; 4], [101.0; 4], [102.0; 4], [103.0; 4]]);
    run(settings(), &bars, |ctx, bar| {
        assert_eq!(ctx.closes(0).len(), bar.index + 1);
        assert_eq!(ctx.closes(0).last(), Some(&bar.bar.close));
        assert_eq!((ctx.bars(0), ctx.now()), (bar.index + 1, bar.bar.at));
        assert_eq!(ctx.bar(0, bar.index), Some(bar.bar));
        assert_eq!(ctx.bar(0, bar.index + 1), None);
    })
    .unwrap();
}

/// Prices by chance around 100.
pub(crate) fn random_bars(count: usize, seed: u64) -> BarSeries {
    let mut chance = seed;
    let mut next = || {
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((chance >> 40) % 201) as f64 / 100.0 - 1.0
    };
    let mut last = 100.0_f64;
    let bars: Vec<[f64; 4]> = (0..count)
        .map(|_| {
            let open = ((last + next()) * 100.0).round() / 100.0;
            let close = ((open + next()) * 100.0).round().max(5000.0) / 100.0;
            last = close;
            [open, open.max(close) + 0.25, open.min(close) - 0.25, close]
        })
        .collect();
    series(&bars)
}

#[test]
fn what_comes_later_changes_nothing_before() {
    let bars = random_bars(600, 5);
    let rules = execution::matching::MatchRules { volume_share: Some(0.05), ..Default::default() };
    let settings = EngineSettings { fees: FeeSchedule::share(d("0.001")), rules, ..settings() };
    let whole = {
        let mut engine = Engine::new(settings.clone(), &[listing()]).unwrap();
        engine.run(&mut SmaCross::new(5, 20, true, Summing::Compensated), &[&bars]).unwrap();
        engine.record().clone()
    };
    assert!(whole.fills().len() > 30);
    for cut in [50, 123, 377, 599] {
        let part = bars.slice(0..cut);
        let mut engine = Engine::new(settings.clone(), &[listing()]).unwrap();
        engine.run(&mut SmaCross::new(5, 20, true, Summing::Compensated), &[&part]).unwrap();
        assert_eq!(engine.record().equity(), &whole.equity()[..cut]);
        let fills = engine.record().fills();
        assert_eq!(fills, &whole.fills()[..fills.len()]);
    }
}

#[test]
fn bar_by_bar_is_the_same_as_whole_series() {
    let bars = random_bars(400, 9);
    let mut whole = Engine::new(settings(), &[listing()]).unwrap();
    whole.run(&mut SmaCross::new(5, 20, true, Summing::Compensated), &[&bars]).unwrap();
    let (mut paper, mut strategy) =
        (Engine::new(settings(), &[listing()]).unwrap(), SmaCross::new(5, 20, true, Summing::Compensated));
    paper.start(&mut strategy).unwrap();
    for bar in bars.iter() {
        paper.bars(&mut strategy, &[(0, bar)]).unwrap();
    }
    assert!(!whole.record().fills().is_empty());
    assert_eq!(paper.record(), whole.record());
    let again = paper.bars(&mut strategy, &[(0, bars.bar(399))]).unwrap_err();
    assert_eq!(again.code(), "bars_not_ascending");
    assert_eq!(paper.bars(&mut strategy, &[(3, bars.bar(0))]).unwrap_err().code(), "instrument_not_in_run");
}

#[test]
fn the_cash_is_what_the_fills_say_digit_for_digit() {
    let bars = random_bars(2000, 21);
    let settings = EngineSettings { fees: FeeSchedule::share(d("0.00123")), ..settings() };
    let mut engine = Engine::new(settings, &[listing()]).unwrap();
    engine.run(&mut SmaCross::new(4, 15, true, Summing::Compensated), &[&bars]).unwrap();
    let paid = |fill: &Fill| fill.side.opposite().signed(fill.quantity.get() * fill.price.get()) - fill.fee.amount;
    let fills = engine.record().fills();
    assert!(fills.len() > 300);
    assert_eq!(
        engine.account().cash(Currency::USD),
        d("10000") + fills.iter().map(paid).sum::<rust_decimal::Decimal>()
    );
    let fees: rust_decimal::Decimal = fills.iter().map(|fill| fill.fee.amount).sum();
    assert_eq!(engine.account().flows().fees, fees);
}

#[test]
fn positions_are_closed_at_the_end_when_asked() {
    let bars = series(&[[100.0; 4], [101.0; 4], [104.0, 108.0, 103.0, 107.0]]);
    for (finish, expected, equity) in [
        (Finish::Keep, vec!["10@101"], 10_060.0),
        (Finish::CloseAtClose, vec!["10@101", "-10@107"], 10_060.0),
        (Finish::CloseAtOpen, vec!["10@101", "-10@104"], 10_030.0),
    ] {
        let engine = run(EngineSettings { finish, ..settings() }, &bars, once(Side::Buy, "10", T::Market)).unwrap();
        assert_eq!(fills(&engine), expected, "{finish:?}");
        assert_eq!(engine.record().equity().last(), Some(&Some(equity)), "{finish:?}");
    }
}

#[test]
fn corporate_actions_come_before_the_bar_of_their_day() {
    let bars = series(&[[100.0; 4], [100.0; 4], [50.0; 4], [50.0; 4], [40.0; 4]]);
    let action = |day, action| DatedAction { at: at(day), instrument_id: instrument(), action };
    let mut engine = Engine::new(settings(), &[listing()]).unwrap();
    engine
        .schedule(&[
            action(4, CorporateAction::Delisting { price: d("40") }),
            action(2, CorporateAction::Split { new: d("2"), old: d("1") }),
            action(3, CorporateAction::Dividend { per_unit: d("1") }),
        ])
        .unwrap();
    let mut first = once(Side::Buy, "10", T::Market);
    let resting = OrderRequest::new(0, Side::Buy, Size::Units(d("1")), T::Limit { limit: price("45") });
    let mut script = Script(|ctx: &mut Context<'_>, bar: &ClosedBar| {
        first(ctx, bar);
        if bar.index == 0 {
            ctx.place(resting);
        }
    });
    engine.run(&mut script, &[&bars]).unwrap();
    assert_eq!(fills(&engine), ["10@100"], "the split took the limit of 45 away");
    let equity: Vec<f64> = engine.record().equity().iter().map(|equity| equity.unwrap()).collect();
    assert_eq!(equity, [10_000.0, 10_000.0, 10_000.0, 10_020.0, 9_820.0]);
    assert_eq!(engine.account().units(0), d("0"));
    let other = DatedAction {
        instrument_id: InstrumentId::from_uuid(uuid::Uuid::from_u128(9)),
        ..action(1, CorporateAction::Dividend { per_unit: d("1") })
    };
    assert_eq!(engine.schedule(&[other]).unwrap_err().code(), "instrument_not_in_run");
}

#[test]
fn a_foreign_instrument_counts_at_the_rate_of_its_day() {
    let foreign = Listing { currency: Currency::EUR, ..listing() };
    let bars = series(&[[100.0; 4], [100.0; 4], [100.0; 4], [100.0; 4]]);
    let rate = |day, text: Option<&str>| DatedRate { at: at(day), currency: Currency::EUR, rate: text.map(d) };
    let mut engine = Engine::new(settings(), &[foreign]).unwrap();
    engine.schedule_rates(&[rate(2, None), rate(0, Some("1.1")), rate(3, Some("1.2"))]).unwrap();
    engine.run(&mut Script(once(Side::Buy, "10", T::Market)), &[&bars]).unwrap();
    // What was bought was borrowed in its currency, so only the gain moves with the rate, and there is none.
    assert_eq!(engine.account().cash(Currency::EUR), d("-1000"));
    assert_eq!(engine.record().equity(), [Some(10_000.0), Some(10_000.0), None, Some(10_000.0)]);
    assert!(engine.schedule_rates(&[rate(4, Some("0"))]).is_err());
}

#[test]
fn several_instruments_meet_in_moments() {
    let other = Listing { instrument_id: InstrumentId::from_uuid(uuid::Uuid::from_u128(3)), ..listing() };
    let one = series(&[[100.0; 4], [100.0; 4], [110.0; 4]]);
    let two = series(&[[20.0; 4], [20.0; 4], [20.0; 4], [30.0; 4]]).slice(1..4);
    struct Both(Vec<(i64, usize)>);
    impl Strategy for Both {
        fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
            self.0.push((ctx.now().micros() / 86_400_000_000, bar.instrument));
            Ok(())
        }

        fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
            // Out of one into the other: the sale comes first and pays for the purchase at the same opens.
            match ctx.now().micros() / 86_400_000_000 {
                0 => _ = ctx.place(buy(Size::FundsShare(d("1")))),
                1 => {
                    ctx.close(0);
                    ctx.place(OrderRequest::market(1, Side::Buy, Size::FundsShare(d("1"))));
                }
                _ => {}
            }
            Ok(())
        }
    }
    let account = AccountSettings::cash(Currency::USD, d("10000"));
    let mut engine = Engine::new(EngineSettings { account, ..settings() }, &[listing(), other]).unwrap();
    let mut both = Both(Vec::new());
    engine.run(&mut both, &[&one, &two]).unwrap();
    assert_eq!(both.0, [(0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (3, 1)]);
    assert_eq!(fills(&engine), ["100@100", "-100@110", "550@20"]);
    assert_eq!(engine.record().equity(), [Some(10_000.0), Some(10_000.0), Some(11_000.0), Some(16_500.0)]);
}

#[test]
fn what_is_wrong_is_a_typed_error() {
    let good = series(&[[100.0; 4]; 3]);
    let mut back = good.clone();
    back.at[2] = back.at[1];
    assert_eq!(run(settings(), &back, |_, _| {}).unwrap_err().code(), "bars_not_ascending");
    let mut absurd = good.clone();
    absurd.close[1] = f64::INFINITY;
    assert_eq!(run(settings(), &absurd, |_, _| {}).unwrap_err().code(), "bar_invalid");
    let mut engine = Engine::new(settings(), &[listing()]).unwrap();
    assert_eq!(
        engine.run(&mut Script(|_: &mut Context<'_>, _: &ClosedBar| {}), &[]).unwrap_err().code(),
        "instrument_not_in_run"
    );
    let rules = execution::matching::MatchRules { volume_share: Some(1.5), ..Default::default() };
    assert_eq!(
        Engine::new(EngineSettings { rules, ..settings() }, &[listing()]).unwrap_err().code(),
        "execution_setting_invalid"
    );
    let zero = Listing { lot_size: d("0"), ..listing() };
    assert_eq!(Engine::new(settings(), &[zero]).unwrap_err().code(), "execution_setting_invalid");
    let mut no_volume = good.clone();
    no_volume.volume = None;
    let rules = execution::matching::MatchRules { volume_share: Some(0.5), ..Default::default() };
    assert_eq!(
        run(EngineSettings { rules, ..settings() }, &no_volume, |_, _| {}).unwrap_err().code(),
        "bars_incomplete"
    );
}

#[test]
fn orders_of_nonsense_are_refused_and_the_run_goes_on() {
    for nonsense in [f64::NAN, f64::INFINITY, -1.0, 1e40] {
        assert!(units_from(nonsense).is_err(), "{nonsense}");
    }
    assert_eq!(units_from(2.5), Ok(d("2.5")));
    let bars = series(&[[100.0; 4]; 4]);
    let engine = run(settings(), &bars, |ctx, bar| {
        if bar.index == 0 {
            ctx.place(buy(Size::Units(d("-5"))));
            ctx.place(buy(Size::Units(d("0"))));
            ctx.place(buy(Size::Units(d("1.5"))));
            ctx.place(OrderRequest { instrument: 7, ..buy(Size::Units(d("1"))) });
            ctx.place(buy(Size::Parent));
            ctx.place(OrderRequest { terms: T::Limit { limit: price("0") }, ..buy(Size::Units(d("1"))) });
            ctx.cancel(0, crate::support::order_id(99));
            ctx.place(buy(Size::Units(d("1"))));
        }
    });
    let engine = engine.unwrap();
    let expected = [
        "not_positive",
        "not_positive",
        "lot_size",
        "instrument_not_in_run",
        "field_missing",
        "not_positive",
        "order_not_found",
    ];
    assert_eq!(refused(&engine), expected);
    assert_eq!(fills(&engine), ["1@100"]);
}

#[test]
fn a_strategy_that_gives_up_stops_the_run_with_its_words() {
    struct Tired;
    impl Strategy for Tired {
        fn on_bar(&mut self, _: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
            if bar.index == 2 { Err(StrategyError("no more".to_owned())) } else { Ok(()) }
        }
    }
    let bars = series(&[[100.0; 4]; 4]);
    let mut engine = Engine::new(settings(), &[listing()]).unwrap();
    let error = engine.run(&mut Tired, &[&bars]).unwrap_err();
    assert_eq!((error.code(), engine.record().equity().len()), ("strategy_failed", 2));
    assert!(error.to_string().contains("no more"), "{error}");
}

#[test]
fn a_strategy_that_answers_each_fill_with_an_order_ends() {
    struct Echo;
    impl Strategy for Echo {
        fn on_bar(&mut self, ctx: &mut Context<'_>, _: &ClosedBar) -> StrategyResult {
            ctx.place(buy(Size::Units(d("1"))));
            Ok(())
        }

        fn on_fill(&mut self, ctx: &mut Context<'_>, fill: &Fill) -> StrategyResult {
            ctx.place(OrderRequest::market(0, fill.side.opposite(), Size::Units(d("1"))));
            Ok(())
        }
    }
    let bars = series(&[[100.0; 4]; 2]);
    let mut engine = Engine::new(EngineSettings { arrival: Arrival::SameClose, ..settings() }, &[listing()]).unwrap();
    engine.run(&mut Echo, &[&bars]).unwrap();
    assert!(engine.record().fills().len() < 100);
}

#[test]
fn a_run_without_bars_or_with_one_is_a_run() {
    for count in [0, 1] {
        let bars = series(&vec![[100.0; 4]; count]);
        let engine =
            run(EngineSettings { finish: Finish::CloseAtOpen, ..settings() }, &bars, once(Side::Buy, "1", T::Market))
                .unwrap();
        assert_eq!((engine.record().equity().len(), fills(&engine).len()), (count, 0));
    }
}

#[test]
fn a_daily_loss_ends_new_positions_by_itself() {
    let mode = AccountMode::Margin { initial: d("1"), maintenance: d("0.5") };
    let limits = GateLimits { daily_loss_max: Some(d("500")), allow_short: true, ..GateLimits::default() };
    let account = AccountSettings::cash(Currency::USD, d("10000")).with_mode(mode);
    let bars = series(&[[100.0; 4], [100.0, 100.0, 90.0, 90.0], [90.0, 90.0, 80.0, 80.0], [80.0; 4]]);
    let engine =
        run(EngineSettings { limits, account, arrival: Arrival::NextClose, ..settings() }, &bars, |ctx, bar| {
            ctx.place(buy(Size::Units(d(["60", "10", "10", "10"][bar.index]))));
        });
    let engine = engine.unwrap();
    // The second order arrives at the close of a day that has lost 600.
    assert_eq!(fills(&engine), ["60@90"]);
    assert_eq!(refused(&engine), ["daily_loss", "reducing_only"]);
}

#[test]
fn what_an_account_may_no_longer_keep_is_closed() {
    // 10,000 of its own and 10,000 borrowed buy 200 at 100. At 60 the equity of 2,000 is less than a quarter of 12,000: half of 4,000
    // may be kept, so 133.33… of 200 must go, in whole units.
    let bars = series(&[[100.0; 4], [100.0; 4], [100.0, 100.0, 60.0, 60.0], [60.0; 4], [60.0; 4]]);
    let engine = run(settings(), &bars, once(Side::Buy, "200", T::Market)).unwrap();
    assert_eq!(fills(&engine), ["200@100", "-134@60"]);
    let calls = engine.record().margin_calls();
    assert_eq!((calls.len(), calls[0].equity, calls[0].gross_exposure), (1, d("2000"), d("12000")));
    assert_eq!(engine.account().is_below_maintenance(), Some(false));
}

#[test]
fn a_short_position_is_bought_back_whole_when_nothing_is_left() {
    let bars = series(&[[100.0; 4], [100.0; 4], [160.0; 4], [160.0; 4], [160.0; 4]]);
    let engine = run(settings(), &bars, once(Side::Sell, "200", T::Market)).unwrap();
    assert_eq!(fills(&engine), ["-200@100", "200@160"]);
    assert_eq!(engine.account().exact_equity(), Some(d("-2000")), "a jump loses more than there was, and says so");
    assert_eq!(engine.record().margin_calls().len(), 1, "debts that are left are no further call");
}

#[test]
fn an_account_that_is_never_called_keeps_its_positions() {
    let mode = AccountMode::Margin { initial: d("0.5"), maintenance: d("0") };
    let account = AccountSettings::cash(Currency::USD, d("10000")).with_mode(mode);
    let bars = series(&[[100.0; 4], [100.0; 4], [10.0; 4], [10.0; 4]]);
    let engine = run(EngineSettings { account, ..settings() }, &bars, once(Side::Buy, "200", T::Market)).unwrap();
    assert_eq!((fills(&engine).len(), engine.record().margin_calls().len()), (1, 0));
}

#[test]
fn a_call_that_volume_holds_up_is_made_once() {
    let rules = execution::matching::MatchRules { volume_share: Some(0.1), ..Default::default() };
    let days = [(100.0, 1e5), (100.0, 1e5), (60.0, 1e5), (60.0, 500.0), (60.0, 500.0), (60.0, 500.0)];
    let bar = |(n, (price, volume)): (usize, &(f64, f64))| Bar { volume: Some(*volume), ..bar(n as i64, [*price; 4]) };
    let bars = BarSeries::from_bars(&days.iter().enumerate().map(bar).collect::<Vec<_>>()).unwrap();
    let engine = run(EngineSettings { rules, ..settings() }, &bars, once(Side::Buy, "200", T::Market)).unwrap();
    assert_eq!(fills(&engine), ["200@100", "-50@60", "-50@60", "-34@60"]);
    assert_eq!(engine.record().margin_calls().len(), 1);
}

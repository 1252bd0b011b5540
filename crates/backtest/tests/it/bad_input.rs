//! Bars, orders and accounts that make no sense: an error that says so, or a figure that is left open.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
};

use backtest::{Backtest, BacktestError, BacktestSettings, MeasureSettings, Notice};
use bars::series::BarSeries;
use execution::{
    account::{AccountMode, CorporateAction, DatedAction},
    error::ExecutionError,
    gate::GateLimits,
    strategy::{ClosedBar, Context, OrderRequest, Size, StrategyError},
};
use model::{bar::Bar, order::Side};
use rust_decimal::Decimal;

use crate::support::{
    DAY, Script, at, closes, crossing, d, days, go_on, instrument, listing, margin, run, settings, walk,
};

fn code(settings: BacktestSettings, series: &BarSeries) -> &'static str {
    run(settings, series, crossing(2, 3)).unwrap_err().code()
}

fn buy(units: Decimal) -> Script<impl FnMut(&mut Context<'_>, &ClosedBar)> {
    Script(move |ctx: &mut Context<'_>, bar: &ClosedBar| {
        if bar.index == 0 {
            ctx.place(OrderRequest::market(0, Side::Buy, Size::Units(units)));
        }
    })
}

#[test]
fn bars_that_are_wrong_are_refused_with_their_place() {
    assert_eq!(code(settings(), &BarSeries::default()), "no_bars");
    let mut twice = walk(1, 10, DAY);
    twice.at[4] = twice.at[3];
    let error = run(settings(), &twice, crossing(2, 3)).unwrap_err();
    assert!(matches!(error, BacktestError::Execution(ExecutionError::NotAscending { index: 4, .. })), "{error}");
    let mut wrong = walk(1, 10, DAY);
    wrong.close[5] = f64::NAN;
    assert_eq!(code(settings(), &wrong), "bar_invalid");
    let only_closes: Vec<Bar> = (0..5).map(|n| Bar::close_only(at(n), 10.0)).collect();
    assert_eq!(code(settings(), &BarSeries::from_bars(&only_closes).unwrap()), "bars_incomplete");
}

#[test]
fn settings_that_are_wrong_are_refused_by_name() {
    let new = |settings: BacktestSettings| Backtest::new(settings, vec![listing(0)]).unwrap_err();
    assert_eq!(new(BacktestSettings { cash: d("-1"), ..settings() }).code(), "backtest_setting_invalid");
    assert_eq!(new(BacktestSettings { latency_micros: -1, ..settings() }).code(), "backtest_setting_invalid");
    assert_eq!(new(BacktestSettings { volume_share: Some(0.0), ..settings() }).code(), "execution_setting_invalid");
    let account = AccountMode::Margin { initial: d("0.2"), maintenance: d("0.5") };
    assert_eq!(new(BacktestSettings { account, ..settings() }).code(), "execution_setting_invalid");
    for measure in [
        MeasureSettings { periods_per_year: 0.0, ..MeasureSettings::default() },
        MeasureSettings { confidence: 1.0, ..MeasureSettings::default() },
        MeasureSettings { risk_free_rate: f64::NAN, ..MeasureSettings::default() },
    ] {
        assert_eq!(new(BacktestSettings { measure, ..settings() }).code(), "backtest_setting_invalid");
    }
    let action = CorporateAction::Dividend { per_unit: d("1") };
    let actions = vec![DatedAction { at: at(1), instrument_id: instrument(9), action }];
    assert_eq!(new(BacktestSettings { actions, ..settings() }).code(), "instrument_not_in_run");
    let backtest = Backtest::new(settings(), vec![listing(0), listing(1)]).unwrap();
    let series = walk(1, 10, DAY);
    let error = backtest.run(&[&series], &mut crossing(2, 3), None, &mut go_on).unwrap_err();
    assert_eq!(error.code(), "instrument_not_in_run");
}

#[test]
fn one_bar_and_prices_that_stand_still_leave_ratios_open() {
    for series in [closes(&[100.0]), closes(&[100.0; 60])] {
        let result = run(settings(), &series, buy(d("10"))).unwrap();
        let report = result.measured.report.unwrap();
        let figure = |name: &str| report.figures.iter().find(|figure| figure.name == name).unwrap();
        for name in ["sharpe_ratio", "sortino_ratio", "calmar_ratio", "profit_factor", "beta"] {
            let figure = figure(name);
            assert!(figure.value.is_none() && figure.undefined.is_some(), "{figure:?}");
        }
        assert_eq!(figure("total_return").value, Some(0.0));
    }
}

#[test]
fn an_account_that_loses_everything_says_when() {
    let series = closes(&[100.0, 100.0, 90.0, 20.0, 10.0, 15.0]);
    let limits = GateLimits { check_buying_power: false, ..margin().limits };
    let settings = BacktestSettings { limits, ..margin() };
    let result = run(settings, &series, buy(d("300"))).unwrap();
    assert!(result.measured.report.is_none());
    let why = result.measured.undefined.unwrap();
    assert!(why.contains("1970-01-04"), "{why}");
    // 10,000 and 20,000 borrowed: at 20 there are 6,000 in shares and −20,000, and 300 are sold at the next open.
    assert_eq!(
        result.margin_calls.iter().map(|call| (call.at, call.equity)).collect::<Vec<_>>(),
        [(at(3), d("-14000"))]
    );
    assert_eq!((result.fills.len(), result.equity_end), (2, Some(d("-14000"))));
    let all_losing = run(crate::support::settings(), &closes(&[10.0, 9.0, 8.0, 7.0]), buy(d("10"))).unwrap();
    let report = all_losing.measured.report.unwrap();
    let payoff = report.figures.iter().find(|figure| figure.name == "payoff_ratio").unwrap();
    assert!(payoff.value.is_none() && payoff.undefined.is_some());
}

#[test]
fn a_billion_shares_and_no_shares_are_refused() {
    let series = walk(2, 10, DAY);
    for (units, why) in [("1000000000", "buying_power"), ("0", "not_positive"), ("0.5", "lot_size")] {
        let result = run(settings(), &series, buy(d(units))).unwrap();
        assert_eq!((result.refused_count, result.fills.len()), (1, 0), "{units}");
        assert!(result.refused[0].code.contains(why), "{units}: {}", result.refused[0].code);
        assert!(!result.refused[0].message.is_empty());
    }
    let vast = run(settings(), &series, buy(Decimal::MAX)).unwrap();
    assert_eq!(vast.refused[0].code, "order_too_large");
}

#[test]
fn a_strategy_that_fails_and_one_that_is_stopped_end_with_the_reason() {
    struct Failing;
    impl execution::strategy::Strategy for Failing {
        fn on_bar(&mut self, _: &mut Context<'_>, bar: &ClosedBar) -> Result<(), StrategyError> {
            if bar.index == 3 { Err(StrategyError("no more".to_owned())) } else { Ok(()) }
        }
    }
    let series = walk(3, 10_000, DAY);
    let error = run(settings(), &series, Failing).unwrap_err();
    assert!(error.to_string().contains("no more") && error.code() == "strategy_failed", "{error}");
    let backtest = Backtest::new(settings(), vec![listing(0)]).unwrap();
    let mut told = Vec::new();
    let mut observe = |done: usize| {
        told.push(done);
        if told.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let error = backtest.run(&[&series], &mut crossing(2, 5), None, &mut observe).unwrap_err();
    assert_eq!((error, told), (BacktestError::Cancelled, vec![4096, 8192]));
}

#[test]
fn a_run_ends_after_the_moment_in_which_it_was_stopped() {
    /// Somebody else sets the flag while the third bar is looked at.
    struct Slow(Arc<AtomicBool>, usize);
    impl execution::strategy::Strategy for Slow {
        fn on_bar(&mut self, _: &mut Context<'_>, bar: &ClosedBar) -> Result<(), StrategyError> {
            self.1 += 1;
            self.0.store(bar.index == 2, Relaxed);
            Ok(())
        }
    }
    let (series, flag) = (walk(3, 10_000, DAY), Arc::new(AtomicBool::new(false)));
    let backtest = Backtest::new(settings(), vec![listing(0)]).unwrap().stopped_by(Arc::clone(&flag));
    let mut slow = Slow(Arc::clone(&flag), 0);
    let error = backtest.run(&[&series], &mut slow, None, &mut go_on).unwrap_err();
    assert_eq!((error, slow.1), (BacktestError::Cancelled, 3));
    flag.store(false, Relaxed);
    assert!(backtest.run(&[&series], &mut crossing(2, 5), None, &mut go_on).is_ok());
    assert_eq!(backtest, Backtest::new(settings(), vec![listing(0)]).unwrap());
}

#[test]
fn odd_bars_are_noticed() {
    let mut bars: Vec<Bar> = days(&[[10.0, 11.0, 9.0, 10.0]; 30]).iter().collect();
    bars[5].close = 0.0;
    bars[5].low = Some(0.0);
    bars[7].volume = Some(0.0);
    bars[8].volume = Some(0.0);
    bars.drain(15..25);
    let result = run(settings(), &BarSeries::from_bars(&bars).unwrap(), buy(d("10"))).unwrap();
    let instrument_id = instrument(0);
    assert_eq!(
        result.notices,
        [
            Notice::Gap { instrument_id, from: at(14), to: at(25) },
            Notice::ZeroPrices { instrument_id, bars: 1, first: at(5) },
            Notice::NoVolume { instrument_id, bars: 2, first: at(7) },
        ]
    );
    assert_eq!(result.curve.equity[5], result.curve.equity[4], "a price of zero is no price");
}

//! What a run gives: the curve, round trips, costs, attribution, figures, benchmarks.

use backtest::{
    Backtest, BacktestResult, BacktestSettings, Benchmark, BenchmarkSettings, Every, InstrumentGain, MeasureSettings,
    Notice, Rebalancing,
};
use bars::series::BarSeries;
use execution::{
    account::{CorporateAction, DatedAction, InterestRates},
    engine::{Arrival, DatedRate, Finish},
    fees::{FeeRate, FeeSchedule},
    listing::Listing,
    number::float,
    slippage::Slippage,
    strategy::{ClosedBar, Context, OrderRequest, Size},
};
use model::{currency::Currency, order::Side};
use rust_decimal::Decimal;

use crate::support::{
    Chance, DAY, Script, at, closes, crossing, d, days, go_on, instrument, listing, margin, near, run, settings, walk,
};

fn figure(result: &BacktestResult, name: &str) -> Option<f64> {
    let report = result.measured.report.as_ref().unwrap();
    report.figures.iter().find(|figure| figure.name == name).unwrap().value
}

/// Buys and sells units at some bars.
fn at_bars(orders: &'static [(usize, i64)]) -> Script<impl FnMut(&mut Context<'_>, &ClosedBar)> {
    Script(move |ctx: &mut Context<'_>, bar: &ClosedBar| {
        for (_, units) in orders.iter().filter(|(index, _)| *index == bar.index) {
            let side = if *units > 0 { Side::Buy } else { Side::Sell };
            ctx.place(OrderRequest::market(bar.instrument, side, Size::Units(Decimal::from(units.abs()))));
        }
    })
}

#[test]
fn a_run_by_hand() {
    let series = days(&[
        [100.0, 101.0, 99.0, 100.0],
        [100.0, 106.0, 98.0, 104.0],
        [104.0, 112.0, 95.0, 96.0],
        [97.0, 99.0, 90.0, 98.0],
        [110.0, 120.0, 80.0, 110.0],
    ]);
    let settings = BacktestSettings {
        fees: FeeSchedule { rate: FeeRate::PerUnit { amount: d("0.01") }, ..FeeSchedule::default() },
        slippage: Slippage::Fixed { amount: 0.5 },
        ..settings()
    };
    let result = run(settings, &series, at_bars(&[(0, 10), (3, -10)])).unwrap();
    let equity: Vec<f64> = result.curve.equity.iter().map(|value| value.unwrap()).collect();
    // 10 at 100.50 with 0.10 of fees; marks 104, 96, 98; 10 at 109.50 with 0.10.
    for (got, expected) in equity.iter().zip([10000.0, 10034.9, 9954.9, 9974.9, 10089.8]) {
        near(*got, expected, 1e-9, "equity");
    }
    assert_eq!(result.equity_end, Some(d("10089.8")));
    let falls: Vec<f64> = result.curve.drawdown.iter().map(|value| value.unwrap()).collect();
    near(falls[2], 9954.9 / 10034.9 - 1.0, 1e-15, "fall");
    assert_eq!((falls[0], falls[1], falls[4]), (0.0, 0.0, 0.0));
    assert_eq!(result.curve.gross_exposure[..3], [Some(0.0), Some(1040.0), Some(960.0)]);
    assert_eq!(result.curve.net_exposure[4], Some(0.0));
    let trip = result.round_trips[0];
    assert_eq!((trip.entry_index, trip.exit_index, trip.bars_held), (1, 4, 3));
    assert_eq!((trip.capital, trip.pnl, trip.fees), (d("1005"), d("89.8"), d("0.20")));
    assert_eq!(trip.slippage, Some(d("10")));
    // Seen for certain: the first bar's close, highs and lows of the two between, the last one's open, and its own prices.
    near(trip.adverse_excursion.unwrap(), (90.0 - 100.5) * 10.0, 1e-9, "adverse");
    near(trip.favourable_excursion.unwrap(), (112.0 - 100.5) * 10.0, 1e-9, "favourable");
    near(trip.return_on_capital.unwrap(), 89.8 / 1005.0, 1e-15, "return on capital");
    assert_eq!((result.costs.fees, result.costs.slippage), (d("0.20"), Some(d("10"))));
    let split = result.attribution.unwrap();
    assert_eq!((split.signal, split.sizing, split.open), (d("100"), d("0"), d("0")));
    assert_eq!((split.fees, split.slippage, split.currency, split.total), (d("-0.2"), d("-10"), d("0"), d("89.8")));
    assert_eq!((figure(&result, "time_in_market"), result.orders), (Some(0.6), 2));
    let trades = result.measured.report.as_ref().unwrap().trades.clone().unwrap();
    assert_eq!((trades.hit_rate, trades.expectancy, trades.profit_factor), (Some(1.0), Some(89.8), None));
    // Purchases and sales over value: (1005/10034.9 + 1095/10089.8) / 5 periods / 2 × 252.
    let turnover = (1005.0 / 10034.9 + 1095.0 / 10089.8) / 5.0 / 2.0 * 252.0;
    near(figure(&result, "turnover").unwrap(), turnover, 1e-12, "turnover");
}

#[test]
fn splits_do_not_tear_excursions_or_the_attribution() {
    let series = days(&[
        [100.0, 101.0, 99.0, 100.0],
        [100.0, 100.0, 100.0, 100.0],
        [100.0, 130.0, 99.0, 110.0],
        [55.0, 56.0, 54.0, 55.0],
        [55.0, 57.0, 52.0, 56.0],
        [60.0, 60.0, 60.0, 60.0],
    ]);
    let split = CorporateAction::Split { new: d("2"), old: d("1") };
    let dividend = CorporateAction::Dividend { per_unit: d("0.5") };
    let actions = vec![
        DatedAction { at: at(4), instrument_id: instrument(0), action: dividend },
        DatedAction { at: at(3), instrument_id: instrument(0), action: split },
    ];
    let result = run(BacktestSettings { actions, ..settings() }, &series, at_bars(&[(0, 10), (4, -20)])).unwrap();
    let trip = result.round_trips[0];
    assert_eq!((trip.units, trip.entry_price, trip.pnl), (d("20"), d("50"), d("200")));
    near(trip.adverse_excursion.unwrap(), -0.5 * 20.0, 1e-9, "99 before the split is 49.50");
    near(trip.favourable_excursion.unwrap(), 15.0 * 20.0, 1e-9, "130 before the split is 65");
    assert_eq!(result.curve.gross_exposure[3], Some(1100.0));
    let split = result.attribution.unwrap();
    assert_eq!((split.signal, split.dividends, split.total, split.currency), (d("200"), d("10"), d("210"), d("0")));
    assert!(result.notices.is_empty(), "{:?}", result.notices);
    let untold = run(settings(), &series, at_bars(&[])).unwrap();
    assert!(
        matches!(untold.notices[..], [Notice::SplitMissing { at: when, .. }] if when == at(3)),
        "{:?}",
        untold.notices
    );
}

/// Orders of all kinds by chance over two instruments.
fn monkey(seed: u64) -> Script<impl FnMut(&mut Context<'_>, &ClosedBar)> {
    let mut chance = Chance(seed);
    Script(move |ctx: &mut Context<'_>, bar: &ClosedBar| {
        let side = if chance.below(2) == 0 { Side::Buy } else { Side::Sell };
        let units = Size::Units(Decimal::from(chance.below(40) + 1));
        match chance.below(6) {
            0 | 1 => {
                ctx.place(OrderRequest::market(bar.instrument, side, units));
            }
            2 => {
                ctx.close(bar.instrument);
            }
            _ => {}
        }
    })
}

#[test]
fn the_gain_is_split_to_the_last_digit() {
    let (first, second) = (walk(21, 250, DAY), walk(22, 250, DAY));
    let actions = vec![
        DatedAction {
            at: at(100),
            instrument_id: instrument(0),
            action: CorporateAction::Split { new: d("2"), old: d("1") },
        },
        DatedAction {
            at: at(150),
            instrument_id: instrument(1),
            action: CorporateAction::Dividend { per_unit: d("0.75") },
        },
        DatedAction {
            at: at(240),
            instrument_id: instrument(1),
            action: CorporateAction::Delisting { price: d("40") },
        },
    ];
    for (seed, finish) in [(1, Finish::Keep), (2, Finish::CloseAtClose), (3, Finish::Keep)] {
        let settings = BacktestSettings {
            actions: actions.clone(),
            finish,
            fees: FeeSchedule { minimum: Some(d("1")), ..FeeSchedule::share(d("0.001")) },
            slippage: Slippage::Relative { share: 0.0005 },
            interest: InterestRates { debit: d("0.06"), credit: d("0.02"), borrow: d("0.03") },
            ..margin()
        };
        let backtest = Backtest::new(settings, vec![listing(0), listing(1)]).unwrap();
        let result = backtest.run(&[&first, &second], &mut monkey(seed), None, &mut go_on).unwrap();
        let split = result.attribution.unwrap();
        let parts = split.signal + split.sizing + split.open + split.dividends + split.fees + split.slippage;
        assert_eq!(parts + split.financing + split.currency, split.total);
        // Divisions (splits, interest, parts of fees) leave the last of 28 digits.
        assert!(split.currency.abs() < d("0.0000000000000001"), "{split:?}");
        let slipped: Decimal = result.round_trips.iter().map(|trip| trip.slippage.unwrap()).sum();
        assert!(result.round_trips.len() > 40 && slipped > Decimal::ZERO);
        if finish == Finish::CloseAtClose {
            assert!((slipped - result.costs.slippage.unwrap()).abs() < d("0.0000000000000001"));
            assert!(result.positions.is_empty() && split.open.is_zero());
        }
        let total = result.equity_end.unwrap() - result.cash;
        assert_eq!(total, split.total);
        // By instrument it is the same, but for the last of the digits.
        let gains = result.by_instrument.unwrap();
        assert_eq!(gains.len(), 2);
        let sum = |of: fn(&InstrumentGain) -> Decimal| gains.iter().map(of).sum::<Decimal>();
        for (name, found, wanted) in [
            ("closed", sum(|gain| gain.closed), split.signal + split.sizing),
            ("open", sum(|gain| gain.open), split.open),
            ("dividends", sum(|gain| gain.dividends), split.dividends),
            ("fees", sum(|gain| gain.fees), split.fees),
            ("slippage", sum(|gain| gain.slippage), split.slippage),
            ("all", sum(InstrumentGain::total) + split.financing + split.currency, split.total),
        ] {
            assert!((found - wanted).abs() < d("0.0000000000000001"), "{name}: {found} {wanted}");
        }
        assert!(gains.iter().all(|gain| !gain.closed.is_zero() && gain.fees < Decimal::ZERO));
    }
}

#[test]
fn another_currency_takes_its_rate_along() {
    let euros = Listing { currency: Currency::EUR, ..listing(0) };
    let series = closes(&[100.0, 100.0, 100.0, 110.0, 110.0]);
    let rate = |day: i64, rate: &str| DatedRate { at: at(day), currency: Currency::EUR, rate: Some(d(rate)) };
    let settings = BacktestSettings { rates: vec![rate(3, "1.2"), rate(0, "1.1")], ..margin() };
    let backtest = Backtest::new(settings, vec![euros]).unwrap();
    let result = backtest.run(&[&series], &mut at_bars(&[(0, 10)]), None, &mut go_on).unwrap();
    // 1,000 euros borrowed at 1.1 for 10 units; at the end they are worth 1,100 euros at 1.2 less the 1,000.
    assert_eq!(result.equity_end, Some(d("10120")));
    assert_eq!(result.curve.gross_exposure[1..4], [Some(1100.0), Some(1100.0), Some(1320.0)]);
    let split = result.attribution.unwrap();
    assert_eq!((split.open, split.currency, split.total), (d("120"), d("0"), d("120")));
    assert_eq!(result.by_instrument.unwrap()[0].open, d("120"));
    let unknown = Backtest::new(margin(), vec![euros]).unwrap();
    let result = unknown.run(&[&series], &mut at_bars(&[(0, 10)]), None, &mut go_on).unwrap();
    assert_eq!((result.refused_count, result.refused[0].code), (1, "rate_unknown"));
}

#[test]
fn the_benchmarks_by_hand() {
    let shares = closes(&[100.0, 110.0, 99.0, 99.0]);
    let bonds = closes(&[50.0, 50.0, 55.0, 55.0]);
    let moments: Vec<_> = (0..4).map(at).collect();
    let values = |settings: &BenchmarkSettings, series: &[&BarSeries]| {
        Benchmark { settings, series }.values(&moments).unwrap().into_iter().map(Option::unwrap).collect::<Vec<_>>()
    };
    for (got, expected) in values(&BenchmarkSettings::Index, &[&shares]).iter().zip([1.0, 1.1, 0.99, 0.99]) {
        near(*got, expected, 1e-12, "index");
    }
    let kept = values(&BenchmarkSettings::SixtyForty { rebalancing: Rebalancing::Never }, &[&shares, &bonds]);
    for (got, expected) in kept.iter().zip([1.0, 1.06, 0.6 * 0.99 + 0.4 * 1.1, 1.034]) {
        near(*got, expected, 1e-12, "never rebalanced");
    }
    let each = values(&BenchmarkSettings::EqualWeight { rebalancing: Rebalancing::EachBar }, &[&shares, &bonds]);
    near(each[2], 1.05 * (1.0 + (-0.1 + 0.1) / 2.0), 1e-12, "rebalanced at each close");
    let half = BenchmarkSettings::Weights { weights: vec![0.5], rebalancing: Rebalancing::Never };
    near(values(&half, &[&shares])[1], 1.05, 1e-12, "half in cash");
    let wrong = Benchmark { settings: &BenchmarkSettings::Index, series: &[&shares, &bonds] };
    assert_eq!(wrong.values(&moments).unwrap_err().code(), "backtest_setting_invalid");
    // A series that begins later leaves the benchmark open until it does.
    let late = bonds.slice(2..4);
    let settings = BenchmarkSettings::EqualWeight { rebalancing: Rebalancing::Monthly };
    let open = Benchmark { settings: &settings, series: &[&shares, &late] }.values(&moments).unwrap();
    assert_eq!(open, [None, None, Some(1.0), Some(1.0)]);
}

#[test]
fn a_run_that_is_its_benchmark_has_a_beta_of_one() {
    let series = walk(31, 300, DAY);
    let settings = BacktestSettings { arrival: Arrival::SameClose, ..settings() };
    let fractions = Listing { lot_size: d("0.000001"), ..listing(0) };
    let backtest = Backtest::new(settings, vec![fractions]).unwrap();
    let mut hold = Script(|ctx: &mut Context<'_>, bar: &ClosedBar| {
        if bar.index == 0 {
            ctx.place(OrderRequest::market(0, Side::Buy, Size::FundsShare(Decimal::ONE)));
        }
    });
    let benchmark = Benchmark { settings: &BenchmarkSettings::Index, series: &[&series] };
    let result = backtest.run(&[&series], &mut hold, Some(benchmark), &mut go_on).unwrap();
    near(figure(&result, "beta").unwrap(), 1.0, 1e-6, "beta");
    near(figure(&result, "tracking_error").unwrap(), 0.0, 1e-6, "tracking error");
    near(figure(&result, "time_in_market").unwrap(), 1.0, 0.0, "time in market");
    assert!(result.knows_its_close);
    near(result.curve.benchmark[299].unwrap(), result.curve.equity[299].unwrap(), 1e-2, "worth at the end");
}

#[test]
fn days_are_measured_at_their_last_bar() {
    let series = walk(33, 24 * 30, 3_600_000_000);
    let by = |every: Every| {
        let measure = MeasureSettings { every, ..MeasureSettings::default() };
        run(BacktestSettings { measure, ..settings() }, &series, crossing(4, 12)).unwrap()
    };
    let (days, bars) = (by(Every::Day), by(Every::Bar));
    assert_eq!((days.measured.returns.len(), bars.measured.returns.len()), (30, 720));
    near(figure(&days, "total_return").unwrap(), figure(&bars, "total_return").unwrap(), 1e-12, "the same end");
    assert!(!days.measured.report.as_ref().unwrap().months.is_empty());
    let equity = days.curve.equity[23].unwrap();
    near(days.measured.returns[0].unwrap(), equity / 10000.0 - 1.0, 1e-15, "the first day, from the start");
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let series = walk(41, 500, DAY);
    let once = || {
        let settings = BacktestSettings { seed: 7, fees: FeeSchedule::share(d("0.001")), ..settings() };
        serde_json::to_vec(&run(settings, &series, crossing(5, 20)).unwrap()).unwrap()
    };
    let bytes = once();
    assert_eq!(bytes, once());
    let threads: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..4).map(|_| scope.spawn(once)).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    assert!(threads.iter().all(|other| *other == bytes));
}

#[test]
fn settings_return_from_their_json() {
    let text = r#"{"currency":"USD","cash":"10000","account":{"mode":"margin","initial":"0.5","maintenance":"0.25"},
        "arrival":"same_close","finish":"close_at_open","path":"high_first","volume_share":0.1,
        "slippage":{"kind":"half_spread","spread":0.001},"fees":{"rate":{"kind":"share","share":"0.001"},"minimum":"1"},
        "interest":{"debit":"0.05"},"limits":{"allow_short":true},
        "actions":[{"at":"2020-01-02T00:00:00Z","instrument_id":"00000000-0000-0000-0000-000000000001",
            "action":{"kind":"split","new":"2","old":"1"}}],
        "rates":[{"at":"2020-01-02T00:00:00Z","currency":"EUR","rate":"1.1"}],
        "measure":{"every":"bar","periods_per_year":365.0}}"#;
    let settings: BacktestSettings = serde_json::from_str(text).unwrap();
    assert_eq!((settings.year_days, settings.limits.check_buying_power), (360, true));
    assert_eq!((settings.measure.confidence, settings.arrival), (0.95, Arrival::SameClose));
    assert_eq!(serde_json::from_str::<BacktestSettings>(&serde_json::to_string(&settings).unwrap()).unwrap(), settings);
    for wrong in ["\"cash\"", "\"initial\"", "\"allow_short\"", "\"every\"", "\"debit\""] {
        let text = text.replacen(wrong, "\"other\"", 1);
        assert!(serde_json::from_str::<BacktestSettings>(&text).is_err(), "{wrong}");
    }
    near(float(settings.cash), 10000.0, 0.0, "cash");
}

//! The report of a portfolio: its parts against their references, and portfolios that leave something open.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use risk::{
    BacktestSettings, FilteredPaths, HistoryKind, HistoryTable, Holding, RiskReport, RiskRequest, Series,
    TailBacktestRequest, TailMethod, backtest,
};
use serde_json::json;

use crate::sample::{all_close, close, floats, reference};
use crate::stress::{holding, prices, reports};

fn threads(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// The five holdings of the reference, on its days.
fn sample() -> RiskRequest {
    let mut history = prices(&["AAPL", "JPM", "XOM", "KO", "AMD", "SP500"]);
    let kept = |date: &NaiveDate| (day(2000, 1, 3)..=day(2019, 12, 31)).contains(date);
    let from = history.dates.iter().position(kept).unwrap();
    let to = history.dates.iter().rposition(kept).unwrap() + 1;
    history.dates = history.dates[from..to].to_vec();
    history.series.iter_mut().for_each(|series| series.values = series.values[from..to].to_vec());
    let weights = [("AAPL", 0.35), ("JPM", 0.3), ("XOM", 0.25), ("KO", 0.2), ("AMD", -0.1)];
    let holdings = weights.map(|(name, weight)| Holding {
        sector: Some(if name == "AAPL" || name == "AMD" { "Technology" } else { "Other" }.into()),
        currency: Some("USD".into()),
        average_daily_value: Some(2e6),
        ..holding(name, 1e6 * weight)
    });
    RiskRequest { factors: vec!["SP500".into()], ..RiskRequest::new(holdings.to_vec(), history) }
}

#[test]
fn the_parts_of_a_report_agree_with_their_references() {
    let (reference, reports) = (reference(), reports());
    let mut request = sample();
    request.methods = vec![TailMethod::Historical, TailMethod::Gaussian];
    request.backtest = Some(BacktestSettings::default());
    let found = request.report(threads(2)).unwrap();
    assert_eq!((found.capital, found.covered_share, found.left_out.len(), found.n_dropped), (1e6, 1.0, 0, 0));
    assert!((found.gross_value - 1.2e6).abs() < 1e-6 && found.n_periods == 5030);
    let parts = found.contributions[1].value.as_ref().unwrap();
    let theirs = &reference["contributions"];
    close(parts.value_at_risk, &theirs["var_99"], (1e-10, 0.0), "value at risk");
    let incremental: Vec<f64> = parts.holdings.iter().map(|part| part.incremental).collect();
    all_close(&incremental, &theirs["incremental"], (1e-9, 1e-13), "incremental");
    let sum = |part: fn(&risk::HoldingContribution) -> f64| parts.holdings.iter().map(part).sum::<f64>();
    assert!((sum(|part| part.component) - parts.value_at_risk).abs() < 1e-15);
    assert!((sum(|part| part.historical_component) - parts.historical_value_at_risk).abs() < 1e-15);
    assert!((sum(|p| p.historical_conditional_component) - parts.historical_conditional_value_at_risk).abs() < 1e-15);
    close(parts.historical_value_at_risk, &theirs["historical"]["var"], (1e-12, 0.0), "historical");
    let historical = found.tails.iter().find(|tail| tail.method == "historical" && tail.confidence == 0.99).unwrap();
    let off = historical.risk.as_ref().unwrap().value_at_risk - parts.historical_value_at_risk;
    assert!(off.abs() < 1e-15, "{off}");
    let bets = found.concentration.bets.value.as_ref().unwrap();
    close(bets.effective_number, &theirs["bets"]["number"], (1e-9, 0.0), "bets");

    let correlation = found.correlation.value.as_ref().unwrap();
    let expected = &reports["correlation"];
    for (ours, theirs) in correlation.sample.iter().zip(expected["sample"].as_array().unwrap()) {
        all_close(ours, theirs, (1e-11, 0.0), "correlation");
    }
    let last = correlation.rolling.len() - 1;
    for (place, theirs) in [0, 1000, last].into_iter().zip(floats(&expected["rolling"])) {
        assert!((correlation.rolling[place].mean.unwrap() - theirs).abs() < 1e-12, "{place}");
    }
    assert_eq!(correlation.rolling[last].date, day(2019, 12, 31));
    let test = correlation.last_window.unwrap();
    close(test.statistic, &expected["jennrich"][0], (1e-9, 0.0), "Jennrich");
    close(test.p, &expected["jennrich"][1], (1e-8, 0.0), "Jennrich");
    assert!(correlation.shrunk.value.is_some() && correlation.shrinkage.unwrap() > 0.0);
    let [plain, _, stressed] = correlation.value_at_risk.map(Option::unwrap);
    assert!(stressed > plain, "{stressed} {plain}");
    let clusters = found.clusters.value.as_ref().unwrap();
    assert_eq!(json!(clusters.leaf_order), expected["leaves"]);
    for (merge, theirs) in clusters.merges.iter().zip(expected["linkage"].as_array().unwrap()) {
        let ours = [merge.left as f64, merge.right as f64, merge.distance, merge.size as f64];
        all_close(&ours, theirs, (1e-12, 0.0), "merge");
    }
    assert_eq!((clusters.merges.len(), clusters.groups.len()), (4, 5));

    let factors = found.factors.value.as_ref().unwrap();
    let squares = factors.systematic_volatility.powi(2) + factors.specific_volatility.powi(2);
    assert!((squares.sqrt() - factors.volatility).abs() < 1e-12);
    assert!((factors.exposures[0].variance_share - factors.r_squared).abs() < 1e-12);
    assert!((factors.volatility - found.volatility.value.unwrap()).abs() < 1e-12);
    let weighted: f64 = factors.holdings.iter().zip(&parts.holdings).map(|(h, part)| h.betas[0] * part.weight).sum();
    assert!((weighted - factors.exposures[0].beta).abs() < 1e-12);

    let sectors = found.concentration.sectors.value.as_ref().unwrap();
    assert_eq!((sectors.groups[0].name.as_str(), sectors.groups[1].net_value), ("Other", 250_000.0));
    assert!(found.concentration.asset_classes.undefined.is_some());
    assert_eq!(found.liquidity.value.as_ref().unwrap().days[0], Some(0.875));
}

#[test]
fn a_report_tests_methods_as_the_function_does() {
    let mut request = sample();
    request.methods = vec![TailMethod::Historical, TailMethod::Ewma { decay: 0.94 }];
    request.backtest = Some(BacktestSettings::default());
    let report = request.report(threads(2)).unwrap();
    assert_eq!(report.backtests.len(), 4);
    let returns: Vec<f64> = {
        let aligned = request.history.series.iter().take(5).map(|series| {
            let known: Vec<f64> = series.values.iter().map(|value| value.unwrap()).collect();
            known.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect::<Vec<f64>>()
        });
        let lists: Vec<(String, Vec<f64>)> =
            request.history.series.iter().map(|series| series.name.clone()).zip(aligned).collect();
        let of = |name: &str| &lists.iter().find(|(other, _)| other == name).unwrap().1;
        let weight = |holding: &Holding| holding.value.unwrap() / 1e6;
        (0..5030).map(|t| request.holdings.iter().map(|h| weight(h) * of(&h.name)[t]).sum()).collect()
    };
    for found in &report.backtests {
        let method = request.methods.iter().copied().find(|method| method.name() == found.method).unwrap();
        let asked = TailBacktestRequest {
            returns: returns.clone(),
            method,
            window: 500,
            confidence: found.confidence,
            refit_every: 21,
        };
        let alone = backtest(&asked).unwrap();
        assert_eq!(found.coverage.as_ref().unwrap().n_exceptions, alone.coverage.n_exceptions);
        assert!((found.severity.unwrap() - alone.severity.unwrap()).abs() < 1e-9);
        assert_eq!(found.exceptions.len(), alone.exceptions.len());
        assert!(found.exceptions.iter().all(|exception| exception.loss > exception.value_at_risk));
        // The day on which Lehman Brothers' rescue failed in Congress.
        assert!(found.exceptions.iter().any(|exception| exception.date == day(2008, 9, 29)), "{}", found.method);
    }
}

fn wave(step: usize, n: usize) -> Vec<Option<f64>> {
    (0..n).map(|t| Some(((t * step % 101) as f64 - 50.0) / 2_000.0)).collect()
}

fn small(columns: &[(&str, Vec<Option<f64>>)]) -> HistoryTable {
    let dates = (0..columns[0].1.len() as u64).map(|t| day(2020, 1, 1) + chrono::Days::new(t)).collect();
    let series = columns.iter().map(|(name, values)| Series { name: (*name).into(), values: values.clone() });
    HistoryTable { kind: HistoryKind::Returns, dates, series: series.collect() }
}

fn report(request: &RiskRequest) -> RiskReport {
    request.report(threads(1)).unwrap()
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let history = small(&[("A", wave(37, 300)), ("B", wave(53, 300))]);
    let mut request = RiskRequest::new(vec![holding("A", 60.0), holding("B", 40.0)], history);
    request.backtest = Some(BacktestSettings { window: 270, refit_every: 21 });
    request.methods = TailMethod::all(FilteredPaths { n_paths: 1_000, seed: 3 }).to_vec();
    let one = report(&request);
    assert_eq!((one.tails.len(), one.backtests.len()), (32, 16));
    assert_eq!(one, request.report(threads(2)).unwrap());
    assert_eq!(one, request.report(threads(8)).unwrap());
    let ended = request.report_watched(threads(1), &mut |_| ControlFlow::Break(()));
    assert_eq!(ended.unwrap_err().code(), "cancelled");
}

#[test]
fn two_observations_leave_every_loss_undefined() {
    let history = small(&[("A", wave(37, 2))]);
    let found = report(&RiskRequest::new(vec![holding("A", 10.0)], history));
    for tail in &found.tails {
        assert!(tail.risk.is_none() && tail.undefined.as_ref().unwrap().contains("too few"), "{tail:?}");
    }
    assert!(found.contributions.iter().all(|part| part.undefined.as_ref().unwrap().contains("too few")));
    assert!(found.concentration.holdings.value.is_some() && found.volatility.value.is_some());
}

#[test]
fn what_does_not_vary_has_no_correlation_and_says_so() {
    let history = small(&[("A", vec![Some(0.001); 200]), ("B", wave(37, 200))]);
    let mut request = RiskRequest::new(vec![holding("A", 10.0), holding("B", 10.0)], history);
    let found = report(&request);
    assert!(found.correlation.undefined.as_ref().unwrap().contains("does not vary"), "{:?}", found.correlation);
    assert!(found.clusters.undefined.is_some() && found.contributions[0].value.is_some());
    assert!(found.factors.undefined.as_ref().unwrap().contains("no factors"));
    request.holdings.pop();
    let found = report(&request);
    assert!(found.contributions[0].undefined.as_ref().unwrap().contains("no risk"));
    let gaussian = found.tails.iter().find(|tail| tail.method == "gaussian").unwrap();
    assert!(gaussian.undefined.as_ref().unwrap().contains("do not vary"));
}

#[test]
fn copies_shorts_and_a_single_holding_are_reported() {
    let history = small(&[("A", wave(37, 200)), ("B", wave(37, 200)), ("C", wave(53, 200))]);
    let mut request = RiskRequest::new(vec![holding("A", 50.0), holding("B", 60.0), holding("C", -10.0)], history);
    request.methods = vec![TailMethod::Historical];
    let found = report(&request);
    let correlation = found.correlation.value.unwrap();
    assert!((correlation.sample[0][1] - 1.0).abs() < 1e-12);
    // The copies leave no test of their correlations, and no reason to invent one.
    assert!(correlation.last_window.is_none_or(|test| test.statistic.is_finite()));
    let parts = found.contributions[0].value.as_ref().unwrap();
    assert!(parts.holdings[2].weight == -0.1 && found.net_value == 100.0 && found.gross_value == 120.0);
    request.holdings.truncate(1);
    let found = report(&request);
    let parts = found.contributions[0].value.as_ref().unwrap();
    assert!((parts.holdings[0].component - parts.value_at_risk).abs() < 1e-15);
    let correlation = found.correlation.value.unwrap();
    assert!(correlation.sample == [[1.0]] && correlation.rolling.is_empty() && correlation.pairs.is_empty());
    assert_eq!(found.concentration.holdings.value.unwrap().effective_number, 1.0);
}

#[test]
fn unknown_prices_and_short_histories_are_named() {
    let mut late = wave(53, 200);
    late[..150].fill(None);
    let history = small(&[("A", wave(37, 200)), ("B", late)]);
    let unpriced = Holding { name: "C".into(), ..Holding::default() };
    let mut request =
        RiskRequest::new(vec![holding("A", 50.0), holding("B", 25.0), holding("D", 25.0), unpriced], history);
    let found = report(&request);
    let named: Vec<(&str, &str)> = found.left_out.iter().map(|left| (left.name.as_str(), left.why.as_str())).collect();
    assert_eq!(named, [("D", "it has no history"), ("C", "its value is not known")]);
    assert_eq!((found.covered_share, found.n_periods, found.n_dropped), (0.75, 50, 150));
    assert_eq!(found.first_date, Some(day(2020, 1, 1) + chrono::Days::new(150)));
    // Methods that need a hundred periods say so; the others answer.
    let undefined = |method: &str| found.tails.iter().any(|tail| tail.method == method && tail.undefined.is_some());
    assert!(undefined("garch") && undefined("extreme_value") && !undefined("gaussian"));
    request.missing = statistics::MissingRule::OwnWindow;
    assert!(report(&request).correlation.value.is_some());
}

#[test]
fn requests_that_cannot_be_are_refused() {
    let code = |change: &dyn Fn(&mut RiskRequest)| {
        let history = small(&[("A", wave(37, 50))]);
        let mut request = RiskRequest::new(vec![holding("A", 10.0)], history);
        change(&mut request);
        let error = request.report(threads(1)).unwrap_err();
        (error.code(), error.field().to_owned())
    };
    assert_eq!(code(&|r| r.holdings.clear()), ("invalid_field", "holdings".into()));
    assert_eq!(code(&|r| r.holdings[0].value = None), ("invalid_field", "capital".into()));
    assert_eq!(code(&|r| r.holdings[0].value = Some(0.0)), ("invalid_field", "capital".into()));
    assert_eq!(code(&|r| r.holdings[0].name = "Z".into()), ("invalid_field", "holdings".into()));
    assert_eq!(code(&|r| r.history.series[0].values[3] = Some(f64::NAN)), ("invalid_field", "series".into()));
    assert_eq!(code(&|r| r.history.series[0].values[3] = Some(-1.0)), ("invalid_field", "series".into()));
    assert_eq!(code(&|r| r.factors = vec!["Z".into()]), ("invalid_field", "factors".into()));
    assert_eq!(code(&|r| r.confidences = vec![0.3]), ("invalid_setting", "confidence".into()));
    assert_eq!(code(&|r| r.horizons = vec![0]), ("invalid_setting", "horizons".into()));
    assert_eq!(code(&|r| r.rolling_periods = 2), ("invalid_setting", "rolling_periods".into()));
    assert_eq!(code(&|r| r.correlation_stress = 1.5), ("invalid_setting", "correlation_stress".into()));
    assert_eq!(code(&|r| r.periods_per_year = 0.0), ("invalid_setting", "periods_per_year".into()));
    assert_eq!(code(&|r| r.holdings[0].average_daily_value = Some(0.0)), ("invalid_field", "holdings".into()));
    let text =
        json!({"holdings": [], "history": {"kind": "returns", "dates": [], "series": []}, "spam": 1}).to_string();
    assert_eq!(RiskRequest::from_json(text.as_bytes()).unwrap_err().code(), "malformed_request");
    let text = serde_json::to_vec(&sample()).unwrap();
    assert_eq!(RiskRequest::from_json(&text).unwrap(), sample());
}

//! Significance against `tests/golden/significance` (`PROVENANCE.md` there).

use std::path::PathBuf;

use serde_json::{Value, json};
use statistics::significance::{
    DataSnoopingRequest, PurgedSplits, SharpeMoments, augmented_dickey_fuller, bootstrap_interval, deflated_sharpe,
    expected_best_sharpe, jarque_bera, ljung_box, minimum_track_record, probabilistic_sharpe,
    probability_of_overfitting,
};
use statistics::simulation::{Resampling, Stream, optimal_block_lengths};
use statistics::{StatisticsError, annualized_volatility, sharpe_ratio};

use crate::golden::{cases, sample};
use crate::golden_attribution::close;
use crate::golden_simulation::threads;

fn changes(close: &[f64]) -> Vec<f64> {
    close.windows(2).map(|pair| pair[1] / pair[0] - 1.0).collect()
}

fn closes(inputs: &Value) -> Vec<f64> {
    let name = inputs["asset"].as_str().unwrap();
    let table = if name == "SP500" { "sp500_index_daily" } else { "us_stocks_daily" };
    sample(table, inputs, &[name]).1[0].iter().map(|price| price.unwrap()).collect()
}

/// Results of each pair of moving averages: position 1 while the fast one lies above the slow one at the close before.
fn trials(close: &[f64], pairs: &Value) -> Vec<Vec<f64>> {
    let average =
        |day: usize, n: usize| (day + 1 >= n).then(|| close[day + 1 - n..=day].iter().sum::<f64>() / n as f64);
    let returns = changes(close);
    let trial = |pair: &Value| -> Vec<f64> {
        let (fast, slow) = (pair[0].as_u64().unwrap() as usize, pair[1].as_u64().unwrap() as usize);
        let held = |day: usize| average(day, fast).zip(average(day, slow)).is_some_and(|(fast, slow)| fast > slow);
        (0..returns.len()).map(|day| if held(day) { returns[day] } else { 0.0 }).collect()
    };
    pairs.as_array().unwrap().iter().map(trial).collect()
}

fn ratios(trials: &[Vec<f64>]) -> Vec<f64> {
    trials.iter().map(|trial| SharpeMoments::of(trial).unwrap().sharpe).collect()
}

fn check_sharpes(trials: &[Vec<f64>], expected: &Value, (sharpe, star): (&str, &str), place: &str) {
    let tolerance = (1e-9, 0.0);
    let all = ratios(trials);
    for (ours, theirs) in all.iter().zip(expected["trial_sharpes"].as_array().unwrap()) {
        close(*ours, theirs, tolerance, place);
    }
    let best = (0..all.len()).max_by(|a, b| all[*a].total_cmp(&all[*b])).unwrap();
    let moments = SharpeMoments::of(&trials[best]).unwrap();
    if !sharpe.is_empty() {
        close(moments.sharpe, &expected[sharpe], tolerance, place);
    }
    assert_eq!(json!(moments.n), expected["n"]);
    close(probabilistic_sharpe(&moments, 0.0).unwrap(), &expected["psr_0"], tolerance, place);
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let variance = all.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (all.len() - 1) as f64;
    close(expected_best_sharpe(all.len(), variance).unwrap(), &expected[star], tolerance, place);
    close(deflated_sharpe(&moments, &all).unwrap(), &expected["dsr"], tolerance, place);
    close(minimum_track_record(&moments, 0.0, 0.95).unwrap(), &expected["min_trl_95"], tolerance, place);
}

fn check_tests(close_prices: &[f64], expected: &Value, place: &str) {
    let returns = changes(close_prices);
    let tolerance = (1e-8, 1e-14);
    for (lags, theirs) in expected["ljung_box"].as_object().unwrap() {
        let ours = ljung_box(&returns, lags.parse().unwrap()).unwrap();
        let named = |name| theirs.get(name).unwrap_or(&theirs["stat"]);
        close(ours.statistic, named("statistic"), tolerance, place);
        close(ours.p, &theirs["p"], tolerance, place);
    }
    let ours = jarque_bera(&returns).unwrap();
    let theirs = &expected["jarque_bera"];
    close(ours.statistic, theirs.get("statistic").unwrap_or(&theirs["stat"]), tolerance, place);
    close(ours.p, &theirs["p"], (1e-8, 1e-300), place);
}

fn check_unit_root(values: &[f64], theirs: &Value, place: &str) {
    let ours = augmented_dickey_fuller(values).unwrap();
    close(ours.statistic, theirs.get("statistic").unwrap_or(&theirs["stat"]), (1e-8, 1e-9), place);
    close(ours.p, &theirs["p"], (1e-7, 1e-14), place);
    assert_eq!(json!(ours.lags), theirs["lags"], "{place}");
}

fn check_snooping(trials: &[Vec<f64>], returns: &[f64], expected: &Value, place: &str) {
    let excess: Vec<Vec<f64>> = trials.iter().map(|t| t.iter().zip(returns).map(|(a, b)| a - b).collect()).collect();
    let request = DataSnoopingRequest {
        excess_returns: &excess,
        mean_block_length: expected["mean_block_length"].as_f64().unwrap(),
        n_resamples: expected["n_resamples"].as_u64().unwrap() as usize,
        seed: expected["seed"].as_u64().unwrap(),
    };
    let ours = request.test(threads(2)).unwrap();
    assert_eq!(ours, request.test(threads(1)).unwrap(), "{place}");
    assert_eq!(json!(ours.best), expected["best"], "{place}");
    close(ours.best_mean, &expected["best_mean"], (1e-10, 1e-16), place);
    // Shares of resampled series: one of them may lie at the edge of rounding.
    let one = 1.0 / ours.n_resamples as f64 + 1e-12;
    close(ours.reality_check, &expected["reality_check"], (0.0, one), &format!("{place} reality check"));
    close(ours.consistent, &expected["consistent"], (0.0, one), &format!("{place} consistent"));
    close(ours.lower, &expected["lower"], (0.0, one), &format!("{place} lower"));
    close(ours.studentized.unwrap(), &expected["studentized"], (0.0, one), &format!("{place} studentized"));
    let mut places = vec![0; returns.len()];
    Resampling::StationaryBlocks { mean_length: request.mean_block_length }.draw(
        &mut Stream::new(request.seed, 3),
        returns.len(),
        &mut places,
    );
    assert_eq!(json!(places[..30]), expected["places_first"], "{place}");
}

fn check_overfitting(trials: &[Vec<f64>], expected: &Value, place: &str) {
    let skipped = expected["skipped"].as_u64().unwrap() as usize;
    let later: Vec<Vec<f64>> = trials.iter().map(|trial| trial[skipped..].to_vec()).collect();
    let ours = probability_of_overfitting(&later, expected["blocks"].as_u64().unwrap() as usize).unwrap();
    close(ours.probability, &expected["probability"], (0.0, 1e-12), place);
    close(ours.probability_of_loss, &expected["probability_of_loss"], (0.0, 1e-12), place);
    close(ours.degradation.unwrap(), &expected["degradation"], (1e-8, 1e-10), place);
    assert_eq!(ours.logits.len(), expected["logits"].as_array().unwrap().len());
    for (ours, theirs) in ours.logits.iter().zip(expected["logits"].as_array().unwrap()) {
        close(*ours, theirs, (1e-12, 1e-14), place);
    }
}

fn check_splits(inputs: &Value, expected: &Value, place: &str) {
    let splits: PurgedSplits = serde_json::from_value(json!({
        "groups": inputs["groups"], "test_groups": inputs["test_groups"],
        "purged": inputs["purged"], "embargo": inputs["embargo"],
    }))
    .unwrap();
    let found = splits.splits(inputs["n"].as_u64().unwrap() as usize).unwrap();
    assert_eq!(json!(splits.n_paths()), expected["n_paths"], "{place}");
    let sizes: Vec<[usize; 2]> = found.iter().map(|split| [split.train.len(), split.test.len()]).collect();
    assert_eq!(json!(sizes), expected["sizes"], "{place}");
    let sums: Vec<[usize; 2]> = found.iter().map(|s| [s.train.iter().sum(), s.test.iter().sum()]).collect();
    assert_eq!(json!(sums), expected["sums"], "{place}");
    for (number, whole) in expected["whole"].as_object().unwrap() {
        let split = &found[number.parse::<usize>().unwrap()];
        assert_eq!((json!(split.train), json!(split.test)), (whole["train"].clone(), whole["test"].clone()), "{place}");
    }
}

#[test]
fn independent_programs_agree() {
    let all = cases("significance/reference.json");
    for case in &all {
        let (id, inputs, expected) = (case["id"].as_str().unwrap(), &case["inputs"], &case["expected"]);
        let kind = id.split('/').nth(if id.starts_with("splits") { 0 } else { 1 }).unwrap();
        if kind == "splits" {
            check_splits(inputs, expected, id);
            continue;
        }
        let prices = closes(inputs);
        let (returns, trials) = (changes(&prices), trials(&prices, &inputs["sma_pairs"]));
        match kind {
            "sharpe" => check_sharpes(&trials, expected, ("", "sr_star"), id),
            "tests" => {
                check_tests(&prices, expected, id);
                let logs: Vec<f64> = prices.iter().map(|price| price.ln()).collect();
                check_unit_root(&logs, &expected["adf"]["log_price"], id);
                check_unit_root(&returns, &expected["adf"]["returns"], id);
            }
            "block_length" => {
                let squares: Vec<f64> = returns.iter().map(|r| r * r).collect();
                for (name, series) in [("returns", &returns), ("squares", &squares)] {
                    let ours = optimal_block_lengths(series).unwrap();
                    close(ours.stationary, &expected[name][0], (1e-6, 0.0), id);
                    close(ours.circular, &expected[name][1], (1e-6, 0.0), id);
                }
            }
            "data_snooping" => check_snooping(&trials, &returns, expected, id),
            "overfitting" => check_overfitting(&trials, expected, id),
            other => panic!("{other} is not compared"),
        }
    }
    assert_eq!(all.len(), 3 * 5 + 4);
}

#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn folder() -> Option<PathBuf> {
    let found = std::env::var_os("QUARTERDECK_REFERENCE").map(PathBuf::from);
    if found.is_none() {
        eprintln!("skipped: QUARTERDECK_REFERENCE names no folder with data/goog_ohlcv_daily.csv");
    }
    found
}

/// The cases on prices that may not be copied.
#[test]
fn the_reference_prices_agree() {
    let Some(folder) = folder() else { return };
    let text = std::fs::read(folder.join("data/goog_ohlcv_daily.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(&text[..]);
    let prices: Vec<f64> = reader.records().map(|row| row.unwrap()[4].parse().unwrap()).collect();
    let all = cases("significance/significance.json");
    let case = |id: &str| all.iter().find(|case| case["id"] == id).unwrap();
    let returns = changes(&prices);
    let sharpes = case("goog/psr_dsr");
    let trials = trials(&prices, &sharpes["inputs"]["sma_pairs"]);
    check_sharpes(&trials, &sharpes["expected"], ("sr", "sr_star"), "goog/psr_dsr");
    let tests = &case("goog/tests")["expected"];
    check_tests(&prices, tests, "goog/tests");
    let logs: Vec<f64> = prices.iter().map(|price| price.ln()).collect();
    check_unit_root(&logs, &tests["adf"], "goog/tests adf");
    let expected = &case("goog/bootstrap_sharpe")["expected"];
    let lengths = optimal_block_lengths(&returns).unwrap();
    close(lengths.stationary, &expected["optimal_block_stationary"], (1e-6, 0.0), "block");
    close(lengths.circular, &expected["optimal_block_circular"], (1e-6, 0.0), "block");
    let sharpe = |series: &[f64]| sharpe_ratio(series, 0.0, 252.0);
    for (name, resampling) in
        [("stationary_20", Resampling::StationaryBlocks { mean_length: 20.0 }), ("iid", Resampling::Independent)]
    {
        let ours = bootstrap_interval(&returns, sharpe, resampling, 4000, 0.95, 11, threads(2)).unwrap();
        close(ours.estimate, &expected["sharpe"], (1e-9, 0.0), name);
        close(ours.standard_error, &expected[name]["se"], (0.05, 0.0), name);
        close(ours.lower, &expected[name]["q025"], (0.0, 0.06), name);
        close(ours.upper, &expected[name]["q975"], (0.0, 0.06), name);
    }
}

#[test]
fn a_bootstrap_finds_the_error_that_theory_gives() {
    // The sample deviation of a mean is known: the series' own over √n.
    let mut stream = Stream::new(4, 4);
    let series: Vec<f64> = (0..400).map(|_| 0.02 * stream.normal()).collect();
    let mean = |values: &[f64]| Some(values.iter().sum::<f64>() / values.len() as f64);
    let found = bootstrap_interval(&series, mean, Resampling::Independent, 4_000, 0.9, 1, threads(2)).unwrap();
    let theory = annualized_volatility(&series, 1.0).unwrap() / 20.0;
    assert!((found.standard_error / theory - 1.0).abs() < 0.04, "{found:?}, {theory}");
    assert!((found.upper - found.lower - 2.0 * 1.645 * theory).abs() < 0.15 * theory, "{found:?}");
    assert_eq!(found, bootstrap_interval(&series, mean, Resampling::Independent, 4_000, 0.9, 1, threads(5)).unwrap());
}

#[test]
fn what_cannot_be_significant_is_refused() {
    fn code<T>(result: Result<T, StatisticsError>) -> &'static str {
        result.map(|_| ()).unwrap_err().code()
    }
    let moments = SharpeMoments { sharpe: -0.01, skewness: 0.0, kurtosis: 3.0, n: 100 };
    assert_eq!(code(SharpeMoments::of(&[0.01, 0.02])), "too_few_observations");
    assert_eq!(code(SharpeMoments::of(&[0.01; 9])), "undefined_figure");
    assert_eq!(code(SharpeMoments::of(&[0.01, f64::NAN, 0.0])), "not_a_number");
    assert_eq!(code(minimum_track_record(&moments, 0.0, 0.95)), "undefined_figure");
    assert_eq!(code(minimum_track_record(&moments, -1.0, 1.0)), "invalid_setting");
    assert_eq!(code(probabilistic_sharpe(&SharpeMoments { n: 1, ..moments }, 0.0)), "too_few_observations");
    let impossible = SharpeMoments { sharpe: 1.0, skewness: 5.0, kurtosis: 3.0, n: 100 };
    assert_eq!(code(probabilistic_sharpe(&impossible, 0.0)), "undefined_figure");
    assert_eq!(code(deflated_sharpe(&moments, &[0.1])), "too_few_observations");
    assert_eq!(code(expected_best_sharpe(0, 0.1)), "invalid_setting");
    assert_eq!(expected_best_sharpe(1, 0.1).unwrap(), 0.0);
    assert_eq!(code(ljung_box(&[0.1; 9], 2)), "undefined_figure");
    assert_eq!(code(ljung_box(&[0.1, 0.2], 2)), "too_few_observations");
    assert_eq!(code(ljung_box(&[0.1, 0.2], 0)), "invalid_setting");
    assert_eq!(code(jarque_bera(&[0.0; 9])), "undefined_figure");
    assert_eq!(code(augmented_dickey_fuller(&[1.0; 40])), "undefined_figure");
    assert_eq!(code(augmented_dickey_fuller(&[1.0; 4])), "too_few_observations");
    let good: Vec<f64> = (0..40).map(|t| f64::from(t * 7 % 11) / 100.0 - 0.04).collect();
    let still = vec![0.0; 40];
    assert_eq!(code(probability_of_overfitting(std::slice::from_ref(&good), 4)), "too_few_observations");
    assert_eq!(code(probability_of_overfitting(&[good.clone(), still.clone()], 4)), "undefined_figure");
    assert_eq!(code(probability_of_overfitting(&[good.clone(), good.clone()], 5)), "invalid_setting");
    assert_eq!(code(probability_of_overfitting(&[good.clone(), good[1..].to_vec()], 4)), "unequal_lengths");
    let snooping = |series: &[Vec<f64>], length: f64| {
        let request =
            DataSnoopingRequest { excess_returns: series, mean_block_length: length, n_resamples: 50, seed: 0 };
        request.test(threads(1))
    };
    assert_eq!(code(snooping(&[], 2.0)), "too_few_observations");
    assert_eq!(code(snooping(std::slice::from_ref(&good), 0.0)), "invalid_setting");
    assert_eq!(code(snooping(&[vec![f64::INFINITY; 40]], 2.0)), "not_a_number");
    // Strategies that are the benchmark itself: nothing to find, and no ratio to divide by nothing.
    let same = snooping(&[still.clone(), still], 2.0).unwrap();
    assert_eq!((same.reality_check, same.studentized), (0.0, None));
}

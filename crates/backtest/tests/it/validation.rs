//! Walk-forward and cross-validation against skfolio and numpy (`tests/golden/validation`).

use std::path::Path;

use backtest::validation::{Score, WalkForward, WindowKind, cross_validate, walk_forward, walk_forward_with};
use serde_json::Value;
use statistics::significance::PurgedSplits;

use crate::support::near;

fn reference() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/validation/reference.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn whole(of: &Value, field: &str) -> usize {
    usize::try_from(of[field].as_u64().unwrap()).unwrap()
}

fn numbers(of: &Value) -> Vec<f64> {
    of.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn wholes(of: &Value) -> Vec<usize> {
    of.as_array().unwrap().iter().map(|value| usize::try_from(value.as_u64().unwrap()).unwrap()).collect()
}

fn settings(of: &Value) -> WalkForward {
    let kind = if of["anchored"].as_bool().unwrap() { WindowKind::Anchored } else { WindowKind::Rolling };
    WalkForward { kind, train: whole(of, "train"), test: whole(of, "test"), purged: whole(of, "purged") }
}

fn candidates(case: &Value) -> Vec<Vec<f64>> {
    case["returns"].as_array().unwrap().iter().map(numbers).collect()
}

#[test]
fn windows_are_those_of_skfolio() {
    let document = reference();
    let cases = document["windows"].as_array().unwrap();
    for case in cases {
        let windows = settings(case).windows(whole(case, "n")).unwrap();
        let got: Vec<[usize; 4]> =
            windows.iter().map(|w| [w.train.start, w.train.end, w.test.start, w.test.end]).collect();
        let expected: Vec<Vec<usize>> = case["windows"].as_array().unwrap().iter().map(wholes).collect();
        assert_eq!(got.iter().map(|window| window.to_vec()).collect::<Vec<_>>(), expected, "{case}");
    }
    assert_eq!(cases.len(), 5);
}

#[test]
fn choices_and_scores_are_those_of_numpy() {
    let document = reference();
    let mut walks = 0;
    for case in document["cases"].as_array().unwrap() {
        let returns = candidates(case);
        for expected in case["walk_forward"].as_array().unwrap() {
            let got = walk_forward(settings(expected), Score::SharpeRatio, &returns).unwrap();
            let chosen: Vec<usize> = got.stretches.iter().map(|stretch| stretch.chosen.unwrap()).collect();
            assert_eq!(chosen, wholes(&expected["chosen"]));
            for (stretch, (train, test)) in got
                .stretches
                .iter()
                .zip(numbers(&expected["train_scores"]).into_iter().zip(numbers(&expected["test_scores"])))
            {
                near(stretch.train_score.unwrap(), train, 1e-12, "training");
                near(stretch.test_score.unwrap(), test, 1e-12, "test");
            }
            near(got.score.unwrap(), expected["score"].as_f64().unwrap(), 1e-12, "score of all tests");
            let efficiency = expected["efficiency"].as_f64().unwrap();
            near(got.efficiency.unwrap(), efficiency, 1e-11, "efficiency");
            assert_eq!(got.returns.len(), got.stretches.len() * whole(expected, "test"));
            walks += 1;
        }
    }
    assert_eq!(walks, 4);
}

#[test]
fn paths_are_those_of_skfolio() {
    let document = reference();
    let mut counts = (0, 0);
    for case in document["cases"].as_array().unwrap() {
        let returns = candidates(case);
        for expected in case["cross_validation"].as_array().unwrap() {
            let splits = PurgedSplits {
                groups: whole(expected, "groups"),
                test_groups: whole(expected, "test_groups"),
                purged: whole(expected, "purged"),
                embargo: whole(expected, "embargo"),
            };
            let got = cross_validate(splits, Score::SharpeRatio, &returns).unwrap();
            assert_eq!(got.splits.len(), whole(expected, "n_splits"));
            let chosen: Vec<usize> = got.splits.iter().map(|split| split.chosen.unwrap()).collect();
            assert_eq!(chosen, wholes(&expected["chosen"]));
            let sorted = |mut pairs: Vec<(f64, f64)>| {
                pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
                pairs
            };
            let paths = expected["paths"].as_array().unwrap();
            let of = |path: &Value| (path["score"].as_f64().unwrap(), path["total_return"].as_f64().unwrap());
            let expected = sorted(paths.iter().map(of).collect());
            let got = sorted(got.paths.iter().map(|path| (path.score.unwrap(), path.total_return.unwrap())).collect());
            assert_eq!(got.len(), expected.len());
            for (got, expected) in got.iter().zip(&expected) {
                near(got.0, expected.0, 1e-12, "score of a path");
                near(got.1, expected.1, 1e-12, "return of a path");
            }
            counts = (counts.0 + 1, counts.1 + got.len());
        }
    }
    println!("{} validations, {} paths", counts.0, counts.1);
    assert_eq!(counts.0, 6);
}

#[test]
fn candidates_that_are_run_anew_are_given_the_periods() {
    let settings = WalkForward { kind: WindowKind::Rolling, train: 4, test: 2, purged: 1 };
    let mut asked = Vec::new();
    let result = walk_forward_with(settings, Score::MeanReturn, 10, 2, |candidate, periods| {
        asked.push((candidate, periods.clone()));
        Ok(periods.map(|period| if candidate == 1 { 0.01 } else { 0.001 * period as f64 }).collect())
    })
    .unwrap();
    assert_eq!(asked[..3], [(0, 0..4), (1, 0..4), (1, 5..7)]);
    assert_eq!(result.stretches.iter().map(|s| s.chosen).collect::<Vec<_>>(), [Some(1), Some(1)]);
    assert_eq!(result.returns, [0.01; 4]);
}

#[test]
fn what_cannot_be_chosen_among_is_refused_or_left_open() {
    let still = vec![vec![0.0; 30]; 3];
    let settings = WalkForward { kind: WindowKind::Anchored, train: 10, test: 5, purged: 0 };
    let result = walk_forward(settings, Score::SharpeRatio, &still).unwrap();
    assert!(result.stretches.iter().all(|s| s.chosen.is_none()) && result.efficiency.is_none());
    assert_eq!((result.returns.len(), result.score), (20, None));
    let code = |returns: &[Vec<f64>], settings| walk_forward(settings, Score::SharpeRatio, returns).unwrap_err().code();
    assert_eq!(code(&[], settings), "too_few_observations");
    assert_eq!(code(&[vec![0.0; 30], vec![0.0; 29]], settings), "unequal_lengths");
    assert_eq!(code(&[vec![f64::NAN; 30]], settings), "not_a_number");
    assert_eq!(code(&still, WalkForward { train: 28, ..settings }), "too_few_observations");
    assert_eq!(code(&still, WalkForward { test: 0, ..settings }), "invalid_setting");
    let splits = PurgedSplits { groups: 4, test_groups: 2, purged: 0, embargo: 0 };
    let validation = cross_validate(splits, Score::SharpeRatio, &still).unwrap();
    assert!(validation.splits.iter().all(|split| split.chosen.is_none()));
    assert_eq!((validation.paths.len(), validation.probability_of_loss), (3, 0.0));
}

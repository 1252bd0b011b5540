//! Grids, chance and guided searches; resuming; tables; the verdict.

use std::{
    num::NonZeroUsize,
    ops::ControlFlow,
    sync::atomic::{AtomicUsize, Ordering},
};

use backtest::{
    Backtest, BacktestError, Goal, Outcome, OverOthers, ParameterRange, ParameterSet, ParameterValues, Search, Sweep,
    sweep,
    validation::{Score, WalkForward},
};

use crate::support::{crossing, go_on, listing, settings, walk};

fn threads(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

fn steps(name: &str, from: f64, to: f64, step: f64) -> ParameterRange {
    ParameterRange { name: name.to_owned(), values: ParameterValues::Steps { from, to, step } }
}

fn between(name: &str, from: f64, to: f64) -> ParameterRange {
    ParameterRange { name: name.to_owned(), values: ParameterValues::Between { from, to } }
}

fn averages(search: Search) -> Sweep {
    let parameters = vec![steps("fast", 2.0, 10.0, 2.0), steps("slow", 6.0, 20.0, 7.0)];
    Sweep { parameters, ascending: vec![["fast".to_owned(), "slow".to_owned()]], search }
}

fn hill(set: &ParameterSet) -> Result<Outcome, BacktestError> {
    let (x, y) = (set.get("x")?, set.get("y")?);
    let height = 1.0 - (x - 0.7).powi(2) - (y - 0.2).powi(2);
    Ok(Outcome { figures: [("height".to_owned(), Some(height))].into_iter().collect(), returns: Vec::new() })
}

const fn quiet(_: usize, _: usize) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[test]
fn a_grid_has_every_set_that_keeps_the_conditions() {
    let request = averages(Search::Grid);
    let run = |set: &ParameterSet| {
        assert!(set.whole("fast")? < set.whole("slow")?);
        Ok(Outcome::default())
    };
    let found = sweep(&request, threads(2), &[], run, &quiet).unwrap();
    let sets: Vec<(f64, f64)> =
        found.trials.iter().map(|t| (t.parameters.get("fast").unwrap(), t.parameters.get("slow").unwrap())).collect();
    let of = |fast: f64| [6.0, 13.0, 20.0].into_iter().filter(move |slow| fast < *slow).map(move |slow| (fast, slow));
    let expected: Vec<(f64, f64)> = [2.0, 4.0, 6.0, 8.0, 10.0].into_iter().flat_map(of).collect();
    assert_eq!(sets, expected);
    assert_eq!((found.planned, found.stopped), (12, false));
}

#[test]
fn the_engine_swept_on_one_two_and_eight_threads_gives_the_same_bytes() {
    let series = walk(11, 400, 86_400_000_000);
    let backtest = Backtest::new(settings(), vec![listing(0)]).unwrap();
    let run = |set: &ParameterSet| {
        let mut strategy = crossing(set.whole("fast")?, set.whole("slow")?);
        let result = backtest.run(&[&series], &mut strategy, None, &mut go_on)?;
        let sharpe = result.measured.report.as_ref().and_then(|report| {
            report.figures.iter().find(|figure| figure.name == "sharpe_ratio").and_then(|figure| figure.value)
        });
        let trades = Some(result.round_trips.len() as f64);
        let figures = [("sharpe_ratio".to_owned(), sharpe), ("trades".to_owned(), trades)].into_iter().collect();
        Ok(Outcome { figures, returns: result.measured.returns.iter().flatten().copied().collect() })
    };
    for search in [
        Search::Grid,
        Search::Random { trials: 10, seed: 3 },
        Search::Guided { trials: 30, seed: 3, figure: "sharpe_ratio".to_owned(), goal: Goal::Highest },
    ] {
        let bytes = |n: usize| {
            serde_json::to_vec(&sweep(&averages(search.clone()), threads(n), &[], run, &quiet).unwrap()).unwrap()
        };
        let one = bytes(1);
        assert!(one == bytes(2) && one == bytes(8), "{search:?}");
    }
    let found = sweep(&averages(Search::Grid), threads(2), &[], run, &quiet).unwrap();
    let best = found.best("sharpe_ratio", Goal::Highest).unwrap();
    let top = found.trials.iter().filter_map(|trial| trial.figure("sharpe_ratio")).fold(f64::MIN, f64::max);
    assert_eq!(best.figure("sharpe_ratio"), Some(top));
    let map = found.heat_map("sharpe_ratio", Goal::Highest, ["fast", "slow"], OverOthers::Median).unwrap();
    assert_eq!((map.x_values.len(), map.y_values.len()), (5, 3));
    assert_eq!(map.cells[0][4], None, "10 over 6 was not tried");
    assert_eq!(map.counts.iter().flatten().sum::<usize>(), 12);
    let verdict = found.verdict(8);
    assert_eq!((verdict.n_trials, verdict.best), (12, Some(best.index)));
    let (plain, deflated) = (verdict.probabilistic_sharpe.unwrap(), verdict.deflated_sharpe.unwrap());
    assert!(deflated < plain, "so many trials take some of the belief: {deflated} of {plain}");
    assert!(verdict.overfitting.is_some() && verdict.undefined.is_empty(), "{:?}", verdict.undefined);
    let returns =
        |index: usize| &found.trials.iter().find(|t| t.index == index).unwrap().outcome.as_ref().unwrap().returns;
    let walked = verdict.walk_forward.unwrap();
    let WalkForward { train, test, .. } = walked.settings;
    assert_eq!((train, test), (returns(best.index).len() / 2, returns(best.index).len() / 10));
    let mut together = Vec::new();
    for stretch in &walked.stretches {
        // The best of the training by hand, and what it brought in the test.
        let sharpe = |index: usize| Score::SharpeRatio.of(&returns(index)[stretch.train_from..stretch.train_to]);
        let chosen = stretch.chosen.unwrap();
        assert!(found.trials.iter().all(|trial| sharpe(trial.index) <= sharpe(chosen)), "{stretch:?}");
        together.extend_from_slice(&returns(chosen)[stretch.test_from..stretch.test_to]);
    }
    assert_eq!(walked.sharpe, Score::SharpeRatio.of(&together));
    let crossed = verdict.cross_validation.unwrap();
    assert_eq!((crossed.n_splits, crossed.n_paths), (15, 5));
    assert!(crossed.lowest_sharpe <= crossed.median_sharpe && crossed.median_sharpe <= crossed.highest_sharpe);
}

#[test]
fn what_was_stopped_goes_on_where_it_stood() {
    for search in [
        Search::Grid,
        Search::Random { trials: 40, seed: 9 },
        Search::Guided { trials: 40, seed: 9, figure: "height".to_owned(), goal: Goal::Highest },
    ] {
        let parameters = vec![steps("x", 0.0, 1.0, 0.2), steps("y", 0.0, 1.0, 0.1)];
        let request = Sweep { parameters, ascending: Vec::new(), search };
        let whole = sweep(&request, threads(2), &[], hill, &quiet).unwrap();
        let stop = |done: usize, _: usize| if done == 13 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        let part = sweep(&request, threads(1), &[], hill, &stop).unwrap();
        assert!(part.stopped && part.trials.len() == 13, "{}", part.trials.len());
        let made = AtomicUsize::new(0);
        let counted = |set: &ParameterSet| {
            made.fetch_add(1, Ordering::Relaxed);
            hill(set)
        };
        let resumed = sweep(&request, threads(2), &part.trials, counted, &quiet).unwrap();
        assert_eq!(resumed, whole);
        assert_eq!(made.into_inner(), whole.planned - 13);
        let mut foreign = part.trials[0].clone();
        foreign.parameters.0.insert("x".to_owned(), 0.77);
        let error = sweep(&request, threads(1), &[foreign], hill, &quiet).unwrap_err();
        assert_eq!(error.code(), "trial_foreign");
    }
}

#[test]
fn a_guided_search_comes_nearer_than_chance() {
    let parameters = vec![between("x", -3.0, 3.0), between("y", -3.0, 3.0)];
    let mut better = 0;
    for seed in 0..20 {
        let best = |search: Search| {
            let request = Sweep { parameters: parameters.clone(), ascending: Vec::new(), search };
            let found = sweep(&request, threads(1), &[], hill, &quiet).unwrap();
            found.best("height", Goal::Highest).unwrap().figure("height").unwrap()
        };
        let guided = Search::Guided { trials: 80, seed, figure: "height".to_owned(), goal: Goal::Highest };
        better += usize::from(best(guided) > best(Search::Random { trials: 80, seed }));
    }
    println!("better in {better} of 20");
    assert!(better >= 15, "better in {better} of 20");
}

#[test]
fn a_guided_search_tries_nothing_twice_and_ends_when_nothing_is_left() {
    let parameters = vec![steps("x", 0.0, 1.0, 0.25), steps("y", 0.0, 1.0, 0.25)];
    let search = Search::Guided { trials: 1000, seed: 1, figure: "height".to_owned(), goal: Goal::Lowest };
    let request = Sweep { parameters, ascending: vec![["x".to_owned(), "y".to_owned()]], search };
    let found = sweep(&request, threads(2), &[], hill, &quiet).unwrap();
    assert_eq!((found.trials.len(), found.planned), (10, 10));
    let mut sets: Vec<Vec<u64>> =
        found.trials.iter().map(|trial| trial.parameters.0.values().map(|v| v.to_bits()).collect()).collect();
    sets.sort();
    sets.dedup();
    assert_eq!(sets.len(), 10);
}

#[test]
fn failures_are_kept_and_do_not_stop_the_others() {
    let request = averages(Search::Grid);
    let run = |set: &ParameterSet| {
        if set.get("fast")? == 4.0 { Err(BacktestError::NoBars) } else { Ok(Outcome::default()) }
    };
    let found = sweep(&request, threads(2), &[], run, &quiet).unwrap();
    let failed: Vec<&str> = found.trials.iter().filter_map(|trial| trial.error.as_deref()).collect();
    assert_eq!((failed.len(), found.trials.len()), (3, 12));
    assert!(failed[0].contains("no bars"));
    let verdict = found.verdict(4);
    assert_eq!((verdict.n_trials, verdict.best, verdict.undefined.len()), (12, None, 1));
    assert!(found.best("height", Goal::Highest).is_none());
}

#[test]
fn spaces_without_sense_are_refused_by_name() {
    let refuse = |parameters: Vec<ParameterRange>, search: Search| {
        let request = Sweep { parameters, ascending: Vec::new(), search };
        sweep(&request, threads(1), &[], hill, &quiet).unwrap_err().to_string()
    };
    let list = |values: Vec<f64>| ParameterRange { name: "x".to_owned(), values: ParameterValues::List { values } };
    assert!(refuse(vec![], Search::Grid).contains("no parameter"));
    assert!(refuse(vec![list(vec![])], Search::Grid).contains("no values"));
    assert!(refuse(vec![list(vec![1.0, 1.0])], Search::Grid).contains("stands twice"));
    assert!(refuse(vec![list(vec![f64::NAN])], Search::Grid).contains("not a number"));
    assert!(refuse(vec![list(vec![1.0]), list(vec![2.0])], Search::Grid).contains("stands twice"));
    assert!(refuse(vec![steps("x", 2.0, 1.0, 1.0)], Search::Grid).contains("exchange"));
    assert!(refuse(vec![steps("x", 1.0, 2.0, 0.0)], Search::Grid).contains("above zero"));
    assert!(refuse(vec![between("x", 0.0, 1.0)], Search::Grid).contains("grid"));
    let many = vec![steps("x", 0.0, 2e3, 1.0), steps("y", 0.0, 2e3, 1.0)];
    assert!(refuse(many, Search::Grid).contains("million"));
    assert!(refuse(vec![between("x", 0.0, 1.0)], Search::Random { trials: 0, seed: 1 }).contains("one trial"));
    let mut request = averages(Search::Grid);
    request.ascending.push(["slow".to_owned(), "speed".to_owned()]);
    assert_eq!(sweep(&request, threads(1), &[], hill, &quiet).unwrap_err().code(), "parameter_unknown");
    request.ascending = vec![["slow".to_owned(), "fast".to_owned()], ["fast".to_owned(), "slow".to_owned()]];
    assert_eq!(sweep(&request, threads(1), &[], hill, &quiet).unwrap_err().code(), "parameter_invalid");
}

#[test]
fn a_sweep_returns_from_its_json() {
    let text = r#"{"parameters":[{"name":"fast","kind":"steps","from":5.0,"to":50.0,"step":5.0},
        {"name":"share","kind":"between","from":0.1,"to":0.5},{"name":"mode","kind":"list","values":[1.0,2.0]}],
        "ascending":[],"search":{"kind":"guided","trials":50,"seed":7,"figure":"sharpe_ratio","goal":"highest"}}"#;
    let request: Sweep = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::from_str::<Sweep>(&serde_json::to_string(&request).unwrap()).unwrap(), request);
    assert!(serde_json::from_str::<Sweep>(&text.replace("\"seed\"", "\"sed\"")).is_err());
}

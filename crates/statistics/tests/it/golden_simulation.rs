//! Distributions, random numbers, margins and copulas against `tests/golden/simulation` (`PROVENANCE.md` there), and Monte Carlo by its
//! properties.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use nalgebra::DMatrix;
use serde_json::{Value, json};
use statistics::annualized_volatility;
use statistics::distributions::{
    chi_squared_tail, normal_probability, normal_quantile, normal_two_sided, student_t_log_density, student_t_quantile,
    student_t_two_sided,
};
use statistics::simulation::{
    Margin, Margins, MonteCarloRequest, NormalReturns, Stream, StudentCopula, each_path, fit_student, kendall_tau,
};

use crate::golden::{load, names, sample};
use crate::golden_attribution::{close, floats};

fn reference() -> Value {
    serde_json::from_slice(&load("tests/golden/simulation/reference.json")).unwrap()
}

pub(crate) fn threads(n: usize) -> NonZeroUsize {
    NonZeroUsize::new(n).unwrap()
}

#[test]
fn distributions_agree() {
    let all = &reference()["distributions"];
    let check = |name: &str, rel: f64, ours: &dyn Fn(&[f64]) -> f64| {
        let rows = all[name].as_array().unwrap();
        for row in rows {
            let row = floats(row);
            let (arguments, theirs) = row.split_at(row.len() - 1);
            close(ours(arguments), &json!(theirs[0]), (rel, 1e-300), &format!("{name}{arguments:?}"));
        }
        rows.len()
    };
    let counts = [
        check("normal_quantile", 1e-14, &|x| normal_quantile(x[0]).unwrap()),
        check("normal_probability", 1e-13, &|x| normal_probability(x[0])),
        check("normal_two_sided", 1e-13, &|x| normal_two_sided(x[0])),
        check("student_two_sided", 1e-11, &|x| student_t_two_sided(x[0], x[1]).unwrap()),
        check("student_quantile", 1e-10, &|x| student_t_quantile(x[0], x[1]).unwrap()),
        check("student_log_density", 1e-11, &|x| student_t_log_density(x[0], x[1])),
        check("chi_squared_tail", 1e-11, &|x| chi_squared_tail(x[0], x[1]).unwrap()),
    ];
    println!("compared {}", counts.iter().sum::<usize>());
}

#[test]
fn random_numbers_are_those_of_numpy() {
    for case in reference()["random_numbers"].as_array().unwrap() {
        let number = |name: &str| case[name].as_str().unwrap().parse::<u64>().unwrap();
        let mut stream = Stream::new(number("seed"), number("number"));
        for bits in case["bits"].as_array().unwrap() {
            assert_eq!(stream.bits().to_string(), bits.as_str().unwrap(), "{case}");
        }
    }
}

#[test]
fn returns_drawn_side_by_side_agree() {
    let reference: Value = serde_json::from_slice(&load("tests/golden/simulation/lanes.json")).unwrap();
    let covariance = reference["covariance"].as_array().unwrap().iter().flat_map(floats).collect::<Vec<f64>>();
    let normal = NormalReturns::new(&floats(&reference["means"]), &DMatrix::from_row_slice(3, 3, &covariance)).unwrap();
    for case in reference["cases"].as_array().unwrap() {
        let number = |name: &str| case[name].as_str().unwrap().parse::<u64>().unwrap();
        let (mut draws, mut drawn) =
            (normal.draws(number("seed"), number("number")), [[0.0; NormalReturns::PERIODS]; 3]);
        for block in case["returns"].as_array().unwrap() {
            draws.next_periods(&mut drawn);
            for (ours, theirs) in drawn.iter().zip(block.as_array().unwrap()) {
                for (ours, theirs) in ours.iter().zip(floats(theirs)) {
                    assert!((ours - theirs).abs() <= 1e-15, "{ours} against {theirs}");
                }
            }
        }
    }
}

#[test]
fn margins_and_copulas_agree() {
    let reference = reference();
    for case in reference["copulas"].as_array().unwrap() {
        let (_, columns) = sample("us_stocks_daily", case, &names(&case["assets"]));
        let change = |column: &Vec<Option<f64>>| -> Vec<f64> {
            column.windows(2).map(|pair| pair[1].unwrap() / pair[0].unwrap() - 1.0).collect()
        };
        let returns: Vec<Vec<f64>> = columns.iter().map(change).collect();
        for (i, row) in case["tau"].as_array().unwrap().iter().enumerate() {
            for (j, tau) in row.as_array().unwrap().iter().enumerate() {
                close(kendall_tau(&returns[i], &returns[j]).unwrap(), tau, (1e-12, 1e-14), "tau");
            }
        }
        for (series, theirs) in returns.iter().zip(case["margins"].as_array().unwrap()) {
            let Margin::Student { location, scale, freedom, log_likelihood } = fit_student(series).unwrap() else {
                panic!("not Student's")
            };
            // Scipy's simplex stops a little short of the most likely: ours must not be below it.
            assert!(log_likelihood >= theirs["log_likelihood"].as_f64().unwrap() - 1e-8, "{log_likelihood}: {theirs}");
            close(log_likelihood, &theirs["log_likelihood"], (1e-9, 0.0), "likelihood");
            close(location, &theirs["location"], (0.0, 1e-6), "location");
            close(scale, &theirs["scale"], (1e-3, 0.0), "scale");
            close(freedom, &theirs["freedom"], (1e-3, 0.0), "freedom");
        }
        let fit = StudentCopula::fitted(&returns, Margins::Empirical).unwrap().fit().clone();
        close(fit.log_likelihood, &case["log_likelihood"], (1e-9, 0.0), "copula's likelihood");
        close(fit.freedom, &case["freedom"], (1e-4, 0.0), "copula's freedom");
        for (ours, theirs) in fit.correlation.iter().zip(case["correlation"].as_array().unwrap()) {
            for (ours, theirs) in ours.iter().zip(theirs.as_array().unwrap()) {
                close(*ours, theirs, (1e-12, 1e-14), "correlation");
            }
        }
        assert!(!fit.repaired);
    }
    let ties = &reference["tau_ties"];
    close(kendall_tau(&floats(&ties["a"]), &floats(&ties["b"])).unwrap(), &ties["tau"], (1e-14, 0.0), "ties");
}

fn returns() -> Vec<f64> {
    let inputs = json!({"start": "2015-01-02", "end": "2019-12-31"});
    let column = sample("us_stocks_daily", &inputs, &["AAPL"]).1.remove(0);
    column.windows(2).map(|pair| pair[1].unwrap() / pair[0].unwrap() - 1.0).collect()
}

fn simulated(request: &Value, n: usize) -> Value {
    let request = MonteCarloRequest::from_json(request.to_string().as_bytes()).unwrap();
    serde_json::to_value(request.simulate(threads(n)).unwrap()).unwrap()
}

#[test]
fn the_same_bits_on_any_number_of_threads() {
    let assets = [returns(), returns().iter().rev().copied().collect()];
    let methods = [
        json!({"method": "bootstrap", "resampling": {"scheme": "independent"}}),
        json!({"method": "bootstrap", "resampling": {"scheme": "circular_blocks", "length": 12}}),
        json!({"method": "bootstrap", "resampling": {"scheme": "stationary_blocks", "mean_length": 12.5}}),
        json!({"method": "shuffle"}),
        json!({"method": "student_copula", "margins": "student"}),
        json!({"method": "student_copula", "margins": "empirical"}),
        json!({"method": "normal"}),
    ];
    for method in methods {
        let mut request = json!({"method": method, "n_paths": 101, "seed": 9, "returns": returns()[..300].to_vec()});
        if method["method"] == "student_copula" || method["method"] == "normal" {
            (request["assets"], request["weights"]) = (json!(assets), json!([0.6, 0.4]));
            request["horizon"] = json!(120);
        }
        let one = simulated(&request, 1);
        assert_eq!(one, simulated(&request, 2), "{method}");
        assert_eq!(one, simulated(&request, 8), "{method}");
        request["seed"] = json!(10);
        assert_ne!(one, simulated(&request, 2), "{method}");
    }
    let doubled = each_path(7, threads(3), || (), |path, ()| 2 * path);
    assert_eq!(doubled, [0, 2, 4, 6, 8, 10, 12]);
}

#[test]
fn a_shuffle_keeps_the_end_and_a_bootstrap_the_mean() {
    let returns = returns();
    let shuffled = simulated(&json!({"method": {"method": "shuffle"}, "n_paths": 500, "returns": returns}), 2);
    let band = |result: &Value, name: &str| {
        result["bands"].as_array().unwrap().iter().find(|band| band["name"] == name).unwrap().clone()
    };
    let total = band(&shuffled, "total_return");
    for quantile in floats(&total["quantiles"]) {
        close(quantile, &total["observed"], (1e-9, 0.0), "a shuffled end");
    }
    let fall = band(&shuffled, "max_drawdown");
    assert!(floats(&fall["quantiles"]).windows(2).all(|pair| pair[0] < pair[1]), "{fall}");
    let resampling = json!({"scheme": "stationary_blocks", "mean_length": 20.0});
    let request = json!({
        "method": {"method": "bootstrap", "resampling": resampling}, "n_paths": 4000, "returns": returns,
    });
    let drawn = simulated(&request, 2);
    let volatility = band(&drawn, "volatility");
    close(volatility["mean"].as_f64().unwrap(), &volatility["observed"], (0.02, 0.0), "mean volatility");
    let fan = &drawn["fan"];
    assert_eq!(fan["periods"].as_array().unwrap().len(), 60);
    assert_eq!(fan["periods"][59], drawn["horizon"]);
    let last: Vec<f64> =
        fan["values"].as_array().unwrap().iter().map(|line| line[59].as_f64().unwrap() - 1.0).collect();
    for (ours, theirs) in last.iter().zip(band(&drawn, "total_return")["quantiles"].as_array().unwrap()) {
        close(*ours, theirs, (1e-9, 1e-12), "the fan ends at the total return");
    }
}

#[test]
fn ruin_is_a_probability_with_an_error() {
    // One of two returns ends below 60 % at once: a path of two periods is spared with a chance of a quarter.
    let request = json!({
        "method": {"method": "bootstrap", "resampling": {"scheme": "independent"}}, "n_paths": 20_000,
        "returns": [-0.5, 0.0], "horizon": 2, "ruin_level": 0.6, "seed": 3,
    });
    let ruin = simulated(&request, 2)["ruin"].clone();
    let (low, p, high) =
        (ruin["lower"].as_f64().unwrap(), ruin["probability"].as_f64().unwrap(), ruin["upper"].as_f64().unwrap());
    assert!(low < 0.75 && 0.75 < high && low < p && p < high && high - low < 0.013, "{ruin}");
    let mut never = request.clone();
    never["ruin_level"] = json!(0.2);
    let ruin = simulated(&never, 1)["ruin"].clone();
    assert_eq!((ruin["probability"].as_f64(), ruin["lower"].as_f64()), (Some(0.0), Some(0.0)));
    assert!(ruin["upper"].as_f64().unwrap() > 0.0 && ruin["median_periods"].is_null(), "{ruin}");
}

#[test]
fn normal_returns_have_the_risk_of_their_weights() {
    let assets = [returns(), returns().iter().rev().copied().collect::<Vec<f64>>()];
    let portfolio: Vec<f64> = assets[0].iter().zip(&assets[1]).map(|(a, b)| 0.7 * a + 0.3 * b).collect();
    let request = json!({
        "method": {"method": "normal"}, "n_paths": 2000, "assets": assets, "weights": [0.7, 0.3], "horizon": 252,
    });
    let result = simulated(&request, 2);
    let volatility = result["bands"].as_array().unwrap().iter().find(|band| band["name"] == "volatility").unwrap();
    let expected = annualized_volatility(&portfolio, 252.0).unwrap();
    close(volatility["mean"].as_f64().unwrap(), &json!(expected), (0.01, 0.0), "volatility");
    assert!(volatility["observed"].is_null() && result["copula"].is_null());
}

#[test]
fn a_simulation_tells_how_far_it_is_and_can_be_ended() {
    let request = json!({"method": {"method": "shuffle"}, "n_paths": 1000, "returns": [0.1, -0.1, 0.2]}).to_string();
    let request = MonteCarloRequest::from_json(request.as_bytes()).unwrap();
    let mut told = Vec::new();
    let found = request.simulate_watched(threads(2), &mut |part| {
        told.push(part);
        ControlFlow::Continue(())
    });
    assert_eq!(found.unwrap(), request.simulate(threads(1)).unwrap());
    assert!(told.len() == 100 && told[0] == 0.0 && told.windows(2).all(|pair| pair[0] < pair[1]), "{told:?}");
    let ended = request.simulate_watched(threads(1), &mut |part| {
        if part > 0.5 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(ended.unwrap_err().code(), "cancelled");
}

#[test]
fn simulations_that_cannot_be_are_refused() {
    let code = |change: &dyn Fn(&mut Value)| {
        let resampling = json!({"scheme": "circular_blocks", "length": 2});
        let mut request = json!({
            "method": {"method": "bootstrap", "resampling": resampling}, "n_paths": 100, "returns": [0.1, -0.1, 0.2],
        });
        change(&mut request);
        match MonteCarloRequest::from_json(request.to_string().as_bytes()) {
            Ok(request) => request.simulate(threads(1)).map(|_| ()).unwrap_err().code(),
            Err(error) => error.code(),
        }
    };
    assert_eq!(code(&|r| r["returns"] = json!([0.1])), "too_few_observations");
    assert_eq!(code(&|r| r["returns"] = json!([0.1, -1.0])), "invalid_return");
    assert_eq!(code(&|r| r["returns"] = json!([0.1, null])), "malformed_request");
    assert_eq!(code(&|r| r["method"]["resampling"]["length"] = json!(4)), "invalid_setting");
    assert_eq!(code(&|r| r["n_paths"] = json!(1)), "invalid_setting");
    assert_eq!(code(&|r| r["horizon"] = json!(0)), "invalid_setting");
    assert_eq!(code(&|r| r["ruin_level"] = json!(1.5)), "invalid_setting");
    assert_eq!(code(&|r| r["spam"] = json!(1)), "malformed_request");
    let copula = json!({"method": "student_copula", "margins": "student"});
    assert_eq!(code(&|r| r["method"] = copula.clone()), "too_few_observations");
    let still = |r: &mut Value| {
        r["method"] = copula.clone();
        (r["assets"], r["weights"]) = (json!([vec![0.01; 50]]), json!([1.0]));
    };
    assert_eq!(code(&still), "undefined_figure");
    let twins = |r: &mut Value| {
        r["method"] = json!({"method": "normal"});
        let series: Vec<f64> = (0..40).map(|t| f64::from(t % 7) / 100.0).collect();
        (r["assets"], r["weights"]) = (json!([series, series]), json!([0.5, 0.5]));
    };
    assert_eq!(code(&twins), "singular_covariance");
}

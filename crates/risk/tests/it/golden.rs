//! Every method but GARCH against `tests/golden/risk` (`PROVENANCE.md` there).

use nalgebra::DMatrix;
use risk::{
    OptionKind, OptionTerms, TailMethod, backtest, concentration, coverage, effective_bets, fit_pareto_tail,
    gaussian_contributions, historical_contributions, minimum_variance_hedge, tail_risk,
};
use serde_json::{Value, json};

use crate::sample::{all_close, assets, changes, close, column, floats, index, load, reference};

#[test]
fn values_at_risk_agree() {
    let (reference, returns) = (reference(), index());
    let mut count = 0;
    for (name, theirs) in reference["tails"].as_object().unwrap() {
        let parts: Vec<&str> = name.split('/').collect();
        let (method, rel) = match parts[0] {
            "historical" => (TailMethod::Historical, 1e-11),
            "gaussian" => (TailMethod::Gaussian, 1e-11),
            "cornish_fisher" => (TailMethod::CornishFisher, 1e-9),
            "ewma" => (TailMethod::Ewma { decay: 0.94 }, 1e-10),
            other => panic!("{other} is not compared"),
        };
        let ours = tail_risk(&returns, method, parts[1].parse().unwrap(), parts[2].parse().unwrap()).unwrap();
        close(ours.value_at_risk, &theirs[0], (rel, 0.0), name);
        close(ours.conditional_value_at_risk, &theirs[1], (rel, 0.0), name);
        count += 1;
    }
    assert_eq!(count, 14);
}

/// The three portfolios of the performance figures: fitted values at risk of one day.
#[test]
fn values_at_risk_of_the_portfolios_agree() {
    let cases = serde_json::from_slice::<Value>(&load("tests/golden/metrics/metrics.json")).unwrap()["cases"].clone();
    let table = "crates/workstation/sample/us_stocks_daily.csv.zst";
    let formulas = cases.as_array().unwrap().iter().filter(|case| case["id"].as_str().unwrap().ends_with("/formula"));
    let mut count = 0;
    for case in formulas {
        let (inputs, expected, id) = (&case["inputs"], &case["expected"], case["id"].as_str().unwrap());
        let (start, end) = (inputs["start"].as_str().unwrap(), inputs["end"].as_str().unwrap());
        let names = inputs["assets"].as_array().unwrap();
        let columns: Vec<Vec<f64>> =
            names.iter().map(|name| changes(&column(table, name.as_str().unwrap(), start, end))).collect();
        let mean = |day: usize| columns.iter().map(|c| c[day]).sum::<f64>() / columns.len() as f64;
        let returns: Vec<f64> = (0..columns[0].len()).map(mean).collect();
        let mut check = |name: &str, method: TailMethod, confidence: f64, tail: bool| {
            let ours = tail_risk(&returns, method, confidence, 1).unwrap();
            let ours = if tail { ours.conditional_value_at_risk } else { ours.value_at_risk };
            close(ours, &expected[name], (1e-9, 0.0), &format!("{id} {name}"));
            count += 1;
        };
        check("var_hist_95", TailMethod::Historical, 0.95, false);
        check("cvar_hist_95", TailMethod::Historical, 0.95, true);
        check("var_hist_99", TailMethod::Historical, 0.99, false);
        check("cvar_hist_99", TailMethod::Historical, 0.99, true);
        check("var_gauss_95", TailMethod::Gaussian, 0.95, false);
        check("cvar_gauss_95", TailMethod::Gaussian, 0.95, true);
        check("var_gauss_99", TailMethod::Gaussian, 0.99, false);
        check("var_cf_95", TailMethod::CornishFisher, 0.95, false);
        check("var_cf_99", TailMethod::CornishFisher, 0.99, false);
    }
    assert_eq!(count, 27);
}

#[test]
fn extreme_values_agree() {
    let (reference, returns) = (reference(), index());
    for (share, theirs) in reference["pareto"].as_object().unwrap() {
        let fit = fit_pareto_tail(&returns, share.parse().unwrap()).unwrap();
        assert_eq!(json!(fit.n_exceedances), theirs["n_exceedances"]);
        close(fit.threshold, &theirs["threshold"], (1e-12, 0.0), share);
        close(fit.log_likelihood, &theirs["log_likelihood"], (1e-10, 0.0), share);
        close(fit.shape, &theirs["shape"], (1e-5, 1e-6), share);
        close(fit.scale, &theirs["scale"], (1e-5, 0.0), share);
        for (confidence, losses) in ["0.99", "0.999"].map(|level| (level, &theirs[level])) {
            let level = confidence.parse().unwrap();
            close(fit.value_at_risk(level).unwrap(), &losses[0], (1e-6, 0.0), share);
            close(fit.conditional_value_at_risk(level).unwrap(), &losses[1], (1e-5, 0.0), share);
        }
    }
}

#[test]
fn coverage_tests_agree() {
    for case in reference()["coverage"].as_array().unwrap() {
        let hits: Vec<bool> = case["hits"].as_str().unwrap().chars().map(|c| c == '1').collect();
        let ours = coverage(&hits, case["confidence"].as_f64().unwrap()).unwrap();
        assert_eq!(
            (json!(ours.n_exceptions), json!(ours.transitions)),
            (case["n_exceptions"].clone(), case["transitions"].clone())
        );
        let tolerance = (1e-9, 1e-9);
        close(ours.kupiec.statistic, &case["kupiec"][0], tolerance, "kupiec");
        close(ours.kupiec.p, &case["kupiec"][1], (1e-8, 1e-12), "kupiec");
        match case.get("independence") {
            None => assert_eq!((ours.independence, ours.conditional_coverage), (None, None)),
            Some(theirs) => {
                let ratio = ours.independence.unwrap();
                close(ratio.statistic, &theirs[0], tolerance, "independence");
                close(ratio.p, &theirs[1], (1e-8, 1e-9), "independence");
                let ratio = ours.conditional_coverage.unwrap();
                close(ratio.statistic, &case["conditional"][0], tolerance, "conditional");
                close(ratio.p, &case["conditional"][1], (1e-8, 1e-9), "conditional");
            }
        }
    }
}

#[test]
fn a_rolling_value_at_risk_of_the_reference_prices_agrees() {
    let Some(folder) = std::env::var_os("QUARTERDECK_REFERENCE").map(std::path::PathBuf::from) else {
        eprintln!("skipped: QUARTERDECK_REFERENCE names no folder with data/goog_ohlcv_daily.csv");
        return;
    };
    let text = std::fs::read(folder.join("data/goog_ohlcv_daily.csv")).unwrap();
    let mut reader = csv::Reader::from_reader(&text[..]);
    let prices: Vec<f64> = reader.records().map(|row| row.unwrap()[4].parse().unwrap()).collect();
    let all = serde_json::from_slice::<Value>(&load("tests/golden/significance/significance.json")).unwrap();
    let case = all["cases"].as_array().unwrap().iter().find(|case| case["id"] == "goog/var_backtest").unwrap();
    let expected = &case["expected"];
    let ours = backtest(&risk::TailBacktestRequest {
        returns: changes(&prices),
        method: TailMethod::Historical,
        window: 250,
        confidence: 0.95,
        refit_every: 1,
    })
    .unwrap();
    let coverage = &ours.coverage;
    assert_eq!(
        (json!(coverage.n), json!(coverage.n_exceptions)),
        (expected["T"].clone(), expected["breaches"].clone())
    );
    let transitions = ["n00", "n01", "n10", "n11"].map(|name| expected[name].clone());
    assert_eq!(coverage.transitions.map(|n| json!(n)), transitions);
    close(coverage.kupiec.statistic, &expected["kupiec_lr"], (1e-9, 0.0), "kupiec");
    close(coverage.kupiec.p, &expected["kupiec_p"], (1e-9, 0.0), "kupiec");
    let independence = coverage.independence.unwrap();
    close(independence.statistic, &expected["christoffersen_lr"], (1e-9, 0.0), "christoffersen");
    close(independence.p, &expected["christoffersen_p"], (1e-9, 0.0), "christoffersen");
}

#[test]
fn contributions_and_bets_agree() {
    let reference = reference();
    let expected = &reference["contributions"];
    let (weights, mean) = (floats(&expected["weights"]), floats(&expected["mean"]));
    let rows: Vec<f64> = expected["covariance"].as_array().unwrap().iter().flat_map(floats).collect();
    let covariance = DMatrix::from_row_slice(5, 5, &rows);
    let (whole, parts) = gaussian_contributions(&weights, &mean, &covariance, 0.99).unwrap();
    close(whole, &expected["var_99"], (1e-12, 0.0), "value at risk");
    let pick = |part: fn(&risk::Contribution) -> f64| parts.iter().map(part).collect::<Vec<f64>>();
    // The reference's slopes are differences of values at risk.
    all_close(&pick(|p| p.marginal), &expected["marginal"], (1e-7, 1e-9), "marginal");
    all_close(&pick(|p| p.incremental), &expected["incremental"], (1e-10, 1e-14), "incremental");
    all_close(&pick(|p| p.conditional_component), &expected["conditional"], (1e-7, 1e-9), "conditional");
    assert!((pick(|p| p.component).iter().sum::<f64>() - whole).abs() < 1e-15);
    let bets = effective_bets(&weights, &covariance).unwrap();
    all_close(&bets.shares, &expected["bets"]["shares"], (1e-9, 1e-12), "bets");
    close(bets.effective_number, &expected["bets"]["number"], (1e-10, 0.0), "bets");
    close(bets.diversification_ratio, &expected["bets"]["ratio"], (1e-12, 0.0), "ratio");
    let (whole, beyond, parts) = historical_contributions(&weights, &assets(&reference), 0.99).unwrap();
    let theirs = &expected["historical"];
    close(whole, &theirs["var"], (1e-12, 0.0), "historical");
    let component: Vec<f64> = parts.iter().map(|p| p.component).collect();
    let conditional: Vec<f64> = parts.iter().map(|p| p.conditional_component).collect();
    all_close(&component, &theirs["component"], (1e-11, 1e-15), "historical component");
    all_close(&conditional, &theirs["conditional"], (1e-11, 1e-15), "historical conditional");
    assert!((component.iter().sum::<f64>() - whole).abs() < 1e-15);
    assert!((conditional.iter().sum::<f64>() - beyond).abs() < 1e-15);
    let shares = concentration(&weights).unwrap();
    let gross: f64 = weights.iter().map(|w| w.abs()).sum();
    let squares: f64 = weights.iter().map(|w| (w / gross).powi(2)).sum();
    assert!((shares.effective_number - 1.0 / squares).abs() < 1e-12);
}

#[test]
fn options_agree_with_the_integral_of_their_payoff() {
    let mut count = 0;
    for case in reference()["options"].as_array().unwrap() {
        let number = |name: &str| case[name].as_f64().unwrap();
        let terms = OptionTerms {
            kind: if case["kind"] == "call" { OptionKind::Call } else { OptionKind::Put },
            spot: number("spot"),
            strike: number("strike"),
            years: number("years"),
            rate: number("rate"),
            dividend_yield: number("dividend_yield"),
        };
        let volatility = number("volatility");
        let ours = terms.greeks(volatility).unwrap();
        let place = case.to_string();
        close(ours.price, &case["price"], (1e-9, 1e-10), &place);
        // The reference's slopes are differences of integrals.
        for (slope, name) in [
            (ours.delta, "delta"),
            (ours.vega, "vega"),
            (ours.theta, "theta"),
            (ours.rho, "rho"),
            (ours.epsilon, "epsilon"),
        ] {
            close(slope, &case[name], (1e-5, 1e-6 * terms.spot), &format!("{name} {place}"));
        }
        close(ours.gamma, &case["gamma"], (1e-3, 1e-7), &format!("gamma {place}"));
        let implied = terms.implied_volatility(ours.price).unwrap();
        assert!((implied - volatility).abs() < 1e-9, "{implied} {place}");
        count += 1;
    }
    assert_eq!(count, 10);
}

#[test]
fn hedges_agree_with_a_regression() {
    let reference = reference();
    let (weights, table) = (floats(&reference["contributions"]["weights"]), assets(&reference));
    let index = index();
    let portfolio: Vec<f64> =
        (0..index.len()).map(|day| weights.iter().zip(&table).map(|(w, series)| w * series[day]).sum()).collect();
    for (name, instruments) in [("index", vec![index.clone()]), ("two", vec![index.clone(), table[1].clone()])] {
        let (ours, theirs) = (minimum_variance_hedge(&portfolio, &instruments).unwrap(), &reference["hedges"][name]);
        all_close(&ours.ratios, &theirs["ratios"], (1e-9, 1e-12), name);
        let errors: Vec<f64> = ours.standard_errors.iter().map(|error| error.unwrap()).collect();
        all_close(&errors, &theirs["standard_errors"], (1e-9, 0.0), name);
        close(ours.effectiveness, &theirs["effectiveness"], (1e-10, 0.0), name);
        close(ours.deviation, &theirs["deviation"], (1e-12, 0.0), name);
        close(ours.residual_deviation, &theirs["residual_deviation"], (1e-10, 0.0), name);
    }
}

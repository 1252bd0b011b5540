//! GARCH and what rests on it against arch (`tests/golden/risk` and `tests/golden/significance`).

use risk::{FilteredPaths, GarchFit, Innovations, TailMethod, VolatilityModel, ewma_variances, fit_garch, tail_risk};
use serde_json::Value;

use crate::sample::{changes, close, column, floats, index, load, reference};

fn kinds(name: &str) -> (VolatilityModel, Innovations) {
    match name {
        "garch/normal" | "sp500/garch11_normal" => (VolatilityModel::Garch, Innovations::Normal),
        "garch/t" | "sp500/garch11_t" => (VolatilityModel::Garch, Innovations::Student),
        "gjr/normal" | "sp500/gjr111_normal" => (VolatilityModel::Gjr, Innovations::Normal),
        "gjr/t" => (VolatilityModel::Gjr, Innovations::Student),
        "sp500/egarch111_normal" => (VolatilityModel::Egarch, Innovations::Normal),
        other => panic!("{other} is not compared"),
    }
}

/// Half a percent of a parameter, and a ten-thousandth of a unit where it may be zero; `scale` is the unit of returns.
fn parameters(fit: &GarchFit, theirs: &Value, names: [&str; 6], scale: f64, place: &str) {
    let ours = [
        (Some(fit.mean), scale),
        (Some(fit.omega), scale * scale),
        (Some(fit.alpha), 1.0),
        (fit.gamma, 1.0),
        (Some(fit.beta), 1.0),
        (fit.freedom, 1.0),
    ];
    for (name, (ours, unit)) in names.into_iter().zip(ours) {
        let Some(theirs) = theirs.get(name).filter(|value| !value.is_null()) else {
            assert_eq!(ours, None, "{place} {name}");
            continue;
        };
        close(ours.unwrap(), theirs, (5e-3, 1e-4 * unit), &format!("{place} {name}"));
    }
}

#[test]
fn the_fits_of_the_golden_set_agree() {
    let closes = column("tests/golden/indicators/prices.csv.zst", "close", "1999-01-04", "2018-12-31");
    let returns: Vec<f64> = changes(&closes).iter().map(|r| 100.0 * r).collect();
    let all = serde_json::from_slice::<Value>(&load("tests/golden/significance/significance.json")).unwrap();
    let fits =
        all["cases"].as_array().unwrap().iter().filter(|case| case["id"].as_str().unwrap().starts_with("sp500/"));
    let mut count = 0;
    for case in fits {
        let (id, expected) = (case["id"].as_str().unwrap(), &case["expected"]);
        let (model, innovations) = kinds(id);
        let fit = fit_garch(&returns, model, innovations).unwrap();
        close(fit.log_likelihood, &expected["loglik"], (0.0, 1e-3), id);
        close(fit.aic, &expected["aic"], (0.0, 2e-3), id);
        close(fit.bic, &expected["bic"], (0.0, 2e-3), id);
        let names = ["mu", "omega", "alpha[1]", "gamma[1]", "beta[1]", "nu"];
        parameters(&fit, &expected["params"], names, 1.0, id);
        let errors = fit.standard_errors.unwrap();
        let theirs = &expected["std_err_robust"];
        for (name, ours) in [
            ("mu", Some(errors.mean)),
            ("omega", Some(errors.omega)),
            // At the wall of zero a difference says little.
            ("alpha[1]", Some(errors.alpha).filter(|_| fit.alpha > 1e-3)),
            ("gamma[1]", errors.gamma),
            ("beta[1]", Some(errors.beta)),
            ("nu", errors.freedom),
        ] {
            if let Some(ours) = ours {
                close(ours, &theirs[name], (0.03, 0.0), &format!("{id} error of {name}"));
            }
        }
        let last = &fit.variances[returns.len() - 5..returns.len()];
        for (ours, theirs) in last.iter().zip(floats(&expected["cond_vol_last5"])) {
            assert!((ours.sqrt() / theirs - 1.0).abs() < 5e-3, "{id}: {} against {theirs}", ours.sqrt());
        }
        if let Some(theirs) = expected.get("forecast_variance_10") {
            for (ours, theirs) in fit.forecast_variances(10).unwrap().iter().zip(floats(theirs)) {
                assert!((ours / theirs - 1.0).abs() < 5e-3, "{id}: {ours} against {theirs}");
            }
        } else {
            assert_eq!(fit.forecast_variances(2), None);
        }
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn fits_and_the_losses_on_them_agree() {
    let (reference, returns) = (reference(), index());
    for (name, theirs) in reference["garch"].as_object().unwrap() {
        let (model, innovations) = kinds(name);
        let fit = fit_garch(&returns, model, innovations).unwrap();
        // Never less likely than arch's own answer; more only by what its tolerance leaves.
        let off = fit.log_likelihood - theirs["log_likelihood"].as_f64().unwrap();
        assert!((-1e-4..1e-2).contains(&off), "{name}: {off}");
        parameters(&fit, theirs, ["mean", "omega", "alpha", "gamma", "beta", "freedom"], 1e-2, name);
        for (ours, theirs) in fit.forecast_variances(10).unwrap().iter().zip(floats(&theirs["forecast"])) {
            assert!((ours / theirs - 1.0).abs() < 2e-3, "{name}: {ours} against {theirs}");
        }
        let figures = theirs.as_object().unwrap().iter().filter(|(figure, _)| figure.contains('/'));
        for (figure, losses) in figures {
            let parts: Vec<&str> = figure.split('/').collect();
            let (confidence, horizon) = (parts[1].parse().unwrap(), parts[2].parse().unwrap());
            let (method, rel) = match parts[0] {
                "tail" => (TailMethod::Garch { model, innovations }, 2e-3),
                // Beyond one period both sides draw paths of their own.
                _ if horizon > 1 => {
                    let paths = FilteredPaths { n_paths: 1_000_000, seed: 1 };
                    (TailMethod::FilteredHistorical { model, paths }, 1e-2)
                }
                _ => (TailMethod::FilteredHistorical { model, paths: FilteredPaths::default() }, 2e-3),
            };
            let ours = tail_risk(&returns, method, confidence, horizon).unwrap();
            close(ours.value_at_risk, &losses[0], (rel, 0.0), &format!("{name} {figure}"));
            close(ours.conditional_value_at_risk, &losses[1], (rel, 0.0), &format!("{name} {figure}"));
        }
    }
}

#[test]
fn a_filter_of_the_same_returns_is_the_fit() {
    let returns = index();
    let fit = fit_garch(&returns[..1500], VolatilityModel::Gjr, Innovations::Normal).unwrap();
    let again = fit.filter(&returns[..1500]);
    assert_eq!(again.len(), 1501);
    // The start differs a little: the fit looks from the sample's mean, the filter from the fitted one.
    assert!((again[1500] / fit.variances[1500] - 1.0).abs() < 1e-6);
    let ewma = ewma_variances(&returns[..1500], 0.94).unwrap();
    assert_eq!(ewma.len(), 1501);
}

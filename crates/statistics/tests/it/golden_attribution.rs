//! Attribution against `tests/golden/attribution` (`PROVENANCE.md` there): sectors, linking, contributions, currencies, factors.

use serde_json::{Value, json};
use statistics::StatisticsError;
use statistics::attribution::{
    AssetPeriod, AttributionRequest, CurrencyPeriod, Effects, Linking, SectorPeriod, brinson_fachler, contributions,
    currency_effects, group_sectors, linked_return, newey_west_lags, regress,
};

use crate::golden::{cases, load, names, sample};

pub(crate) fn floats(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

pub(crate) fn close(ours: f64, theirs: &Value, (rel, abs): (f64, f64), place: &str) {
    let theirs = theirs.as_f64().unwrap_or_else(|| panic!("{place}: {theirs} is no number"));
    assert!((ours - theirs).abs() <= abs + rel * theirs.abs(), "{place}: {ours} against {theirs}");
}

fn all_close(ours: impl IntoIterator<Item = f64>, theirs: &Value, tolerance: (f64, f64), place: &str) {
    let theirs = theirs.as_array().unwrap();
    let mut count = 0;
    for (i, (ours, theirs)) in ours.into_iter().zip(theirs).enumerate() {
        close(ours, theirs, tolerance, &format!("{place}[{i}]"));
        count += 1;
    }
    assert_eq!(count, theirs.len(), "{place}");
}

type Part = fn(&Effects) -> f64;

/// Sectors of each month, with the stocks put together at the weights that every month starts with.
fn months(inputs: &Value) -> (Vec<String>, Vec<Vec<SectorPeriod>>) {
    let assets = names(&inputs["assets"]);
    let (dates, columns) = sample("us_stocks_daily", inputs, &assets);
    let ends: Vec<usize> =
        (0..dates.len()).filter(|i| dates.get(i + 1).is_none_or(|next| next[..7] != dates[*i][..7])).collect();
    let sector_of: Vec<&str> = assets.iter().map(|asset| inputs["sector_of"][asset].as_str().unwrap()).collect();
    let (own, other) = (floats(&inputs["portfolio_weights"]), floats(&inputs["benchmark_weights"]));
    let sectors = names(&inputs["sectors"]);
    let period = |pair: &[usize]| {
        let change = |column: &Vec<Option<f64>>| Some(column[pair[1]]? / column[pair[0]]? - 1.0);
        let returns: Vec<Option<f64>> = columns.iter().map(change).collect();
        let grouped = group_sectors(&sector_of, &returns, &own, &other).unwrap();
        sectors.iter().map(|name| grouped[name]).collect()
    };
    (sectors.iter().map(|name| (*name).to_owned()).collect(), ends.windows(2).map(period).collect())
}

#[test]
fn sectors_agree_in_one_period_and_linked() {
    let all = cases("attribution/attribution.json");
    let (sectors, periods) = months(&all[0]["inputs"]);
    let expected = &all[0]["expected"];
    let (own, other, effects) = brinson_fachler(&periods[0]).unwrap();
    close(own, &expected["Rp"], (0.0, 1e-12), "Rp");
    close(other, &expected["Rb"], (0.0, 1e-12), "Rb");
    let parts: [(&str, Part); 3] =
        [("allocation", |e| e.allocation), ("selection", |e| e.selection), ("interaction", |e| e.interaction)];
    for (name, part) in parts {
        all_close(effects.iter().map(part), &expected[name], (0.0, 1e-12), name);
    }
    let expected = &all[1]["expected"];
    for (linking, prefix) in [(Linking::Carino, "carino"), (Linking::Menchero, "menchero"), (Linking::Grap, "grap")] {
        let request = AttributionRequest { sectors: sectors.clone(), periods: periods.clone(), linking };
        let report = request.attribute().unwrap();
        close(report.portfolio_return, &expected["Rp_linked"], (0.0, 1e-11), "Rp");
        close(report.benchmark_return, &expected["Rb_linked"], (0.0, 1e-11), "Rb");
        all_close(report.periods.iter().map(|p| p.portfolio_return), &expected["Rp"], (0.0, 1e-12), "Rp by month");
        for (name, part) in parts {
            let ours = report.sectors.iter().map(|sector| part(&sector.effects));
            all_close(ours, &expected[format!("{prefix}_{name}")], (0.0, 1e-11), &format!("{prefix} {name}"));
        }
        assert!(report.residual.abs() < 1e-14, "{prefix}: {}", report.residual);
    }
}

#[test]
fn factor_regressions_agree() {
    let text = zstd::decode_all(&load("tests/golden/attribution/ff4_industries_monthly.csv.zst")[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&text[..]);
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let mut seen = 0;
    for case in cases("attribution/attribution.json").iter().filter(|c| c["inputs"].get("y").is_some()) {
        let (inputs, expected, id) = (&case["inputs"], &case["expected"], case["id"].as_str().unwrap());
        let (start, end) = (inputs["start"].as_str().unwrap(), inputs["end"].as_str().unwrap());
        let column = |name: &str| -> Vec<f64> {
            let place = header.iter().position(|column| column == name).unwrap();
            let kept = rows.iter().filter(|row| (start..=end).contains(&&row[0]));
            kept.map(|row| row[place].parse().unwrap()).collect()
        };
        let y: Vec<f64> =
            column(inputs["y"].as_str().unwrap()).iter().zip(column("rf")).map(|(r, rf)| r - rf).collect();
        let x: Vec<(&str, Vec<f64>)> = names(&inputs["x"]).into_iter().map(|name| (name, column(name))).collect();
        let factors: Vec<(&str, &[f64])> = x.iter().map(|(name, values)| (*name, values.as_slice())).collect();
        let fit = regress(&y, &factors, Some(6)).unwrap();
        let tolerance = (1e-8, 1e-12);
        let list = |name: &str, pick: &dyn Fn(usize) -> f64| {
            all_close((0..5).map(pick), &expected[name], tolerance, &format!("{id} {name}"));
        };
        let c = &fit.coefficients;
        list("params", &|i| c[i].value);
        list("se_ols", &|i| c[i].standard_error);
        list("se_hc1", &|i| c[i].standard_error_hc1);
        list("se_hac", &|i| c[i].standard_error_hac);
        list("se_hac_corrected", &|i| c[i].standard_error_hac * (324.0 / 319.0_f64).sqrt());
        list("t_ols", &|i| c[i].t.unwrap());
        list("t_hac", &|i| c[i].t_hac.unwrap());
        // A p-value of 1e-100 multiplies the error of its t by hundreds.
        let p = |name: &str, pick: &dyn Fn(usize) -> f64| {
            all_close((0..5).map(pick), &expected[name], (1e-7, 0.0), &format!("{id} {name}"));
        };
        p("p_ols", &|i| c[i].p.unwrap());
        p("p_hac_normal", &|i| c[i].p_hac.unwrap());
        for (name, ours) in [
            ("r2", fit.r_squared),
            ("r2_adj", fit.r_squared_adjusted),
            ("f", fit.f.unwrap()),
            ("aic", fit.aic.unwrap()),
            ("bic", fit.bic.unwrap()),
            ("loglik", fit.log_likelihood.unwrap()),
            ("durbin_watson", fit.durbin_watson.unwrap()),
        ] {
            close(ours, &expected[name], tolerance, &format!("{id} {name}"));
        }
        let variance = &expected["variance_decomposition"];
        close(fit.total_variance, &variance["total"], tolerance, id);
        close(fit.factor_variance, &variance["factor"], tolerance, id);
        close(fit.specific_variance, &variance["specific"], tolerance, id);
        let (mean, shares): (f64, f64) = c.iter().fold((0.0, 0.0), |sums, c| {
            (sums.0 + c.mean_contribution, sums.1 + c.variance_contribution.unwrap_or(0.0))
        });
        assert!((mean - fit.mean).abs() < 1e-14 && (shares - fit.factor_variance).abs() < 1e-14, "{id}");
        seen += 1;
    }
    assert_eq!((seen, newey_west_lags(324)), (3, 5));
}

#[test]
fn currencies_and_contributions_agree() {
    let reference: Value = serde_json::from_slice(&load("tests/golden/attribution/currency.json")).unwrap();
    for (month, period) in reference["periods"].as_array().unwrap().iter().enumerate() {
        let value = |row: &Value, name: &str| row[name].as_f64().unwrap();
        let market = |row: &Value| CurrencyPeriod {
            local: SectorPeriod {
                portfolio_weight: value(row, "portfolio_weight"),
                portfolio_return: row["portfolio_return"].as_f64(),
                benchmark_weight: value(row, "benchmark_weight"),
                benchmark_return: row["benchmark_return"].as_f64(),
            },
            currency_return: value(row, "currency_return"),
            portfolio_hedge: value(row, "portfolio_hedge"),
            benchmark_hedge: value(row, "benchmark_hedge"),
            forward_return: value(row, "forward_return"),
        };
        let markets: Vec<CurrencyPeriod> = period["markets"].as_array().unwrap().iter().map(market).collect();
        let (own, other, effects) = currency_effects(&markets).unwrap();
        let exact = (0.0, 1e-15);
        close(own, &period["portfolio"], exact, "portfolio");
        close(other, &period["benchmark"], exact, "benchmark");
        let expected = &period["effects"];
        all_close(effects.iter().map(|e| e.local.allocation), &expected["allocation"], exact, "allocation");
        all_close(effects.iter().map(|e| e.local.selection), &expected["selection"], exact, "selection");
        all_close(effects.iter().map(|e| e.local.interaction), &expected["interaction"], exact, "interaction");
        all_close(effects.iter().map(|e| e.currency), &expected["currency"], exact, "currency");
        all_close(effects.iter().map(|e| e.on_gains), &expected["on_gains"], exact, "on gains");
        all_close(effects.iter().map(|e| e.hedging), &expected["hedging"], exact, "hedging");
        let sum: f64 = effects.iter().map(|e| e.total()).sum();
        assert!((own - other - sum).abs() < 1e-15, "month {month}");
    }
    let assets = |period: &Value| -> Vec<AssetPeriod> {
        let pairs = floats(&period["weights"]).into_iter().zip(floats(&period["returns"]));
        pairs.map(|(weight, value)| AssetPeriod { weight, asset_return: Some(value) }).collect()
    };
    let expected = &reference["contributions"];
    let periods: Vec<Vec<AssetPeriod>> = expected["periods"].as_array().unwrap().iter().map(assets).collect();
    let (whole, linked) = contributions(&periods).unwrap();
    close(whole, &expected["total"], (1e-13, 0.0), "total");
    assert!((linked.iter().sum::<f64>() - whole).abs() < 1e-14);
    all_close(linked, &expected["linked"], (1e-12, 1e-16), "linked");
}

fn sector(weights: [f64; 2], returns: [Option<f64>; 2]) -> SectorPeriod {
    SectorPeriod {
        portfolio_weight: weights[0],
        portfolio_return: returns[0],
        benchmark_weight: weights[1],
        benchmark_return: returns[1],
    }
}

#[test]
fn what_only_one_side_holds_is_allocation() {
    let sectors = [
        sector([0.5, 1.0], [Some(0.1), Some(0.05)]),
        sector([0.5, 0.0], [Some(0.2), None]),
        sector([0.0, 0.0], [None, None]),
    ];
    let (own, other, effects) = brinson_fachler(&sectors).unwrap();
    assert!((own - 0.15).abs() < 1e-15 && (other - 0.05).abs() < 1e-15);
    assert!((effects[1].allocation - 0.5 * 0.15).abs() < 1e-15);
    assert_eq!((effects[1].selection, effects[1].interaction, effects[2].total()), (0.0, 0.0, 0.0));
    assert!((effects.iter().map(|e| e.total()).sum::<f64>() - 0.1).abs() < 1e-15);
}

#[test]
fn equal_returns_and_losses_of_everything() {
    let flat = [sector([0.5, 0.5], [Some(0.1), Some(0.1)]), sector([0.5, 0.5], [Some(-0.1), Some(-0.1)])];
    for linking in [Linking::Carino, Linking::Menchero, Linking::Grap] {
        let request = AttributionRequest {
            sectors: vec!["A".into(), "B".into()],
            periods: vec![flat.to_vec(), flat.to_vec()],
            linking,
        };
        let report = request.attribute().unwrap();
        assert_eq!((report.total.total(), report.residual), (0.0, 0.0), "{linking:?}");
    }
    let lost = [sector([1.0, 1.0], [Some(-1.0), Some(-0.5)])];
    let request =
        AttributionRequest { sectors: vec!["A".into()], periods: vec![lost.to_vec()], linking: Linking::Carino };
    assert_eq!(request.attribute().unwrap_err().code(), "invalid_return");
    assert_eq!(linked_return(&[0.1, -0.5]), 1.1 * 0.5 - 1.0);
}

#[test]
fn bad_attributions_are_refused() {
    let code = |sectors: &[SectorPeriod]| brinson_fachler(sectors).unwrap_err().code();
    assert_eq!(code(&[sector([0.9, 1.0], [Some(0.1), Some(0.1)])]), "invalid_field");
    assert_eq!(code(&[sector([1.0, 1.0], [None, Some(0.1)])]), "invalid_field");
    assert_eq!(code(&[sector([1.0, 1.0], [Some(f64::NAN), Some(0.1)])]), "invalid_setting");
    assert_eq!(code(&[]), "invalid_field");
    let request = json!({"sectors": ["A"], "periods": [], "linking": "carino"}).to_string();
    let error = AttributionRequest::from_json(request.as_bytes()).unwrap().attribute().unwrap_err();
    assert_eq!(error.code(), "too_few_observations");
    assert_eq!(AttributionRequest::from_json(b"{\"sector\": 1}").unwrap_err().code(), "malformed_request");
    assert!(contributions(&[]).is_err());
    assert!(contributions(&[vec![AssetPeriod { weight: 1.0, asset_return: None }]]).is_err());
}

#[test]
fn regressions_that_say_nothing_are_refused() {
    let y = [0.01, -0.02, 0.03, 0.0, 0.01, -0.01, 0.02];
    let x = [0.02, -0.01, 0.02, 0.01, 0.0, -0.02, 0.01];
    let double = x.map(|value| 2.0 * value);
    let code = |result: Result<_, StatisticsError>| result.map(|_| ()).unwrap_err().code();
    assert_eq!(code(regress(&y, &[("a", &x), ("b", &double)], None)), "dependent_factors");
    assert_eq!(code(regress(&y, &[("a", &[1.0; 7])], None)), "dependent_factors");
    assert_eq!(code(regress(&[0.01; 7], &[("a", &x)], None)), "constant_series");
    assert_eq!(code(regress(&y[..3], &[("a", &x[..3])], None)), "too_few_observations");
    assert_eq!(code(regress(&y, &[("a", &x[1..])], None)), "unequal_lengths");
    assert_eq!(code(regress(&y, &[("a", &[f64::NAN; 7])], None)), "not_a_number");
    assert_eq!(code(regress(&y, &[("a", &x)], Some(7))), "invalid_setting");
    // A series that is its factor: the coefficient is known, how sure it is not.
    let fit = regress(&double, &[("a", &x)], Some(0)).unwrap();
    assert!((fit.coefficients[1].value - 2.0).abs() < 1e-12 && (fit.r_squared - 1.0).abs() < 1e-12);
    assert_eq!((fit.coefficients[1].t, fit.f, fit.aic), (None, None, None));
    // Without factors there is a mean and its error.
    let fit = regress(&y, &[], Some(0)).unwrap();
    assert_eq!((fit.coefficients.len(), fit.f), (1, None));
}

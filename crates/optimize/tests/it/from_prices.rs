//! Requests with prices in place of moments.

use std::path::Path;

use optimize::{OptimizationRequest, stability, walk_forward};
use serde_json::{Value, json};

use crate::clusters::priced;
use crate::golden::{cases, moments};
use crate::{proceed, solve, solve_json};

/// The sample's prices of the golden configuration.
fn priced_request() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workstation/sample/us_stocks_daily.csv.zst");
    let csv = zstd::decode_all(&std::fs::read(path).unwrap()[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let header = reader.headers().unwrap().clone();
    let (mut dates, mut columns) = (Vec::new(), vec![Vec::new(); header.len() - 1]);
    for row in reader.records().map(Result::unwrap) {
        if ("2015-01-02"..="2019-12-31").contains(&&row[0]) {
            dates.push(row[0].to_owned());
            for (column, cell) in columns.iter_mut().zip(row.iter().skip(1)) {
                column.push(cell.parse::<f64>().ok());
            }
        }
    }
    let prices: serde_json::Map<String, Value> =
        header.iter().skip(1).zip(columns).map(|(name, column)| (name.to_owned(), json!(column))).collect();
    json!({"dates": dates, "prices": prices, "risk_free_rate": 0.02, "objective": "maximum_sharpe"})
}

#[test]
fn prices_give_the_same_portfolio_as_their_moments() {
    let mut given = moments(&cases(), "us20_2015_2019/inputs");
    given["objective"] = json!("maximum_sharpe");
    let given = solve(&serde_json::from_value::<OptimizationRequest>(given).unwrap()).unwrap();
    let priced = solve_json(&priced_request().to_string()).unwrap();
    for (asset, weight) in &given.weights {
        assert!((weight - priced.weights[asset]).abs() < 1e-8, "{asset}");
    }
    let estimation = priced.estimation.unwrap();
    assert_eq!((estimation.n_observations, estimation.n_dropped_dates), (1257, 0));
    assert_eq!(estimation.first_date.to_string(), "2015-01-02");
    assert!(estimation.min_eigenvalue > 0.0 && estimation.shrinkage.is_some_and(|delta| delta > 0.0));
}

#[test]
fn missing_prices_drop_their_dates_and_are_told() {
    let mut request = priced_request();
    request["prices"]["KO"][7] = Value::Null;
    let result = solve_json(&request.to_string()).unwrap();
    assert_eq!(result.estimation.unwrap().n_dropped_dates, 1);
    assert!(result.warnings[0].contains("1 of 1258 dates were left out"), "{:?}", result.warnings);
}

#[test]
fn prices_that_cannot_be_used_are_named() {
    let check = |change: &dyn Fn(&mut Value), code: &str, words: &str| {
        let mut request = json!({
            "assets": ["A", "B"], "dates": ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07"],
            "prices": {"A": [1, 2, 3, 2], "B": [2, 2.5, 2, 3]}, "objective": "minimum_variance",
        });
        solve_json(&request.to_string()).unwrap();
        change(&mut request);
        let error = solve_json(&request.to_string()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.request_field().is_some());
    };
    check(
        &|r| r["covariance"] = json!([[1, 0], [0, 1]]),
        "invalid_field",
        "given beside expected_returns or covariance",
    );
    check(&|r| r["dates"] = Value::Null, "invalid_field", "dates: missing");
    check(&|r| r["assets"] = json!(["A", "C", "B"]), "invalid_field", "C has no prices");
    check(&|r| r["assets"] = json!(["A"]), "invalid_field", "B is not one of the assets");
    check(&|r| r["prices"]["A"][1] = json!(-2), "invalid_price", "A on 2020-01-03 is -2");
    check(&|r| r["dates"][1] = json!("2020-01-02"), "dates_out_of_order", "stands twice");
    check(&|r| r["prices"]["A"] = json!([1, null, null, 2]), "too_few_observations", "longer range");
    check(&|r| r["periods_per_year"] = json!(0), "invalid_setting", "periods_per_year is 0");
    let span = json!({"model": "exponentially_weighted", "span": 0.5});
    check(&|r| r["covariance_model"] = span.clone(), "invalid_setting", "span is 0.5");
}

/// Eight stocks over two years with a market and two factors out of their own returns.
fn with_market() -> Value {
    let mut request = priced(&["AAPL", "BAC", "CVX", "JNJ", "JPM", "PG", "WMT", "XOM"], "2009-01-02", "2010-12-31");
    let column = |name: &str| -> Vec<f64> { serde_json::from_value(request["prices"][name].clone()).unwrap() };
    let names = ["BAC", "CVX", "JNJ", "WMT"];
    let market: Vec<f64> =
        (0..column("BAC").len()).map(|row| names.iter().map(|name| column(name)[row]).sum()).collect();
    let returns = |values: &[f64]| -> Vec<Option<f64>> {
        std::iter::once(None).chain(values.windows(2).map(|pair| Some(pair[1] / pair[0] - 1.0))).collect()
    };
    let (first, second) = (returns(&market), returns(&column("XOM")));
    request["benchmark"] = json!(market);
    request["factors"] = json!({"market": first, "oil": second});
    request["risk_free_rate"] = json!(0.01);
    request
}

#[test]
fn every_estimator_and_every_rule_goes_with_prices() {
    let gap = |request: &mut Value| {
        for row in 0..40 {
            request["prices"]["AAPL"][row] = Value::Null;
        }
    };
    let cases: [(&str, Value, bool); 6] = [
        ("capm", json!({"expected_returns_model": {"model": "capm"}}), false),
        ("factors", json!({"covariance_model": {"model": "given_factors"}}), false),
        ("pairwise", json!({"missing": "pairwise", "repair": "keep_variances"}), true),
        (
            "own window",
            json!({"missing": "own_window", "covariance_model": {"model": "ledoit_wolf_constant_variance"}}),
            true,
        ),
        (
            "aversion",
            json!({"expected_returns_model": {"model": "equilibrium", "risk_aversion": "from_benchmark"}}),
            false,
        ),
        (
            "views",
            json!({"expected_returns_model": {
                "model": "black_litterman", "views": [{"asset": "XOM", "versus": "CVX", "expected_return": 0.05}],
            }}),
            false,
        ),
    ];
    for (name, changes, has_gap) in cases {
        let mut request = with_market();
        request.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        if has_gap {
            gap(&mut request);
        }
        let moments =
            statistics::MomentsRequest::from_json(request.to_string().as_bytes()).unwrap().estimate().unwrap();
        let given = json!({
            "assets": moments.assets, "expected_returns": moments.expected_returns, "covariance": moments.covariance,
            "objective": "maximum_quadratic_utility", "risk_aversion": 5, "bounds": [0, 0.4],
        });
        request.as_object_mut().unwrap().extend(
            json!({"objective": "maximum_quadratic_utility", "risk_aversion": 5, "bounds": [0, 0.4]})
                .as_object()
                .unwrap()
                .clone(),
        );
        let (priced, given) = (solve_json(&request.to_string()).unwrap(), solve_json(&given.to_string()).unwrap());
        for (asset, weight) in &given.weights {
            assert!((weight - priced.weights[asset]).abs() < 1e-7, "{name}: {asset}");
        }
        let estimation = priced.estimation.unwrap();
        assert_eq!(estimation.black_litterman.is_some(), name == "views");
        assert_eq!(Some(estimation.n_observations), moments.n_observations, "{name}");
    }
}

#[test]
fn a_walk_cuts_the_market_and_the_factors_with_the_prices() {
    let mut optimization = with_market();
    optimization["covariance_model"] = json!({"model": "given_factors"});
    optimization["expected_returns_model"] = json!({"model": "capm"});
    optimization["objective"] = json!("minimum_variance");
    let request = json!({
        "optimization": optimization, "window_size": 120, "rebalance_every": 60, "window": "rolling", "cost": 0.0,
    });
    let walked = walk_forward(&serde_json::from_value(request).unwrap(), &mut proceed).unwrap();
    // The first window by itself.
    let mut first = optimization.clone();
    let cut = |values: &mut Value| {
        let rows = values.as_array().unwrap()[..121].to_vec();
        *values = json!(rows);
    };
    cut(&mut first["dates"]);
    cut(&mut first["benchmark"]);
    for group in ["prices", "factors"] {
        first[group].as_object_mut().unwrap().values_mut().for_each(cut);
    }
    let alone = solve_json(&first.to_string()).unwrap();
    for (asset, weight) in &alone.weights {
        assert!((weight - walked.rebalancings[0].weights[asset]).abs() < 1e-9, "{asset}");
    }
    let stable = json!({"optimization": optimization, "perturbation": {"kind": "bootstrap", "block": 10}, "samples": 3, "seed": 1});
    assert_eq!(stability(&serde_json::from_value(stable).unwrap(), &mut proceed).unwrap().solved, 3);
}

#[test]
fn too_few_returns_for_the_assets_are_refused_where_the_estimate_is_singular() {
    let mut request = priced(&["AAPL", "BAC", "CVX", "JNJ", "JPM", "PG", "WMT", "XOM"], "2009-01-02", "2009-01-12");
    request["objective"] = json!("minimum_variance");
    let error = solve_json(&request.to_string()).unwrap_err();
    assert_eq!(error.request_field(), Some("covariance_model"), "{error}");
    assert!(error.to_string().contains("6 returns cannot tell 8 assets apart"), "{error}");
    // A rule inverts nothing, and shrinkage tells them apart.
    request["objective"] = json!("hierarchical_risk_parity");
    solve_json(&request.to_string()).unwrap();
    request["objective"] = json!("minimum_variance");
    request["covariance_model"] = json!({"model": "ledoit_wolf_constant_variance"});
    solve_json(&request.to_string()).unwrap();
}

//! Requests with prices in place of moments.

use std::path::Path;

use optimize::OptimizationRequest;
use serde_json::{Value, json};

use crate::golden::{cases, moments};
use crate::{solve, solve_json};

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

//! What `estimate` and `optimize` must not answer: each kind of bad input with its code and the words that say what to do.

use serde_json::{Value, json};

use crate::program::{complaint, run_with_stdin};

/// Four assets over twelve days; E is for those who want a fifth.
fn prices() -> Value {
    let path = |start: f64, step: f64, period: usize| -> Vec<f64> {
        (0..12).map(|day| start + step * ((day * period) % 5) as f64 + 0.01 * day as f64).collect()
    };
    let dates: Vec<String> = (2..14).map(|day| format!("2024-01-{day:02}")).collect();
    json!({
        "dates": dates,
        "prices": {"A": path(10.0, 0.1, 2), "B": path(20.0, 0.3, 3), "C": path(5.0, 0.07, 4), "D": path(50.0, -0.4, 1)},
        "covariance_model": {"model": "sample"},
    })
}

/// Moments of three assets, to be optimized.
fn moments() -> Value {
    json!({
        "assets": ["A", "B", "C"],
        "expected_returns": [0.05, 0.1, 0.15],
        "covariance": [[0.04, 0.01, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.16]],
        "objective": "minimum_variance",
    })
}

/// Every field of `changes` replaces one of the request.
fn with(mut request: Value, changes: Value) -> Value {
    for (field, value) in changes.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

/// Runs a command that must refuse: exit code 3, nothing on stdout, one line that says these words.
fn refused(command: &str, request: &Value, words: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let output = run_with_stdin(home.path(), &[command, "--request", "-"], request.to_string().as_bytes());
    let complaint = complaint(&output);
    assert_eq!(output.status.code(), Some(3), "{command} {request}: {complaint}");
    assert!(output.stdout.is_empty() && complaint.lines().count() == 1, "{complaint}");
    for words in words {
        assert!(complaint.contains(words), "{words} in {complaint}");
    }
}

/// Refused by `estimate`, and by `optimize` from the same prices.
fn refused_from_prices(changes: &Value, words: &[&str]) {
    refused("estimate", &with(prices(), changes.clone()), words);
    let objective = json!({"objective": "minimum_variance"});
    refused("optimize", &with(with(prices(), changes.clone()), objective), words);
}

#[test]
fn the_requests_behind_the_refusals_are_good_ones() {
    let home = tempfile::tempdir().unwrap();
    let good = |command: &str, request: &Value| {
        let output = run_with_stdin(home.path(), &[command, "--request", "-"], request.to_string().as_bytes());
        assert!(output.status.success(), "{}", complaint(&output));
    };
    good("estimate", &prices());
    good("optimize", &with(prices(), json!({"objective": "minimum_variance"})));
    good("optimize", &moments());
}

#[test]
fn the_smallest_contradicting_set_is_named() {
    let groups = json!([
        {"name": "Energy", "assets": ["A"], "lower": 0.6},
        {"name": "Technology", "assets": ["B"], "lower": 0.5},
        {"name": "Harmless", "assets": ["A", "C"], "upper": 0.9},
    ]);
    let request = with(moments(), json!({"groups": groups}));
    refused(
        "optimize",
        &request,
        &["Energy at least 60 % and Technology at least 50 % need 110 % of a budget of 100 %"],
    );
    let turnover = json!({
        "current_weights": {"A": 1.0}, "constraints": {"turnover": 0.1}, "bounds": {"A": [0.0, 0.2]},
        "groups": [{"name": "Harmless", "assets": ["B", "C"], "upper": 0.99}],
    });
    refused("optimize", &with(moments(), turnover), &["a turnover of at most 10 %", "A at most 20 %"]);
    let risk = json!({"constraints": {"volatility": 0.05}});
    refused("optimize", &with(moments(), risk), &["a volatility of at most 5 %", "the budget of 100 %"]);
}

#[test]
fn views_are_checked() {
    let view = |views: Value, more: Value| {
        let model = with(json!({"model": "black_litterman", "views": views}), more);
        json!({"expected_returns_model": model})
    };
    let sound = json!([{"asset": "A", "expected_return": 0.1}]);
    refused_from_prices(&view(json!([{"asset": "Z", "expected_return": 0.1}]), json!({})), &["view 1", "Z"]);
    refused_from_prices(&view(sound.clone(), json!({"omega": [[-0.01]]})), &["omega", "positive definite"]);
    refused_from_prices(&view(sound.clone(), json!({"omega": [[0.0]]})), &["omega", "positive definite"]);
    refused_from_prices(&view(sound, json!({"tau": 0.0})), &["tau"]);
}

#[test]
fn too_short_a_past_is_refused() {
    let four = |request: Value| {
        let mut short = request;
        for column in ["A", "B", "C", "D"] {
            let rows = short["prices"][column].as_array().unwrap()[..4].to_vec();
            short["prices"][column] = json!(rows);
        }
        short["dates"] = json!(short["dates"].as_array().unwrap()[..4].to_vec());
        short
    };
    // Three returns of four assets: the estimate is singular and says so, an optimum of it is none.
    let short = with(four(prices()), json!({"objective": "minimum_variance"}));
    refused("optimize", &short, &["3 returns cannot tell 4 assets apart", "shrinkage"]);
    let tails = with(
        short,
        json!({"objective": "minimum_cvar", "covariance_model": {"model": "ledoit_wolf_constant_variance"}}),
    );
    refused("optimize", &tails, &["3 periods of returns for 4 assets", "longer history"]);
    let two = json!({"dates": ["2024-01-02", "2024-01-03"], "prices": {"A": [1.0, 1.1], "B": [2.0, 2.1]}});
    refused("estimate", &two, &["needs 2 returns and has 1", "longer range of dates"]);
}

#[test]
fn series_that_are_none_are_refused() {
    let changed = |asset: &str, values: Value| {
        let mut prices = prices()["prices"].clone();
        prices[asset] = values;
        json!({"prices": prices})
    };
    let twelve = |value: Value| Value::Array(vec![value; 12]);
    let constant = with(changed("B", twelve(json!(7.0))), json!({"covariance_model": {"model": "gerber"}}));
    refused_from_prices(&constant, &["returns of B never change", "remove it"]);
    refused_from_prices(&changed("B", twelve(Value::Null)), &["B has no prices"]);
    refused_from_prices(&changed("B", twelve(json!(0.0))), &["price of B on 2024-01-02 is 0", "above zero"]);
    refused_from_prices(&json!({"assets": ["A", "B", "C", "D", "A"]}), &["A", "listed twice"]);
    let missing = with(moments(), json!({"expected_returns": [0.05, null, 0.15]}));
    refused("optimize", &missing, &["expected_returns", "B", "missing or not a number"]);
    let missing = with(moments(), json!({"covariance": [[0.04, null, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.16]]}));
    refused("optimize", &missing, &["covariance", "missing or not a number"]);
    let twice = with(moments(), json!({"assets": ["A", "B", "A"]}));
    refused("optimize", &twice, &["A is listed twice"]);
}

#[test]
fn money_that_is_none_is_refused() {
    let lots = |capital: f64| json!({"constraints": {"round_lots": {"prices": {"A": 10, "B": 20, "C": 5}, "capital": capital}}});
    refused("optimize", &with(moments(), lots(0.0)), &["capital", "above zero"]);
    let costs = |costs: Value| with(moments(), json!({"current_weights": {"A": 1.0}, "costs": costs}));
    refused("optimize", &costs(json!({"linear": -1.0})), &["costs.linear: -1", "zero or above"]);
    let impact = json!({"impact": {"capital": 0, "average_daily_volume": 1e6}});
    refused("optimize", &costs(impact), &["costs.impact.capital: 0", "above zero"]);
    let nothing_held = json!({
        "objective": "maximum_quadratic_utility",
        "tax_lots": {"date": "2024-01-02", "lots": [], "prices": {"A": 10, "B": 20, "C": 5}, "cash": 0,
                     "rates": {"short_term": 0.4, "long_term": 0.2}},
    });
    refused("optimize", &with(moments(), nothing_held), &["tax_lots"]);
}

#[test]
fn an_excess_of_nothing_has_no_maximum_sharpe() {
    let request = json!({
        "objective": "maximum_sharpe", "risk_free_rate": 0.115, "groups": [{"name": "G", "assets": ["C"], "upper": 0.3}],
    });
    refused("optimize", &with(moments(), request), &["above the risk-free rate of 11.5 %", "use minimum_variance"]);
}

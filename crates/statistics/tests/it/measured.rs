//! The report of all figures: its conventions, what is undefined and why, gaps, and bad input.

use serde_json::{Value, json};
use statistics::{PerformanceReport, PerformanceRequest, StatisticsError};

fn report(request: &Value) -> Result<PerformanceReport, StatisticsError> {
    PerformanceRequest::from_json(request.to_string().as_bytes())?.report()
}

fn value(report: &PerformanceReport, name: &str) -> Option<f64> {
    report.figures.iter().find(|figure| figure.name == name).unwrap_or_else(|| panic!("no {name}")).value
}

fn reason(report: &PerformanceReport, name: &str) -> String {
    let figure = report.figures.iter().find(|figure| figure.name == name).unwrap();
    figure.undefined.clone().unwrap_or_else(|| panic!("{name} is {:?}", figure.value))
}

#[test]
fn a_small_series_by_hand() {
    let found = report(&json!({
        "returns": [0.1, -0.2, 0.05], "dates": ["2024-01-31", "2024-02-29", "2024-03-28"], "periods_per_year": 12.0,
        "benchmark": [0.05, -0.1, 0.02], "rolling_periods": 2, "exposures": [1.0, 1.0, 0.5], "traded": [1.0, 0.0, 0.5],
        "trades": [{"profit": 5.0, "capital": 100.0, "periods_held": 2}],
    }))
    .unwrap();
    let near = |name: &str, expected: f64| {
        assert!((value(&found, name).unwrap() - expected).abs() < 1e-12, "{name}: {:?}", value(&found, name));
    };
    near("total_return", 1.1 * 0.8 * 1.05 - 1.0);
    near("annual_return", (1.1_f64 * 0.8 * 1.05).powi(4) - 1.0);
    near("max_drawdown", -0.2);
    near("drawdown_length", 2.0);
    near("hit_rate", 2.0 / 3.0);
    near("profit_factor", 0.75);
    near("batting_average", 2.0 / 3.0);
    near("turnover", 0.5 / 2.0 * 12.0);
    near("time_in_market", 1.0);
    assert_eq!(reason(&found, "drawdown_recovery"), "the value has not come back yet");
    assert_eq!(found.months[0].months[1], Some(-0.2).map(|r: f64| 1.0 + r - 1.0));
    assert_eq!(found.rolling.unwrap().beta.len(), 3);
    assert_eq!(found.trades.unwrap().hit_rate, Some(1.0));
    assert!(found.figures.iter().all(|figure| figure.value.is_some() != figure.undefined.is_some()));
    assert!(found.figures.iter().all(|figure| !figure.convention.is_empty()));
}

#[test]
fn a_gap_leaves_what_compounds_open() {
    let found = report(&json!({"returns": [0.1, null, -0.2, 0.05], "benchmark": [0.1, 0.1, null, 0.0]})).unwrap();
    assert_eq!((found.n_returns, found.n_missing, found.drawdowns.len()), (3, 1, 0));
    for name in ["total_return", "annual_return", "max_drawdown", "calmar_ratio", "ulcer_index"] {
        assert!(reason(&found, name).starts_with("1 returns are missing"), "{name}");
    }
    assert!(value(&found, "volatility").is_some() && value(&found, "beta").is_some());
}

#[test]
fn nothing_and_too_little_and_nothing_that_moves() {
    let none = report(&json!({"returns": []})).unwrap();
    assert!(none.figures.iter().all(|figure| figure.value.is_none()), "{:?}", none.figures);
    let two = report(&json!({"returns": [0.01, 0.02]})).unwrap();
    assert!(value(&two, "sharpe_ratio").is_some() && value(&two, "max_drawdown") == Some(0.0));
    assert_eq!(reason(&two, "calmar_ratio"), "the value never fell");
    assert_eq!(reason(&two, "profit_factor"), "no period lost anything");
    let still = report(&json!({"returns": [0.0, 0.0, 0.0, 0.0], "benchmark": [0.0, 0.0, 0.0, 0.0]})).unwrap();
    assert_eq!(reason(&still, "sharpe_ratio"), "the returns do not vary");
    assert_eq!(value(&still, "volatility"), Some(0.0));
    assert!(reason(&still, "beta").contains("does not vary"));
    let losing = report(&json!({"returns": [-0.1, -0.2, -0.1]})).unwrap();
    assert_eq!((value(&losing, "hit_rate"), value(&losing, "profit_factor")), (Some(0.0), Some(0.0)));
    assert_eq!(reason(&losing, "average_gain"), "no period gained anything");
    let one = report(&json!({"returns": [0.3]})).unwrap();
    assert_eq!(reason(&one, "volatility"), "fewer than two returns are there");
}

#[test]
fn bad_series_are_refused() {
    let code = |request: &Value| report(request).map(|_| ()).unwrap_err().code();
    assert_eq!(code(&json!({"returns": [0.1, -1.0]})), "invalid_return");
    assert_eq!(code(&json!({"returns": [0.1], "benchmark": [0.1, 0.1]})), "unequal_lengths");
    assert_eq!(code(&json!({"returns": [0.1], "dates": []})), "unequal_lengths");
    assert_eq!(code(&json!({"returns": [0.1, 0.1], "dates": ["2024-01-02", "2024-01-02"]})), "dates_out_of_order");
    assert_eq!(code(&json!({"returns": [0.1], "confidence": 1.0})), "invalid_setting");
    assert_eq!(code(&json!({"returns": [0.1], "periods_per_year": 0.0})), "invalid_setting");
    assert_eq!(code(&json!({"returns": [0.1], "rolling_periods": 1})), "invalid_setting");
    assert_eq!(code(&json!({"return": [0.1]})), "malformed_request");
    assert_eq!(
        code(&json!({"returns": [0.1], "trades": [{"profit": 1.0, "capital": 0.0, "periods_held": 1}]})),
        "invalid_field"
    );
}

//! Descriptions: their JSON, their ranges, the catalogue.

use serde_json::{Value, json};
use strategies::{StrategyProblem, StrategySpecification, Surroundings, build, catalogue};

use crate::support::{instrument, specification};

fn problem(json: Value, instruments: usize) -> StrategyProblem {
    let instruments: Vec<_> = (0..instruments).map(instrument).collect();
    let surroundings = Surroundings { instruments: &instruments, ..Surroundings::default() };
    build(&specification(json.clone()), surroundings).err().unwrap_or_else(|| panic!("{json} is built"))
}

#[test]
fn a_field_out_of_its_range_is_named_with_the_range() {
    for (json, field, words) in [
        (json!({"kind": "moving_average_cross", "fast": 0}), "fast", "fast is 0; give a whole number from 1 to 10000"),
        (json!({"kind": "moving_average_cross", "fast": 30}), "fast", "give less than slow, which is 30"),
        (
            json!({"kind": "moving_average_cross", "size": {"by": "funds", "share": -1.0}}),
            "size.share",
            "0.0001 to 10.0",
        ),
        (
            json!({"kind": "moving_average_cross", "size": {"by": "units", "units": "0"}}),
            "size.units",
            "more than zero",
        ),
        (json!({"kind": "rsi_reversion", "lower": 60.0}), "exit", "a number between lower, which is 60, and upper"),
        (json!({"kind": "rsi_reversion", "length": 1}), "length", "from 2 to 10000"),
        (json!({"kind": "breakout", "stop_atr": 0.0}), "stop_atr", "from 0.1 to 100.0"),
        (json!({"kind": "momentum_rotation", "top": 2}), "top", "at most the 1 instruments"),
        (json!({"kind": "momentum_rotation", "rebalance": {"every": "bars", "count": 0}}), "rebalance.count", "from 1"),
        (json!({"kind": "volatility_target", "target_volatility": 0.0}), "target_volatility", "from 0.001 to 5.0"),
        (json!({"kind": "fixed_weights", "weights": [0.5, 0.5]}), "weights", "1 weights, one for each"),
        (json!({"kind": "fixed_weights", "weights": [50.0]}), "weights[0]", "from -10.0 to 10.0"),
        (json!({"kind": "fixed_weights", "band": 2.0}), "band", "from 0.0 to 1.0"),
        (json!({"kind": "buy_and_hold", "weights": [1.5]}), "weights", "add up to at most 1"),
        (json!({"kind": "script", "source": "", "limits": {"memory_mib": 0}}), "limits.memory_mib", "from 1 to 1024"),
    ] {
        let problem = problem(json.clone(), 1);
        assert_eq!(problem.field_path(), Some(field), "{json}: {problem}");
        assert!(problem.to_string().contains(words), "{json}: {problem}");
        assert_eq!(problem.code(), "strategy_field_invalid");
    }
    assert_eq!(problem(json!({"kind": "pairs", "entry": 1.0, "exit": 1.5}), 2).field_path(), Some("exit"));
    assert_eq!(problem(json!({"kind": "pairs", "stop": 1.5}), 2).field_path(), Some("stop"));
}

#[test]
fn a_run_of_the_wrong_size_is_refused() {
    let of_one = problem(json!({"kind": "pairs"}), 1);
    assert!(of_one.to_string().contains("pairs trades exactly 2 instruments, and the run has 1"), "{of_one}");
    let of_none = problem(json!({"kind": "buy_and_hold"}), 0);
    assert_eq!(of_none.code(), "strategy_instruments");
}

#[test]
fn unknown_fields_are_refused() {
    for json in [
        json!({"kind": "moving_average_cross", "quick": 3}),
        json!({"kind": "buy_and_sell"}),
        json!({"kind": "fixed_weights", "rebalance": {"every": "hour"}}),
        json!({"kind": "pairs", "entry": null}),
        json!({"kind": "script"}),
        json!({"kind": "script", "source": "", "limits": {"seconds": 3}}),
    ] {
        assert!(serde_json::from_value::<StrategySpecification>(json.clone()).is_err(), "{json}");
    }
}

/// What the catalogue says of a parameter is what a description has when it is left out.
#[test]
fn the_catalogue_has_every_kind_with_its_defaults() {
    let entries = catalogue();
    for entry in &entries {
        let names: Vec<&str> = entry.parameters.iter().map(|parameter| parameter.name.as_str()).collect();
        let mut unique = names.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), names.len(), "{}", entry.kind);
        assert!(entry.parameters.iter().all(|parameter| !parameter.words.is_empty()), "{}", entry.kind);
        let needed = ["saved_optimization", "rebalancer", "rules", "script"];
        if needed.contains(&entry.kind) {
            continue;
        }
        let bare = specification(json!({"kind": entry.kind}));
        assert_eq!(bare.kind(), entry.kind);
        let written = serde_json::to_value(&bare).unwrap();
        for parameter in &entry.parameters {
            let form = serde_json::to_value(parameter).unwrap();
            let default = form.get("default").cloned().unwrap_or(Value::Null);
            let value = written.get(&parameter.name).cloned().unwrap_or(Value::Null);
            if !default.is_null() {
                assert_eq!(value.as_f64(), default.as_f64(), "{} {}", entry.kind, parameter.name);
            }
        }
        assert_eq!(serde_json::from_value::<StrategySpecification>(written).unwrap(), bare);
    }
    assert_eq!(entries.len(), 12);
}

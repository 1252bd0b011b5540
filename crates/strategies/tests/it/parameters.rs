//! Parameters by their names, as a sweep sets them.

use serde_json::{Value, json};
use strategies::{
    Domain, StrategyProblem, StrategySpecification, Surroundings, build, catalogue,
    script::{ScriptValue, Watchdog},
};

use crate::support::{instrument, specification};

fn names(of: Value) -> Vec<String> {
    let forms = specification(of).parameters(&Watchdog::start()).unwrap();
    forms.into_iter().map(|form| form.name).collect()
}

fn with<V: Into<ScriptValue> + Copy>(of: Value, values: &[(&str, V)]) -> Result<Value, StrategyProblem> {
    let set = specification(of).with_parameters(values.iter().copied())?;
    Ok(serde_json::to_value(&set).unwrap())
}

#[test]
fn numbers_words_and_flags_are_set_by_name() {
    let cross = json!({"kind": "moving_average_cross", "slow": 50});
    let set = with(cross.clone(), &[("fast", 5.0), ("slow", 20.0)]).unwrap();
    assert_eq!((&set["fast"], &set["slow"]), (&json!(5), &json!(20)));
    assert_eq!(with(cross.clone(), &[("average", "ema")]).unwrap()["average"], json!("ema"));
    assert_eq!(with(cross.clone(), &[("short", true)]).unwrap()["short"], json!(true));
    let mixed: [(&str, ScriptValue); 2] = [("fast", 7.0.into()), ("short", true.into())];
    let set = specification(cross.clone()).with_parameters(mixed).unwrap();
    let expected = json!({"kind": "moving_average_cross", "fast": 7, "slow": 50, "short": true});
    assert_eq!(set, specification(expected));
    // What is off when it is left out, and what is a number with a fraction.
    assert_eq!(with(json!({"kind": "breakout"}), &[("stop_atr", 2.0)]).unwrap()["stop_atr"], json!(2.0));
    assert_eq!(with(json!({"kind": "pairs"}), &[("stop", 4.0), ("entry", 1.5)]).unwrap()["stop"], json!(4.0));
    let nothing: [(&str, f64); 0] = [];
    assert_eq!(specification(cross.clone()).with_parameters(nothing).unwrap(), specification(cross));
}

#[test]
fn numbers_that_lie_deeper_are_named_by_their_way() {
    let rotation = json!({"kind": "momentum_rotation", "rebalance": {"every": "bars", "count": 5}});
    assert!(names(rotation.clone()).contains(&"rebalance.count".to_owned()));
    assert_eq!(with(rotation, &[("rebalance.count", 7.0)]).unwrap()["rebalance"], json!({"every": "bars", "count": 7}));
    let sized = json!({"kind": "breakout", "size": {"by": "equity", "share": 1.0}});
    assert_eq!(with(sized, &[("size.share", 0.25)]).unwrap()["size"]["share"], json!(0.25));
    let test = |level: f64| {
        json!({"kind": "series", "instrument": instrument(0), "interval": "1d",
               "series": {"series": "indicator", "spec": {"kind": "rsi", "length": 14}}, "test": {"is": "below", "level": level}})
    };
    let rules = json!({"kind": "rules", "instrument": instrument(0), "exit": test(70.0), "entry_hold": {"bars": 2},
                       "entry": {"kind": "and", "all": [test(30.0), test(20.0)]}});
    let found = names(rules.clone());
    for name in [
        "stop_loss_percent",
        "entry.all[1].test.level",
        "entry.all[0].series.spec.length",
        "entry_hold.bars",
        "exit.test.level",
    ] {
        assert!(found.iter().any(|found| found == name), "{name} in {found:?}");
    }
    let values =
        [("entry.all[1].test.level", 25.5), ("entry.all[0].series.spec.length", 21.0), ("stop_loss_percent", 5.0)];
    let set = with(rules, &values).unwrap();
    assert_eq!(set["entry"]["all"][1]["test"]["level"], json!(25.5));
    assert_eq!(set["entry"]["all"][0]["series"]["spec"]["length"], json!(21));
    assert_eq!((&set["stop_loss_percent"], &set["exit"]["test"]["level"]), (&json!(5.0), &json!(70.0)));
}

#[test]
fn what_cannot_be_set_is_told() {
    let cross = json!({"kind": "moving_average_cross"});
    for (name, value, words) in [
        ("fats", 5.0, "parameters is fats; give fast, slow, average, short"),
        ("kind", 5.0, "parameters is kind; give fast"),
        ("size.share", 0.5, "parameters is size.share; give fast"),
        ("fast", 2.5, "fast is 2.5; give a whole number from 1 to 10000"),
        ("fast", 0.0, "fast is 0; give a whole number from 1"),
        ("fast", f64::NAN, "fast is NaN; give a whole number from 1"),
        ("average", 1.0, "average is 1; give one of sma, ema"),
        ("short", 1.0, "short is 1; give true or false"),
        ("size", 1.0, "size is 1; give it in the description"),
    ] {
        let problem = with(cross.clone(), &[(name, value)]).unwrap_err();
        assert!(problem.to_string().contains(words), "{name}: {problem}");
        assert_eq!(problem.code(), "strategy_field_invalid");
    }
    let infinite = with(json!({"kind": "pairs"}), &[("entry", f64::INFINITY)]).unwrap_err();
    assert!(infinite.to_string().contains("entry is inf; give a number from 0.1 to 10"), "{infinite}");
    // How parameters go together is looked at when all of them are there.
    let crossed = specification(cross).with_parameters([("fast", 40.0)]).unwrap();
    let one = [instrument(0)];
    let surroundings = || Surroundings { instruments: &one, ..Surroundings::default() };
    assert_eq!(build(&crossed, surroundings()).err().unwrap().field_path(), Some("fast"));
    assert!(build(&crossed.with_parameters([("slow", 90.0)]).unwrap(), surroundings()).is_ok());
}

#[test]
fn a_scripts_parameters_are_those_that_it_declares() {
    let source = "local length = param('length', 20, {min = 2, max = 50, whole = true})
    local side = param('a.b', 'long', {of = {'long', 'short'}})
    function on_bar() end";
    let script = json!({"kind": "script", "source": source, "parameters": {"length": 30}});
    assert_eq!(names(script.clone()), ["length", "a.b"]);
    let set = specification(script.clone()).with_parameters([("length", 40.0)]).unwrap();
    let set = set.with_parameters([("a.b", "short")]).unwrap();
    let StrategySpecification::Script(found) = &set else { panic!("still a script") };
    assert_eq!(serde_json::to_value(&found.parameters).unwrap(), json!({"length": 40.0, "a.b": "short"}));
    let one = [instrument(0)];
    let surroundings = || Surroundings { instruments: &one, ..Surroundings::default() };
    assert!(build(&set, surroundings()).is_ok());
    for (name, value, words) in [("speed", 1.0, "give length, a.b"), ("length", 60.0, "a whole number from 2 to 50")] {
        let set = specification(script.clone()).with_parameters([(name, value)]).unwrap();
        let problem = build(&set, surroundings()).err().unwrap();
        assert!(problem.to_string().contains(words), "{problem}");
    }
    let broken = specification(json!({"kind": "script", "source": "\nlocal = 1"}));
    assert_eq!(broken.parameters(&Watchdog::start()).unwrap_err().line, Some(2));
}

/// Every single parameter of the catalogue can be set, at both ends of its range.
#[test]
fn the_catalogue_says_what_can_be_set() {
    let mut count = 0;
    for entry in catalogue() {
        let needed = ["saved_optimization", "rebalancer", "rules", "script"];
        if needed.contains(&entry.kind) {
            continue;
        }
        let bare = specification(json!({"kind": entry.kind}));
        for form in &entry.parameters {
            let values: Vec<ScriptValue> = match &form.domain {
                Domain::Integer { least, most, .. } => vec![(*least as f64).into(), (*most as f64).into()],
                Domain::Real { least, most, .. } => vec![(*least).into(), (*most).into()],
                Domain::Choice { of, .. } => of.iter().map(|word| word.as_str().into()).collect(),
                Domain::Flag { default } => vec![(!default).into()],
                _ => continue,
            };
            for value in values {
                let set = bare.with_parameters([(form.name.as_str(), value.clone())]).unwrap();
                let written = serde_json::to_value(&set).unwrap()[&form.name].clone();
                let same: ScriptValue = serde_json::from_value(written).unwrap();
                assert_eq!(same, value, "{} {}", entry.kind, form.name);
                count += 1;
            }
        }
    }
    assert!(count > 40, "{count}");
}

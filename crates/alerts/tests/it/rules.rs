//! The rule as it is written: JSON, checks, needs.

use alerts::{
    AlertRule, Condition, Hold, Need, Repeat, Series,
    condition::{Direction, Line, Point, Relation, Streamed, Test, WhichPattern},
    depends,
};
use bars::interval::Interval;
use indicators::{IndicatorSpec, Kind, Source};
use serde_json::json;

use crate::{
    conditions::price,
    support::{at, instrument},
};

#[test]
fn json_is_tagged_and_refuses_what_it_does_not_know() {
    let text = json!({
        "condition": {"kind": "price", "instrument": instrument(1), "test": {"is": "crosses_above", "level": 200.0}},
        "hold": {"seconds": 60}, "repeat": {"once_per_bar": "1h"}, "cool_down_s": 5, "hysteresis": {"percent": 0.5},
    });
    let rule: AlertRule = serde_json::from_value(text.clone()).unwrap();
    assert_eq!((rule.hold, rule.repeat), (Some(Hold::Seconds(60)), Repeat::OncePerBar(Interval::Hour1)));
    assert_eq!(rule.condition, price(Test::CrossesAbove { level: 200.0 }));
    for path in ["/condition", "/condition/test", ""] {
        let mut wrong = text.clone();
        wrong.pointer_mut(path).unwrap()["levle"] = json!(1);
        assert!(serde_json::from_value::<AlertRule>(wrong).is_err(), "{path}");
    }
    let mut wrong = text;
    wrong["condition"]["kind"] = json!("prize");
    assert!(serde_json::from_value::<AlertRule>(wrong).unwrap_err().to_string().contains("prize"));
}

#[test]
fn a_check_names_the_field() {
    let at_fault = |condition: Condition| {
        let error = AlertRule::new(condition).check().unwrap_err();
        assert_eq!(error.code(), "alert_field_invalid");
        let text = error.to_string();
        text.split_once(": ").unwrap().0.to_owned()
    };
    let (id, interval) = (instrument(1), Interval::Hour1);
    let good = || price(Test::Above { level: 1.0 });
    let nested = Condition::And {
        all: vec![good(), Condition::Move { instrument: id, direction: Direction::Up, percent: 0.0, within_s: 1 }],
    };
    assert_eq!(at_fault(nested), "condition.all[1].percent");
    assert_eq!(at_fault(price(Test::Above { level: f64::NAN })), "condition.test.level");
    assert_eq!(at_fault(price(Test::Inside { low: 2.0, high: 1.0 })), "condition.test.low");
    assert_eq!(at_fault(Condition::Or { any: vec![good()] }), "condition.any");
    let series = Series::Indicator { spec: IndicatorSpec::new(Kind::Rsi), output: Some("upper".to_owned()) };
    let test = Test::Above { level: 1.0 };
    assert_eq!(at_fault(Condition::Series { instrument: id, interval, series, test }), "condition.series.output");
    let close = Series::Column { column: Source::Close };
    let relation = Relation::Inside;
    let versus = Condition::Versus { instrument: id, interval, series: close.clone(), relation, other: close };
    assert_eq!(at_fault(versus), "condition.relation");
    let (pattern, which) = (IndicatorSpec::new(Kind::Rsi), WhichPattern::Either);
    assert_eq!(at_fault(Condition::Pattern { instrument: id, interval, pattern, which }), "condition.pattern");
    let point = Point { at: at(5), price: 1.0 };
    let line = Line::Trend { from: point, to: point };
    let line = Condition::Line { instrument: id, line, relation: Relation::Above, interval: None };
    assert_eq!(at_fault(Condition::Not { condition: Box::new(line) }), "condition.condition.line.to.at");
    let mut deep = good();
    for _ in 0..20 {
        deep = Condition::Not { condition: Box::new(deep) };
    }
    assert!(at_fault(deep).starts_with("condition.condition"));
    let by_bars = AlertRule { hold: Some(Hold::Bars(2)), ..AlertRule::new(good()) };
    assert!(by_bars.check().unwrap_err().to_string().starts_with("hold.bars"));
    let moment = price(Test::Crosses { level: 1.0 });
    let held = AlertRule { hold: Some(Hold::Seconds(2)), ..AlertRule::new(moment) };
    assert!(held.check().unwrap_err().to_string().starts_with("hold"));
}

#[test]
fn needs_are_told_once() {
    let id = instrument(1);
    let stale = Condition::Stale { instrument: id, data: Streamed::Trades, after_s: 5 };
    let all = vec![price(Test::Above { level: 1.0 }), price(Test::Below { level: 9.0 }), stale];
    let needs = depends(&AlertRule::new(Condition::And { all }));
    assert_eq!(needs, [Need::Ticks { instrument: id, streamed: Streamed::Trades }, Need::Clock]);
}

#[test]
fn the_schema_of_a_tree_is_finite_and_names_its_parts() {
    let mut schemas = Vec::new();
    <AlertRule as utoipa::ToSchema>::schemas(&mut schemas);
    let names: Vec<&str> = schemas.iter().map(|(name, _)| name.as_str()).collect();
    for name in ["AlertCondition", "AlertTest", "AlertSeries", "AlertLine", "AlertHours"] {
        assert!(names.contains(&name), "{name} is not in {names:?}");
    }
}

//! The catalogue is complete, and descriptions survive their JSON.

use std::collections::BTreeSet;

use indicators::{Column, Domain, Group, IndicatorSpec, Kind, Pane, ParameterValue, catalogue};
use serde_json::json;
use utoipa::ToSchema;

use crate::table::spec;

#[test]
fn every_indicator_stands_in_it_once() {
    let names: BTreeSet<&str> = catalogue().iter().map(|entry| entry.kind.name()).collect();
    assert_eq!((names.len(), catalogue().len(), Kind::ALL.len()), (217, 217, 217));
    assert_eq!(catalogue().iter().filter(|entry| entry.group == Group::Pattern).count(), 61);
    for (entry, kind) in catalogue().iter().zip(Kind::ALL) {
        assert_eq!(entry.kind, *kind);
        assert_eq!(kind.indicator(), entry);
        assert_eq!(kind.name().parse::<Kind>().unwrap(), *kind);
        assert_eq!(json!(kind), json!(kind.name()));
    }
}

#[test]
fn every_entry_can_be_made_a_form_of() {
    for entry in catalogue() {
        let names: BTreeSet<&str> = entry.parameters.iter().map(|parameter| parameter.name).collect();
        assert_eq!(names.len(), entry.parameters.len(), "{}", entry.kind);
        assert!(!names.contains("of") && !names.contains("against") && !names.contains("kind"), "{}", entry.kind);
        let outputs: BTreeSet<&str> = entry.outputs.iter().map(|output| output.name).collect();
        assert_eq!(outputs.len(), entry.outputs.len(), "{}", entry.kind);
        assert!((1..=4).contains(&outputs.len()) && !entry.words.is_empty());
        assert!(entry.of.is_some() || !entry.columns.is_empty(), "{}", entry.kind);
        for parameter in &entry.parameters {
            let in_range = match parameter.domain {
                Domain::Integer { least, most, default } => (least..=most).contains(&default),
                Domain::Real { least, most, default } => (least..=most).contains(&default),
                Domain::Average { .. } => true,
            };
            assert!(in_range, "{} {}", entry.kind, parameter.name);
        }
    }
}

#[test]
fn a_description_survives_its_json() {
    for kind in Kind::ALL {
        let made = IndicatorSpec::new(*kind);
        let text = serde_json::to_string(&made).unwrap();
        assert_eq!(spec(&text), made, "{text}");
        assert_eq!(spec(&json!({"kind": kind.name()}).to_string()), made);
    }
    let rsi = spec(r#"{"kind":"rsi","length":14,"of":"close"}"#);
    assert_eq!(json!(rsi), json!({"kind": "rsi", "length": 14, "of": "close"}));
    assert_eq!(rsi.parameter("length"), Some(ParameterValue::Integer(14)));
    assert_eq!((rsi.warm_up(), rsi.parameter("width")), (14, None));
}

#[test]
fn the_entries_of_known_indicators_are_right() {
    let outputs = |kind: Kind| kind.indicator().outputs.iter().map(|output| output.name).collect::<Vec<_>>();
    assert_eq!(outputs(Kind::Macd), ["macd", "signal", "histogram"]);
    assert_eq!(outputs(Kind::Bbands), ["upper", "middle", "lower"]);
    assert_eq!(outputs(Kind::Stoch), ["k", "d"]);
    assert_eq!(outputs(Kind::Ichimoku), ["conversion", "base", "leading_a", "leading_b"]);
    assert_eq!(outputs(Kind::HeikinAshi), ["open", "high", "low", "close"]);
    let pane = |kind: Kind| kind.indicator().pane;
    assert_eq!((pane(Kind::Sma), pane(Kind::Rsi), pane(Kind::Cdldoji)), (Pane::Overlay, Pane::Own, Pane::Marks));
    assert_eq!(Kind::Atr.indicator().columns, [Column::High, Column::Low, Column::Close]);
    assert_eq!(Kind::Obv.indicator().columns, [Column::Volume]);
    let shifts: Vec<i32> = Kind::Ichimoku.indicator().outputs.iter().map(|output| output.shift).collect();
    assert_eq!(shifts, [0, 0, 26, 26]);
    let pivots = spec(r#"{"kind":"pivots","right":3}"#);
    assert_eq!([0, 1, 2, 3].map(|idx| pivots.shift(idx)), [-3, -3, 0, 0]);
    assert!(Kind::SessionVwap.indicator().needs_sessions);
}

#[test]
fn the_schema_names_the_kinds() {
    let mut schemas = Vec::new();
    IndicatorSpec::schemas(&mut schemas);
    assert_eq!(IndicatorSpec::name(), "IndicatorSpec");
    assert!(
        schemas.iter().any(|(name, _)| name == "IndicatorKind"),
        "{:?}",
        schemas.iter().map(|s| &s.0).collect::<Vec<_>>()
    );
}

//! Every series and pattern of `tests/golden/indicators`, whole and bar by bar.

use indicators::{IndicatorSpec, Kind};
use serde::Deserialize;

use crate::table::{Table, computed, golden, near};

/// Largest difference, relative to the reference; TA-Lib's editions round differently in the last digits.
const RELATIVE: f64 = 1e-10;
/// The same for what is near zero, as a part of the largest figure of the output.
const NEAR_ZERO: f64 = 1e-12;

#[derive(Deserialize)]
struct Document {
    cases: Vec<Case>,
    patterns: Vec<Pattern>,
}

#[derive(Deserialize)]
struct Case {
    spec: IndicatorSpec,
    source: String,
    known: Vec<usize>,
    first: Vec<Option<usize>>,
    rows: Vec<usize>,
    values: Vec<Vec<Option<f64>>>,
}

#[derive(Deserialize)]
struct Pattern {
    spec: IndicatorSpec,
    hits: Vec<(usize, f64)>,
}

fn document() -> (Document, Table) {
    let document = serde_json::from_slice(&golden("indicators.json.zst")).unwrap();
    (document, Table::read(&golden("prices.csv.zst")).1)
}

#[test]
fn every_series_is_that_of_c_ta_lib_or_of_its_definition() {
    let (document, table) = document();
    assert_eq!(document.cases.len(), 161);
    let mut wrong = Vec::new();
    for case in &document.cases {
        let outputs = computed(&case.spec, &table);
        for (idx, output) in outputs.columns().iter().enumerate() {
            let of = |what: String| format!("{} {:?} {}: {what}", case.source, case.spec, output.name);
            let known = output.values.iter().flatten().count();
            let first = output.values.iter().position(|value| value.is_some());
            if (known, first) != (case.known[idx], case.first[idx]) {
                wrong.push(of(format!(
                    "{known} known from {first:?}, expected {} from {:?}",
                    case.known[idx], case.first[idx]
                )));
            }
            let scale = case.values[idx].iter().flatten().fold(0.0, |most: f64, value| most.max(value.abs()));
            for (row, expected) in case.rows.iter().zip(&case.values[idx]) {
                let ours = output.values.get(*row);
                let agrees = match (ours, *expected) {
                    (None, None) => true,
                    (Some(a), Some(b)) => near(a, b, RELATIVE, NEAR_ZERO * scale),
                    _ => false,
                };
                if !agrees {
                    wrong.push(of(format!("bar {row} is {ours:?}, expected {expected:?}")));
                    break;
                }
            }
        }
        assert_eq!(outputs.columns().len(), case.values.len(), "{}", case.source);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_candlestick_pattern_is_that_of_c_ta_lib() {
    let (document, table) = document();
    let mut kinds: Vec<Kind> = document.patterns.iter().map(|pattern| pattern.spec.kind()).collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 61);
    for pattern in &document.patterns {
        let outputs = computed(&pattern.spec, &table);
        let hits: Vec<(usize, f64)> = outputs
            .first()
            .iter()
            .enumerate()
            .filter_map(|(row, value)| Some((row, value.filter(|v| *v != 0.0)?)))
            .collect();
        assert_eq!(hits, pattern.hits, "{:?}", pattern.spec);
    }
}

#[test]
fn the_first_result_comes_after_the_warm_up() {
    let (document, table) = document();
    for case in document.cases.iter().filter(|case| !matches!(case.spec.kind(), Kind::Pivots)) {
        let first = case.first.iter().flatten().min();
        assert_eq!(first, Some(&case.spec.warm_up()), "{:?}", case.spec);
    }
    assert_eq!(table.close.len(), 5031);
}

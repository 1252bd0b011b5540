//! What is unknown is not a number: gaps, bars without range, bars without volume.

use indicators::{Column, IndicatorSpec, Kind, Ohlcv, compute};
use model::bar::Bar;
use model::time::Timestamp;

use crate::table::{Table, computed, spec};

/// Forty bars of a small walk.
fn walk() -> Vec<[f64; 5]> {
    (0..40)
        .map(|idx| {
            let close = 100.0 + f64::from(idx * 7 % 11) - f64::from(idx * 5 % 13) * 0.5;
            [close - 0.25, close + 1.0, close - 1.5, close, f64::from(100 + idx * 3 % 17)]
        })
        .collect()
}

#[test]
fn a_bar_with_a_gap_is_passed_over() {
    let mut rows = walk();
    for idx in [0, 9, 10, 25] {
        rows[idx][3] = f64::NAN;
    }
    let dense: Vec<[f64; 5]> = rows.iter().copied().filter(|row| !row[3].is_nan()).collect();
    for json in [
        r#"{"kind":"sma","length":5}"#,
        r#"{"kind":"rsi","length":4}"#,
        r#"{"kind":"atr","length":4}"#,
        r#"{"kind":"supertrend","length":3}"#,
        r#"{"kind":"stoch"}"#,
        r#"{"kind":"session_vwap"}"#,
    ] {
        let spec = spec(json);
        let mut gapped = Table::of(&rows);
        let mut without = Table::of(&dense);
        gapped.sessions.fill(1);
        without.sessions.fill(1);
        let (with_gaps, without) = (computed(&spec, &gapped), computed(&spec, &without));
        for (a, b) in with_gaps.columns().iter().zip(without.columns()) {
            assert!([0, 9, 10, 25].iter().all(|idx| a.values.get(*idx).is_none()), "{json}");
            let left: Vec<_> = a.values.iter().zip(&rows).filter(|(_, row)| !row[3].is_nan()).map(|(v, _)| v).collect();
            assert_eq!(left, b.values.iter().collect::<Vec<_>>(), "{json}");
        }
    }
}

#[test]
fn a_gap_in_a_column_that_is_not_read_does_not_matter() {
    let mut rows = walk();
    let spec = spec(r#"{"kind":"sma","length":5}"#);
    let before = computed(&spec, &Table::of(&rows));
    rows[20] = [f64::NAN, f64::NAN, f64::NAN, rows[20][3], f64::NAN];
    assert_eq!(computed(&spec, &Table::of(&rows)), before);
}

#[test]
fn a_stochastic_without_a_range_is_unknown_as_long_as_it_is_averaged_in() {
    let mut rows = walk();
    for row in &mut rows[10..16] {
        *row = [101.0, 101.0, 101.0, 101.0, 50.0];
    }
    let outputs = computed(&spec(r#"{"kind":"stoch","fast_k":5,"slow_k":3,"slow_d":2}"#), &Table::of(&rows));
    let unknown = |name: &str| -> Vec<usize> {
        (8..rows.len()).filter(|idx| outputs.get(name).unwrap().get(*idx).is_none()).collect()
    };
    // Five bars of one price lie before the ends of bars 14 and 15; three of %K are averaged, then two of those.
    assert_eq!(unknown("k"), [14, 15, 16, 17]);
    assert_eq!(unknown("d"), [14, 15, 16, 17, 18]);
    let fast = computed(&spec(r#"{"kind":"willr","length":5}"#), &Table::of(&rows));
    assert!(fast.first().get(14).is_none() && fast.first().get(16).is_some());
    let power = computed(&spec(r#"{"kind":"bop"}"#), &Table::of(&rows));
    assert_eq!(
        (0..40).filter(|idx| power.first().get(*idx).is_none()).collect::<Vec<_>>(),
        (10..16).collect::<Vec<_>>()
    );
}

#[test]
fn a_series_that_never_moved_has_no_strength() {
    let mut rows = vec![[50.0, 50.0, 50.0, 50.0, 7.0]; 20];
    for kind in
        [Kind::Rsi, Kind::Cmo, Kind::Stochrsi, Kind::Tsi, Kind::Adx, Kind::Dx, Kind::Cci, Kind::Mfi, Kind::Percentb]
    {
        let outputs = computed(&IndicatorSpec::new(kind), &Table::of(&rows.repeat(5)));
        assert!(outputs.columns().iter().all(|output| output.values.iter().flatten().count() == 0), "{kind}");
    }
    rows.push([50.0, 52.0, 50.0, 51.0, 7.0]);
    let rsi = computed(&spec(r#"{"kind":"rsi","length":14}"#), &Table::of(&rows));
    assert_eq!((rsi.first().get(19), rsi.first().get(20)), (None, Some(100.0)));
}

#[test]
fn without_volume_there_is_no_average_by_volume() {
    let mut rows = walk();
    for row in rows.iter_mut().take(10) {
        row[4] = 0.0;
    }
    let table = Table::of(&rows);
    for json in [r#"{"kind":"vwap"}"#, r#"{"kind":"session_vwap"}"#, r#"{"kind":"anchored_vwap","anchor":3}"#] {
        let outputs = computed(&spec(json), &table);
        let first = outputs.first().iter().position(|value| value.is_some());
        assert_eq!(first, Some(10), "{json}");
    }
    let money = computed(&spec(r#"{"kind":"cmf","length":5}"#), &table);
    assert_eq!((money.first().get(9), money.first().get(10).is_some()), (None, true));
    let average = computed(&spec(r#"{"kind":"vwma","length":5}"#), &table);
    assert_eq!((average.first().get(9), average.first().get(10).is_some()), (None, true));
    let profile = computed(&spec(r#"{"kind":"volume_profile","length":5}"#), &table);
    assert_eq!((profile.first().get(9), profile.first().get(10).is_some()), (None, true));
}

#[test]
fn bars_of_the_model_become_columns_and_unknown_becomes_null() {
    let bar = |idx: i64, volume| Bar { volume, ..Bar::close_only(Timestamp::from_micros(idx), 1.0 + idx as f64) };
    let closes = Ohlcv::from_bars(&[bar(0, None), bar(1, None), bar(2, None)]).unwrap();
    let outputs = compute(&spec(r#"{"kind":"sma","length":2}"#), &closes).unwrap();
    assert_eq!(serde_json::to_string(outputs.first()).unwrap(), "[null,1.5,2.5]");
    let by_volume = spec(r#"{"kind":"obv"}"#);
    assert_eq!(compute(&by_volume, &closes).unwrap_err().code(), "missing_column");
    let some = Ohlcv::from_bars(&[bar(0, Some(5.0)), bar(1, None), bar(2, Some(3.0))]).unwrap();
    let outputs = compute(&by_volume, &some).unwrap();
    assert_eq!(outputs.first().iter().collect::<Vec<_>>(), [Some(5.0), None, Some(8.0)]);
    assert_eq!(serde_json::to_value(&outputs).unwrap()[0]["name"], "value");
    let huge = [f64::MAX, f64::MAX, 1.0];
    let bars = Ohlcv::from_close(&huge).unwrap().with(Column::High, &huge).unwrap().with(Column::Low, &huge).unwrap();
    let typical = compute(&spec(r#"{"kind":"sma","length":1,"of":"hl2"}"#), &bars).unwrap();
    assert_eq!(typical.first().iter().collect::<Vec<_>>(), [None, None, Some(1.0)]);
}

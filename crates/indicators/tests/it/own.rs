//! Our own indicators on a few bars that can be followed by hand.

use indicators::{Stream, volume_profile};

use crate::table::{Table, computed, spec};

/// Bars of which only highs and lows matter.
fn swings(rows: &[(f64, f64)]) -> Table {
    Table::of(&rows.iter().map(|(high, low)| [*low, *high, *low, *high, 1.0]).collect::<Vec<_>>())
}

fn known(outputs: &indicators::Outputs, name: &str) -> Vec<(usize, f64)> {
    outputs.get(name).unwrap().iter().enumerate().filter_map(|(idx, value)| Some((idx, value?))).collect()
}

#[test]
fn a_swing_is_told_when_it_is_confirmed_and_never_taken_back() {
    let table =
        swings(&[(5.0, 4.0), (6.0, 5.0), (9.0, 6.0), (8.0, 5.0), (7.0, 3.0), (8.0, 4.0), (8.5, 5.0), (9.5, 6.0)]);
    let spec = spec(r#"{"kind":"pivots","left":2,"right":2}"#);
    let outputs = computed(&spec, &table);
    assert_eq!(known(&outputs, "swing_high"), [(4, 9.0)]);
    assert_eq!(known(&outputs, "swing_low"), [(6, 3.0)]);
    assert_eq!(known(&outputs, "last_high"), [(4, 9.0), (5, 9.0), (6, 9.0), (7, 9.0)]);
    assert_eq!(outputs.columns()[0].shift, -2);
    for len in 0..table.close.len() {
        let mut stream = Stream::new(&spec);
        let last = table.bars().rows().take(len + 1).map(|row| stream.push(&row)).last().unwrap();
        assert!(outputs.columns().iter().zip(last.iter()).all(|(column, value)| column.values.get(len) == value));
    }
}

#[test]
fn of_equal_highs_the_first_is_the_swing() {
    let table = swings(&[(1.0, 0.9), (3.0, 0.8), (3.0, 0.7), (1.0, 0.6), (0.9, 0.5)]);
    let outputs = computed(&spec(r#"{"kind":"pivots","left":1,"right":1}"#), &table);
    assert_eq!(known(&outputs, "swing_high"), [(2, 3.0)]);
}

#[test]
fn the_average_of_a_session_begins_anew_with_it() {
    let mut table = Table::of(&[
        [1.0, 1.0, 1.0, 1.0, 1.0],
        [3.0, 3.0, 3.0, 3.0, 3.0],
        [7.0, 7.0, 7.0, 7.0, 0.0],
        [8.0, 8.0, 8.0, 8.0, 2.0],
    ]);
    table.sessions = vec![1, 1, 2, 2];
    let outputs = computed(&spec(r#"{"kind":"session_vwap","deviations":2}"#), &table);
    // 1 × 1 + 3 × 3 over 4; the variance is (1 × 2.25 + 3 × 0.25) / 4.
    assert_eq!(known(&outputs, "vwap"), [(0, 1.0), (1, 2.5), (3, 8.0)]);
    let upper = outputs.get("upper").unwrap().get(1).unwrap();
    assert!((upper - (2.5 + 2.0 * 0.75_f64.sqrt())).abs() < 1e-15);
    let anchored = computed(&spec(r#"{"kind":"anchored_vwap","anchor":2}"#), &table);
    assert_eq!(known(&anchored, "vwap"), [(3, 8.0)]);
}

#[test]
fn volume_is_spread_over_the_range_of_its_bar() {
    let table = Table::of(&[[0.0, 4.0, 0.0, 4.0, 40.0], [1.0, 2.0, 1.0, 2.0, 30.0], [3.5, 3.5, 3.5, 3.5, 5.0]]);
    let profile = volume_profile(&table.bars(), 4, 70.0).unwrap().unwrap();
    let volumes: Vec<f64> = profile.bins.iter().map(|bin| bin.volume).collect();
    assert_eq!(volumes, [10.0, 40.0, 10.0, 15.0]);
    assert_eq!((profile.volume, profile.point_of_control), (75.0, 1.5));
    // 52.5 are wanted: 40, then the upper of the equal neighbours, then the fuller one above.
    assert_eq!((profile.value_area_low, profile.value_area_high), (1.0, 4.0));
    let rolled = computed(&spec(r#"{"kind":"volume_profile","length":3,"bins":4}"#), &table);
    assert_eq!(known(&rolled, "value_area_high"), [(2, 4.0)]);
}

#[test]
fn a_profile_of_one_price_has_one_step_and_none_without_volume() {
    let table = Table::of(&[[2.0, 2.0, 2.0, 2.0, 5.0]; 3]);
    let profile = volume_profile(&table.bars(), 10, 70.0).unwrap().unwrap();
    assert_eq!((profile.bins.len(), profile.point_of_control, profile.volume), (1, 2.0, 15.0));
    let idle = Table::of(&[[2.0, 2.0, 2.0, 2.0, 0.0]; 3]);
    assert_eq!(volume_profile(&idle.bars(), 10, 70.0).unwrap(), None);
}

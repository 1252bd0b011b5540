//! Over random bars of every sort: bar by bar is what the whole is, and nothing panics.

use indicators::{Average, Domain, IndicatorSpec, Kind, Ohlcv, ParameterValue, Source, Stream, compute};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::table::{Table, computed, spec};

/// So many of each, or as many as `QUARTERDECK_INDICATOR_CASES` says.
fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("QUARTERDECK_INDICATOR_CASES").ok();
    ProptestConfig::with_cases(asked.map_or(usual, |text| text.parse().unwrap()))
}

/// A walk with what a market does to it: still stretches, no volume, spikes, tiny and huge prices, gaps.
fn tables() -> impl Strategy<Value = Table> {
    let bar = (-1.0..1.0_f64, 0.0..1.0_f64, 0.0..1.0_f64, 0..40_u8, 0.0..1e6_f64);
    let scale = select(vec![1.0, 1.0, 1.0, 1e-9, 1e-4, 1e6, 1e12]);
    (vec(bar, 1..260), scale, any::<bool>(), any::<bool>()).prop_map(|(bars, scale, has_gaps, is_constant)| {
        let mut price = 100.0;
        let mut rows: Vec<[f64; 5]> = Vec::new();
        for (change, up, down, event, volume) in bars {
            let before = price;
            let mut row = match event {
                0..=9 => [before, before, before, before, volume],
                10 => [before, before * 40.0, before * 0.01, before, volume],
                _ => {
                    price = f64::max(before * (1.0 + 0.05 * change), 0.01);
                    [
                        before,
                        before.max(price) * (1.0 + 0.02 * up),
                        before.min(price) * (1.0 - 0.02 * down),
                        price,
                        volume,
                    ]
                }
            };
            if event % 5 == 0 {
                row[4] = 0.0;
            }
            if is_constant {
                row = [100.0, 100.0, 100.0, 100.0, volume.round()];
            }
            for value in &mut row[..4] {
                *value *= scale;
            }
            if has_gaps && event == 11 {
                row[usize::from(event) % 5] = f64::NAN;
            }
            if has_gaps && event == 12 {
                row = [f64::NAN; 5];
            }
            rows.push(row);
        }
        Table::of(&rows)
    })
}

/// A value of a parameter: its default, an end of its range, or something usual.
fn value(domain: &Domain, dice: u32) -> ParameterValue {
    match *domain {
        Domain::Integer { least, most, default } => match dice % 8 {
            0 => default.into(),
            1 => least.into(),
            2 => most.into(),
            _ => (least + i32::try_from(dice % 37).unwrap()).min(most).into(),
        },
        Domain::Real { least, most, default } => match dice % 8 {
            0 => least.into(),
            1 => most.into(),
            2..5 => default.into(),
            _ => (default * (0.25 + f64::from(dice % 16) / 8.0)).clamp(least, most).into(),
        },
        Domain::Average { .. } => Average::ALL[dice as usize % Average::ALL.len()].into(),
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn every_indicator_is_the_same_bar_by_bar(table in tables()) {
        for kind in Kind::ALL {
            let outputs = computed(&IndicatorSpec::new(*kind), &table);
            prop_assert!(outputs.columns().iter().all(|output| output.values.len() == table.close.len()));
        }
    }

    #[test]
    fn every_indicator_takes_every_parameter_in_its_range(table in tables(), dice in vec(any::<u32>(), 12)) {
        for kind in Kind::ALL {
            let entry = kind.indicator();
            let given = entry.parameters.iter().zip(&dice).map(|(parameter, dice)| (parameter.name, value(&parameter.domain, *dice)));
            // Refused together is an answer; a panic is none.
            let Ok(mut spec) = IndicatorSpec::new(*kind).with(given) else { continue };
            if entry.of.is_some() {
                spec = spec.of(Source::ALL[dice[0] as usize % Source::ALL.len()]).unwrap();
            }
            computed(&spec, &table);
        }
    }
}

proptest! {
    #![proptest_config(cases(8))]

    #[test]
    fn prices_that_make_no_sense_do_no_harm(values in vec(select(vec![
        0.0, -0.0, 1.0, -1.0, f64::MAX, -f64::MAX, f64::MIN_POSITIVE, 5e-324, 1e300, -1e300, f64::NAN,
    ]), 5 * 90)) {
        let rows: Vec<[f64; 5]> = values.chunks_exact(5).map(|row| row.try_into().unwrap()).collect();
        let table = Table::of(&rows);
        for kind in Kind::ALL {
            let spec = IndicatorSpec::new(*kind);
            let mut stream = Stream::new(&spec);
            let bars: Ohlcv<'_> = table.bars();
            compute(&spec, &bars).unwrap();
            for row in bars.rows() {
                let _ = stream.peek(&row);
                stream.push(&row);
            }
        }
    }
}

/// Sums are made anew now and then, and where one value has taken the digits of all others with it.
#[test]
fn a_line_is_the_same_bar_by_bar_over_a_long_series_with_a_spike() {
    let close = |n: usize| if n == 700 { 1e12 } else { 100.0 + ((n * 7919) % 101) as f64 / 7.0 };
    let rows: Vec<[f64; 5]> = (0..1_500).map(|n| [close(n), close(n) + 1.0, close(n) - 1.0, close(n), 1e3]).collect();
    let table = Table::of(&rows);
    for length in [2, 5, 14] {
        let line = computed(&spec(&format!(r#"{{"kind": "linearreg", "length": {length}}}"#)), &table);
        let last = line.columns()[0].values.get(1_499).unwrap();
        assert!((90.0..130.0).contains(&last), "the spike is forgotten: {last}");
    }
}

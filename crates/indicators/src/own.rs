//! Indicators that TA-Lib does not have.

mod pivots;
mod profile;
mod vwap;

use std::borrow::Cow;

use crate::catalogue::{Group, Indicator, OutputForm, Pane, Slot, Style};
use crate::live::{Live, Place};
use crate::parameter::{Domain, Parameter};
use crate::{Column, IndicatorSpec, Kind, Source};

pub use profile::{PriceBin, VolumeProfile, volume_profile};

/// Bars on either side of a swing, at most.
const SWING_MAX: i32 = 1_000;
/// Bars of a rolling profile, at most.
const PROFILE_MAX: i32 = 10_000;
/// Steps of the price in a profile, at most.
const BINS_MAX: i32 = 1_000;

/// The entry of one of our own. Those of TA-Lib are never asked for.
pub(crate) fn entry(kind: Kind) -> Indicator {
    let of_price = |group, pane, slots: &[Slot]| Indicator {
        kind,
        words: kind.words(),
        group,
        pane,
        columns: slots
            .iter()
            .filter_map(|slot| if let Slot::Fixed(column) = slot { Some(*column) } else { None })
            .collect(),
        of: slots.contains(&Slot::Of).then_some(Source::Hlc3),
        against: None,
        needs_sessions: kind.needs_sessions(),
        parameters: parameters(kind),
        outputs: outputs(kind),
        warm_up: 0,
        slots: slots.to_vec(),
    };
    let (high, low, volume) = (Slot::Fixed(Column::High), Slot::Fixed(Column::Low), Slot::Fixed(Column::Volume));
    match kind {
        Kind::VolumeProfile => of_price(Group::Volume, Pane::Overlay, &[high, low, volume]),
        Kind::Pivots => of_price(Group::Structure, Pane::Overlay, &[high, low]),
        _ => of_price(Group::Volume, Pane::Overlay, &[Slot::Of, volume]),
    }
}

fn parameters(kind: Kind) -> Vec<Parameter> {
    let integer =
        |name, words, least, most, default| Parameter { name, words, domain: Domain::Integer { least, most, default } };
    let real =
        |name, words, least, most, default| Parameter { name, words, domain: Domain::Real { least, most, default } };
    let deviations = real("deviations", "Distance of the bands in standard deviations", 0.0, 100.0, 1.0);
    match kind {
        Kind::VolumeProfile => vec![
            integer("length", "Number of bars in the window", 1, PROFILE_MAX, 100),
            integer("bins", "Steps into which the range of prices is divided", 2, BINS_MAX, 24),
            real("value_area_percent", "Share of the volume that the value area holds", 1.0, 100.0, 70.0),
        ],
        Kind::Pivots => vec![
            integer("left", "Bars before a swing that it exceeds", 1, SWING_MAX, 5),
            integer("right", "Bars after a swing that do not exceed it: it is known that much later", 1, SWING_MAX, 5),
        ],
        Kind::AnchoredVwap => {
            vec![integer("anchor", "Index of the first bar, counted from 0", 0, i32::MAX, 0), deviations]
        }
        _ => vec![deviations],
    }
}

fn outputs(kind: Kind) -> Vec<OutputForm> {
    let forms: &[(&'static str, Style)] = match kind {
        Kind::VolumeProfile => {
            &[("point_of_control", Style::Line), ("value_area_high", Style::Upper), ("value_area_low", Style::Lower)]
        }
        Kind::Pivots => &[
            ("swing_high", Style::Marks),
            ("swing_low", Style::Marks),
            ("last_high", Style::Upper),
            ("last_low", Style::Lower),
        ],
        _ => &[("vwap", Style::Line), ("upper", Style::Upper), ("lower", Style::Lower)],
    };
    forms.iter().map(|(name, style)| OutputForm { name, style: *style, shift: 0 }).collect()
}

/// Bars before the first result.
pub(crate) fn warm_up(spec: &IndicatorSpec) -> usize {
    match spec.kind() {
        Kind::VolumeProfile => spec.integer(0).saturating_sub(1),
        Kind::Pivots => spec.integer(0) + spec.integer(1),
        Kind::AnchoredVwap => spec.integer(0),
        _ => 0,
    }
}

/// A swing belongs to the bar `right` bars before the one that confirms it.
pub(crate) fn shift(spec: &IndicatorSpec, output_idx: usize) -> i32 {
    if spec.kind() == Kind::Pivots && output_idx < 2 { -i32::try_from(spec.integer(1)).unwrap_or(0) } else { 0 }
}

/// The state of one of our own, `None` for those of TA-Lib.
pub(crate) fn live(spec: &IndicatorSpec) -> Option<Box<dyn Live>> {
    match spec.kind() {
        Kind::SessionVwap => Some(Box::new(vwap::Vwap::of_sessions(spec.real(0)))),
        Kind::AnchoredVwap => Some(Box::new(vwap::Vwap::anchored(spec.integer(0), spec.real(1)))),
        Kind::VolumeProfile => Some(Box::new(profile::Rolling::new(spec.integer(0), spec.integer(1), spec.real(2)))),
        Kind::Pivots => Some(Box::new(pivots::Pivots::new(spec.integer(0), spec.integer(1)))),
        _ => None,
    }
}

/// A whole series, by the same state as bar by bar.
pub(crate) fn compute(
    spec: &IndicatorSpec,
    inputs: &[Cow<'_, [f64]>],
    sessions: Option<&[i64]>,
    kept: Option<&[usize]>,
    len: usize,
) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::with_capacity(len); spec.kind().indicator().outputs.len()];
    let Some(mut live) = live(spec) else { return columns };
    let mut row = [0.0; 5];
    for bar in 0..len {
        let idx = kept.map_or(bar, |kept| kept[bar]);
        for (value, series) in row.iter_mut().zip(inputs) {
            *value = series[bar];
        }
        let place = Place { idx, session: sessions.map_or(0, |sessions| sessions[idx]) };
        let values = live.update(&row[..inputs.len()], place);
        for (column, value) in columns.iter_mut().zip(values.masked()) {
            column.push(*value);
        }
    }
    columns
}

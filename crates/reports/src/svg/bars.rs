//! Bars: pairs of them by name, and how often values lie where.

use super::{Plot, Scale, Size, Unit, add, axis, extent};
use crate::text;

/// Names below a row of bars, at most.
const NAMED: usize = 8;

/// Bars in pairs, one of the series and one of its benchmark.
pub(crate) struct Pairs<'a> {
    /// What it shows, for who cannot see it.
    pub(crate) label: &'static str,
    pub(crate) size: Size,
    /// Name, own value, benchmark's.
    pub(crate) rows: &'a [(String, Option<f64>, Option<f64>)],
}

/// How often values lie where.
pub(crate) struct Histogram<'a> {
    /// What it shows, for who cannot see it.
    pub(crate) label: &'static str,
    pub(crate) size: Size,
    /// One more than there are bars.
    pub(crate) edges: &'a [f64],
    pub(crate) counts: &'a [usize],
}

impl Pairs<'_> {
    /// The picture; none when no value is known.
    pub(crate) fn svg(&self) -> Option<String> {
        let (low, high) = extent(self.rows.iter().flat_map(|(_, own, other)| own.iter().chain(other).copied()))?;
        let (range, ticks) = axis::ticks((low.min(0.0), high.max(0.0)), Scale::Linear, Unit::Percent);
        let plot = Plot::new(self.size, &ticks, range, Scale::Linear);
        let mut out = plot.open(self.label, &ticks);
        let n = self.rows.len() as f64;
        let both = self.rows.iter().any(|(_, _, other)| other.is_some());
        let room = plot.width() / n;
        let width = (room * if both { 0.38 } else { 0.7 }).min(28.0);
        let every = self.rows.len().div_ceil(NAMED);
        for (row, (name, own, other)) in self.rows.iter().enumerate() {
            let middle = plot.x((row as f64 + 0.5) / n);
            let left = if both { middle - width } else { middle - width / 2.0 };
            bar(&mut out, &plot, "own", (left, width), *own);
            bar(&mut out, &plot, "other", (middle, width), *other);
            if row.is_multiple_of(every) {
                plot.below(&mut out, middle, name);
            }
        }
        out.push_str("</svg>");
        Some(out)
    }
}

fn bar(out: &mut String, plot: &Plot, class: &str, (left, width): (f64, f64), value: Option<f64>) {
    let Some(value) = value.filter(|value| value.is_finite()) else { return };
    let (zero, end) = (plot.y(0.0), plot.y(value));
    let (top, height) = (zero.min(end), (zero - end).abs().max(0.5));
    add(
        out,
        format_args!(
            "<rect class=\"bar {class}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"
        ),
    );
}

impl Histogram<'_> {
    /// The picture; none without values.
    pub(crate) fn svg(&self) -> Option<String> {
        let (first, last) = (*self.edges.first()?, *self.edges.last()?);
        let highest = *self.counts.iter().max()?;
        let (range, ticks) = axis::ticks((0.0, highest as f64), Scale::Linear, Unit::Plain);
        let ticks: Vec<_> = ticks.into_iter().filter(|(value, _)| value.fract() == 0.0).collect();
        let plot = Plot::new(self.size, &ticks, range, Scale::Linear);
        let mut out = plot.open(self.label, &ticks);
        let part = |value: f64| (value - first) / (last - first);
        for (ends, count) in self.edges.windows(2).zip(self.counts) {
            let (left, right) = (plot.x(part(ends[0])), plot.x(part(ends[1])));
            let class = if ends[1] <= 0.0 { "loss" } else { "own" };
            if *count > 0 {
                bar(&mut out, &plot, class, (left + 0.5, right - left - 1.0), Some(*count as f64));
            }
        }
        let (_, along) = axis::ticks((first, last), Scale::Linear, Unit::Percent);
        for (value, shown) in along.iter().filter(|(value, _)| (first..=last).contains(value)) {
            plot.below(&mut out, plot.x(part(*value)), if *value == 0.0 { "0 %" } else { shown });
        }
        out.push_str("</svg>");
        Some(out)
    }
}

/// The ends of the first and the last bar, in words.
pub(crate) fn beyond(edges: &[f64]) -> Option<String> {
    let (low, high) = (edges.get(1)?, edges.get(edges.len().checked_sub(2)?)?);
    let digits = text::digits_of((edges[1] - edges[0]) * 100.0);
    Some(format!(
        "The first bar also has every return below {}, the last every one above {}.",
        text::percent(*low, digits),
        text::percent(*high, digits)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 300.0, height: 120.0 };

    #[test]
    fn an_unknown_bar_is_not_drawn() {
        let rows = [("2023".to_owned(), Some(0.1), None), ("2024".to_owned(), None, Some(-0.2))];
        let svg = Pairs { label: "Years", size: SIZE, rows: &rows }.svg().unwrap();
        assert_eq!(svg.matches("<rect").count(), 2);
        assert!(svg.contains(">2023<") && svg.contains("\u{2212}20 %"));
        assert_eq!(Pairs { label: "Years", size: SIZE, rows: &[("2024".to_owned(), None, None)] }.svg(), None);
    }

    #[test]
    fn losses_and_gains_are_told_apart() {
        let svg = Histogram { label: "Returns", size: SIZE, edges: &[-0.01, 0.0, 0.01, 0.02], counts: &[3, 5, 0] };
        let drawn = svg.svg().unwrap();
        assert_eq!((drawn.matches("bar loss").count(), drawn.matches("bar own").count()), (1, 1));
        assert_eq!(Histogram { label: "Returns", size: SIZE, edges: &[], counts: &[] }.svg(), None);
        assert_eq!(
            beyond(&[-0.02, -0.01, 0.0, 0.01]).unwrap(),
            "The first bar also has every return below \u{2212}1 %, the last every one above 0 %."
        );
    }
}

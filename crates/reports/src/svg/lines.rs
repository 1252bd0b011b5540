//! Lines over time. Where a value is not known a line has a gap.

use super::{Plot, Scale, Size, Unit, add, axis, extent};

/// One line.
pub(crate) struct Curve<'a> {
    /// The class by which the page's style draws it.
    pub(crate) class: &'static str,
    /// The number in the list of times of each value.
    pub(crate) at: &'a [usize],
    /// The values.
    pub(crate) values: &'a [Option<f64>],
}

/// Lines over the same time.
pub(crate) struct Lines<'a> {
    /// What it shows, for who cannot see it.
    pub(crate) label: &'static str,
    pub(crate) size: Size,
    /// Microseconds, ascending.
    pub(crate) times: &'a [i64],
    pub(crate) curves: &'a [Curve<'a>],
    pub(crate) unit: Unit,
    pub(crate) scale: Scale,
    /// The first line is filled to zero, which is part of the range then.
    pub(crate) filled: bool,
}

impl Lines<'_> {
    /// The picture; none when there is nothing to draw.
    pub(crate) fn svg(&self) -> Option<String> {
        let (first, last) = (*self.times.first()?, *self.times.last()?);
        let shown = |value: f64| value.is_finite() && (self.scale == Scale::Linear || value > 0.0);
        let all = self.curves.iter().flat_map(|curve| curve.values.iter().flatten().copied()).filter(|v| shown(*v));
        let (low, high) = extent(all)?;
        let range = if self.filled { (low.min(0.0), high.max(0.0)) } else { (low, high) };
        let (range, ticks) = axis::ticks(range, self.scale, self.unit);
        let plot = Plot::new(self.size, &ticks, range, self.scale);
        let mut out = plot.open(self.label, &ticks);
        let whole = (last - first).max(1) as f64;
        let x = |micros: i64| plot.x((micros - first) as f64 / whole);
        for (micros, text) in axis::times(first, last) {
            let at = x(micros);
            // A date at the edge would be cut off.
            if at - plot.left > 12.0 && self.size.width - at > 14.0 {
                plot.below(&mut out, at, &text);
            }
        }
        for (n, curve) in self.curves.iter().enumerate() {
            let points = curve.at.iter().zip(curve.values).map(|(place, value)| {
                let micros = *self.times.get(*place)?;
                let value = value.filter(|value| shown(*value))?;
                Some((x(micros), plot.y(value)))
            });
            let base = (self.filled && n == 0).then(|| plot.y(0.0));
            draw(&mut out, curve.class, points, base);
        }
        out.push_str("</svg>");
        Some(out)
    }
}

/// Draws runs of known points. Of those within one unit the first, the highest, the lowest and the last are kept.
fn draw(out: &mut String, class: &str, points: impl Iterator<Item = Option<(f64, f64)>>, base: Option<f64>) {
    let mut run: Vec<(f64, f64)> = Vec::new();
    let (mut line, mut area) = (String::new(), String::new());
    for point in points.chain([None]) {
        match point {
            Some(point) => run.push(point),
            None if run.is_empty() => {}
            None => {
                let kept = thinned(&run);
                let path = path(&kept);
                if let (Some(base), Some(first), Some(last)) = (base, kept.first(), kept.last()) {
                    add(&mut area, format_args!("{path}L{:.1} {base:.1}L{:.1} {base:.1}Z", last.0, first.0));
                }
                line.push_str(&path);
                run.clear();
            }
        }
    }
    if !area.is_empty() {
        add(out, format_args!("<path class=\"area {class}\" d=\"{area}\"/>"));
    }
    if !line.is_empty() {
        add(out, format_args!("<path class=\"line {class}\" d=\"{line}\"/>"));
    }
}

fn path(points: &[(f64, f64)]) -> String {
    let mut out = String::new();
    for (n, (x, y)) in points.iter().enumerate() {
        add(&mut out, format_args!("{}{x:.1} {y:.1}", if n == 0 { 'M' } else { 'L' }));
    }
    // A point by itself is drawn as a line of no length, which a round end makes visible.
    if let [(x, y)] = points {
        add(&mut out, format_args!("L{x:.1} {y:.1}"));
    }
    out
}

fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let column = |point: &(f64, f64)| point.0.floor() as i64;
    let mut kept = Vec::new();
    for group in points.chunk_by(|a, b| column(a) == column(b)) {
        if group.len() <= 4 {
            kept.extend_from_slice(group);
            continue;
        }
        let by = |pick: fn(f64, f64) -> bool| {
            (1..group.len()).fold(0, |best, n| if pick(group[n].1, group[best].1) { n } else { best })
        };
        let mut places = [0, by(|a, b| a < b), by(|a, b| a > b), group.len() - 1];
        places.sort_unstable();
        let mut before = None;
        for place in places {
            if before != Some(place) {
                kept.push(group[place]);
            }
            before = Some(place);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    fn lines<'a>(times: &'a [i64], curves: &'a [Curve<'a>]) -> Lines<'a> {
        let size = Size { width: 200.0, height: 100.0 };
        Lines { label: "Equity", size, times, curves, unit: Unit::Plain, scale: Scale::Linear, filled: false }
    }

    #[test]
    fn what_is_unknown_is_a_gap() {
        let times: Vec<i64> = (0..5).map(|day| day * DAY).collect();
        let values = [Some(1.0), Some(2.0), None, Some(3.0), Some(1.5)];
        let at = [0, 1, 2, 3, 4];
        let curves = [Curve { class: "own", at: &at, values: &values }];
        let svg = lines(&times, &curves).svg().unwrap();
        let drawn = svg.split("line own\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!((drawn.matches('M').count(), drawn.matches('L').count()), (2, 2));
        let nothing = [Curve { class: "own", at: &at, values: &[None; 5] }];
        assert_eq!(lines(&times, &nothing).svg(), None);
        assert_eq!(lines(&[], &[]).svg(), None);
    }

    #[test]
    fn a_long_line_keeps_its_extremes_and_stays_short() {
        let times: Vec<i64> = (0..100_000).map(|n| n * DAY).collect();
        let at: Vec<usize> = (0..100_000).collect();
        let values: Vec<Option<f64>> =
            (0..100_000_u32).map(|n| Some(if n == 50_123 { 900.0 } else { f64::from(n % 9) })).collect();
        let svg = lines(&times, &[Curve { class: "own", at: &at, values: &values }]).svg().unwrap();
        assert!(svg.len() < 40_000, "{}", svg.len());
        let drawn = svg.split("line own\" d=\"").nth(1).unwrap().split('"').next().unwrap();
        let highest = drawn
            .split(['M', 'L'])
            .filter_map(|point| point.split(' ').nth(1)?.parse::<f64>().ok())
            .fold(f64::MAX, f64::min);
        assert!(highest < 15.0, "{highest}");
    }
}

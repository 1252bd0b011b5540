//! A line through the last points of two series, one point at a time.

use std::collections::VecDeque;

/// Ordinary least squares of `y` on `x` over the last points: intercept, slope and residuals.
///
/// Sums are kept around the middle of the window and added up anew once in a window, so that they do not drift: a step costs the same
/// on average however long the window is.
#[derive(Debug)]
pub(super) struct RollingLine {
    length: usize,
    points: VecDeque<(f64, f64)>,
    /// Around which sums are taken.
    around: (f64, f64),
    sums: Sums,
    /// Steps until sums are added up anew.
    fresh: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    x: f64,
    y: f64,
    xx: f64,
    xy: f64,
    yy: f64,
}

impl Sums {
    fn add(&mut self, (x, y): (f64, f64), sign: f64) {
        self.x += sign * x;
        self.y += sign * y;
        self.xx += sign * x * x;
        self.xy += sign * x * y;
        self.yy += sign * y * y;
    }
}

/// The line through a window.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Line {
    /// Change of `y` for each unit of `x`.
    pub(super) slope: f64,
    /// The last residual over the residuals' standard deviation (divisor n − 2).
    pub(super) score: f64,
}

impl RollingLine {
    pub(super) fn new(length: usize) -> Self {
        let points = VecDeque::with_capacity(length + 1);
        Self { length, points, around: (0.0, 0.0), sums: Sums::default(), fresh: 0 }
    }

    /// Takes a point. `None` while there are too few, where `x` does not vary, or where the line leaves no residuals.
    pub(super) fn push(&mut self, x: f64, y: f64) -> Option<Line> {
        self.points.push_back((x, y));
        let gone = if self.points.len() > self.length { self.points.pop_front() } else { None };
        if self.fresh == 0 {
            self.add_up();
        } else {
            self.fresh -= 1;
            let (ax, ay) = self.around;
            self.sums.add((x - ax, y - ay), 1.0);
            if let Some((x, y)) = gone {
                self.sums.add((x - ax, y - ay), -1.0);
            }
        }
        if self.points.len() < self.length { None } else { self.line(x, y) }
    }

    fn add_up(&mut self) {
        self.fresh = self.length;
        let n = self.points.len() as f64;
        let (x, y) = self.points.iter().fold((0.0, 0.0), |(sx, sy), (x, y)| (sx + x, sy + y));
        self.around = (x / n, y / n);
        self.sums = Sums::default();
        for (x, y) in &self.points {
            self.sums.add((x - self.around.0, y - self.around.1), 1.0);
        }
    }

    fn line(&self, x: f64, y: f64) -> Option<Line> {
        let (n, s) = (self.length as f64, &self.sums);
        let (xx, xy, yy) = (s.xx - s.x * s.x / n, s.xy - s.x * s.y / n, s.yy - s.y * s.y / n);
        // Below these, what is left of a sum of squares is rounding.
        let noise = |sum: f64| n * f64::EPSILON * sum.abs().max(f64::MIN_POSITIVE);
        if xx <= noise(s.xx) {
            return None;
        }
        let slope = xy / xx;
        let squares = yy - slope * xy;
        if squares <= noise(s.yy.max(yy)) {
            return None;
        }
        let mean = (self.around.0 + s.x / n, self.around.1 + s.y / n);
        let residual = y - mean.1 - slope * (x - mean.0);
        let score = residual / (squares / (n - 2.0)).sqrt();
        (slope.is_finite() && score.is_finite()).then_some(Line { slope, score })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two passes over the window, as textbooks have it.
    fn directly(window: &[(f64, f64)]) -> Line {
        let n = window.len() as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| window.iter().map(of).sum::<f64>() / n;
        let (mx, my) = (mean(|p| p.0), mean(|p| p.1));
        let xx: f64 = window.iter().map(|p| (p.0 - mx).powi(2)).sum();
        let xy: f64 = window.iter().map(|p| (p.0 - mx) * (p.1 - my)).sum();
        let slope = xy / xx;
        let residual = |p: &(f64, f64)| p.1 - my - slope * (p.0 - mx);
        let squares: f64 = window.iter().map(|p| residual(p).powi(2)).sum();
        Line { slope, score: residual(window.last().unwrap()) / (squares / (n - 2.0)).sqrt() }
    }

    #[test]
    fn a_rolling_line_is_the_line_of_its_window() {
        let mut chance = 11_u64;
        let mut next = || {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (chance >> 40) as f64 / (1_u64 << 24) as f64 - 0.5
        };
        for length in [3, 20, 61] {
            let (mut line, mut points, mut x) = (RollingLine::new(length), Vec::new(), 5.0);
            for n in 0..2000 {
                x += next() * 0.02;
                let point = (x, 1.0 + 0.7 * x + next() * 0.05);
                points.push(point);
                let got = line.push(point.0, point.1);
                if n + 1 < length {
                    assert_eq!(got, None);
                    continue;
                }
                let (got, expected) = (got.unwrap(), directly(&points[n + 1 - length..]));
                assert!((got.slope - expected.slope).abs() < 1e-7 * (1.0 + expected.slope.abs()), "{n} {got:?}");
                assert!((got.score - expected.score).abs() < 1e-6, "{n} {got:?} {expected:?}");
            }
        }
    }

    #[test]
    fn a_line_that_cannot_be_is_unknown() {
        let (mut still, mut exact) = (RollingLine::new(4), RollingLine::new(4));
        for n in 0..20 {
            assert_eq!(still.push(3.0, f64::from(n)), None, "x does not vary");
            assert_eq!(exact.push(f64::from(n), 2.0 * f64::from(n) + 1.0), None, "no residuals");
        }
    }
}

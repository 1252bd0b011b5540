//! Two sources that give prices which do not go together.
//!
//! Every two sources of an instrument are compared whenever one of them gives a price. They disagree once their prices have
//! been further apart than the threshold for long enough without a pause, and agree again the first time that they are not.
//! A price that is older than allowed is not compared: silence is staleness, not disagreement.

use model::{market::Source, time::Timestamp};

use crate::error::FeedError;

/// When two prices disagree.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tolerance {
    /// How far apart they may be, in basis points (hundredths of a percent) of their mean.
    pub basis_points: f64,
    /// How long they may be further apart, in microseconds.
    pub for_micros: i64,
    /// Up to which age a price is compared, in microseconds.
    pub fresh_micros: i64,
}

impl Default for Tolerance {
    fn default() -> Self {
        Self { basis_points: 50.0, for_micros: 5_000_000, fresh_micros: 15_000_000 }
    }
}

/// That two sources began, or ceased, to disagree.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Disagreeing {
    /// One source, the first by name.
    pub one: Source,
    /// Its price.
    pub one_price: f64,
    /// The other.
    pub other: Source,
    /// Its price.
    pub other_price: f64,
    /// How far they are apart now, in basis points of their mean.
    pub basis_points: f64,
    /// Since when they were apart.
    pub since: Timestamp,
    /// Whether it begins or ends.
    pub phase: Phase,
}

/// Beginning or end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// It begins.
    Began,
    /// It is over.
    Ended,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    source: Source,
    price: f64,
    at: i64,
}

#[derive(Clone, Copy, Debug)]
struct Apart {
    one: Source,
    other: Source,
    since: i64,
    told: bool,
}

/// Compares the prices of one kind that the sources of one instrument give.
#[derive(Clone, Debug)]
pub struct Disagreement {
    tolerance: Tolerance,
    known: Vec<Known>,
    apart: Vec<Apart>,
}

impl Disagreement {
    /// Without prices.
    ///
    /// # Errors
    /// When the threshold is not above zero.
    pub fn new(tolerance: Tolerance) -> Result<Self, FeedError> {
        let value = tolerance.basis_points;
        if value.is_nan() || value <= 0.0 {
            return Err(FeedError::Limit { field: "basis_points", value, allowed: "more than 0" });
        }
        Ok(Self { tolerance, known: Vec::new(), apart: Vec::new() })
    }

    /// Takes a price that was found good. What begins or ends goes to `out`.
    pub fn step(&mut self, now: Timestamp, source: Source, price: f64, out: &mut impl FnMut(Disagreeing)) {
        let this = Known { source, price, at: now.micros() };
        let place = match self.known.iter().position(|known| known.source == source) {
            Some(place) => {
                self.known[place] = this;
                place
            }
            None => {
                self.known.push(this);
                self.known.len() - 1
            }
        };
        if self.known.len() == 1 {
            return;
        }
        for i in (0..self.known.len()).filter(|i| *i != place) {
            let other = self.known[i];
            if this.at.saturating_sub(other.at) <= self.tolerance.fresh_micros {
                self.compare(this, other, out);
            } else {
                self.end(this, other, out);
            }
        }
    }

    fn compare(&mut self, a: Known, b: Known, out: &mut impl FnMut(Disagreeing)) {
        let distance = basis_points(a.price, b.price);
        // A mean of zero leaves no distance to speak of; only what is clearly small agrees.
        if distance <= self.tolerance.basis_points {
            return self.end(a, b, out);
        }
        let (one, other) = if a.source < b.source { (a, b) } else { (b, a) };
        let now = a.at.max(b.at);
        let found = self.apart.iter().position(|x| x.one == one.source && x.other == other.source);
        let place = found.unwrap_or_else(|| {
            self.apart.push(Apart { one: one.source, other: other.source, since: now, told: false });
            self.apart.len() - 1
        });
        let apart = &mut self.apart[place];
        if !apart.told && now.saturating_sub(apart.since) >= self.tolerance.for_micros {
            apart.told = true;
            out(disagreeing(&one, &other, apart.since, Phase::Began));
        }
    }

    fn end(&mut self, a: Known, b: Known, out: &mut impl FnMut(Disagreeing)) {
        if self.apart.is_empty() {
            return;
        }
        let (one, other) = if a.source < b.source { (a, b) } else { (b, a) };
        if let Some(place) = self.apart.iter().position(|x| x.one == one.source && x.other == other.source) {
            let apart = self.apart.swap_remove(place);
            if apart.told {
                out(disagreeing(&one, &other, apart.since, Phase::Ended));
            }
        }
    }
}

fn disagreeing(one: &Known, other: &Known, since: i64, phase: Phase) -> Disagreeing {
    Disagreeing {
        one: one.source,
        one_price: one.price,
        other: other.source,
        other_price: other.price,
        basis_points: basis_points(one.price, other.price),
        since: Timestamp::from_micros(since),
        phase,
    }
}

/// The distance of two prices in basis points of their mean.
fn basis_points(a: f64, b: f64) -> f64 {
    if a == b { 0.0 } else { (a - b).abs() / f64::midpoint(a, b).abs() * 1e4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The phases with their time, from `(time, source, price)`.
    fn run(prices: &[(i64, &str, f64)]) -> Vec<(i64, Phase, i64)> {
        let tolerance = Tolerance { basis_points: 10.0, for_micros: 100, fresh_micros: 1000 };
        let mut disagreement = Disagreement::new(tolerance).unwrap();
        let mut told = Vec::new();
        for (at, source, price) in prices {
            let now = Timestamp::from_micros(*at);
            disagreement
                .step(now, source.parse().unwrap(), *price, &mut |d| told.push((*at, d.phase, d.since.micros())));
        }
        told
    }

    #[test]
    fn only_what_lasts_is_told_and_told_once() {
        let prices = [
            (0, "a", 100.0),
            (1, "b", 100.2), // 20 basis points
            (50, "a", 100.15),
            (60, "b", 100.2), // 5: together again
            (70, "b", 101.0),
            (169, "a", 100.0),
            (170, "a", 100.0),
            (180, "b", 101.0),
            (300, "b", 100.0),
        ];
        assert_eq!(run(&prices), [(170, Phase::Began, 70), (300, Phase::Ended, 70)]);
    }

    #[test]
    fn silence_is_not_disagreement() {
        assert_eq!(run(&[(0, "a", 100.0), (1, "b", 200.0), (2000, "b", 200.0), (3000, "b", 200.0)]), []);
        let stopped = run(&[(0, "a", 100.0), (1, "b", 200.0), (500, "b", 200.0), (2000, "b", 200.0)]);
        assert_eq!(stopped, [(500, Phase::Began, 1), (2000, Phase::Ended, 1)]);
    }

    #[test]
    fn three_sources_are_compared_two_by_two() {
        let prices = [(0, "a", 100.0), (0, "b", 100.0), (0, "c", 110.0), (200, "c", 110.0)];
        assert_eq!(run(&prices).len(), 2);
    }

    #[test]
    fn a_threshold_without_sense_is_refused() {
        for basis_points in [0.0, -1.0, f64::NAN] {
            assert!(Disagreement::new(Tolerance { basis_points, ..Tolerance::default() }).is_err());
        }
    }
}

//! Merging bars: what is new, what differs, what stays.

use bars::series::BarSeries;

use crate::Outcome;

/// The bars of both, `new` winning, and what became of those in `new`.
pub(super) fn merge(old: &BarSeries, new: &BarSeries) -> (BarSeries, Outcome) {
    if old.is_empty() || new.is_empty() {
        let outcome = Outcome { added: new.len() as u64, ..Outcome::default() };
        return (if old.is_empty() { new.clone() } else { old.clone() }, outcome);
    }
    let mut merged = BarSeries::default();
    let mut outcome = Outcome::default();
    let (mut o, mut n) = (0, 0);
    while o < old.len() || n < new.len() {
        let before = old.at.get(o).copied();
        let next = new.at.get(n).copied();
        match (before, next) {
            (Some(a), Some(b)) if a == b => {
                let bar = new.bar(n);
                if bar == old.bar(o) {
                    outcome.unchanged += 1;
                } else {
                    outcome.revised += 1;
                }
                merged.push(&bar);
                o += 1;
                n += 1;
            }
            (Some(a), Some(b)) if a > b => {
                merged.push(&new.bar(n));
                outcome.added += 1;
                n += 1;
            }
            (None, Some(_)) => {
                merged.push(&new.bar(n));
                outcome.added += 1;
                n += 1;
            }
            _ => {
                merged.push(&old.bar(o));
                o += 1;
            }
        }
    }
    (merged, outcome)
}

/// The bars of both, those of `strong` winning.
pub(super) fn overlay(weak: &BarSeries, strong: &BarSeries) -> BarSeries {
    merge(weak, strong).0
}

#[cfg(test)]
mod tests {
    use model::{bar::Bar, time::Timestamp};

    use super::*;

    fn series(bars: &[(i64, f64)]) -> BarSeries {
        let bars: Vec<Bar> =
            bars.iter().map(|(at, close)| Bar::close_only(Timestamp::from_micros(*at), *close)).collect();
        BarSeries::from_bars(&bars).unwrap()
    }

    #[test]
    fn new_bars_win_and_are_counted() {
        let old = series(&[(1, 1.0), (3, 3.0), (5, 5.0)]);
        let new = series(&[(0, 0.5), (3, 3.0), (5, 5.5), (7, 7.0)]);
        let (merged, outcome) = merge(&old, &new);
        assert_eq!(merged, series(&[(0, 0.5), (1, 1.0), (3, 3.0), (5, 5.5), (7, 7.0)]));
        assert_eq!(outcome, Outcome { added: 2, revised: 1, unchanged: 1 });
        assert_eq!(merge(&merged, &new).1, Outcome { added: 0, revised: 1 - 1, unchanged: 4 });
    }
}

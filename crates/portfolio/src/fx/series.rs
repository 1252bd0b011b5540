//! Rates of many days at once, as `f64`, for daily series.

use chrono::NaiveDate;
use model::currency::Currency;

use super::{FxTable, HUBS, Point};
use crate::unknown::to_f64;

impl FxTable {
    /// The rate of each of ascending `days`, by the same rules as [`FxTable::rate`]; none where it is unknown.
    pub fn series(&self, from: Currency, to: Currency, days: &[NaiveDate]) -> Vec<Option<f64>> {
        if from == to {
            return vec![Some(1.0); days.len()];
        }
        let mut rates = self.leg_series(from, to, days);
        for hub in HUBS.into_iter().filter(|h| *h != from && *h != to) {
            if rates.iter().all(Option::is_some) {
                break;
            }
            let (first, second) = (self.leg_series(from, hub, days), self.leg_series(hub, to, days));
            for ((rate, a), b) in rates.iter_mut().zip(first).zip(second) {
                *rate = rate.or_else(|| Some(a? * b?));
            }
        }
        rates
    }

    fn leg_series(&self, from: Currency, to: Currency, days: &[NaiveDate]) -> Vec<Option<f64>> {
        let mut rates = self.published(from, to, days);
        if !rates.iter().all(Option::is_some) {
            for (rate, inverse) in rates.iter_mut().zip(self.published(to, from, days)) {
                *rate = rate.or_else(|| inverse.map(|r| 1.0 / r));
            }
        }
        rates
    }

    fn published(&self, base: Currency, quote: Currency, days: &[NaiveDate]) -> Vec<Option<f64>> {
        let points: &[Point] = self.pairs.get(&(base, quote)).map_or(&[], Vec::as_slice);
        let mut next = days.first().map_or(0, |first| points.partition_point(|p| p.date <= *first).saturating_sub(1));
        let mut last: Option<(NaiveDate, f64)> = None;
        days.iter()
            .map(|day| {
                while next < points.len() && points[next].date <= *day {
                    last = Some((points[next].date, to_f64(points[next].rate)));
                    next += 1;
                }
                last.filter(|(date, _)| (*day - *date).num_days() <= self.max_age_days).map(|(_, rate)| rate)
            })
            .collect()
    }
}

//! A stretch of the past, run with today's holdings.

use chrono::{Days, NaiveDate};

use super::{Basis, HoldingStress, PathPoint, ScenarioStress, StressTestEngine, StressWindow, WorstDay};
use crate::{RiskError, Series};

/// Days for which a price stays good.
const STALE: u64 = 7;

/// Prices of one thing over the days of a window, as a part of the price at its start; none unless there is one for the start, and one for
/// each day after it.
struct Course(Vec<f64>);

impl StressTestEngine<'_> {
    pub(super) fn replay(&self, window: &StressWindow, description: String) -> Result<ScenarioStress, RiskError> {
        let days = self.days(window);
        let mut courses = Vec::with_capacity(self.holdings.len());
        let mut holdings = Vec::with_capacity(self.holdings.len());
        for (holding, value) in &self.holdings {
            let (course, basis) = match self.course_of(&holding.name, window, &days) {
                Ok((course, basis)) => (Some(course), basis),
                Err(why) => (None, Basis::Unknown { why }),
            };
            let change = course.as_ref().and_then(|course| course.0.last()).map(|last| last - 1.0);
            let gain = change.map(|change| value * change);
            holdings.push(HoldingStress { name: holding.name.clone(), value: *value, change, gain, basis });
            courses.push((course, *value));
        }
        let mut found = self.scenario(&window.name, description, holdings);
        (found.start, found.end) = (Some(window.start), Some(window.end));
        if found.gain.is_some() {
            let gain = |day: usize| -> f64 {
                let known = courses.iter().filter_map(|(course, value)| Some((course.as_ref()?, value)));
                known.map(|(course, value)| value * (course.0[day] - 1.0)).sum()
            };
            let gains: Vec<f64> = (0..days.len()).map(gain).collect();
            let point = |(date, gain): (&NaiveDate, &f64)| PathPoint { date: *date, change: gain / self.capital };
            found.path = days.iter().zip(&gains).map(point).collect();
            found.worst_day = self.worst_day(&days, &gains);
            found.max_drawdown = self.max_drawdown(&gains);
        }
        Ok(found)
    }

    /// The start, and the days of the table after it until the end.
    fn days(&self, window: &StressWindow) -> Vec<NaiveDate> {
        let within =
            self.request.history.dates.iter().copied().filter(|date| *date > window.start && *date <= window.end);
        std::iter::once(window.start).chain(within).collect()
    }

    /// Its own prices, else those of its proxies by its betas, else why there is neither.
    fn course_of(&self, name: &str, window: &StressWindow, days: &[NaiveDate]) -> Result<(Course, Basis), String> {
        let lacking = match self.request.history.find(name).map(|series| self.course(series, window, days)) {
            Some(Ok(course)) => return Ok((course, Basis::History)),
            Some(Err(why)) => why,
            None => "it has no prices at all".to_owned(),
        };
        if self.proxies.is_empty() {
            return Err(format!("{lacking}, and no proxies are given"));
        }
        let known = self.proxies.iter().filter_map(|proxy| Some((*proxy, self.course(proxy, window, days).ok()?)));
        let (proxies, courses): (Vec<&Series>, Vec<Course>) = known.unzip();
        let stand = self.stand(name, &proxies).map_err(|why| format!("{lacking}; {why}"))?;
        let mut value = 1.0;
        let mut course = vec![value];
        for day in 1..days.len() {
            let part = |(course, beta): (&Course, &f64)| beta * (course.0[day] / course.0[day - 1] - 1.0);
            // Who falls by more than everything is worth nothing.
            value *= (1.0 + courses.iter().zip(&stand.betas).map(part).sum::<f64>()).max(0.0);
            course.push(value);
        }
        Ok((Course(course), stand.basis))
    }

    /// Prices over the days, or which is missing.
    fn course(&self, series: &Series, window: &StressWindow, days: &[NaiveDate]) -> Result<Course, String> {
        let dates = &self.request.history.dates;
        let price = |day: NaiveDate| {
            let after = dates.partition_point(|date| *date <= day);
            let oldest = day.checked_sub_days(Days::new(STALE)).unwrap_or(day);
            (0..after).rev().take_while(|row| dates[*row] >= oldest).find_map(|row| series.values[row])
        };
        let Some(first) = price(window.start) else {
            return Err(format!("it has no price at the start, {}", window.start));
        };
        let mut course = Vec::with_capacity(days.len());
        for day in days {
            match price(*day) {
                Some(price) => course.push(price / first),
                None => return Err(format!("it has no price within {STALE} days before {day}")),
            }
        }
        match price(window.end) {
            Some(_) if days.len() > 1 => Ok(Course(course)),
            _ => Err(format!("it has no price at the end, {}", window.end)),
        }
    }

    fn worst_day(&self, days: &[NaiveDate], gains: &[f64]) -> Option<WorstDay> {
        let one = |day: usize| {
            let gain = gains[day] - gains[day - 1];
            WorstDay { date: days[day], gain, change: gain / (self.capital + gains[day - 1]) }
        };
        (1..days.len()).map(one).min_by(|a, b| a.gain.total_cmp(&b.gain))
    }

    /// None where the value falls to nothing, or below.
    fn max_drawdown(&self, gains: &[f64]) -> Option<f64> {
        let values: Vec<f64> = gains.iter().map(|gain| self.capital + gain).collect();
        statistics::max_drawdown(&values).map(|fall| fall.depth)
    }
}

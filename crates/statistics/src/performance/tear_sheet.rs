//! What a tear sheet shows beside the figures: years, months, falls, the best and the worst, moving windows, the spread of returns.
//!
//! Nothing is refused: what a series leaves open is empty, so that a sheet can be made of a run that lost everything too.

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    Against, DrawdownEpisode, PerformanceReport, PerformanceRequest, YearOfReturns, annualized_volatility, drawdowns,
    monthly_returns, quantile, sharpe_ratio,
};

/// Falls that are listed.
const FALLS: usize = 10;
/// Periods and months that are listed of the best, and of the worst.
const EXTREMES: usize = 10;
/// Returns that are read for one line of a moving window, at most. A window of a year of minutes is not worked out at every minute.
const READ_MAX: usize = 50_000_000;
/// Points of such a line at least.
const POINTS_MIN: usize = 200;
/// Bars of a histogram, about.
const BARS: f64 = 30.0;

/// A place in the series with its return.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Extreme {
    /// The period.
    pub idx: usize,
    /// Its simple return.
    pub value: f64,
}

/// A month with its compounded return.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MonthReturn {
    /// The year.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
    /// A part.
    pub value: f64,
}

/// A year of the series beside one of its benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct YearBeside {
    /// The year.
    pub year: i32,
    /// Compounded, as far as there are periods; none when a return is missing.
    pub own: Option<f64>,
    /// The benchmark's.
    pub benchmark: Option<f64>,
}

/// Figures over a window that moves along the series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RollingLine {
    /// Periods of the window.
    pub periods: usize,
    /// The last period of each window.
    pub at: Vec<usize>,
    /// Volatility a year.
    pub volatility: Vec<Option<f64>>,
    /// Sharpe ratio a year.
    pub sharpe_ratio: Vec<Option<f64>>,
    /// Beta; none throughout without a benchmark.
    pub beta: Vec<Option<f64>>,
}

/// How often returns lie where. The first bar has what lies below it too, the last what lies above.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Histogram {
    /// The ends of the bars: one more than there are bars.
    pub edges: Vec<f64>,
    /// Returns in each.
    pub counts: Vec<usize>,
}

/// Quantiles of the returns of periods of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spread {
    /// Returns there are.
    pub n: usize,
    /// The lowest, 5 %, 25 %, 50 %, 75 %, 95 %, the highest, linearly interpolated.
    pub quantiles: [Option<f64>; 7],
}

/// What a tear sheet shows beside the figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TearSheet {
    /// Returns by month and year.
    pub months: Vec<YearOfReturns>,
    /// Years beside the benchmark's.
    pub years: Vec<YearBeside>,
    /// The ten deepest falls; indices count the value at the start as 0. Empty while a return is missing.
    pub falls: Vec<DrawdownEpisode>,
    /// The best periods, the best first.
    pub best_periods: Vec<Extreme>,
    /// The worst periods, the worst first.
    pub worst_periods: Vec<Extreme>,
    /// The best months, the best first.
    pub best_months: Vec<MonthReturn>,
    /// The worst months, the worst first.
    pub worst_months: Vec<MonthReturn>,
    /// Windows of half a year and of a year; none where the series is shorter.
    pub rolling: Vec<RollingLine>,
    /// The returns of the periods.
    pub histogram: Histogram,
    /// Of periods, months and years.
    pub spreads: [Spread; 3],
    /// The benchmark measured by itself from its first return on; none without one, or when it cannot be measured.
    pub benchmark: Option<PerformanceReport>,
}

impl TearSheet {
    /// Of the series of a request. `ends` are the days on which its periods end; other than the dates of the request, one may stand twice.
    #[must_use]
    pub fn of(request: &PerformanceRequest, ends: &[NaiveDate]) -> Self {
        let returns = &request.returns;
        let known: Vec<f64> = returns.iter().flatten().copied().collect();
        let months = monthly_returns(ends, returns);
        let other = request.benchmark.as_deref().unwrap_or_default();
        let first = beginning(other).min(ends.len());
        let of_benchmark = monthly_returns(&ends[first..], &other[first.min(other.len())..]);
        let (best_periods, worst_periods) = extremes(returns);
        let (best_months, worst_months) = extreme_months(&months);
        let of_months: Vec<f64> = months.iter().flat_map(|year| year.months.iter().flatten().copied()).collect();
        let of_years: Vec<f64> = months.iter().filter_map(|year| year.year_return).collect();
        Self {
            years: years(&months, &of_benchmark),
            falls: falls(returns),
            best_periods,
            worst_periods,
            best_months,
            worst_months,
            rolling: rolling_lines(request),
            histogram: histogram(&known),
            spreads: [Spread::of(&known), Spread::of(&of_months), Spread::of(&of_years)],
            benchmark: benchmark_alone(request),
            months,
        }
    }
}

impl Spread {
    fn of(values: &[f64]) -> Self {
        Self { n: values.len(), quantiles: [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0].map(|part| quantile(values, part)) }
    }
}

fn years(own: &[YearOfReturns], benchmark: &[YearOfReturns]) -> Vec<YearBeside> {
    let beside = |year: i32| benchmark.iter().find(|other| other.year == year)?.year_return;
    own.iter().map(|of| YearBeside { year: of.year, own: of.year_return, benchmark: beside(of.year) }).collect()
}

fn falls(returns: &[Option<f64>]) -> Vec<DrawdownEpisode> {
    let mut value = 1.0;
    let grown = returns.iter().map(|r| {
        value *= 1.0 + (*r)?;
        Some(value)
    });
    let values: Option<Vec<f64>> = std::iter::once(Some(1.0)).chain(grown).collect();
    let mut found = values.and_then(|values| drawdowns(&values)).unwrap_or_default();
    found.truncate(FALLS);
    found
}

/// Where the returns of a benchmark begin: it has no value at the start, and so no first return.
fn beginning(benchmark: &[Option<f64>]) -> usize {
    benchmark.iter().position(Option::is_some).unwrap_or(benchmark.len())
}

fn benchmark_alone(request: &PerformanceRequest) -> Option<PerformanceReport> {
    let other = request.benchmark.as_deref()?;
    let first = beginning(other);
    let alone = PerformanceRequest {
        returns: other[first..].to_vec(),
        dates: None,
        benchmark: None,
        trades: Vec::new(),
        exposures: None,
        traded: None,
        rolling_periods: None,
        ..*request
    };
    alone.report().ok().filter(|report| report.n_returns > 0)
}

/// The best and the worst periods. One that gained nothing is not among the best, one that lost nothing not among the worst.
fn extremes(returns: &[Option<f64>]) -> (Vec<Extreme>, Vec<Extreme>) {
    let known = || returns.iter().enumerate().filter_map(|(idx, value)| Some(Extreme { idx, value: (*value)? }));
    let mut best: Vec<Extreme> = known().filter(|one| one.value > 0.0).collect();
    let mut worst: Vec<Extreme> = known().filter(|one| one.value < 0.0).collect();
    // Sorting is stable, so that of equal ones the earlier comes first.
    best.sort_by(|a, b| b.value.total_cmp(&a.value));
    worst.sort_by(|a, b| a.value.total_cmp(&b.value));
    best.truncate(EXTREMES);
    worst.truncate(EXTREMES);
    (best, worst)
}

fn extreme_months(years: &[YearOfReturns]) -> (Vec<MonthReturn>, Vec<MonthReturn>) {
    let of_year = |of: &YearOfReturns| {
        let year = of.year;
        let month = move |(month, value): (u32, &Option<f64>)| Some(MonthReturn { year, month, value: (*value)? });
        (1..).zip(&of.months).filter_map(month).collect::<Vec<_>>()
    };
    let all: Vec<MonthReturn> = years.iter().flat_map(of_year).collect();
    let returns: Vec<Option<f64>> = all.iter().map(|month| Some(month.value)).collect();
    let (best, worst) = extremes(&returns);
    let of = |list: Vec<Extreme>| list.into_iter().map(|one| all[one.idx]).collect();
    (of(best), of(worst))
}

fn rolling_lines(request: &PerformanceRequest) -> Vec<RollingLine> {
    let year = request.periods_per_year;
    let windows = [(year / 2.0).round(), year.round()].map(|periods| periods as usize);
    let fits = |periods: &usize| *periods >= 2 && *periods <= request.returns.len();
    windows.into_iter().filter(fits).map(|periods| rolling_line(request, periods)).collect()
}

fn rolling_line(request: &PerformanceRequest, periods: usize) -> RollingLine {
    let n = request.returns.len();
    let points = (READ_MAX / periods).max(POINTS_MIN);
    let step = (n - periods + 1).div_ceil(points);
    // Counted from the end, so that the last window is among them.
    let mut at: Vec<usize> = (periods - 1..n).rev().step_by(step).collect();
    at.reverse();
    let benchmark = request.benchmark.as_deref().filter(|other| other.len() == n);
    let mut line = RollingLine {
        periods,
        volatility: Vec::with_capacity(at.len()),
        sharpe_ratio: Vec::with_capacity(at.len()),
        beta: Vec::with_capacity(at.len()),
        at: Vec::new(),
    };
    let (mut own, mut other) = (Vec::with_capacity(periods), Vec::with_capacity(periods));
    for end in &at {
        let window = end + 1 - periods..=*end;
        let whole = filled(&mut own, &request.returns[window.clone()]);
        let both = whole && benchmark.is_some_and(|benchmark| filled(&mut other, &benchmark[window]));
        let (rate, year) = (request.risk_free_rate, request.periods_per_year);
        line.volatility.push(if whole { annualized_volatility(&own, year) } else { None });
        line.sharpe_ratio.push(if whole { sharpe_ratio(&own, rate, year) } else { None });
        let against = if both { Against::new(&own, &other, year) } else { None };
        line.beta.push(against.and_then(|against| against.beta()));
    }
    line.at = at;
    line
}

/// Puts the returns of a window in the place of those before; whether all are there.
fn filled(values: &mut Vec<f64>, window: &[Option<f64>]) -> bool {
    values.clear();
    values.extend(window.iter().flatten());
    values.len() == window.len()
}

/// Bars of one round width, the ends of one of them at zero, so that gains and losses never share a bar. They reach over 99 % of the returns.
fn histogram(values: &[f64]) -> Histogram {
    let ends = quantile(values, 0.005).zip(quantile(values, 0.995));
    let Some((low, high)) = ends.map(|(low, high)| (low.min(0.0), high.max(0.0))) else { return Histogram::default() };
    let width = round_width((high - low) / BARS);
    if width == 0.0 {
        return Histogram::default();
    }
    let (first, last) = ((low / width).floor() as i64, (high / width).ceil() as i64);
    let bars = usize::try_from(last - first).unwrap_or(1).max(1);
    let mut counts = vec![0; bars];
    for value in values {
        let place = (value / width).floor() - first as f64;
        counts[place.clamp(0.0, (bars - 1) as f64) as usize] += 1;
    }
    Histogram { edges: (first..=last).map(|n| n as f64 * width).collect(), counts }
}

/// 1, 2 or 5 times a power of ten, not below a width.
fn round_width(width: f64) -> f64 {
    if width <= 0.0 || !width.is_finite() {
        return 0.0;
    }
    let power = 10_f64.powf(width.log10().floor());
    let times = [1.0, 2.0, 5.0, 10.0].into_iter().find(|times| times * power >= width).unwrap_or(10.0);
    times * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(n: i64) -> Vec<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(2023, 12, 30).unwrap();
        (0..n).map(|day| first + chrono::Duration::days(day)).collect()
    }

    #[test]
    fn a_sheet_of_four_days_by_hand() {
        let mut request = PerformanceRequest::of(&[0.1, -0.5, 0.2, 0.0]);
        request.periods_per_year = 2.0;
        request.benchmark = Some(vec![None, Some(-0.25), Some(0.1), Some(0.0)]);
        let sheet = TearSheet::of(&request, &days(4));
        let of = |year, own, benchmark| YearBeside { year, own: Some(own), benchmark: Some(benchmark) };
        let near = |a: Option<f64>, b: Option<f64>| (a.unwrap() - b.unwrap()).abs() < 1e-12;
        for (found, wanted) in sheet.years.iter().zip([of(2023, -0.45, -0.25), of(2024, 0.2, 0.1)]) {
            assert_eq!(found.year, wanted.year);
            assert!(near(found.own, wanted.own) && near(found.benchmark, wanted.benchmark), "{found:?}");
        }
        assert_eq!((sheet.falls.len(), sheet.falls[0].peak_idx, sheet.falls[0].recovery_idx), (1, 1, None));
        let places = |list: &[Extreme]| list.iter().map(|one| one.idx).collect::<Vec<_>>();
        assert_eq!((places(&sheet.best_periods), places(&sheet.worst_periods)), (vec![2, 0], vec![1]));
        assert_eq!((sheet.best_months[0].year, sheet.worst_months[0].month), (2024, 12));
        // Half a year is one period, which has no deviation.
        assert_eq!(sheet.rolling.iter().map(|line| line.periods).collect::<Vec<_>>(), [2]);
        let line = &sheet.rolling[0];
        assert_eq!(line.at, [1, 2, 3]);
        // The first window has a period without a benchmark: 0.7 ÷ 0.35 and 0.2 ÷ 0.1 in the others.
        assert_eq!(line.beta[0], None);
        assert!(near(line.beta[1], Some(2.0)) && near(line.beta[2], Some(2.0)));
        assert_eq!(sheet.histogram.counts.iter().sum::<usize>(), 4);
        assert_eq!((sheet.spreads[0].n, sheet.spreads[1].n, sheet.spreads[2].n), (4, 2, 2));
        assert_eq!(sheet.benchmark.unwrap().n_returns, 3);
    }

    #[test]
    fn what_is_missing_or_lost_leaves_its_part_empty() {
        let mut request = PerformanceRequest::of(&[0.1, -1.0, 0.0]);
        let lost = TearSheet::of(&request, &days(3));
        assert!(lost.falls.is_empty() && lost.benchmark.is_none() && lost.rolling.is_empty());
        assert_eq!(lost.years[0].own, Some(-1.0));
        request.returns = vec![Some(0.1), None, Some(0.2)];
        request.periods_per_year = 2.0;
        let gap = TearSheet::of(&request, &days(3));
        assert!(gap.falls.is_empty());
        assert_eq!(gap.years[0].own, None);
        assert!((gap.years[1].own.unwrap() - 0.2).abs() < 1e-12);
        assert_eq!(gap.rolling[0].volatility, [None, None]);
        let nothing = TearSheet::of(&PerformanceRequest::of(&[]), &[]);
        assert!(nothing.months.is_empty() && nothing.histogram.counts.is_empty());
    }

    #[test]
    fn bars_of_a_histogram_are_round_and_hold_what_lies_beyond() {
        let mut values: Vec<f64> = (-100..100).map(|n| f64::from(n) / 10_000.0).collect();
        values.extend([-0.5, 0.5]);
        let found = histogram(&values);
        assert_eq!(found.counts.iter().sum::<usize>(), values.len());
        assert!(found.edges.contains(&0.0));
        assert!((found.edges[1] - found.edges[0] - 0.001).abs() < 1e-12);
        assert_eq!(found.edges.len(), found.counts.len() + 1);
        assert_eq!(histogram(&[0.0; 5]), Histogram::default());
    }

    #[test]
    fn a_long_window_is_worked_out_at_some_places_with_the_last_among_them() {
        let returns: Vec<f64> = (0..400_000_u32).map(|n| f64::from(n % 7) / 1000.0).collect();
        let mut request = PerformanceRequest::of(&returns);
        request.periods_per_year = 200_000.0;
        let line = rolling_line(&request, 200_000);
        assert!(line.at.len() >= POINTS_MIN && line.at.len() < 300, "{}", line.at.len());
        assert_eq!(line.at.last(), Some(&399_999));
    }
}

//! Every figure of `tests/golden/metrics/metrics.json`: compared where the convention is ours or can be turned into ours, named with
//! the reason where it is not.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde_json::{Value, json};
use statistics::{
    Against, Drawdown, TRADING_DAYS_PER_YEAR as DAYS, annualized_return, annualized_volatility, average_gain,
    average_loss, calmar_ratio, conditional_value_at_risk, downside_deviation, drawdowns, excess_kurtosis,
    kelly_fraction, longest_runs, max_drawdown, monthly_returns, omega_ratio, payoff_ratio, recovery_idx, sharpe_ratio,
    skewness, sortino_ratio, stability, tail_ratio, ulcer_index, value_at_risk,
};

use crate::golden::{cases, names, sample};

/// Largest difference, relative to the reference.
const TOLERANCE: f64 = 1e-9;

/// What a figure of a reference is to us.
enum Verdict {
    /// The same convention.
    Agrees(f64),
    /// Another convention, which is told; our figure turned into it.
    Turned(f64, &'static str),
    /// A date.
    Day(String),
    /// More than a number; compared by a function of its own.
    Apart,
    /// A figure that is not worked out here, and why.
    NotHere(&'static str),
}

use Verdict::{Agrees, Apart, Day, NotHere, Turned};

/// The series of one case.
struct Series {
    dates: Vec<String>,
    returns: Vec<f64>,
    benchmark: Vec<f64>,
    values: Vec<f64>,
    drawdown: Drawdown,
    rf: f64,
}

impl Series {
    fn of(inputs: &Value) -> Self {
        let (dates, columns) = sample("us_stocks_daily", inputs, &names(&inputs["assets"]));
        let change = |column: &Vec<Option<f64>>| -> Vec<f64> {
            column.windows(2).map(|pair| pair[1].unwrap() / pair[0].unwrap() - 1.0).collect()
        };
        let changes: Vec<Vec<f64>> = columns.iter().map(change).collect();
        let mean = |day: usize| changes.iter().map(|c| c[day]).sum::<f64>() / changes.len() as f64;
        let returns: Vec<f64> = (0..changes[0].len()).map(mean).collect();
        let benchmark = change(&sample("sp500_index_daily", inputs, &["SP500"]).1[0]);
        let mut values = vec![1.0];
        values.extend(returns.iter().scan(1.0, |value, r| {
            *value *= 1.0 + r;
            Some(*value)
        }));
        let drawdown = max_drawdown(&values).unwrap();
        Self { dates, returns, benchmark, values, drawdown, rf: inputs["rf"].as_f64().unwrap() }
    }

    fn against(&self) -> Against<'_> {
        Against::new(&self.returns, &self.benchmark, DAYS).unwrap()
    }

    fn mean(&self) -> f64 {
        self.returns.iter().sum::<f64>() / self.returns.len() as f64
    }

    fn total(&self) -> f64 {
        self.values[self.values.len() - 1] - 1.0
    }

    fn best(&self) -> f64 {
        self.returns.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    fn worst(&self) -> f64 {
        self.returns.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn positive(&self) -> f64 {
        self.returns.iter().filter(|r| **r > 0.0).count() as f64
    }

    fn recovered(&self) -> Option<usize> {
        recovery_idx(&self.values, &self.drawdown)
    }

    /// The rate that, divided by the days of a year, is quantstats' rate of a day.
    fn compounded_rf(&self) -> f64 {
        ((1.0 + self.rf).powf(1.0 / DAYS) - 1.0) * DAYS
    }
}

fn plain(s: &Series, name: &str) -> Option<Verdict> {
    let r = &s.returns;
    Some(match name {
        "n" => Agrees(r.len() as f64),
        "total_return" => Agrees(s.total()),
        "annual_return_geometric_252" => Agrees(annualized_return(r, DAYS)?),
        "annual_return_arithmetic" => Agrees(s.mean() * DAYS),
        "volatility_annual" => Agrees(annualized_volatility(r, DAYS)?),
        "sharpe" => Agrees(sharpe_ratio(r, s.rf, DAYS)?),
        "sortino" => Agrees(sortino_ratio(r, s.rf, DAYS)?),
        "downside_deviation_annual" => Agrees(downside_deviation(r, s.rf, DAYS)?),
        "max_drawdown" => Agrees(s.drawdown.depth),
        "max_drawdown_peak_date" => Day(s.dates[s.drawdown.peak_idx].clone()),
        "max_drawdown_valley_date" => Day(s.dates[s.drawdown.trough_idx].clone()),
        "max_drawdown_recovery_date" => Day(s.dates[s.recovered()?].clone()),
        "calmar" => Agrees(calmar_ratio(r, &s.drawdown, DAYS)?),
        "omega_0" => Agrees(omega_ratio(r)?),
        "ulcer_index" => Agrees(ulcer_index(&s.values)?),
        "var_hist_95" => Agrees(value_at_risk(r, 0.95)?),
        "cvar_hist_95" => Agrees(conditional_value_at_risk(r, 0.95)?),
        "var_hist_99" => Agrees(value_at_risk(r, 0.99)?),
        "cvar_hist_99" => Agrees(conditional_value_at_risk(r, 0.99)?),
        "var_gauss_95" | "cvar_gauss_95" | "var_gauss_99" | "var_cf_95" | "var_cf_99" => {
            NotHere("fitted values at risk belong to the crate risk and are compared there")
        }
        "skew_sample_bias_corrected" => Agrees(skewness(r)?),
        "kurtosis_excess_sample_bias_corrected" => Agrees(excess_kurtosis(r)?),
        "skew_population" => {
            let n = r.len() as f64;
            Turned(skewness(r)? * (n - 2.0) / (n * (n - 1.0)).sqrt(), "the population's; ours is the sample's")
        }
        "kurtosis_excess_population" => {
            let n = r.len() as f64;
            let turned = (excess_kurtosis(r)? * (n - 2.0) * (n - 3.0) / (n - 1.0) - 6.0) / (n + 1.0);
            Turned(turned, "the population's; ours is the sample's")
        }
        "beta" => Agrees(s.against().beta()?),
        "alpha_annual_arithmetic" => Agrees(s.against().alpha(s.rf)?),
        "tracking_error" => Agrees(s.against().tracking_error()?),
        "information_ratio" => Agrees(s.against().information_ratio()?),
        "treynor" => Agrees(s.against().treynor_ratio(s.rf)?),
        "tail_ratio" => Agrees(tail_ratio(r)?),
        "stability_r2" => Agrees(stability(r)?),
        "best_day" => Agrees(s.best()),
        "worst_day" => Agrees(s.worst()),
        "positive_days" => Agrees(s.positive() / r.len() as f64),
        "up_capture_geometric" => Agrees(s.against().up_capture()?),
        "down_capture_geometric" => Agrees(s.against().down_capture()?),
        _ => return None,
    })
}

fn empyrical(s: &Series, name: &str) -> Option<Verdict> {
    let r = &s.returns;
    const NEGATIVE: &str = "a loss is negative there, positive here";
    Some(match name {
        "cum_returns_final" => Agrees(s.total()),
        "annual_return" => Agrees(annualized_return(r, DAYS)?),
        "annual_volatility" => Agrees(annualized_volatility(r, DAYS)?),
        "max_drawdown" => Agrees(s.drawdown.depth),
        "calmar_ratio" => Agrees(calmar_ratio(r, &s.drawdown, DAYS)?),
        "omega_ratio" => Agrees(omega_ratio(r)?),
        "sortino_ratio" => Turned(sortino_ratio(r, 0.0, DAYS)?, "without a risk-free rate"),
        "downside_risk" => Turned(downside_deviation(r, 0.0, DAYS)?, "without a risk-free rate"),
        "tail_ratio" => Agrees(tail_ratio(r)?),
        "value_at_risk" => Turned(-value_at_risk(r, 0.95)?, NEGATIVE),
        "conditional_value_at_risk" => Turned(-conditional_value_at_risk(r, 0.95)?, NEGATIVE),
        "value_at_risk_1pct" => Turned(-value_at_risk(r, 0.99)?, NEGATIVE),
        "cvar_1pct" => Turned(-conditional_value_at_risk(r, 0.99)?, NEGATIVE),
        "sharpe_ratio_rf" => Agrees(sharpe_ratio(r, s.rf, DAYS)?),
        "sortino_ratio_rf" => Agrees(sortino_ratio(r, s.rf, DAYS)?),
        "alpha" => {
            let daily = s.against().alpha(s.rf)? / DAYS;
            Turned((1.0 + daily).powf(DAYS) - 1.0, "alpha of a day is compounded there, multiplied by 252 here")
        }
        "beta" => Agrees(s.against().beta()?),
        "excess_sharpe" => Turned(s.against().information_ratio()? / DAYS.sqrt(), "not annualized"),
        "up_capture" => Agrees(s.against().up_capture()?),
        "down_capture" => Agrees(s.against().down_capture()?),
        "up_down_capture" => {
            Turned(s.against().up_capture()? / s.against().down_capture()?, "the quotient of both captures")
        }
        "stability_of_timeseries" => Agrees(stability(r)?),
        "batting_average" => Apart,
        _ => return None,
    })
}

fn quantstats(s: &Series, name: &str) -> Option<Verdict> {
    let r = &s.returns;
    const COMPOUNDED: &str = "the rate of a day is (1 + rf)^(1/252) − 1 there, rf ÷ 252 here";
    Some(match name {
        "comp" => Agrees(s.total()),
        "cagr" => Agrees(annualized_return(r, DAYS)?),
        "volatility" => Agrees(annualized_volatility(r, DAYS)?),
        "sharpe" => Turned(sharpe_ratio(r, 0.0, DAYS)?, "without a risk-free rate"),
        "sortino" => Turned(sortino_ratio(r, 0.0, DAYS)?, "without a risk-free rate"),
        "sharpe_rf" => Turned(sharpe_ratio(r, s.compounded_rf(), DAYS)?, COMPOUNDED),
        "sortino_rf" => Turned(sortino_ratio(r, s.compounded_rf(), DAYS)?, COMPOUNDED),
        "calmar" => Agrees(calmar_ratio(r, &s.drawdown, DAYS)?),
        "omega" | "profit_factor" => Agrees(omega_ratio(r)?),
        "gain_to_pain_ratio" => Turned(omega_ratio(r)? - 1.0, "the sum of all returns over the losses: omega less one"),
        "max_drawdown" => Agrees(s.drawdown.depth),
        "skew" => Agrees(skewness(r)?),
        "kurtosis" => Agrees(excess_kurtosis(r)?),
        "tail_ratio" => Agrees(tail_ratio(r)?),
        "ulcer_index" => {
            let n = r.len() as f64;
            Turned(ulcer_index(&s.values)? * (n / (n - 1.0)).sqrt(), "divided by n − 1 there, by n here")
        }
        "win_rate" => {
            let moved = r.iter().filter(|r| **r != 0.0).count() as f64;
            Turned(s.positive() / moved, "days without a change are left out there, counted here")
        }
        "risk_return_ratio" => Turned(sharpe_ratio(r, 0.0, DAYS)? / DAYS.sqrt(), "not annualized, without a rate"),
        "expected_return" => {
            Turned(annualized_return(r, DAYS).map(|a| (1.0 + a).powf(1.0 / DAYS) - 1.0)?, "the geometric mean of a day")
        }
        "information_ratio" => Turned(s.against().information_ratio()? / DAYS.sqrt(), "not annualized"),
        "r_squared" => Agrees(s.against().r_squared()?),
        "treynor_ratio" => Turned(s.total() / s.against().beta()?, "the whole period's return over beta"),
        "greeks_alpha" => Turned(s.against().alpha(0.0)?, "without a risk-free rate"),
        "greeks_beta" => Agrees(s.against().beta()?),
        "recovery_factor" => NotHere("the sum of simple returns over the drawdown counts no compounding"),
        "value_at_risk" | "conditional_value_at_risk" => {
            NotHere("a normal distribution is assumed there; fitted ones belong to the crate risk")
        }
        "probabilistic_sharpe_ratio" => NotHere("a test of significance; kurtosis is taken for another there"),
        "worst5_drawdowns" | "monthly_returns_first_years" => Apart,
        "kelly_criterion" => Agrees(kelly_fraction(r)?),
        "payoff_ratio" => Agrees(payoff_ratio(r)?),
        "avg_win" => Agrees(average_gain(r)?),
        "avg_loss" => Agrees(average_loss(r)?),
        "consecutive_wins" => Agrees(longest_runs(r).0 as f64),
        "consecutive_losses" => Agrees(longest_runs(r).1 as f64),
        "common_sense_ratio" => Turned(omega_ratio(r)? * tail_ratio(r)?, "profit factor × tail ratio"),
        "cpc_index" => {
            let moved = r.iter().filter(|r| **r != 0.0).count() as f64;
            let product = omega_ratio(r)? * payoff_ratio(r)? * s.positive() / moved;
            Turned(product, "profit factor × payoff ratio × win rate")
        }
        "ulcer_performance_index" => {
            let n = r.len() as f64;
            let ulcer = ulcer_index(&s.values)? * (n / (n - 1.0)).sqrt();
            Turned(s.total() / ulcer, "the whole period's return; divided by n − 1")
        }
        "adjusted_sortino" => Turned(sortino_ratio(r, 0.0, DAYS)? / 2.0_f64.sqrt(), "over √2, without a rate"),
        "outlier_win_ratio" | "outlier_loss_ratio" | "risk_of_ruin" | "smart_sharpe" | "smart_sortino"
        | "serenity_index" => NotHere("not among our figures"),
        _ => return None,
    })
}

/// The five deepest falls as quantstats tells them: each starts on the first day under water and ends on the last one.
fn check_drawdowns(s: &Series, told: &Value, id: &str) {
    let falls = drawdowns(&s.values).unwrap();
    let day = |idx: usize| NaiveDate::parse_from_str(&s.dates[idx], "%Y-%m-%d").unwrap();
    for (fall, told) in falls.iter().zip(told.as_array().unwrap()) {
        let last = fall.recovery_idx.map_or(s.dates.len() - 1, |idx| idx - 1);
        assert_eq!(told["start"], json!(s.dates[fall.peak_idx + 1]), "{id}: the day after our peak");
        assert_eq!(told["valley"], json!(s.dates[fall.trough_idx]), "{id}");
        assert_eq!(told["end"], json!(s.dates[last]), "{id}: the day before our recovery");
        let days = (day(last) - day(fall.peak_idx + 1)).num_days() + 1;
        assert_eq!(told["days"].as_f64(), Some(days as f64), "{id}");
        assert!((told["max drawdown"].as_f64().unwrap() - 100.0 * fall.depth).abs() < 1e-9, "{id}");
    }
    let first = &falls[0];
    assert_eq!((first.peak_idx, first.trough_idx), (s.drawdown.peak_idx, s.drawdown.trough_idx), "{id}");
    assert_eq!(first.recovery_idx, s.recovered(), "{id}");
}

/// Months as quantstats tells them: zero where there are none.
fn check_months(s: &Series, told: &Value, id: &str) {
    let days = s.dates[1..].iter().map(|date| NaiveDate::parse_from_str(date, "%Y-%m-%d").unwrap());
    let returns: Vec<Option<f64>> = s.returns.iter().copied().map(Some).collect();
    let table = monthly_returns(&days.collect::<Vec<_>>(), &returns);
    for (year, months) in told.as_object().unwrap() {
        let row = table.iter().find(|row| row.year.to_string() == *year).unwrap();
        for (ours, theirs) in row.months.iter().zip(months.as_array().unwrap()) {
            assert!((ours.unwrap_or(0.0) - theirs.as_f64().unwrap()).abs() < 1e-12, "{id} {year}: {ours:?}, {theirs}");
        }
    }
}

/// Days above the benchmark: of all, of those on which it did not fall, of those on which it fell.
fn check_batting(s: &Series, told: &Value, id: &str) {
    let part = |counts: fn(f64) -> bool| {
        let pairs = s.returns.iter().zip(&s.benchmark).filter(|(_, b)| counts(**b));
        let (own, other): (Vec<f64>, Vec<f64>) = pairs.map(|(a, b)| (*a, *b)).unzip();
        Against::new(&own, &other, DAYS).unwrap().batting_average().unwrap()
    };
    for (name, ours) in
        [("batting average", part(|_| true)), ("up market", part(|b| b >= 0.0)), ("down market", part(|b| b < 0.0))]
    {
        assert!((ours - told[name].as_f64().unwrap()).abs() < 1e-12, "{id} {name}: {ours} {told}");
    }
}

#[test]
fn every_metric_is_met_or_says_why_not() {
    let all = cases("metrics/metrics.json");
    let mut worst: BTreeMap<&str, (usize, usize, f64)> = BTreeMap::new();
    let mut told: BTreeSet<String> = BTreeSet::new();
    for case in &all {
        let id = case["id"].as_str().unwrap();
        let of = case["inputs"]["of"].as_str().unwrap_or(id);
        let inputs = &all.iter().find(|other| other["id"] == of).unwrap()["inputs"];
        let series = Series::of(inputs);
        let library = id.split('/').nth(1).unwrap();
        let row = worst.entry(library).or_default();
        for (name, expected) in case["expected"].as_object().unwrap() {
            let verdict = match library {
                "formula" => plain(&series, name),
                "empyrical" => empyrical(&series, name),
                _ => quantstats(&series, name),
            };
            match verdict.unwrap_or_else(|| panic!("{id} {name}: without a verdict")) {
                Day(ours) => {
                    assert_eq!(ours, expected.as_str().unwrap(), "{id} {name}");
                    row.0 += 1;
                }
                Apart => row.0 += 1,
                Agrees(ours) | Turned(ours, _) if expected.is_number() => {
                    let theirs = expected.as_f64().unwrap();
                    let off = (ours - theirs).abs() / theirs.abs().max(1e-3);
                    assert!(off <= TOLERANCE, "{id} {name}: {ours} against {theirs}");
                    *row = (row.0 + 1, row.1, row.2.max(off));
                }
                NotHere(why) => {
                    told.insert(format!("{library} {name}: not here: {why}"));
                    row.1 += 1;
                }
                Agrees(_) | Turned(..) => panic!("{id} {name}: {expected} is no number"),
            }
            if let Some(Turned(_, how)) = match library {
                "empyrical" => empyrical(&series, name),
                "quantstats" => quantstats(&series, name),
                _ => plain(&series, name),
            } {
                told.insert(format!("{library} {name}: another convention: {how}"));
            }
        }
        let told_apart = &case["expected"];
        match library {
            "quantstats" => {
                check_drawdowns(&series, &told_apart["worst5_drawdowns"], id);
                check_months(&series, &told_apart["monthly_returns_first_years"], id);
            }
            "empyrical" => check_batting(&series, &told_apart["batting_average"], id),
            _ => {}
        }
    }
    for line in &told {
        println!("{line}");
    }
    println!("{:<12} {:>8} {:>8}  largest difference, relative", "library", "compared", "not here");
    for (library, (compared, not_here, off)) in &worst {
        println!("{library:<12} {compared:>8} {not_here:>8}  {off:.1e}");
    }
    let counts: Vec<(usize, usize)> = worst.values().map(|row| (row.0, row.1)).collect();
    assert_eq!(counts.iter().map(|c| c.0 + c.1).sum::<usize>(), 3 * (40 + 23 + 46));
}

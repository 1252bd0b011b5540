//! The list of figures with the words that say how each is worked out.

use super::super::{
    Against, Drawdown, DrawdownEpisode, annual_turnover, annualized_return, annualized_volatility, average_drawdown,
    average_gain, average_loss, calmar_ratio, conditional_value_at_risk, downside_deviation, excess_kurtosis,
    expectancy, finite, hit_rate, kelly_fraction, longest_runs, mean, omega_ratio, payoff_ratio, sharpe_ratio,
    skewness, sortino_ratio, stability, tail_ratio, time_in_market, ulcer_index, value_at_risk,
};
use super::{PerformanceFigure, PerformanceRequest, Unit};
use Unit::{Fraction, Number, Periods};

const FEW: &str = "fewer than two returns are there";
const NONE: &str = "no return is there";
const STILL: &str = "the returns do not vary";
const NO_LOSS: &str = "no period lost anything";
const NO_GAIN_OR_LOSS: &str = "there is no gain, or no loss, to compare";
const NO_SHORTFALL: &str = "no period was below the risk-free rate";
const NEVER_FELL: &str = "the value never fell";
const NO_BENCHMARK: &str = "there is no benchmark, or fewer than two periods in which both have a return";
const BENCHMARK_STILL: &str = "the benchmark, or the difference from it, does not vary";

/// Figures in the order in which they are shown.
struct List {
    figures: Vec<PerformanceFigure>,
    /// Returns are missing, so what compounds over them is not known.
    gaps: Option<String>,
}

impl List {
    fn add(&mut self, name: &'static str, unit: Unit, convention: &'static str, value: Option<f64>, why: &str) {
        let undefined = if value.is_some() { None } else { Some(why.to_owned()) };
        self.figures.push(PerformanceFigure { name, value, undefined, unit, convention });
    }

    /// A figure that compounds over all periods.
    fn chain(&mut self, name: &'static str, unit: Unit, convention: &'static str, value: Option<f64>, why: &str) {
        match self.gaps.clone() {
            Some(gaps) => self.add(name, unit, convention, None, &gaps),
            None => self.add(name, unit, convention, value, why),
        }
    }
}

pub(super) fn figures(
    request: &PerformanceRequest,
    returns: &[f64],
    values: &[f64],
    episodes: &[DrawdownEpisode],
    (own, other): (&[f64], &[f64]),
) -> Vec<PerformanceFigure> {
    let missing = request.returns.len() - returns.len();
    let gaps =
        (missing > 0).then(|| format!("{missing} returns are missing, so what compounds over them is not known"));
    let mut list = List { figures: Vec::new(), gaps };
    growth(&mut list, request, returns, values);
    risk(&mut list, request, returns);
    falls(&mut list, request, returns, values, episodes);
    gains(&mut list, returns);
    against(&mut list, request, own, other);
    activity(&mut list, request);
    list.figures
}

fn growth(list: &mut List, request: &PerformanceRequest, returns: &[f64], values: &[f64]) {
    let year = request.periods_per_year;
    let total = values.last().filter(|_| values.len() > 1).and_then(|value| finite(value - 1.0));
    list.chain("total_return", Fraction, "Π(1 + r) − 1", total, NONE);
    let annual = annualized_return(returns, year);
    list.chain("annual_return", Fraction, "compounded: Π(1 + r)^(periods ÷ n) − 1", annual, NONE);
    let plain = expectancy(returns).map(|mean| mean * year);
    list.add("arithmetic_annual_return", Fraction, "mean return × periods a year", plain, NONE);
    let fit = "squared correlation of Σ ln(1 + r) with time";
    list.chain("stability", Number, fit, stability(returns), "there are fewer than three returns, or they do not vary");
}

fn risk(list: &mut List, request: &PerformanceRequest, returns: &[f64]) {
    let (rate, year, confidence) = (request.risk_free_rate, request.periods_per_year, request.confidence);
    let enough = returns.len() > 1;
    let why = if enough { STILL } else { FEW };
    let deviation = "sample deviation (n − 1) × √periods a year";
    list.add("volatility", Fraction, deviation, annualized_volatility(returns, year), FEW);
    let text = "root of the mean squared shortfall below rate ÷ periods, over all returns, × √periods (Sortino and van der Meer 1991)";
    list.add("downside_deviation", Fraction, text, downside_deviation(returns, rate, year), NONE);
    let text = "(mean − rate ÷ periods) ÷ sample deviation × √periods (Sharpe 1994)";
    list.add("sharpe_ratio", Number, text, sharpe_ratio(returns, rate, year), why);
    let text = "(mean × periods − rate) ÷ downside deviation";
    list.add("sortino_ratio", Number, text, sortino_ratio(returns, rate, year), NO_SHORTFALL);
    let text = "sum of gains ÷ sum of losses, threshold 0 (Keating and Shadwick 2002)";
    list.add("omega_ratio", Number, text, omega_ratio(returns), NO_LOSS);
    let text = "historical, linearly interpolated quantile of one period, positive for a loss";
    list.add("value_at_risk", Fraction, text, value_at_risk(returns, confidence), NONE);
    let text = "mean of the periods at or below the value at risk, positive for a loss";
    list.add("conditional_value_at_risk", Fraction, text, conditional_value_at_risk(returns, confidence), NONE);
    let text = "of the sample, corrected for its size";
    list.add("skewness", Number, text, skewness(returns), "there are fewer than three returns, or they do not vary");
    let text = "of the sample, corrected for its size; 0 for a normal distribution";
    let few = "there are fewer than four returns, or they do not vary";
    list.add("excess_kurtosis", Number, text, excess_kurtosis(returns), few);
    let text = "|95 % quantile| ÷ |5 % quantile|";
    list.add("tail_ratio", Number, text, tail_ratio(returns), "the 5 % quantile is zero, or no return is there");
}

fn falls(list: &mut List, request: &PerformanceRequest, returns: &[f64], values: &[f64], episodes: &[DrawdownEpisode]) {
    let (rate, year) = (request.risk_free_rate, request.periods_per_year);
    let deepest = episodes.first();
    // A series that never fell has a deepest fall of zero, which is known.
    let depth = if values.len() > 1 { Some(deepest.map_or(0.0, |fall| fall.depth)) } else { None };
    let text = "deepest fall from the highest value so far, the start included; zero or negative";
    list.chain("max_drawdown", Fraction, text, depth, NONE);
    list.chain("average_drawdown", Fraction, "mean depth of all falls", average_drawdown(episodes), NEVER_FELL);
    let length = deepest.map(|fall| fall.length as f64);
    let text = "of the deepest fall, from its peak to its recovery or to the end";
    list.chain("drawdown_length", Periods, text, length, NEVER_FELL);
    let longest = episodes.iter().map(|fall| fall.length).max().map(|periods| periods as f64);
    list.chain(
        "longest_drawdown",
        Periods,
        "longest time from a peak to its recovery or to the end",
        longest,
        NEVER_FELL,
    );
    let recovery = deepest.and_then(|fall| fall.recovery).map(|periods| periods as f64);
    let why = if deepest.is_some() { "the value has not come back yet" } else { NEVER_FELL };
    list.chain("drawdown_recovery", Periods, "of the deepest fall, from its trough to its recovery", recovery, why);
    let fall = deepest.map(|fall| Drawdown { depth: fall.depth, peak_idx: fall.peak_idx, trough_idx: fall.trough_idx });
    let calmar = fall.and_then(|fall| calmar_ratio(returns, &fall, year));
    list.chain("calmar_ratio", Number, "compounded return a year ÷ deepest fall (Young 1991)", calmar, NEVER_FELL);
    let ulcer = ulcer_index(values);
    let text = "root of the mean squared fall from the peak so far (Martin 1987), divided by n";
    list.chain("ulcer_index", Fraction, text, ulcer, NONE);
    let martin = ulcer.filter(|ulcer| *ulcer > 0.0).zip(annualized_return(returns, year));
    let martin = martin.and_then(|(ulcer, annual)| finite((annual - rate) / ulcer));
    list.chain("martin_ratio", Number, "(compounded return a year − rate) ÷ ulcer index", martin, NEVER_FELL);
    let total = values.last().map(|value| value - 1.0);
    let factor = fall.zip(total).and_then(|(fall, total)| finite(total / -fall.depth));
    list.chain("recovery_factor", Number, "total return ÷ deepest fall", factor, NEVER_FELL);
}

fn gains(list: &mut List, returns: &[f64]) {
    let extreme = |pick: fn(f64, f64) -> f64| returns.iter().copied().reduce(pick);
    list.add("best_period", Fraction, "highest return", extreme(f64::max), NONE);
    list.add("worst_period", Fraction, "lowest return", extreme(f64::min), NONE);
    list.add("hit_rate", Fraction, "part of all periods with a return above 0", hit_rate(returns), NONE);
    list.add(
        "average_gain",
        Fraction,
        "mean of the returns above 0",
        average_gain(returns),
        "no period gained anything",
    );
    list.add("average_loss", Fraction, "mean of the returns below 0", average_loss(returns), NO_LOSS);
    let text = "average gain ÷ average loss, as sizes";
    list.add("payoff_ratio", Number, text, payoff_ratio(returns), NO_GAIN_OR_LOSS);
    let text = "hit rate × average gain + miss rate × average loss: the mean return";
    list.add("expectancy", Fraction, text, expectancy(returns), NONE);
    list.add("profit_factor", Number, "sum of gains ÷ sum of losses", omega_ratio(returns), NO_LOSS);
    let text = "p − (1 − p) ÷ payoff ratio, p the part of gains among what moved (Kelly 1956)";
    list.add("kelly_fraction", Fraction, text, kelly_fraction(returns), NO_GAIN_OR_LOSS);
    let (up, down) = longest_runs(returns);
    let known = |run: usize| if returns.is_empty() { None } else { Some(run as f64) };
    list.add("gains_in_a_row", Periods, "longest run of returns above 0", known(up), NONE);
    list.add("losses_in_a_row", Periods, "longest run of returns below 0", known(down), NONE);
}

fn against(list: &mut List, request: &PerformanceRequest, own: &[f64], other: &[f64]) {
    let (rate, year) = (request.risk_free_rate, request.periods_per_year);
    let against = Against::new(own, other, year);
    let why = if against.is_some() { BENCHMARK_STILL } else { NO_BENCHMARK };
    let of = against.as_ref();
    list.add("beta", Number, "covariance with the benchmark ÷ its variance", of.and_then(Against::beta), why);
    let text = "Jensen's: (mean − rate − beta × (mean of the benchmark − rate)) × periods";
    list.add("alpha", Fraction, text, of.and_then(|a| a.alpha(rate)), why);
    list.add("correlation", Number, "with the benchmark, −1 to 1", of.and_then(Against::correlation), why);
    list.add("r_squared", Number, "squared correlation with the benchmark", of.and_then(Against::r_squared), why);
    let text = "(mean × periods − rate) ÷ beta (Treynor 1965)";
    list.add("treynor_ratio", Number, text, of.and_then(|a| a.treynor_ratio(rate)), why);
    let text = "sample deviation of the differences × √periods";
    list.add("tracking_error", Fraction, text, of.and_then(Against::tracking_error), why);
    let text = "mean difference ÷ its sample deviation × √periods";
    list.add("information_ratio", Number, text, of.and_then(Against::information_ratio), why);
    let text = "compounded return a year over the periods in which the benchmark rose ÷ that of the benchmark in them";
    list.add("up_capture", Number, text, of.and_then(Against::up_capture), why);
    let text = "the same over the periods in which the benchmark fell";
    list.add("down_capture", Number, text, of.and_then(Against::down_capture), why);
    list.add(
        "batting_average",
        Fraction,
        "part of the periods above the benchmark",
        of.and_then(Against::batting_average),
        why,
    );
}

fn activity(list: &mut List, request: &PerformanceRequest) {
    let exposures = request.exposures.as_deref().unwrap_or_default();
    let why = "no exposures are given";
    list.add("time_in_market", Fraction, "part of the periods with an exposure", time_in_market(exposures), why);
    let gross = if exposures.is_empty() { None } else { finite(mean(exposures)) };
    list.add("average_exposure", Number, "mean gross exposure ÷ value", gross, why);
    let traded = request.traded.as_deref().unwrap_or_default();
    let turnover = annual_turnover(traded, request.periods_per_year);
    let text = "mean of (purchases + sales) ÷ value ÷ 2 × periods a year";
    list.add("turnover", Number, text, turnover, "nothing is known of what was traded");
}

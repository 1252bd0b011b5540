//! What the portfolio and everything beside it did, period by period and over horizons.

use statistics::attribution::regress;
use statistics::{conditional_value_at_risk, value_at_risk};

use super::{HedgeKind, HedgeRecommendation, HedgeRequest, HedgeTrade, OptionFigures, words};
use crate::error::invalid;
use crate::histories::overlapping;
use crate::holdings::capital;
use crate::{LeftOut, RiskError, Series};

/// Fewest horizons that a hedge is judged by.
const FEWEST: usize = 60;

pub(super) struct Outcomes<'a> {
    pub(super) capital: f64,
    pub(super) left_out: Vec<LeftOut>,
    /// Returns of the portfolio, a period's.
    pub(super) returns: Vec<f64>,
    /// Returns of everything beside it by name, a period's.
    others: Vec<(&'a str, Vec<f64>)>,
    /// Gains of the portfolio over horizons, over the capital.
    pub(super) portfolio: Vec<f64>,
    /// Their deviation.
    pub(super) deviation: f64,
    /// To the benchmark.
    pub(super) beta: Option<f64>,
    /// Value at risk over horizons.
    pub(super) value_at_risk: f64,
}

/// A hedge that is to be judged.
pub(super) struct Candidate {
    pub(super) kind: HedgeKind,
    pub(super) name: String,
    pub(super) trades: Vec<HedgeTrade>,
    pub(super) ratios: Vec<f64>,
    pub(super) cost: f64,
    pub(super) beta: Option<f64>,
    pub(super) option: Option<OptionFigures>,
    /// Gains over horizons, over the capital.
    pub(super) gains: Vec<f64>,
}

impl<'a> Outcomes<'a> {
    pub(super) fn of(request: &'a HedgeRequest) -> Result<Self, RiskError> {
        let known: f64 = request.holdings.iter().filter_map(|holding| holding.value).sum();
        let capital = capital(request.capital, known)?;
        let (mut held, mut left_out) = (Vec::new(), Vec::new());
        for holding in &request.holdings {
            match (holding.value, request.history.find(&holding.name)) {
                (Some(value), Some(series)) => held.push((series, value / capital)),
                (None, _) => left_out.push(left(&holding.name, "its value is not known")),
                (_, None) => left_out.push(left(&holding.name, "it has no history")),
            }
        }
        if held.is_empty() {
            return Err(invalid("holdings", "none has both a value and a history; add prices of at least one"));
        }
        let others = request.others()?;
        let series: Vec<&Series> = held.iter().map(|(series, _)| *series).chain(others.iter().copied()).collect();
        let aligned = request.history.aligned(&series);
        let n = aligned.dates.len();
        if n < FEWEST + request.horizon - 1 {
            let (what, figure) = ("periods that all have", "a hedge");
            return Err(RiskError::TooFew { what, figure, found: n, needed: FEWEST + request.horizon - 1 });
        }
        let (own, beside) = aligned.returns.split_at(held.len());
        let day = |day: usize| own.iter().zip(&held).map(|(list, (_, weight))| list[day] * weight).sum();
        let returns: Vec<f64> = (0..n).map(day).collect();
        let portfolio = overlapping(&returns, request.horizon);
        let deviation = deviation(&portfolio)?;
        let names = others.iter().map(|series| series.name.as_str());
        let mut outcomes = Self {
            capital,
            left_out,
            returns,
            others: names.zip(beside.iter().cloned()).collect(),
            portfolio,
            deviation,
            beta: None,
            value_at_risk: 0.0,
        };
        outcomes.value_at_risk = outcomes.losses(&outcomes.portfolio, request.confidence)?.0;
        if let Some(benchmark) = &request.benchmark {
            outcomes.beta = Some(outcomes.betas(&outcomes.returns, &[benchmark.as_str()])?[0]);
        }
        Ok(outcomes)
    }

    /// Returns of something beside the portfolio, a period's.
    pub(super) fn other(&self, name: &str) -> Result<&[f64], RiskError> {
        let found = self.others.iter().find(|(other, _)| *other == name);
        found.map(|(_, list)| list.as_slice()).ok_or_else(|| invalid("history", format!("{name} has no history")))
    }

    /// Betas of returns to series beside the portfolio.
    pub(super) fn betas(&self, returns: &[f64], names: &[&str]) -> Result<Vec<f64>, RiskError> {
        let lists = names.iter().map(|name| self.other(name)).collect::<Result<Vec<_>, _>>()?;
        let factors: Vec<(&str, &[f64])> = names.iter().copied().zip(lists).collect();
        let fit = regress(returns, &factors, None)?;
        Ok(fit.coefficients.iter().skip(1).map(|coefficient| coefficient.value).collect())
    }

    /// Value at risk of gains, and the mean loss beyond it.
    pub(super) fn losses(&self, gains: &[f64], confidence: f64) -> Result<(f64, f64), RiskError> {
        let found = value_at_risk(gains, confidence).zip(conditional_value_at_risk(gains, confidence));
        found.ok_or(RiskError::Undefined { figure: "value at risk", why: "there are no returns" })
    }

    pub(super) fn judged(
        &self,
        request: &HedgeRequest,
        candidate: Candidate,
    ) -> Result<HedgeRecommendation, RiskError> {
        let Candidate { kind, name, trades, ratios, cost, beta, option, gains } = candidate;
        let hedged: Vec<f64> = self.portfolio.iter().zip(&gains).map(|(own, gain)| own + gain).collect();
        let (value_at_risk, conditional_value_at_risk) = self.losses(&hedged, request.confidence)?;
        let left = deviation(&hedged).unwrap_or(0.0);
        let band = match (kind, trades.as_slice(), ratios.as_slice()) {
            (HedgeKind::MinimumVariance, [trade], [ratio]) => {
                super::band::band(request, self, &trade.instrument, *ratio)
            }
            _ => None,
        };
        let mut hedge = HedgeRecommendation {
            kind,
            name,
            trades,
            ratios,
            cost,
            effectiveness: 1.0 - (left / self.deviation).powi(2),
            deviation: left,
            value_at_risk,
            conditional_value_at_risk,
            beta,
            burden: value_at_risk * self.capital + cost,
            option,
            band,
            words: Vec::new(),
        };
        hedge.words = words::sentences(request, self, &hedge);
        Ok(hedge)
    }
}

fn left(name: &str, why: &str) -> LeftOut {
    LeftOut { name: name.to_owned(), why: why.to_owned() }
}

fn deviation(gains: &[f64]) -> Result<f64, RiskError> {
    let found =
        statistics::annualized_volatility(gains, 1.0).filter(|deviation| deviation.powi(2) > crate::moments::CONSTANT);
    found.ok_or(RiskError::Undefined { figure: "hedge", why: "the portfolio does not vary" })
}

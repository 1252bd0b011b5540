//! Hedges of a portfolio, ranked, each with what it costs, what it leaves, and what to trade.

mod band;
mod linear;
mod options;
mod outcomes;
mod words;

use serde::{Deserialize, Serialize};
use statistics::TRADING_DAYS_PER_YEAR;
use utoipa::ToSchema;

use crate::error::{check_confidence, check_positive, invalid};
use crate::holdings::{check_holdings, check_names};
use crate::{Convention, Greeks, HistoryTable, Holding, LeftOut, OptionTerms, RiskError, Series};
use outcomes::Outcomes;

pub use band::HedgeBand;

/// A portfolio, what it may be hedged with, and how far ahead to look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HedgeRequest {
    /// What is held.
    pub holdings: Vec<Holding>,
    /// The value that losses are a part of; none takes the sum of all holdings.
    #[serde(default)]
    pub capital: Option<f64>,
    /// Histories of holdings, instruments, benchmark and factors by name, in the base currency.
    pub history: HistoryTable,
    /// What may be bought or sold at its price, such as funds and futures.
    #[serde(default)]
    pub instruments: Vec<HedgeInstrument>,
    /// The series to which beta is measured; none leaves beta hedges out.
    #[serde(default)]
    pub benchmark: Option<String>,
    /// The beta that a beta hedge aims at.
    #[serde(default)]
    pub target_beta: f64,
    /// Series whose influence a factor hedge takes away; empty leaves it out.
    #[serde(default)]
    pub factors: Vec<String>,
    /// Underlyings on which options can be bought and sold.
    #[serde(default)]
    pub options: Vec<OptionMarket>,
    /// Probability with which a loss is not exceeded.
    #[serde(default = "confidence")]
    pub confidence: f64,
    /// Periods over which hedges are judged.
    #[serde(default = "two_weeks")]
    pub horizon: usize,
    /// 252 for days.
    #[serde(default = "trading_days")]
    pub periods_per_year: f64,
    /// Relative risk aversion behind the bands: 1 is logarithmic utility, larger ones trade more often.
    #[serde(default = "aversion")]
    pub risk_aversion: f64,
}

/// Something to hedge with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HedgeInstrument {
    /// Its name; also that of its history.
    pub name: String,
    /// Price in the base currency.
    pub price: f64,
    /// Units of the price in one unit traded: 50 for a contract of 50 times an index.
    #[serde(default = "one")]
    pub multiplier: f64,
    /// Cost of trading as a part of the value traded.
    #[serde(default)]
    pub cost: f64,
}

/// Options on something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionMarket {
    /// The underlying's name; also that of its history.
    pub underlying: String,
    /// Its price.
    pub spot: f64,
    /// Units of the underlying in one option.
    #[serde(default = "one")]
    pub multiplier: f64,
    /// Years until the options end.
    pub years: f64,
    /// Strike of the put over the spot: 0.95 protects what lies below a fall of 5 %.
    #[serde(default = "below")]
    pub moneyness: f64,
    /// Interest rate a year, continuous.
    #[serde(default)]
    pub rate: f64,
    /// What the underlying pays a year, continuous.
    #[serde(default)]
    pub dividend_yield: f64,
    /// Implied volatility of the put a year, 0.2 for 20 %.
    #[serde(default)]
    pub implied_volatility: Option<f64>,
    /// Implied volatility of the call of a collar; none takes the put's.
    #[serde(default)]
    pub call_volatility: Option<f64>,
    /// An index of implied volatility in percent, such as the VIX, that stands in where none is given.
    #[serde(default)]
    pub vix: Option<f64>,
    /// Cost of trading as a part of the premium.
    #[serde(default)]
    pub cost: f64,
}

/// How a hedge is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HedgeKind {
    /// The least variance with one or several instruments.
    MinimumVariance,
    /// A wanted beta.
    Beta,
    /// As little as possible that moves with factors.
    Factor,
    /// Puts for what moves with the underlying.
    ProtectivePut,
    /// Such puts, paid for by calls.
    Collar,
}

/// What to trade; a basket is made of it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HedgeTrade {
    /// The instrument, or the underlying of an option.
    pub instrument: String,
    /// Whole units; below zero: to sell.
    pub units: f64,
    /// Units before rounding.
    pub exact_units: f64,
    /// Price of one unit, its multiplier worked in.
    pub unit_price: f64,
    /// Units × price of one.
    pub value: f64,
    /// The option, where it is one; prices are for one of the underlying.
    pub option: Option<OptionTerms>,
}

/// What only options have.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OptionFigures {
    /// What is paid at the start, in the base currency; below zero: received.
    pub premium: f64,
    /// Implied volatility of the put.
    pub put_volatility: f64,
    /// Where it comes from.
    pub volatility_source: &'static str,
    /// Change of the underlying at the end from which on being protected has cost nothing.
    pub break_even: f64,
    /// The largest loss at the end by what moves with the underlying, over the capital, premium included.
    pub protected_loss: f64,
    /// The largest gain at the end likewise; none without a call.
    pub capped_gain: Option<f64>,
    /// Price and slopes of all options together, in the base currency.
    pub greeks: Greeks,
    /// Units of the underlying by which delta may lie off before trading pays for one who keeps it level (Whalley and Wilmott 1997); none
    /// without cost.
    pub delta_band: Option<f64>,
}

/// One hedge. Losses are parts of the capital over the horizon, positive.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HedgeRecommendation {
    /// How it is found.
    pub kind: HedgeKind,
    /// What it is called.
    pub name: String,
    /// What to trade.
    pub trades: Vec<HedgeTrade>,
    /// Values of the trades' exposures over the capital, before rounding.
    pub ratios: Vec<f64>,
    /// Cost of trading and premium, in the base currency.
    pub cost: f64,
    /// Part of the variance over the horizon that it takes away, with whole units; below zero: it adds some.
    pub effectiveness: f64,
    /// Deviation over the horizon that is left.
    pub deviation: f64,
    /// Historical value at risk that is left, without the cost.
    pub value_at_risk: f64,
    /// Mean loss beyond it.
    pub conditional_value_at_risk: f64,
    /// Beta to the benchmark that is left; none without one, and for options.
    pub beta: Option<f64>,
    /// What is left of the value at risk, and the cost, in the base currency. Hedges are ranked by it.
    pub burden: f64,
    /// What only options have.
    pub option: Option<OptionFigures>,
    /// Between which ratios to leave a hedge of one instrument alone; none where there is nothing to tell from.
    pub band: Option<HedgeBand>,
    /// In words.
    pub words: Vec<String>,
}

/// Hedges of a portfolio.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HedgeReport {
    /// The value that losses are a part of.
    pub capital: f64,
    /// Periods over which hedges are judged.
    pub horizon: usize,
    /// Probability with which a loss is not exceeded.
    pub confidence: f64,
    /// Deviation over the horizon without a hedge.
    pub deviation: f64,
    /// Historical value at risk over the horizon without a hedge.
    pub value_at_risk: f64,
    /// Mean loss beyond it.
    pub conditional_value_at_risk: f64,
    /// Beta to the benchmark; none without one.
    pub beta: Option<f64>,
    /// Hedges, the least burden first.
    pub recommendations: Vec<HedgeRecommendation>,
    /// Hedges that could not be worked out and holdings that are not covered, and why.
    pub left_out: Vec<LeftOut>,
    /// Periods that it rests on.
    pub n_periods: usize,
    /// How figures are worked out.
    pub conventions: Vec<Convention>,
}

const CONVENTIONS: [Convention; 5] = [
    Convention {
        figure: "losses",
        words: "every past stretch of the horizon, compounded and overlapping, of the portfolio with today's weights and of the hedge \
                side by side",
    },
    Convention {
        figure: "minimum_variance",
        words: "minus the coefficients of the portfolio's returns on the instruments'",
    },
    Convention {
        figure: "factor",
        words: "the ratios that leave the least variance by factors: least (b + Bx)'Σ(b + Bx); of several, the smallest",
    },
    Convention {
        figure: "options",
        words: "Black and Scholes with a constant yield; at the horizon they are priced anew with the same volatility and less time",
    },
    Convention {
        figure: "band",
        words: "(3/2 × cost × variance of the ratio ÷ (risk aversion × variance of the instrument))^(1/3) on each side (Kallsen and \
                Muhle-Karbe 2015), the variance of the ratio from hedges of neighbouring windows, less that of their errors",
    },
];

impl HedgeRequest {
    /// A request with the usual settings, and nothing yet to hedge with.
    #[must_use]
    pub fn new(holdings: Vec<Holding>, history: HistoryTable) -> Self {
        Self {
            holdings,
            capital: None,
            history,
            instruments: Vec::new(),
            benchmark: None,
            target_beta: 0.0,
            factors: Vec::new(),
            options: Vec::new(),
            confidence: confidence(),
            horizon: two_weeks(),
            periods_per_year: trading_days(),
            risk_aversion: aversion(),
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, RiskError> {
        serde_json::from_slice(text).map_err(|error| RiskError::Malformed { detail: error.to_string() })
    }

    /// Works out all hedges and ranks them.
    ///
    /// # Errors
    /// When nothing is held that has a value and a history, the portfolio does not vary, there are too few periods, something to hedge with
    /// has no history, or a setting is out of range. A hedge that cannot be worked out is left out with the reason.
    pub fn report(&self) -> Result<HedgeReport, RiskError> {
        self.check()?;
        let outcomes = Outcomes::of(self)?;
        let (value_at_risk, conditional_value_at_risk) = outcomes.losses(&outcomes.portfolio, self.confidence)?;
        let mut left_out = outcomes.left_out.clone();
        let mut recommendations = Vec::new();
        for (name, found) in linear::hedges(self, &outcomes).into_iter().chain(options::hedges(self, &outcomes)) {
            match found {
                Ok(hedge) => recommendations.push(hedge),
                Err(error) => left_out.push(LeftOut { name, why: error.to_string() }),
            }
        }
        recommendations.sort_by(|a, b| a.burden.total_cmp(&b.burden));
        Ok(HedgeReport {
            capital: outcomes.capital,
            horizon: self.horizon,
            confidence: self.confidence,
            deviation: outcomes.deviation,
            value_at_risk,
            conditional_value_at_risk,
            beta: outcomes.beta,
            recommendations,
            left_out,
            n_periods: outcomes.returns.len(),
            conventions: CONVENTIONS.to_vec(),
        })
    }

    fn check(&self) -> Result<(), RiskError> {
        check_holdings(&self.holdings)?;
        self.history.check()?;
        check_confidence(self.confidence)?;
        check_positive("periods_per_year", self.periods_per_year)?;
        check_positive("risk_aversion", self.risk_aversion)?;
        check_names("instruments", self.instruments.iter().map(|one| one.name.as_str()))?;
        check_names("factors", self.factors.iter().map(String::as_str))?;
        if !(1..=250).contains(&self.horizon) {
            let (setting, value) = ("horizon", self.horizon as f64);
            return Err(RiskError::InvalidSetting { setting, value, allowed: "from 1 to 250 periods" });
        }
        if !self.target_beta.is_finite() {
            let (setting, value) = ("target_beta", self.target_beta);
            return Err(RiskError::InvalidSetting { setting, value, allowed: "a number" });
        }
        for one in &self.instruments {
            check_positive("price", one.price)?;
            check_positive("multiplier", one.multiplier)?;
            check_cost(one.cost)?;
        }
        for market in &self.options {
            check_positive("multiplier", market.multiplier)?;
            check_positive("moneyness", market.moneyness)?;
            check_cost(market.cost)?;
        }
        Ok(())
    }

    /// Everything beside holdings of which a history is needed.
    fn others(&self) -> Result<Vec<&Series>, RiskError> {
        let instruments = self.instruments.iter().map(|one| ("instruments", &one.name));
        let options = self.options.iter().map(|one| ("options", &one.underlying));
        let factors = self.factors.iter().map(|name| ("factors", name));
        let benchmark = self.benchmark.iter().map(|name| ("benchmark", name));
        let mut found: Vec<&Series> = Vec::new();
        for (field, name) in instruments.chain(options).chain(factors).chain(benchmark) {
            let series = self.history.named(field, name)?;
            if !found.iter().any(|other| other.name == series.name) {
                found.push(series);
            }
        }
        if found.is_empty() {
            return Err(invalid("instruments", "there is nothing to hedge with; give an instrument or options"));
        }
        Ok(found)
    }
}

fn check_cost(cost: f64) -> Result<(), RiskError> {
    if (0.0..1.0).contains(&cost) {
        return Ok(());
    }
    Err(RiskError::InvalidSetting { setting: "cost", value: cost, allowed: "from 0 to below 1 (0.0005 for 0.05 %)" })
}

fn confidence() -> f64 {
    0.95
}

fn two_weeks() -> usize {
    10
}

fn one() -> f64 {
    1.0
}

fn below() -> f64 {
    0.95
}

fn aversion() -> f64 {
    5.0
}

fn trading_days() -> f64 {
    TRADING_DAYS_PER_YEAR
}

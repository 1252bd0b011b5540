//! Shocks that did not happen.

use serde::{Deserialize, Serialize};
use statistics::distributions::normal_quantile;
use utoipa::ToSchema;

use super::{Basis, HoldingStress, ScenarioStress, StressTestEngine};
use crate::error::{check_confidence, invalid};
use crate::{Holding, RiskError};

/// Shocks that come together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StressScenario)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// Shocks; their changes are compounded.
    pub shocks: Vec<Shock>,
}

/// One assumption. Changes are parts: −0.2 is a fall by a fifth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "shock", deny_unknown_fields)]
#[schema(as = StressShock)]
pub enum Shock {
    /// The equity market moves; holdings move by their equity beta.
    Equity {
        /// Change of the market.
        change: f64,
    },
    /// Interest rates move in parallel; holdings lose duration × change, less half their convexity × change².
    Rates {
        /// Change of the rates: 0.01 for a percentage point more.
        change: f64,
    },
    /// A currency moves against the base currency; holdings in it move along.
    Currency {
        /// Its code.
        currency: String,
        /// Change of its value in the base currency.
        change: f64,
    },
    /// Volatility moves; holdings gain vega × change.
    Volatility {
        /// Change of the volatility: 0.1 for ten percentage points more.
        change: f64,
    },
    /// One holding moves.
    Holding {
        /// Its name.
        holding: String,
        /// Change of its price.
        change: f64,
    },
    /// A sector moves.
    Sector {
        /// The sector.
        sector: String,
        /// Change of its prices.
        change: f64,
    },
    /// A series of the history moves; holdings move by their regressed beta to it.
    Factor {
        /// Its name.
        factor: String,
        /// Change of its price.
        change: f64,
    },
    /// All holdings move together by the same number of their own deviations, in the direction that loses.
    CorrelationToOne {
        /// Probability with which a normal move is not exceeded.
        confidence: f64,
        /// Periods over which deviations grow with their root.
        periods: usize,
    },
}

impl Shock {
    fn words(&self) -> String {
        let percent = |change: &f64| format!("{:+.1} %", 100.0 * change);
        match self {
            Self::Equity { change } => format!("the equity market {}", percent(change)),
            Self::Rates { change } => format!("interest rates {:+.2} percentage points", 100.0 * change),
            Self::Currency { currency, change } => format!("{currency} {}", percent(change)),
            Self::Volatility { change } => format!("volatility {:+.1} percentage points", 100.0 * change),
            Self::Holding { holding, change } => format!("{holding} {}", percent(change)),
            Self::Sector { sector, change } => format!("sector {sector} {}", percent(change)),
            Self::Factor { factor, change } => format!("{factor} {}", percent(change)),
            Self::CorrelationToOne { confidence, periods } => {
                format!("all correlations one, a move of {:.1} % confidence over {periods} periods", 100.0 * confidence)
            }
        }
    }
}

/// A holding's change by one shock, and what it rests on.
type Change = Result<(f64, Basis), String>;

impl StressTestEngine<'_> {
    pub(super) fn shocked(&self, scenario: &Scenario) -> Result<ScenarioStress, RiskError> {
        if scenario.shocks.is_empty() {
            return Err(invalid("scenarios", format!("{} has no shock; add one", scenario.name)));
        }
        scenario.shocks.iter().try_for_each(|shock| self.check_shock(shock))?;
        let falls = scenario.shocks.iter().map(|shock| self.together(shock)).collect::<Vec<_>>();
        let one = |(holding, value): &(&Holding, f64)| {
            let mut total = 0.0;
            let mut basis = Basis::Given;
            for (shock, sign) in scenario.shocks.iter().zip(&falls) {
                match self.change(holding, shock, *sign) {
                    Ok((change, on)) => {
                        // (1 + total)(1 + change) − 1, where a single shock stays as it is.
                        total += change + total * change;
                        if on != Basis::Given {
                            basis = on;
                        }
                    }
                    Err(why) => {
                        let (name, basis) = (holding.name.clone(), Basis::Unknown { why });
                        return HoldingStress { name, value: *value, change: None, gain: None, basis };
                    }
                }
            }
            HoldingStress {
                name: holding.name.clone(),
                value: *value,
                change: Some(total),
                gain: Some(value * total),
                basis,
            }
        };
        let words: Vec<String> = scenario.shocks.iter().map(Shock::words).collect();
        Ok(self.scenario(&scenario.name, words.join(", "), self.holdings.iter().map(one).collect()))
    }

    fn check_shock(&self, shock: &Shock) -> Result<(), RiskError> {
        let held = |known: bool, what: &str| {
            if known { Ok(()) } else { Err(invalid("scenarios", format!("nothing that is held is {what}"))) }
        };
        let change = match shock {
            Shock::Equity { change } | Shock::Factor { change, .. } => *change,
            Shock::Currency { currency, change } => {
                held(self.holdings.iter().any(|(holding, _)| holding.currency.as_ref() == Some(currency)), currency)?;
                *change
            }
            Shock::Holding { holding, change } => {
                held(self.holdings.iter().any(|(one, _)| one.name == *holding), holding)?;
                *change
            }
            Shock::Sector { sector, change } => {
                held(self.holdings.iter().any(|(holding, _)| holding.sector.as_ref() == Some(sector)), sector)?;
                *change
            }
            Shock::Rates { change } | Shock::Volatility { change } => {
                if change.abs() <= 10.0 {
                    return Ok(());
                }
                let allowed = "a change such as 0.01 for one percentage point";
                return Err(RiskError::InvalidSetting { setting: "change", value: *change, allowed });
            }
            Shock::CorrelationToOne { confidence, periods } => {
                check_confidence(*confidence)?;
                if (1..=1_000).contains(periods) {
                    return Ok(());
                }
                let (setting, value) = ("periods", *periods as f64);
                return Err(RiskError::InvalidSetting { setting, value, allowed: "from 1 to 1,000" });
            }
        };
        if let Shock::Factor { factor, .. } = shock {
            self.request.history.named("scenarios", factor)?;
        }
        if (-1.0..=10.0).contains(&change) {
            return Ok(());
        }
        let allowed = "from -1, a loss of everything, to 10";
        Err(RiskError::InvalidSetting { setting: "change", value: change, allowed })
    }

    /// The change of one holding by one shock; no price falls below zero.
    fn change(&self, holding: &Holding, shock: &Shock, sign: f64) -> Change {
        let given = |change: f64| Ok((change.max(-1.0), Basis::Given));
        let lacking = |what: &str| Err(format!("its {what} is not given; give 0 if it has none"));
        let known = &holding.sensitivities;
        let matched = |own: &Option<String>, wanted: &String, what: &str, change: f64| match own {
            Some(own) if own == wanted => given(change),
            Some(_) => given(0.0),
            None => Err(format!("its {what} is not known")),
        };
        match shock {
            Shock::Equity { change } => known.equity_beta.map_or_else(|| lacking("equity_beta"), |b| given(b * change)),
            Shock::Rates { change } => match known.duration {
                None => lacking("duration"),
                Some(duration) => given(-duration * change + 0.5 * known.convexity.unwrap_or(0.0) * change * change),
            },
            Shock::Currency { currency, change } => matched(&holding.currency, currency, "currency", *change),
            Shock::Volatility { change } => known.vega.map_or_else(|| lacking("vega"), |vega| given(vega * change)),
            Shock::Holding { holding: name, change } => given(if holding.name == *name { *change } else { 0.0 }),
            Shock::Sector { sector, change } => matched(&holding.sector, sector, "sector", *change),
            // A holding that is the factor itself.
            Shock::Factor { factor, change } if holding.name == *factor => given(*change),
            Shock::Factor { factor, change } => {
                let series = self.request.history.find(factor).ok_or_else(|| format!("{factor} has no history"))?;
                let stand = self.stand(&holding.name, &[series])?;
                Ok(((stand.betas[0] * change).max(-1.0), stand.basis))
            }
            Shock::CorrelationToOne { confidence, periods } => {
                let deviation = self.deviation(&holding.name)?;
                let z = normal_quantile(*confidence).ok_or("the confidence leaves no tail")?;
                given(sign * z * deviation * (*periods as f64).sqrt())
            }
        }
    }

    /// In which direction all holdings move together when correlations are one: the one that loses.
    fn together(&self, shock: &Shock) -> f64 {
        if !matches!(shock, Shock::CorrelationToOne { .. }) {
            return 1.0;
        }
        let part = |(holding, value): &(&Holding, f64)| self.deviation(&holding.name).ok().map(|d| value * d);
        let gain: f64 = self.holdings.iter().filter_map(part).sum();
        if gain > 0.0 { -1.0 } else { 1.0 }
    }

    /// Sample deviation of a holding's returns, a period's.
    fn deviation(&self, name: &str) -> Result<f64, String> {
        let series = self.request.history.find(name).ok_or("it has no prices, so its volatility is not known")?;
        let aligned = self.request.history.aligned(&[series]);
        let deviation = statistics::annualized_volatility(&aligned.returns[0], 1.0);
        let enough = deviation.filter(|_| aligned.returns[0].len() >= 20);
        enough.ok_or_else(|| "it has fewer than 20 returns, so its volatility is not known".to_owned())
    }
}

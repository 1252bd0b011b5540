//! What currencies did to a portfolio against its benchmark in one period.

use std::ops::{Add, Mul};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Effects;
use super::brinson::{SectorPeriod, brinson_fachler};
use crate::StatisticsError;

/// The assets of one currency in one period.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrencyPeriod {
    /// Weight and return in the currency itself, in portfolio and benchmark.
    pub local: SectorPeriod,
    /// How much the currency rose against the base currency; 0 for the base currency.
    pub currency_return: f64,
    /// Currency bought forward by the portfolio over its value; below zero for what is sold.
    #[serde(default)]
    pub portfolio_hedge: f64,
    /// The same of the benchmark.
    #[serde(default)]
    pub benchmark_hedge: f64,
    /// What a unit bought forward brought in the base currency: the currency's return less the forward premium paid.
    #[serde(default)]
    pub forward_return: f64,
}

/// Parts of the difference between portfolio and benchmark in the base currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, ToSchema)]
pub struct CurrencyEffects {
    /// Effects of the returns in the currencies themselves.
    pub local: Effects,
    /// From holding more or less of a currency: `(wp − wb)(c − C)`, `C` the benchmark's mean.
    pub currency: f64,
    /// What the currency did to the local gains: `c (wp rp − wb rb)`.
    pub on_gains: f64,
    /// From other hedges: `(hp − hb) f`.
    pub hedging: f64,
}

impl CurrencyEffects {
    /// The sum of all parts.
    #[must_use]
    pub fn total(self) -> f64 {
        self.local.total() + self.currency + self.on_gains + self.hedging
    }
}

impl Add for CurrencyEffects {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            local: self.local + other.local,
            currency: self.currency + other.currency,
            on_gains: self.on_gains + other.on_gains,
            hedging: self.hedging + other.hedging,
        }
    }
}

impl Mul<f64> for CurrencyEffects {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self {
            local: self.local * factor,
            currency: self.currency * factor,
            on_gains: self.on_gains * factor,
            hedging: self.hedging * factor,
        }
    }
}

/// The portfolio's return and the benchmark's in the base currency, and the effects by currency, which add up to their difference.
///
/// A return in the base currency is `(1 + r)(1 + c) − 1 = r + c + c r`: the local return, the currency's, and the currency's on the
/// gain. The first is attributed by Brinson and Fachler, the second likewise by its weights alone (as Ankrim and Hensel 1994 do), the
/// third is told apart.
///
/// # Errors
/// As for [`brinson_fachler`]; and when a rate is not above −1.
pub fn currency_effects(currencies: &[CurrencyPeriod]) -> Result<(f64, f64, Vec<CurrencyEffects>), StatisticsError> {
    for (row, period) in currencies.iter().enumerate() {
        if !(period.currency_return > -1.0 && period.currency_return.is_finite()) {
            let value = period.currency_return;
            return Err(StatisticsError::InvalidReturn { asset: "currency".into(), row: row + 1, value });
        }
        for (field, value) in [
            ("portfolio_hedge", period.portfolio_hedge),
            ("benchmark_hedge", period.benchmark_hedge),
            ("forward_return", period.forward_return),
        ] {
            crate::check::finite(field, value)?;
        }
    }
    let local: Vec<SectorPeriod> = currencies.iter().map(|period| period.local).collect();
    let (own, other, effects) = brinson_fachler(&local)?;
    let mean: f64 = currencies.iter().map(|period| period.local.benchmark_weight * period.currency_return).sum();
    let gain = |weight: f64, value: Option<f64>| if weight == 0.0 { 0.0 } else { weight * value.unwrap_or(0.0) };
    let (mut portfolio, mut benchmark) = (own, other);
    let mut found = Vec::with_capacity(currencies.len());
    for (period, local_effects) in currencies.iter().zip(effects) {
        let (local, change) = (&period.local, period.currency_return);
        let own_gain = gain(local.portfolio_weight, local.portfolio_return);
        let other_gain = gain(local.benchmark_weight, local.benchmark_return);
        portfolio += change * (local.portfolio_weight + own_gain) + period.portfolio_hedge * period.forward_return;
        benchmark += change * (local.benchmark_weight + other_gain) + period.benchmark_hedge * period.forward_return;
        found.push(CurrencyEffects {
            local: local_effects,
            currency: (local.portfolio_weight - local.benchmark_weight) * (change - mean),
            on_gains: change * (own_gain - other_gain),
            hedging: (period.portfolio_hedge - period.benchmark_hedge) * period.forward_return,
        });
    }
    Ok((portfolio, benchmark, found))
}

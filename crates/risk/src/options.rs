//! European options on something that pays a steady yield (Black and Scholes 1973, Merton 1973).

use serde::{Deserialize, Serialize};
use statistics::distributions::{normal_density, normal_probability};
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::check_positive;

/// The right to buy or to sell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OptionKind {
    /// To buy.
    Call,
    /// To sell.
    Put,
}

/// An option and its market. Rates are a year's and compounded continuously.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionTerms {
    /// Call or put.
    pub kind: OptionKind,
    /// Price of the underlying.
    pub spot: f64,
    /// Price at which it may be bought or sold.
    pub strike: f64,
    /// Years until then.
    pub years: f64,
    /// Interest rate.
    #[serde(default)]
    pub rate: f64,
    /// What the underlying pays, such as its dividend yield.
    #[serde(default)]
    pub dividend_yield: f64,
}

/// Price and its slopes, for one unit of the underlying.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, ToSchema)]
pub struct Greeks {
    /// Price.
    pub price: f64,
    /// Change of the price for one of the underlying.
    pub delta: f64,
    /// Change of delta for one of the underlying.
    pub gamma: f64,
    /// Change of the price for 1.00 (100 percentage points) of volatility.
    pub vega: f64,
    /// Change of the price a year that passes.
    pub theta: f64,
    /// Change of the price for 1.00 of the interest rate.
    pub rho: f64,
    /// Change of the price for 1.00 of the dividend yield.
    pub epsilon: f64,
    /// Change of delta for 1.00 of volatility.
    pub vanna: f64,
    /// Change of vega for 1.00 of volatility.
    pub vomma: f64,
}

impl Greeks {
    /// These and so many times those of another option.
    #[must_use]
    pub fn plus(&self, other: &Self, times: f64) -> Self {
        Self {
            price: self.price + times * other.price,
            delta: self.delta + times * other.delta,
            gamma: self.gamma + times * other.gamma,
            vega: self.vega + times * other.vega,
            theta: self.theta + times * other.theta,
            rho: self.rho + times * other.rho,
            epsilon: self.epsilon + times * other.epsilon,
            vanna: self.vanna + times * other.vanna,
            vomma: self.vomma + times * other.vomma,
        }
    }
}

/// Volatilities between which an implied one is looked for.
const VOLATILITIES: (f64, f64) = (1e-6, 20.0);

impl OptionTerms {
    fn check(&self) -> Result<(), RiskError> {
        check_positive("spot", self.spot)?;
        check_positive("strike", self.strike)?;
        check_positive("years", self.years)?;
        for (setting, value) in [("rate", self.rate), ("dividend_yield", self.dividend_yield)] {
            if !(value.is_finite() && value.abs() <= 10.0) {
                return Err(RiskError::InvalidSetting { setting, value, allowed: "a rate a year, such as 0.03" });
            }
        }
        Ok(())
    }

    /// Value of the underlying and of the strike today: `S e^(−qT)` and `K e^(−rT)`.
    fn discounted(&self) -> (f64, f64) {
        (self.spot * (-self.dividend_yield * self.years).exp(), self.strike * (-self.rate * self.years).exp())
    }

    fn d1_d2(&self, volatility: f64) -> (f64, f64) {
        let (spot, strike) = self.discounted();
        let spread = volatility * self.years.sqrt();
        let d1 = (spot / strike).ln() / spread + 0.5 * spread;
        (d1, d1 - spread)
    }

    /// The price at a volatility, a year's.
    ///
    /// # Errors
    /// When a price, the time or the volatility is not above zero, or a rate is no number.
    pub fn price(&self, volatility: f64) -> Result<f64, RiskError> {
        self.check()?;
        check_positive("volatility", volatility)?;
        Ok(self.plain_price(volatility))
    }

    fn plain_price(&self, volatility: f64) -> f64 {
        let ((spot, strike), (d1, d2)) = (self.discounted(), self.d1_d2(volatility));
        match self.kind {
            OptionKind::Call => spot * normal_probability(d1) - strike * normal_probability(d2),
            OptionKind::Put => strike * normal_probability(-d2) - spot * normal_probability(-d1),
        }
    }

    /// Price and slopes at a volatility, a year's.
    ///
    /// # Errors
    /// As for [`OptionTerms::price`].
    pub fn greeks(&self, volatility: f64) -> Result<Greeks, RiskError> {
        let price = self.price(volatility)?;
        let ((spot, strike), (d1, d2)) = (self.discounted(), self.d1_d2(volatility));
        let (root, density) = (self.years.sqrt(), normal_density(d1));
        let sign = match self.kind {
            OptionKind::Call => 1.0,
            OptionKind::Put => -1.0,
        };
        let (near, far) = (normal_probability(sign * d1), normal_probability(sign * d2));
        let vega = spot * density * root;
        Ok(Greeks {
            price,
            delta: sign * spot / self.spot * near,
            gamma: spot * density / (self.spot * self.spot * volatility * root),
            vega,
            theta: -spot * density * volatility / (2.0 * root) - sign * self.rate * strike * far
                + sign * self.dividend_yield * spot * near,
            rho: sign * self.years * strike * far,
            epsilon: -sign * self.years * spot * near,
            vanna: -spot / self.spot * density * d2 / volatility,
            vomma: vega * d1 * d2 / volatility,
        })
    }

    /// The volatility at which the option has this price.
    ///
    /// # Errors
    /// When the price is not above what exercise is worth today, or not below what the option can be worth at most: no volatility gives
    /// it. And as for [`OptionTerms::price`].
    pub fn implied_volatility(&self, price: f64) -> Result<f64, RiskError> {
        self.check()?;
        let (spot, strike) = self.discounted();
        let (floor, ceiling) = match self.kind {
            OptionKind::Call => ((spot - strike).max(0.0), spot),
            OptionKind::Put => ((strike - spot).max(0.0), strike),
        };
        let undefined = |why| Err(RiskError::Undefined { figure: "implied volatility", why });
        if price.is_nan() || price <= floor {
            return undefined("the price is not above what exercise alone is worth");
        }
        if price >= ceiling {
            return undefined("the price is not below what the option can be worth at most");
        }
        // What lies in the money is worth its floor and an option out of the money, which keeps the digits.
        let inside = match self.kind {
            OptionKind::Call => spot > strike,
            OptionKind::Put => strike > spot,
        };
        let (terms, price) = if inside {
            let other = if self.kind == OptionKind::Call { OptionKind::Put } else { OptionKind::Call };
            (Self { kind: other, ..*self }, price - floor)
        } else {
            (*self, price)
        };
        let (mut low, mut high) = VOLATILITIES;
        if terms.plain_price(low) >= price || terms.plain_price(high) <= price {
            return undefined("it lies below 0.0001 % or above 2000 % a year");
        }
        let mut volatility = 0.3;
        for _ in 0..200 {
            let off = terms.plain_price(volatility) - price;
            if off > 0.0 {
                high = volatility;
            } else {
                low = volatility;
            }
            let vega = spot * normal_density(terms.d1_d2(volatility).0) * self.years.sqrt();
            let newton = volatility - off / vega;
            // At the answer Newton's step stays on the end of the range.
            let next = if newton >= low && newton <= high { newton } else { 0.5 * (low + high) };
            let done = (next - volatility).abs() <= 1e-15 * volatility.max(1e-3);
            volatility = next;
            if done {
                break;
            }
        }
        Ok(volatility)
    }
}

/// The strike of a call whose price pays for a put: both together cost nothing, and what lies above the strike is given away. `put`
/// gives market and put strike.
///
/// # Errors
/// As for [`OptionTerms::price`]; and when `put` is a call, or the put costs more than any call at or above the put's strike.
pub fn zero_cost_call_strike(put: &OptionTerms, put_volatility: f64, call_volatility: f64) -> Result<f64, RiskError> {
    let cost = put.price(put_volatility)?;
    check_positive("call_volatility", call_volatility)?;
    let undefined = |why| Err(RiskError::Undefined { figure: "zero-cost collar", why });
    if put.kind == OptionKind::Call {
        return undefined("a collar starts from a put");
    }
    let call = |strike: f64| OptionTerms { kind: OptionKind::Call, strike, ..*put }.plain_price(call_volatility);
    let (mut low, mut high) = (put.strike, put.spot.max(put.strike) * 2.0);
    if call(low) < cost {
        return undefined("the put costs more than a call at its own strike brings");
    }
    while call(high) > cost {
        high *= 2.0;
        if !high.is_finite() {
            return undefined("the put is worth nothing, so any call pays for it");
        }
    }
    while high - low > 1e-14 * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if call(middle) > cost {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(0.5 * (low + high))
}

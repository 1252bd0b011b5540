//! Protective puts and collars.

use super::outcomes::{Candidate, Outcomes};
use super::{HedgeKind, HedgeRecommendation, HedgeRequest, HedgeTrade, OptionFigures, OptionMarket};
use crate::histories::overlapping;
use crate::{Greeks, OptionKind, OptionTerms, RiskError, rehedge_band, zero_cost_call_strike};

type Named = (String, Result<HedgeRecommendation, RiskError>);

pub(super) fn hedges(request: &HedgeRequest, outcomes: &Outcomes<'_>) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    for market in &request.options {
        for (kind, what) in [(HedgeKind::ProtectivePut, "protective put"), (HedgeKind::Collar, "collar")] {
            let name = format!("{what} on {}", market.underlying);
            found.push((name.clone(), hedge(request, outcomes, market, kind, name)));
        }
    }
    found
}

/// An option with its volatility and sign: bought 1, sold −1.
struct Leg {
    terms: OptionTerms,
    volatility: f64,
    sign: f64,
}

fn hedge(
    request: &HedgeRequest,
    outcomes: &Outcomes<'_>,
    market: &OptionMarket,
    kind: HedgeKind,
    name: String,
) -> Result<HedgeRecommendation, RiskError> {
    let (put_volatility, volatility_source) = volatility(market)?;
    let left = market.years - request.horizon as f64 / request.periods_per_year;
    if left.is_nan() || left <= 0.0 {
        let allowed = "longer than the horizon over which hedges are judged";
        return Err(RiskError::InvalidSetting { setting: "years", value: market.years, allowed });
    }
    let beta = outcomes.betas(&outcomes.returns, &[market.underlying.as_str()])?[0];
    if beta <= 0.0 {
        let why = "the portfolio does not rise with the underlying, so a put protects nothing";
        return Err(RiskError::Undefined { figure: "protective put", why });
    }
    let legs = legs(market, kind, put_volatility)?;
    let capital = outcomes.capital;
    let exact_units = beta * capital / (market.spot * market.multiplier);
    let units = exact_units.round();
    if units < 1.0 {
        let why = "less than half an option would be bought; the multiplier is too large for this portfolio";
        return Err(RiskError::Undefined { figure: "protective put", why });
    }
    let size = units * market.multiplier;
    let (mut premium, mut cost, mut greeks, mut trades) = (0.0, 0.0, Greeks::default(), Vec::new());
    for leg in &legs {
        let one = leg.terms.greeks(leg.volatility)?;
        premium += leg.sign * size * one.price;
        cost += size * one.price * market.cost;
        greeks = greeks.plus(&one, leg.sign * size);
        trades.push(HedgeTrade {
            instrument: market.underlying.clone(),
            units: leg.sign * units,
            exact_units: leg.sign * exact_units,
            unit_price: one.price * market.multiplier,
            value: leg.sign * size * one.price,
            option: Some(leg.terms),
        });
    }
    let mut gains = Vec::with_capacity(outcomes.portfolio.len());
    for r in overlapping(outcomes.other(&market.underlying)?, request.horizon) {
        let mut gain = 0.0;
        for leg in &legs {
            let then = OptionTerms { spot: market.spot * (1.0 + r), years: left, ..leg.terms };
            gain += leg.sign * (then.price(leg.volatility)? - leg.terms.price(leg.volatility)?);
        }
        gains.push(gain * size / capital);
    }
    let strike = |kind: OptionKind| legs.iter().find(|leg| leg.terms.kind == kind).map(|leg| leg.terms.strike);
    let put_strike = strike(OptionKind::Put).unwrap_or(market.spot);
    let capped = strike(OptionKind::Call).map(|strike| ((strike - market.spot) * size - premium - cost) / capital);
    let delta_band = (market.cost > 0.0).then(|| {
        let discount = (-market.rate * market.years).exp();
        rehedge_band(market.cost, market.spot, greeks.gamma, request.risk_aversion / capital, discount)
    });
    let option = OptionFigures {
        premium,
        put_volatility,
        volatility_source,
        break_even: (premium + cost) / (size * market.spot),
        protected_loss: ((market.spot - put_strike) * size + premium + cost) / capital,
        capped_gain: capped,
        greeks,
        delta_band: delta_band.transpose()?,
    };
    let candidate = Candidate {
        kind,
        name,
        trades,
        ratios: vec![beta],
        cost: cost + premium,
        beta: None,
        option: Some(option),
        gains,
    };
    outcomes.judged(request, candidate)
}

fn volatility(market: &OptionMarket) -> Result<(f64, &'static str), RiskError> {
    match (market.implied_volatility, market.vix) {
        (Some(volatility), _) => Ok((volatility, "as given")),
        (None, Some(index)) => {
            Ok((index / 100.0, "the index of implied volatility, which looks thirty days ahead at the spot"))
        }
        (None, None) => {
            let why = "neither an implied volatility nor an index of it is given";
            Err(RiskError::Undefined { figure: "price of the options", why })
        }
    }
}

fn legs(market: &OptionMarket, kind: HedgeKind, put_volatility: f64) -> Result<Vec<Leg>, RiskError> {
    let put = OptionTerms {
        kind: OptionKind::Put,
        spot: market.spot,
        strike: market.spot * market.moneyness,
        years: market.years,
        rate: market.rate,
        dividend_yield: market.dividend_yield,
    };
    let mut legs = vec![Leg { terms: put, volatility: put_volatility, sign: 1.0 }];
    if kind == HedgeKind::Collar {
        let volatility = market.call_volatility.unwrap_or(put_volatility);
        let strike = zero_cost_call_strike(&put, put_volatility, volatility)?;
        legs.push(Leg { terms: OptionTerms { kind: OptionKind::Call, strike, ..put }, volatility, sign: -1.0 });
    }
    Ok(legs)
}

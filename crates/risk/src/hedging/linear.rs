//! Hedges with what moves one for one with its price.

use nalgebra::{DMatrix, DVector};

use super::outcomes::{Candidate, Outcomes};
use super::{HedgeInstrument, HedgeKind, HedgeRecommendation, HedgeRequest, HedgeTrade};
use crate::histories::overlapping;
use crate::report::moments;
use crate::{RiskError, beta_hedge, minimum_variance_hedge};

type Named = (String, Result<HedgeRecommendation, RiskError>);

pub(super) fn hedges(request: &HedgeRequest, outcomes: &Outcomes<'_>) -> Vec<Named> {
    let instruments = &request.instruments;
    let mut found: Vec<Named> = Vec::new();
    for one in instruments {
        let name = format!("minimum variance with {}", one.name);
        found.push((name.clone(), minimum_variance(request, outcomes, name, std::slice::from_ref(one))));
        if request.benchmark.is_some() {
            let name = format!("beta {:.2} with {}", request.target_beta, one.name);
            found.push((name.clone(), beta(request, outcomes, name, one)));
        }
    }
    if instruments.len() > 1 {
        let name = "minimum variance with all instruments".to_owned();
        found.push((name.clone(), minimum_variance(request, outcomes, name, instruments)));
    }
    if !request.factors.is_empty() && !instruments.is_empty() {
        let name = format!("least by {}", request.factors.join(", "));
        found.push((name.clone(), factor(request, outcomes, name)));
    }
    found
}

fn minimum_variance(
    request: &HedgeRequest,
    outcomes: &Outcomes<'_>,
    name: String,
    instruments: &[HedgeInstrument],
) -> Result<HedgeRecommendation, RiskError> {
    let columns = instruments.iter().map(|one| outcomes.other(&one.name).map(<[f64]>::to_vec));
    let hedge = minimum_variance_hedge(&outcomes.returns, &columns.collect::<Result<Vec<_>, _>>()?)?;
    judged(request, outcomes, (HedgeKind::MinimumVariance, name), instruments, hedge.ratios)
}

fn beta(
    request: &HedgeRequest,
    outcomes: &Outcomes<'_>,
    name: String,
    one: &HedgeInstrument,
) -> Result<HedgeRecommendation, RiskError> {
    let undefined = RiskError::Undefined { figure: "beta hedge", why: "there is no benchmark" };
    let (benchmark, own) = request.benchmark.as_deref().zip(outcomes.beta).ok_or(undefined)?;
    let of_instrument =
        if one.name == benchmark { 1.0 } else { outcomes.betas(outcomes.other(&one.name)?, &[benchmark])?[0] };
    let hedge = beta_hedge(outcomes.capital, own, request.target_beta, of_instrument, one.price * one.multiplier)?;
    judged(request, outcomes, (HedgeKind::Beta, name), std::slice::from_ref(one), vec![hedge.value / outcomes.capital])
}

/// Least `(b + Bx)'Σ(b + Bx)` with `Σ = CC'`: the least-squares answer of `C'B x = −C'b`, the smallest where there are several.
fn factor(request: &HedgeRequest, outcomes: &Outcomes<'_>, name: String) -> Result<HedgeRecommendation, RiskError> {
    let names: Vec<&str> = request.factors.iter().map(String::as_str).collect();
    let columns = names.iter().map(|name| outcomes.other(name).map(<[f64]>::to_vec)).collect::<Result<Vec<_>, _>>()?;
    let undefined = || RiskError::Undefined { figure: "factor hedge", why: "the factors depend on each other" };
    let root = statistics::cholesky(moments(&columns).1).ok_or_else(undefined)?.l().transpose();
    let own = DVector::from_vec(outcomes.betas(&outcomes.returns, &names)?);
    let mut exposures = DMatrix::zeros(names.len(), request.instruments.len());
    for (place, one) in request.instruments.iter().enumerate() {
        let betas = match names.iter().position(|name| *name == one.name) {
            // A factor that can be traded answers to itself only.
            Some(itself) => (0..names.len()).map(|k| f64::from(u8::from(k == itself))).collect(),
            None => outcomes.betas(outcomes.other(&one.name)?, &names)?,
        };
        exposures.set_column(place, &DVector::from_vec(betas));
    }
    let scaled = &root * exposures;
    let limit = 1e-10 * scaled.amax();
    let solved = scaled.svd(true, true).solve(&(-(&root * own)), limit).map_err(|_| undefined())?;
    judged(request, outcomes, (HedgeKind::Factor, name), &request.instruments, solved.as_slice().to_vec())
}

fn judged(
    request: &HedgeRequest,
    outcomes: &Outcomes<'_>,
    (kind, name): (HedgeKind, String),
    instruments: &[HedgeInstrument],
    ratios: Vec<f64>,
) -> Result<HedgeRecommendation, RiskError> {
    let (mut trades, mut cost) = (Vec::new(), 0.0);
    let mut gains = vec![0.0; outcomes.portfolio.len()];
    let mut beta = outcomes.beta;
    for (one, ratio) in instruments.iter().zip(&ratios) {
        let unit_price = one.price * one.multiplier;
        let exact_units = ratio * outcomes.capital / unit_price;
        let units = exact_units.round();
        let value = units * unit_price;
        cost += value.abs() * one.cost;
        let returns = outcomes.other(&one.name)?;
        for (gain, r) in gains.iter_mut().zip(overlapping(returns, request.horizon)) {
            *gain += value / outcomes.capital * r;
        }
        if let (Some(beta), Some(benchmark)) = (&mut beta, request.benchmark.as_deref()) {
            let own = if one.name == benchmark { 1.0 } else { outcomes.betas(returns, &[benchmark])?[0] };
            *beta += value / outcomes.capital * own;
        }
        trades.push(HedgeTrade { instrument: one.name.clone(), units, exact_units, unit_price, value, option: None });
    }
    outcomes.judged(request, Candidate { kind, name, trades, ratios, cost, beta, option: None, gains })
}

//! What a plan amounts to, out of its decimals.

use std::collections::HashMap;

use rust_decimal::Decimal;
use tax::Term;

use super::{PLACES, cash_of, exact};
use crate::DriftPrice;
use crate::household::{Household, float};
use crate::plan::{PlanFigures, PlannedTrade, Side};

/// Value of each instrument afterwards.
pub(super) fn values(household: &Household<'_>, units: &[Decimal]) -> Vec<Decimal> {
    let mut values = vec![Decimal::ZERO; household.instruments.len()];
    for (slot, units) in household.slots.iter().zip(units) {
        values[slot.instrument] += (slot.units + units) * household.instruments[slot.instrument].price_base;
    }
    values
}

/// The figures of a plan.
pub(super) fn figures(household: &Household<'_>, units: &[Decimal], trades: &[PlannedTrade]) -> PlanFigures {
    let values = values(household, units);
    let sum = |part: &dyn Fn(&PlannedTrade) -> Decimal| trades.iter().map(part).sum::<Decimal>();
    let of_term = |term: Term| {
        sum(&|trade| trade.lots.iter().filter(|lot| lot.term == Some(term)).filter_map(|lot| lot.gain).sum())
    };
    let (tax_price, tax_later) = taxes(household, trades);
    let cost = sum(&|trade| trade.spread + trade.commission);
    let location: Decimal =
        household.slots.iter().zip(units).map(|(slot, units)| exact(slot.drag) * (slot.units + units)).sum();
    let weights: Vec<f64> = values.iter().map(|value| float(*value) / household.capital).collect();
    let off: Vec<f64> = weights.iter().zip(&household.instruments).map(|(w, listing)| w - listing.target).collect();
    let drift_price = drift_price(household, &values).round_dp(PLACES);
    let flows: Decimal = household.slots.iter().zip(units).map(|(slot, units)| cash_of(household, slot, *units)).sum();
    let cash = household.accounts.iter().map(|purse| purse.cash).sum::<Decimal>() + flows;
    let off_target = exact(0.5 * off.iter().map(|part| part.abs()).sum::<f64>()).round_dp(PLACES);
    PlanFigures {
        objective: (tax_price + cost + drift_price + location).normalize(),
        tax_now: sum(&|trade| trade.tax.unwrap_or_default()).normalize(),
        tax_price: tax_price.normalize(),
        tax_later: tax_later.normalize(),
        cost: cost.normalize(),
        drift_price: drift_price.normalize(),
        location_price: location.normalize(),
        realized_short_term: of_term(Term::Short).normalize(),
        realized_long_term: of_term(Term::Long).normalize(),
        traded: sum(&|trade| match trade.side {
            Side::Sell | Side::Buy => trade.amount,
        })
        .normalize(),
        off_target: off_target.normalize(),
        tracking_error: household.risk.as_ref().map(|risk| risk.deviation(&off)),
        cash: cash.normalize(),
    }
}

/// Priced tax of what is sold, and tax of what is kept if it were sold today.
fn taxes(household: &Household<'_>, trades: &[PlannedTrade]) -> (Decimal, Decimal) {
    let (mut priced, mut later) = (Decimal::ZERO, Decimal::ZERO);
    let request = household.request;
    let lots = trades.iter().flat_map(|trade| &trade.lots);
    let sold: HashMap<&str, (Decimal, Option<Decimal>)> =
        lots.map(|closed| (closed.lot.as_str(), (closed.units, closed.gain))).collect();
    for slot in &household.slots {
        let price = household.instruments[slot.instrument].price_base;
        for parcel in slot.parcels.iter().filter(|parcel| parcel.is_taxed) {
            let lot = &request.lots[parcel.lot];
            let days = household.rules.days_to_long_term(lot.opened_on, request.date);
            let gone = sold.get(lot.id.as_str()).copied();
            if let Some((_, Some(gain))) = gone {
                priced += gain * exact(request.deferral.price_per_gain(days, household.tax_rates));
            }
            let kept = parcel.quantity - gone.map_or(Decimal::ZERO, |(units, _)| units);
            if let (true, Some(cost)) = (kept > Decimal::ZERO, parcel.cost_of(kept)) {
                later += (kept * price - cost) * exact(household.tax_rates.of(parcel.term));
            }
        }
    }
    (priced.round_dp(PLACES), later.round_dp(PLACES))
}

fn drift_price(household: &Household<'_>, values: &[Decimal]) -> Decimal {
    match (household.request.drift_price, &household.risk) {
        (DriftPrice::Absolute { per_unit }, _) => {
            let distance = |(value, aim): (&Decimal, &Decimal)| (*value - *aim).abs();
            exact(per_unit) * values.iter().zip(&household.aims).map(distance).sum::<Decimal>()
        }
        (DriftPrice::Squared { risk_aversion }, Some(risk)) => {
            let values: Vec<f64> = values.iter().map(|value| float(*value)).collect();
            let deviation = risk.deviation(&household.off(&values));
            exact(0.5 * risk_aversion * household.capital * deviation * deviation)
        }
        (DriftPrice::Squared { .. }, None) => Decimal::ZERO,
    }
}

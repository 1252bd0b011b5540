//! How few things a portfolio rests on, and how long it takes to sell.

use indexmap::IndexMap;
use nalgebra::DMatrix;
use serde::Serialize;
use utoipa::ToSchema;

use super::Book;
use crate::{
    Answer, Concentration, EffectiveBets, Holding, LiquidationPlan, LiquidationPosition, RiskError, concentration,
    days_to_liquidate, effective_bets,
};

/// A group of holdings.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupShare {
    /// The group.
    pub name: String,
    /// Values of its holdings, summed.
    pub net_value: f64,
    /// Their sizes, summed.
    pub gross_value: f64,
    /// Part of the gross value of all groups.
    pub share: f64,
}

/// A division into groups.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GroupSpread {
    /// Groups, the largest first.
    pub groups: Vec<GroupShare>,
    /// Over the groups by gross value.
    pub concentration: Concentration,
    /// Part of the gross value of holdings of which the group is not known. They are in no group.
    pub unknown_share: f64,
}

/// How few things it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConcentrationReport {
    /// Over holdings with a value.
    pub holdings: Answer<Concentration>,
    /// Over sectors.
    pub sectors: Answer<GroupSpread>,
    /// Over currencies.
    pub currencies: Answer<GroupSpread>,
    /// Over kinds of assets.
    pub asset_classes: Answer<GroupSpread>,
    /// Over uncorrelated bets, for the covered holdings.
    pub bets: Answer<EffectiveBets>,
}

pub(super) fn report(
    holdings: &[Holding],
    book: &Book,
    sample: &Result<(DMatrix<f64>, Option<f64>), RiskError>,
) -> ConcentrationReport {
    let values: Vec<f64> = holdings.iter().filter_map(|holding| holding.value).collect();
    let bets = match sample {
        Ok((covariance, _)) => Answer::of(effective_bets(&book.weights, covariance)),
        Err(error) => Answer::of(Err(error)),
    };
    ConcentrationReport {
        holdings: Answer::of(concentration(&values)),
        sectors: Answer::of(spread(holdings, |holding| holding.sector.as_deref())),
        currencies: Answer::of(spread(holdings, |holding| holding.currency.as_deref())),
        asset_classes: Answer::of(spread(holdings, |holding| holding.asset_class.as_deref())),
        bets,
    }
}

fn spread<'a>(
    holdings: &'a [Holding],
    group: impl Fn(&'a Holding) -> Option<&'a str>,
) -> Result<GroupSpread, RiskError> {
    let (mut sums, mut unknown) = (IndexMap::<&str, (f64, f64)>::new(), 0.0);
    for holding in holdings {
        let Some(value) = holding.value else { continue };
        match group(holding) {
            Some(name) => {
                let (net, gross) = sums.entry(name).or_default();
                *net += value;
                *gross += value.abs();
            }
            None => unknown += value.abs(),
        }
    }
    let grosses: Vec<f64> = sums.values().map(|(_, gross)| *gross).collect();
    let total: f64 = grosses.iter().sum();
    if sums.is_empty() {
        return Err(RiskError::Undefined { figure: "concentration", why: "no holding with a value has such a group" });
    }
    let concentration = concentration(&grosses)?;
    let one = |(name, (net_value, gross_value)): (&str, (f64, f64))| {
        let share = gross_value / total;
        GroupShare { name: name.to_owned(), net_value, gross_value, share }
    };
    let mut groups: Vec<GroupShare> = sums.into_iter().map(one).collect();
    groups.sort_by(|a, b| b.gross_value.total_cmp(&a.gross_value));
    Ok(GroupSpread { groups, concentration, unknown_share: unknown / (total + unknown) })
}

/// Of holdings with a value.
pub(super) fn liquidity(holdings: &[Holding], participation: f64) -> Result<LiquidationPlan, RiskError> {
    let position = |holding: &Holding| {
        let (name, average_daily_value) = (holding.name.clone(), holding.average_daily_value);
        holding.value.map(|value| LiquidationPosition { name, value, average_daily_value })
    };
    let positions: Vec<LiquidationPosition> = holdings.iter().filter_map(position).collect();
    days_to_liquidate(&positions, participation)
}

//! Shares of the total value by sector, asset class and currency.

use std::collections::BTreeMap;

use model::instrument::AssetClass;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{CashValue, PositionValue};
use crate::unknown::{Ratio, Total, Unknown, ratio};

/// The name of the slice that holds cash.
const CASH: &str = "Cash";

/// A share of the total.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct Slice {
    /// Its name; none for what is not classified.
    pub name: Option<String>,
    /// Its value in the base currency.
    pub value: Total,
    /// Value ÷ total value.
    pub weight: Ratio,
    /// How many positions (not cash balances) are in it.
    pub n_positions: usize,
}

pub(super) fn by_sector(positions: &[PositionValue], cash: &[CashValue], total: &Total) -> Vec<Slice> {
    slices(positions, cash, total, |p| p.sector.clone(), |_| CASH.to_owned())
}

pub(super) fn by_asset_class(positions: &[PositionValue], cash: &[CashValue], total: &Total) -> Vec<Slice> {
    slices(positions, cash, total, |p| Some(class_name(p.asset_class).to_owned()), |_| CASH.to_owned())
}

pub(super) fn by_currency(positions: &[PositionValue], cash: &[CashValue], total: &Total) -> Vec<Slice> {
    slices(positions, cash, total, |p| Some(p.currency.to_string()), |c| c.currency.to_string())
}

fn class_name(class: AssetClass) -> &'static str {
    match class {
        AssetClass::Equity => "Equity",
        AssetClass::Fund => "Fund",
        AssetClass::Bond => "Bond",
        AssetClass::Future => "Future",
        AssetClass::Option => "Option",
        AssetClass::Fx => "Currency pair",
        AssetClass::Crypto => "Crypto",
        AssetClass::Cash => CASH,
    }
}

/// The parts of one slice and how many of them are positions.
#[derive(Default)]
struct Parts {
    values: Vec<Result<Decimal, Unknown>>,
    n_positions: usize,
}

fn slices(
    positions: &[PositionValue],
    cash: &[CashValue],
    total: &Total,
    position_name: impl Fn(&PositionValue) -> Option<String>,
    cash_name: impl Fn(&CashValue) -> String,
) -> Vec<Slice> {
    let mut by_name: BTreeMap<Option<String>, Parts> = BTreeMap::new();
    for p in positions {
        let parts = by_name.entry(position_name(p)).or_default();
        parts.values.push(p.market_value_base.get());
        parts.n_positions += 1;
    }
    for c in cash {
        by_name.entry(Some(cash_name(c))).or_default().values.push(c.value_base.get());
    }
    let slice = |(name, parts): (Option<String>, Parts)| {
        let value = Total::sum(parts.values);
        let weight = ratio(value.get(), total.get(), "the total value");
        Slice { name, value, weight, n_positions: parts.n_positions }
    };
    let mut slices: Vec<Slice> = by_name.into_iter().map(slice).collect();
    slices.sort_by_key(|s| std::cmp::Reverse(s.value.known_part));
    slices
}

//! Wash sales over all accounts of a household (26 U.S.C. §1091): which losses are disallowed, and which replacement takes them.
//!
//! # Rules
//! - Losses are dealt with in the order of the sales; of one day, in the order in which what was sold had been bought
//!   (26 CFR §1.1091-1(b)).
//! - The replacements of a loss are the units bought within the window, the earliest first ((c), (d)). A unit that has replaced one
//!   loss is disregarded for every other ((e)).
//! - What is sold together with or before the loss is no replacement for it, nor is the rest of the lot that was sold itself
//!   (Rev. Rul. 56-602).
//! - The disallowed loss raises the basis of the replacement, and the holding period of what was sold is added to the
//!   replacement's own (§1091(d), §1223(3)).
//! - A replacement in a tax-sheltered account takes no basis: the loss is lost for good (Rev. Rul. 2008-5). The same is held for
//!   a spouse's sheltered account; a spouse's taxable lot takes the basis.
//! - Units of a lot that took a loss are sold before the others of the lot, in the order in which they took it. The law leaves
//!   that open; brokers split the lot.
//!
//! Chains follow: the basis that a replacement took makes its own later loss larger, and that loss can be disallowed in turn.
//!
//! Not here: which assets are substantially identical (the caller gives groups), options and short sales (§1091(e), (f)), and units
//! before a split: the caller gives all units of a group in terms of one day.

mod household;
mod segments;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{TaxError, TaxRules, Term, WashSaleWindow};
use household::Household;

/// A lot of anyone in the household, open or long sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseholdLot {
    /// Its name, no name twice.
    pub id: String,
    /// What it is: lots with the same group are substantially identical.
    pub group: String,
    /// The account's tax is sheltered: gains there are not taxed as they come, and a loss that is replaced there is lost.
    pub sheltered: bool,
    /// The day it was bought, for the window. Left out when it did not come by a purchase (a transfer, a gift): then it
    /// replaces nothing.
    #[serde(default)]
    pub bought: Option<NaiveDate>,
    /// The day from which the holding period counts.
    pub held_since: NaiveDate,
    /// Units, above zero, before any sale.
    #[schema(value_type = String)]
    pub units: Decimal,
}

/// A sale of units of one lot. Sales of all lots of a group are needed, those in sheltered accounts too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LotSale {
    /// Its name, no name twice.
    pub id: String,
    /// The lot.
    pub lot_id: String,
    /// The day.
    pub sold: NaiveDate,
    /// Units, above zero.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// Proceeds less cost before any wash sale; below zero for a loss.
    #[schema(value_type = String)]
    pub gain: Decimal,
}

/// What wash sales make of sales and lots.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct WashSaleReport {
    /// One for each sale out of a taxable account, in the order in which they were dealt with.
    pub sales: Vec<AdjustedSale>,
    /// Lots with units left that took a loss, in the order given.
    pub lots: Vec<AdjustedLot>,
}

/// A sale with what wash sales change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdjustedSale {
    /// The sale's name.
    pub id: String,
    /// Its day.
    pub sold: NaiveDate,
    /// Basis that the units had taken from earlier losses; it lowers the gain.
    #[schema(value_type = String)]
    pub basis_added: Decimal,
    /// The gain after that; below zero for a loss.
    #[schema(value_type = String)]
    pub gain: Decimal,
    /// The part of the loss that is disallowed, above zero.
    #[schema(value_type = String)]
    pub disallowed: Decimal,
    /// The part of it that is added to no basis, because the replacement is sheltered.
    #[schema(value_type = String)]
    pub lost: Decimal,
    /// The gain that counts: `gain + disallowed`.
    #[schema(value_type = String)]
    pub allowed_gain: Decimal,
    /// The units by their holding period.
    pub portions: Vec<SalePortion>,
    /// What replaced them.
    pub replacements: Vec<Replacement>,
    /// A purchase up to this day would still disallow more of the loss; null when there is no loss that counts.
    pub open_until: Option<NaiveDate>,
}

/// Units of a sale with one holding period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SalePortion {
    /// How many.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// The day from which they count as held, what was added by wash sales included.
    pub held_since: NaiveDate,
    /// Their gain, with the basis they took.
    #[schema(value_type = String)]
    pub gain: Decimal,
    /// The part of a loss that is disallowed.
    #[schema(value_type = String)]
    pub disallowed: Decimal,
}

/// Units that replaced units sold at a loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Replacement {
    /// The lot.
    pub lot_id: String,
    /// How many.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// The loss that they disallow.
    #[schema(value_type = String)]
    pub disallowed: Decimal,
    /// What is added to their basis: the same, or 0 in a sheltered account.
    #[schema(value_type = String)]
    pub basis_added: Decimal,
    /// The day from which they now count as held; null in a sheltered account.
    pub held_since: Option<NaiveDate>,
}

/// An open lot with the losses that it took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AdjustedLot {
    /// The lot.
    pub lot_id: String,
    /// Its units left, those that took losses first.
    pub parts: Vec<LotPart>,
}

/// Units of a lot that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotPart {
    /// How many.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// What was added to their basis.
    #[schema(value_type = String)]
    pub basis_added: Decimal,
    /// The day from which they count as held.
    pub held_since: NaiveDate,
}

impl AdjustedSale {
    /// What counts, by term.
    #[must_use]
    pub fn by_term(&self, rules: &TaxRules) -> Vec<(Term, Decimal)> {
        let counts =
            |portion: &SalePortion| (rules.term(portion.held_since, self.sold), portion.gain + portion.disallowed);
        self.portions.iter().map(counts).collect()
    }
}

/// Places after the point to which a part of a loss is rounded. The last part takes the rest, so that nothing is lost between
/// them.
pub(crate) const PLACES: u32 = 8;

/// Deals with all sales of a household, the earliest first.
///
/// # Errors
/// [`TaxError::Input`] when names are given twice or not at all, units are not above zero, a sale is before its lot, or more units
/// of a lot are sold than it has.
pub fn wash_sales(
    window: WashSaleWindow,
    lots: &[HouseholdLot],
    sales: &[LotSale],
) -> Result<WashSaleReport, TaxError> {
    let mut household = Household::open(lots, sales)?;
    let mut ordered: Vec<&LotSale> = sales.iter().collect();
    // The sort is stable: what the day and the lot's age leave open stays in the order given.
    ordered.sort_by_key(|sale| (sale.sold, household.lot(&sale.lot_id).held_since));
    let mut report = WashSaleReport::default();
    for sale in ordered {
        let position = household.by_id[sale.lot_id.as_str()];
        let portions = household.parts[position].take(sale.units);
        if let Some(today) = household.still_today.get_mut(&(position, sale.sold)) {
            *today -= sale.units;
        }
        if !lots[position].sheltered {
            report.sales.push(household.settle(window, position, sale, &portions));
        }
    }
    report.lots = lots
        .iter()
        .zip(&household.parts)
        .filter(|(lot, parts)| !lot.sheltered && parts.has_adjusted())
        .map(|(lot, parts)| AdjustedLot { lot_id: lot.id.clone(), parts: parts.left() })
        .collect();
    Ok(report)
}

/// The share of `amount` that falls on `units` of `of`, to [`PLACES`]; all of it for all units.
pub(crate) fn part_of(amount: Decimal, units: Decimal, of: Decimal) -> Decimal {
    if units == of {
        return amount;
    }
    let share = amount.checked_mul(units).and_then(|product| product.checked_div(of));
    share.unwrap_or_else(|| amount * (units / of)).round_dp(PLACES)
}

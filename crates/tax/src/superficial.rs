//! Superficial losses (Canada, Income Tax Act s.54): losses denied because the same is bought around the sale and still held after.
//!
//! # Rules
//! - Bought means: acquired by anyone in the household, in any account, from 30 days before to 30 days after. Held means: by
//!   anyone of them at the end of the last of these days.
//! - Of a loss `L` on `S` units, `min(S, P, B) / S · L` is denied, with `P` units bought in the window and `B` units held at its end
//!   (IT-456R, CRA 2022-0940941C6), all identical units, those from before included.
//! - The denied loss is added to the adjusted cost base of who holds the units at the end, in proportion, from the later of the
//!   sale and the purchase (s.53(1)(f)). What falls on a registered account (RRSP, TFSA) is lost.
//! - A unit bought counts for one loss only, the earlier sale's. The formula is silent on that.
//!
//! Chains follow: what was added makes a later loss of the same pool larger, and that loss can be denied in turn.

mod group;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{TaxError, WashSaleWindow};
use group::Group;

const ZERO: Decimal = Decimal::ZERO;

/// Units that come to or leave a holder's pool. All movements are needed from the time when the pool was empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UnitMovement {
    /// Its name, no name twice.
    pub id: String,
    /// What it is: movements of a group are of identical property.
    pub group: String,
    /// Whose pool: a person, or one registered account.
    pub holder: String,
    /// The pool is a registered account.
    pub sheltered: bool,
    /// The day.
    pub date: NaiveDate,
    /// Units: above zero acquired, below zero disposed of.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// Of a disposal: proceeds less average cost, before any superficial loss. Left out for acquisitions and in registered
    /// accounts.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub gain: Option<Decimal>,
}

/// What superficial losses make of the disposals.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct SuperficialReport {
    /// One for each disposal with a gain or loss, by day.
    pub disposals: Vec<SuperficialLoss>,
    /// What pools still hold of what was added: what raises the adjusted cost base today.
    pub added: Vec<AcbAddition>,
}

/// A disposal with the part of its loss that is denied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SuperficialLoss {
    /// The movement's name.
    pub id: String,
    /// Its day.
    pub date: NaiveDate,
    /// What the units carried of earlier denied losses; it lowers the gain.
    #[schema(value_type = String)]
    pub cost_added: Decimal,
    /// The gain after that.
    #[schema(value_type = String)]
    pub gain: Decimal,
    /// The part of the loss that is denied, above zero.
    #[schema(value_type = String)]
    pub denied: Decimal,
    /// The part of it that fell on registered accounts.
    #[schema(value_type = String)]
    pub lost: Decimal,
    /// The gain that counts: `gain + denied`.
    #[schema(value_type = String)]
    pub allowed_gain: Decimal,
    /// Where the denied loss went.
    pub additions: Vec<AcbAddition>,
    /// The last day of the window; what is held then decides.
    pub decided_on: NaiveDate,
    /// That day is over. Until then, what is held on the day of the report is taken to stay.
    pub decided: bool,
}

/// A denied loss on its way into a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcbAddition {
    /// What it is.
    pub group: String,
    /// Whose pool.
    pub holder: String,
    /// Added to its cost.
    #[schema(value_type = String)]
    pub amount: Decimal,
    /// From this day.
    pub from: NaiveDate,
}

/// Finds the superficial losses up to and including `as_of`.
///
/// # Errors
/// [`TaxError::Input`] when names are given twice, units are zero, a movement is after `as_of`, more is disposed of than a pool
/// holds, a taxed disposal has no gain, or a holder is both a registered account and not.
pub fn superficial_losses(
    window: WashSaleWindow,
    movements: &[UnitMovement],
    as_of: NaiveDate,
) -> Result<SuperficialReport, TaxError> {
    let mut groups: BTreeMap<&str, Vec<&UnitMovement>> = BTreeMap::new();
    let mut names = BTreeSet::new();
    for movement in movements {
        let problem = if !names.insert(movement.id.as_str()) {
            "listed twice; give every movement a name of its own"
        } else if movement.units.is_zero() {
            "moves no units; leave it out"
        } else if movement.date > as_of {
            "after the day of the report; leave it out or report later"
        } else if movement.units < ZERO && movement.gain.is_none() && !movement.sheltered {
            "a disposal without its gain; give proceeds less average cost"
        } else {
            groups.entry(movement.group.as_str()).or_default().push(movement);
            continue;
        };
        return fail(format!("{}: {problem}", movement.id));
    }
    let mut report = SuperficialReport::default();
    for (name, mut group) in groups {
        group.sort_by_key(|movement| (movement.date, movement.units < ZERO));
        Group::new(name, window, as_of, group)?.run(&mut report)?;
    }
    report.disposals.sort_by_key(|loss| loss.date);
    Ok(report)
}

fn fail<T>(problem: String) -> Result<T, TaxError> {
    Err(TaxError::Input { field: "movements", problem })
}

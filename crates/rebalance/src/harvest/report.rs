//! What harvesting answers.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::id::{AccountId, InstrumentId, LotId};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::{Term, Waiting};
use utoipa::ToSchema;

/// Losses that could be taken, the most valuable first, and what belongs to them. Money is in the base currency.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct HarvestReport {
    /// Lots at a loss.
    pub candidates: Vec<HarvestCandidate>,
    /// Lots at a gain that will turn long-term, the soonest first.
    pub waiting: Vec<WaitingLot>,
    /// Replacements for each instrument among the candidates; empty when none were asked for.
    #[schema(value_type = std::collections::HashMap<String, Replacements>)]
    pub replacements: BTreeMap<InstrumentId, Replacements>,
    /// Lots of which nothing can be said, with the reason.
    pub unknown: Vec<UnknownLot>,
}

/// A lot at a loss.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HarvestCandidate {
    /// The lot.
    pub lot_id: LotId,
    /// Where it is.
    pub account_id: AccountId,
    /// What it is.
    pub instrument_id: InstrumentId,
    /// Its units.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// What it is worth.
    #[schema(value_type = String)]
    pub value: Decimal,
    /// What it cost, what earlier losses added to that included.
    #[schema(value_type = String)]
    pub cost: Decimal,
    /// What earlier losses added to its cost, zero or more.
    #[schema(value_type = String)]
    pub basis_added: Decimal,
    /// The unrealized loss, above zero.
    #[schema(value_type = String)]
    pub loss: Decimal,
    /// Its term today; short while any of its units is.
    pub term: Term,
    /// The day from which it counts as held; the latest day when its units differ.
    pub held_since: NaiveDate,
    /// Its units by what they took of earlier losses, those that are sold first in front; one entry where all are alike.
    pub parts: Vec<HarvestPart>,
    /// The part of the loss that would count.
    #[schema(value_type = String)]
    pub allowed_loss: Decimal,
    /// Tax that it saves now.
    #[schema(value_type = String)]
    pub tax_saved: Decimal,
    /// Tax that it brings later, as far as that counts today.
    #[schema(value_type = String)]
    pub tax_later: Decimal,
    /// What selling it and buying the replacement costs.
    #[schema(value_type = String)]
    pub trading_cost: Decimal,
    /// `tax_saved − tax_later − trading_cost`; below zero when it is not worth it.
    #[schema(value_type = String)]
    pub harvest_value: Decimal,
    /// What stands against it.
    pub wash: WashStatus,
    /// It saves more while it is short-term, until this day; null when there is no such day.
    pub wait: Option<Waiting>,
}

/// Units of a lot that are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HarvestPart {
    /// How many.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// What they are worth.
    #[schema(value_type = String)]
    pub value: Decimal,
    /// What they cost, with what earlier losses added.
    #[schema(value_type = String)]
    pub cost: Decimal,
    /// What earlier losses added.
    #[schema(value_type = String)]
    pub basis_added: Decimal,
    /// The day from which they count as held, what wash sales added included.
    pub held_since: NaiveDate,
    /// Their term today.
    pub term: Term,
}

impl HarvestPart {
    /// Value less cost; below zero for a loss.
    pub(super) fn gain(&self) -> Decimal {
        self.value - self.cost
    }
}

/// What stands against a loss.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct WashStatus {
    /// The part of the loss that would not count, were the lot sold today.
    #[schema(value_type = String)]
    pub disallowed: Decimal,
    /// The part of it that would be lost for good, because the replacement is in a sheltered account.
    #[schema(value_type = String)]
    pub lost: Decimal,
    /// The purchases that stand against it, the earliest first; empty when nothing does.
    pub blocks: Vec<Block>,
    /// The first day on which none of these purchases stands against a sale; null when none does today.
    pub clear_from: Option<NaiveDate>,
    /// Sold today, nothing identical may be bought before this day, in any account of the household; null where the law does not
    /// mind.
    pub repurchase_from: Option<NaiveDate>,
}

/// A purchase that stands against a loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Block {
    /// What was bought: the same, or something substantially identical.
    pub instrument_id: InstrumentId,
    /// In which account.
    pub account_id: AccountId,
    /// Its name.
    pub account: String,
    /// Whose it is.
    pub owner: String,
    /// The account is sheltered: the loss would be lost for good.
    pub sheltered: bool,
    /// When it was bought, or will be.
    pub date: NaiveDate,
    /// It is still to come: it can be stopped.
    pub pending: bool,
    /// Units that would replace units of the lot.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// The last day on which it stands against a sale.
    pub until: NaiveDate,
}

/// A lot at a gain that will turn long-term.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = HarvestWaitingLot)] // the optimizer has a schema of the shorter name
pub struct WaitingLot {
    /// The lot.
    pub lot_id: LotId,
    /// Where it is.
    pub account_id: AccountId,
    /// What it is.
    pub instrument_id: InstrumentId,
    /// Units that wait until the same day: all of the lot, but where a wash sale made a part of it older.
    #[schema(value_type = String)]
    pub units: Decimal,
    /// The day from which they count as held.
    pub held_since: NaiveDate,
    /// Their unrealized gain, what earlier losses added to their cost taken off.
    #[schema(value_type = String)]
    pub gain: Decimal,
    /// How long, and what it saves.
    pub hint: Waiting,
}

/// A lot of which nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnknownLot {
    /// The lot.
    pub lot_id: LotId,
    /// What is missing.
    pub gap: LotGap,
    /// The same in words, with what to do.
    pub message: String,
}

/// Why nothing can be said of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LotGap {
    /// It has no price in the base currency.
    NoPrice,
    /// Its cost in the base currency is not known.
    NoCost,
    /// It is sold short.
    Short,
    /// Its value has more than 28 digits.
    TooLarge,
}

impl LotGap {
    pub(super) fn message(self, symbol: &str) -> String {
        match self {
            Self::NoPrice => {
                format!("{symbol} has no price in the base currency today; import or enter price and rate")
            }
            Self::NoCost => {
                format!("what {symbol} cost in the base currency is not known; import the rate of that day")
            }
            Self::Short => format!("{symbol} is sold short; losses on short lots are not looked for"),
            Self::TooLarge => format!("the value of {symbol} is too large to be exact; check quantity and price"),
        }
    }
}

/// What could take the place of an instrument.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
pub struct Replacements {
    /// The most similar first.
    pub ranked: Vec<RankedReplacement>,
    /// What was left out, with the reason.
    pub excluded: Vec<Excluded>,
}

/// A replacement and how similar it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RankedReplacement {
    /// What to hold instead.
    pub instrument_id: InstrumentId,
    /// The mean of `correlation` and `exposure_similarity`, at most 1; the correlation alone where the other is not known.
    pub score: f64,
    /// Of the common daily returns, −1 to 1.
    pub correlation: f64,
    /// How alike the exposures to the factors are, 0 to 1: `1 − ‖a − b‖ / (‖a‖ + ‖b‖)` in the factors' covariance. Null when it
    /// cannot be estimated.
    pub exposure_similarity: Option<f64>,
    /// Volatility of the difference of both returns, a year's.
    pub tracking_error: f64,
    /// Common returns that this rests on.
    pub n_observations: usize,
    /// It has a lot at a loss itself: do not buy what is to be harvested as well.
    pub is_candidate: bool,
}

/// An instrument that is no replacement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Excluded {
    /// Which.
    pub instrument_id: InstrumentId,
    /// Why.
    #[serde(flatten)]
    pub reason: ExclusionReason,
}

/// Why an instrument is no replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum ExclusionReason {
    /// Substantially identical: buying it would undo the loss.
    Identical,
    /// It, or something identical with it, was sold at a loss: buying it before this day would undo that loss.
    SoldAtALoss {
        /// The first day on which it may be bought.
        until: NaiveDate,
    },
    /// Too few common returns to compare.
    TooFewReturns {
        /// How many there are.
        n_observations: usize,
    },
    /// Its returns, or those of what is sold, do not vary.
    NoVariation,
}

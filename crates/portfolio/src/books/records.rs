//! What the books are made of: lots, gains, movements of cash and units.

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId, LotId, TransactionId},
    lot::Lot,
    money::Money,
    transaction::TransactionKind,
};
use rust_decimal::Decimal;
use serde::Serialize;

/// An open lot with its cost in the instrument's own currency and the events that changed it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct OpenLot {
    /// The lot.
    #[serde(flatten)]
    pub lot: Lot,
    /// The cost in the instrument's currency, at the rate of the opening day; unknown where no rate is.
    #[schema(value_type = Option<String>)]
    pub cost_local: Option<Decimal>,
    /// Its cost is its share of a pool.
    pub pooled: bool,
    /// Splits, transfers and other events since, in order.
    pub changed_by: Vec<TransactionId>,
}

impl OpenLot {
    /// An amount with the lot's sign: what was received for a short lot counts against what it costs to close it.
    pub fn signed(&self, amount: Decimal) -> Decimal {
        if self.lot.quantity < Decimal::ZERO { -amount } else { amount }
    }
}

/// A lot, or a part of one, that was closed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct RealizedGain {
    /// The lot.
    pub lot_id: LotId,
    /// The account that held it.
    pub account_id: AccountId,
    /// What was held.
    pub instrument_id: InstrumentId,
    /// The transaction that opened it.
    pub opened_by: TransactionId,
    /// The transaction that closed it.
    pub closed_by: TransactionId,
    /// The day from which the holding period counts.
    pub opened_on: NaiveDate,
    /// The day on which it ended.
    pub closed_on: NaiveDate,
    /// What kind of transaction closed it.
    pub kind: TransactionKind,
    /// Units closed, negative when they were short; zero when only cash beyond the cost came back.
    #[schema(value_type = String)]
    pub quantity: Decimal,
    /// What was received, costs taken off where the account capitalizes them.
    pub proceeds: Money,
    /// What was paid, costs included where the account capitalizes them.
    pub cost: Money,
    /// Proceeds less cost in the currency of the proceeds; unknown where a rate is missing.
    #[schema(value_type = Option<String>)]
    pub gain: Option<Decimal>,
    /// Proceeds in the base currency at the rate of the day they came.
    #[schema(value_type = Option<String>)]
    pub proceeds_base: Option<Decimal>,
    /// Cost in the base currency at the rate of the day it was paid.
    #[schema(value_type = Option<String>)]
    pub cost_base: Option<Decimal>,
    /// The difference of both.
    #[schema(value_type = Option<String>)]
    pub gain_base: Option<Decimal>,
    /// The price's part of it: the gain in the instrument's currency, at the rate of the closing day.
    #[schema(value_type = Option<String>)]
    pub price_gain_base: Option<Decimal>,
    /// The currency's part of it: the rest.
    #[schema(value_type = Option<String>)]
    pub fx_gain_base: Option<Decimal>,
}

/// One movement of cash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct CashEntry {
    /// What caused it.
    pub transaction_id: TransactionId,
    /// When.
    pub date: NaiveDate,
    /// Where.
    pub account_id: AccountId,
    /// What kind of transaction it was.
    pub kind: TransactionKind,
    /// The instrument concerned, if any.
    pub instrument_id: Option<InstrumentId>,
    /// How much; negative when it left.
    pub amount: Money,
}

/// Units of one instrument that came out of another, or went into it: spin-offs, mergers, exercised options.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Exchange {
    /// What caused it.
    pub transaction_id: TransactionId,
    /// When.
    pub date: NaiveDate,
    /// What kind of transaction it was.
    pub kind: TransactionKind,
    /// Where.
    pub account_id: AccountId,
    /// The instrument whose value they were part of.
    pub from_instrument_id: InstrumentId,
    /// The instrument of the units.
    pub instrument_id: InstrumentId,
    /// How many; negative when they were given for the other.
    #[schema(value_type = String)]
    pub quantity: Decimal,
}

/// An amount of income, fees or taxes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct BookedAmount {
    /// What caused it.
    pub transaction_id: TransactionId,
    /// When.
    pub date: NaiveDate,
    /// What kind of transaction it was.
    pub kind: TransactionKind,
    /// Where.
    pub account_id: AccountId,
    /// The instrument concerned, if any.
    pub instrument_id: Option<InstrumentId>,
    /// How much.
    pub amount: Money,
}

/// Money or units that crossed the border of an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct ExternalFlow {
    /// What caused it.
    pub transaction_id: TransactionId,
    /// When.
    pub date: NaiveDate,
    /// What kind of transaction it was.
    pub kind: TransactionKind,
    /// The account it came into or left.
    pub account_id: AccountId,
    /// Between two accounts of the workspace: a flow for each of them, none for the whole.
    pub between_accounts: bool,
    /// The flow.
    pub what: FlowUnits,
}

/// What flowed; negative when it left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum FlowUnits {
    /// Cash.
    Cash {
        /// How much.
        amount: Money,
    },
    /// Units, worth their price on that day.
    Units {
        /// Of what.
        instrument_id: InstrumentId,
        /// How many.
        #[schema(value_type = String)]
        quantity: Decimal,
    },
}

/// A change of held units.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct UnitChange {
    /// What caused it.
    pub transaction_id: TransactionId,
    /// When.
    pub date: NaiveDate,
    /// What kind of transaction it was.
    pub kind: TransactionKind,
    /// Where.
    pub account_id: AccountId,
    /// Of what.
    pub instrument_id: InstrumentId,
    /// How many more; negative when fewer.
    #[schema(value_type = String)]
    pub quantity: Decimal,
}

/// Cash of one currency in one account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct CashBalance {
    /// The account.
    pub account_id: AccountId,
    /// The currency.
    pub currency: Currency,
    /// How much; negative when owed.
    #[schema(value_type = String)]
    pub amount: Decimal,
}

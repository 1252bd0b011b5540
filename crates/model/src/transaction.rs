//! Transactions: the events from which lots, positions and cash are folded.

mod shape;

use std::ops::Deref;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    currency::Currency,
    error::ValueError,
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    lot::LotChoice,
    names::named_enum,
    time::Timestamp,
};

named_enum! {
    /// What happened. `transaction/shape.rs` says which fields each kind has.
    TransactionKind ("transaction kind") {
        /// Units bought; cash falls by quantity × price × multiplier + fees + taxes.
        Buy = "buy",
        /// Units sold; cash rises by quantity × price × multiplier − fees − taxes.
        Sell = "sell",
        /// Units sold that were not held.
        Short = "short",
        /// Short units bought back.
        Cover = "cover",
        /// Cash paid in: an external flow.
        Deposit = "deposit",
        /// Cash paid out: an external flow.
        Withdrawal = "withdrawal",
        /// `amount` of `currency` becomes `counter_amount` of `counter_currency`.
        CurrencyConversion = "currency_conversion",
        /// What was there when the books began: cash (`amount`) or units at a unit cost (`price`). An external flow.
        OpeningBalance = "opening_balance",
        /// Cash income of an instrument: `amount` gross, `taxes` withheld.
        Dividend = "dividend",
        /// Interest received, or charged when `amount` is negative.
        Interest = "interest",
        /// A fee charged.
        Fee = "fee",
        /// A tax charged.
        Tax = "tax",
        /// Cash or units moved to `counter_account_id`; lots keep their cost and date.
        Transfer = "transfer",
        /// `ratio_new` units for every `ratio_old`.
        Split = "split",
        /// `ratio_new` units of `other_instrument_id` for every `ratio_old` held, with `cost_fraction` of the cost.
        SpinOff = "spin_off",
        /// Units become `ratio_new` units of `other_instrument_id` for every `ratio_old`, and/or cash `amount`.
        Merger = "merger",
        /// The instrument is called `new_symbol` from this day on.
        SymbolChange = "symbol_change",
        /// Cash `amount` that lowers the cost of the lots.
        ReturnOfCapital = "return_of_capital",
        /// `quantity` units received without cost, spread over the lots.
        StockDividend = "stock_dividend",
        /// All units end at `price`, often zero.
        Delisting = "delisting",
        /// A long option used: `other_instrument_id` is bought or sold at the strike.
        OptionExercise = "option_exercise",
        /// A short option used against the writer.
        OptionAssignment = "option_assignment",
        /// An option that ended worthless.
        OptionExpiry = "option_expiry",
    }
}

/// What a person or a file says of a transaction. Amounts are in `currency`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransactionFields {
    /// The account in which it happened.
    pub account_id: AccountId,
    /// What happened.
    pub kind: TransactionKind,
    /// The trade's or event's date.
    pub trade_date: NaiveDate,
    /// When cash and units changed hands, if other.
    #[serde(default)]
    pub settlement_date: Option<NaiveDate>,
    /// The instrument concerned.
    #[serde(default)]
    pub instrument_id: Option<InstrumentId>,
    /// Units, above zero.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub quantity: Option<Decimal>,
    /// Price per unit.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub price: Option<Decimal>,
    /// The cash currency of this row.
    pub currency: Currency,
    /// Cash amount, where the kind has one.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub amount: Option<Decimal>,
    /// Commission and fees paid with it; zero or more.
    #[serde(default)]
    #[schema(value_type = String)]
    pub fees: Decimal,
    /// Taxes withheld or charged with it; zero or more.
    #[serde(default)]
    #[schema(value_type = String)]
    pub taxes: Decimal,
    /// The other side of a conversion.
    #[serde(default)]
    pub counter_currency: Option<Currency>,
    /// What the other side of a conversion received.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub counter_amount: Option<Decimal>,
    /// The receiving account of a transfer.
    #[serde(default)]
    pub counter_account_id: Option<AccountId>,
    /// The new instrument of a spin-off or merger, the underlying of an exercise.
    #[serde(default)]
    pub other_instrument_id: Option<InstrumentId>,
    /// New units …
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub ratio_new: Option<Decimal>,
    /// … for this many old ones.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub ratio_old: Option<Decimal>,
    /// Part of the cost (0 to 1) that moves to the spun-off instrument.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub cost_fraction: Option<Decimal>,
    /// The symbol after a symbol change.
    #[serde(default)]
    pub new_symbol: Option<String>,
    /// The lots that a sale, cover or transfer of units takes, adding up to `quantity`; the account's lot method chooses
    /// where none are named. Left out of JSON when empty: imports recognize rows by the hash of what they say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<LotChoice>,
    /// The broker's own identity of it.
    #[serde(default)]
    pub external_ref: Option<String>,
    /// A note.
    #[serde(default)]
    pub note: Option<String>,
}

impl TransactionFields {
    /// A transaction of a kind with nothing else set.
    pub fn plain(account_id: AccountId, kind: TransactionKind, trade_date: NaiveDate, currency: Currency) -> Self {
        Self {
            account_id,
            kind,
            trade_date,
            settlement_date: None,
            instrument_id: None,
            quantity: None,
            price: None,
            currency,
            amount: None,
            fees: Decimal::ZERO,
            taxes: Decimal::ZERO,
            counter_currency: None,
            counter_amount: None,
            counter_account_id: None,
            other_instrument_id: None,
            ratio_new: None,
            ratio_old: None,
            cost_fraction: None,
            new_symbol: None,
            lots: Vec::new(),
            external_ref: None,
            note: None,
        }
    }

    /// Everything that is wrong with it; empty when nothing is.
    pub fn check(&self) -> Vec<ValueError> {
        shape::check(self)
    }
}

/// A transaction of the workspace, in one revision. Its fields have passed [`TransactionFields::check`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Transaction {
    /// Its identity through all revisions.
    pub id: TransactionId,
    /// 1 for the first, one more for each correction.
    pub revision: u32,
    /// When this revision became known.
    pub known_at: Timestamp,
    /// The import that brought it, if any.
    pub import_id: Option<ImportId>,
    #[serde(flatten)]
    fields: TransactionFields,
}

impl Transaction {
    /// A revision of a transaction.
    ///
    /// # Errors
    /// Everything that [`TransactionFields::check`] finds.
    pub fn new(
        id: TransactionId,
        revision: u32,
        known_at: Timestamp,
        import_id: Option<ImportId>,
        fields: TransactionFields,
    ) -> Result<Self, Vec<ValueError>> {
        let wrong = fields.check();
        if wrong.is_empty() { Ok(Self { id, revision, known_at, import_id, fields }) } else { Err(wrong) }
    }

    /// What it says.
    pub fn fields(&self) -> &TransactionFields {
        &self.fields
    }

    /// What it says, to make a corrected revision of.
    pub fn into_fields(self) -> TransactionFields {
        self.fields
    }
}

impl Deref for Transaction {
    type Target = TransactionFields;
    fn deref(&self) -> &TransactionFields {
        &self.fields
    }
}

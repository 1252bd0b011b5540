//! What is to be rebalanced, as a person or a program gives it. Decimals are strings in JSON.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use indexmap::IndexMap;
use model::{account::AccountKind, currency::Currency};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use tax::{Deferral, Jurisdiction, LotOrder, TaxRates, TaxRules};
use utoipa::ToSchema;

use crate::targets::TargetModel;

/// A household's accounts and lots, what they should become, and what counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RebalanceRequest {
    /// The day of the trades: holding periods and wash-sale windows are counted to it.
    pub date: NaiveDate,
    /// The currency of all amounts below that name none.
    pub base_currency: Currency,
    /// Units of the base currency for one unit of another.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, String>)]
    pub rates: BTreeMap<Currency, Decimal>,
    /// What is held or wanted, by name.
    #[schema(value_type = BTreeMap<String, TradedInstrument>)]
    pub instruments: IndexMap<String, TradedInstrument>,
    /// The accounts of the household.
    pub accounts: Vec<HouseholdAccount>,
    /// What they hold.
    #[serde(default)]
    pub lots: Vec<HeldLot>,
    /// What they should hold together.
    pub target: TargetModel,
    /// Which trades may be made.
    #[serde(default)]
    pub mode: Mode,
    /// What is rebalanced.
    #[serde(default)]
    pub scope: Scope,
    /// How far it is brought back.
    #[serde(default)]
    pub steer_to: SteerTo,
    /// What drift costs.
    #[serde(default)]
    pub drift_price: DriftPrice,
    /// Covariance of yearly returns, for the tracking error and the squared drift price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<Covariance>,
    /// Whole shares or fractions.
    #[serde(default)]
    pub shares: Shares,
    /// Trades smaller than this are not made, unless they close a position.
    #[serde(default)]
    pub minimum_trade: Smallest,
    /// Cash that all accounts together keep.
    #[serde(default)]
    pub cash_buffer: Smallest,
    /// Whose tax rules.
    #[serde(default)]
    pub jurisdiction: Jurisdiction,
    /// Rules in place of the jurisdiction's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub rules: Option<TaxRules>,
    /// The user's rates, for taxable accounts.
    pub tax_rates: TaxRates,
    /// How later tax is counted today.
    #[serde(default)]
    pub deferral: Deferral,
    /// Purchases within the wash-sale window that are no open lot of this request: since sold again, of a spouse, or pending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purchases: Vec<Purchase>,
    /// Sales at a loss within the window: the instrument is not bought back in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loss_sales: Vec<LossSale>,
    /// Years for which the tax drag of an account is counted when it is chosen; 1 when left out.
    #[serde(default = "one_year")]
    pub location_years: f64,
    /// Most quadratic programs of the search; by size and kind of shares when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_nodes: Option<usize>,
}

fn one_year() -> f64 {
    1.0
}

/// An instrument that is held or wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TradedInstrument {
    /// The currency of its price.
    pub currency: Currency,
    /// Price of a unit; null when unknown, which is refused if it is held or wanted.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub price: Option<Decimal>,
    /// Half the distance of bid and ask as a part of the price: what a trade loses by it (0.0005 = 0.05 %).
    #[serde(default)]
    #[schema(value_type = String)]
    pub half_spread: Decimal,
    /// Units of the smallest order when shares are whole; 1 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub lot_size: Option<Decimal>,
    /// It is neither bought nor sold.
    #[serde(default)]
    pub do_not_trade: bool,
    /// Yearly tax on its income, by kind of account.
    #[serde(default)]
    pub tax_drag: AssetDrag,
}

/// Yearly tax on income as a part of the value held (0.012 = 1.2 % a year), by kind of account.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AssetDrag {
    /// In taxable accounts.
    pub taxable: f64,
    /// Where tax is paid on withdrawal.
    pub tax_deferred: f64,
    /// Where none is paid; not zero for withholding taxes that are lost there.
    pub tax_free: f64,
}

/// One account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HouseholdAccount {
    /// Its name or identity.
    pub id: String,
    /// How it is taxed: sales in sheltered accounts realize nothing.
    pub kind: AccountKind,
    /// Cash by currency.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, String>)]
    pub cash: BTreeMap<Currency, Decimal>,
    /// Which lots a sale takes; the rules' order when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub lot_order: Option<LotOrder>,
    /// Paid for each order, in the base currency.
    #[serde(default)]
    #[schema(value_type = String)]
    pub commission: Decimal,
    /// Money that comes in to be invested (above zero) or is to be paid out (below), in the base currency.
    #[serde(default)]
    #[schema(value_type = String)]
    pub flow: Decimal,
    /// Cash that the account keeps, in the base currency.
    #[serde(default)]
    #[schema(value_type = String)]
    pub cash_minimum: Decimal,
    /// Nothing is traded here.
    #[serde(default)]
    pub do_not_trade: bool,
    /// Instruments that are not traded here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locked: Vec<String>,
    /// The only instruments that can be bought here; any when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buys: Option<Vec<String>>,
}

/// An open lot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldLot {
    /// Its name or identity, no name twice.
    pub id: String,
    /// The account that holds it.
    pub account: String,
    /// What is held.
    pub instrument: String,
    /// Units, above zero.
    #[schema(value_type = String)]
    pub quantity: Decimal,
    /// What all of them cost in the base currency, fees included; null when unknown: in a taxable account it is then not sold.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub cost_base: Option<Decimal>,
    /// The day from which the holding period counts.
    pub opened_on: NaiveDate,
    /// It came otherwise than by a purchase, by a gift or a spin-off: no wash-sale window counts it.
    #[serde(default)]
    pub received: bool,
    /// It is not sold.
    #[serde(default)]
    pub locked: bool,
}

/// A purchase that a wash-sale window must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    /// What was, or will be, bought.
    pub instrument: String,
    /// Where, for the reason's words; any name, also of an account that is not in the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The day; after the request's date for an order or a reinvestment that is pending.
    pub date: NaiveDate,
}

/// A sale at a loss that a wash-sale window must know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LossSale {
    /// What was sold.
    pub instrument: String,
    /// The day, not after the request's.
    pub date: NaiveDate,
}

/// Which trades may be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Purchases and sales.
    #[default]
    Full,
    /// Purchases only, out of cash.
    BuyOnly,
    /// Sales only.
    SellOnly,
}

/// What is rebalanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Every instrument.
    #[default]
    Everything,
    /// Instruments that left their band, and all of a group that left its own.
    Crossed,
}

/// How far a weight is brought back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SteerTo {
    /// To its target.
    #[default]
    Target,
    /// To the nearest edge of its band; a weight inside has itself as its aim.
    BandEdge,
}

/// What a distance from the aims costs, in money of the base currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum DriftPrice {
    /// `per_unit · Σ|value − aim|` over all instruments: 0.02 prices a dollar too much or too little at two cents.
    Absolute {
        /// Price of a unit of money off its aim, above zero.
        per_unit: f64,
    },
    /// `½ · risk_aversion · V · (w − aim)'Σ(w − aim)`, with the value `V` of the household and the covariance `Σ` of yearly returns:
    /// half the squared tracking error, as in the optimizer.
    Squared {
        /// Above zero; the optimizer's `risk_aversion`.
        risk_aversion: f64,
    },
}

impl Default for DriftPrice {
    /// Two cents for each unit of money off its aim.
    fn default() -> Self {
        Self::Absolute { per_unit: 0.02 }
    }
}

/// Covariance of yearly returns. Instruments that are not named move with nothing and have no variance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Covariance {
    /// All of it.
    Dense {
        /// Names of rows and columns.
        instruments: Vec<String>,
        /// `n × n`, symmetric.
        matrix: Vec<Vec<f64>>,
    },
    /// `B F B' + diag(specific)`: faster for many instruments.
    Factor {
        /// Names of the rows.
        instruments: Vec<String>,
        /// `B`, `n × k`.
        exposures: Vec<Vec<f64>>,
        /// `F`, `k × k`, symmetric.
        factor_covariance: Vec<Vec<f64>>,
        /// Variances of their own, `n`.
        specific: Vec<f64>,
    },
}

/// In which units orders are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Shares {
    /// Multiples of the instrument's `lot_size`. A position that is sold out goes whole, with a fraction that it may have.
    Whole,
    /// Decimal fractions.
    Fractional {
        /// Decimal places of a quantity, at most 8.
        #[serde(default = "six")]
        decimals: u32,
    },
}

fn six() -> u32 {
    6
}

impl Default for Shares {
    /// Fractions of six places.
    fn default() -> Self {
        Self::Fractional { decimals: six() }
    }
}

/// An amount of money and a part of the household's value; the larger of the two holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Smallest {
    /// In the base currency.
    #[schema(value_type = String)]
    pub amount: Decimal,
    /// A part of the household's value (0.01 = 1 %).
    #[schema(value_type = String)]
    pub fraction: Decimal,
}

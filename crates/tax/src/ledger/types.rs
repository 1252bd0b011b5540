//! What the ledger is given and what it says.

use chrono::NaiveDate;
use model::currency::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{AssetCategory, FilingStatus, TaxYearRules, Term};

/// One realized gain or loss that counts: what wash sales disallow is already out, what they added to the basis is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxableGain {
    /// The day of the sale.
    pub date: NaiveDate,
    /// The gain in the currency of the rules, negative for a loss.
    #[schema(value_type = String)]
    pub amount: Decimal,
    /// Its term; [`Term::Long`] where the rules know no holding period.
    pub term: Term,
    /// What was sold.
    #[serde(default)]
    pub category: AssetCategory,
}

/// What else decides the tax. What is left out is unknown, and so is every tax that depends on it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// Whose return it is.
    pub filing_status: FilingStatus,
    /// Taxable income of the year after deductions, without capital gains, losses and qualified dividends (United States,
    /// United Kingdom, Canada).
    #[schema(value_type = Option<String>)]
    pub income: Option<Decimal>,
    /// Qualified dividends (United States): taxed by the long-term brackets, below the gains.
    #[schema(value_type = Option<String>)]
    pub qualified_dividends: Option<Decimal>,
    /// Modified adjusted gross income without capital gains and losses (United States, for the surtax).
    #[schema(value_type = Option<String>)]
    pub adjusted_gross_income: Option<Decimal>,
    /// Net investment income without capital gains and losses (United States, for the surtax): interest, dividends.
    #[schema(value_type = Option<String>)]
    pub net_investment_income: Option<Decimal>,
    /// Part of the allowance that other income from capital uses (Germany).
    #[schema(value_type = Option<String>)]
    pub allowance_used: Option<Decimal>,
    /// Rate of church tax as a part of the tax, "0.09"; 0 for who belongs to no church that raises it.
    #[schema(value_type = String)]
    pub church_tax_rate: Decimal,
}

/// A figure of the person that a tax depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonField {
    /// [`Person::income`].
    Income,
    /// [`Person::qualified_dividends`].
    QualifiedDividends,
    /// [`Person::adjusted_gross_income`].
    AdjustedGrossIncome,
    /// [`Person::net_investment_income`].
    NetInvestmentIncome,
    /// [`Person::allowance_used`].
    AllowanceUsed,
}

impl PersonField {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Income => "taxable income",
            Self::QualifiedDividends => "qualified dividends",
            Self::AdjustedGrossIncome => "modified adjusted gross income",
            Self::NetInvestmentIncome => "net investment income",
            Self::AllowanceUsed => "the allowance used by other income from capital",
        }
    }
}

/// A year with its rules, gains and person.
#[derive(Debug, Clone, Copy)]
pub struct LedgerYear<'a> {
    /// The law of the year.
    pub rules: &'a TaxYearRules,
    /// What was realized in it, in any order.
    pub gains: &'a [TaxableGain],
    /// Whose.
    pub person: &'a Person,
}

/// Which gains a carried loss may be set off against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LossKind {
    /// It counts as a short-term loss (United States).
    ShortTerm,
    /// It counts as a long-term loss (United States).
    LongTerm,
    /// Against all gains that take losses.
    General,
    /// Against gains on shares only (Germany).
    Shares,
}

impl LossKind {
    /// In words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ShortTerm => "short-term",
            Self::LongTerm => "long-term",
            Self::General => "general",
            Self::Shares => "shares",
        }
    }
}

/// A loss that is carried forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarriedLoss {
    /// The tax year in which it arose; where losses do not expire by age and are pooled (United States), the last one.
    pub year: i32,
    /// Its character.
    pub kind: LossKind,
    /// How much, above zero. In Canada the whole loss, not the half that is allowable.
    #[schema(value_type = String)]
    pub amount: Decimal,
}

/// A loss that could be carried back to an earlier year, by the taxpayer's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarryBack {
    /// The year whose gains it would lower.
    pub to_year: i32,
    /// How much, at most. What is carried back is not carried forward.
    #[schema(value_type = String)]
    pub amount: Decimal,
}

/// Something that was taken to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// Other income was not given, or not all of it; it is taken to cover the whole offset of the net loss.
    IncomeCoversOffset,
    /// Losses are carried forward only when they are claimed in time.
    LossesAreClaimed,
}

/// The tax that the year's gains cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TaxDue {
    /// It is this much.
    Known {
        /// In the currency of the rules, to the cent; below zero where a net loss saves tax on other income.
        #[schema(value_type = String)]
        amount: Decimal,
        /// What it is made of.
        parts: Vec<TaxPart>,
    },
    /// It depends on what was not given.
    Unknown {
        /// What is missing.
        missing: Vec<PersonField>,
        /// The same in words, with what to do.
        message: String,
    },
}

impl TaxDue {
    /// No tax.
    #[must_use]
    pub fn none() -> Self {
        Self::Known { amount: Decimal::ZERO, parts: Vec::new() }
    }

    /// The sum of the parts.
    pub(super) fn of(parts: Vec<TaxPart>) -> Self {
        Self::Known { amount: parts.iter().map(|part| part.amount).sum(), parts }
    }

    /// Unknown for want of these.
    pub(super) fn missing(missing: Vec<PersonField>) -> Self {
        let names: Vec<&str> = missing.iter().map(|field| field.name()).collect();
        let message = format!("the tax depends on {}; enter it (0 when there is none)", names.join(", "));
        Self::Unknown { missing, message }
    }

    /// The amount, when it is known.
    #[must_use]
    pub fn amount(&self) -> Option<Decimal> {
        match self {
            Self::Known { amount, .. } => Some(*amount),
            Self::Unknown { .. } => None,
        }
    }
}

/// A part of a tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaxPart {
    /// Which.
    pub kind: TaxPartKind,
    /// How much.
    #[schema(value_type = String)]
    pub amount: Decimal,
}

/// The parts of a tax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TaxPartKind {
    /// The tax on income or gains itself.
    IncomeTax,
    /// On net investment income (United States).
    Surtax,
    /// A surcharge on the tax (Solidaritätszuschlag).
    Surcharge,
    /// Church tax.
    ChurchTax,
}

/// What a tax year comes to. Money is in `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YearSummary {
    /// The calendar year in which it begins.
    pub year: i32,
    /// Its name, "2024" or "2024/25".
    pub label: String,
    /// The currency.
    #[schema(value_type = String)]
    pub currency: Currency,
    /// Sum of the gains.
    #[schema(value_type = String)]
    pub gains: Decimal,
    /// Sum of the losses, above zero.
    #[schema(value_type = String)]
    pub losses: Decimal,
    /// Net of the year's short-term gains and losses, before losses of other years.
    #[schema(value_type = String)]
    pub net_short: Decimal,
    /// The same, long-term (everything where the rules know no holding period).
    #[schema(value_type = String)]
    pub net_long: Decimal,
    /// Losses of earlier years that were set off against gains.
    #[schema(value_type = String)]
    pub carry_forward_used: Decimal,
    /// Net loss that is set off against other income.
    #[schema(value_type = String)]
    pub offset_against_income: Decimal,
    /// Part of the exempt amount or allowance that gains used; while the allowance used by other income is unknown, none.
    #[schema(value_type = String)]
    pub allowance_used: Decimal,
    /// Gains after losses, exemptions and allowance: what is taxed (in Canada the included half).
    #[schema(value_type = String)]
    pub taxable: Decimal,
    /// The tax that gains and losses cause.
    pub tax: TaxDue,
    /// Losses that the next year opens with.
    pub carry_forward: Vec<CarriedLoss>,
    /// Losses that can no longer be used.
    pub expired: Vec<CarriedLoss>,
    /// Earlier years of the ledger to which this year's net loss could be carried back.
    pub may_carry_back: Vec<CarryBack>,
    /// What was taken to be so.
    pub assumptions: Vec<Assumption>,
}

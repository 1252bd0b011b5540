//! How a year's gains are taxed: four forms that the laws share.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a year's gains are taxed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Charge {
    /// Short-term gains as income, long-term ones by brackets of their own on top of it (United States).
    Brackets(BracketCharge),
    /// An exempt amount, and one rate within and one above a band that income fills first (United Kingdom).
    Band(BandCharge),
    /// A share of the gain is income (Canada).
    Inclusion(InclusionCharge),
    /// One rate, with losses kept in pots (Germany, Italy).
    Flat(FlatCharge),
}

/// A bracket: the rate of income from here to the next bracket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Bracket {
    /// Income at which it begins; the first begins at 0.
    #[schema(value_type = String)]
    pub from: Decimal,
    /// The rate, "0.22" = 22 %.
    #[schema(value_type = String)]
    pub rate: Decimal,
}

/// Whose return it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FilingStatus {
    /// One person.
    #[default]
    Single,
    /// A couple with one return.
    MarriedJointly,
    /// Married, a return each.
    MarriedSeparately,
    /// Unmarried with dependants (United States).
    HeadOfHousehold,
    /// Widowed within two years, with a dependent child (United States).
    SurvivingSpouse,
}

impl FilingStatus {
    /// Every one of them.
    pub const ALL: [Self; 5] =
        [Self::Single, Self::MarriedJointly, Self::MarriedSeparately, Self::HeadOfHousehold, Self::SurvivingSpouse];
}

/// Brackets by filing status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BracketCharge {
    /// One entry for each filing status that there is.
    pub statuses: Vec<StatusBrackets>,
    /// Rate of the tax on net investment income beside it; 0 where there is none.
    #[schema(value_type = String)]
    pub surtax_rate: Decimal,
}

/// Brackets and limits of one filing status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusBrackets {
    /// Whose.
    pub filing_status: FilingStatus,
    /// Of taxable income, short-term gains included.
    pub ordinary: Vec<Bracket>,
    /// Of long-term gains and qualified dividends, by the taxable income below which they lie.
    pub long_term: Vec<Bracket>,
    /// Most of a net loss that is set off against other income in a year.
    #[schema(value_type = String)]
    pub income_offset: Decimal,
    /// Modified adjusted gross income above which the surtax falls due.
    #[schema(value_type = String)]
    pub surtax_threshold: Decimal,
}

/// An exempt amount and a band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BandCharge {
    /// Gains of a year that are free of tax.
    #[schema(value_type = String)]
    pub annual_exempt_amount: Decimal,
    /// Width of the band, which taxable income fills first.
    #[schema(value_type = String)]
    pub band: Decimal,
    /// Rates by the day of the disposal, the first from the first day of the year.
    pub periods: Vec<BandPeriod>,
}

/// Rates from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BandPeriod {
    /// Of disposals from this day, until the next period begins.
    pub first_day: NaiveDate,
    /// Rate within what income leaves of the band.
    #[schema(value_type = String)]
    pub within_band: Decimal,
    /// Rate above it.
    #[schema(value_type = String)]
    pub above_band: Decimal,
}

/// A share of the gain is income.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InclusionCharge {
    /// The share.
    #[schema(value_type = String)]
    pub included_share: Decimal,
    /// Brackets of taxable income.
    pub brackets: Vec<Bracket>,
}

/// One rate, with losses kept in pots.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlatCharge {
    /// The rate.
    #[schema(value_type = String)]
    pub rate: Decimal,
    /// A surcharge as a part of that tax (Solidaritätszuschlag); 0 where there is none.
    #[schema(value_type = String)]
    pub surcharge_on_tax: Decimal,
    /// Rates of church tax, as parts of the tax, among which a member's lies; empty where there is none.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub church_rates: Vec<Decimal>,
    /// Income from capital that is free of tax in a year; null where there is none.
    #[serde(default)]
    pub allowance: Option<Allowance>,
    /// Kinds of assets with rules of their own. All others count in full and share the general pot.
    #[serde(default)]
    pub categories: Vec<CategoryRule>,
}

/// Income from capital that is free of tax in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Of one person.
    #[schema(value_type = String)]
    pub single: Decimal,
    /// Of a couple with one return.
    #[schema(value_type = String)]
    pub married: Decimal,
}

/// What was sold, as far as the tax makes a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssetCategory {
    /// Shares of a company.
    #[default]
    Share,
    /// Funds that hold more than half in shares (Aktienfonds).
    EquityFund,
    /// Funds that hold at least a quarter in shares (Mischfonds).
    MixedFund,
    /// Funds that hold more than half in property (Immobilienfonds).
    PropertyFund,
    /// The same, abroad (Auslands-Immobilienfonds).
    ForeignPropertyFund,
    /// All other funds.
    OtherFund,
    /// Bonds of states on the white list, and what the law puts beside them.
    GovernmentBond,
    /// Anything else.
    Other,
}

/// How one kind of asset counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryRule {
    /// Which kind.
    pub category: AssetCategory,
    /// The part of gains and losses that counts: "0.70" where 30 % are exempt.
    #[schema(value_type = String)]
    pub counted_share: Decimal,
    /// Which losses may be set off against its gains.
    pub gains: GainOffset,
    /// Where its losses go.
    pub losses: LossPot,
}

/// Which losses may be set off against a gain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GainOffset {
    /// Those of the general pot.
    GeneralLosses,
    /// Those of the pot of shares, then those of the general one.
    ShareLossesThenGeneral,
    /// None.
    NoLosses,
}

/// Where a loss goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LossPot {
    /// Against all gains but those that take no losses.
    General,
    /// Against gains on shares only.
    Shares,
}

impl FlatCharge {
    /// The rule of a kind of asset.
    #[must_use]
    pub fn category(&self, category: AssetCategory) -> CategoryRule {
        self.categories.iter().find(|rule| rule.category == category).copied().unwrap_or(CategoryRule {
            category,
            counted_share: Decimal::ONE,
            gains: GainOffset::GeneralLosses,
            losses: LossPot::General,
        })
    }
}

/// Tax of an income by brackets; 0 for an income of 0 or less.
#[must_use]
pub fn bracket_tax(brackets: &[Bracket], income: Decimal) -> Decimal {
    stacked_tax(brackets, Decimal::ZERO, income)
}

/// Tax of `amount` that lies on top of an income of `below`, by brackets of the whole.
#[must_use]
pub fn stacked_tax(brackets: &[Bracket], below: Decimal, amount: Decimal) -> Decimal {
    let below = below.max(Decimal::ZERO);
    let top = below + amount.max(Decimal::ZERO);
    let ends = brackets.iter().skip(1).map(|next| next.from).chain([Decimal::MAX]);
    let in_bracket = |(bracket, end): (&Bracket, Decimal)| {
        let width = top.min(end) - below.max(bracket.from);
        if width > Decimal::ZERO { width * bracket.rate } else { Decimal::ZERO }
    };
    brackets.iter().zip(ends).map(in_bracket).sum()
}

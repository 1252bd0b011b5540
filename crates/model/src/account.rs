//! Accounts: how they are taxed, and by which rules their lots are closed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{currency::Currency, error::ValueError, id::AccountId, names::named_enum};

named_enum! {
    /// How an account is taxed.
    AccountKind ("account kind") {
        /// Gains and income are taxed as they come.
        Taxable = "taxable",
        /// Tax is paid on withdrawal.
        TaxDeferred = "tax_deferred",
        /// Neither gains nor withdrawals are taxed.
        TaxFree = "tax_free",
        /// Simulated money.
        Paper = "paper",
    }
}

named_enum! {
    /// Which lots a sale closes, and at which cost.
    LotMethod ("lot method") {
        /// The oldest first.
        Fifo = "fifo",
        /// The newest first.
        Lifo = "lifo",
        /// Those that cost most per unit first, so that the gain is least.
        Hifo = "hifo",
        /// Those that the sale names; where it names none, the oldest first (26 CFR §1.1012-1(c)).
        Specific = "specific",
        /// All units of an instrument in the account have one average cost.
        Average = "average",
        /// The pool of the United Kingdom (TCGA 1992 s.104) over all taxable accounts of its owner that use it; units bought on
        /// the day of the sale or in the thirty days after it are matched first (s.105, s.106A).
        Section104 = "section_104",
        /// The adjusted cost base of Canada (Income Tax Act s.47): one average over all taxable accounts of its owner that use it.
        AdjustedCostBase = "adjusted_cost_base",
    }
}

impl LotMethod {
    /// Whether all units share one average cost.
    pub const fn is_pooled(self) -> bool {
        match self {
            Self::Average | Self::Section104 | Self::AdjustedCostBase => true,
            Self::Fifo | Self::Lifo | Self::Hifo | Self::Specific => false,
        }
    }
}

/// A lot method and the day from which it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LotRule {
    /// The first trade date; null for the very beginning.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// The method.
    pub method: LotMethod,
}

named_enum! {
    /// What fees and taxes of a trade are to its lots.
    TradeCosts ("treatment of trade costs") {
        /// Part of the cost of a purchase, taken off the proceeds of a sale.
        Capitalized = "capitalized",
        /// Expenses of their own: cost and proceeds are without them.
        Expensed = "expensed",
    }
}

/// What a person says of an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountFields {
    /// Its name, unique in a workspace.
    pub name: String,
    /// How it is taxed.
    pub kind: AccountKind,
    /// The currency in which it reports; it may hold cash in others.
    pub currency: Currency,
    /// The bank or broker.
    #[serde(default)]
    pub institution: Option<String>,
    /// The number there, as far as the user wants it here.
    #[serde(default)]
    pub number: Option<String>,
    /// When it was opened.
    #[serde(default)]
    pub opened_on: Option<NaiveDate>,
    /// When it was closed.
    #[serde(default)]
    pub closed_on: Option<NaiveDate>,
    /// Whose it is, where the workspace keeps accounts of several people: pools and wash sales go by person and household.
    #[serde(default)]
    pub owner: Option<String>,
    /// How sales close lots, ascending by day; first in, first out where nothing is said.
    #[serde(default)]
    pub lot_rules: Vec<LotRule>,
    /// What fees and taxes of trades are to the lots.
    #[serde(default = "capitalized")]
    pub trade_costs: TradeCosts,
    /// A note.
    #[serde(default)]
    pub note: Option<String>,
}

const fn capitalized() -> TradeCosts {
    TradeCosts::Capitalized
}

impl AccountFields {
    /// An account with nothing else said.
    pub fn plain(name: impl Into<String>, kind: AccountKind, currency: Currency) -> Self {
        Self {
            name: name.into(),
            kind,
            currency,
            institution: None,
            number: None,
            opened_on: None,
            closed_on: None,
            owner: None,
            lot_rules: Vec::new(),
            trade_costs: TradeCosts::Capitalized,
            note: None,
        }
    }

    /// The method by which a sale of this day closes lots.
    pub fn lot_method_on(&self, day: NaiveDate) -> LotMethod {
        let holds = |r: &&LotRule| r.from.is_none_or(|from| from <= day);
        self.lot_rules.iter().rev().find(holds).map_or(LotMethod::Fifo, |r| r.method)
    }

    /// Everything that is wrong with it.
    pub fn check(&self) -> Vec<ValueError> {
        let mut wrong = Vec::new();
        if self.name.trim().is_empty() || self.name.chars().count() > 100 {
            wrong.push(ValueError::Length { field: "name", max: 100 });
        }
        if let (Some(opened), Some(closed)) = (self.opened_on, self.closed_on)
            && closed < opened
        {
            wrong.push(ValueError::Unexpected { kind: "an account closed before it was opened", field: "closed_on" });
        }
        if self.owner.as_ref().is_some_and(|o| o.trim().is_empty() || o.chars().count() > 100) {
            wrong.push(ValueError::Length { field: "owner", max: 100 });
        }
        if !self.lot_rules.is_sorted_by(|a, b| a.from < b.from) {
            wrong.push(ValueError::OutOfRange {
                field: "lot_rules",
                value: "not ascending by day".to_owned(),
                allowed: "each rule a later day than the one before it; only the first may have none",
            });
        }
        wrong
    }
}

/// An account of the workspace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Account {
    /// Its identity.
    pub id: AccountId,
    /// What is said of it.
    #[serde(flatten)]
    pub fields: AccountFields,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_rule_that_has_begun_holds() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut fields = AccountFields::plain("one", AccountKind::Taxable, Currency::USD);
        assert_eq!(fields.lot_method_on(day("2020-01-01")), LotMethod::Fifo);
        let rule = |from: &str, method| LotRule { from: from.parse().ok(), method };
        fields.lot_rules = vec![rule("", LotMethod::Average), rule("2021-01-01", LotMethod::Hifo)];
        assert!(fields.check().is_empty());
        assert_eq!(fields.lot_method_on(day("2020-12-31")), LotMethod::Average);
        assert_eq!(fields.lot_method_on(day("2021-01-01")), LotMethod::Hifo);
        fields.lot_rules.reverse();
        assert_eq!(fields.check()[0].field(), Some("lot_rules"));
    }
}

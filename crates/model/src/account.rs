//! Accounts.

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
    /// A note.
    #[serde(default)]
    pub note: Option<String>,
}

impl AccountFields {
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

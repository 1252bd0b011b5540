//! Accounts.

use model::{account::{Account, AccountFields}, id::AccountId};
use serde::Deserialize;

use crate::{Workstation, ctx::Ctx, error::Result, ledger::{Changed, Deleted}, page::Page, pending};

/// Which accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountsQuery {
    /// Part of the name, institution or number.
    #[serde(default)]
    pub q: Option<String>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl Workstation {
    /// Accounts that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn accounts(&self, ctx: &Ctx, query: &AccountsQuery) -> Result<Page<Account>> {
        pending!(ctx, query)
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn account(&self, ctx: &Ctx, id: AccountId) -> Result<Account> {
        pending!(ctx, id)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_account(&self, ctx: &Ctx, fields: AccountFields) -> Result<Changed<Account>> {
        pending!(ctx, fields)
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_account(&self, ctx: &Ctx, id: AccountId, patch: &serde_json::Value) -> Result<Changed<Account>> {
        pending!(ctx, id, patch)
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_account(&self, ctx: &Ctx, id: AccountId) -> Result<Deleted> {
        pending!(ctx, id)
    }
}

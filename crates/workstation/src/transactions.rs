//! Transactions.

use chrono::NaiveDate;
use model::{
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    time::Timestamp,
    transaction::{Transaction, TransactionFields, TransactionKind},
};
use serde::{Deserialize, Serialize};

use crate::{Workstation, ctx::Ctx, error::Result, ledger::{Changed, Deleted}, page::Page, pending};

/// Which transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TransactionsQuery {
    /// Only of this account, transfers into it included.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// Only of this instrument.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub instrument_id: Option<InstrumentId>,
    /// Only of this kind.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub kind: Option<TransactionKind>,
    /// Only of this import.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub import_id: Option<ImportId>,
    /// Traded on or after this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Traded on or before this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// As known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// One of a transaction's revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RevisionView {
    /// What it said.
    #[serde(flatten)]
    pub transaction: Transaction,
    /// Until when it was known so; null for the current one.
    pub known_until: Option<Timestamp>,
    /// It says that the transaction is deleted.
    pub deleted: bool,
}

impl Workstation {
    /// Transactions that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn transactions(&self, ctx: &Ctx, query: &TransactionsQuery) -> Result<Page<Transaction>> {
        pending!(ctx, query)
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn transaction(&self, ctx: &Ctx, id: TransactionId) -> Result<Transaction> {
        pending!(ctx, id)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_transaction(&self, ctx: &Ctx, fields: TransactionFields) -> Result<Changed<Transaction>> {
        pending!(ctx, fields)
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_transaction(&self, ctx: &Ctx, id: TransactionId, patch: &serde_json::Value) -> Result<Changed<Transaction>> {
        pending!(ctx, id, patch)
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_transaction(&self, ctx: &Ctx, id: TransactionId) -> Result<Deleted> {
        pending!(ctx, id)
    }
}

impl Workstation {
    /// All revisions of a transaction, first to last.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn transaction_revisions(&self, ctx: &Ctx, id: TransactionId) -> Result<Vec<RevisionView>> {
        pending!(ctx, id)
    }
}

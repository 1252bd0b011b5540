//! Transactions.

pub mod window;

use chrono::NaiveDate;
use model::{
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    time::Timestamp,
    transaction::{Transaction, TransactionFields, TransactionKind},
};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Result, checked},
    ledger::{Changed, Deleted, patched},
    page::{Page, paging},
    workspace::last_event,
};

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
    /// Those that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn transactions(&self, ctx: &Ctx, query: &TransactionsQuery) -> Result<Page<Transaction>> {
        let ws = self.for_use(ctx, Action::Read, "transactions").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let filter = store::transactions::TransactionFilter {
            account_id: query.account_id,
            instrument_id: query.instrument_id,
            kind: query.kind,
            from: query.from,
            to: query.to,
            import_id: query.import_id,
            known_at: query.known_at,
        };
        Ok(store::transactions::list(&ws.store, &filter, &paging).await?.into())
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn transaction(&self, ctx: &Ctx, id: TransactionId) -> Result<Transaction> {
        let ws = self.for_use(ctx, Action::Read, "transactions").await?;
        Ok(store::transactions::get(&ws.store, id, None).await?)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_transaction(&self, ctx: &Ctx, fields: TransactionFields) -> Result<Changed<Transaction>> {
        let ws = self.for_use(ctx, Action::Write, "transactions").await?;
        checked(&fields.check())?;
        let mut w = ws.begin(ctx, &self.host).await?;
        refuse_rows(&mut w, &fields).await?;
        let value = store::transactions::insert(&mut w, TransactionId::new(), &fields).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_transaction(
        &self,
        ctx: &Ctx,
        id: TransactionId,
        patch: &serde_json::Value,
    ) -> Result<Changed<Transaction>> {
        let ws = self.for_use(ctx, Action::Write, "transactions").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before = store::transactions::get(&mut w, id, None).await?;
        let fields: TransactionFields = patched(before.fields(), patch)?;
        checked(&fields.check())?;
        refuse_rows(&mut w, &fields).await?;
        let value = store::transactions::revise(&mut w, id, Some(before.revision), &fields).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_transaction(&self, ctx: &Ctx, id: TransactionId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "transactions").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::transactions::delete(&mut w, id, None).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }

    /// All revisions of a transaction, first to last.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn transaction_revisions(&self, ctx: &Ctx, id: TransactionId) -> Result<Vec<RevisionView>> {
        let ws = self.for_use(ctx, Action::Read, "transactions").await?;
        let revisions = store::transactions::revisions(&ws.store, id).await?;
        if revisions.is_empty() {
            return Err(crate::Error::not_found("transactions", id));
        }
        let view = |r: store::transactions::Revision| RevisionView {
            transaction: r.transaction,
            known_until: r.known_until,
            deleted: r.deleted,
        };
        Ok(revisions.into_iter().map(view).collect())
    }
}

/// Refuses fields that name an unknown account or instrument, or would count twice on adjusted prices.
async fn refuse_rows(w: &mut store::Write, fields: &TransactionFields) -> Result<()> {
    let row = store::transactions::ImportRow { line: 1, fields: fields.clone() };
    let wrong = store::transactions::check(&mut *w, std::slice::from_ref(&row)).await?;
    if wrong.is_empty() { Ok(()) } else { Err(store::StoreError::Rows(wrong).into()) }
}

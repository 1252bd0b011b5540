//! Accounts.

use model::{
    account::{Account, AccountFields},
    id::AccountId,
};
use serde::Deserialize;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Result, checked},
    ledger::{Changed, Deleted, patched},
    page::{Page, paging},
    workspace::last_event,
};

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
    /// Those that match, page by page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn accounts(&self, ctx: &Ctx, query: &AccountsQuery) -> Result<Page<Account>> {
        let ws = self.for_use(ctx, Action::Read, "accounts").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let filter = store::accounts::AccountFilter { q: query.q.clone() };
        Ok(store::accounts::list(&ws.store, &filter, &paging).await?.into())
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn account(&self, ctx: &Ctx, id: AccountId) -> Result<Account> {
        let ws = self.for_use(ctx, Action::Read, "accounts").await?;
        Ok(store::accounts::get(&ws.store, id).await?)
    }

    /// Creates one.
    ///
    /// # Errors
    /// When its fields do not pass.
    pub async fn create_account(&self, ctx: &Ctx, fields: AccountFields) -> Result<Changed<Account>> {
        let ws = self.for_use(ctx, Action::Write, "accounts").await?;
        checked(&fields.check())?;
        let value = Account { id: AccountId::new(), fields };
        let mut w = ws.begin(ctx, &self.host).await?;
        store::accounts::insert(&mut w, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Changes the fields that a merge patch names.
    ///
    /// # Errors
    /// When there is none, or the fields do not pass.
    pub async fn update_account(
        &self,
        ctx: &Ctx,
        id: AccountId,
        patch: &serde_json::Value,
    ) -> Result<Changed<Account>> {
        let ws = self.for_use(ctx, Action::Write, "accounts").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before = store::accounts::get(&mut w, id).await?;
        let fields = patched(&before.fields, patch)?;
        checked(&fields.check())?;
        let value = Account { id, fields };
        store::accounts::update(&mut w, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// Deletes one.
    ///
    /// # Errors
    /// When there is none, or others refer to it.
    pub async fn delete_account(&self, ctx: &Ctx, id: AccountId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "accounts").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::accounts::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }
}

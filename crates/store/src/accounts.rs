//! Accounts: names are unique in a workspace.

use model::{
    account::{Account, AccountFields},
    id::AccountId,
};
use uuid::Uuid;

use crate::{
    errors::{Result, StoreError},
    instruments::like,
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Source, Value},
    write::Write,
};

const NOUN: &str = "accounts";

/// Which accounts are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Text in the name or the institution, in any case.
    pub q: Option<String>,
}

impl Record for Account {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "account";
    const COLUMNS: &'static str =
        "id, name, kind, currency, institution, number, opened_on, closed_on, owner, lot_rules, trade_costs, note";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        self.fields.name.clone()
    }

    fn values(&self) -> Result<Vec<Value>> {
        let f = &self.fields;
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::text(&f.name),
            Value::text(f.kind.as_str()),
            Value::text(f.currency.code()),
            Value::opt_text(f.institution.as_deref()),
            Value::opt_text(f.number.as_deref()),
            Value::Date(f.opened_on),
            Value::Date(f.closed_on),
            Value::opt_text(f.owner.as_deref()),
            Value::json(NOUN, &f.lot_rules)?,
            Value::text(f.trade_costs.as_str()),
            Value::opt_text(f.note.as_deref()),
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        let id = AccountId::from_uuid(c.uuid()?);
        let fields = AccountFields {
            name: c.text()?,
            kind: c.parsed()?,
            currency: c.parsed()?,
            institution: c.opt_text()?,
            number: c.opt_text()?,
            opened_on: c.opt_date()?,
            closed_on: c.opt_date()?,
            owner: c.opt_text()?,
            lot_rules: c.json()?,
            trade_costs: c.parsed()?,
            note: c.opt_text()?,
        };
        Ok(Self { id, fields })
    }
}

/// A page of accounts by name.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, filter: &AccountFilter, paging: &Paging) -> Result<Page<Account>> {
    let after: String = paging.key()?.unwrap_or_default();
    let q = filter.q.as_deref().unwrap_or_default().to_lowercase();
    let tail = "WHERE name > $1 AND ($2 = '' OR lower(name) LIKE $3 OR lower(institution) LIKE $3) \
                ORDER BY name LIMIT $4";
    let values = vec![Value::text(after), Value::text(&q), like(&q), Value::int(paging.rows())];
    let items = record::select(&mut on.into(), tail, values).await?;
    Ok(paging.page(items, |a: &Account| a.fields.name.clone()))
}

/// Every account by name.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(on: impl Into<Source<'_>>) -> Result<Vec<Account>> {
    record::select(&mut on.into(), "ORDER BY name", vec![]).await
}

/// One account.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(on: impl Into<Source<'_>>, id: AccountId) -> Result<Account> {
    record::get(&mut on.into(), id.uuid()).await
}

/// The account that has a name.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_name(on: impl Into<Source<'_>>, name: &str) -> Result<Option<Account>> {
    Ok(record::select(&mut on.into(), "WHERE name = $1", vec![Value::text(name)]).await?.into_iter().next())
}

/// Adds an account.
///
/// # Errors
/// When it is not valid, or its name or identity is taken.
pub async fn insert(w: &mut Write, account: &Account) -> Result<()> {
    if record::find::<Account>(&mut Source::from(&mut *w), account.id.uuid()).await?.is_some() {
        return Err(StoreError::Duplicate { noun: NOUN, field: "id", value: account.id.to_string() });
    }
    acceptable(w, account).await?;
    record::insert(w, account).await
}

/// Changes an account.
///
/// # Errors
/// As [`insert`], and [`StoreError::NotFound`].
pub async fn update(w: &mut Write, account: &Account) -> Result<()> {
    acceptable(w, account).await?;
    record::update(w, account).await.map(drop)
}

/// Deletes an account that nothing refers to.
///
/// # Errors
/// [`StoreError::InUse`] and [`StoreError::NotFound`].
pub async fn delete(w: &mut Write, id: AccountId) -> Result<Account> {
    record::refuse_used(w, NOUN, id.uuid(), &USES).await?;
    record::delete(w, id.uuid()).await
}

const USES: [(&str, &str); 4] = [
    ("transactions", "SELECT count(*) FROM transactions WHERE account_id = $1 OR counter_account_id = $1"),
    ("portfolio_alerts", "SELECT count(*) FROM portfolio_alerts WHERE account_id = $1"),
    ("performance_attribution", "SELECT count(*) FROM performance_attribution WHERE account_id = $1"),
    ("rebalancing_events", "SELECT count(*) FROM rebalancing_events WHERE account_id = $1"),
];

async fn acceptable(w: &mut Write, account: &Account) -> Result<()> {
    let errors = account.fields.check();
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    match by_name(&mut *w, &account.fields.name).await? {
        Some(other) if other.id != account.id => {
            Err(StoreError::Duplicate { noun: NOUN, field: "name", value: other.fields.name })
        }
        _ => Ok(()),
    }
}

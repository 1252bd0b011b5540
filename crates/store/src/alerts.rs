//! Alert rules and where each stands.

use model::{
    alert::{AlertSeverity, AlertState},
    id::{AccountId, AlertId, InstrumentId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    errors::Result,
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Source, Value},
    write::Write,
};

const NOUN: &str = "portfolio_alerts";

/// A rule that watches: `C` is its condition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertRule<C> {
    /// Its identity.
    pub id: AlertId,
    /// A name for people.
    pub name: String,
    /// How much it matters.
    pub severity: AlertSeverity,
    /// Where it stands.
    pub state: AlertState,
    /// The account it watches; none: all.
    pub account_id: Option<AccountId>,
    /// The instrument it watches; none: all.
    pub instrument_id: Option<InstrumentId>,
    /// When it fires.
    pub condition: C,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it last fired.
    pub fired_at: Option<Timestamp>,
    /// Until when it is silent, when it is.
    pub snoozed_until: Option<Timestamp>,
}

impl<C: Serialize + DeserializeOwned> Record for AlertRule<C> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "alert";
    const COLUMNS: &'static str = "id, name, severity, state, account_id, instrument_id, condition, created_at, updated_at, fired_at, snoozed_until";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        self.name.clone()
    }

    fn values(&self) -> Result<Vec<Value>> {
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::text(&self.name),
            Value::text(self.severity.as_str()),
            Value::text(self.state.as_str()),
            Value::Uuid(self.account_id.map(AccountId::uuid)),
            Value::Uuid(self.instrument_id.map(InstrumentId::uuid)),
            Value::json(NOUN, &self.condition)?,
            Value::time(self.created_at),
            Value::time(self.updated_at),
            Value::opt_time(self.fired_at),
            Value::opt_time(self.snoozed_until),
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: AlertId::from_uuid(c.uuid()?),
            name: c.text()?,
            severity: c.parsed()?,
            state: c.parsed()?,
            account_id: c.opt_uuid()?.map(AccountId::from_uuid),
            instrument_id: c.opt_uuid()?.map(InstrumentId::from_uuid),
            condition: c.json()?,
            created_at: c.time()?,
            updated_at: c.time()?,
            fired_at: c.opt_time()?,
            snoozed_until: c.opt_time()?,
        })
    }
}

/// Adds an alert.
///
/// # Errors
/// When the database refuses.
pub async fn insert<C: Serialize + DeserializeOwned>(w: &mut Write, alert: &AlertRule<C>) -> Result<()> {
    record::insert(w, alert).await
}

/// One alert.
///
/// # Errors
/// [`crate::StoreError::NotFound`], or its documents are not of these types.
pub async fn get<C: Serialize + DeserializeOwned>(on: impl Into<Source<'_>>, id: AlertId) -> Result<AlertRule<C>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<C: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<AlertRule<C>>> {
    record::newest(&mut on.into(), paging, |o: &AlertRule<C>| (o.created_at.micros(), o.id.uuid())).await
}

/// Puts a new state in place of the old one.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn update<C: Serialize + DeserializeOwned>(w: &mut Write, alert: &AlertRule<C>) -> Result<()> {
    record::update(w, alert).await.map(drop)
}

/// Deletes and returns what there was.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn delete<C: Serialize + DeserializeOwned>(w: &mut Write, id: AlertId) -> Result<AlertRule<C>> {
    record::delete(w, id.uuid()).await
}

/// Moves it to another state; `snoozed_until` goes with [`AlertState::Snoozed`] alone.
///
/// # Errors
/// [`crate::StoreError::NotFound`], or the state and the time do not fit.
pub async fn set_state(w: &mut Write, id: AlertId, state: AlertState, snoozed_until: Option<Timestamp>) -> Result<()> {
    let mut alert: AlertRule<serde_json::Value> = get(&mut *w, id).await?;
    (alert.state, alert.snoozed_until, alert.updated_at) = (state, snoozed_until, w.at());
    if state == AlertState::Firing {
        alert.fired_at = Some(w.at());
    }
    update(w, &alert).await
}

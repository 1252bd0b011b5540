//! Rebalancings: why they became due, what they propose, what became of them.

use model::{
    id::{AccountId, OptimizationId, RebalancingId},
    rebalancing::{RebalancingState, RebalancingTrigger},
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

const NOUN: &str = "rebalancing_events";

/// A rebalancing: `P` is its plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rebalancing<P> {
    /// Its identity.
    pub id: RebalancingId,
    /// The account; none: the whole workspace.
    pub account_id: Option<AccountId>,
    /// Where its targets come from.
    pub optimization_id: Option<OptimizationId>,
    /// What made it due.
    pub trigger: RebalancingTrigger,
    /// Where it stands.
    pub state: RebalancingState,
    /// When it became due.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Targets and proposed trades.
    pub plan: P,
}

impl<P: Serialize + DeserializeOwned> Record for Rebalancing<P> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "rebalancing";
    const COLUMNS: &'static str = "id, account_id, optimization_id, trigger_kind, state, created_at, updated_at, plan";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        format!("of {} ({})", self.created_at.date(), self.trigger)
    }

    fn values(&self) -> Result<Vec<Value>> {
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::Uuid(self.account_id.map(AccountId::uuid)),
            Value::Uuid(self.optimization_id.map(OptimizationId::uuid)),
            Value::text(self.trigger.as_str()),
            Value::text(self.state.as_str()),
            Value::time(self.created_at),
            Value::time(self.updated_at),
            Value::json(NOUN, &self.plan)?,
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: RebalancingId::from_uuid(c.uuid()?),
            account_id: c.opt_uuid()?.map(AccountId::from_uuid),
            optimization_id: c.opt_uuid()?.map(OptimizationId::from_uuid),
            trigger: c.parsed()?,
            state: c.parsed()?,
            created_at: c.time()?,
            updated_at: c.time()?,
            plan: c.json()?,
        })
    }
}

/// Adds a rebalancing.
///
/// # Errors
/// When the database refuses.
pub async fn insert<P: Serialize + DeserializeOwned>(w: &mut Write, rebalancing: &Rebalancing<P>) -> Result<()> {
    record::insert(w, rebalancing).await
}

/// One rebalancing.
///
/// # Errors
/// [`crate::StoreError::NotFound`], or its documents are not of these types.
pub async fn get<P: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    id: RebalancingId,
) -> Result<Rebalancing<P>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<P: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<Rebalancing<P>>> {
    record::newest(&mut on.into(), paging, |o: &Rebalancing<P>| (o.created_at.micros(), o.id.uuid())).await
}

/// Puts a new state in place of the old one.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn update<P: Serialize + DeserializeOwned>(w: &mut Write, rebalancing: &Rebalancing<P>) -> Result<()> {
    record::update(w, rebalancing).await.map(drop)
}

/// Deletes and returns what there was.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn delete<P: Serialize + DeserializeOwned>(w: &mut Write, id: RebalancingId) -> Result<Rebalancing<P>> {
    record::delete(w, id.uuid()).await
}

/// Moves it to another state.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn set_state(w: &mut Write, id: RebalancingId, state: RebalancingState) -> Result<()> {
    let mut rebalancing: Rebalancing<serde_json::Value> = get(&mut *w, id).await?;
    (rebalancing.state, rebalancing.updated_at) = (state, w.at());
    update(w, &rebalancing).await
}

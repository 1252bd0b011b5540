//! Saved optimizations, with everything needed to repeat and compare them.

use chrono::NaiveDate;
use model::{
    id::{InstrumentId, JobId, OptimizationId},
    optimization::OptimizationType,
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Source, Value},
    write::Write,
};

const NOUN: &str = "portfolio_optimizations";

/// A run of the optimizer: `Q` its settings, `R` its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Optimization<Q, R> {
    /// Its identity.
    pub id: OptimizationId,
    /// A name for people.
    pub name: String,
    /// What it looked for.
    pub optimization_type: OptimizationType,
    /// When it ran.
    pub created_at: Timestamp,
    /// The last day of the data it saw.
    pub as_of: NaiveDate,
    /// The job that ran it.
    pub job_id: Option<JobId>,
    /// BLAKE3 of the prices it saw, hex.
    pub data_hash: String,
    /// Its universe, in the order of its vectors.
    pub instruments: Vec<InstrumentId>,
    /// How it was set.
    pub settings: Q,
    /// What it found.
    pub result: R,
}

impl<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned> Record for Optimization<Q, R> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "optimization";
    const COLUMNS: &'static str =
        "id, name, optimization_type, created_at, as_of, job_id, data_hash, instruments, settings, result";

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
            Value::text(self.optimization_type.as_str()),
            Value::time(self.created_at),
            Value::date(self.as_of),
            Value::Uuid(self.job_id.map(JobId::uuid)),
            Value::text(&self.data_hash),
            Value::json(NOUN, &self.instruments)?,
            Value::json(NOUN, &self.settings)?,
            Value::json(NOUN, &self.result)?,
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: OptimizationId::from_uuid(c.uuid()?),
            name: c.text()?,
            optimization_type: c.parsed()?,
            created_at: c.time()?,
            as_of: c.date()?,
            job_id: c.opt_uuid()?.map(JobId::from_uuid),
            data_hash: c.text()?,
            instruments: c.json()?,
            settings: c.json()?,
            result: c.json()?,
        })
    }
}

/// Adds an optimization.
///
/// # Errors
/// When the database refuses.
pub async fn insert<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    w: &mut Write,
    optimization: &Optimization<Q, R>,
) -> Result<()> {
    record::insert(w, optimization).await
}

/// One optimization.
///
/// # Errors
/// [`crate::StoreError::NotFound`], or its documents are not of these types.
pub async fn get<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    id: OptimizationId,
) -> Result<Optimization<Q, R>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<Optimization<Q, R>>> {
    record::newest(&mut on.into(), paging, |o: &Optimization<Q, R>| (o.created_at.micros(), o.id.uuid())).await
}

/// Puts a new state in place of the old one.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn update<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    w: &mut Write,
    optimization: &Optimization<Q, R>,
) -> Result<()> {
    record::update(w, optimization).await.map(drop)
}

/// Deletes and returns what there was.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn delete<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    w: &mut Write,
    id: OptimizationId,
) -> Result<Optimization<Q, R>> {
    let uses = [
        ("rebalancing_events", "SELECT count(*) FROM rebalancing_events WHERE optimization_id = $1"),
        ("targets", "SELECT count(*) FROM targets WHERE source_optimization_id = $1"),
    ];
    record::refuse_used(w, NOUN, id.uuid(), &uses).await?;
    record::delete(w, id.uuid()).await
}

/// Gives it another name.
///
/// # Errors
/// [`StoreError::NotFound`], or a name without text or above 200 characters.
pub async fn rename(w: &mut Write, id: OptimizationId, name: &str) -> Result<()> {
    let errors = record::name_errors(name);
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    let mut renamed: Optimization<serde_json::Value, serde_json::Value> = get(&mut *w, id).await?;
    name.clone_into(&mut renamed.name);
    update(w, &renamed).await
}

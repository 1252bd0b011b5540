//! Performance attributions: returns of a period split over their causes.

use chrono::NaiveDate;
use model::{
    attribution::AttributionMethod,
    id::{AccountId, AttributionId, InstrumentId},
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

const NOUN: &str = "performance_attribution";

/// A split of a return: `R` is the result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution<R> {
    /// Its identity.
    pub id: AttributionId,
    /// The account; none: the whole workspace.
    pub account_id: Option<AccountId>,
    /// What it is measured against.
    pub benchmark_id: Option<InstrumentId>,
    /// How it splits.
    pub method: AttributionMethod,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// When it was made.
    pub created_at: Timestamp,
    /// BLAKE3 of the data it saw, hex.
    pub data_hash: String,
    /// What it found.
    pub result: R,
}

impl<R: Serialize + DeserializeOwned> Record for Attribution<R> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "attribution";
    const COLUMNS: &'static str =
        "id, account_id, benchmark_id, method, period_from, period_to, created_at, data_hash, result";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        format!("{} of {} to {}", self.method, self.from, self.to)
    }

    fn values(&self) -> Result<Vec<Value>> {
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::Uuid(self.account_id.map(AccountId::uuid)),
            Value::Uuid(self.benchmark_id.map(InstrumentId::uuid)),
            Value::text(self.method.as_str()),
            Value::date(self.from),
            Value::date(self.to),
            Value::time(self.created_at),
            Value::text(&self.data_hash),
            Value::json(NOUN, &self.result)?,
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: AttributionId::from_uuid(c.uuid()?),
            account_id: c.opt_uuid()?.map(AccountId::from_uuid),
            benchmark_id: c.opt_uuid()?.map(InstrumentId::from_uuid),
            method: c.parsed()?,
            from: c.date()?,
            to: c.date()?,
            created_at: c.time()?,
            data_hash: c.text()?,
            result: c.json()?,
        })
    }
}

/// Adds an attribution.
///
/// # Errors
/// When the database refuses.
pub async fn insert<R: Serialize + DeserializeOwned>(w: &mut Write, attribution: &Attribution<R>) -> Result<()> {
    record::insert(w, attribution).await
}

/// One attribution.
///
/// # Errors
/// [`crate::StoreError::NotFound`], or its documents are not of these types.
pub async fn get<R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    id: AttributionId,
) -> Result<Attribution<R>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<Attribution<R>>> {
    record::newest(&mut on.into(), paging, |o: &Attribution<R>| (o.created_at.micros(), o.id.uuid())).await
}

/// Puts a new state in place of the old one.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn update<R: Serialize + DeserializeOwned>(w: &mut Write, attribution: &Attribution<R>) -> Result<()> {
    record::update(w, attribution).await.map(drop)
}

/// Deletes and returns what there was.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn delete<R: Serialize + DeserializeOwned>(w: &mut Write, id: AttributionId) -> Result<Attribution<R>> {
    record::delete(w, id.uuid()).await
}

//! Performance attributions: returns of a period split over their causes.
//!
//! Those of a back-test are derived from its result: they have no trail, are in no archive, and go with the back-test. See [`put`] and
//! [`of_backtest`]; all other functions do not see them.

use chrono::NaiveDate;
use model::{
    attribution::AttributionMethod,
    id::{AccountId, AttributionId, BacktestId, InstrumentId},
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

const NOUN: &str = "performance_attribution";
/// Whose they may be.
const BACKTESTS: &str = "backtests";
/// What is of no back-test.
const OWN: &str = "backtest_id IS NULL";

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

/// A page of them, newest first, without those of back-tests.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<Attribution<R>>> {
    record::newest_of(&mut on.into(), OWN, paging, |o: &Attribution<R>| (o.created_at.micros(), o.id.uuid())).await
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

/// Entries of an archive after one of them, by identity.
pub(crate) async fn archive_page<R: Serialize + DeserializeOwned>(
    on: &mut Source<'_>,
    last: Option<AttributionId>,
    rows: u32,
) -> Result<Vec<Attribution<R>>> {
    let (after, values) = match last {
        None => ("", vec![Value::int(rows)]),
        Some(id) => (" AND id > $2", vec![Value::int(rows), Value::uuid(id.uuid())]),
    };
    record::select(on, &format!("WHERE {OWN}{after} ORDER BY id LIMIT $1"), values).await
}

/// Keeps the attributions of a back-test, one of each method, in the place of those that were there.
///
/// # Errors
/// [`StoreError::NotFound`] when the back-test is gone; when the database refuses.
pub async fn put<R: Serialize + DeserializeOwned>(
    w: &mut Write,
    of: BacktestId,
    list: &[Attribution<R>],
) -> Result<()> {
    let mut on = Source::from(&mut *w);
    let sql = "SELECT count(*) FROM backtests WHERE id = $1";
    if on.number(sql, vec![Value::uuid(of.uuid())]).await? == 0 {
        return Err(StoreError::not_found(BACKTESTS, of));
    }
    on.run("DELETE FROM performance_attribution WHERE backtest_id = $1", vec![Value::uuid(of.uuid())]).await?;
    let row = |attribution: &Attribution<R>| {
        let mut values = attribution.values()?;
        values.push(Value::uuid(of.uuid()));
        Ok(values)
    };
    let rows = list.iter().map(row).collect::<Result<Vec<_>>>()?;
    if !rows.is_empty() {
        let columns = format!("{}, backtest_id", <Attribution<R> as Record>::COLUMNS);
        on.insert_rows(NOUN, &columns, rows).await?;
    }
    w.touched(BACKTESTS);
    Ok(())
}

/// The attributions of a back-test by the names of their methods; none where they are missing, as its result is then.
///
/// # Errors
/// When the database cannot be read, or a document is not of this type.
pub async fn of_backtest<R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    id: BacktestId,
) -> Result<Vec<Attribution<R>>> {
    record::select(&mut on.into(), "WHERE backtest_id = $1 ORDER BY method", vec![Value::uuid(id.uuid())]).await
}

//! Back-tests: runs of a strategy over the past, with everything needed to repeat them and to count them as trials.
//!
//! A back-test holds the specification that it ran among its settings. Of which kept strategy it was a trial it goes on to
//! say when that strategy is gone, so that trials are counted on. Its whole result is apart, in [`results`].

pub mod results;

use chrono::NaiveDate;
use model::{
    error::ValueError,
    id::{BacktestId, InstrumentId, JobId, StrategyId},
    time::Timestamp,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Source, Value},
    write::Write,
};

const NOUN: &str = "backtests";

/// A back-test: `Q` its settings with the strategy's specification, `R` a summary of its result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backtest<Q, R> {
    /// Its identity.
    pub id: BacktestId,
    /// A name for people: 1 to 200 characters.
    pub name: String,
    /// When it ran.
    pub created_at: Timestamp,
    /// The job that ran it.
    pub job_id: Option<JobId>,
    /// Of which kept strategy it is a trial; that strategy may be gone.
    pub strategy_id: Option<StrategyId>,
    /// The first day of the data it saw.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// BLAKE3 of the data it saw, hex.
    pub data_hash: String,
    /// How many trials of its strategy over data that overlaps its own were counted when it ran, itself included: at
    /// least one. See [`n_trials`].
    pub n_trials: u32,
    /// What it traded, in the order of its series.
    pub instruments: Vec<InstrumentId>,
    /// How it was set.
    pub settings: Q,
    /// What came of it, in few figures.
    pub summary: R,
}

impl<Q, R> Backtest<Q, R> {
    /// All that is wrong with it; nothing when it can be kept.
    pub fn check(&self) -> Vec<ValueError> {
        let mut errors = record::name_errors(&self.name);
        let mut wrong = |field, value, allowed| errors.push(ValueError::OutOfRange { field, value, allowed });
        if self.from > self.to {
            wrong("to", self.to.to_string(), "a last day that is not before the first");
        }
        if self.data_hash.len() != 64 || !self.data_hash.bytes().all(|b| b.is_ascii_hexdigit()) {
            wrong("data_hash", format!("\"{}\"", self.data_hash), "a BLAKE3 hash of 64 hexadecimal digits");
        }
        if self.n_trials == 0 {
            wrong("n_trials", "0".to_owned(), "at least 1, the back-test itself");
        }
        errors
    }
}

impl<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned> Record for Backtest<Q, R> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "back-test";
    const COLUMNS: &'static str = "id, name, created_at, job_id, strategy_id, period_from, period_to, data_hash, \
                                   n_trials, instruments, settings, summary";

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
            Value::time(self.created_at),
            Value::Uuid(self.job_id.map(JobId::uuid)),
            Value::Uuid(self.strategy_id.map(StrategyId::uuid)),
            Value::date(self.from),
            Value::date(self.to),
            Value::text(&self.data_hash),
            Value::int(self.n_trials),
            Value::json(NOUN, &self.instruments)?,
            Value::json(NOUN, &self.settings)?,
            Value::json(NOUN, &self.summary)?,
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: BacktestId::from_uuid(c.uuid()?),
            name: c.text()?,
            created_at: c.time()?,
            job_id: c.opt_uuid()?.map(JobId::from_uuid),
            strategy_id: c.opt_uuid()?.map(StrategyId::from_uuid),
            from: c.date()?,
            to: c.date()?,
            data_hash: c.text()?,
            n_trials: c.small()?,
            instruments: c.json()?,
            settings: c.json()?,
            summary: c.json()?,
        })
    }
}

/// Adds a back-test. Its strategy need not be there: it may have gone while the run went on.
///
/// # Errors
/// When it is not valid, or its identity is taken.
pub async fn insert<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    w: &mut Write,
    backtest: &Backtest<Q, R>,
) -> Result<()> {
    record::refuse_known::<Backtest<Json, Json>>(w, backtest.id.uuid()).await?;
    let errors = backtest.check();
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    record::insert(w, backtest).await
}

/// One back-test.
///
/// # Errors
/// [`StoreError::NotFound`], or its documents are not of these types.
pub async fn get<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    id: BacktestId,
) -> Result<Backtest<Q, R>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// Which back-tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Runs of one strategy, over the past or on paper.
    Runs,
    /// Runs on paper that go on. Their settings have a member `paper`.
    RunningOnPaper,
    /// Sweeps: many runs under one identity. Their settings have a member `sweep`.
    Sweeps,
}

/// A page of those of a shape, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    shape: Shape,
    paging: &Paging,
) -> Result<Page<Backtest<Q, R>>> {
    let only = match shape {
        Shape::Runs => "(settings ->> 'sweep') IS NULL",
        Shape::RunningOnPaper => "(settings -> 'paper' ->> 'standing') = 'running'",
        Shape::Sweeps => "(settings ->> 'sweep') IS NOT NULL",
    };
    let key = |b: &Backtest<Q, R>| (b.created_at.micros(), b.id.uuid());
    record::newest_of(&mut on.into(), only, paging, key).await
}

/// The back-test that a job has kept.
///
/// # Errors
/// When the database cannot be read, or its documents are not of these types.
pub async fn of_job<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    job_id: JobId,
) -> Result<Option<Backtest<Q, R>>> {
    let found = record::select(&mut on.into(), "WHERE job_id = $1", vec![Value::uuid(job_id.uuid())]).await?;
    Ok(found.into_iter().next())
}

/// Puts a later state of a sweep or a run on paper that went on in place of the one that is kept.
///
/// # Errors
/// When it is not valid, and [`StoreError::NotFound`].
pub async fn replace<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    w: &mut Write,
    backtest: &Backtest<Q, R>,
) -> Result<()> {
    let errors = backtest.check();
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    record::update(w, backtest).await.map(drop)
}

/// Gives it another name.
///
/// # Errors
/// [`StoreError::NotFound`], or a name without text or above 200 characters.
pub async fn rename(w: &mut Write, id: BacktestId, name: &str) -> Result<()> {
    let errors = record::name_errors(name);
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    let mut renamed: Backtest<Json, Json> = get(&mut *w, id).await?;
    name.clone_into(&mut renamed.name);
    record::update(w, &renamed).await.map(drop)
}

/// Deletes it with its result, and returns what there was. After an undo the result is missing.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete<Q: Serialize + DeserializeOwned, R: Serialize + DeserializeOwned>(
    w: &mut Write,
    id: BacktestId,
) -> Result<Backtest<Q, R>> {
    record::delete(w, id.uuid()).await
}

/// A back-test as a trial of its strategy: `R` the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial<R> {
    /// Which back-test.
    pub id: BacktestId,
    /// When it ran.
    pub created_at: Timestamp,
    /// The first day of the data it saw.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// How many trials were counted with it.
    pub n_trials: u32,
    /// What came of it.
    pub summary: R,
}

/// The trials of a strategy that are kept, newest first: all of them, or those over a period that shares a day with the
/// given one (first and last day).
///
/// # Errors
/// When the database cannot be read, or a summary is not of this type.
pub async fn trials<R: DeserializeOwned>(
    on: impl Into<Source<'_>>,
    strategy_id: StrategyId,
    period: Option<(NaiveDate, NaiveDate)>,
) -> Result<Vec<Trial<R>>> {
    let mut values = vec![Value::uuid(strategy_id.uuid())];
    let overlaps = if period.is_some() { OVERLAPS } else { "" };
    values.extend(period.into_iter().flat_map(|(from, to)| [Value::date(from), Value::date(to)]));
    let sql = format!(
        "SELECT id, created_at, period_from, period_to, n_trials, summary FROM backtests \
         WHERE strategy_id = $1{TRIAL}{overlaps} ORDER BY created_at DESC, id DESC"
    );
    let rows = on.into().rows(sql, values).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.cells(NOUN);
            Ok(Trial {
                id: BacktestId::from_uuid(c.uuid()?),
                created_at: c.time()?,
                from: c.date()?,
                to: c.date()?,
                n_trials: c.small()?,
                summary: c.json()?,
            })
        })
        .collect()
}

/// How many trials a strategy has had over data that shares a day with a period: the next back-test counts these and its
/// own. Each back-test counted those before it, so the highest count holds also trials that were deleted since; where
/// trials of periods apart meet in this one, there are at least as many as are kept.
///
/// # Errors
/// When the database cannot be read.
pub async fn n_trials(
    on: impl Into<Source<'_>>,
    strategy_id: StrategyId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<u32> {
    let sql = format!("SELECT count(*), max(n_trials) FROM backtests WHERE strategy_id = $1{TRIAL}{OVERLAPS}");
    let values = vec![Value::uuid(strategy_id.uuid()), Value::date(from), Value::date(to)];
    let Some(row) = on.into().row(sql, values).await? else { return Ok(0) };
    let mut c = row.cells(NOUN);
    let (kept, highest) = (c.int()?, c.opt_int()?);
    let most = highest.map_or(kept, |highest| highest.max(kept));
    Ok(u32::try_from(most).unwrap_or(u32::MAX))
}

const OVERLAPS: &str = " AND period_to >= $2 AND period_from <= $3";

/// A run on paper hears what was not known when its strategy was chosen: it is no trial.
const TRIAL: &str = " AND (settings ->> 'paper') IS NULL";

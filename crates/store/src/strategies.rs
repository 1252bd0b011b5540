//! Strategies that are kept, each with its specification.
//!
//! What a strategy was before a change is in the trail. Back-tests hold a copy of the specification that they ran, so a
//! strategy may change and go without them.

use model::{error::ValueError, id::StrategyId, strategy::StrategyKind, time::Timestamp};
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

const NOUN: &str = "strategies";

/// A strategy: `S` is its specification.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Strategy<S> {
    /// Its identity.
    pub id: StrategyId,
    /// A name for people, unlike any other: 1 to 200 characters.
    pub name: String,
    /// What it is made of.
    pub kind: StrategyKind,
    /// What it does.
    pub specification: S,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl<S> Strategy<S> {
    /// All that is wrong with it; nothing when it can be kept.
    pub fn check(&self) -> Vec<ValueError> {
        record::name_errors(&self.name)
    }
}

impl<S: Serialize + DeserializeOwned> Record for Strategy<S> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "strategy";
    const COLUMNS: &'static str = "id, name, kind, specification, created_at, updated_at";

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
            Value::text(self.kind.as_str()),
            Value::json(NOUN, &self.specification)?,
            Value::time(self.created_at),
            Value::time(self.updated_at),
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: StrategyId::from_uuid(c.uuid()?),
            name: c.text()?,
            kind: c.parsed()?,
            specification: c.json()?,
            created_at: c.time()?,
            updated_at: c.time()?,
        })
    }
}

/// Adds a strategy.
///
/// # Errors
/// When it is not valid, or its name or identity is taken.
pub async fn insert<S: Serialize + DeserializeOwned>(w: &mut Write, strategy: &Strategy<S>) -> Result<()> {
    record::refuse_known::<Strategy<Json>>(w, strategy.id.uuid()).await?;
    acceptable(w, strategy).await?;
    record::insert(w, strategy).await
}

/// One strategy.
///
/// # Errors
/// [`StoreError::NotFound`], or its specification is not of this type.
pub async fn get<S: Serialize + DeserializeOwned>(on: impl Into<Source<'_>>, id: StrategyId) -> Result<Strategy<S>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// The strategy that has a name.
///
/// # Errors
/// When the database cannot be read, or its specification is not of this type.
pub async fn by_name<S: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    name: &str,
) -> Result<Option<Strategy<S>>> {
    Ok(record::select(&mut on.into(), "WHERE name = $1", vec![Value::text(name)]).await?.into_iter().next())
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<S: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<Strategy<S>>> {
    record::newest(&mut on.into(), paging, |s: &Strategy<S>| (s.created_at.micros(), s.id.uuid())).await
}

/// Puts a new state in place of the old one, which the trail keeps.
///
/// # Errors
/// When it is not valid or its name is taken, and [`StoreError::NotFound`].
pub async fn update<S: Serialize + DeserializeOwned>(w: &mut Write, strategy: &Strategy<S>) -> Result<()> {
    acceptable(w, strategy).await?;
    record::update(w, strategy).await.map(drop)
}

/// Deletes and returns what there was. Back-tests of it stay as they are, and still say that they were trials of it.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete<S: Serialize + DeserializeOwned>(w: &mut Write, id: StrategyId) -> Result<Strategy<S>> {
    record::delete(w, id.uuid()).await
}

async fn acceptable<S>(w: &mut Write, strategy: &Strategy<S>) -> Result<()> {
    let errors = strategy.check();
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    match by_name::<Json>(w, &strategy.name).await? {
        Some(other) if other.id != strategy.id => {
            Err(StoreError::Duplicate { noun: NOUN, field: "name", value: other.name })
        }
        _ => Ok(()),
    }
}

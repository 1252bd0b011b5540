//! Targets: weights by instrument, in one document a row.

use std::collections::BTreeSet;

use model::{
    error::ValueError,
    id::{InstrumentId, OptimizationId, TargetId},
    target::{Target, TargetFields},
};
use uuid::Uuid;

use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Source, Value},
    write::Write,
};

const NOUN: &str = "targets";

impl Record for Target {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "target";
    const COLUMNS: &'static str = "id, name, weights, tolerance, tree, source_optimization_id, note, created_at, \
                                   updated_at";

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
            Value::json(NOUN, &f.weights)?,
            Value::Decimal(f.tolerance),
            f.tree.as_ref().map_or(Ok(Value::Json(None)), |tree| Value::json(NOUN, tree))?,
            Value::Uuid(f.source_optimization_id.map(OptimizationId::uuid)),
            Value::opt_text(f.note.as_deref()),
            Value::time(self.created_at),
            Value::time(self.updated_at),
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        let id = TargetId::from_uuid(c.uuid()?);
        let fields = TargetFields {
            name: c.text()?,
            weights: c.json()?,
            tolerance: c.opt_decimal()?,
            tree: c.opt_json()?,
            source_optimization_id: c.opt_uuid()?.map(OptimizationId::from_uuid),
            note: c.opt_text()?,
        };
        Ok(Self { id, fields, created_at: c.time()?, updated_at: c.time()? })
    }
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, paging: &Paging) -> Result<Page<Target>> {
    record::newest(&mut on.into(), paging, |t: &Target| (t.created_at.micros(), t.id.uuid())).await
}

/// One target.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(on: impl Into<Source<'_>>, id: TargetId) -> Result<Target> {
    record::get(&mut on.into(), id.uuid()).await
}

/// Adds a target.
///
/// # Errors
/// When it is not valid, names an instrument or an optimization that is not there, or its identity is taken.
pub async fn insert(w: &mut Write, target: &Target) -> Result<()> {
    if record::find::<Target>(&mut Source::from(&mut *w), target.id.uuid()).await?.is_some() {
        return Err(StoreError::Duplicate { noun: NOUN, field: "id", value: target.id.to_string() });
    }
    acceptable(w, target).await?;
    record::insert(w, target).await
}

/// Puts a new state in place of the old one.
///
/// # Errors
/// As [`insert`], and [`StoreError::NotFound`].
pub async fn update(w: &mut Write, target: &Target) -> Result<()> {
    acceptable(w, target).await?;
    record::update(w, target).await.map(drop)
}

/// Deletes and returns what there was.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn delete(w: &mut Write, id: TargetId) -> Result<Target> {
    record::delete(w, id.uuid()).await
}

/// How many targets have a weight of an instrument.
///
/// # Errors
/// When the database cannot be read.
pub async fn naming(on: impl Into<Source<'_>>, id: InstrumentId) -> Result<i64> {
    // The two databases look into documents in different words, and targets are few.
    let all: Vec<Target> = record::select(&mut on.into(), "ORDER BY created_at, id", vec![]).await?;
    let count = all.iter().filter(|target| target.fields.weights.contains_key(&id)).count();
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

async fn acceptable(w: &mut Write, target: &Target) -> Result<()> {
    let mut errors = target.fields.check();
    let known: BTreeSet<InstrumentId> = crate::instruments::all(&mut *w).await?.iter().map(|i| i.id).collect();
    let unknown = target.fields.weights.keys().filter(|id| !known.contains(id));
    errors.extend(unknown.map(|id| ValueError::OutOfRange {
        field: "weights",
        value: format!("for {id}, which is no instrument of this workspace"),
        allowed: "weights of instruments that are there; load the list of instruments again",
    }));
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    if let Some(source) = target.fields.source_optimization_id {
        let sql = "SELECT count(*) FROM portfolio_optimizations WHERE id = $1";
        if Source::from(&mut *w).number(sql, vec![Value::uuid(source.uuid())]).await? == 0 {
            return Err(StoreError::not_found("portfolio_optimizations", source));
        }
    }
    Ok(())
}

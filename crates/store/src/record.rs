//! What the nouns with one row per object share: read, insert, update and delete, each with its event.

use model::error::ValueError;
use serde::Serialize;
use uuid::Uuid;

use crate::{
    errors::{Result, StoreError},
    page::{Page, Paging},
    sql::{Cells, Source, Value},
    write::Write,
};

/// An object that is one row.
pub(crate) trait Record: Serialize + Sized {
    /// The table, which is also the noun in the trail.
    const TABLE: &'static str;
    /// What a person calls one of them.
    const ONE: &'static str;
    /// The columns, `id` first, in the order of [`Record::values`] and [`Record::read`].
    const COLUMNS: &'static str;

    fn id(&self) -> Uuid;
    /// What tells it from others in a line for people.
    fn title(&self) -> String;
    fn values(&self) -> Result<Vec<Value>>;
    fn read(cells: &mut Cells<'_>) -> Result<Self>;
}

/// `SELECT … FROM table` with a tail such as `WHERE id = $1`.
pub(crate) async fn select<T: Record>(on: &mut Source<'_>, tail: &str, values: Vec<Value>) -> Result<Vec<T>> {
    let sql = format!("SELECT {} FROM {} {tail}", T::COLUMNS, T::TABLE);
    let rows = on.rows(sql, values).await?;
    rows.iter().map(|row| T::read(&mut row.cells(T::TABLE))).collect()
}

pub(crate) async fn find<T: Record>(on: &mut Source<'_>, id: Uuid) -> Result<Option<T>> {
    Ok(select(on, "WHERE id = $1", vec![Value::uuid(id)]).await?.into_iter().next())
}

pub(crate) async fn get<T: Record>(on: &mut Source<'_>, id: Uuid) -> Result<T> {
    find(on, id).await?.ok_or_else(|| StoreError::not_found(T::TABLE, id))
}

/// A page of a table that has `created_at`, newest first.
pub(crate) async fn newest<T: Record>(
    on: &mut Source<'_>,
    paging: &Paging,
    key: impl Fn(&T) -> (i64, Uuid),
) -> Result<Page<T>> {
    newest_of(on, "1 = 1", paging, key).await
}

/// The same of those that keep a condition.
pub(crate) async fn newest_of<T: Record>(
    on: &mut Source<'_>,
    only: &str,
    paging: &Paging,
    key: impl Fn(&T) -> (i64, Uuid),
) -> Result<Page<T>> {
    let order = "ORDER BY created_at DESC, id DESC LIMIT $1";
    let items = match paging.key::<(i64, Uuid)>()? {
        None => select(on, &format!("WHERE {only} {order}"), vec![Value::int(paging.rows())]).await?,
        Some((at, id)) => {
            let tail = format!("WHERE {only} AND (created_at, id) < ($2, $3) {order}");
            select(on, &tail, vec![Value::int(paging.rows()), Value::int(at), Value::uuid(id)]).await?
        }
    };
    Ok(paging.page(items, key))
}

pub(crate) async fn insert<T: Record>(w: &mut Write, object: &T) -> Result<()> {
    Source::from(&mut *w).insert_rows(T::TABLE, T::COLUMNS, vec![object.values()?]).await?;
    let summary = format!("Created {} {}", T::ONE, object.title());
    w.changed(T::TABLE, object.id().to_string(), &summary, None, Some(object)).await
}

/// Writes the new state and returns the one before.
pub(crate) async fn update<T: Record>(w: &mut Write, object: &T) -> Result<T> {
    let before: T = get(&mut Source::from(&mut *w), object.id()).await?;
    let columns = T::COLUMNS.split(", ").skip(1).enumerate();
    let set: Vec<String> = columns.map(|(i, c)| format!("{c} = ${}", i + 2)).collect();
    let sql = format!("UPDATE {} SET {} WHERE id = $1", T::TABLE, set.join(", "));
    Source::from(&mut *w).run(sql, object.values()?).await?;
    let summary = format!("Changed {} {}", T::ONE, object.title());
    w.changed(T::TABLE, object.id().to_string(), &summary, Some(&before), Some(object)).await?;
    Ok(before)
}

/// Deletes and returns what there was.
pub(crate) async fn delete<T: Record>(w: &mut Write, id: Uuid) -> Result<T> {
    let before: T = get(&mut Source::from(&mut *w), id).await?;
    let sql = format!("DELETE FROM {} WHERE id = $1", T::TABLE);
    Source::from(&mut *w).run(sql, vec![Value::uuid(id)]).await?;
    let summary = format!("Deleted {} {}", T::ONE, before.title());
    w.changed(T::TABLE, id.to_string(), &summary, Some(&before), None).await?;
    Ok(before)
}

/// Refuses a new object under an identity that is taken.
pub(crate) async fn refuse_known<T: Record>(w: &mut Write, id: Uuid) -> Result<()> {
    match find::<T>(&mut Source::from(w), id).await? {
        Some(_) => Err(StoreError::Duplicate { noun: T::TABLE, field: "id", value: id.to_string() }),
        None => Ok(()),
    }
}

/// What is wrong with a name for people of 1 to 200 characters.
pub(crate) fn name_errors(name: &str) -> Vec<ValueError> {
    let is_wrong = name.trim().is_empty() || name.chars().count() > 200;
    is_wrong.then_some(ValueError::Length { field: "name", max: 200 }).into_iter().collect()
}

/// Refuses a change of something that rows of another table refer to.
pub(crate) async fn refuse_used(
    w: &mut Write,
    noun: &'static str,
    id: Uuid,
    uses: &[(&'static str, &'static str)],
) -> Result<()> {
    for (by, sql) in uses {
        let count = Source::from(&mut *w).number(*sql, vec![Value::uuid(id)]).await?;
        if count > 0 {
            return Err(StoreError::InUse { noun, id: id.to_string(), by, count });
        }
    }
    Ok(())
}

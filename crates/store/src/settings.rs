//! Settings: typed documents by key.

use model::settings::Settings;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    errors::{Result, StoreError},
    sql::{Source, Value},
    write::Write,
};

const NOUN: &str = "settings";
const WORKSPACE: &str = "settings";

/// The settings of the workspace; `None` in a new one.
///
/// # Errors
/// When the database cannot be read.
pub async fn get(on: impl Into<Source<'_>>) -> Result<Option<Settings>> {
    get_key(on, WORKSPACE).await
}

/// Changes the settings of the workspace.
///
/// # Errors
/// When they are not valid.
pub async fn put(w: &mut Write, settings: &Settings) -> Result<()> {
    let errors = settings.check();
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    put_key(w, WORKSPACE, settings).await
}

/// The document under a key.
///
/// # Errors
/// When it is not of this type.
pub async fn get_key<T: DeserializeOwned>(on: impl Into<Source<'_>>, key: &str) -> Result<Option<T>> {
    let sql = "SELECT value FROM settings WHERE key = $1";
    match on.into().row(sql, vec![Value::text(key)]).await? {
        Some(row) => row.cells(NOUN).json().map(Some),
        None => Ok(None),
    }
}

/// Takes the document under a key away.
///
/// # Errors
/// When the database refuses.
pub async fn delete_key<T: Serialize + DeserializeOwned>(w: &mut Write, key: &str) -> Result<()> {
    let before: Option<T> = get_key(&mut *w, key).await?;
    Source::from(&mut *w).run("DELETE FROM settings WHERE key = $1", vec![Value::text(key)]).await?;
    w.changed::<T>(NOUN, key.to_owned(), &format!("Took {key} back"), before.as_ref(), None).await
}

/// Puts a document under a key.
///
/// # Errors
/// When the database refuses.
pub async fn put_key<T: Serialize + DeserializeOwned>(w: &mut Write, key: &str, value: &T) -> Result<()> {
    let before: Option<T> = get_key(&mut *w, key).await?;
    let sql = "INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3) \
               ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at";
    let values = vec![Value::text(key), Value::json(NOUN, value)?, Value::time(w.at())];
    Source::from(&mut *w).run(sql, values).await?;
    let what = if key == WORKSPACE { "Changed the settings".to_owned() } else { format!("Changed {key}") };
    w.changed(NOUN, key.to_owned(), &what, before.as_ref(), Some(value)).await
}

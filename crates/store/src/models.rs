//! Trained models: what they were trained on and how well they did. Their bytes are elsewhere, by hash.

use chrono::NaiveDate;
use model::{
    id::ModelId,
    learning::{ModelStage, ModelType},
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

const NOUN: &str = "ml_models";

/// A trained model: `S` its settings, `M` its metrics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model<S, M> {
    /// Its identity.
    pub id: ModelId,
    /// A name; versions count up under it.
    pub name: String,
    /// 1, 2, 3, … under its name.
    pub version: u32,
    /// Its family.
    pub model_type: ModelType,
    /// Where it stands in its life; one of a name is active.
    pub stage: ModelStage,
    /// When it was trained.
    pub created_at: Timestamp,
    /// The first day of its data.
    pub trained_from: NaiveDate,
    /// The last day of its data.
    pub trained_to: NaiveDate,
    /// BLAKE3 of its data, hex.
    pub data_hash: String,
    /// BLAKE3 of its bytes, hex.
    pub artefact_hash: Option<String>,
    /// How it was set.
    pub settings: S,
    /// How well it did.
    pub metrics: M,
}

impl<S: Serialize + DeserializeOwned, M: Serialize + DeserializeOwned> Record for Model<S, M> {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "model";
    const COLUMNS: &'static str = "id, name, version, model_type, stage, created_at, trained_from, trained_to, data_hash, artefact_hash, settings, metrics";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        format!("{} version {}", self.name, self.version)
    }

    fn values(&self) -> Result<Vec<Value>> {
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::text(&self.name),
            Value::int(self.version),
            Value::text(self.model_type.as_str()),
            Value::text(self.stage.as_str()),
            Value::time(self.created_at),
            Value::date(self.trained_from),
            Value::date(self.trained_to),
            Value::text(&self.data_hash),
            Value::opt_text(self.artefact_hash.as_deref()),
            Value::json(NOUN, &self.settings)?,
            Value::json(NOUN, &self.metrics)?,
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        Ok(Self {
            id: ModelId::from_uuid(c.uuid()?),
            name: c.text()?,
            version: c.small()?,
            model_type: c.parsed()?,
            stage: c.parsed()?,
            created_at: c.time()?,
            trained_from: c.date()?,
            trained_to: c.date()?,
            data_hash: c.text()?,
            artefact_hash: c.opt_text()?,
            settings: c.json()?,
            metrics: c.json()?,
        })
    }
}

/// Adds a model.
///
/// # Errors
/// When the database refuses.
pub async fn insert<S: Serialize + DeserializeOwned, M: Serialize + DeserializeOwned>(
    w: &mut Write,
    model: &Model<S, M>,
) -> Result<()> {
    record::insert(w, model).await
}

/// One model.
///
/// # Errors
/// [`crate::StoreError::NotFound`], or its documents are not of these types.
pub async fn get<S: Serialize + DeserializeOwned, M: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    id: ModelId,
) -> Result<Model<S, M>> {
    record::get(&mut on.into(), id.uuid()).await
}

/// A page of them, newest first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list<S: Serialize + DeserializeOwned, M: Serialize + DeserializeOwned>(
    on: impl Into<Source<'_>>,
    paging: &Paging,
) -> Result<Page<Model<S, M>>> {
    record::newest(&mut on.into(), paging, |o: &Model<S, M>| (o.created_at.micros(), o.id.uuid())).await
}

/// Puts a new state in place of the old one.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn update<S: Serialize + DeserializeOwned, M: Serialize + DeserializeOwned>(
    w: &mut Write,
    model: &Model<S, M>,
) -> Result<()> {
    record::update(w, model).await.map(drop)
}

/// Deletes and returns what there was.
///
/// # Errors
/// [`crate::StoreError::NotFound`].
pub async fn delete<S: Serialize + DeserializeOwned, M: Serialize + DeserializeOwned>(
    w: &mut Write,
    id: ModelId,
) -> Result<Model<S, M>> {
    record::delete(w, id.uuid()).await
}

/// Moves it to another stage; making it active retires the one of its name that was.
///
/// # Errors
/// [`crate::StoreError::NotFound`], or it has no bytes to be active with.
pub async fn set_stage(w: &mut Write, id: ModelId, stage: ModelStage) -> Result<()> {
    let mut model: Model<serde_json::Value, serde_json::Value> = get(&mut *w, id).await?;
    if stage == ModelStage::Active {
        let tail = "WHERE name = $1 AND stage = 'active'";
        let active: Vec<Model<serde_json::Value, serde_json::Value>> =
            record::select(&mut Source::from(&mut *w), tail, vec![Value::text(&model.name)]).await?;
        for mut old in active.into_iter().filter(|m| m.id != id) {
            old.stage = ModelStage::Retired;
            update(w, &old).await?;
        }
    }
    model.stage = stage;
    update(w, &model).await
}

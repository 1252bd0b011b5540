//! Uploads: a file on its way in, kept in the workspace's directory until it is imported.

use std::{
    io::SeekFrom,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use tokio::{
    fs,
    io::{AsyncSeekExt, AsyncWriteExt},
};
use uuid::Uuid;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    imports::ImportKind,
    workspace::Workspace,
};

/// A file that is being sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Upload {
    /// Its identity.
    pub id: Uuid,
    /// The file's name as the sender knows it.
    pub name: String,
    /// Bytes received: the offset of the next chunk.
    pub bytes: u64,
}

/// Names a new upload.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NewUpload {
    /// The file's name, for messages and the log; never a path here.
    pub name: String,
    /// What it holds: a file too large for that is refused at once.
    #[serde(default)]
    pub kind: Option<ImportKind>,
    /// Its bytes, as far as they are known.
    #[serde(default)]
    pub bytes: Option<u64>,
}

impl NewUpload {
    /// An upload of which nothing but the name is known.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: None, bytes: None }
    }
}

/// Where a chunk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChunkQuery {
    /// Bytes before this chunk; it must not lie beyond what was received.
    pub offset: u64,
}

/// Largest file.
pub const FILE_MAX_BYTES: u64 = 8 * 1024 * 1024 * 1024;
/// Largest file of transactions or exchange rates: thousands of bytes for each row that one may have.
pub const LEDGER_FILE_MAX_BYTES: u64 = 1024 * 1024 * 1024;
/// Uploads at once.
const UPLOADS_MAX: usize = 64;
/// The folder in the workspace.
const FOLDER: &str = "uploads";

/// Refuses a file that is too large for what it holds.
pub(crate) fn check_size(kind: Option<ImportKind>, bytes: u64) -> Result<()> {
    let (what, limit_bytes) = match kind {
        Some(ImportKind::Transactions) => ("a file of transactions", LEDGER_FILE_MAX_BYTES),
        Some(ImportKind::FxRates) => ("a file of exchange rates", LEDGER_FILE_MAX_BYTES),
        Some(ImportKind::Prices | ImportKind::Archive) | None => ("the file", FILE_MAX_BYTES),
    };
    if bytes > limit_bytes { Err(Error::TooLarge { what, limit_bytes }) } else { Ok(()) }
}

impl Workstation {
    /// Begins an upload.
    ///
    /// # Errors
    /// When the file is too large, too many are under way or the disk refuses.
    pub async fn create_upload(&self, ctx: &Ctx, new: NewUpload) -> Result<Upload> {
        let ws = self.for_use(ctx, Action::Write, "uploads").await?;
        let name = new.name.rsplit(['/', '\\']).next().unwrap_or_default().trim().to_owned();
        if name.is_empty() || name.chars().count() > 255 {
            return Err(Error::field("name", "text_length", "name must have 1 to 255 characters"));
        }
        check_size(new.kind, new.bytes.unwrap_or_default())?;
        let folder = ws.dir.join(FOLDER);
        fs::create_dir_all(&folder).await.map_err(|e| Error::io("made", &folder, e))?;
        let under_way = std::fs::read_dir(&folder).map_err(|e| Error::io("read", &folder, e))?.count() / 2;
        if under_way >= UPLOADS_MAX {
            return Err(Error::conflict(
                "too_many_uploads",
                "too many uploads are under way; import or delete some first",
            ));
        }
        let id = Uuid::now_v7();
        let (data, label) = paths(&ws, id);
        fs::write(&label, &name).await.map_err(|e| Error::io("written", label, e))?;
        fs::write(&data, b"").await.map_err(|e| Error::io("written", data, e))?;
        Ok(Upload { id, name, bytes: 0 })
    }

    /// Where an upload stands, to resume it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn upload(&self, ctx: &Ctx, id: Uuid) -> Result<Upload> {
        find(&*self.for_use(ctx, Action::Read, "uploads").await?, id).await
    }

    /// Writes a chunk. What was received from `offset` on is written anew, so a chunk may be sent twice.
    ///
    /// # Errors
    /// When the offset leaves a hole, or the file becomes too large.
    pub async fn append_upload(&self, ctx: &Ctx, id: Uuid, offset: u64, chunk: &[u8]) -> Result<Upload> {
        let ws = self.for_use(ctx, Action::Write, "uploads").await?;
        let mut upload = find(&ws, id).await?;
        if offset > upload.bytes {
            let detail = format!(
                "{} bytes have arrived, so a chunk at {offset} leaves a hole; go on at {}",
                upload.bytes, upload.bytes
            );
            return Err(Error::conflict("offset_beyond_end", detail));
        }
        let end = offset.saturating_add(chunk.len() as u64);
        check_size(None, end)?;
        let (data, _) = paths(&ws, id);
        let io = |e| Error::io("written", &data, e);
        let mut file = fs::OpenOptions::new().write(true).open(&data).await.map_err(io)?;
        file.seek(SeekFrom::Start(offset)).await.map_err(io)?;
        file.write_all(chunk).await.map_err(io)?;
        file.flush().await.map_err(io)?;
        upload.bytes = upload.bytes.max(end);
        Ok(upload)
    }

    /// Removes an upload.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_upload(&self, ctx: &Ctx, id: Uuid) -> Result<()> {
        let ws = self.for_use(ctx, Action::Write, "uploads").await?;
        find(&ws, id).await?;
        remove(&ws, id).await;
        Ok(())
    }
}

/// The file of an upload and the file with its name.
fn paths(ws: &Workspace, id: Uuid) -> (PathBuf, PathBuf) {
    let folder = ws.dir.join(FOLDER);
    (folder.join(format!("{id}.data")), folder.join(format!("{id}.name")))
}

/// An upload of a file that lies on this machine.
///
/// # Errors
/// When it is too large, or cannot be copied.
pub(crate) async fn of_file(ws: &Workspace, path: &Path) -> Result<Upload> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = ws.dir.join(FOLDER);
    fs::create_dir_all(&folder).await.map_err(|e| Error::io("made", &folder, e))?;
    let id = Uuid::now_v7();
    let (data, label) = paths(ws, id);
    fs::write(&label, &name).await.map_err(|e| Error::io("written", label, e))?;
    let bytes = fs::copy(path, &data).await.map_err(|e| Error::io("copied", path, e))?;
    if let Err(problem) = check_size(Some(ImportKind::Prices), bytes) {
        remove(ws, id).await;
        return Err(problem);
    }
    Ok(Upload { id, name, bytes })
}

/// An upload as it stands.
pub(crate) async fn find(ws: &Workspace, id: Uuid) -> Result<Upload> {
    let (data, label) = paths(ws, id);
    match (fs::metadata(&data).await, fs::read_to_string(&label).await) {
        (Ok(data), Ok(name)) => Ok(Upload { id, name, bytes: data.len() }),
        _ => Err(Error::not_found("upload", id)),
    }
}

/// The received file of an upload.
pub(crate) fn data_path(ws: &Workspace, id: Uuid) -> PathBuf {
    paths(ws, id).0
}

/// Removes an upload; one that cannot be removed goes at the next start.
pub(crate) async fn remove(ws: &Workspace, id: Uuid) {
    let (data, label) = paths(ws, id);
    for path in [data, label] {
        if let Err(e) = fs::remove_file(&path).await {
            tracing::debug!(%e, path = %path.display(), "left for the next start");
        }
    }
}

/// At start: removes what no waiting import needs.
pub(crate) async fn sweep(ws: &Workspace) -> Result<()> {
    let needed = crate::imports::waiting_uploads(ws).await?;
    let Ok(entries) = std::fs::read_dir(ws.dir.join(FOLDER)) else { return Ok(()) };
    for path in entries.filter_map(|e| Some(e.ok()?.path())) {
        let id = path.file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse::<Uuid>().ok());
        if id.is_none_or(|id| !needed.contains(&id)) {
            let _ = std::fs::remove_file(&path); // tried again at the next start
        }
    }
    Ok(())
}

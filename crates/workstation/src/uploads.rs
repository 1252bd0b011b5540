//! Uploads: a file on its way in, kept in the workspace's directory until it is imported.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Workstation, ctx::Ctx, error::Result, pending};

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
}

/// Where a chunk goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChunkQuery {
    /// Bytes before this chunk; it must not lie beyond what was received.
    pub offset: u64,
}

impl Workstation {
    /// Begins an upload.
    ///
    /// # Errors
    /// When too many are under way or the disk refuses.
    pub async fn create_upload(&self, ctx: &Ctx, new: NewUpload) -> Result<Upload> {
        pending!(ctx, new)
    }

    /// Where an upload stands, to resume it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn upload(&self, ctx: &Ctx, id: Uuid) -> Result<Upload> {
        pending!(ctx, id)
    }

    /// Writes a chunk.
    ///
    /// # Errors
    /// When the offset leaves a hole, or the file becomes too large.
    pub async fn append_upload(&self, ctx: &Ctx, id: Uuid, offset: u64, chunk: &[u8]) -> Result<Upload> {
        pending!(ctx, id, offset, chunk)
    }

    /// Removes an upload.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_upload(&self, ctx: &Ctx, id: Uuid) -> Result<()> {
        pending!(ctx, id)
    }
}

//! Jobs: long work as rows that survive the process.

use model::{id::JobId, job::{Job, JobKind, JobState}};
use serde::Deserialize;

use crate::{Workstation, ctx::Ctx, error::Result, page::Page, pending};

/// Which jobs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JobsQuery {
    /// Only in this state.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub state: Option<JobState>,
    /// Only of this kind.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub kind: Option<JobKind>,
    /// Items of a page, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Where to go on: `next_cursor` of the page before.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl Workstation {
    /// Jobs, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn jobs(&self, ctx: &Ctx, query: &JobsQuery) -> Result<Page<Job>> {
        pending!(ctx, query)
    }

    /// One job.
    ///
    /// # Errors
    /// When there is none.
    pub async fn job(&self, ctx: &Ctx, id: JobId) -> Result<Job> {
        pending!(ctx, id)
    }

    /// Asks a job to stop.
    ///
    /// # Errors
    /// When it has already ended.
    pub async fn cancel_job(&self, ctx: &Ctx, id: JobId) -> Result<Job> {
        pending!(ctx, id)
    }
}

//! `/jobs`.

use axum::extract::State;
use model::{id::JobId, job::Job};
use utoipa_axum::router::OpenApiRouter;
use workstation::{jobs::JobsQuery, page::Page};

use crate::{
    Ws,
    extract::{Ctx, Path, Query, Reply, reply},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(cancel))
}

/// Jobs, newest first.
#[utoipa::path(get, path = "/jobs", tag = "jobs", operation_id = "list_jobs", params(JobsQuery),
    responses((status = 200, body = Page<Job>)))]
async fn list(Ctx(ctx): Ctx, State(ws): State<Ws>, Query(q): Query<JobsQuery>) -> Reply<Page<Job>> {
    reply(ws.jobs(&ctx, &q).await)
}

/// One job.
#[utoipa::path(get, path = "/jobs/{id}", tag = "jobs", operation_id = "get_job", params(("id" = JobId, Path)),
    responses((status = 200, body = Job)))]
async fn read(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<JobId>) -> Reply<Job> {
    reply(ws.job(&ctx, id).await)
}

/// Asks a job to stop; it stops soon after.
#[utoipa::path(post, path = "/jobs/{id}/cancel", tag = "jobs", operation_id = "cancel_job", params(("id" = JobId, Path)),
    responses((status = 200, body = Job)))]
async fn cancel(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(id): Path<JobId>) -> Reply<Job> {
    reply(ws.cancel_job(&ctx, id).await)
}

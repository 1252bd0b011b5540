//! Value, time-weighted index and benchmark through time.

use std::sync::Arc;

use chrono::NaiveDate;
use model::{
    id::{AccountId, InstrumentId},
    time::Timestamp,
};
use portfolio::performance::{Span, performance};
use serde::{Deserialize, Serialize};

pub use portfolio::performance::{Performance, Returns};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::{Folded, Once, folded_as_known, span_key},
    workspace::Workspace,
};

/// Which period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PerformanceQuery {
    /// From this day; the first flow's when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To this day; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// The benchmark; the settings' when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub benchmark_id: Option<InstrumentId>,
    /// `json` (default) or `binary`: columns `at`, `value`, `invested`, `twr_index`, `benchmark`.
    #[serde(default)]
    #[param(inline)]
    pub format: Option<SeriesFormat>,
    /// As it was known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
}

/// How a series travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeriesFormat {
    /// JSON.
    #[default]
    Json,
    /// Typed columns, `application/octet-stream`.
    Binary,
}

impl Workstation {
    /// The series.
    ///
    /// # Errors
    /// When the period is empty or the store cannot be read.
    pub async fn performance(&self, ctx: &Ctx, query: &PerformanceQuery) -> Result<Arc<Performance>> {
        let ws = self.for_use(ctx, Action::Read, "performance").await?;
        let state = folded_as_known(&ws, &self.host, query.known_at).await?;
        let to = query.to.unwrap_or(state.today);
        if query.from.is_some_and(|from| from >= to) {
            return Err(Error::field("from", "period_empty", format!("from must lie before {to}")));
        }
        if let Some(id) = query.benchmark_id.filter(|id| state.history.points(*id).is_empty()) {
            let message = format!("{id} has no prices that are loaded; make it the benchmark in the settings first");
            return Err(Error::field("benchmark_id", "benchmark_unknown", message));
        }
        let benchmark_id = query.benchmark_id.or(state.settings.benchmark_id);
        let span = Span { from: query.from, to, account_id: query.account_id, benchmark_id };
        series(&ws, &state, span).await
    }
}

/// A performance out of the cache, or computed on a thread of its own.
pub(crate) async fn series(ws: &Workspace, state: &Arc<Folded>, span: Span) -> Result<Arc<Performance>> {
    let kept = {
        let mut cache = ws.cache.lock().await;
        if cache.is_current(state) {
            cache.trim();
            Arc::clone(cache.performances.entry(span_key(span)).or_default())
        } else {
            Once::default()
        }
    };
    let computed = async {
        let books_of = Arc::clone(state);
        let work = move || {
            let books = books_of.books_on(span.to);
            Arc::new(performance(books_of.context(), &books, &books_of.history, span))
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the performance" })
    };
    kept.get_or_try_init(|| computed).await.map(Arc::clone)
}

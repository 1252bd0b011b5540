//! What can go wrong in a use case, by what the caller does about it.

use std::path::PathBuf;

use model::error::ValueError;
use serde::Serialize;
use store::{RowReason, StoreError};

/// One thing that is wrong with what was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct FieldProblem {
    /// The field at fault, where one is known.
    pub field: Option<String>,
    /// A stable name for programs.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// What is wrong and what to do, for people.
    pub message: String,
}

impl From<&ValueError> for FieldProblem {
    fn from(e: &ValueError) -> Self {
        Self { field: e.field().map(str::to_owned), code: e.code(), message: e.to_string() }
    }
}

/// How a client reacts; the API turns it into a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// Correct the request.
    Correct,
    /// The thing is not there (any more).
    LookElsewhere,
    /// Something else stands in the way; load the present state and decide.
    Resolve,
    /// Not allowed.
    Refused,
    /// Send less.
    Shrink,
    /// Works later or after a fix on this machine.
    Repair,
    /// Our mistake.
    Report,
}

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No workspace is open.
    #[error("no workspace is open; open one or create one first")]
    NoWorkspace,
    /// Another process holds the workspace.
    #[error("the workspace {} is in use by process {pid}; close that program or work through it", path.display())]
    AlreadyOwned {
        /// The owner's process id; 0 when it has not written it yet.
        pid: u32,
        /// The workspace directory.
        path: PathBuf,
    },
    /// There is no such thing.
    #[error("there is no {noun} {id}; it may have been deleted, so load the list again")]
    NotFound {
        /// What was looked for.
        noun: &'static str,
        /// By which identity.
        id: String,
    },
    /// The values do not pass.
    #[error("{}", summarize(fields))]
    Invalid {
        /// Everything that is wrong.
        fields: Vec<FieldProblem>,
    },
    /// A change that what is stored does not allow.
    #[error("{detail}")]
    Conflict {
        /// A stable name for programs.
        code: &'static str,
        /// What stands in the way and what to do.
        detail: String,
    },
    /// The actor may not do this.
    #[error("{actor} may not {action} {object}")]
    Forbidden {
        /// Who asked.
        actor: String,
        /// What for.
        action: &'static str,
        /// On what.
        object: &'static str,
    },
    /// More than the limit.
    #[error("{what} is larger than {limit_bytes} bytes; split it and send the parts")]
    TooLarge {
        /// What was too large.
        what: &'static str,
        /// The limit.
        limit_bytes: u64,
    },
    /// A file or directory of the workspace.
    #[error("{} cannot be {doing}: {source}; check that the disk is not full and the folder is writable", path.display())]
    Io {
        /// What was tried, e.g. `written`.
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store could not do it, for a reason outside of the request.
    #[error(transparent)]
    Store(store::StoreError),
    /// A file that cannot be imported at all.
    #[error(transparent)]
    Import(#[from] ::imports::error::ImportError),
    /// An archive that cannot be imported.
    #[error(transparent)]
    Archive(#[from] crate::imports::ArchiveError),
    /// An optimization without a result.
    #[error(transparent)]
    Optimize(#[from] ::optimize::OptimizeError),
    /// Figures that cannot be worked out.
    #[error(transparent)]
    Statistics(#[from] ::statistics::StatisticsError),
    /// Nothing is held that figures could speak of.
    #[error("nothing is held that could lose; add transactions, or choose another account")]
    NothingHeld,
    /// Risk, stress or hedges that cannot be worked out.
    #[error(transparent)]
    Risk(#[from] ::risk::RiskError),
    /// A back-test or a sweep that cannot be run.
    #[error(transparent)]
    Backtest(::backtest::BacktestError),
    /// A description that makes no strategy.
    #[error(transparent)]
    Strategy(#[from] ::strategies::StrategyProblem),
    /// A rebalancing without a plan.
    #[error(transparent)]
    Rebalance(#[from] ::rebalance::RebalanceError),
    /// A chart that cannot be drawn.
    #[error(transparent)]
    Chart(#[from] ::charts::ChartError),
    /// Market data that do not come.
    #[error(transparent)]
    Market(#[from] market::error::MarketError),
    /// A page that cannot be made.
    #[error(transparent)]
    Report(#[from] ::reports::ReportError),
    /// The sample data in the program is damaged.
    #[error(transparent)]
    Sample(#[from] crate::sample::SampleError),
    /// A job or background thread ended without an answer: a bug.
    #[error("{what} ended unexpectedly; try again, and send the diagnostics if it happens twice")]
    Broken {
        /// What ended.
        what: &'static str,
    },
    /// A job was cancelled.
    #[error("cancelled")]
    Cancelled,
}

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoWorkspace => "no_workspace",
            Self::AlreadyOwned { .. } => "workspace_in_use",
            Self::NotFound { .. } => "not_found",
            Self::Invalid { .. } => "invalid",
            Self::Conflict { code, .. } => code,
            Self::Forbidden { .. } => "forbidden",
            Self::TooLarge { .. } => "too_large",
            Self::Io { .. } => "io",
            Self::Broken { .. } => "broken",
            Self::Store(e) => e.code(),
            Self::Import(e) => e.code(),
            Self::Archive(e) => e.code(),
            Self::Optimize(e) => e.code(),
            Self::Statistics(e) => e.code(),
            Self::NothingHeld => "nothing_held",
            Self::Risk(e) => e.code(),
            Self::Backtest(e) => e.code(),
            Self::Strategy(e) => e.code(),
            Self::Rebalance(e) => e.code(),
            Self::Chart(e) => e.code(),
            Self::Market(e) => e.code(),
            Self::Report(e) => e.code(),
            Self::Sample(e) => e.code(),
            Self::Cancelled => "cancelled",
        }
    }

    /// What a client does about it.
    pub fn reaction(&self) -> Reaction {
        match self {
            Self::NotFound { .. } => Reaction::LookElsewhere,
            Self::Invalid { .. } => Reaction::Correct,
            Self::NoWorkspace | Self::AlreadyOwned { .. } | Self::Conflict { .. } | Self::Cancelled => {
                Reaction::Resolve
            }
            Self::Forbidden { .. } => Reaction::Refused,
            Self::TooLarge { .. } => Reaction::Shrink,
            Self::Import(_)
            | Self::Archive(_)
            | Self::Optimize(_)
            | Self::Statistics(_)
            | Self::NothingHeld
            | Self::Risk(_)
            | Self::Backtest(_)
            | Self::Strategy(_)
            | Self::Rebalance(_) => Reaction::Correct,
            Self::Chart(e) => match e {
                ::charts::ChartError::Empty(_) | ::charts::ChartError::Size { .. } => Reaction::Correct,
                _ => Reaction::Report,
            },
            Self::Io { .. } | Self::Store(_) | Self::Market(_) => Reaction::Repair,
            Self::Broken { .. } | Self::Report(_) | Self::Sample(_) => Reaction::Report,
        }
    }

    /// Everything that is wrong, field by field.
    pub fn fields(&self) -> &[FieldProblem] {
        match self {
            Self::Invalid { fields } => fields,
            _ => &[],
        }
    }

    /// One thing is wrong with one field.
    pub fn field(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { fields: vec![FieldProblem { field: Some(field.to_owned()), code, message: message.into() }] }
    }

    /// There is no such thing.
    pub fn not_found(noun: &'static str, id: impl std::fmt::Display) -> Self {
        Self::NotFound { noun, id: id.to_string() }
    }

    /// What is stored does not allow it.
    pub fn conflict(code: &'static str, detail: impl Into<String>) -> Self {
        Self::Conflict { code, detail: detail.into() }
    }

    pub(crate) fn io(doing: &'static str, path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { doing, path: path.into(), source }
    }
}

impl From<::backtest::BacktestError> for Error {
    fn from(error: ::backtest::BacktestError) -> Self {
        match error {
            ::backtest::BacktestError::Cancelled => Self::Cancelled,
            other => Self::Backtest(other),
        }
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let code = error.code();
        match error {
            StoreError::NotFound { noun, id } => Self::NotFound { noun, id },
            StoreError::Invalid { errors, .. } => {
                Self::Invalid { fields: errors.iter().map(FieldProblem::from).collect() }
            }
            StoreError::Rows(rows) => Self::Invalid {
                fields: rows
                    .iter()
                    .map(|r| FieldProblem {
                        field: row_field(&r.reason),
                        code: r.reason.code(),
                        message: r.reason.to_string(),
                    })
                    .collect(),
            },
            StoreError::Cursor => Self::field("cursor", code, error.to_string()),
            StoreError::Locked { path, holder } => {
                let pid = holder.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).next_back();
                Self::AlreadyOwned { pid: pid.unwrap_or(0), path }
            }
            StoreError::Duplicate { .. }
            | StoreError::InUse { .. }
            | StoreError::NotEmpty { .. }
            | StoreError::Stale { .. }
            | StoreError::JobState { .. }
            | StoreError::ImportSuperseded { .. }
            | StoreError::Backup { .. }
            | StoreError::NewerSchema { .. }
            | StoreError::ForeignSchema { .. }
            | StoreError::Missing { .. } => Self::Conflict { code, detail: error.to_string() },
            other => Self::Store(other),
        }
    }
}

/// The field of the form that a row's reason is about.
fn row_field(reason: &RowReason) -> Option<String> {
    let field = match reason {
        RowReason::Value(v) => v.field()?,
        RowReason::UnknownAccount(_) => "account_id",
        RowReason::UnknownInstrument(_) => "instrument_id",
        RowReason::DuplicateSymbol(_) => "symbol",
        RowReason::DuplicateName(_) => "name",
        RowReason::AdjustedPrices { .. } => "kind",
        RowReason::DuplicateRate(_) => "date",
    };
    Some(field.to_owned())
}

/// Passes when nothing is wrong.
pub(crate) fn checked(wrong: &[ValueError]) -> Result<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid { fields: wrong.iter().map(Into::into).collect() }) }
}

fn summarize(fields: &[FieldProblem]) -> String {
    let all: Vec<&str> = fields.iter().map(|f| f.message.as_str()).collect();
    if all.is_empty() { "the values are not valid".to_owned() } else { all.join("; ") }
}

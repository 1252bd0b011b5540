//! Who acts.

use serde::{Deserialize, Serialize};

/// On whose behalf a use case runs. Every use case takes one and asks `authorize` with it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// The person at this machine: the window, the command line, the owner's socket.
    LocalOwner,
    /// A person signed in over HTTP.
    User {
        /// Their name.
        name: String,
    },
    /// A program with an API key.
    ApiKey {
        /// The key's public prefix.
        prefix: String,
    },
    /// The program itself, on a schedule.
    Schedule {
        /// Which job.
        job: String,
    },
}

impl Actor {
    /// A short text for logs and the audit trail.
    pub fn label(&self) -> String {
        match self {
            Self::LocalOwner => "local owner".to_owned(),
            Self::User { name } => format!("user {name}"),
            Self::ApiKey { prefix } => format!("API key {prefix}"),
            Self::Schedule { job } => format!("schedule {job}"),
        }
    }
}

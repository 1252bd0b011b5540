//! Who asks, for which click, and whether they may.

use model::{actor::Actor, id::CorrelationId};

use crate::error::{Error, Result};

/// What every use case is given first.
#[derive(Clone, Debug)]
pub struct Ctx {
    /// On whose behalf.
    pub actor: Actor,
    /// Ties the click to everything that it causes.
    pub correlation_id: CorrelationId,
}

impl Ctx {
    /// The person at this machine, with a new correlation.
    pub fn local() -> Self {
        Self { actor: Actor::LocalOwner, correlation_id: CorrelationId::new() }
    }
}

/// What one can do to a noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Look at it.
    Read,
    /// Create, change or delete it.
    Write,
    /// Replace, restore or switch whole workspaces.
    Administer,
}

impl Action {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "change",
            Self::Administer => "administer",
        }
    }
}

/// The one place that decides. The owner of this machine may do everything, a schedule of ours reads and writes;
/// nobody else exists yet, so nobody else may anything.
pub(crate) fn authorize(actor: &Actor, action: Action, object: &'static str) -> Result<()> {
    let allowed = match actor {
        Actor::LocalOwner => true,
        Actor::Schedule { .. } => action != Action::Administer,
        Actor::User { .. } | Actor::ApiKey { .. } => false,
    };
    if allowed {
        return Ok(());
    }
    Err(Error::Forbidden { actor: actor.label(), action: action.as_str(), object })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_owner_administers() {
        let job = Actor::Schedule { job: "nightly".into() };
        assert!(authorize(&Actor::LocalOwner, Action::Administer, "workspaces").is_ok());
        assert!(authorize(&job, Action::Write, "backups").is_ok());
        assert!(authorize(&job, Action::Administer, "backups").is_err());
        let user = Actor::User { name: "eve".into() };
        assert_eq!(authorize(&user, Action::Read, "portfolio").unwrap_err().code(), "forbidden");
    }
}

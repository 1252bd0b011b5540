//! Where secrets come from at the moment of sending.

use std::{future::Future, time::Duration};

use secrets::Secret;

use crate::{Reason, SendError};

/// How long a keychain may take; it may be waiting for the person to unlock it.
const WAIT: Duration = Duration::from_secs(20);

/// Gives a secret by the name that stands in a way's settings.
pub trait Secrets: Sync {
    /// The secret of that name, or `None` where there is none.
    ///
    /// # Errors
    /// [`SecretsProblem`] when it cannot be told, such as a locked keychain.
    fn secret(&self, name: &str) -> impl Future<Output = Result<Option<Secret>, SecretsProblem>> + Send;
}

/// Why secrets cannot be read now. The text says what to do and holds no secret.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SecretsProblem(
    /// What happened and what to do.
    pub String,
);

/// The secret of that name, or why a message that needs it cannot be sent.
pub(crate) async fn needed(secrets: &impl Secrets, name: &str) -> Result<Secret, SendError> {
    let unreadable = |reason| SendError::later(Reason::SecretUnreadable { name: name.to_owned(), reason });
    match tokio::time::timeout(WAIT, secrets.secret(name)).await {
        Ok(Ok(Some(secret))) => Ok(secret),
        Ok(Ok(None)) => Err(SendError::never(Reason::SecretMissing { name: name.to_owned() })),
        Ok(Err(problem)) => Err(unreadable(problem.to_string())),
        Err(_) => Err(unreadable(format!("it did not answer within {} s; unlock it", WAIT.as_secs()))),
    }
}

/// The same where a way may do without.
pub(crate) async fn wanted(secrets: &impl Secrets, name: Option<&str>) -> Result<Option<Secret>, SendError> {
    match name {
        Some(name) => needed(secrets, name).await.map(Some),
        None => Ok(None),
    }
}

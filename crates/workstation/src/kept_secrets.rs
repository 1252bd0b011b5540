//! Secrets of ways and providers: kept under names of their own, or given by environment variables.

use std::sync::Arc;

use notify::{Secrets, SecretsProblem};
use secrets::{Keeper, KeeperError, KeptIn, KeychainError, Secret, ways_out};
use serde::Serialize;

use crate::error::{Error, Result};

/// Where a secret lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    /// In the keychain of the machine.
    Keychain,
    /// In the sealed file that stands in for a keychain.
    SealedFile,
    /// In a variable of the environment, which goes before the others.
    Environment,
}

impl From<KeptIn> for SecretPlace {
    fn from(kept: KeptIn) -> Self {
        match kept {
            KeptIn::Keychain => Self::Keychain,
            KeptIn::SealedFile => Self::SealedFile,
        }
    }
}

/// Where a secret was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SecretKept {
    /// Where; null when it was forgotten.
    pub place: Option<SecretPlace>,
}

/// The secrets of one kind, as the workspace names them. An environment variable of the name goes before what is kept.
#[derive(Clone, Debug)]
pub(crate) struct KeptSecrets {
    keeper: Arc<Keeper>,
    /// Before the name of the account under which it is kept; no address of a server looks like it.
    kind: &'static str,
    /// Before the name of the environment variable.
    variable: &'static str,
}

impl KeptSecrets {
    /// Those of ways in which a person is told of something.
    pub(crate) fn of_notifications(keeper: &Arc<Keeper>) -> Self {
        Self { keeper: Arc::clone(keeper), kind: "notification", variable: "QUARTERDECK_SECRET_" }
    }

    /// Those by which providers of market data know us.
    pub(crate) fn of_providers(keeper: &Arc<Keeper>) -> Self {
        Self { keeper: Arc::clone(keeper), kind: "provider", variable: "QUARTERDECK_KEY_" }
    }

    /// Keeps a secret and says where, or forgets it.
    ///
    /// # Errors
    /// When there is no place for it, or the place refuses.
    pub(crate) async fn put(&self, name: &str, secret: Option<Secret>) -> Result<SecretKept> {
        let (keeper, account) = (Arc::clone(&self.keeper), self.account(name));
        let put = tokio::task::spawn_blocking(move || match secret {
            Some(secret) => keeper.set(&account, &secret).map(Some),
            None => keeper.remove(&account).map(|_| None),
        });
        let put = put.await.map_err(|_| Error::Broken { what: "the keychain" })?;
        let kept = put.map_err(|problem| Error::conflict(problem.code(), self.told(&problem, name)))?;
        Ok(SecretKept { place: kept.map(SecretPlace::from) })
    }

    /// The secret of a name and where it lies; none where there is none.
    ///
    /// # Errors
    /// Why that cannot be told, and what to do.
    pub(crate) async fn get(&self, name: &str) -> std::result::Result<Option<(Secret, SecretPlace)>, String> {
        if let Some(given) = std::env::var(self.variable(name)).ok().and_then(|text| Secret::new(text).ok()) {
            return Ok(Some((given, SecretPlace::Environment)));
        }
        let (keeper, account) = (Arc::clone(&self.keeper), self.account(name));
        // It may wait for a person who unlocks it.
        match tokio::task::spawn_blocking(move || keeper.get(&account)).await {
            Ok(Ok(found)) => Ok(found.map(|(secret, kept)| (secret, kept.into()))),
            Ok(Err(problem)) => Err(self.told(&problem, name)),
            Err(_) => Err("the keychain stopped answering; try again".to_owned()),
        }
    }

    /// Where the secret of a name lies; none where there is none.
    ///
    /// # Errors
    /// As [`KeptSecrets::get`].
    pub(crate) async fn place(&self, name: &str) -> std::result::Result<Option<SecretPlace>, String> {
        Ok(self.get(name).await?.map(|(_, place)| place))
    }

    /// What is wrong, and what to do for a secret of this name.
    fn told(&self, problem: &KeeperError, name: &str) -> String {
        let instead = format!("or give the secret in {}", self.variable(name));
        match problem {
            KeeperError::NowhereToKeep { reason, locked, refusal } => {
                format!("{}, {instead}", ways_out(reason, locked.as_deref(), refusal.as_deref()))
            }
            KeeperError::Keychain(KeychainError::Missing { reason }) => {
                format!("no keychain is running in this session ({reason}), {instead}")
            }
            KeeperError::Keychain(KeychainError::Locked) => {
                format!("the keychain is locked; unlock it in your desktop's password program, {instead}")
            }
            KeeperError::Keychain(KeychainError::Failed { action, reason, .. }) => {
                format!("the keychain could not {action} it: {reason}; try again, {instead}")
            }
            other => format!("{other}, {instead}"),
        }
    }

    fn account(&self, name: &str) -> String {
        format!("{}: {name}", self.kind)
    }

    /// The environment variable: `mail password` is `QUARTERDECK_SECRET_MAIL_PASSWORD`.
    fn variable(&self, name: &str) -> String {
        let name: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        format!("{}{name}", self.variable)
    }
}

impl Secrets for KeptSecrets {
    async fn secret(&self, name: &str) -> std::result::Result<Option<Secret>, SecretsProblem> {
        Ok(self.get(name).await.map_err(SecretsProblem)?.map(|(secret, _)| secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_variables() {
        let keeper = Arc::default();
        let variable = KeptSecrets::of_notifications(&keeper).variable("mail password");
        assert_eq!(variable, "QUARTERDECK_SECRET_MAIL_PASSWORD");
        assert_eq!(KeptSecrets::of_providers(&keeper).variable("bot-1"), "QUARTERDECK_KEY_BOT_1");
    }
}

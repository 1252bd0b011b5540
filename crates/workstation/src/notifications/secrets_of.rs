//! The secrets of ways: in the keychain under names of their own, or in the environment where there is no keychain.

use notify::{Secrets, SecretsProblem};
use secrets::{Keychain, KeychainError, Secret};

use crate::error::{Error, Result};

/// The keychain, as ways name their secrets in it. An environment variable of the name goes before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotificationSecrets;

impl NotificationSecrets {
    /// Keeps a secret, or forgets it.
    ///
    /// # Errors
    /// When the keychain refuses.
    pub(super) async fn put(self, name: &str, secret: Option<Secret>) -> Result<()> {
        let account = account(name);
        let put = tokio::task::spawn_blocking(move || match secret {
            Some(secret) => Keychain.set(&account, &secret),
            None => Keychain.remove(&account).map(drop),
        });
        let put = put.await.map_err(|_| Error::Broken { what: "the keychain" })?;
        put.map_err(|problem| Error::conflict(problem.code(), told(&problem, name)))
    }

    /// Whether there is one of that name.
    ///
    /// # Errors
    /// Why that cannot be told.
    pub(super) async fn is_kept(self, name: &str) -> std::result::Result<bool, String> {
        match self.secret(name).await {
            Ok(secret) => Ok(secret.is_some()),
            Err(problem) => Err(problem.to_string()),
        }
    }
}

impl Secrets for NotificationSecrets {
    async fn secret(&self, name: &str) -> std::result::Result<Option<Secret>, SecretsProblem> {
        if let Some(given) = std::env::var(variable(name)).ok().and_then(|text| Secret::new(text).ok()) {
            return Ok(Some(given));
        }
        let account = account(name);
        // It may wait for a person who unlocks it.
        match tokio::task::spawn_blocking(move || Keychain.get(&account)).await {
            Ok(Ok(secret)) => Ok(secret),
            Ok(Err(problem)) => Err(SecretsProblem(told(&problem, name))),
            Err(_) => Err(SecretsProblem("the keychain stopped answering; try again".to_owned())),
        }
    }
}

/// What is wrong with the keychain, and what to do for a secret of this name.
fn told(problem: &KeychainError, name: &str) -> String {
    let instead = format!("or give the secret in {}", variable(name));
    match problem {
        KeychainError::Missing { reason } => {
            format!(
                "no keychain is running in this session ({reason}); start one (GNOME Keyring, KWallet, KeePassXC), {instead}"
            )
        }
        KeychainError::Locked => {
            format!("the keychain is locked; unlock it in your desktop's password program, {instead}")
        }
        KeychainError::Failed { action, reason, .. } => {
            format!("the keychain could not {action} it: {reason}; try again, {instead}")
        }
    }
}

/// The account in the keychain; no address of a server looks like it.
fn account(name: &str) -> String {
    format!("notification: {name}")
}

/// The environment variable: `mail password` is `QUARTERDECK_SECRET_MAIL_PASSWORD`.
fn variable(name: &str) -> String {
    let name: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
    format!("QUARTERDECK_SECRET_{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_variables() {
        assert_eq!(variable("mail password"), "QUARTERDECK_SECRET_MAIL_PASSWORD");
        assert_eq!(variable("bot-1"), "QUARTERDECK_SECRET_BOT_1");
    }
}

//! Secrets of ways and providers: in the keychain under names of their own, or in the environment where there is no keychain.

use notify::{Secrets, SecretsProblem};
use secrets::{Keychain, KeychainError, Secret};

use crate::error::{Error, Result};

/// The keychain, as the workspace names its secrets in it. An environment variable of the name goes before it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeptSecrets {
    /// Before the name of the account in the keychain; no address of a server looks like it.
    kind: &'static str,
    /// Before the name of the environment variable.
    variable: &'static str,
}

/// Those of ways in which a person is told of something.
pub(crate) const NOTIFICATION_SECRETS: KeptSecrets =
    KeptSecrets { kind: "notification", variable: "QUARTERDECK_SECRET_" };
/// Those by which providers of market data know us.
pub(crate) const PROVIDER_KEYS: KeptSecrets = KeptSecrets { kind: "provider", variable: "QUARTERDECK_KEY_" };

impl KeptSecrets {
    /// Keeps a secret, or forgets it.
    ///
    /// # Errors
    /// When the keychain refuses.
    pub(crate) async fn put(self, name: &str, secret: Option<Secret>) -> Result<()> {
        let account = self.account(name);
        let put = tokio::task::spawn_blocking(move || match secret {
            Some(secret) => Keychain.set(&account, &secret),
            None => Keychain.remove(&account).map(drop),
        });
        let put = put.await.map_err(|_| Error::Broken { what: "the keychain" })?;
        put.map_err(|problem| Error::conflict(problem.code(), self.told(&problem, name)))
    }

    /// The secret of a name; none where there is none.
    ///
    /// # Errors
    /// Why that cannot be told, and what to do.
    pub(crate) async fn get(self, name: &str) -> std::result::Result<Option<Secret>, String> {
        if let Some(given) = std::env::var(self.variable(name)).ok().and_then(|text| Secret::new(text).ok()) {
            return Ok(Some(given));
        }
        let account = self.account(name);
        // It may wait for a person who unlocks it.
        match tokio::task::spawn_blocking(move || Keychain.get(&account)).await {
            Ok(Ok(secret)) => Ok(secret),
            Ok(Err(problem)) => Err(self.told(&problem, name)),
            Err(_) => Err("the keychain stopped answering; try again".to_owned()),
        }
    }

    /// What is wrong with the keychain, and what to do for a secret of this name.
    fn told(self, problem: &KeychainError, name: &str) -> String {
        let instead = format!("or give the secret in {}", self.variable(name));
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

    fn account(self, name: &str) -> String {
        format!("{}: {name}", self.kind)
    }

    /// The environment variable: `mail password` is `QUARTERDECK_SECRET_MAIL_PASSWORD`.
    fn variable(self, name: &str) -> String {
        let name: String =
            name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' }).collect();
        format!("{}{name}", self.variable)
    }
}

impl Secrets for KeptSecrets {
    async fn secret(&self, name: &str) -> std::result::Result<Option<Secret>, SecretsProblem> {
        self.get(name).await.map_err(SecretsProblem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_variables() {
        assert_eq!(NOTIFICATION_SECRETS.variable("mail password"), "QUARTERDECK_SECRET_MAIL_PASSWORD");
        assert_eq!(PROVIDER_KEYS.variable("bot-1"), "QUARTERDECK_KEY_BOT_1");
    }
}

//! The sealed file that stands in for a keychain where none is running: how it is, and the passphrase that opens it.

use std::sync::Arc;

use secrets::{
    Keeper, KeeperError, KeeperState, PASSPHRASE_CHARS_ADVISED, PASSPHRASE_CHARS_MIN, SealedFileError,
    SealedFileState as State, Secret,
};
use serde::{Deserialize, Serialize};

pub use crate::kept_secrets::{SecretKept, SecretPlace};
use crate::{
    Workstation,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
};

/// How keys and other secrets are kept on this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct SealedFileView {
    /// Whether a keychain is running; secrets go there then.
    pub has_keychain: bool,
    /// Why there is none.
    pub keychain_problem: Option<String>,
    /// How the sealed file is.
    pub state: SealedFileState,
    /// Where it is or would be; null where there is no home folder.
    pub path: Option<String>,
    /// Whether secrets are kept in the sealed file now, as no keychain is running.
    pub is_used: bool,
    /// What is wrong with the file or the passphrase that was given, and what to do.
    pub problem: Option<String>,
    /// A stable name for what is wrong with the file.
    pub code: Option<String>,
    /// The fewest characters of a passphrase.
    pub passphrase_chars_min: u32,
    /// So many characters are advised.
    pub passphrase_chars_advised: u32,
}

/// How a sealed file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SealedFileState {
    /// There is none.
    NotMade,
    /// There is one, and its passphrase was not given since the program began.
    Locked,
    /// It is open until the program ends.
    Unlocked,
    /// It cannot be used.
    Unusable,
}

/// A passphrase on its way. It is kept nowhere.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Passphrase {
    /// The passphrase.
    pub passphrase: String,
}

/// A passphrase and the one that takes its place. Neither is kept.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PassphraseChange {
    /// The one that opens the file now.
    pub current: String,
    /// The one that opens it from now on.
    pub passphrase: String,
}

impl Workstation {
    /// How secrets are kept.
    ///
    /// # Errors
    /// When the actor may not ask.
    pub async fn sealed_file(&self, ctx: &Ctx) -> Result<SealedFileView> {
        authorize(&ctx.actor, Action::Read, "sealed_file")?;
        let keeper = Arc::clone(&self.host.keeper);
        blocking(move || Ok(view(&keeper.status()))).await
    }

    /// Opens the sealed file for as long as the program runs, or makes it where there is none and no keychain is running.
    ///
    /// # Errors
    /// When a keychain is running, the passphrase is wrong or too short, or the file cannot be used.
    pub async fn unlock_sealed_file(&self, ctx: &Ctx, given: Passphrase) -> Result<SealedFileView> {
        authorize(&ctx.actor, Action::Administer, "sealed_file")?;
        let passphrase = secret("passphrase", given.passphrase)?;
        self.with_keeper(ctx, move |keeper| {
            keeper.unlock(&passphrase).map_err(|problem| refused(&problem, "passphrase"))
        })
        .await
    }

    /// Gives the sealed file another passphrase.
    ///
    /// # Errors
    /// When there is no file, `current` does not open it, the new one is too short, or the file cannot be used.
    pub async fn reseal_sealed_file(&self, ctx: &Ctx, given: PassphraseChange) -> Result<SealedFileView> {
        authorize(&ctx.actor, Action::Administer, "sealed_file")?;
        let (current, new) = (secret("current", given.current)?, secret("passphrase", given.passphrase)?);
        self.with_keeper(ctx, move |keeper| {
            keeper.reseal(&current, &new).map_err(|problem| refused(&problem, "current"))
        })
        .await
    }

    /// Says in the log when secrets do not lie in a keychain.
    pub async fn tell_where_secrets_lie(&self) {
        let keeper = Arc::clone(&self.host.keeper);
        // One that panicked has said so in the log.
        let _ = tokio::task::spawn_blocking(move || keeper.tell()).await;
    }

    /// Does something with the keeper; then connections begin anew, and what waited for a secret is tried again.
    async fn with_keeper(
        &self,
        ctx: &Ctx,
        act: impl FnOnce(&Keeper) -> Result<()> + Send + 'static,
    ) -> Result<SealedFileView> {
        let keeper = Arc::clone(&self.host.keeper);
        let view = blocking(move || act(&keeper).map(|()| view(&keeper.status()))).await?;
        if let Some(ws) = self.open.read().await.clone() {
            ws.feeds.begin(&ws, &self.host).await?;
            ws.desk.wake();
        }
        self.host.events.changed(&["sealed_file"], ctx.correlation_id);
        Ok(view)
    }
}

async fn blocking<T: Send + 'static>(act: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(act).await.map_err(|_| Error::Broken { what: "the keeping of secrets" })?
}

fn secret(field: &str, text: String) -> Result<Secret> {
    Secret::new(text).map_err(|_| Error::field(field, "passphrase_missing", "give a passphrase"))
}

/// What is wrong with a passphrase is told at its field.
fn refused(problem: &KeeperError, current: &str) -> Error {
    let field = match problem {
        KeeperError::SealedFile(SealedFileError::WrongPassphrase { .. }) => current,
        KeeperError::SealedFile(SealedFileError::WeakPassphrase) => "passphrase",
        other => return Error::conflict(other.code(), other.to_string()),
    };
    Error::field(field, problem.code(), problem.to_string())
}

fn view(found: &KeeperState) -> SealedFileView {
    let (state, problem) = match &found.file {
        State::NotMade => (SealedFileState::NotMade, None),
        State::Locked => (SealedFileState::Locked, None),
        State::Unlocked => (SealedFileState::Unlocked, None),
        State::Unusable(problem) => (SealedFileState::Unusable, Some(problem)),
    };
    SealedFileView {
        has_keychain: found.keychain.is_none(),
        keychain_problem: found.keychain.as_ref().map(|missing| match missing {
            secrets::KeychainError::Missing { reason } => reason.clone(),
            other => other.to_string(),
        }),
        state,
        path: found.path.as_ref().map(|path| path.display().to_string()),
        is_used: found.is_sealed_file_used(),
        problem: problem.map(ToString::to_string).or_else(|| found.refusal.clone()),
        code: problem.map(|problem| problem.code().to_owned()),
        passphrase_chars_min: chars(PASSPHRASE_CHARS_MIN),
        passphrase_chars_advised: chars(PASSPHRASE_CHARS_ADVISED),
    }
}

fn chars(n: usize) -> u32 {
    u32::try_from(n).expect("invariant: a few characters")
}

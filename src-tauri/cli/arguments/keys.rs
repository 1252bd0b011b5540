//! What can be typed after `quarterdeck keys`.

use clap::Subcommand;

use super::Format;

/// What is done about the keeping of keys.
#[derive(Debug, Subcommand)]
pub(crate) enum KeysCommand {
    /// Say whether keys go to the keychain or to the sealed file, and how that is
    Show {
        /// How to print.
        #[arg(long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Open the sealed file in the running program, or make it; the passphrase is read from stdin
    Unlock,
    /// Give the sealed file another passphrase; the present one and the new one are read from stdin, a line each
    Passphrase,
}

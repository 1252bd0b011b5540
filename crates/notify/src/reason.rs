//! The reasons for which a message does not go out, each with the way on.

use std::net::IpAddr;

use crate::{AddressClass, SettingsError};

/// Why a message did not go out. No variant holds a secret, and of an address at most host and port.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// The way's settings cannot be used.
    #[error("the settings of this way cannot be used: {0}")]
    Settings(SettingsError),
    /// A secret that a way names does not exist.
    #[error("there is no secret called \"{name}\"; enter it again in the settings of this way")]
    SecretMissing {
        /// The name in the settings.
        name: String,
    },
    /// Secrets cannot be read now.
    #[error("the secret \"{name}\" cannot be read: {reason}")]
    SecretUnreadable {
        /// The name in the settings.
        name: String,
        /// What the keychain said and what to do.
        reason: String,
    },
    /// A secret that cannot stand where it is needed.
    #[error(
        "the secret \"{name}\" holds a space, a line break or another character that cannot be sent; enter it again"
    )]
    SecretUnusable {
        /// The name in the settings.
        name: String,
    },
    /// The address leads somewhere that is not the public internet.
    #[error(
        "{host} leads to {address}, which is {class}; {}",
        way_on(.class)
    )]
    AddressRefused {
        /// The host in the settings.
        host: String,
        /// The address behind it.
        address: IpAddr,
        /// What that is.
        class: AddressClass,
    },
    /// An unencrypted address outside of the user's own network.
    #[error(
        "{host} leads to {address} on the public internet; write https:// in place of http://, for anybody on the way could read it"
    )]
    Unencrypted {
        /// The host in the settings.
        host: String,
        /// The address behind it.
        address: IpAddr,
    },
    /// The name is not known.
    #[error("the name {host} cannot be resolved: {reason}; check the address and the network")]
    Unresolved {
        /// The host in the settings.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// Nobody answers there.
    #[error("{host} is not reachable: {reason}; check the address, the port and the network")]
    Unreachable {
        /// Host and port.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// Its certificate is not trusted.
    #[error(
        "the certificate of {host} is not trusted: {reason}; have it renewed, or add its issuer to the system's certificates"
    )]
    Certificate {
        /// Host and port.
        host: String,
        /// What the verifier said.
        reason: String,
    },
    /// No trusted certificates were found on this machine.
    #[error("the system's trusted certificates cannot be used: {reason}; install the package ca-certificates")]
    Certificates {
        /// What the verifier said.
        reason: String,
    },
    /// No answer in time. It may have arrived.
    #[error("{host} did not answer within {seconds} s; the message may have arrived all the same, and is sent again")]
    Timeout {
        /// Host and port.
        host: String,
        /// How long we waited.
        seconds: u64,
    },
    /// The connection broke before the answer. It may have arrived.
    #[error("the connection to {host} broke: {reason}; the message may have arrived all the same, and is sent again")]
    Broken {
        /// Host and port.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// A redirect, which is not followed: it could lead anywhere.
    #[error(
        "{host} answers with a redirect (status {status}), which is not followed; enter the address that it leads to"
    )]
    Redirected {
        /// Host and port.
        host: String,
        /// The HTTP status.
        status: u16,
    },
    /// The server refused, or cannot now.
    #[error("{host} answered {status}{}; {advice}", said(.said_text))]
    Answered {
        /// Host and port.
        host: String,
        /// The HTTP status.
        status: u16,
        /// What it wrote, in short.
        said_text: String,
        /// What to do.
        advice: &'static str,
    },
    /// The mail server refused, or cannot now.
    #[error("the mail server {host} answered {code}{}; {advice}", said(.said_text))]
    MailAnswered {
        /// Host and port.
        host: String,
        /// The SMTP code.
        code: u16,
        /// What it wrote, in short.
        said_text: String,
        /// What to do.
        advice: &'static str,
    },
    /// The mail server cannot do what the settings want of it.
    #[error("the mail server {host} cannot be used so: {problem}")]
    MailServer {
        /// Host and port.
        host: String,
        /// What is missing and what to do.
        problem: String,
    },
    /// A mail that could not be written.
    #[error("the mail could not be written: {problem}; check sender and receivers in the settings of this way")]
    MailUnwritten {
        /// What is wrong.
        problem: String,
    },
    /// There is no desktop session to show something in.
    #[error(
        "there is no desktop session to show notifications in: {reason}; sign in to a desktop, or choose another way"
    )]
    NoDesktop {
        /// What the system said.
        reason: String,
    },
    /// The session has no program that shows notifications.
    #[error(
        "no program shows notifications in this session; start one (the desktop's own, dunst, mako), or choose another way"
    )]
    NoNotificationServer,
    /// The desktop did not take it.
    #[error(
        "the desktop did not take the notification: {reason}; look at its notification settings, or choose another way"
    )]
    DesktopRefused {
        /// What it said.
        reason: String,
    },
    /// No window is open that would play a sound.
    #[error("no window is open that could play a sound; open one, or choose another way")]
    NobodyListens,
}

/// What a server wrote, set off from the rest of the sentence.
fn said(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" (\"{text}\")") }
}

fn way_on(class: &AddressClass) -> &'static str {
    if class.may_be_opened() {
        "turn on `allow_private` if you mean a machine of your own"
    } else {
        "give another address"
    }
}

impl Reason {
    /// The stable name.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Settings(problem) => problem.code(),
            Self::SecretMissing { .. } => "secret_missing",
            Self::SecretUnreadable { .. } => "secret_unreadable",
            Self::SecretUnusable { .. } => "secret_unusable",
            Self::AddressRefused { .. } => "address_refused",
            Self::Unencrypted { .. } => "unencrypted",
            Self::Unresolved { .. } => "unresolved",
            Self::Unreachable { .. } => "unreachable",
            Self::Certificate { .. } => "certificate_untrusted",
            Self::Certificates { .. } => "certificates_missing",
            Self::Timeout { .. } => "timeout",
            Self::Broken { .. } => "broke_off",
            Self::Redirected { .. } => "redirected",
            Self::Answered { .. } => "answered",
            Self::MailAnswered { .. } => "mail_answered",
            Self::MailServer { .. } => "mail_server",
            Self::MailUnwritten { .. } => "mail_unwritten",
            Self::NoDesktop { .. } => "no_desktop",
            Self::NoNotificationServer => "no_notification_server",
            Self::DesktopRefused { .. } => "desktop_refused",
            Self::NobodyListens => "nobody_listens",
        }
    }
}

//! The settings of a way: everything but its secrets, of which only the names stand here.

mod check;

use model::alert::AlertSeverity;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Template;
pub(crate) use check::mailbox;

/// How a message reaches somebody, in JSON tagged by `way`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationWay)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Way {
    /// A notification of the desktop.
    Desktop(DesktopWay),
    /// A sound, played by an open window.
    Sound(SoundWay),
    /// A mail.
    Mail(MailWay),
    /// A signed request to a server of the user's.
    Webhook(WebhookWay),
    /// A message of a Telegram bot.
    Telegram(TelegramWay),
    /// A push message through ntfy.
    Ntfy(NtfyWay),
}

/// A notification of the desktop.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DesktopWay {
    /// The sound that goes with it, where the desktop plays any; its own choice when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sound: Option<SoundName>,
    /// The user's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// A sound.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SoundWay {
    /// Which.
    #[serde(default)]
    pub sound: SoundName,
}

/// A sound by its meaning; a desktop's theme or the window has the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SoundName {
    /// Something new.
    #[default]
    Message,
    /// Done.
    Complete,
    /// Look here.
    Warning,
    /// Something is wrong.
    Error,
    /// Wakes somebody up.
    Alarm,
}

impl SoundName {
    /// Its name in the freedesktop sound naming specification.
    #[must_use]
    pub const fn theme_name(self) -> &'static str {
        match self {
            Self::Message => "message-new-instant",
            Self::Complete => "complete",
            Self::Warning => "dialog-warning",
            Self::Error => "dialog-error",
            Self::Alarm => "alarm-clock-elapsed",
        }
    }
}

/// A mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailWay {
    /// The name or address of the mail server.
    pub host: String,
    /// Its port: usually 587 for `starttls`, 465 for `implicit`.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// The sender, such as `Quarterdeck <desk@example.org>`.
    pub from: String,
    /// The receivers; they see one another.
    pub to: Vec<String>,
    /// The user to sign in as; without one, nobody signs in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The name of the secret with the password of `user`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_secret: Option<String>,
    /// The user's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// How a connection to a mail server is encrypted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = MailTls)]
#[serde(rename_all = "snake_case")]
pub enum Tls {
    /// It begins open and turns encrypted before anything of worth is said; a server that cannot is refused.
    Starttls,
    /// It is encrypted from its first byte.
    Implicit,
    /// Not at all: for a server on this machine only.
    None,
}

/// A signed request to a server of the user's.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookWay {
    /// Where to; `https://` unless it is a machine of the user's own.
    pub url: String,
    /// The name of the secret that signs; without one, the receiver cannot tell who sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signing_secret: Option<String>,
    /// Whether the address may be of this machine or a private network, and `http://` there.
    #[serde(default)]
    pub allow_private: bool,
    /// The user's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// A message of a Telegram bot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TelegramWay {
    /// The chat: its number, or `@name` of a channel.
    pub chat_id: String,
    /// The name of the secret with the bot's token.
    pub token_secret: String,
    /// Another server than Telegram's own.
    #[serde(default = "telegram_base")]
    #[schema(default = "https://api.telegram.org")]
    pub base: String,
    /// Whether that server may be of this machine or a private network, and `http://` there.
    #[serde(default)]
    pub allow_private: bool,
    /// The user's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// A push message through ntfy.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NtfyWay {
    /// The server.
    #[serde(default = "ntfy_base")]
    #[schema(default = "https://ntfy.sh")]
    pub base: String,
    /// The topic; whoever knows it reads along on a server without accounts.
    pub topic: String,
    /// The name of the secret with an access token; none for open topics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_secret: Option<String>,
    /// How loud a message is.
    #[serde(default)]
    pub priority: PriorityBySeverity,
    /// Whether the server may be of this machine or a private network, and `http://` there.
    #[serde(default)]
    pub allow_private: bool,
    /// The user's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// ntfy's priority, from 1 (silent) to 5 (rings through), by severity.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = NtfyPriority)]
#[serde(deny_unknown_fields, default)]
pub struct PriorityBySeverity {
    /// Of `info`.
    pub info: u8,
    /// Of `warning`.
    pub warning: u8,
    /// Of `critical`.
    pub critical: u8,
}

impl Default for PriorityBySeverity {
    fn default() -> Self {
        Self { info: 3, warning: 4, critical: 5 }
    }
}

impl PriorityBySeverity {
    /// That of a severity.
    #[must_use]
    pub const fn of(self, severity: AlertSeverity) -> u8 {
        match severity {
            AlertSeverity::Info => self.info,
            AlertSeverity::Warning => self.warning,
            AlertSeverity::Critical => self.critical,
        }
    }
}

fn telegram_base() -> String {
    "https://api.telegram.org".to_owned()
}

fn ntfy_base() -> String {
    "https://ntfy.sh".to_owned()
}

impl Way {
    /// The name in JSON, and in [`alerts::Channel::way`].
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Desktop(_) => "desktop",
            Self::Sound(_) => "sound",
            Self::Mail(_) => "mail",
            Self::Webhook(_) => "webhook",
            Self::Telegram(_) => "telegram",
            Self::Ntfy(_) => "ntfy",
        }
    }

    /// The user's own words, where the way has any.
    #[must_use]
    pub const fn template(&self) -> Option<&Template> {
        match self {
            Self::Desktop(way) => way.template.as_ref(),
            Self::Sound(_) => None,
            Self::Mail(way) => way.template.as_ref(),
            Self::Webhook(way) => way.template.as_ref(),
            Self::Telegram(way) => way.template.as_ref(),
            Self::Ntfy(way) => way.template.as_ref(),
        }
    }

    /// The names of the secrets that it needs.
    #[must_use]
    pub fn secret_names(&self) -> Vec<&str> {
        let name = match self {
            Self::Desktop(_) | Self::Sound(_) => None,
            Self::Mail(way) => way.password_secret.as_deref(),
            Self::Webhook(way) => way.signing_secret.as_deref(),
            Self::Telegram(way) => Some(way.token_secret.as_str()),
            Self::Ntfy(way) => way.token_secret.as_deref(),
        };
        name.into_iter().collect()
    }
}

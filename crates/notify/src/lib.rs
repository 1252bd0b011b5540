//! How a message reaches somebody, one way each in a module, and what is known afterwards.
//!
//! A [`Message`] is rendered for a [`Way`] (desktop, sound, mail, webhook, Telegram, ntfy) and sent by a [`Notifier`]. What comes back is a
//! [`Receipt`], which says no more than is known: a desktop takes a notification and nobody learns whether it was seen; a server accepts a
//! message under its own id. Everything else is a [`SendError`] with what the user can do, and whether it makes sense to try again;
//! [`Backoff`] says when, and after how many attempts a delivery is a dead letter.
//!
//! The key decision: a delivery is made at least once and is recognizable. The same [`alerts::DeliveryKey`] gives the same [`delivery_id`],
//! which is the webhook's idempotency key, the mail's Message-ID, the notification that is replaced on the desktop. So an outbox may send
//! again after a failure whose outcome nobody knows. Telegram and ntfy have no such key: there a doubtful message may come twice.
//!
//! Addresses that the user typed are not trusted: a name is resolved here, each of its addresses is checked ([`address_class`]), and the
//! connection goes to what was checked; proxies and redirects are not followed.
//!
//! Not here: which delivery is due (`alerts`), the outbox and its rows, playing sounds, reading mail. Secrets are no part of any
//! setting: a way names them, and [`Secrets`] gives them at the moment of sending.

mod address;
mod backoff;
mod clip;
mod desktop;
mod error;
mod identity;
mod lookup;
mod message;
mod notifier;
mod reason;
mod receipt;
mod template;
mod way;
mod ways;
mod web;

pub use address::{AddressClass, address_class};
pub use backoff::{Backoff, NextTry};
pub use desktop::{Bus, DesktopAct, DesktopAction};
pub use error::{FieldProblem, Retry, SendError, SettingsError};
pub use identity::delivery_id;
pub use lookup::{Secrets, SecretsProblem};
pub use message::{Link, Message};
pub use notifier::{Limits, Notifier, Setup, Sound};
pub use reason::Reason;
pub use receipt::Receipt;
pub use template::{Part, Rendered, Template, TemplateError, render};
pub use way::{
    DesktopWay, MailWay, NtfyWay, PriorityBySeverity, SoundName, SoundWay, TelegramWay, Tls, Way, WebhookWay,
};
pub use web::Names;

//! Sends a message on its way.

use std::time::Duration;

use alerts::DeliveryKey;
use model::{alert::AlertSeverity, time::Clock};
use tokio::sync::mpsc;

use crate::{
    Bus, DesktopAction, Message, Names, Reason, Receipt, Secrets, SendError, SoundName, SoundWay, Way,
    desktop::Desktop, render, ways, web::Web,
};

/// How long and how much is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// Until all is said and answered.
    pub whole: Duration,
    /// The part of an answer that is read, in bytes.
    pub answer_bytes: usize,
}

impl Default for Limits {
    /// 10 s, 30 s, 64 KiB.
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), whole: Duration::from_secs(30), answer_bytes: 64 * 1024 }
    }
}

/// A sound that a window is to play.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sound {
    /// For which delivery; a window that knows the key plays it once.
    pub key: DeliveryKey,
    /// Which.
    pub sound: SoundName,
    /// How much it matters.
    pub severity: AlertSeverity,
}

/// What a notifier works with. The default is the system's own, with nobody who listens.
#[derive(Debug)]
pub struct Setup {
    /// The time of signatures and mails.
    pub clock: Clock,
    /// How long and how much is waited for.
    pub limits: Limits,
    /// How names become addresses, but for the mail server's.
    pub names: Names,
    /// Where desktop notifications are shown.
    pub bus: Bus,
    /// Where clicks on desktop notifications go; without it they offer nothing to click.
    pub actions: Option<mpsc::Sender<DesktopAction>>,
    /// Where sounds go; without it none are played.
    pub sounds: Option<mpsc::Sender<Sound>>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            clock: Clock::System,
            limits: Limits::default(),
            names: Names::System,
            bus: Bus::Session,
            actions: None,
            sounds: None,
        }
    }
}

/// Sends messages. One is enough for a program; it is shared by reference.
#[derive(Debug)]
pub struct Notifier {
    clock: Clock,
    web: Web,
    desktop: Desktop,
    sounds: Option<mpsc::Sender<Sound>>,
}

impl Notifier {
    /// Prepares everything; nothing is sent or connected yet.
    ///
    /// # Errors
    /// [`Reason::Certificates`] when encryption cannot be set up at all.
    pub fn new(setup: Setup) -> Result<Self, SendError> {
        let Setup { clock, limits, names, bus, actions, sounds } = setup;
        let web = Web::new(clock, &names, limits)?;
        Ok(Self { clock, web, desktop: Desktop::new(bus, limits, actions), sounds })
    }

    /// Sends one message one way, once. Nothing is kept and nothing is tried again here: that is the outbox's, with [`crate::Backoff`].
    ///
    /// # Errors
    /// [`SendError`] with the reason, and whether to try again.
    pub async fn send(&self, way: &Way, message: &Message, secrets: &impl Secrets) -> Result<Receipt, SendError> {
        way.check().map_err(|problem| SendError::never(Reason::Settings(problem)))?;
        let rendered = render(way, message);
        for problem in &rendered.problems {
            let (way, part) = (way.name(), problem.part.as_str());
            tracing::warn!(way, part, %problem, "the user's own template failed; the program's is used");
        }
        let sent = match way {
            Way::Desktop(way) => self.desktop.send(way, message, &rendered).await,
            Way::Sound(way) => self.play(way, message),
            Way::Mail(way) => {
                Box::pin(ways::mail::send(&self.web, way, message, rendered, secrets, self.clock.now())).await
            }
            Way::Webhook(way) => {
                Box::pin(ways::webhook::send(&self.web, way, message, &rendered, secrets, self.clock.now())).await
            }
            Way::Telegram(way) => Box::pin(ways::telegram::send(&self.web, way, message, &rendered, secrets)).await,
            Way::Ntfy(way) => Box::pin(ways::ntfy::send(&self.web, way, message, &rendered, secrets)).await,
        };
        match &sent {
            Ok(receipt) => tracing::debug!(way = way.name(), ?receipt, "sent"),
            Err(problem) => {
                tracing::info!(way = way.name(), code = problem.code(), is_final = problem.is_final(), %problem, "not sent");
            }
        }
        sent
    }

    fn play(&self, way: &SoundWay, message: &Message) -> Result<Receipt, SendError> {
        let sound = Sound { key: message.key.clone(), sound: way.sound, severity: message.severity };
        let taken = self.sounds.as_ref().is_some_and(|sounds| sounds.try_send(sound).is_ok());
        if taken { Ok(Receipt::HandedOver) } else { Err(SendError::later(Reason::NobodyListens)) }
    }
}

//! The desktop notifications of freedesktop.org, spoken over the session bus.
//!
//! A connection is made with the first notification and kept, for clicks come back over it. The server is asked each time what it can: it
//! may have been replaced meanwhile. A delivery that was shown before is replaced, as long as the same server runs; another server's numbers mean
//! something else.

mod listener;
mod wording;

use std::{collections::HashMap, sync::Arc};

use model::alert::AlertSeverity;
use tokio::sync::{Mutex, mpsc};
use zbus::{Connection, connection::Builder, zvariant::Value};

use super::{Bus, DesktopAction};
use crate::{DesktopWay, Limits, Message, Reason, Receipt, Rendered, SendError};
use listener::{Listener, Shown};
use wording::Abilities;

const SERVICE: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";
const BUS_SERVICE: &str = "org.freedesktop.DBus";

/// Shows notifications in a session.
#[derive(Debug)]
pub(crate) struct Desktop {
    bus: Bus,
    limits: Limits,
    actions: Option<mpsc::Sender<DesktopAction>>,
    session: Mutex<Option<Session>>,
}

/// A connection to the bus, and what was shown over it.
#[derive(Debug)]
struct Session {
    connection: Connection,
    shown: Arc<Mutex<Shown>>,
    _listener: Listener,
}

impl Desktop {
    pub(crate) fn new(bus: Bus, limits: Limits, actions: Option<mpsc::Sender<DesktopAction>>) -> Self {
        Self { bus, limits, actions, session: Mutex::new(None) }
    }

    pub(crate) async fn send(
        &self,
        way: &DesktopWay,
        message: &Message,
        rendered: &Rendered,
    ) -> Result<Receipt, SendError> {
        let showing = Box::pin(self.show(way, message, rendered));
        match tokio::time::timeout(self.limits.connect, showing).await {
            Ok(Ok(())) => Ok(Receipt::HandedOver),
            Ok(Err(problem)) => Err(failure(&problem)),
            Err(_) => {
                let host = "the desktop".to_owned();
                Err(SendError::later(Reason::Timeout { host, seconds: self.limits.connect.as_secs() }))
            }
        }
    }

    async fn show(&self, way: &DesktopWay, message: &Message, rendered: &Rendered) -> zbus::Result<()> {
        let mut slot = self.session.lock().await;
        if slot.as_ref().is_some_and(|session| session.connection.is_closed()) {
            *slot = None;
        }
        let session = match &mut *slot {
            Some(session) => session,
            empty => empty.insert(self.connect().await?),
        };
        let shown = session.show(way, message, rendered, self.actions.is_some()).await;
        if matches!(shown, Err(zbus::Error::InputOutput(_) | zbus::Error::Connection(..))) {
            // The next one begins afresh.
            *slot = None;
        }
        shown
    }

    async fn connect(&self) -> zbus::Result<Session> {
        let builder = match &self.bus {
            Bus::Session => Builder::session()?,
            Bus::At(address) => Builder::address(address.as_str())?,
        };
        let connection = builder.build().await?;
        let shown = Arc::new(Mutex::new(Shown::default()));
        let listener = Listener::start(&connection, Arc::clone(&shown), self.actions.clone()).await?;
        Ok(Session { connection, shown, _listener: listener })
    }
}

impl Session {
    async fn show(
        &self,
        way: &DesktopWay,
        message: &Message,
        rendered: &Rendered,
        has_actions: bool,
    ) -> zbus::Result<()> {
        let abilities = self.abilities().await?;
        let owner = self.owner().await?;
        // Held over the call: a click on what is just being shown must find it.
        let mut shown = self.shown.lock().await;
        let replaced = shown.number_of(&message.key, &owner).unwrap_or(0);
        let (summary, body) = abilities.words(rendered);
        let actions = if has_actions { abilities.actions(message.link.is_some()) } else { Vec::new() };
        let (urgency, expires_ms) = match message.severity {
            AlertSeverity::Info | AlertSeverity::Warning => (1_u8, -1_i32),
            // It stays until somebody takes it away.
            AlertSeverity::Critical => (2, 0),
        };
        let mut hints: HashMap<&str, Value<'_>> = HashMap::new();
        hints.insert("urgency", Value::from(urgency));
        hints.insert("desktop-entry", Value::from("quarterdeck"));
        if let Some(sound) = way.sound.filter(|_| abilities.has("sound")) {
            hints.insert("sound-name", Value::from(sound.theme_name()));
        }
        let asked = ("Quarterdeck", replaced, "quarterdeck", summary, body, actions, hints, expires_ms);
        let reply = self.connection.call_method(Some(SERVICE), PATH, Some(SERVICE), "Notify", &asked).await?;
        let number: u32 = reply.body().deserialize()?;
        let owner = reply.header().sender().map_or(owner, ToString::to_string);
        shown.insert(owner, number, message.key.clone());
        Ok(())
    }

    async fn abilities(&self) -> zbus::Result<Abilities> {
        // This call also starts a server that the bus knows how to start.
        let reply = self.connection.call_method(Some(SERVICE), PATH, Some(SERVICE), "GetCapabilities", &()).await?;
        Ok(Abilities::new(reply.body().deserialize()?))
    }

    /// Who shows notifications now.
    async fn owner(&self) -> zbus::Result<String> {
        let path = "/org/freedesktop/DBus";
        let asked = self.connection.call_method(Some(BUS_SERVICE), path, Some(BUS_SERVICE), "GetNameOwner", &SERVICE);
        asked.await?.body().deserialize()
    }
}

/// What a failure of the bus means. All may be over when somebody signs in or starts a server.
fn failure(problem: &zbus::Error) -> SendError {
    SendError::later(match problem {
        zbus::Error::MethodError(name, text, _) => {
            let name = name.as_str();
            let is_missing = name.ends_with(".ServiceUnknown") || name.ends_with(".NameHasNoOwner");
            if is_missing || name.contains(".Spawn.") {
                Reason::NoNotificationServer
            } else {
                Reason::DesktopRefused { reason: crate::clip::one_line(text.as_deref().unwrap_or(name)) }
            }
        }
        other => Reason::NoDesktop { reason: crate::clip::one_line(&other.to_string()) },
    })
}

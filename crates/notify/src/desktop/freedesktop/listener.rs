//! What comes back from notifications: clicks, and that they are gone.

use std::sync::Arc;

use alerts::DeliveryKey;
use futures_util::StreamExt as _;
use indexmap::IndexMap;
use tokio::{
    sync::{Mutex, mpsc},
    task::JoinHandle,
};
use zbus::{Connection, MatchRule, MessageStream, message::Type};

use super::{PATH, SERVICE, wording};
use crate::DesktopAction;

/// The most notifications that are remembered; of older ones clicks are no longer understood.
const SHOWN_MAX: usize = 1_000;
/// Signals that may wait while a notification is being shown.
const WAITING_MAX: usize = 256;

/// What is shown: by its server's name on the bus and its number there.
#[derive(Debug, Default)]
pub(super) struct Shown(IndexMap<(String, u32), DeliveryKey>);

impl Shown {
    /// The number under which this server shows a delivery.
    pub(super) fn number_of(&self, key: &DeliveryKey, owner: &str) -> Option<u32> {
        self.0.iter().find(|((of, _), shown)| of == owner && *shown == key).map(|((_, number), _)| *number)
    }

    pub(super) fn insert(&mut self, owner: String, number: u32, key: DeliveryKey) {
        self.0.retain(|_, shown| *shown != key);
        self.0.insert((owner, number), key);
        if self.0.len() > SHOWN_MAX {
            self.0.shift_remove_index(0);
        }
    }
}

/// Listens for as long as it lives.
#[derive(Debug)]
pub(super) struct Listener(JoinHandle<()>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Listener {
    pub(super) async fn start(
        connection: &Connection,
        shown: Arc<Mutex<Shown>>,
        actions: Option<mpsc::Sender<DesktopAction>>,
    ) -> zbus::Result<Self> {
        let rule = MatchRule::builder().msg_type(Type::Signal).interface(SERVICE)?.path(PATH)?.build();
        let mut signals = MessageStream::for_match_rule(rule, connection, Some(WAITING_MAX)).await?;
        Ok(Self(tokio::spawn(async move {
            while let Some(signal) = signals.next().await {
                let Ok(signal) = signal else { continue };
                if let Some(action) = understood(&signal, &shown).await
                    && let Some(actions) = &actions
                    && actions.send(action).await.is_err()
                {
                    tracing::warn!("a click on a notification went unheard: nobody listens any more");
                }
            }
        })))
    }
}

/// What a signal says of something that we show. Only the server that shows it is believed: anybody may send signals.
async fn understood(signal: &zbus::Message, shown: &Mutex<Shown>) -> Option<DesktopAction> {
    let header = signal.header();
    let owner = header.sender()?.to_string();
    match header.member()?.as_str() {
        "ActionInvoked" => {
            let (number, name): (u32, String) = signal.body().deserialize().ok()?;
            let key = shown.lock().await.0.get(&(owner, number)).cloned()?;
            Some(DesktopAction { key, act: wording::act(&name)? })
        }
        "NotificationClosed" => {
            let (number, _reason): (u32, u32) = signal.body().deserialize().ok()?;
            shown.lock().await.0.shift_remove(&(owner, number));
            None
        }
        _ => None,
    }
}

//! Events to whoever watches: a WebSocket for browsers, a plain stream of values for the window and the owner's socket.
//!
//! A client only listens: what it sends is read (at most 64 KiB a frame) and dropped. Events queue for at most [`QUEUE`];
//! a client that falls further behind gets one `resync` notice in place of what it missed.

use std::sync::Arc;

use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code},
    },
    response::{IntoResponse, Response},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use workstation::{
    Workstation,
    event::{Event, Events},
};

use crate::Problem;

/// Events that wait for one client.
const QUEUE: usize = 256;
/// Connections at once.
const CONNECTIONS_MAX: usize = 32;
/// Largest frame of a client.
const FRAME_MAX_BYTES: usize = 64 * 1024;
/// A ping after this much silence keeps proxies and half-open connections honest.
const PING_EVERY: std::time::Duration = std::time::Duration::from_secs(20);

/// What the upgrade handler needs.
#[derive(Clone)]
pub(crate) struct Stream {
    workstation: Arc<Workstation>,
    free: Arc<Semaphore>,
}

impl Stream {
    pub(crate) fn new(workstation: Arc<Workstation>) -> Self {
        Self { workstation, free: Arc::new(Semaphore::new(CONNECTIONS_MAX)) }
    }
}

/// Events in process, as JSON texts; ends when `workstation` does or the receiver is dropped.
pub fn subscribe(workstation: &Workstation) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    let events = workstation.subscribe();
    tokio::spawn(async move { pump(events, sender).await });
    receiver
}

/// The `GET /stream` upgrade.
pub(crate) async fn upgrade(
    State(stream): State<Stream>,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let upgrade = match upgrade {
        Ok(upgrade) => upgrade,
        Err(e) => {
            return Problem::new(400, "websocket_expected", format!("connect with a WebSocket: {e}")).into_response();
        }
    };
    let Ok(permit) = Arc::clone(&stream.free).try_acquire_owned() else {
        return Problem::new(429, "too_many_streams", "too many windows listen already; close one").into_response();
    };
    let events = stream.workstation.subscribe();
    upgrade
        .protocols(["quarterdeck"])
        .max_message_size(FRAME_MAX_BYTES)
        .max_frame_size(FRAME_MAX_BYTES)
        .on_upgrade(move |socket| serve(socket, events, permit))
}

/// Sends events until either side ends.
async fn serve(mut socket: WebSocket, events: Events, _permit: OwnedSemaphorePermit) {
    let (sender, mut queue) = mpsc::channel(QUEUE);
    let pumping = tokio::spawn(async move { pump(events, sender).await });
    let mut ping = tokio::time::interval(PING_EVERY);
    ping.tick().await; // the first tick is at once
    loop {
        let sent = tokio::select! {
            text = queue.recv() => match text {
                Some(text) => socket.send(Message::Text(text.into())).await,
                None => break,
            },
            from_client = socket.recv() => match from_client {
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                Some(Ok(_)) => Ok(()),
            },
            _ = ping.tick() => socket.send(Message::Ping(bytes::Bytes::new())).await,
        };
        if sent.is_err() {
            break;
        }
    }
    pumping.abort();
    let bye = CloseFrame { code: close_code::AWAY, reason: "the stream has ended".into() };
    let _ = socket.send(Message::Close(Some(bye))).await; // the client may be gone already
}

/// Moves events from the bus to one client's queue; when it is full, what comes is dropped and a resync follows.
async fn pump(mut events: Events, queue: mpsc::Sender<String>) {
    let mut behind = false;
    loop {
        let event = tokio::select! {
            event = events.next() => event,
            () = queue.closed() => return,
        };
        let Some(event) = event else { return };
        if behind {
            // Wait for room, then say once that something was missed.
            let Ok(permit) = queue.reserve().await else { return };
            permit.send(text(&Event::resync()));
            behind = false;
        }
        match queue.try_send(text(&event)) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => behind = true,
            Err(mpsc::error::TrySendError::Closed(_)) => return,
        }
    }
}

fn text(event: &Event) -> String {
    serde_json::to_string(event).unwrap_or_default()
}

//! Events and market data to whoever watches: a WebSocket for browsers, a plain stream of values for the window and the owner's socket.
//!
//! A client only listens: what it sends is read (at most 64 KiB a frame) and dropped. What it watches it says by the name that its
//! stream begins with: `PUT /streams/{stream_id}/watch`. Events queue for at most [`QUEUE`]; a client that falls further behind gets one
//! `resync` notice in place of what it missed, and market data that are put together.

use std::sync::Arc;

use axum::{
    extract::{
        State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade, close_code},
    },
    http::StatusCode,
    response::{IntoResponse, Response},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use workstation::{
    Workstation,
    event::Event,
    quotes::{Listener, Pushed, StreamWatch},
};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path},
};

/// Events that wait for one client.
const QUEUE: usize = 256;
/// With less room than this a client gets events only: market data wait where they are put together.
const ROOM: usize = QUEUE / 2;
/// How often it is looked whether there is room again.
const LOOK: std::time::Duration = std::time::Duration::from_millis(20);
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

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new().routes(routes!(watch))
}

/// Replaces what a stream watches. Its identity is what the stream begins with.
#[utoipa::path(put, path = "/streams/{stream_id}/watch", tag = "quotes", operation_id = "watch_stream",
    params(("stream_id" = Uuid, Path)), request_body = StreamWatch, responses((status = 204)))]
async fn watch(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path(id): Path<Uuid>,
    Json(asked): Json<StreamWatch>,
) -> Result<StatusCode, Problem> {
    ws.watch_stream(&ctx, id, asked).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Events in process, as JSON texts; ends when `workstation` does or the receiver is dropped.
pub fn subscribe(workstation: &Workstation) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    let listener = workstation.listen();
    tokio::spawn(async move { pump(listener, sender).await });
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
    let listener = stream.workstation.listen();
    upgrade
        .protocols(["quarterdeck"])
        .max_message_size(FRAME_MAX_BYTES)
        .max_frame_size(FRAME_MAX_BYTES)
        .on_upgrade(move |socket| serve(socket, listener, permit))
}

/// Sends events until either side ends.
async fn serve(mut socket: WebSocket, listener: Listener, _permit: OwnedSemaphorePermit) {
    let (sender, mut queue) = mpsc::channel(QUEUE);
    let pumping = tokio::spawn(async move { pump(listener, sender).await });
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

/// Moves what is pushed to one client's queue; when it is full, what comes is dropped and a resync follows.
async fn pump(mut listener: Listener, queue: mpsc::Sender<String>) {
    let mut behind = false;
    loop {
        let pushed = if queue.capacity() > ROOM {
            tokio::select! {
                pushed = listener.next() => pushed,
                () = queue.closed() => return,
            }
        } else {
            tokio::select! {
                pushed = listener.next_event() => pushed,
                () = tokio::time::sleep(LOOK) => continue,
                () = queue.closed() => return,
            }
        };
        let Some(pushed) = pushed else { return };
        if behind {
            // Wait for room, then say once that something was missed.
            let Ok(permit) = queue.reserve().await else { return };
            permit.send(text(&Pushed::Event(Event::resync())));
            behind = false;
        }
        match queue.try_send(text(&pushed)) {
            Ok(()) => {}
            Err(mpsc::error::TrySendError::Full(_)) => behind = true,
            Err(mpsc::error::TrySendError::Closed(_)) => return,
        }
    }
}

fn text(pushed: &Pushed) -> String {
    serde_json::to_string(pushed).unwrap_or_default()
}

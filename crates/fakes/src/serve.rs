//! A router on a port of loopback, and the sockets of venues that speak JSON.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use axum::{
    Router,
    extract::ws::{Message, WebSocket},
};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinHandle};

/// The time between two messages with data on a socket.
const PACE: Duration = Duration::from_millis(1);

/// A server that lives until it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// # Errors
    /// When the port is taken.
    pub(crate) async fn open(router: Router, port: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, task })
    }
}

/// Something that happened, on its way to one client.
pub(crate) struct Due {
    pub(crate) at: DateTime<Utc>,
    /// What it is told for: when that is left, it is not told.
    pub(crate) topic: String,
    pub(crate) message: Value,
}

/// What follows from what a client said.
#[derive(Default)]
pub(crate) struct Then {
    pub(crate) say: Vec<Value>,
    pub(crate) begin: Vec<Due>,
    pub(crate) leave: Vec<String>,
}

/// One client's conversation.
pub(crate) trait Talk {
    /// What is said first.
    fn greet(&mut self) -> Vec<Value>;

    /// The client said something.
    fn hear(&mut self, said: &Value) -> Then;

    /// What is put on each message with data as it leaves.
    fn stamp(&mut self, message: Value) -> Value;
}

/// Speaks until the client is gone.
///
/// # Errors
/// When it is.
pub(crate) async fn converse(mut socket: WebSocket, mut talk: impl Talk) -> Result<(), axum::Error> {
    for message in talk.greet() {
        socket.send(Message::text(message.to_string())).await?;
    }
    let (mut due, mut beat) = (VecDeque::<Due>::new(), tokio::time::interval(PACE));
    loop {
        tokio::select! {
            message = socket.recv() => {
                let text = match message {
                    Some(Ok(Message::Text(text))) => text,
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_))) => continue,
                    Some(Ok(Message::Close(_))) | None => return Ok(()),
                    Some(Err(problem)) => return Err(problem),
                };
                let Then { say, begin, leave } = talk.hear(&serde_json::from_str(&text).unwrap_or_default());
                due.retain(|due| !leave.contains(&due.topic));
                if !begin.is_empty() {
                    due.extend(begin);
                    due.make_contiguous().sort_by_key(|due| due.at);
                }
                for message in say {
                    socket.send(Message::text(message.to_string())).await?;
                }
            }
            _ = beat.tick(), if !due.is_empty() => {
                if let Some(next) = due.pop_front() {
                    socket.send(Message::text(talk.stamp(next.message).to_string())).await?;
                }
            }
        }
    }
}

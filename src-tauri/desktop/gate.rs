//! The workspace behind the window: opening, open, or not to be opened, and what to do when its owner goes away.

use std::{path::PathBuf, sync::Arc};

use bytes::Bytes;
use http::{Request, Response};
use tokio::sync::watch;

use crate::{
    cli::Place,
    connection::{Connection, Events},
    exit::Failure,
};

/// Where opening stands.
#[derive(Clone)]
enum Phase {
    Opening,
    Open(Arc<Connection>),
    Failed(String),
    Closed,
}

/// Holds requests back until the workspace is open.
pub(super) struct Gate {
    place: Place,
    phase: watch::Sender<Phase>,
    /// One attempt at a time.
    opening: tokio::sync::Mutex<()>,
}

impl Gate {
    /// Before the first attempt.
    pub(super) fn new(place: Place) -> Self {
        Self { place, phase: watch::Sender::new(Phase::Opening), opening: tokio::sync::Mutex::new(()) }
    }

    /// A short name of the place, the same for the same place.
    pub(super) fn name(&self) -> String {
        let place = match &self.place.server {
            Some(server) => server.clone(),
            None => self.place.folder().map(|path| path.display().to_string()).unwrap_or_default(),
        };
        format!("w{}", &blake3::hash(place.as_bytes()).to_hex()[..16])
    }

    /// The arguments with which another process works on the same place.
    pub(super) fn arguments(&self) -> Vec<std::ffi::OsString> {
        match (&self.place.server, self.place.folder()) {
            (Some(server), _) => vec!["--server".into(), server.into()],
            (None, Ok(folder)) => vec!["--workspace".into(), PathBuf::into_os_string(folder)],
            (None, Err(_)) => Vec::new(),
        }
    }

    /// Opens the workspace, unless it is open already.
    pub(super) async fn open(&self) {
        let _one = self.opening.lock().await;
        if matches!(*self.phase.borrow(), Phase::Open(_) | Phase::Closed) {
            return;
        }
        self.phase.send_replace(Phase::Opening);
        let phase = match Box::pin(self.place.connect()).await {
            Ok(connection) => {
                if let Connection::Own(own) = &connection {
                    // The portfolio is computed while the webview still loads the page.
                    let workstation = Arc::clone(own.workstation());
                    tokio::spawn(async move {
                        tokio::join!(workstation.tell_where_secrets_lie(), workstation.read_ahead());
                    });
                }
                Phase::Open(Arc::new(connection))
            }
            Err(failure) => {
                tracing::error!(%failure, "the workspace could not be opened");
                Phase::Failed(telemetry::redact(&failure.to_string()).into_owned())
            }
        };
        self.phase.send_replace(phase);
    }

    /// Why it could not be opened, when it could not.
    pub(super) fn problem(&self) -> Option<String> {
        match &*self.phase.borrow() {
            Phase::Failed(problem) => Some(problem.clone()),
            _ => None,
        }
    }

    /// The connection, as soon as there is one; the reason when there is none.
    pub(super) async fn connection(&self) -> Result<Arc<Connection>, String> {
        let mut phase = self.phase.subscribe();
        let settled = phase.wait_for(|phase| !matches!(phase, Phase::Opening)).await;
        match settled.as_deref() {
            Ok(Phase::Open(connection)) => Ok(Arc::clone(connection)),
            Ok(Phase::Failed(problem)) => Err(problem.clone()),
            _ => Err("the program is ending".to_owned()),
        }
    }

    /// Sends a request. When the owner of the workspace has ended meanwhile, this process becomes the owner.
    pub(super) async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, String> {
        let connection = self.connection().await?;
        match connection.send(request.clone()).await {
            Err(Failure::Net(problem)) if problem.retry() && matches!(*connection, Connection::Owner(_)) => {
                self.reopen(&connection).await;
                let connection = self.connection().await?;
                connection.send(request).await.map_err(|failure| failure.to_string())
            }
            other => other.map_err(|failure| failure.to_string()),
        }
    }

    /// Subscribes to events.
    pub(super) async fn events(&self) -> Result<Events, String> {
        let connection = self.connection().await?;
        match connection.events().await {
            Ok(events) => Ok(events),
            Err(failure) => {
                if matches!(*connection, Connection::Owner(_)) {
                    self.reopen(&connection).await;
                }
                Err(failure.to_string())
            }
        }
    }

    async fn reopen(&self, lost: &Arc<Connection>) {
        // Several requests notice the loss together; only the first finds the lost connection still in place.
        self.phase.send_if_modified(|phase| {
            let is_lost = matches!(phase, Phase::Open(open) if Arc::ptr_eq(open, lost));
            if is_lost {
                *phase = Phase::Opening;
            }
            is_lost
        });
        self.open().await;
    }

    /// Writes the workspace out and gives its lock and socket back.
    pub(super) async fn close(&self) {
        if let Phase::Open(connection) = self.phase.send_replace(Phase::Closed) {
            connection.close().await;
        }
    }
}

//! The owner's side: serves the router to this user's other processes.

use std::{
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use axum::Router;
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use interprocess::local_socket::{
    ListenerOptions,
    tokio::{Listener, Stream, prelude::*},
};
use tokio::task::JoinHandle;

use super::endpoint::Endpoint;
use crate::exit::Failure;

/// How long to wait after a failed accept: the process is out of file handles, and trying at once would only spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The open socket of an owner. Dropping it stops listening and removes socket and note.
#[derive(Debug)]
pub(crate) struct OwnerSocket {
    workspace: PathBuf,
    endpoint: Endpoint,
    task: JoinHandle<()>,
}

impl OwnerSocket {
    /// Listens for the clients of `workspace`, which this process holds the lock of. A socket that a killed owner
    /// left behind is replaced: with the lock in our hands it cannot be alive.
    ///
    /// # Errors
    /// [`Failure::Place`] when the socket cannot be made.
    pub(crate) fn open(workspace: &Path, router: Router) -> Result<Self, Failure> {
        let endpoint = Endpoint::for_owner(workspace)?;
        let failed = |doing, source| Failure::Place {
            what: format!("the workspace's socket {}", endpoint.address),
            doing,
            source,
            next: "check the folder's permissions, or set XDG_RUNTIME_DIR to one that you may write to",
        };
        let listener = listen(&endpoint).map_err(|problem| failed("opened", problem))?;
        if let Err(problem) = endpoint.write(workspace) {
            // Without the note nobody finds us, but what this process does is not harmed: a read-only workspace.
            tracing::warn!(%problem, "the workspace cannot be shared with other processes");
        }
        let task = tokio::spawn(accept(listener, router));
        Ok(Self { workspace: workspace.to_path_buf(), endpoint, task })
    }

    /// The workspace it stands for.
    pub(crate) fn workspace(&self) -> &Path {
        &self.workspace
    }
}

impl Drop for OwnerSocket {
    fn drop(&mut self) {
        self.task.abort();
        self.endpoint.remove(&self.workspace);
        if let Some(path) = self.endpoint.socket_path() {
            // The listener usually has removed it by itself.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn listen(endpoint: &Endpoint) -> io::Result<Listener> {
    if let Some(path) = endpoint.socket_path() {
        match std::fs::remove_file(path) {
            Err(problem) if problem.kind() != io::ErrorKind::NotFound => return Err(problem),
            _ => {}
        }
    }
    let listener = ListenerOptions::new().name(endpoint.name()?).reclaim_name(false).create_tokio()?;
    #[cfg(unix)]
    if let Some(path) = endpoint.socket_path() {
        use std::os::unix::fs::PermissionsExt;
        // Its folder is 0700 already; this is the second lock on the same door.
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(listener)
}

async fn accept(listener: Listener, router: Router) {
    loop {
        match listener.accept().await {
            Ok(connection) => {
                tokio::spawn(converse(connection, router.clone()));
            }
            Err(problem) => {
                tracing::warn!(%problem, "a client of the workspace could not connect");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn converse(connection: Stream, router: Router) {
    let service = TowerToHyperService::new(router);
    let served = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(connection), service)
        .with_upgrades()
        .await;
    if let Err(problem) = served {
        tracing::debug!(%problem, "a client of the workspace went away");
    }
}

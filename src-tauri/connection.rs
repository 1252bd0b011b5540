//! The way to a workspace: opened by this process, through the process that owns it, or on a server. Whoever uses it
//! sends requests of the one API and need not know which it is.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use axum::Router;
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;
use workstation::{Start, Workstation};

use crate::{
    exit::{Failure, Problem},
    owner::{OwnerClient, OwnerSocket},
};

/// How long to wait for an owner that holds the lock but does not answer yet, because it is just starting or ending.
const OWNER_WAIT: Duration = Duration::from_secs(10);
/// The pause between two looks for it.
const OWNER_PAUSE: Duration = Duration::from_millis(100);

/// An open way to a workspace.
pub(crate) enum Connection {
    /// This process owns it.
    Own(Box<OwnWorkspace>),
    /// Another process on this machine owns it.
    Owner(OwnerClient),
    /// A server.
    Server(net::Server),
}

/// A workspace opened by this process, and its socket for others.
pub(crate) struct OwnWorkspace {
    workstation: Arc<Workstation>,
    router: Router,
    socket: Socket,
    /// Moves the socket when another workspace is opened, by whomever.
    following: tokio::task::JoinHandle<()>,
}

/// The socket of the workspace that is open now.
type Socket = Arc<std::sync::Mutex<Option<OwnerSocket>>>;

/// Events of a connection, as JSON texts.
pub(crate) enum Events {
    /// Out of this process.
    Here(tokio::sync::mpsc::Receiver<String>),
    /// From elsewhere.
    Remote(net::Events),
}

impl Events {
    /// The next event; `None` at the end of the stream.
    ///
    /// # Errors
    /// When a remote stream breaks.
    pub(crate) async fn next(&mut self) -> Result<Option<String>, Failure> {
        match self {
            Self::Here(events) => Ok(events.recv().await),
            Self::Remote(events) => Ok(events.next().await?),
        }
    }
}

impl Connection {
    /// Opens a workspace, or finds its owner.
    ///
    /// # Errors
    /// [`Failure`] when it can be neither opened nor reached.
    pub(crate) async fn to_workspace(path: &Path) -> Result<Self, Failure> {
        let deadline = Instant::now() + OWNER_WAIT;
        loop {
            if let Some(owner) = OwnerClient::find(path).await {
                return Ok(Self::Owner(owner));
            }
            match OwnWorkspace::open(path).await {
                Ok(own) => return Ok(Self::Own(Box::new(own))),
                Err(Failure::Workspace(workstation::Error::AlreadyOwned { pid, path })) => {
                    if Instant::now() >= deadline {
                        return Err(Failure::OwnerSilent { path, pid });
                    }
                    tokio::time::sleep(OWNER_PAUSE).await;
                }
                Err(other) => return Err(other),
            }
        }
    }

    /// Sends a request. An error status is an answer.
    ///
    /// # Errors
    /// When no answer came.
    pub(crate) async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
        match self {
            Self::Own(own) => answer_of(own.router.clone(), request).await,
            Self::Owner(owner) => Ok(owner.send(request).await?),
            Self::Server(server) => Ok(server.send(request).await?),
        }
    }

    /// Writes the body of an answer as it comes; a download needs no more memory than a part of it.
    ///
    /// # Errors
    /// [`Failure::Problem`] with the answer's problem, when it breaks off, or when it cannot be written.
    pub(crate) async fn download(&self, path: &str, out: &mut dyn io::Write) -> Result<(), Failure> {
        let request = Request::get(path).body(Bytes::new()).map_err(|problem| Failure::Bug(problem.to_string()))?;
        let (status, refusal) = match self {
            Self::Own(own) => {
                let answer = called(own.router.clone(), request).await;
                let status = answer.status();
                let mut refusal = Vec::new();
                let mut body = answer.into_body();
                while let Some(frame) = body.frame().await {
                    let frame = frame.map_err(|problem| Failure::Job(format!("the export ended early: {problem}")))?;
                    let Ok(part) = frame.into_data() else { continue };
                    if status.is_success() { out.write_all(&part)? } else { refusal.extend_from_slice(&part) }
                }
                (status, refusal)
            }
            Self::Owner(owner) => owner.download(request, out).await?,
            Self::Server(server) => server.download(path, out).await?,
        };
        succeeded(status, refusal.into()).map(drop)
    }

    /// Subscribes to events.
    ///
    /// # Errors
    /// When the other side cannot be reached.
    pub(crate) async fn events(&self) -> Result<Events, Failure> {
        match self {
            Self::Own(own) => Ok(Events::Here(api::stream::subscribe(&own.workstation))),
            Self::Owner(owner) => Ok(Events::Remote(owner.events().await?)),
            Self::Server(server) => Ok(Events::Remote(server.events().await?)),
        }
    }

    /// Sends a request with an optional JSON body; an error status is a failure.
    ///
    /// # Errors
    /// [`Failure::Problem`] with the answer's problem, or as [`Connection::send`].
    pub(crate) async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Bytes, Failure> {
        let request = Request::builder().method(method).uri(path);
        let request = match body {
            Some(body) => request.header(header::CONTENT_TYPE, "application/json").body(Bytes::from(body.to_string())),
            None => request.body(Bytes::new()),
        };
        let request = request.map_err(|problem| Failure::Usage(format!("{path} is not a path: {problem}")))?;
        let answer = self.send(request).await?;
        succeeded(answer.status(), answer.into_body())
    }

    /// The same, with the answer read as JSON.
    ///
    /// # Errors
    /// As [`Connection::call`], and when the answer is not JSON.
    pub(crate) async fn json(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Failure> {
        let answer = self.call(method, path, body).await?;
        if answer.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&answer).map_err(|_| Failure::Bug(format!("the answer to {path} is not JSON")))
    }

    /// The same for reading.
    ///
    /// # Errors
    /// As [`Connection::json`].
    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.json(Method::GET, path, None).await
    }

    /// Ends it: a workspace of our own is written out, its lock and socket are given back.
    pub(crate) async fn close(&self) {
        if let Self::Own(own) = self {
            own.close().await;
        }
    }
}

/// The body of a successful answer; an error status becomes its problem.
pub(crate) fn succeeded(status: StatusCode, body: Bytes) -> Result<Bytes, Failure> {
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        Ok(body)
    } else {
        Err(Failure::Problem(Problem::of(status, &body)))
    }
}

impl OwnWorkspace {
    async fn open(path: &Path) -> Result<Self, Failure> {
        let keeper = Arc::new(crate::places::keeper());
        let workstation = Workstation::open_keeping(Start::new(path), keeper).await?;
        let router = api::router(Arc::clone(&workstation), api::Access::InProcess);
        let socket = Socket::default();
        share(&socket, &router, path)?;
        let following = tokio::spawn(follow(workstation.subscribe(), router.clone(), Arc::clone(&socket)));
        Ok(Self { workstation, router, socket, following })
    }

    /// The use cases behind the router.
    pub(crate) fn workstation(&self) -> &Arc<Workstation> {
        &self.workstation
    }

    async fn close(&self) {
        self.following.abort();
        *self.socket.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        self.workstation.close().await;
    }
}

/// Serves the socket of the workspace at `path`, in place of that of the one before.
fn share(socket: &Socket, router: &Router, path: &Path) -> Result<(), Failure> {
    let path = crate::places::absolute(path);
    let mut socket = socket.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if socket.as_ref().is_some_and(|open| open.workspace() == path) {
        return Ok(());
    }
    // The old one goes first, so that nobody is led to a workspace that is no longer here.
    *socket = None;
    *socket = Some(OwnerSocket::open(&path, router.clone())?);
    Ok(())
}

/// After each change of the workspace the socket follows to where it is.
async fn follow(mut events: workstation::event::Events, router: Router, socket: Socket) {
    use workstation::event::Event;
    while let Some(event) = events.next().await {
        let concerns = match &event {
            Event::Changed { nouns, .. } => nouns.iter().any(|noun| noun.starts_with("workspace")),
            Event::Notice { code, .. } => code == "resync",
            Event::Job { .. }
            | Event::AlertFired { .. }
            | Event::Sound { .. }
            | Event::ShowAlert { .. }
            | Event::Provider { .. }
            | Event::Replay { .. } => false,
        };
        if !concerns {
            continue;
        }
        let request = Request::get("/api/v1/workspace").body(Bytes::new()).expect("invariant: a constant path");
        let Ok(answer) = answer_of(router.clone(), request).await else { continue };
        let info = serde_json::from_slice::<Value>(answer.body()).unwrap_or_default();
        let Some(path) = info.get("path").and_then(Value::as_str).map(PathBuf::from) else { continue };
        if let Err(problem) = share(&socket, &router, &path) {
            tracing::warn!(%problem, "other processes cannot reach the opened workspace");
        }
    }
}

/// Calls a router in process.
async fn called(router: Router, request: Request<Bytes>) -> Response<axum::body::Body> {
    match router.oneshot(request.map(axum::body::Body::from)).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

/// Calls a router in process and takes the whole answer.
async fn answer_of(router: Router, request: Request<Bytes>) -> Result<Response<Bytes>, Failure> {
    let (parts, body) = called(router, request).await.into_parts();
    let body = body.collect().await.map_err(|problem| Failure::Bug(format!("an answer broke off: {problem}")))?;
    Ok(Response::from_parts(parts, body.to_bytes()))
}

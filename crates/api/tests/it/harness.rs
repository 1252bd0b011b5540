//! A router over a temporary workspace, and calls of it.

use std::{sync::Arc, time::Duration};

use api::Access;
use axum::{Router, body::Body};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use model::{currency::Currency, time::Clock};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;
use workstation::{Start, Workstation, workspaces::WorkspaceKind};

pub(crate) struct Desk {
    pub(crate) station: Arc<Workstation>,
    pub(crate) router: Router,
    _dir: TempDir,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.bytes)))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// The JSON of a success.
    pub(crate) fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.bytes));
        self.json()
    }

    /// The code of a problem.
    pub(crate) fn problem(self, status: u16) -> String {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        assert_eq!(self.status.as_u16(), status, "{text}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        let body = self.json();
        assert_eq!(body["status"], status);
        assert_eq!(body["request_id"], self.header("x-request-id"));
        body["code"].as_str().unwrap().to_owned()
    }
}

impl Desk {
    pub(crate) async fn new(kind: WorkspaceKind, access: Access) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let start = Start {
            path: dir.path().join("desk"),
            when_missing: kind,
            base_currency: Currency::USD,
            clock: Clock::System,
            program: "test".into(),
        };
        let station = Workstation::open_with(start).await.unwrap();
        let router = api::router(Arc::clone(&station), access);
        Self { station, router, _dir: dir }
    }

    pub(crate) async fn empty() -> Self {
        Self::new(WorkspaceKind::Empty, Access::InProcess).await
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(Body::from(body.to_string())),
            None => request.body(Body::empty()),
        };
        self.send(request.unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.call("POST", path, Some(body)).await
    }

    /// Uploads a file in two chunks.
    pub(crate) async fn upload(&self, name: &str, content: &str) -> String {
        let upload = self.call("POST", &format!("/uploads?name={name}"), None).await.ok();
        let id = upload["id"].as_str().unwrap().to_owned();
        let half = content.len() / 2;
        for (offset, chunk) in [(0, &content[..half]), (half, &content[half..])] {
            let uri = format!("/api/v1/uploads/{id}?offset={offset}");
            let request = Request::put(uri).body(Body::from(chunk.to_owned())).unwrap();
            assert_eq!(self.send(request).await.status, 200);
        }
        id
    }

    /// The job once it has ended.
    pub(crate) async fn wait(&self, job: &Value) -> Value {
        let id = job["id"].as_str().unwrap();
        let ended = async {
            loop {
                let job = self.get(&format!("/jobs/{id}")).await.ok();
                if !["queued", "running"].contains(&job["state"].as_str().unwrap()) {
                    return job;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), ended).await.expect("the job ends")
    }

    pub(crate) async fn account(&self) -> String {
        let fields = json!({"name": "Main", "kind": "taxable", "currency": "USD"});
        self.post("/accounts", &fields).await.ok()["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn instrument(&self, symbol: &str) -> String {
        let fields = json!({"symbol": symbol, "name": symbol, "asset_class": "equity", "currency": "USD"});
        self.post("/instruments", &fields).await.ok()["id"].as_str().unwrap().to_owned()
    }
}

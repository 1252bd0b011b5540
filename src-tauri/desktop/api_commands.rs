//! The API for the page: JSON calls, raw bytes, and the event stream. Everything a page sends is limited in size and
//! checked before it becomes a request.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use serde_json::{Value, json, value::RawValue};
use tauri::{
    State, WebviewWindow,
    ipc::{self, Channel, InvokeBody, InvokeResponseBody},
};

use super::gate::Gate;

/// Where every route begins.
const API: &str = "/api/v1/";
/// The stream's route.
const STREAM: &str = "/api/v1/stream";
/// The longest path with its query.
const PATH_MAX_BYTES: usize = 8 * 1024;
/// The longest header value.
const HEADER_MAX_BYTES: usize = 1024;
/// Headers that a page may set.
const HEADERS: [&str; 6] = ["accept", "content-type", "if-match", "if-none-match", "x-correlation-id", "x-request-id"];
/// Events are handed over together this often; more often costs the page frames and shows nothing.
const BATCH: Duration = Duration::from_millis(33);
/// The pause before the stream is asked for again.
const STREAM_PAUSE: Duration = Duration::from_millis(500);

/// A call with a JSON answer.
///
/// # Errors
/// A line for the page when the call itself is not acceptable; an error status is an answer.
#[tauri::command]
pub(super) async fn api_request(
    gate: State<'_, Arc<Gate>>,
    method: String,
    path: String,
    body: Option<Value>,
    headers: Option<HashMap<String, String>>,
) -> Result<ipc::Response, String> {
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    if body.len() > api::JSON_MAX_BYTES {
        return Err(format!("the request has {} bytes; at most {} are accepted", body.len(), api::JSON_MAX_BYTES));
    }
    let mut request = checked(&method, &path)?;
    for (name, value) in headers.unwrap_or_default() {
        let (name, value) = checked_header(&name, &value)?;
        request.headers_mut().insert(name, value);
    }
    if !body.is_empty() {
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    }
    *request.body_mut() = Bytes::from(body);
    let (status, headers, body) = answered(&gate, request).await;
    Ok(ipc::Response::new(json_reply(status, &headers, &body)))
}

/// A call whose body or answer is raw bytes. Method, path and accepted type come in headers; the answer begins with the
/// length of its head as 4 bytes little-endian, then the head as JSON, then the body.
///
/// # Errors
/// As [`api_request`].
#[tauri::command]
pub(super) async fn api_bytes(gate: State<'_, Arc<Gate>>, call: ipc::Request<'_>) -> Result<ipc::Response, String> {
    let InvokeBody::Raw(body) = call.body() else { return Err("the body must be raw bytes".to_owned()) };
    if body.len() > api::CHUNK_MAX_BYTES {
        return Err(format!("the chunk has {} bytes; at most {} are accepted", body.len(), api::CHUNK_MAX_BYTES));
    }
    let text = |name: &str| call.headers().get(name).and_then(|value| value.to_str().ok());
    let method = text("x-method").unwrap_or("GET");
    let mut request = checked(method, text("x-path").ok_or("the header x-path is missing")?)?;
    if let Some(accept) = text("x-accept") {
        let (name, value) = checked_header("accept", accept)?;
        request.headers_mut().insert(name, value);
    }
    if !body.is_empty() {
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    }
    *request.body_mut() = Bytes::from(body.clone());
    let (status, headers, body) = answered(&gate, request).await;
    Ok(ipc::Response::new(framed(status, &headers, &body)))
}

/// The running stream of each window, so that a reloaded page does not leave its old one behind.
#[derive(Default)]
pub(super) struct Streams(Mutex<HashMap<String, tauri::async_runtime::JoinHandle<()>>>);

impl Streams {
    /// Ends the stream of a window.
    pub(super) fn end(&self, window: &str) {
        let old = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).remove(window);
        if let Some(old) = old {
            old.abort();
        }
    }

    fn replace(&self, window: &str, task: tauri::async_runtime::JoinHandle<()>) {
        self.end(window);
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(window.to_owned(), task);
    }
}

/// Subscribes the page: lists of events go into the channel every 33 ms. It goes on when the workspace's owner changes;
/// the page then gets a `resync` notice.
///
/// # Errors
/// When the path is not the stream's, or the workspace cannot be opened.
#[tauri::command]
pub(super) async fn api_stream(
    window: WebviewWindow,
    gate: State<'_, Arc<Gate>>,
    streams: State<'_, Streams>,
    path: String,
    channel: Channel<InvokeResponseBody>,
) -> Result<(), String> {
    if path != STREAM {
        return Err(format!("there is no stream at {path}; it is {STREAM}"));
    }
    let first = gate.events().await?;
    let gate = Arc::clone(&gate);
    let task = tauri::async_runtime::spawn(async move {
        let mut next = Some(first);
        loop {
            match next.take() {
                Some(events) => {
                    if pump(events, &channel).await.is_err() {
                        return;
                    }
                }
                None => tokio::time::sleep(STREAM_PAUSE).await,
            }
            next = gate.events().await.ok();
            if next.is_some() {
                let resync = json!([workstation::event::Event::resync()]).to_string();
                if channel.send(InvokeResponseBody::Json(resync)).is_err() {
                    return;
                }
            }
        }
    });
    streams.replace(window.label(), task);
    Ok(())
}

/// Hands events over until the stream ends; an error means that the page is gone.
async fn pump(mut events: crate::connection::Events, channel: &Channel<InvokeResponseBody>) -> tauri::Result<()> {
    let mut batch: Vec<String> = Vec::new();
    let mut tick = tokio::time::interval(BATCH);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            event = events.next() => match event {
                Ok(Some(event)) => batch.push(event),
                Ok(None) | Err(_) => return flush(&mut batch, channel),
            },
            _ = tick.tick(), if !batch.is_empty() => flush(&mut batch, channel)?,
        }
    }
}

fn flush(batch: &mut Vec<String>, channel: &Channel<InvokeResponseBody>) -> tauri::Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let list = format!("[{}]", batch.join(","));
    batch.clear();
    channel.send(InvokeResponseBody::Json(list))
}

/// A request without headers and body, when method and path are acceptable.
fn checked(method: &str, path: &str) -> Result<Request<Bytes>, String> {
    let method = match method {
        "GET" => Method::GET,
        "POST" => Method::POST,
        "PUT" => Method::PUT,
        "PATCH" => Method::PATCH,
        "DELETE" => Method::DELETE,
        other => return Err(format!("\"{}\" is not a method of the API", shown(other))),
    };
    let refuse = || format!("\"{}\" is not a path of the API", shown(path));
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#' && byte != b'\\');
    let route = path.split('?').next().unwrap_or_default();
    if path.len() > PATH_MAX_BYTES
        || !is_plain
        || !path.starts_with(API)
        || route.contains("..")
        || route.contains("//")
    {
        return Err(refuse());
    }
    Request::builder().method(method).uri(path).body(Bytes::new()).map_err(|_| refuse())
}

fn checked_header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let lower = name.to_ascii_lowercase();
    if !HEADERS.contains(&lower.as_str()) || value.len() > HEADER_MAX_BYTES {
        return Err(format!("the header \"{}\" is not accepted", shown(name)));
    }
    let value = HeaderValue::from_str(value).map_err(|_| format!("the header \"{lower}\" has an unusable value"))?;
    Ok((HeaderName::try_from(lower).map_err(|problem| problem.to_string())?, value))
}

/// At most 80 characters of foreign text.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(80).collect()
}

/// The answer; when none came, a problem document in its place.
async fn answered(gate: &Gate, request: Request<Bytes>) -> (StatusCode, HeaderMap, Bytes) {
    match gate.send(request).await {
        Ok(answer) => {
            let (parts, body) = answer.into_parts();
            (parts.status, parts.headers, body)
        }
        Err(detail) => {
            let problem = json!({
                "type": "about:blank", "title": "The workspace is not open", "status": 503,
                "code": "workspace_unavailable", "detail": telemetry::redact(&detail), "request_id": "",
            });
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
            (StatusCode::SERVICE_UNAVAILABLE, headers, Bytes::from(problem.to_string()))
        }
    }
}

fn head(status: StatusCode, headers: &HeaderMap) -> Value {
    let headers: serde_json::Map<String, Value> = headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), json!(value.to_str().ok()?))))
        .collect();
    json!({ "status": status.as_u16(), "headers": headers })
}

/// `{status, headers, body}` with a JSON body as it is and any other as text.
fn json_reply(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> String {
    let mut reply = head(status, headers).to_string();
    let text = String::from_utf8_lossy(body);
    let body = if text.is_empty() {
        "null".to_owned()
    } else if serde_json::from_str::<&RawValue>(&text).is_ok() {
        text.into_owned()
    } else {
        Value::from(text.as_ref()).to_string()
    };
    reply.truncate(reply.len() - 1);
    format!("{reply},\"body\":{body}}}")
}

/// Length of the head, head, body.
fn framed(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let head = head(status, headers).to_string().into_bytes();
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
    let mut frame = Vec::with_capacity(4 + head.len() + body.len());
    frame.extend(length.to_le_bytes());
    frame.extend(head);
    frame.extend(body);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_api_become_requests() {
        for path in ["/api/v1/portfolio?as_of=2022-12-28", "/api/v1/bars/0198?from=a%2Fb"] {
            assert!(checked("GET", path).is_ok(), "{path}");
        }
        let long = format!("/api/v1/{}", "a".repeat(PATH_MAX_BYTES));
        for path in [
            "/",
            "/api/v2/x",
            "/api/v1/../x",
            "/api/v1//x",
            "/api/v1/a b",
            "/api/v1/a\n",
            "http://evil.example/api/v1/",
            "/api/v1/x#y",
            &long,
        ] {
            assert!(checked("GET", path).is_err(), "{path}");
        }
        for method in ["TRACE", "CONNECT", "get", ""] {
            assert!(checked(method, "/api/v1/portfolio").is_err(), "{method}");
        }
    }

    #[test]
    fn only_harmless_headers_are_passed_on() {
        assert!(checked_header("If-None-Match", "\"abc\"").is_ok());
        for (name, value) in
            [("host", "evil"), ("authorization", "x"), ("accept", "a\r\nb"), ("accept", &"a".repeat(2000))]
        {
            assert!(checked_header(name, value).is_err(), "{name}");
        }
    }

    #[test]
    fn answers_keep_json_and_quote_the_rest() {
        let none = HeaderMap::new();
        assert_eq!(json_reply(StatusCode::OK, &none, br#"{"a":1}"#), r#"{"headers":{},"status":200,"body":{"a":1}}"#);
        assert_eq!(json_reply(StatusCode::OK, &none, b"<p>"), r#"{"headers":{},"status":200,"body":"<p>"}"#);
        assert_eq!(json_reply(StatusCode::NO_CONTENT, &none, b""), r#"{"headers":{},"status":204,"body":null}"#);
    }

    #[test]
    fn a_frame_is_head_length_head_body() {
        let frame = framed(StatusCode::OK, &HeaderMap::new(), b"xyz");
        let length = u32::from_le_bytes(frame[..4].try_into().unwrap()) as usize;
        assert_eq!(&frame[4..4 + length], br#"{"headers":{},"status":200}"#);
        assert_eq!(&frame[4 + length..], b"xyz");
    }
}

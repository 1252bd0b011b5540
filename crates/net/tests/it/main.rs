//! The client against a real server on this machine.
#![expect(clippy::unwrap_used, reason = "helpers of tests may fail the test")]

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::{
    Router,
    extract::{WebSocketUpgrade, ws::Message},
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
    routing::{any, get, post},
};
use bytes::Bytes;
use http::Request;
use net::{Address, NetError, Server};

/// Serves `router` on a free port and gives its address.
async fn serve(router: Router) -> Address {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address.parse().unwrap()
}

fn request(method: &str, path: &str) -> Request<Bytes> {
    Request::builder().method(method).uri(path).body(Bytes::new()).unwrap()
}

#[tokio::test]
async fn the_token_and_the_query_arrive_and_an_error_status_is_an_answer() {
    let echo = |headers: HeaderMap, uri: http::Uri| async move {
        let token = headers["authorization"].to_str().unwrap().to_owned();
        (StatusCode::CONFLICT, format!("{token} {uri}"))
    };
    let server = Server::new(serve(Router::new().route("/echo", get(echo))).await, Some("t0k")).unwrap();
    let answer = server.send(request("GET", "/echo?a=1")).await.unwrap();
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert_eq!(answer.body(), "Bearer t0k /echo?a=1");
    assert!(!format!("{server:?}").contains("t0k"), "the token must not print");
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_the_token() {
    let away = || async { (StatusCode::FOUND, [("location", "https://evil.example/")]) };
    let server = Server::new(serve(Router::new().route("/", get(away))).await, Some("t0k")).unwrap();
    assert_eq!(server.send(request("GET", "/")).await.unwrap().status(), StatusCode::FOUND);
}

#[tokio::test]
async fn nobody_there_is_unreachable_and_says_so() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address: Address = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let server = Server::new(address, None).unwrap();
    let problem = server.send(request("POST", "/")).await.unwrap_err();
    assert!(matches!(problem, NetError::Unreachable { .. }), "{problem:?}");
    assert!(problem.retry());
}

#[tokio::test]
async fn a_change_is_sent_once_even_when_the_answer_breaks_off() {
    let seen = Arc::new(AtomicU32::new(0));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address: Address = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    let count = Arc::clone(&seen);
    tokio::spawn(async move {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        while let Ok((mut socket, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let mut head = [0; 512];
            let _ = socket.read(&mut head).await;
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").await.unwrap();
        }
    });
    let server = Server::new(address, None).unwrap();
    let problem = server.send(request("POST", "/transactions")).await.unwrap_err();
    assert!(matches!(problem, NetError::Broken { .. }), "{problem:?}");
    assert_eq!(seen.load(Ordering::SeqCst), 1);
}

async fn stream(headers: HeaderMap, upgrade: WebSocketUpgrade) -> axum::response::Response {
    if headers["sec-websocket-protocol"] != "quarterdeck, token.t0k" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    upgrade.protocols(["quarterdeck"]).on_upgrade(|mut socket| async move {
        for n in 0..3 {
            socket.send(Message::Text(format!(r#"{{"n":{n}}}"#).into())).await.unwrap();
        }
    })
}

#[tokio::test]
async fn events_arrive_in_order_until_the_server_ends() {
    let address = serve(Router::new().route("/api/v1/stream", any(stream))).await;
    let mut events = Server::new(address, Some("t0k")).unwrap().events().await.unwrap();
    for n in 0..3 {
        assert_eq!(events.next().await.unwrap().unwrap(), format!(r#"{{"n":{n}}}"#));
    }
    // An end without a closing frame is reported as broken, one with it as the end; both stop the loop.
    assert!(!matches!(events.next().await, Ok(Some(_))));
}

#[tokio::test]
async fn a_wrong_token_is_refused_with_the_next_step() {
    let address = serve(Router::new().route("/api/v1/stream", any(stream)).route("/x", post(|| async {}))).await;
    let problem = Server::new(address, Some("wrong")).unwrap().events().await.unwrap_err();
    assert!(matches!(problem, NetError::Refused { status: 401, .. }), "{problem:?}");
    assert!(problem.to_string().contains("quarterdeck login"));
}

//! The stream over real sockets: how many may listen, how much they may say, and what a slow one is told.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

use api::Access;
use workstation::workspaces::WorkspaceKind;

use crate::harness::Desk;

/// As many as the stream takes at once.
const CONNECTIONS_MAX: usize = 32;

/// Serves the desk's router with small buffers, so that a client that does not read is noticed soon.
fn serve(desk: &Desk) -> std::net::SocketAddr {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_send_buffer_size(4096).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener: TcpListener = socket.listen(64).unwrap();
    let address = listener.local_addr().unwrap();
    let router = desk.router.clone();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

async fn connect(address: std::net::SocketAddr) -> Result<WebSocketStream<TcpStream>, Error> {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let stream = socket.connect(address).await.unwrap();
    let mut request = format!("ws://{address}/api/v1/stream").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "quarterdeck".parse().unwrap());
    client_async(request, stream).await.map(|(socket, _)| socket)
}

/// The next event; `None` at the end of the stream.
async fn next(socket: &mut WebSocketStream<TcpStream>) -> Option<Value> {
    let wait = async {
        loop {
            match socket.next().await {
                Some(Ok(Message::Text(text))) => return Some(serde_json::from_str(text.as_str()).unwrap()),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                Some(Ok(_)) => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait).await.expect("something comes")
}

#[tokio::test(flavor = "multi_thread")]
async fn one_listener_too_many_is_refused_until_another_leaves() {
    let desk = Desk::empty().await;
    let address = serve(&desk);
    let mut open = Vec::new();
    for _ in 0..CONNECTIONS_MAX {
        open.push(connect(address).await.unwrap());
    }
    let Err(Error::Http(refused)) = connect(address).await else { panic!("one more was let in") };
    assert_eq!(refused.status(), 429);
    let mut leaving = open.pop().unwrap();
    leaving.close(None).await.unwrap();
    while next(&mut leaving).await.is_some() {}
    let again = async {
        while connect(address).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), again).await.expect("there is room again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_says_too_much_is_cut_off_and_the_others_stay() {
    let desk = Desk::empty().await;
    let address = serve(&desk);
    let (mut loud, mut quiet) = (connect(address).await.unwrap(), connect(address).await.unwrap());
    for listener in [&mut loud, &mut quiet] {
        let greeting = next(listener).await.unwrap();
        assert!(greeting["kind"] == "hello" && greeting["stream_id"].is_string(), "{greeting}");
    }
    loud.send(Message::text("hello")).await.unwrap(); // what a client says is read and dropped
    desk.instrument("ONE").await;
    assert_eq!(next(&mut loud).await.unwrap()["kind"], "changed");
    // The server may hang up before everything is sent.
    let _ = loud.send(Message::text("x".repeat(65 * 1024))).await;
    assert_eq!(next(&mut loud).await, None);
    assert_eq!(next(&mut quiet).await.unwrap()["kind"], "changed");
    desk.instrument("TWO").await;
    assert_eq!(next(&mut quiet).await.unwrap()["kind"], "changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_that_falls_behind_is_told_to_load_everything_again() {
    let desk = Desk::empty().await;
    let address = serve(&desk);
    let mut slow = connect(address).await.unwrap();
    let account = desk.account().await;
    // Far more than queue, bus and the buffers of both sockets hold.
    let changes = 1_500;
    for n in 0..changes {
        desk.call("PATCH", &format!("/accounts/{account}"), Some(&json!({"note": format!("{n}")}))).await.ok();
    }
    let (mut seen, mut resyncs) = (0, 0);
    while resyncs == 0 {
        let event = next(&mut slow).await.expect("the stream goes on");
        seen += 1;
        resyncs += usize::from(event["code"] == "resync");
    }
    assert!(seen < changes, "{seen} of {changes} events: nothing was missed, so there was nothing to say");
    // From here on it hears everything again.
    desk.instrument("LATER").await;
    loop {
        let event = next(&mut slow).await.expect("the stream goes on");
        if event["nouns"].as_array().is_some_and(|nouns| nouns.contains(&json!("instruments"))) {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listener_sees_what_it_asks_for_under_its_own_name() {
    let desk = Desk::new(WorkspaceKind::Sample, Access::InProcess).await;
    let address = serve(&desk);
    let mut socket = connect(address).await.unwrap();
    let stream = next(&mut socket).await.unwrap()["stream_id"].as_str().unwrap().to_owned();
    let apple = desk.call("GET", "/instruments?q=AAPL", None).await.ok()["items"][0]["id"].clone();
    let apple = apple.as_str().unwrap();
    let asked = json!({ "instruments": { apple: ["trade", "book"] }, "every_ms": 20 });
    let watched = desk.call("PUT", &format!("/streams/{stream}/watch"), Some(&asked)).await;
    assert_eq!(watched.status, 204);
    let replay = json!({ "of": "practice", "instrument_ids": [apple], "speed": 1000.0 });
    desk.call("POST", "/replays", Some(&replay)).await.ok();
    let (mut trades, mut books) = (0, 0);
    while trades == 0 || books == 0 {
        let pushed = next(&mut socket).await.unwrap();
        if pushed["kind"] != "market" {
            continue;
        }
        assert_eq!(pushed["mode"], "replay");
        for value in pushed["values"].as_array().unwrap() {
            assert_eq!((&value["kind"], &value["last"]["origin"]["instrument"]), (&json!("trades"), &json!(apple)));
            trades += 1;
        }
        books += pushed["depths"].as_array().unwrap().len();
    }
    let nobody = desk.call("PUT", "/streams/00000000-0000-0000-0000-000000000001/watch", Some(&asked)).await;
    assert_eq!(nobody.problem(404), "not_found");
    let too_often = json!({ "instruments": {}, "every_ms": 1 });
    let refused = desk.call("PUT", &format!("/streams/{stream}/watch"), Some(&too_often)).await;
    assert_eq!(refused.problem(422), "invalid");
}

//! Requests against a server that misbehaves.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use http::Method;
use market::{
    address::Endpoint,
    budget::{SharedBudget, Window},
    error::MarketError,
    rest::{Ask, Expect, Rest, RestSettings},
};
use model::time::Clock;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    time::Instant,
};

/// What the server does with a connection.
#[derive(Clone, Debug)]
enum Does {
    /// Writes this.
    Write(String),
    /// Hangs up without a word.
    HangUp,
    /// Says nothing.
    Nothing,
}

fn json(body: &str) -> Does {
    answer(200, "content-type: application/json\r\n", body)
}

fn answer(status: u16, headers: &str, body: &str) -> Does {
    let length = body.len();
    Does::Write(format!("HTTP/1.1 {status} S\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"))
}

/// Serves one answer after the other and keeps the heads of the requests.
async fn server(does: Vec<Does>) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, heads) = (listener.local_addr().unwrap(), Arc::<Mutex<Vec<String>>>::default());
    let seen = Arc::clone(&heads);
    tokio::spawn(async move {
        let mut does: VecDeque<Does> = does.into();
        while let Ok((mut tcp, _)) = listener.accept().await {
            let next = does.pop_front().unwrap_or(Does::HangUp);
            let seen = Arc::clone(&seen);
            tokio::spawn(async move {
                let mut head = vec![0; 8192];
                let read = tcp.read(&mut head).await.unwrap_or(0);
                seen.lock().unwrap().push(String::from_utf8_lossy(&head[..read]).into_owned());
                match next {
                    Does::Write(text) => {
                        let _ = tcp.write_all(text.as_bytes()).await;
                        let _ = tcp.shutdown().await;
                    }
                    Does::HangUp => {}
                    Does::Nothing => tokio::time::sleep(Duration::from_secs(600)).await,
                }
            });
        }
    });
    (address, heads)
}

fn settings() -> RestSettings {
    RestSettings {
        connect: Duration::from_secs(2),
        answer: Duration::from_millis(300),
        limit_bytes: 1_000,
        first_wait: Duration::from_millis(5),
        longest_wait: Duration::from_millis(50),
        ..RestSettings::default()
    }
}

fn client(address: SocketAddr) -> Rest<Clock> {
    let endpoint = Endpoint::http(&format!("http://{address}/v2")).unwrap();
    let endpoint = endpoint.with_secret("apca-api-secret-key", "hunter2hunter2").unwrap();
    Rest::new(Clock::System, endpoint, settings(), None).unwrap()
}

async fn ask(does: Vec<Does>, ask: &Ask) -> (Result<String, MarketError>, usize) {
    let (address, heads) = server(does).await;
    let answer = client(address).send(ask).await;
    let count = heads.lock().unwrap().len();
    (answer.map(|answer| String::from_utf8_lossy(&answer.body).into_owned()), count)
}

#[tokio::test]
async fn a_good_answer_comes_with_the_key_sent_and_not_shown() {
    let (address, heads) = server(vec![json(r#"{"a":1}"#)]).await;
    let client = client(address);
    let asked = Ask::get("/bars?apikey=topsecret");
    assert_eq!(client.send(&asked).await.unwrap().body, r#"{"a":1}"#);
    let head = heads.lock().unwrap()[0].clone();
    assert!(head.starts_with("GET /v2/bars?apikey=topsecret HTTP/1.1"), "{head}");
    assert!(head.contains("hunter2hunter2"));
    let shown = format!("{client:?} {asked:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("topsecret"), "{shown}");
}

#[tokio::test]
async fn what_changes_nothing_is_tried_three_times_and_the_rest_once() {
    let get = Ask::get("/x");
    let (answer, count) = ask(vec![Does::HangUp, answer(503, "", "busy"), json("[]")], &get).await;
    assert_eq!((answer.unwrap().as_str(), count), ("[]", 3));
    let (answer, count) = ask(vec![answer_503(), answer_503(), answer_503(), json("[]")], &get).await;
    assert!(matches!(answer, Err(MarketError::Status { status: 503, .. })), "{answer:?}");
    assert_eq!(count, 3);
    let post = Ask { method: Method::POST, ..Ask::get("/x") };
    for does in [Does::HangUp, answer_503(), Does::Nothing] {
        let (answer, count) = ask(vec![does.clone(), json("[]")], &post).await;
        assert!(answer.is_err(), "{does:?}");
        assert_eq!(count, 1, "{does:?}");
    }
    let (answer, count) = ask(vec![self::answer(400, "", "what?"), json("[]")], &get).await;
    assert_eq!((answer.unwrap_err().code(), count), ("source_status", 1), "a wrong question stays wrong");
}

fn answer_503() -> Does {
    answer(503, "", "busy")
}

#[tokio::test]
async fn what_is_no_data_is_not_believed() {
    let long = format!("[{}]", "1,".repeat(1_000));
    for (does, code) in [
        (answer(200, "content-type: text/html\r\n", "<html>Sign in</html>"), "source_content"),
        (json("null"), "source_content"),
        (json(""), "source_content"),
        (json(r#"{"a":"#), "source_content"),
        (json(&long), "source_answer_too_large"),
        (answer(302, "location: http://127.0.0.1:1/\r\n", ""), "source_redirects"),
        (answer(401, "", "bad key hunter2hunter2"), "source_refuses"),
        (answer(403, "", ""), "source_refuses"),
        (answer(404, "", "{}"), "source_status"),
        (Does::Write("nonsense\r\n\r\n".into()), "source_broke_off"),
        (Does::Write("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"a\"".into()), "source_broke_off"),
        (Does::Nothing, "source_timeout"),
    ] {
        let (answer, _) = ask(vec![does.clone(), does.clone(), does.clone()], &Ask::get("/x?key=topsecret")).await;
        let problem = answer.unwrap_err();
        assert_eq!(problem.code(), code, "{does:?}: {problem}");
        let shown = format!("{problem} {problem:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("topsecret"), "{shown}");
    }
    let any = Ask { expect: Expect::Any, ..Ask::get("/x") };
    let page = answer(200, "content-type: text/html\r\n", "<html></html>");
    assert!(ask(vec![page], &any).await.0.is_ok());
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let problem = client(address).send(&Ask::get("/x")).await.unwrap_err();
    assert_eq!(problem.code(), "source_unreachable", "{problem}");
}

#[tokio::test]
async fn a_limit_that_the_server_tells_is_kept() {
    let limited = |wait: &str| answer(429, &format!("retry-after: {wait}\r\n"), "");
    let (answer, count) = ask(vec![limited("60"), json("[]")], &Ask::get("/x")).await;
    assert!(matches!(answer, Err(MarketError::RateLimited { wait_s: Some(60), .. })), "{answer:?}");
    assert_eq!(count, 1, "it is not asked again before");
    let (answer, count) = ask(vec![limited("0"), json("[]")], &Ask::get("/x")).await;
    assert!(answer.is_ok());
    assert_eq!(count, 2);

    let remaining = "x-ratelimit-limit: 100\r\nx-ratelimit-remaining: 0\r\nx-ratelimit-reset: 1\r\n";
    let (address, _) = server(vec![self::answer(200, remaining, "[]"), json("[]")]).await;
    let budget = SharedBudget::new(&[Window::new(100, Duration::from_secs(60))]).unwrap();
    let endpoint = Endpoint::http(&format!("http://{address}")).unwrap();
    let client = Rest::new(Clock::System, endpoint, settings(), Some(budget)).unwrap();
    let began = Instant::now();
    client.send(&Ask::get("/x")).await.unwrap();
    client.send(&Ask::get("/x")).await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(990), "{:?}", began.elapsed());
}

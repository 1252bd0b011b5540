//! A proxy between our connection and the venue that does to messages what networks and venues do to them.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::tungstenite::Message;

/// What happens to a connection. Those that touch messages do so from the tenth trade on, unless said otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// The answer to the opening is this status with these headers and body.
    Answer(u16, &'static str, &'static str),
    /// The opening is never answered.
    NoAnswer,
    /// A trade is left out.
    Drop,
    /// Nothing comes any more, not even pongs, and nobody hangs up.
    HalfOpen,
    /// Messages still come, but pings are not answered.
    LostPong,
    /// Each message is late by some milliseconds.
    Slow,
    /// Trades come twice.
    Duplicate,
    /// Two trades come in the wrong order.
    Reorder,
    /// The text of a trade is cut off.
    Truncate,
    /// Bytes that are nothing.
    Garbage,
    /// Nothing but bytes that are nothing.
    OnlyGarbage,
    /// A message larger than is read.
    Oversize,
    /// A frame that is no text.
    NoText,
    /// A trade with a number far ahead.
    WrongNumber,
    /// A trade with a time of tomorrow.
    Skewed,
    /// A trade whose price is ten times as high.
    WrongPrice,
    /// A trade whose fields are null.
    Null,
    /// A page instead of a message.
    Page,
    /// The TCP connection is cut within a frame.
    Cut,
    /// The last trades are told again on the next connection, after a break.
    Replay,
}

/// A proxy that gives each new connection the next fault, and none when they are used up.
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Trades in the order in which they passed, to be told again.
type Passed = Arc<Mutex<VecDeque<String>>>;

impl Proxy {
    pub(crate) async fn open(venue: SocketAddr, faults: &[Fault]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut faults: VecDeque<Fault> = faults.iter().copied().collect();
        let task = tokio::spawn(async move {
            let passed = Passed::default();
            let mut again = false;
            while let Ok((tcp, _)) = listener.accept().await {
                tcp.set_nodelay(true).unwrap();
                let fault = faults.pop_front().unwrap_or(Fault::None);
                let repeat = std::mem::replace(&mut again, fault == Fault::Replay);
                tokio::spawn(connection(tcp, venue, fault, repeat, Arc::clone(&passed)));
            }
        });
        Self { address, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}/", self.address)
    }
}

async fn connection(mut tcp: TcpStream, venue: SocketAddr, fault: Fault, repeat: bool, passed: Passed) {
    match fault {
        Fault::Answer(status, headers, body) => {
            let mut head = [0; 4096];
            let _ = tcp.read(&mut head).await;
            let length = body.len();
            let answer = format!("HTTP/1.1 {status} Status\r\n{headers}content-length: {length}\r\n\r\n{body}");
            let _ = tcp.write_all(answer.as_bytes()).await;
            let _ = tcp.shutdown().await;
            return;
        }
        Fault::NoAnswer => return forever(tcp).await,
        _ => {}
    }
    let Ok(mut ours) = tokio_tungstenite::accept_async(tcp).await else { return };
    let Ok((mut theirs, _)) = tokio_tungstenite::connect_async(format!("ws://{venue}/")).await else { return };
    let mut trades = 0;
    let mut held: Option<String> = None;
    loop {
        tokio::select! {
            message = ours.next(), if fault != Fault::LostPong || trades < 10 => match message {
                Some(Ok(message @ (Message::Text(_) | Message::Binary(_)))) => {
                    if theirs.send(message).await.is_err() {
                        return;
                    }
                }
                // The library answers pings when it reads.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
            },
            message = theirs.next() => {
                let Some(Ok(message)) = message else { return };
                let Message::Text(text) = message else { continue };
                let text = text.as_str().to_owned();
                let kind = serde_json::from_str::<Value>(&text).unwrap()["t"].as_str().unwrap().to_owned();
                let mut out = vec![text.clone()];
                if kind == "wanted" && repeat {
                    out.extend(passed.lock().unwrap().iter().cloned());
                }
                if kind == "trade" {
                    trades += 1;
                    passed.lock().unwrap().push_back(text.clone());
                    if trades >= 10 {
                        match fault {
                            Fault::HalfOpen => return forever(ours.into_inner()).await,
                            Fault::Cut => {
                                // The head of a frame of 100 bytes, and half of it.
                                let mut tcp = ours.into_inner();
                                let _ = tcp.write_all(&[0x81, 100]).await;
                                let _ = tcp.write_all(&[b'x'; 50]).await;
                                return;
                            }
                            Fault::Replay if trades == 20 => return,
                            Fault::NoText if trades == 10 => {
                                let mut tcp = ours.into_inner();
                                let _ = tcp.write_all(&[0x81, 2, 0xff, 0xff]).await;
                                return forever(tcp).await;
                            }
                            Fault::Slow => tokio::time::sleep(Duration::from_millis(3)).await,
                            _ => out = change(fault, trades, text, &mut held),
                        }
                    }
                }
                for text in out {
                    if ours.send(Message::text(text)).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// Holds a connection open until the other side hangs up or the test ends.
async fn forever(tcp: TcpStream) {
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    drop(tcp);
}

fn change(fault: Fault, trades: usize, text: String, held: &mut Option<String>) -> Vec<String> {
    let edited = |field: &str, value: Value| {
        let mut message: Value = serde_json::from_str(&text).unwrap();
        message[field] = value;
        message.to_string()
    };
    let once = trades == 10;
    match fault {
        Fault::Drop if once => vec![],
        Fault::Duplicate => vec![text.clone(), text],
        Fault::Reorder if once => {
            *held = Some(text);
            vec![]
        }
        Fault::Reorder => {
            let late = held.take();
            std::iter::once(text).chain(late).collect()
        }
        Fault::Truncate if once => vec![text[..text.len() / 2].to_owned()],
        Fault::Garbage if once => vec!["\u{0}\u{1}{{{[[[".to_owned(), text],
        Fault::OnlyGarbage => vec!["]".to_owned()],
        Fault::Oversize if once => vec!["x".repeat(100_000), text],
        Fault::WrongNumber if once => vec![edited("n", Value::from(u64::MAX))],
        Fault::Skewed if once => {
            let at = model::time::Clock::System.now().micros() + 86_400_000_000;
            vec![edited("at", at.into())]
        }
        Fault::WrongPrice if once => vec![edited("p", "1001.0000".into())],
        Fault::Null if once => vec![edited("p", Value::Null), r#"{"data":null}"#.to_owned(), "null".to_owned()],
        Fault::Page if once => vec!["<html><body>Sign in</body></html>".to_owned(), text],
        _ => vec![text],
    }
}

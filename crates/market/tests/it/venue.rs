//! A small venue on loopback. It tells a numbered stream of trades of each symbol that is asked for, and answers pings.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::broadcast,
};
use tokio_tungstenite::{WebSocketStream, tungstenite::Message};

/// What the venue did.
#[derive(Default)]
pub(crate) struct Told {
    /// Numbers and prices of the trades that it made, as it wrote them.
    pub(crate) trades: Vec<(u64, String)>,
    /// What each connection asked for, in order.
    pub(crate) wants: Vec<Vec<String>>,
}

/// A venue that lives until it is dropped.
pub(crate) struct Venue {
    pub(crate) address: SocketAddr,
    pub(crate) told: Arc<Mutex<Told>>,
    pub(crate) connections: Arc<AtomicUsize>,
    say: broadcast::Sender<String>,
    number: AtomicU64,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Venue {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Venue {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (say, _) = broadcast::channel(65_536);
        let (told, connections) = (Arc::<Mutex<Told>>::default(), Arc::<AtomicUsize>::default());
        let (speaker, notes, count) = (say.clone(), Arc::clone(&told), Arc::clone(&connections));
        let task = tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                tcp.set_nodelay(true).unwrap();
                let (said, notes, count) = (speaker.subscribe(), Arc::clone(&notes), Arc::clone(&count));
                tokio::spawn(async move {
                    if let Ok(socket) = tokio_tungstenite::accept_async(tcp).await {
                        count.fetch_add(1, Ordering::SeqCst);
                        serve(socket, said, &notes).await;
                    }
                });
            }
        });
        Self { address, told, connections, say, number: AtomicU64::new(1), task }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}/", self.address)
    }

    /// Says something to everybody who is connected.
    pub(crate) fn say(&self, message: &Value) {
        // Nobody may be connected.
        let _ = self.say.send(message.to_string());
    }

    /// The next trade of a symbol, at the present time.
    pub(crate) fn trade(&self, symbol: &str) -> u64 {
        let number = self.number.fetch_add(1, Ordering::SeqCst);
        // Prices wander a little, and each number has its own.
        let price = format!("100.{:04}", number % 10_000);
        self.told.lock().unwrap().trades.push((number, price.clone()));
        let now = model::time::Clock::System.now().micros();
        self.say(&json!({ "t": "trade", "s": symbol, "n": number, "p": price, "q": "1", "at": now }));
        number
    }

    /// Makes trades until it is dropped.
    pub(crate) fn trade_on(self: &Arc<Self>, symbol: &'static str, every: Duration) -> tokio::task::AbortHandle {
        let venue = Arc::clone(self);
        let task = tokio::spawn(async move {
            let mut beat = tokio::time::interval(every);
            loop {
                beat.tick().await;
                venue.trade(symbol);
            }
        });
        task.abort_handle()
    }

    pub(crate) fn wants(&self) -> Vec<Vec<String>> {
        self.told.lock().unwrap().wants.clone()
    }
}

async fn serve(mut socket: WebSocketStream<TcpStream>, mut said: broadcast::Receiver<String>, notes: &Mutex<Told>) {
    if socket.send(Message::text(json!({ "t": "ready" }).to_string())).await.is_err() {
        return;
    }
    let mut wants: Vec<String> = Vec::new();
    loop {
        tokio::select! {
            message = socket.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    let asked: Value = serde_json::from_str(&text).unwrap();
                    wants = asked["want"].as_array().unwrap().iter().map(|w| w.as_str().unwrap().to_owned()).collect();
                    notes.lock().unwrap().wants.push(wants.clone());
                    let answer = json!({ "t": "wanted", "n": wants.len() }).to_string();
                    if socket.send(Message::text(answer)).await.is_err() {
                        return;
                    }
                }
                Some(Ok(Message::Close(_)) | Err(_)) | None => return,
                Some(Ok(_)) => {}
            },
            text = said.recv() => {
                let Ok(text) = text else { return };
                let kind = serde_json::from_str::<Value>(&text).ok().and_then(|message| {
                    Some(format!("{} {}", message["t"].as_str()?, message["s"].as_str()?))
                });
                let is_wanted = kind.is_none_or(|kind| wants.contains(&kind) || kind.starts_with("need "));
                if is_wanted && socket.send(Message::text(text)).await.is_err() {
                    return;
                }
            }
        }
    }
}

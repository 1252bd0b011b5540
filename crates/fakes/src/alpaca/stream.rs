//! The data sockets: a greeting, a key, subscriptions; then what happened to each symbol from the moment it is subscribed to.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};

use axum::{
    Router,
    extract::{
        State,
        ws::{Message, WebSocket, WebSocketUpgrade},
    },
    http::HeaderMap,
    response::Response,
    routing::get,
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{
    Shared,
    rows::{self, Kind, said},
    wire::Codec,
};
use crate::day::{Article, Day, Offer, Tape};

/// How many trades and quotes the free plan streams.
const FREE_SYMBOLS: usize = 30;
/// How many messages stand in one frame.
const BATCH: usize = 3;

/// One of the sockets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Feed {
    Iex,
    Sip,
    Test,
    Crypto,
    News,
}

impl Feed {
    const ALL: [Self; 5] = [Self::Iex, Self::Sip, Self::Test, Self::Crypto, Self::News];

    const fn path(self) -> &'static str {
        match self {
            Self::Iex => "/v2/iex",
            Self::Sip => "/v2/sip",
            Self::Test => "/v2/test",
            Self::Crypto => "/v1beta3/crypto/us",
            Self::News => "/v1beta1/news",
        }
    }

    const fn channels(self) -> &'static [&'static str] {
        match self {
            Self::Iex | Self::Sip | Self::Test => {
                &["trades", "quotes", "bars", "updatedBars", "dailyBars", "statuses", "lulds"]
            }
            Self::Crypto => &["trades", "quotes", "bars", "updatedBars", "dailyBars", "orderbooks"],
            Self::News => &["news"],
        }
    }
}

pub(crate) fn routes() -> Router<Arc<Shared>> {
    Feed::ALL.into_iter().fold(Router::new(), |router, feed| {
        let open = move |State(shared): State<Arc<Shared>>, headers: HeaderMap, upgrade: WebSocketUpgrade| async move {
            open(feed, shared, &headers, upgrade)
        };
        router.route(feed.path(), get(open))
    })
}

fn open(feed: Feed, shared: Arc<Shared>, headers: &HeaderMap, upgrade: WebSocketUpgrade) -> Response {
    let codec = Codec::of(headers);
    upgrade.on_upgrade(move |socket| async move {
        let mut talk =
            Talk { feed, codec, shared, socket, stage: Stage::Greeted, wants: BTreeMap::new(), due: VecDeque::new() };
        // Whoever is gone needs no answer.
        let _ = talk.run().await;
        talk.leave();
    })
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Greeted,
    In,
    /// The client was told why, and the socket ends.
    Refused,
}

/// Something that happened, on its way to one client.
struct Due {
    at: DateTime<Utc>,
    channel: &'static str,
    symbol: String,
    message: Value,
}

struct Talk {
    feed: Feed,
    codec: Codec,
    shared: Arc<Shared>,
    socket: WebSocket,
    stage: Stage,
    /// Symbols by channel.
    wants: BTreeMap<&'static str, BTreeSet<String>>,
    due: VecDeque<Due>,
}

impl Talk {
    async fn run(&mut self) -> Result<(), axum::Error> {
        self.say(json!([{ "T": "success", "msg": "connected" }])).await?;
        let deadline = Instant::now() + self.shared.settings.sign_in;
        let mut beat = tokio::time::interval(self.shared.settings.pace);
        loop {
            tokio::select! {
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    Some(Ok(Message::Close(_))) | None => return Ok(()),
                    Some(message) => self.heard(message?).await?,
                },
                _ = beat.tick(), if !self.due.is_empty() => self.tell().await?,
                () = tokio::time::sleep_until(deadline), if self.stage == Stage::Greeted => {
                    self.refuse(404, "auth timeout").await?;
                    self.stage = Stage::Refused;
                }
            }
            if self.stage == Stage::Refused {
                return self.socket.send(Message::Close(None)).await;
            }
        }
    }

    /// Frees the one place for this socket, if it was taken here.
    fn leave(&self) {
        if self.stage == Stage::In {
            self.shared.open().remove(self.feed.path());
        }
    }

    async fn say(&mut self, message: Value) -> Result<(), axum::Error> {
        self.socket.send(self.codec.write(&message)).await
    }

    async fn refuse(&mut self, code: u32, why: &str) -> Result<(), axum::Error> {
        self.say(json!([{ "T": "error", "code": code, "msg": why }])).await
    }

    async fn heard(&mut self, message: Message) -> Result<(), axum::Error> {
        let Some(said) = self.codec.read(&message) else { return self.refuse(400, "invalid syntax").await };
        match (said["action"].as_str(), self.stage) {
            (Some("auth"), Stage::Greeted) => self.sign_in(&said).await,
            (Some("auth"), _) => self.refuse(403, "already authenticated").await,
            (Some("subscribe" | "unsubscribe"), Stage::Greeted) => self.refuse(401, "not authenticated").await,
            (Some("subscribe"), _) => self.subscribe(&said).await,
            (Some("unsubscribe"), _) => self.unsubscribe(&said).await,
            _ => self.refuse(400, "invalid syntax").await,
        }
    }

    async fn sign_in(&mut self, said: &Value) -> Result<(), axum::Error> {
        let text = |name: &str| said[name].as_str().unwrap_or_default();
        let refusal = if !self.shared.is_key(text("key"), text("secret")) {
            Some((402, "auth failed"))
        } else if !self.shared.open().insert(self.feed.path()) {
            Some((406, "connection limit exceeded"))
        } else {
            None
        };
        if let Some((code, why)) = refusal {
            self.stage = Stage::Refused;
            return self.refuse(code, why).await;
        }
        self.stage = Stage::In;
        self.say(json!([{ "T": "success", "msg": "authenticated" }])).await
    }

    /// The channels and symbols of a message; `None` when it names a channel that this feed has not.
    fn named(&self, said: &Value) -> Option<Vec<(&'static str, String)>> {
        let mut named = Vec::new();
        for (name, symbols) in said.as_object()? {
            let Some(symbols) = symbols.as_array() else { continue };
            let channel = *self.feed.channels().iter().find(|channel| **channel == name.as_str())?;
            named.extend(symbols.iter().filter_map(|symbol| Some((channel, symbol.as_str()?.to_owned()))));
        }
        Some(named)
    }

    async fn subscribe(&mut self, said: &Value) -> Result<(), axum::Error> {
        let Some(named) = self.named(said) else {
            return self.refuse(410, "invalid subscribe action for this feed").await;
        };
        let mut wants = self.wants.clone();
        let new: Vec<_> = named
            .into_iter()
            .filter(|(channel, symbol)| wants.entry(channel).or_default().insert(symbol.clone()))
            .collect();
        let count = |channel: &str| wants.get(channel).map_or(0, BTreeSet::len);
        if self.feed == Feed::Iex && count("trades") + count("quotes") > FREE_SYMBOLS {
            return self.refuse(405, "symbol limit exceeded").await;
        }
        self.wants = wants;
        let mut due: Vec<Due> = self.due.drain(..).collect();
        for (channel, symbol) in &new {
            due.extend(happened(&self.shared.day, self.feed, channel, symbol));
        }
        due.sort_by_key(|due| due.at);
        self.due = due.into();
        self.confirm().await
    }

    async fn unsubscribe(&mut self, said: &Value) -> Result<(), axum::Error> {
        let Some(named) = self.named(said) else {
            return self.refuse(410, "invalid subscribe action for this feed").await;
        };
        for (channel, symbol) in named {
            self.wants.entry(channel).or_default().remove(&symbol);
        }
        let wants = &self.wants;
        self.due.retain(|due| {
            wants.get(due.channel).is_some_and(|symbols| symbols.contains(&due.symbol) || symbols.contains("*"))
        });
        self.confirm().await
    }

    /// Everything that is subscribed to now.
    async fn confirm(&mut self) -> Result<(), axum::Error> {
        let list =
            |channel: &str| self.wants.get(channel).map_or_else(Vec::new, |s| s.iter().cloned().collect::<Vec<_>>());
        let mut lists: serde_json::Map<String, Value> =
            self.feed.channels().iter().map(|channel| ((*channel).to_owned(), list(channel).into())).collect();
        if matches!(self.feed, Feed::Iex | Feed::Sip | Feed::Test) {
            // They come with the trades.
            lists.insert("corrections".to_owned(), list("trades").into());
            lists.insert("cancelErrors".to_owned(), list("trades").into());
        }
        lists.insert("T".to_owned(), "subscription".into());
        self.say(json!([lists])).await
    }

    async fn tell(&mut self) -> Result<(), axum::Error> {
        let count = self.due.len().min(BATCH);
        let messages: Vec<Value> = self.due.drain(..count).map(|due| due.message).collect();
        self.say(messages.into()).await
    }
}

/// What happened on a channel to a symbol, `*` for all.
fn happened(day: &Day, feed: Feed, channel: &'static str, symbol: &str) -> Vec<Due> {
    if feed == Feed::News {
        let is_about = |symbols: &[String]| symbol == "*" || symbols.iter().any(|known| known == symbol);
        let due = |article: &Article| Due {
            at: article.at,
            channel,
            symbol: symbol.to_owned(),
            message: said("n", None, rows::article(article)),
        };
        return day.news.iter().filter(|article| is_about(&article.symbols)).map(due).collect();
    }
    let (tapes, kind) = if feed == Feed::Crypto { (&day.crypto, Kind::Crypto) } else { (&day.stocks, Kind::Stock) };
    let is_there = |known: &str| (symbol == "*" || known == symbol) && (feed == Feed::Test) == (known == "FAKEPACA");
    tapes
        .iter()
        .filter(|(known, _)| is_there(known))
        .flat_map(|(known, tape)| of_tape(tape, kind, channel, known))
        .collect()
}

fn of_tape(tape: &Tape, kind: Kind, channel: &'static str, symbol: &str) -> Vec<Due> {
    let due = |at, letter: &str, row| Due {
        at,
        channel,
        symbol: symbol.to_owned(),
        message: said(letter, Some(symbol), row),
    };
    match channel {
        "trades" => tape.prints.iter().map(|print| due(print.at, "t", rows::trade(kind, print))).collect(),
        "quotes" => tape.offers.iter().map(|offer| due(offer.at, "q", rows::quote(kind, offer))).collect(),
        // A bar is told when its minute is over.
        "bars" => {
            let bars = tape.bars(1);
            bars.iter().map(|bar| due(bar.at + TimeDelta::minutes(1), "b", rows::bar(kind, bar))).collect()
        }
        "dailyBars" => tape.days.last().map(|bar| due(bar.at, "d", rows::bar(kind, bar))).into_iter().collect(),
        "orderbooks" => tape.offers.iter().enumerate().map(|(n, offer)| due(offer.at, "o", book(n, offer))).collect(),
        _ => Vec::new(),
    }
}

/// A book of one level a side: whole at first, then what changes it.
fn book(number: usize, offer: &Offer) -> Value {
    let side = |price: f64, size: f64| json!([{ "p": price, "s": size }]);
    let (bids, asks) = (side(offer.bid, offer.bid_size), side(offer.ask, offer.ask_size));
    json!({ "t": rows::time(offer.at), "b": bids, "a": asks, "r": number == 0 })
}

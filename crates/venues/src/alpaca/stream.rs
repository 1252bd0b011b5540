//! The conversation on one of Alpaca's sockets: a greeting, the key, subscriptions, data.

use std::borrow::Cow;

use model::{
    id::InstrumentId,
    market::{DataKind, Source},
    time::Timestamp,
};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Map, Value, json, value::RawValue};

use super::{
    Feed,
    messages::{Ear, read},
};
use crate::{
    key::Key,
    read::why,
    talk::{Conversation, Frame, Told, Topic, passed_s},
    text::sample,
    wants::{Line, Move, Unanswered, Wants},
};

/// How long Alpaca waits for the key, and we for its answer.
const SIGN_IN_S: i64 = 10;
/// How many symbols one message names.
const BATCH: usize = 200;

/// The conversation of one feed.
pub struct Alpaca {
    feed: Feed,
    key: Key,
    stage: Stage,
    wants: Wants,
    unanswered: Unanswered,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Closed,
    /// Open since then; Alpaca greets.
    Open(Timestamp),
    /// The key was said then.
    Signing(Timestamp),
    Ready,
}

#[derive(Deserialize)]
struct Tag<'a> {
    #[serde(rename = "T", borrow)]
    letter: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Success<'a> {
    #[serde(borrow)]
    msg: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Failure<'a> {
    code: i64,
    #[serde(borrow)]
    msg: Cow<'a, str>,
}

/// Everything that is subscribed to now. Corrections and updated bars come along unasked or in pairs and are not counted.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Subscription {
    trades: Option<Vec<IgnoredAny>>,
    quotes: Option<Vec<IgnoredAny>>,
    bars: Option<Vec<IgnoredAny>>,
    orderbooks: Option<Vec<IgnoredAny>>,
    news: Option<Vec<IgnoredAny>>,
}

impl Subscription {
    fn topics(&self) -> usize {
        let lists = [&self.trades, &self.quotes, &self.bars, &self.orderbooks, &self.news];
        lists.into_iter().flatten().map(Vec::len).sum()
    }
}

impl Alpaca {
    /// Before its first connection.
    #[must_use]
    pub fn new(feed: Feed, key: Key) -> Self {
        let (wants, unanswered) = (Wants::default(), Unanswered::default());
        Self { feed, key, stage: Stage::Closed, wants, unanswered }
    }

    fn part(&mut self, now: Timestamp, text: &str, out: &mut Vec<Told>) {
        let told = match serde_json::from_str::<Tag<'_>>(text) {
            Ok(tag) => match tag.letter.as_ref() {
                "success" => serde_json::from_str(text).map(|said| self.success(now, &said, out)).map_err(|e| why(&e)),
                "error" => serde_json::from_str(text).map(|said| self.failure(now, &said, out)).map_err(|e| why(&e)),
                "subscription" => {
                    serde_json::from_str(text).map(|said| self.subscribed(&said, out)).map_err(|e| why(&e))
                }
                letter => {
                    let ear = Ear { source: self.feed.source(), wants: &self.wants, now };
                    let told = read(ear, letter, text).map(|told| out.extend(told));
                    if told.is_err() && letter == "o" {
                        self.lose_books(out);
                    }
                    told
                }
            },
            Err(e) => Err(why(&e)),
        };
        if let Err(reason) = told {
            out.push(Told::garbage(reason, text));
        }
    }

    /// A message was lost that a book may have needed. Its changes carry no number, so only a new beginning makes it right.
    fn lose_books(&self, out: &mut Vec<Told>) {
        if self.wants.said_of(DataKind::Book) > 0 {
            out.push(Told::Reconnect { reason: "a message that an order book needs could not be read" });
        }
    }

    fn success(&mut self, now: Timestamp, said: &Success<'_>, out: &mut Vec<Told>) {
        match (said.msg.as_ref(), self.stage) {
            ("connected", Stage::Open(_)) => {
                let (key, secret) = (self.key.id.expose(), self.key.secret.expose());
                out.push(Told::say(json!({ "action": "auth", "key": key, "secret": secret }).to_string()));
                self.stage = Stage::Signing(now);
            }
            ("authenticated", Stage::Open(_) | Stage::Signing(_)) => {
                self.stage = Stage::Ready;
                out.push(Told::Ready);
                self.say(now, out);
            }
            _ => {}
        }
    }

    fn failure(&mut self, now: Timestamp, said: &Failure<'_>, out: &mut Vec<Told>) {
        let refused =
            |reason: &str, is_final| Told::Refused { code: Some(said.code), reason: sample(reason), is_final };
        match said.code {
            // A wrong key, or a plan without this feed.
            402 | 409 => {
                self.stage = Stage::Closed;
                out.push(refused(&said.msg, true));
            }
            // A symbol that is none, more symbols than the plan has, a channel that the feed has not: subscriptions are as before.
            400 | 405 | 410 => match self.unanswered.first() {
                Some(asked) if asked.what == Move::Add && asked.lines.len() > 1 => {
                    // Which one it was is not said: the halves are tried.
                    let (first, second) = asked.lines.split_at(asked.lines.len() / 2);
                    self.ask(now, Move::Add, first, out);
                    self.ask(now, Move::Add, second, out);
                }
                Some(asked) if asked.what == Move::Add => {
                    for (kind, symbol) in asked.lines {
                        self.wants.refuse(kind, &symbol);
                        out.push(refused(&format!("{symbol} ({kind}): {}", said.msg), false));
                    }
                }
                Some(_) | None => out.push(refused(&said.msg, false)),
            },
            _ => out.push(refused(&said.msg, false)),
        }
    }

    fn subscribed(&mut self, said: &Subscription, out: &mut Vec<Told>) {
        self.unanswered.first();
        out.push(Told::Subscribed { topics: said.topics() });
    }

    fn say(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        let (add, leave) = self.wants.differences();
        for (what, lines) in [(Move::Leave, leave), (Move::Add, add)] {
            for lines in lines.chunks(BATCH) {
                self.ask(now, what, lines, out);
            }
        }
    }

    fn ask(&mut self, now: Timestamp, what: Move, lines: &[Line], out: &mut Vec<Told>) {
        let mut message = Map::new();
        let action = match what {
            Move::Add => "subscribe",
            Move::Leave => "unsubscribe",
        };
        message.insert("action".to_owned(), action.into());
        for (kind, symbol) in lines {
            let channels: &[&str] = match kind {
                DataKind::Trade => &["trades"],
                DataKind::Quote => &["quotes"],
                DataKind::Bar => &["bars", "updatedBars"],
                DataKind::Book => &["orderbooks"],
                DataKind::News => &["news"],
            };
            for channel in channels {
                let list = message.entry(*channel).or_insert_with(|| Value::Array(Vec::new()));
                if let Value::Array(list) = list {
                    list.push(symbol.as_str().into());
                }
            }
        }
        self.unanswered.ask(what, lines, now);
        out.push(Told::say(Value::Object(message).to_string()));
    }
}

impl Conversation for Alpaca {
    fn source(&self) -> Source {
        self.feed.source()
    }

    fn opened(&mut self, now: Timestamp, _: &mut Vec<Told>) {
        self.wants.reset();
        self.unanswered.clear();
        self.stage = Stage::Open(now);
    }

    fn want(&mut self, now: Timestamp, topics: &[Topic], out: &mut Vec<Told>) {
        self.wants.set(topics, self.feed.kinds(), out);
        if self.stage == Stage::Ready {
            self.say(now, out);
        }
    }

    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Told>) {
        let parts = frame.text().map_err(str::to_owned).and_then(|text| {
            let parts = serde_json::from_str::<Vec<&RawValue>>(text);
            parts.map_err(|e| why(&e))
        });
        match parts {
            Ok(parts) => {
                for part in parts {
                    self.part(now, part.get(), out);
                }
            }
            Err(reason) => {
                out.push(Told::garbage_frame(reason, frame));
                self.lose_books(out);
            }
        }
    }

    fn snapshot(&mut self, _: Timestamp, _: InstrumentId, body: &[u8], out: &mut Vec<Told>) {
        out.push(Told::garbage("this venue sends its books itself", &crate::text::sample_of(body)));
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        match self.stage {
            Stage::Open(since) | Stage::Signing(since) if passed_s(since, now) >= SIGN_IN_S => {
                self.stage = Stage::Closed;
                out.push(Told::Reconnect { reason: "the venue did not let us in within 10 seconds" });
            }
            Stage::Ready if self.unanswered.is_overdue(now) => {
                self.unanswered.clear();
                out.push(Told::Reconnect { reason: "the venue does not answer a subscription" });
            }
            _ => {}
        }
    }

    fn silence_limit_s(&self) -> u32 {
        30
    }

    fn max_life_s(&self) -> Option<u32> {
        None
    }
}

//! The conversation on Finnhub's socket. Subscriptions are not confirmed there.

use std::borrow::Cow;

use model::{
    id::InstrumentId,
    market::{DataKind, MarketEvent, Source, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};
use serde::Deserialize;
use serde_json::{json, value::RawValue};

use super::{KINDS, source};
use crate::{
    outbox::Outbox,
    read::{Epoch, Num, parse, price, size},
    talk::{Conversation, Frame, Told, Topic},
    text::{sample, sample_of},
    wants::Wants,
};

/// How many messages are sent in a second; Finnhub names 30 for all that an account asks.
const PER_SECOND: usize = 20;

/// The conversation.
#[derive(Debug)]
pub struct Finnhub {
    is_open: bool,
    wants: Wants,
    outbox: Outbox,
}

#[derive(Deserialize)]
struct Message<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(default, borrow)]
    data: Option<Vec<&'a RawValue>>,
    #[serde(default, borrow)]
    msg: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct TradeMessage<'a> {
    #[serde(borrow)]
    s: Cow<'a, str>,
    p: Num,
    t: Epoch,
    v: Num,
}

impl Default for Finnhub {
    fn default() -> Self {
        Self::new()
    }
}

impl Finnhub {
    /// Before its first connection.
    #[must_use]
    pub fn new() -> Self {
        Self { is_open: false, wants: Wants::default(), outbox: Outbox::new(PER_SECOND) }
    }

    fn say(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        let (add, leave) = self.wants.differences();
        let is_changed = !add.is_empty() || !leave.is_empty();
        for (what, lines) in [("unsubscribe", leave), ("subscribe", add)] {
            for (_, symbol) in lines {
                self.outbox.push(json!({ "type": what, "symbol": symbol }).to_string());
            }
        }
        self.outbox.release(now, out);
        if is_changed {
            out.push(Told::Subscribed { topics: self.wants.said() });
        }
    }

    fn message(&self, now: Timestamp, text: &str, out: &mut Vec<Told>) -> Result<(), String> {
        let message: Message<'_> = parse(text)?;
        match message.kind.as_ref() {
            "ping" => {}
            "error" => out.push(Told::refused(None, message.msg.as_deref().unwrap_or("without a reason"))),
            "trade" => {
                for part in message.data.ok_or("a message without data")? {
                    match self.trade(now, part.get()) {
                        Ok(told) => out.extend(told),
                        Err(reason) => out.push(Told::garbage(reason, part.get())),
                    }
                }
            }
            other => return Err(format!("a message of the unknown kind \"{}\"", sample(other))),
        }
        Ok(())
    }

    /// A trade. Where an exchange streams none, Finnhub sends changes of the price with a volume of zero: their size is unknown.
    fn trade(&self, now: Timestamp, text: &str) -> Result<Option<Told>, String> {
        let message: TradeMessage<'_> = parse(text)?;
        let Some(known) = self.wants.whose(DataKind::Trade, &message.s)? else { return Ok(None) };
        let (price, size) = (price("p", message.p)?, size("v", message.v)?);
        let origin = known.origin(source(), Some(message.t.0), now, None);
        let data = TickData::Trade(Trade { price, size, aggressor: None, counts: TradeUse::PriceAndVolume });
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data }))))
    }
}

impl Conversation for Finnhub {
    fn source(&self) -> Source {
        source()
    }

    fn opened(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.wants.reset();
        self.outbox.clear();
        self.is_open = true;
        out.push(Told::Ready);
        self.say(now, out);
    }

    fn want(&mut self, now: Timestamp, topics: &[Topic], out: &mut Vec<Told>) {
        self.wants.set(topics, KINDS, out);
        if self.is_open {
            self.say(now, out);
        }
    }

    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Told>) {
        frame.read(out, |text, out| self.message(now, text, out));
        self.outbox.release(now, out);
    }

    fn snapshot(&mut self, _: Timestamp, _: InstrumentId, body: &[u8], out: &mut Vec<Told>) {
        out.push(Told::garbage("this venue has no books", &sample_of(body)));
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.outbox.release(now, out);
    }

    /// Finnhub pings about once a minute.
    fn silence_limit_s(&self) -> u32 {
        150
    }

    fn max_life_s(&self) -> Option<u32> {
        None
    }
}

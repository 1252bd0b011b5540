//! The conversation on Kraken's socket.
//!
//! Bars come while they are made, with each trade, and are handed on when they are over: when the next one begins, or a little
//! after their end. A trade that comes later changes its bar, which is handed on again.

use std::collections::BTreeMap;

use model::{
    bar::BarSize,
    id::InstrumentId,
    market::{
        BookChange, BookNumbers, BookUpdate, DataKind, MarketEvent, Source, SourceBar, Tick, TickData, Trade, TradeUse,
    },
    time::Timestamp,
};
use serde_json::{json, value::RawValue};

use super::{
    BOOK_DEPTH, KINDS,
    messages::{BarMessage, BookMessage, Envelope, Ticker, TradeMessage},
    source,
};
use crate::{
    outbox::Outbox,
    read::{bar, parse, price, quote, size},
    talk::{Conversation, Frame, Told, Topic, passed_s},
    text::{sample, sample_of},
    wants::{Move, Unanswered, Wants},
};

/// How many messages are sent in a second; Kraken names no limit.
const PER_SECOND: usize = 10;
/// How many symbols one message names.
const BATCH: usize = 100;
/// After how many seconds without a word Kraken is asked whether it is there. Heartbeats come only with subscriptions.
const PING_S: i64 = 3;
/// How long a bar is.
const MINUTE_MICROS: i64 = 60_000_000;
/// How long after its end a bar is waited for.
const GRACE_MICROS: i64 = 5_000_000;

/// The conversation. Symbols are pairs such as `BTC/USD`.
#[derive(Debug)]
pub struct Kraken {
    is_open: bool,
    wants: Wants,
    unanswered: Unanswered,
    outbox: Outbox,
    /// Bars in the making, by symbol.
    forming: BTreeMap<String, Forming>,
    heard_at: Timestamp,
    pinged_at: Timestamp,
}

#[derive(Clone, Copy, Debug)]
struct Forming {
    bar: SourceBar,
    is_handed_on: bool,
}

impl Default for Kraken {
    fn default() -> Self {
        Self::new()
    }
}

impl Kraken {
    /// Before its first connection.
    #[must_use]
    pub fn new() -> Self {
        let (wants, unanswered, outbox) = (Wants::default(), Unanswered::default(), Outbox::new(PER_SECOND));
        let (forming, start) = (BTreeMap::new(), Timestamp::from_micros(0));
        Self { is_open: false, wants, unanswered, outbox, forming, heard_at: start, pinged_at: start }
    }

    fn say(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        let (add, leave) = self.wants.differences();
        for (method, what, lines) in [("unsubscribe", Move::Leave, leave), ("subscribe", Move::Add, add)] {
            for kind in KINDS {
                let lines: Vec<_> = lines.iter().filter(|(k, _)| k == kind).cloned().collect();
                for lines in lines.chunks(BATCH) {
                    let symbols: Vec<&str> = lines.iter().map(|(_, symbol)| symbol.as_str()).collect();
                    let mut params = json!({ "channel": channel(*kind), "symbol": symbols });
                    match (kind, what) {
                        (DataKind::Book, _) => params["depth"] = BOOK_DEPTH.into(),
                        (DataKind::Bar, _) => params["interval"] = 1.into(),
                        // Otherwise quotes would come only with trades.
                        (DataKind::Quote, Move::Add) => params["event_trigger"] = "bbo".into(),
                        _ => {}
                    }
                    // The first message of trades and bars is history.
                    if what == Move::Add && matches!(kind, DataKind::Trade | DataKind::Bar) {
                        params["snapshot"] = false.into();
                    }
                    let id = self.unanswered.ask(what, lines, now);
                    self.outbox.push(json!({ "method": method, "params": params, "req_id": id }).to_string());
                }
            }
        }
        self.outbox.release(now, out);
    }

    fn message(&mut self, now: Timestamp, text: &str, out: &mut Vec<Told>) -> Result<(), String> {
        let envelope: Envelope<'_> = parse(text)?;
        match (envelope.channel.as_deref(), envelope.method.as_deref()) {
            (Some("heartbeat" | "status"), _) | (None, Some("pong")) => Ok(()),
            (Some(channel), _) => {
                let parts = envelope.data.as_deref().ok_or("a message without data")?;
                self.data(now, channel, envelope.kind.as_deref(), parts, out)
            }
            (None, Some("subscribe" | "unsubscribe")) => {
                self.answer(&envelope, out);
                Ok(())
            }
            // Refusals of what could not be read have no method.
            (None, _) if envelope.success == Some(false) || envelope.error.is_some() => {
                self.answer(&envelope, out);
                Ok(())
            }
            (None, other) => Err(format!("a message of the unknown method \"{}\"", sample(other.unwrap_or_default()))),
        }
    }

    /// An answer: one for each symbol that was named.
    fn answer(&mut self, envelope: &Envelope<'_>, out: &mut Vec<Told>) {
        let symbol = envelope.symbol.as_deref().or(envelope.result.as_ref().and_then(|r| r.symbol.as_deref()));
        let id = envelope.req_id.map(|id| id.0);
        let line = match (id, symbol) {
            (Some(id), Some(symbol)) => self.unanswered.answered_line(id, symbol),
            _ => None,
        };
        if envelope.success == Some(true) {
            out.push(Told::Subscribed { topics: self.wants.said() });
            return;
        }
        let reason = envelope.error.as_deref().unwrap_or("without a reason");
        // Without a symbol the whole message was refused.
        let whole = id.filter(|_| symbol.is_none()).and_then(|id| self.unanswered.answered(id));
        let refused =
            line.into_iter().chain(whole.into_iter().flat_map(|a| a.lines.into_iter().map(move |l| (a.what, l))));
        for (_, (kind, symbol)) in refused.filter(|(what, _)| *what == Move::Add) {
            self.wants.refuse(kind, &symbol);
        }
        let of = symbol.map(|symbol| format!("{symbol}: ")).unwrap_or_default();
        out.push(Told::refused(None, &format!("{of}{reason}")));
    }

    fn data(
        &mut self,
        now: Timestamp,
        channel: &str,
        kind: Option<&str>,
        parts: &[&RawValue],
        out: &mut Vec<Told>,
    ) -> Result<(), String> {
        for part in parts {
            let text = part.get();
            let told = match channel {
                "trade" => parse(text).and_then(|message| self.trade(now, &message)),
                "ticker" => parse(text).and_then(|message| self.ticker(now, &message)),
                "ohlc" => parse(text).and_then(|message| self.bar(now, &message)),
                "book" => parse(text).and_then(|message| self.book(now, kind, &message)),
                other => return Err(format!("a message of the unknown channel \"{}\"", sample(other))),
            };
            match told {
                Ok(told) => out.extend(told),
                Err(reason) => {
                    out.push(Told::garbage(reason, text));
                    if channel == "book" {
                        out.push(Told::Reconnect { reason: "a message that an order book needs could not be read" });
                    }
                }
            }
        }
        Ok(())
    }

    fn trade(&self, now: Timestamp, message: &TradeMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Trade, &message.symbol)? else { return Ok(None) };
        let (price, size) = (price("price", message.price)?, size("qty", message.qty)?);
        let origin = known.origin(source(), Some(message.timestamp.0), now, Some(message.trade_id.0));
        let counts = TradeUse::PriceAndVolume;
        let data = TickData::Trade(Trade { price, size, aggressor: message.aggressor(), counts });
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data }))))
    }

    fn ticker(&self, now: Timestamp, message: &Ticker<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Quote, &message.symbol)? else { return Ok(None) };
        let quote = quote(message.bid, message.bid_qty, message.ask, message.ask_qty)?;
        let origin = known.origin(source(), message.timestamp.map(|at| at.0), now, None);
        let data = TickData::Quote(quote);
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data }))))
    }

    fn bar(&mut self, now: Timestamp, message: &BarMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Bar, &message.symbol)? else { return Ok(None) };
        if message.interval != 1 {
            return Err(format!("a bar of {} minutes, asked for were bars of one", message.interval));
        }
        let BarMessage { open, high, low, close, volume, .. } = *message;
        let bar = bar(message.interval_begin.0, [open, high, low, close], Some(volume))?;
        let origin = known.origin(source(), None, now, None);
        let new = Forming { bar: SourceBar { origin, size: BarSize::Minute1, bar }, is_handed_on: false };
        let Some(old) = self.forming.get_mut(message.symbol.as_ref()) else {
            self.forming.insert(message.symbol.clone().into_owned(), new);
            return Ok(None);
        };
        let over = if bar.at < old.bar.bar.at {
            // A trade that came late changed a bar that is over.
            Some(new.bar)
        } else {
            let begins_next = bar.at > old.bar.bar.at;
            let before = std::mem::replace(old, new);
            (begins_next && !before.is_handed_on).then_some(before.bar)
        };
        Ok(over.map(|bar| Told::Event(MarketEvent::Bar(bar))))
    }

    fn book(&self, now: Timestamp, kind: Option<&str>, message: &BookMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Book, &message.symbol)? else { return Ok(None) };
        let change = match kind {
            Some("snapshot") => BookChange::Snapshot,
            Some("update") => BookChange::Update,
            other => {
                return Err(format!("a book message of the unknown kind \"{}\"", sample(other.unwrap_or_default())));
            }
        };
        let levels = message.levels()?;
        let origin = known.origin(source(), message.timestamp.map(|at| at.0), now, None);
        let numbers = BookNumbers { checksum: Some(message.checksum), ..BookNumbers::default() };
        Ok(Some(Told::Event(MarketEvent::Book(BookUpdate { origin, change, numbers, levels }))))
    }

    /// Hands on the bars that are over by the clock.
    fn close_bars(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        for forming in self.forming.values_mut().filter(|forming| !forming.is_handed_on) {
            let end = forming.bar.bar.at.micros().saturating_add(MINUTE_MICROS + GRACE_MICROS);
            if now.micros() >= end {
                forming.is_handed_on = true;
                out.push(Told::Event(MarketEvent::Bar(forming.bar)));
            }
        }
    }
}

const fn channel(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Trade => "trade",
        DataKind::Quote => "ticker",
        DataKind::Bar => "ohlc",
        // News are not among what is offered.
        DataKind::Book | DataKind::News => "book",
    }
}

impl Conversation for Kraken {
    fn source(&self) -> Source {
        source()
    }

    fn opened(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.wants.reset();
        self.unanswered.clear();
        self.outbox.clear();
        self.forming.clear();
        (self.is_open, self.heard_at, self.pinged_at) = (true, now, now);
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
        self.heard_at = now;
        frame.read(out, |text, out| self.message(now, text, out));
        self.outbox.release(now, out);
    }

    fn snapshot(&mut self, _: Timestamp, _: InstrumentId, body: &[u8], out: &mut Vec<Told>) {
        out.push(Told::garbage("this venue sends its books itself", &sample_of(body)));
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.close_bars(now, out);
        if !self.is_open {
            return;
        }
        if passed_s(self.heard_at, now) >= PING_S && passed_s(self.pinged_at, now) >= PING_S {
            self.pinged_at = now;
            self.outbox.push(json!({ "method": "ping" }).to_string());
        }
        self.outbox.release(now, out);
        if self.unanswered.is_overdue(now) {
            self.unanswered.clear();
            out.push(Told::Reconnect { reason: "the venue does not answer a subscription" });
        }
    }

    /// Heartbeats come every second, or answers to our pings.
    fn silence_limit_s(&self) -> u32 {
        10
    }

    fn max_life_s(&self) -> Option<u32> {
        None
    }
}

//! The conversation on Coinbase's socket. Its messages are numbered one after the other over all channels: a hole means that
//! something was lost, and a new connection is needed, for it may have been a part of a book.

use model::{
    id::InstrumentId,
    market::{BookChange, BookNumbers, BookUpdate, DataKind, MarketEvent, Source, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};
use serde_json::{json, value::RawValue};

use super::{
    KINDS,
    messages::{BookMessage, Envelope, Subscriptions, Ticker, Tickers, TradeMessage, Trades},
    source,
};
use crate::{
    outbox::Outbox,
    read::{parse, price, quote, size},
    talk::{Conversation, Frame, Told, Topic, passed_s},
    text::{sample, sample_of},
    wants::Wants,
};

/// Coinbase takes eight messages a second of those who say no key.
const PER_SECOND: usize = 6;
/// How many products one message names.
const BATCH: usize = 100;
/// Trades of a first message that are older than this are history.
const RECENT_S: i64 = 60;
/// How long an answer to subscriptions may take.
const ANSWER_S: i64 = 30;

/// The conversation. Symbols are products such as `BTC-USD`.
#[derive(Debug)]
pub struct Coinbase {
    is_open: bool,
    wants: Wants,
    outbox: Outbox,
    /// Number of the last message.
    last: Option<u64>,
    /// Since when an answer is waited for.
    asked_at: Option<Timestamp>,
}

impl Default for Coinbase {
    fn default() -> Self {
        Self::new()
    }
}

/// What came, with what its envelope says.
#[derive(Clone, Copy)]
struct Came {
    now: Timestamp,
    at: Option<Timestamp>,
    number: u64,
}

impl Coinbase {
    /// Before its first connection.
    #[must_use]
    pub fn new() -> Self {
        Self { is_open: false, wants: Wants::default(), outbox: Outbox::new(PER_SECOND), last: None, asked_at: None }
    }

    fn say(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        let (add, leave) = self.wants.differences();
        for (what, lines) in [("unsubscribe", leave), ("subscribe", add)] {
            for kind in KINDS {
                let products: Vec<&str> = lines.iter().filter(|(k, _)| k == kind).map(|(_, s)| s.as_str()).collect();
                for products in products.chunks(BATCH) {
                    let message = json!({ "type": what, "product_ids": products, "channel": channel(*kind) });
                    self.outbox.push(message.to_string());
                    self.asked_at.get_or_insert(now);
                }
            }
        }
        self.outbox.release(now, out);
    }

    fn message(&mut self, now: Timestamp, text: &str, out: &mut Vec<Told>) -> Result<(), String> {
        let envelope: Envelope<'_> = parse(text)?;
        let Some(channel) = envelope.channel.as_deref() else {
            return match envelope.kind.as_deref() {
                Some("error") => {
                    let reason = envelope.message.as_deref().unwrap_or("without a reason");
                    out.push(Told::refused(None, reason));
                    self.asked_at = None;
                    Ok(())
                }
                _ => Err("a message without a channel".to_owned()),
            };
        };
        let number = envelope.sequence_num.ok_or("a message without sequence_num")?.0;
        match self.last {
            Some(last) if number <= last => return Err(format!("number {number} came after {last}")),
            Some(last) if number - last > 1 => out.push(Told::Reconnect { reason: "messages of the venue were lost" }),
            Some(_) | None => {}
        }
        self.last = Some(number);
        let events = envelope.events.ok_or("a message without events")?;
        let came = Came { now, at: envelope.timestamp.map(|at| at.0), number };
        match channel {
            "heartbeats" => {}
            "subscriptions" => self.subscribed(&events, out)?,
            "market_trades" => self.trades(came, &events, out),
            "ticker" => self.tickers(came, &events, out),
            "l2_data" => self.books(came, &events, out),
            other => return Err(format!("a message of the unknown channel \"{}\"", sample(other))),
        }
        Ok(())
    }

    fn subscribed(&mut self, events: &[&RawValue], out: &mut Vec<Told>) -> Result<(), String> {
        let mut topics = 0;
        for event in events {
            let said: Subscriptions<'_> = parse(event.get())?;
            let lists = said.subscriptions.iter().filter(|(channel, _)| channel.as_ref() != "heartbeats");
            topics += lists.map(|(_, products)| products.len()).sum::<usize>();
        }
        self.asked_at = None;
        out.push(Told::Subscribed { topics });
        Ok(())
    }

    /// Trades from the oldest. A first message brings the last ones from before; those that are just past fill the hole that a
    /// new connection leaves, older ones are history.
    fn trades(&self, came: Came, events: &[&RawValue], out: &mut Vec<Told>) {
        let mut ticks: Vec<Tick> = Vec::new();
        for event in events {
            let trades = match parse::<Trades<'_>>(event.get()) {
                Ok(event) => event.trades,
                Err(reason) => {
                    out.push(Told::garbage(reason, event.get()));
                    continue;
                }
            };
            for text in trades {
                match parse(text.get()).and_then(|message| self.trade(came, &message)) {
                    Ok(tick) => ticks.extend(tick),
                    Err(reason) => out.push(Told::garbage(reason, text.get())),
                }
            }
        }
        ticks.sort_by_key(|tick| (tick.origin.at, tick.origin.sequence));
        out.extend(ticks.into_iter().map(|tick| Told::Event(MarketEvent::Tick(tick))));
    }

    fn trade(&self, came: Came, message: &TradeMessage<'_>) -> Result<Option<Tick>, String> {
        let Some(known) = self.wants.whose(DataKind::Trade, &message.product_id)? else { return Ok(None) };
        let (price, size) = (price("price", message.price)?, size("size", message.size)?);
        let at = message.time.0;
        if passed_s(at, came.now) > RECENT_S {
            return Ok(None);
        }
        let origin = known.origin(source(), Some(at), came.now, Some(message.trade_id.0));
        let counts = TradeUse::PriceAndVolume;
        let data = TickData::Trade(Trade { price, size, aggressor: message.aggressor(), counts });
        Ok(Some(Tick { origin, data }))
    }

    fn tickers(&self, came: Came, events: &[&RawValue], out: &mut Vec<Told>) {
        for event in events {
            let tickers = match parse::<Tickers<'_>>(event.get()) {
                Ok(event) => event.tickers,
                Err(reason) => {
                    out.push(Told::garbage(reason, event.get()));
                    continue;
                }
            };
            for text in tickers {
                match parse(text.get()).and_then(|message| self.ticker(came, &message)) {
                    Ok(told) => out.extend(told),
                    Err(reason) => out.push(Told::garbage(reason, text.get())),
                }
            }
        }
    }

    fn ticker(&self, came: Came, message: &Ticker<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Quote, &message.product_id)? else { return Ok(None) };
        let quote = quote(message.best_bid, message.best_bid_quantity, message.best_ask, message.best_ask_quantity)?;
        let origin = known.origin(source(), came.at, came.now, None);
        let data = TickData::Quote(quote);
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data }))))
    }

    /// A message of the books that cannot be read leaves a book wrong, so that a new beginning is needed.
    fn books(&self, came: Came, events: &[&RawValue], out: &mut Vec<Told>) {
        for event in events {
            match parse(event.get()).and_then(|message| self.book(came, &message)) {
                Ok(told) => out.extend(told),
                Err(reason) => {
                    out.push(Told::garbage(reason, event.get()));
                    out.push(Told::Reconnect { reason: "a message that an order book needs could not be read" });
                }
            }
        }
    }

    fn book(&self, came: Came, message: &BookMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Book, &message.product_id)? else { return Ok(None) };
        let change = match message.kind.as_ref() {
            "snapshot" => BookChange::Snapshot,
            "update" => BookChange::Update,
            other => return Err(format!("a book message of the unknown kind \"{}\"", sample(other))),
        };
        let levels =
            message.updates.iter().map(super::messages::BookLine::level).collect::<Result<Vec<_>, String>>()?;
        let origin = known.origin(source(), came.at, came.now, None);
        let numbers = BookNumbers { last: Some(came.number), ..BookNumbers::default() };
        Ok(Some(Told::Event(MarketEvent::Book(BookUpdate { origin, change, numbers, levels }))))
    }
}

const fn channel(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Trade => "market_trades",
        DataKind::Quote => "ticker",
        // Bars and news are not among what is offered.
        DataKind::Book | DataKind::Bar | DataKind::News => "level2",
    }
}

impl Conversation for Coinbase {
    fn source(&self) -> Source {
        source()
    }

    /// Coinbase hangs up on who subscribes to nothing within five seconds; its heartbeats keep quiet channels open.
    fn opened(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.wants.reset();
        self.outbox.clear();
        (self.is_open, self.last, self.asked_at) = (true, None, Some(now));
        out.push(Told::Ready);
        self.outbox.push(json!({ "type": "subscribe", "channel": "heartbeats" }).to_string());
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
        out.push(Told::garbage("this venue sends its books itself", &sample_of(body)));
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.outbox.release(now, out);
        if self.is_open && self.asked_at.is_some_and(|at| passed_s(at, now) >= ANSWER_S) {
            self.asked_at = None;
            out.push(Told::Reconnect { reason: "the venue does not answer a subscription" });
        }
    }

    /// Heartbeats come every second.
    fn silence_limit_s(&self) -> u32 {
        10
    }

    fn max_life_s(&self) -> Option<u32> {
        None
    }
}

//! The conversation on Binance's socket.

use model::{
    bar::BarSize,
    id::InstrumentId,
    market::{
        BookChange, BookNumbers, BookUpdate, DataKind, MarketEvent, Source, SourceBar, Tick, TickData, Trade, TradeUse,
    },
    time::Timestamp,
};
use serde_json::json;

use super::{
    KINDS,
    book::{Books, Need},
    messages::{BarMessage, Depth, DepthMessage, Envelope, QuoteMessage, TradeMessage, levels},
    source,
};
use crate::{
    outbox::Outbox,
    read::{bar, parse, price, quote, size},
    talk::{Conversation, Frame, Known, Told, Topic},
    text::{sample, sample_of},
    wants::{Line, Move, Unanswered, Wants},
};

/// Binance takes five messages a second, pongs among them.
const PER_SECOND: usize = 4;
/// How many streams one message names.
const BATCH: usize = 200;
/// Binance ends a connection after 24 hours; a little before that it is better to be gone.
const LIFE_S: u32 = 24 * 3600 - 600;

/// The conversation. Symbols are written in capitals, such as `BTCUSDT`.
#[derive(Debug)]
pub struct Binance {
    is_open: bool,
    wants: Wants,
    unanswered: Unanswered,
    outbox: Outbox,
    books: Books,
}

impl Default for Binance {
    fn default() -> Self {
        Self::new()
    }
}

impl Binance {
    /// Before its first connection.
    #[must_use]
    pub fn new() -> Self {
        let (wants, unanswered) = (Wants::default(), Unanswered::default());
        Self { is_open: false, wants, unanswered, outbox: Outbox::new(PER_SECOND), books: Books::default() }
    }

    fn say(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        let (add, leave) = self.wants.differences();
        for (method, what, lines) in [("UNSUBSCRIBE", Move::Leave, leave), ("SUBSCRIBE", Move::Add, add)] {
            for lines in lines.chunks(BATCH) {
                for (_, symbol) in lines.iter().filter(|(kind, _)| *kind == DataKind::Book && what == Move::Leave) {
                    self.books.end(symbol);
                }
                self.ask(now, method, what, lines);
            }
        }
        self.outbox.release(now, out);
    }

    fn ask(&mut self, now: Timestamp, method: &str, what: Move, lines: &[Line]) {
        let id = self.unanswered.ask(what, lines, now);
        let streams: Vec<String> = lines.iter().map(|(kind, symbol)| stream(*kind, symbol)).collect();
        self.outbox.push(json!({ "method": method, "params": streams, "id": id }).to_string());
    }

    /// One message, out of its envelope.
    fn message(&mut self, now: Timestamp, text: &str, is_inner: bool, out: &mut Vec<Told>) -> Result<(), String> {
        let envelope: Envelope<'_> = parse(text)?;
        if let (Some(_), Some(data), false) = (&envelope.stream, envelope.data, is_inner) {
            return self.message(now, data.get(), true, out);
        }
        match envelope.event.as_deref() {
            Some("trade") => out.extend(self.trade(now, &parse(text)?)?),
            Some("kline") => out.extend(self.bar(now, &parse(text)?)?),
            Some("depthUpdate") => self.depth(now, &parse(text)?, out)?,
            Some("serverShutdown") => out.push(Told::Reconnect { reason: "the venue shuts this server down" }),
            None | Some("bookTicker") if envelope.update.is_some() => out.extend(self.quote(now, &parse(text)?)?),
            Some(other) => return Err(format!("a message of the unknown kind \"{}\"", sample(other))),
            None => self.answer(now, &envelope, out)?,
        }
        Ok(())
    }

    /// An answer to one of our messages.
    fn answer(&mut self, now: Timestamp, envelope: &Envelope<'_>, out: &mut Vec<Told>) -> Result<(), String> {
        let failure = match (&envelope.error, envelope.code) {
            (Some(error), _) => Some((error.code, error.msg.as_ref())),
            (None, Some(code)) => Some((code, envelope.msg.as_deref().unwrap_or_default())),
            (None, None) => None,
        };
        let asked = envelope.id.and_then(|id| self.unanswered.answered(id.0));
        match (failure, asked) {
            (Some((code, reason)), asked) => {
                for (kind, symbol) in asked.into_iter().filter(|a| a.what == Move::Add).flat_map(|a| a.lines) {
                    self.wants.refuse(kind, &symbol);
                }
                out.push(Told::refused(Some(code), reason));
            }
            (None, Some(asked)) => {
                out.push(Told::Subscribed { topics: self.wants.said() });
                let books = asked.lines.iter().filter(|(kind, _)| *kind == DataKind::Book && asked.what == Move::Add);
                for (_, symbol) in books {
                    let Some(known) = self.wants.known(DataKind::Book, symbol) else { continue };
                    self.books.begin(symbol, now);
                    out.push(needs_snapshot(known, symbol));
                }
            }
            (None, None) => return Err("an answer to nothing that was said".to_owned()),
        }
        Ok(())
    }

    fn trade(&self, now: Timestamp, message: &TradeMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Trade, &message.s)? else { return Ok(None) };
        let (price, size) = (price("p", message.p)?, size("q", message.q)?);
        let origin = known.origin(source(), Some(message.at.0), now, Some(message.t.0));
        let counts = TradeUse::PriceAndVolume;
        let data = TickData::Trade(Trade { price, size, aggressor: Some(message.aggressor()), counts });
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data }))))
    }

    fn quote(&self, now: Timestamp, message: &QuoteMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Quote, &message.s)? else { return Ok(None) };
        let quote = quote(message.b, message.bids, message.a, message.asks)?;
        let origin = known.origin(source(), None, now, Some(message.u.0));
        let data = TickData::Quote(quote);
        Ok(Some(Told::Event(MarketEvent::Tick(Tick { origin, data }))))
    }

    /// A bar that is over; those in the making come every two seconds and are passed over.
    fn bar(&self, now: Timestamp, message: &BarMessage<'_>) -> Result<Option<Told>, String> {
        let Some(known) = self.wants.whose(DataKind::Bar, &message.s)? else { return Ok(None) };
        let k = &message.k;
        if k.i != "1m" {
            return Err(format!("a bar of {}, asked for were bars of 1m", sample(&k.i)));
        }
        let bar = bar(k.t.0, [k.o, k.h, k.l, k.c], Some(k.v))?;
        let origin = known.origin(source(), Some(message.at.0), now, None);
        let event = MarketEvent::Bar(SourceBar { origin, size: BarSize::Minute1, bar });
        Ok(k.x.then_some(Told::Event(event)))
    }

    fn depth(&mut self, now: Timestamp, message: &DepthMessage<'_>, out: &mut Vec<Told>) -> Result<(), String> {
        let Some(known) = self.wants.whose(DataKind::Book, &message.s)? else { return Ok(()) };
        let (first, last) = (message.first.0, message.last.0);
        if first > last {
            return Err(format!("updates from {first} to {last}"));
        }
        let levels = levels(&message.b, &message.a)?;
        let need = self.books.change(&message.s, first, last, now);
        let origin = known.origin(source(), Some(message.at.0), now, None);
        let numbers = BookNumbers { first: Some(first), last: Some(last), ..BookNumbers::default() };
        let update = BookUpdate { origin, change: BookChange::Update, numbers, levels };
        out.push(Told::Event(MarketEvent::Book(update)));
        if need == Need::Snapshot {
            out.push(needs_snapshot(known, &message.s));
        }
        Ok(())
    }

    fn answered_book(&mut self, now: Timestamp, symbol: &str, body: &[u8], out: &mut Vec<Told>) -> Result<(), String> {
        let Some(known) = self.wants.known(DataKind::Book, symbol) else { return Ok(()) };
        let text = std::str::from_utf8(body).map_err(|_| "an answer that is not text")?;
        let depth: Depth = parse(text)?;
        let levels = levels(&depth.bids, &depth.asks)?;
        if self.books.snapshot(symbol, depth.last.0, now) == Need::Snapshot {
            out.push(needs_snapshot(known, symbol));
            return Ok(());
        }
        let origin = known.origin(source(), None, now, None);
        let numbers = BookNumbers { last: Some(depth.last.0), ..BookNumbers::default() };
        let update = BookUpdate { origin, change: BookChange::Snapshot, numbers, levels };
        out.push(Told::Event(MarketEvent::Book(update)));
        Ok(())
    }
}

fn stream(kind: DataKind, symbol: &str) -> String {
    let symbol = symbol.to_ascii_lowercase();
    match kind {
        DataKind::Trade => symbol + "@trade",
        DataKind::Quote => symbol + "@bookTicker",
        DataKind::Bar => symbol + "@kline_1m",
        // News are not among what is offered.
        DataKind::Book | DataKind::News => symbol + "@depth@100ms",
    }
}

fn needs_snapshot(known: Known, symbol: &str) -> Told {
    Told::NeedsSnapshot { instrument: known.instrument, symbol: symbol.to_owned() }
}

impl Conversation for Binance {
    fn source(&self) -> Source {
        source()
    }

    fn opened(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.wants.reset();
        self.unanswered.clear();
        self.outbox.clear();
        self.books.clear();
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
        frame.read(out, |text, out| self.message(now, text, false, out));
        self.outbox.release(now, out);
    }

    fn snapshot(&mut self, now: Timestamp, instrument: InstrumentId, body: &[u8], out: &mut Vec<Told>) {
        let Some(symbol) = self.wants.symbol_of(DataKind::Book, instrument).map(str::to_owned) else { return };
        if let Err(reason) = self.answered_book(now, &symbol, body, out) {
            out.push(Told::garbage(reason, &sample_of(body)));
        }
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Told>) {
        self.outbox.release(now, out);
        for symbol in self.books.overdue(now) {
            if let Some(known) = self.wants.known(DataKind::Book, &symbol) {
                out.push(needs_snapshot(known, &symbol));
            }
        }
        if self.is_open && self.unanswered.is_overdue(now) {
            self.unanswered.clear();
            out.push(Told::Reconnect { reason: "the venue does not answer a subscription" });
        }
    }

    /// Binance pings every 20 seconds.
    fn silence_limit_s(&self) -> u32 {
        60
    }

    fn max_life_s(&self) -> Option<u32> {
        Some(LIFE_S)
    }
}

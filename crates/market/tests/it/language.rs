//! The language of the venue of these tests: one JSON object a message.

use model::{
    id::InstrumentId,
    market::{
        Adjustment, BidAsk, BookChange, BookLevel, BookNumbers, BookSide, BookUpdate, DataKind, MarketEvent, Origin,
        Source, Tick, TickData, Trade, TradeUse, exact,
    },
    time::Timestamp,
};
use serde_json::{Value, json};
use venues::{Conversation, Frame, Told, Topic};

/// Speaks it from our side.
#[derive(Default)]
pub(crate) struct Plain {
    pub(crate) topics: Vec<Topic>,
    pub(crate) is_ready: bool,
    pub(crate) silence_s: u32,
    pub(crate) life_s: Option<u32>,
}

pub(crate) fn source() -> Source {
    "plain".parse().unwrap()
}

impl Plain {
    fn ask(&self, out: &mut Vec<Told>) {
        if self.is_ready {
            let topics: Vec<String> = self.topics.iter().map(|t| format!("{} {}", t.kind, t.symbol)).collect();
            out.push(Told::Say(Frame::Text(json!({ "want": topics }).to_string())));
        }
    }

    fn origin(&self, now: Timestamp, message: &Value, kind: DataKind) -> Result<Origin, String> {
        let symbol = message["s"].as_str().ok_or("no symbol")?;
        let topic = self.topics.iter().find(|t| t.symbol == symbol && t.kind == kind).ok_or("not asked for")?;
        Ok(Origin {
            instrument: topic.instrument,
            source: source(),
            at: message["at"].as_i64().map(Timestamp::from_micros),
            received_at: now,
            sequence: message["n"].as_u64(),
            currency: topic.currency,
            adjustment: Adjustment::Raw,
        })
    }

    fn message(&mut self, now: Timestamp, text: &str, out: &mut Vec<Told>) -> Result<(), String> {
        let message: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
        match message["t"].as_str().ok_or("no kind")? {
            "ready" => {
                self.is_ready = true;
                out.push(Told::Ready);
                self.ask(out);
            }
            "wanted" => out.push(Told::Subscribed { topics: message["n"].as_u64().ok_or("no number")? as usize }),
            "beat" => {}
            "trade" => {
                let origin = self.origin(now, &message, DataKind::Trade)?;
                let (price, size) = (number(&message, "p")?, Some(number(&message, "q")?));
                let trade = Trade { price, size, aggressor: None, counts: TradeUse::PriceAndVolume };
                out.push(Told::Event(MarketEvent::Tick(Tick { origin, data: TickData::Trade(trade) })));
            }
            "quote" => {
                let origin = self.origin(now, &message, DataKind::Quote)?;
                let quote = BidAsk {
                    bid: Some(number(&message, "b")?),
                    bid_size: None,
                    ask: Some(number(&message, "a")?),
                    ask_size: None,
                };
                out.push(Told::Event(MarketEvent::Tick(Tick { origin, data: TickData::Quote(quote) })));
            }
            "book" => {
                let origin = self.origin(now, &message, DataKind::Book)?;
                out.push(Told::Event(MarketEvent::Book(book(origin, &message)?)));
            }
            "need" => {
                let origin = self.origin(now, &message, DataKind::Book)?;
                let symbol = message["s"].as_str().unwrap_or_default().to_owned();
                out.push(Told::NeedsSnapshot { instrument: origin.instrument, symbol });
            }
            "error" => out.push(Told::Refused {
                code: message["code"].as_i64(),
                reason: message["msg"].as_str().unwrap_or_default().to_owned(),
                is_final: message["final"].as_bool().unwrap_or(false),
            }),
            "bye" => out.push(Told::Reconnect { reason: "the venue shuts this server down" }),
            other => return Err(format!("unknown kind {other}")),
        }
        Ok(())
    }
}

fn number(message: &Value, field: &'static str) -> Result<f64, String> {
    let text = message[field].as_str().ok_or_else(|| format!("no {field}"))?;
    exact::parse(field, text).map_err(|e| e.to_string())
}

fn book(origin: Origin, message: &Value) -> Result<BookUpdate, String> {
    let change = if message["whole"].as_bool() == Some(true) { BookChange::Snapshot } else { BookChange::Update };
    let numbers = BookNumbers { first: message["n"].as_u64(), last: message["n"].as_u64(), ..BookNumbers::default() };
    let side = |side: BookSide, field: &'static str| {
        let levels = message[field].as_array().cloned().unwrap_or_default();
        levels.into_iter().map(move |level| {
            let (price, size) = (level[0].as_f64().ok_or("no price")?, level[1].as_f64().ok_or("no size")?);
            Ok::<_, String>(BookLevel { side, price, size })
        })
    };
    let levels = side(BookSide::Bid, "bids").chain(side(BookSide::Ask, "asks")).collect::<Result<_, _>>()?;
    Ok(BookUpdate { origin, change, numbers, levels })
}

impl Conversation for Plain {
    fn source(&self) -> Source {
        source()
    }

    fn opened(&mut self, _: Timestamp, _: &mut Vec<Told>) {
        self.is_ready = false;
    }

    fn want(&mut self, _: Timestamp, topics: &[Topic], out: &mut Vec<Told>) {
        self.topics = topics.to_vec();
        self.ask(out);
    }

    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Told>) {
        let text = match frame {
            Frame::Text(text) => text.clone(),
            Frame::Binary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        };
        if let Err(reason) = self.message(now, &text, out) {
            out.push(Told::Garbage { reason, sample: text });
        }
    }

    fn snapshot(&mut self, now: Timestamp, _: InstrumentId, body: &[u8], out: &mut Vec<Told>) {
        self.heard(now, &Frame::Binary(body.to_vec()), out);
    }

    fn clock(&mut self, _: Timestamp, _: &mut Vec<Told>) {}

    fn silence_limit_s(&self) -> u32 {
        self.silence_s
    }

    fn max_life_s(&self) -> Option<u32> {
        self.life_s
    }
}

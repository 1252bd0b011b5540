//! What the tests share.

use model::{
    id::InstrumentId,
    market::{BookUpdate, DataKind, MarketEvent, SourceBar, Tick, TickData},
    time::Timestamp,
};
use serde_json::Value;
use venues::{BarsQuery, Conversation, Frame, Headers, History, Key, Query, Reply, Told, Topic, Venue, VenueError};

/// When the tests happen.
pub(crate) fn now() -> Timestamp {
    "2024-03-12T10:30:00Z".parse().unwrap()
}

/// So many seconds later.
pub(crate) fn later(seconds: i64) -> Timestamp {
    Timestamp::from_micros(now().micros() + seconds * 1_000_000)
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn instrument(n: u128) -> InstrumentId {
    InstrumentId::from_uuid(uuid::Uuid::from_u128(n))
}

pub(crate) fn key() -> Key {
    Key::new("PKTEST0000IDENTITY01", "sEcReT0123456789abcdefSECRET").unwrap()
}

/// Instruments are numbered by their place, from 1.
pub(crate) fn topics(wanted: &[(&str, DataKind)]) -> Vec<Topic> {
    let symbols: Vec<&str> = wanted.iter().map(|(symbol, _)| *symbol).collect();
    let topic = |(symbol, kind): &(&str, DataKind)| {
        let number = symbols.iter().position(|s| s == symbol).unwrap() as u128 + 1;
        let currency = Some("USD".parse().unwrap());
        Topic { instrument: instrument(number), symbol: (*symbol).to_owned(), currency, kind: *kind }
    };
    wanted.iter().map(topic).collect()
}

/// Says something to a conversation and gives what it tells.
pub(crate) fn hear(conversation: &mut dyn Conversation, at: Timestamp, text: &str) -> Vec<Told> {
    let mut out = Vec::new();
    conversation.heard(at, &Frame::Text(text.to_owned()), &mut out);
    out
}

pub(crate) fn want(conversation: &mut dyn Conversation, at: Timestamp, wanted: &[(&str, DataKind)]) -> Vec<Told> {
    let mut out = Vec::new();
    conversation.want(at, &topics(wanted), &mut out);
    out
}

pub(crate) fn clock(conversation: &mut dyn Conversation, at: Timestamp) -> Vec<Told> {
    let mut out = Vec::new();
    conversation.clock(at, &mut out);
    out
}

/// A conversation on an open connection with everything wanted; what it told so far is left out.
pub(crate) fn open(venue: Venue, wanted: &[(&str, DataKind)]) -> Box<dyn Conversation> {
    let mut conversation = venue.conversation(Some(key())).unwrap().unwrap();
    let mut out = Vec::new();
    conversation.want(now(), &topics(wanted), &mut out);
    conversation.opened(now(), &mut out);
    if venue.as_str().starts_with("alpaca") {
        hear(&mut *conversation, now(), r#"[{"T":"success","msg":"connected"}]"#);
        hear(&mut *conversation, now(), r#"[{"T":"success","msg":"authenticated"}]"#);
    }
    conversation
}

/// The JSON of everything that is to be sent.
pub(crate) fn said(told: &[Told]) -> Vec<Value> {
    let text = |told: &Told| match told {
        Told::Say(Frame::Text(text)) => Some(serde_json::from_str(text).unwrap()),
        _ => None,
    };
    told.iter().filter_map(text).collect()
}

pub(crate) fn ticks(told: &[Told]) -> Vec<Tick> {
    let tick = |told: &Told| match told {
        Told::Event(MarketEvent::Tick(tick)) => Some(*tick),
        _ => None,
    };
    told.iter().filter_map(tick).collect()
}

pub(crate) fn bars(told: &[Told]) -> Vec<SourceBar> {
    let bar = |told: &Told| match told {
        Told::Event(MarketEvent::Bar(bar)) => Some(*bar),
        _ => None,
    };
    told.iter().filter_map(bar).collect()
}

pub(crate) fn books(told: &[Told]) -> Vec<BookUpdate> {
    let book = |told: &Told| match told {
        Told::Event(MarketEvent::Book(book)) => Some(book.clone()),
        _ => None,
    };
    told.iter().filter_map(book).collect()
}

/// Why things were not understood.
pub(crate) fn garbage(told: &[Told]) -> Vec<String> {
    let reason = |told: &Told| match told {
        Told::Garbage { reason, .. } => Some(reason.clone()),
        _ => None,
    };
    told.iter().filter_map(reason).collect()
}

/// Bid, its size, ask, its size.
pub(crate) type Sides = (Option<f64>, Option<f64>, Option<f64>, Option<f64>);

/// What a quote offers.
pub(crate) fn sides(tick: &Tick) -> Sides {
    match tick.data {
        TickData::Quote(q) => (q.bid, q.bid_size, q.ask, q.ask_size),
        TickData::Trade(trade) => panic!("{trade:?}"),
    }
}

/// The answer of a query to a body with status 200.
pub(crate) fn answer<Q: Query>(query: &Q, body: &str) -> Result<Q::Answer, VenueError> {
    answer_with(query, 200, &Headers::default(), body)
}

pub(crate) fn answer_with<Q: Query>(
    query: &Q,
    status: u16,
    headers: &Headers,
    body: &str,
) -> Result<Q::Answer, VenueError> {
    query.answer(&Reply { status, headers, body: body.as_bytes() })
}

/// Bars of a venue over a stretch.
pub(crate) fn query(venue: Venue, symbol: &str, size: &str, from: &str, to: &str) -> BarsQuery {
    let adjustment = venue.capabilities().adjusted;
    let (size, symbol) = (size.parse().unwrap(), symbol.to_owned());
    BarsQuery { venue, symbol, size, from: time(from), to: time(to), adjustment, page: None, now: now() }
}

/// Time, open, high, low, close and volume of each bar.
pub(crate) type Rows = Vec<(String, [f64; 4], Option<f64>)>;

pub(crate) fn rows(history: &History) -> Rows {
    let bars = history.bars.iter();
    bars.map(|b| (b.at.to_string(), [b.open.unwrap(), b.high.unwrap(), b.low.unwrap(), b.close], b.volume)).collect()
}

/// Chance that is the same every time (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ z >> 31
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

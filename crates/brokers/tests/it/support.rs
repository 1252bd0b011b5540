//! Orders, desks and answers that the tests are written with.

use brokers::{
    Broker, ClientOrderId, Desk, Execution, Got, Heard, Hours, Placement, Request, Signing, Talk, Target, What,
    site::Paper, site::Site,
};
use execution::{
    gate::{AccountFacts, Approved, Gate, GateFacts, GateLimits, InstrumentFacts, StreamState},
    listing::Listing,
};
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId, OrderId},
    instrument::AssetClass,
    order::{Order, OrderFields, OrderTerms, Side, TimeInForce},
    quantity::{Price, Quantity},
    time::Timestamp,
};
use rust_decimal::Decimal;
use uuid::Uuid;
use venues::{Frame, Headers, Key, Reply};

use crate::samples::Samples;

/// The client id of the order that the samples speak of.
pub(crate) const CLIENT_ID: &str = "0195d6c07c3b7f0a8a2b5e4d3c2b1a09";

pub(crate) fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn price(text: &str) -> Price {
    text.parse().unwrap()
}

pub(crate) fn now() -> Timestamp {
    "2024-05-06T14:30:00Z".parse().unwrap()
}

pub(crate) fn signing() -> Signing {
    Signing { now: now(), nonce: 1_715_005_800_000_000 }
}

pub(crate) fn order_id() -> OrderId {
    OrderId::from_uuid(Uuid::try_parse(CLIENT_ID).unwrap())
}

pub(crate) fn account_id() -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(7))
}

pub(crate) fn target(venue_order_id: Option<&str>, symbol: &str) -> Target {
    let (id, venue_order_id) = (ClientOrderId::first(order_id()), venue_order_id.map(str::to_owned));
    Target { id, venue_order_id, symbol: symbol.to_owned() }
}

/// An order that the gate let pass, because the facts are kind to it.
pub(crate) fn approved(units: &str, terms: OrderTerms, time_in_force: TimeInForce) -> Approved<Order> {
    let instrument_id = InstrumentId::from_uuid(Uuid::from_u128(9));
    let fields = OrderFields {
        account_id: account_id(),
        instrument_id,
        side: Side::Buy,
        quantity: Quantity::new(d(units)),
        terms,
        time_in_force,
        reduce_only: false,
        parent: None,
        oco_group: None,
    };
    let order = Order::new(order_id(), now(), fields).unwrap();
    let mut listing = Listing::whole_units(instrument_id, Currency::USD);
    listing.lot_size = d("0.000000000001");
    let facts = GateFacts {
        listing: &listing,
        instrument: InstrumentFacts {
            price: Some(100.0),
            price_age_micros: Some(0),
            position: Some(d("0")),
            open_buy: Some(d("0")),
            open_sell: Some(d("0")),
            shortable: None,
            market_open: Some(true),
            rate: Some(d("1")),
        },
        account: AccountFacts {
            buying_power: Some(d("1000000000")),
            gross_exposure: Some(d("0")),
            day_pnl: Some(d("0")),
        },
        stream: StreamState::Live,
        fee_estimate: d("0"),
    };
    Gate::new(GateLimits::default()).unwrap().check(now(), &order, &facts).unwrap()
}

pub(crate) fn limit(units: &str, at: &str) -> Approved<Order> {
    approved(units, OrderTerms::Limit { limit: price(at) }, TimeInForce::Gtc)
}

pub(crate) fn placement<'a>(order: &'a Approved<Order>, samples: &'a Samples) -> Placement<'a> {
    Placement { order, symbol: samples.symbol, class: samples.class, hours: Hours::Regular }
}

pub(crate) const PAPER_PORT: u16 = 4;

/// A desk at the broker's own paper trading, or on loopback where it has none.
pub(crate) fn desk(broker: Broker) -> Desk {
    let paper = Paper::of(broker).unwrap_or_else(|_| Paper::loopback(broker, PAPER_PORT));
    desk_at(broker, Site::Paper(paper)).unwrap()
}

pub(crate) fn desk_at(broker: Broker, site: Site) -> Result<Desk, brokers::BrokerError> {
    Desk::new(broker, account_id(), site, key(broker))
}

pub(crate) fn key(broker: Broker) -> Key {
    Samples::of(broker).key()
}

/// The class that a broker of shares, or of crypto, trades first.
pub(crate) fn first_class(broker: Broker) -> AssetClass {
    broker.capabilities().asset_classes[0]
}

/// Gives an answer to whoever reads it.
pub(crate) fn answered<T>(status: u16, body: &str, read: impl FnOnce(&Got<'_>) -> T) -> T {
    let headers = Headers::default();
    read(&Got::Reply(Reply { status, headers: &headers, body: body.as_bytes() }))
}

pub(crate) fn html<T>(status: u16, body: &str, read: impl FnOnce(&Got<'_>) -> T) -> T {
    let headers = Headers::of([("Content-Type", "text/html; charset=utf-8"), ("Retry-After", "7")]);
    read(&Got::Reply(Reply { status, headers: &headers, body: body.as_bytes() }))
}

pub(crate) fn body(request: &Request) -> serde_json::Value {
    serde_json::from_str(request.body_text().expect("a body")).expect("JSON")
}

/// A stream that is open, with what it said and told meanwhile.
pub(crate) fn stream(broker: Broker) -> (Box<dyn Talk>, Vec<Heard>) {
    let samples = Samples::of(broker);
    let token = samples.token.map(|token| venues::Secret::new(token).unwrap());
    // A stream for money has the same words, and Kraken and Tradier have no other.
    let mut talk = broker.language().talk(&desk(broker), token).unwrap();
    let mut out = Vec::new();
    talk.opened(signing(), &mut out);
    for frame in samples.hello {
        talk.heard(now(), &Frame::Text((*frame).to_owned()), &mut out);
    }
    (talk, out)
}

/// What an open stream tells of some frames.
pub(crate) fn told(broker: Broker, frames: &[&str]) -> Vec<Heard> {
    let (mut talk, _) = stream(broker);
    let mut out = Vec::new();
    for frame in frames {
        talk.heard(now(), &Frame::Text((*frame).to_owned()), &mut out);
    }
    out
}

/// The executions among what was told.
pub(crate) fn executions(told: &[Heard]) -> Vec<&Execution> {
    told.iter()
        .filter_map(|heard| match heard {
            Heard::Order(update) => match &update.what {
                What::Executed(execution) => Some(&**execution),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// Numbers without a pattern, the same every time.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

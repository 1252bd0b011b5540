//! Alpaca: shares and crypto in the United States. Trading API v2.
//!
//! Each change makes a new order with a new client id; the old one ends as replaced. Nothing on the stream is numbered or repeated
//! after a break, so every opening asks for reconciliation.

mod messages;
mod stream;

use model::{
    instrument::AssetClass,
    order::{
        Order, OrderTerms, OrderType as O, Trail,
        event::{OrderStatus, Replacement},
    },
};
use serde_json::{Map, Value, json};
use venues::{Budget, Secret};

use crate::{
    Ask, Broker, Canceled, Capabilities, Cash, Changed, ClientIdRule, ClientOrderId, Dedupe, Desk, Doubt, Execution,
    Got, Groups, Holding, Hours, Looked, Method, OrderReport, Page, PaperTrading, Placed, Placement, ReplaceWay,
    Request, Signing, StreamKind, StreamRule, Talk, Target,
    TimeKind::{Day, Fok, Gtc, Ioc},
    UnitRule, VenueStatus, Whose,
    answer::{Heard, hear, hear_list, not_read, understood},
    broker::Language,
    capabilities::Terms,
    error::BrokerError,
    read::{parse, parse_list},
    site::Hosts,
};
use messages::{AccountRow, ActivityRow, OrderRow, PositionRow, Refusal};

const BROKER: Broker = Broker::Alpaca;
/// Orders of one answer, at most.
const ORDERS: usize = 500;
/// Executions of one answer, at most.
const EXECUTIONS: usize = 100;

/// "client_order_id must be unique", a code that it shares with other faulty fields.
const FAULTY: i64 = 40_010_001;

const TERMS: &[Terms] = &[
    (O::Market, &[Day, Gtc, Ioc, Fok]),
    (O::Limit, &[Day, Gtc, Ioc, Fok]),
    (O::Stop, &[Day, Gtc]),
    (O::StopLimit, &[Day, Gtc]),
    (O::TrailingStop, &[Day, Gtc]),
    (O::MarketOnOpen, &[Day]),
    (O::MarketOnClose, &[Day]),
    (O::LimitOnOpen, &[Day]),
    (O::LimitOnClose, &[Day]),
];
const FRACTIONAL: &[Terms] =
    &[(O::Market, &[Day, Gtc, Ioc]), (O::Limit, &[Day, Gtc, Ioc]), (O::Stop, &[Day]), (O::StopLimit, &[Day, Gtc])];

static CAPABILITIES: Capabilities = Capabilities {
    asset_classes: &[AssetClass::Equity, AssetClass::Fund, AssetClass::Crypto],
    terms: TERMS,
    units: UnitRule { decimals_max: 9, only: Some(FRACTIONAL) },
    price_decimals_max: 9,
    notional: true,
    replace: ReplaceWay::NewOrder,
    client_id: ClientIdRule { chars_max: 48, signs: "-_.", dedupe: Dedupe::Enforced, lookup: true },
    groups: Groups::Offered,
    stream: StreamRule {
        kind: StreamKind::Executions,
        numbered: false,
        snapshot: false,
        on_paper: true,
        silence_seconds: None,
        max_life_seconds: None,
    },
    extended_hours: true,
    paper: PaperTrading::Matched,
    budgets: &[Budget { requests: 200, per_seconds: 60 }],
    lookup_lag_seconds: None,
};

/// How Alpaca is spoken to.
#[derive(Clone, Copy, Debug)]
pub struct Alpaca;

fn request(desk: &Desk, method: Method, path: impl Into<String>) -> Request {
    Request::new(method, desk.rest(), path)
        .header("APCA-API-KEY-ID", desk.key().id.expose())
        .header("APCA-API-SECRET-KEY", desk.key().secret.expose())
}

/// What the two classes take of what Alpaca takes.
fn check_class(placement: &Placement<'_>) -> Result<(), BrokerError> {
    let order = placement.order.get();
    let (kind, time) = (order.terms.order_type(), crate::TimeKind::of(order.time_in_force));
    let extended = placement.hours == Hours::Extended;
    let fine_price = |price: model::quantity::Price| {
        let decimals = if price.get() < rust_decimal::Decimal::ONE { 4 } else { 2 };
        price.get().normalize().scale() > decimals
    };
    let refuse = |what: &str, instead: &str| Err(BrokerError::unsupported(BROKER, what, instead));
    if placement.class == AssetClass::Crypto {
        if !matches!(kind, O::Market | O::Limit | O::StopLimit) || !matches!(time, Gtc | Ioc) {
            return refuse("such order for crypto", "market, limit or stop_limit, gtc or ioc");
        }
        return if extended { refuse("extended hours for crypto", "regular hours, which never end") } else { Ok(()) };
    }
    if extended && !(kind == O::Limit && matches!(time, Day | Gtc)) {
        return refuse("such order outside regular hours", "a limit order, day or gtc");
    }
    if [order.terms.limit(), order.terms.stop()].into_iter().flatten().any(fine_price) {
        return refuse("price of a share finer than a cent (below a dollar: a hundredth of one)", "a rounded price");
    }
    Ok(())
}

fn put_terms(body: &mut Map<String, Value>, terms: &OrderTerms) {
    if let Some(limit) = terms.limit() {
        body.insert("limit_price".to_owned(), limit.to_string().into());
    }
    if let Some(stop) = terms.stop() {
        body.insert("stop_price".to_owned(), stop.to_string().into());
    }
}

/// How Alpaca writes type and time in force.
fn words(order: &Order) -> (&'static str, &'static str) {
    let kind = match order.terms.order_type() {
        O::Market | O::MarketOnOpen | O::MarketOnClose => "market",
        O::Limit | O::LimitOnOpen | O::LimitOnClose => "limit",
        O::Stop => "stop",
        O::StopLimit => "stop_limit",
        O::TrailingStop => "trailing_stop",
    };
    let time = match order.terms.order_type() {
        O::MarketOnOpen | O::LimitOnOpen => "opg",
        O::MarketOnClose | O::LimitOnClose => "cls",
        _ => crate::TimeKind::of(order.time_in_force).name(),
    };
    (kind, time)
}

/// A refusal in Alpaca's own form.
fn refusal(status: u16, text: &str) -> Result<(Option<String>, String, i64), Doubt> {
    let said: Refusal = parse(text).map_err(|problem| Doubt::shape(status, problem))?;
    Ok((Some(said.code.to_string()), venues::sample(&said.message), said.code))
}

fn refused(status: u16, text: &str) -> BrokerError {
    match refusal(status, text) {
        Ok((code, reason, _)) => BrokerError::Refused { broker: BROKER, code, reason },
        Err(doubt) => BrokerError::NoAnswer { broker: BROKER, doubt },
    }
}

/// A list of which every row must be understood.
fn rows<'a, R: serde::Deserialize<'a>, T>(
    got: &Got<'a>,
    read: impl Fn(&R) -> Result<T, String>,
) -> Result<(Vec<R>, Vec<T>), BrokerError> {
    match hear_list(BROKER, got)? {
        Heard::Good(status, text) => {
            let rows: Vec<R> = understood(BROKER, status, parse_list(text))?;
            let told = understood(BROKER, status, rows.iter().map(read).collect())?;
            Ok((rows, told))
        }
        Heard::Bad(status, text) => Err(refused(status, text)),
    }
}

/// An order in an answer that must be the one we mean.
fn same_order(status: u16, text: &str, id: ClientOrderId) -> Result<OrderReport, Doubt> {
    let report = parse::<OrderRow>(text).and_then(|row| row.report()).map_err(|p| Doubt::shape(status, p))?;
    if report.whose != Whose::Ours(id) {
        return Err(Doubt::shape(status, "the answer is about another order"));
    }
    Ok(report)
}

impl Language for Alpaca {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn live_hosts(&self) -> Hosts {
        Hosts { rest: "https://api.alpaca.markets", stream: "wss://api.alpaca.markets/stream" }
    }

    fn paper_hosts(&self) -> Option<Hosts> {
        Some(Hosts { rest: "https://paper-api.alpaca.markets", stream: "wss://paper-api.alpaca.markets/stream" })
    }

    fn place(&self, desk: &Desk, placement: &Placement<'_>, _: Signing) -> Result<Request, BrokerError> {
        check_class(placement)?;
        let order = placement.order.get();
        let (kind, time) = words(order);
        let mut body = Map::new();
        for (name, text) in [
            ("symbol", placement.symbol.to_owned()),
            ("qty", order.quantity.get().normalize().to_string()),
            ("side", order.side.to_string()),
            ("type", kind.to_owned()),
            ("time_in_force", time.to_owned()),
            ("client_order_id", ClientOrderId::first(order.id()).to_string()),
        ] {
            body.insert(name.to_owned(), text.into());
        }
        put_terms(&mut body, &order.terms);
        match order.terms {
            OrderTerms::TrailingStop { trail: Trail::Amount { amount } } => {
                body.insert("trail_price".to_owned(), amount.to_string().into());
            }
            OrderTerms::TrailingStop { trail: Trail::Percent { percent } } => {
                body.insert("trail_percent".to_owned(), percent.to_string().into());
            }
            _ => {}
        }
        if placement.hours == Hours::Extended {
            body.insert("extended_hours".to_owned(), true.into());
        }
        Ok(request(desk, Method::Post, "/v2/orders").json(&body.into()))
    }

    fn placed(&self, id: ClientOrderId, got: &Got<'_>) -> Placed {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Placed::Unknown(doubt),
        };
        if status >= 400 {
            return match refusal(status, text) {
                Ok((_, reason, FAULTY)) if reason.contains("client_order_id must be unique") => Placed::Exists,
                Ok((code, reason, _)) => Placed::Rejected { code, reason },
                Err(doubt) => Placed::Unknown(doubt),
            };
        }
        match same_order(status, text, id) {
            Ok(OrderReport { status: VenueStatus::Known(OrderStatus::Rejected), .. }) => {
                Placed::Rejected { code: None, reason: "the order was rejected".to_owned() }
            }
            Ok(OrderReport { status: VenueStatus::Unheard(word), .. }) => {
                Placed::Unknown(Doubt::shape(status, format!("the order is there, and is \"{word}\"")))
            }
            Ok(report) => Placed::Accepted { venue_order_id: report.venue_order_id },
            Err(doubt) => Placed::Unknown(doubt),
        }
    }

    fn cancel(&self, desk: &Desk, target: &Target, _: Signing) -> Result<Request, BrokerError> {
        Ok(request(desk, Method::Delete, format!("/v2/orders/{}", target.number(BROKER)?)))
    }

    fn canceled(&self, _: &Target, got: &Got<'_>) -> Canceled {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Canceled::Unknown(doubt),
        };
        match (status, refusal(status, text)) {
            (204, _) if text.is_empty() => Canceled::Asked,
            (404, Ok((_, reason, _))) => Canceled::NotFound { reason },
            (422, Ok((_, reason, _))) => Canceled::TooLate { reason },
            (400.., Ok((code, reason, _))) => Canceled::Refused { code, reason },
            (_, Err(doubt)) => Canceled::Unknown(doubt),
            _ => Canceled::Unknown(Doubt::shape(status, "an answer that a canceled order does not have")),
        }
    }

    fn change(
        &self,
        desk: &Desk,
        target: &Target,
        order: &Order,
        to: &Replacement,
        _: Signing,
    ) -> Result<Request, BrokerError> {
        let mut body = Map::new();
        body.insert("client_order_id".to_owned(), target.id.next()?.to_string().into());
        body.insert("qty".to_owned(), to.quantity.get().normalize().to_string().into());
        body.insert("time_in_force".to_owned(), words(order).1.into());
        put_terms(&mut body, &to.terms);
        let trail = match to.terms {
            OrderTerms::TrailingStop { trail: Trail::Amount { amount } } => Some(amount.to_string()),
            OrderTerms::TrailingStop { trail: Trail::Percent { percent } } => Some(percent.to_string()),
            _ => None,
        };
        if let Some(trail) = trail {
            body.insert("trail".to_owned(), trail.into());
        }
        Ok(request(desk, Method::Patch, format!("/v2/orders/{}", target.number(BROKER)?)).json(&body.into()))
    }

    fn changed(&self, target: &Target, got: &Got<'_>) -> Changed {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Changed::Unknown(doubt),
        };
        if status >= 400 {
            return match refusal(status, text) {
                Ok((_, reason, FAULTY)) if reason.contains("client_order_id must be unique") => {
                    Changed::Unknown(Doubt::shape(status, reason))
                }
                Ok((_, reason, _)) if status == 404 => Changed::NotFound { reason },
                Ok((code, reason, _)) => Changed::Refused { code, reason },
                Err(doubt) => Changed::Unknown(doubt),
            };
        }
        let next = target.id.next().map_err(|e| Doubt::shape(status, e.to_string()));
        match next.and_then(|id| same_order(status, text, id)) {
            Ok(report) => Changed::Asked { venue_order_id: Some(report.venue_order_id) },
            Err(doubt) => Changed::Unknown(doubt),
        }
    }

    fn ask(&self, desk: &Desk, ask: &Ask, _: Signing) -> Result<Request, BrokerError> {
        let get = |path: &str| request(desk, Method::Get, path);
        Ok(match ask {
            Ask::OpenOrders { page } => get("/v2/orders")
                .with("status", "open")
                .with("limit", ORDERS.to_string())
                .with("direction", "asc")
                .with("nested", "false")
                .with_some("after", page.as_deref()),
            Ask::Order(target) => match target.number(BROKER) {
                Ok(number) => get(&format!("/v2/orders/{number}")),
                Err(_) => get("/v2/orders:by_client_order_id").with("client_order_id", target.id.to_string()),
            },
            Ask::Executions { since, page, .. } => get("/v2/account/activities/FILL")
                .with("after", since.to_string())
                .with("direction", "asc")
                .with("page_size", EXECUTIONS.to_string())
                .with_some("page_token", page.as_deref()),
            Ask::Holdings { .. } => get("/v2/positions"),
            Ask::Cash { .. } => get("/v2/account"),
        })
    }

    fn open_orders(&self, got: &Got<'_>) -> Result<Page<OrderReport>, BrokerError> {
        let (rows, orders) = rows(got, OrderRow::report)?;
        // What comes next begins a moment before the last, which comes twice: orders of one moment are not lost so.
        let last = rows.last().filter(|_| rows.len() >= ORDERS).and_then(OrderRow::since);
        let next = last.map(|at| model::time::Timestamp::from_micros(at.micros() - 1).to_string());
        if rows.len() >= ORDERS && next.is_none() {
            return Err(not_read(BROKER, 200, "more orders than one answer holds, and no time to go on from"));
        }
        Ok(Page { rows: orders, next })
    }

    fn looked_up(&self, target: &Target, got: &Got<'_>) -> Result<Looked, BrokerError> {
        match hear_list(BROKER, got)? {
            Heard::Good(status, text) => {
                let read = same_order(status, text, target.id);
                let report = read.map_err(|doubt| BrokerError::NoAnswer { broker: BROKER, doubt })?;
                Ok(Looked::Found(Box::new(report)))
            }
            Heard::Bad(404, text) => match refusal(404, text) {
                Ok((_, _, 40_410_000)) => Ok(Looked::Absent),
                _ => Err(refused(404, text)),
            },
            Heard::Bad(status, text) => Err(refused(status, text)),
        }
    }

    fn executions(&self, got: &Got<'_>) -> Result<Page<Execution>, BrokerError> {
        let (rows, executions) = rows(got, ActivityRow::execution)?;
        let next = rows.last().filter(|_| rows.len() >= EXECUTIONS).map(|row| row.id.0.clone());
        Ok(Page { rows: executions, next })
    }

    fn holdings(&self, got: &Got<'_>) -> Result<Page<Holding>, BrokerError> {
        let (_, holdings) = rows(got, PositionRow::holding)?;
        Ok(Page { rows: holdings, next: None })
    }

    fn cash(&self, got: &Got<'_>) -> Result<Page<Cash>, BrokerError> {
        match hear_list(BROKER, got)? {
            Heard::Good(status, text) => {
                let account: AccountRow = understood(BROKER, status, parse(text))?;
                Ok(Page { rows: vec![account.cash()], next: None })
            }
            Heard::Bad(status, text) => Err(refused(status, text)),
        }
    }

    fn stream_token(&self, _: &Desk, _: Signing) -> Result<Option<Request>, BrokerError> {
        Ok(None)
    }

    fn token(&self, _: &Got<'_>) -> Result<Secret, BrokerError> {
        Err(BrokerError::unsupported(BROKER, "token of a stream", "the key"))
    }

    fn talk(&self, desk: &Desk, _: Option<Secret>) -> Result<Box<dyn Talk>, BrokerError> {
        let key = desk.key();
        let sign_in = json!({ "action": "authenticate",
            "data": { "key_id": key.id.expose(), "secret_key": key.secret.expose() } });
        Ok(Box::new(stream::Stream::new(Secret::holding(sign_in.to_string()))))
    }
}

//! Coinbase Advanced: requests with a token signed for each, the user channel.
//!
//! The channel says how much of an order has traded, not which executions: they are asked for, so that each has the broker's own
//! identity. The sandbox gives the same answers to everything and has no stream.

mod messages;
mod stream;

use model::{
    instrument::AssetClass,
    order::{Order, OrderTerms, OrderType as O, Side, TimeInForce, event::Replacement},
};
use serde_json::{Value, json};
use venues::{Budget, Secret};

use crate::{
    Ask, Broker, Canceled, Capabilities, Cash, Changed, ClientIdRule, ClientOrderId, Dedupe, Desk, Doubt, Execution,
    Got, Groups, Holding, Looked, Method, OrderReport, Page, PaperTrading, Placed, Placement, ReplaceWay, Request,
    Signing, StreamKind, StreamRule, Talk, Target, TimeKind,
    TimeKind::{Fok, Gtc, Gtd, Ioc},
    UnitRule, Whose,
    answer::{Heard, hear, hear_list, not_read, understood},
    broker::Language,
    capabilities::Terms,
    error::BrokerError,
    read::parse,
    sign::Es256,
    site::Hosts,
};
use messages::{Accounts, Answer, Edited, Fills, One, Orders, Refusal, Results};

const BROKER: Broker = Broker::Coinbase;

const TERMS: &[Terms] = &[(O::Market, &[Gtc, Ioc]), (O::Limit, &[Gtc, Gtd, Ioc, Fok]), (O::StopLimit, &[Gtc, Gtd])];

static CAPABILITIES: Capabilities = Capabilities {
    asset_classes: &[AssetClass::Crypto],
    terms: TERMS,
    units: UnitRule { decimals_max: 8, only: None },
    price_decimals_max: 8,
    notional: true,
    replace: ReplaceWay::InPlace,
    client_id: ClientIdRule { chars_max: 36, signs: "-", dedupe: Dedupe::Enforced, lookup: false },
    groups: Groups::Offered,
    stream: StreamRule {
        kind: StreamKind::Cumulative,
        numbered: true,
        snapshot: true,
        on_paper: false,
        // Heartbeats come every second.
        silence_seconds: Some(10),
        max_life_seconds: None,
    },
    extended_hours: false,
    paper: PaperTrading::Answers,
    budgets: &[Budget { requests: 10_000, per_seconds: 3600 }, Budget { requests: 30, per_seconds: 1 }],
    lookup_lag_seconds: None,
};

/// How Coinbase is spoken to.
#[derive(Clone, Copy, Debug)]
pub struct Coinbase;

/// The key as it signs.
fn signer(desk: &Desk) -> Result<Es256, BrokerError> {
    let problem =
        "its secret is no elliptic curve key (ECDSA, P-256); Coinbase also makes Ed25519 keys, which do not serve here";
    Es256::read(desk.key().secret.expose()).ok_or(BrokerError::Key { broker: BROKER, problem })
}

/// The token of one request, or of one subscription, for two minutes.
fn token(signer: &Es256, key: &Secret, uri: Option<String>, signing: Signing) -> Secret {
    let (name, now) = (key.expose(), signing.now.micros() / 1_000_000);
    let header = json!({ "alg": "ES256", "typ": "JWT", "kid": name, "nonce": format!("{:032x}", signing.nonce) });
    let mut claims = json!({ "sub": name, "iss": "cdp", "nbf": now, "exp": now + 120 });
    if let Some(uri) = uri {
        claims["uri"] = uri.into();
    }
    Secret::holding(signer.token(&header, &claims))
}

fn request(desk: &Desk, method: Method, path: &str, signing: Signing) -> Result<Request, BrokerError> {
    let path = format!("/api/v3/brokerage{path}");
    let host = desk.rest().split_once("://").map_or(desk.rest(), |(_, host)| host);
    let uri = format!("{} {host}{path}", method.name());
    let token = token(&signer(desk)?, &desk.key().id, Some(uri), signing);
    Ok(Request::new(method, desk.rest(), path).header("Authorization", format!("Bearer {}", token.expose())))
}

/// A refusal in Coinbase's own form.
fn refusal(status: u16, text: &str) -> Result<(String, String), Doubt> {
    let said: Refusal = parse(text).map_err(|problem| Doubt::shape(status, problem))?;
    let (code, reason) = (venues::sample(&said.error), venues::sample(&said.message));
    // The broker itself does not know why, and perhaps not what.
    if code.is_empty() || code.contains("UNKNOWN_FAILURE") || code.contains("INTERNAL") {
        return Err(Doubt::shape(status, format!("{code}: {reason}")));
    }
    Ok((code, reason))
}

fn refused(status: u16, text: &str) -> BrokerError {
    match refusal(status, text) {
        Ok((code, reason)) => BrokerError::Refused { broker: BROKER, code: Some(code), reason },
        Err(doubt) => BrokerError::NoAnswer { broker: BROKER, doubt },
    }
}

fn good<'a, T>(got: &Got<'a>, read: impl FnOnce(&'a str) -> Result<T, String>) -> Result<T, BrokerError> {
    match hear_list(BROKER, got)? {
        Heard::Good(status, text) => understood(BROKER, status, read(text)),
        Heard::Bad(status, text) => Err(refused(status, text)),
    }
}

/// How Coinbase writes type, time and prices.
fn configuration(order: &Order) -> Result<Value, BrokerError> {
    let plain = |price: model::quantity::Price| price.get().normalize().to_string();
    let size = order.quantity.get().normalize().to_string();
    let end = match order.time_in_force {
        TimeInForce::Gtd { until } => Some(until.to_string()),
        _ => None,
    };
    let time = TimeKind::of(order.time_in_force);
    Ok(match (order.terms, time, end) {
        (OrderTerms::Market, ..) => json!({ "market_market_ioc": { "base_size": size } }),
        (OrderTerms::Limit { limit }, Gtd, Some(end)) => {
            json!({ "limit_limit_gtd": { "base_size": size, "limit_price": plain(limit), "end_time": end } })
        }
        (OrderTerms::Limit { limit }, time, _) => {
            let name = match time {
                Ioc => "sor_limit_ioc",
                Fok => "limit_limit_fok",
                _ => "limit_limit_gtc",
            };
            json!({ name: { "base_size": size, "limit_price": plain(limit) } })
        }
        (OrderTerms::StopLimit { stop, limit }, _, end) => {
            let direction = match order.side {
                Side::Buy => "STOP_DIRECTION_STOP_UP",
                Side::Sell => "STOP_DIRECTION_STOP_DOWN",
            };
            let mut terms = json!({ "base_size": size, "limit_price": plain(limit), "stop_price": plain(stop),
                "stop_direction": direction });
            let name = if end.is_some() { "stop_limit_stop_limit_gtd" } else { "stop_limit_stop_limit_gtc" };
            if let Some(end) = end {
                terms["end_time"] = end.into();
            }
            json!({ name: terms })
        }
        _ => return Err(BrokerError::unsupported(BROKER, "such order", "market, limit or stop_limit")),
    })
}

impl Language for Coinbase {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn live_hosts(&self) -> Hosts {
        Hosts { rest: "https://api.coinbase.com", stream: "wss://advanced-trade-ws-user.coinbase.com" }
    }

    fn paper_hosts(&self) -> Option<Hosts> {
        // The sandbox has no stream; the capabilities say so, and a desk opens none.
        Some(Hosts { rest: "https://api-sandbox.coinbase.com", stream: "wss://api-sandbox.coinbase.com" })
    }

    fn place(&self, desk: &Desk, placement: &Placement<'_>, signing: Signing) -> Result<Request, BrokerError> {
        let order = placement.order.get();
        let side = match order.side {
            Side::Buy => "BUY",
            Side::Sell => "SELL",
        };
        let body = json!({
            "client_order_id": ClientOrderId::first(order.id()).to_string(),
            "product_id": placement.symbol,
            "side": side,
            "order_configuration": configuration(order)?,
        });
        Ok(request(desk, Method::Post, "/orders", signing)?.json(&body))
    }

    fn placed(&self, id: ClientOrderId, got: &Got<'_>) -> Placed {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Placed::Unknown(doubt),
        };
        let rejected = |refusal: Result<(String, String), Doubt>| match refusal {
            Ok((code, _)) if code.contains("DUPLICATE") => Placed::Exists,
            Ok((code, reason)) => Placed::Rejected { code: Some(code), reason },
            Err(doubt) => Placed::Unknown(doubt),
        };
        if status >= 400 {
            return rejected(refusal(status, text));
        }
        let unknown = |problem: String| Placed::Unknown(Doubt::shape(status, problem));
        match parse::<Answer<'_>>(text) {
            Ok(Answer { success: true, success_response: Some(order), error_response: None }) => {
                if Whose::of(Some(&order.client_order_id)) == Whose::Ours(id) {
                    Placed::Accepted { venue_order_id: order.0.order_id.0 }
                } else {
                    unknown("the answer is about another order".to_owned())
                }
            }
            Ok(Answer { success: false, success_response: None, error_response: Some(said) }) => {
                rejected(refusal(status, said.get()))
            }
            Ok(_) => unknown("an answer that is neither a success nor a failure".to_owned()),
            Err(problem) => unknown(problem),
        }
    }

    fn cancel(&self, desk: &Desk, target: &Target, signing: Signing) -> Result<Request, BrokerError> {
        let body = json!({ "order_ids": [target.number(BROKER)?] });
        Ok(request(desk, Method::Post, "/orders/batch_cancel", signing)?.json(&body))
    }

    fn canceled(&self, target: &Target, got: &Got<'_>) -> Canceled {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Canceled::Unknown(doubt),
        };
        if status >= 400 {
            return match refusal(status, text) {
                Ok((code, reason)) => Canceled::Refused { code: Some(code), reason },
                Err(doubt) => Canceled::Unknown(doubt),
            };
        }
        let results = match parse::<Results>(text) {
            Ok(results) => results.results,
            Err(problem) => return Canceled::Unknown(Doubt::shape(status, problem)),
        };
        let [result] = &results[..] else {
            return Canceled::Unknown(Doubt::shape(status, "an answer that is not about one order"));
        };
        if Some(result.order_id.0.as_str()) != target.venue_order_id.as_deref() {
            return Canceled::Unknown(Doubt::shape(status, "the answer is about another order"));
        }
        let reason = venues::sample(&result.failure_reason);
        match (result.success, result.failure_reason.as_str()) {
            (true, _) | (false, "DUPLICATE_CANCEL_REQUEST") => Canceled::Asked,
            (false, "UNKNOWN_CANCEL_ORDER") => Canceled::NotFound { reason },
            (false, "INVALID_CANCEL_REQUEST" | "COMMANDER_REJECTED_CANCEL_ORDER") => Canceled::TooLate { reason },
            (false, _) => Canceled::Unknown(Doubt::shape(status, reason)),
        }
    }

    fn change(
        &self,
        desk: &Desk,
        target: &Target,
        order: &Order,
        to: &Replacement,
        signing: Signing,
    ) -> Result<Request, BrokerError> {
        let (OrderTerms::Limit { limit }, TimeInForce::Gtc) = (to.terms, order.time_in_force) else {
            return Err(BrokerError::unsupported(
                BROKER,
                "change of such an order",
                "cancel, and a new order after it",
            ));
        };
        let body = json!({ "order_id": target.number(BROKER)?, "price": limit.get().normalize().to_string(),
            "size": to.quantity.get().normalize().to_string() });
        Ok(request(desk, Method::Post, "/orders/edit", signing)?.json(&body))
    }

    fn changed(&self, target: &Target, got: &Got<'_>) -> Changed {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Changed::Unknown(doubt),
        };
        if status >= 400 {
            return match refusal(status, text) {
                Ok((code, reason)) => Changed::Refused { code: Some(code), reason },
                Err(doubt) => Changed::Unknown(doubt),
            };
        }
        match parse::<Edited>(text) {
            Ok(Edited { success: true, errors }) if errors.is_empty() => {
                Changed::Asked { venue_order_id: target.venue_order_id.clone() }
            }
            Ok(Edited { success: false, errors }) => match errors.first().and_then(|error| error.reason()) {
                Some(reason) if reason == "ORDER_NOT_FOUND" => Changed::NotFound { reason },
                Some(reason) => Changed::Refused { code: Some(reason.clone()), reason },
                None => Changed::Unknown(Doubt::shape(status, "a failure without a reason")),
            },
            Ok(_) => Changed::Unknown(Doubt::shape(status, "a success with errors")),
            Err(problem) => Changed::Unknown(Doubt::shape(status, problem)),
        }
    }

    fn ask(&self, desk: &Desk, ask: &Ask, signing: Signing) -> Result<Request, BrokerError> {
        let get = |path: &str| request(desk, Method::Get, path, signing);
        Ok(match ask {
            Ask::OpenOrders { page } => {
                get("/orders/historical/batch")?.with("order_status", "OPEN").with_some("cursor", page.as_deref())
            }
            Ask::Order(target) => get(&format!("/orders/historical/{}", target.number(BROKER)?))?,
            Ask::Executions { since, symbol, page } => get("/orders/historical/fills")?
                .with("product_ids", symbol)
                .with("start_sequence_timestamp", since.to_string())
                .with_some("cursor", page.as_deref()),
            Ask::Holdings { page } | Ask::Cash { page } => {
                get("/accounts")?.with("limit", "250").with_some("cursor", page.as_deref())
            }
        })
    }

    fn open_orders(&self, got: &Got<'_>) -> Result<Page<OrderReport>, BrokerError> {
        good(got, |text| parse::<Orders>(text)?.page())
    }

    fn looked_up(&self, target: &Target, got: &Got<'_>) -> Result<Looked, BrokerError> {
        match hear_list(BROKER, got)? {
            Heard::Good(status, text) => {
                let report = understood(BROKER, status, parse::<One>(text).and_then(|one| one.order.report()))?;
                if report.whose != Whose::Ours(target.id) {
                    return Err(not_read(BROKER, status, "the answer is about another order"));
                }
                Ok(Looked::Found(Box::new(report)))
            }
            Heard::Bad(404, text) => match refusal(404, text) {
                Ok((code, _)) if code == "NOT_FOUND" => Ok(Looked::Absent),
                _ => Err(refused(404, text)),
            },
            Heard::Bad(status, text) => Err(refused(status, text)),
        }
    }

    fn executions(&self, got: &Got<'_>) -> Result<Page<Execution>, BrokerError> {
        good(got, |text| parse::<Fills>(text)?.page())
    }

    fn holdings(&self, got: &Got<'_>) -> Result<Page<Holding>, BrokerError> {
        good(got, |text| parse::<Accounts>(text)?.holdings())
    }

    fn cash(&self, got: &Got<'_>) -> Result<Page<Cash>, BrokerError> {
        good(got, |text| parse::<Accounts>(text)?.cash())
    }

    fn stream_token(&self, _: &Desk, _: Signing) -> Result<Option<Request>, BrokerError> {
        Ok(None)
    }

    fn token(&self, _: &Got<'_>) -> Result<Secret, BrokerError> {
        Err(BrokerError::unsupported(BROKER, "token of a stream", "the key"))
    }

    fn talk(&self, desk: &Desk, _: Option<Secret>) -> Result<Box<dyn Talk>, BrokerError> {
        let name = Secret::holding(desk.key().id.expose().to_owned());
        Ok(Box::new(stream::Stream::new(signer(desk)?, name)))
    }
}

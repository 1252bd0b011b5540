//! Binance spot, with its testnet.
//!
//! Orders are placed and canceled by request; the account's stream comes over the WebSocket API. An order is not changed there: what
//! replaces it would not count what has traded. Identities of trades are unique by symbol, so the symbol stands before them.

mod messages;
mod stream;

use model::{
    instrument::AssetClass,
    order::{Order, OrderTerms, OrderType as O, Side, event::Replacement},
};
use venues::{Budget, Secret};

use crate::{
    Ask, Broker, Canceled, Capabilities, Cash, Changed, ClientIdRule, ClientOrderId, Dedupe, Desk, Doubt, Execution,
    Got, Groups, Holding, Looked, Method, OrderReport, Page, PaperTrading, Placed, Placement, ReplaceWay, Request,
    Signing, StreamKind, StreamRule, Talk, Target,
    TimeKind::{Fok, Gtc, Ioc},
    UnitRule, Whose,
    answer::{Heard, hear, hear_list, not_read, understood},
    broker::Language,
    capabilities::Terms,
    error::BrokerError,
    read::{parse, parse_list},
    sign::{form, hmac_sha256},
    site::Hosts,
};
use messages::{Acknowledgement, Balances, CanceledRow, OrderRow, Refusal, TradeRow};

const BROKER: Broker = Broker::Binance;
/// Trades of one answer, at most.
const TRADES: usize = 1000;
/// How long after its time a request is still taken, in milliseconds.
const WINDOW_MS: &str = "5000";

const REJECTED: i64 = -2010;
const CANCEL_REJECTED: i64 = -2011;
const NO_SUCH_ORDER: i64 = -2013;

const TERMS: &[Terms] =
    &[(O::Market, &[Gtc, Ioc]), (O::Limit, &[Gtc, Ioc, Fok]), (O::Stop, &[Gtc]), (O::StopLimit, &[Gtc])];

static CAPABILITIES: Capabilities = Capabilities {
    asset_classes: &[AssetClass::Crypto],
    terms: TERMS,
    units: UnitRule { decimals_max: 8, only: None },
    price_decimals_max: 8,
    notional: true,
    replace: ReplaceWay::CancelAndNew,
    client_id: ClientIdRule { chars_max: 36, signs: ".:/_-", dedupe: Dedupe::WhileOpen, lookup: true },
    groups: Groups::Offered,
    stream: StreamRule {
        kind: StreamKind::Executions,
        numbered: false,
        snapshot: false,
        on_paper: true,
        silence_seconds: Some(60),
        max_life_seconds: Some(86_400),
    },
    extended_hours: false,
    paper: PaperTrading::Matched,
    budgets: &[Budget { requests: 6000, per_seconds: 60 }, Budget { requests: 100, per_seconds: 10 }],
    lookup_lag_seconds: None,
};

/// How Binance is spoken to.
#[derive(Clone, Copy, Debug)]
pub struct Binance;

/// A request with the time, not signed yet.
fn request(desk: &Desk, method: Method, path: &str, weight: u32) -> Request {
    let mut request = Request::new(method, desk.rest(), path).header("X-MBX-APIKEY", desk.key().id.expose());
    request.weight = weight;
    request
}

/// With the time and the signature over everything before it.
fn signed(desk: &Desk, request: Request, signing: Signing) -> Request {
    let ms = signing.now.micros() / 1000;
    let mut request = request.with("recvWindow", WINDOW_MS).with("timestamp", ms.to_string());
    let signature = hmac_sha256(desk.key().secret.expose(), &form(&request.query));
    request.query.push(("signature".to_owned(), venues::Value::Secret(Secret::holding(signature))));
    request
}

/// Codes that say that Binance does not know what became of the request, or that it could not take it now.
const fn is_doubt(code: i64) -> bool {
    matches!(code, -1000 | -1001 | -1003 | -1004 | -1006 | -1007 | -1008 | -1015 | -1016)
}

/// A refusal in Binance's own form that decides something.
fn refusal(status: u16, text: &str) -> Result<(i64, String), Doubt> {
    let said: Refusal = parse(text).map_err(|problem| Doubt::shape(status, problem))?;
    let reason = venues::sample(&said.msg);
    if is_doubt(said.code) { Err(Doubt::shape(status, reason)) } else { Ok((said.code, reason)) }
}

fn refused(status: u16, text: &str) -> BrokerError {
    match refusal(status, text) {
        Ok((code, reason)) => BrokerError::Refused { broker: BROKER, code: Some(code.to_string()), reason },
        Err(doubt) => BrokerError::NoAnswer { broker: BROKER, doubt },
    }
}

/// The text of a good answer to a list or a look-up.
fn good<'a>(got: &Got<'a>) -> Result<(u16, &'a str), BrokerError> {
    match hear_list(BROKER, got)? {
        Heard::Good(status, text) => Ok((status, text)),
        Heard::Bad(status, text) => Err(refused(status, text)),
    }
}

impl Language for Binance {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn live_hosts(&self) -> Hosts {
        Hosts { rest: "https://api.binance.com", stream: "wss://ws-api.binance.com:443/ws-api/v3" }
    }

    fn paper_hosts(&self) -> Option<Hosts> {
        Some(Hosts { rest: "https://testnet.binance.vision", stream: "wss://ws-api.testnet.binance.vision/ws-api/v3" })
    }

    fn place(&self, desk: &Desk, placement: &Placement<'_>, signing: Signing) -> Result<Request, BrokerError> {
        let order = placement.order.get();
        let side = match order.side {
            Side::Buy => "BUY",
            Side::Sell => "SELL",
        };
        let (kind, rests) = match order.terms {
            OrderTerms::Market => ("MARKET", false),
            OrderTerms::Limit { .. } => ("LIMIT", true),
            OrderTerms::Stop { .. } => ("STOP_LOSS", false),
            OrderTerms::StopLimit { .. } => ("STOP_LOSS_LIMIT", true),
            _ => return Err(BrokerError::unsupported(BROKER, "such order", "market, limit, stop or stop_limit")),
        };
        let time = crate::TimeKind::of(order.time_in_force).name().to_ascii_uppercase();
        let plain = |price: model::quantity::Price| price.get().normalize().to_string();
        let request = request(desk, Method::Post, "/api/v3/order", 1)
            .with("symbol", placement.symbol)
            .with("side", side)
            .with("type", kind)
            .with_some("timeInForce", rests.then_some(time))
            .with("quantity", order.quantity.get().normalize().to_string())
            .with_some("price", order.terms.limit().map(plain))
            .with_some("stopPrice", order.terms.stop().map(plain))
            .with("newClientOrderId", ClientOrderId::first(order.id()).to_string())
            // The stream tells what trades; two tellers would be one too many.
            .with("newOrderRespType", "ACK");
        Ok(signed(desk, request, signing))
    }

    fn placed(&self, id: ClientOrderId, got: &Got<'_>) -> Placed {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Placed::Unknown(doubt),
        };
        if status >= 400 {
            return match refusal(status, text) {
                Ok((REJECTED, reason)) if reason.starts_with("Duplicate order") => Placed::Exists,
                Ok((code, reason)) => Placed::Rejected { code: Some(code.to_string()), reason },
                Err(doubt) => Placed::Unknown(doubt),
            };
        }
        match parse::<Acknowledgement>(text) {
            Ok(said)
                if said.orig_client_order_id.is_none() && Whose::of(Some(&said.client_order_id)) == Whose::Ours(id) =>
            {
                Placed::Accepted { venue_order_id: said.order_id.0 }
            }
            Ok(_) => Placed::Unknown(Doubt::shape(status, "the answer is about another order")),
            Err(problem) => Placed::Unknown(Doubt::shape(status, problem)),
        }
    }

    fn cancel(&self, desk: &Desk, target: &Target, signing: Signing) -> Result<Request, BrokerError> {
        let request = request(desk, Method::Delete, "/api/v3/order", 1)
            .with("symbol", &target.symbol)
            .with("origClientOrderId", target.id.to_string());
        Ok(signed(desk, request, signing))
    }

    fn canceled(&self, target: &Target, got: &Got<'_>) -> Canceled {
        let (status, text) = match hear(got) {
            Ok(heard) => heard,
            Err(doubt) => return Canceled::Unknown(doubt),
        };
        if status >= 400 {
            return match refusal(status, text) {
                // Filled, canceled, or never there: Binance says the same of all three.
                Ok((CANCEL_REJECTED, reason)) if reason.starts_with("Unknown order") => Canceled::NotFound { reason },
                Ok((code, reason)) => Canceled::Refused { code: Some(code.to_string()), reason },
                Err(doubt) => Canceled::Unknown(doubt),
            };
        }
        match parse::<CanceledRow>(text) {
            Ok(said) if Whose::of(Some(&said.orig_client_order_id)) != Whose::Ours(target.id) => {
                Canceled::Unknown(Doubt::shape(status, "the answer is about another order"))
            }
            Ok(said) if said.status == "CANCELED" => Canceled::Done,
            Ok(said) => Canceled::Unknown(Doubt::shape(status, format!("it is {}", venues::sample(&said.status)))),
            Err(problem) => Canceled::Unknown(Doubt::shape(status, problem)),
        }
    }

    fn change(&self, _: &Desk, _: &Target, _: &Order, _: &Replacement, _: Signing) -> Result<Request, BrokerError> {
        Err(BrokerError::unsupported(BROKER, "change of an order", "cancel, and a new order after it"))
    }

    fn changed(&self, _: &Target, _: &Got<'_>) -> Changed {
        Changed::Unknown(Doubt { reason: "no change was asked for".to_owned(), status: None, retry_after_s: None })
    }

    fn ask(&self, desk: &Desk, ask: &Ask, signing: Signing) -> Result<Request, BrokerError> {
        let get = |path: &str, weight| request(desk, Method::Get, path, weight);
        let request = match ask {
            Ask::OpenOrders { .. } => get("/api/v3/openOrders", 80),
            Ask::Order(target) => {
                get("/api/v3/order", 4).with("symbol", &target.symbol).with("origClientOrderId", target.id.to_string())
            }
            Ask::Executions { since, symbol, page } => {
                let request = get("/api/v3/myTrades", 20).with("symbol", symbol).with("limit", TRADES.to_string());
                match page {
                    Some(from) => request.with("fromId", from),
                    None => request.with("startTime", (since.micros() / 1000).to_string()),
                }
            }
            Ask::Holdings { .. } | Ask::Cash { .. } => get("/api/v3/account", 20).with("omitZeroBalances", "true"),
        };
        Ok(signed(desk, request, signing))
    }

    fn open_orders(&self, got: &Got<'_>) -> Result<Page<OrderReport>, BrokerError> {
        let (status, text) = good(got)?;
        let rows: Vec<OrderRow> = understood(BROKER, status, parse_list(text))?;
        let rows = understood(BROKER, status, rows.iter().map(OrderRow::report).collect())?;
        Ok(Page { rows, next: None })
    }

    fn looked_up(&self, target: &Target, got: &Got<'_>) -> Result<Looked, BrokerError> {
        match hear_list(BROKER, got)? {
            Heard::Good(status, text) => {
                let read = parse::<OrderRow>(text).and_then(|row| row.report());
                let report = understood(BROKER, status, read)?;
                if report.whose != Whose::Ours(target.id) {
                    return Err(not_read(BROKER, status, "the answer is about another order"));
                }
                Ok(Looked::Found(Box::new(report)))
            }
            Heard::Bad(status, text) => match refusal(status, text) {
                Ok((NO_SUCH_ORDER, _)) => Ok(Looked::Absent),
                _ => Err(refused(status, text)),
            },
        }
    }

    fn executions(&self, got: &Got<'_>) -> Result<Page<Execution>, BrokerError> {
        let (status, text) = good(got)?;
        let rows: Vec<TradeRow> = understood(BROKER, status, parse_list(text))?;
        let next = rows.last().filter(|_| rows.len() >= TRADES).map(|row| row.after().to_string());
        let rows = understood(BROKER, status, rows.iter().map(TradeRow::execution).collect())?;
        Ok(Page { rows, next })
    }

    fn holdings(&self, got: &Got<'_>) -> Result<Page<Holding>, BrokerError> {
        let (status, text) = good(got)?;
        let rows = understood(BROKER, status, parse::<Balances>(text).and_then(|balances| balances.holdings()))?;
        Ok(Page { rows, next: None })
    }

    fn cash(&self, got: &Got<'_>) -> Result<Page<Cash>, BrokerError> {
        let (status, text) = good(got)?;
        let rows = understood(BROKER, status, parse::<Balances>(text).and_then(|balances| balances.cash()))?;
        Ok(Page { rows, next: None })
    }

    fn stream_token(&self, _: &Desk, _: Signing) -> Result<Option<Request>, BrokerError> {
        Ok(None)
    }

    fn token(&self, _: &Got<'_>) -> Result<Secret, BrokerError> {
        Err(BrokerError::unsupported(BROKER, "token of a stream", "the key"))
    }

    fn talk(&self, desk: &Desk, _: Option<Secret>) -> Result<Box<dyn Talk>, BrokerError> {
        let copy = |secret: &Secret| Secret::holding(secret.expose().to_owned());
        let key = venues::Key { id: copy(&desk.key().id), secret: copy(&desk.key().secret) };
        Ok(Box::new(stream::Stream::new(key)))
    }
}

//! Kraken spot: requests over REST, the stream of executions over WebSocket v2. It has no paper trading.
//!
//! Every answer has status 200 and says inside whether it is a refusal. The stream is numbered, and begins with what is open and what
//! traded last.

mod messages;
mod stream;

use model::{
    instrument::AssetClass,
    order::{Order, OrderTerms, OrderType as O, TimeInForce, Trail, event::Replacement},
};
use venues::{Budget, Secret, Value};

use crate::{
    Ask, Broker, Canceled, Capabilities, Cash, Changed, ClientIdRule, ClientOrderId, Dedupe, Desk, Doubt, Execution,
    Got, Groups, Holding, Looked, Method, OrderReport, Page, PaperTrading, Placed, Placement, ReplaceWay, Request,
    Signing, StreamKind, StreamRule, Talk, Target,
    TimeKind::{Fok, Gtc, Gtd, Ioc},
    UnitRule, Whose,
    answer::{hear, not_read, understood},
    broker::Language,
    capabilities::Terms,
    error::BrokerError,
    sign::{form, kraken_signature},
    site::Hosts,
};
use messages::{Added, Amended, Balances, CanceledCount, Opened, Orders, Said, Token, Trades, said};

const BROKER: Broker = Broker::Kraken;
/// Trades of one answer.
const TRADES: usize = 50;

const TERMS: &[Terms] = &[
    (O::Market, &[Gtc, Ioc]),
    (O::Limit, &[Gtc, Ioc, Fok, Gtd]),
    (O::Stop, &[Gtc, Gtd]),
    (O::StopLimit, &[Gtc, Gtd]),
    (O::TrailingStop, &[Gtc]),
];

static CAPABILITIES: Capabilities = Capabilities {
    asset_classes: &[AssetClass::Crypto],
    terms: TERMS,
    units: UnitRule { decimals_max: 8, only: None },
    price_decimals_max: 10,
    notional: false,
    replace: ReplaceWay::InPlace,
    // A UUID, with or without its signs; other texts must be shorter.
    client_id: ClientIdRule { chars_max: 36, signs: "-", dedupe: Dedupe::WhileOpen, lookup: false },
    groups: Groups::Ours,
    stream: StreamRule {
        kind: StreamKind::Executions,
        numbered: true,
        snapshot: true,
        on_paper: false,
        silence_seconds: Some(5),
        max_life_seconds: None,
    },
    extended_hours: false,
    paper: PaperTrading::None,
    // The counter of a starting account: 15, and one less every three seconds.
    budgets: &[Budget { requests: 15, per_seconds: 45 }],
    lookup_lag_seconds: None,
};

/// How Kraken is spoken to.
#[derive(Clone, Copy, Debug)]
pub struct Kraken;

type Fields = Vec<(String, Value)>;

fn field(fields: &mut Fields, name: &str, text: impl Into<String>) {
    fields.push((name.to_owned(), Value::Plain(text.into())));
}

/// A private request, signed.
fn request(desk: &Desk, what: &str, fields: Fields, signing: Signing) -> Result<Request, BrokerError> {
    let mut all = Vec::new();
    field(&mut all, "nonce", signing.nonce.to_string());
    all.extend(fields);
    let (path, body) = (format!("/0/private/{what}"), form(&all));
    let signature = kraken_signature(desk.key().secret.expose(), &path, &signing.nonce.to_string(), &body);
    let signature =
        signature.ok_or(BrokerError::Key { broker: BROKER, problem: "its secret is not written in base64" })?;
    let request = Request::new(Method::Post, desk.rest(), path);
    Ok(request.header("API-Key", desk.key().id.expose()).header("API-Sign", signature).form(body))
}

fn named(target: &Target) -> Fields {
    let mut fields = Vec::new();
    field(&mut fields, "cl_ord_id", target.id.to_string());
    fields
}

/// What was answered: the result, a refusal that decides something, or doubt.
fn heard<'a, T: serde::Deserialize<'a>>(got: &Got<'a>) -> Result<Said<T>, Doubt> {
    let (status, text) = hear(got)?;
    if status >= 300 {
        return Err(Doubt::shape(status, format!("status {status}, with which the broker never answers")));
    }
    said(text).map_err(|problem| Doubt::shape(status, problem))
}

fn good<'a, T: serde::Deserialize<'a>>(got: &Got<'a>) -> Result<T, BrokerError> {
    match heard(got) {
        Ok(Said::Good(result)) => Ok(result),
        Ok(Said::Refused(reason)) => Err(BrokerError::Refused { broker: BROKER, code: None, reason }),
        Err(doubt) => Err(BrokerError::NoAnswer { broker: BROKER, doubt }),
    }
}

impl Language for Kraken {
    fn capabilities(&self) -> &'static Capabilities {
        &CAPABILITIES
    }

    fn live_hosts(&self) -> Hosts {
        Hosts { rest: "https://api.kraken.com", stream: "wss://ws-auth.kraken.com/v2" }
    }

    fn paper_hosts(&self) -> Option<Hosts> {
        None
    }

    fn place(&self, desk: &Desk, placement: &Placement<'_>, signing: Signing) -> Result<Request, BrokerError> {
        let order = placement.order.get();
        let plain = |price: model::quantity::Price| price.get().normalize().to_string();
        // The first price is the stop of an order that has both.
        let (kind, price, second) = match order.terms {
            OrderTerms::Market => ("market", None, None),
            OrderTerms::Limit { limit } => ("limit", Some(plain(limit)), None),
            OrderTerms::Stop { stop } => ("stop-loss", Some(plain(stop)), None),
            OrderTerms::StopLimit { stop, limit } => ("stop-loss-limit", Some(plain(stop)), Some(plain(limit))),
            OrderTerms::TrailingStop { trail: Trail::Amount { amount } } => {
                ("trailing-stop", Some(format!("+{}", plain(amount))), None)
            }
            OrderTerms::TrailingStop { trail: Trail::Percent { percent } } => {
                ("trailing-stop", Some(format!("+{}%", percent.normalize())), None)
            }
            _ => return Err(BrokerError::unsupported(BROKER, "such order", "market, limit, stop or stop_limit")),
        };
        let mut fields = named(&Target {
            id: ClientOrderId::first(order.id()),
            venue_order_id: None,
            symbol: placement.symbol.to_owned(),
        });
        for (name, text) in [
            ("pair", placement.symbol.to_owned()),
            ("type", order.side.to_string()),
            ("ordertype", kind.to_owned()),
            ("volume", order.quantity.get().normalize().to_string()),
        ] {
            field(&mut fields, name, text);
        }
        for (name, price) in [("price", price), ("price2", second)] {
            if let Some(price) = price {
                field(&mut fields, name, price);
            }
        }
        if order.terms.order_type() != O::Market {
            let time = crate::TimeKind::of(order.time_in_force).name().to_ascii_uppercase();
            field(&mut fields, "timeinforce", time);
        }
        if let TimeInForce::Gtd { until } = order.time_in_force {
            field(&mut fields, "expiretm", (until.micros() / 1_000_000).to_string());
        }
        request(desk, "AddOrder", fields, signing)
    }

    fn placed(&self, _: ClientOrderId, got: &Got<'_>) -> Placed {
        match heard::<Added>(got) {
            Ok(Said::Good(added)) => match added.number() {
                Ok(venue_order_id) => Placed::Accepted { venue_order_id },
                Err(problem) => Placed::Unknown(Doubt::shape(200, problem)),
            },
            Ok(Said::Refused(reason)) if reason.to_ascii_lowercase().contains("duplicate") => Placed::Exists,
            Ok(Said::Refused(reason)) => Placed::Rejected { code: None, reason },
            Err(doubt) => Placed::Unknown(doubt),
        }
    }

    fn cancel(&self, desk: &Desk, target: &Target, signing: Signing) -> Result<Request, BrokerError> {
        request(desk, "CancelOrder", named(target), signing)
    }

    fn canceled(&self, _: &Target, got: &Got<'_>) -> Canceled {
        match heard::<CanceledCount>(got) {
            // The stream tells when it has happened.
            Ok(Said::Good(CanceledCount { count: 1.. })) => Canceled::Asked,
            Ok(Said::Good(_)) => Canceled::NotFound { reason: "no order was canceled".to_owned() },
            Ok(Said::Refused(reason)) if reason.starts_with("EOrder:Unknown order") => Canceled::NotFound { reason },
            Ok(Said::Refused(reason)) => Canceled::Refused { code: None, reason },
            Err(doubt) => Canceled::Unknown(doubt),
        }
    }

    fn change(
        &self,
        desk: &Desk,
        target: &Target,
        _: &Order,
        to: &Replacement,
        signing: Signing,
    ) -> Result<Request, BrokerError> {
        let mut fields = named(target);
        field(&mut fields, "order_qty", to.quantity.get().normalize().to_string());
        let trail = match to.terms {
            OrderTerms::TrailingStop { .. } => {
                return Err(BrokerError::unsupported(BROKER, "change of a trailing stop", "cancel, and a new order"));
            }
            _ => [("limit_price", to.terms.limit()), ("trigger_price", to.terms.stop())],
        };
        for (name, price) in trail {
            if let Some(price) = price {
                field(&mut fields, name, price.get().normalize().to_string());
            }
        }
        request(desk, "AmendOrder", fields, signing)
    }

    fn changed(&self, target: &Target, got: &Got<'_>) -> Changed {
        match heard::<Amended>(got) {
            Ok(Said::Good(_)) => Changed::Asked { venue_order_id: target.venue_order_id.clone() },
            Ok(Said::Refused(reason)) if reason.starts_with("EOrder:Unknown order") => Changed::NotFound { reason },
            Ok(Said::Refused(reason)) => Changed::Refused { code: None, reason },
            Err(doubt) => Changed::Unknown(doubt),
        }
    }

    fn ask(&self, desk: &Desk, ask: &Ask, signing: Signing) -> Result<Request, BrokerError> {
        let mut fields = Vec::new();
        let what = match ask {
            Ask::OpenOrders { .. } => "OpenOrders",
            Ask::Order(target) => {
                field(&mut fields, "txid", target.number(BROKER)?);
                "QueryOrders"
            }
            Ask::Executions { since, page, .. } => {
                field(&mut fields, "start", (since.micros() / 1_000_000).to_string());
                if let Some(end) = page {
                    field(&mut fields, "end", end);
                }
                "TradesHistory"
            }
            Ask::Holdings { .. } | Ask::Cash { .. } => "BalanceEx",
        };
        request(desk, what, fields, signing)
    }

    fn open_orders(&self, got: &Got<'_>) -> Result<Page<OrderReport>, BrokerError> {
        let opened: Opened = good(got)?;
        Ok(Page { rows: understood(BROKER, 200, opened.reports())?, next: None })
    }

    fn looked_up(&self, target: &Target, got: &Got<'_>) -> Result<Looked, BrokerError> {
        let orders: Orders = good(got)?;
        let found = understood(BROKER, 200, orders.reports())?;
        let is_ours = |report: &OrderReport| {
            report.whose == Whose::Ours(target.id) && Some(&report.venue_order_id) == target.venue_order_id.as_ref()
        };
        // An answer without it is no proof that it is not there.
        match found.into_iter().find(is_ours) {
            Some(report) => Ok(Looked::Found(Box::new(report))),
            None => Err(not_read(BROKER, 200, "the answer is about other orders")),
        }
    }

    fn executions(&self, got: &Got<'_>) -> Result<Page<Execution>, BrokerError> {
        let trades: Trades = good(got)?;
        let rows = understood(BROKER, 200, trades.executions())?;
        // The newest come first; what comes next ends with the oldest of these, which comes twice.
        let oldest = rows.first().filter(|_| rows.len() >= TRADES);
        let next = oldest.map(|execution| execution.execution_id.to_string());
        Ok(Page { rows, next })
    }

    fn holdings(&self, got: &Got<'_>) -> Result<Page<Holding>, BrokerError> {
        let balances: Balances = good(got)?;
        Ok(Page { rows: balances.holdings(), next: None })
    }

    fn cash(&self, got: &Got<'_>) -> Result<Page<Cash>, BrokerError> {
        let balances: Balances = good(got)?;
        Ok(Page { rows: understood(BROKER, 200, balances.cash())?, next: None })
    }

    fn stream_token(&self, desk: &Desk, signing: Signing) -> Result<Option<Request>, BrokerError> {
        request(desk, "GetWebSocketsToken", Vec::new(), signing).map(Some)
    }

    fn token(&self, got: &Got<'_>) -> Result<Secret, BrokerError> {
        let token: Token = good(got)?;
        Secret::new(token.token).map_err(|_| not_read(BROKER, 200, "a token that is none"))
    }

    fn talk(&self, _: &Desk, token: Option<Secret>) -> Result<Box<dyn Talk>, BrokerError> {
        let problem = "the token of the stream is missing";
        let token = token.ok_or(BrokerError::Key { broker: BROKER, problem })?;
        Ok(Box::new(stream::Stream::new(token)))
    }
}

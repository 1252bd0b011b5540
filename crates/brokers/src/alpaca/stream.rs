//! Alpaca's stream of an account: sign in, listen, updates of orders. On paper its frames are binary.

use model::{
    order::event::{OrderEventData as E, Replacement},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use venues::{Frame, Secret, sample};

use super::messages::OrderRow;
use crate::{
    Execution, Heard, Notice, OrderReport, Signing, Talk, Update, What, Why,
    read::{At, Id, Num, Obj, parse, price, units},
    talk::Tally,
};

/// How long an answer to the key, or to the wish to listen, may take.
const ANSWER_MICROS: i64 = 10_000_000;

pub(super) struct Stream {
    sign_in: Secret,
    /// What is waited for, since when.
    waiting: Option<Timestamp>,
    /// What traded.
    tally: Tally,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    stream: String,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Authorization {
    status: String,
}

#[derive(Deserialize)]
struct Listening {
    #[serde(default)]
    streams: Vec<String>,
    #[serde(default)]
    error: Option<String>,
}

#[derive(Deserialize)]
struct TradeUpdate {
    event: String,
    order: Obj<OrderRow>,
    #[serde(default)]
    execution_id: Option<Id>,
    #[serde(default)]
    previous_execution_id: Option<Id>,
    #[serde(default)]
    price: Option<Num>,
    #[serde(default)]
    qty: Option<Num>,
    #[serde(default)]
    timestamp: Option<At>,
    #[serde(default)]
    reason: Option<String>,
}

impl Stream {
    pub(super) fn new(sign_in: Secret) -> Self {
        Self { sign_in, waiting: None, tally: Tally::default() }
    }

    fn message(&mut self, now: Timestamp, text: &str, out: &mut Vec<Heard>) -> Result<(), String> {
        let envelope: Envelope<'_> = parse(text)?;
        let data = envelope.data.ok_or("a message without data")?.get();
        match envelope.stream.as_str() {
            "authorization" => {
                let said: Authorization = parse(data)?;
                if said.status == "authorized" {
                    self.waiting = Some(now);
                    out.push(Heard::say(&json!({ "action": "listen", "data": { "streams": ["trade_updates"] } })));
                } else {
                    self.waiting = None;
                    let (reason, is_final) = (format!("the key is {}", sample(&said.status)), true);
                    out.push(Heard::Refused { code: None, reason, is_final });
                }
            }
            "listening" => self.listening(&parse(data)?, out),
            "trade_updates" => return update(&parse(data)?, &mut self.tally, out),
            other => return Err(format!("a message of the stream \"{}\"", sample(other))),
        }
        Ok(())
    }

    fn listening(&mut self, said: &Listening, out: &mut Vec<Heard>) {
        self.waiting = None;
        if said.streams.iter().any(|name| name == "trade_updates") {
            out.push(Heard::Ready);
            // What happened while nobody listened is not sent again.
            out.push(Heard::Reconcile(Why::Opened));
        } else {
            let reason = said.error.as_deref().map_or("updates of orders are not sent".to_owned(), sample);
            out.push(Heard::Refused { code: None, reason, is_final: false });
            out.push(Heard::Reconnect { reason: "the broker does not send updates of orders" });
        }
    }
}

fn update(said: &TradeUpdate, tally: &mut Tally, out: &mut Vec<Heard>) -> Result<(), String> {
    let report = said.order.report()?;
    let reason = || said.reason.as_deref().map_or("the broker gave no reason".to_owned(), sample);
    let mut why = None;
    let what = match said.event.as_str() {
        "new" | "accepted" => match replaced(said, &report) {
            None if said.order.replaces() => {
                why = Some(Why::Replaced);
                What::Notice(Notice::PendingReplace)
            }
            None => What::Event(E::Accepted),
            Some(to) => {
                // Whether units that traded before are counted in the new order is not documented.
                why = Some(Why::Replaced);
                What::Event(E::Replaced { to })
            }
        },
        "fill" | "partial_fill" => What::Executed(Box::new(execution(said, &report)?)),
        "canceled" => What::Event(E::Canceled),
        "expired" => What::Event(E::Expired),
        "rejected" => What::Event(E::Rejected { reason: reason().into() }),
        "order_cancel_rejected" => What::Event(E::CancelRejected { reason: reason().into() }),
        "order_replace_rejected" => What::Event(E::ReplaceRejected { reason: reason().into() }),
        "pending_new" | "accepted_for_bidding" | "held" => What::Notice(Notice::PendingNew),
        "pending_cancel" => What::Notice(Notice::PendingCancel),
        "pending_replace" => What::Notice(Notice::PendingReplace),
        "replaced" => {
            why = Some(Why::Replaced);
            What::Notice(Notice::ReplacedBy(report.replaced_by.clone()))
        }
        "done_for_day" => What::Notice(Notice::DoneForDay),
        "suspended" => What::Notice(Notice::Suspended),
        "stopped" => What::Notice(Notice::Stopped),
        "trade_bust" | "trade_correct" => {
            why = Some(Why::Amended);
            let first = said.previous_execution_id.as_ref().or(said.execution_id.as_ref());
            let execution = first.map(|id| id.0.clone());
            What::Notice(match said.event.as_str() {
                "trade_bust" => Notice::Busted { execution },
                _ => Notice::Corrected { execution },
            })
        }
        other => {
            let reason = format!("the event \"{}\" of order {}", sample(other), report.venue_order_id);
            out.push(Heard::Garbage { reason, sample: sample(other) });
            out.push(Heard::Reconcile(Why::UnknownStatus));
            return Ok(());
        }
    };
    let of_this = if let What::Executed(execution) = &what { execution.quantity.get() } else { Decimal::ZERO };
    let is_new = matches!(said.event.as_str(), "new" | "accepted" | "pending_new") && !said.order.replaces();
    if tally.misses(&report.venue_order_id, report.filled.get(), of_this, is_new) {
        why = Some(Why::Gap);
    }
    if matches!(said.event.as_str(), "fill" | "canceled" | "expired" | "rejected" | "replaced") {
        tally.forget(&report.venue_order_id);
    }
    let (OrderReport { whose, venue_order_id, symbol, .. }, at) = (report, said.timestamp.map(|at| at.0));
    out.push(Heard::Order(Box::new(Update { whose, venue_order_id, symbol, at, what })));
    out.extend(why.map(Heard::Reconcile));
    Ok(())
}

/// What an order of ours became, where this one took the place of another.
fn replaced(said: &TradeUpdate, report: &OrderReport) -> Option<Replacement> {
    let revision = report.whose.ours().map_or(0, crate::ClientOrderId::revision);
    if revision == 0 || !said.order.replaces() {
        return None;
    }
    Some(Replacement { quantity: report.quantity?, terms: report.terms? })
}

fn execution(said: &TradeUpdate, report: &OrderReport) -> Result<Execution, String> {
    let id = said.execution_id.as_ref().ok_or("a fill without an execution id")?;
    Ok(Execution {
        whose: report.whose.clone(),
        venue_order_id: report.venue_order_id.clone(),
        execution_id: id.0.parse().map_err(|_| "an execution id of a form that is not known".to_owned())?,
        symbol: report.symbol.clone(),
        side: report.side,
        quantity: units("qty", said.qty.ok_or("a fill without units")?)?,
        price: price("price", said.price.ok_or("a fill without a price")?)?,
        fee: None,
        liquidity: None,
        at: said.timestamp.ok_or("a fill without a time")?.0,
        cumulative: Some(report.filled.get()),
    })
}

impl Talk for Stream {
    fn opened(&mut self, signing: Signing, out: &mut Vec<Heard>) {
        self.tally.clear();
        self.waiting = Some(signing.now);
        out.push(Heard::Say(Frame::Text(self.sign_in.expose().to_owned())));
    }

    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Heard>) {
        Heard::read(frame, out, |text, out| self.message(now, text, out));
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Heard>) {
        if self.waiting.is_some_and(|since| now.micros().saturating_sub(since.micros()) > ANSWER_MICROS) {
            self.waiting = None;
            out.push(Heard::Reconnect { reason: "the broker did not answer the key or the wish to listen" });
        }
    }
}

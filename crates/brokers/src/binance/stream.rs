//! The stream of an account over Binance's WebSocket API: one signed wish, then reports of executions.

use model::{order::event::OrderEventData as E, time::Timestamp};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use venues::{Frame, Key, sample};

use super::messages::{Refusal, TradeParts};
use crate::{
    Fee, Heard, Notice, Signing, Talk, Update, What, Whose, Why,
    read::{Epoch, Id, Num, Obj, parse, side, zero_or_more},
    sign::hmac_sha256,
    talk::Tally,
};

/// How long the answer to the wish may take.
const ANSWER_MICROS: i64 = 10_000_000;
/// Under this number the wish is answered.
const WISH: &str = "account";

pub(super) struct Stream {
    key: Key,
    waiting: Option<Timestamp>,
    tally: Tally,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    event: Option<&'a RawValue>,
    id: Option<String>,
    status: Option<u16>,
    error: Option<Obj<Refusal>>,
}

#[derive(Deserialize)]
struct Kind {
    e: String,
}

#[derive(Deserialize)]
struct Report {
    /// When it was sent.
    #[serde(rename = "E")]
    sent_at: Epoch,
    #[serde(rename = "s")]
    symbol: String,
    #[serde(rename = "c")]
    client: String,
    /// The client id of the order itself where `c` is that of the wish to cancel.
    #[serde(rename = "C", default)]
    original_client: String,
    #[serde(rename = "S")]
    side: String,
    #[serde(rename = "x")]
    execution: String,
    #[serde(rename = "X")]
    status: String,
    #[serde(rename = "r", default)]
    reason: String,
    #[serde(rename = "i")]
    order: Id,
    #[serde(rename = "l")]
    last_quantity: Num,
    #[serde(rename = "z")]
    cumulative: Num,
    #[serde(rename = "L")]
    last_price: Num,
    #[serde(rename = "n", default)]
    commission: Option<Num>,
    #[serde(rename = "N", default)]
    commission_asset: Option<String>,
    #[serde(rename = "T")]
    at: Epoch,
    #[serde(rename = "t")]
    trade: i64,
    #[serde(rename = "m")]
    is_maker: bool,
}

impl Stream {
    pub(super) fn new(key: Key) -> Self {
        Self { key, waiting: None, tally: Tally::default() }
    }

    fn message(&mut self, text: &str, out: &mut Vec<Heard>) -> Result<(), String> {
        let said: Envelope<'_> = parse(text)?;
        if let Some(event) = said.event {
            return self.event(event.get(), out);
        }
        if said.id.as_deref() != Some(WISH) {
            return Err("a message that is neither an event nor an answer".to_owned());
        }
        self.waiting = None;
        match (said.status, said.error) {
            (Some(200), None) => {
                out.push(Heard::Ready);
                // What happened while nobody listened is not sent again.
                out.push(Heard::Reconcile(Why::Opened));
                Ok(())
            }
            (_, Some(Obj(Refusal { code, msg }))) => {
                // The key, its rights or its signature.
                let is_final = matches!(code, -2014 | -2015 | -1022 | -1002);
                out.push(Heard::Refused { code: Some(code.to_string()), reason: sample(&msg), is_final });
                out.push(Heard::Reconnect { reason: "the broker does not send the account's messages" });
                Ok(())
            }
            _ => Err("an answer without a result and without an error".to_owned()),
        }
    }

    fn event(&mut self, text: &str, out: &mut Vec<Heard>) -> Result<(), String> {
        let kind: Kind = parse(text)?;
        match kind.e.as_str() {
            "executionReport" => self.report(&parse(text)?, out)?,
            // Balances are compared by request; lists of orders are not placed here.
            "outboundAccountPosition" | "balanceUpdate" | "externalLockUpdate" | "listStatus" => out.push(Heard::Alive),
            "eventStreamTerminated" => out.push(Heard::Reconnect { reason: "the broker ended the stream" }),
            "serverShutdown" => out.push(Heard::Reconnect { reason: "the broker's server goes down" }),
            other => return Err(format!("an event of the kind \"{}\"", sample(other))),
        }
        Ok(())
    }

    fn report(&mut self, said: &Report, out: &mut Vec<Heard>) -> Result<(), String> {
        let client = if said.original_client.is_empty() { &said.client } else { &said.original_client };
        let whose = Whose::of(Some(client));
        let cumulative = zero_or_more("z", said.cumulative)?;
        let mut why = None;
        let what = match said.execution.as_str() {
            "NEW" => What::Event(E::Accepted),
            "CANCELED" => What::Event(E::Canceled),
            "REJECTED" => What::Event(E::Rejected { reason: sample(&said.reason).into() }),
            "EXPIRED" => What::Event(E::Expired),
            "TRADE_PREVENTION" if said.status == "EXPIRED_IN_MATCH" => What::Event(E::Expired),
            "REPLACED" => {
                why = Some(Why::Replaced);
                What::Notice(Notice::ReplacedBy(None))
            }
            "TRADE" => What::Executed(Box::new(self.trade(said, whose.clone(), cumulative)?)),
            other => {
                let reason = format!("the execution type \"{}\" of order {}", sample(other), said.order.0);
                out.push(Heard::Garbage { reason, sample: sample(other) });
                out.push(Heard::Reconcile(Why::UnknownStatus));
                return Ok(());
            }
        };
        let of_this = if let What::Executed(execution) = &what { execution.quantity.get() } else { Decimal::ZERO };
        if self.tally.misses(&said.order.0, cumulative, of_this, said.execution == "NEW") {
            why = Some(Why::Gap);
        }
        if matches!(said.status.as_str(), "FILLED" | "CANCELED" | "REJECTED" | "EXPIRED" | "EXPIRED_IN_MATCH") {
            self.tally.forget(&said.order.0);
        }
        let (venue_order_id, symbol, at) = (said.order.0.clone(), sample(&said.symbol), Some(said.sent_at.0));
        out.push(Heard::Order(Box::new(Update { whose, venue_order_id, symbol, at, what })));
        out.extend(why.map(Heard::Reconcile));
        Ok(())
    }

    fn trade(&self, said: &Report, whose: Whose, cumulative: Decimal) -> Result<crate::Execution, String> {
        let fee = match (said.commission, said.commission_asset.as_deref()) {
            (Some(amount), Some(asset)) => Some(Fee { amount: amount.0, asset: sample(asset) }),
            // Nothing was taken, and so in no asset.
            (Some(amount), None) if amount.0.is_zero() => None,
            _ => return Err("a trade without its commission".to_owned()),
        };
        TradeParts {
            whose,
            venue_order_id: &said.order.0,
            symbol: &said.symbol,
            trade: u64::try_from(said.trade).map_err(|_| "a trade without a number".to_owned())?,
            side: side(&said.side)?,
            quantity: said.last_quantity,
            price: said.last_price,
            fee,
            is_maker: said.is_maker,
            at: said.at.0,
            cumulative: Some(cumulative),
        }
        .execution()
    }
}

impl Talk for Stream {
    fn opened(&mut self, signing: Signing, out: &mut Vec<Heard>) {
        self.tally.clear();
        self.waiting = Some(signing.now);
        let (id, ms) = (self.key.id.expose(), signing.now.micros() / 1000);
        // In the order of the alphabet.
        let signature = hmac_sha256(self.key.secret.expose(), &format!("apiKey={id}&timestamp={ms}"));
        out.push(Heard::say(&json!({ "id": WISH, "method": "userDataStream.subscribe.signature",
            "params": { "apiKey": id, "timestamp": ms, "signature": signature } })));
    }

    fn heard(&mut self, _: Timestamp, frame: &Frame, out: &mut Vec<Heard>) {
        Heard::read(frame, out, |text, out| self.message(text, out));
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Heard>) {
        if self.waiting.is_some_and(|since| now.micros().saturating_sub(since.micros()) > ANSWER_MICROS) {
            self.waiting = None;
            out.push(Heard::Reconnect { reason: "the broker did not answer the wish for the account's messages" });
        }
    }
}

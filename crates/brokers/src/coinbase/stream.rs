//! Coinbase's user channel: orders with what has traded of them so far, numbered over the whole connection.

use model::{order::event::OrderEventData as E, time::Timestamp};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use venues::{Frame, Secret, sample};

use super::token;
use crate::{
    Heard, Notice, Signing, Talk, Update, What, Whose, Why,
    read::{Id, Num, parse, parse_list, zero_or_more},
    sign::Es256,
    talk::Tally,
};

/// A connection that does not subscribe in five seconds is cut, and an answer should not take longer.
const ANSWER_MICROS: i64 = 10_000_000;

pub(super) struct Stream {
    signer: Es256,
    name: Secret,
    waiting: Option<Timestamp>,
    is_ready: bool,
    /// The number of the last message.
    sequence: Option<u64>,
    tally: Tally,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    channel: Option<String>,
    sequence_num: Option<u64>,
    #[serde(borrow)]
    events: Option<&'a RawValue>,
    #[serde(rename = "type")]
    kind: Option<String>,
    message: Option<String>,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow, default)]
    orders: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Subscriptions {
    subscriptions: std::collections::BTreeMap<String, serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
struct Row {
    order_id: Id,
    client_order_id: String,
    product_id: String,
    status: String,
    cumulative_quantity: Num,
    #[serde(default)]
    reject_reason: Option<String>,
}

impl Stream {
    pub(super) fn new(signer: Es256, name: Secret) -> Self {
        Self { signer, name, waiting: None, is_ready: false, sequence: None, tally: Tally::default() }
    }

    fn message(&mut self, text: &str, out: &mut Vec<Heard>) -> Result<(), String> {
        let said: Envelope<'_> = parse(text)?;
        let Some(channel) = said.channel.as_deref() else {
            if said.kind.as_deref() != Some("error") {
                return Err("a message without a channel".to_owned());
            }
            let reason = said.message.as_deref().map_or("the broker gave no reason".to_owned(), sample);
            let is_final = reason.contains("authentication");
            out.push(Heard::Refused { code: None, reason, is_final });
            return Ok(());
        };
        let number = said.sequence_num.ok_or("a message without a number")?;
        let missed = self.sequence.is_some_and(|last| number != last.saturating_add(1));
        self.sequence = Some(number);
        if missed {
            out.push(Heard::Reconcile(Why::Gap));
        }
        let events = said.events.ok_or("a message without events")?.get();
        match channel {
            "heartbeats" => out.push(Heard::Alive),
            "subscriptions" => {
                let events: Vec<Subscriptions> = parse_list(events)?;
                // Each of the two subscriptions is told; the first that names the account's channel opens it.
                if !self.is_ready && events.iter().any(|event| event.subscriptions.contains_key("user")) {
                    self.waiting = None;
                    self.is_ready = true;
                    out.push(Heard::Ready);
                    out.push(Heard::Reconcile(Why::Opened));
                }
            }
            "user" => {
                for event in parse_list::<Event<'_>>(events)? {
                    self.event(&event, out)?;
                }
            }
            other => return Err(format!("a message of the channel \"{}\"", sample(other))),
        }
        Ok(())
    }

    fn event(&mut self, event: &Event<'_>, out: &mut Vec<Heard>) -> Result<(), String> {
        let rows: Vec<Row> = event.orders.map_or(Ok(Vec::new()), |rows| parse_list(rows.get()))?;
        match event.kind.as_str() {
            // Remembered, so that what trades afterwards is seen; the list of open orders is asked for.
            "snapshot" => {
                for row in rows {
                    let so_far = zero_or_more("cumulative_quantity", row.cumulative_quantity)?;
                    self.tally.misses(&row.order_id.0, so_far, Decimal::ZERO, false);
                }
            }
            "update" => {
                let mut wrong = None;
                for row in rows {
                    if let Err(problem) = self.row(&row, out) {
                        wrong = Some(problem);
                    }
                }
                return wrong.map_or(Ok(()), Err);
            }
            other => return Err(format!("an event of the kind \"{}\"", sample(other))),
        }
        Ok(())
    }

    fn row(&mut self, row: &Row, out: &mut Vec<Heard>) -> Result<(), String> {
        let cumulative = zero_or_more("cumulative_quantity", row.cumulative_quantity)?;
        let what = match row.status.as_str() {
            "PENDING" => What::Notice(Notice::PendingNew),
            "OPEN" if cumulative.is_zero() => What::Event(E::Accepted),
            "OPEN" | "FILLED" => What::Notice(Notice::Filled { cumulative }),
            "CANCELLED" => What::Event(E::Canceled),
            "EXPIRED" => What::Event(E::Expired),
            "FAILED" => {
                let reason = row.reject_reason.as_deref().map_or("the broker gave no reason".to_owned(), sample);
                What::Event(E::Rejected { reason: reason.into() })
            }
            "CANCEL_QUEUED" => What::Notice(Notice::PendingCancel),
            "EDIT_QUEUED" => What::Notice(Notice::PendingReplace),
            other => {
                let reason = format!("the status \"{}\" of order {}", sample(other), row.order_id.0);
                out.push(Heard::Garbage { reason, sample: sample(other) });
                out.push(Heard::Reconcile(Why::UnknownStatus));
                return Ok(());
            }
        };
        // An order that was not heard of before began with nothing, as far as anybody here knows.
        let traded = self.tally.misses(&row.order_id.0, cumulative, Decimal::ZERO, true);
        let (whose, venue_order_id) = (Whose::of(Some(&row.client_order_id)), row.order_id.0.clone());
        let symbol = sample(&row.product_id);
        out.push(Heard::Order(Box::new(Update { whose, venue_order_id, symbol, at: None, what })));
        if traded {
            out.push(Heard::Reconcile(Why::Fills));
        }
        Ok(())
    }
}

impl Talk for Stream {
    fn opened(&mut self, signing: Signing, out: &mut Vec<Heard>) {
        self.tally.clear();
        (self.sequence, self.is_ready) = (None, false);
        self.waiting = Some(signing.now);
        for (place, channel) in [(0, "user"), (1, "heartbeats")] {
            // A token serves once.
            let signing = Signing { nonce: signing.nonce.saturating_add(place), ..signing };
            let jwt = token(&self.signer, &self.name, None, signing);
            out.push(Heard::say(&json!({ "type": "subscribe", "channel": channel, "jwt": jwt.expose() })));
        }
    }

    fn heard(&mut self, _: Timestamp, frame: &Frame, out: &mut Vec<Heard>) {
        Heard::read(frame, out, |text, out| self.message(text, out));
    }

    fn clock(&mut self, now: Timestamp, out: &mut Vec<Heard>) {
        if self.waiting.is_some_and(|since| now.micros().saturating_sub(since.micros()) > ANSWER_MICROS) {
            self.waiting = None;
            out.push(Heard::Reconnect { reason: "the broker did not answer the subscription" });
        }
    }
}

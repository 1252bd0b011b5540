//! Kraken's stream of executions: one subscription, a snapshot, numbered updates, heartbeats.

use model::{
    order::{event::OrderEventData as E, fill::Liquidity},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::{json, value::RawValue};
use venues::{Frame, Secret, sample};

use crate::{
    Execution, Fee, Heard, Notice, Signing, Talk, Update, What, Whose, Why,
    read::{At, Id, Num, Obj, parse, parse_list, price, side, units, zero_or_more},
    talk::Tally,
};

/// How long the answer to the subscription may take.
const ANSWER_MICROS: i64 = 10_000_000;

pub(super) struct Stream {
    token: Secret,
    waiting: Option<Timestamp>,
    /// The number of the last message of executions.
    sequence: Option<u64>,
    tally: Tally,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    channel: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    sequence: Option<u64>,
    method: Option<String>,
    success: Option<bool>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Row {
    order_id: Id,
    exec_type: String,
    #[serde(default)]
    cl_ord_id: Option<String>,
    #[serde(default)]
    exec_id: Option<Id>,
    #[serde(default)]
    symbol: Option<String>,
    #[serde(default)]
    side: Option<String>,
    #[serde(default)]
    last_qty: Option<Num>,
    #[serde(default)]
    last_price: Option<Num>,
    #[serde(default)]
    cum_qty: Option<Num>,
    #[serde(default)]
    liquidity_ind: Option<String>,
    #[serde(default)]
    fees: Option<Vec<Obj<FeeRow>>>,
    #[serde(default)]
    reason: Option<String>,
    timestamp: At,
}

#[derive(Deserialize)]
struct FeeRow {
    asset: String,
    qty: Num,
}

impl Row {
    fn execution(&self) -> Result<Execution, String> {
        let need = |what: &str| format!("an execution without {what}");
        let fee = match self.fees.as_deref() {
            Some([fee]) => Some(Fee { amount: fee.qty.0, asset: sample(&fee.asset) }),
            None | Some([]) => None,
            // One fill has one fee here.
            Some(_) => return Err("an execution with fees in several assets".to_owned()),
        };
        let liquidity = match self.liquidity_ind.as_deref() {
            Some("t") => Some(Liquidity::Taker),
            Some("m") => Some(Liquidity::Maker),
            _ => None,
        };
        let id = self.exec_id.as_ref().ok_or_else(|| need("an id"))?;
        Ok(Execution {
            whose: Whose::of(self.cl_ord_id.as_deref()),
            venue_order_id: self.order_id.0.clone(),
            execution_id: id.0.parse().map_err(|_| "an execution id of a form that is not known".to_owned())?,
            symbol: self.symbol.as_deref().map(sample).ok_or_else(|| need("a symbol"))?,
            side: side(self.side.as_deref().ok_or_else(|| need("a side"))?)?,
            quantity: units("last_qty", self.last_qty.ok_or_else(|| need("units"))?)?,
            price: price("last_price", self.last_price.ok_or_else(|| need("a price"))?)?,
            fee,
            liquidity,
            at: self.timestamp.0,
            cumulative: self.cum_qty.map(|units| units.0),
        })
    }
}

impl Stream {
    pub(super) fn new(token: Secret) -> Self {
        Self { token, waiting: None, sequence: None, tally: Tally::default() }
    }

    fn message(&mut self, text: &str, out: &mut Vec<Heard>) -> Result<(), String> {
        let said: Envelope<'_> = parse(text)?;
        match (said.channel.as_deref(), said.method.as_deref()) {
            (Some("heartbeat" | "status"), _) | (None, Some("pong")) => out.push(Heard::Alive),
            (Some("executions"), _) => return self.executions(&said, out),
            (None, Some("subscribe")) => {
                self.waiting = None;
                if said.success == Some(true) {
                    out.push(Heard::Ready);
                    // The snapshot tells the last fifty trades, which need not be all.
                    out.push(Heard::Reconcile(Why::Opened));
                } else {
                    let reason = said.error.as_deref().map_or("the subscription failed".to_owned(), sample);
                    out.push(Heard::Refused { code: None, reason, is_final: false });
                    out.push(Heard::Reconnect { reason: "the broker does not send executions" });
                }
            }
            (channel, method) => {
                let name = channel.or(method).unwrap_or("none");
                return Err(format!("a message of the kind \"{}\"", sample(name)));
            }
        }
        Ok(())
    }

    fn executions(&mut self, said: &Envelope<'_>, out: &mut Vec<Heard>) -> Result<(), String> {
        let rows: Vec<Row> = parse_list(said.data.ok_or("executions without data")?.get())?;
        let number = said.sequence.ok_or("executions without a number")?;
        let is_snapshot = match said.kind.as_deref() {
            Some("snapshot") => true,
            Some("update") => false,
            _ => return Err("executions that are neither a snapshot nor an update".to_owned()),
        };
        let missed = self.sequence.is_some_and(|last| number != last.saturating_add(1));
        self.sequence = Some(number);
        // Every row is tried: one that is not understood must not hide the fills beside it.
        let mut wrong = None;
        for row in rows {
            if let Err(problem) = self.row(&row, is_snapshot, out) {
                wrong = Some(problem);
            }
        }
        if missed {
            out.push(Heard::Reconcile(Why::Gap));
        }
        wrong.map_or(Ok(()), Err)
    }

    fn row(&mut self, row: &Row, is_snapshot: bool, out: &mut Vec<Heard>) -> Result<(), String> {
        let reason = || row.reason.as_deref().map_or("the broker gave no reason".to_owned(), sample);
        let mut why = None;
        let what = match row.exec_type.as_str() {
            "trade" => What::Executed(Box::new(row.execution()?)),
            // Orders of the snapshot are those of the list of open orders, which is asked for.
            _ if is_snapshot => return Ok(()),
            "pending_new" => What::Notice(Notice::PendingNew),
            "new" => What::Event(E::Accepted),
            "canceled" => What::Event(E::Canceled),
            "expired" => What::Event(E::Expired),
            "rejected" => What::Event(E::Rejected { reason: reason().into() }),
            "status" => What::Notice(Notice::Triggered),
            "amended" | "restated" => {
                why = Some(Why::Replaced);
                What::Notice(Notice::ReplacedBy(None))
            }
            // The trades were told one by one; an iceberg shows its next part.
            "filled" | "iceberg_refill" => {
                let cumulative = row.cum_qty.map_or(Ok(Decimal::ZERO), |units| zero_or_more("cum_qty", units))?;
                What::Notice(Notice::Filled { cumulative })
            }
            other => {
                let reason = format!("the execution type \"{}\" of order {}", sample(other), row.order_id.0);
                out.push(Heard::Garbage { reason, sample: sample(other) });
                out.push(Heard::Reconcile(Why::UnknownStatus));
                return Ok(());
            }
        };
        if let Some(so_far) = row.cum_qty.filter(|_| !is_snapshot) {
            let so_far = zero_or_more("cum_qty", so_far)?;
            let of_this = if let What::Executed(execution) = &what { execution.quantity.get() } else { Decimal::ZERO };
            if self.tally.misses(&row.order_id.0, so_far, of_this, row.exec_type == "new") {
                why = Some(Why::Gap);
            }
        }
        if matches!(row.exec_type.as_str(), "filled" | "canceled" | "expired" | "rejected") {
            self.tally.forget(&row.order_id.0);
        }
        let (whose, venue_order_id) = (Whose::of(row.cl_ord_id.as_deref()), row.order_id.0.clone());
        let symbol = row.symbol.as_deref().map(sample).unwrap_or_default();
        let at = Some(row.timestamp.0);
        out.push(Heard::Order(Box::new(Update { whose, venue_order_id, symbol, at, what })));
        out.extend(why.map(Heard::Reconcile));
        Ok(())
    }
}

impl Talk for Stream {
    fn opened(&mut self, signing: Signing, out: &mut Vec<Heard>) {
        self.tally.clear();
        self.sequence = None;
        self.waiting = Some(signing.now);
        out.push(Heard::say(&json!({ "method": "subscribe", "params": { "channel": "executions",
            "token": self.token.expose(), "snap_orders": true, "snap_trades": true, "order_status": true } })));
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

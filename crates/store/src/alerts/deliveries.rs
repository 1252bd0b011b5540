//! Whom firings must reach: rows that wait until they left, and then say what is known of it.

use alerts::{Channel, Delivery, DeliveryKey};
use model::{alert::DeliveryState, id::AlertId, time::Timestamp};
use serde::{Deserialize, Serialize};

use super::NOUN;
use crate::{
    errors::Result,
    page::{Page, Paging},
    sql::{Row, Source, Value, count, places},
    write::Write,
};

/// The columns of a delivery.
pub(crate) const COLUMNS: &str =
    "alert_id, epoch, way, person, reminder, due_at, state, attempts, next_try_at, settled_at, receipt, trouble";
const KEY: &str = "alert_id = $1 AND epoch = $2 AND way = $3 AND person = $4 AND reminder = $5";

/// A delivery and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertDelivery {
    /// Which.
    #[serde(flatten)]
    pub key: DeliveryKey,
    /// From when on it was to be made.
    pub due_at: Timestamp,
    /// What became of it.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next, while it waits.
    pub next_try_at: Option<Timestamp>,
    /// When that was decided.
    pub settled_at: Option<Timestamp>,
    /// What the receiver said, such as the number of the message.
    pub receipt: Option<String>,
    /// Why it did not leave, at the last attempt.
    pub trouble: Option<String>,
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The system took it.
    HandedOver {
        /// What it said.
        receipt: Option<String>,
    },
    /// The receiving server has it.
    Accepted {
        /// What it said.
        receipt: Option<String>,
    },
    /// It is tried again.
    Again {
        /// From then on.
        at: Timestamp,
        /// Why.
        trouble: String,
    },
    /// Nobody tries any more.
    GivenUp {
        /// Why.
        trouble: String,
    },
    /// Nobody wants it any more.
    Dropped {
        /// Why.
        trouble: String,
    },
}

/// Makes deliveries that are not there yet.
pub(super) async fn add(w: &mut Write, due: &[Delivery]) -> Result<()> {
    for delivery in due {
        let row = AlertDelivery {
            key: delivery.key.clone(),
            due_at: delivery.due,
            state: DeliveryState::Waiting,
            attempts: 0,
            next_try_at: Some(delivery.due),
            settled_at: None,
            receipt: None,
            trouble: None,
        };
        let sql = format!(
            "INSERT INTO portfolio_alert_deliveries ({COLUMNS}) VALUES ({}) \
             ON CONFLICT (alert_id, epoch, way, person, reminder) DO NOTHING",
            places(1, 12)
        );
        Source::from(&mut *w).run(sql, values(&row)).await?;
    }
    Ok(())
}

/// The deliveries of a firing that were made already, whatever became of them.
///
/// # Errors
/// When the database cannot be read.
pub async fn told(on: impl Into<Source<'_>>, alert_id: AlertId, epoch: u64) -> Result<Vec<DeliveryKey>> {
    let sql = format!("SELECT {COLUMNS} FROM portfolio_alert_deliveries WHERE alert_id = $1 AND epoch = $2");
    let rows = on.into().rows(sql, vec![Value::uuid(alert_id.uuid()), count(epoch)]).await?;
    rows.iter().map(|row| Ok(read(row)?.key)).collect()
}

/// What is to be tried by now, longest due first.
///
/// # Errors
/// When the database cannot be read.
pub async fn deliveries_due(on: impl Into<Source<'_>>, now: Timestamp, limit: u32) -> Result<Vec<AlertDelivery>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM portfolio_alert_deliveries WHERE next_try_at <= $1 ORDER BY next_try_at LIMIT $2"
    );
    on.into().rows(sql, vec![Value::time(now), Value::int(limit)]).await?.iter().map(read).collect()
}

/// When something is to be tried next; `None` when nothing waits.
///
/// # Errors
/// When the database cannot be read.
pub async fn next_delivery_at(on: impl Into<Source<'_>>) -> Result<Option<Timestamp>> {
    let sql = "SELECT next_try_at FROM portfolio_alert_deliveries WHERE next_try_at IS NOT NULL \
               ORDER BY next_try_at LIMIT 1";
    on.into().row(sql, vec![]).await?.map(|row| row.cells(NOUN).time()).transpose()
}

/// Keeps what came of an attempt. One that is settled already stays as it is.
///
/// # Errors
/// When the database refuses.
pub async fn settle(w: &mut Write, key: &DeliveryKey, settled: &Settled) -> Result<()> {
    let (state, next, receipt, trouble, tried) = match settled {
        Settled::HandedOver { receipt } => (DeliveryState::HandedOver, None, receipt.as_deref(), None, 1),
        Settled::Accepted { receipt } => (DeliveryState::Accepted, None, receipt.as_deref(), None, 1),
        Settled::Again { at, trouble } => (DeliveryState::Waiting, Some(*at), None, Some(trouble.as_str()), 1),
        Settled::GivenUp { trouble } => (DeliveryState::GivenUp, None, None, Some(trouble.as_str()), 1),
        Settled::Dropped { trouble } => (DeliveryState::Dropped, None, None, Some(trouble.as_str()), 0),
    };
    let settled_at = next.is_none().then(|| w.at());
    let sql = format!(
        "UPDATE portfolio_alert_deliveries SET state = $6, next_try_at = $7, settled_at = $8, receipt = $9, \
         trouble = $10, attempts = attempts + $11 WHERE {KEY} AND state = 'waiting'"
    );
    let mut values = key_values(key);
    values.extend([
        Value::text(state.as_str()),
        Value::opt_time(next),
        Value::opt_time(settled_at),
        Value::opt_text(receipt),
        Value::opt_text(trouble),
        Value::int(tried),
    ]);
    Source::from(&mut *w).run(sql, values).await?;
    w.touched("portfolio_alert_deliveries");
    Ok(())
}

/// What still waits of an alert need not leave any more.
///
/// # Errors
/// When the database refuses.
pub async fn drop_waiting(w: &mut Write, alert_id: AlertId, why: &str) -> Result<()> {
    let sql = "UPDATE portfolio_alert_deliveries SET state = 'dropped', next_try_at = NULL, settled_at = $2, \
               trouble = $3 WHERE alert_id = $1 AND state = 'waiting'";
    let values = vec![Value::uuid(alert_id.uuid()), Value::time(w.at()), Value::text(why)];
    Source::from(&mut *w).run(sql, values).await.map(drop)
}

/// Deliveries of one alert, or of all, the latest due first.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn deliveries(
    on: impl Into<Source<'_>>,
    alert_id: Option<AlertId>,
    paging: &Paging,
) -> Result<Page<AlertDelivery>> {
    const ORDER: &str = "due_at, alert_id, epoch, way, person, reminder";
    let mut values = vec![Value::int(paging.rows())];
    let mut conditions = Vec::new();
    if let Some(id) = alert_id {
        values.push(Value::uuid(id.uuid()));
        conditions.push(format!("alert_id = ${}", values.len()));
    }
    if let Some((due, key)) = paging.key::<(i64, DeliveryKey)>()? {
        let n = values.len();
        values.push(Value::int(due));
        values.extend(key_values(&key));
        conditions.push(format!("({ORDER}) < ({})", places(n + 1, 6)));
    }
    let filter = if conditions.is_empty() { String::new() } else { format!("WHERE {} ", conditions.join(" AND ")) };
    let order = ORDER.replace(',', " DESC,");
    let sql = format!("SELECT {COLUMNS} FROM portfolio_alert_deliveries {filter}ORDER BY {order} DESC LIMIT $1");
    let items = on.into().rows(sql, values).await?.iter().map(read).collect::<Result<Vec<_>>>()?;
    Ok(paging.page(items, |delivery| (delivery.due_at.micros(), delivery.key.clone())))
}

/// The cells of a delivery.
pub(crate) fn values(delivery: &AlertDelivery) -> Vec<Value> {
    let mut values = key_values(&delivery.key);
    values.extend([
        Value::time(delivery.due_at),
        Value::text(delivery.state.as_str()),
        Value::int(delivery.attempts),
        Value::opt_time(delivery.next_try_at),
        Value::opt_time(delivery.settled_at),
        Value::opt_text(delivery.receipt.as_deref()),
        Value::opt_text(delivery.trouble.as_deref()),
    ]);
    values
}

/// The deliveries that follow one, by key.
pub(crate) async fn archive_page(
    on: &mut Source<'_>,
    after: Option<&AlertDelivery>,
    limit: u32,
) -> Result<Vec<AlertDelivery>> {
    const ORDER: &str = "alert_id, epoch, way, person, reminder";
    let mut values = Vec::new();
    let mut from = String::new();
    if let Some(last) = after {
        values = key_values(&last.key);
        from = format!("WHERE ({ORDER}) > ($1, $2, $3, $4, $5) ");
    }
    values.push(Value::int(limit));
    let n = values.len();
    let sql = format!("SELECT {COLUMNS} FROM portfolio_alert_deliveries {from}ORDER BY {ORDER} LIMIT ${n}");
    on.rows(sql, values).await?.iter().map(read).collect()
}

fn key_values(key: &DeliveryKey) -> Vec<Value> {
    vec![
        Value::uuid(key.alert.uuid()),
        count(key.epoch),
        Value::text(&key.channel.way),
        Value::text(key.channel.person.as_deref().unwrap_or_default()),
        Value::int(key.reminder),
    ]
}

fn read(row: &Row) -> Result<AlertDelivery> {
    let mut c = row.cells(NOUN);
    let (alert, epoch) = (AlertId::from_uuid(c.uuid()?), c.count()?);
    let (way, person, reminder) = (c.text()?, c.text()?, c.small()?);
    let channel = Channel { way, person: Some(person).filter(|person| !person.is_empty()) };
    Ok(AlertDelivery {
        key: DeliveryKey { alert, epoch, channel, reminder },
        due_at: c.time()?,
        state: c.parsed()?,
        attempts: c.small()?,
        next_try_at: c.opt_time()?,
        settled_at: c.opt_time()?,
        receipt: c.opt_text()?,
        trouble: c.opt_text()?,
    })
}

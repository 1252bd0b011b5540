//! What streamed in, as it was received: blocks of events, written once and never revised.
//!
//! A block is opaque here: the recorder packs and unpacks it. Blocks of a series may overlap by a moment where a recorder began
//! anew; a replay puts events in order anyway.

use model::{id::InstrumentId, market::Source as Feed, time::Timestamp};

use crate::{
    BarWrite, Store,
    errors::Result,
    sql::{Value, count},
};

const NOUN: &str = "market_data_recordings";
const COLUMNS: &str = "instrument_id, source, first_at, last_at, n_events, payload";

/// Events of one instrument from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingBlock {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Whose.
    pub source: Feed,
    /// When the first was received.
    pub first_at: Timestamp,
    /// When the last was received.
    pub last_at: Timestamp,
    /// How many there are, at least one.
    pub n_events: u64,
    /// The events, packed.
    pub payload: Vec<u8>,
}

/// What there is of an instrument from a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// Of what.
    pub instrument_id: InstrumentId,
    /// Whose.
    pub source: Feed,
    /// When the first event was received.
    pub first_at: Timestamp,
    /// When the last was received.
    pub last_at: Timestamp,
    /// How many there are.
    pub n_events: u64,
}

/// Keeps blocks.
///
/// # Errors
/// When the database refuses.
pub async fn add(m: &mut BarWrite, blocks: &[RecordingBlock]) -> Result<()> {
    let row = |block: &RecordingBlock| {
        vec![
            Value::uuid(block.instrument_id.uuid()),
            Value::text(block.source.name()),
            Value::time(block.first_at),
            Value::time(block.last_at),
            count(block.n_events),
            Value::Blob(block.payload.clone()),
        ]
    };
    m.source().insert_rows(NOUN, COLUMNS, blocks.iter().map(row).collect()).await.map(drop)
}

/// Deletes blocks that ended before a time; says how many.
///
/// # Errors
/// When the database refuses.
pub async fn delete_before(m: &mut BarWrite, time: Timestamp) -> Result<u64> {
    m.source().run("DELETE FROM market_data_recordings WHERE last_at < $1", vec![Value::time(time)]).await
}

/// What there is, by instrument and source.
///
/// # Errors
/// When the database cannot be read.
pub async fn list(store: &Store) -> Result<Vec<Recording>> {
    let sql = "SELECT instrument_id, source, min(first_at), max(last_at), CAST(sum(n_events) AS bigint) \
               FROM market_data_recordings GROUP BY instrument_id, source ORDER BY instrument_id, source";
    let rows = store.market().rows(sql, Vec::new()).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.cells(NOUN);
            Ok(Recording {
                instrument_id: InstrumentId::from_uuid(c.uuid()?),
                source: c.parsed()?,
                first_at: c.time()?,
                last_at: c.time()?,
                n_events: c.count()?,
            })
        })
        .collect()
}

/// The blocks of an instrument that reach into a stretch of time, in order of their beginning.
///
/// # Errors
/// When the database cannot be read.
pub async fn read(
    store: &Store,
    instrument_id: InstrumentId,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<RecordingBlock>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM market_data_recordings \
         WHERE instrument_id = $1 AND last_at >= $2 AND first_at <= $3 ORDER BY first_at, id"
    );
    let values = vec![Value::uuid(instrument_id.uuid()), Value::time(from), Value::time(to)];
    let rows = store.market().rows(sql, values).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.cells(NOUN);
            Ok(RecordingBlock {
                instrument_id: InstrumentId::from_uuid(c.uuid()?),
                source: c.parsed()?,
                first_at: c.time()?,
                last_at: c.time()?,
                n_events: c.count()?,
                payload: c.blob()?,
            })
        })
        .collect()
}

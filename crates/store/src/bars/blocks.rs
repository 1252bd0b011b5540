//! Bars as compressed blocks of about 4096, and the newest ones as rows until there are enough.
//!
//! The current blocks of a series do not overlap, and every row is newer than the last block. A changed block is not
//! overwritten: it ends, and its successor begins.

use std::collections::HashMap;

use bars::{
    codec::{Decoder, Encoder},
    series::BarSeries,
};
use model::{id::InstrumentId, time::Timestamp};

use super::{
    BarWrite, NOUN, Series,
    merge::merge,
    rows::{self, Range},
};
use crate::{
    Outcome,
    errors::{Result, StoreError},
    sql::{Source, Value, places},
};

/// Bars in a full block.
const FULL: usize = 4096;
/// So many new bars at the end become a block at once; fewer stay rows until there is a full block.
const BULK: usize = 256;
/// The table of the newest bars.
pub(super) const OPEN: &str = "market_data_open_bars";

fn decoder() -> Result<Decoder> {
    Decoder::new().map_err(|e| StoreError::Encode { noun: NOUN, reason: e.to_string() })
}

/// Encoder and decoder of a transaction.
pub(super) struct Codec {
    encoder: Encoder,
    decoder: Decoder,
}

impl Codec {
    pub(super) fn new() -> Result<Self> {
        let make = || Ok(Self { encoder: Encoder::new()?, decoder: Decoder::new()? });
        make().map_err(|e: std::io::Error| StoreError::Encode { noun: NOUN, reason: e.to_string() })
    }
}

/// A current block without its bars.
#[derive(Clone, Copy, Debug)]
struct Block {
    first_at: i64,
    last_at: i64,
    n_bars: i64,
    known_at: i64,
}

/// Merges bars into the blocks they belong to, and those after the last block into the rows.
pub(super) async fn write(m: &mut BarWrite, series: &Series, bars: &BarSeries) -> Result<Outcome> {
    let blocks = index(&mut m.source(), series.id).await?;
    let mut outcome = Outcome::default();
    let tail_start = blocks.last().map_or(0, |b| bars.at.partition_point(|at| *at <= b.last_at));
    let mut start = 0;
    for (i, block) in blocks.iter().enumerate() {
        // A block takes what lies before its successor.
        let end = match blocks.get(i + 1) {
            Some(next) => bars.at.partition_point(|at| *at < next.first_at),
            None => tail_start,
        };
        if start < end {
            outcome += revise(m, series, block, &bars.slice(start..end)).await?;
        }
        start = end.max(start);
    }
    if tail_start < bars.len() {
        let tail = bars.slice(tail_start..bars.len());
        outcome += append(m, series, blocks.last().copied(), &tail).await?;
    }
    Ok(outcome)
}

/// Merges bars into one block.
async fn revise(m: &mut BarWrite, series: &Series, block: &Block, bars: &BarSeries) -> Result<Outcome> {
    let old = load(m, series.instrument_id, series.id, block.first_at).await?;
    let (merged, outcome) = merge(&old, bars);
    if outcome.added + outcome.revised > 0 {
        end(m, series.id, block.first_at).await?;
        put(m, series.id, &merged).await?;
    }
    Ok(outcome)
}

/// Adds bars after the last block.
async fn append(m: &mut BarWrite, series: &Series, last: Option<Block>, bars: &BarSeries) -> Result<Outcome> {
    let at = m.at;
    let open = rows::read(&mut m.source(), OPEN, series.id, Range::default()).await?;
    let (mut merged, outcome) = merge(&open, bars);
    if outcome.added + outcome.revised == 0 {
        return Ok(outcome);
    }
    // A file that comes in parts is one stretch of bars: its last part stays with the others.
    let goes_on = last.is_some_and(|b| b.known_at == at.micros());
    if bars.len() < BULK && merged.len() < FULL && !goes_on {
        return rows::write(&mut m.source(), OPEN, series.id, bars, at).await;
    }
    rows::close_all(&mut m.source(), OPEN, series.id, at).await?;
    // A short last block is filled up rather than followed by another.
    let is_short = |b: &Block| usize::try_from(b.n_bars).unwrap_or(FULL) < FULL / 2;
    if let Some(short) = last.filter(|b| goes_on || is_short(b)) {
        let old = load(m, series.instrument_id, series.id, short.first_at).await?;
        end(m, series.id, short.first_at).await?;
        merged = merge(&old, &merged).0;
    }
    put(m, series.id, &merged).await?;
    Ok(outcome)
}

/// Takes bars out by their times, which ascend; says how many were there.
pub(super) async fn delete(m: &mut BarWrite, series: &Series, times: &[i64]) -> Result<u64> {
    let now = m.at;
    let blocks = index(&mut m.source(), series.id).await?;
    let mut gone = 0;
    for block in &blocks {
        let (from, to) =
            (times.partition_point(|at| *at < block.first_at), times.partition_point(|at| *at <= block.last_at));
        if from == to {
            continue;
        }
        let old = load(m, series.instrument_id, series.id, block.first_at).await?;
        let mut rest = BarSeries::default();
        for bar in old.iter().filter(|bar| times[from..to].binary_search(&bar.at.micros()).is_err()) {
            rest.push(&bar);
        }
        if rest.len() < old.len() {
            end(m, series.id, block.first_at).await?;
            put(m, series.id, &rest).await?;
            gone += (old.len() - rest.len()) as u64;
        }
    }
    let newer = blocks.last().map_or(0, |last| times.partition_point(|at| *at <= last.last_at));
    Ok(gone + rows::delete(&mut m.source(), OPEN, series.id, &times[newer..], now).await?)
}

/// The first and the last time of a series.
pub(super) async fn ends(on: &mut Source<'_>, series_id: i64) -> Result<Option<(i64, i64)>> {
    let blocks = index(on, series_id).await?;
    let rows = rows::ends(on, OPEN, series_id).await?;
    let first = blocks.first().map(|b| b.first_at).or(rows.map(|r| r.0));
    let last = rows.map(|r| r.1).or(blocks.last().map(|b| b.last_at));
    Ok(first.zip(last))
}

/// The bars of some series in a range, blocks before rows; a series without any is left out.
pub(super) async fn read(on: &mut Source<'_>, series: &[Series], range: Range) -> Result<HashMap<i64, BarSeries>> {
    let mut values = vec![Value::int(range.to.unwrap_or(i64::MAX)), Value::int(range.from.unwrap_or(i64::MIN))];
    values.extend(range.known_at.map(Value::time));
    let known = rows::known_condition(range.known_at, 3);
    let ids = places(values.len() + 1, series.len());
    values.extend(series.iter().map(|s| Value::int(s.id)));
    let sql = format!(
        "SELECT series_id, first_at, payload FROM market_data_timeseries \
         WHERE series_id IN ({ids}) AND first_at <= $1 AND last_at >= $2 AND {known} ORDER BY series_id, first_at"
    );
    let mut found: HashMap<i64, BarSeries> = HashMap::new();
    let mut decoder = decoder()?;
    for row in &on.rows(sql, values).await? {
        let mut c = row.cells(NOUN);
        let (id, first_at, payload) = (c.int()?, c.int()?, c.blob()?);
        let Some(of) = series.iter().find(|s| s.id == id) else { continue };
        let done = decoder.append(&payload, found.entry(id).or_default());
        done.map_err(|reason| damaged(of.instrument_id, first_at, reason))?;
    }
    for bars in found.values_mut() {
        bars.clip(range.from, range.to);
    }
    for (id, bar) in rows::read_many(on, OPEN, series, range).await? {
        found.entry(id).or_default().push(&bar);
    }
    found.retain(|_, bars| !bars.is_empty());
    Ok(found)
}

/// The last bar of the blocks at or before a time, with those around it in its block.
pub(super) async fn block_before(
    on: &mut Source<'_>,
    instrument_id: InstrumentId,
    series_id: i64,
    to: i64,
    known_at: Option<Timestamp>,
) -> Result<BarSeries> {
    let mut values = vec![Value::int(series_id), Value::int(to)];
    values.extend(known_at.map(Value::time));
    let known = rows::known_condition(known_at, 3);
    let sql = format!(
        "SELECT first_at, payload FROM market_data_timeseries \
         WHERE series_id = $1 AND first_at <= $2 AND {known} ORDER BY first_at DESC LIMIT 1"
    );
    let Some(row) = on.row(sql, values).await? else { return Ok(BarSeries::default()) };
    let mut c = row.cells(NOUN);
    let (first_at, payload) = (c.int()?, c.blob()?);
    let decoded = decoder()?.decode(&payload);
    decoded.map_err(|reason| damaged(instrument_id, first_at, reason))
}

/// Decodes every current block of a series; what cannot be read.
pub(super) async fn verify(
    on: &mut Source<'_>,
    instrument_id: InstrumentId,
    series_id: i64,
) -> Result<Vec<StoreError>> {
    let mut decoder = decoder()?;
    let mut wrong = Vec::new();
    for block in index(on, series_id).await? {
        let row = on.row(PAYLOAD, vec![Value::int(series_id), Value::int(block.first_at)]).await?;
        let Some(row) = row else { continue };
        if let Err(reason) = decoder.decode(&row.cells(NOUN).blob()?) {
            wrong.push(damaged(instrument_id, block.first_at, reason));
        }
    }
    Ok(wrong)
}

const PAYLOAD: &str =
    "SELECT payload FROM market_data_timeseries WHERE series_id = $1 AND first_at = $2 AND known_until IS NULL";

async fn index(on: &mut Source<'_>, series_id: i64) -> Result<Vec<Block>> {
    let sql = "SELECT first_at, last_at, n_bars, known_at FROM market_data_timeseries \
               WHERE series_id = $1 AND known_until IS NULL ORDER BY first_at";
    let rows = on.rows(sql, vec![Value::int(series_id)]).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.cells(NOUN);
            Ok(Block { first_at: c.int()?, last_at: c.int()?, n_bars: c.int()?, known_at: c.int()? })
        })
        .collect()
}

async fn load(m: &mut BarWrite, instrument_id: InstrumentId, series_id: i64, first_at: i64) -> Result<BarSeries> {
    let row = m.source().row(PAYLOAD, vec![Value::int(series_id), Value::int(first_at)]).await?;
    let row = row.ok_or_else(|| StoreError::not_found(NOUN, first_at))?;
    let decoded = m.codec.decoder.decode(&row.cells(NOUN).blob()?);
    decoded.map_err(|reason| damaged(instrument_id, first_at, reason))
}

/// Ends the current revision of a block. One that this very change has made was never known to anybody, and goes.
async fn end(m: &mut BarWrite, series_id: i64, first_at: i64) -> Result<()> {
    let sql = "DELETE FROM market_data_timeseries \
               WHERE series_id = $1 AND first_at = $2 AND known_at = $3 AND known_until IS NULL";
    let values = vec![Value::int(series_id), Value::int(first_at), Value::time(m.at)];
    if m.source().run(sql, values).await? > 0 {
        return Ok(());
    }
    let sql = "UPDATE market_data_timeseries SET known_until = $3 \
               WHERE series_id = $1 AND first_at = $2 AND known_until IS NULL";
    let values = vec![Value::int(series_id), Value::int(first_at), Value::time(m.at)];
    m.source().run(sql, values).await.map(drop)
}

/// Stores bars as current blocks, evenly cut when they are too many for one.
async fn put(m: &mut BarWrite, series_id: i64, bars: &BarSeries) -> Result<()> {
    let n = bars.len();
    // Up to half a block more than full stays one: history is revised in place, not splintered.
    let step = if n <= FULL + FULL / 2 { n.max(1) } else { FULL };
    let mut start = 0;
    while start < n {
        let end = if n - start <= FULL + FULL / 2 { n } else { start + step };
        let part = bars.slice(start..end);
        let payload = m.codec.encoder.encode(&part);
        let payload = payload.map_err(|e| StoreError::Encode { noun: NOUN, reason: e.to_string() })?;
        let first_at = part.at[0];
        let sql = "SELECT coalesce(max(revision), 0) + 1 FROM market_data_timeseries \
                   WHERE series_id = $1 AND first_at = $2";
        let revision = m.source().number(sql, vec![Value::int(series_id), Value::int(first_at)]).await?;
        let values = vec![
            Value::int(series_id),
            Value::int(first_at),
            Value::int(revision),
            Value::int(part.at[part.len() - 1]),
            Value::int(i64::try_from(part.len()).unwrap_or(0)),
            Value::time(m.at),
            Value::Int(None),
            Value::Blob(payload),
        ];
        let columns = "series_id, first_at, revision, last_at, n_bars, known_at, known_until, payload";
        m.source().insert_rows(NOUN, columns, vec![values]).await?;
        start = end;
    }
    Ok(())
}

pub(super) fn damaged(instrument_id: InstrumentId, first_at: i64, reason: bars::codec::CodecError) -> StoreError {
    StoreError::BlockDamaged { instrument_id, from: Timestamp::from_micros(first_at), reason }
}

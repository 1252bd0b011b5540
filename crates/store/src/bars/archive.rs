//! What became known of a series, step by step: the same from blocks and from rows, and what an archive holds of bars.
//!
//! A step is found from what began and what ended at its time: a bar that ended and began again with the same values only
//! moved from one block to another.

use std::collections::BTreeMap;

use bars::codec::Decoder;
use model::{
    bar::{Bar, BarSize},
    error::ValueError,
    id::InstrumentId,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::{BarSeries, BarWrite, NOUN, blocks, take_out, write};
use crate::{
    errors::{Result, StoreError},
    sql::{Source, Value},
};

/// Bars of one step of [`BarChange`]; a longer step comes in several.
const AT_ONCE: usize = 4096;
/// The longest name of a source, in characters.
const SOURCE_MAX: usize = 80;

/// A time, then open, high, low, close and volume; what is not known is none.
pub type BarCells = (Timestamp, Option<f64>, Option<f64>, Option<f64>, f64, Option<f64>);

/// What became known of a series at one time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BarChange {
    /// Whose bars.
    pub instrument_id: InstrumentId,
    /// Of this size.
    pub size: BarSize,
    /// From this source.
    pub source: String,
    /// When it became known.
    pub known_at: Timestamp,
    /// Bars that are new or have other values, by time.
    pub put: Vec<BarCells>,
    /// Times whose bars were taken out, ascending.
    pub gone: Vec<Timestamp>,
}

/// The series of a store in the order in which they were made: among series of files the last made weighs most.
pub(crate) async fn series(on: &mut Source<'_>) -> Result<Vec<SeriesRow>> {
    let rows = on.rows("SELECT id, instrument_id, bar_size, source FROM bar_series ORDER BY id", vec![]).await?;
    let of_row = |row: &crate::sql::Row| {
        let mut c = row.cells(NOUN);
        let (id, instrument_id) = (c.int()?, InstrumentId::from_uuid(c.uuid()?));
        Ok(SeriesRow { id, instrument_id, size: c.parsed()?, source: c.text()? })
    };
    rows.iter().map(of_row).collect()
}

/// A series by its row.
#[derive(Clone, Debug)]
pub(crate) struct SeriesRow {
    id: i64,
    instrument_id: InstrumentId,
    size: BarSize,
    source: String,
}

/// Every revision of a series by the times at which they began and ended.
pub(crate) struct History {
    of: SeriesRow,
    /// Newest first, so that the next is taken from the end.
    steps: Vec<(i64, Step)>,
    /// Parts of a long step that are still to be handed out.
    rest: Vec<BarChange>,
}

#[derive(Default)]
struct Step {
    began: Vec<Piece>,
    ended: Vec<Piece>,
}

/// A block by its key, or a row.
#[derive(Clone)]
enum Piece {
    Block { first_at: i64, revision: i64 },
    Row(Bar),
}

impl History {
    /// Finds the revisions of a series; bars of blocks are read with their step.
    pub(crate) async fn of(on: &mut Source<'_>, of: SeriesRow) -> Result<Self> {
        let mut steps: BTreeMap<i64, Step> = BTreeMap::new();
        let mut note = |known_at: i64, known_until: Option<i64>, piece: Piece| {
            // What began and ended at once was never to be seen.
            if known_until == Some(known_at) {
                return;
            }
            if let Some(until) = known_until {
                steps.entry(until).or_default().ended.push(piece.clone());
            }
            steps.entry(known_at).or_default().began.push(piece);
        };
        let id = vec![Value::int(of.id)];
        let table = if on.is_postgres() { NOUN } else { blocks::OPEN };
        if !on.is_postgres() {
            let sql = "SELECT first_at, revision, known_at, known_until FROM market_data_timeseries \
                       WHERE series_id = $1 ORDER BY first_at, revision";
            for row in on.rows(sql, id.clone()).await? {
                let mut c = row.cells(NOUN);
                let piece = Piece::Block { first_at: c.int()?, revision: c.int()? };
                note(c.int()?, c.opt_int()?, piece);
            }
        }
        let sql = format!(
            "SELECT known_at, known_until, at, open, high, low, close, volume FROM {table} \
             WHERE series_id = $1 ORDER BY at, revision"
        );
        for row in on.rows(sql, id).await? {
            let mut c = row.cells(NOUN);
            let (known_at, known_until) = (c.int()?, c.opt_int()?);
            let bar = Bar {
                at: c.time()?,
                open: c.opt_real()?,
                high: c.opt_real()?,
                low: c.opt_real()?,
                close: c.real()?,
                volume: c.opt_real()?,
            };
            note(known_at, known_until, Piece::Row(bar));
        }
        Ok(Self { of, steps: steps.into_iter().rev().collect(), rest: Vec::new() })
    }

    /// The next step, or the next part of a long one; none at the end.
    pub(crate) async fn next(&mut self, on: &mut Source<'_>) -> Result<Option<BarChange>> {
        loop {
            if let Some(part) = self.rest.pop() {
                return Ok(Some(part));
            }
            let Some((at, step)) = self.steps.pop() else { return Ok(None) };
            let before = self.bars(on, &step.ended).await?;
            let after = self.bars(on, &step.began).await?;
            self.rest = self.parts(Timestamp::from_micros(at), &before, &after);
            self.rest.reverse();
        }
    }

    async fn bars(&self, on: &mut Source<'_>, pieces: &[Piece]) -> Result<BTreeMap<i64, Bar>> {
        let mut found = BTreeMap::new();
        let mut decoder = None;
        for piece in pieces {
            match piece {
                Piece::Row(bar) => _ = found.insert(bar.at.micros(), *bar),
                Piece::Block { first_at, revision } => {
                    let sql = "SELECT payload FROM market_data_timeseries \
                               WHERE series_id = $1 AND first_at = $2 AND revision = $3";
                    let key = [self.of.id, *first_at, *revision].into_iter().map(Value::int).collect();
                    let row = on.row(sql, key).await?.ok_or_else(|| StoreError::not_found(NOUN, first_at))?;
                    let decoder = match &mut decoder {
                        Some(decoder) => decoder,
                        none => none.insert(
                            Decoder::new().map_err(|e| StoreError::Encode { noun: NOUN, reason: e.to_string() })?,
                        ),
                    };
                    let decoded = decoder.decode(&row.cells(NOUN).blob()?);
                    let bars = decoded.map_err(|reason| blocks::damaged(self.of.instrument_id, *first_at, reason))?;
                    found.extend(bars.iter().map(|bar| (bar.at.micros(), bar)));
                }
            }
        }
        Ok(found)
    }

    fn parts(&self, known_at: Timestamp, before: &BTreeMap<i64, Bar>, after: &BTreeMap<i64, Bar>) -> Vec<BarChange> {
        let put: Vec<BarCells> =
            after.iter().filter(|(at, bar)| before.get(at) != Some(bar)).map(|(_, bar)| cells(bar)).collect();
        let gone: Vec<Timestamp> =
            before.keys().filter(|at| !after.contains_key(at)).map(|at| Timestamp::from_micros(*at)).collect();
        let part = |put: &[BarCells], gone: &[Timestamp]| BarChange {
            instrument_id: self.of.instrument_id,
            size: self.of.size,
            source: self.of.source.clone(),
            known_at,
            put: put.to_vec(),
            gone: gone.to_vec(),
        };
        let taken = gone.chunks(AT_ONCE).map(|gone| part(&[], gone));
        taken.chain(put.chunks(AT_ONCE).map(|put| part(put, &[]))).collect()
    }
}

fn cells(b: &Bar) -> BarCells {
    (b.at, b.open, b.high, b.low, b.close, b.volume)
}

/// Writes a step with the time at which it became known. Steps of a series come in the order of those times.
///
/// # Errors
/// When the bars do not pass, or the source has no name.
pub async fn restore(m: &mut BarWrite, change: &BarChange) -> Result<()> {
    let n = change.source.chars().count();
    if n == 0 || n > SOURCE_MAX {
        let errors = vec![ValueError::Length { field: "source", max: SOURCE_MAX }];
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    let mut bars = BarSeries::default();
    for &(at, open, high, low, close, volume) in &change.put {
        bars.push(&Bar { at, open, high, low, close, volume });
    }
    let now = std::mem::replace(&mut m.at, change.known_at);
    let done = put(m, change, &bars).await;
    m.at = now;
    done
}

async fn put(m: &mut BarWrite, change: &BarChange, bars: &BarSeries) -> Result<()> {
    if !change.gone.is_empty() {
        let all = super::series_of(&mut m.source(), change.instrument_id, change.size).await?;
        let times: Vec<i64> = change.gone.iter().map(|t| t.micros()).collect();
        if let Some(series) = all.iter().find(|s| s.source == change.source) {
            take_out(m, series, &times).await?;
        }
    }
    write(m, change.instrument_id, change.size, &change.source, bars).await.map(drop)
}

/// Deletes every series for good: bars that a crash left without their instruments.
///
/// # Errors
/// When the database refuses.
pub async fn clear(m: &mut BarWrite) -> Result<()> {
    m.source().run("DELETE FROM bar_series", vec![]).await.map(drop)
}

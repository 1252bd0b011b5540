//! Reading bars: a range, the last one before a time, and how far each series reaches.

use std::collections::BTreeMap;

use bars::series::BarSeries;
use model::{
    bar::{Bar, BarSize},
    id::InstrumentId,
    time::Timestamp,
};

use super::{
    BarWrite, NOUN, blocks,
    merge::overlay,
    rows::{self, Range},
    series_of,
};
use crate::{
    Store,
    errors::{Result, StoreError},
    sql::Source,
};

/// Which bars of a series are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct BarQuery<'a> {
    /// From this time on.
    pub from: Option<Timestamp>,
    /// Up to this time, included.
    pub to: Option<Timestamp>,
    /// As they were known at this time; `None`: now.
    pub known_at: Option<Timestamp>,
    /// Of this source alone; `None`: all merged.
    pub source: Option<&'a str>,
}

/// How far a series reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Whose bars.
    pub instrument_id: InstrumentId,
    /// Of this size.
    pub size: BarSize,
    /// From this source.
    pub source: String,
    /// The first bar's time.
    pub first: Timestamp,
    /// The last bar's time.
    pub last: Timestamp,
    /// How many bars.
    pub n_bars: u64,
    /// When they last changed.
    pub changed_at: Timestamp,
}

/// The bars of an instrument.
///
/// # Errors
/// [`StoreError::BlockDamaged`] when a block cannot be read.
pub async fn read(
    store: &Store,
    instrument_id: InstrumentId,
    size: BarSize,
    query: &BarQuery<'_>,
) -> Result<BarSeries> {
    let range = Range {
        from: query.from.map(Timestamp::micros),
        to: query.to.map(Timestamp::micros),
        known_at: query.known_at,
    };
    merged(&mut store.market(), instrument_id, size, query.source, range).await
}

pub(super) async fn merged(
    on: &mut Source<'_>,
    instrument_id: InstrumentId,
    size: BarSize,
    source: Option<&str>,
    range: Range,
) -> Result<BarSeries> {
    let mut whole = BarSeries::default();
    for series in series_of(on, instrument_id, size).await? {
        if source.is_some_and(|s| s != series.source) {
            continue;
        }
        let part = if on.is_postgres() {
            rows::read(on, NOUN, series.id, range).await?
        } else {
            blocks::read(on, instrument_id, series.id, range).await?
        };
        // The first series weighs most.
        whole = if whole.is_empty() { part } else { overlay(&part, &whole) };
    }
    Ok(whole)
}

/// The bar to be seen at a time, within a change.
pub(super) async fn bar_at(
    m: &mut BarWrite,
    instrument_id: InstrumentId,
    size: BarSize,
    at: Timestamp,
) -> Result<Option<Bar>> {
    let range = Range { from: Some(at.micros()), to: Some(at.micros()), known_at: None };
    let found = merged(&mut m.source(), instrument_id, size, None, range).await?;
    Ok((!found.is_empty()).then(|| found.bar(0)))
}

/// For each instrument that has one, its last bar at or before a time.
///
/// # Errors
/// As [`read`].
pub async fn latest(
    store: &Store,
    ids: &[InstrumentId],
    size: BarSize,
    on_or_before: Timestamp,
    known_at: Option<Timestamp>,
) -> Result<BTreeMap<InstrumentId, Bar>> {
    let mut found: BTreeMap<InstrumentId, Bar> = BTreeMap::new();
    let mut on = store.market();
    for id in ids {
        for series in series_of(&mut on, *id, size).await? {
            let bar = last(&mut on, &series, on_or_before.micros(), known_at).await?;
            // Heavier series come first, so an equal time does not replace.
            if let Some(bar) = bar.filter(|b| found.get(id).is_none_or(|known| known.at < b.at)) {
                found.insert(*id, bar);
            }
        }
    }
    Ok(found)
}

async fn last(
    on: &mut Source<'_>,
    series: &super::Series,
    to: i64,
    known_at: Option<Timestamp>,
) -> Result<Option<Bar>> {
    if on.is_postgres() {
        return rows::last(on, NOUN, series.id, to, known_at).await;
    }
    if let Some(bar) = rows::last(on, blocks::OPEN, series.id, to, known_at).await? {
        return Ok(Some(bar));
    }
    let block = blocks::block_before(on, series.instrument_id, series.id, to, known_at).await?;
    let n = block.at.partition_point(|at| *at <= to);
    Ok(n.checked_sub(1).map(|i| block.bar(i)))
}

/// How far each series reaches, by instrument.
///
/// # Errors
/// When the database cannot be read.
pub async fn coverage(store: &Store) -> Result<Vec<Coverage>> {
    let sql = "SELECT instrument_id, bar_size, source, first_at, last_at, n_bars, changed_at FROM bar_series \
               WHERE n_bars > 0 ORDER BY instrument_id, bar_size, source";
    let rows = store.market().rows(sql, vec![]).await?;
    rows.iter()
        .map(|row| {
            let mut c = row.cells(NOUN);
            Ok(Coverage {
                instrument_id: InstrumentId::from_uuid(c.uuid()?),
                size: c.parsed()?,
                source: c.text()?,
                first: c.time()?,
                last: c.time()?,
                n_bars: c.count()?,
                changed_at: c.time()?,
            })
        })
        .collect()
}

/// Stretches without a bar that are longer than a time: from the bar before to the bar after.
///
/// # Errors
/// As [`read`].
pub async fn gaps(
    store: &Store,
    instrument_id: InstrumentId,
    size: BarSize,
    longer_than: chrono::Duration,
) -> Result<Vec<(Timestamp, Timestamp)>> {
    let series = read(store, instrument_id, size, &BarQuery::default()).await?;
    let limit = longer_than.num_microseconds().unwrap_or(i64::MAX);
    let long = series.at.windows(2).filter(|w| w[1] - w[0] > limit);
    Ok(long.map(|w| (Timestamp::from_micros(w[0]), Timestamp::from_micros(w[1]))).collect())
}

/// When any bar last changed; `None` without bars.
///
/// # Errors
/// When the database cannot be read.
pub async fn changed_at(store: &Store) -> Result<Option<Timestamp>> {
    let sql = "SELECT changed_at FROM bar_series ORDER BY changed_at DESC LIMIT 1";
    store.market().row(sql, vec![]).await?.map(|r| r.cells(NOUN).time()).transpose()
}

/// Reads every current block; what cannot be read, and whose it is. Nothing on Postgres, which checks its own pages.
///
/// # Errors
/// When the database cannot be read.
pub async fn damaged(store: &Store) -> Result<Vec<StoreError>> {
    let mut on = store.market();
    if on.is_postgres() {
        return Ok(Vec::new());
    }
    let mut wrong = Vec::new();
    for row in on.rows("SELECT id, instrument_id FROM bar_series ORDER BY id", vec![]).await? {
        let mut c = row.cells(NOUN);
        let (series_id, instrument_id) = (c.int()?, InstrumentId::from_uuid(c.uuid()?));
        wrong.extend(blocks::verify(&mut on, instrument_id, series_id).await?);
    }
    Ok(wrong)
}

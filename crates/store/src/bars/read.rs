//! Reading bars: a range, the last one before a time, and how far each series reaches.

use std::collections::{BTreeMap, HashMap};

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
    series_of, series_of_all,
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
    let found = merged(&mut store.market(), &[instrument_id], size, query).await?.remove(&instrument_id);
    Ok(found.unwrap_or_default())
}

/// The bars of many instruments at once; one without any is left out.
///
/// # Errors
/// As [`read`].
pub async fn read_many(
    store: &Store,
    ids: &[InstrumentId],
    size: BarSize,
    query: &BarQuery<'_>,
) -> Result<HashMap<InstrumentId, BarSeries>> {
    merged(&mut store.market(), ids, size, query).await
}

pub(super) async fn merged(
    on: &mut Source<'_>,
    ids: &[InstrumentId],
    size: BarSize,
    query: &BarQuery<'_>,
) -> Result<HashMap<InstrumentId, BarSeries>> {
    let range = Range {
        from: query.from.map(Timestamp::micros),
        to: query.to.map(Timestamp::micros),
        known_at: query.known_at,
    };
    let mut series = series_of_all(on, ids, size).await?;
    series.retain(|s| query.source.is_none_or(|wanted| wanted == s.source));
    if series.is_empty() {
        return Ok(HashMap::new());
    }
    let mut parts = match on.is_postgres() {
        true => by_series(rows::read_many(on, NOUN, &series, range).await?),
        false => blocks::read(on, &series, range).await?,
    };
    let mut whole: HashMap<InstrumentId, BarSeries> = HashMap::new();
    for (id, part) in series.iter().filter_map(|s| Some((s.instrument_id, parts.remove(&s.id)?))) {
        // The first series weighs most.
        let merged = match whole.get(&id) {
            Some(heavier) => overlay(&part, heavier),
            None => part,
        };
        whole.insert(id, merged);
    }
    Ok(whole)
}

fn by_series(rows: Vec<(i64, Bar)>) -> HashMap<i64, BarSeries> {
    let mut found: HashMap<i64, BarSeries> = HashMap::new();
    for (id, bar) in rows {
        found.entry(id).or_default().push(&bar);
    }
    found
}

/// The bar to be seen at a time, within a change.
pub(super) async fn bar_at(
    m: &mut BarWrite,
    instrument_id: InstrumentId,
    size: BarSize,
    at: Timestamp,
) -> Result<Option<Bar>> {
    let query = BarQuery { from: Some(at), to: Some(at), ..BarQuery::default() };
    let found = merged(&mut m.source(), &[instrument_id], size, &query).await?.remove(&instrument_id);
    Ok(found.filter(|bars| !bars.is_empty()).map(|bars| bars.bar(0)))
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

/// When the first bar of an instrument begins, whichever source has it; `None` without bars.
///
/// # Errors
/// When the database cannot be read.
pub async fn first(store: &Store, instrument_id: InstrumentId, size: BarSize) -> Result<Option<Timestamp>> {
    let series = series_of(&mut store.market(), instrument_id, size).await?;
    let first = series.iter().filter(|series| series.n_bars > 0).map(|series| series.first_at).min();
    Ok(first.map(Timestamp::from_micros))
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

//! Undoing an import of bars: every bar gets back what was known of it before.

use std::cmp::Ordering;

use bars::series::BarSeries;
use model::{
    bar::BarSize,
    id::{ImportId, InstrumentId},
    time::Timestamp,
};

use super::{BarQuery, BarWrite, NOUN, read, series_of, take_out, write};
use crate::{
    errors::{Result, StoreError},
    sql::Value,
};

/// Takes back what an import did to the bars of some instruments and nobody changed since: corrected bars get their
/// earlier values, new ones go. Returns how many bars changed. A second call changes nothing.
///
/// # Errors
/// [`StoreError::NotFound`] without such an import; [`StoreError::ImportSuperseded`] when a later one corrected some of
/// its bars, and then nothing was changed.
pub async fn undo_import(
    m: &mut BarWrite,
    import_id: ImportId,
    size: BarSize,
    source: &str,
    instruments: &[InstrumentId],
) -> Result<u64> {
    let sql = "SELECT at FROM bar_imports WHERE import_id = $1";
    let row = m.source().row(sql, vec![Value::uuid(import_id.uuid())]).await?;
    let at = row.ok_or_else(|| StoreError::not_found("imports", import_id))?.cells(NOUN).time()?;
    let mut inverses = Vec::new();
    let mut later = 0;
    for &id in instruments {
        let before = known(m, id, size, source, Some(Timestamp::from_micros(at.micros() - 1))).await?;
        let after = known(m, id, size, source, Some(at)).await?;
        let now = known(m, id, size, source, None).await?;
        let inverse = Inverse::new(&before, &after, &now);
        later += inverse.superseded;
        inverses.push((id, inverse));
    }
    if later > 0 {
        return Err(StoreError::ImportSuperseded { import_id, count: later });
    }
    let mut changed = 0;
    for (id, inverse) in inverses {
        changed += write(m, id, size, source, &inverse.corrected).await?.revised;
        let series = series_of(&mut m.source(), id, size).await?.into_iter().find(|s| s.source == source);
        if let Some(series) = series.filter(|_| !inverse.new.is_empty()) {
            changed += take_out(m, &series, &inverse.new).await?;
        }
    }
    Ok(changed)
}

async fn known(
    m: &mut BarWrite,
    id: InstrumentId,
    size: BarSize,
    source: &str,
    known_at: Option<Timestamp>,
) -> Result<BarSeries> {
    let query = BarQuery { known_at, source: Some(source), ..BarQuery::default() };
    Ok(read::merged(&mut m.source(), &[id], size, &query).await?.remove(&id).unwrap_or_default())
}

/// What takes an import back.
#[derive(Debug, Default, PartialEq)]
struct Inverse {
    /// The earlier values of bars that it corrected.
    corrected: BarSeries,
    /// The times of bars that it added, ascending.
    new: Vec<i64>,
    /// How many of its bars have another value by now.
    superseded: u64,
}

impl Inverse {
    /// From the bars as they were known before it, after it, and now.
    fn new(before: &BarSeries, after: &BarSeries, now: &BarSeries) -> Self {
        let mut inverse = Self::default();
        let (mut b, mut n) = (0, 0);
        for bar in after.iter() {
            let at = bar.at.micros();
            b += before.at[b..].partition_point(|t| *t < at);
            n += now.at[n..].partition_point(|t| *t < at);
            let earlier = before.at.get(b).filter(|t| **t == at).map(|_| before.bar(b));
            if earlier == Some(bar) {
                continue;
            }
            match now.at.get(n).map(|t| t.cmp(&at)) {
                Some(Ordering::Equal) if now.bar(n) == bar => match earlier {
                    Some(earlier) => inverse.corrected.push(&earlier),
                    None => inverse.new.push(at),
                },
                Some(Ordering::Equal) if Some(now.bar(n)) != earlier => inverse.superseded += 1,
                _ => {} // deleted by hand since, or taken back already
            }
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use model::bar::Bar;

    use super::*;

    fn series(bars: &[(i64, f64)]) -> BarSeries {
        let bars: Vec<Bar> =
            bars.iter().map(|(at, close)| Bar::close_only(Timestamp::from_micros(*at), *close)).collect();
        BarSeries::from_bars(&bars).unwrap()
    }

    #[test]
    fn only_what_the_import_did_and_nobody_changed_is_taken_back() {
        let before = series(&[(1, 1.0), (2, 2.0), (3, 3.0)]);
        let after = series(&[(1, 1.0), (2, 2.5), (3, 3.5), (4, 4.0), (5, 5.0)]);
        let check = |now: &[(i64, f64)], corrected: &[(i64, f64)], new: &[i64], superseded| {
            let found = Inverse::new(&before, &after, &series(now));
            assert_eq!(found, Inverse { corrected: series(corrected), new: new.to_vec(), superseded }, "{now:?}");
        };
        check(&[(1, 1.0), (2, 2.5), (3, 3.5), (4, 4.0), (5, 5.0)], &[(2, 2.0), (3, 3.0)], &[4, 5], 0);
        check(&[(0, 9.0), (2, 2.5), (5, 5.0), (6, 6.0)], &[(2, 2.0)], &[5], 0);
        check(&[(1, 1.0), (2, 2.0), (3, 3.0)], &[], &[], 0);
        check(&[(2, 2.7), (3, 3.5), (4, 4.4)], &[(3, 3.0)], &[], 2);
    }
}

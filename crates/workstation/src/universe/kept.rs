//! Universes that were estimated, kept while nothing changes: a limit that is being dragged estimates nothing anew.

use std::sync::{Arc, Mutex, PoisonError, atomic::Ordering};

use chrono::NaiveDate;
use tokio::sync::OnceCell;

use super::Estimated;
use crate::{optimizations::UniverseSpec, workspace::Workspace};

/// Universes kept; a person looks at few.
const UNIVERSES_MAX: usize = 8;
/// Cells of all kept ones together, at 16 bytes each.
const CELLS_MAX: usize = 8_000_000;

/// The state of the workspace that an estimate depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) ledger: u64,
    pub(crate) fx: u64,
    pub(crate) bars: u64,
    pub(crate) today: NaiveDate,
}

impl Seen {
    /// The present one.
    pub(crate) fn now(ws: &Workspace, today: NaiveDate) -> Self {
        let g = &ws.generations;
        let now = |counter: &std::sync::atomic::AtomicU64| counter.load(Ordering::Acquire);
        Self { ledger: now(&g.ledger), fx: now(&g.fx), bars: now(&g.bars), today }
    }
}

type Place<T> = Arc<OnceCell<Arc<T>>>;

/// The kept universes, the last used one at the end.
pub(crate) struct Kept<T = Estimated>(Mutex<Vec<(Seen, UniverseSpec, Place<T>)>>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Kept<T> {
    /// Where the estimate of a spec is, or is to be put. Two that ask at once get one place, so that it is made once.
    /// `size` tells the cells of one.
    pub(super) fn place(&self, seen: Seen, spec: &UniverseSpec, size: impl Fn(&T) -> usize) -> Place<T> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // What was estimated before the last change will never be asked for again.
        kept.retain(|(then, _, _)| *then == seen);
        let entry = match kept.iter().position(|(_, known, _)| known == spec) {
            Some(at) => kept.remove(at),
            None => (seen, spec.clone(), Place::default()),
        };
        let place = Arc::clone(&entry.2);
        kept.push(entry);
        let cells = |kept: &[(Seen, UniverseSpec, Place<T>)]| -> usize {
            kept.iter().filter_map(|(_, _, place)| place.get()).map(|one| size(one)).sum()
        };
        while kept.len() > 1 && (kept.len() > UNIVERSES_MAX || cells(&kept) > CELLS_MAX) {
            kept.remove(0);
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use model::id::InstrumentId;

    use super::*;

    fn seen(bars: u64) -> Seen {
        Seen { ledger: 1, fx: 1, bars, today: NaiveDate::from_ymd_opt(2024, 1, 2).unwrap() }
    }

    fn spec() -> UniverseSpec {
        UniverseSpec { instrument_ids: vec![InstrumentId::new()], ..UniverseSpec::default() }
    }

    #[test]
    fn one_spec_has_one_place_until_something_changes() {
        let kept: Kept<u8> = Kept::default();
        let spec = spec();
        let first = kept.place(seen(1), &spec, |_| 1);
        first.set(Arc::new(7)).unwrap();
        assert_eq!(kept.place(seen(1), &spec, |_| 1).get().map(|v| **v), Some(7));
        assert_eq!(kept.place(seen(2), &spec, |_| 1).get(), None);
        assert_eq!(kept.0.lock().unwrap().len(), 1, "what was seen before is gone");
    }

    #[test]
    fn the_least_used_makes_room() {
        let kept: Kept<u8> = Kept::default();
        let specs: Vec<UniverseSpec> = std::iter::repeat_with(spec).take(UNIVERSES_MAX + 1).collect();
        for spec in &specs[..UNIVERSES_MAX] {
            kept.place(seen(1), spec, |_| 1).set(Arc::new(0)).unwrap();
        }
        kept.place(seen(1), &specs[0], |_| 1);
        kept.place(seen(1), &specs[UNIVERSES_MAX], |_| 1);
        assert!(kept.place(seen(1), &specs[0], |_| 1).get().is_some());
        assert!(kept.place(seen(1), &specs[1], |_| 1).get().is_none());
    }

    #[test]
    fn large_ones_make_room_before_they_are_many() {
        let kept: Kept<u8> = Kept::default();
        let specs = [spec(), spec(), spec()];
        for spec in &specs[..2] {
            kept.place(seen(1), spec, |_| CELLS_MAX).set(Arc::new(0)).unwrap();
        }
        kept.place(seen(1), &specs[2], |_| CELLS_MAX);
        assert_eq!(kept.0.lock().unwrap().len(), 2);
    }
}

//! When a book must be requested, and when an answer is good for it.
//!
//! The rule: changes are kept from the first one on; a snapshot is good when it reaches at least up to just before the first
//! kept change; changes go on without a hole. `feed` joins them; here is decided only when to ask.

use std::collections::BTreeMap;

use model::time::Timestamp;

use crate::talk::passed_s;

/// After how many seconds a snapshot that did not come is asked for again.
const AGAIN_S: i64 = 30;

/// One book's changes.
#[derive(Clone, Copy, Debug, Default)]
struct Changes {
    /// First update of the first change since the last hole.
    first: Option<u64>,
    /// Last update of the last change.
    last: Option<u64>,
    /// When a snapshot was asked for that has not come.
    asked_at: Option<Timestamp>,
}

/// All books of a connection, by symbol in capitals.
#[derive(Clone, Debug, Default)]
pub(crate) struct Books(BTreeMap<String, Changes>);

/// Whether a snapshot must be requested.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Need {
    Snapshot,
    Nothing,
}

impl Books {
    /// A new connection.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// A book that is subscribed to from now on.
    pub(crate) fn begin(&mut self, symbol: &str, now: Timestamp) {
        let changes = Changes { asked_at: Some(now), ..Changes::default() };
        self.0.insert(symbol.to_owned(), changes);
    }

    /// A book that nobody wants any longer.
    pub(crate) fn end(&mut self, symbol: &str) {
        self.0.remove(symbol);
    }

    /// A change with its first and last update came.
    pub(crate) fn change(&mut self, symbol: &str, first: u64, last: u64, now: Timestamp) -> Need {
        let changes = self.0.entry(symbol.to_owned()).or_default();
        let joins = changes.last.is_none_or(|before| first <= before.saturating_add(1));
        changes.last = Some(changes.last.map_or(last, |before| before.max(last)));
        if !joins || changes.first.is_none() {
            changes.first = Some(first);
        }
        match changes.asked_at {
            None if !joins => {
                changes.asked_at = Some(now);
                Need::Snapshot
            }
            _ => Need::Nothing,
        }
    }

    /// A snapshot that ends with an update came. One that is older than the changes is of no use: another is needed.
    pub(crate) fn snapshot(&mut self, symbol: &str, last: u64, now: Timestamp) -> Need {
        let Some(changes) = self.0.get_mut(symbol) else { return Need::Nothing };
        let is_asked = changes.asked_at.is_some();
        if is_asked && changes.first.is_some_and(|first| last.saturating_add(1) < first) {
            changes.asked_at = Some(now);
            return Need::Snapshot;
        }
        changes.asked_at = None;
        Need::Nothing
    }

    /// Those whose snapshot did not come in time; they count as asked for again.
    pub(crate) fn overdue(&mut self, now: Timestamp) -> Vec<String> {
        let mut overdue = Vec::new();
        for (symbol, changes) in &mut self.0 {
            if changes.asked_at.is_some_and(|at| passed_s(at, now) >= AGAIN_S) {
                changes.asked_at = Some(now);
                overdue.push(symbol.clone());
            }
        }
        overdue
    }
}

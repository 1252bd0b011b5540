//! A book kept up to date by the messages of its venue, or known to be incomplete.
//!
//! Each venue has its own rule for how a snapshot and changes join. Whatever breaks the rule makes the book wrong without a
//! sign, so it is not shown any longer until a new snapshot has come: the follower asks for one and keeps what comes meanwhile.

use std::collections::VecDeque;

use model::market::{BookChange, BookUpdate, incident::IncidentKind};

use super::{
    OrderBook,
    checksum::{Decimals, crc32},
};

/// How many messages are kept while waiting for a snapshot. When more come, the oldest are forgotten, and the snapshot must be
/// younger than they.
const KEPT: usize = 1000;
/// How many levels a message may have.
const LEVELS_MAX: usize = 50_000;
/// How many levels the messages that are kept may have together.
const KEPT_LEVELS: usize = 500_000;

/// A venue's rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BookRule {
    /// Binance spot: a snapshot by request with its last update; messages span updates `first..=last`; those that the snapshot
    /// holds are dropped, the next must begin no later than at the update after it, and so on.
    BinanceSpot,
    /// Binance futures: as spot for the first message after the snapshot, then `previous` must be the `last` before.
    BinanceFutures,
    /// Kraken: the stream begins with a snapshot; after each message the book is cut to the subscribed depth, and its checksum
    /// must fit.
    Kraken {
        /// Levels of each side that were subscribed to.
        depth: usize,
        /// Decimals of the pair.
        decimals: Decimals,
    },
    /// Coinbase level 2: the stream begins with a snapshot; changes apply in order. The connection's numbers are counted over
    /// all its channels, so the caller watches them and calls [`BookFollower::lost`]; older ones are dropped here.
    Coinbase,
}

/// Whether the book can be shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BookState {
    /// There is no snapshot, or messages are missing since.
    Incomplete,
    /// It is what the venue says.
    Complete,
}

/// What became of a message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Followed {
    /// The book holds it now.
    Applied,
    /// It is kept until a snapshot comes.
    Kept,
    /// The book holds it already.
    Old,
    /// The book is incomplete from now on, for that reason: a snapshot is needed. With [`IncidentKind::Crossed`], the best bid
    /// was above the best ask after a whole message.
    Broken(IncidentKind),
}

/// Follows one book.
#[derive(Clone, Debug)]
pub struct BookFollower {
    rule: BookRule,
    book: OrderBook,
    state: BookState,
    /// Number of the last update in the book.
    last: Option<u64>,
    /// Whether a message joined the snapshot already (Binance futures).
    joined: Joined,
    kept: VecDeque<BookUpdate>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Joined {
    SnapshotOnly,
    Messages,
}

impl BookFollower {
    /// A book of which nothing is known.
    #[must_use]
    pub fn new(rule: BookRule) -> Self {
        let (book, state, kept) = (OrderBook::default(), BookState::Incomplete, VecDeque::new());
        Self { rule, book, state, last: None, joined: Joined::SnapshotOnly, kept }
    }

    /// The book; `None` while it is incomplete.
    #[must_use]
    pub fn book(&self) -> Option<&OrderBook> {
        match self.state {
            BookState::Complete => Some(&self.book),
            BookState::Incomplete => None,
        }
    }

    /// Whether it can be shown.
    #[must_use]
    pub const fn state(&self) -> BookState {
        self.state
    }

    /// Number of the last update that it holds.
    #[must_use]
    pub const fn last(&self) -> Option<u64> {
        self.last
    }

    /// Messages were lost, as after a break of the connection or a hole in its numbers: a snapshot is needed.
    pub fn lost(&mut self) {
        self.state = BookState::Incomplete;
        self.kept.clear();
    }

    /// Takes a message.
    pub fn step(&mut self, update: &BookUpdate) -> Followed {
        if !in_range(update) {
            // A message that cannot be read is a missing one, and those kept before it do not join on any more.
            self.lost();
            return Followed::Broken(IncidentKind::Range);
        }
        match (update.change, self.state) {
            (BookChange::Snapshot, _) => self.snapshot(update),
            (BookChange::Update, BookState::Complete) => self.update(update),
            (BookChange::Update, BookState::Incomplete) => self.keep(update),
        }
    }

    fn keep(&mut self, update: &BookUpdate) -> Followed {
        self.kept.push_back(update.clone());
        let mut levels: usize = self.kept.iter().map(|kept| kept.levels.len()).sum();
        while self.kept.len() > KEPT || levels > KEPT_LEVELS {
            levels -= self.kept.pop_front().map_or(0, |oldest| oldest.levels.len());
        }
        Followed::Kept
    }

    fn snapshot(&mut self, snapshot: &BookUpdate) -> Followed {
        if self.state == BookState::Complete && self.is_old(snapshot) {
            return Followed::Old;
        }
        self.book.clear();
        self.last = snapshot.numbers.last;
        (self.state, self.joined) = (BookState::Complete, Joined::SnapshotOnly);
        let outcome = self.apply(snapshot);
        if outcome != Followed::Applied {
            return outcome;
        }
        match self.rule {
            BookRule::BinanceSpot | BookRule::BinanceFutures => self.join_kept(),
            // The stream itself begins with the snapshot: what came before belongs to an earlier one.
            BookRule::Kraken { .. } | BookRule::Coinbase => {
                self.kept.clear();
                Followed::Applied
            }
        }
    }

    /// Binance sends no snapshot unasked; one that is older than the book must not turn it back.
    fn is_old(&self, snapshot: &BookUpdate) -> bool {
        let by_request = matches!(self.rule, BookRule::BinanceSpot | BookRule::BinanceFutures);
        by_request && matches!((snapshot.numbers.last, self.last), (Some(new), Some(old)) if new < old)
    }

    /// Applies what came while the snapshot was waited for.
    fn join_kept(&mut self) -> Followed {
        let mut kept = std::mem::take(&mut self.kept);
        while let Some(update) = kept.pop_front() {
            if let Followed::Broken(reason) = self.update(&update) {
                // The message that does not join the snapshot may join a younger one.
                kept.push_front(update);
                self.kept = kept;
                return Followed::Broken(reason);
            }
        }
        Followed::Applied
    }

    fn update(&mut self, update: &BookUpdate) -> Followed {
        let followed = match self.rule {
            BookRule::BinanceSpot => self.join_spot(update),
            BookRule::BinanceFutures => self.join_futures(update),
            BookRule::Kraken { .. } => Followed::Applied,
            BookRule::Coinbase => match (update.numbers.last, self.last) {
                (Some(number), Some(last)) if number <= last => Followed::Old,
                _ => Followed::Applied,
            },
        };
        match followed {
            Followed::Applied => {
                self.last = update.numbers.last.or(self.last);
                self.joined = Joined::Messages;
                self.apply(update)
            }
            Followed::Broken(reason) => {
                self.state = BookState::Incomplete;
                self.kept.clear();
                self.kept.push_back(update.clone());
                Followed::Broken(reason)
            }
            Followed::Kept | Followed::Old => followed,
        }
    }

    fn join_spot(&self, update: &BookUpdate) -> Followed {
        let (Some(first), Some(last), Some(known)) = (update.numbers.first, update.numbers.last, self.last) else {
            return Followed::Broken(IncidentKind::BookGap);
        };
        match known.checked_add(1) {
            _ if last <= known => Followed::Old,
            Some(next) if first <= next => Followed::Applied,
            _ => Followed::Broken(IncidentKind::BookGap),
        }
    }

    fn join_futures(&self, update: &BookUpdate) -> Followed {
        let (Some(first), Some(last), Some(known)) = (update.numbers.first, update.numbers.last, self.last) else {
            return Followed::Broken(IncidentKind::BookGap);
        };
        match self.joined {
            Joined::SnapshotOnly if last < known => Followed::Old,
            Joined::SnapshotOnly if first <= known || update.numbers.previous == Some(known) => Followed::Applied,
            Joined::Messages if last <= known => Followed::Old,
            Joined::Messages if update.numbers.previous == Some(known) => Followed::Applied,
            Joined::SnapshotOnly | Joined::Messages => Followed::Broken(IncidentKind::BookGap),
        }
    }

    /// Puts the levels in and looks at the result.
    fn apply(&mut self, update: &BookUpdate) -> Followed {
        for level in &update.levels {
            self.book.set(level.side, level.price, level.size);
        }
        if let BookRule::Kraken { depth, decimals } = self.rule {
            self.book.truncate(depth);
            if update.numbers.checksum.is_some_and(|sum| sum != crc32(&self.book, decimals)) {
                self.lost();
                return Followed::Broken(IncidentKind::Checksum);
            }
        }
        if self.book.bid_ask().spread().is_some_and(|spread| spread < 0.0) {
            self.lost();
            return Followed::Broken(IncidentKind::Crossed);
        }
        Followed::Applied
    }
}

/// Whether every level is one. A message counts as a whole: without one of its levels the book would be wrong.
fn in_range(update: &BookUpdate) -> bool {
    let good = |value: f64| value.is_finite() && value <= 1e15;
    update.levels.len() <= LEVELS_MAX
        && update.levels.iter().all(|l| good(l.price) && l.price > 0.0 && good(l.size) && l.size >= 0.0)
        && update.numbers.first.is_none_or(|first| update.numbers.last.is_some_and(|last| first <= last))
}

#[cfg(test)]
mod tests;

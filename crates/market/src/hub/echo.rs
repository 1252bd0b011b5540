//! What a source tells again after a new connection: trades, and news.
//!
//! A new connection numbers from anew, so the checks of the stream forget what they had seen. Many sources begin with the last trades: they
//! would be counted twice. A trade with the same number, time, price and size as one of the last is the same trade.

use std::{
    collections::{HashSet, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
};

use model::{
    id::InstrumentId,
    market::{NewsItem, Source, Tick, TickData},
};

use crate::hash::{Fold, IdMap};

/// So many trades of a stream are remembered; sources begin with fewer.
const ROOM: usize = 128;

/// So many news are remembered: those of some busy days.
const NEWS: usize = 8192;

/// Number, time, price and size, folded: a room of 128 is looked through in no time.
type Print = u64;

#[derive(Debug, Default)]
struct Stream {
    last: Vec<Print>,
    next: usize,
    /// Those before the last connection: what may be told again at the beginning of this one.
    before: Vec<Print>,
    /// New ones since then.
    new: usize,
}

/// The last trades of each stream.
#[derive(Debug, Default)]
pub(super) struct Echo {
    streams: IdMap<(InstrumentId, Source), Stream>,
    dropped: u64,
}

impl Echo {
    /// The connection of a source ended, or a new one began.
    pub(super) fn broke(&mut self, source: Source) {
        for (_, stream) in self.streams.iter_mut().filter(|((_, of), _)| *of == source) {
            let mut before = std::mem::take(&mut stream.last);
            // Those of an earlier connection stay when this one told little.
            before.extend_from_slice(&stream.before);
            before.truncate(ROOM);
            (stream.before, stream.next, stream.new) = (before, 0, 0);
        }
    }

    /// Whether it was told before the last connection; else it is remembered. Ticks without a number are never the same.
    pub(super) fn is_repeated(&mut self, tick: &Tick) -> bool {
        let (TickData::Trade(trade), Some(number)) = (tick.data, tick.origin.sequence) else { return false };
        let at = tick.origin.at.map_or(u64::MAX, |at| at.micros().cast_unsigned());
        let print = Fold::of(&[number, at, trade.price.to_bits(), trade.size.map_or(u64::MAX, f64::to_bits)]);
        let stream = self.streams.entry((tick.origin.instrument, tick.origin.source)).or_default();
        if stream.before.contains(&print) {
            self.dropped += 1;
            return true;
        }
        stream.new += 1;
        if stream.new > 2 * ROOM {
            stream.before.clear();
        }
        if stream.last.len() < ROOM {
            stream.last.push(print);
        } else {
            stream.last[stream.next] = print;
            stream.next = (stream.next + 1) % ROOM;
        }
        false
    }

    /// An instrument is no longer watched.
    pub(super) fn forget(&mut self, instrument: InstrumentId) {
        self.streams.retain(|(of, _), _| *of != instrument);
    }

    /// How many were told again.
    pub(super) const fn dropped(&self) -> u64 {
        self.dropped
    }
}

/// News that were told. One with another headline is another one, under the same name: sources correct them.
#[derive(Debug, Default)]
pub(super) struct ToldNews {
    known: HashSet<u64>,
    order: VecDeque<u64>,
}

impl ToldNews {
    /// Whether a piece of news was not told yet; it is remembered.
    pub(super) fn is_new(&mut self, news: &NewsItem) -> bool {
        let mut hasher = DefaultHasher::new();
        (news.source, &news.id, &news.headline).hash(&mut hasher);
        let print = hasher.finish();
        if !self.known.insert(print) {
            return false;
        }
        self.order.push_back(print);
        if self.order.len() > NEWS
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        true
    }
}

//! What is wanted, what of it was said, and whose symbol it is.

use std::collections::{BTreeMap, VecDeque};

use model::{id::InstrumentId, market::DataKind, time::Timestamp};

use crate::{
    talk::{Known, Told, Topic, passed_s},
    text::sample,
};

/// After how many seconds a venue that does not answer a subscription is taken to be deaf.
const ANSWER_S: i64 = 30;

/// A symbol and what of it.
pub(crate) type Line = (DataKind, String);

#[derive(Clone, Debug)]
struct Entry {
    known: Known,
    is_wanted: bool,
    is_said: bool,
    is_refused: bool,
}

/// Topics by symbol and kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wants(BTreeMap<String, BTreeMap<DataKind, Entry>>);

/// What a symbol in a message is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    /// It is wanted.
    Wanted(Known),
    /// It was wanted before: a last message of it is no surprise.
    Left,
    /// Nobody asked for it.
    Unknown,
}

impl Wants {
    /// Takes the whole of what is wanted. A topic that cannot be had is told as refused: one of a kind that is not among
    /// `kinds`, a second instrument with the same symbol, a symbol that is no word.
    pub(crate) fn set(&mut self, topics: &[Topic], kinds: &[DataKind], out: &mut Vec<Told>) {
        for entry in self.0.values_mut().flat_map(BTreeMap::values_mut) {
            (entry.is_wanted, entry.is_refused) = (false, false);
        }
        for topic in topics {
            let Topic { instrument, symbol, currency, kind } = topic;
            if !kinds.contains(kind) {
                out.push(Told::refused(None, &format!("{symbol}: this venue streams no {kind}")));
                continue;
            }
            if symbol.is_empty() || symbol.len() > 64 || symbol.chars().any(|c| c.is_control() || c.is_whitespace()) {
                out.push(Told::refused(None, &format!("\"{symbol}\" is no symbol of a venue; correct the instrument")));
                continue;
            }
            let known = Known { instrument: *instrument, currency: *currency };
            let fresh = Entry { known, is_wanted: false, is_said: false, is_refused: false };
            let entry = self.0.entry(symbol.clone()).or_default().entry(*kind).or_insert(fresh);
            if entry.is_wanted && entry.known.instrument != *instrument {
                let reason = format!("{symbol}: two instruments have this symbol; the first one is streamed");
                out.push(Told::refused(None, &reason));
                continue;
            }
            (entry.known, entry.is_wanted) = (known, true);
        }
    }

    /// A new connection: nothing was said.
    pub(crate) fn reset(&mut self) {
        for kinds in self.0.values_mut() {
            kinds.retain(|_, entry| entry.is_wanted);
            for entry in kinds.values_mut() {
                (entry.is_said, entry.is_refused) = (false, false);
            }
        }
        self.0.retain(|_, kinds| !kinds.is_empty());
    }

    /// What is to be subscribed to and what to be left, by kind and symbol; from now on it counts as said.
    pub(crate) fn differences(&mut self) -> (Vec<Line>, Vec<Line>) {
        let (mut add, mut leave) = (Vec::new(), Vec::new());
        for (symbol, kinds) in &mut self.0 {
            for (kind, entry) in kinds {
                match (entry.is_wanted && !entry.is_refused, entry.is_said) {
                    (true, false) => add.push((*kind, symbol.clone())),
                    (false, true) => leave.push((*kind, symbol.clone())),
                    (true, true) | (false, false) => continue,
                }
                entry.is_said = !entry.is_said;
            }
        }
        add.sort();
        leave.sort();
        (add, leave)
    }

    /// The venue refused a topic.
    pub(crate) fn refuse(&mut self, kind: DataKind, symbol: &str) {
        if let Some(entry) = self.0.get_mut(symbol).and_then(|kinds| kinds.get_mut(&kind)) {
            (entry.is_said, entry.is_refused) = (false, true);
        }
    }

    /// How many topics were said.
    pub(crate) fn said(&self) -> usize {
        self.0.values().flat_map(BTreeMap::values).filter(|entry| entry.is_said).count()
    }

    /// How many topics of a kind were said.
    pub(crate) fn said_of(&self, kind: DataKind) -> usize {
        self.0.values().filter_map(|kinds| kinds.get(&kind)).filter(|entry| entry.is_said).count()
    }

    /// Whose symbol it is; `None` when it is no longer wanted.
    pub(crate) fn whose(&self, kind: DataKind, symbol: &str) -> Result<Option<Known>, String> {
        match self.find(kind, symbol) {
            Found::Wanted(known) => Ok(Some(known)),
            Found::Left => Ok(None),
            Found::Unknown => Err(format!("{kind} of \"{}\", which nobody asked for", sample(symbol))),
        }
    }

    fn find(&self, kind: DataKind, symbol: &str) -> Found {
        match self.0.get(symbol).and_then(|kinds| kinds.get(&kind)) {
            Some(entry) if entry.is_wanted => Found::Wanted(entry.known),
            Some(_) => Found::Left,
            None => Found::Unknown,
        }
    }

    /// Whose symbol it is, where one event may be of several of them, as news are.
    pub(crate) fn known(&self, kind: DataKind, symbol: &str) -> Option<Known> {
        match self.find(kind, symbol) {
            Found::Wanted(known) => Some(known),
            Found::Left | Found::Unknown => None,
        }
    }

    /// The symbol of an instrument of which a kind is wanted.
    pub(crate) fn symbol_of(&self, kind: DataKind, instrument: InstrumentId) -> Option<&str> {
        let is_it = |entry: &Entry| entry.is_wanted && entry.known.instrument == instrument;
        self.0.iter().find(|(_, kinds)| kinds.get(&kind).is_some_and(is_it)).map(|(symbol, _)| symbol.as_str())
    }
}

/// What was done with a topic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Move {
    Add,
    Leave,
}

/// A message about subscriptions that the venue has not answered yet.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) id: u64,
    pub(crate) what: Move,
    pub(crate) lines: Vec<Line>,
    at: Timestamp,
}

/// Those messages in the order in which they were said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unanswered {
    asked: VecDeque<Asked>,
    last_id: u64,
}

impl Unanswered {
    /// Remembers a message and gives it its number, from 1.
    pub(crate) fn ask(&mut self, what: Move, lines: &[Line], at: Timestamp) -> u64 {
        self.last_id += 1;
        self.asked.push_back(Asked { id: self.last_id, what, lines: lines.to_vec(), at });
        self.last_id
    }

    /// The oldest one, answered now.
    pub(crate) fn first(&mut self) -> Option<Asked> {
        self.asked.pop_front()
    }

    /// The one with a number, answered now.
    pub(crate) fn answered(&mut self, id: u64) -> Option<Asked> {
        let place = self.asked.iter().position(|asked| asked.id == id)?;
        self.asked.remove(place)
    }

    /// One line of a message, answered now; the message is forgotten with its last line.
    pub(crate) fn answered_line(&mut self, id: u64, symbol: &str) -> Option<(Move, Line)> {
        let place = self.asked.iter().position(|asked| asked.id == id)?;
        let asked = self.asked.get_mut(place)?;
        let line = asked.lines.iter().position(|(_, s)| s == symbol)?;
        let found = (asked.what, asked.lines.swap_remove(line));
        if asked.lines.is_empty() {
            self.asked.remove(place);
        }
        Some(found)
    }

    /// Forgets everything: a new connection. Numbers go on.
    pub(crate) fn clear(&mut self) {
        self.asked.clear();
    }

    /// Whether the venue owes an answer for too long.
    pub(crate) fn is_overdue(&self, now: Timestamp) -> bool {
        self.asked.front().is_some_and(|asked| passed_s(asked.at, now) >= ANSWER_S)
    }
}

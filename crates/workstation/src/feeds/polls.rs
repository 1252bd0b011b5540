//! How prices stand that are asked for, as nothing of them streams: what screens show, and what those who ask tell one another.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

use market::connection::ConnectionState;
use model::{id::InstrumentId, market::Source, time::Timestamp};
use tokio::time::Instant;

use super::watched::Known;

/// That something is left alone for a while.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    /// Why, and what to do.
    pub(crate) reason: String,
    /// When it is tried again.
    pub(crate) until: Timestamp,
    again: Instant,
}

impl Trouble {
    pub(super) fn new(reason: String, until: Timestamp, again: Instant) -> Self {
        Self { reason, until, again }
    }
}

/// How a source is asked.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourcePolls {
    /// How many instruments it is asked for now.
    pub(crate) n_instruments: usize,
    /// In how many seconds each of them is asked for again.
    pub(crate) every_seconds: u32,
    /// When it was asked last.
    pub(crate) asked_at: Option<Timestamp>,
    /// Why it is left alone.
    pub(crate) trouble: Option<Trouble>,
}

/// How an instrument is asked for.
#[derive(Clone, Debug)]
pub(crate) struct InstrumentPolls {
    /// Who is asked.
    pub(crate) source: Source,
    /// In how many seconds again.
    pub(crate) every_seconds: u32,
    /// How far the source's prices are behind by its own word, in seconds.
    pub(crate) delay_seconds: Option<u32>,
    /// When an answer came last.
    pub(crate) asked_at: Option<Timestamp>,
    /// Why that source told no price of it.
    pub(crate) problem: Option<String>,
}

#[derive(Debug, Default)]
struct Standing {
    /// Sources whose stream has gone and not come back.
    away: BTreeSet<Source>,
    sources: HashMap<Source, SourcePolls>,
    instruments: HashMap<InstrumentId, InstrumentPolls>,
    /// What a source does not have at the moment.
    lacking: HashMap<(InstrumentId, Source), Trouble>,
}

/// How polled prices stand.
#[derive(Debug, Default)]
pub(crate) struct Polls(Mutex<Standing>);

impl Polls {
    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How a source is asked; `None` when it was not asked yet.
    pub(crate) fn source(&self, source: Source) -> Option<SourcePolls> {
        self.standing().sources.get(&source).cloned()
    }

    /// How an instrument is asked for; `None` when it is not.
    pub(crate) fn instrument(&self, instrument: InstrumentId) -> Option<InstrumentPolls> {
        let standing = self.standing();
        let mut found = standing.instruments.get(&instrument)?.clone();
        let lacking = standing.lacking.get(&(instrument, found.source)).map(|trouble| &trouble.reason);
        let trouble = || standing.sources.get(&found.source)?.trouble.as_ref().map(|trouble| &trouble.reason);
        found.problem = lacking.or_else(trouble).cloned();
        Some(found)
    }

    /// Whether the stream of a source has gone.
    pub(crate) fn is_away(&self, source: Source) -> bool {
        self.standing().away.contains(&source)
    }

    /// There is no stream of a source.
    pub(super) fn set_away(&self, source: Source) {
        self.standing().away.insert(source);
    }

    /// How the connection of a source stands. While it is tried again its stream has not come back.
    pub(super) fn connection(&self, source: Source, state: &ConnectionState) {
        let away = &mut self.standing().away;
        match state {
            ConnectionState::Ready => {
                away.remove(&source);
            }
            ConnectionState::Waiting { .. } | ConnectionState::Stopped { .. } => {
                away.insert(source);
            }
            ConnectionState::Idle | ConnectionState::Connecting => {}
        }
    }

    /// Who is to be asked for a price: the first of those who send an instrument that is not left alone, unless one streams it.
    pub(crate) fn turn(&self, instrument: InstrumentId, known: &Known, now: Instant) -> Option<Source> {
        let standing = self.standing();
        if known.streaming().any(|source| !standing.away.contains(&source)) {
            return None;
        }
        let is_left_alone = |source: Source| {
            let source_trouble = standing.sources.get(&source).and_then(|of| of.trouble.as_ref());
            let lacking = standing.lacking.get(&(instrument, source));
            source_trouble.into_iter().chain(lacking).any(|trouble| trouble.again > now)
        };
        known.polled().find(|source| !is_left_alone(*source))
    }

    /// A source is asked for these from now on, and for no others.
    pub(super) fn plan(
        &self,
        source: Source,
        instruments: &[InstrumentId],
        every_seconds: u32,
        delay_seconds: Option<u32>,
    ) {
        let standing = &mut *self.standing();
        let mine: HashSet<InstrumentId> = instruments.iter().copied().collect();
        // One that is left alone has no turn; what it says stays until another has it.
        let is_alone = standing.sources.get(&source).is_some_and(|of| of.trouble.is_some());
        standing.instruments.retain(|id, of| {
            let lacks = is_alone || standing.lacking.contains_key(&(*id, source));
            of.source != source || mine.contains(id) || lacks
        });
        for id in mine {
            let new = || InstrumentPolls { source, every_seconds, delay_seconds, asked_at: None, problem: None };
            let of = standing.instruments.entry(id).or_insert_with(new);
            if of.source != source {
                *of = new();
            }
            of.every_seconds = every_seconds;
        }
        let of = standing.sources.entry(source).or_default();
        (of.n_instruments, of.every_seconds) = (instruments.len(), every_seconds);
    }

    /// Nothing of a source is left alone any longer.
    pub(crate) fn retry(&self, source: Source) {
        let mut standing = self.standing();
        standing.lacking.retain(|(_, of), _| *of != source);
        if let Some(of) = standing.sources.get_mut(&source) {
            of.trouble = None;
        }
    }

    /// Nobody wants anything of a source any more.
    pub(super) fn rest(&self, source: Source) {
        let standing = &mut *self.standing();
        standing.instruments.retain(|_, of| of.source != source);
        if let Some(of) = standing.sources.get_mut(&source) {
            of.n_instruments = 0;
        }
    }

    /// A source answered, or did not; whether that is something new.
    pub(super) fn asked(&self, source: Source, at: Timestamp, trouble: Option<Trouble>) -> bool {
        let mut standing = self.standing();
        let of = standing.sources.entry(source).or_default();
        let reason = |trouble: &Option<Trouble>| trouble.as_ref().map(|trouble| trouble.reason.clone());
        let is_new = reason(&of.trouble) != reason(&trouble);
        (of.asked_at, of.trouble) = (Some(at), trouble);
        is_new
    }

    /// A source told a price of an instrument, or why not.
    pub(super) fn told(&self, instrument: InstrumentId, source: Source, at: Timestamp, lacking: Option<Trouble>) {
        let mut standing = self.standing();
        match lacking {
            Some(trouble) => standing.lacking.insert((instrument, source), trouble),
            None => standing.lacking.remove(&(instrument, source)),
        };
        if let Some(of) = standing.instruments.get_mut(&instrument).filter(|of| of.source == source) {
            of.asked_at = Some(at);
        }
    }
}

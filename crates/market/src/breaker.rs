//! Leaves a source alone that fails, and tries it again with one request.
//!
//! Closed, everything passes. After some failures in a row it opens, and nothing passes for a while. Then it is half open: one request
//! passes, and its result closes it, or opens it for twice as long. A request whose result never comes does not block it for ever, and a
//! result that comes after the state has changed does not count.

use std::collections::VecDeque;

/// When it opens and for how long. Times are in microseconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BreakerSettings {
    /// So many failures without a success between them, at least 1, …
    pub failures: usize,
    /// … within this time open it …
    pub within_micros: i64,
    /// … for this time at first …
    pub open_micros: i64,
    /// … and for this at the longest.
    pub open_max_micros: i64,
    /// After this time the result of the one request is no longer waited for.
    pub probe_micros: i64,
}

impl Default for BreakerSettings {
    fn default() -> Self {
        Self {
            failures: 3,
            within_micros: 60_000_000,
            open_micros: 5_000_000,
            open_max_micros: 300_000_000,
            probe_micros: 30_000_000,
        }
    }
}

/// How it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BreakerState {
    /// Everything passes.
    Closed,
    /// Nothing passes.
    Open {
        /// For so many microseconds from now.
        micros: i64,
    },
    /// One request may find out.
    HalfOpen,
}

/// That a request may be made; its result is to be told with it.
#[derive(PartialEq, Eq, Debug)]
pub struct Permit(u64);

#[derive(Clone, Debug)]
enum State {
    Closed { failed_at: VecDeque<i64> },
    Open { until: i64, for_micros: i64 },
    Probing { since: i64, for_micros: i64 },
}

/// The breaker of one source. Times are microseconds of any clock that does not go back.
#[derive(Clone, Debug)]
pub struct Breaker {
    settings: BreakerSettings,
    state: State,
    /// Changes with the state; permits of earlier ones do not count.
    generation: u64,
}

impl Breaker {
    /// A closed one. Settings below their least values are taken for these.
    #[must_use]
    pub fn new(settings: BreakerSettings) -> Self {
        let open_micros = settings.open_micros.max(1);
        let settings = BreakerSettings {
            failures: settings.failures.max(1),
            within_micros: settings.within_micros.max(0),
            open_micros,
            open_max_micros: settings.open_max_micros.max(open_micros),
            probe_micros: settings.probe_micros.max(1),
        };
        Self { settings, state: State::Closed { failed_at: VecDeque::new() }, generation: 0 }
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self, at_micros: i64) -> BreakerState {
        match self.state {
            State::Closed { .. } => BreakerState::Closed,
            State::Open { until, .. } if at_micros < until => {
                BreakerState::Open { micros: until.saturating_sub(at_micros) }
            }
            State::Probing { since, .. } if at_micros < since.saturating_add(self.settings.probe_micros) => {
                BreakerState::Open {
                    micros: since.saturating_add(self.settings.probe_micros).saturating_sub(at_micros),
                }
            }
            State::Open { .. } | State::Probing { .. } => BreakerState::HalfOpen,
        }
    }

    /// Asks whether a request may be made.
    ///
    /// # Errors
    /// How many microseconds nothing passes, more than zero.
    pub fn ask(&mut self, at_micros: i64) -> Result<Permit, i64> {
        match (self.state(at_micros), &self.state) {
            (BreakerState::Open { micros }, _) => Err(micros),
            (BreakerState::Closed, _) => Ok(Permit(self.generation)),
            (BreakerState::HalfOpen, State::Open { for_micros, .. } | State::Probing { for_micros, .. }) => {
                let for_micros = *for_micros;
                self.enter(State::Probing { since: at_micros, for_micros });
                Ok(Permit(self.generation))
            }
            (BreakerState::HalfOpen, State::Closed { .. }) => Ok(Permit(self.generation)),
        }
    }

    /// The request succeeded.
    pub fn succeeded(&mut self, Permit(generation): Permit) {
        if generation != self.generation {
            return;
        }
        match &mut self.state {
            State::Closed { failed_at } => failed_at.clear(),
            State::Probing { .. } => self.enter(State::Closed { failed_at: VecDeque::new() }),
            State::Open { .. } => {}
        }
    }

    /// The request failed.
    pub fn failed(&mut self, at_micros: i64, Permit(generation): Permit) {
        if generation != self.generation {
            return;
        }
        let BreakerSettings { failures, within_micros, open_micros, open_max_micros, .. } = self.settings;
        match &mut self.state {
            State::Closed { failed_at } => {
                failed_at.push_back(at_micros);
                while failed_at.front().is_some_and(|first| at_micros.saturating_sub(*first) > within_micros) {
                    failed_at.pop_front();
                }
                if failed_at.len() >= failures {
                    self.open(at_micros, open_micros);
                }
            }
            State::Probing { for_micros, .. } => {
                let longer = for_micros.saturating_mul(2).min(open_max_micros);
                self.open(at_micros, longer);
            }
            State::Open { .. } => {}
        }
    }

    /// The source said itself that it wants to be left alone for so long. Nothing shortens what was said before.
    pub fn leave_alone(&mut self, at_micros: i64, micros: i64) {
        let until = at_micros.saturating_add(micros.max(0));
        if !matches!(self.state, State::Open { until: later, .. } if later >= until) {
            self.enter(State::Open { until, for_micros: self.settings.open_micros });
        }
    }

    fn open(&mut self, at_micros: i64, for_micros: i64) {
        self.enter(State::Open { until: at_micros.saturating_add(for_micros), for_micros });
    }

    fn enter(&mut self, state: State) {
        self.state = state;
        self.generation += 1;
    }
}

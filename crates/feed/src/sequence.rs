//! Where a number stands in its stream: next, late, missing, seen before.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

/// How many numbers back a stream is remembered. What is older cannot be told from a repetition and is refused.
pub const WINDOW: u64 = 4096;
const WORDS: usize = (WINDOW / 64) as usize;

/// How a source numbers its events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// One after the other without holes: a hole is a loss.
    Counted,
    /// Growing, with holes that mean nothing, such as trade ids over many instruments.
    Rising,
    /// Not numbered, or by numbers that mean nothing: repetitions cannot be told.
    Unnumbered,
}

/// What a number says of its event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// New, with so many missing just before it.
    New {
        /// How many were skipped.
        missing: u64,
    },
    /// New, but after greater ones.
    Late,
    /// It was there before.
    Seen,
    /// Too old to say.
    TooOld,
    /// So far ahead that the number itself is in doubt.
    Jump,
}

/// The numbers that a stream has had lately.
#[derive(Clone, Debug)]
pub struct SequenceWindow {
    numbering: Numbering,
    /// Counted: the first number and the greatest one.
    ends: Option<(u64, u64)>,
    /// Counted: which of the last [`WINDOW`] numbers came, at their remainder.
    came: Box<[u64; WORDS]>,
    outstanding: u64,
    lost: u64,
    /// Rising: the greatest numbers, in order.
    rising: VecDeque<u64>,
    /// Rising: the greatest number that is no longer remembered.
    forgotten: Option<u64>,
}

impl SequenceWindow {
    /// Without any number yet.
    #[must_use]
    pub fn new(numbering: Numbering) -> Self {
        let room = if numbering == Numbering::Rising { WINDOW as usize + 1 } else { 0 };
        let rising = VecDeque::with_capacity(room);
        Self { numbering, ends: None, came: Box::new([0; WORDS]), outstanding: 0, lost: 0, rising, forgotten: None }
    }

    /// How many numbers are missing and may still come.
    #[must_use]
    pub const fn outstanding(&self) -> u64 {
        self.outstanding
    }

    /// How many numbers never came.
    #[must_use]
    pub const fn lost(&self) -> u64 {
        self.lost
    }

    /// Forgets everything but the count of what was lost: the source numbers from anew, as after a new connection.
    pub fn reset(&mut self) {
        self.lost = self.lost.saturating_add(self.outstanding);
        self.outstanding = 0;
        self.ends = None;
        self.came.fill(0);
        self.rising.clear();
        self.forgotten = None;
    }

    /// Goes on at a number far ahead, after a [`Place::Jump`] that turned out to be true. What lies between is lost.
    pub fn jump_to(&mut self, number: u64) {
        let skipped = self.ends.map_or(0, |(_, last)| number.saturating_sub(last).saturating_sub(1));
        self.reset();
        self.lost = self.lost.saturating_add(skipped);
    }

    /// Takes a number and says where it stands. Events without a number are new.
    pub fn step(&mut self, number: Option<u64>) -> Place {
        match (self.numbering, number) {
            (Numbering::Unnumbered, _) | (_, None) => Place::New { missing: 0 },
            (Numbering::Counted, Some(number)) => self.counted(number),
            (Numbering::Rising, Some(number)) => self.risen(number),
        }
    }

    fn counted(&mut self, number: u64) -> Place {
        let Some((first, last)) = self.ends else {
            self.ends = Some((number, number));
            self.mark(number);
            return Place::New { missing: 0 };
        };
        if number > last {
            let ahead = number - last;
            if ahead > WINDOW {
                return Place::Jump;
            }
            for passed in last + 1..=number {
                self.leave(passed, first);
            }
            self.ends = Some((first, number));
            self.mark(number);
            self.outstanding += ahead - 1;
            return Place::New { missing: ahead - 1 };
        }
        if last - number >= WINDOW {
            // Of a first number and a second far below it, either may be wrong; the greater one would make all others old.
            if first == last && !self.has_neighbour(first) {
                self.reset();
                return self.counted(number);
            }
            return Place::TooOld;
        }
        if self.has(number) {
            return Place::Seen;
        }
        self.mark(number);
        if number > first {
            self.outstanding -= 1;
        }
        Place::Late
    }

    /// Makes room for a number where the one a window earlier stood.
    fn leave(&mut self, number: u64, first: u64) {
        let old = number.checked_sub(WINDOW);
        if old.is_some_and(|old| old > first) && !self.has(number) {
            self.outstanding -= 1;
            self.lost = self.lost.saturating_add(1);
        }
        let slot = number % WINDOW;
        self.came[(slot / 64) as usize] &= !(1 << (slot % 64));
    }

    fn has(&self, number: u64) -> bool {
        let slot = number % WINDOW;
        self.came[(slot / 64) as usize] >> (slot % 64) & 1 == 1
    }

    /// Whether any number but this one came.
    fn has_neighbour(&self, number: u64) -> bool {
        let slot = number % WINDOW;
        let others = |(word, bits): (usize, &u64)| {
            let own = if word as u64 == slot / 64 { 1 << (slot % 64) } else { 0 };
            bits & !own != 0
        };
        self.came.iter().enumerate().any(others)
    }

    fn mark(&mut self, number: u64) {
        let slot = number % WINDOW;
        self.came[(slot / 64) as usize] |= 1 << (slot % 64);
    }

    fn risen(&mut self, number: u64) -> Place {
        if self.forgotten.is_some_and(|forgotten| number <= forgotten) {
            return Place::TooOld;
        }
        let place = match self.rising.back() {
            Some(last) if number <= *last => match self.rising.binary_search(&number) {
                Ok(_) => return Place::Seen,
                Err(at) => {
                    self.rising.insert(at, number);
                    Place::Late
                }
            },
            _ => {
                self.rising.push_back(number);
                Place::New { missing: 0 }
            }
        };
        if self.rising.len() as u64 > WINDOW {
            self.forgotten = self.rising.pop_front();
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn holes_are_counted_until_they_are_filled_or_lost() {
        let mut window = SequenceWindow::new(Numbering::Counted);
        let mut step = |n| (window.step(Some(n)), window.outstanding(), window.lost());
        assert_eq!(step(10), (Place::New { missing: 0 }, 0, 0));
        assert_eq!(step(11), (Place::New { missing: 0 }, 0, 0));
        assert_eq!(step(14), (Place::New { missing: 2 }, 2, 0));
        assert_eq!(step(12), (Place::Late, 1, 0));
        assert_eq!(step(12), (Place::Seen, 1, 0));
        assert_eq!(step(9), (Place::Late, 1, 0), "before the first: late, but nobody missed it");
        assert_eq!(step(14 + WINDOW), (Place::New { missing: WINDOW - 1 }, WINDOW - 1, 1));
        assert_eq!(step(13), (Place::TooOld, WINDOW - 1, 1));
        assert_eq!(step(u64::MAX), (Place::Jump, WINDOW - 1, 1));
        window.jump_to(100_000);
        assert_eq!((window.outstanding(), window.lost()), (0, 100_000 - 14 - WINDOW - 1 + WINDOW - 1 + 1));
    }

    #[test]
    fn a_wild_first_number_does_not_make_all_others_old() {
        let mut window = SequenceWindow::new(Numbering::Counted);
        assert_eq!(window.step(Some(1 << 60)), Place::New { missing: 0 });
        assert_eq!(window.step(Some(7)), Place::New { missing: 0 });
        assert_eq!(window.step(Some(9)), Place::New { missing: 1 });
        assert_eq!(window.step(Some(7)), Place::Seen);
        assert_eq!(window.lost(), 0);
    }

    #[test]
    fn a_wild_number_does_not_make_rising_ones_old() {
        let mut window = SequenceWindow::new(Numbering::Rising);
        assert_eq!(window.step(Some(u64::MAX)), Place::New { missing: 0 });
        for n in 0..3 * WINDOW {
            assert_eq!(window.step(Some(n * 7)), Place::Late);
            assert_eq!(window.step(Some(n * 7)), Place::Seen);
        }
        assert_eq!(window.step(Some(3)), Place::TooOld);
    }

    proptest! {
        #[test]
        fn no_number_is_new_twice(numbers in prop::collection::vec(0_u64..12_000, 2..4000)) {
            for numbering in [Numbering::Counted, Numbering::Rising] {
                let mut window = SequenceWindow::new(numbering);
                let mut taken = BTreeSet::new();
                // Two to begin with, so that no beginning is taken back.
                let start = [6_000, 6_001];
                for number in start.iter().chain(&numbers) {
                    if matches!(window.step(Some(*number)), Place::New { .. } | Place::Late) {
                        prop_assert!(taken.insert(*number), "{} twice", number);
                    }
                }
            }
        }

        #[test]
        fn every_number_is_accounted_for(numbers in prop::collection::vec(0_u64..9000, 1..3000)) {
            let mut window = SequenceWindow::new(Numbering::Counted);
            let mut taken = BTreeSet::new();
            let start = [4_000, 4_001];
            for number in start.iter().chain(&numbers) {
                if matches!(window.step(Some(*number)), Place::New { .. } | Place::Late) {
                    taken.insert(*number);
                }
            }
            let first = start[0];
            if let Some((_, last)) = window.ends {
                let came = taken.range(first..=last).count() as u64;
                prop_assert_eq!(came + window.outstanding() + window.lost(), last - first + 1);
            }
        }
    }
}

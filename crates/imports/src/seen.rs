//! Remembers what each series said of each day, to find repetitions, within a bound of memory.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};

use crate::error::ImportError;

const PAGE_DAYS: usize = 256;
/// Pages that also keep lines: 2 KiB each instead of 1 KiB, at most 64 MiB.
const PAGES_WITH_LINES: usize = 32 * 1024;
/// Pages in all: at most 64 MiB + 88 MiB: 31 million days, of which some 20 million are days of trading.
const PAGES_MAX: usize = 120 * 1024;
/// Pages that are allocated at once, 256 KiB: so large a piece goes back to the system when it is freed.
const SLAB_PAGES: usize = 256;
/// Days of a series that contradict themselves, before the file is taken for something else.
const CONFLICTS_MAX: usize = 100_000;

const NOTHING: u32 = 0;
const CONFLICT: u32 = 1;

/// A number for each day of each page, allocated in slabs.
#[derive(Default)]
struct Days {
    slabs: Vec<Box<[u32]>>,
}

impl Days {
    /// The place of a day. A page that is new must follow the last one.
    fn slot(&mut self, page: usize, day: usize) -> &mut u32 {
        let slab = page / SLAB_PAGES;
        if slab == self.slabs.len() {
            self.slabs.push(vec![0; SLAB_PAGES * PAGE_DAYS].into_boxed_slice());
        }
        &mut self.slabs[slab][(page % SLAB_PAGES) * PAGE_DAYS + day]
    }
}

/// What is known of a day of a series when a value for it comes.
pub(crate) enum Verdict {
    /// The first value.
    New,
    /// The same value again.
    Same,
    /// Another value than before, which now counts as refused as well; its line, while lines are kept.
    Contradicts(Option<u64>),
    /// Another value for a day that was contradictory already.
    StillContradictory,
}

/// All days of all series of a file.
#[derive(Default)]
pub(crate) struct Seen {
    /// Pages by series and period, numbered as they came.
    pages: HashMap<(u32, i32), usize>,
    hashes: Days,
    /// The lines of the first [`PAGES_WITH_LINES`] pages.
    lines: Days,
    conflicts: usize,
}

impl Seen {
    /// Notes a value, by its hash, of a series on a day.
    pub(crate) fn note(
        &mut self,
        file: &str,
        series: u32,
        day: NaiveDate,
        hash: u64,
        line: u64,
    ) -> Result<Verdict, ImportError> {
        let n = day.num_days_from_ce();
        let size = i32::try_from(PAGE_DAYS).unwrap_or(i32::MAX);
        let (period, day) = (n.div_euclid(size), usize::try_from(n.rem_euclid(size)).unwrap_or(0));
        let n_pages = self.pages.len();
        let page = *self.pages.entry((series, period)).or_insert(n_pages);
        if page >= PAGES_MAX {
            return Err(ImportError::TooMuch { file: file.to_owned(), limit: "about 20 million prices or rates" });
        }
        let short = ((hash ^ (hash >> 32)) as u32).max(CONFLICT + 1);
        let seen = self.hashes.slot(page, day);
        let line_of = (page < PAGES_WITH_LINES).then(|| self.lines.slot(page, day));
        Ok(match *seen {
            NOTHING => {
                *seen = short;
                if let (Some(line_of), Ok(line)) = (line_of, u32::try_from(line)) {
                    *line_of = line;
                }
                Verdict::New
            }
            CONFLICT => Verdict::StillContradictory,
            same if same == short => Verdict::Same,
            _ => {
                *seen = CONFLICT;
                self.conflicts += 1;
                if self.conflicts > CONFLICTS_MAX {
                    return Err(ImportError::NotDaily { file: file.to_owned() });
                }
                Verdict::Contradicts(line_of.map(|l| u64::from(*l)).filter(|l| *l > 0))
            }
        })
    }
}

/// A hash of a few numbers, equal for equal numbers.
pub(crate) fn hash_numbers(values: impl IntoIterator<Item = Option<f64>>) -> u64 {
    values.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, v| {
        let bits = v.map_or(u64::MAX, |v| (v + 0.0).to_bits());
        (hash ^ bits).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    })
}

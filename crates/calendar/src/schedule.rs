//! Recurrences, and a scheduler's decision as a pure function.
//!
//! A [`Recurrence`](recurrence::Recurrence) says on which days something comes and at what time; at most one occurrence lies on
//! a day. An [`Occurrence`](occurrence::Occurrence) is known by its nominal time, the local date and time of day that the
//! recurrence names, which no change of clocks moves. [`step`](scheduler::step) takes a schedule, what is already settled
//! and the time, and returns what is due.
//!
//! Local times and daylight saving, after RFC 5545, section 3.3.5:
//!
//! - A local time that does not exist, because clocks go forward over it, is read with the offset from before the change: 02:30
//!   is 03:30.
//! - A local time that exists twice, because clocks go back, is the first of the two.
//! - Minutes before or after an opening or a close are elapsed minutes.
//!
//! The machine's clock may be wrong: see [`scheduler`] for what a jump does.

pub mod occurrence;
pub mod recurrence;
pub mod scheduler;
mod sentence;
mod time_of_day;

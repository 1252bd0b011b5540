//! Everything that a workspace holds, entry by entry: out of one store in a fixed order, and into an empty one.
//!
//! Entries come in [`Section`]s, each after those that it refers to, and inside of a section by identity: two readings of
//! one state give the same entries. Identities, revisions and the times at which they became known are kept.
//! Not here: the trail of changes, the outbox, jobs, lots and whole results of back-tests. The first three tell what happened
//! in the workspace that was read; lots are folded and back-tests are run again. What is written is one bulk change of the new workspace.

mod entry;
mod read;
mod restore;

pub use self::{
    entry::{Entry, OccurrenceTaken, Section, Setting},
    read::Reader,
    restore::Restore,
};

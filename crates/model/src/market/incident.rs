//! What can be wrong with market data, as a record that a screen and an alert can show.

use serde::{Deserialize, Serialize};

use super::{DataKind, Source};
use crate::{id::InstrumentId, names::named_enum, time::Timestamp};

named_enum! {
    /// Sorts of trouble with a stream.
    IncidentKind ("kind of data incident") {
        /// Nothing came for too long.
        Stale = "stale",
        /// Numbers of the sequence are missing.
        Gap = "gap",
        /// The number is far from all that came before.
        SequenceJump = "sequence_jump",
        /// The bid is above the ask.
        Crossed = "crossed",
        /// A price far from the last ones, which no second print confirmed.
        Spike = "spike",
        /// The first price of a stream, which nothing else confirms yet.
        Unconfirmed = "unconfirmed",
        /// It came after later ones, too late to be counted.
        OutOfOrder = "out_of_order",
        /// It came a second time.
        Duplicate = "duplicate",
        /// The exchange's time is far from ours.
        ClockSkew = "clock_skew",
        /// Two sources give prices that do not go together.
        Disagreement = "disagreement",
        /// Prices in another currency than the instrument's.
        Currency = "currency",
        /// Adjusted prices where raw ones are expected, or the other way round.
        Adjustment = "adjustment",
        /// A number that no price or size can be.
        Range = "range",
        /// The book's checksum does not fit.
        Checksum = "checksum",
        /// The book's messages do not join on.
        BookGap = "book_gap",
    }
}

/// Trouble with one stream, from its first sign to its end.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DataIncident {
    /// What is wrong.
    pub kind: IncidentKind,
    /// Of what.
    pub instrument: InstrumentId,
    /// Whose stream.
    pub source: Source,
    /// The other source, where two disagree.
    pub other: Option<Source>,
    /// What the stream carries.
    pub data: DataKind,
    /// When it began.
    pub since: Timestamp,
    /// When it was last seen.
    pub last: Timestamp,
    /// When it was over; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// How many events it concerns so far.
    pub count: u64,
    /// The value at fault of the first event: a price, a number of missing events, microseconds, basis points; by kind.
    pub observed: Option<f64>,
    /// What was expected instead, where there is such a value.
    pub expected: Option<f64>,
}

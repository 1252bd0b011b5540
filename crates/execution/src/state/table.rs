//! The order state machine as one table: a row for each status, a cell for each kind of event.

use model::order::event::{OrderEventKind, OrderStatus};

/// What an event does to an order of a status.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cell {
    /// It becomes this.
    To(OrderStatus),
    /// It works at the venue: accepted, partially filled or filled, by its quantity.
    Working,
    /// A change that the venue made takes effect, and it works at the venue.
    Replaced,
    /// A change takes effect; the status stays unless the order is complete now.
    Changed,
    /// A fill is booked, and the order works at the venue.
    Fill,
    /// A fill is booked; the status stays unless the order is complete now.
    FillPending,
    /// A fill is booked although the order was closed or never sent, and somebody is told. The status stays unless the order is
    /// complete now.
    LateFill,
    /// Nothing: a repetition, or a message that later ones have overtaken.
    Stay,
    /// The venue never had it, so it is rejected; when something traded, that cannot be.
    Absent,
    /// The venue contradicts itself or us. The status stays, and somebody is told.
    Contradiction,
    /// The venue contradicts itself in a way in which the order may rest there. It must be looked up.
    Doubt,
    /// We must not do this; the caller gets an error and nothing is recorded.
    Impossible,
}

/// The cell of a status and an event.
#[must_use]
pub const fn cell(status: OrderStatus, event: OrderEventKind) -> Cell {
    TABLE[status as usize].1[event as usize]
}

/// The table, in the order of [`OrderStatus::ALL`] and [`OrderEventKind::ALL`].
#[rustfmt::skip] // columns are read down
pub const TABLE: [(OrderStatus, [Cell; 13]); 11] = {
    use Cell::{
        Absent, Changed, Contradiction, Doubt, Fill, FillPending, Impossible, LateFill, Replaced, Stay, To, Working,
    };
    use OrderStatus as S;
    const CANCEL: Cell = To(S::PendingCancel);
    const CANCELED: Cell = To(S::Canceled);
    const REPLACE: Cell = To(S::PendingReplace);
    const REJECTED: Cell = To(S::Rejected);
    const EXPIRED: Cell = To(S::Expired);
    const SUBMIT: Cell = To(S::PendingSubmit);
    const UNKNOWN: Cell = To(S::Unknown);
    // (our requests first: submit, cancel, replace, and no answer to them; then what the venue says)
    //                      submit      cancel      replace     unanswered     accepted rejected       filled       canceled       no-cancel      replaced       no-replace     expired        absent
    [
        (S::Draft,           [SUBMIT,     CANCELED,   Impossible, Contradiction, Doubt,   REJECTED,      LateFill,    CANCELED,      Contradiction, Doubt,         Contradiction, EXPIRED,       Stay]),
        (S::PendingSubmit,   [Impossible, CANCEL,     Impossible, UNKNOWN,       Working, REJECTED,      Fill,        CANCELED,      Contradiction, Contradiction, Contradiction, EXPIRED,       Absent]),
        (S::Unknown,         [SUBMIT,     Stay,       Impossible, Stay,          Working, REJECTED,      Fill,        CANCELED,      Stay,          Replaced,      Stay,          EXPIRED,       Absent]),
        (S::Accepted,        [Impossible, CANCEL,     REPLACE,    Stay,          Stay,    REJECTED,      Fill,        CANCELED,      Stay,          Replaced,      Stay,          EXPIRED,       Doubt]),
        (S::PartiallyFilled, [Impossible, CANCEL,     REPLACE,    Stay,          Stay,    Doubt,         Fill,        CANCELED,      Stay,          Replaced,      Stay,          EXPIRED,       Doubt]),
        (S::Filled,          [Impossible, Impossible, Impossible, Stay,          Stay,    Contradiction, LateFill,    Contradiction, Stay,          Replaced,      Stay,          Contradiction, Stay]),
        (S::PendingCancel,   [Impossible, Stay,       Impossible, UNKNOWN,       Stay,    REJECTED,      FillPending, CANCELED,      Working,       Changed,       Stay,          EXPIRED,       Doubt]),
        (S::Canceled,        [Impossible, Impossible, Impossible, Stay,          Stay,    Stay,          LateFill,    Stay,          Stay,          Doubt,         Stay,          Stay,          Stay]),
        (S::PendingReplace,  [Impossible, CANCEL,     Impossible, UNKNOWN,       Stay,    REJECTED,      FillPending, CANCELED,      Stay,          Replaced,      Working,       EXPIRED,       Doubt]),
        (S::Rejected,        [Impossible, Impossible, Impossible, Stay,          Doubt,   Stay,          LateFill,    Stay,          Stay,          Doubt,         Stay,          Stay,          Stay]),
        (S::Expired,         [Impossible, Impossible, Impossible, Stay,          Stay,    Stay,          LateFill,    Stay,          Stay,          Doubt,         Stay,          Stay,          Stay]),
    ]
};

// The rows stand in the order of the enumeration, so that a status is an index.
const _: () = {
    let mut row = 0;
    while row < TABLE.len() {
        assert!(TABLE[row].0 as usize == row && OrderStatus::ALL[row] as usize == row);
        row += 1;
    }
    assert!(OrderStatus::ALL.len() == TABLE.len() && OrderEventKind::ALL.len() == 13);
};

//! What cannot be done, in words.

use model::{
    error::ValueError,
    id::{InstrumentId, OrderId},
    order::{
        event::{OrderEventKind, OrderStatus},
        fill::ExecutionId,
    },
    quantity::Quantity,
    time::Timestamp,
};

/// Why an event of an order was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// We must not do this now.
    #[error("\"{event}\" is not possible for order {id}, which is {status}")]
    Impossible {
        /// Of which order.
        id: OrderId,
        /// Where it stands.
        status: OrderStatus,
        /// What was to be done.
        event: OrderEventKind,
    },
    /// No such order.
    #[error("there is no order {0}; reconcile with the venue")]
    NotFound(OrderId),
    /// An order of that id is there already.
    #[error("there is an order {0} already; an order that is sent again needs a new id")]
    Exists(OrderId),
    /// The fill is for another account, instrument or side, or of no units.
    #[error("execution {execution} does not fit order {id}: another account, instrument or side, or no units")]
    NotThisOrder {
        /// The order that it names.
        id: OrderId,
        /// The execution.
        execution: ExecutionId,
    },
    /// The fill is too large to be added exactly.
    #[error("execution {execution} of order {id} is too large to be added exactly")]
    Overflow {
        /// Of which order.
        id: OrderId,
        /// The execution.
        execution: ExecutionId,
    },
    /// A child would be larger than what is left of its parent.
    #[error("a child of {wanted} units does not fit into order {parent}, which has room for {room}")]
    LargerThanParent {
        /// The parent.
        parent: OrderId,
        /// Units of the child.
        wanted: Quantity,
        /// Units that no other child has.
        room: Quantity,
    },
}

impl OrderError {
    /// Stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Impossible { .. } => "order_event_impossible",
            Self::NotFound(_) => "order_not_found",
            Self::Exists(_) => "order_exists",
            Self::NotThisOrder { .. } => "fill_not_of_order",
            Self::Overflow { .. } => "fill_overflow",
            Self::LargerThanParent { .. } => "child_larger_than_parent",
        }
    }
}

/// Why a run cannot begin or go on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ExecutionError {
    /// A setting that makes no sense.
    #[error("{field} is {value}; give {allowed}")]
    Setting {
        /// Which.
        field: &'static str,
        /// What was given.
        value: String,
        /// What is possible.
        allowed: &'static str,
    },
    /// An instrument that the run does not know.
    #[error("instrument {0} is not part of the run")]
    UnknownInstrument(InstrumentId),
    /// An instrument by a number that none has, or too few or too many series.
    #[error("instrument number {0} is not part of the run; give one series for each instrument")]
    NoInstrument(usize),
    /// Orders are to fill at opens, or by volume, and the bars have none.
    #[error("the bars of {instrument} have no {part}, which the fill rules need; choose other rules or other bars")]
    MissingPart {
        /// Of which.
        instrument: InstrumentId,
        /// Open or volume.
        part: &'static str,
    },
    /// A bar that is not later than the one before it.
    #[error("bar {index} of {instrument} is of {at}, not after the bar before it")]
    NotAscending {
        /// Of which.
        instrument: InstrumentId,
        /// Which bar, from 0.
        index: usize,
        /// Its time.
        at: Timestamp,
    },
    /// A bar whose parts contradict each other, or a price that is no number.
    #[error("instrument {instrument}: {error}")]
    Bar {
        /// Of which.
        instrument: InstrumentId,
        /// What is wrong.
        error: ValueError,
    },
    /// Sessions of the instrument cannot be told.
    #[error(transparent)]
    Hours(#[from] bars::error::BarsError),
    /// An amount beyond 28 significant digits.
    #[error("the account's amounts grew too large to be exact; look for an order of absurd size")]
    Overflow,
    /// A strategy gave up.
    #[error("the strategy stopped at {at}: {message}")]
    Strategy {
        /// The time of the data that it was given.
        at: Timestamp,
        /// Why.
        message: String,
    },
    /// The state machine refused what the simulated market told. This is a fault of the program.
    #[error(transparent)]
    Order(#[from] OrderError),
}

impl ExecutionError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Setting { .. } => "execution_setting_invalid",
            Self::UnknownInstrument(_) | Self::NoInstrument(_) => "instrument_not_in_run",
            Self::MissingPart { .. } => "bars_incomplete",
            Self::NotAscending { .. } => "bars_not_ascending",
            Self::Bar { .. } => "bar_invalid",
            Self::Hours(_) => "hours_unknown",
            Self::Overflow => "amount_overflow",
            Self::Strategy { .. } => "strategy_failed",
            Self::Order(error) => error.code(),
        }
    }
}

//! Where an order stands: a fold over its events, by the [`table`].

pub mod table;

use model::{
    order::{
        Order, OrderTerms,
        event::{OrderEventData, OrderEventKind, OrderStatus, Replacement},
        fill::Fill,
    },
    quantity::Quantity,
};
use rust_decimal::Decimal;

use table::{Cell, cell};

use crate::error::OrderError;

/// Something that must not be passed over in silence. The event is recorded all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Anomaly {
    /// A fill of an order that was closed, or that was never sent.
    #[error("a fill came for an order that was {0}; it is booked")]
    LateFill(OrderStatus),
    /// More traded than was ordered.
    #[error("{filled} units traded of an order of {ordered}; all of them are booked")]
    Overfill {
        /// All its units.
        ordered: Quantity,
        /// Those that traded.
        filled: Quantity,
    },
    /// The venue says what cannot be.
    #[error("the venue says \"{event}\" of an order that is {status}; it is not believed")]
    Contradiction {
        /// Where the order stands.
        status: OrderStatus,
        /// What is said.
        event: OrderEventKind,
    },
    /// The venue contradicts itself, and the order may rest there.
    #[error("the venue says \"{event}\" of an order that was {status}; look it up there")]
    Doubt {
        /// Where the order stood.
        status: OrderStatus,
        /// What is said.
        event: OrderEventKind,
    },
}

impl Anomaly {
    /// Stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::LateFill(_) => "fill_late",
            Self::Overfill { .. } => "order_overfilled",
            Self::Contradiction { .. } => "venue_contradiction",
            Self::Doubt { .. } => "order_in_doubt",
        }
    }
}

/// What an event did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Applied {
    /// Where the order stood.
    pub from: OrderStatus,
    /// Where it stands.
    pub to: OrderStatus,
    /// Whether a fill was booked, so that cash and position change.
    pub booked: bool,
    /// What somebody must be told. An overfill goes before a late fill.
    pub anomaly: Option<Anomaly>,
}

/// An order with what has happened to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrderState {
    order: Order,
    status: OrderStatus,
    quantity: Decimal,
    terms: OrderTerms,
    filled: Decimal,
    notional: Decimal,
    fees: Decimal,
}

impl OrderState {
    /// An order that was made and not sent.
    #[must_use]
    pub fn new(order: Order) -> Self {
        Self {
            order,
            status: OrderStatus::Draft,
            quantity: order.quantity.get(),
            terms: order.terms,
            filled: Decimal::ZERO,
            notional: Decimal::ZERO,
            fees: Decimal::ZERO,
        }
    }

    /// The order as it was made.
    #[must_use]
    pub const fn order(&self) -> &Order {
        &self.order
    }

    /// Where it stands.
    #[must_use]
    pub const fn status(&self) -> OrderStatus {
        self.status
    }

    /// All its units, after the changes that took effect.
    #[must_use]
    pub const fn quantity(&self) -> Quantity {
        Quantity::new(self.quantity)
    }

    /// When and at which price, after the changes that took effect.
    #[must_use]
    pub const fn terms(&self) -> OrderTerms {
        self.terms
    }

    /// Units that traded.
    #[must_use]
    pub const fn filled(&self) -> Quantity {
        Quantity::new(self.filled)
    }

    /// Units that did not trade; zero after an overfill.
    #[must_use]
    pub fn remaining(&self) -> Quantity {
        Quantity::new((self.quantity - self.filled).max(Decimal::ZERO))
    }

    /// Mean price of what traded; `None` before the first fill.
    #[must_use]
    pub fn average_price(&self) -> Option<Decimal> {
        self.notional.checked_div(self.filled)
    }

    /// Fees of what traded, in the currencies of the fills.
    #[must_use]
    pub const fn fees(&self) -> Decimal {
        self.fees
    }

    /// Takes an event. A fill that came before must not be given again: [`crate::blotter::Blotter`] sees to that.
    ///
    /// # Errors
    /// [`OrderError::Impossible`] when we must not do what the event says; [`OrderError::NotThisOrder`] and
    /// [`OrderError::Overflow`] for a fill that cannot be booked. The order is as it was then.
    pub fn apply(&mut self, data: &OrderEventData) -> Result<Applied, OrderError> {
        let (from, event) = (self.status, data.kind());
        let cell = cell(from, event);
        let mut anomaly = None;
        match cell {
            Cell::Impossible => return Err(OrderError::Impossible { id: self.order.id(), status: from, event }),
            Cell::Fill | Cell::FillPending | Cell::LateFill => {
                let OrderEventData::Filled { fill } = data else { unreachable!("only fills have these cells") };
                self.book(fill)?;
            }
            Cell::Replaced | Cell::Changed => {
                let OrderEventData::Replaced { to } = data else { unreachable!("only changes have these cells") };
                self.change(to);
            }
            _ => {}
        }
        self.status = match cell {
            Cell::To(to) => to,
            Cell::Working | Cell::Fill | Cell::Replaced => self.working(),
            Cell::Changed | Cell::FillPending => self.unless_complete(),
            Cell::LateFill => {
                anomaly = Some(Anomaly::LateFill(from));
                self.unless_complete()
            }
            Cell::Absent if self.filled.is_zero() => OrderStatus::Rejected,
            Cell::Absent | Cell::Contradiction => {
                anomaly = Some(Anomaly::Contradiction { status: from, event });
                from
            }
            Cell::Doubt => {
                anomaly = Some(Anomaly::Doubt { status: from, event });
                OrderStatus::Unknown
            }
            Cell::Stay | Cell::Impossible => from,
        };
        let booked = event == OrderEventKind::Filled;
        if booked && self.filled > self.quantity {
            anomaly = Some(Anomaly::Overfill { ordered: self.quantity(), filled: self.filled() });
        }
        Ok(Applied { from, to: self.status, booked, anomaly })
    }

    fn book(&mut self, fill: &Fill) -> Result<(), OrderError> {
        let order = &self.order;
        let same = fill.order_id == order.id()
            && fill.account_id == order.account_id
            && fill.instrument_id == order.instrument_id
            && fill.side == order.side;
        if !same || fill.quantity.get() <= Decimal::ZERO {
            return Err(OrderError::NotThisOrder { id: order.id(), execution: fill.execution_id });
        }
        let units = fill.quantity.get();
        let booked = || {
            let filled = self.filled.checked_add(units)?;
            let notional = self.notional.checked_add(units.checked_mul(fill.price.get())?)?;
            Some((filled, notional, self.fees.checked_add(fill.fee.amount)?))
        };
        let overflow = OrderError::Overflow { id: order.id(), execution: fill.execution_id };
        (self.filled, self.notional, self.fees) = booked().ok_or(overflow)?;
        Ok(())
    }

    fn change(&mut self, to: &Replacement) {
        self.quantity = to.quantity.get();
        self.terms = to.terms;
    }

    fn working(&self) -> OrderStatus {
        if self.filled >= self.quantity {
            OrderStatus::Filled
        } else if self.filled > Decimal::ZERO {
            OrderStatus::PartiallyFilled
        } else {
            OrderStatus::Accepted
        }
    }

    fn unless_complete(&self) -> OrderStatus {
        if self.filled >= self.quantity { OrderStatus::Filled } else { self.status }
    }
}

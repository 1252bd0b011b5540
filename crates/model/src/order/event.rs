//! What happens to an order. Events are only ever added; where an order stands is a fold over them (`execution`).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{OrderTerms, fill::Fill};
use crate::{id::OrderId, names::named_enum, quantity::Quantity, time::Timestamp};

named_enum! {
    /// Where an order stands.
    OrderStatus ("order status") {
        /// Made, and not sent.
        Draft = "draft",
        /// Its intent is on disk, and it may be on its way.
        PendingSubmit = "pending_submit",
        /// Nobody knows whether the venue has it. Only the venue's evidence or a person ends that.
        Unknown = "unknown",
        /// The venue has it, and nothing traded.
        Accepted = "accepted",
        /// The venue has it, and a part traded.
        PartiallyFilled = "partially_filled",
        /// All of it traded.
        Filled = "filled",
        /// We asked the venue to cancel it.
        PendingCancel = "pending_cancel",
        /// The rest of it will not trade.
        Canceled = "canceled",
        /// We asked the venue to change it.
        PendingReplace = "pending_replace",
        /// It was refused, by the gate or by the venue, or it never arrived.
        Rejected = "rejected",
        /// Its time is over.
        Expired = "expired",
    }
}

impl OrderStatus {
    /// Whether nothing more should happen to it. A fill that comes late is booked all the same.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Filled | Self::Canceled | Self::Rejected | Self::Expired)
    }

    /// Whether it may rest at the venue.
    pub const fn may_rest(self) -> bool {
        !self.is_closed() && !matches!(self, Self::Draft)
    }
}

named_enum! {
    /// Kinds of events of an order. The first four are ours, the others the venue's.
    OrderEventKind ("order event") {
        /// We send it.
        SubmitRequested = "submit_requested",
        /// We ask to cancel it.
        CancelRequested = "cancel_requested",
        /// We ask to change it.
        ReplaceRequested = "replace_requested",
        /// What we sent last was not answered in time, or the connection broke.
        Unanswered = "unanswered",
        /// The venue has it.
        Accepted = "accepted",
        /// It is refused.
        Rejected = "rejected",
        /// Units changed hands.
        Filled = "filled",
        /// The rest is canceled.
        Canceled = "canceled",
        /// It is not canceled.
        CancelRejected = "cancel_rejected",
        /// It is changed.
        Replaced = "replaced",
        /// It is not changed.
        ReplaceRejected = "replace_rejected",
        /// Its time is over.
        Expired = "expired",
        /// A look-up proved that the venue never had it.
        Absent = "absent",
    }
}

/// A change of a resting order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Replacement {
    /// All its units, with those that have traded.
    pub quantity: Quantity,
    /// When and at which price.
    pub terms: OrderTerms,
}

/// What happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OrderEventData {
    /// [`OrderEventKind::SubmitRequested`].
    SubmitRequested,
    /// [`OrderEventKind::CancelRequested`].
    CancelRequested,
    /// [`OrderEventKind::ReplaceRequested`].
    ReplaceRequested {
        /// What is asked for.
        to: Replacement,
    },
    /// [`OrderEventKind::Unanswered`].
    Unanswered,
    /// [`OrderEventKind::Accepted`].
    Accepted,
    /// [`OrderEventKind::Rejected`].
    Rejected {
        /// Why, in the words of who refused.
        #[schema(value_type = String)]
        reason: Cow<'static, str>,
    },
    /// [`OrderEventKind::Filled`].
    Filled {
        /// The fill.
        fill: Fill,
    },
    /// [`OrderEventKind::Canceled`].
    Canceled,
    /// [`OrderEventKind::CancelRejected`].
    CancelRejected {
        /// Why.
        #[schema(value_type = String)]
        reason: Cow<'static, str>,
    },
    /// [`OrderEventKind::Replaced`].
    Replaced {
        /// What it is now.
        to: Replacement,
    },
    /// [`OrderEventKind::ReplaceRejected`].
    ReplaceRejected {
        /// Why.
        #[schema(value_type = String)]
        reason: Cow<'static, str>,
    },
    /// [`OrderEventKind::Expired`].
    Expired,
    /// [`OrderEventKind::Absent`].
    Absent,
}

impl OrderEventData {
    /// Which kind it is.
    pub const fn kind(&self) -> OrderEventKind {
        match self {
            Self::SubmitRequested => OrderEventKind::SubmitRequested,
            Self::CancelRequested => OrderEventKind::CancelRequested,
            Self::ReplaceRequested { .. } => OrderEventKind::ReplaceRequested,
            Self::Unanswered => OrderEventKind::Unanswered,
            Self::Accepted => OrderEventKind::Accepted,
            Self::Rejected { .. } => OrderEventKind::Rejected,
            Self::Filled { .. } => OrderEventKind::Filled,
            Self::Canceled => OrderEventKind::Canceled,
            Self::CancelRejected { .. } => OrderEventKind::CancelRejected,
            Self::Replaced { .. } => OrderEventKind::Replaced,
            Self::ReplaceRejected { .. } => OrderEventKind::ReplaceRejected,
            Self::Expired => OrderEventKind::Expired,
            Self::Absent => OrderEventKind::Absent,
        }
    }
}

/// An event of an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OrderEvent {
    /// Of which order.
    pub order_id: OrderId,
    /// When we knew of it.
    pub at: Timestamp,
    /// What happened.
    #[serde(flatten)]
    pub data: OrderEventData,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn events_return_from_their_json() {
        let event = OrderEvent {
            order_id: OrderId::from_uuid(Uuid::from_u128(1)),
            at: Timestamp::from_micros(2),
            data: OrderEventData::Rejected { reason: "insufficient buying power".into() },
        };
        let text = serde_json::to_string(&event).unwrap();
        assert!(text.contains(r#""event":"rejected","reason":"insufficient buying power""#), "{text}");
        assert_eq!(serde_json::from_str::<OrderEvent>(&text).unwrap(), event);
        assert_eq!(event.data.kind(), OrderEventKind::Rejected);
    }
}

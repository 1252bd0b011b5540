//! Names for alerts.

use crate::names::named_enum;

named_enum! {
    /// How much an alert matters.
    AlertSeverity ("alert severity") {
        /// Good to know.
        Info = "info",
        /// Look at it today.
        Warning = "warning",
        /// Look at it now.
        Critical = "critical",
    }
}

named_enum! {
    /// Where an alert stands.
    AlertState ("alert state") {
        /// Watching.
        Armed = "armed",
        /// Its condition holds and nobody has reacted.
        Firing = "firing",
        /// Somebody has seen it.
        Acknowledged = "acknowledged",
        /// Its condition has ended.
        Resolved = "resolved",
        /// Silent for a time.
        Snoozed = "snoozed",
    }
}

named_enum! {
    /// What became of a delivery.
    DeliveryState ("delivery state") {
        /// It has not left yet, or is tried again.
        Waiting = "waiting",
        /// The system took it; whether anybody saw it is not known.
        HandedOver = "handed_over",
        /// The receiving server said that it has it.
        Accepted = "accepted",
        /// Nobody tries any more.
        GivenUp = "given_up",
        /// Nobody wants it any more: its alert was settled or deleted, or the way to it is gone.
        Dropped = "dropped",
    }
}

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

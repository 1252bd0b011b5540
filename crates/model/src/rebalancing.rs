//! Names for rebalancing.

use crate::names::named_enum;

named_enum! {
    /// What made a rebalancing due.
    RebalancingTrigger ("rebalancing trigger") {
        /// A person asked.
        Manual = "manual",
        /// A weight left its band.
        Threshold = "threshold",
        /// The calendar.
        Calendar = "calendar",
        /// Cash came in.
        CashInflow = "cash_inflow",
        /// Risk drifted.
        RiskDrift = "risk_drift",
    }
}

named_enum! {
    /// Where a rebalancing stands.
    RebalancingState ("rebalancing state") {
        /// Trades are proposed.
        Proposed = "proposed",
        /// A person agreed.
        Approved = "approved",
        /// Trades are done.
        Executed = "executed",
        /// Not wanted.
        Dismissed = "dismissed",
    }
}

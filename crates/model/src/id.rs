//! Identities: UUIDv7, made by whoever creates the thing, one type per noun.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(Uuid);

        impl $name {
            /// A new, time-ordered identity.
            #[expect(clippy::new_without_default, reason = "two calls give two values")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The identity that a stored UUID stands for.
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, uuid::Error> {
                s.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    )*};
}

ids! {
    /// Of an instrument.
    InstrumentId;
    /// Of an account.
    AccountId;
    /// Of a transaction, through all its revisions.
    TransactionId;
    /// Of a lot, which is the opening transaction's identity and leg.
    LotId;
    /// Of a currency pair's rate on a day, through all its revisions.
    FxRateId;
    /// Of a job.
    JobId;
    /// Of an audit event.
    AuditEventId;
    /// Ties a click to everything that it caused.
    CorrelationId;
    /// Of a saved optimization.
    OptimizationId;
    /// Of an alert rule.
    AlertId;
    /// Of a performance attribution.
    AttributionId;
    /// Of a rebalancing event.
    RebalancingId;
    /// Of a trained model.
    ModelId;
    /// Of an import.
    ImportId;
    /// Of a target.
    TargetId;
    /// Of a schedule.
    ScheduleId;
    /// Of a strategy that is kept.
    StrategyId;
    /// Of a back-test.
    BacktestId;
    /// Of an order: made by us before it leaves, and sent as the client order id.
    OrderId;
}

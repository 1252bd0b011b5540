//! What is known after a message was sent.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The most that can be said of a message that went out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = NotificationReceipt)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Receipt {
    /// This machine took it to show or play. Nobody knows whether it was seen.
    HandedOver,
    /// The receiver's server answered that it has it.
    Accepted {
        /// Under which name, where it told one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
    },
}

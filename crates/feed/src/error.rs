//! Settings of streams that make no sense.

/// Why a setting was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FeedError {
    /// A limit that nothing, or everything, would keep.
    #[error("{field} is {value}; give {allowed}")]
    Limit {
        /// Which setting.
        field: &'static str,
        /// What was given.
        value: f64,
        /// What is possible.
        allowed: &'static str,
    },
    /// A speed at which a replay would not move, or move back.
    #[error(
        "a replay at speed {0} is not possible; give a number above 0 and up to 1000000, or none for as fast as it goes"
    )]
    Speed(f64),
}

impl FeedError {
    /// Stable machine-readable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Limit { .. } => "feed_limit_invalid",
            Self::Speed(_) => "replay_speed_invalid",
        }
    }
}

//! Why a venue gave no answer, and what can be done about it.

use model::market::Source;

/// What went wrong with a venue, by what a person or a caller does about it. Texts of a venue in it are short, on one line, and
/// without what looks like a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VenueError {
    /// The venue answers only to those who have a key.
    #[error("{venue} needs a key; get one at the venue and enter it under Settings, Data sources")]
    KeyMissing {
        /// The venue.
        venue: Source,
    },
    /// A text that cannot be a key.
    #[error("the key is empty, or holds a space, a line break or another character that no key has; copy it again")]
    KeyText,
    /// The key is wrong, or its plan does not include this.
    #[error("{venue} refused the key (status {status}): {reason}; check the key and what its plan includes")]
    Denied {
        /// The venue.
        venue: Source,
        /// HTTP status; 200 where the refusal stands in the answer.
        status: u16,
        /// What the venue said.
        reason: String,
    },
    /// So many requests were made that the venue answers no more for a while.
    #[error("{venue} answers no more requests for now{}; wait, or ask for fewer symbols", wait(.retry_after_s))]
    Budget {
        /// The venue.
        venue: Source,
        /// In how many seconds it will answer again, if it says so.
        retry_after_s: Option<u64>,
    },
    /// The venue is down or overloaded.
    #[error("{venue} cannot answer at the moment (status {status}){}; it will be asked again", wait(.retry_after_s))]
    Busy {
        /// The venue.
        venue: Source,
        /// HTTP status.
        status: u16,
        /// In how many seconds to ask again, if it says so.
        retry_after_s: Option<u64>,
    },
    /// Something else than data came, such as a page for people, whatever its status.
    #[error(
        "{venue} sent something else than data: \"{sample}\"; try again, or open the venue in a browser to see what it asks for, or use another source"
    )]
    NotData {
        /// The venue.
        venue: Source,
        /// Its beginning.
        sample: String,
    },
    /// Data in another form than the venue's documentation describes.
    #[error("the answer of {venue} is not understood at {place}: {problem}; look for a newer version of this program")]
    Shape {
        /// The venue.
        venue: Source,
        /// Where in the answer.
        place: String,
        /// What is wrong there.
        problem: String,
    },
    /// The venue does not know the symbol.
    #[error("{venue} does not know \"{symbol}\"; check how the venue writes the symbol")]
    UnknownSymbol {
        /// The venue.
        venue: Source,
        /// What was asked for.
        symbol: String,
    },
    /// The venue refused the request for another reason.
    #[error("{venue} refused the request (status {status}): {reason}; change what is asked for")]
    Refused {
        /// The venue.
        venue: Source,
        /// HTTP status.
        status: u16,
        /// What the venue said.
        reason: String,
    },
    /// The venue does not have it.
    #[error("{venue} has no {what}; use {instead}")]
    Unsupported {
        /// The venue.
        venue: Source,
        /// What was wanted.
        what: String,
        /// What it has instead.
        instead: String,
    },
    /// A setting of a source that cannot be.
    #[error("{field}: {problem}")]
    Setting {
        /// The setting's path, such as `url` or `fields.close`.
        field: String,
        /// What is wrong and what to write.
        problem: String,
    },
}

fn wait(seconds: &Option<u64>) -> String {
    seconds.map(|s| format!(" (again in {s} s)")).unwrap_or_default()
}

impl VenueError {
    pub(crate) fn setting(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Setting { field: field.into(), problem: problem.into() }
    }

    /// Stable machine-readable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::KeyMissing { .. } => "venue_key_missing",
            Self::KeyText => "venue_key_invalid",
            Self::Denied { .. } => "venue_denied",
            Self::Budget { .. } => "venue_budget_used_up",
            Self::Busy { .. } => "venue_busy",
            Self::NotData { .. } => "venue_answer_not_data",
            Self::Shape { .. } => "venue_answer_not_understood",
            Self::UnknownSymbol { .. } => "venue_symbol_unknown",
            Self::Refused { .. } => "venue_refused",
            Self::Unsupported { .. } => "venue_unsupported",
            Self::Setting { .. } => "venue_setting_invalid",
        }
    }

    /// Whether the same request may be answered later, without anybody doing anything.
    #[must_use]
    pub const fn retry(&self) -> bool {
        matches!(self, Self::Budget { .. } | Self::Busy { .. })
    }

    /// In how many seconds to ask again, where the venue said so.
    #[must_use]
    pub const fn retry_after_s(&self) -> Option<u64> {
        match self {
            Self::Budget { retry_after_s, .. } | Self::Busy { retry_after_s, .. } => *retry_after_s,
            _ => None,
        }
    }
}

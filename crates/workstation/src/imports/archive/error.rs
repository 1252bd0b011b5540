//! Why an archive was not taken. Nothing of it was kept.

/// What is wrong with an archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// Something else.
    #[error(
        "{file} is not an archive of Quarterdeck; choose a file that \"Export\" or `quarterdeck export archive` made"
    )]
    Foreign {
        /// The file.
        file: String,
    },
    /// Of a version that this program does not read.
    #[error(
        "{file} is an archive of version {found}, and this program reads versions 1 to {known}; update Quarterdeck"
    )]
    Version {
        /// The file.
        file: String,
        /// Its version.
        found: u64,
        /// The latest version that is read.
        known: u32,
    },
    /// It ends in the middle.
    #[error("{file} is cut off at line {line}; copy or export it again. Nothing was imported")]
    CutOff {
        /// The file.
        file: String,
        /// Where it ends.
        line: usize,
    },
    /// Not what the format says.
    #[error("{file} line {line}: {reason}; export it again. Nothing was imported")]
    Form {
        /// The file.
        file: String,
        /// Where.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// An entry longer than any that is written.
    #[error(
        "{file} line {line} is longer than {limit_bytes} bytes, which no archive has; export it again. Nothing was imported"
    )]
    TooLong {
        /// The file.
        file: String,
        /// Where.
        line: usize,
        /// The longest that is read.
        limit_bytes: u64,
    },
    /// The file cannot be read.
    #[error("{file} cannot be read: {reason}; send it again")]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// An entry that does not pass, or refers to something that is not there.
    #[error("{file}: {section} {entry}: {reason}. Nothing was imported")]
    Entry {
        /// The file.
        file: String,
        /// In which section.
        section: &'static str,
        /// Which one.
        entry: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Entries that do not fit each other.
    #[error("{file}: {reason}. Nothing was imported")]
    Whole {
        /// The file.
        file: String,
        /// What is wrong.
        reason: String,
    },
}

impl ArchiveError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Foreign { .. } => "archive_foreign",
            Self::Version { .. } => "archive_version",
            Self::CutOff { .. } => "archive_cut_off",
            Self::Form { .. } => "archive_form",
            Self::TooLong { .. } => "archive_too_long",
            Self::Read { .. } => "archive_unreadable",
            Self::Entry { .. } | Self::Whole { .. } => "archive_entry",
        }
    }
}

//! Why a whole file was refused.

/// A file that cannot be imported. The message says what is wrong with it and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Nothing in it.
    #[error("{file} is empty; export it again, or choose another file")]
    Empty {
        /// The file.
        file: String,
    },
    /// A header and nothing else.
    #[error("{file} has a header but no rows; export it again with a wider date range")]
    NoRows {
        /// The file.
        file: String,
    },
    /// Not text.
    #[error("{file} is {what}, not a CSV file; {next}")]
    NotText {
        /// The file.
        file: String,
        /// What it seems to be.
        what: &'static str,
        /// What to do.
        next: &'static str,
    },
    /// A page of a website, saved with the name of a data file.
    #[error(
        "{file} is a web page, not a CSV file; the website may have shown a login or an error instead of the data. Open it in a browser, download the data again, and import that"
    )]
    WebPage {
        /// The file.
        file: String,
    },
    /// An encoding that is not known by that name.
    #[error("\"{name}\" is not a text encoding; use a name such as utf-8, utf-16le or windows-1252")]
    Encoding {
        /// The name given.
        name: String,
    },
    /// A quote that never ends.
    #[error(
        "{file} line {line}: a quoted value that begins here never ends; the file is cut off, or a quote (\") is missing. Export it again, or correct the line"
    )]
    UnclosedQuote {
        /// The file.
        file: String,
        /// Where it begins.
        line: u64,
    },
    /// A record that is too long.
    #[error(
        "{file} line {line}: this row has {what}; that is not a table of rows and columns. Check the delimiter and the quotes"
    )]
    RecordTooLong {
        /// The file.
        file: String,
        /// Where it begins.
        line: u64,
        /// Its size.
        what: &'static str,
    },
    /// A column that is needed.
    #[error("{file} has no column for {what} (found: {found}); name one {examples}, or choose it in the mapping")]
    MissingColumn {
        /// The file.
        file: String,
        /// What is looked for.
        what: &'static str,
        /// The headers there are.
        found: String,
        /// Names that would be recognized.
        examples: &'static str,
    },
    /// A column of the mapping that the file does not have.
    #[error("{file} has no column \"{column}\", which the mapping uses for {what}; choose another column")]
    ColumnNotThere {
        /// The file.
        file: String,
        /// The header asked for.
        column: String,
        /// What for.
        what: String,
    },
    /// Two columns with one name.
    #[error("{file} has two columns named \"{column}\"; rename one of them")]
    DuplicateColumn {
        /// The file.
        file: String,
        /// The name.
        column: String,
    },
    /// Day and month cannot be told apart.
    #[error(
        "{file}: dates such as {example} can be read as day/month or month/day; choose the order of dates and import again"
    )]
    AmbiguousDates {
        /// The file.
        file: String,
        /// One of them.
        example: String,
    },
    /// Thousands and decimals cannot be told apart.
    #[error(
        "{file}: numbers such as {example} can be read with a decimal comma or with thousands separators; choose the decimal mark and import again"
    )]
    AmbiguousNumbers {
        /// The file.
        file: String,
        /// One of them.
        example: String,
    },
    /// Prices of one instrument without its name.
    #[error("{file} has no column with symbols; choose the instrument to which its prices belong")]
    SymbolNeeded {
        /// The file.
        file: String,
    },
    /// Several prices a day.
    #[error(
        "{file} has many days with several different prices for one symbol; it looks like intraday data, and only daily prices can be imported. Export daily prices"
    )]
    NotDaily {
        /// The file.
        file: String,
    },
    /// More than can be checked for repetitions within the bound of memory.
    #[error("{file} has more than {limit}; split it into several files and import them one by one")]
    TooMuch {
        /// The file.
        file: String,
        /// What there may be at most.
        limit: &'static str,
    },
    /// A file of another format than the one asked for.
    #[error("{file} is not {asked}: {why}. {like}")]
    WrongFormat {
        /// The file.
        file: String,
        /// The format asked for, in words.
        asked: &'static str,
        /// What is missing of it.
        why: String,
        /// What it looks like, and what to do.
        like: String,
    },
    /// Tags that do not fit together, or a file that ends in the middle.
    #[error(
        "{file} line {line}: {what}; the file is damaged or cut off. Download it from the broker again and import that; nothing of it was taken in"
    )]
    Markup {
        /// The file.
        file: String,
        /// Where it was noticed.
        line: u64,
        /// What does not fit.
        what: String,
    },
    /// A document type, or an entity of its own: a few lines of them can stand for gigabytes.
    #[error(
        "{file} line {line}: it has {what}, which statements never need and which can make a small file grow without end; it was not read. Download the statement from the broker again"
    )]
    Entities {
        /// The file.
        file: String,
        /// Where.
        line: u64,
        /// A document type or an entity.
        what: String,
    },
    /// A Parquet file that gives no table.
    #[error(
        "{file} cannot be read as a table: {reason}. Write it again, for instance with pandas (`to_parquet`), or import CSV"
    )]
    Parquet {
        /// The file.
        file: String,
        /// Why.
        reason: String,
    },
    /// The file could not be read.
    #[error("{file} could not be read: {source}; check that it is still there and readable")]
    Read {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
}

impl ImportError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty { .. } => "file_empty",
            Self::NoRows { .. } => "file_without_rows",
            Self::NotText { .. } => "file_not_text",
            Self::WebPage { .. } => "file_is_web_page",
            Self::Encoding { .. } => "encoding_unknown",
            Self::UnclosedQuote { .. } => "quote_unclosed",
            Self::RecordTooLong { .. } => "record_too_long",
            Self::MissingColumn { .. } => "column_missing",
            Self::ColumnNotThere { .. } => "column_not_there",
            Self::DuplicateColumn { .. } => "column_duplicate",
            Self::AmbiguousDates { .. } => "dates_ambiguous",
            Self::AmbiguousNumbers { .. } => "numbers_ambiguous",
            Self::SymbolNeeded { .. } => "symbol_needed",
            Self::NotDaily { .. } => "prices_not_daily",
            Self::TooMuch { .. } => "file_too_much",
            Self::WrongFormat { .. } => "format_wrong",
            Self::Markup { .. } => "markup_broken",
            Self::Entities { .. } => "entities_refused",
            Self::Parquet { .. } => "parquet_unreadable",
            Self::Read { .. } => "file_unreadable",
        }
    }
}

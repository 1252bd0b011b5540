//! Imports: a file looked at, then taken in as a whole by a job.

mod archive;
mod differences;
mod ledger;
mod preview;
mod prices;

use std::{
    collections::BTreeSet,
    fs::File,
    io::{BufReader, Read},
    path::PathBuf,
};

use ::imports::{
    formats::{self, Detection, FileFormat},
    fx_rates::FxOptions,
    inspect,
    mapping::{ColumnMapping, propose_mapping},
    options::{DateOrder, DecimalMark, FileFacts, Inspection, Options},
    parquet,
    prices::{PriceOptions, SymbolSummary},
    refusal::Refusal,
    transactions::UnknownName,
};
use model::{
    account::Account,
    currency::Currency,
    id::ImportId,
    instrument::Instrument,
    job::{Job, JobKind, JobState},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use store::{Outcome, imports::ImportLog, jobs::JobFilter};
use uuid::Uuid;

pub use self::archive::{ArchiveError, SectionCount};
pub use self::differences::{ImportDifference, ImportEffect};
pub(crate) use self::prices::SOURCE as PRICES_SOURCE;
use crate::{
    Host, Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    jobs::{Input, Task, Work},
    page::{Page, PageQuery, paging},
    workspace::Workspace,
};

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Prices of instruments.
    Prices,
    /// Transactions.
    Transactions,
    /// Exchange rates.
    FxRates,
    /// Everything a workspace held; into an empty one.
    Archive,
}

/// A file to look at or to take in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportRequest {
    /// The uploaded file.
    pub upload_id: Uuid,
    /// What it holds.
    pub kind: ImportKind,
    /// Which column means what, for transactions; proposed when nothing is said.
    #[serde(default)]
    pub mapping: Option<ColumnMapping>,
    /// How to read it.
    #[serde(default)]
    pub options: ImportOptions,
}

/// How to read a file; what is not said is found out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ImportOptions {
    /// The form of a file of transactions, such as a broker's export; found out when nothing is said.
    pub format: Option<FileFormat>,
    /// The character between cells.
    #[schema(value_type = Option<String>)]
    pub delimiter: Option<char>,
    /// The order of day, month and year.
    pub date_order: Option<DateOrder>,
    /// The decimal mark.
    pub decimal_mark: Option<DecimalMark>,
    /// The character encoding, e.g. `utf-8` or `windows-1252`.
    pub encoding: Option<String>,
    /// The instrument of a price file that has no symbol column.
    pub symbol: Option<String>,
    /// Take the adjusted close where a price file has both.
    pub prefer_adjusted: bool,
    /// Take prices of zero, which are refused otherwise.
    pub allow_zero: bool,
    /// Create instruments (and, for transactions, accounts) that are not known; otherwise their rows are refused.
    pub create_unknown: bool,
    /// The currency of created instruments; the base currency when nothing is said.
    pub currency: Option<Currency>,
    /// The currency of which there is one unit in a wide file of exchange rates; EUR when nothing is said.
    pub base: Option<Currency>,
    /// Who says the exchange rates; the file's name when nothing is said.
    pub source_name: Option<String>,
}

/// What a file would bring. Nothing is written.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ImportPreview {
    /// What it holds.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: String,
    /// The form in which it was read. Transactions only.
    pub format: Option<FileFormat>,
    /// Which form it seems to have, and how surely. Transactions only.
    pub detection: Option<Detection>,
    /// Encoding, delimiter, headers and what was noticed.
    pub facts: FileFacts,
    /// The first rows as they stand; none for files that are not read by a mapping of columns.
    pub rows: Vec<Vec<String>>,
    /// The mapping used: the given one, else the proposal. Transactions only.
    pub mapping: Option<ColumnMapping>,
    /// How many rows would do what.
    pub counts: ImportCounts,
    /// The first 500 refused rows.
    pub refusals: Vec<Refusal>,
    /// What the first 500 rows would do, by line: new, there already, or refused and why. Transactions only.
    pub differences: Vec<ImportDifference>,
    /// Instruments of a price file, pairs of a rates file.
    pub symbols: Vec<SymbolSummary>,
    /// Symbols that no instrument has.
    pub unknown_instruments: Vec<UnknownName>,
    /// Account names that no account has.
    pub unknown_accounts: Vec<UnknownName>,
    /// Words for kinds of transactions that are not understood; map them in `mapping.kinds`.
    pub unknown_kinds: Vec<UnknownName>,
    /// Instruments that would be created.
    pub new_instruments: Vec<Instrument>,
    /// Accounts that would be created.
    pub new_accounts: Vec<Account>,
    /// How much each section of an archive holds.
    pub sections: Vec<SectionCount>,
    /// The same content was imported at this time.
    pub imported_before: Option<Timestamp>,
}

/// Rows by what happens to them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportCounts {
    /// Lines read.
    pub lines: u64,
    /// Values that pass.
    pub accepted: u64,
    /// Of those, new ones; null where only the import itself finds out.
    pub added: Option<u64>,
    /// Of those, ones that are there already.
    pub unchanged: Option<u64>,
    /// Empty cells or lines.
    pub missing: u64,
    /// Rows that say the same as another row.
    pub duplicates: u64,
    /// Rows refused.
    pub refused: u64,
}

/// What an import did: the result of its job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// Its identity.
    pub import_id: ImportId,
    /// What the file held.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: String,
    /// BLAKE3 of its content, hex.
    pub content_hash: String,
    /// Rows that are new.
    pub added: u64,
    /// Rows that corrected an earlier value.
    pub revised: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
    /// Empty cells or lines.
    pub missing: u64,
    /// The refused rows, the first 10,000.
    pub refusals: Vec<Refusal>,
    /// Symbols of instruments that were created.
    pub created_instruments: Vec<String>,
    /// Names of accounts that were created.
    pub created_accounts: Vec<String>,
    /// How much each section of an archive holds.
    #[serde(default)]
    pub sections: Vec<SectionCount>,
    /// What a reader should know.
    pub notices: Vec<String>,
}

/// An import that was done.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ImportRecord {
    /// Its identity.
    pub id: ImportId,
    /// What the file held.
    pub kind: ImportKind,
    /// Its name.
    pub file_name: String,
    /// BLAKE3 of its content, hex.
    pub content_hash: String,
    /// When.
    pub at: Timestamp,
    /// Rows that were new.
    pub added: u64,
    /// Rows that corrected an earlier value.
    pub revised: u64,
    /// Rows that were there already.
    pub unchanged: u64,
    /// Rows refused.
    pub refused: u64,
    /// The whole report; null in lists and for imports finished by the repair at start.
    pub report: Option<ImportReport>,
}

impl Workstation {
    /// Reads an uploaded file and says what it would bring.
    ///
    /// # Errors
    /// When there is no such upload, or the file cannot be read at all.
    pub async fn preview_import(&self, ctx: &Ctx, request: ImportRequest) -> Result<ImportPreview> {
        let ws = self.for_use(ctx, Action::Read, "imports").await?;
        let reading = Reading::new(&ws, &self.host, request).await?;
        preview::preview(&ws, reading, self.host.clock.now()).await
    }

    /// Starts the import; the job's result is an [`ImportReport`].
    ///
    /// # Errors
    /// When there is no such upload.
    pub async fn start_import(&self, ctx: &Ctx, request: ImportRequest) -> Result<Job> {
        let ws = self.for_use(ctx, Action::Write, "imports").await?;
        let upload = crate::uploads::find(&ws, request.upload_id).await?;
        let title = format!("Import {}", upload.name);
        self.enqueue(&ws, ctx, JobKind::Import, &title, Work::Import(Box::new(request))).await
    }

    /// Imports done, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn imports(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<ImportRecord>> {
        let ws = self.for_use(ctx, Action::Read, "imports").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page: Page<ImportLog<ImportReport>> = store::imports::list(&ws.store, &paging).await?.into();
        Ok(page.map(|log| ImportRecord { report: None, ..record(log) }))
    }

    /// One import with its report.
    ///
    /// # Errors
    /// When there is none.
    pub async fn import(&self, ctx: &Ctx, id: ImportId) -> Result<ImportRecord> {
        let ws = self.for_use(ctx, Action::Read, "imports").await?;
        Ok(record(store::imports::get(&ws.store, id).await?))
    }
}

/// A file about to be read, and how.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    pub(crate) kind: ImportKind,
    pub(crate) path: PathBuf,
    pub(crate) file_name: String,
    pub(crate) mapping: Option<ColumnMapping>,
    pub(crate) options: ImportOptions,
    pub(crate) common: Options,
}

impl Reading {
    pub(crate) async fn new(ws: &Workspace, host: &Host, request: ImportRequest) -> Result<Self> {
        let upload = crate::uploads::find(ws, request.upload_id).await?;
        crate::uploads::check_size(Some(request.kind), upload.bytes)?;
        let o = &request.options;
        let path = crate::uploads::data_path(ws, request.upload_id);
        let given = Options {
            file_name: upload.name.clone(),
            today: Some(ws.today(host.clock)),
            delimiter: o.delimiter,
            date_order: o.date_order,
            decimal_mark: o.decimal_mark,
            encoding: o.encoding.clone(),
        };
        let file = File::open(&path).map_err(|e| Error::io("read", &path, e))?;
        let common = parquet::settle(file, given)?;
        Ok(Self {
            kind: request.kind,
            path,
            file_name: upload.name,
            mapping: request.mapping,
            options: request.options,
            common,
        })
    }

    /// The file's text from its beginning.
    pub(crate) fn open(&self) -> Result<BufReader<Box<dyn Read>>> {
        Ok(BufReader::with_capacity(1 << 16, parquet::text_of(self.file()?, &self.common)?))
    }

    /// The file itself.
    pub(crate) fn file(&self) -> Result<File> {
        File::open(&self.path).map_err(|e| Error::io("read", &self.path, e))
    }

    /// How prices are read.
    pub(crate) fn prices(&self) -> PriceOptions {
        PriceOptions {
            common: self.common.clone(),
            symbol: self.options.symbol.clone(),
            prefer_adjusted: self.options.prefer_adjusted,
            allow_zero: self.options.allow_zero,
        }
    }

    /// How exchange rates are read.
    pub(crate) fn rates(&self) -> FxOptions {
        FxOptions {
            common: self.common.clone(),
            base: self.options.base.unwrap_or(Currency::EUR),
            source_name: self.options.source_name.clone().unwrap_or_else(|| self.file_name.chars().take(80).collect()),
        }
    }

    /// Looks at a file of transactions: the form it has, or the one that was asked for, and what explains it.
    pub(crate) fn look(&self) -> Result<Looked> {
        let detection = formats::detect(self.open()?, &self.common)?;
        let format = self.options.format.unwrap_or(detection.format);
        // Only tables without a form of their own have columns to be explained.
        let inspection = if format == FileFormat::Columns { Some(inspect(self.open()?, &self.common)?) } else { None };
        let mapping = self.mapping(inspection.as_ref());
        Ok(Looked { detection, format, inspection, mapping })
    }

    /// How a file of transactions is understood: as given, else as proposed from its columns.
    fn mapping(&self, inspection: Option<&Inspection>) -> ColumnMapping {
        let proposed = || inspection.map(|i| propose_mapping(&i.facts.headers, &i.rows)).unwrap_or_default();
        let mut mapping = self.mapping.clone().unwrap_or_else(proposed);
        mapping.create_unknown |= self.options.create_unknown;
        mapping.currency = mapping.currency.or(self.options.currency);
        mapping
    }
}

/// What a first look at a file of transactions found.
#[derive(Clone, Debug)]
pub(crate) struct Looked {
    pub(crate) detection: Detection,
    /// The form in which it is read.
    pub(crate) format: FileFormat,
    /// The beginning of a table that a mapping explains.
    pub(crate) inspection: Option<Inspection>,
    pub(crate) mapping: ColumnMapping,
}

/// The job: takes a file in.
pub(crate) async fn run(task: &Task, request: ImportRequest) -> Result<ImportReport> {
    let reading = Reading::new(&task.ws, &task.host, request).await?;
    match reading.kind {
        ImportKind::Prices => prices::run(task, reading).await,
        ImportKind::Transactions => ledger::transactions(task, reading).await,
        ImportKind::FxRates => ledger::fx_rates(task, reading).await,
        ImportKind::Archive => archive::run(task, reading).await,
    }
}

/// The uploads that waiting and running imports need.
pub(crate) async fn waiting_uploads(ws: &Workspace) -> Result<BTreeSet<Uuid>> {
    let mut needed = BTreeSet::new();
    for state in [JobState::Queued, JobState::Running] {
        let filter = JobFilter { state: Some(state), kind: Some(JobKind::Import) };
        let page = store::jobs::list(&ws.store, &filter, &store::Paging { limit: 1000, cursor: None }).await?;
        for job in page.items {
            if let Work::Import(request) = store::jobs::input::<Input>(&ws.store, job.id).await?.work {
                needed.insert(request.upload_id);
            }
        }
    }
    Ok(needed)
}

/// The row of the log for a report.
pub(crate) fn log(kind: store::imports::ImportKind, report: &ImportReport, at: Timestamp) -> ImportLog<ImportReport> {
    ImportLog {
        id: report.import_id,
        kind,
        file_name: report.file_name.clone(),
        content_hash: report.content_hash.clone(),
        at,
        outcome: Outcome { added: report.added, revised: report.revised, unchanged: report.unchanged },
        refused: report.refused,
        report: Some(report.clone()),
    }
}

/// The kind as the log has it. An archive brings its own log, which no entry of its import may change.
pub(crate) fn stored(kind: ImportKind) -> Option<store::imports::ImportKind> {
    match kind {
        ImportKind::Prices => Some(store::imports::ImportKind::Prices),
        ImportKind::Transactions => Some(store::imports::ImportKind::Transactions),
        ImportKind::FxRates => Some(store::imports::ImportKind::FxRates),
        ImportKind::Archive => None,
    }
}

fn record(log: ImportLog<ImportReport>) -> ImportRecord {
    let kind = match log.kind {
        store::imports::ImportKind::Prices => ImportKind::Prices,
        store::imports::ImportKind::Transactions => ImportKind::Transactions,
        store::imports::ImportKind::FxRates => ImportKind::FxRates,
    };
    ImportRecord {
        id: log.id,
        kind,
        file_name: log.file_name,
        content_hash: log.content_hash,
        at: log.at,
        added: log.outcome.added,
        revised: log.outcome.revised,
        unchanged: log.outcome.unchanged,
        refused: log.refused,
        report: log.report,
    }
}

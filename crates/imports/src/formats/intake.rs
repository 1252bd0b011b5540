//! Drafts to transactions: accounts, instruments and currencies found, amounts fitted to the kind, refusals counted.

mod fit;

use std::collections::{BTreeMap, HashMap};

use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
    transaction::{TransactionFields, TransactionKind as Kind},
};
use uuid::Uuid;

use super::draft::{Draft, Reject};
use crate::{
    error::ImportError,
    mapping::ColumnMapping,
    numbers,
    options::{FileFacts, Options},
    refusal::{Refusals, quoted},
    sniff::folded,
    transactions::{
        Directory, TransactionReport, TransactionRow, TransactionSink,
        directory::{InstrumentName, Names, count},
    },
};

const BATCH: usize = 4096;
/// Rows whose repetitions can be told apart within the bound of memory.
const ROWS_MAX: u64 = 2_000_000;

/// Where all forms of files hand their records to.
pub(super) struct Intake<'a, 's> {
    file: String,
    options: &'a Options,
    mapping: &'a ColumnMapping,
    kinds: HashMap<String, Kind>,
    names: Names,
    new_id: &'a mut dyn FnMut() -> Uuid,
    sink: &'a mut TransactionSink<'s>,
    lines: u64,
    accepted: u64,
    refused: Refusals,
    passed_over: BTreeMap<String, u64>,
    repriced: u64,
    batch: Vec<TransactionRow>,
    occurrences: HashMap<u64, u32>,
    cancelled: bool,
}

impl<'a, 's> Intake<'a, 's> {
    pub(super) fn new(
        options: &'a Options,
        mapping: &'a ColumnMapping,
        directory: Directory<'_>,
        new_id: &'a mut dyn FnMut() -> Uuid,
        sink: &'a mut TransactionSink<'s>,
    ) -> Self {
        Self {
            file: options.name().to_owned(),
            options,
            mapping,
            kinds: mapping.kinds.iter().map(|(word, kind)| (folded(word), *kind)).collect(),
            names: Names::new(directory),
            new_id,
            sink,
            lines: 0,
            accepted: 0,
            refused: Refusals::default(),
            passed_over: BTreeMap::new(),
            repriced: 0,
            batch: Vec::new(),
            occurrences: HashMap::new(),
            cancelled: false,
        }
    }

    /// The sink wants no more.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// What the user says a word of the file means.
    pub(super) fn kind_by_user(&self, word: &str) -> Option<Kind> {
        self.kinds.get(&folded(word)).copied()
    }

    /// Takes what a record says: all its rows, or none of them and one refusal.
    pub(super) fn take(&mut self, line: u64, record: Result<Vec<Draft>, Reject>) -> Result<(), ImportError> {
        let taken = record.and_then(|drafts| {
            let fields = drafts.iter().map(|d| self.fields(d, line)).collect::<Result<Vec<_>, _>>()?;
            Ok(drafts.into_iter().zip(fields).collect::<Vec<_>>())
        });
        match taken {
            Ok(rows) => rows.into_iter().try_for_each(|(draft, fields)| self.accept(line, &draft, fields)),
            Err(reject) => {
                self.refuse(line, &reject);
                Ok(())
            }
        }
    }

    /// Refuses a record, or a part of one that was taken otherwise.
    pub(super) fn refuse(&mut self, line: u64, reject: &Reject) {
        self.lines += 1;
        self.refused.push(&self.file, line, reject.column.as_deref(), reject.code, &reject.reason);
    }

    /// Counts a word for a kind that is not known, for the user to say what it means.
    pub(super) fn unknown_kind(&mut self, word: &str, line: u64) {
        count(&mut self.names.unknown_kinds, word, line);
    }

    /// Counts a record that says nothing of its own. The reason reads on after "3 rows".
    pub(super) fn pass_over(&mut self, why: &str) {
        match self.passed_over.get_mut(why) {
            Some(n) => *n += 1,
            None => _ = self.passed_over.insert(why.to_owned(), 1),
        }
    }

    /// The report.
    ///
    /// # Errors
    /// When there was no record at all.
    pub(super) fn finish(
        mut self,
        mut facts: FileFacts,
        content_hash: String,
    ) -> Result<TransactionReport, ImportError> {
        if !self.cancelled && !self.batch.is_empty() {
            self.cancelled = (self.sink)(std::mem::take(&mut self.batch)).is_break();
        }
        let passed_over = self.passed_over.values().sum();
        if self.lines == 0 && passed_over == 0 {
            return Err(ImportError::NoRows { file: self.file });
        }
        let rows = |n: u64| if n == 1 { "1 row".to_owned() } else { format!("{n} rows") };
        facts.notices.extend(self.passed_over.iter().map(|(why, n)| format!("{} {why}.", rows(*n))));
        if self.repriced > 0 {
            facts.notices.push(format!(
                "In {}, price × quantity is not the amount; the price was computed from the amount.",
                rows(self.repriced)
            ));
        }
        Ok(TransactionReport {
            facts,
            lines: self.lines,
            accepted: self.accepted,
            refused: self.refused,
            passed_over,
            unknown_instruments: self.names.unknown_instruments,
            unknown_accounts: self.names.unknown_accounts,
            unknown_kinds: self.names.unknown_kinds,
            new_instruments: self.names.new_instruments,
            new_accounts: self.names.new_accounts,
            content_hash,
            cancelled: self.cancelled,
        })
    }

    fn accept(&mut self, line: u64, draft: &Draft, fields: TransactionFields) -> Result<(), ImportError> {
        self.lines += 1;
        self.accepted += 1;
        if self.accepted > ROWS_MAX {
            return Err(ImportError::TooMuch { file: self.file.clone(), limit: "two million transactions" });
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(draft.hash().as_bytes());
        if let Some(account) = self.mapping.account_id {
            hasher.update(account.uuid().as_bytes());
        }
        let hash = hasher.finalize();
        let mut short = [0; 8];
        short.copy_from_slice(&hash.as_bytes()[..8]);
        let occurrence = self.occurrences.entry(u64::from_le_bytes(short)).or_insert(0);
        *occurrence += 1;
        let (row_key, occurrence) = (hash.to_hex()[..32].to_owned(), *occurrence);
        self.batch.push(TransactionRow { line, fields, row_key, occurrence });
        if self.batch.len() >= BATCH {
            self.cancelled = (self.sink)(std::mem::take(&mut self.batch)).is_break();
        }
        Ok(())
    }

    fn fields(&mut self, d: &Draft, line: u64) -> Result<TransactionFields, Reject> {
        if self.options.today.is_some_and(|today| d.date > today) {
            let reason = format!("the date is {}, after today; correct it or remove the row", d.date);
            return Err(Reject::new("date_in_future", reason));
        }
        let fallback = currency(&d.currency)?.or(self.mapping.currency);
        let account_id = self.account(&d.account, fallback, line)?.or(self.mapping.account_id);
        let Some(account_id) = account_id else {
            let reason = "the file names no account; choose the account for rows without one";
            return Err(Reject::new("account_missing", reason));
        };
        let Some(currency) = fallback.or_else(|| self.names.account_currency(account_id)) else {
            let reason = "there is no currency; choose the currency for rows without one";
            return Err(Reject::new("currency_missing", reason));
        };
        let mut f = TransactionFields::plain(account_id, d.kind, d.date, currency);
        if d.kind == Kind::Transfer {
            f.counter_account_id = self.account(&d.counter_account, fallback, line)?;
        }
        if !matches!(d.kind, Kind::Deposit | Kind::Withdrawal | Kind::CurrencyConversion) {
            f.instrument_id = self.instrument(d, currency, line)?;
        }
        self.fit(d, &mut f)?;
        match f.check().first() {
            None => Ok(f),
            Some(wrong) => Err(Reject::new(wrong.code(), wrong.to_string())),
        }
    }

    fn account(&mut self, name: &str, currency: Option<Currency>, line: u64) -> Result<Option<AccountId>, Reject> {
        let name = name.trim();
        if name.is_empty() {
            return Ok(None);
        }
        let found = self.mapping.accounts.get(name).copied().or_else(|| self.names.account(name));
        if found.is_some() {
            return Ok(found);
        }
        count(&mut self.names.unknown_accounts, name, line);
        if self.mapping.create_unknown {
            let Some(currency) = currency else {
                let reason = "a new account needs a currency; choose the currency for rows without one";
                return Err(Reject::new("currency_missing", reason));
            };
            let id = (self.new_id)();
            if let Some(account) = self.names.make_account(name, currency, id) {
                return Ok(Some(account));
            }
        }
        let reason = format!(
            "there is no account {}; say which one it is, give an account that number, or let the import make it",
            quoted(name)
        );
        Err(Reject::new("account_unknown", reason))
    }

    fn instrument(&mut self, d: &Draft, currency: Currency, line: u64) -> Result<Option<InstrumentId>, Reject> {
        let said = |text: &'_ str| if numbers::is_missing(text) { String::new() } else { text.to_owned() };
        let (symbol, isin) = (said(d.symbol.trim()), said(d.isin.trim()));
        let name = InstrumentName { symbol: &symbol, isin: &isin, name: d.name.trim() };
        if name.is_empty() {
            return Ok(None);
        }
        if let Some(id) = self.names.instrument(name) {
            return Ok(Some(id));
        }
        count(&mut self.names.unknown_instruments, name.shown(), line);
        if self.mapping.create_unknown {
            let id = (self.new_id)();
            if let Some(instrument) = self.names.make_instrument(name, d.form, currency, id) {
                return Ok(Some(instrument));
            }
            let reason = format!(
                "{} cannot be made from what the file says of it; add the instrument, then import again",
                quoted(name.shown())
            );
            return Err(Reject::new("instrument_unknown", reason));
        }
        let reason = format!("there is no instrument {}; add it, or let the import make it", quoted(name.shown()));
        Err(Reject::new("instrument_unknown", reason))
    }
}

/// A currency as files write it; none when nothing is said.
fn currency(text: &str) -> Result<Option<Currency>, Reject> {
    let text = text.trim();
    if numbers::is_missing(text) {
        return Ok(None);
    }
    let code = match text {
        "$" => "USD",
        "€" => "EUR",
        "£" => "GBP",
        other => &other.to_uppercase(),
    };
    if matches!(code, "GBX" | "GBP." | "ILA" | "ZAC") {
        let reason = format!("{} counts hundredths of a currency; amounts are read in whole units only", quoted(text));
        return Err(Reject::new("currency_invalid", reason));
    }
    code.parse().map(Some).map_err(|_| {
        let reason = format!("{} is not a currency; give a code such as USD", quoted(text));
        Reject::new("currency_invalid", reason)
    })
}

//! Files in the styles of brokers, with invented values, and hostile ones. Expected rows are worked out by hand beside them.

mod brokers;
mod crypto;
mod degiro;
mod detection;
mod flex;
mod hostile;
mod ibkr;
mod ofx;
mod portfolio_performance;
mod qif;

use std::ops::ControlFlow;

use model::{
    account::{Account, AccountFields, AccountKind},
    currency::Currency,
    id::AccountId,
    transaction::TransactionFields,
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{FileFormat, detect, read};
use crate::{
    error::ImportError,
    mapping::ColumnMapping,
    options::Options,
    transactions::{Directory, TransactionReport, TransactionRow},
};

/// A workspace with one account in dollars, where everything unknown is made.
struct Desk {
    account: Account,
    mapping: ColumnMapping,
    options: Options,
}

/// What a reading brought.
struct Read {
    rows: Vec<TransactionRow>,
    report: TransactionReport,
}

impl Desk {
    fn new() -> Self {
        let fields = AccountFields::plain("Main", AccountKind::Taxable, Currency::USD);
        let account = Account { id: AccountId::new(), fields };
        let mapping = ColumnMapping { account_id: Some(account.id), create_unknown: true, ..ColumnMapping::default() };
        let options =
            Options { file_name: "file.csv".to_owned(), today: "2025-12-31".parse().ok(), ..Options::default() };
        Self { account, mapping, options }
    }

    fn read(&self, format: FileFormat, text: impl AsRef<[u8]>) -> Result<Read, ImportError> {
        let directory = Directory { instruments: &[], accounts: std::slice::from_ref(&self.account) };
        let mut rows = Vec::new();
        let report =
            read(text.as_ref(), &self.options, format, &self.mapping, directory, &mut Uuid::now_v7, &mut |batch| {
                rows.extend(batch);
                ControlFlow::Continue(())
            })?;
        assert_eq!(report.lines, report.accepted + report.refused.count);
        assert_eq!(report.accepted, rows.len() as u64);
        assert!(rows.iter().all(|r| r.fields.check().is_empty()));
        Ok(Read { rows, report })
    }

    /// Reads a file that is detected as what it is, and gives its rows as text.
    fn rows(&self, format: FileFormat, text: &str) -> Vec<String> {
        let found = detect(text.as_bytes(), &self.options).unwrap();
        assert_eq!(found.format, format, "{:?}", found.candidates);
        let read = self.read(format, text).unwrap();
        assert_eq!(read.report.refused.kept, vec![]);
        self.shown(&read)
    }

    fn shown(&self, read: &Read) -> Vec<String> {
        read.rows.iter().map(|r| self.row(&r.fields, &read.report)).collect()
    }

    /// `date kind symbol quantity @ price currency; amount …; fees …; account` with only what is there.
    fn row(&self, f: &TransactionFields, report: &TransactionReport) -> String {
        let instrument = |id| report.new_instruments.iter().find(|i| Some(i.id) == id);
        let name = |id: AccountId| {
            let new = report.new_accounts.iter().find(|a| a.id == id);
            new.unwrap_or(&self.account).fields.name.clone()
        };
        let number = |word: &str, n: Option<Decimal>| n.map(|n| format!(" {word}{n}")).unwrap_or_default();
        let some = |word: &str, n: Decimal| if n.is_zero() { String::new() } else { format!(" {word}{n}") };
        let mut out = format!("{} {}", f.trade_date, f.kind);
        if let Some(i) = instrument(f.instrument_id) {
            out += &format!(" {}", i.fields.symbol);
        }
        out += &number("", f.quantity);
        out += &number("@", f.price);
        out += &number("amount ", f.amount);
        out += &format!(" {}", f.currency);
        out += &some("fees ", f.fees);
        out += &some("taxes ", f.taxes);
        if let (Some(amount), Some(currency)) = (f.counter_amount, f.counter_currency) {
            out += &format!(" for {amount} {currency}");
        }
        if let (Some(new), Some(old)) = (f.ratio_new, f.ratio_old) {
            out += &format!(" {new}:{old}");
        }
        out += &format!(" in {}", name(f.account_id));
        if let Some(other) = f.counter_account_id {
            out += &format!(" to {}", name(other));
        }
        if let Some(reference) = &f.external_ref {
            out += &format!(" #{reference}");
        }
        out
    }

    /// The refusals as line, column and code.
    fn refused(&self, format: FileFormat, text: &str) -> Vec<(u64, String, String)> {
        let read = self.read(format, text).unwrap();
        let kept = read.report.refused.kept.into_iter();
        kept.map(|r| (r.line, r.column.unwrap_or_default(), r.code)).collect()
    }
}

fn refusal(line: u64, column: &str, code: &str) -> (u64, String, String) {
    (line, column.to_owned(), code.to_owned())
}

//! Transactions and exchange rates out of a file: everything or nothing, in one transaction of the ledger.

use std::{collections::BTreeSet, ops::ControlFlow};

use ::imports::{
    formats, fx_rates,
    refusal::{KEPT, Refusal},
    transactions::{Directory, TransactionReport, TransactionRow},
};
use model::{account::Account, fx::FxRateFields, id::ImportId, instrument::Instrument};
use store::{Write, imports::ImportKind, transactions::ImportRow};
use uuid::Uuid;

use super::{ImportReport, Looked, Reading, log, preview::line};
use crate::{
    error::{Error, Result},
    jobs::Task,
};

/// Transactions of one file; they are held in memory together.
pub(super) const TRANSACTIONS_MAX: usize = 200_000;
/// Exchange rates of one file.
const RATES_MAX: usize = 500_000;

/// The refusal of a file with too many rows.
pub(super) fn too_many(what: &str, most: usize) -> Error {
    Error::conflict("too_many_rows", format!("the file has more than {most} {what}; split it and import the parts"))
}

/// Imports transactions.
pub(super) async fn transactions(task: &Task, reading: Reading) -> Result<ImportReport> {
    let (ws, control) = (&task.ws, &task.control);
    let instruments = store::instruments::all(&ws.store).await?;
    let accounts = store::accounts::all(&ws.store).await?;
    control.report(0.05, "Reading the file");
    let (watched, source) = (control.clone(), reading.clone());
    let work = move || {
        let looked = source.look()?;
        read_transactions(&source, &looked, &instruments, &accounts, &mut || watched.flow())
    };
    let read = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "reading the file" })?;
    let (found, mut rows) = read?;
    if rows.len() > TRANSACTIONS_MAX {
        return Err(too_many("transactions", TRANSACTIONS_MAX));
    }
    control.check()?;
    control.report(0.6, "Writing");
    let mut report = ImportReport {
        refused: found.refused.count,
        refusals: found.refused.kept,
        notices: found.facts.notices,
        missing: 0,
        ..blank(&reading, found.content_hash)
    };
    let mut w = ws.begin(&task.ctx, &task.host).await?;
    for account in &found.new_accounts {
        store::accounts::insert(&mut w, account).await?;
        report.created_accounts.push(account.fields.name.clone());
    }
    for instrument in &found.new_instruments {
        store::instruments::insert(&mut w, instrument).await?;
        report.created_instruments.push(instrument.fields.symbol.clone());
    }
    // What the store refuses, such as a dividend on adjusted prices, is a refused line and not the end of the import.
    let wrong = store::transactions::check(&mut w, &rows).await?;
    let bad: BTreeSet<usize> = wrong.iter().map(|e| e.row).collect();
    rows.retain(|r| !bad.contains(&r.line));
    report.refused += bad.len() as u64;
    for error in wrong {
        if report.refusals.len() < KEPT {
            let reason = format!("{} line {}: {}", reading.file_name, error.row, error.reason);
            let code = error.reason.code().to_owned();
            report.refusals.push(Refusal { line: error.row as u64, column: None, code, reason });
        }
    }
    report.refusals.sort_by_key(|r| r.line);
    let outcome = store::transactions::import(&mut w, report.import_id, &rows).await?;
    (report.added, report.unchanged) = (outcome.added, outcome.unchanged);
    finish(task, w, ImportKind::Transactions, report).await
}

/// Reads the transactions of a file in its form; at most one more than an import may have.
pub(super) fn read_transactions(
    source: &Reading,
    looked: &Looked,
    instruments: &[Instrument],
    accounts: &[Account],
    watched: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(TransactionReport, Vec<ImportRow>)> {
    let directory = Directory { instruments, accounts };
    let mut rows: Vec<ImportRow> = Vec::new();
    let mut keep = |batch: Vec<TransactionRow>| {
        rows.extend(batch.into_iter().map(|r| ImportRow { line: line(r.line), fields: r.fields }));
        if rows.len() > TRANSACTIONS_MAX { ControlFlow::Break(()) } else { watched() }
    };
    let (file, mapping) = (source.open()?, &looked.mapping);
    let report = formats::read(file, &source.common, looked.format, mapping, directory, &mut Uuid::now_v7, &mut keep)?;
    Ok((report, rows))
}

/// Imports exchange rates.
pub(super) async fn fx_rates(task: &Task, reading: Reading) -> Result<ImportReport> {
    let (ws, control) = (&task.ws, &task.control);
    control.report(0.05, "Reading the file");
    let (watched, source) = (control.clone(), reading.clone());
    let work = move || {
        let mut rates: Vec<FxRateFields> = Vec::new();
        let report = fx_rates::read(source.open()?, &source.rates(), &mut |batch| {
            rates.extend(batch.into_iter().map(|r| r.fields));
            if rates.len() > RATES_MAX { ControlFlow::Break(()) } else { watched.flow() }
        })?;
        Ok::<_, Error>((report, rates))
    };
    let read = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "reading the file" })?;
    let (found, mut rates) = read?;
    if rates.len() > RATES_MAX {
        return Err(too_many("exchange rates", RATES_MAX));
    }
    control.check()?;
    control.report(0.6, "Writing");
    let withdrawn: BTreeSet<_> = found.withdrawn.iter().map(|x| (x.base, x.quote, x.date)).collect();
    rates.retain(|r| !withdrawn.contains(&(r.base, r.quote, r.date)));
    let mut report = ImportReport {
        refused: found.refused.count,
        refusals: found.refused.kept,
        notices: found.facts.notices,
        missing: found.missing,
        ..blank(&reading, found.content_hash)
    };
    let mut w = ws.begin(&task.ctx, &task.host).await?;
    let outcome = store::fx_rates::import(&mut w, report.import_id, &rates).await?;
    (report.added, report.revised, report.unchanged) = (outcome.added, outcome.revised, outcome.unchanged);
    finish(task, w, ImportKind::FxRates, report).await
}

/// Logs the import in the transaction of its rows and keeps both.
async fn finish(task: &Task, mut w: Write, kind: ImportKind, report: ImportReport) -> Result<ImportReport> {
    let at = w.at();
    store::imports::insert(&mut w, &log(kind, &report, at)).await?;
    task.control.check()?;
    task.ws.commit(w, &task.host).await?;
    Ok(report)
}

/// A report with nothing in it yet.
pub(super) fn blank(reading: &Reading, content_hash: String) -> ImportReport {
    ImportReport {
        import_id: ImportId::new(),
        kind: reading.kind,
        file_name: reading.file_name.clone(),
        content_hash,
        added: 0,
        revised: 0,
        unchanged: 0,
        refused: 0,
        missing: 0,
        refusals: Vec::new(),
        created_instruments: Vec::new(),
        created_accounts: Vec::new(),
        sections: Vec::new(),
        notices: Vec::new(),
    }
}

//! What a file would bring, found out without writing anything.

use std::{
    collections::{BTreeMap, HashMap},
    ops::ControlFlow,
};

use ::imports::{
    fx_rates, inspect,
    mapping::Column,
    options::{FileFacts, Inspection},
    prices::{self, SymbolSummary},
    refusal::Refusals,
    transactions::{TransactionReport, UnknownName},
};
use model::{account::Account, currency::Currency, id::InstrumentId, instrument::Instrument, time::Timestamp};
use store::transactions::ImportRow;

use super::{
    ImportCounts, ImportKind, ImportPreview, ImportReport, Reading,
    differences::{Names, differences},
    ledger::{TRANSACTIONS_MAX, read_transactions},
    prices::{by_symbol, currency_of_new, new_instrument},
    stored,
};
use crate::{
    error::{Error, Result},
    workspace::Workspace,
};

/// Refusals shown; the import's report has more.
const REFUSALS_SHOWN: usize = 500;

/// Reads the whole file and counts.
pub(super) async fn preview(ws: &Workspace, reading: Reading, now: Timestamp) -> Result<ImportPreview> {
    if reading.kind == ImportKind::Archive {
        return of_archive(ws, &reading, now).await;
    }
    let instruments = store::instruments::all(&ws.store).await?;
    let accounts = store::accounts::all(&ws.store).await?;
    let kind = reading.kind;
    let known = by_symbol(&instruments);
    let currency = currency_of_new(ws, &reading).await?;
    let names = Names::new(&instruments, &accounts);
    let work = move || -> Result<(ImportPreview, String, Vec<ImportRow>)> {
        match kind {
            ImportKind::Prices => {
                let inspection = inspect(reading.open()?, &reading.common)?;
                of_prices(&reading, inspection, &known, currency).map(|(p, h)| (p, h, Vec::new()))
            }
            ImportKind::FxRates => {
                let inspection = inspect(reading.open()?, &reading.common)?;
                of_rates(&reading, inspection).map(|(p, h)| (p, h, Vec::new()))
            }
            ImportKind::Transactions => of_transactions(&reading, &instruments, &accounts),
            // Read by itself above.
            ImportKind::Archive => Err(Error::Broken { what: "the preview of an archive" }),
        }
    };
    let read = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "reading the file" })?;
    let (mut preview, hash, rows) = read?;
    if kind == ImportKind::Transactions {
        let is_new = store::transactions::is_new(&ws.store, &rows).await?;
        let new = is_new.iter().filter(|n| **n).count() as u64;
        preview.counts.added = Some(new);
        preview.counts.unchanged = Some(rows.len() as u64 - new);
        let names = names.with(&preview.new_instruments, &preview.new_accounts);
        preview.differences = differences(&rows, &is_new, &preview.refusals, &names);
    }
    if let Some(kind) = stored(kind) {
        let before = store::imports::by_hash::<ImportReport>(&ws.store, kind, &hash).await?;
        preview.imported_before = before.map(|b| b.at);
    }
    Ok(preview)
}

/// What an archive would bring. A workspace that is not empty is refused here already.
async fn of_archive(ws: &Workspace, reading: &Reading, now: Timestamp) -> Result<ImportPreview> {
    store::archive::Restore::check(&ws.store).await?;
    let (sections, _) = super::archive::preview(reading, now).await?;
    let entries = sections.iter().map(|s| s.entries).sum();
    let facts = FileFacts {
        encoding: "utf-8".to_owned(),
        delimiter: ',',
        decimal_mark: None,
        date_order: None,
        headers: Vec::new(),
        header_line: 1,
        notices: Vec::new(),
    };
    let counts = ImportCounts { lines: entries, accepted: entries, added: Some(entries), ..ImportCounts::default() };
    Ok(ImportPreview { sections, counts, ..empty(reading, facts, Vec::new()) })
}

fn of_prices(
    reading: &Reading,
    inspection: Inspection,
    known: &HashMap<String, InstrumentId>,
    currency: Currency,
) -> Result<(ImportPreview, String)> {
    let mut first_lines: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let report = prices::read(reading.open()?, &reading.prices(), &mut |rows| {
        for row in rows {
            let seen = first_lines.entry(row.symbol).or_insert((row.line, 0));
            seen.1 += 1;
        }
        ControlFlow::Continue(())
    })?;
    let mut preview = empty(reading, inspection.facts, inspection.rows);
    preview.facts = report.facts;
    preview.counts = ImportCounts {
        lines: report.lines,
        accepted: report.accepted,
        missing: report.missing,
        duplicates: report.duplicates,
        refused: report.refused.count,
        ..ImportCounts::default()
    };
    preview.refusals = shown(report.refused);
    preview.symbols = report.symbols;
    let unknown = first_lines.into_iter().filter(|(symbol, _)| !known.contains_key(symbol));
    preview.unknown_instruments =
        unknown.map(|(name, (first_line, n_rows))| UnknownName { name, n_rows, first_line }).collect();
    if reading.options.create_unknown {
        let new = preview.unknown_instruments.iter();
        preview.new_instruments = new.map(|u| new_instrument(reading, &u.name, currency, report.adjusted)).collect();
    }
    Ok((preview, report.content_hash))
}

fn of_rates(reading: &Reading, inspection: Inspection) -> Result<(ImportPreview, String)> {
    let report = fx_rates::read(reading.open()?, &reading.rates(), &mut |_| ControlFlow::Continue(()))?;
    let mut preview = empty(reading, inspection.facts, inspection.rows);
    preview.facts = report.facts;
    preview.counts = ImportCounts {
        lines: report.lines,
        accepted: report.accepted,
        missing: report.missing,
        duplicates: report.duplicates,
        refused: report.refused.count,
        ..ImportCounts::default()
    };
    preview.refusals = shown(report.refused);
    let pair = |p: fx_rates::PairSummary| SymbolSummary {
        symbol: format!("{}/{}", p.base, p.quote),
        n_bars: p.n_rates,
        first: p.first,
        last: p.last,
    };
    preview.symbols = report.pairs.into_iter().map(pair).collect();
    Ok((preview, report.content_hash))
}

fn of_transactions(
    reading: &Reading,
    instruments: &[Instrument],
    accounts: &[Account],
) -> Result<(ImportPreview, String, Vec<ImportRow>)> {
    let mut looked = reading.look()?;
    let inspection = looked.inspection.take();
    let is_mapped = looked.mapping.columns.contains_key(&Column::Date);
    if let (Some(inspection), false) = (&inspection, is_mapped) {
        // Not readable yet: headers and first rows go back, so that the columns can be assigned.
        let preview = ImportPreview {
            mapping: Some(looked.mapping),
            format: Some(looked.format),
            detection: Some(looked.detection),
            ..empty(reading, inspection.facts.clone(), inspection.rows.clone())
        };
        return Ok((preview, String::new(), Vec::new()));
    }
    let (report, rows) = read_transactions(reading, &looked, instruments, accounts, &mut || ControlFlow::Continue(()))?;
    if rows.len() > TRANSACTIONS_MAX {
        return Err(super::ledger::too_many("transactions", TRANSACTIONS_MAX));
    }
    let TransactionReport { facts, lines, accepted, refused, content_hash, .. } = report;
    let preview = ImportPreview {
        counts: ImportCounts { lines, accepted, refused: refused.count, ..ImportCounts::default() },
        refusals: shown(refused),
        mapping: Some(looked.mapping),
        format: Some(looked.format),
        detection: Some(looked.detection),
        unknown_instruments: report.unknown_instruments,
        unknown_accounts: report.unknown_accounts,
        unknown_kinds: report.unknown_kinds,
        new_instruments: report.new_instruments,
        new_accounts: report.new_accounts,
        ..empty(reading, facts, inspection.map(|i| i.rows).unwrap_or_default())
    };
    Ok((preview, content_hash, rows))
}

fn empty(reading: &Reading, facts: FileFacts, rows: Vec<Vec<String>>) -> ImportPreview {
    ImportPreview {
        kind: reading.kind,
        file_name: reading.file_name.clone(),
        format: None,
        detection: None,
        facts,
        rows,
        mapping: None,
        counts: ImportCounts::default(),
        refusals: Vec::new(),
        differences: Vec::new(),
        symbols: Vec::new(),
        unknown_instruments: Vec::new(),
        unknown_accounts: Vec::new(),
        unknown_kinds: Vec::new(),
        new_instruments: Vec::new(),
        new_accounts: Vec::new(),
        sections: Vec::new(),
        imported_before: None,
    }
}

fn shown(refused: Refusals) -> Vec<::imports::refusal::Refusal> {
    refused.kept.into_iter().take(REFUSALS_SHOWN).collect()
}

/// A line's number as the store counts.
pub(super) fn line(line: u64) -> usize {
    usize::try_from(line).unwrap_or(usize::MAX)
}

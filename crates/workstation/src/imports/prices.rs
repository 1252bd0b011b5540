//! Prices out of a file of any size: read twice, written in one transaction of the market file.
//!
//! The first reading finds out which symbols there are and which days contradict themselves; the second writes. The bars
//! are committed after the instruments that they need and before the log, which the next start completes after a crash.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::ControlFlow,
};

use ::imports::{
    prices::{self, PriceReport, PriceRow},
    refusal::{KEPT, Refusal},
};
use chrono::NaiveDate;
use model::{
    audit::AuditAction,
    bar::{Bar, BarSize},
    currency::Currency,
    id::InstrumentId,
    instrument::{AssetClass, Instrument, InstrumentFields},
};
use serde_json::json;
use store::{
    BarWrite, Change, Outcome,
    bars::{BarJournal, BarSeries},
    imports::ImportKind,
};
use tokio::sync::mpsc;

use super::{ImportReport, Reading, ledger::blank, log};
use crate::{
    error::{Error, Result},
    jobs::Task,
    workspace::Workspace,
};

/// The source that imported bars name: a later file corrects an earlier one.
pub(crate) const SOURCE: &str = "file";
/// Bars held in memory before they are written.
const HELD_MAX: usize = 500_000;

/// What the first reading found.
struct Found {
    report: PriceReport,
    /// By symbol: first line, rows.
    symbols: BTreeMap<String, (u64, u64)>,
}

/// Imports prices.
pub(super) async fn run(task: &Task, reading: Reading) -> Result<ImportReport> {
    let (ws, control) = (&task.ws, &task.control);
    control.report(0.02, "Reading the file");
    let found = scan(task, &reading).await?;
    control.check()?;
    let mut report = ImportReport {
        refused: found.report.refused.count,
        refusals: found.report.refused.kept.clone(),
        missing: found.report.missing,
        notices: found.report.facts.notices.clone(),
        ..blank(&reading, found.report.content_hash.clone())
    };
    let mut ids = by_symbol(&store::instruments::all(&ws.store).await?);
    let unknown: Vec<_> = found.symbols.iter().filter(|(symbol, _)| !ids.contains_key(*symbol)).collect();
    let mut new: Vec<Instrument> = Vec::new();
    if reading.options.create_unknown {
        let currency = currency_of_new(ws, &reading).await?;
        new.extend(unknown.iter().map(|(symbol, _)| new_instrument(&reading, symbol, currency, found.report.adjusted)));
        ids.extend(new.iter().map(|i| (i.fields.symbol.clone(), i.id)));
    } else {
        report.refusals.extend(unknown.iter().map(|(symbol, (line, n))| refuse(&reading, symbol, *line, *n)));
        report.refused += unknown.iter().map(|(_, (_, n))| n).sum::<u64>();
    }
    report.refusals.sort_by_key(|r| r.line);
    report.refusals.truncate(KEPT);
    let mut market = ws.store.begin_bars(task.host.clock.now()).await?;
    let outcome = write(task, &reading, &found, &ids, &mut market).await?;
    (report.added, report.revised, report.unchanged) = (outcome.added, outcome.revised, outcome.unchanged);
    report.created_instruments = new.iter().map(|i| i.fields.symbol.clone()).collect();
    control.check()?;
    control.report(0.97, "Keeping");
    store::bars::journal(
        &mut market,
        &BarJournal {
            import_id: report.import_id,
            file_name: report.file_name.clone(),
            content_hash: report.content_hash.clone(),
            outcome,
            refused: report.refused,
        },
    )
    .await?;
    if !new.is_empty() {
        let mut w = ws.begin(&task.ctx, &task.host).await?;
        for instrument in &new {
            store::instruments::insert(&mut w, instrument).await?;
        }
        ws.commit(w, &task.host).await?;
    }
    market.commit().await?;
    ws.moved(&["bars"]);
    let mut w = ws.begin(&task.ctx, &task.host).await?;
    let at = w.at();
    store::imports::insert(&mut w, &log(ImportKind::Prices, &report, at)).await?;
    let rows = report.added + report.revised;
    if rows > 0 {
        let touched: BTreeSet<InstrumentId> = found.symbols.keys().filter_map(|s| ids.get(s)).copied().collect();
        w.record(Change {
            action: AuditAction::Import,
            noun: "bars",
            object_id: report.import_id.to_string(),
            summary: &format!("Imported {rows} {} of {}", if rows == 1 { "price" } else { "prices" }, report.file_name),
            before: None,
            after: Some(json!({ "import_id": report.import_id, "rows": rows, "instruments": touched })),
            undoable: true,
        })
        .await?;
    }
    ws.commit(w, &task.host).await?;
    task.host.events.changed(&["bars"], task.ctx.correlation_id);
    Ok(report)
}

/// Instruments by the symbols that they have and had.
pub(super) fn by_symbol(instruments: &[Instrument]) -> HashMap<String, InstrumentId> {
    let mut ids = HashMap::new();
    for instrument in instruments {
        ids.extend(instrument.fields.symbol_history.iter().map(|s| (s.symbol.clone(), instrument.id)));
    }
    ids.extend(instruments.iter().map(|i| (i.fields.symbol.clone(), i.id)));
    ids
}

/// The currency of instruments that the import creates.
pub(super) async fn currency_of_new(ws: &Workspace, reading: &Reading) -> Result<Currency> {
    match reading.options.currency {
        Some(currency) => Ok(currency),
        None => Ok(ws.settings().await?.base_currency),
    }
}

/// The instrument that the import creates for an unknown symbol.
pub(super) fn new_instrument(reading: &Reading, symbol: &str, currency: Currency, adjusted: bool) -> Instrument {
    let mut fields = InstrumentFields::plain(symbol, symbol, AssetClass::Equity, currency);
    fields.prices_adjusted = adjusted;
    fields.note = Some(format!("Created by the import of {}", reading.file_name));
    Instrument { id: InstrumentId::new(), fields }
}

/// Reads the whole file without keeping it.
async fn scan(task: &Task, reading: &Reading) -> Result<Found> {
    let (watched, source) = (task.control.clone(), reading.clone());
    let work = move || {
        let mut symbols: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        let report = prices::read(source.open()?, &source.prices(), &mut |rows| {
            for row in rows {
                symbols.entry(row.symbol).or_insert((row.line, 0)).1 += 1;
            }
            watched.flow()
        })?;
        Ok::<_, Error>(Found { report, symbols })
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "reading the file" })?
}

/// Reads the file again on a thread of its own, and writes what comes from there.
async fn write(
    task: &Task,
    reading: &Reading,
    found: &Found,
    ids: &HashMap<String, InstrumentId>,
    market: &mut BarWrite,
) -> Result<Outcome> {
    let withdrawn: BTreeSet<(String, NaiveDate)> =
        found.report.withdrawn.iter().map(|w| (w.symbol.clone(), w.date)).collect();
    let total = found.symbols.values().map(|(_, n)| n).sum::<u64>().max(1) as f64;
    let (sender, mut batches) = mpsc::channel::<Vec<PriceRow>>(4);
    let (watched, source) = (task.control.clone(), reading.clone());
    let distinct = found.report.is_distinct();
    let reader = tokio::task::spawn_blocking(move || {
        let mut send = |rows| match sender.blocking_send(rows) {
            Ok(()) => watched.flow(),
            Err(_) => ControlFlow::Break(()), // the writer failed and says why itself
        };
        let (file, options) = (source.open()?, source.prices());
        let sent = if distinct {
            prices::read_distinct(file, &options, &mut send)
        } else {
            prices::read(file, &options, &mut send)
        };
        sent.map(drop).map_err(Error::from)
    });
    let (mut held, mut n_held, mut n_done) = (HashMap::<InstrumentId, Vec<Bar>>::new(), 0, 0.0);
    let mut outcome = Outcome::default();
    while let Some(rows) = batches.recv().await {
        n_done += rows.len() as f64;
        for row in rows {
            let Some(id) = ids.get(&row.symbol) else { continue };
            if withdrawn.is_empty() || !withdrawn.contains(&(row.symbol, row.bar.at.date())) {
                held.entry(*id).or_default().push(row.bar);
                n_held += 1;
            }
        }
        if n_held >= HELD_MAX {
            flush(market, &mut held, &mut outcome).await?;
            n_held = 0;
        }
        task.control.check()?;
        task.control.report(0.3 + 0.6 * (n_done / total).min(1.0), "Writing prices");
    }
    reader.await.map_err(|_| Error::Broken { what: "reading the file" })??;
    flush(market, &mut held, &mut outcome).await?;
    Ok(outcome)
}

async fn flush(market: &mut BarWrite, held: &mut HashMap<InstrumentId, Vec<Bar>>, sum: &mut Outcome) -> Result<()> {
    for (id, mut bars) in held.drain() {
        bars.sort_by_key(|b| b.at);
        bars.dedup_by_key(|b| b.at); // the reader has withdrawn those that differ, so these are equal
        let series = BarSeries::from_bars(&bars).map_err(|_| Error::Broken { what: "a price series of the file" })?;
        *sum += store::bars::write(market, id, BarSize::Day1, SOURCE, &series).await?;
    }
    Ok(())
}

fn refuse(reading: &Reading, symbol: &str, line: u64, n: u64) -> Refusal {
    let reason = format!(
        "{} line {line}: no instrument is called {symbol} ({n} rows); create it, or let the import create what is unknown",
        reading.file_name
    );
    Refusal { line, column: None, code: "instrument_unknown".to_owned(), reason }
}

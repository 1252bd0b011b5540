//! Puts the sample into a new workspace.

use std::collections::BTreeMap;

use model::{bar::BarSize, id::ImportId, instrument::Instrument};
use store::{
    BarWrite, Outcome, Store, Write,
    bars::BarSeries,
    imports::{ImportKind, ImportLog},
    transactions::ImportRow,
};

use crate::{
    Ctx, Host,
    error::{Error, Result},
    imports::ImportReport,
    sample::{Sample, sample},
    workspace::{META, Meta},
};

/// The source that its bars name.
const SOURCE: &str = "sample";

/// Writes both files side by side and commits the bars first: a crash in between leaves a ledger without settings, which
/// the next start fills again.
pub(crate) async fn fill(store: &Store, ctx: &Ctx, host: &Host, name: String) -> Result<Meta> {
    let sample =
        tokio::task::spawn_blocking(sample).await.map_err(|_| Error::Broken { what: "reading the sample" })??;
    let meta =
        Meta { name, sample: true, today: Some(sample.today), risk_free_monthly: sample.risk_free_monthly.clone() };
    let (market, ledger) = tokio::try_join!(bars(store, host, &sample), ledger(store, ctx, host, &sample, &meta))?;
    market.commit().await?;
    ledger.commit().await?;
    Ok(meta)
}

/// The bars, not yet committed.
async fn bars(store: &Store, host: &Host, sample: &Sample) -> Result<BarWrite> {
    let mut market = store.begin_bars(host.clock.now()).await?;
    for (id, bars) in &sample.bars {
        let series = BarSeries::from_bars(bars).map_err(|_| Error::Broken { what: "a price series of the sample" })?;
        store::bars::write(&mut market, *id, BarSize::Day1, SOURCE, &series).await?;
    }
    Ok(market)
}

/// Everything else, not yet committed.
async fn ledger(store: &Store, ctx: &Ctx, host: &Host, sample: &Sample, meta: &Meta) -> Result<Write> {
    let mut w = store.begin(&ctx.actor, ctx.correlation_id, host.clock.now()).await?;
    for account in &sample.accounts {
        store::accounts::insert(&mut w, account).await?;
    }
    for instrument in underlyings_first(sample) {
        store::instruments::insert(&mut w, instrument).await?;
    }
    let (rates_id, transactions_id) = (ImportId::new(), ImportId::new());
    let outcome = store::fx_rates::import(&mut w, rates_id, &sample.fx_rates).await?;
    note(&mut w, rates_id, ImportKind::FxRates, outcome).await?;
    let rows: Vec<ImportRow> = sample
        .transactions
        .iter()
        .enumerate()
        .map(|(i, t)| ImportRow { line: i + 1, fields: t.fields().clone() })
        .collect();
    let outcome = store::transactions::import(&mut w, transactions_id, &rows).await?;
    note(&mut w, transactions_id, ImportKind::Transactions, outcome).await?;
    store::settings::put(&mut w, &sample.settings).await?;
    store::settings::put_key(&mut w, META, meta).await?;
    Ok(w)
}

/// The sample's rows came by an import too, which the log has to know.
async fn note(w: &mut Write, id: ImportId, kind: ImportKind, outcome: Outcome) -> Result<()> {
    let file_name = format!("sample {}", kind.as_str());
    let content_hash = blake3::hash(file_name.as_bytes()).to_string();
    let log =
        ImportLog::<ImportReport> { id, kind, file_name, content_hash, at: w.at(), outcome, refused: 0, report: None };
    Ok(store::imports::insert(w, &log).await?)
}

/// Instruments in an order in which each comes after the one that it is on.
fn underlyings_first(sample: &Sample) -> Vec<&Instrument> {
    let by_id: BTreeMap<_, _> = sample.instruments.iter().map(|i| (i.id, i)).collect();
    let depth = |instrument: &Instrument| {
        let mut at = instrument;
        let mut n = 0_usize;
        while let Some(below) = at.fields.underlying_id.and_then(|id| by_id.get(&id)).filter(|_| n < by_id.len()) {
            (at, n) = (below, n + 1);
        }
        n
    };
    let mut all: Vec<&Instrument> = sample.instruments.iter().collect();
    all.sort_by_key(|i| depth(i));
    all
}

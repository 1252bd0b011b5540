//! Nouns as CSV (RFC 4180): a name a column, a row a thing, cells that no spreadsheet calculates.

use std::{collections::HashMap, str::FromStr, sync::Arc};

use ::imports::own;
use model::{
    account::Account,
    bar::BarSize,
    id::{AccountId, InstrumentId},
    instrument::{Instrument, OptionRight},
    target::Target,
    time::Timestamp,
    transaction::Transaction,
};
use store::{Paging, bars::BarQuery, fx_rates::FxRateFilter};

use super::Sink;
use crate::{
    error::{Error, Result},
    folded::Folded,
    portfolio::valuation,
    workspace::Workspace,
};

/// Text is handed over in parts of about this size.
const PART_BYTES: usize = 256 * 1024;

/// What there is as CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvNoun {
    /// Accounts.
    Accounts,
    /// Instruments.
    Instruments,
    /// Transactions as they are known now; an import of transactions reads them back.
    Transactions,
    /// Exchange rates as they are known now; an import of rates reads them back.
    FxRates,
    /// Daily prices of all sources merged; an import of prices reads them back.
    Prices,
    /// Open and closed lots.
    Lots,
    /// Weights of targets.
    Targets,
}

impl CsvNoun {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Accounts, Self::Instruments, Self::Transactions, Self::FxRates, Self::Prices, Self::Lots, Self::Targets];

    /// The name in paths and of files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Instruments => "instruments",
            Self::Transactions => "transactions",
            Self::FxRates => "fx_rates",
            Self::Prices => "prices",
            Self::Lots => "lots",
            Self::Targets => "targets",
        }
    }
}

impl FromStr for CsvNoun {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|noun| noun.as_str() == text);
        found.ok_or_else(|| Error::not_found("export", text.chars().take(80).collect::<String>()))
    }
}

/// Writes a noun.
///
/// # Errors
/// When the store cannot be read, or nobody takes the text.
pub(super) async fn write(noun: CsvNoun, ws: &Workspace, books: Arc<Folded>, sink: &Sink) -> Result<()> {
    let mut table = Table { text: Vec::new(), sink };
    match noun {
        CsvNoun::Accounts => accounts(&mut table, &books).await?,
        CsvNoun::Instruments => instruments(&mut table, &books).await?,
        CsvNoun::Transactions => transactions(&mut table, &books).await?,
        CsvNoun::FxRates => fx_rates(&mut table, ws).await?,
        CsvNoun::Prices => prices(&mut table, ws, &books).await?,
        CsvNoun::Lots => lots(&mut table, &books).await?,
        CsvNoun::Targets => targets(&mut table, ws, &books).await?,
    }
    table.end().await
}

/// A file on its way out.
struct Table<'s> {
    text: Vec<u8>,
    sink: &'s Sink,
}

/// Adds a line of cells, each guarded and quoted as needed.
pub(crate) fn line(text: &mut Vec<u8>, cells: impl Iterator<Item = String>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            text.push(b',');
        }
        let cell = own::guard(&cell);
        // Blanks at the ends survive other readers in quotes only.
        if cell.contains([',', '"', '\n', '\r', '\t']) || cell.trim().len() < cell.len() {
            text.push(b'"');
            text.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            text.push(b'"');
        } else {
            text.extend_from_slice(cell.as_bytes());
        }
    }
    text.extend_from_slice(b"\r\n");
}

impl Table<'_> {
    fn header(&mut self, columns: &[&str]) {
        self.line(columns.iter().copied().chain([own::MARK]).map(str::to_owned));
    }

    async fn row(&mut self, cells: impl IntoIterator<Item = Option<String>>) -> Result<()> {
        let cells = cells.into_iter().map(Option::unwrap_or_default).chain([own::VERSION.to_owned()]);
        self.line(cells);
        if self.text.len() >= PART_BYTES {
            self.sink.send(std::mem::take(&mut self.text)).await?;
        }
        Ok(())
    }

    fn line(&mut self, cells: impl Iterator<Item = String>) {
        line(&mut self.text, cells);
    }

    async fn end(self) -> Result<()> {
        self.sink.send(self.text).await
    }
}

fn shown(value: Option<impl ToString>) -> Option<String> {
    value.map(|v| v.to_string())
}

#[expect(clippy::needless_pass_by_value, reason = "numbers, days and texts are handed over alike")]
fn said(value: impl ToString) -> Option<String> {
    Some(value.to_string())
}

/// What things are called.
struct Names<'a> {
    accounts: HashMap<AccountId, &'a Account>,
    instruments: HashMap<InstrumentId, &'a Instrument>,
}

impl<'a> Names<'a> {
    fn of(books: &'a Folded) -> Self {
        Self {
            accounts: books.accounts.iter().map(|a| (a.id, a)).collect(),
            instruments: books.instruments.iter().map(|i| (i.id, i)).collect(),
        }
    }

    fn account(&self, id: Option<AccountId>) -> Option<String> {
        self.accounts.get(&id?).map(|a| a.fields.name.clone())
    }

    fn symbol(&self, id: Option<InstrumentId>) -> Option<String> {
        self.instruments.get(&id?).map(|i| i.fields.symbol.clone())
    }
}

async fn accounts(table: &mut Table<'_>, books: &Folded) -> Result<()> {
    table.header(&[
        "id",
        "name",
        "kind",
        "currency",
        "institution",
        "number",
        "opened_on",
        "closed_on",
        "owner",
        "trade_costs",
        "lot_rules",
        "note",
    ]);
    for a in &books.accounts {
        let f = &a.fields;
        let rules = serde_json::to_string(&f.lot_rules).map_err(|_| Error::Broken { what: "an export" })?;
        table
            .row([
                said(a.id),
                said(&f.name),
                said(f.kind.as_str()),
                said(f.currency.code()),
                f.institution.clone(),
                f.number.clone(),
                shown(f.opened_on),
                shown(f.closed_on),
                f.owner.clone(),
                said(f.trade_costs.as_str()),
                Some(rules).filter(|_| !f.lot_rules.is_empty()),
                f.note.clone(),
            ])
            .await?;
    }
    Ok(())
}

async fn instruments(table: &mut Table<'_>, books: &Folded) -> Result<()> {
    table.header(&[
        "id",
        "symbol",
        "name",
        "asset_class",
        "currency",
        "sector",
        "country",
        "exchange_mic",
        "isin",
        "cusip",
        "figi",
        "tick_size",
        "lot_size",
        "multiplier",
        "expiry",
        "strike",
        "option_right",
        "underlying",
        "prices_adjusted",
        "note",
    ]);
    let names = Names::of(books);
    for i in &books.instruments {
        let f = &i.fields;
        table
            .row([
                said(i.id),
                said(&f.symbol),
                said(&f.name),
                said(f.asset_class.as_str()),
                said(f.currency.code()),
                f.sector.clone(),
                f.country.clone(),
                f.exchange_mic.clone(),
                f.isin.clone(),
                f.cusip.clone(),
                f.figi.clone(),
                shown(f.tick_size),
                shown(f.lot_size),
                said(f.multiplier),
                shown(f.expiry),
                shown(f.strike),
                shown(f.option_right.map(OptionRight::as_str)),
                names.symbol(f.underlying_id),
                said(f.prices_adjusted),
                f.note.clone(),
            ])
            .await?;
    }
    Ok(())
}

async fn transactions(table: &mut Table<'_>, books: &Folded) -> Result<()> {
    table.header(own::TRANSACTIONS);
    let names = Names::of(books);
    let mut ordered: Vec<&Transaction> = books.transactions.iter().map(AsRef::as_ref).collect();
    ordered.sort_by_key(|t| (t.trade_date, t.id));
    for f in ordered {
        table
            .row([
                said(f.trade_date),
                shown(f.settlement_date),
                said(f.kind.as_str()),
                names.account(Some(f.account_id)),
                names.account(f.counter_account_id),
                names.symbol(f.instrument_id),
                shown(f.quantity),
                shown(f.price),
                shown(f.amount),
                said(f.currency.code()),
                shown(Some(f.fees).filter(|fees| !fees.is_zero())),
                shown(Some(f.taxes).filter(|taxes| !taxes.is_zero())),
                shown(f.counter_amount),
                f.counter_currency.map(|c| c.code().to_owned()),
                names.symbol(f.other_instrument_id),
                shown(f.ratio_new),
                shown(f.ratio_old),
                shown(f.cost_fraction),
                f.new_symbol.clone(),
                f.external_ref.clone(),
                f.note.clone(),
            ])
            .await?;
    }
    Ok(())
}

async fn fx_rates(table: &mut Table<'_>, ws: &Workspace) -> Result<()> {
    table.header(own::FX_RATES);
    for pair in store::fx_rates::pairs(&ws.store).await? {
        let filter = FxRateFilter { base: Some(pair.base), quote: Some(pair.quote), ..FxRateFilter::default() };
        let mut paging = Paging { limit: 1000, cursor: None };
        loop {
            let page = store::fx_rates::list(&ws.store, &filter, &paging).await?;
            for rate in page.items {
                let f = rate.fields;
                let row = [said(f.date), said(f.base.code()), said(f.quote.code()), said(f.rate), Some(f.source)];
                table.row(row).await?;
            }
            paging.cursor = page.next_cursor;
            if paging.cursor.is_none() {
                break;
            }
        }
    }
    Ok(())
}

async fn prices(table: &mut Table<'_>, ws: &Workspace, books: &Folded) -> Result<()> {
    table.header(own::PRICES);
    for instrument in &books.instruments {
        let series = store::bars::read(&ws.store, instrument.id, BarSize::Day1, &BarQuery::default()).await?;
        for bar in series.iter() {
            table
                .row([
                    said(Timestamp::date(bar.at)),
                    said(&instrument.fields.symbol),
                    shown(bar.open),
                    shown(bar.high),
                    shown(bar.low),
                    said(bar.close),
                    shown(bar.volume),
                ])
                .await?;
        }
    }
    Ok(())
}

async fn lots(table: &mut Table<'_>, books: &Folded) -> Result<()> {
    table.header(&[
        "state",
        "account",
        "symbol",
        "opened_on",
        "closed_on",
        "quantity",
        "cost",
        "cost_currency",
        "cost_base",
        "proceeds",
        "proceeds_currency",
        "proceeds_base",
        "gain_base",
        "price_gain_base",
        "fx_gain_base",
    ]);
    let names = Names::of(books);
    let today = books.books_on(books.today);
    let mut open = valuation(books, &today, None).lots;
    open.sort_by_key(|l| (l.lot.lot.opened_on, l.lot.lot.id));
    for value in open {
        let lot = value.lot.lot;
        let row = [
            said("open"),
            names.account(Some(lot.account_id)),
            Some(value.symbol),
            said(lot.opened_on),
            None,
            said(lot.quantity),
            said(lot.cost.amount),
            said(lot.cost.currency.code()),
            shown(lot.cost_base),
        ];
        table.row(row.into_iter().chain(std::iter::repeat_n(None, 6))).await?;
    }
    let mut closed: Vec<_> = today.realized.iter().collect();
    closed.sort_by_key(|g| (g.closed_on, g.lot_id, g.closed_by));
    for g in closed {
        table
            .row([
                said("closed"),
                names.account(Some(g.account_id)),
                names.symbol(Some(g.instrument_id)),
                said(g.opened_on),
                said(g.closed_on),
                said(g.quantity),
                said(g.cost.amount),
                said(g.cost.currency.code()),
                shown(g.cost_base),
                said(g.proceeds.amount),
                said(g.proceeds.currency.code()),
                shown(g.proceeds_base),
                shown(g.gain_base),
                shown(g.price_gain_base),
                shown(g.fx_gain_base),
            ])
            .await?;
    }
    Ok(())
}

async fn targets(table: &mut Table<'_>, ws: &Workspace, books: &Folded) -> Result<()> {
    table.header(&["target", "symbol", "weight", "tolerance", "note"]);
    let names = Names::of(books);
    let mut paging = Paging { limit: 1000, cursor: None };
    loop {
        let page: store::Page<Target> = store::targets::list(&ws.store, &paging).await?;
        for target in page.items {
            let f = &target.fields;
            for (id, weight) in &f.weights {
                let row = [said(&f.name), names.symbol(Some(*id)), said(weight), shown(f.tolerance), f.note.clone()];
                table.row(row).await?;
            }
        }
        paging.cursor = page.next_cursor;
        if paging.cursor.is_none() {
            return Ok(());
        }
    }
}

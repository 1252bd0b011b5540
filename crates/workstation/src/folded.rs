//! The books in memory: what every figure of a page is read from, loaded once and kept until something changes.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, atomic::Ordering},
};

use chrono::{Days, NaiveDate};
use model::{
    account::Account, bar::BarSize, currency::Currency, fx::FxRateFields, id::InstrumentId, instrument::Instrument,
    settings::Settings, time::Timestamp, transaction::Transaction,
};
use portfolio::{
    books::{Books, Context},
    fx::{FxTable, MAX_RATE_AGE_DAYS},
    history::History,
    performance::{Performance, Span},
};
use store::{bars::BarQuery, transactions::TransactionFilter};

use crate::{
    Host,
    error::{Error, Result},
    portfolio::{PortfolioQuery, PortfolioView},
    workspace::Workspace,
};

/// Views kept; a person looks at few.
const VIEWS_MAX: usize = 64;

/// Everything that figures are computed from, and the books of today.
pub(crate) struct Folded {
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) transactions: Vec<Transaction>,
    pub(crate) settings: Settings,
    pub(crate) fx: Arc<FxTable>,
    pub(crate) history: Arc<History>,
    /// The day that counts as today.
    pub(crate) today: NaiveDate,
    /// The books at the end of today.
    pub(crate) books: Arc<Books>,
}

impl Folded {
    /// What the engines read the books with.
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            instruments: &self.instruments,
            accounts: &self.accounts,
            fx: &self.fx,
            base: self.settings.base_currency,
        }
    }

    /// The books at the end of a day.
    pub(crate) fn books_on(&self, day: NaiveDate) -> Arc<Books> {
        if day == self.today {
            return Arc::clone(&self.books);
        }
        Arc::new(Books::fold(self.context(), &self.transactions, day))
    }

    /// An instrument by identity.
    pub(crate) fn instrument(&self, id: InstrumentId) -> Option<&Instrument> {
        self.instruments.iter().find(|i| i.id == id)
    }

    /// Instruments with open lots today.
    pub(crate) fn held(&self) -> BTreeSet<InstrumentId> {
        self.books.lots.iter().map(|l| l.lot.instrument_id).collect()
    }
}

/// What is kept between requests.
#[derive(Default)]
pub(crate) struct Cache {
    seen: Option<(u64, u64, u64, NaiveDate)>,
    folded: Option<Arc<Folded>>,
    fx: Option<(u64, BTreeSet<Currency>, Arc<FxTable>)>,
    history: Option<(u64, BTreeSet<InstrumentId>, Arc<History>)>,
    pub(crate) views: HashMap<PortfolioQuery, Arc<PortfolioView>>,
    pub(crate) performances: HashMap<Span2, Arc<Performance>>,
}

/// A [`Span`] as a key.
pub(crate) type Span2 = (Option<NaiveDate>, NaiveDate, Option<model::id::AccountId>, Option<InstrumentId>);

/// The key of a span.
pub(crate) fn span_key(span: Span) -> Span2 {
    (span.from, span.to, span.account_id, span.benchmark_id)
}

impl Cache {
    /// Whether these are the books that the cache stands for.
    pub(crate) fn is_current(&self, folded: &Arc<Folded>) -> bool {
        self.folded.as_ref().is_some_and(|f| Arc::ptr_eq(f, folded))
    }

    /// Makes room for one more view.
    pub(crate) fn trim(&mut self) {
        if self.views.len() >= VIEWS_MAX {
            self.views.clear();
        }
        if self.performances.len() >= VIEWS_MAX {
            self.performances.clear();
        }
    }
}

/// The books now, from the cache where nothing changed.
pub(crate) async fn folded(ws: &Workspace, host: &Host) -> Result<Arc<Folded>> {
    let mut cache = ws.cache.lock().await;
    let today = ws.today(host.clock);
    let now = |g: &std::sync::atomic::AtomicU64| g.load(Ordering::Acquire);
    let g = &ws.generations;
    let seen = (now(&g.ledger), now(&g.fx), now(&g.bars), today);
    if let (Some(folded), true) = (&cache.folded, cache.seen == Some(seen)) {
        return Ok(Arc::clone(folded));
    }
    let instruments = store::instruments::all(&ws.store).await?;
    let accounts = store::accounts::all(&ws.store).await?;
    let transactions = store::transactions::all(&ws.store, &TransactionFilter::default()).await?;
    let settings = ws.settings().await?;
    let currencies = currencies(&instruments, &accounts, &transactions, &settings);
    let fx = match &cache.fx {
        Some((generation, known, table)) if *generation == seen.1 && known.is_superset(&currencies) => {
            Arc::clone(table)
        }
        _ => Arc::new(load_fx(ws, &currencies, None).await?),
    };
    let ids = used(&transactions, &settings);
    let history = match &cache.history {
        Some((generation, known, history)) if *generation == seen.2 && known.is_superset(&ids) => Arc::clone(history),
        _ => Arc::new(load_history(ws, &ids, None).await?),
    };
    let parts = Parts { instruments, accounts, transactions, settings, today };
    let folded = fold(parts, Arc::clone(&fx), Arc::clone(&history)).await?;
    cache.fx = Some((seen.1, currencies, fx));
    cache.history = Some((seen.2, ids, history));
    cache.views.clear();
    cache.performances.clear();
    cache.folded = Some(Arc::clone(&folded));
    cache.seen = Some(seen);
    Ok(folded)
}

/// The books as they were known at a time; never cached.
pub(crate) async fn folded_at(ws: &Workspace, host: &Host, known_at: Timestamp) -> Result<Arc<Folded>> {
    let instruments = store::instruments::all(&ws.store).await?;
    let accounts = store::accounts::all(&ws.store).await?;
    let filter = TransactionFilter { known_at: Some(known_at), ..TransactionFilter::default() };
    let transactions = store::transactions::all(&ws.store, &filter).await?;
    let settings = ws.settings().await?;
    let fx = load_fx(ws, &currencies(&instruments, &accounts, &transactions, &settings), Some(known_at)).await?;
    let history = load_history(ws, &used(&transactions, &settings), Some(known_at)).await?;
    let today = ws.today(host.clock);
    let parts = Parts { instruments, accounts, transactions, settings, today };
    fold(parts, Arc::new(fx), Arc::new(history)).await
}

struct Parts {
    instruments: Vec<Instrument>,
    accounts: Vec<Account>,
    transactions: Vec<Transaction>,
    settings: Settings,
    today: NaiveDate,
}

/// Folds on a thread of its own: a long ledger must not hold up other requests.
async fn fold(parts: Parts, fx: Arc<FxTable>, history: Arc<History>) -> Result<Arc<Folded>> {
    let work = move || {
        let Parts { instruments, accounts, transactions, settings, today } = parts;
        let context = Context { instruments: &instruments, accounts: &accounts, fx: &fx, base: settings.base_currency };
        let books = Arc::new(Books::fold(context, &transactions, today));
        Arc::new(Folded { instruments, accounts, transactions, settings, fx, history, today, books })
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "folding the books" })
}

/// The currencies that figures may need, and the two through which others are crossed.
fn currencies(
    instruments: &[Instrument],
    accounts: &[Account],
    transactions: &[Transaction],
    settings: &Settings,
) -> BTreeSet<Currency> {
    let mut all = BTreeSet::from([settings.base_currency, Currency::EUR, Currency::USD]);
    all.extend(instruments.iter().map(|i| i.fields.currency));
    all.extend(accounts.iter().map(|a| a.fields.currency));
    all.extend(transactions.iter().flat_map(|t| [Some(t.currency), t.counter_currency]).flatten());
    all
}

/// The instruments whose prices figures may need.
fn used(transactions: &[Transaction], settings: &Settings) -> BTreeSet<InstrumentId> {
    let traded = transactions.iter().flat_map(|t| [t.instrument_id, t.other_instrument_id]).flatten();
    traded.chain(settings.benchmark_id).collect()
}

async fn load_fx(ws: &Workspace, currencies: &BTreeSet<Currency>, known_at: Option<Timestamp>) -> Result<FxTable> {
    let mut rates = Vec::new();
    for pair in store::fx_rates::pairs(&ws.store).await? {
        if !currencies.contains(&pair.base) || !currencies.contains(&pair.quote) {
            continue;
        }
        let (base, quote) = (pair.base, pair.quote);
        let last = store::fx_rates::latest(&ws.store, base, quote, pair.last, known_at).await?;
        let source = last.map_or_else(String::new, |r| r.fields.source);
        let series = store::fx_rates::series(&ws.store, base, quote, pair.first, pair.last, known_at).await?;
        let of_day = |(date, rate)| FxRateFields { base, quote, date, rate, source: source.clone() };
        rates.extend(series.into_iter().map(of_day));
    }
    Ok(FxTable::new(rates, MAX_RATE_AGE_DAYS))
}

async fn load_history(ws: &Workspace, ids: &BTreeSet<InstrumentId>, known_at: Option<Timestamp>) -> Result<History> {
    let mut sources: BTreeMap<InstrumentId, Vec<String>> = BTreeMap::new();
    for c in store::bars::coverage(&ws.store).await? {
        sources.entry(c.instrument_id).or_default().push(c.source);
    }
    let mut history = History::new();
    for id in ids {
        let query = BarQuery { known_at, ..BarQuery::default() };
        let series = store::bars::read(&ws.store, *id, BarSize::Day1, &query).await?;
        if series.is_empty() {
            continue;
        }
        let points = series.at.iter().zip(&series.close).map(|(at, c)| (Timestamp::from_micros(*at).date(), *c));
        let source = sources.get(id).map_or_else(String::new, |s| s.join(", "));
        history.insert(*id, points.collect(), &source);
    }
    Ok(history)
}

/// The first day of the last 90 days, which sparklines show.
pub(crate) fn sparkline_from(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(90)).unwrap_or(day)
}

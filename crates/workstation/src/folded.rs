//! The books in memory: what every figure of a page is read from, loaded once and kept until something changes.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, atomic::Ordering},
};

use chrono::{Days, NaiveDate};
use model::{
    account::Account,
    bar::BarSize,
    currency::Currency,
    fx::FxRateFields,
    id::{InstrumentId, TransactionId},
    instrument::Instrument,
    settings::Settings,
    time::Timestamp,
    transaction::Transaction,
};
use portfolio::{
    books::{Books, Context},
    fx::{FxTable, MAX_RATE_AGE_DAYS},
    history::History,
    performance::{Performance, Span},
};
use store::{
    bars::BarQuery,
    transactions::{Revision, TransactionFilter},
};

use crate::{
    Host,
    error::{Error, Result},
    portfolio::{PortfolioQuery, PortfolioView},
    transactions::window::Asked,
    workspace::Workspace,
};

/// Tasks that read prices side by side.
const READERS: usize = 2;
/// Views kept; a person looks at few.
const VIEWS_MAX: usize = 64;

/// Everything that figures are computed from, and the books of today.
#[derive(Clone)]
pub(crate) struct Folded {
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) transactions: Vec<Arc<Transaction>>,
    pub(crate) settings: Settings,
    pub(crate) fx: Arc<FxTable>,
    pub(crate) history: Arc<History>,
    /// The day that counts as today.
    pub(crate) today: NaiveDate,
    /// The books at the end of today.
    pub(crate) books: Arc<Books>,
    /// The instruments whose prices are loaded.
    loaded: BTreeSet<InstrumentId>,
    /// The currencies whose rates are loaded.
    currencies: BTreeSet<Currency>,
    /// The newest time at which anything of this became known.
    known_upto: Timestamp,
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

    /// What these become when transactions change. `changes` may name revisions that are here already.
    fn with(self: Arc<Self>, changes: Vec<Revision>) -> Arc<Self> {
        let named: BTreeSet<TransactionId> = changes.iter().map(|c| c.transaction.id).collect();
        let all = self.transactions.iter().enumerate().filter(|(_, t)| named.contains(&t.id));
        let places: HashMap<TransactionId, usize> = all.map(|(i, t)| (t.id, i)).collect();
        let mut transactions = self.transactions.clone();
        let (mut changed, mut before, mut gone) = (Vec::new(), Vec::new(), Vec::new());
        let mut known_upto = self.known_upto;
        for change in changes {
            let new = change.transaction;
            let place = places.get(&new.id);
            known_upto = known_upto.max(new.known_at);
            match place.map(|i| &self.transactions[*i]) {
                Some(old) if old.revision >= new.revision && !change.deleted => continue,
                None if change.deleted => continue,
                Some(old) => before.push(Transaction::clone(old)),
                None => {}
            }
            changed.push(new.id);
            match (place, change.deleted) {
                (Some(i), true) => gone.push(*i),
                (Some(i), false) => transactions[*i] = Arc::new(new),
                (None, _) => transactions.push(Arc::new(new)),
            }
        }
        gone.sort_unstable_by(|a, b| b.cmp(a));
        for i in gone {
            transactions.swap_remove(i);
        }
        if changed.is_empty() {
            return self;
        }
        // Nobody else looks at the old books when the cache was the only one: then they are changed in place.
        let me = Arc::unwrap_or_clone(self);
        let books = Arc::unwrap_or_clone(me.books);
        let context = Context {
            instruments: &me.instruments,
            accounts: &me.accounts,
            fx: &me.fx,
            base: me.settings.base_currency,
        };
        let books = Arc::new(books.refold(context, &transactions, &changed, &before));
        Arc::new(Self { transactions, books, known_upto, ..me })
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

/// Computed by whoever asks first; who asks meanwhile waits for it instead of computing it too.
pub(crate) type Once<T> = Arc<tokio::sync::OnceCell<Arc<T>>>;

/// What is kept between requests.
#[derive(Default)]
pub(crate) struct Cache {
    seen: Option<(u64, u64, u64, NaiveDate)>,
    folded: Option<Arc<Folded>>,
    fx: Option<(u64, BTreeSet<Currency>, Arc<FxTable>)>,
    history: Option<(u64, BTreeSet<InstrumentId>, Arc<History>)>,
    pub(crate) views: HashMap<PortfolioQuery, Once<PortfolioView>>,
    pub(crate) performances: HashMap<Span2, Once<Performance>>,
    /// Rows of tables of transactions, in order: places in [`Folded::transactions`].
    pub(crate) windows: HashMap<Asked, Arc<Vec<u32>>>,
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

    /// Keeps books as those that count now.
    fn keep(&mut self, folded: Arc<Folded>, seen: (u64, u64, u64, NaiveDate)) -> Arc<Folded> {
        self.views.clear();
        self.performances.clear();
        self.windows.clear();
        self.seen = Some(seen);
        self.folded = Some(Arc::clone(&folded));
        folded
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
    let settings = ws.settings().await?;
    let unchanged = |f: &Folded| {
        (seen.1, seen.2, today) == cache.seen.map_or((0, 0, NaiveDate::MIN), |s| (s.1, s.2, s.3))
            && (&f.instruments, &f.accounts, &f.settings) == (&instruments, &accounts, &settings)
    };
    if cache.folded.as_deref().is_some_and(unchanged)
        && let Some(before) = cache.folded.take()
    {
        match refolded(ws, before).await? {
            Ok(folded) => return Ok(cache.keep(folded, seen)),
            Err(before) => drop(before),
        }
    }
    let transactions = loaded(ws, None).await?;
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
    Ok(cache.keep(folded, seen))
}

/// The books after changes of transactions alone: only what these reach is folded again. The old books come back where
/// the changes need rates or prices that are not loaded, or are so many that all may as well be folded.
async fn refolded(ws: &Workspace, before: Arc<Folded>) -> Result<std::result::Result<Arc<Folded>, Arc<Folded>>> {
    let changes = store::transactions::changed_since(&ws.store, before.known_upto).await?;
    let used = |t: &Transaction| {
        let instruments = [t.instrument_id, t.other_instrument_id];
        instruments.into_iter().flatten().all(|id| before.loaded.contains(&id))
            && [Some(t.currency), t.counter_currency].into_iter().flatten().all(|c| before.currencies.contains(&c))
    };
    if changes.len() > 1000 || !changes.iter().all(|c| c.deleted || used(&c.transaction)) {
        return Ok(Err(before));
    }
    let work = move || before.with(changes);
    tokio::task::spawn_blocking(work).await.map(Ok).map_err(|_| Error::Broken { what: "folding the books" })
}

async fn loaded(ws: &Workspace, known_at: Option<Timestamp>) -> Result<Vec<Arc<Transaction>>> {
    let filter = TransactionFilter { known_at, ..TransactionFilter::default() };
    Ok(store::transactions::all(&ws.store, &filter).await?.into_iter().map(Arc::new).collect())
}

/// The books as they were known at a time, or as they are known now.
pub(crate) async fn folded_as_known(ws: &Workspace, host: &Host, known_at: Option<Timestamp>) -> Result<Arc<Folded>> {
    match known_at {
        Some(at) => folded_at(ws, host, at).await,
        None => folded(ws, host).await,
    }
}

/// The books as they were known at a time; never cached.
async fn folded_at(ws: &Workspace, host: &Host, known_at: Timestamp) -> Result<Arc<Folded>> {
    let instruments = store::instruments::all(&ws.store).await?;
    let accounts = store::accounts::all(&ws.store).await?;
    let transactions = loaded(ws, Some(known_at)).await?;
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
    transactions: Vec<Arc<Transaction>>,
    settings: Settings,
    today: NaiveDate,
}

/// Folds on a thread of its own: a long ledger must not hold up other requests.
async fn fold(parts: Parts, fx: Arc<FxTable>, history: Arc<History>) -> Result<Arc<Folded>> {
    let work = move || {
        let Parts { instruments, accounts, transactions, settings, today } = parts;
        let context = Context { instruments: &instruments, accounts: &accounts, fx: &fx, base: settings.base_currency };
        let books = Arc::new(Books::fold(context, &transactions, today));
        let loaded = used(&transactions, &settings);
        let currencies = currencies(&instruments, &accounts, &transactions, &settings);
        let known_upto = transactions.iter().map(|t| t.known_at).max().unwrap_or(Timestamp::from_micros(0));
        Arc::new(Folded {
            instruments,
            accounts,
            transactions,
            settings,
            fx,
            history,
            today,
            books,
            loaded,
            currencies,
            known_upto,
        })
    };
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "folding the books" })
}

/// The currencies that figures may need, and the two through which others are crossed.
fn currencies(
    instruments: &[Instrument],
    accounts: &[Account],
    transactions: &[Arc<Transaction>],
    settings: &Settings,
) -> BTreeSet<Currency> {
    let mut all = BTreeSet::from([settings.base_currency, Currency::EUR, Currency::USD]);
    all.extend(instruments.iter().map(|i| i.fields.currency));
    all.extend(accounts.iter().map(|a| a.fields.currency));
    all.extend(transactions.iter().flat_map(|t| [Some(t.currency), t.counter_currency]).flatten());
    all
}

/// The instruments whose prices figures may need.
fn used(transactions: &[Arc<Transaction>], settings: &Settings) -> BTreeSet<InstrumentId> {
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

/// Daily closes of instruments, read by several tasks at once: decoding them takes as long as fetching them.
pub(crate) async fn load_history(
    ws: &Workspace,
    ids: &BTreeSet<InstrumentId>,
    known_at: Option<Timestamp>,
) -> Result<History> {
    let mut sources: BTreeMap<InstrumentId, Vec<String>> = BTreeMap::new();
    for c in store::bars::coverage(&ws.store).await? {
        sources.entry(c.instrument_id).or_default().push(c.source);
    }
    // Without a series there is nothing to read.
    let mut parts: [Vec<InstrumentId>; READERS] = Default::default();
    for (i, id) in ids.iter().filter(|id| sources.contains_key(id)).enumerate() {
        parts[i % READERS].push(*id);
    }
    let reading = parts.map(|ids| tokio::spawn(closes(ws.store.clone(), ids, known_at)));
    let mut history = History::new();
    for part in reading {
        let part = part.await.map_err(|_| Error::Broken { what: "reading the prices" })??;
        for (id, points) in part {
            let source = sources.get(&id).map_or_else(String::new, |s| s.join(", "));
            history.insert(id, points, &source);
        }
    }
    Ok(history)
}

type Closes = Vec<(InstrumentId, Vec<(NaiveDate, f64)>)>;

async fn closes(store: store::Store, ids: Vec<InstrumentId>, known_at: Option<Timestamp>) -> Result<Closes> {
    let query = BarQuery { known_at, ..BarQuery::default() };
    let mut all = Closes::with_capacity(ids.len());
    for id in ids {
        let series = store::bars::read(&store, id, BarSize::Day1, &query).await?;
        let points = series.at.iter().zip(&series.close).map(|(at, c)| (Timestamp::from_micros(*at).date(), *c));
        if !series.is_empty() {
            all.push((id, points.collect()));
        }
    }
    Ok(all)
}

/// The first day of the last 90 days, which sparklines show.
pub(crate) fn sparkline_from(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(90)).unwrap_or(day)
}

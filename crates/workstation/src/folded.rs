//! The books in memory: what every figure of a page is read from, loaded once and kept until something changes.

use std::{
    collections::{BTreeSet, HashMap},
    ops::Deref,
    sync::Arc,
};

use chrono::NaiveDate;
use model::{
    account::Account,
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
use store::transactions::{Revision, TransactionFilter};

use crate::{
    Host,
    error::{Error, Result},
    portfolio::{PortfolioQuery, PortfolioView},
    prices::{self, Prices, Reach},
    transactions::window::Asked,
    universe::Seen,
    workspace::Workspace,
};

/// Views kept; a person looks at few.
const VIEWS_MAX: usize = 64;

/// The books of today, and what they are folded from.
#[derive(Clone)]
pub(crate) struct Ledger {
    pub(crate) instruments: Vec<Instrument>,
    pub(crate) accounts: Vec<Account>,
    pub(crate) transactions: Vec<Arc<Transaction>>,
    pub(crate) settings: Settings,
    pub(crate) fx: Arc<FxTable>,
    /// The day that counts as today.
    pub(crate) today: NaiveDate,
    /// The books at the end of today.
    pub(crate) books: Arc<Books>,
    /// The instruments whose prices figures may need.
    used: BTreeSet<InstrumentId>,
    /// The currencies whose rates are loaded.
    currencies: BTreeSet<Currency>,
    /// The newest time at which anything of this became known.
    known_upto: Timestamp,
}

/// The books, with all prices that any figure of them may need.
pub(crate) struct Folded {
    ledger: Arc<Ledger>,
    pub(crate) history: Arc<History>,
}

impl Folded {
    /// The books without the prices.
    pub(crate) fn ledger(&self) -> &Arc<Ledger> {
        &self.ledger
    }
}

impl Deref for Folded {
    type Target = Ledger;

    fn deref(&self) -> &Ledger {
        &self.ledger
    }
}

impl Ledger {
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
        let (mut known_upto, mut used) = (self.known_upto, self.used.clone());
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
            used.extend([new.instrument_id, new.other_instrument_id].into_iter().flatten());
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
        Arc::new(Self { transactions, books, used, known_upto, ..me })
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
    seen: Option<Seen>,
    ledger: Option<Arc<Ledger>>,
    folded: Option<Arc<Folded>>,
    fx: Option<(u64, BTreeSet<Currency>, Arc<FxTable>)>,
    history: Option<(u64, BTreeSet<InstrumentId>, Arc<History>)>,
    pub(crate) views: HashMap<PortfolioQuery, Once<PortfolioView>>,
    pub(crate) performances: HashMap<Span2, Once<Performance>>,
    /// Rows of tables of transactions, in order: places in [`Ledger::transactions`].
    pub(crate) windows: HashMap<Asked, Arc<Vec<u32>>>,
}

/// A [`Span`] as a key.
pub(crate) type Span2 = (Option<NaiveDate>, NaiveDate, Option<model::id::AccountId>, Option<InstrumentId>);

/// The key of a span.
pub(crate) fn span_key(span: Span) -> Span2 {
    (span.from, span.to, span.account_id, span.benchmark_id)
}

impl Cache {
    /// Whether these are the books, with the prices, that the cache stands for.
    pub(crate) fn is_current(&self, folded: &Arc<Folded>) -> bool {
        self.folded.as_ref().is_some_and(|f| Arc::ptr_eq(f, folded))
    }

    /// Whether these are the books that the cache stands for.
    pub(crate) fn is_current_ledger(&self, ledger: &Arc<Ledger>) -> bool {
        self.ledger.as_ref().is_some_and(|l| Arc::ptr_eq(l, ledger))
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

    /// The books now, as they are kept where nothing changed.
    pub(crate) async fn ledger(&mut self, ws: &Workspace, host: &Host) -> Result<Arc<Ledger>> {
        let seen = Seen::now(ws, ws.today(host.clock));
        if let (Some(ledger), true) = (&self.ledger, self.seen == Some(seen)) {
            return Ok(Arc::clone(ledger));
        }
        // Whoever asks for the books meanwhile waits for the lock on this cache.
        let before = self.seen.take();
        self.views.clear();
        self.performances.clear();
        self.windows.clear();
        self.folded = None;
        let instruments = store::instruments::all(&ws.store).await?;
        let accounts = store::accounts::all(&ws.store).await?;
        let settings = ws.settings().await?;
        let same = |l: &Ledger| (&l.instruments, &l.accounts, &l.settings) == (&instruments, &accounts, &settings);
        let mut ledger = None;
        if before.is_some_and(|b| (b.fx, b.today) == (seen.fx, seen.today))
            && self.ledger.as_deref().is_some_and(same)
            && let Some(old) = self.ledger.take()
        {
            ledger =
                if before.is_some_and(|b| b.ledger == seen.ledger) { Some(old) } else { refolded(ws, old).await? };
        }
        let ledger = match ledger {
            Some(ledger) => ledger,
            None => {
                let transactions = loaded(ws, None).await?;
                let currencies = currencies(&instruments, &accounts, &transactions, &settings);
                let fx = self.rates(ws, seen.fx, &currencies).await?;
                let today = seen.today;
                fold(Parts { instruments, accounts, transactions, settings, currencies, today }, fx).await?
            }
        };
        self.seen = Some(seen);
        self.ledger = Some(Arc::clone(&ledger));
        Ok(ledger)
    }

    /// Prices for the value of today: all where they are here already, else those of the last days.
    pub(crate) async fn prices_of_today(&self, ws: &Workspace, ledger: &Ledger) -> Result<Prices> {
        match self.known_history(ledger) {
            Some(history) => Ok(Prices::Whole(history)),
            None => Prices::recent(ws, &ledger.held(), ledger.today).await,
        }
    }

    /// All prices that the books may need, where they were read before and have not changed.
    fn known_history(&self, ledger: &Ledger) -> Option<Arc<History>> {
        let (generation, ids, history) = self.history.as_ref()?;
        let is_now = self.seen.is_some_and(|seen| seen.bars == *generation);
        (is_now && ids.is_superset(&ledger.used)).then(|| Arc::clone(history))
    }

    async fn rates(
        &mut self,
        ws: &Workspace,
        generation: u64,
        currencies: &BTreeSet<Currency>,
    ) -> Result<Arc<FxTable>> {
        match &self.fx {
            Some((then, known, table)) if *then == generation && known.is_superset(currencies) => Ok(Arc::clone(table)),
            _ => {
                let table = Arc::new(load_fx(ws, currencies, None).await?);
                self.fx = Some((generation, currencies.clone(), Arc::clone(&table)));
                Ok(table)
            }
        }
    }

    /// The books now with all their prices.
    async fn folded(&mut self, ws: &Workspace, host: &Host) -> Result<Arc<Folded>> {
        let ledger = self.ledger(ws, host).await?;
        if let Some(folded) = &self.folded {
            return Ok(Arc::clone(folded));
        }
        let history = match self.known_history(&ledger) {
            Some(history) => history,
            None => {
                let history = Arc::new(prices::load(ws, &ledger.used, Reach::default()).await?);
                self.history = self.seen.map(|seen| (seen.bars, ledger.used.clone(), Arc::clone(&history)));
                history
            }
        };
        let folded = Arc::new(Folded { ledger, history });
        self.folded = Some(Arc::clone(&folded));
        Ok(folded)
    }
}

/// The books now, from the cache where nothing changed.
pub(crate) async fn folded(ws: &Workspace, host: &Host) -> Result<Arc<Folded>> {
    drop(ws.first.read().await);
    ws.cache.lock().await.folded(ws, host).await
}

/// The books now without the prices.
pub(crate) async fn ledger(ws: &Workspace, host: &Host) -> Result<Arc<Ledger>> {
    drop(ws.first.read().await);
    ws.cache.lock().await.ledger(ws, host).await
}

/// The books after changes of transactions alone: only what these reach is folded again. None where the changes need
/// rates that are not loaded, or are so many that all may as well be folded.
async fn refolded(ws: &Workspace, before: Arc<Ledger>) -> Result<Option<Arc<Ledger>>> {
    let changes = store::transactions::changed_since(&ws.store, before.known_upto).await?;
    let has_rates = |t: &Transaction| {
        [Some(t.currency), t.counter_currency].into_iter().flatten().all(|c| before.currencies.contains(&c))
    };
    if changes.len() > 1000 || !changes.iter().all(|c| c.deleted || has_rates(&c.transaction)) {
        return Ok(None);
    }
    let work = move || before.with(changes);
    tokio::task::spawn_blocking(work).await.map(Some).map_err(|_| Error::Broken { what: "folding the books" })
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
    let currencies = currencies(&instruments, &accounts, &transactions, &settings);
    let fx = load_fx(ws, &currencies, Some(known_at)).await?;
    let today = ws.today(host.clock);
    let parts = Parts { instruments, accounts, transactions, settings, currencies, today };
    let ledger = fold(parts, Arc::new(fx)).await?;
    let history = prices::load(ws, &ledger.used, Reach { from: None, known_at: Some(known_at) }).await?;
    Ok(Arc::new(Folded { ledger, history: Arc::new(history) }))
}

struct Parts {
    instruments: Vec<Instrument>,
    accounts: Vec<Account>,
    transactions: Vec<Arc<Transaction>>,
    settings: Settings,
    currencies: BTreeSet<Currency>,
    today: NaiveDate,
}

/// Folds on a thread of its own: a long ledger must not hold up other requests.
async fn fold(parts: Parts, fx: Arc<FxTable>) -> Result<Arc<Ledger>> {
    let work = move || {
        let Parts { instruments, accounts, transactions, settings, currencies, today } = parts;
        let context = Context { instruments: &instruments, accounts: &accounts, fx: &fx, base: settings.base_currency };
        let books = Arc::new(Books::fold(context, &transactions, today));
        let used = used(&transactions, &settings);
        let known_upto = transactions.iter().map(|t| t.known_at).max().unwrap_or(Timestamp::from_micros(0));
        Arc::new(Ledger {
            instruments,
            accounts,
            transactions,
            settings,
            fx,
            today,
            books,
            used,
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

/// Rates of currencies, and those through which they are crossed where these are among them.
pub(crate) async fn load_fx(
    ws: &Workspace,
    currencies: &BTreeSet<Currency>,
    known_at: Option<Timestamp>,
) -> Result<FxTable> {
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

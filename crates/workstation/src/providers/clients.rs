//! Requests to providers: each within the budget of its key, counted, and left alone for a while after failures.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::venues::{BarsQuery, Capabilities, History, Key, LastPrices, LastPricesQuery, Query, VenueError};
use market::{
    address::Endpoint,
    budget::{Budgets, SharedBudget, Window},
    error::MarketError,
    fallback::{Fallback, Found, Keep},
    rest::{Rest, RestSettings},
};
use model::{
    bar::BarSize,
    market::{Adjustment, Source},
    time::{Clock, Timestamp},
};

use super::settings::{Provider, ProviderSettings};
use crate::kept_secrets::KeptSecrets;

/// Pages of one answer: more are a provider that does not end.
const PAGES_MAX: usize = 10_000;

/// How requests to a provider went since the start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Went {
    pub(crate) sent: u64,
    pub(crate) failed: u64,
    pub(crate) last_failure: Option<Failure>,
}

/// A request that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) at: Timestamp,
    pub(crate) reason: String,
    pub(crate) code: &'static str,
}

/// Which bars of the past, whoever has them.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Past {
    /// What each provider calls the instrument.
    pub(crate) symbols: BTreeMap<Source, String>,
    pub(crate) size: BarSize,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    /// Whether splits and dividends are to be worked in.
    pub(crate) is_adjusted: bool,
}

/// The providers of a workspace as somebody who asks them.
pub(crate) struct Clients {
    pub(crate) settings: Arc<ProviderSettings>,
    clock: Clock,
    keys: KeptSecrets,
    budgets: Budgets,
    went: Arc<Mutex<HashMap<Source, Went>>>,
    chain: Fallback<Past, Arc<History>>,
}

impl Clients {
    /// Those that the settings switch on. `kept` of earlier settings stay: budgets and counts are of the key and the process.
    pub(crate) fn new(settings: Arc<ProviderSettings>, clock: Clock, keys: KeptSecrets, kept: Option<&Self>) -> Self {
        let sources: Vec<Source> = settings.used().iter().map(Provider::source).collect();
        let keep = Keep { room: 0, ..Keep::default() };
        Self {
            clock,
            keys,
            budgets: kept.map(|kept| kept.budgets.clone()).unwrap_or_default(),
            went: kept.map(|kept| Arc::clone(&kept.went)).unwrap_or_default(),
            chain: Fallback::new(&sources, market::breaker::BreakerSettings::default(), keep),
            settings,
        }
    }

    /// How requests to a provider went.
    pub(crate) fn went(&self, source: Source) -> Went {
        self.counts().get(&source).cloned().unwrap_or_default()
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<Source, Went>> {
        self.went.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The key of a provider, where it needs one.
    ///
    /// # Errors
    /// That there is none, or that it cannot be read.
    pub(crate) async fn key(&self, provider: &Provider) -> Result<Option<Key>, MarketError> {
        if !provider.capabilities().needs_key {
            return Ok(None);
        }
        let missing = || MarketError::Venue(VenueError::KeyMissing { venue: provider.source() });
        let kept = self.keys.get(&provider.key_name()).await.map_err(|problem| {
            tracing::warn!(provider = %provider.source(), problem, "the key cannot be read");
            missing()
        })?;
        let (text, _) = kept.ok_or_else(missing)?;
        let key = match text.expose().split_once(':') {
            Some((id, secret)) if provider.has_pair() => Key::new(id, secret),
            _ if provider.has_pair() => return Err(missing()),
            _ => Key::token(text.expose()),
        };
        key.map(Some).map_err(MarketError::Venue)
    }

    /// The budget of a provider's key.
    ///
    /// # Errors
    /// [`MarketError::Window`] when what a custom provider allows makes no sense.
    pub(crate) fn budget(&self, provider: &Provider) -> Result<SharedBudget, MarketError> {
        let Capabilities { budgets, .. } = provider.capabilities();
        let windows: Vec<Window> =
            budgets.into_iter().map(|b| Window::new(b.requests, Duration::from_secs(b.per_seconds.into()))).collect();
        self.budgets.of(&provider.key_name(), &windows)
    }

    /// Asks a provider.
    ///
    /// # Errors
    /// What it says, or what happens on the way.
    pub(crate) async fn ask<Q: Query>(&self, provider: &Provider, query: &Q) -> Result<Q::Answer, MarketError> {
        let source = provider.source();
        let answer = self.ask_uncounted(provider, query).await;
        let mut counts = self.counts();
        let went = counts.entry(source).or_default();
        went.sent += 1;
        if let Err(problem) = &answer {
            went.failed += 1;
            let (at, reason, code) = (self.clock.now(), problem.to_string(), problem.code());
            went.last_failure = Some(Failure { at, reason, code });
        }
        answer
    }

    async fn ask_uncounted<Q: Query>(&self, provider: &Provider, query: &Q) -> Result<Q::Answer, MarketError> {
        let key = self.key(provider).await?;
        let base = match self.settings.address(provider.source()) {
            Some(address) => address.to_owned(),
            None => query.request(key.as_ref())?.base,
        };
        let endpoint = Endpoint::http(&base)?;
        let endpoint = match &key {
            Some(key) => endpoint.hiding(key),
            None => endpoint,
        };
        let rest = Rest::new(self.clock, endpoint, RestSettings::default(), Some(self.budget(provider)?))?;
        rest.query(query, key.as_ref()).await
    }

    /// The last prices of symbols from one provider, in one request.
    ///
    /// # Errors
    /// What it says, or what happens on the way.
    pub(crate) async fn last_prices(
        &self,
        provider: &Provider,
        symbols: Vec<String>,
    ) -> Result<LastPrices, MarketError> {
        match provider {
            Provider::Venue(venue) => {
                self.ask(provider, &LastPricesQuery { venue: *venue, symbols, now: self.clock.now() }).await
            }
            Provider::Custom(custom) => {
                let query = symbols.first().and_then(|symbol| custom.last(symbol));
                let query = query.ok_or_else(|| no_data(provider.source(), "it has no last prices"))?;
                self.ask(provider, &query).await
            }
        }
    }

    /// Bars of the past from the first provider that has them.
    ///
    /// # Errors
    /// Each provider's reason when none has.
    pub(crate) async fn bars(&self, past: &Past) -> Result<Found<Arc<History>>, MarketError> {
        let fetch = |source: Source| async move {
            let provider = self.settings.find(source);
            let provider = provider.ok_or_else(|| no_data(source, "it is not known any more"))?;
            Ok(Arc::new(self.bars_from(&provider, past).await?))
        };
        self.chain.ask(&self.clock, past, fetch).await
    }

    /// Bars of the past from one provider, page by page.
    ///
    /// # Errors
    /// What it says, or what happens on the way.
    pub(crate) async fn bars_from(&self, provider: &Provider, past: &Past) -> Result<History, MarketError> {
        let source = provider.source();
        let symbol = past.symbols.get(&source);
        let symbol = symbol.ok_or_else(|| no_data(source, "it does not have this instrument"))?;
        let Capabilities { history, adjusted, .. } = provider.capabilities();
        if !history.contains(&past.size) {
            return Err(no_data(source, &format!("it has no bars of {}", past.size)));
        }
        let now = self.clock.now();
        match provider {
            Provider::Custom(custom) => self.ask(provider, &custom.bars(symbol, past.from, past.to, now)).await,
            Provider::Venue(venue) => {
                let adjustment = if past.is_adjusted { Adjustment::Adjusted } else { Adjustment::Raw };
                let mut query = BarsQuery {
                    venue: *venue,
                    symbol: symbol.clone(),
                    size: past.size,
                    from: past.from,
                    to: past.to,
                    adjustment,
                    page: None,
                    now,
                };
                let first = match self.ask(provider, &query).await {
                    // A provider of one sort of prices only gives those; what they are stands in the answer.
                    Err(MarketError::Venue(VenueError::Unsupported { .. })) if adjustment != adjusted => {
                        query.adjustment = adjusted;
                        self.ask(provider, &query).await?
                    }
                    other => other?,
                };
                let mut whole = first;
                for _ in 0..PAGES_MAX {
                    let Some(page) = whole.next.take() else { break };
                    if query.page.as_ref() == Some(&page) {
                        break;
                    }
                    query.page = Some(page);
                    let more = self.ask(provider, &query).await?;
                    whole.bars.extend(more.bars);
                    whole.splits.extend(more.splits);
                    whole.dividends.extend(more.dividends);
                    whole.skipped_count += more.skipped_count;
                    (whole.forming, whole.next) = (more.forming, more.next);
                }
                whole.bars.sort_by_key(|bar| bar.at);
                whole.bars.dedup_by_key(|bar| bar.at);
                Ok(whole)
            }
        }
    }
}

fn no_data(source: Source, reason: &str) -> MarketError {
    MarketError::NoData { what: format!("{source}: {reason}") }
}

//! Asks a provider for last prices of what somebody looks at, where nothing streams it.
//!
//! Each provider has a task of its own, so that one that is slow makes no other wait. It asks as often as the provider allows and its
//! budget permits over all that is looked at, half of which is left for other requests, and leaves alone what fails.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use ::venues::{LastPrice, LastPrices, VenueError};
use market::{backoff::Backoff, error::MarketError, hub::Route};
use model::{
    id::{CorrelationId, InstrumentId},
    market::{Adjustment, DataKind, Origin, Source, Tick, TickData},
    time::Timestamp,
};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Feed, polls::Trouble};
use crate::{
    Host,
    providers::{Clients, Provider},
};

/// How often it is looked who has to be asked.
const LOOK: Duration = Duration::from_secs(1);
/// After a failure a provider is left alone for so long, twice as long after the next one,
const FIRST_WAIT: Duration = Duration::from_secs(15);
/// and for so long at most, unless it says otherwise.
const LONGEST_WAIT: Duration = Duration::from_secs(900);
/// A provider that told no price of an instrument is asked for it again after this time.
const LACKING: Duration = Duration::from_secs(300);
/// One that does not know it, after this.
const UNKNOWN: Duration = Duration::from_secs(3600);

/// An instrument that a provider is to be asked for.
struct Asked {
    instrument: InstrumentId,
    route: Route,
}

/// Asks one provider.
pub(super) struct Poller {
    feed: Feed,
    clients: Arc<Clients>,
    host: Host,
    provider: Provider,
    source: Source,
    /// When each instrument was asked for.
    asked: HashMap<InstrumentId, Instant>,
    /// Those that are asked for one by one, as one of them made a request for many fail.
    alone: HashSet<InstrumentId>,
    backoff: Backoff,
}

impl Poller {
    pub(super) fn new(feed: Feed, clients: Arc<Clients>, host: Host, provider: Provider) -> Self {
        let backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT, Duration::MAX);
        let (source, asked, alone) = (provider.source(), HashMap::new(), HashSet::new());
        Self { feed, clients, host, provider, source, asked, alone, backoff }
    }

    /// Asks until told to stop.
    pub(super) async fn run(self, stop: CancellationToken) {
        tokio::select! {
            () = stop.cancelled() => {}
            () = self.poll() => {}
        }
    }

    async fn poll(mut self) {
        let mut wanted = self.feed.hub.polled();
        loop {
            let all = Arc::clone(&wanted.borrow_and_update());
            if all.is_empty() {
                self.feed.polls.rest(self.source);
                if wanted.changed().await.is_err() {
                    return;
                }
                continue;
            }
            let due = self.due(&all);
            if !due.is_empty() && self.ask(due).await.is_err() {
                return;
            }
            tokio::select! {
                changed = wanted.changed() => if changed.is_err() {
                    return;
                },
                () = tokio::time::sleep(LOOK) => {}
            }
        }
    }

    /// What has to be asked for now, in one request.
    fn due(&self, all: &BTreeSet<InstrumentId>) -> Vec<Asked> {
        let (now, mut mine) = (Instant::now(), Vec::new());
        for instrument in all {
            let Some(known) = self.feed.watched.of(*instrument) else { continue };
            if self.feed.polls.turn(*instrument, &known, now) == Some(self.source)
                && let Some(route) = known.routes.into_iter().find(|route| route.source == self.source)
            {
                mine.push(Asked { instrument: *instrument, route });
            }
        }
        let capabilities = self.provider.capabilities();
        let Some(every) = capabilities.polled_every_seconds(mine.len()) else { return Vec::new() };
        let instruments: Vec<InstrumentId> = mine.iter().map(|of| of.instrument).collect();
        let delay = capabilities.polling.and_then(|polling| polling.delay_seconds);
        self.feed.polls.plan(self.source, &instruments, every, delay);
        let every = Duration::from_secs(every.into());
        mine.retain(|of| self.asked.get(&of.instrument).is_none_or(|at| now.duration_since(*at) >= every));
        mine.sort_by_key(|of| self.asked.get(&of.instrument).copied());
        let is_alone = mine.first().is_some_and(|of| self.alone.contains(&of.instrument));
        let most = if is_alone { 1 } else { capabilities.polling.map_or(1, |polling| polling.symbols_max.max(1)) };
        if !is_alone {
            mine.retain(|of| !self.alone.contains(&of.instrument));
        }
        mine.truncate(most);
        // A budget that is used up is waited for here, and not with the request in hand.
        let has_budget = self.clients.budget(&self.provider).is_ok_and(|budget| budget.left() > 0);
        if has_budget { mine } else { Vec::new() }
    }

    async fn ask(&mut self, due: Vec<Asked>) -> Result<(), MarketError> {
        let began = Instant::now();
        self.asked.extend(due.iter().map(|of| (of.instrument, began)));
        let symbols: Vec<String> = due.iter().map(|of| of.route.symbol.clone()).collect();
        let answer = self.clients.last_prices(&self.provider, symbols).await;
        let now = self.host.clock.now();
        match answer {
            Ok(prices) => {
                self.backoff.reset();
                self.alone.retain(|id| due.iter().all(|of| of.instrument != *id));
                self.note(now, None);
                self.take(&due, &prices, now).await
            }
            Err(MarketError::Venue(VenueError::UnknownSymbol { .. })) if due.len() > 1 => {
                // Which of them it is, they say one by one.
                for of in &due {
                    self.alone.insert(of.instrument);
                    self.asked.remove(&of.instrument);
                }
                Ok(())
            }
            Err(problem @ MarketError::Venue(VenueError::UnknownSymbol { .. })) => {
                self.alone.remove(&due[0].instrument);
                self.note(now, None);
                let trouble = self.trouble(problem.to_string(), now, UNKNOWN);
                self.feed.polls.told(due[0].instrument, self.source, now, Some(trouble));
                Ok(())
            }
            Err(problem) => {
                let chance = (now.micros().rem_euclid(1_000) as f64) / 1_000.0;
                let wait = problem.wait_s().map_or(Duration::ZERO, Duration::from_secs).max(self.backoff.next(chance));
                tracing::warn!(source = %self.source, %problem, "last prices cannot be asked for");
                let trouble = self.trouble(problem.to_string(), now, wait);
                self.note(now, Some(trouble));
                Ok(())
            }
        }
    }

    fn trouble(&self, reason: String, now: Timestamp, wait: Duration) -> Trouble {
        let micros = i64::try_from(wait.as_micros()).unwrap_or(i64::MAX);
        let until = Timestamp::from_micros(now.micros().saturating_add(micros));
        let again = Instant::now().checked_add(wait).unwrap_or_else(|| Instant::now() + LONGEST_WAIT);
        Trouble::new(reason, until, again)
    }

    /// Notes how the provider answered, and lets screens know where that is new.
    fn note(&self, now: Timestamp, trouble: Option<Trouble>) {
        if self.feed.polls.asked(self.source, now, trouble) {
            self.host.events.changed(&["providers"], CorrelationId::new());
        }
    }

    /// Gives what came to the hub, and notes what did not.
    async fn take(&self, due: &[Asked], told: &LastPrices, now: Timestamp) -> Result<(), MarketError> {
        let mut ticks = Vec::new();
        for Asked { instrument, route } in due {
            let price = told.prices.iter().find(|price| price.symbol == route.symbol);
            let lacking = match price {
                Some(price) => {
                    ticks.extend(ticks_of(*instrument, route, price, now));
                    None
                }
                None => {
                    let skipped = told.skipped.iter().find(|skipped| skipped.place == route.symbol);
                    let reason = match skipped {
                        Some(skipped) => {
                            format!("{} told no price of {}: {}", self.source, route.symbol, skipped.reason)
                        }
                        None => format!("{} has no price of {} now", self.source, route.symbol),
                    };
                    Some(self.trouble(reason, now, LACKING))
                }
            };
            self.feed.polls.told(*instrument, self.source, now, lacking);
        }
        let every = self.feed.polls.source(self.source).map_or(0, |of| of.every_seconds);
        self.feed.hub.inlet().polled(ticks, i64::from(every) * 1_000_000).await
    }
}

/// What a price says, as ticks.
fn ticks_of(instrument: InstrumentId, route: &Route, price: &LastPrice, now: Timestamp) -> impl Iterator<Item = Tick> {
    let tick = |at, data| {
        let origin = Origin {
            instrument,
            source: route.source,
            at,
            received_at: now,
            sequence: None,
            currency: price.currency.or(route.currency),
            adjustment: Adjustment::Raw,
        };
        Tick { origin, data }
    };
    let trade = price.trade.map(|(at, trade)| tick(at, TickData::Trade(trade)));
    let quote = price.quote.filter(|_| route.polled.contains(&DataKind::Quote));
    trade.into_iter().chain(quote.map(|(at, quote)| tick(at, TickData::Quote(quote))))
}

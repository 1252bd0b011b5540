//! Everything that is pushed to one client: events of the workstation, and market data that it watches.
//!
//! A client that reads slowly gets later and fewer market updates, never more and never late ones: what it has not seen waits in the hub's
//! slot, put together. Which feed is in use does not matter to it: it follows.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use ::venues::NewsItem;
use feed::{conflate::Conflated, incidents::IncidentChange};
use market::hub::{DepthOf, Overlooked, Subscription};
use model::{
    id::InstrumentId,
    market::{DataKind, SourceBar},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    event::{Event, Events},
    feeds::{Feed, FeedMode},
    news::NewsView,
};

/// Instruments that one client may watch.
const INSTRUMENTS_MAX: usize = 1000;

/// What a client watches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StreamWatch {
    /// Kinds of data by instrument, at most a thousand instruments.
    #[schema(value_type = HashMap<String, Vec<DataKind>>)]
    pub instruments: BTreeMap<InstrumentId, BTreeSet<DataKind>>,
    /// An update at most once in so many milliseconds, 10 to 60000; 250 when nothing is said.
    #[serde(default = "usual")]
    pub every_ms: u32,
}

const fn usual() -> u32 {
    250
}

impl Default for StreamWatch {
    fn default() -> Self {
        Self { instruments: BTreeMap::new(), every_ms: usual() }
    }
}

/// What changed on the market since a client's last update.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MarketPush {
    /// Where it comes from.
    pub mode: FeedMode,
    /// When that is: the replay's time in a replay.
    pub at: Timestamp,
    /// Quotes, trades and bars.
    pub values: Vec<Conflated>,
    /// Bars that sources made.
    pub source_bars: Vec<SourceBar>,
    /// Order books.
    pub depths: Vec<DepthOf>,
    /// News.
    pub news: Vec<crate::news::NewsEntry>,
    /// Incidents.
    pub incidents: Vec<IncidentChange>,
    /// What is missing, as the client read too slowly.
    pub overlooked: Overlooked,
}

/// One thing that is pushed.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Pushed {
    /// The first one: by which name the client says what it watches.
    Hello {
        /// The stream's identity.
        stream_id: Uuid,
    },
    /// Market data.
    Market(Box<MarketPush>),
    /// Everything else.
    #[serde(untagged)]
    Event(Event),
}

/// Who listens now, and what they watch.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listeners(Arc<Mutex<HashMap<Uuid, watch::Sender<StreamWatch>>>>);

impl Listeners {
    fn all(&self) -> MutexGuard<'_, HashMap<Uuid, watch::Sender<StreamWatch>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Workstation {
    /// Listens to everything that happens from now on.
    pub fn listen(&self) -> Listener {
        let id = Uuid::now_v7();
        let (sender, wanted) = watch::channel(StreamWatch::default());
        self.host.listeners.all().insert(id, sender);
        Listener {
            id,
            has_greeted: false,
            listeners: self.host.listeners.clone(),
            events: self.host.events.subscribe(),
            wanted,
            feed: self.host.feeds.follow(),
            open: None,
            is_old: true,
            clock: self.host.clock,
        }
    }

    /// Replaces what a client watches.
    ///
    /// # Errors
    /// When its stream has ended, or it wants too much.
    pub async fn watch_stream(&self, ctx: &Ctx, id: Uuid, asked: StreamWatch) -> Result<()> {
        self.for_use(ctx, Action::Read, "quotes").await?;
        if asked.instruments.len() > INSTRUMENTS_MAX {
            let problem = format!("watch at most {INSTRUMENTS_MAX} instruments");
            return Err(Error::field("instruments", "too_many", problem));
        }
        if !(10..=60_000).contains(&asked.every_ms) {
            return Err(Error::field("every_ms", "out_of_range", "give 10 to 60000 milliseconds"));
        }
        let all = self.host.listeners.all();
        let sender = all.get(&id).ok_or_else(|| Error::not_found("stream", id))?;
        sender.send_replace(asked);
        Ok(())
    }
}

/// One client's stream. Dropping it ends what it watches.
pub struct Listener {
    id: Uuid,
    has_greeted: bool,
    listeners: Listeners,
    events: Events,
    wanted: watch::Receiver<StreamWatch>,
    feed: watch::Receiver<Option<Feed>>,
    open: Option<(Feed, Subscription)>,
    /// Whether what is subscribed to is not what is wanted.
    is_old: bool,
    clock: model::time::Clock,
}

impl Listener {
    /// The next thing; `None` when the program ends. Nothing is lost when it is not waited for to the end.
    pub async fn next(&mut self) -> Option<Pushed> {
        if !self.has_greeted {
            self.has_greeted = true;
            return Some(Pushed::Hello { stream_id: self.id });
        }
        loop {
            if self.is_old {
                self.subscribe().await;
            }
            let update = async {
                match &mut self.open {
                    Some((_, subscription)) => subscription.next().await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                biased;
                event = self.events.next() => return event.map(Pushed::Event),
                Ok(()) = self.wanted.changed() => self.is_old = true,
                Ok(()) = self.feed.changed() => self.is_old = true,
                update = update => match (update, &self.open) {
                    (Some(update), Some((feed, _))) => {
                        let (mode, at) = (feed.mode, self.time(feed).await);
                        return Some(Pushed::Market(Box::new(push(mode, at, update))));
                    }
                    // The hub has ended; another may come.
                    _ => self.open = None,
                },
            }
        }
    }

    /// Only what happened, without market data: for who has no room for more now.
    pub async fn next_event(&mut self) -> Option<Pushed> {
        self.events.next().await.map(Pushed::Event)
    }

    async fn time(&self, feed: &Feed) -> Timestamp {
        match feed.mode {
            FeedMode::Replay => feed.hub.look(|_, now| now).await.unwrap_or_else(|_| self.clock.now()),
            FeedMode::Live | FeedMode::Off => self.clock.now(),
        }
    }

    /// Subscribes to what is wanted, at the feed in use. What was subscribed to stays until then, so that nothing is given up in between.
    async fn subscribe(&mut self) {
        self.is_old = false;
        let StreamWatch { instruments, every_ms } = self.wanted.borrow_and_update().clone();
        let feed = self.feed.borrow_and_update().clone();
        let Some(feed) = feed.filter(|_| !instruments.is_empty()) else {
            self.open = None;
            return;
        };
        self.open = match feed.subscribe(&instruments).await {
            Ok(Some(subscription)) => {
                let every = Duration::from_millis(every_ms.into());
                Some((feed, subscription.every(every)))
            }
            Ok(None) => None,
            Err(problem) => {
                tracing::warn!(%problem, "a client's market data cannot be watched");
                None
            }
        };
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.listeners.all().remove(&self.id);
    }
}

fn push(mode: FeedMode, at: Timestamp, update: market::hub::Update) -> MarketPush {
    let news: Vec<NewsItem> = update.news;
    MarketPush {
        mode,
        at,
        values: update.values,
        source_bars: update.source_bars,
        depths: update.depths,
        news: news.into_iter().map(NewsView::entry).collect(),
        incidents: update.incidents,
        overlooked: update.overlooked,
    }
}

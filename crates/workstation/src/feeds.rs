//! What streams in beside an open workspace: the hub of live data, and a replay in its place.
//!
//! Whoever looks at the market asks the [`FeedBoard`] which feed is in use and subscribes there; when another comes into use, it subscribes
//! again. The live hub goes on while a replay is looked at: alerts and the recording never see a replay.

mod alive;
mod folders;
mod poller;
mod polls;
mod recent;
mod recorder;
mod watched;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, PoisonError, RwLock},
};

use ::venues::{Venue, binance::DepthQuery};
use market::{
    address::Endpoint,
    connection::{AskSnapshot, ConnectionSetup, ConnectionState},
    error::MarketError,
    hub::{HubSettings, MarketHub, Subscription, Time},
    sink::{SinkSettings, WhenFull},
};
use model::{
    id::InstrumentId,
    market::{DataKind, Source},
};
use serde::Serialize;
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{
    Host,
    error::Result,
    providers::{Clients, PROVIDERS, Provider, ProviderSettings},
    replays::Replaying,
    workspace::Workspace,
};

pub(crate) use polls::{InstrumentPolls, Polls, SourcePolls};
pub(crate) use recent::Recent;
pub(crate) use recorder::unpack;
pub(crate) use watched::{Known, Watched, hours, setup};

/// How often books that changed are given, in milliseconds: fifty times a second.
const DEPTH_EVERY_MS: u64 = 20;
/// Levels of each side that are given.
const DEPTH_LEVELS: usize = 20;

/// What the feed in use is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FeedMode {
    /// What providers send now.
    Live,
    /// A replay.
    Replay,
    /// Nothing: no provider that has prices of now is switched on.
    Off,
}

/// A hub with what is known of the instruments on it.
#[derive(Clone)]
pub(crate) struct Feed {
    pub(crate) mode: FeedMode,
    pub(crate) hub: MarketHub,
    pub(crate) recent: Arc<Recent>,
    pub(crate) watched: Arc<Watched>,
    pub(crate) polls: Arc<Polls>,
}

/// What is to be had of what is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Having {
    /// Also what is asked for now and then.
    Prices,
    /// Streams alone.
    Streams,
}

impl Feed {
    /// Subscribes to what there is of what is wanted; nothing where there is nothing of it.
    pub(crate) async fn subscribe(&self, wanted: &Wanted) -> std::result::Result<Option<Subscription>, MarketError> {
        self.subscribe_to(wanted, Having::Prices).await
    }

    /// The same of what streams: for its sake nobody is asked for prices.
    pub(crate) async fn subscribe_streams(
        &self,
        wanted: &Wanted,
    ) -> std::result::Result<Option<Subscription>, MarketError> {
        self.subscribe_to(wanted, Having::Streams).await
    }

    async fn subscribe_to(
        &self,
        wanted: &Wanted,
        having: Having,
    ) -> std::result::Result<Option<Subscription>, MarketError> {
        let mut open: Option<Subscription> = None;
        for (instrument, kinds) in wanted {
            let known = self.watched.ensure(&self.hub, *instrument).await?;
            let has = |kind: DataKind| match having {
                Having::Prices => known.has(kind),
                Having::Streams => known.streams(kind),
            };
            let kinds: Vec<DataKind> = kinds.iter().copied().filter(|kind| has(*kind)).collect();
            if kinds.is_empty() {
                continue;
            }
            match (&open, having) {
                (Some(subscription), _) => subscription.more(*instrument, &kinds).await?,
                (None, Having::Prices) => open = Some(self.hub.subscribe(*instrument, &kinds).await?),
                (None, Having::Streams) => open = Some(self.hub.subscribe_streams(*instrument, &kinds).await?),
            }
        }
        Ok(open)
    }
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Feed").field("mode", &self.mode).finish_non_exhaustive()
    }
}

/// What somebody wants to see.
pub(crate) type Wanted = BTreeMap<InstrumentId, BTreeSet<DataKind>>;

/// Says which feed is in use.
#[derive(Clone, Debug)]
pub(crate) struct FeedBoard(watch::Sender<Option<Feed>>);

impl Default for FeedBoard {
    fn default() -> Self {
        Self(watch::channel(None).0)
    }
}

impl FeedBoard {
    /// The feed in use, and each that comes into use.
    pub(crate) fn follow(&self) -> watch::Receiver<Option<Feed>> {
        self.0.subscribe()
    }

    /// The feed in use.
    pub(crate) fn feed(&self) -> Option<Feed> {
        self.0.borrow().clone()
    }

    fn show(&self, feed: Option<Feed>) {
        self.0.send_replace(feed);
    }
}

/// The feeds of a workspace.
#[derive(Default)]
pub(crate) struct Feeds {
    clients: RwLock<Option<Arc<Clients>>>,
    /// Held while they are begun or ended.
    state: tokio::sync::Mutex<State>,
}

#[derive(Default)]
struct State {
    live: Option<Live>,
    replay: Option<Replaying>,
    folders: Option<(CancellationToken, JoinHandle<()>)>,
}

/// The live feed with its tasks.
struct Live {
    feed: Feed,
    /// Sources that could not be connected to, and why.
    troubles: BTreeMap<Source, String>,
    stop: CancellationToken,
    /// Those who tell which instruments are live, and who decide alerts on them.
    tasks: Vec<JoinHandle<()>>,
}

impl Feeds {
    /// Whoever asks providers.
    pub(crate) fn clients(&self) -> Option<Arc<Clients>> {
        self.clients.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The hub of live data, whatever is looked at.
    pub(crate) async fn live_hub(&self) -> Option<MarketHub> {
        self.state.lock().await.live.as_ref().map(|live| live.feed.hub.clone())
    }

    /// The feed of live data, whatever is looked at.
    pub(crate) async fn live_feed(&self) -> Option<Feed> {
        self.state.lock().await.live.as_ref().map(|live| live.feed.clone())
    }

    /// How prices stand that are asked for, as nothing streams them.
    pub(crate) async fn live_polls(&self) -> Option<Arc<Polls>> {
        self.state.lock().await.live.as_ref().map(|live| Arc::clone(&live.feed.polls))
    }

    /// Why a source could not be connected to.
    pub(crate) async fn trouble(&self, source: Source) -> Option<String> {
        self.state.lock().await.live.as_ref()?.troubles.get(&source).cloned()
    }

    /// Begins anew as the settings are now. A replay stays.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn begin(&self, ws: &Arc<Workspace>, host: &Host) -> Result<()> {
        let mut state = self.state.lock().await;
        let settings: ProviderSettings = store::settings::get_key(&ws.store, PROVIDERS).await?.unwrap_or_default();
        let before = self.clients();
        let clients = Clients::new(Arc::new(settings), host.clock, host.provider_keys(), before.as_deref());
        let clients = Arc::new(clients);
        *self.clients.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&clients));
        if let Some(live) = state.live.take() {
            live.end().await;
        }
        state.live = open(ws, host, &clients).await;
        state.end_folders().await;
        let folders = clients.settings.folders.clone();
        if !folders.is_empty() {
            let stop = CancellationToken::new();
            let task = tokio::spawn(folders::watch(Arc::clone(ws), host.clone(), folders, stop.clone()));
            state.folders = Some((stop, task));
        }
        state.show(&host.feeds);
        Ok(())
    }

    /// Lets a replay take the place of what is looked at, or gives it back.
    pub(crate) async fn replay(&self, host: &Host, replay: Option<Replaying>) {
        let mut state = self.state.lock().await;
        if let Some(before) = std::mem::replace(&mut state.replay, replay) {
            before.end().await;
        }
        state.show(&host.feeds);
    }

    /// What is done with the replay, if there is one.
    pub(crate) async fn with_replay<T>(&self, look: impl AsyncFnOnce(&mut Replaying) -> T) -> Option<T> {
        match &mut self.state.lock().await.replay {
            Some(replay) => Some(look(replay).await),
            None => None,
        }
    }

    /// Ends everything; what streamed in is recorded first.
    pub(crate) async fn end(&self, host: &Host) {
        let mut state = self.state.lock().await;
        host.feeds.show(None);
        if let Some(replay) = state.replay.take() {
            replay.end().await;
        }
        if let Some(live) = state.live.take() {
            live.end().await;
        }
        state.end_folders().await;
    }
}

impl State {
    async fn end_folders(&mut self) {
        if let Some((stop, task)) = self.folders.take() {
            stop.cancel();
            // One that panicked has said so in the log.
            let _ = task.await;
        }
    }

    fn show(&self, board: &FeedBoard) {
        let replay = self.replay.as_ref().map(|replay| replay.feed.clone());
        board.show(replay.or_else(|| self.live.as_ref().map(|live| live.feed.clone())));
    }
}

impl Live {
    async fn end(self) {
        self.stop.cancel();
        for task in self.tasks {
            // One that panicked has said so in the log.
            let _ = task.await;
        }
        // One that has ended already is ended.
        let _ = self.feed.hub.stop().await;
    }
}

/// Starts a hub as screens want it, and what remembers the last that came.
pub(crate) fn start(time: Time) -> (MarketHub, Arc<Recent>) {
    let settings = HubSettings {
        depth_every: std::time::Duration::from_millis(DEPTH_EVERY_MS),
        depth_levels: DEPTH_LEVELS,
        ..HubSettings::default()
    };
    let (hub, recent) = (MarketHub::start(settings, time), Arc::new(Recent::default()));
    // A hub that has just begun has not ended.
    let _ = hub.add_sink(recent::sink(&recent), SinkSettings::default());
    (hub, recent)
}

/// Opens the hub of live data, if a provider that has prices of now is switched on.
async fn open(ws: &Arc<Workspace>, host: &Host, clients: &Arc<Clients>) -> Option<Live> {
    let has_some = |provider: &Provider| {
        let capabilities = provider.capabilities();
        !capabilities.streams.is_empty() || capabilities.polling.is_some()
    };
    let used: Vec<Provider> = clients.settings.used().into_iter().filter(has_some).collect();
    if used.is_empty() {
        return None;
    }
    let (hub, recent) = start(Time::Live(Arc::new(host.clock)));
    let watched = Arc::new(Watched::live(ws.store.clone(), Arc::clone(clients), ws.today(host.clock)));
    let feed = Feed { mode: FeedMode::Live, hub, recent, watched, polls: Arc::default() };
    let stop = CancellationToken::new();
    let (streaming, asked): (Vec<Provider>, Vec<Provider>) = {
        let streams = |provider: &&Provider| !provider.capabilities().streams.is_empty();
        let polls = |provider: &&Provider| provider.capabilities().polling.is_some();
        (used.iter().filter(streams).cloned().collect(), used.iter().filter(polls).cloned().collect())
    };
    let mut live = Live { feed, troubles: BTreeMap::new(), stop, tasks: Vec::new() };
    if !streaming.is_empty() {
        stream(&mut live, (ws, host, clients), &streaming).await;
    }
    for provider in asked {
        let poller = poller::Poller::new(live.feed.clone(), Arc::clone(clients), host.clone(), provider);
        live.tasks.push(tokio::spawn(poller.run(live.stop.clone())));
    }
    Some(live)
}

/// Lets providers stream: into the recording, to alerts, to whoever looks.
async fn stream(live: &mut Live, (ws, host, clients): (&Arc<Workspace>, &Host, &Arc<Clients>), streaming: &[Provider]) {
    let hub = live.feed.hub.clone();
    let recording = &clients.settings.recording;
    if recording.is_on {
        let sink = recorder::Recorder::new(Arc::clone(ws), host.clone(), recording.clone());
        let settings = SinkSettings { when_full: WhenFull::Miss, wants_received: true, room: 1024 };
        let _ = hub.add_sink(sink, settings);
    }
    let mut states = Vec::new();
    for provider in streaming {
        match connect(&hub, clients, provider).await {
            Ok(state) => states.push((provider.source(), state)),
            Err(problem) => {
                tracing::warn!(provider = %provider.source(), %problem, "a provider cannot be connected to");
                live.feed.polls.set_away(provider.source());
                live.troubles.insert(provider.source(), problem.to_string());
            }
        }
    }
    let (told, complete) = watch::channel(Arc::default());
    let (ws, host, clients) = (Arc::clone(ws), host.clone(), Arc::clone(clients));
    let alerts = crate::alerts::tell_live(Arc::clone(&ws), host.clone(), hub, complete, live.stop.clone());
    let alive = alive::Alive { ws, host, feed: live.feed.clone(), clients, live: told };
    live.tasks.push(tokio::spawn(alerts));
    live.tasks.push(tokio::spawn(alive.follow(states, live.stop.clone())));
}

/// Opens the connection of a provider.
async fn connect(
    hub: &MarketHub,
    clients: &Arc<Clients>,
    provider: &Provider,
) -> std::result::Result<watch::Receiver<ConnectionState>, MarketError> {
    let Provider::Venue(venue) = provider else { unreachable!("invariant: a provider by settings streams nothing") };
    let key = clients.key(provider).await?;
    let nothing = || MarketError::NoData { what: format!("streams of {}", provider.source()) };
    let mut request = venue.socket(key.as_ref())?.ok_or_else(nothing)?;
    if let Some(address) = clients.settings.streams(provider.source()) {
        request.base = address;
    }
    let endpoint = match &key {
        Some(key) => Endpoint::of_socket(&request)?.hiding(key),
        None => Endpoint::of_socket(&request)?,
    };
    let conversation = venue.conversation(key)?.ok_or_else(nothing)?;
    let mut setup = ConnectionSetup::new(endpoint, conversation);
    if *venue == Venue::Binance {
        setup.snapshots = Some(snapshots(Arc::clone(clients), provider.clone()));
    }
    hub.connect(setup)
}

/// How a book's snapshot is requested where the source does not send it.
fn snapshots(clients: Arc<Clients>, provider: Provider) -> AskSnapshot {
    Arc::new(move |_, symbol| {
        let (clients, provider) = (Arc::clone(&clients), provider.clone());
        let query = DepthQuery { symbol: symbol.to_owned(), levels: 1000 };
        Box::pin(async move { clients.ask(&provider, &query).await })
    })
}

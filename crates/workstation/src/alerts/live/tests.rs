//! Alerts on live ticks, under a clock that is set by hand and a hub that the tests feed.

mod breaks;
mod rules;

use std::{sync::Arc, time::Duration};

use ::bars::hours::Hours;
use feed::{
    check::{FirstPrice, Limits},
    hub::Setup,
};
use market::hub::{HubSettings, MarketHub, Route, Time};
use model::{
    bar::{Bar, BarSize},
    currency::Currency,
    id::{AlertId, InstrumentId},
    market::{Adjustment, DataKind, MarketEvent, Origin, Tick, TickData, Trade, TradeUse},
    time::{Clock, Dial, Timestamp},
};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use super::{Live, LiveSince, backlog::time_of};
use crate::{
    Ctx, Start, Workstation,
    alerts::{AlertActQuestion, AlertDeliveryView, AlertEventView, AlertFields, AlertView, AlertsQuery},
    workspace::Workspace,
    workspaces::WorkspaceKind,
};

/// Far less than this passes between two looks at the clock where nothing is to seem a sleep.
const STEP_MICROS: i64 = 4_000_000;

pub(super) fn at(text: &str) -> Timestamp {
    testkit::build::time(text)
}

fn after(time: Timestamp, micros: i64) -> Timestamp {
    Timestamp::from_micros(time.micros() + micros)
}

pub(super) fn trade(instrument: InstrumentId, at: Timestamp, price: f64) -> Tick {
    let origin = Origin {
        instrument,
        source: "test".parse().unwrap(),
        at: Some(at),
        received_at: at,
        sequence: None,
        currency: None,
        adjustment: Adjustment::Raw,
    };
    let trade = Trade { price, size: Some(1.0), aggressor: None, counts: TradeUse::PriceAndVolume };
    Tick { origin, data: TickData::Trade(trade) }
}

/// Waits for something that must come, and fails the test when it does not.
async fn until<T>(what: &str, mut is_it: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..4_000 {
        if let Some(found) = is_it().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{what} did not come")
}

/// A desk with two shares that stream.
struct Floor {
    station: Arc<Workstation>,
    ws: Arc<Workspace>,
    dial: Dial,
    acme: InstrumentId,
    beta: InstrumentId,
    hub: MarketHub,
    complete: watch::Sender<Arc<LiveSince>>,
    stop: CancellationToken,
    run: JoinHandle<crate::error::Result<()>>,
}

impl Floor {
    async fn open(path: &std::path::Path, now: &str) -> Self {
        Self::open_with(path, now, Duration::from_secs(3_600)).await
    }

    /// With a hub that looks at the clock so often.
    async fn open_with(path: &std::path::Path, now: &str, clock_every: Duration) -> Self {
        let dial = Dial::new(at(now));
        let start = Start {
            path: path.to_owned(),
            when_missing: WorkspaceKind::Empty,
            base_currency: Currency::USD,
            clock: Clock::Dial(dial),
            program: "test".into(),
        };
        let station = Workstation::open_with(start).await.unwrap();
        let ws = station.open.read().await.clone().unwrap();
        let make = async |symbol: &str| {
            let fields = testkit::build::share(symbol).fields;
            station.create_instrument(&Ctx::local(), fields).await.unwrap().value.id
        };
        let (acme, beta) = (make("ACME").await, make("BETA").await);
        let settings = HubSettings { clock_every, ..HubSettings::default() };
        let hub = MarketHub::start(settings, Time::Live(Arc::new(Clock::Dial(dial))));
        for (id, symbol) in [(acme, "ACME"), (beta, "BETA")] {
            let limits = Limits { first_price: FirstPrice::Trust, ..Limits::default() };
            let hours = Hours::AroundTheClock { zone: "UTC".parse().unwrap(), begins: chrono::NaiveTime::MIN };
            let setup = Setup { trades: limits, quotes: limits, ..Setup::new(hours) };
            let kinds = vec![DataKind::Trade, DataKind::Quote];
            let source = "test".parse().unwrap();
            let route =
                Route { source, symbol: symbol.to_owned(), currency: None, kinds, polled: Vec::new(), book: None };
            hub.watch(id, setup, vec![route]).await.unwrap();
        }
        let (complete, completed) = watch::channel(Arc::new(LiveSince::new()));
        let stop = CancellationToken::new();
        let run = tokio::spawn({
            let (station, hub, stop) = (Arc::clone(&station), hub.clone(), stop.clone());
            async move { station.tell_alerts_live(&Ctx::local(), hub, completed, stop).await }
        });
        until("the live alerts", async || ws.watching.live()).await;
        Self { station, ws, dial, acme, beta, hub, complete, stop, run }
    }

    fn live(&self) -> Arc<Live> {
        self.ws.watching.live().unwrap()
    }

    /// Both shares stream without a break since now.
    fn all_complete(&self) {
        let now = self.dial.now();
        self.complete.send_replace(Arc::new([(self.acme, now), (self.beta, now)].into()));
    }

    /// Waits until alerts are told ticks.
    async fn joined(&self, ids: &[AlertId]) {
        until("the hand-over", async || {
            self.look().await;
            ids.iter().all(|id| self.live().engine().armed.contains_key(id)).then_some(())
        })
        .await;
    }

    /// Waits until alerts are told stored bars again.
    async fn left(&self, ids: &[AlertId]) {
        until("the break", async || {
            self.live().settle().await;
            (!ids.iter().any(|id| self.live().engine().has(*id))).then_some(())
        })
        .await;
    }

    async fn create(&self, fields: Value) -> AlertId {
        let fields: AlertFields = serde_json::from_value(fields).unwrap();
        self.station.create_alert(&Ctx::local(), fields).await.unwrap().value.id
    }

    /// Creates one by its sentence, and waits until it is told ticks.
    async fn watching(&self, words: &str) -> AlertId {
        let id = self.create(json!({"words": words})).await;
        self.joined(&[id]).await;
        id
    }

    /// Lets time pass without a sleep.
    fn go(&self, to: Timestamp) {
        while self.dial.now() < to {
            self.dial.set(to.min(after(self.dial.now(), STEP_MICROS)));
            self.live().pass_time(self.dial.now());
        }
    }

    /// A trade at a time, told when this returns.
    async fn tick(&self, of: InstrumentId, time: &str, price: f64) {
        self.go(at(time));
        self.tick_then(of, at(time), price).await;
    }

    /// A trade at a time whatever the clock says.
    async fn tick_then(&self, of: InstrumentId, time: Timestamp, price: f64) {
        self.hub.inlet().events(vec![MarketEvent::Tick(trade(of, time, price))]).await.unwrap();
        self.hub.settle().await.unwrap();
        until("the tick", async || self.live().engine().has_seen(of, time).then_some(())).await;
    }

    async fn look(&self) {
        self.station.look_at_alerts(&Ctx::local()).await.unwrap();
    }

    /// Stores bars as a download does: when they begin, open, high, low, close.
    async fn store(&self, size: BarSize, bars: &[(&str, [f64; 4])]) {
        let mut market = self.ws.store.begin_bars(self.dial.now()).await.unwrap();
        for (time, [open, high, low, close]) in bars {
            let bar = Bar {
                at: at(time),
                open: Some(*open),
                high: Some(*high),
                low: Some(*low),
                close: *close,
                volume: None,
            };
            store::bars::put_bar(&mut market, self.acme, size, &bar).await.unwrap();
        }
        market.commit().await.unwrap();
        self.ws.moved(&["bars"]);
    }

    async fn act(&self, id: AlertId, act: Value) -> AlertView {
        let asked: AlertActQuestion = serde_json::from_value(act).unwrap();
        self.station.act_on_alert(&Ctx::local(), id, asked).await.unwrap()
    }

    async fn alert(&self, id: AlertId) -> AlertView {
        self.station.alert(&Ctx::local(), id).await.unwrap()
    }

    /// What happened, in order, when all that was told is kept.
    async fn events(&self, id: AlertId) -> Vec<AlertEventView> {
        self.look().await;
        let query = AlertsQuery { alert_id: Some(id), limit: Some(1000), cursor: None };
        let mut events = self.station.alert_events(&Ctx::local(), &query).await.unwrap().items;
        events.reverse();
        events
    }

    /// The same in words.
    async fn story(&self, id: AlertId) -> Vec<String> {
        let words = self.events(id).await.into_iter().map(|event| match &event.event {
            ::alerts::Effect::Fired { epoch, .. } => format!("fired {epoch}"),
            ::alerts::Effect::Moved { to, .. } => to.to_string(),
            ::alerts::Effect::HeldBack { why, .. } => format!("held back {why:?}"),
            ::alerts::Effect::Expired { .. } => "expired".to_owned(),
        });
        words.collect()
    }

    /// When it fired, and whether that was seen late.
    async fn firings(&self, id: AlertId) -> Vec<(Timestamp, bool)> {
        let events = self.events(id).await.into_iter();
        events
            .filter_map(|event| match event.event {
                ::alerts::Effect::Fired { at, .. } => Some((at, event.is_late)),
                _ => None,
            })
            .collect()
    }

    async fn deliveries(&self, id: AlertId) -> Vec<AlertDeliveryView> {
        let query = AlertsQuery { alert_id: Some(id), limit: Some(1000), cursor: None };
        self.station.alert_deliveries(&Ctx::local(), &query).await.unwrap().items
    }

    async fn close(self) {
        self.stop.cancel();
        self.run.await.unwrap().unwrap();
        self.hub.stop().await.unwrap();
        self.station.close().await;
    }
}

impl super::engine::LiveEngine {
    /// Whether a tick was told, or waits for alerts that join.
    fn has_seen(&self, instrument: InstrumentId, at: Timestamp) -> bool {
        self.reached.get(&instrument).is_some_and(|reached| reached.through >= at)
            || self.backlog.after(instrument, after(at, -1)).any(|tick| time_of(tick) == at)
    }
}

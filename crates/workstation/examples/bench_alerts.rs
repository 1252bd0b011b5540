//! Times alerts on live ticks: what one tick costs while 1,000, 10,000 and 100,000 rules are armed, and, with 1,000 alerts of a real workspace
//! and 10,000 ticks a second, how long it takes from a tick to the decided firing and to the kept one. Prints one JSON object a line.
//!
//! `cargo run --release -p workstation --example bench_alerts [SECONDS]`
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{
    collections::HashMap,
    error::Error,
    fmt,
    io::Write,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use alerts::{AlertRule, Condition, Engine, Input, Repeat, condition::Test};
use bars::{build::PriceOf, hours::Hours};
use feed::{
    check::{FirstPrice, Limits},
    hub::Setup,
};
use market::hub::{HubSettings, MarketHub, Route, Time};
use model::{
    currency::Currency,
    id::{AlertId, InstrumentId},
    market::{Adjustment, DataKind, MarketEvent, Origin, Tick, TickData, Trade, TradeUse},
    time::{Clock, Timestamp},
};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tracing::{
    Metadata, Subscriber,
    field::{Field, Visit},
    span,
};
use workstation::{Ctx, Start, Workstation, alerts::LiveSince, event, workspaces::WorkspaceKind};

type Failure = Box<dyn Error + Send + Sync>;

const INSTRUMENTS: usize = 500;
/// Every so many milliseconds one alert fires.
const FIRES_EVERY: usize = 50;

fn trade(instrument: InstrumentId, at: Timestamp, price: f64) -> Result<Tick, Failure> {
    let origin = Origin {
        instrument,
        source: "bench".parse()?,
        at: Some(at),
        received_at: at,
        sequence: None,
        currency: None,
        adjustment: Adjustment::Raw,
    };
    let trade = Trade { price, size: Some(1.0), aggressor: None, counts: TradeUse::PriceAndVolume };
    Ok(Tick { origin, data: TickData::Trade(trade) })
}

fn line(case: &str, program: &str, seconds: &[f64]) {
    println!("{}", serde_json::json!({"case": case, "program": program, "seconds": seconds}));
}

/// Seconds that a tick takes, on ten instruments that two rules watch each, while so many are armed on all.
fn tick_costs(armed: usize) -> Result<Vec<f64>, Failure> {
    let instruments: Vec<InstrumentId> = (0..INSTRUMENTS).map(|_| InstrumentId::new()).collect();
    let mut engine = Engine::new();
    for n in 0..armed {
        // Two each on the first ten, the rest on the others.
        let which = if n < 20 { n / 2 } else { 10 + n % (INSTRUMENTS - 10) };
        let test = Test::CrossesAbove { level: 1_000.0 + n as f64 };
        let condition = Condition::Price { instrument: instruments[which], of: PriceOf::Trade, test };
        engine.arm(AlertId::new(), &AlertRule { repeat: Repeat::EveryTime, ..AlertRule::new(condition) })?;
    }
    let now = Clock::System.now().micros();
    let ticks = (0..1_000).map(|n| trade(instruments[n % 10], Timestamp::from_micros(now), 100.0 + n as f64 / 1e3));
    let ticks: Vec<Tick> = ticks.collect::<Result<_, _>>()?;
    let mut seconds = Vec::new();
    for _ in 0..50 {
        let began = Instant::now();
        for tick in &ticks {
            let decided = engine.step(tick.origin.received_at, &Input::Tick(tick));
            assert!(decided.is_empty(), "no level is reached");
        }
        seconds.push(began.elapsed().as_secs_f64() / ticks.len() as f64);
    }
    Ok(seconds)
}

/// When each decision was made, by the time that it carries.
type Decided = Arc<Mutex<HashMap<String, Instant>>>;

/// Hears when live alerts are decided.
struct Ear(Decided);

struct At(Option<String>);

impl Visit for At {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "at" {
            self.0 = Some(format!("{value:?}"));
        }
    }
}

impl Subscriber for Ear {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("workstation::alerts::live")
    }
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn event(&self, event: &tracing::Event<'_>) {
        let now = Instant::now();
        let mut at = At(None);
        event.record(&mut at);
        if let Some(at) = at.0 {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(at).or_insert(now);
        }
    }
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

/// A workspace with two alerts on each instrument, and the hub that they are told from.
struct Floor {
    station: Arc<Workstation>,
    hub: MarketHub,
    instruments: Vec<InstrumentId>,
    complete: watch::Sender<Arc<LiveSince>>,
    stop: CancellationToken,
}

impl Floor {
    async fn open(path: &std::path::Path) -> Result<Self, Failure> {
        let start = Start {
            path: path.to_owned(),
            when_missing: WorkspaceKind::Empty,
            base_currency: Currency::USD,
            clock: Clock::System,
            program: "bench".into(),
        };
        let station = Workstation::open_with(start).await?;
        let hub = MarketHub::start(HubSettings::default(), Time::Live(Arc::new(Clock::System)));
        let ctx = Ctx::local();
        let mut instruments = Vec::new();
        for n in 0..INSTRUMENTS {
            let symbol = format!("SYM{n:03}");
            let id = station.create_instrument(&ctx, testkit::build::share(&symbol).fields).await?.value.id;
            for words in ["crosses above 110, every time", "is above 10000"] {
                let fields = serde_json::json!({"words": format!("{symbol} {words}"), "escalation":
                    {"steps": [{"after_minutes": 0, "channel": {"way": "desk"}}]}});
                station.create_alert(&ctx, serde_json::from_value(fields)?).await?;
            }
            let limits = Limits { first_price: FirstPrice::Trust, ..Limits::default() };
            let hours = Hours::AroundTheClock { zone: "UTC".parse()?, begins: chrono::NaiveTime::MIN };
            let setup = Setup { trades: limits, quotes: limits, ..Setup::new(hours) };
            let (source, kinds) = ("bench".parse()?, vec![DataKind::Trade]);
            hub.watch(id, setup, vec![Route { source, symbol, currency: None, kinds, polled: Vec::new(), book: None }])
                .await?;
            instruments.push(id);
        }
        let (complete, completed) = watch::channel(Arc::new(LiveSince::new()));
        let stop = CancellationToken::new();
        let (own, of_hub, until) = (Arc::clone(&station), hub.clone(), stop.clone());
        tokio::spawn(async move { own.tell_alerts_live(&Ctx::local(), of_hub, completed, until).await });
        let floor = Self { station, hub, instruments, complete, stop };
        floor.stream().await?;
        Ok(floor)
    }

    /// Lets everything stream, and waits until an alert of the last instrument fires by it.
    async fn stream(&self) -> Result<(), Failure> {
        let now = Clock::System.now();
        self.complete.send_replace(Arc::new(self.instruments.iter().map(|id| (*id, now)).collect()));
        let mut events = self.station.subscribe();
        for n in 0..600 {
            for price in [109.0, 111.0] {
                let at = Clock::System.now();
                let ticks: Result<Vec<_>, _> = self
                    .instruments
                    .iter()
                    .map(|id| trade(*id, at, if *id == self.instruments[INSTRUMENTS - 1] { price } else { 109.0 }))
                    .collect();
                self.hub.inlet().events(ticks?.into_iter().map(MarketEvent::Tick).collect()).await?;
            }
            let fired = async {
                while let Some(event) = events.next().await {
                    if matches!(event, event::Event::AlertFired { .. }) {
                        return;
                    }
                }
            };
            if n > 0 && tokio::time::timeout(Duration::from_millis(100), fired).await.is_ok() {
                return Ok(());
            }
        }
        Err("no alert became live".into())
    }
}

/// From the tick to the decision, and to the firing that is kept, in seconds.
async fn firings(seconds: usize, decided: &Decided) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let dir = tempfile::tempdir()?;
    let floor = Floor::open(&dir.path().join("desk")).await?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let kept: Decided = Arc::default();
    let mut events = floor.station.subscribe();
    let listener = tokio::spawn({
        let kept = Arc::clone(&kept);
        async move {
            while let Some(event) = events.next().await {
                if let event::Event::AlertFired { at, .. } = event {
                    kept.lock().unwrap_or_else(PoisonError::into_inner).insert(at.to_string(), Instant::now());
                }
            }
        }
    });
    let inlet = floor.hub.inlet();
    let mut pace = tokio::time::interval(Duration::from_millis(1));
    let mut sent: Vec<(String, Instant)> = Vec::new();
    let mut next = 0;
    for n in 0..seconds * 1_000 {
        pace.tick().await;
        let now = Clock::System.now();
        let mut ticks = Vec::with_capacity(10);
        for k in 0..10 {
            next = (next + 7) % INSTRUMENTS;
            ticks.push(MarketEvent::Tick(trade(floor.instruments[next], now, 109.0 + f64::from(k) / 1e3)?));
        }
        if n % FIRES_EVERY == 0 {
            next = (next + 7) % INSTRUMENTS;
            ticks.push(MarketEvent::Tick(trade(floor.instruments[next], now, 111.0)?));
            sent.push((now.to_string(), Instant::now()));
        }
        inlet.events(ticks).await?;
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    listener.abort();
    floor.stop.cancel();
    floor.hub.stop().await?;
    floor.station.close().await;
    let latencies = |when: &Decided| -> Vec<f64> {
        let when = when.lock().unwrap_or_else(PoisonError::into_inner);
        sent.iter()
            .filter_map(|(at, sent)| Some(when.get(at)?.saturating_duration_since(*sent).as_secs_f64()))
            .collect()
    };
    let (decided, kept) = (latencies(decided), latencies(&kept));
    if decided.len() < sent.len() || kept.len() < sent.len() {
        return Err(format!("{} of {} firings decided, {} kept", decided.len(), sent.len(), kept.len()).into());
    }
    Ok((decided, kept))
}

/// What the disk takes by itself: a write of 8 KiB at the end of a file and its way to the medium, at the pace of the firings.
fn synced(count: usize) -> Result<Vec<f64>, Failure> {
    let mut file = tempfile::NamedTempFile::new()?;
    let mut seconds = Vec::new();
    for _ in 0..count {
        std::thread::sleep(Duration::from_millis(FIRES_EVERY as u64));
        let began = Instant::now();
        file.write_all(&[0; 8_192])?;
        file.as_file().sync_data()?;
        seconds.push(began.elapsed().as_secs_f64());
    }
    Ok(seconds)
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let seconds = std::env::args().nth(1).map_or(Ok(20), |text| text.parse())?;
    for (armed, program) in [(1_000, "1,000 armed rules"), (10_000, "10,000 armed rules"), (100_000, "Quarterdeck")] {
        line("alerts_tick", program, &tick_costs(armed)?);
    }
    let decided: Decided = Arc::default();
    tracing::subscriber::set_global_default(Ear(Arc::clone(&decided)))?;
    let (decided, kept) = firings(seconds, &decided).await?;
    line("alerts_decided", "Quarterdeck", &decided);
    line("alerts_committed", "Quarterdeck", &kept);
    line("alerts_committed", "a write to the disk", &synced(kept.len())?);
    Ok(())
}

//! A provider that streams, from its socket to an alert that fires: on a venue of our own that official clients take for the real one.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use chrono::{TimeDelta, Utc};
use fakes::{
    binance::FakeBinance,
    day::{Day, Offer, Print, Tape},
};
use model::{
    bar::BarSize,
    currency::Currency,
    id::InstrumentId,
    instrument::{AssetClass, InstrumentFields},
    market::{DataKind, Source},
    time::Clock,
};
use serde_json::{Value, json};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};
use workstation::{
    Ctx, Start, Workstation,
    alerts::{AlertFields, AlertsQuery},
    bars::BarsQuery,
    event::Event,
    feeds::FeedMode,
    providers::ProviderSettings,
    quotes::{Listener, Pushed, QuotesQuery, StreamWatch},
    replays::{NewReplay, ReplayBarsQuery, ReplayOf},
    workspaces::WorkspaceKind,
};

/// A desk with a pair of crypto assets.
pub(super) struct Desk {
    pub(super) station: Arc<Workstation>,
    pub(super) pair: InstrumentId,
}

impl Desk {
    pub(super) async fn open(path: &Path) -> Self {
        let start = Start {
            path: path.to_owned(),
            when_missing: WorkspaceKind::Empty,
            base_currency: Currency::USD,
            clock: Clock::System,
            program: "test".into(),
        };
        let station = Workstation::open_with(start).await.unwrap();
        let fields = InstrumentFields::plain("BTC/USD", "Bitcoin", AssetClass::Crypto, Currency::USD);
        let made = station.create_instrument(&Ctx::local(), fields).await.unwrap();
        Self { station, pair: made.value.id }
    }

    pub(super) async fn set(&self, settings: Value) {
        let settings: ProviderSettings = serde_json::from_value(settings).unwrap();
        self.station.set_providers(&Ctx::local(), settings).await.unwrap();
    }

    /// Binance is on, at an address of this machine, and everything is recorded.
    pub(super) async fn switch_on(&self, http: &str) {
        self.set(json!({
            "on": ["binance"],
            "symbols": [{ "instrument_id": self.pair, "source": "binance", "symbol": "BTCUSDT" }],
            "addresses": [{ "source": "binance", "address": http }],
            "recording": { "is_on": true },
        }))
        .await;
    }

    async fn alert(&self, words: &str) {
        let fields: AlertFields = serde_json::from_value(json!({ "words": words })).unwrap();
        self.station.create_alert(&Ctx::local(), fields).await.unwrap();
    }

    async fn firings(&self) -> Vec<bool> {
        let query = AlertsQuery { alert_id: None, limit: Some(1000), cursor: None };
        let events = self.station.alert_events(&Ctx::local(), &query).await.unwrap().items;
        let fired = events.iter().filter(|e| matches!(e.event, alerts::Effect::Fired { .. }));
        fired.map(|event| event.is_late).collect()
    }

    async fn last(&self) -> Option<f64> {
        let query = QuotesQuery { instrument_ids: Some(self.pair.to_string()), wait_ms: None };
        let view = self.station.quotes(&Ctx::local(), &query).await.unwrap();
        assert_eq!(view.mode, FeedMode::Live);
        view.quotes[0].trade.map(|trade| trade.price)
    }
}

/// Prints at these cents, one every half second, the last of them a minute ago.
pub(super) fn tape(cents: impl Iterator<Item = u32>) -> Tape {
    let cents: Vec<u32> = cents.collect();
    let mut tape = Tape::default();
    let first = Utc::now() - TimeDelta::seconds(60) - TimeDelta::milliseconds(500 * cents.len() as i64);
    for (n, cents) in cents.into_iter().enumerate() {
        let at = first + TimeDelta::milliseconds(500 * n as i64);
        let price = f64::from(cents) / 100.0;
        tape.prints.push(Print { at, id: n as u64 + 1, price, size: 0.5, is_buyer: true });
        let (bid, ask) = (f64::from(cents - 1) / 100.0, f64::from(cents + 1) / 100.0);
        tape.offers.push(Offer { at, bid, bid_size: 2.0, ask, ask_size: 3.0 });
    }
    tape
}

pub(super) fn day(tape: Tape) -> Day {
    Day { crypto: [("BTC/USD".to_owned(), tape)].into(), ..Day::default() }
}

async fn until<T>(listener: &mut Listener, wish: impl Fn(Pushed) -> Option<T>) -> T {
    let coming = async {
        loop {
            let pushed = listener.next().await.expect("the program runs");
            if let Some(found) = wish(pushed) {
                return found;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), coming).await.expect("it comes")
}

async fn soon(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !is_so().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.unwrap_or_else(|_| panic!("{what}"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_fires_an_alert_is_recorded_and_gives_the_same_bars_again() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let (ctx, station) = (Ctx::local(), Arc::clone(&desk.station));
    let venue = FakeBinance::open(day(tape(10_000..10_300)), 0).await.unwrap();
    desk.alert("BTC/USD crosses above 101").await;
    let mut listener = station.listen();
    let Some(Pushed::Hello { stream_id }) = listener.next().await else { panic!("it greets first") };
    let kinds = [DataKind::Trade, DataKind::Quote, DataKind::Book, DataKind::Bar].into();
    let watched = StreamWatch { instruments: [(desk.pair, kinds)].into(), every_ms: 20 };
    station.watch_stream(&ctx, stream_id, watched).await.unwrap();
    desk.switch_on(&venue.http()).await;

    let fired = until(&mut listener, |pushed| match pushed {
        Pushed::Event(Event::AlertFired { firing, is_late, .. }) => Some((firing, is_late)),
        _ => None,
    })
    .await;
    assert_eq!(fired, (1, false), "once, and at once");
    soon("every trade came", async || desk.last().await == Some(102.99)).await;
    let depth = station.depth(&ctx, desk.pair, &Default::default()).await.unwrap();
    assert_eq!(depth.source, Some("binance".parse::<Source>().unwrap()));
    soon("the book is whole", async || {
        let depth = station.depth(&ctx, desk.pair, &Default::default()).await.unwrap().depth;
        depth.is_some_and(|depth| depth.bids.first().is_some_and(|level| level.price == 102.98))
    })
    .await;
    let view = station.providers(&ctx).await.unwrap();
    let binance = view.providers.iter().find(|p| p.source.name() == "binance").unwrap();
    let report = binance.connection.as_ref().unwrap();
    assert_eq!((report.connected, report.garbage), (1, 0), "{report:?}");
    assert_eq!(station.incidents(&ctx).await.unwrap().refused.unwrap().counts, []);

    // Off: what waits is kept.
    desk.set(json!({ "on": [] })).await;
    assert_eq!(desk.firings().await, [false]);
    let recordings = station.replays(&ctx).await.unwrap().recordings;
    assert_eq!(recordings.len(), 1);
    assert!(recordings[0].events >= 900, "trades, quotes and books: {recordings:?}");
    let new = NewReplay {
        of: ReplayOf::Recording,
        instrument_ids: vec![desk.pair],
        from: None,
        to: None,
        size: None,
        speed: None,
        paused: false,
    };
    let minute: ReplayBarsQuery = serde_json::from_value(json!({ "interval": "1m" })).unwrap();
    let made = station.replay_bars(&ctx, new, minute).await.unwrap().remove(0);
    let query = BarsQuery { size: Some(BarSize::Minute1), ..BarsQuery::default() };
    let stored = station.bars(&ctx, desk.pair, &query).await.unwrap().bars;
    assert!(stored.len() >= 2, "{stored:?}");
    assert_eq!(made.bars[..stored.len()], stored, "a replay makes the bars that the day made");
    assert_eq!(made.bars.iter().filter_map(|bar| bar.volume).sum::<f64>(), 150.0, "no trade is counted twice");
    station.close().await;
}

/// A way to a server that can be cut and changed.
struct Way {
    address: String,
    port: Arc<AtomicU16>,
    cut: watch::Sender<()>,
}

impl Way {
    async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (port, cut) = (Arc::new(AtomicU16::new(port)), watch::channel(()).0);
        let (to, cuts) = (Arc::clone(&port), cut.clone());
        tokio::spawn(async move {
            while let Ok((mut here, _)) = listener.accept().await {
                let (to, mut cut) = (to.load(Ordering::SeqCst), cuts.subscribe());
                tokio::spawn(async move {
                    // Nobody is there while the way is cut.
                    let Ok(mut there) = TcpStream::connect(("127.0.0.1", to)).await else { return };
                    tokio::select! {
                        _ = copy_bidirectional(&mut here, &mut there) => {}
                        _ = cut.changed() => {}
                    }
                });
            }
        });
        Self { address, port, cut }
    }

    /// Ends what is open; from now on it leads there.
    fn lead_to(&self, port: u16) {
        self.port.store(port, Ordering::SeqCst);
        self.cut.send_replace(());
    }
}

fn port(http: &str) -> u16 {
    http.rsplit(':').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_while_the_connection_was_away_is_told_by_bars_once() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let quiet = FakeBinance::open(day(tape(10_000..10_050)), 0).await.unwrap();
    let way = Way::to(port(&quiet.http())).await;
    desk.alert("BTC/USD crosses above 101, every time").await;
    desk.switch_on(&way.address).await;
    soon("trades came", async || desk.last().await == Some(100.49)).await;
    assert_eq!(desk.firings().await, [] as [bool; 0]);

    // While the way is cut the price goes up and comes back; the socket that follows tells only the end of it.
    way.lead_to(1);
    let away = (10_050..10_200).chain((10_000..10_200).rev());
    let busy = FakeBinance::open(day(tape((10_000..10_050).chain(away))), 0).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    way.lead_to(port(&busy.http()));
    soon("it is told", async || !desk.firings().await.is_empty()).await;
    soon("trades came again", async || desk.last().await == Some(100.0)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(desk.firings().await.len(), 1, "bars and ticks tell the same crossing once");
    let view = desk.station.providers(&Ctx::local()).await.unwrap();
    let binance = view.providers.iter().find(|p| p.source.name() == "binance").unwrap();
    let report = binance.connection.as_ref().unwrap();
    assert!(report.connected >= 2 && report.last_end.is_some(), "{report:?}");
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_is_away_is_asked_for_by_request_until_it_comes() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let venue = FakeBinance::open(day(tape(10_000..10_050)), 0).await.unwrap();
    let way = Way::to(1).await;
    let symbols = json!([{ "instrument_id": desk.pair, "source": "binance", "symbol": "BTCUSDT" }]);
    desk.set(json!({
        "on": ["binance"], "symbols": symbols, "recording": { "is_on": true },
        "addresses": [{ "source": "binance", "address": venue.http(), "streams": way.address.replace("http", "ws") }],
    }))
    .await;
    let query = QuotesQuery { instrument_ids: Some(desk.pair.to_string()), wait_ms: Some(30_000) };
    let quote = desk.station.quotes(&Ctx::local(), &query).await.unwrap().quotes.remove(0);
    let trade = quote.trade.unwrap();
    // What the fake's figures of the day say.
    assert_eq!((trade.price, trade.is_polled), (100.49, true));
    assert_eq!(quote.quote.map(|quote| (quote.prices.bid, quote.prices.ask)), Some((Some(100.48), Some(100.5))));
    assert_eq!(quote.polled.map(|polled| polled.every_seconds), Some(15));

    let mut listener = desk.station.listen();
    let Some(Pushed::Hello { stream_id }) = listener.next().await else { panic!("it greets first") };
    let watched = StreamWatch { instruments: [(desk.pair, [DataKind::Trade].into())].into(), every_ms: 20 };
    desk.station.watch_stream(&Ctx::local(), stream_id, watched).await.unwrap();
    let reads = tokio::spawn(async move { while listener.next().await.is_some() {} });
    way.lead_to(port(&venue.http()));
    desk.station.retry_provider(&Ctx::local(), "binance".parse().unwrap()).await.unwrap();
    soon("it streams", async || {
        let query = QuotesQuery { instrument_ids: Some(desk.pair.to_string()), wait_ms: None };
        let quote = desk.station.quotes(&Ctx::local(), &query).await.unwrap().quotes.remove(0);
        quote.trade.is_some_and(|trade| trade.price == 100.49 && !trade.is_polled) && quote.polled.is_none()
    })
    .await;
    reads.abort();
    // The clock closes the bars of the tape.
    tokio::time::sleep(Duration::from_millis(2_000)).await;
    desk.set(json!({ "on": [] })).await;
    let query = BarsQuery { size: Some(BarSize::Minute1), ..BarsQuery::default() };
    let bars = desk.station.bars(&Ctx::local(), desk.pair, &query).await.unwrap().bars;
    assert_eq!(
        bars.iter().filter_map(|bar| bar.volume).sum::<f64>(),
        25.0,
        "fifty trades of a half, none twice: {bars:?}"
    );
    desk.station.close().await;
}

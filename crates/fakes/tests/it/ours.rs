//! The same day with our own client: told the same figures, refused for the same reasons.

use std::sync::{Arc, Mutex};

use bars::hours::Hours;
use fakes::{
    alpaca::{FakeAlpaca, LIMITED, Settings},
    day::Day,
};
use feed::{
    check::{FirstPrice, Limits},
    hub::Setup,
};
use market::{
    address::Endpoint,
    connection::{ConnectionSetup, ConnectionState},
    error::MarketError,
    hub::{HubSettings, MarketHub, Route, Time},
    rest::{Rest, RestSettings},
    sink::{Batch, Missed, Sink, SinkSettings, WhenFull},
};
use model::{
    bar::{Bar, BarSize},
    id::InstrumentId,
    market::{Adjustment, DataKind, TickData},
    time::{Clock, Timestamp},
};
use tokio::sync::watch;
use venues::{
    BarsQuery, Key, Venue,
    alpaca::{Feed, LastTradesQuery, NewsQuery},
};

use crate::support::{Exact, KEY, SECRET, alpaca};

fn key(secret: &str) -> Key {
    Key::new(KEY, secret).unwrap()
}

fn rest(fake: &FakeAlpaca) -> Rest<Clock> {
    let endpoint = Endpoint::http(&fake.http()).unwrap();
    Rest::new(Clock::System, endpoint, RestSettings::default(), None).unwrap()
}

fn query(venue: Venue, symbol: &str, size: BarSize, from: &str) -> BarsQuery {
    let (from, to) = (from.parse().unwrap(), "2024-03-12T13:40:00Z".parse().unwrap());
    let now = "2024-03-13T00:00:00Z".parse().unwrap();
    BarsQuery { venue, symbol: symbol.into(), size, from, to, adjustment: Adjustment::Raw, page: None, now }
}

/// All pages, and how many there were.
async fn history(fake: &FakeAlpaca, mut query: BarsQuery) -> (Vec<Bar>, usize) {
    let (mut bars, mut pages) = (Vec::new(), 0);
    loop {
        let page = rest(fake).query(&query, Some(&key(SECRET))).await.unwrap();
        assert_eq!((page.skipped_count, page.forming), (0, None));
        bars.extend(page.bars);
        pages += 1;
        query.page = page.next;
        if query.page.is_none() {
            return (bars, pages);
        }
    }
}

pub(crate) fn told(bars: &[Bar]) -> Vec<Vec<f64>> {
    let row = |b: &Bar| [Some(b.at.micros() as f64), b.open, b.high, b.low, Some(b.close), b.volume];
    bars.iter().map(|b| row(b).map(Option::unwrap).to_vec()).collect()
}

#[tokio::test]
async fn our_requests_are_told_what_official_clients_are() {
    let settings = Settings { rows_max: 7, ..Settings::of(KEY, SECRET) };
    let fake = FakeAlpaca::open(Day::scripted(), settings, 0).await.unwrap();
    let day = Day::scripted();
    for (venue, symbol) in [(Venue::AlpacaIex, "AAPL"), (Venue::AlpacaSip, "MSFT"), (Venue::AlpacaCrypto, "BTC/USD")] {
        let (bars, pages) = history(&fake, query(venue, symbol, BarSize::Minute1, "2024-03-12T13:30:00Z")).await;
        assert_eq!(told(&bars), Exact::Micros.bars(&day.tape(symbol).unwrap().bars(1)), "{symbol}");
        assert_eq!(pages, 2, "10 bars in pages of 7");
    }
    let (days, _) = history(&fake, query(Venue::AlpacaIex, "AAPL", BarSize::Day1, "2024-02-01")).await;
    let mut scripted = Exact::Micros.bars(&day.tape("AAPL").unwrap().days);
    // A day is a date with us, whatever the hour of New York's midnight.
    scripted.iter_mut().for_each(|row| row[0] -= row[0].rem_euclid(86_400e6));
    assert_eq!(told(&days), scripted);

    let symbols = vec!["AAPL".into(), "MSFT".into(), "NOSUCH".into()];
    let last = rest(&fake).query(&LastTradesQuery { feed: Feed::Iex, symbols }, Some(&key(SECRET))).await.unwrap();
    let rows: Vec<_> =
        last.trades.iter().map(|last| (last.symbol.as_str(), last.at.micros(), last.trade.price)).collect();
    let of = |symbol: &'static str| {
        let print = day.tape(symbol).unwrap().prints.last().unwrap();
        (symbol, print.at.timestamp_micros(), print.price)
    };
    assert_eq!(rows, [of("AAPL"), of("MSFT")]);

    let now = "2024-03-13T00:00:00Z".parse().unwrap();
    let from = "2024-03-12T13:30:00Z".parse().unwrap();
    let news = NewsQuery { symbols: Vec::new(), from, to: now, page: None, now };
    let page = rest(&fake).query(&news, Some(&key(SECRET))).await.unwrap();
    let ids: Vec<String> = page.news.iter().map(|news| news.item.id.clone()).collect();
    assert_eq!(ids, day.news.iter().map(|article| article.id.to_string()).collect::<Vec<_>>());
    assert_eq!(page.news[5].item.headline, "Apple cuts prices abroad", "headlines are words, not pages");
}

#[tokio::test]
async fn our_requests_are_refused_as_official_clients_are() {
    let fake = alpaca().await;
    let minutes = |symbol| query(Venue::AlpacaIex, symbol, BarSize::Minute1, "2024-03-12T13:30:00Z");
    let wrong = rest(&fake).query(&minutes("AAPL"), Some(&key("wrong-secret"))).await.unwrap_err();
    assert!(matches!(&wrong, MarketError::Venue(_)) && wrong.to_string().contains("forbidden"), "{wrong}");
    let began = tokio::time::Instant::now();
    let limited = rest(&fake).query(&minutes(LIMITED), Some(&key(SECRET))).await.unwrap();
    assert!(limited.bars.is_empty());
    assert!(began.elapsed() >= std::time::Duration::from_millis(990), "it waits as long as Retry-After says");
    assert_eq!(fake.asked().len(), 3, "{:?}", fake.asked());
}

/// Keeps everything.
#[derive(Clone, Default)]
pub(crate) struct Everything(pub(crate) Arc<Mutex<Batch>>);

impl Sink for Everything {
    fn name(&self) -> &'static str {
        "everything"
    }

    async fn take(&mut self, batch: &Batch, _: Missed) -> Result<(), String> {
        let mut all = self.0.lock().unwrap();
        all.ticks.extend_from_slice(&batch.ticks);
        all.bars.extend_from_slice(&batch.bars);
        all.source_bars.extend_from_slice(&batch.source_bars);
        all.news.extend_from_slice(&batch.news);
        Ok(())
    }
}

const SYMBOLS: [&str; 4] = ["AAPL", "MSFT", "TSLA", "BTC/USD"];

fn instrument(symbol: &str) -> InstrumentId {
    let place = SYMBOLS.iter().position(|known| *known == symbol).unwrap();
    InstrumentId::from_uuid(uuid::Uuid::from_u128(place as u128 + 1))
}

fn connection(fake: &FakeAlpaca, venue: Venue, path: &str, secret: &str) -> ConnectionSetup {
    let endpoint = Endpoint::web_socket(&fake.socket(path)).unwrap().hiding(&key(secret));
    ConnectionSetup::new(endpoint, venue.conversation(Some(key(secret))).unwrap().unwrap())
}

async fn watch_all(hub: &MarketHub) {
    // The day is over for long, and its first price is no surprise.
    let limits = Limits { behind_micros: i64::MAX, first_price: FirstPrice::Trust, ..Limits::default() };
    let hours = Hours::AroundTheClock { zone: chrono_tz::UTC, begins: chrono::NaiveTime::MIN };
    for symbol in SYMBOLS {
        let venues =
            if symbol.contains('/') { vec![Venue::AlpacaCrypto] } else { vec![Venue::AlpacaIex, Venue::AlpacaNews] };
        let route = |venue: Venue| {
            let (kinds, numbering) = (venue.capabilities().streams, venue.capabilities().books);
            Route {
                source: venue.source(),
                symbol: symbol.into(),
                currency: None,
                kinds,
                polled: Vec::new(),
                book: numbering,
            }
        };
        let setup = Setup { trades: limits, quotes: limits, ..Setup::new(hours) };
        hub.watch(instrument(symbol), setup, venues.into_iter().map(route).collect()).await.unwrap();
    }
}

pub(crate) async fn soon(what: &str, mut is_it: impl FnMut() -> bool) {
    for _ in 0..6_000 {
        if is_it() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{what} did not come");
}

async fn until(
    state: &mut watch::Receiver<ConnectionState>,
    is_it: impl FnMut(&ConnectionState) -> bool,
) -> ConnectionState {
    let limit = std::time::Duration::from_secs(30);
    tokio::time::timeout(limit, state.wait_for(is_it)).await.expect("it comes").unwrap().clone()
}

#[tokio::test]
async fn our_streams_are_told_what_official_clients_are() {
    let fake = alpaca().await;
    let day = Day::scripted();
    // The scripted day is the present: by a later clock each second that passes would close the bar that is being made.
    let present = Clock::Fixed("2024-03-12T13:40:00Z".parse().unwrap());
    let hub = MarketHub::start(HubSettings::default(), Time::Live(Arc::new(present)));
    let sink = Everything::default();
    let settings = SinkSettings { when_full: WhenFull::Wait, ..SinkSettings::default() };
    hub.add_sink(sink.clone(), settings).unwrap();
    watch_all(&hub).await;
    let mut stocks = hub.connect(connection(&fake, Venue::AlpacaIex, "/v2/iex", SECRET)).unwrap();
    hub.connect(connection(&fake, Venue::AlpacaNews, "/v1beta1/news", SECRET)).unwrap();
    hub.connect(connection(&fake, Venue::AlpacaCrypto, "/v1beta3/crypto/us", SECRET)).unwrap();
    let tsla = hub.subscribe(instrument("TSLA"), &[DataKind::Trade]).await.unwrap();
    let _aapl = hub.subscribe(instrument("AAPL"), &[DataKind::Trade, DataKind::Bar, DataKind::News]).await.unwrap();
    let _msft = hub.subscribe(instrument("MSFT"), &[DataKind::Quote, DataKind::Bar]).await.unwrap();
    let _coin = hub.subscribe(instrument("BTC/USD"), &[DataKind::Trade]).await.unwrap();
    let count = |symbol: &str| {
        sink.0.lock().unwrap().ticks.iter().filter(|t| t.origin.instrument == instrument(symbol)).count()
    };
    soon("trades of TSLA", || count("TSLA") >= 5).await;
    drop(tsla);
    soon("all the rest", || count("AAPL") >= 320 && count("MSFT") >= 240 && count("BTC/USD") >= 200).await;
    soon("bars and news", || {
        let all = sink.0.lock().unwrap();
        all.source_bars.len() >= 20 && all.news.len() >= 3
    })
    .await;
    let left = count("TSLA");
    assert!(left < 3_000, "the rest of TSLA was not asked for");
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(count("TSLA"), left);
    hub.settle().await.unwrap();
    let refused = hub.refused().await.unwrap();
    assert!(refused.counts.is_empty(), "{refused:?}");

    let all = sink.0.lock().unwrap().clone();
    let rows = |symbol: &str| -> Vec<Vec<f64>> {
        let row = |tick: &model::market::Tick| {
            let at = tick.origin.at.unwrap().micros() as f64;
            match tick.data {
                TickData::Trade(t) => vec![at, tick.origin.sequence.unwrap() as f64, t.price, t.size.unwrap()],
                TickData::Quote(q) => {
                    let known = [q.bid, q.bid_size, q.ask, q.ask_size].map(Option::unwrap);
                    [at].into_iter().chain(known).collect()
                }
            }
        };
        all.ticks.iter().filter(|tick| tick.origin.instrument == instrument(symbol)).map(row).collect()
    };
    let tape = |symbol: &str| day.tape(symbol).unwrap();
    assert_eq!(rows("AAPL"), Exact::Micros.trades(&tape("AAPL").prints));
    assert_eq!(rows("MSFT"), Exact::Micros.quotes(&tape("MSFT").offers));
    assert_eq!(rows("BTC/USD"), Exact::Micros.trades(&tape("BTC/USD").prints));
    assert_eq!(rows("TSLA"), Exact::Micros.trades(&tape("TSLA").prints[..left]));
    for symbol in ["AAPL", "MSFT"] {
        let of: Vec<Bar> =
            all.source_bars.iter().filter(|b| b.origin.instrument == instrument(symbol)).map(|b| b.bar).collect();
        assert_eq!(told(&of), Exact::Micros.bars(&tape(symbol).bars(1)), "streamed bars of {symbol}");
    }
    // Bars that we make of the trades are those that the venue made, but for the last minute, which is not over.
    let made: Vec<Bar> = all
        .bars
        .iter()
        .filter(|of| of.instrument == instrument("AAPL"))
        .map(|of| Bar { volume: of.built.bar.volume.map(f64::round), ..of.built.bar })
        .collect();
    let scripted = Exact::Micros.bars(&tape("AAPL").bars(1));
    assert!(made.len() >= 9 && told(&made)[..9] == scripted[..9], "{:?}", told(&made));
    let about: Vec<&str> = all.news.iter().map(|news| news.item.id.as_str()).collect();
    assert_eq!(about, ["37000000", "37000001", "37000005"], "news about AAPL");

    // A second socket to the same endpoint waits; a wrong key stops.
    let other = MarketHub::start(HubSettings::default(), Time::Live(Arc::new(Clock::System)));
    watch_all(&other).await;
    let mut second = other.connect(connection(&fake, Venue::AlpacaIex, "/v2/iex", SECRET)).unwrap();
    let _aapl = other.subscribe(instrument("AAPL"), &[DataKind::Trade]).await.unwrap();
    let waits = until(&mut second, |state| matches!(state, ConnectionState::Waiting { .. })).await;
    assert!(format!("{waits:?}").contains("connection limit exceeded"), "{waits:?}");
    other.stop().await.unwrap();
    let wrong = MarketHub::start(HubSettings::default(), Time::Live(Arc::new(Clock::System)));
    watch_all(&wrong).await;
    let mut third = wrong.connect(connection(&fake, Venue::AlpacaIex, "/v2/iex", "wrong-secret")).unwrap();
    let _aapl = wrong.subscribe(instrument("AAPL"), &[DataKind::Trade]).await.unwrap();
    let stops = until(&mut third, |state| matches!(state, ConnectionState::Stopped { .. })).await;
    let shown = format!("{stops:?}");
    assert!(shown.contains("auth failed") && !shown.contains("wrong-secret"), "{shown}");
    assert_eq!(*stocks.borrow_and_update(), ConnectionState::Ready, "the first goes on");
}

/// The times of a day's rows are what they are in any zone.
#[test]
fn a_scripted_time_is_ours() {
    let print = Day::scripted().tape("AAPL").unwrap().prints[0];
    let ours: Timestamp = print.at.to_rfc3339().parse().unwrap();
    assert_eq!(ours.micros(), print.at.timestamp_micros());
}

//! The same of Binance, Coinbase and Kraken with our own client.

use std::sync::Arc;

use bars::hours::Hours;
use fakes::{
    binance::FakeBinance,
    coinbase::FakeCoinbase,
    day::{Day, Tape},
    kraken::{DECIMALS, FakeKraken},
};
use feed::{
    book::{checksum::Decimals, follow::BookRule},
    check::{FirstPrice, Limits},
    hub::Setup,
};
use market::{
    address::Endpoint,
    connection::{AskSnapshot, ConnectionSetup},
    hub::{HubSettings, MarketHub, Route, Time},
    rest::{Rest, RestSettings},
    sink::{SinkSettings, WhenFull},
};
use model::{
    bar::BarSize,
    id::InstrumentId,
    market::{Adjustment, TickData},
    time::{Clock, Timestamp},
};
use venues::{BarsQuery, Venue, binance::DepthQuery, kraken::PairsQuery};

use crate::{
    ours::{Everything, soon, told},
    support::Exact,
};

fn tape(day: &Day) -> Tape {
    day.tape("BTC/USD").unwrap().clone()
}

fn rest(http: &str) -> Rest<Clock> {
    Rest::new(Clock::System, Endpoint::http(http).unwrap(), RestSettings::default(), None).unwrap()
}

/// Bars of the past, then everything that the venue streams.
async fn completes(day: &Day, venue: Venue, symbol: &str, at: [&str; 2], book: Option<BookRule>) {
    let ([http, socket], tape) = (at, tape(day));
    let first = Timestamp::from_micros(tape.bars(1)[0].at.timestamp_micros());
    let later = |minutes: i64| Timestamp::from_micros(first.micros() + minutes * 60_000_000);
    let (from, to, size, now) = (first, later(10), BarSize::Minute1, later(600));
    let query =
        BarsQuery { venue, symbol: symbol.into(), size, from, to, adjustment: Adjustment::Raw, page: None, now };
    let history = rest(http).query(&query, None).await.unwrap();
    assert_eq!((history.skipped_count, history.forming), (0, None));
    assert_eq!(told(&history.bars), Exact::Micros.bars(&tape.bars(1)));
    let unknown = BarsQuery { symbol: "NONSENSE".into(), ..query };
    assert_eq!(rest(http).query(&unknown, None).await.unwrap_err().code(), "venue_symbol_unknown");

    let hub = MarketHub::start(HubSettings::default(), Time::Live(Arc::new(Clock::System)));
    let sink = Everything::default();
    hub.add_sink(sink.clone(), SinkSettings { when_full: WhenFull::Wait, ..SinkSettings::default() }).unwrap();
    let known = venue.capabilities();
    // The day is another one, and its first price is no surprise.
    let limits =
        Limits { behind_micros: i64::MAX, ahead_micros: i64::MAX, first_price: FirstPrice::Trust, ..Limits::default() };
    let (trades, quotes) = (Limits { numbering: known.trades, ..limits }, Limits { numbering: known.quotes, ..limits });
    let hours = Hours::AroundTheClock { zone: chrono_tz::UTC, begins: chrono::NaiveTime::MIN };
    let instrument = InstrumentId::new();
    let kinds = known.streams.clone();
    let route = Route {
        source: venue.source(),
        symbol: symbol.into(),
        currency: None,
        kinds: kinds.clone(),
        polled: Vec::new(),
        book,
    };
    hub.watch(instrument, Setup { trades, quotes, ..Setup::new(hours) }, vec![route]).await.unwrap();
    let endpoint = Endpoint::web_socket(socket).unwrap();
    let asks = rest(http);
    let ask: AskSnapshot = Arc::new(move |_: InstrumentId, symbol: &str| {
        let (rest, query) = (asks.clone(), DepthQuery { symbol: symbol.to_owned(), levels: 1000 });
        Box::pin(async move { rest.query(&query, None).await })
    });
    let setup = ConnectionSetup::new(endpoint, venue.conversation(None).unwrap().unwrap());
    hub.connect(ConnectionSetup { snapshots: (venue == Venue::Binance).then_some(ask), ..setup }).unwrap();
    let subscription = hub.subscribe(instrument, &kinds).await.unwrap();
    let is_trade = |tick: &&model::market::Tick| matches!(tick.data, TickData::Trade(_));
    soon("trades and quotes", || {
        let all = sink.0.lock().unwrap();
        let trades = all.ticks.iter().filter(is_trade).count();
        trades >= 200 && all.ticks.len() - trades >= 200
    })
    .await;
    let last = *tape.offers.last().unwrap();
    let mut depth = None;
    for _ in 0..1_000 {
        depth = hub.depth(instrument, venue.source(), 25).await.unwrap();
        let is_last = |d: &feed::book::depth::Depth| {
            d.bids.first().is_some_and(|l| l.price == last.bid && l.size == last.bid_size)
        };
        if depth.as_ref().is_some_and(is_last) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let depth = depth.unwrap();
    let best = |levels: &[feed::book::depth::DepthLevel]| (levels.len(), levels[0].price, levels[0].size);
    assert_eq!(best(&depth.bids), (10, last.bid, last.bid_size));
    assert_eq!(best(&depth.asks), (10, last.ask, last.ask_size));
    let refused = hub.refused().await.unwrap();
    assert!(refused.counts.is_empty(), "{refused:?}");
    let report = hub.connections().await.unwrap().remove(0);
    assert_eq!((report.garbage, report.last_refusal), (0, None));
    drop(subscription);
    hub.stop().await.unwrap();

    let all = sink.0.lock().unwrap().clone();
    let rows: Vec<Vec<f64>> = all
        .ticks
        .iter()
        .filter_map(|tick| match tick.data {
            TickData::Trade(t) => {
                let at = tick.origin.at.unwrap().micros() as f64;
                Some(vec![at, tick.origin.sequence.unwrap() as f64, t.price, t.size.unwrap()])
            }
            TickData::Quote(_) => None,
        })
        .collect();
    assert_eq!(rows, Exact::Micros.trades(&tape.prints));
    let quotes: Vec<Vec<f64>> = all
        .ticks
        .iter()
        .filter_map(|tick| match tick.data {
            TickData::Quote(q) => Some([q.bid, q.bid_size, q.ask, q.ask_size].map(Option::unwrap).to_vec()),
            TickData::Trade(_) => None,
        })
        .collect();
    let scripted = Exact::Micros.quotes(&tape.offers);
    assert_eq!(quotes, scripted.iter().map(|row| row[1..].to_vec()).collect::<Vec<_>>());
}

#[tokio::test]
async fn ours_completes_the_day_on_binance() {
    let day = Day::scripted();
    let fake = FakeBinance::open(day.clone(), 0).await.unwrap();
    let socket = format!("{}/stream?timeUnit=MICROSECOND", fake.socket());
    completes(&day, Venue::Binance, "BTCUSDT", [&fake.http(), &socket], Venue::Binance.capabilities().books).await;
}

#[tokio::test]
async fn ours_completes_the_day_on_coinbase() {
    // Trades that are long past are history to ours, so that the day begins now.
    let by = chrono::Utc::now() - Day::scripted().news[0].at;
    let day = Day::scripted().moved(chrono::TimeDelta::minutes(by.num_minutes()));
    let fake = FakeCoinbase::open(day.clone(), 0).await.unwrap();
    let socket = format!("{}/", fake.socket());
    completes(&day, Venue::Coinbase, "BTC-USD", [&fake.http(), &socket], Venue::Coinbase.capabilities().books).await;
}

#[tokio::test]
async fn ours_completes_the_day_on_kraken() {
    let day = Day::scripted();
    let fake = FakeKraken::open(day.clone(), 0).await.unwrap();
    let pairs = rest(&fake.http()).query(&PairsQuery { symbols: vec!["BTC/USD".into()] }, None).await.unwrap();
    let decimals = pairs.pairs[0].decimals;
    assert_eq!(decimals, Decimals { price: DECIMALS.0 as u8, size: DECIMALS.1 as u8 });
    let socket = format!("{}/v2", fake.socket());
    completes(&day, Venue::Kraken, "BTC/USD", [&fake.http(), &socket], Some(venues::kraken::book_rule(decimals))).await;
}

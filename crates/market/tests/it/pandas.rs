//! Trades that are replayed through the whole hub make the bars of pandas: `tests/golden/ticks/PROVENANCE.md`.

use std::{collections::BTreeMap, fs, path::PathBuf};

use bars::{build::BuiltBar, hours::Hours, interval::Interval};
use calendar::exchange::Exchange;
use feed::{
    check::Limits,
    hub::Setup,
    replay::{Replay, Speed},
    sequence::Numbering,
};
use market::{
    hub::{MarketHub, Time},
    replay::ReplayHandle,
};
use model::{
    market::{DataKind, MarketEvent, Origin, Tick, TickData, Trade, TradeUse, exact},
    time::Timestamp,
};
use serde::Deserialize;

use crate::support::{instrument, origin, quick, recording, route, soon};

/// Where the recorded Binance sets lie, which may not be copied here; see PROVENANCE.md.
const FOLDER: &str = "QUARTERDECK_TICK_SETS";

fn golden(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/ticks"));
    fs::read(folder.join(name)).unwrap()
}

fn event(at: Timestamp, id: u64, price: &str, size: &str) -> MarketEvent {
    let value = |text| exact::parse("price or size", text).unwrap();
    let trade =
        Trade { price: value(price), size: Some(value(size)), aggressor: None, counts: TradeUse::PriceAndVolume };
    let origin = Origin { at: Some(at), received_at: at, ..origin(1, 0, id) };
    MarketEvent::Tick(Tick { origin, data: TickData::Trade(trade) })
}

/// The bars that come out of the hub's sinks, the last word of each; and the one in the making at the end.
async fn replayed(exchange: Exchange, trades: Vec<MarketEvent>) -> BTreeMap<Interval, BTreeMap<i64, BuiltBar>> {
    let hub = MarketHub::start(quick(), Time::Recorded);
    let checks = Limits { numbering: Numbering::Counted, ..Limits::default() };
    let setup = Setup { trades: checks, intervals: Interval::ALL.to_vec(), ..Setup::new(Hours::of(exchange)) };
    hub.watch(instrument(1), setup, vec![route("AAA")]).await.unwrap();
    let _wanted = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    let sink = recording(&hub);
    let replay = ReplayHandle::start(&hub, Replay::new(vec![trades]));
    replay.play(Speed::UNBOUNDED).await.unwrap();
    soon("the end of the recording", replay.finished()).await.unwrap();
    hub.settle().await.unwrap();
    let mut bars: BTreeMap<Interval, BTreeMap<i64, BuiltBar>> = BTreeMap::new();
    for interval in Interval::ALL {
        let last = hub.current_bar(instrument(1), interval).await.unwrap();
        bars.insert(interval, last.into_iter().map(|bar| (bar.bar.at.micros(), bar)).collect());
    }
    hub.stop().await.unwrap();
    for of in sink.all().bars {
        bars.entry(of.built.interval).or_default().insert(of.built.bar.at.micros(), of.built);
    }
    bars
}

/// Microseconds, id, price, size.
type TradeRow = (i64, u64, String, String);
/// Microseconds, open, high, low, close, volume, trades.
type BarRow = (i64, f64, f64, f64, f64, f64, u32);

#[derive(Deserialize)]
struct Market {
    trades: Vec<TradeRow>,
    bars: BTreeMap<Interval, Vec<BarRow>>,
}

#[tokio::test]
async fn replayed_trades_make_the_bars_of_pandas() {
    let text = zstd::decode_all(&golden("trades.json.zst")[..]).unwrap();
    let markets: BTreeMap<Exchange, Market> = serde_json::from_slice(&text).unwrap();
    let mut count = 0;
    for (exchange, market) in markets {
        let trades =
            market.trades.iter().map(|(at, id, price, size)| event(Timestamp::from_micros(*at), *id, price, size));
        let made = replayed(exchange, trades.collect()).await;
        for (interval, theirs) in &market.bars {
            let ours = &made[interval];
            assert_eq!(ours.len(), theirs.len(), "{exchange} {interval}");
            for (built, (at, open, high, low, close, volume, parts)) in ours.values().zip(theirs) {
                let bar = built.bar;
                assert_eq!(bar.at.micros(), *at, "{exchange} {interval}");
                assert_eq!((bar.open, bar.high, bar.low, bar.close), (Some(*open), Some(*high), Some(*low), *close));
                assert!((bar.volume.unwrap() - volume).abs() <= 1e-12 * volume, "{:?} {volume}", bar.volume);
                assert_eq!(built.parts, *parts);
                count += 1;
            }
        }
    }
    assert!(count > 2500, "{count} bars were compared");
}

#[derive(Deserialize)]
struct Reference {
    bars: BTreeMap<Interval, (usize, String)>,
}

#[tokio::test]
async fn recorded_trades_replayed_make_the_bars_of_pandas() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        println!("skipped: {FOLDER} does not say where btcusdt_trades_tick.csv lies");
        return;
    };
    let mut reader = csv::Reader::from_path(PathBuf::from(folder).join("btcusdt_trades_tick.csv")).unwrap();
    let trade = |row: csv::StringRecord| event(row[0].parse().unwrap(), row[1].parse().unwrap(), &row[2], &row[3]);
    let made = replayed(Exchange::Crypto, reader.records().map(|row| trade(row.unwrap())).collect()).await;
    let reference: Reference = serde_json::from_slice(&golden("reference.json")).unwrap();
    for (interval, (count, digest)) in &reference.bars {
        let line = |(at, built): (&i64, &BuiltBar)| {
            let b = built.bar;
            let (open, high, low, volume) = (b.open.unwrap(), b.high.unwrap(), b.low.unwrap(), b.volume.unwrap());
            format!("{at},{open:.2},{high:.2},{low:.2},{:.2},{volume:.6},{}\n", b.close, built.parts)
        };
        let text: String = made[interval].iter().map(line).collect();
        assert_eq!(made[interval].len(), *count, "{interval}");
        assert_eq!(blake3::hash(text.as_bytes()).to_hex().as_str(), digest, "{interval}:\n{text}");
    }
}

//! A day of ticks at the rate at which they were recorded, through the hub with its sinks, as fast as it goes: how far memory grows.
//! Ten instruments, each with the trades and quotes of the recorded BTCUSDT sets over and over (`QUARTERDECK_TICK_SETS`), or with ones made
//! by chance at that rate. A sink keeps the last of everything as a recording does, another decides a hundred alert rules an instrument, a
//! consumer looks. Prints two JSON objects: growth from the first hour's end to the last in millionths, 1 where there was none; and seconds.
//!
//! `cargo run --release -p market --example soak [HOURS]`
#![allow(clippy::print_stdout, clippy::print_stderr)] // a command-line tool: its result is what it prints

use std::{
    collections::VecDeque,
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

use alerts::{AlertRule, Condition, Engine, Input, Repeat, condition::Test};
use bars::{build::PriceOf, hours::Hours};
use feed::{
    check::{FirstPrice, Limits},
    hub::Setup,
    replay::{Replay, Speed},
    sequence::Numbering,
};
use market::{
    hub::{HubSettings, MarketHub, Route, Time},
    replay::ReplayHandle,
    sink::{Batch, Missed, Sink, SinkSettings, WhenFull},
};
use model::{
    id::{AlertId, InstrumentId},
    market::{Adjustment, BidAsk, DataKind, MarketEvent, Origin, Source, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};
use tokio::sync::watch;

const INSTRUMENTS: usize = 10;
const RULES: usize = 100;
/// So much is replayed at once: memory holds the recording of so long.
const PIECE_S: i64 = 300;
/// What the recording keeps before it writes.
const KEPT: usize = 100_000;
/// 2024-01-02T00:00:00Z
const START: i64 = 1_704_153_600_000_000;
/// The middle price of the first tick, in dollars.
const FIRST: f64 = 39_400.0;

type Failure = Box<dyn Error + Send + Sync>;

/// Microseconds from the recording's begin with what happened then.
type Recording = Vec<(i64, TickData)>;

/// The recorded sets, or ones of the same rate and length made by chance; and how long they are, in microseconds.
fn recording() -> Result<(Recording, i64), Failure> {
    let mut all = match std::env::var_os("QUARTERDECK_TICK_SETS") {
        Some(folder) => recorded(Path::new(&folder))?,
        None => {
            eprintln!("QUARTERDECK_TICK_SETS does not say where the recorded sets lie: ticks are made by chance");
            by_chance()
        }
    };
    all.sort_by_key(|(at, _)| *at);
    let first = all.first().ok_or("nothing was recorded")?.0;
    all.iter_mut().for_each(|(at, _)| *at -= first);
    // The same pause lies between the last and the first as between any two.
    let last = all.last().map_or(0, |(at, _)| *at);
    let pause = last / i64::try_from(all.len())?;
    Ok((all, last + pause.max(1)))
}

fn recorded(folder: &Path) -> Result<Recording, Failure> {
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|e| format!("{name}: {e}"));
    let mut all = Vec::new();
    for line in read("btcusdt_trades_tick.csv")?.lines().skip(1) {
        let [at, _, price, size, _] = line.split(',').collect::<Vec<_>>()[..] else { return Err(line.into()) };
        let trade = Trade {
            price: price.parse()?,
            size: Some(size.parse()?),
            aggressor: None,
            counts: TradeUse::PriceAndVolume,
        };
        all.push((at.parse::<Timestamp>()?.micros(), TickData::Trade(trade)));
    }
    for line in read("btcusdt_quotes_tick.csv")?.lines().skip(1) {
        let [at, ask_size, ask, bid_size, bid] = line.split(',').collect::<Vec<_>>()[..] else {
            return Err(line.into());
        };
        let quote = BidAsk {
            bid: Some(bid.parse()?),
            bid_size: Some(bid_size.parse()?),
            ask: Some(ask.parse()?),
            ask_size: Some(ask_size.parse()?),
        };
        all.push((at.parse::<Timestamp>()?.micros(), TickData::Quote(quote)));
    }
    Ok(all)
}

/// 2,000 trades and 450 quotes in 46 seconds.
fn by_chance() -> Recording {
    let mut chance = 88_172_645_463_325_252_u64;
    let mut next = move |below: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance % below
    };
    let tick = |n: i64| {
        let price = FIRST + next(4_000) as f64 / 100.0;
        let size = (next(5_000) + 1) as f64 / 1e4;
        let data = if next(2_450) < 2_000 {
            TickData::Trade(Trade { price, size: Some(size), aggressor: None, counts: TradeUse::PriceAndVolume })
        } else {
            let (bid, ask) = (Some(price), Some(price + 0.01));
            TickData::Quote(BidAsk { bid, bid_size: Some(size), ask, ask_size: Some(size) })
        };
        (n * 18_776, data)
    };
    (0..2_450).map(tick).collect()
}

/// The recording over and over, from where it was left.
struct Ticks {
    recording: Recording,
    length: i64,
    source: Source,
    instruments: Vec<InstrumentId>,
    /// The next one: which repetition, which tick of it.
    at: (i64, usize),
    trades: u64,
}

impl Ticks {
    /// Everything before a time.
    fn until(&mut self, end: i64) -> Vec<MarketEvent> {
        let mut events = Vec::new();
        loop {
            let (at, data) = self.recording[self.at.1];
            let at = START + self.at.0 * self.length + at;
            if at >= end {
                return events;
            }
            self.trades += u64::from(matches!(data, TickData::Trade(_)));
            for instrument in &self.instruments {
                let origin = Origin {
                    instrument: *instrument,
                    source: self.source,
                    at: Some(Timestamp::from_micros(at - 2_000)),
                    received_at: Timestamp::from_micros(at),
                    sequence: matches!(data, TickData::Trade(_)).then_some(self.trades),
                    currency: None,
                    adjustment: Adjustment::Raw,
                };
                events.push(MarketEvent::Tick(Tick { origin, data }));
            }
            self.at =
                if self.at.1 + 1 < self.recording.len() { (self.at.0, self.at.1 + 1) } else { (self.at.0 + 1, 0) };
        }
    }
}

/// Keeps what came, as a recording that writes now and then.
struct Recorder(VecDeque<MarketEvent>);

impl Sink for Recorder {
    fn name(&self) -> &'static str {
        "recording"
    }

    async fn take(&mut self, batch: &Batch, _: Missed) -> Result<(), String> {
        for event in &batch.received {
            if self.0.len() == KEPT {
                self.0.pop_front();
            }
            self.0.push_back(event.clone());
        }
        Ok(())
    }
}

/// What the rules have seen.
#[derive(Clone, Copy, Default)]
struct Seen {
    ticks: u64,
    bars: u64,
    decisions: u64,
}

struct Rules {
    engine: Engine,
    seen: watch::Sender<Seen>,
}

impl Sink for Rules {
    fn name(&self) -> &'static str {
        "alerts"
    }

    async fn take(&mut self, batch: &Batch, _: Missed) -> Result<(), String> {
        let mut decisions = 0;
        for tick in &batch.ticks {
            decisions += self.engine.step(tick.origin.received_at, &Input::Tick(tick)).len() as u64;
        }
        self.seen.send_modify(|seen| {
            seen.ticks += batch.ticks.len() as u64;
            seen.bars += batch.bars.iter().filter(|of| of.built.revision == 0).count() as u64;
            seen.decisions += decisions;
        });
        Ok(())
    }
}

fn rules(instruments: &[InstrumentId]) -> Result<Engine, Failure> {
    let mut engine = Engine::new();
    for instrument in instruments {
        for n in 0..RULES {
            let test = Test::CrossesAbove { level: FIRST - 500.0 + 10.0 * n as f64 };
            let condition = Condition::Price { instrument: *instrument, of: PriceOf::Trade, test };
            engine.arm(AlertId::new(), &AlertRule { repeat: Repeat::EveryTime, ..AlertRule::new(condition) })?;
        }
    }
    Ok(engine)
}

/// What of the process is in memory, in bytes.
#[cfg(target_os = "linux")]
fn resident() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
}

#[cfg(not(target_os = "linux"))]
fn resident() -> Result<u64, Failure> {
    Err("memory is measured on Linux only".into())
}

async fn soak(hours: i64) -> Result<(), Failure> {
    let (recording, length) = recording()?;
    let instruments: Vec<InstrumentId> = (0..INSTRUMENTS).map(|_| InstrumentId::new()).collect();
    let source: Source = "soak".parse()?;
    let hub = MarketHub::start(HubSettings::default(), Time::Recorded);
    let limits = Limits { numbering: Numbering::Counted, first_price: FirstPrice::Trust, ..Limits::default() };
    let setup = || {
        let hours = Hours::AroundTheClock { zone: chrono_tz::UTC, begins: chrono::NaiveTime::MIN };
        Setup { trades: limits, quotes: Limits { numbering: Numbering::Unnumbered, ..limits }, ..Setup::new(hours) }
    };
    for (n, instrument) in instruments.iter().enumerate() {
        let (symbol, kinds) = (format!("SOAK{n}"), vec![DataKind::Trade, DataKind::Quote]);
        hub.watch(
            *instrument,
            setup(),
            vec![Route { source, symbol, currency: None, kinds, polled: Vec::new(), book: None }],
        )
        .await?;
    }
    let (seen, is_seen) = watch::channel(Seen::default());
    let settings = SinkSettings { when_full: WhenFull::Wait, ..SinkSettings::default() };
    hub.add_sink(Rules { engine: rules(&instruments)?, seen }, settings)?;
    hub.add_sink(Recorder(VecDeque::with_capacity(KEPT)), SinkSettings { wants_received: true, ..settings })?;
    let mut consumer = hub.subscribe(instruments[0], &[DataKind::Trade, DataKind::Quote]).await?;
    for instrument in &instruments[1..] {
        consumer.more(*instrument, &[DataKind::Trade, DataKind::Quote]).await?;
    }
    let looking = tokio::spawn(async move {
        while consumer.next().await.is_some() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let mut ticks = Ticks { recording, length, source, instruments, at: (0, 0), trades: 0 };
    let (began, mut sizes) = (Instant::now(), Vec::new());
    for piece in 0..hours * 3_600 / PIECE_S {
        let events = ticks.until(START + (piece + 1) * PIECE_S * 1_000_000);
        let replay = ReplayHandle::start(&hub, Replay::new(vec![events]));
        replay.play(Speed::UNBOUNDED).await?;
        replay.finished().await?;
        drop(replay);
        hub.settle().await?;
        if (piece + 1) % (3_600 / PIECE_S) == 0 {
            let size = resident()?;
            sizes.push(size);
            let (hour, seconds) = (sizes.len(), began.elapsed().as_secs());
            eprintln!(
                "hour {hour}: {:.1} MiB, {} ticks, {seconds} s",
                size as f64 / 1_048_576.0,
                is_seen.borrow().ticks
            );
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    let refused = hub.refused().await?;
    hub.stop().await?;
    looking.abort();
    let seen = *is_seen.borrow();
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else { return Err("less than an hour".into()) };
    let growth = (*last as f64 / *first as f64 - 1.0) * 1e6;
    let line = serde_json::json!({
        "case": "market_soak", "program": "Quarterdeck", "ppm": [growth.max(1.0)],
        "detail": {
            "hours": hours, "ticks": seen.ticks, "bars": seen.bars, "decisions": seen.decisions, "seconds": seconds,
            "refused": refused.counts, "first_hour_bytes": first, "last_hour_bytes": last,
            "highest_bytes": sizes.iter().max(),
        },
    });
    println!("{line}");
    let time = serde_json::json!({ "case": "market_soak_time", "program": "Quarterdeck", "seconds": [seconds] });
    println!("{time}");
    Ok(())
}

fn main() -> Result<(), Failure> {
    let hours = std::env::args().nth(1).map_or(Ok(24), |text| text.parse())?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(soak(hours))
}

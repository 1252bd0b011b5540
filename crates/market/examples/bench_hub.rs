//! Times the way of a tick from a socket to the alerts, on one core: another process sends trades of 500 instruments over a WebSocket on
//! loopback; here they are read, made to ticks, checked, remembered, made to bars, and given to 1,000 alert rules. Beside it, what reading
//! the same stream costs with `tokio-tungstenite` and `serde_json` alone. Prints one JSON object a line.
//!
//! `cargo run --release -p market --example bench_hub [TICKS]`
#![allow(clippy::print_stdout)] // a command-line tool: its result is what it prints

use std::{
    collections::HashMap,
    error::Error,
    hint::black_box,
    io::{BufRead, BufReader, Write},
    process::{Child, Command, Stdio},
    sync::Arc,
};

use alerts::{AlertRule, Condition, Engine, Input, Repeat, condition::Test};
use bars::{build::PriceOf, hours::Hours};
use feed::{check::Limits, hub::Setup, sequence::Numbering};
use futures_util::{SinkExt, StreamExt};
use market::{
    address::Endpoint,
    connection::ConnectionSetup,
    hub::{HubSettings, MarketHub, Route, Time},
    sink::{Batch, Missed, Sink, SinkSettings, WhenFull},
};
use model::{
    id::{AlertId, InstrumentId},
    market::{Adjustment, DataKind, MarketEvent, Origin, Source, Tick, TickData, Trade, TradeUse, exact},
    time::{Clock, Timestamp},
};
use serde::Deserialize;
use tokio::{sync::watch, time::Instant};
use tokio_tungstenite::tungstenite::Message;
use venues::{Conversation, Frame, Told, Topic};

const INSTRUMENTS: usize = 500;
const RUNS: usize = 3;

type Failure = Box<dyn Error + Send + Sync>;

/// A trade as venues send it.
#[derive(Deserialize)]
struct Print<'a> {
    s: &'a str,
    p: &'a str,
    q: &'a str,
    n: u64,
    at: i64,
}

fn symbol(n: usize) -> String {
    format!("SYM{n:03}")
}

/// The sending process: prints its port and sends the stream to whoever connects and says something.
async fn send(count: usize) -> Result<(), Failure> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    let mut out = std::io::stdout();
    writeln!(out, "{port}")?;
    out.flush()?;
    let frames = frames(count);
    loop {
        let (tcp, _) = listener.accept().await?;
        tcp.set_nodelay(true)?;
        let mut socket = tokio_tungstenite::accept_async(tcp).await?;
        // The first word asks for the stream.
        while let Some(message) = socket.next().await {
            if message?.is_text() {
                break;
            }
        }
        for frame in &frames {
            socket.feed(Message::text(frame.as_str())).await?;
        }
        socket.flush().await?;
        // The reader hangs up when it has everything.
        while let Some(Ok(_)) = socket.next().await {}
    }
}

fn frames(count: usize) -> Vec<String> {
    let now = Clock::System.now().micros();
    let mut chance = 88_172_645_463_325_252_u64;
    let mut next = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        chance
    };
    let (mut cents, mut numbers) = ([10_000_i64; INSTRUMENTS], [0_u64; INSTRUMENTS]);
    let frame = |n: usize| {
        let which = (next() >> 20) as usize % INSTRUMENTS;
        cents[which] = (cents[which] + (next() >> 30) as i64 % 7 - 3).clamp(9_000, 11_000);
        numbers[which] += 1;
        let (price, size) = (cents[which] as f64 / 100.0, (next() >> 40) % 1_000 + 1);
        let (symbol, number, at) = (symbol(which), numbers[which], now + n as i64);
        format!(r#"{{"e":"trade","s":"{symbol}","n":{number},"p":"{price:.2}","q":"{size}","at":{at},"m":true}}"#)
    };
    (0..count).map(frame).collect()
}

/// The venue's language.
struct Prints {
    symbols: HashMap<String, InstrumentId>,
    source: Source,
}

impl Conversation for Prints {
    fn source(&self) -> Source {
        self.source
    }

    fn opened(&mut self, _: Timestamp, out: &mut Vec<Told>) {
        out.push(Told::Ready);
    }

    fn want(&mut self, _: Timestamp, topics: &[Topic], out: &mut Vec<Told>) {
        self.symbols = topics.iter().map(|topic| (topic.symbol.clone(), topic.instrument)).collect();
        if !topics.is_empty() {
            out.push(Told::Say(Frame::Text("go".into())));
        }
    }

    fn heard(&mut self, now: Timestamp, frame: &Frame, out: &mut Vec<Told>) {
        let Frame::Text(text) = frame else { return };
        let read = || {
            let print: Print<'_> = serde_json::from_str(text).ok()?;
            let origin = Origin {
                instrument: *self.symbols.get(print.s)?,
                source: self.source,
                at: Some(Timestamp::from_micros(print.at)),
                received_at: now,
                sequence: Some(print.n),
                currency: None,
                adjustment: Adjustment::Raw,
            };
            let (price, size) = (exact::parse("p", print.p).ok()?, exact::parse("q", print.q).ok()?);
            let trade = Trade { price, size: Some(size), aggressor: None, counts: TradeUse::PriceAndVolume };
            Some(Tick { origin, data: TickData::Trade(trade) })
        };
        out.push(match read() {
            Some(tick) => Told::Event(MarketEvent::Tick(tick)),
            None => Told::Garbage { reason: "no trade".into(), sample: text.clone() },
        });
    }

    fn snapshot(&mut self, _: Timestamp, _: InstrumentId, _: &[u8], _: &mut Vec<Told>) {}

    fn clock(&mut self, _: Timestamp, _: &mut Vec<Told>) {}

    fn silence_limit_s(&self) -> u32 {
        30
    }

    fn max_life_s(&self) -> Option<u32> {
        None
    }
}

/// The alert rules, and how many ticks they have seen.
struct Rules {
    engine: Engine,
    seen: watch::Sender<(usize, usize)>,
}

impl Sink for Rules {
    fn name(&self) -> &'static str {
        "alerts"
    }

    async fn take(&mut self, batch: &Batch, _: Missed) -> Result<(), String> {
        let mut decisions = 0;
        for tick in &batch.ticks {
            decisions += self.engine.step(tick.origin.received_at, &Input::Tick(tick)).len();
        }
        self.seen.send_modify(|seen| *seen = (seen.0 + batch.ticks.len(), seen.1 + decisions));
        Ok(())
    }
}

/// Two rules an instrument: a level that is often crossed, and one that never is.
fn rules(instruments: &[InstrumentId]) -> Result<Engine, Failure> {
    let mut engine = Engine::new();
    for instrument in instruments {
        for test in [Test::CrossesAbove { level: 100.5 }, Test::Below { level: 50.0 }] {
            let condition = Condition::Price { instrument: *instrument, of: PriceOf::Trade, test };
            let rule = AlertRule { repeat: Repeat::EveryTime, ..AlertRule::new(condition) };
            engine.arm(AlertId::new(), &rule)?;
        }
    }
    Ok(engine)
}

fn setup() -> Setup {
    let limits = Limits { numbering: Numbering::Counted, ..Limits::default() };
    let hours = Hours::AroundTheClock { zone: chrono_tz::UTC, begins: chrono::NaiveTime::MIN };
    Setup { trades: limits, quotes: limits, expected_price: Some(100.0), ..Setup::new(hours) }
}

/// Ticks a second through everything, and decisions of the rules.
async fn through_hub(url: &str, count: usize) -> Result<(f64, usize), Failure> {
    let instruments: Vec<InstrumentId> = (0..INSTRUMENTS).map(|_| InstrumentId::new()).collect();
    let hub = MarketHub::start(HubSettings::default(), Time::Live(Arc::new(Clock::System)));
    let source: Source = "bench".parse()?;
    for (n, instrument) in instruments.iter().enumerate() {
        let (symbol, kinds) = (symbol(n), vec![DataKind::Trade]);
        let route = Route { source, symbol, currency: None, kinds, polled: Vec::new(), book: None };
        hub.watch(*instrument, setup(), vec![route]).await?;
    }
    let (seen, mut is_seen) = watch::channel((0, 0));
    let settings = SinkSettings { when_full: WhenFull::Wait, ..SinkSettings::default() };
    hub.add_sink(Rules { engine: rules(&instruments)?, seen }, settings)?;
    let consumer = hub.subscribe(instruments[0], &[DataKind::Trade]).await?;
    for instrument in &instruments[1..] {
        consumer.more(*instrument, &[DataKind::Trade]).await?;
    }
    // The consumer has its part in the work: everything is put together for it.
    let symbols = HashMap::new();
    hub.connect(ConnectionSetup::new(Endpoint::web_socket(url)?, Box::new(Prints { symbols, source })))?;
    is_seen.wait_for(|seen| seen.0 > 0).await?;
    let (began, first) = (Instant::now(), is_seen.borrow().0);
    is_seen.wait_for(|seen| seen.0 >= count).await?;
    let seconds = began.elapsed().as_secs_f64();
    let decisions = is_seen.borrow().1;
    let refused = hub.refused().await?;
    if !refused.last.is_empty() {
        return Err(format!("{:?}", refused.last.first()).into());
    }
    hub.stop().await?;
    Ok(((count - first) as f64 / seconds, decisions))
}

/// Ticks a second of reading and parsing alone.
async fn bare(url: &str, count: usize) -> Result<f64, Failure> {
    let (mut socket, _) = tokio_tungstenite::connect_async(url).await?;
    socket.send(Message::text("go")).await?;
    let (mut read, mut began) = (0, None);
    while read < count {
        let Some(message) = socket.next().await else { return Err("the stream ended".into()) };
        if let Message::Text(text) = message? {
            let print: Print<'_> = serde_json::from_str(&text)?;
            black_box((print.p.parse::<f64>()?, print.q.parse::<f64>()?, print.s, print.n, print.at));
            began.get_or_insert_with(Instant::now);
            read += 1;
        }
    }
    let began = began.ok_or("nothing came")?;
    Ok((count - 1) as f64 / began.elapsed().as_secs_f64())
}

struct Sender(Child);

impl Drop for Sender {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    if first.as_deref() == Some("send") {
        let count = arguments.next().ok_or("how many?")?.parse()?;
        return runtime.block_on(send(count));
    }
    let count: usize = first.map_or(Ok(1_000_000), |text| text.parse())?;
    let sender =
        Command::new(std::env::current_exe()?).args(["send", &count.to_string()]).stdout(Stdio::piped()).spawn()?;
    let mut sender = Sender(sender);
    let mut port = String::new();
    BufReader::new(sender.0.stdout.take().ok_or("no output")?).read_line(&mut port)?;
    let url = format!("ws://127.0.0.1:{}/", port.trim());
    let (mut ours, mut theirs, mut decided) = (Vec::new(), Vec::new(), 0);
    for _ in 0..RUNS {
        // In turn, so that what else the machine does falls on both.
        theirs.push(runtime.block_on(bare(&url, count))?);
        let (rate, decisions) = runtime.block_on(through_hub(&url, count))?;
        ours.push(rate);
        decided = decisions;
    }
    // A rate as seconds for a million ticks.
    let seconds = |rates: Vec<f64>| rates.into_iter().map(|rate| 1e6 / rate).collect::<Vec<_>>();
    let detail = serde_json::json!({
        "ticks": count, "instruments": INSTRUMENTS, "rules": 2 * INSTRUMENTS, "decisions": decided,
    });
    for (program, rates, detail) in [("Quarterdeck", ours, detail), ("bare reading", theirs, serde_json::Value::Null)] {
        let line = serde_json::json!({
            "case": "market_hub", "program": program, "seconds": seconds(rates), "detail": detail,
        });
        println!("{line}");
    }
    Ok(())
}

//! Prices that are asked for where nothing streams: of whom, how often, and what is said when none comes.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{TimeDelta, Utc};
use model::{
    currency::Currency,
    instrument::{AssetClass, InstrumentFields},
    market::DataKind,
    time::Timestamp,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use workstation::{
    Ctx,
    feeds::FeedMode,
    providers::ProviderView,
    quotes::{Pushed, QuoteView, QuotesQuery, StreamWatch},
};

use super::markets::{Desk, soon, until};

/// What a server says: status, headers and body.
type Said = (u16, String, String);

/// A server on loopback that says one thing until it is told to say another, and counts.
struct Says {
    address: String,
    said: Arc<Mutex<Said>>,
    asked: Arc<AtomicUsize>,
    last: Arc<Mutex<String>>,
}

impl Says {
    async fn open(status: u16, headers: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let said = Arc::new(Mutex::new((status, headers.to_owned(), body.to_owned())));
        let (asked, last) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(String::new())));
        let (saying, counts, kept) = (Arc::clone(&said), Arc::clone(&asked), Arc::clone(&last));
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut head = Vec::new();
                let mut part = [0; 4096];
                while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                    match socket.read(&mut part).await {
                        Ok(n) if n > 0 => head.extend_from_slice(&part[..n]),
                        _ => break,
                    }
                }
                counts.fetch_add(1, Ordering::SeqCst);
                *kept.lock().unwrap() = String::from_utf8_lossy(&head).lines().next().unwrap_or_default().to_owned();
                let (status, headers, body) = saying.lock().unwrap().clone();
                let length = body.len();
                let text = format!(
                    "HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
                // Who asked may have gone.
                let _ = socket.write_all(text.as_bytes()).await;
            }
        });
        Self { address, said, asked, last }
    }

    async fn price(price: f64, at: Timestamp) -> Self {
        Self::open(200, JSON, &priced(price, at)).await
    }

    fn say(&self, body: &str) {
        self.said.lock().unwrap().2 = body.to_owned();
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn last(&self) -> String {
        self.last.lock().unwrap().clone()
    }
}

const JSON: &str = "content-type: application/json\r\n";

fn priced(price: f64, at: Timestamp) -> String {
    json!({ "price": price, "t": at.micros() / 1_000_000 }).to_string()
}

/// Whole seconds before now.
fn ago(seconds: i64) -> Timestamp {
    Timestamp::from_micros((Utc::now() - TimeDelta::seconds(seconds)).timestamp() * 1_000_000)
}

/// A source that has last prices, asked for every second.
fn source(name: &str, says: &Says) -> Value {
    json!({
        "name": name, "url": format!("{}/days/{{symbol}}", says.address), "url_time": "date", "size": "1d", "list": "",
        "fields": { "time": "/d", "time_format": "date", "close": "/c" }, "adjustment": "raw",
        "quotes": {
            "url": format!("{}/last/{{symbol}}", says.address), "price": "/price", "time": "/t", "every_seconds": 1,
            "delay_seconds": 900,
        },
    })
}

impl Desk {
    async fn quotes_within(&self, wait_ms: u32) -> (FeedMode, QuoteView) {
        let query = QuotesQuery { instrument_ids: Some(self.share.to_string()), wait_ms: Some(wait_ms) };
        let mut view = self.station.quotes(&Ctx::local(), &query).await.unwrap();
        (view.mode, view.quotes.remove(0))
    }

    async fn provider(&self, name: &str) -> ProviderView {
        let view = self.station.providers(&Ctx::local()).await.unwrap();
        view.providers.into_iter().find(|of| of.source.name() == name).unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_without_a_stream_is_asked_while_somebody_looks() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let made_at = ago(900);
    let mine = Says::price(101.5, made_at).await;
    desk.set(json!({ "on": ["mine"], "custom": [source("mine", &mine)] })).await;
    assert_eq!(desk.quote().await.1.trade, None);
    assert_eq!(mine.asked(), 0, "nobody looks");

    let (mode, quote) = desk.quotes_within(20_000).await;
    let trade = quote.trade.unwrap();
    assert_eq!((mode, trade.price, trade.at), (FeedMode::Live, 101.5, made_at));
    assert_eq!((trade.source.name(), trade.is_polled), ("mine", true));
    assert!(mine.last().starts_with("GET /last/ACME "), "{}", mine.last());

    let mut listener = desk.station.listen();
    let Some(Pushed::Hello { stream_id }) = listener.next().await else { panic!("it greets first") };
    let watched = StreamWatch { instruments: [(desk.share, [DataKind::Trade].into())].into(), every_ms: 10 };
    desk.station.watch_stream(&Ctx::local(), stream_id, watched).await.unwrap();
    mine.say(&priced(102.25, ago(899)));
    let push = until(&mut listener, |pushed| match pushed {
        Pushed::Market(push) if !push.values.is_empty() => Some(push),
        _ => None,
    })
    .await;
    let value = serde_json::to_value(push.values[0]).unwrap();
    assert_eq!((&value["kind"], &value["last_price"], &value["count"]), (&json!("trades"), &json!(102.25), &json!(1)));
    assert_eq!((&value["high"], &value["volume"]), (&Value::Null, &Value::Null), "those before it are not known");
    let (_, quote) = desk.quote().await;
    let polled = quote.polled.unwrap();
    assert_eq!((polled.source.name(), polled.every_seconds, polled.delay_seconds), ("mine", 1, Some(900)));
    assert_eq!((quote.trade.unwrap().price, polled.problem), (102.25, None));
    let polling = desk.provider("mine").await.polling.unwrap();
    assert_eq!((polling.n_instruments, polling.every_seconds, polling.problem), (1, 1, None));
    assert!(desk.station.tape(&Ctx::local(), desk.share, &Default::default()).await.unwrap().trades.is_empty());

    drop(listener);
    soon(async {
        while desk.provider("mine").await.polling.unwrap().n_instruments > 0 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let asked = mine.asked();
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(mine.asked(), asked, "nobody looks any more");
    assert_eq!(desk.station.incidents(&Ctx::local()).await.unwrap().refused.unwrap().counts, []);
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_price_is_left_alone_and_the_next_is_asked() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let page = Says::open(200, "content-type: text/html\r\n", "<html>Sign in</html>").await;
    let limited = Says::open(429, &format!("{JSON}retry-after: 120\r\n"), r#"{"error":"slow down"}"#).await;
    let nothing = Says::open(200, JSON, r#"{"price":null,"t":1}"#).await;
    let good = Says::price(99.75, ago(5)).await;
    let custom =
        [source("page", &page), source("limited", &limited), source("nothing", &nothing), source("good", &good)];
    desk.set(json!({ "on": ["page", "limited", "nothing", "good"], "custom": custom })).await;

    let (_, quote) = desk.quotes_within(30_000).await;
    let trade = quote.trade.unwrap();
    assert_eq!((trade.price, trade.source.name()), (99.75, "good"));
    assert_eq!((page.asked(), limited.asked(), nothing.asked()), (1, 1, 1), "each once, in their order");
    let alone = |view: ProviderView| {
        let polling = view.polling.unwrap();
        (polling.problem, polling.until.map(|until| (until.micros() - ago(0).micros()) / 1_000_000))
    };
    let (problem, wait) = alone(desk.provider("page").await);
    assert!(problem.as_ref().is_some_and(|problem| problem.contains("<html>")), "{problem:?}");
    assert!(wait.is_some_and(|wait| (5..=20).contains(&wait)), "{wait:?}");
    let (problem, wait) = alone(desk.provider("limited").await);
    assert!(problem.is_some(), "it says why");
    assert!(wait.is_some_and(|wait| (100..=121).contains(&wait)), "{wait:?}: as it wished");
    assert_eq!(alone(desk.provider("nothing").await), (None, None), "to have no price is no trouble of the source");

    // Without the good one the reasons are told, and no price.
    desk.set(json!({ "on": ["nothing"], "custom": custom })).await;
    let began = tokio::time::Instant::now();
    let (_, quote) = desk.quotes_within(30_000).await;
    assert!(began.elapsed() < Duration::from_secs(20), "a reason is waited for no longer");
    assert_eq!(quote.trade, None);
    assert!(quote.note.as_deref().is_some_and(|note| note.contains("no price of ACME")), "{:?}", quote.note);
    desk.set(json!({ "on": ["page"], "custom": custom })).await;
    let (_, quote) = desk.quotes_within(30_000).await;
    assert_eq!(quote.trade, None);
    assert!(quote.note.as_deref().is_some_and(|note| note.contains("<html>")), "{:?}", quote.note);
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_in_another_currency_is_refused_and_seen() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let pence = json!({ "chart": { "result": [{ "meta": {
        "currency": "GBp", "symbol": "ACME", "regularMarketPrice": 10150.0, "regularMarketTime": ago(3).micros() / 1_000_000,
    }}], "error": null }});
    let yahoo = Says::open(200, JSON, &pence.to_string()).await;
    desk.set(json!({ "on": ["yahoo"], "addresses": [{ "source": "yahoo", "address": yahoo.address }] })).await;
    let (_, quote) = desk.quotes_within(3_000).await;
    assert_eq!(quote.trade, None);
    assert!(yahoo.last().starts_with("GET /v8/finance/chart/ACME?range=1d&interval=1d "), "{}", yahoo.last());
    let refused = desk.station.incidents(&Ctx::local()).await.unwrap().refused.unwrap();
    assert_eq!(serde_json::to_value(refused.counts).unwrap(), json!([{ "kind": "currency", "count": 1 }]));
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_euro_has_the_bank_s_last_rate() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let fields = InstrumentFields::plain("EUR/USD", "Euro in US dollars", AssetClass::Fx, Currency::USD);
    let pair = desk.station.create_instrument(&Ctx::local(), fields).await.unwrap().value.id;
    let day = ago(86_400).date();
    let table = format!("KEY,CURRENCY,CURRENCY_DENOM,TIME_PERIOD,OBS_VALUE\nx,USD,EUR,{day},1.0926\n");
    let bank = Says::open(200, "content-type: text/csv\r\n", &table).await;
    desk.set(json!({ "on": ["ecb"], "addresses": [{ "source": "ecb", "address": bank.address }] })).await;
    let desk = Desk { share: pair, ..desk };
    let (_, quote) = desk.quotes_within(20_000).await;
    let trade = quote.trade.unwrap();
    assert_eq!((trade.price, trade.at, trade.source.name()), (1.0926, Timestamp::from_date(day), "ecb"));
    assert_eq!(quote.polled.unwrap().every_seconds, 3_600);
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_sends_is_not_waited_for() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let began = tokio::time::Instant::now();
    let (mode, quote) = desk.quotes_within(30_000).await;
    assert_eq!((mode, quote.trade, quote.note.is_some()), (FeedMode::Off, None, true));
    let good = Says::price(99.75, ago(5)).await;
    let symbols = json!([{ "instrument_id": desk.share, "source": "good", "symbol": "" }]);
    desk.set(json!({ "on": ["good"], "custom": [source("good", &good)], "symbols": symbols })).await;
    let (_, quote) = desk.quotes_within(30_000).await;
    assert!(quote.note.as_deref().is_some_and(|note| note.contains("No provider")), "{:?}", quote.note);
    assert_eq!(good.asked(), 0);
    assert!(began.elapsed() < Duration::from_secs(20));
    let query = QuotesQuery { instrument_ids: None, wait_ms: Some(60_001) };
    assert_eq!(desk.station.quotes(&Ctx::local(), &query).await.unwrap_err().code(), "invalid");
    desk.station.close().await;
}

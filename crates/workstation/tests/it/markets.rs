//! Market data beside a workspace: replays, providers and what they have of the past, watchlists, drawings.

use std::{path::Path, sync::Arc, time::Duration};

use model::{
    bar::BarSize,
    currency::Currency,
    id::InstrumentId,
    job::JobState,
    market::{DataKind, Source},
    time::{Clock, Timestamp},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use workstation::{
    Ctx, Error, Start, Workstation,
    bars::ManualBar,
    drawings::Drawings,
    feeds::FeedMode,
    histories::{HistoryAct, HistoryRequest},
    providers::ProviderSettings,
    quotes::{Listener, Pushed, QuoteView, QuotesQuery, StreamWatch},
    replays::{NewReplay, ReplayAct, ReplayBarsQuery, ReplayOf},
    watchlists::Watchlists,
    workspaces::WorkspaceKind,
};

/// A desk with one share that has a few closes.
pub(super) struct Desk {
    pub(super) station: Arc<Workstation>,
    pub(super) share: InstrumentId,
}

const CLOSES: [(&str, f64); 4] =
    [("2026-02-23", 100.0), ("2026-02-24", 101.0), ("2026-02-25", 99.5), ("2026-02-26", 103.25)];

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
        let made = station.create_instrument(&Ctx::local(), testkit::build::share("ACME").fields).await.unwrap();
        let desk = Self { station, share: made.value.id };
        for (date, close) in CLOSES {
            let date = testkit::build::day(date);
            let bar = ManualBar { date, close, open: None, high: None, low: None, volume: None };
            desk.station.put_bar(&Ctx::local(), desk.share, &bar).await.unwrap();
        }
        desk
    }

    pub(super) async fn quote(&self) -> (FeedMode, QuoteView) {
        let query = QuotesQuery { instrument_ids: Some(self.share.to_string()), wait_ms: None };
        let mut view = self.station.quotes(&Ctx::local(), &query).await.unwrap();
        (view.mode, view.quotes.remove(0))
    }

    pub(super) fn practice(&self, speed: Option<f64>) -> NewReplay {
        NewReplay {
            of: ReplayOf::Practice,
            instrument_ids: vec![self.share],
            from: Some(at("2026-02-25T00:00:00Z")),
            to: Some(at("2026-02-26T23:00:00Z")),
            size: None,
            speed,
            paused: false,
        }
    }

    pub(super) async fn set(&self, settings: Value) {
        let settings: ProviderSettings = serde_json::from_value(settings).unwrap();
        self.station.set_providers(&Ctx::local(), settings).await.unwrap();
    }

    /// Runs a job of history to its end and gives its result.
    async fn history(&self, act: HistoryAct) -> Value {
        let request = HistoryRequest {
            act,
            instrument_ids: vec![self.share],
            size: BarSize::Day1,
            from: None,
            to: None,
            source: None,
        };
        let job = self.station.begin_history(&Ctx::local(), request).await.unwrap();
        super::idle(&self.station).await;
        let job = self.station.job(&Ctx::local(), job.id).await.unwrap();
        assert_eq!(job.state, JobState::Done, "{}", job.message);
        job.result.unwrap()
    }
}

pub(super) fn at(text: &str) -> Timestamp {
    testkit::build::time(text)
}

pub(super) async fn soon<T>(coming: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), coming).await.expect("it comes")
}

/// The next thing that is pushed and meets a wish.
pub(super) async fn until<T>(listener: &mut Listener, wish: impl Fn(Pushed) -> Option<T>) -> T {
    soon(async {
        loop {
            let pushed = listener.next().await.expect("the program runs");
            if let Some(found) = wish(pushed) {
                return found;
            }
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_was_invented_ends_at_its_close_and_takes_the_way_of_live_data() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let (ctx, station) = (Ctx::local(), Arc::clone(&desk.station));
    let (mode, quote) = desk.quote().await;
    assert_eq!((mode, quote.trade), (FeedMode::Off, None));
    assert_eq!(quote.last_close.unwrap().price, 103.25);
    assert_eq!((quote.change, quote.note.is_some()), (Some(3.75), true));

    let mut listener = station.listen();
    let Some(Pushed::Hello { stream_id }) = listener.next().await else { panic!("it greets first") };
    let watched =
        StreamWatch { instruments: [(desk.share, DataKind::ALL.iter().copied().collect())].into(), every_ms: 10 };
    station.watch_stream(&ctx, stream_id, watched).await.unwrap();
    let view = station.begin_replay(&ctx, desk.practice(Some(2000.0))).await.unwrap();
    assert!(view.note.contains("Invented"));
    let push = until(&mut listener, |pushed| match pushed {
        Pushed::Market(push) if !push.values.is_empty() && !push.depths.is_empty() => Some(push),
        _ => None,
    })
    .await;
    assert_eq!(push.mode, FeedMode::Replay);
    assert_eq!(push.at.date(), testkit::build::day("2026-02-25"), "its time is the replay's");

    station.act_on_replay(&ctx, ReplayAct::Pause).await.unwrap();
    let depth = station.depth(&ctx, desk.share, &Default::default()).await.unwrap().depth.unwrap();
    assert_eq!((depth.bids.len(), depth.asks.len()), (20, 20));
    assert!(!station.tape(&ctx, desk.share, &Default::default()).await.unwrap().trades.is_empty());
    station.act_on_replay(&ctx, ReplayAct::Seek { to: at("2026-02-26T20:50:00Z") }).await.unwrap();
    let played = station.act_on_replay(&ctx, ReplayAct::Play { speed: None }).await.unwrap();
    assert!(played.is_running);
    let ended = until(&mut listener, |pushed| match pushed {
        Pushed::Event(workstation::event::Event::Replay { state: Some(state) }) => {
            (state.remaining == 0).then_some(state)
        }
        _ => None,
    })
    .await;
    assert_eq!(ended.position.date(), testkit::build::day("2026-02-26"));
    let (mode, quote) = desk.quote().await;
    assert_eq!((mode, quote.trade.unwrap().price), (FeedMode::Replay, 103.25));
    assert_eq!((quote.previous_close.unwrap().price, quote.change), (99.5, Some(3.75)));
    assert_eq!(station.incidents(&ctx).await.unwrap().refused.unwrap().counts, []);
    station.end_replay(&ctx).await.unwrap();
    assert_eq!(desk.quote().await.0, FeedMode::Off);
    assert_eq!(station.act_on_replay(&ctx, ReplayAct::Pause).await.unwrap_err().code(), "replay_missing");
    drop(listener);
    let gone = station.watch_stream(&ctx, stream_id, StreamWatch::default()).await.unwrap_err();
    assert_eq!(gone.code(), "not_found");
    station.close().await;
}

fn by_day() -> ReplayBarsQuery {
    serde_json::from_value(json!({ "interval": "1d" })).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn bars_come_out_of_a_replay_as_they_went_in() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let new = NewReplay { of: ReplayOf::Bars, from: None, to: None, ..desk.practice(None) };
    let made = desk.station.replay_bars(&Ctx::local(), new, by_day()).await.unwrap();
    let closes: Vec<(String, f64)> = made[0].bars.iter().map(|bar| (bar.at.date().to_string(), bar.close)).collect();
    let stored: Vec<(String, f64)> = CLOSES.iter().map(|(date, close)| ((*date).to_owned(), *close)).collect();
    assert_eq!((closes, made[0].refused), (stored, 0));
    let nothing = NewReplay { of: ReplayOf::Recording, ..desk.practice(None) };
    let problem = desk.station.begin_replay(&Ctx::local(), nothing).await.unwrap_err();
    assert_eq!(problem.code(), "replay_empty");
    let wrong = NewReplay { speed: Some(-1.0), ..desk.practice(None) };
    assert!(matches!(desk.station.begin_replay(&Ctx::local(), wrong).await, Err(Error::Invalid { .. })));
    desk.station.close().await;
}

/// A server that answers everything with a text.
async fn server(answer: impl Fn(&str) -> (u16, String) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            tokio::spawn(async move {
                let mut asked = Vec::new();
                let mut part = [0; 4096];
                while !asked.windows(4).any(|end| end == b"\r\n\r\n") {
                    match socket.read(&mut part).await {
                        Ok(n) if n > 0 => asked.extend_from_slice(&part[..n]),
                        _ => return,
                    }
                }
                let asked = String::from_utf8_lossy(&asked).into_owned();
                let (status, body) = answer(&asked);
                let text = format!(
                    "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                // Who asked may have gone.
                let _ = socket.write_all(text.as_bytes()).await;
            });
        }
    });
    address
}

fn own_source(name: &str, address: &str) -> Value {
    json!({
        "name": name, "url": format!("{address}/prices?of={{symbol}}"), "url_time": "date", "size": "1d", "list": "/rows",
        "fields": { "time": "/day", "time_format": "date", "close": "/price" }, "adjustment": "raw",
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn history_is_got_from_the_first_that_has_it_compared_and_mended() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let ctx = Ctx::local();
    let down = server(|_| (503, "{}".to_owned())).await;
    let good = server(|asked| {
        assert!(asked.starts_with("GET /prices?of=ACME "), "{asked}");
        let rows = json!({ "rows": [
            { "day": "2026-02-24", "price": 101.0 }, { "day": "2026-02-25", "price": 99.75 },
            { "day": "2026-02-26", "price": 103.25 }, { "day": "2026-02-27", "price": 104.5 },
            { "day": "2026-03-02", "price": null },
        ]});
        (200, rows.to_string())
    })
    .await;
    let nobody = HistoryRequest {
        act: HistoryAct::Download,
        instrument_ids: vec![desk.share],
        size: BarSize::Day1,
        from: None,
        to: None,
        source: None,
    };
    assert_eq!(desk.station.begin_history(&ctx, nobody).await.unwrap_err().code(), "providers_off");
    desk.set(json!({
        "on": ["down", "good"],
        "custom": [own_source("down", &down), own_source("good", &good)],
    }))
    .await;

    let found = desk.history(HistoryAct::Verify).await;
    let of = &found["instruments"][0];
    assert_eq!((of["source"].as_str(), of["unchanged"].as_u64()), (Some("good"), Some(2)), "{found}");
    assert_eq!(of["differing"], json!([{ "at": "2026-02-25T00:00:00Z", "ours": 99.5, "theirs": 99.75 }]));
    assert_eq!((of["only_here"].as_u64(), of["skipped"].as_u64()), (Some(1), Some(1)));
    assert_eq!(desk.quote().await.1.last_close.unwrap().price, 103.25, "to compare changes nothing");

    let done = desk.history(HistoryAct::Download).await;
    let of = &done["instruments"][0];
    assert_eq!((of["from"].as_str(), of["added"].as_u64()), (Some("2026-02-26"), Some(2)), "{done}");
    assert_eq!(desk.quote().await.1.last_close.unwrap().price, 104.5);
    let coverage = desk.station.coverage(&ctx).await.unwrap();
    let sources: Vec<(&str, u64)> = coverage.series.iter().map(|s| (s.source.as_str(), s.n_bars)).collect();
    assert_eq!(sources, [("good", 2), ("manual", 4)], "each source keeps its own");

    let view = desk.station.providers(&ctx).await.unwrap();
    let of = |name: &str| view.providers.iter().find(|p| p.source == name.parse::<Source>().unwrap()).unwrap();
    assert_eq!((of("good").requests.sent, of("good").requests.failed), (2, 0));
    let failure = of("down").requests.last_failure.as_ref().unwrap();
    assert!(failure.reason.contains("503"), "{failure:?}");
    let tested = desk.station.test_provider(&ctx, "down".parse().unwrap()).await.unwrap();
    assert!(!tested.is_ok && tested.problem.is_some(), "{tested:?}");
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_html_with_status_200_is_no_data() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let page = server(|_| (200, "<html><body>Sign in</body></html>".to_owned())).await;
    desk.set(json!({ "on": ["page"], "custom": [own_source("page", &page)] })).await;
    let done = desk.history(HistoryAct::Download).await;
    let problem = done["instruments"][0]["problem"].as_str().unwrap();
    assert!(problem.contains("page") && problem.contains("<html>"), "{problem}");
    assert_eq!(desk.quote().await.1.last_close.unwrap().price, 103.25);
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_come_into_a_watched_folder_are_imported_once() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let folder = dir.path().join("prices");
    std::fs::create_dir(&folder).unwrap();
    desk.set(json!({ "folders": [{ "path": folder }] })).await;
    std::fs::write(folder.join("acme.csv"), "date,close\n2026-02-27,107.5\n").unwrap();
    std::fs::write(folder.join("notes.txt"), "date,close\n2026-02-27,1\n").unwrap();
    let tokyo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../imports/tests/tables/tokyo.parquet");
    std::fs::copy(tokyo, folder.join("acme.parquet")).unwrap();
    let imports = async || desk.station.imports(&Ctx::local(), &Default::default()).await.unwrap().items;
    soon(async {
        while imports().await.len() < 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        while desk.quote().await.1.last_close.unwrap().price != 107.5 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    // The same again is known by its content, also to a new start.
    desk.set(json!({ "folders": [{ "path": folder, "prefer_adjusted": true }] })).await;
    tokio::time::sleep(Duration::from_secs(11)).await;
    let imports = imports().await;
    assert_eq!(imports.len(), 2);
    assert_eq!(imports.iter().map(|import| import.added).sum::<u64>(), 1 + 3);
    desk.station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn watchlists_drawings_and_providers_are_kept_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let (ctx, station) = (Ctx::local(), &desk.station);
    let first = station.watchlists(&ctx).await.unwrap();
    let names: Vec<&str> = first.lists.iter().map(|list| list.name.as_str()).collect();
    assert_eq!(names, ["Holdings", "Watched"]);
    assert_eq!(first.lists[1].sections[0].rows[0].instrument_id, desk.share);

    let row = json!({ "instrument_id": desk.share, "flag": "red" });
    let mine = json!({ "lists": [{ "name": "Mine", "sections": [{ "name": "", "rows": [row] }] }] });
    let mine: Watchlists = serde_json::from_value(mine).unwrap();
    let changed = station.set_watchlists(&ctx, mine.clone()).await.unwrap();
    assert_eq!(station.watchlists(&ctx).await.unwrap(), mine);
    let twice = json!({ "lists": [{ "name": "A", "sections": [{ "name": "", "rows": [row, row] }] }] });
    let twice: Watchlists = serde_json::from_value(twice).unwrap();
    assert!(matches!(station.set_watchlists(&ctx, twice).await, Err(Error::Invalid { .. })));
    station.undo(&ctx, changed.change_id).await.unwrap();
    assert_eq!(station.watchlists(&ctx).await.unwrap(), first);

    let line = |id: &str, from: &str, to: &str| {
        json!({ "id": id, "shape": {
            "shape": "trend", "from": { "at": from, "price": 100.0 }, "to": { "at": to, "price": 101.0 },
        }})
    };
    let drawn = json!({ "drawings": [line("a", "2026-02-23T00:00:00Z", "2026-02-26T00:00:00Z")] });
    let drawn: Drawings = serde_json::from_value(drawn).unwrap();
    let changed = station.set_drawings(&ctx, desk.share, drawn.clone()).await.unwrap();
    assert_eq!(station.drawings(&ctx, desk.share).await.unwrap(), drawn);
    let wrong = json!({ "drawings": [line("a", "2026-02-23T00:00:00Z", "2026-02-23T00:00:00Z")] });
    let wrong: Drawings = serde_json::from_value(wrong).unwrap();
    assert!(matches!(station.set_drawings(&ctx, desk.share, wrong).await, Err(Error::Invalid { .. })));
    station.undo(&ctx, changed.change_id).await.unwrap();
    assert_eq!(station.drawings(&ctx, desk.share).await.unwrap(), Drawings::default());

    desk.set(json!({ "on": ["yahoo"] })).await;
    assert_eq!(station.providers(&ctx).await.unwrap().providers[0].source.name(), "yahoo");
    station.undo_last(&ctx).await.unwrap();
    assert!(station.providers(&ctx).await.unwrap().providers.iter().all(|provider| !provider.is_on));
    station.close().await;
}

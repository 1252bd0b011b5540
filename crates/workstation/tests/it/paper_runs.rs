//! Runs on paper: by a replay and by a stream, beside the back-test over the same ticks; and how they end.

use std::time::Duration;

use fakes::binance::FakeBinance;
use model::{
    currency::Currency,
    id::{BacktestId, InstrumentId},
    time::{Clock, Timestamp},
};
use serde_json::{Value, json};
use workstation::{
    Ctx, Start, Workstation,
    backtests::{BacktestView, RowsQuery, RunFill},
    page::PageQuery,
    paper_runs::{PaperQuestion, PaperRunView, PaperStanding},
    replays::{NewReplay, ReplayAct},
    workspaces::WorkspaceKind,
};

use super::{idle, markets, streams};

/// Orders of several kinds in turn, bar after bar.
const SCRIPT: &str = r#"
local n = 0
function on_start(ctx)
    ctx:log("begins")
end
function on_bar(ctx, bar)
    n += 1
    if n % 7 == 3 then
        ctx:buy({ units = 10, stop_loss = bar.close * 0.999 })
    elseif n % 7 == 5 then
        ctx:buy({ units = 5, limit = bar.close * 0.9995 })
    elseif n % 7 == 0 then
        ctx:close()
    end
end
function on_fill(ctx, fill)
    ctx:log(string.format("%g at %.2f", fill.units, fill.price))
end
"#;

/// In at one bar and out at the next.
const IN_AND_OUT: &str = r#"
function on_start(ctx)
    ctx:log("begins")
end
function on_bar(ctx, bar)
    if ctx:position() == 0 then
        ctx:buy({ units = 3 })
    else
        ctx:close()
    end
end
"#;

fn cross() -> Value {
    json!({ "kind": "moving_average_cross", "fast": 3, "slow": 9 })
}

fn question(feed: &str, share: InstrumentId, specification: &Value) -> PaperQuestion {
    let run = json!({
        "instrument_ids": [share],
        "specification": specification,
        "settings": { "cash": "100000", "slippage": { "kind": "relative", "share": 0.0002 } },
    });
    serde_json::from_value(json!({ "feed": feed, "run": run })).unwrap()
}

/// Waits until a run has ended.
async fn ended(station: &Workstation, id: BacktestId) -> BacktestView {
    let waiting = async {
        while station.paper_run(&Ctx::local(), id).await.map_or_else(|problem| problem.code() != "not_found", |_| true)
        {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it ends");
    station.backtest(&Ctx::local(), id).await.unwrap()
}

/// Fills without the identities that each run gives anew.
async fn fills(station: &Workstation, id: BacktestId) -> Vec<RunFill> {
    let query = RowsQuery { offset: None, limit: Some(1000) };
    station.backtest_fills(&Ctx::local(), id, &query).await.unwrap().items
}

/// Runs the back-test over the ticks that a run heard, and gives its identity.
async fn again(station: &Workstation, run: &BacktestView) -> BacktestId {
    let mut question = run.question.clone();
    question.specification = Some(run.specification.clone());
    let job = station.start_backtest(&Ctx::local(), question).await.unwrap();
    idle(station).await;
    let job = station.job(&Ctx::local(), job.id).await.unwrap();
    let result = job.result.unwrap_or_else(|| panic!("{}", job.message));
    serde_json::from_value(result["backtest_id"].clone()).unwrap()
}

/// A run and the back-test over the same ticks have the same orders, fills, money and data.
async fn same(station: &Workstation, run: &BacktestView, least: usize) {
    let other = again(station, run).await;
    let (here, there) = (fills(station, run.item.id).await, fills(station, other).await);
    assert!(here.len() >= least, "{} and {} fills: {:?}", here.len(), there.len(), run.item);
    if let Some(place) = here.iter().zip(&there).position(|(here, there)| here != there) {
        panic!("fill {place}: {:?} where the back-test has {:?}", here[place], there[place]);
    }
    assert_eq!(here.len(), there.len());
    let other = station.backtest(&Ctx::local(), other).await.unwrap();
    assert_eq!(run.item.summary, other.item.summary);
    assert_eq!(run.data_hash, other.data_hash, "the very same ticks");
}

/// A back-test without slippage lies apart from the run by what its orders paid, and by nothing else where all of them are the same.
async fn paid_more(station: &Workstation, run: &BacktestView) {
    let mut free = run.clone();
    free.question.settings.slippage = serde_json::from_value(json!({ "kind": "none" })).unwrap();
    let expected = again(station, &free).await;
    let query = |actual| serde_json::from_value(json!({ "actual": actual })).unwrap();
    let gap = station.backtest_gap(&Ctx::local(), expected, &query(run.item.id)).await.unwrap();
    let by_hand: f64 = fills(station, run.item.id).await.iter().map(paid).sum();
    let slippage: f64 = gap.parts.slippage.try_into().unwrap();
    assert!(slippage < 0.0 && (slippage + by_hand).abs() < 0.02 * by_hand, "{slippage} of {by_hand}: {:?}", gap.parts);
    let parts = [gap.parts.fees, gap.parts.data, gap.parts.timing];
    assert_eq!(parts.map(|part| part.round_dp(6).to_string()), ["0", "0", "0"].map(str::to_owned), "{:?}", gap.parts);
    assert_eq!(gap.total, gap.actual_pnl - gap.expected_pnl);
    let itself = station.backtest_gap(&Ctx::local(), expected, &query(expected)).await.unwrap();
    assert!(itself.total.is_zero() && itself.orders.iter().all(|order| order.expected_order == order.actual_order));
}

/// What a fill paid beyond where the market stood.
fn paid(of: &RunFill) -> f64 {
    let price: f64 = of.fill.price.get().try_into().unwrap();
    let units: f64 = of.fill.quantity.get().try_into().unwrap();
    (price - of.market_price.unwrap()).abs() * units
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_gives_the_orders_and_fills_of_the_back_test_at_any_speed() {
    let dir = tempfile::tempdir().unwrap();
    let desk = markets::Desk::open(&dir.path().join("desk")).await;
    let (ctx, station) = (Ctx::local(), &desk.station);
    let script = json!({ "kind": "script", "source": SCRIPT });
    for (specification, speed) in
        [(cross(), None), (script.clone(), None), (cross(), Some(100_000.0)), (script, Some(400_000.0))]
    {
        let replay = NewReplay { paused: true, ..desk.practice(speed) };
        station.begin_replay(&ctx, replay).await.unwrap();
        let view = station.start_paper_run(&ctx, question("replay", desk.share, &specification)).await.unwrap();
        assert_eq!((view.ticks, view.fills, view.last_at), (0, 0, None));
        station.act_on_replay(&ctx, ReplayAct::Play { speed }).await.unwrap();
        let run = ended(station, view.id).await;
        let paper = run.item.paper.clone().unwrap();
        assert_eq!((paper.standing, paper.why, paper.missed_ticks), (PaperStanding::Finished, None, 0));
        same(station, &run, 20).await;
        paid_more(station, &run).await;
    }
    let listed = station.backtests(&ctx, &PageQuery::default()).await.unwrap().items;
    assert_eq!(listed.iter().filter(|item| item.paper.is_some()).count(), 4);
    assert!(listed.iter().all(|item| item.n_trials == 1));
    station.close().await;
}

/// Waits until a run looks as wished.
async fn until(station: &Workstation, id: BacktestId, is_so: impl Fn(&PaperRunView) -> bool) -> PaperRunView {
    let waiting = async {
        loop {
            let view = match station.paper_run(&Ctx::local(), id).await {
                Ok(view) => view,
                Err(problem) if problem.code() == "paper_run_ends" => continue,
                Err(problem) => panic!("{problem}: {:?}", station.backtest(&Ctx::local(), id).await.unwrap().item),
            };
            if is_so(&view) {
                return view;
            }

            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(60), waiting).await.expect("it comes to that")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_is_traded_on_paper_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let desk = streams::Desk::open(&dir.path().join("desk")).await;
    let (ctx, station) = (Ctx::local(), &desk.station);
    let none = station.start_paper_run(&ctx, question("live", desk.pair, &cross())).await.unwrap_err();
    assert_eq!(none.code(), "live_missing");
    // Up and down every 40 prints, over five minutes.
    let cents = (0..600).map(|n: u32| 10_000 + if (n / 40).is_multiple_of(2) { n % 40 } else { 40 - n % 40 });
    let venue = FakeBinance::open(streams::day(streams::tape(cents)), 0).await.unwrap();
    desk.switch_on(&venue.http()).await;
    let script = json!({ "kind": "script", "source": IN_AND_OUT });
    let begun = station.start_paper_run(&ctx, question("live", desk.pair, &script)).await.unwrap();
    let seen = until(station, begun.id, |view| view.fills >= 2).await;
    assert_eq!((seen.missed_ticks, seen.last_fills.len()), (0, seen.fills));
    assert!(seen.journal.iter().any(|line| line.text == "begins"));
    assert_eq!(station.paper_runs(&ctx).await.unwrap().len(), 1);
    let busy = station.delete_backtest(&ctx, begun.id).await.unwrap_err();
    assert_eq!(busy.code(), "paper_run_goes_on");
    let run = station.stop_paper_run(&ctx, begun.id).await.unwrap();
    assert_eq!(run.item.paper.as_ref().unwrap().standing, PaperStanding::Stopped);
    assert_eq!(station.stop_paper_run(&ctx, begun.id).await.unwrap_err().code(), "not_found");
    // Off: what waits is recorded.
    desk.set(json!({ "on": [] })).await;
    let fills = fills(station, begun.id).await;
    assert!(
        fills.len() >= 2 && fills.iter().all(|of| of.market_price.is_some_and(|price| (99.9..=100.5).contains(&price)))
    );
    // Its recording can be run over. What the fake sends at once says that it happened over minutes, so that the clock tells
    // bars which a recording tells by the ticks alone: the fills are others.
    let again = again(station, &run).await;
    assert!(station.backtest(&ctx, again).await.unwrap().item.summary.counts.fills >= 2);
    station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_go_on_is_kept_with_the_reason() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let desk = markets::Desk::open(&path).await;
    let (ctx, station, share) = (Ctx::local(), &desk.station, desk.share);
    let none = station.start_paper_run(&ctx, question("replay", share, &cross())).await.unwrap_err();
    assert_eq!(none.code(), "replay_missing");
    let paused = NewReplay { paused: true, ..desk.practice(None) };
    station.begin_replay(&ctx, paused.clone()).await.unwrap();
    let start = async |specification: &Value| {
        station.start_paper_run(&Ctx::local(), question("replay", share, specification)).await
    };
    // Nothing goes on after a bad beginning.
    let broken = start(&json!({ "kind": "script", "source": "function on_bar(" })).await.unwrap_err();
    assert!(broken.to_string().contains('1'), "{broken}");
    let thrown = start(&json!({ "kind": "script", "source": "function on_start(ctx) error('no') end" })).await;
    assert!(thrown.unwrap_err().to_string().contains("no"));
    let mut days = question("replay", share, &cross());
    days.run.from = Some(testkit::build::day("2026-02-25"));
    assert_eq!(station.start_paper_run(&ctx, days).await.unwrap_err().fields()[0].field.as_deref(), Some("run.from"));
    assert!(station.paper_runs(&ctx).await.unwrap().is_empty());
    // A script that fails on its way, one that loops for ever.
    for (source, word) in [
        (
            "local n = 0 function on_bar(ctx) n += 1 if n == 20 then error('too far') end ctx:buy({ units = 1 }) end",
            "too far",
        ),
        ("local n = 0 function on_bar(ctx) n += 1 while n == 9 do end ctx:buy({ units = 1 }) end", "steps"),
    ] {
        station.begin_replay(&ctx, paused.clone()).await.unwrap();
        let view = start(&json!({ "kind": "script", "source": source })).await.unwrap();
        station.act_on_replay(&ctx, ReplayAct::Play { speed: None }).await.unwrap();
        let run = ended(station, view.id).await;
        let paper = run.item.paper.unwrap();
        assert_eq!(paper.standing, PaperStanding::Failed);
        assert!(paper.why.as_ref().unwrap().contains(word), "{paper:?}");
        assert!(run.has_result && run.item.summary.counts.fills > 0);
    }
    // Time goes back.
    station.begin_replay(&ctx, paused.clone()).await.unwrap();
    let view = start(&cross()).await.unwrap();
    let seek = |to: &str| ReplayAct::Seek { to: markets::at(to) };
    station.act_on_replay(&ctx, seek("2026-02-26T15:00:00Z")).await.unwrap();
    station.act_on_replay(&ctx, ReplayAct::Play { speed: Some(1000.0) }).await.unwrap();
    until(station, view.id, |view| view.ticks > 10).await;
    station.act_on_replay(&ctx, seek("2026-02-25T15:00:00Z")).await.unwrap();
    let paper = ended(station, view.id).await.item.paper.unwrap();
    assert!(paper.standing == PaperStanding::Failed && paper.why.unwrap().contains("back in time"));
    // Another replay takes the place of the one that is heard.
    station.begin_replay(&ctx, paused.clone()).await.unwrap();
    let view = start(&cross()).await.unwrap();
    station.begin_replay(&ctx, paused.clone()).await.unwrap();
    let run = ended(station, view.id).await;
    assert_eq!(run.item.paper.unwrap().standing, PaperStanding::Stopped);
    assert!(!run.has_result, "no tick came");
    // The program ends in good order.
    let view = start(&cross()).await.unwrap();
    station.act_on_replay(&ctx, ReplayAct::Play { speed: Some(1000.0) }).await.unwrap();
    until(station, view.id, |view| view.ticks > 10).await;
    station.close().await;
    let station = super::open(&path).await.unwrap();
    let run = station.backtest(&ctx, view.id).await.unwrap();
    assert!(run.has_result && run.item.paper.unwrap().standing == PaperStanding::Stopped);
    station.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_went_on_when_the_program_died_is_told_to_be_interrupted() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk");
    let desk = markets::Desk::open(&path).await;
    let ctx = Ctx::local();
    desk.station.begin_replay(&ctx, NewReplay { paused: true, ..desk.practice(None) }).await.unwrap();
    let view = desk.station.start_paper_run(&ctx, question("replay", desk.share, &cross())).await.unwrap();
    // As the files stand at this moment: what a process that is killed leaves.
    let copy = dir.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    for entry in std::fs::read_dir(&path).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().contains("sqlite") {
            std::fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
    }
    desk.station.close().await;
    let start = Start {
        path: copy,
        when_missing: WorkspaceKind::Empty,
        base_currency: Currency::USD,
        clock: Clock::System,
        program: "test".into(),
    };
    let station = Workstation::open_with(start).await.unwrap();
    let paper = station.backtest(&ctx, view.id).await.unwrap().item.paper.unwrap();
    assert_eq!(paper.standing, PaperStanding::Interrupted);
    assert!(paper.ended_at > Some(Timestamp::from_micros(0)) && paper.why.is_some());
    assert!(station.paper_runs(&ctx).await.unwrap().is_empty());
    station.close().await;
}

//! What a chart is told of a replay that has run for a while: its past, and nothing of what is to come.

use ::bars::interval::Interval;
use model::id::InstrumentId;
use serde_json::json;
use workstation::{
    Ctx,
    replays::{NewReplay, ReplayAct, ReplayOf, ReplayPast, ReplayPastQuery},
};

use super::markets::{Desk, at};

impl Desk {
    async fn past(&self, interval: &str) -> ReplayPast {
        let query: ReplayPastQuery = serde_json::from_value(json!({ "interval": interval })).unwrap();
        self.station.replay_past(&Ctx::local(), self.share, query).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_s_past_ends_at_its_time() {
    let dir = tempfile::tempdir().unwrap();
    let desk = Desk::open(&dir.path().join("desk")).await;
    let (ctx, station) = (Ctx::local(), &desk.station);
    let nothing = station.replay_past(&ctx, desk.share, ReplayPastQuery::default()).await.unwrap_err();
    assert_eq!(nothing.code(), "replay_missing");
    // All bars of the two days, as a run to the end makes them.
    let minute = serde_json::from_value(json!({ "interval": "1m" })).unwrap();
    let whole = station.replay_bars(&ctx, desk.practice(None), minute).await.unwrap().remove(0).bars;
    assert!(whole.len() > 700, "two sessions: {}", whole.len());

    station.begin_replay(&ctx, desk.practice(Some(0.001))).await.unwrap();
    station.act_on_replay(&ctx, ReplayAct::Pause).await.unwrap();
    for time in ["2026-02-25T16:00:30Z", "2026-02-26T15:00:00Z", "2026-02-25T15:10:10Z"] {
        // Forward, and back: what was seen before does not count.
        let stands = station.act_on_replay(&ctx, ReplayAct::Seek { to: at(time) }).await.unwrap();
        assert_eq!(stands.position, at(time));
        let past = desk.past("1m").await;
        assert_eq!(past.at, at(time));
        assert!(past.bars.iter().all(|bar| bar.at <= at(time)), "nothing of later");
        let (last, over) = past.bars.split_last().unwrap();
        assert!(at(time).micros() - last.at.micros() < 120_000_000, "up to where it stands: {last:?}");
        assert_eq!(over, &whole[..over.len()], "from its beginning, as it makes them");
    }
    // The bar in the making holds no trade of later: its volume is a part.
    let past = desk.past("1m").await;
    let (last, place) = (past.bars.last().unwrap(), past.bars.len() - 1);
    assert_eq!(last.at, whole[place].at);
    assert!(last.volume < whole[place].volume, "{last:?} and {:?}", whole[place]);
    let day = desk.past("1d").await.bars;
    assert_eq!((day.len(), day[0].open), (1, whole[0].open));
    let highest = past.bars.iter().filter_map(|bar| bar.high).reduce(f64::max);
    assert_eq!(day[0].high, highest, "the day so far");

    let other = station.create_instrument(&ctx, testkit::build::share("OTHER").fields).await.unwrap().value.id;
    let query = ReplayPastQuery { interval: Some(Interval::Minute5), format: None };
    assert!(station.replay_past(&ctx, other, query).await.unwrap().bars.is_empty(), "it is not in the replay");
    let unknown = station.replay_past(&ctx, InstrumentId::new(), query).await.unwrap_err();
    assert_eq!(unknown.code(), "not_found");
    station.end_replay(&ctx).await.unwrap();

    // Stored bars as they are replayed.
    let bars = NewReplay { of: ReplayOf::Bars, from: None, to: None, ..desk.practice(Some(0.001)) };
    station.begin_replay(&ctx, bars).await.unwrap();
    station.act_on_replay(&ctx, ReplayAct::Seek { to: at("2026-02-25T18:00:00Z") }).await.unwrap();
    let closes: Vec<f64> = desk.past("1d").await.bars.iter().map(|bar| bar.close).collect();
    assert_eq!(closes, [100.0, 101.0], "the third day's close comes at its end");
    station.close().await;
}

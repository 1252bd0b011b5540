//! Bars: merging, revisions, sources, and what a damaged block says.

use crate::harness::on_both;

on_both!(
    bars_merge_and_read_back,
    a_correction_keeps_what_was_known,
    appended_bars_become_blocks,
    a_file_in_parts_is_one_stretch,
    bars_by_hand_win,
    a_bar_can_be_deleted,
    an_undone_import_gives_back_what_was_known,
    the_latest_bar_of_many,
    recordings_are_kept_until_they_are_too_old,
    random_writes_equal_a_map,
    bad_bars_are_refused,
);

pub(crate) mod scenarios {
    use std::collections::BTreeMap;

    use model::{
        bar::{Bar, BarSize},
        id::{ImportId, InstrumentId},
        time::Timestamp,
    };
    use sqlx::Connection;
    use store::{
        Outcome, Store,
        bars::{self, BarJournal, BarQuery, BarSeries, MANUAL},
    };
    use testkit::build::{daily_bars, time};

    use crate::harness::later;

    const DAY: BarSize = BarSize::Day1;

    fn series(bars: &[Bar]) -> BarSeries {
        BarSeries::from_bars(bars).unwrap()
    }

    async fn write(store: &Store, at: i64, id: InstrumentId, source: &str, bars: &[Bar]) -> Outcome {
        let mut m = store.begin_bars(later(at)).await.unwrap();
        let outcome = bars::write(&mut m, id, DAY, source, &series(bars)).await.unwrap();
        m.commit().await.unwrap();
        outcome
    }

    async fn all(store: &Store, id: InstrumentId) -> Vec<Bar> {
        bars::read(store, id, DAY, &BarQuery::default()).await.unwrap().iter().collect()
    }

    pub(crate) async fn bars_merge_and_read_back(store: Store) {
        let id = InstrumentId::new();
        let history = daily_bars("1990-01-01", 9000, 1);
        assert_eq!(write(&store, 1, id, "file", &history[..8000]).await.added, 8000);
        assert_eq!(all(&store, id).await, history[..8000]);
        let again = write(&store, 2, id, "file", &history).await;
        assert_eq!(again, Outcome { added: 1000, revised: 0, unchanged: 8000 });
        assert_eq!(all(&store, id).await, history);
        let changed = bars::changed_at(&store).await.unwrap();
        assert_eq!(write(&store, 3, id, "file", &history).await.unchanged, 9000);
        assert_eq!(bars::changed_at(&store).await.unwrap(), changed, "the same file changes nothing");
        let (from, to) = (history[100].at, history[4200].at);
        let query = BarQuery { from: Some(from), to: Some(to), ..BarQuery::default() };
        let part: Vec<Bar> = bars::read(&store, id, DAY, &query).await.unwrap().iter().collect();
        assert_eq!(part, history[100..=4200]);
        let coverage = bars::coverage(&store).await.unwrap();
        assert_eq!((coverage[0].n_bars, coverage[0].first, coverage[0].last), (9000, history[0].at, history[8999].at));
        assert!(bars::damaged(&store).await.unwrap().is_empty());
    }

    pub(crate) async fn recordings_are_kept_until_they_are_too_old(store: Store) {
        use store::recordings::{RecordingBlock, add, delete_before, list, read};
        let (one, other) = (InstrumentId::new(), InstrumentId::new());
        let block = |instrument_id, source: &str, first: i64, last: i64| RecordingBlock {
            instrument_id,
            source: source.parse().unwrap(),
            first_at: later(first),
            last_at: later(last),
            n_events: 3,
            payload: vec![1, 2, 0, 255],
        };
        let blocks = [
            block(one, "binance", 20, 29),
            block(one, "binance", 10, 19),
            block(one, "kraken", 12, 15),
            block(other, "binance", 10, 11),
        ];
        let mut m = store.begin_bars(later(100)).await.unwrap();
        add(&mut m, &blocks).await.unwrap();
        m.commit().await.unwrap();
        let found = list(&store).await.unwrap();
        assert_eq!(found.iter().map(|r| r.n_events).sum::<u64>(), 12);
        let whole = found.iter().find(|r| r.instrument_id == one && r.source.name() == "binance").unwrap();
        assert_eq!((whole.first_at, whole.last_at, whole.n_events), (later(10), later(29), 6));
        let part = read(&store, one, later(15), later(20)).await.unwrap();
        assert_eq!(part, [blocks[1].clone(), blocks[2].clone(), blocks[0].clone()], "those that reach into it");
        let mut m = store.begin_bars(later(101)).await.unwrap();
        assert_eq!(delete_before(&mut m, later(19)).await.unwrap(), 2);
        m.commit().await.unwrap();
        assert_eq!(read(&store, one, later(0), later(99)).await.unwrap(), [blocks[1].clone(), blocks[0].clone()]);
    }

    pub(crate) async fn a_correction_keeps_what_was_known(store: Store) {
        let id = InstrumentId::new();
        let mut history = daily_bars("1990-01-01", 6000, 2);
        write(&store, 10, id, "file", &history).await;
        let before = history.clone();
        history[3].close += 0.01;
        history[3].high = None;
        let outcome = write(&store, 20, id, "file", &history[3..4]).await;
        assert_eq!(outcome, Outcome { added: 0, revised: 1, unchanged: 0 });
        assert_eq!(all(&store, id).await, history);
        let known = |at| BarQuery { known_at: Some(later(at)), ..BarQuery::default() };
        let read = async |at| bars::read(&store, id, DAY, &known(at)).await.unwrap().iter().collect::<Vec<_>>();
        assert_eq!(read(15).await, before);
        assert_eq!(read(20).await, history);
        assert!(read(5).await.is_empty());
        // The clock goes back: what is written then is known after what was written before.
        history[4].close += 1.0;
        history[4].high = None;
        write(&store, 1, id, "file", &history[4..5]).await;
        assert_eq!(all(&store, id).await, history);
    }

    pub(crate) async fn appended_bars_become_blocks(store: Store) {
        let id = InstrumentId::new();
        let history = daily_bars("2000-01-01", 5000, 3);
        write(&store, 0, id, "live", &history[..300]).await;
        for (i, part) in history[300..].chunks(200).enumerate() {
            write(&store, 1 + i64::try_from(i).unwrap(), id, "live", part).await;
        }
        assert_eq!(all(&store, id).await, history);
        let early = BarQuery { known_at: Some(later(3)), ..BarQuery::default() };
        let early = bars::read(&store, id, DAY, &early).await.unwrap();
        assert_eq!(early.len(), 300 + 3 * 200, "rows that became blocks are still known to have been rows");
        assert_eq!(bars::coverage(&store).await.unwrap()[0].n_bars, 5000);
    }

    pub(crate) async fn a_file_in_parts_is_one_stretch(store: Store) {
        let id = InstrumentId::new();
        let history = daily_bars("2000-01-01", 1700, 3);
        let mut m = store.begin_bars(later(0)).await.unwrap();
        for part in history.chunks(400) {
            bars::write(&mut m, id, DAY, "file", &series(part)).await.unwrap();
        }
        m.commit().await.unwrap();
        assert_eq!(all(&store, id).await, history);
        let Some(dir) = store.dir() else { return };
        // Its end, too short for a block of its own, is with the others, and nothing is kept of the steps.
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(dir.join("market.sqlite"));
        let mut file = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
        for (sql, n) in
            [("SELECT count(*) FROM market_data_timeseries", 1), ("SELECT count(*) FROM market_data_open_bars", 0)]
        {
            assert_eq!(sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut file).await.unwrap(), n, "{sql}");
        }
    }

    pub(crate) async fn bars_by_hand_win(store: Store) {
        let id = InstrumentId::new();
        let history = daily_bars("2020-01-01", 10, 4);
        write(&store, 1, id, "file", &history).await;
        let mine = Bar::close_only(history[5].at, 77.0);
        let mut m = store.begin_bars(later(2)).await.unwrap();
        assert_eq!(bars::put_bar(&mut m, id, DAY, &mine).await.unwrap(), Some(history[5]));
        m.commit().await.unwrap();
        write(&store, 3, id, "other file", &history).await;
        assert_eq!(all(&store, id).await[5], mine);
        let manual = BarQuery { source: Some(MANUAL), ..BarQuery::default() };
        assert_eq!(bars::read(&store, id, DAY, &manual).await.unwrap().len(), 1);
        let gaps = bars::gaps(&store, id, DAY, chrono::Duration::hours(30)).await.unwrap();
        assert!(gaps.is_empty());
    }

    async fn import(store: &Store, at: i64, id: InstrumentId, bars: &[Bar]) -> ImportId {
        let import_id = ImportId::new();
        let mut m = store.begin_bars(later(at)).await.unwrap();
        let outcome = bars::write(&mut m, id, DAY, "file", &series(bars)).await.unwrap();
        let (file_name, content_hash) = ("prices.csv".to_owned(), "0".repeat(64));
        let journal = BarJournal { import_id, file_name, content_hash, outcome, refused: 0 };
        bars::journal(&mut m, &journal).await.unwrap();
        m.commit().await.unwrap();
        import_id
    }

    async fn undo(store: &Store, at: i64, id: InstrumentId, import_id: ImportId) -> store::Result<u64> {
        let mut m = store.begin_bars(later(at)).await.unwrap();
        let undone = bars::undo_import(&mut m, import_id, DAY, "file", &[id]).await?;
        m.commit().await.unwrap();
        Ok(undone)
    }

    pub(crate) async fn an_undone_import_gives_back_what_was_known(store: Store) {
        let id = InstrumentId::new();
        let history = daily_bars("1990-01-01", 9000, 7);
        let first = import(&store, 1, id, &history[..5000]).await;
        let mut corrected = history.clone();
        for bar in &mut corrected[100..4900] {
            *bar = Bar::close_only(bar.at, bar.close + 1.0);
        }
        // At the same time by a clock that stands still: the two are told apart all the same.
        let second = import(&store, 1, id, &corrected[100..]).await;
        assert_eq!(all(&store, id).await, [&history[..100], &corrected[100..]].concat());
        assert_eq!(undo(&store, 2, id, first).await.unwrap_err().code(), "undo_conflict");
        assert_eq!(undo(&store, 3, id, second).await.unwrap(), 4800 + 4000);
        assert_eq!(all(&store, id).await, history[..5000]);
        assert_eq!(undo(&store, 4, id, second).await.unwrap(), 0, "a second undo changes nothing");
        let coverage = bars::coverage(&store).await.unwrap().remove(0);
        assert_eq!((coverage.n_bars, coverage.last), (5000, history[4999].at));
        assert_eq!(undo(&store, 5, id, first).await.unwrap(), 5000);
        assert!(all(&store, id).await.is_empty() && bars::coverage(&store).await.unwrap().is_empty());
        import(&store, 6, id, &history).await;
        assert_eq!(all(&store, id).await, history);
        assert_eq!(undo(&store, 7, id, ImportId::new()).await.unwrap_err().code(), "not_found");
        assert!(bars::damaged(&store).await.unwrap().is_empty());
    }

    pub(crate) async fn a_bar_can_be_deleted(store: Store) {
        let id = InstrumentId::new();
        let mut history = daily_bars("2020-01-01", 400, 5);
        write(&store, 1, id, "file", &history).await;
        write(&store, 1, id, "file", &daily_bars("2020-01-01", 410, 5)[400..]).await;
        for at in [history[0].at, history[200].at] {
            let mut m = store.begin_bars(later(2)).await.unwrap();
            assert!(bars::delete_bar(&mut m, id, DAY, at).await.unwrap().is_some());
            assert!(bars::delete_bar(&mut m, id, DAY, at).await.unwrap().is_none());
            m.commit().await.unwrap();
        }
        history = daily_bars("2020-01-01", 410, 5);
        history.remove(200);
        history.remove(0);
        assert_eq!(all(&store, id).await, history);
        let coverage = bars::coverage(&store).await.unwrap().remove(0);
        assert_eq!((coverage.n_bars, coverage.first), (408, history[0].at));
        assert_eq!(bars::gaps(&store, id, DAY, chrono::Duration::hours(30)).await.unwrap().len(), 1);
        let mut m = store.begin_bars(later(3)).await.unwrap();
        assert_eq!(bars::delete_instrument(&mut m, id).await.unwrap(), 408);
        m.commit().await.unwrap();
        assert!(all(&store, id).await.is_empty());
    }

    pub(crate) async fn the_latest_bar_of_many(store: Store) {
        let ids: Vec<InstrumentId> = (0..3).map(|_| InstrumentId::new()).collect();
        let history = daily_bars("2022-01-01", 300, 6);
        write(&store, 1, ids[0], "file", &history).await;
        write(&store, 1, ids[1], "file", &history[..20]).await;
        let latest = bars::latest(&store, &ids, DAY, time("2022-02-01"), None).await.unwrap();
        assert_eq!(latest[&ids[0]], history[31]);
        assert_eq!(latest[&ids[1]], history[19]);
        assert!(!latest.contains_key(&ids[2]), "unknown, not zero");
        assert!(bars::latest(&store, &ids, DAY, time("2021-01-01"), None).await.unwrap().is_empty());
        assert!(bars::latest(&store, &ids, DAY, time("2022-02-01"), Some(later(0))).await.unwrap().is_empty());
    }

    /// Writes, corrections and deletions in a seeded random order leave what a map would hold, at every known time.
    pub(crate) async fn random_writes_equal_a_map(store: Store) {
        let id = InstrumentId::new();
        let base = daily_bars("1980-01-01", 7000, 7);
        let mut oracle: BTreeMap<Timestamp, Bar> = BTreeMap::new();
        let mut past = Vec::new();
        let mut seed = 12345_usize;
        let mut random = |n: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % n
        };
        for step in 0..40_i64 {
            let mut m = store.begin_bars(later(step)).await.unwrap();
            if random(5) == 0 && !oracle.is_empty() {
                let at = *oracle.keys().nth(random(oracle.len())).unwrap();
                assert_eq!(bars::delete_bar(&mut m, id, DAY, at).await.unwrap(), oracle.remove(&at), "step {step}");
            } else {
                let start = random(base.len() - 1);
                let len = [1, 3, 100, 700, 3000][random(5)].min(base.len() - start);
                let mut part = base[start..start + len].to_vec();
                for bar in part.iter_mut().step_by(1 + random(9)) {
                    *bar = Bar::close_only(bar.at, bar.close + 1.0);
                }
                let outcome = bars::write(&mut m, id, DAY, "file", &series(&part)).await.unwrap();
                let mut expected = Outcome::default();
                for bar in part {
                    match oracle.insert(bar.at, bar) {
                        None => expected.added += 1,
                        Some(old) if old == bar => expected.unchanged += 1,
                        Some(_) => expected.revised += 1,
                    }
                }
                assert_eq!(outcome, expected, "step {step}");
            }
            m.commit().await.unwrap();
            past.push(oracle.values().copied().collect::<Vec<_>>());
        }
        assert_eq!(all(&store, id).await, *past.last().unwrap());
        for (step, expected) in past.iter().enumerate().step_by(7) {
            let known_at = Some(later(i64::try_from(step).unwrap()));
            let query = BarQuery { known_at, ..BarQuery::default() };
            let known: Vec<Bar> = bars::read(&store, id, DAY, &query).await.unwrap().iter().collect();
            assert_eq!(&known, expected, "as known at step {step}");
        }
        let coverage = bars::coverage(&store).await.unwrap().remove(0);
        assert_eq!(coverage.n_bars as usize, oracle.len());
        assert_eq!(Some(&coverage.first), oracle.keys().next());
        assert_eq!(Some(&coverage.last), oracle.keys().last());
    }

    pub(crate) async fn bad_bars_are_refused(store: Store) {
        let id = InstrumentId::new();
        let mut m = store.begin_bars(later(1)).await.unwrap();
        let mut twice = series(&daily_bars("2020-01-01", 2, 8));
        twice.at[1] = twice.at[0];
        assert_eq!(bars::write(&mut m, id, DAY, "file", &twice).await.unwrap_err().code(), "invalid");
        let mut nan = series(&daily_bars("2020-01-01", 2, 8));
        nan.close[1] = f64::NAN;
        assert_eq!(bars::write(&mut m, id, DAY, "file", &nan).await.unwrap_err().code(), "invalid");
        let negative = Bar::close_only(later(0), -1.0);
        assert_eq!(bars::put_bar(&mut m, id, DAY, &negative).await.unwrap_err().code(), "invalid");
        m.commit().await.unwrap();
        assert!(all(&store, id).await.is_empty());
    }
}

/// Two years and a bit of bars, written and read back.
pub(crate) async fn write_some(store: &store::Store) {
    let id = model::id::InstrumentId::new();
    let history = testkit::build::daily_bars("2020-06-01", 730, 9);
    let series = store::bars::BarSeries::from_bars(&history).unwrap();
    let mut m = store.begin_bars(crate::harness::now()).await.unwrap();
    store::bars::write(&mut m, id, model::bar::BarSize::Day1, "file", &series).await.unwrap();
    m.commit().await.unwrap();
    let query = store::bars::BarQuery::default();
    assert_eq!(store::bars::read(store, id, model::bar::BarSize::Day1, &query).await.unwrap(), series);
}

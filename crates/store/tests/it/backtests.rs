//! Strategies and their back-tests: kept, counted as trials, with results that may be missing.

use crate::harness::on_both;

on_both!(
    strategies_are_kept,
    a_script_has_its_history_in_the_trail,
    backtests_are_kept,
    sweeps_are_a_list_of_their_own_and_go_on,
    what_cannot_be_a_backtest_is_refused,
    trials_of_a_strategy_are_counted,
    a_strategy_goes_and_comes_back_without_touching_its_backtests,
    results_come_back_and_go_with_their_backtest,
);

pub(crate) mod scenarios {
    use model::{
        audit::AuditAction,
        error::ValueError,
        id::{BacktestId, InstrumentId, JobId, StrategyId},
        job::JobKind,
        strategy::StrategyKind,
    };
    use serde::{Deserialize, Serialize};
    use serde_json::{Value as Json, json};
    use store::{
        Paging, Store, StoreError,
        audit::{self, AuditFilter},
        backtests::{
            self, Backtest, Shape,
            results::{self, PackedResult},
        },
        jobs,
        strategies::{self, Strategy},
    };
    use testkit::build::day;

    use crate::{
        harness::{change, later, now},
        trail::raw,
    };

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub(crate) struct Doc {
        source: String,
        fast: f64,
    }

    fn doc() -> Doc {
        Doc { source: "function on_bar(ctx, bar) end -- \"é\"\n".to_owned(), fast: 0.1 + 0.2 }
    }

    fn strategy(name: &str, seconds: i64) -> Strategy<Doc> {
        Strategy {
            id: StrategyId::new(),
            name: name.to_owned(),
            kind: StrategyKind::Script,
            specification: doc(),
            created_at: later(seconds),
            updated_at: later(seconds),
        }
    }

    pub(crate) fn backtest(name: &str, seconds: i64) -> Backtest<Doc, Vec<f64>> {
        Backtest {
            id: BacktestId::new(),
            name: name.to_owned(),
            created_at: later(seconds),
            job_id: None,
            strategy_id: None,
            from: day("2000-01-03"),
            to: day("2022-12-28"),
            data_hash: "a".repeat(64),
            n_trials: 1,
            instruments: vec![InstrumentId::new(), InstrumentId::new()],
            settings: doc(),
            summary: vec![0.7, -0.334_999_999_999_999_96],
        }
    }

    pub(crate) async fn strategies_are_kept(store: Store) {
        let mut w = change(&store, now()).await;
        let mut made = Vec::new();
        for (i, kind) in StrategyKind::ALL.iter().enumerate() {
            let strategy = Strategy { kind: *kind, ..strategy(&format!("No. {i}"), i64::try_from(i).unwrap()) };
            strategies::insert(&mut w, &strategy).await.unwrap();
            made.push(strategy);
        }
        let again = strategies::insert(&mut w, &made[0]).await.unwrap_err();
        assert!(matches!(again, StoreError::Duplicate { field: "id", .. }), "{again}");
        let same = strategies::insert(&mut w, &strategy("No. 0", 9)).await.unwrap_err();
        assert!(matches!(same, StoreError::Duplicate { field: "name", .. }), "{same}");
        for name in [" ", &"x".repeat(201)] {
            assert_eq!(strategies::insert(&mut w, &strategy(name, 9)).await.unwrap_err().code(), "invalid");
        }
        // Its own name is no obstacle, another's is.
        made[0].specification.fast = 2.5;
        made[0].updated_at = later(10);
        strategies::update(&mut w, &made[0]).await.unwrap();
        let taken = Strategy { name: "No. 1".to_owned(), ..made[0].clone() };
        assert_eq!(strategies::update(&mut w, &taken).await.unwrap_err().code(), "duplicate");
        let gone = strategies::delete::<Doc>(&mut w, made[1].id).await.unwrap();
        assert_eq!(gone, made.remove(1));
        assert_eq!(strategies::delete::<Doc>(&mut w, gone.id).await.unwrap_err().code(), "not_found");
        assert_eq!(strategies::update(&mut w, &gone).await.unwrap_err().code(), "not_found");
        w.commit().await.unwrap();
        assert_eq!(strategies::by_name::<Doc>(&store, "No. 0").await.unwrap().as_ref(), Some(&made[0]));
        assert_eq!(strategies::by_name::<Doc>(&store, "No. 1").await.unwrap(), None);
        assert_eq!(strategies::get::<Doc>(&store, made[1].id).await.unwrap(), made[1]);
        assert_eq!(strategies::get::<Vec<u8>>(&store, made[1].id).await.unwrap_err().code(), "stored_value");
        made.reverse();
        let first = strategies::list::<Doc>(&store, &Paging { limit: 2, cursor: None }).await.unwrap();
        let next = strategies::list::<Doc>(&store, &Paging { limit: 2, cursor: first.next_cursor }).await.unwrap();
        assert_eq!([first.items, next.items].concat(), made);
    }

    pub(crate) async fn a_script_has_its_history_in_the_trail(store: Store) {
        let mut script = strategy("Crossing", 0);
        let mut w = change(&store, now()).await;
        strategies::insert(&mut w, &script).await.unwrap();
        w.commit().await.unwrap();
        for (at, source) in [(1, "first"), (2, "second")] {
            script.specification.source = source.to_owned();
            script.updated_at = later(at);
            let mut w = change(&store, later(at)).await;
            strategies::update(&mut w, &script).await.unwrap();
            w.commit().await.unwrap();
        }
        let filter = AuditFilter {
            noun: Some("strategies".to_owned()),
            object_id: Some(script.id.to_string()),
            correlation_id: None,
        };
        let events = audit::list(&store, &filter, &Paging::default()).await.unwrap().items;
        let told: Vec<_> = events
            .iter()
            .map(|e| (e.action, e.summary.as_str(), e.after.as_ref().unwrap()["specification"]["source"].clone()))
            .collect();
        assert_eq!(
            told,
            [
                (AuditAction::Update, "Changed strategy Crossing", json!("second")),
                (AuditAction::Update, "Changed strategy Crossing", json!("first")),
                (AuditAction::Create, "Created strategy Crossing", json!(doc().source)),
            ]
        );
        assert_eq!(events[0].before_hash, events[1].after_hash);
    }

    pub(crate) async fn sweeps_are_a_list_of_their_own_and_go_on(store: Store) {
        let of = |run: Backtest<Doc, Vec<f64>>, settings: Json| Backtest::<Json, Vec<f64>> {
            id: run.id,
            name: run.name,
            created_at: run.created_at,
            job_id: run.job_id,
            strategy_id: run.strategy_id,
            from: run.from,
            to: run.to,
            data_hash: run.data_hash,
            n_trials: run.n_trials,
            instruments: run.instruments,
            settings,
            summary: run.summary,
        };
        let mut w = change(&store, now()).await;
        let new = jobs::NewJob { id: JobId::new(), kind: JobKind::Sweep, title: "Sweep", input: &"x" };
        let job = jobs::create(&mut w, &new).await.unwrap();
        let run = of(backtest("Run", 0), json!({"sweeping": 1, "deeper": {"sweep": 1}}));
        let mut sweep = of(backtest("Sweep", 1), json!({"sweep": {"search": "grid"}}));
        sweep.job_id = Some(job.id);
        for one in [&run, &sweep] {
            backtests::insert(&mut w, one).await.unwrap();
        }
        (sweep.n_trials, sweep.summary) = (7, vec![1.5]);
        backtests::replace(&mut w, &sweep).await.unwrap();
        let lost = Backtest { id: BacktestId::new(), ..sweep.clone() };
        assert_eq!(backtests::replace(&mut w, &lost).await.unwrap_err().code(), "not_found");
        let none = Backtest { n_trials: 0, ..sweep.clone() };
        assert_eq!(backtests::replace(&mut w, &none).await.unwrap_err().code(), "invalid");
        w.commit().await.unwrap();
        for (shape, expected) in [(Shape::Runs, &run), (Shape::Sweeps, &sweep)] {
            let found = backtests::list::<Json, Vec<f64>>(&store, shape, &Paging::default()).await.unwrap().items;
            assert_eq!(found, std::slice::from_ref(expected).to_vec(), "{shape:?}");
        }
        let found = backtests::of_job::<Json, Vec<f64>>(&store, job.id).await.unwrap();
        assert_eq!(found, Some(sweep));
        assert_eq!(backtests::of_job::<Json, Vec<f64>>(&store, JobId::new()).await.unwrap(), None);
    }

    pub(crate) async fn backtests_are_kept(store: Store) {
        let mut w = change(&store, now()).await;
        let new = jobs::NewJob { id: JobId::new(), kind: JobKind::Backtest, title: "Test Crossing", input: &"x" };
        let job = jobs::create(&mut w, &new).await.unwrap();
        let mut made: Vec<_> = (0..3).map(|i| backtest(&format!("Run {i}"), i)).collect();
        made[0].job_id = Some(job.id);
        made[1].strategy_id = Some(StrategyId::new());
        made[2].n_trials = u32::MAX;
        for run in &made {
            backtests::insert(&mut w, run).await.unwrap();
        }
        assert_eq!(backtests::insert(&mut w, &made[0]).await.unwrap_err().code(), "duplicate");
        backtests::rename(&mut w, made[0].id, "Crossing over twenty years").await.unwrap();
        "Crossing over twenty years".clone_into(&mut made[0].name);
        assert_eq!(backtests::rename(&mut w, made[0].id, "\t").await.unwrap_err().code(), "invalid");
        assert_eq!(backtests::rename(&mut w, BacktestId::new(), "Lost").await.unwrap_err().code(), "not_found");
        w.commit().await.unwrap();
        assert_eq!(backtests::get::<Doc, Vec<f64>>(&store, made[0].id).await.unwrap(), made[0], "every bit is kept");
        let wrong = backtests::get::<Vec<u8>, Vec<f64>>(&store, made[0].id).await.unwrap_err();
        assert_eq!(wrong.code(), "stored_value");
        let mut w = change(&store, later(4)).await;
        let gone = backtests::delete::<Doc, Vec<f64>>(&mut w, made[1].id).await.unwrap();
        assert_eq!(gone, made.remove(1));
        w.commit().await.unwrap();
        made.reverse();
        let first =
            backtests::list::<Doc, Vec<f64>>(&store, Shape::Runs, &Paging { limit: 1, cursor: None }).await.unwrap();
        let next =
            backtests::list::<Doc, Vec<f64>>(&store, Shape::Runs, &Paging { limit: 1, cursor: first.next_cursor })
                .await
                .unwrap();
        assert_eq!([first.items, next.items].concat(), made);
    }

    pub(crate) async fn what_cannot_be_a_backtest_is_refused(store: Store) {
        let good = backtest("Good", 0);
        let wrong = [
            ("name", Backtest { name: " ".to_owned(), ..good.clone() }),
            ("name", Backtest { name: "x".repeat(201), ..good.clone() }),
            ("to", Backtest { to: day("1999-12-31"), ..good.clone() }),
            ("data_hash", Backtest { data_hash: "é".repeat(32), ..good.clone() }),
            ("data_hash", Backtest { data_hash: String::new(), ..good.clone() }),
            ("n_trials", Backtest { n_trials: 0, ..good.clone() }),
        ];
        let mut w = change(&store, now()).await;
        for (field, run) in wrong {
            let refused = backtests::insert(&mut w, &run).await.unwrap_err();
            let StoreError::Invalid { errors, .. } = refused else { panic!("{field}: {refused}") };
            assert_eq!(errors.iter().map(ValueError::field).collect::<Vec<_>>(), [Some(field)]);
        }
        let one_day = Backtest { to: good.from, ..good };
        backtests::insert(&mut w, &one_day).await.unwrap();
        w.commit().await.unwrap();
        // The reference holds: a run of a job that is not there is refused.
        let mut w = change(&store, now()).await;
        let lost = Backtest { job_id: Some(JobId::new()), ..backtest("Lost", 0) };
        let refused = async {
            backtests::insert(&mut w, &lost).await?;
            w.commit().await
        };
        assert!(refused.await.is_err());
    }

    pub(crate) async fn trials_of_a_strategy_are_counted(store: Store) {
        let (ours, other) = (StrategyId::new(), StrategyId::new());
        let (from, to) = (day("2010-01-01"), day("2019-12-31"));
        assert_eq!(backtests::n_trials(&store, ours, from, to).await.unwrap(), 0);
        let run = |of, from, to, n_trials, seconds| Backtest {
            strategy_id: of,
            from: day(from),
            to: day(to),
            n_trials,
            summary: vec![f64::from(n_trials) / 10.0],
            ..backtest("Run", seconds)
        };
        let made = [
            run(Some(ours), "2000-01-03", "2009-12-31", 1, 0),
            run(Some(ours), "2000-01-03", "2010-01-01", 2, 1),
            run(Some(ours), "2019-12-31", "2022-12-28", 1, 2),
            run(Some(ours), "2020-01-01", "2022-12-28", 2, 3),
            run(Some(ours), "2012-01-01", "2012-12-31", 500, 4),
            run(Some(other), "2012-01-01", "2012-12-31", 9, 5),
            run(None, "2012-01-01", "2012-12-31", 9, 6),
        ];
        let mut w = change(&store, now()).await;
        for run in &made {
            backtests::insert(&mut w, run).await.unwrap();
        }
        assert_eq!(
            backtests::n_trials(&mut w, ours, from, to).await.unwrap(),
            500,
            "a sweep counts as many as it tried"
        );
        assert_eq!(backtests::n_trials(&mut w, other, from, to).await.unwrap(), 9);
        let trials = backtests::trials::<Vec<f64>>(&mut w, ours, Some((from, to))).await.unwrap();
        assert_eq!(trials.iter().map(|t| t.id).collect::<Vec<_>>(), [made[4].id, made[2].id, made[1].id]);
        assert_eq!((trials[0].n_trials, trials[0].summary.as_slice()), (500, [50.0].as_slice()));
        assert_eq!((trials[2].from, trials[2].to, trials[2].created_at), (made[1].from, made[1].to, later(1)));
        assert_eq!(backtests::trials::<Vec<f64>>(&mut w, ours, None).await.unwrap().len(), 5);
        // What is deleted stays counted by those that came after it; two of periods apart are two in one that spans both.
        backtests::delete::<Doc, Vec<f64>>(&mut w, made[4].id).await.unwrap();
        backtests::delete::<Doc, Vec<f64>>(&mut w, made[0].id).await.unwrap();
        assert_eq!(backtests::n_trials(&mut w, ours, from, to).await.unwrap(), 2);
        assert_eq!(backtests::n_trials(&mut w, ours, day("2000-01-01"), day("2022-12-31")).await.unwrap(), 3);
        assert_eq!(backtests::n_trials(&mut w, ours, day("2000-01-03"), day("2000-01-03")).await.unwrap(), 2);
        w.commit().await.unwrap();
    }

    pub(crate) async fn a_strategy_goes_and_comes_back_without_touching_its_backtests(store: Store) {
        let script = strategy("Crossing", 0);
        let run = Backtest { strategy_id: Some(script.id), ..backtest("Run", 1) };
        let mut w = change(&store, now()).await;
        strategies::insert(&mut w, &script).await.unwrap();
        backtests::insert(&mut w, &run).await.unwrap();
        w.commit().await.unwrap();
        let mut w = change(&store, later(2)).await;
        strategies::delete::<Json>(&mut w, script.id).await.unwrap();
        assert_eq!(w.commit().await.unwrap().nouns, ["strategies"]);
        assert_eq!(backtests::get::<Doc, Vec<f64>>(&store, run.id).await.unwrap(), run);
        assert_eq!(backtests::n_trials(&store, script.id, run.from, run.to).await.unwrap(), 1);
        let event = audit::last_undoable(&store).await.unwrap().unwrap();
        let mut w = change(&store, later(3)).await;
        w.undoing(event.id);
        let before: Strategy<Json> = serde_json::from_value(event.before.unwrap()).unwrap();
        strategies::insert(&mut w, &before).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(strategies::get::<Doc>(&store, script.id).await.unwrap(), script);
    }

    pub(crate) async fn results_come_back_and_go_with_their_backtest(store: Store) {
        let (kept, gone, never) = (backtest("Kept", 0), backtest("Gone", 1), backtest("Never", 2));
        let all = [kept.id, gone.id, never.id];
        let result = |n: u32| (0..n).map(|i| 1.0 / f64::from(i + 1)).collect::<Vec<f64>>();
        let mut w = change(&store, now()).await;
        for run in [&kept, &gone, &never] {
            backtests::insert(&mut w, run).await.unwrap();
        }
        assert_eq!(results::missing(&mut w, &all).await.unwrap(), all);
        assert_eq!(results::missing(&mut w, &[]).await.unwrap(), []);
        results::put(&mut w, kept.id, PackedResult::pack(&result(10)).unwrap()).await.unwrap();
        results::put(&mut w, gone.id, PackedResult::pack(&result(200_000)).unwrap()).await.unwrap();
        let lost = results::put(&mut w, BacktestId::new(), PackedResult::pack(&1).unwrap()).await.unwrap_err();
        assert_eq!(lost.code(), "not_found");
        w.commit().await.unwrap();
        // A second run takes the place of the first, and leaves no event.
        let events = async || audit::list(&store, &AuditFilter::default(), &Paging::default()).await.unwrap().items;
        let before = events().await.len();
        let mut w = change(&store, later(3)).await;
        results::put(&mut w, kept.id, PackedResult::pack(&result(20)).unwrap()).await.unwrap();
        assert_eq!(w.commit().await.unwrap().nouns, ["backtests"]);
        assert_eq!(events().await.len(), before);
        for (id, n) in [(kept.id, 20), (gone.id, 200_000)] {
            let found = results::get(&store, id).await.unwrap().unwrap();
            assert_eq!(found, PackedResult::pack(&result(n)).unwrap());
            assert_eq!(found.unpack::<Vec<f64>>().unwrap(), result(n));
        }
        assert_eq!(results::get(&store, never.id).await.unwrap(), None);
        assert_eq!(results::missing(&store, &all).await.unwrap(), [never.id]);
        let mut w = change(&store, later(4)).await;
        backtests::delete::<Json, Json>(&mut w, gone.id).await.unwrap();
        w.commit().await.unwrap();
        let event = audit::last_undoable(&store).await.unwrap().unwrap();
        let mut w = change(&store, later(5)).await;
        w.undoing(event.id);
        let before: Backtest<Json, Json> = serde_json::from_value(event.before.unwrap()).unwrap();
        backtests::insert(&mut w, &before).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(backtests::get::<Doc, Vec<f64>>(&store, gone.id).await.unwrap(), gone);
        assert_eq!(results::get(&store, gone.id).await.unwrap(), None, "it is run again");
        assert_eq!(results::missing(&store, &all).await.unwrap(), [gone.id, never.id]);
        // What a foreign program does to it is told, not trusted.
        raw(&store, "UPDATE backtest_results SET n_bytes = n_bytes + 1").await.unwrap();
        let damaged = results::get(&store, kept.id).await.unwrap().unwrap().unpack::<Vec<f64>>().unwrap_err();
        assert!(matches!(damaged, StoreError::ResultUnreadable { .. }), "{damaged}");
        assert!(damaged.to_string().contains("run the back-test again"), "{damaged}");
    }
}

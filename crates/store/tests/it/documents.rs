//! Optimizations, attributions, rebalancings, models and targets, with every name of their enumerations.

use crate::harness::on_both;

on_both!(
    optimizations_are_kept,
    numbers_come_back_bit_for_bit,
    attributions_are_kept,
    rebalancings_are_kept,
    models_are_kept,
    targets_are_kept,
    what_a_target_names_stays,
);

pub(crate) mod scenarios {
    use std::collections::BTreeMap;

    use model::{
        attribution::AttributionMethod,
        id::{AttributionId, InstrumentId, ModelId, OptimizationId, RebalancingId, TargetId},
        learning::{ModelStage, ModelType},
        optimization::OptimizationType,
        rebalancing::{RebalancingState, RebalancingTrigger},
        target::{Target, TargetFields, TargetModel, TargetSource},
    };
    use serde::{Deserialize, Serialize};
    use store::{
        Paging, Store, StoreError,
        attributions::{self, Attribution},
        instruments,
        models::{self, Model},
        optimizations::{self, Optimization},
        rebalancings::{self, Rebalancing},
        targets,
    };
    use testkit::build::{day, share};

    use crate::harness::{change, later, now};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Doc {
        weights: Vec<f64>,
        note: Option<String>,
    }

    fn doc() -> Doc {
        Doc { weights: vec![0.1, 1e-9, 0.899_999_999], note: None }
    }

    /// Numbers of every size with all their digits, which a parser that rounds twice gets wrong now and then.
    fn hard_numbers() -> Doc {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let next = || {
            // Xorshift (Marsaglia 2003): any spread-out bits will do.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            f64::from_bits(state)
        };
        let weights = std::iter::repeat_with(next).filter(|x| x.is_finite() && x.abs() > 1e-280 && x.abs() < 1e280);
        Doc { weights: weights.take(2_000).collect(), note: None }
    }

    fn hash() -> String {
        "a".repeat(64)
    }

    pub(crate) async fn optimizations_are_kept(store: Store) {
        let mut w = change(&store, now()).await;
        let mut made = Vec::new();
        for (i, kind) in OptimizationType::ALL.iter().enumerate() {
            let run = Optimization {
                id: OptimizationId::new(),
                name: format!("Run {i}"),
                optimization_type: *kind,
                created_at: later(i64::try_from(i).unwrap()),
                as_of: day("2022-12-28"),
                job_id: None,
                data_hash: hash(),
                instruments: vec![InstrumentId::new(), InstrumentId::new()],
                settings: doc(),
                result: doc(),
            };
            optimizations::insert(&mut w, &run).await.unwrap();
            made.push(run);
        }
        optimizations::rename(&mut w, made[0].id, "Cautious").await.unwrap();
        assert_eq!(optimizations::rename(&mut w, made[0].id, " ").await.unwrap_err().code(), "invalid");
        optimizations::delete::<Doc, Doc>(&mut w, made[1].id).await.unwrap();
        w.commit().await.unwrap();
        made[0].name = "Cautious".to_owned();
        made.remove(1);
        made.reverse();
        let mut found: Vec<Optimization<Doc, Doc>> = Vec::new();
        let mut paging = Paging { limit: 2, cursor: None };
        loop {
            let page = optimizations::list(&store, &paging).await.unwrap();
            found.extend(page.items);
            if page.next_cursor.is_none() {
                break;
            }
            paging.cursor = page.next_cursor;
        }
        assert_eq!(found, made, "numbers in documents come back exactly");
        let wrong = optimizations::get::<String, Doc>(&store, made[0].id).await.unwrap_err();
        assert_eq!(wrong.code(), "stored_value");
    }

    pub(crate) async fn numbers_come_back_bit_for_bit(store: Store) {
        let run = Optimization {
            id: OptimizationId::new(),
            name: "Digits".to_owned(),
            optimization_type: OptimizationType::ALL[0],
            created_at: now(),
            as_of: day("2022-12-28"),
            job_id: None,
            data_hash: hash(),
            instruments: vec![],
            settings: doc(),
            result: hard_numbers(),
        };
        let mut w = change(&store, now()).await;
        optimizations::insert(&mut w, &run).await.unwrap();
        w.commit().await.unwrap();
        let found: Optimization<Doc, Doc> = optimizations::get(&store, run.id).await.unwrap();
        let bits = |doc: &Doc| doc.weights.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&found.result), bits(&run.result));
    }

    pub(crate) async fn attributions_are_kept(store: Store) {
        let index = share("SPX");
        let mut w = change(&store, now()).await;
        instruments::insert(&mut w, &index).await.unwrap();
        for method in AttributionMethod::ALL {
            let mut a = Attribution {
                id: AttributionId::new(),
                account_id: None,
                benchmark_id: Some(index.id),
                method: *method,
                from: day("2022-01-01"),
                to: day("2022-12-28"),
                created_at: now(),
                data_hash: hash(),
                result: doc(),
            };
            attributions::insert(&mut w, &a).await.unwrap();
            a.to = day("2022-11-30");
            attributions::update(&mut w, &a).await.unwrap();
            assert_eq!(attributions::get::<Doc>(&mut w, a.id).await.unwrap(), a);
        }
        assert_eq!(instruments::delete(&mut w, index.id).await.unwrap_err().code(), "in_use");
        w.commit().await.unwrap();
        let page = attributions::list::<Doc>(&store, &Paging::default()).await.unwrap();
        assert_eq!(page.items.len(), AttributionMethod::ALL.len());
        let mut w = change(&store, later(1)).await;
        attributions::delete::<Doc>(&mut w, page.items[0].id).await.unwrap();
        w.commit().await.unwrap();
    }

    pub(crate) async fn rebalancings_are_kept(store: Store) {
        let mut w = change(&store, now()).await;
        for trigger in RebalancingTrigger::ALL {
            let r = Rebalancing {
                id: RebalancingId::new(),
                account_id: None,
                optimization_id: None,
                trigger: *trigger,
                state: RebalancingState::Proposed,
                created_at: now(),
                updated_at: now(),
                plan: doc(),
            };
            rebalancings::insert(&mut w, &r).await.unwrap();
            for state in RebalancingState::ALL {
                rebalancings::set_state(&mut w, r.id, *state).await.unwrap();
            }
            let found = rebalancings::get::<Doc>(&mut w, r.id).await.unwrap();
            assert_eq!((found.trigger, found.state), (*trigger, RebalancingState::Dismissed));
        }
        w.commit().await.unwrap();
        let page = rebalancings::list::<Doc>(&store, &Paging::default()).await.unwrap();
        let mut w = change(&store, later(1)).await;
        rebalancings::delete::<Doc>(&mut w, page.items[0].id).await.unwrap();
        w.commit().await.unwrap();
    }

    pub(crate) async fn models_are_kept(store: Store) {
        let mut w = change(&store, now()).await;
        let mut ids = Vec::new();
        for (i, kind) in ModelType::ALL.iter().enumerate() {
            let m = Model {
                id: ModelId::new(),
                name: "Direction".to_owned(),
                version: u32::try_from(i).unwrap() + 1,
                model_type: *kind,
                stage: ModelStage::Candidate,
                created_at: now(),
                trained_from: day("2000-01-01"),
                trained_to: day("2020-12-31"),
                data_hash: hash(),
                artefact_hash: Some(hash()),
                settings: doc(),
                metrics: doc(),
            };
            models::insert(&mut w, &m).await.unwrap();
            ids.push(m.id);
        }
        models::set_stage(&mut w, ids[0], ModelStage::Active).await.unwrap();
        models::set_stage(&mut w, ids[1], ModelStage::Active).await.unwrap();
        w.commit().await.unwrap();
        let first: Model<Doc, Doc> = models::get(&store, ids[0]).await.unwrap();
        assert_eq!(first.stage, ModelStage::Retired, "one of a name is active");
        let mut w = change(&store, later(1)).await;
        models::delete::<Doc, Doc>(&mut w, ids[0]).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(models::list::<Doc, Doc>(&store, &Paging::default()).await.unwrap().items.len(), 4);
    }

    fn target(name: &str, seconds: i64) -> Target {
        let fields = TargetFields {
            name: name.to_owned(),
            weights: BTreeMap::new(),
            tolerance: "0.0500".parse().ok(),
            tree: Some(TargetModel { source: TargetSource::Model, members: Vec::new(), member_band: None }),
            source_optimization_id: None,
            note: Some("n".to_owned()),
        };
        Target { id: TargetId::new(), fields, created_at: later(seconds), updated_at: later(seconds) }
    }

    pub(crate) async fn targets_are_kept(store: Store) {
        let mut w = change(&store, now()).await;
        let (aapl, msft) = (share("AAPL"), share("MSFT"));
        instruments::insert(&mut w, &aapl).await.unwrap();
        instruments::insert(&mut w, &msft).await.unwrap();
        let mut made = Vec::new();
        for (i, name) in ["One", "Two", "Three"].iter().enumerate() {
            let mut target = target(name, i64::try_from(i).unwrap());
            target.fields.weights =
                [(aapl.id, "0.1234567890123456789".parse().unwrap()), (msft.id, "0.5".parse().unwrap())].into();
            targets::insert(&mut w, &target).await.unwrap();
            made.push(target);
        }
        let again = targets::insert(&mut w, &made[0]).await.unwrap_err();
        assert_eq!(again.code(), "duplicate");
        made[0].fields.tolerance = None;
        made[0].fields.note = None;
        targets::update(&mut w, &made[0]).await.unwrap();
        assert_eq!(targets::get(&mut w, made[0].id).await.unwrap(), made[0]);
        let gone = targets::delete(&mut w, made[1].id).await.unwrap();
        assert_eq!(gone, made.remove(1));
        w.commit().await.unwrap();
        made.reverse();
        let first = targets::list(&store, &Paging { limit: 1, cursor: None }).await.unwrap();
        let next = targets::list(&store, &Paging { limit: 1, cursor: first.next_cursor }).await.unwrap();
        assert_eq!([first.items, next.items].concat(), made);
        assert_eq!(targets::get(&store, gone.id).await.unwrap_err().code(), "not_found");
        let mut wrong = target("Wrong", 9);
        wrong.fields.weights = [(InstrumentId::new(), "0.5".parse().unwrap())].into();
        let mut w = change(&store, later(10)).await;
        let StoreError::Invalid { errors, .. } = targets::insert(&mut w, &wrong).await.unwrap_err() else {
            panic!("an unknown instrument passes")
        };
        assert_eq!(errors[0].field(), Some("weights"));
    }

    pub(crate) async fn what_a_target_names_stays(store: Store) {
        let mut w = change(&store, now()).await;
        let aapl = share("AAPL");
        instruments::insert(&mut w, &aapl).await.unwrap();
        let run = Optimization {
            id: OptimizationId::new(),
            name: "Source".to_owned(),
            optimization_type: OptimizationType::RiskParity,
            created_at: now(),
            as_of: day("2022-12-28"),
            job_id: None,
            data_hash: hash(),
            instruments: vec![aapl.id],
            settings: doc(),
            result: doc(),
        };
        optimizations::insert(&mut w, &run).await.unwrap();
        let mut target = target("Core", 0);
        target.fields.weights = [(aapl.id, "1".parse().unwrap())].into();
        target.fields.source_optimization_id = Some(run.id);
        targets::insert(&mut w, &target).await.unwrap();
        assert_eq!(instruments::delete(&mut w, aapl.id).await.unwrap_err().code(), "in_use");
        assert_eq!(optimizations::delete::<Doc, Doc>(&mut w, run.id).await.unwrap_err().code(), "in_use");
        targets::delete(&mut w, target.id).await.unwrap();
        optimizations::delete::<Doc, Doc>(&mut w, run.id).await.unwrap();
        let lost = targets::insert(&mut w, &target).await.unwrap_err();
        assert_eq!(lost.code(), "not_found", "its source is gone");
        instruments::delete(&mut w, aapl.id).await.unwrap();
        w.commit().await.unwrap();
    }
}

//! Attributions of back-tests: derived, kept beside the result, gone with the back-test.

use crate::harness::on_both;

on_both!(attributions_of_a_backtest_go_with_it_and_are_in_no_archive);

pub(crate) mod scenarios {
    use model::{
        attribution::AttributionMethod,
        id::{AttributionId, BacktestId},
    };
    use serde_json::{Value as Json, json};
    use store::{
        Paging, Store, archive,
        attributions::{self, Attribution},
        audit::{self, AuditFilter},
        backtests,
    };

    use crate::{
        backtests::scenarios::backtest,
        harness::{change, later, now},
    };

    pub(crate) async fn attributions_of_a_backtest_go_with_it_and_are_in_no_archive(store: Store) {
        let (kept, gone) = (backtest("Kept", 0), backtest("Gone", 1));
        let of = |method: AttributionMethod, gain: &str| Attribution {
            id: AttributionId::new(),
            account_id: None,
            benchmark_id: None,
            method,
            from: kept.from,
            to: kept.to,
            created_at: later(0),
            data_hash: "a".repeat(64),
            result: json!({"gain": gain}),
        };
        let own = of(AttributionMethod::Contribution, "own");
        let by = [of(AttributionMethod::Sector, "1.10"), of(AttributionMethod::Decision, "0.30")];
        let mut w = change(&store, now()).await;
        for run in [&kept, &gone] {
            backtests::insert(&mut w, run).await.unwrap();
            let again = [of(AttributionMethod::Asset, "before"), of(AttributionMethod::Factor, "before")];
            attributions::put(&mut w, run.id, &again).await.unwrap();
        }
        attributions::insert(&mut w, &own).await.unwrap();
        w.commit().await.unwrap();
        let events = async || audit::list(&store, &AuditFilter::default(), &Paging::default()).await.unwrap().items;
        let before = events().await.len();
        let mut w = change(&store, later(1)).await;
        attributions::put(&mut w, kept.id, &by).await.unwrap();
        let lost = attributions::put(&mut w, BacktestId::new(), &by[..1]).await.unwrap_err();
        assert_eq!(lost.code(), "not_found");
        assert_eq!(w.commit().await.unwrap().nouns, ["backtests"]);
        assert_eq!(events().await.len(), before, "what is derived leaves no event");
        let found = attributions::of_backtest::<Json>(&store, kept.id).await.unwrap();
        assert_eq!(found, [by[1].clone(), by[0].clone()], "by the names of their methods");
        // One of each method.
        let mut w = change(&store, later(2)).await;
        let twice = [of(AttributionMethod::Asset, "1"), of(AttributionMethod::Asset, "2")];
        assert!(attributions::put(&mut w, kept.id, &twice).await.is_err());
        drop(w);
        // Neither the list nor an archive has those of back-tests.
        let listed = attributions::list::<Json>(&store, &Paging::default()).await.unwrap().items;
        assert_eq!(listed, std::slice::from_ref(&own));
        let mut reader = archive::Reader::open(&store).await.unwrap();
        let mut archived = Vec::new();
        while let Some(page) = reader.next().await.unwrap() {
            archived.extend(page.into_iter().filter_map(|entry| match entry {
                archive::Entry::Attributions(of) => Some(of.id),
                _ => None,
            }));
        }
        assert_eq!(archived, [own.id]);
        let mut w = change(&store, later(3)).await;
        backtests::delete::<Json, Json>(&mut w, gone.id).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(attributions::of_backtest::<Json>(&store, gone.id).await.unwrap(), []);
        assert_eq!(attributions::of_backtest::<Json>(&store, kept.id).await.unwrap().len(), 2);
    }
}

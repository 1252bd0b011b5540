//! Everything out of one store and into an empty one: from SQLite into each database, and out of that again.

use crate::harness::on_both;

on_both!(an_archive_comes_back_as_it_was, a_filled_store_takes_no_archive);

pub(crate) mod scenarios {
    use std::collections::BTreeMap;

    use model::{
        bar::BarSize,
        currency::Currency,
        id::{ImportId, TransactionId},
        settings::Settings,
    };
    use store::{
        Store, accounts,
        archive::{Entry, Reader, Restore, Section},
        bars,
        bars::BarSeries,
        fx_rates, instruments, settings, transactions,
    };
    use testkit::build::{account, buy, daily_bars, decimal, deposit, eur_usd, share};

    use crate::{
        alerts, backtests, documents,
        harness::{change, later, now, open},
    };

    /// Instruments that name one another, transactions with corrections and a deletion, corrected rates and bars, documents.
    async fn fill(store: &Store) {
        documents::scenarios::targets_are_kept(store.clone()).await;
        documents::scenarios::optimizations_are_kept(store.clone()).await;
        alerts::scenarios::the_history_is_read_in_pages(store.clone()).await;
        backtests::scenarios::strategies_are_kept(store.clone()).await;
        backtests::scenarios::backtests_are_kept(store.clone()).await;
        let (stock, main) = (share("ARCHIVED"), account("Archived"));
        let mut option = share("ARCHIVED 2024 C 50");
        option.fields.underlying_id = Some(stock.id);
        let mut w = change(store, later(100)).await;
        settings::put(&mut w, &Settings::new(Currency::EUR)).await.unwrap();
        settings::put_key(&mut w, "tax_profile", &serde_json::json!({"jurisdiction": "germany"})).await.unwrap();
        instruments::insert(&mut w, &stock).await.unwrap();
        instruments::insert(&mut w, &option).await.unwrap();
        accounts::insert(&mut w, &main).await.unwrap();
        let (kept, gone) = (TransactionId::new(), TransactionId::new());
        let bought = buy(main.id, stock.id, "2022-03-01", "10.000000000000000001", "0.010");
        transactions::insert(&mut w, kept, &bought).await.unwrap();
        transactions::insert(&mut w, gone, &deposit(main.id, "2022-02-28", "99.90")).await.unwrap();
        w.commit().await.unwrap();
        let mut w = change(store, later(101)).await;
        let corrected = buy(main.id, stock.id, "2022-03-02", "10", "0.020");
        transactions::revise(&mut w, kept, Some(1), &corrected).await.unwrap();
        transactions::delete(&mut w, gone, Some(1)).await.unwrap();
        fx_rates::import(&mut w, ImportId::new(), &[eur_usd("2022-03-01", "1.10"), eur_usd("2022-03-02", "1.1200")])
            .await
            .unwrap();
        w.commit().await.unwrap();
        let mut w = change(store, later(102)).await;
        fx_rates::import(&mut w, ImportId::new(), &[eur_usd("2022-03-02", "1.13")]).await.unwrap();
        w.commit().await.unwrap();
        for (at, n) in [(103, 3000), (104, 10)] {
            let mut m = store.begin_bars(later(at)).await.unwrap();
            let series = BarSeries::from_bars(&daily_bars("2010-01-01", n, u64::from(n == 10))).unwrap();
            bars::write(&mut m, stock.id, BarSize::Day1, "file", &series).await.unwrap();
            m.commit().await.unwrap();
        }
    }

    async fn entries(store: &Store) -> Vec<Entry> {
        let mut reader = Reader::open(store).await.unwrap();
        let mut all = Vec::new();
        while let Some(page) = reader.next().await.unwrap() {
            all.extend(page);
        }
        all
    }

    /// As the import of an archive does it: the bars first, then the ledger in one change.
    async fn restore(into: &Store, entries: &[Entry]) -> BTreeMap<Section, u64> {
        let mut market = into.begin_bars(later(1000)).await.unwrap();
        for entry in entries {
            if let Entry::Bars(bars_of) = entry {
                bars::restore(&mut market, bars_of).await.unwrap();
            }
        }
        let mut w = change(into, later(1000)).await;
        let mut restore = Restore::begin(&mut w).await.unwrap();
        for section in Section::ALL {
            let of: Vec<Entry> = entries.iter().filter(|entry| entry.section() == *section).cloned().collect();
            if *section != Section::Bars && !of.is_empty() {
                restore.put(&mut w, *section, &of).await.unwrap();
            }
        }
        let counts = restore.finish(&mut w, ImportId::new(), "desk.json").await.unwrap();
        market.commit().await.unwrap();
        w.commit().await.unwrap();
        counts
    }

    /// Entries as JSON, by section: a difference is shown small.
    fn assert_same(before: &[Entry], after: &[Entry]) {
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(after) {
            assert_eq!(serde_json::to_value(before).unwrap(), serde_json::to_value(after).unwrap());
        }
    }

    pub(crate) async fn an_archive_comes_back_as_it_was(store: Store) {
        let dir = tempfile::tempdir().unwrap();
        let source = open(&dir.path().join("source")).await.unwrap();
        fill(&source).await;
        let before = entries(&source).await;
        let sections: Vec<Section> = before.iter().map(Entry::section).collect();
        for needed in [
            Section::Settings,
            Section::Transactions,
            Section::FxRates,
            Section::Targets,
            Section::AlertEvents,
            Section::AlertDeliveries,
            Section::Strategies,
            Section::Backtests,
            Section::Bars,
        ] {
            assert!(sections.contains(&needed), "{needed}");
        }
        let counts = restore(&store, &before).await;
        assert_eq!(
            counts[&Section::Transactions],
            sections.iter().filter(|s| **s == Section::Transactions).count() as u64
        );
        assert_same(&before, &entries(&store).await);
        // What was restored is a workspace like any other: it leaves again, and what is known of the past is known there.
        let again = open(&dir.path().join("again")).await.unwrap();
        restore(&again, &entries(&store).await).await;
        assert_same(&before, &entries(&again).await);
        let found = transactions::all(&store, &Default::default()).await.unwrap();
        let archived = found.iter().find(|t| t.price == Some(decimal("0.020"))).unwrap();
        assert_eq!(archived.revision, 2);
        let first = transactions::get(&store, archived.id, Some(later(100))).await.unwrap();
        assert_eq!(first.quantity, Some(decimal("10.000000000000000001")));
        source.close().await;
        again.close().await;
    }

    pub(crate) async fn a_filled_store_takes_no_archive(store: Store) {
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &account("Main")).await.unwrap();
        w.commit().await.unwrap();
        let mut w = change(&store, later(1)).await;
        let refused = Restore::begin(&mut w).await.unwrap_err();
        assert_eq!(refused.code(), "workspace_not_empty");
    }
}

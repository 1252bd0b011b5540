//! Exchange rates: revisions, lookups, and very many at once.

use crate::harness::on_both;

on_both!(
    rates_are_looked_up_by_day,
    only_differences_become_revisions,
    an_undone_import_gives_back_what_was_known,
    rates_by_the_ten_thousand,
);

pub(crate) mod scenarios {
    use std::time::Instant;

    use model::{
        currency::Currency,
        fx::FxRateFields,
        id::{FxRateId, ImportId},
    };
    use rust_decimal::Decimal;
    use store::{
        Outcome, Paging, Store,
        audit::{self, AuditFilter},
        fx_rates::{self, FxRateFilter},
        imports::{self, ImportKind, ImportLog},
    };
    use testkit::build::{day, decimal, eur_usd};

    use crate::harness::{change, later, now};

    async fn import(store: &Store, at: i64, rates: &[FxRateFields]) -> Outcome {
        import_as(store, at, ImportId::new(), rates).await
    }

    async fn import_as(store: &Store, at: i64, id: ImportId, rates: &[FxRateFields]) -> Outcome {
        let mut w = change(store, later(at)).await;
        let outcome = fx_rates::import(&mut w, id, rates).await.unwrap();
        let log: ImportLog<()> = ImportLog {
            id,
            kind: ImportKind::FxRates,
            file_name: "rates.csv".to_owned(),
            content_hash: "1".repeat(64),
            at: now(),
            outcome,
            refused: 0,
            report: None,
        };
        imports::insert(&mut w, &log).await.unwrap();
        w.commit().await.unwrap();
        outcome
    }

    pub(crate) async fn rates_are_looked_up_by_day(store: Store) {
        let id = FxRateId::new();
        let mut w = change(&store, later(1)).await;
        fx_rates::insert(&mut w, id, &eur_usd("2022-12-01", "1.0450")).await.unwrap();
        fx_rates::insert(&mut w, FxRateId::new(), &eur_usd("2022-12-05", "1.05")).await.unwrap();
        let twice = fx_rates::insert(&mut w, FxRateId::new(), &eur_usd("2022-12-05", "1.06")).await.unwrap_err();
        assert_eq!(twice.code(), "duplicate");
        w.commit().await.unwrap();
        let on = async |d: &str, known| {
            let found = fx_rates::latest(&store, Currency::EUR, Currency::USD, day(d), known).await.unwrap();
            found.map(|r| r.fields.rate)
        };
        assert_eq!(on("2022-11-30", None).await, None, "unknown, not zero");
        assert_eq!(on("2022-12-04", None).await, Some(decimal("1.0450")));
        assert_eq!(on("2023-01-01", None).await, Some(decimal("1.05")));
        let mut w = change(&store, later(5)).await;
        fx_rates::revise(&mut w, id, Some(1), &eur_usd("2022-12-01", "1.0500")).await.unwrap();
        w.commit().await.unwrap();
        let mut w = change(&store, later(9)).await;
        fx_rates::delete(&mut w, id, Some(2)).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(on("2022-12-04", None).await, None);
        assert_eq!(on("2022-12-04", Some(later(2))).await, Some(decimal("1.045")));
        assert_eq!(on("2022-12-04", Some(later(6))).await, Some(decimal("1.05")));
        let mut w = change(&store, later(10)).await;
        let back = fx_rates::insert(&mut w, FxRateId::new(), &eur_usd("2022-12-01", "1.1")).await.unwrap();
        assert_eq!((back.id, back.revision), (id, 4), "the day keeps its identity");
        w.commit().await.unwrap();
    }

    pub(crate) async fn only_differences_become_revisions(store: Store) {
        let first = [eur_usd("2022-12-01", "1.01"), eur_usd("2022-12-02", "1.02"), eur_usd("2022-12-02", "1.020")];
        assert_eq!(import(&store, 1, &first).await, Outcome { added: 2, revised: 0, unchanged: 1 });
        let second = [eur_usd("2022-12-01", "1.010"), eur_usd("2022-12-02", "1.03"), eur_usd("2022-12-03", "1.04")];
        assert_eq!(import(&store, 2, &second).await, Outcome { added: 1, revised: 1, unchanged: 1 });
        let (from, to) = (day("2022-12-01"), day("2022-12-31"));
        let series = fx_rates::series(&store, Currency::EUR, Currency::USD, from, to, None).await.unwrap();
        let rates: Vec<Decimal> = series.iter().map(|(_, r)| *r).collect();
        assert_eq!(rates, [decimal("1.01"), decimal("1.03"), decimal("1.04")]);
        let before = fx_rates::series(&store, Currency::EUR, Currency::USD, from, to, Some(later(1))).await.unwrap();
        assert_eq!(before.len(), 2);
        let bad = [eur_usd("2022-12-01", "0"), eur_usd("2022-12-09", "1"), eur_usd("2022-12-09", "2")];
        let mut w = change(&store, later(3)).await;
        let refused = fx_rates::import(&mut w, ImportId::new(), &bad).await.unwrap_err();
        assert_eq!(refused.code(), "rows_invalid");
    }

    /// The pairs that the import's event names, with which it is undone.
    async fn pairs_of(store: &Store, id: ImportId) -> Vec<fx_rates::PairSpan> {
        let (noun, object_id) = (Some("fx_rates".to_owned()), Some(id.to_string()));
        let filter = AuditFilter { noun, object_id, correlation_id: None };
        let event = audit::list(store, &filter, &Paging::default()).await.unwrap().items.pop().unwrap();
        assert!(event.undoable, "{event:?}");
        serde_json::from_value(event.after.unwrap()["pairs"].clone()).unwrap()
    }

    async fn undo(store: &Store, at: i64, id: ImportId) -> store::Result<u64> {
        let pairs = pairs_of(store, id).await;
        let mut w = change(store, later(at)).await;
        let undone = fx_rates::delete_import(&mut w, id, &pairs).await?;
        w.commit().await.unwrap();
        Ok(undone)
    }

    pub(crate) async fn an_undone_import_gives_back_what_was_known(store: Store) {
        let known = async |at: Option<i64>| {
            let (from, to) = (day("2022-12-01"), day("2022-12-31"));
            let at = at.map(later);
            let all = fx_rates::series(&store, Currency::EUR, Currency::USD, from, to, at).await.unwrap();
            all.into_iter().map(|(day, rate)| format!("{} {rate}", day.format("%d"))).collect::<Vec<_>>()
        };
        let by_hand = FxRateId::new();
        let mut w = change(&store, later(1)).await;
        fx_rates::insert(&mut w, by_hand, &eur_usd("2022-12-01", "1.01")).await.unwrap();
        w.commit().await.unwrap();
        let (first, second) = (ImportId::new(), ImportId::new());
        let days = ["2022-12-01", "2022-12-02", "2022-12-03", "2022-12-04"];
        import_as(&store, 2, first, &days.map(|d| eur_usd(d, "1.20"))).await;
        import_as(&store, 3, second, &days[..2].iter().map(|d| eur_usd(d, "1.30")).collect::<Vec<_>>()).await;
        assert_eq!(known(None).await, ["01 1.30", "02 1.30", "03 1.20", "04 1.20"]);
        let refused = undo(&store, 4, first).await.unwrap_err();
        assert_eq!(refused.code(), "undo_conflict", "{refused}");
        assert_eq!(undo(&store, 5, second).await.unwrap(), 2);
        assert_eq!(known(None).await, ["01 1.20", "02 1.20", "03 1.20", "04 1.20"]);
        // What a person said meanwhile stays.
        let filter = FxRateFilter { from: Some(day(days[3])), ..FxRateFilter::default() };
        let fourth = fx_rates::list(&store, &filter, &Paging::default()).await.unwrap().items.remove(0);
        let mut w = change(&store, later(6)).await;
        fx_rates::revise(&mut w, fourth.id, None, &eur_usd(days[3], "1.44")).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(undo(&store, 7, first).await.unwrap(), 3);
        assert_eq!(known(None).await, ["01 1.01", "04 1.44"]);
        assert_eq!(known(Some(3)).await, ["01 1.30", "02 1.30", "03 1.20", "04 1.20"], "history stays");
        let back = import(&store, 8, &days.map(|d| eur_usd(d, "1.20"))).await;
        assert_eq!((back.added, back.revised), (0, 4), "the same file comes in again");
        assert_eq!(fx_rates::get(&store, by_hand).await.unwrap().fields.rate, decimal("1.20"));
    }

    pub(crate) async fn rates_by_the_ten_thousand(store: Store) {
        let start = day("1999-01-04");
        let currencies = ["USD", "JPY", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "HUF", "CZK", "AUD", "CAD"];
        let mut rates = Vec::new();
        for (c, code) in currencies.iter().enumerate() {
            for i in 0..1_250_u32 {
                rates.push(FxRateFields {
                    base: Currency::EUR,
                    quote: code.parse().unwrap(),
                    date: start + chrono::Days::new(u64::from(i)),
                    rate: Decimal::new(10_000 + i64::from(i % 997) + i64::try_from(c).unwrap(), 4),
                    source: "ECB".to_owned(),
                });
            }
        }
        let clock = Instant::now();
        let outcome = import(&store, 1, &rates).await;
        let took = clock.elapsed();
        assert_eq!(outcome.added, 15_000);
        // Measured alone and in release by the benchmark; here only a bound against something quadratic.
        assert!(took.as_secs() < 60, "15,000 rates took {took:?}");
        let clock = Instant::now();
        assert_eq!(import(&store, 2, &rates).await.unchanged, 15_000);
        assert!(clock.elapsed().as_secs() < 60);
        let pairs = fx_rates::pairs(&store).await.unwrap();
        assert_eq!((pairs.len(), pairs[0].count), (12, 1_250));
        let filter = FxRateFilter { quote: Some("CHF".parse().unwrap()), ..FxRateFilter::default() };
        let page = fx_rates::list(&store, &filter, &Paging { limit: 3, cursor: None }).await.unwrap();
        let next = Paging { limit: 3, cursor: page.next_cursor };
        let second = fx_rates::list(&store, &filter, &next).await.unwrap();
        assert!(second.items[0].fields.date < page.items[2].fields.date);
    }
}

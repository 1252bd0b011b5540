//! Transactions: revisions, filters, imports.

use crate::harness::on_both;

on_both!(
    corrections_keep_what_was_known,
    lists_are_filtered_and_paged,
    a_file_twice_adds_nothing,
    bad_rows_refuse_the_whole_file,
    revisions_are_never_overwritten,
    every_kind_is_stored,
    a_whole_ledger_keeps_every_text,
);

pub(crate) mod scenarios {
    use model::{
        account::Account,
        currency::Currency,
        id::{AccountId, ImportId, TransactionId},
        instrument::Instrument,
        transaction::{TransactionFields, TransactionKind},
    };
    use rust_decimal::Decimal;
    use store::{
        Outcome, Paging, Store, StoreError, accounts,
        imports::{self, ImportKind, ImportLog},
        instruments,
        transactions::{self, ImportRow, TransactionFilter},
    };
    use testkit::build::{account, buy, day, decimal, deposit, share};

    use crate::harness::{change, later, now};

    async fn books(store: &Store) -> (Account, Instrument) {
        let (main, apple) = (account("Main"), share("AAPL"));
        let mut w = change(store, now()).await;
        accounts::insert(&mut w, &main).await.unwrap();
        instruments::insert(&mut w, &apple).await.unwrap();
        w.commit().await.unwrap();
        (main, apple)
    }

    pub(crate) async fn corrections_keep_what_was_known(store: Store) {
        let (main, apple) = books(&store).await;
        let id = TransactionId::new();
        let fields = buy(main.id, apple.id, "2020-02-03", "10.50", "100.00");
        let mut w = change(&store, later(10)).await;
        let first = transactions::insert(&mut w, id, &fields).await.unwrap();
        assert_eq!(transactions::insert(&mut w, id, &fields).await.unwrap_err().code(), "duplicate");
        w.commit().await.unwrap();
        assert_eq!(transactions::get(&store, id, None).await.unwrap(), first, "exact, scale included");

        let mut corrected = fields.clone();
        corrected.price = Some(decimal("101"));
        let mut w = change(&store, later(20)).await;
        let stale = transactions::revise(&mut w, id, Some(7), &corrected).await.unwrap_err();
        assert!(matches!(stale, StoreError::Stale { expected: 7, found: 1, .. }), "{stale}");
        let second = transactions::revise(&mut w, id, Some(1), &corrected).await.unwrap();
        w.commit().await.unwrap();
        let mut w = change(&store, later(30)).await;
        assert_eq!(transactions::delete(&mut w, id, Some(2)).await.unwrap(), second);
        w.commit().await.unwrap();

        assert_eq!(transactions::get(&store, id, None).await.unwrap_err().code(), "not_found");
        assert_eq!(transactions::get(&store, id, Some(later(15))).await.unwrap(), first);
        assert_eq!(transactions::get(&store, id, Some(later(20))).await.unwrap(), second);
        assert!(transactions::get(&store, id, Some(later(5))).await.is_err());
        let mut w = change(&store, later(40)).await;
        transactions::revise(&mut w, id, None, &fields).await.unwrap();
        w.commit().await.unwrap();
        let history = transactions::revisions(&store, id).await.unwrap();
        let deleted: Vec<bool> = history.iter().map(|r| r.deleted).collect();
        assert_eq!(deleted, [false, false, true, false]);
        let ends: Vec<_> = history.iter().map(|r| r.known_until).collect();
        assert_eq!(ends, [Some(later(20)), Some(later(30)), Some(later(40)), None]);
    }

    pub(crate) async fn lists_are_filtered_and_paged(store: Store) {
        let (main, apple) = books(&store).await;
        let other = account("Other");
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &other).await.unwrap();
        for i in 1..=9 {
            let on = format!("2020-03-0{i}");
            transactions::insert(&mut w, TransactionId::new(), &deposit(main.id, &on, "5")).await.unwrap();
        }
        let bought = buy(main.id, apple.id, "2020-03-05", "1", "2");
        transactions::insert(&mut w, TransactionId::new(), &bought).await.unwrap();
        let mut moved = TransactionFields::plain(main.id, TransactionKind::Transfer, day("2020-04-01"), Currency::USD);
        (moved.amount, moved.counter_account_id) = (Some(Decimal::ONE), Some(other.id));
        transactions::insert(&mut w, TransactionId::new(), &moved).await.unwrap();
        w.commit().await.unwrap();

        let none = TransactionFilter::default();
        let count = async |f: TransactionFilter| transactions::all(&store, &f).await.unwrap().len();
        assert_eq!(count(none.clone()).await, 11);
        assert_eq!(count(TransactionFilter { account_id: Some(other.id), ..none.clone() }).await, 1);
        assert_eq!(count(TransactionFilter { instrument_id: Some(apple.id), ..none.clone() }).await, 1);
        assert_eq!(count(TransactionFilter { kind: Some(TransactionKind::Deposit), ..none.clone() }).await, 9);
        let range = TransactionFilter { from: Some(day("2020-03-02")), to: Some(day("2020-03-05")), ..none.clone() };
        assert_eq!(count(range.clone()).await, 5);
        assert_eq!(count(TransactionFilter { known_at: Some(later(-1)), ..none.clone() }).await, 0);

        let all: Vec<_> = transactions::all(&store, &none).await.unwrap().iter().map(|t| t.id).collect();
        let mut paged = Vec::new();
        let mut paging = Paging { limit: 4, cursor: None };
        loop {
            let page = transactions::list(&store, &none, &paging).await.unwrap();
            paged.extend(page.items.iter().map(|t| t.id));
            if page.next_cursor.is_none() {
                break;
            }
            paging.cursor = page.next_cursor;
        }
        paged.reverse();
        assert_eq!(paged, all, "newest first is oldest first reversed");
    }

    fn rows(account: AccountId, instrument: model::id::InstrumentId) -> Vec<ImportRow> {
        let fields = [
            buy(account, instrument, "2020-02-03", "10", "100"),
            buy(account, instrument, "2020-02-03", "10.0", "100.00"), // equal to the first: both stay
            deposit(account, "2020-02-01", "5000"),
        ];
        fields.into_iter().enumerate().map(|(i, fields)| ImportRow { line: i + 2, fields }).collect()
    }

    fn log(id: ImportId) -> ImportLog<Vec<String>> {
        let outcome = Outcome { added: 3, ..Outcome::default() };
        let content_hash = "0".repeat(64);
        let (file_name, report) = ("t.csv".to_owned(), Some(vec!["fine".to_owned()]));
        let kind = ImportKind::Transactions;
        ImportLog { id, kind, file_name, content_hash, at: now(), outcome, refused: 0, report }
    }

    pub(crate) async fn a_file_twice_adds_nothing(store: Store) {
        let (main, apple) = books(&store).await;
        let rows = rows(main.id, apple.id);
        let (first, second) = (ImportId::new(), ImportId::new());
        let mut w = change(&store, later(1)).await;
        let outcome = transactions::import(&mut w, first, &rows).await.unwrap();
        imports::insert(&mut w, &log(first)).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(outcome, Outcome { added: 3, revised: 0, unchanged: 0 });
        let found = imports::by_hash::<Vec<String>>(&store, ImportKind::Transactions, &"0".repeat(64)).await.unwrap();
        assert_eq!(found, Some(log(first)));

        assert_eq!(transactions::is_new(&store, &rows).await.unwrap(), [false, false, false]);
        let mut w = change(&store, later(2)).await;
        let again = transactions::import(&mut w, second, &rows).await.unwrap();
        assert_eq!(again, Outcome { added: 0, revised: 0, unchanged: 3 });
        w.rollback().await.unwrap();

        // A correction by hand does not make the file's row new.
        let one = transactions::all(&store, &TransactionFilter::default()).await.unwrap().remove(0);
        let mut w = change(&store, later(3)).await;
        let mut fields = one.fields().clone();
        fields.note = Some("checked".to_owned());
        transactions::revise(&mut w, one.id, None, &fields).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(transactions::is_new(&store, &rows).await.unwrap(), [false, false, false]);

        // Undoing the import makes room for it.
        let mut w = change(&store, later(4)).await;
        assert_eq!(transactions::delete_import(&mut w, first).await.unwrap(), 3);
        w.commit().await.unwrap();
        assert!(transactions::all(&store, &TransactionFilter::default()).await.unwrap().is_empty());
        assert_eq!(transactions::is_new(&store, &rows).await.unwrap(), [true, true, true]);
        let known = TransactionFilter { known_at: Some(later(3)), ..TransactionFilter::default() };
        assert_eq!(transactions::all(&store, &known).await.unwrap().len(), 3);
    }

    pub(crate) async fn bad_rows_refuse_the_whole_file(store: Store) {
        let (main, mut apple) = books(&store).await;
        let mut w = change(&store, later(1)).await;
        apple.fields.prices_adjusted = true;
        instruments::update(&mut w, &apple).await.unwrap();
        w.commit().await.unwrap();
        let mut rows = rows(main.id, apple.id);
        rows[0].fields.account_id = AccountId::new();
        rows[1].fields.quantity = Some(Decimal::NEGATIVE_ONE);
        let mut dividend =
            TransactionFields::plain(main.id, TransactionKind::Dividend, day("2020-05-01"), Currency::USD);
        (dividend.amount, dividend.instrument_id) = (Some(Decimal::ONE), Some(apple.id));
        rows.push(ImportRow { line: 9, fields: dividend });
        let mut w = change(&store, later(2)).await;
        let Err(StoreError::Rows(wrong)) = transactions::import(&mut w, ImportId::new(), &rows).await else {
            panic!("the rows are wrong");
        };
        let wrong: Vec<_> = wrong.iter().map(|e| (e.row, e.reason.code())).collect();
        assert_eq!(wrong, [(2, "account_unknown"), (3, "not_positive"), (9, "prices_adjusted")]);
        w.commit().await.unwrap();
        assert!(transactions::all(&store, &TransactionFilter::default()).await.unwrap().is_empty());
    }

    pub(crate) async fn revisions_are_never_overwritten(store: Store) {
        let (main, _) = books(&store).await;
        let id = TransactionId::new();
        let mut w = change(&store, later(1)).await;
        transactions::insert(&mut w, id, &deposit(main.id, "2020-01-01", "5")).await.unwrap();
        w.commit().await.unwrap();
        for sql in ["UPDATE transactions SET kind = 'fee'", "DELETE FROM transactions", "DELETE FROM audit_events"] {
            let refused = crate::trail::raw(&store, sql).await.unwrap_err();
            assert!(refused.contains("append-only") || refused.contains("keeps its revisions"), "{sql}: {refused}");
        }
    }

    pub(crate) async fn every_kind_is_stored(store: Store) {
        let (main, apple) = books(&store).await;
        let mut w = change(&store, now()).await;
        let mut stored = 0;
        for kind in TransactionKind::ALL {
            // Of each kind the fields that its check asks for, one after the other.
            let mut f = TransactionFields::plain(main.id, *kind, day("2020-01-01"), Currency::USD);
            for _ in 0..10 {
                for error in f.check() {
                    match error.field() {
                        Some("instrument_id") => f.instrument_id = Some(apple.id),
                        Some("quantity") => f.quantity = Some(Decimal::ONE),
                        Some("price") => f.price = Some(Decimal::ONE),
                        Some("amount") => f.amount = Some(Decimal::ONE),
                        Some("new_symbol") => f.new_symbol = Some("NEW".to_owned()),
                        Some("cost_fraction") => f.cost_fraction = Some(decimal("0.1")),
                        Some("ratio_new") => f.ratio_new = Some(Decimal::TWO),
                        Some("ratio_old") => f.ratio_old = Some(Decimal::ONE),
                        Some("counter_amount") => f.counter_amount = Some(Decimal::ONE),
                        Some("counter_currency") => f.counter_currency = Some(Currency::EUR),
                        Some("counter_account_id") => {
                            let other = account(kind.as_str());
                            accounts::insert(&mut w, &other).await.unwrap();
                            f.counter_account_id = Some(other.id);
                        }
                        Some("other_instrument_id") => {
                            let other = share(kind.as_str());
                            instruments::insert(&mut w, &other).await.unwrap();
                            f.other_instrument_id = Some(other.id);
                        }
                        other => panic!("{kind}: {other:?}"),
                    }
                }
            }
            let id = TransactionId::new();
            transactions::insert(&mut w, id, &f).await.unwrap_or_else(|e| panic!("{kind}: {e}"));
            assert_eq!(transactions::get(&mut w, id, None).await.unwrap().fields(), &f);
            stored += 1;
        }
        w.commit().await.unwrap();
        assert_eq!(stored, TransactionKind::ALL.len());
    }
    pub(crate) async fn a_whole_ledger_keeps_every_text(store: Store) {
        let (main, apple) = books(&store).await;
        let texts = ["", "x", "a\u{1f}b\u{1e}c", "Zürich · 東京 · 'quoted'", "x00ff", "{\"a\": [1, null]}"];
        let mut w = change(&store, now()).await;
        let mut wanted = Vec::new();
        // More than what travels in one piece.
        for n in 0..2100_usize {
            let text = |i: usize| texts.get((n + i) % (texts.len() + 1)).map(|t| (*t).to_owned());
            let mut f = buy(main.id, apple.id, "2020-01-02", "3", "1.50");
            (f.note, f.external_ref) = (text(0), text(1));
            wanted.push(transactions::insert(&mut w, TransactionId::new(), &f).await.unwrap());
        }
        w.commit().await.unwrap();
        let mut found = transactions::all(&store, &TransactionFilter::default()).await.unwrap();
        found.sort_by_key(|t| t.id);
        wanted.sort_by_key(|t| t.id);
        assert!(found == wanted, "the ledger differs from what was stored");
    }
}

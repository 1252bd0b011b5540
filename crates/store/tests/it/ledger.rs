//! Instruments, accounts, lots and settings.

use crate::harness::on_both;

on_both!(
    instruments_come_and_go,
    a_symbol_is_taken_once,
    accounts_come_and_go,
    what_is_used_stays,
    lots_are_replaced,
    settings_are_typed,
    every_asset_class_and_account_kind_is_stored,
    pages_follow_each_other,
);

pub(crate) mod scenarios {
    use model::{
        account::AccountKind,
        currency::Currency,
        id::{InstrumentId, LotId, TransactionId},
        instrument::{AssetClass, OptionRight, SymbolPeriod},
        lot::Lot,
        money::Money,
        settings::Settings,
    };
    use rust_decimal::Decimal;
    use store::{Paging, Store, StoreError, accounts, instruments, lots, settings, transactions};
    use testkit::build::{account, buy, day, decimal, share};

    use crate::harness::{change, later, now};

    pub(crate) async fn instruments_come_and_go(store: Store) {
        let mut apple = share("AAPL");
        apple.fields.isin = Some("US0378331005".to_owned());
        apple.fields.tick_size = Some(decimal("0.010"));
        apple.fields.symbol_history = vec![SymbolPeriod { symbol: "APPL".to_owned(), until: day("1999-12-31") }];
        let mut w = change(&store, now()).await;
        instruments::insert(&mut w, &apple).await.unwrap();
        assert_eq!(instruments::get(&mut w, apple.id).await.unwrap(), apple, "a write sees itself");
        assert!(instruments::by_symbol(&store, "AAPL").await.unwrap().is_none(), "others do not yet");
        w.commit().await.unwrap();
        assert_eq!(instruments::by_symbol(&store, "AAPL").await.unwrap(), Some(apple.clone()));

        apple.fields.name = "Apple Inc.".to_owned();
        let mut w = change(&store, later(1)).await;
        instruments::update(&mut w, &apple).await.unwrap();
        let done = w.commit().await.unwrap();
        assert_eq!((done.events, done.nouns), (1, vec!["instruments"]));
        assert_eq!(instruments::get(&store, apple.id).await.unwrap().fields.name, "Apple Inc.");

        let mut w = change(&store, later(2)).await;
        assert_eq!(instruments::delete(&mut w, apple.id).await.unwrap(), apple);
        w.commit().await.unwrap();
        let gone = instruments::get(&store, apple.id).await.unwrap_err();
        assert_eq!(gone.code(), "not_found");
    }

    pub(crate) async fn a_symbol_is_taken_once(store: Store) {
        let mut w = change(&store, now()).await;
        instruments::insert(&mut w, &share("SAP")).await.unwrap();
        let again = instruments::insert(&mut w, &share("SAP")).await.unwrap_err();
        assert!(matches!(again, StoreError::Duplicate { field: "symbol", .. }), "{again}");
        let mut bad = share("X");
        bad.fields.multiplier = Decimal::ZERO;
        assert_eq!(instruments::insert(&mut w, &bad).await.unwrap_err().code(), "invalid");
        w.commit().await.unwrap();
        let rows = [share("SAP"), share("NEW"), share("NEW")];
        let wrong = instruments::check(&store, &rows).await.unwrap();
        let wrong: Vec<(usize, &str)> = wrong.iter().map(|e| (e.row, e.reason.code())).collect();
        assert_eq!(wrong, [(1, "symbol_taken"), (3, "symbol_taken")]);
    }

    pub(crate) async fn accounts_come_and_go(store: Store) {
        let mut main = account("Main");
        main.fields.opened_on = Some(day("2010-01-01"));
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &main).await.unwrap();
        assert_eq!(accounts::insert(&mut w, &account("Main")).await.unwrap_err().code(), "duplicate");
        main.fields.currency = Currency::EUR;
        accounts::update(&mut w, &main).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(accounts::by_name(&store, "Main").await.unwrap(), Some(main.clone()));
        let mut w = change(&store, later(1)).await;
        accounts::delete(&mut w, main.id).await.unwrap();
        w.commit().await.unwrap();
        assert!(accounts::all(&store).await.unwrap().is_empty());
    }

    pub(crate) async fn what_is_used_stays(store: Store) {
        let (main, apple) = (account("Main"), share("AAPL"));
        let mut w = change(&store, now()).await;
        accounts::insert(&mut w, &main).await.unwrap();
        instruments::insert(&mut w, &apple).await.unwrap();
        let fields = buy(main.id, apple.id, "2020-02-03", "10", "100");
        transactions::insert(&mut w, TransactionId::new(), &fields).await.unwrap();
        let refused = instruments::delete(&mut w, apple.id).await.unwrap_err();
        assert!(matches!(refused, StoreError::InUse { by: "transactions", count: 1, .. }), "{refused}");
        assert_eq!(accounts::delete(&mut w, main.id).await.unwrap_err().code(), "in_use");
        w.commit().await.unwrap();
    }

    pub(crate) async fn lots_are_replaced(store: Store) {
        let (main, other, apple) = (account("Main"), account("Other"), share("AAPL"));
        let lot = |account_id, quantity: &str| Lot {
            id: LotId::new(),
            account_id,
            instrument_id: apple.id,
            opened_by: TransactionId::new(),
            opened_on: day("2020-02-03"),
            quantity: decimal(quantity),
            cost: Money::new(decimal("1000.10"), Currency::USD),
            cost_base: None,
        };
        let mut w = change(&store, now()).await;
        for a in [&main, &other] {
            accounts::insert(&mut w, a).await.unwrap();
        }
        instruments::insert(&mut w, &apple).await.unwrap();
        lots::replace(&mut w, main.id, &[lot(main.id, "10"), lot(main.id, "-2.50")]).await.unwrap();
        lots::replace(&mut w, other.id, &[lot(other.id, "3")]).await.unwrap();
        let new = [lot(main.id, "7")];
        lots::replace(&mut w, main.id, &new).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(lots::list(&store, Some(main.id), Some(apple.id)).await.unwrap(), new);
        assert_eq!(lots::list(&store, None, Some(apple.id)).await.unwrap().len(), 2);
        assert_eq!(lots::list(&store, Some(other.id), None).await.unwrap().len(), 1);
    }

    pub(crate) async fn settings_are_typed(store: Store) {
        assert_eq!(settings::get(&store).await.unwrap(), None);
        let mut s = Settings::new(Currency::EUR);
        s.benchmark_id = Some(InstrumentId::new());
        s.risk_free_rate = Some(0.0175);
        let mut w = change(&store, now()).await;
        settings::put(&mut w, &s).await.unwrap();
        settings::put_key(&mut w, "layout", &vec![1, 2, 3]).await.unwrap();
        w.commit().await.unwrap();
        assert_eq!(settings::get(&store).await.unwrap(), Some(s.clone()));
        assert_eq!(settings::get_key::<Vec<i32>>(&store, "layout").await.unwrap(), Some(vec![1, 2, 3]));
        let not_that = settings::get_key::<String>(&store, "layout").await.unwrap_err();
        assert_eq!(not_that.code(), "stored_value");
        s.periods_per_year = 0;
        let mut w = change(&store, now()).await;
        assert_eq!(settings::put(&mut w, &s).await.unwrap_err().code(), "invalid");
    }

    pub(crate) async fn every_asset_class_and_account_kind_is_stored(store: Store) {
        let mut w = change(&store, now()).await;
        for class in AssetClass::ALL {
            let mut i = share(class.as_str());
            i.fields.asset_class = *class;
            (i.fields.expiry, i.fields.strike) = (Some(day("2030-01-18")), Some(decimal("150")));
            i.fields.option_right = Some(OptionRight::Put);
            instruments::insert(&mut w, &i).await.unwrap();
        }
        for kind in AccountKind::ALL {
            let mut a = account(kind.as_str());
            a.fields.kind = *kind;
            accounts::insert(&mut w, &a).await.unwrap();
        }
        w.commit().await.unwrap();
        assert_eq!(instruments::all(&store).await.unwrap().len(), AssetClass::ALL.len());
    }

    pub(crate) async fn pages_follow_each_other(store: Store) {
        let mut w = change(&store, now()).await;
        for i in 0..25 {
            instruments::insert(&mut w, &share(&format!("S{i:02}"))).await.unwrap();
        }
        w.commit().await.unwrap();
        let filter = instruments::InstrumentFilter { q: Some("s".to_owned()), asset_class: Some(AssetClass::Equity) };
        let mut paging = Paging { limit: 10, cursor: None };
        let mut seen = Vec::new();
        loop {
            let page = instruments::list(&store, &filter, &paging).await.unwrap();
            seen.extend(page.items.into_iter().map(|i| i.fields.symbol));
            if page.next_cursor.is_none() {
                break;
            }
            paging.cursor = page.next_cursor;
        }
        let expected: Vec<String> = (0..25).map(|i| format!("S{i:02}")).collect();
        assert_eq!(seen, expected);
        let nothing = instruments::InstrumentFilter { q: Some("100%".to_owned()), asset_class: None };
        assert!(instruments::list(&store, &nothing, &Paging::default()).await.unwrap().items.is_empty());
    }
}

//! Trades, cash, transfers and refusals.

use crate::desk::{Desk, EUR, USD, d, day, lots};

#[test]
fn the_oldest_lots_are_sold_first() {
    let mut desk = Desk::new();
    desk.cash("deposit", "2020-01-01", "10000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("buy", "2020-02-03", "A", "10", "120");
    let a = desk.id("A");
    desk.add("sell", "2020-03-02", |f| {
        f.instrument_id = Some(a);
        f.quantity = Some(d("15"));
        f.price = Some(d("130"));
        f.fees = d("3");
    });
    let books = desk.books("2020-12-31");
    assert_eq!(books.problems, vec![]);
    // Proceeds 15 × 130 − 3 = 1947, of which 10/15 = 1298 for the first lot, the rest 649 for half the second.
    let gains: Vec<_> = books.realized.iter().map(|g| (g.quantity, g.proceeds.amount, g.cost.amount, g.gain)).collect();
    assert_eq!(gains, [(d("10"), d("1298"), d("1000"), Some(d("298"))), (d("5"), d("649"), d("600"), Some(d("49")))]);
    assert_eq!(lots(&books), [(d("5"), d("600"))]);
    // 10000 − 1000 − 1200 + 1947
    assert_eq!(desk.cash_of(&books, 0), d("9747"));
}

#[test]
fn a_short_sale_gains_when_it_is_bought_back_lower() {
    let mut desk = Desk::new();
    desk.trade("short", "2020-01-02", "A", "10", "50");
    desk.trade("cover", "2020-02-03", "A", "4", "40");
    let books = desk.books("2020-12-31");
    // 4 × 50 received, 4 × 40 paid; six still owed, for which 300 came in.
    assert_eq!(books.realized[0].gain, Some(d("40")));
    assert_eq!(books.realized[0].quantity, d("-4"));
    assert_eq!(lots(&books), [(d("-6"), d("300"))]);
    assert_eq!(desk.cash_of(&books, 0), d("340"));
}

#[test]
fn gains_in_base_currency_use_the_rate_of_each_day() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.rates(EUR, &[("USD", "2020-01-02", "1.25"), ("USD", "2020-06-01", "1.00")]);
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("sell", "2020-06-01", "A", "10", "110");
    let books = desk.books("2020-12-31");
    // Paid 1000 ÷ 1.25 = 800 EUR, received 1100 ÷ 1 = 1100 EUR.
    let g = &books.realized[0];
    assert_eq!(
        (g.gain, g.cost_base, g.proceeds_base, g.gain_base),
        (Some(d("100")), Some(d("800")), Some(d("1100")), Some(d("300")))
    );
}

#[test]
fn a_missing_rate_is_unknown_not_one_to_one() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let books = desk.books("2020-12-31");
    assert_eq!(books.lots[0].lot.cost_base, None);
    assert_eq!(books.lots[0].lot.cost.currency, USD);
}

#[test]
fn a_transfer_keeps_cost_and_date() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let (a, to) = (desk.id("A"), desk.account(1));
    desk.add("transfer", "2020-02-03", |f| {
        f.instrument_id = Some(a);
        f.quantity = Some(d("4"));
        f.counter_account_id = Some(to);
    });
    let books = desk.books("2020-12-31");
    let by_account = |id| books.lots.iter().find(|l| l.lot.account_id == id).unwrap();
    let (stays, moved) = (by_account(desk.account(0)), by_account(to));
    assert_eq!((stays.lot.quantity, stays.lot.cost.amount), (d("6"), d("600")));
    assert_eq!((moved.lot.quantity, moved.lot.cost.amount, moved.lot.opened_on), (d("4"), d("400"), day("2020-01-02")));
    assert_ne!(stays.lot.id, moved.lot.id);
    assert!(books.realized.is_empty());
    assert!(books.flows.iter().all(|f| f.between_accounts));
}

#[test]
fn cash_moves_by_currency() {
    let mut desk = Desk::new();
    desk.cash("opening_balance", "2020-01-01", "-5");
    desk.cash("deposit", "2020-01-02", "1000");
    desk.add("currency_conversion", "2020-01-03", |f| {
        f.amount = Some(d("500"));
        f.fees = d("1");
        f.counter_amount = Some(d("450"));
        f.counter_currency = Some(EUR);
    });
    desk.cash("interest", "2020-01-04", "-2");
    desk.cash("fee", "2020-01-05", "3");
    desk.cash("tax", "2020-01-05", "4");
    desk.cash("withdrawal", "2020-01-06", "100");
    let books = desk.books("2020-12-31");
    let balances: Vec<_> = books.cash_balances(None).into_iter().map(|c| (c.currency, c.amount)).collect();
    // −5 + 1000 − 501 − 2 − 3 − 4 − 100
    assert_eq!(balances, [(EUR, d("450")), (USD, d("385"))]);
    assert_eq!(books.fees.iter().map(|f| f.amount.amount).collect::<Vec<_>>(), [d("1"), d("3")]);
}

#[test]
fn what_cannot_be_is_listed_and_changes_nothing() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("sell", "2020-01-03", "A", "11", "100");
    desk.trade("cover", "2020-01-03", "A", "1", "100");
    let (b, adjusted) = (desk.id("B"), desk.id("D"));
    desk.add("delisting", "2020-01-04", |f| {
        f.instrument_id = Some(b);
        f.price = Some(d("0"));
    });
    desk.trade("buy", "2020-01-05", "D", "1", "10");
    for kind in ["dividend", "return_of_capital"] {
        desk.add(kind, "2020-01-06", |f| {
            f.instrument_id = Some(adjusted);
            f.amount = Some(d("1"));
        });
    }
    desk.add("split", "2020-01-06", |f| {
        f.instrument_id = Some(adjusted);
        (f.ratio_new, f.ratio_old) = (Some(d("2")), Some(d("1")));
    });
    desk.add("buy", "2020-01-07", |f| {
        f.instrument_id = Some(model::id::InstrumentId::new());
        (f.quantity, f.price) = (Some(d("1")), Some(d("1")));
    });
    desk.trade("buy", "2020-01-08", "A", "79000000000000000000000000000", "79000000000000000000000000000");
    let books = desk.books("2020-12-31");
    let codes: Vec<&str> = books.problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "more_than_held",
            "more_than_short",
            "nothing_held",
            "prices_adjusted",
            "prices_adjusted",
            "prices_adjusted",
            "instrument_unknown",
            "amount_overflow"
        ]
    );
    assert_eq!(
        books.problems[0].message,
        "Sell of 2020-01-03: 11 A leave the account, but only 10 are held on that day; correct the quantity or enter the missing purchase"
    );
    assert_eq!(lots(&books), [(d("10"), d("1000")), (d("1"), d("10"))]);
    assert_eq!(books.cash.len(), 2);
}

#[test]
fn within_a_day_purchases_come_before_sales_and_splits_before_both() {
    let mut desk = Desk::new();
    desk.trade("sell", "2020-01-02", "A", "10", "11");
    desk.trade("buy", "2020-01-02", "A", "10", "10");
    assert_eq!(desk.books("2020-01-02").problems, vec![]);
    assert_eq!(desk.books("2020-01-02").realized[0].gain, Some(d("10")));
    assert_eq!(desk.books("2020-01-01").n_transactions, 0);
}

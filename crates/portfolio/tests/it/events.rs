//! Corporate actions and options, each worked out by hand.

use crate::desk::{Desk, d, day, lots};

#[test]
fn a_reverse_split_keeps_the_cost() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let a = desk.id("A");
    desk.add("split", "2020-02-03", |f| {
        f.instrument_id = Some(a);
        (f.ratio_new, f.ratio_old) = (Some(d("1")), Some(d("5")));
    });
    assert_eq!(lots(&desk.books("2020-12-31")), [(d("2"), d("1000"))]);
}

#[test]
fn a_spin_off_takes_a_part_of_the_cost_and_the_date() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let (a, b) = (desk.id("A"), desk.id("B"));
    desk.add("spin_off", "2020-02-03", |f| {
        (f.instrument_id, f.other_instrument_id) = (Some(a), Some(b));
        (f.ratio_new, f.ratio_old, f.cost_fraction) = (Some(d("1")), Some(d("4")), Some(d("0.2")));
    });
    let books = desk.books("2020-12-31");
    assert_eq!(lots(&books), [(d("10"), d("800")), (d("2.5"), d("200"))]);
    assert_eq!(books.lots[1].lot.opened_on, day("2020-01-02"));
    assert_eq!(books.lots[1].lot.cost_base, Some(d("200")));
}

#[test]
fn a_merger_for_shares_and_cash_lowers_the_cost_first() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("buy", "2020-01-03", "A", "10", "10");
    let (a, b) = (desk.id("A"), desk.id("B"));
    desk.add("merger", "2020-02-03", |f| {
        (f.instrument_id, f.other_instrument_id) = (Some(a), Some(b));
        (f.ratio_new, f.ratio_old, f.amount) = (Some(d("1")), Some(d("2")), Some(d("400")));
    });
    let books = desk.books("2020-12-31");
    // 200 of cash to each lot: 1000 becomes 800; 100 becomes 0, and 100 is a gain.
    assert_eq!(lots(&books), [(d("5"), d("800")), (d("5"), d("0"))]);
    assert_eq!(books.realized.iter().map(|g| (g.quantity, g.gain)).collect::<Vec<_>>(), [(d("0"), Some(d("100")))]);
    assert_eq!(desk.cash_of(&books, 0), d("-700"));
}

#[test]
fn a_merger_for_cash_closes_the_lots() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let a = desk.id("A");
    desk.add("merger", "2020-02-03", |f| {
        f.instrument_id = Some(a);
        f.amount = Some(d("1300"));
        f.fees = d("10");
    });
    let books = desk.books("2020-12-31");
    assert!(books.lots.is_empty());
    assert_eq!(books.realized[0].gain, Some(d("290")));
}

#[test]
fn capital_returned_beyond_the_cost_is_a_gain() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "10");
    let a = desk.id("A");
    for (on, amount) in [("2020-02-03", "60"), ("2020-03-02", "60")] {
        desk.add("return_of_capital", on, |f| {
            f.instrument_id = Some(a);
            f.amount = Some(d(amount));
        });
    }
    let books = desk.books("2020-12-31");
    // 100 − 60 = 40, then 60 against 40: 20 beyond.
    assert_eq!(lots(&books), [(d("10"), d("0"))]);
    assert_eq!(books.realized[0].gain_base, Some(d("20")));
    assert_eq!(desk.cash_of(&books, 0), d("20"));
}

#[test]
fn a_stock_dividend_adds_units_without_cost() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "10");
    desk.trade("buy", "2020-01-03", "A", "30", "10");
    let a = desk.id("A");
    desk.add("stock_dividend", "2020-02-03", |f| {
        f.instrument_id = Some(a);
        f.quantity = Some(d("4"));
    });
    assert_eq!(lots(&desk.books("2020-12-31")), [(d("11"), d("100")), (d("33"), d("300"))]);
}

#[test]
fn a_worthless_delisting_loses_the_cost() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "10", "10");
    let a = desk.id("A");
    desk.add("delisting", "2020-02-03", |f| {
        f.instrument_id = Some(a);
        f.price = Some(d("0"));
    });
    let books = desk.books("2020-12-31");
    assert!(books.lots.is_empty());
    assert_eq!(books.realized[0].gain, Some(d("-100")));
}

#[test]
fn an_exercised_call_moves_its_premium_into_the_cost() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "C", "1", "2.50");
    use_option(&mut desk, "option_exercise");
    let books = desk.books("2020-12-31");
    assert_eq!(books.problems, vec![]);
    // 100 × 50 + 250 of premium
    assert_eq!(lots(&books), [(d("100"), d("5250"))]);
    assert_eq!(desk.cash_of(&books, 0), d("-5250"));
    assert!(books.realized.is_empty());
}

#[test]
fn an_assigned_call_sells_for_strike_and_premium() {
    let mut desk = Desk::new();
    desk.trade("buy", "2020-01-02", "A", "100", "40");
    desk.trade("short", "2020-01-03", "C", "1", "2");
    use_option(&mut desk, "option_assignment");
    let books = desk.books("2020-12-31");
    // 5000 + 200 − 4000
    assert_eq!(books.realized[0].gain, Some(d("1200")));
    assert!(books.lots.is_empty());
    assert_eq!(desk.cash_of(&books, 0), d("1200"));
}

#[test]
fn puts_are_the_other_way_round() {
    let mut desk = Desk::new();
    desk.instruments[2].fields.option_right = Some(model::instrument::OptionRight::Put);
    desk.trade("buy", "2020-01-02", "A", "100", "40");
    desk.trade("buy", "2020-01-03", "C", "1", "2");
    use_option(&mut desk, "option_exercise");
    // 5000 − 200 of premium − 4000
    assert_eq!(desk.books("2020-12-31").realized[0].gain, Some(d("800")));

    let mut writer = Desk::new();
    writer.instruments[2].fields.option_right = Some(model::instrument::OptionRight::Put);
    writer.trade("short", "2020-01-03", "C", "1", "2");
    use_option(&mut writer, "option_assignment");
    assert_eq!(lots(&writer.books("2020-12-31")), [(d("100"), d("4800"))]);
}

#[test]
fn an_expired_option_loses_its_premium_or_keeps_it() {
    for (kind, gain) in [("buy", "-250"), ("short", "250")] {
        let mut desk = Desk::new();
        desk.trade(kind, "2020-01-02", "C", "1", "2.50");
        let c = desk.id("C");
        desk.add("option_expiry", "2020-02-03", |f| {
            f.instrument_id = Some(c);
            f.quantity = Some(d("1"));
        });
        let books = desk.books("2020-12-31");
        assert_eq!(books.realized[0].gain, Some(d(gain)), "{kind}");
        assert!(books.lots.is_empty());
    }
}

fn use_option(desk: &mut Desk, kind: &str) {
    let (c, a) = (desk.id("C"), desk.id("A"));
    desk.add(kind, "2020-02-03", |f| {
        (f.instrument_id, f.other_instrument_id) = (Some(c), Some(a));
        (f.quantity, f.price) = (Some(d("1")), Some(d("50")));
    });
}

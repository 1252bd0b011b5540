//! Lot methods and pools, each worked out by hand.

use model::{
    account::{LotMethod, LotRule, TradeCosts},
    id::{LotId, TransactionId},
    lot::LotChoice,
};
use portfolio::books::Books;
use rust_decimal::Decimal;

use crate::desk::{Desk, EUR, d, day, lots};

fn desk_with(method: LotMethod) -> Desk {
    let mut desk = Desk::new();
    for account in &mut desk.accounts {
        account.fields.lot_rules = vec![LotRule { from: None, method }];
    }
    desk
}

/// Cost and gain of each closed piece, in order.
fn closed(books: &Books) -> Vec<(Decimal, Decimal)> {
    books.realized.iter().map(|g| (g.cost.amount.round_dp(2), g.gain.unwrap().round_dp(2))).collect()
}

fn three_purchases(method: LotMethod) -> Books {
    let mut desk = desk_with(method);
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("buy", "2020-02-03", "A", "10", "120");
    desk.trade("buy", "2020-03-02", "A", "10", "90");
    desk.trade("sell", "2020-04-01", "A", "15", "110");
    let books = desk.books("2020-12-31");
    assert_eq!(books.problems, vec![]);
    books
}

#[test]
fn the_method_says_which_lots_go() {
    // 15 units at 110. The oldest: 10 at 100, 5 at 120. The newest: 10 at 90, 5 at 120. The dearest: 10 at 120, 5 at 100.
    assert_eq!(closed(&three_purchases(LotMethod::Fifo)), [(d("1000"), d("100")), (d("600"), d("-50"))]);
    assert_eq!(closed(&three_purchases(LotMethod::Lifo)), [(d("900"), d("200")), (d("600"), d("-50"))]);
    assert_eq!(closed(&three_purchases(LotMethod::Hifo)), [(d("1200"), d("-100")), (d("500"), d("50"))]);
    // A sale that names no lots is of the oldest.
    assert_eq!(closed(&three_purchases(LotMethod::Specific)), closed(&three_purchases(LotMethod::Fifo)));
}

#[test]
fn an_average_is_over_all_units_and_the_oldest_days_go_first() {
    let books = three_purchases(LotMethod::Average);
    // (1000 + 1200 + 900) / 30 = 103.33…: 10 and 5 units of it.
    assert_eq!(closed(&books), [(d("1033.33"), d("66.67")), (d("516.67"), d("33.33"))]);
    assert_eq!(books.realized.iter().map(|g| g.opened_on).collect::<Vec<_>>(), [day("2020-01-02"), day("2020-02-03")]);
    let left: Vec<_> = lots(&books).iter().map(|(units, cost)| (*units, cost.round_dp(2))).collect();
    assert_eq!(left, [(d("5"), d("516.67")), (d("10"), d("1033.33"))]);
    assert_eq!(lots(&books).iter().map(|l| l.1).sum::<Decimal>() + d("1550"), d("3100"));
    assert!(books.lots.iter().all(|l| l.pooled));
}

#[test]
fn the_dearest_short_lot_is_the_one_that_brought_least() {
    let mut desk = desk_with(LotMethod::Hifo);
    desk.trade("short", "2020-01-02", "A", "10", "100");
    desk.trade("short", "2020-02-03", "A", "10", "80");
    desk.trade("cover", "2020-03-02", "A", "10", "90");
    let books = desk.books("2020-12-31");
    assert_eq!(books.realized[0].gain, Some(d("-100")));
    assert_eq!(lots(&books), [(d("-10"), d("1000"))]);
}

#[test]
fn a_rule_holds_from_its_day() {
    let mut desk = Desk::new();
    let rule = |from: &str, method| LotRule { from: from.parse().ok(), method };
    desk.accounts[0].fields.lot_rules =
        vec![rule("", LotMethod::Lifo), rule("2020-03-01", LotMethod::Average), rule("2020-05-01", LotMethod::Fifo)];
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("buy", "2020-02-03", "A", "10", "130");
    desk.trade("sell", "2020-02-10", "A", "5", "140"); // the newest: 5 at 130
    desk.trade("sell", "2020-04-01", "A", "3", "140"); // 15 units of 1650: 110 each
    desk.trade("buy", "2020-06-01", "A", "1", "200"); // 12 units of 1320 keep 110 each
    desk.trade("sell", "2020-06-02", "A", "8", "140"); // the oldest: 7 of January, 1 of February, at 110
    let books = desk.books("2020-12-31");
    assert_eq!(closed(&books), [(d("650"), d("50")), (d("330"), d("90")), (d("770"), d("210")), (d("110"), d("30"))]);
    assert_eq!(lots(&books), [(d("4"), d("440")), (d("1"), d("200"))]);
    // On the day on which the rule begins, without any trade, the average is to be seen.
    assert_eq!(lots(&desk.books("2020-02-29")), [(d("10"), d("1000")), (d("5"), d("650"))]);
    assert_eq!(lots(&desk.books("2020-03-01")), [(d("10"), d("1100")), (d("5"), d("550"))]);
}

fn named(desk: &mut Desk, on: &str, choices: &[(TransactionId, &str)]) {
    let a = desk.id("A");
    let choice =
        |(id, units): &(TransactionId, &str)| LotChoice { lot_id: LotId::from_uuid(id.uuid()), quantity: d(units) };
    let chosen: Vec<LotChoice> = choices.iter().map(choice).collect();
    desk.add("sell", on, |f| {
        f.instrument_id = Some(a);
        f.quantity = Some(chosen.iter().map(|c| c.quantity).sum());
        f.price = Some(d("110"));
        f.lots = chosen;
    });
}

#[test]
fn a_sale_takes_the_lots_that_it_names() {
    let mut desk = desk_with(LotMethod::Specific);
    let first = desk.trade("buy", "2020-01-02", "A", "10", "100");
    let second = desk.trade("buy", "2020-02-03", "A", "10", "120");
    let third = desk.trade("buy", "2020-03-02", "A", "10", "90");
    named(&mut desk, "2020-04-01", &[(second, "4"), (third, "10")]);
    let books = desk.books("2020-12-31");
    assert_eq!(closed(&books), [(d("480"), d("-40")), (d("900"), d("200"))]);
    assert_eq!(lots(&books), [(d("10"), d("1000")), (d("6"), d("720"))]);
    // Too many of one lot, and one that is gone: refused whole, with the lot's name.
    named(&mut desk, "2020-05-01", &[(first, "1"), (second, "7")]);
    named(&mut desk, "2020-05-01", &[(third, "1")]);
    let after = desk.books("2020-12-31");
    assert_eq!(after.problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["lot_not_there", "lot_not_there"]);
    assert!(after.problems[0].message.contains(&LotId::from_uuid(second.uuid()).to_string()));
    assert_eq!(after.lots, books.lots);
}

#[test]
fn no_lot_of_a_pool_can_be_named() {
    let mut desk = desk_with(LotMethod::Average);
    let first = desk.trade("buy", "2020-01-02", "A", "10", "100");
    named(&mut desk, "2020-04-01", &[(first, "4")]);
    let books = desk.books("2020-12-31");
    assert_eq!(books.problems[0].code, "lots_of_pool");
    assert_eq!(lots(&books), [(d("10"), d("1000"))]);
}

#[test]
fn expensed_costs_are_neither_cost_nor_proceeds() {
    let mut desk = Desk::new();
    desk.accounts[0].fields.trade_costs = TradeCosts::Expensed;
    let a = desk.id("A");
    for (kind, on, price, fees) in [("buy", "2020-01-02", "10", "3"), ("sell", "2020-02-03", "11", "4")] {
        desk.add(kind, on, |f| {
            (f.instrument_id, f.quantity, f.price, f.fees) = (Some(a), Some(d("10")), Some(d(price)), d(fees));
        });
    }
    let books = desk.books("2020-12-31");
    assert_eq!(closed(&books), [(d("100"), d("10"))]);
    assert_eq!(books.fees.iter().map(|f| f.amount.amount).sum::<Decimal>(), d("7"));
    assert_eq!(desk.cash_of(&books, 0), d("3"));
}

/// HM Revenue & Customs, helpsheet HS284, example 3: 1,000 shares at £4.00 with £150 of costs, 500 at £4.10 with £80, 700
/// sold at £4.80 with £100, then 400 at £5.20 with £105. Gains of £329 and £300; £3,349 stay in the pool after the first.
#[test]
fn the_pool_of_the_united_kingdom() {
    let books = lobster(&[]);
    assert_eq!(books.realized.iter().map(|g| g.gain.unwrap().round()).collect::<Vec<_>>(), [d("329"), d("300")]);
    assert_eq!(lots(&books).iter().map(|l| (l.0, l.1.round())).collect::<Vec<_>>(), [(d("400"), d("1675"))]);
}

/// The same with 150 bought back at £5.00 with £80 of costs 24 days after the second sale: 150 of its 400 shares are those
/// (£830), 250 come from the pool (£1,047), so its gain is £98 and £2,302 stay in the pool.
#[test]
fn shares_bought_back_within_thirty_days_are_those_that_were_sold() {
    let books = lobster(&[("buy", "2018-02-25", "150", "5.00", "80")]);
    assert_eq!(books.problems, vec![]);
    let second: Vec<_> = books.realized.iter().skip(1).collect();
    assert_eq!(
        second.iter().map(|g| (g.quantity, g.cost.amount.round())).collect::<Vec<_>>(),
        [(d("150"), d("830")), (d("250"), d("1047"))]
    );
    assert_eq!(second.iter().map(|g| g.gain.unwrap()).sum::<Decimal>().round(), d("98"));
    assert_eq!(lots(&books).iter().map(|l| l.0).sum::<Decimal>(), d("550"));
    assert_eq!(lots(&books).iter().map(|l| l.1).sum::<Decimal>().round(), d("2303")); // 3,349.33 − 1,046.67
    // Before the shares come back nothing is known of them, and after thirty days it is too late.
    let late = lobster(&[("buy", "2018-03-04", "150", "5.00", "80")]);
    assert_eq!(late.realized.len(), 2);
}

fn lobster(more: &[(&str, &str, &str, &str, &str)]) -> Books {
    let mut desk = desk_with(LotMethod::Section104);
    let a = desk.id("A");
    let trades = [
        ("buy", "2014-04-01", "1000", "4.00", "150"),
        ("buy", "2017-09-01", "500", "4.10", "80"),
        ("sell", "2017-12-01", "700", "4.80", "100"),
        ("sell", "2018-02-01", "400", "5.20", "105"),
    ];
    for (kind, on, units, price, fees) in trades.iter().chain(more) {
        desk.add(kind, on, |f| {
            (f.instrument_id, f.quantity, f.price, f.fees) = (Some(a), Some(d(units)), Some(d(price)), d(fees));
        });
    }
    desk.books("2018-12-31")
}

#[test]
fn all_are_sold_and_fewer_are_bought_back() {
    // 40 for 80 are sold for 120; 25 bought within thirty days for 100 are 25 of them, so 15 of the pool (30) went: a loss
    // of 10. The 25 that are left of the pool (50) are sold for 150: a gain of 100. Together 270 − 180.
    let mut desk = desk_with(LotMethod::Section104);
    desk.trade("buy", "2023-09-01", "A", "40", "2");
    desk.trade("sell", "2023-09-12", "A", "40", "3");
    desk.trade("buy", "2023-10-01", "A", "25", "4");
    desk.trade("sell", "2023-10-15", "A", "25", "6");
    let books = desk.books("2023-12-31");
    assert_eq!(closed(&books), [(d("100"), d("-25")), (d("30"), d("15")), (d("50"), d("100"))]);
    assert!(books.lots.is_empty());
    // In between the books know of no purchase: all 40 came from the pool.
    assert_eq!(closed(&desk.books("2023-09-30")), [(d("80"), d("40"))]);
}

#[test]
fn shares_that_an_option_delivers_are_bought_back_too() {
    // 150 of 200 that cost 5 are sold at 8; a call that cost 50 brings 100 at 6 a week later: 100 of those sold cost 650, the
    // other 50 come from the pool (250). 150 are left of the pool, at 5.
    let mut desk = desk_with(LotMethod::Section104);
    let (a, c) = (desk.id("A"), desk.id("C"));
    desk.trade("buy", "2023-01-02", "A", "200", "5");
    desk.trade("buy", "2023-02-01", "C", "1", "0.50");
    desk.trade("sell", "2023-03-03", "A", "150", "8");
    desk.add("option_exercise", "2023-03-10", |f| {
        (f.instrument_id, f.other_instrument_id) = (Some(c), Some(a));
        (f.quantity, f.price) = (Some(d("1")), Some(d("6")));
    });
    let books = desk.books("2023-12-31");
    assert_eq!(books.problems, vec![]);
    assert_eq!(closed(&books), [(d("650"), d("150")), (d("250"), d("150"))]);
    assert_eq!(lots(&books).iter().map(|l| l.0).sum::<Decimal>(), d("150"));
    assert_eq!(lots(&books).iter().map(|l| l.1).sum::<Decimal>(), d("750"));
    // A written put that is assigned brings shares as well: 600 less the 50 that it brought.
    let mut writer = desk_with(LotMethod::Section104);
    writer.instruments[2].fields.option_right = Some(model::instrument::OptionRight::Put);
    let (a, c) = (writer.id("A"), writer.id("C"));
    writer.trade("buy", "2023-01-02", "A", "200", "5");
    writer.trade("short", "2023-02-01", "C", "1", "0.50");
    writer.trade("sell", "2023-03-03", "A", "150", "8");
    writer.add("option_assignment", "2023-03-10", |f| {
        (f.instrument_id, f.other_instrument_id) = (Some(c), Some(a));
        (f.quantity, f.price) = (Some(d("1")), Some(d("6")));
    });
    assert_eq!(closed(&writer.books("2023-12-31")), [(d("550"), d("250")), (d("250"), d("150"))]);
}

#[test]
fn the_day_of_a_purchase_comes_first_for_its_own_sales() {
    // 10 bought at 9 on the 10th: 6 sold that day are of these; 4 are left for the sale of the 3rd.
    let mut desk = desk_with(LotMethod::Section104);
    desk.trade("buy", "2023-01-02", "A", "20", "5");
    desk.trade("sell", "2023-03-03", "A", "8", "8");
    desk.trade("buy", "2023-03-10", "A", "10", "9");
    desk.trade("sell", "2023-03-10", "A", "6", "10");
    let books = desk.books("2023-12-31");
    assert_eq!(closed(&books), [(d("36"), d("-4")), (d("20"), d("12")), (d("54"), d("6"))]);
    assert_eq!(lots(&books).iter().map(|l| l.1).sum::<Decimal>(), d("80")); // 16 of the pool at 5
}

#[test]
fn a_split_between_the_sale_and_the_purchase_is_counted() {
    // 10 sold, then two for one, then 10 new ones bought at 3: they are 5 of those sold.
    let mut desk = desk_with(LotMethod::Section104);
    desk.trade("buy", "2023-01-02", "A", "20", "5");
    desk.trade("sell", "2023-03-03", "A", "10", "8");
    let a = desk.id("A");
    desk.add("split", "2023-03-06", |f| {
        (f.instrument_id, f.ratio_new, f.ratio_old) = (Some(a), Some(d("2")), Some(d("1")));
    });
    desk.trade("buy", "2023-03-10", "A", "10", "3");
    desk.trade("sell", "2023-06-01", "A", "30", "3");
    let books = desk.books("2023-12-31");
    assert_eq!(books.problems, vec![]);
    // 5 at 6 and 5 of the pool at 5; what is left of the pool: 15 old ones at 5, which are 30 new ones.
    assert_eq!(closed(&books), [(d("30"), d("10")), (d("25"), d("15")), (d("75"), d("15"))]);
}

#[test]
fn a_pool_spans_the_taxable_accounts_of_its_owner() {
    let mut desk = desk_with(LotMethod::AdjustedCostBase);
    desk.trade("buy", "2020-01-02", "A", "1000", "25");
    let (a, two) = (desk.id("A"), desk.account(1));
    desk.add("buy", "2020-02-03", |f| {
        (f.account_id, f.instrument_id) = (two, Some(a));
        (f.quantity, f.price) = (Some(d("1111")), Some(d("22.5")));
    });
    // Half of one account's units move to the other: nothing changes in the pool.
    desk.add("transfer", "2020-02-10", |f| {
        (f.instrument_id, f.quantity, f.counter_account_id) = (Some(a), Some(d("500")), Some(two));
    });
    desk.trade("sell", "2020-03-02", "A", "500", "30");
    let books = desk.books("2020-12-31");
    assert_eq!(books.problems, vec![]);
    // (25,000 + 24,997.50) / 2,111 = 23.68427…
    assert_eq!(closed(&books), [(d("11842.14"), d("3157.86"))]);
    // Another owner has a pool of their own.
    desk.accounts[1].fields.owner = Some("Ada".to_owned());
    assert_eq!(closed(&desk.books("2020-12-31")), [(d("12500"), d("2500"))]);
}

#[test]
fn an_event_in_each_account_of_a_pool_takes_the_same_part_of_each_unit() {
    let mut desk = desk_with(LotMethod::AdjustedCostBase);
    let (a, b, two) = (desk.id("A"), desk.id("B"), desk.account(1));
    desk.trade("buy", "2020-01-02", "A", "10", "10");
    desk.add("buy", "2020-01-03", |f| {
        (f.account_id, f.instrument_id, f.quantity, f.price) = (two, Some(a), Some(d("30")), Some(d("20")));
    });
    for account in [desk.account(0), two] {
        desk.add("spin_off", "2020-02-03", |f| {
            (f.account_id, f.instrument_id, f.other_instrument_id) = (account, Some(a), Some(b));
            (f.ratio_new, f.ratio_old, f.cost_fraction) = (Some(d("1")), Some(d("1")), Some(d("0.2")));
        });
    }
    let books = desk.books("2020-12-31");
    assert_eq!(books.problems, vec![]);
    // 700 over 40 units are 17.50: 14 stay, 3.50 go.
    let mut costs: Vec<_> = lots(&books).iter().map(|l| (l.0, l.1)).collect();
    costs.sort();
    assert_eq!(costs, [(d("10"), d("35")), (d("10"), d("140")), (d("30"), d("105")), (d("30"), d("420"))]);
}

#[test]
fn a_gain_is_the_prices_and_the_currencys() {
    // 10 at 100 EUR when the euro cost 1.10, sold at 120 EUR when it cost 1.20. In dollars 1,440 − 1,100 = 340: the price's
    // part is 200 EUR at 1.20, the currency's 1,000 EUR × 0.10.
    let mut desk = Desk::new();
    desk.instruments[0].fields.currency = EUR;
    desk.rates(EUR, &[("USD", "2020-01-02", "1.10"), ("USD", "2020-02-03", "1.20")]);
    let a = desk.id("A");
    for (kind, on, price) in [("buy", "2020-01-02", "100"), ("sell", "2020-02-03", "120")] {
        desk.add(kind, on, |f| {
            (f.instrument_id, f.quantity, f.price, f.currency) = (Some(a), Some(d("10")), Some(d(price)), EUR);
        });
    }
    let gain = &desk.books("2020-12-31").realized[0];
    assert_eq!(
        (gain.gain_base, gain.price_gain_base, gain.fx_gain_base),
        (Some(d("340")), Some(d("240")), Some(d("100")))
    );
}

#[test]
fn what_is_matched_with_a_later_purchase_waits_through_a_split() {
    // All 10 are sold; two for one; 1 new unit is bought: half an old one. 9.5 of the pool at 5 left with the sale; what is left
    // of it, half an old unit, is the new one, at 2.50.
    let mut desk = desk_with(LotMethod::Section104);
    desk.trade("buy", "2023-01-02", "A", "10", "5");
    desk.trade("short", "2023-01-02", "A", "1", "5");
    desk.trade("sell", "2023-03-03", "A", "10", "8");
    let a = desk.id("A");
    desk.add("split", "2023-03-06", |f| {
        (f.instrument_id, f.ratio_new, f.ratio_old) = (Some(a), Some(d("2")), Some(d("1")));
    });
    desk.trade("buy", "2023-03-10", "A", "1", "3");
    let books = desk.books("2023-12-31");
    assert_eq!(books.problems, vec![]);
    assert_eq!(closed(&books), [(d("3"), d("1")), (d("47.50"), d("28.50"))]);
    let long: Vec<_> = lots(&books).into_iter().filter(|(units, _)| units.is_sign_positive()).collect();
    assert_eq!(long, [(d("1"), d("2.5"))]);
}

#[test]
fn a_last_digit_of_divided_units_holds_nothing() {
    // 9 units over lots of 3 and 14 have more digits than can be held; all 26 are sold, and cash that comes later is not lost.
    let mut desk = desk_with(LotMethod::Lifo);
    desk.trade("buy", "2020-01-02", "A", "3", "1");
    desk.trade("buy", "2020-01-02", "A", "14", "1");
    let a = desk.id("A");
    desk.add("stock_dividend", "2020-02-03", |f| (f.instrument_id, f.quantity) = (Some(a), Some(d("9"))));
    desk.trade("sell", "2020-03-02", "A", "26", "1");
    desk.add("return_of_capital", "2020-03-03", |f| (f.instrument_id, f.amount) = (Some(a), Some(d("0.001"))));
    let books = desk.books("2020-12-31");
    let in_lots: Decimal = books.lots.iter().map(|l| l.lot.cost.amount).sum();
    let gained: Decimal = books.realized.iter().filter_map(|g| g.gain).sum();
    assert!((desk.cash_of(&books, 0) + in_lots - gained).abs() < d("0.0000000001"));
}

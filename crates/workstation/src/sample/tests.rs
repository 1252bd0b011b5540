//! The sample is whole: it folds without problems, cash never falls below zero, nothing in the totals is unknown.

use std::collections::{BTreeMap, HashSet};

use model::transaction::TransactionKind;
use portfolio::{
    books::{Books, Context},
    fx::{FxTable, MAX_RATE_AGE_DAYS},
    history::History,
    performance::{Span, performance},
    valuation::{Scope, value},
};
use rust_decimal::Decimal;

use super::*;

#[test]
fn every_kind_of_transaction_is_there_over_fifteen_years() {
    let s = sample().unwrap();
    let kinds: HashSet<TransactionKind> = s.transactions.iter().map(|t| t.kind).collect();
    let missing: Vec<_> = TransactionKind::ALL.iter().filter(|k| !kinds.contains(k)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(s.transactions.len() >= 150, "{}", s.transactions.len());
    assert!(s.transactions.iter().all(|t| t.trade_date <= TODAY));
    assert!(s.fx_rates.iter().all(|r| r.date <= TODAY && r.check().is_empty()));
    assert!(s.instruments.iter().all(|i| i.fields.check().is_empty()), "an instrument is not valid");
    assert_eq!(s.bars.len(), s.instruments.len());
    assert!(s.bars.iter().all(|(_, b)| b.is_sorted_by(|x, y| x.at < y.at) && b.iter().all(|b| b.check().is_ok())));
    assert_eq!(s.risk_free_monthly.last().unwrap().0.to_string(), "2018-11-01");
}

#[test]
fn it_is_the_same_every_time() {
    let (a, b) = (sample().unwrap(), sample().unwrap());
    assert_eq!(a.transactions, b.transactions);
    assert_eq!(a.instruments, b.instruments);
    let ids: HashSet<_> = a.transactions.iter().map(|t| t.id).collect();
    assert_eq!(ids.len(), a.transactions.len());
}

#[test]
fn the_books_fold_and_nothing_is_unknown() {
    let s = sample().unwrap();
    let fx = FxTable::new(s.fx_rates.clone(), MAX_RATE_AGE_DAYS);
    let ctx = Context { instruments: &s.instruments, accounts: &s.accounts, fx: &fx, base: Currency::USD };
    let books = Books::fold(ctx, &s.transactions, s.today);
    assert_eq!(books.problems, vec![]);

    let mut balance: BTreeMap<_, Decimal> = BTreeMap::new();
    for e in &books.cash {
        let b = balance.entry((e.account_id, e.amount.currency)).or_default();
        *b += e.amount.amount;
        assert!(*b >= Decimal::ZERO, "{} {} {}", e.date, e.amount, b);
    }
    let mut history = History::new();
    for (id, bars) in &s.bars {
        history.insert_bars(*id, bars, "sample");
    }
    let scope = Scope { account_id: None, stale_after_days: 5, lots: true };
    let v = value(ctx, &books, |id, on| history.price_at(id, on), scope);
    assert_eq!(v.unknowns, vec![]);
    assert!(v.positions.iter().all(|p| !p.stale && p.market_value_base.value.is_some()));
    let span = Span { from: None, to: s.today, account_id: None, benchmark_id: s.settings.benchmark_id };
    let p = performance(ctx, &books, &history, span);
    assert_eq!(p.unknowns, vec![]);
    assert!(p.summary.xirr.value.is_some_and(|x| (0.0..0.5).contains(&x)), "{:?}", p.summary);
    assert!(p.value.iter().all(Option::is_some));
    for account in &s.accounts {
        let one = performance(ctx, &books, &history, Span { account_id: Some(account.id), ..span });
        assert_eq!(one.unknowns, vec![], "{}", account.fields.name);
        assert!(one.summary.twr.value.is_some());
    }
    println!("{:?} {:?}", v.totals.total_value.value, p.summary);
}

//! The simulated account: lots, interest, dividends, splits, delistings, currencies.

use execution::{
    account::{AccountMode, AccountSettings, CorporateAction, DatedAction, InterestRates, SimulatedAccount},
    listing::Listing,
};
use model::{
    currency::Currency,
    id::InstrumentId,
    order::{OrderTerms, Side, fill::Fill},
};

use crate::support::{at, d, fields, fill, instrument, listing, order};

fn account(settings: AccountSettings) -> SimulatedAccount {
    SimulatedAccount::new(settings, &[listing()]).unwrap()
}

fn margin() -> AccountSettings {
    let mode = AccountMode::Margin { initial: d("0.5"), maintenance: d("0.25") };
    AccountSettings::cash(Currency::USD, d("10000")).with_mode(mode)
}

fn traded(side: Side, units: &str, price: &str, fee: &str) -> Fill {
    let mut fill = fill(&order(1, fields(side, units, OrderTerms::Market)), 1, units, price);
    fill.fee.amount = d(fee);
    fill
}

fn act(account: &mut SimulatedAccount, action: CorporateAction) {
    account.act(0, &DatedAction { at: at(9), instrument_id: instrument(), action }, 9).unwrap();
}

#[test]
fn lots_close_first_in_first_out_and_fees_go_along() {
    let mut account = account(margin());
    for (index, (side, units, price, fee)) in
        [(Side::Buy, "10", "100", "1"), (Side::Buy, "10", "110", "2"), (Side::Sell, "15", "120", "3")]
            .iter()
            .enumerate()
    {
        account.book(0, &traded(*side, units, price, fee), index).unwrap();
    }
    let [first, second] = account.closed_trades() else { panic!("two trades") };
    // 10 · (120 − 100) − 1 − 3 · 10 ⁄ 15; 5 · (120 − 110) − 2 ⁄ 2 − 3 · 5 ⁄ 15
    assert_eq!((first.units, first.pnl, first.fees), (d("10"), d("197"), d("3")));
    assert_eq!((second.units, second.pnl, second.fees), (d("5"), d("48"), d("2")));
    assert_eq!((first.entry_index, second.entry_index, second.exit_index), (0, 1, 2));
    assert_eq!((account.units(0), account.average_price(0)), (d("5"), Some(d("110"))));
    assert_eq!(account.cash(Currency::USD), d("9694"));
    // Over to the short side in one fill.
    account.book(0, &traded(Side::Sell, "8", "130", "0"), 3).unwrap();
    assert_eq!((account.units(0), account.average_price(0)), (d("-3"), Some(d("130"))));
    assert_eq!(account.closed_trades().len(), 3);
}

#[test]
fn equity_and_buying_power() {
    let mut account = account(margin());
    account.book(0, &traded(Side::Buy, "50", "100", "0"), 0).unwrap();
    assert_eq!(account.equity(), None, "no price, no figure");
    account.mark(0, 110.0);
    assert_eq!((account.equity(), account.exact_equity()), (Some(10_500.0), Some(d("10500"))));
    // (10,500 − 5,500 · 0.5) ÷ 0.5
    assert_eq!(account.buying_power(Currency::USD), Some(d("15500")));
    assert_eq!(account.free_funds(Currency::USD), Some(d("5000")));
    account.book(0, &traded(Side::Sell, "70", "110", "0"), 1).unwrap();
    // 20 short: cash 12,700, and 2,200 must be bought back
    assert_eq!(account.free_funds(Currency::USD), Some(d("8300")));
    assert_eq!((account.equity(), account.is_below_maintenance()), (Some(10_500.0), Some(false)));
    account.mark(0, 550.0);
    assert_eq!(account.is_below_maintenance(), Some(true));
}

#[test]
fn interest_is_simple_by_the_day() {
    let rates = InterestRates { debit: d("0.0720"), credit: d("0.0360"), borrow: d("0.18") };
    let settings = AccountSettings { interest: rates, ..margin() };
    let mut idle = account(settings);
    assert!(idle.turn_to(at(10)).unwrap());
    assert!(!idle.turn_to(at(10)).unwrap());
    // 10,000 · 0.036 · 3 ⁄ 360
    idle.turn_to(at(13)).unwrap();
    assert_eq!((idle.cash(Currency::USD), idle.flows().interest), (d("10003"), d("3")));
    let mut owing = account(settings);
    owing.turn_to(at(10)).unwrap();
    owing.book(0, &traded(Side::Buy, "150", "100", "0"), 0).unwrap();
    owing.turn_to(at(11)).unwrap();
    assert_eq!(owing.cash(Currency::USD), d("-5001"));
    let mut short = account(AccountSettings { interest: InterestRates { credit: d("0"), ..rates }, ..margin() });
    short.turn_to(at(10)).unwrap();
    short.book(0, &traded(Side::Sell, "20", "100", "0"), 0).unwrap();
    short.mark(0, 110.0);
    short.turn_to(at(12)).unwrap();
    // 2,200 · 0.18 · 2 ⁄ 360
    assert_eq!((short.cash(Currency::USD), short.flows().borrow), (d("11997.8"), d("2.2")));
    let year = AccountSettings { year_days: 364, ..margin() };
    assert!(SimulatedAccount::new(year, &[listing()]).is_err());
}

#[test]
fn dividends_splits_and_delistings() {
    let mut account = account(margin());
    account.book(0, &traded(Side::Buy, "30", "100", "0"), 0).unwrap();
    account.mark(0, 100.0);
    act(&mut account, CorporateAction::Dividend { per_unit: d("0.5") });
    assert_eq!((account.cash(Currency::USD), account.flows().dividends), (d("7015"), d("15")));
    act(&mut account, CorporateAction::Split { new: d("3"), old: d("2") });
    assert_eq!(account.units(0), d("45"));
    assert!((account.equity().unwrap() - 10_015.0).abs() < 1e-9, "a split changes no worth");
    act(&mut account, CorporateAction::Delisting { price: d("0") });
    assert_eq!((account.units(0), account.equity()), (d("0"), Some(7_015.0)));
    let [closed] = account.closed_trades() else { panic!("one trade") };
    assert!((closed.pnl + d("3000")).abs() < d("0.000000001"), "{closed:?}");
    let none = DatedAction {
        at: at(1),
        instrument_id: instrument(),
        action: CorporateAction::Split { new: d("0"), old: d("1") },
    };
    assert!(account.act(0, &none, 0).is_err());
}

#[test]
fn a_short_position_pays_the_dividend() {
    let mut account = account(margin());
    account.book(0, &traded(Side::Sell, "30", "100", "0"), 0).unwrap();
    act(&mut account, CorporateAction::Dividend { per_unit: d("0.5") });
    assert_eq!(account.cash(Currency::USD), d("12985"));
}

#[test]
fn without_a_rate_a_foreign_position_has_no_worth() {
    let id = InstrumentId::from_uuid(uuid::Uuid::from_u128(8));
    let foreign = Listing::whole_units(id, Currency::EUR);
    let mut account = SimulatedAccount::new(margin(), &[listing(), foreign]).unwrap();
    let euros = Fill { instrument_id: id, ..traded(Side::Buy, "10", "50", "1") };
    account.book(1, &euros, 0).unwrap();
    account.mark(1, 60.0);
    assert_eq!((account.equity(), account.exact_equity(), account.buying_power(Currency::EUR)), (None, None, None));
    account.set_rate(Currency::EUR, Some(d("1.1")));
    // 10,000 + (−501 + 600) · 1.1
    assert_eq!((account.equity(), account.cash(Currency::EUR)), (Some(10_108.9), d("-501")));
    assert_eq!(account.exact_equity(), Some(d("10108.9")));
    account.set_rate(Currency::EUR, None);
    assert_eq!(account.equity(), None);
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let base = AccountSettings::cash(Currency::USD, d("1"));
    let of = |initial: &str, maintenance: &str| {
        base.with_mode(AccountMode::Margin { initial: d(initial), maintenance: d(maintenance) })
    };
    for wrong in [AccountSettings { cash: d("-1"), ..base }, of("0", "0"), of("0.5", "0.6"), of("1.1", "0.5")] {
        assert!(SimulatedAccount::new(wrong, &[listing()]).is_err(), "{wrong:?}");
    }
}

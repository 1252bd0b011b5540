//! Random histories: what is conserved under every lot method, and that a change folded alone gives the same books.

use model::{
    account::{LotMethod, LotRule},
    id::TransactionId,
    transaction::Transaction,
};
use proptest::{prelude::*, test_runner::RngSeed};
use rust_decimal::Decimal;

use crate::desk::{Desk, d};

/// One event: what, day of the year, account, instrument, units, cents, ratio.
type Step = (u8, u32, u8, u8, u32, u32, u32);

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = (0..14_u8, 1..300_u32, 0..2_u8, 0..3_u8, 1..60_u32, 1..10_000_u32, 2..5_u32);
    proptest::collection::vec(step, 1..most)
}

fn methods() -> impl Strategy<Value = [(u8, Option<(u32, u8)>); 2]> {
    let rule = (0..7_u8, proptest::option::of((1..300_u32, 0..7_u8)));
    [rule.clone(), rule]
}

fn date(day: u32) -> String {
    let start = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap();
    (start + chrono::Days::new(day.into())).to_string()
}

fn desk_of(steps: &[Step], methods: [(u8, Option<(u32, u8)>); 2]) -> Desk {
    let mut desk = Desk::new();
    for (account, (first, then)) in desk.accounts.iter_mut().zip(methods) {
        let method = |i: u8| LotMethod::ALL[usize::from(i)];
        account.fields.lot_rules = vec![LotRule { from: None, method: method(first) }];
        if let Some((day, second)) = then {
            account.fields.lot_rules.push(LotRule { from: date(day).parse().ok(), method: method(second) });
        }
    }
    for step in steps {
        add(&mut desk, *step);
    }
    desk
}

fn add(desk: &mut Desk, (what, day, account, instrument, units, cents, ratio): Step) {
    let kind = [
        "buy",
        "buy",
        "buy",
        "buy",
        "sell",
        "sell",
        "sell",
        "short",
        "cover",
        "transfer",
        "split",
        "return_of_capital",
        "spin_off",
        "stock_dividend",
    ][usize::from(what)];
    let instruments = ["A", "B", "E"].map(|s| desk.id(s));
    let (id, accounts) = (instruments[usize::from(instrument)], [desk.account(0), desk.account(1)]);
    desk.add(kind, &date(day), |f| {
        f.account_id = accounts[usize::from(account)];
        f.instrument_id = Some(id);
        match kind {
            "transfer" => {
                f.quantity = Some(units.into());
                f.counter_account_id = Some(accounts[usize::from(1 - account)]);
            }
            "split" => (f.ratio_new, f.ratio_old) = (Some(ratio.into()), Some(Decimal::ONE)),
            "return_of_capital" => f.amount = Some(Decimal::new(cents.into(), 3)),
            "spin_off" => {
                f.other_instrument_id = Some(instruments[usize::from((instrument + 1) % 3)]);
                (f.ratio_new, f.ratio_old, f.cost_fraction) = (Some(Decimal::ONE), Some(ratio.into()), Some(d("0.2")));
            }
            "stock_dividend" => f.quantity = Some(units.into()),
            _ => {
                f.quantity = Some(units.into());
                f.price = Some(Decimal::new(cents.into(), 2));
                f.fees = Decimal::new((cents % 7).into(), 2);
            }
        }
    });
}

/// Cash that came and lies in lots is what was gained; units that moved are those in the lots.
fn conserved(desk: &Desk) -> Result<(), TestCaseError> {
    let books = desk.books("2020-12-31");
    let in_lots: Decimal = books.lots.iter().map(|l| l.signed(l.lot.cost.amount)).sum();
    let gained: Decimal = books.realized.iter().filter_map(|g| g.gain).sum();
    prop_assert!(books.realized.iter().all(|g| g.gain.is_some()));
    let cash = desk.cash_of(&books, 0) + desk.cash_of(&books, 1);
    let difference = cash + in_lots - gained;
    prop_assert!(difference.abs() < d("0.0000000001"), "money: {}", difference);
    for instrument in &desk.instruments {
        let moved: Decimal = books.units.iter().filter(|u| u.instrument_id == instrument.id).map(|u| u.quantity).sum();
        let open: Decimal =
            books.lots.iter().filter(|l| l.lot.instrument_id == instrument.id).map(|l| l.lot.quantity).sum();
        prop_assert!((moved - open).abs() < d("0.0000000001"), "units: {} {}", moved, open);
    }
    let base: Decimal = books.lots.iter().filter_map(|l| l.lot.cost_base.map(|c| l.signed(c))).sum();
    prop_assert!((base - in_lots).abs() < d("0.0000000001"), "base: {} {}", base, in_lots);
    Ok(())
}

/// Books before a change, refolded, are the books after it.
fn refolds(desk: &mut Desk, new: Step, which: usize, cents: u32) -> Result<(), TestCaseError> {
    let before = desk.books("2020-12-31");
    // One is corrected, one deleted, one new.
    let (corrected, deleted) = (which % desk.rows.len(), (which / 7) % desk.rows.len());
    let mut old: Vec<Transaction> = vec![desk.rows[corrected].clone()];
    let mut fields = desk.rows[corrected].clone().into_fields();
    fields.price = fields.price.map(|_| Decimal::new(cents.into(), 2));
    fields.trade_date = date(cents % 300).parse().unwrap();
    let (id, known) = (desk.rows[corrected].id, desk.rows[corrected].known_at);
    desk.rows[corrected] = Transaction::new(id, 2, known, None, fields).unwrap();
    let mut changed: Vec<TransactionId> = vec![id];
    if deleted != corrected {
        let gone = desk.rows.remove(deleted);
        changed.push(gone.id);
        old.push(gone);
    }
    add(desk, new);
    changed.extend(desk.rows.last().map(|t| t.id));
    let refolded = before.refold(desk.ctx(), &desk.rows, &changed, &old);
    let whole = desk.books("2020-12-31");
    prop_assert_eq!(&refolded.lots, &whole.lots);
    prop_assert_eq!(&refolded.realized, &whole.realized);
    prop_assert_eq!(&refolded.cash, &whole.cash);
    prop_assert_eq!(refolded, whole);
    Ok(())
}

/// Ten thousand histories, the same ones every time; others with `QUARTERDECK_RANDOM_HISTORIES_SEED=1`.
fn cases() -> ProptestConfig {
    let seed = std::env::var("QUARTERDECK_RANDOM_HISTORIES_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(2_026);
    ProptestConfig { cases: 10_000, rng_seed: RngSeed::Fixed(seed), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn units_and_cost_are_conserved_by_every_method(steps in steps(60), methods in methods()) {
        conserved(&desk_of(&steps, methods))?;
    }

    #[test]
    fn a_change_folded_alone_gives_the_books_of_all(
        steps in steps(40),
        methods in methods(),
        new in (0..14_u8, 1..300_u32, 0..2_u8, 0..3_u8, 1..60_u32, 1..10_000_u32, 2..5_u32),
        which in any::<usize>(),
        cents in 1..10_000_u32,
    ) {
        refolds(&mut desk_of(&steps, methods), new, which, cents)?;
    }
}

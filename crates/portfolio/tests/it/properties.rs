//! What holds for any sequence of trades.

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::desk::{Desk, d, lots};

/// Kind, day of January, units, price in cents.
fn trades() -> impl Strategy<Value = Vec<(u8, u32, u32, u32)>> {
    proptest::collection::vec((0..5_u8, 1..28_u32, 1..50_u32, 1..10_000_u32), 0..40)
}

fn desk_of(trades: &[(u8, u32, u32, u32)]) -> Desk {
    let mut desk = Desk::new();
    for (kind, on, units, cents) in trades {
        let kind = ["buy", "buy", "sell", "short", "cover"][usize::from(*kind)];
        let price = Decimal::new(i64::from(*cents), 2).to_string();
        desk.trade(kind, &format!("2020-01-{on:02}"), "A", &units.to_string(), &price);
    }
    desk
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn cash_lots_and_gains_conserve(trades in trades()) {
        let desk = desk_of(&trades);
        let books = desk.books("2020-12-31");
        // What was gained is what cash has beyond what still lies in the lots.
        let in_lots: Decimal = books.lots.iter().map(|l| l.signed(l.lot.cost.amount)).sum();
        let gained: Decimal = books.realized.iter().filter_map(|g| g.gain).sum();
        let difference = desk.cash_of(&books, 0) + in_lots - gained;
        prop_assert!(difference.abs() < d("0.000000000000001"), "{}", difference);
        let units: Decimal = books.units.iter().map(|u| u.quantity).sum();
        prop_assert_eq!(units, books.lots.iter().map(|l| l.lot.quantity).sum::<Decimal>());
        prop_assert!(books.lots.iter().all(|l| !l.lot.quantity.is_zero()));
        prop_assert_eq!(books.problems.len() + books.cash.len(), trades.len());
    }

    #[test]
    fn the_order_of_input_does_not_matter(trades in trades(), seed in any::<u64>()) {
        let mut desk = desk_of(&trades);
        let books = desk.books("2020-12-31");
        let n = desk.rows.len();
        for i in (1..n).rev() {
            desk.rows.swap(i, usize::try_from(seed.rotate_left(i as u32) % (i as u64 + 1)).unwrap());
        }
        prop_assert_eq!(desk.books("2020-12-31"), books);
    }

    #[test]
    fn a_split_and_its_inverse_change_nothing(trades in trades(), new in 1..20_u32, old in 1..20_u32) {
        let mut desk = desk_of(&trades);
        let before = desk.books("2020-12-31");
        prop_assume!(!before.lots.is_empty());
        let a = desk.id("A");
        for (on, new, old) in [("2020-02-03", new, old), ("2020-02-04", old, new)] {
            desk.add("split", on, |f| {
                f.instrument_id = Some(a);
                (f.ratio_new, f.ratio_old) = (Some(new.into()), Some(old.into()));
            });
        }
        let after = desk.books("2020-12-31");
        for (x, y) in lots(&before).iter().zip(lots(&after)) {
            prop_assert!((x.0 - y.0).abs() < d("0.00000000000000000001"));
            prop_assert_eq!(x.1, y.1);
        }
    }
}

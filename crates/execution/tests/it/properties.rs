//! Whatever comes, in whatever order and however often: no execution counts twice, and nothing is over-filled in silence.

use std::collections::HashMap;

use execution::{
    blotter::{Blotter, Taken},
    state::Anomaly,
};
use model::{
    order::{
        OrderTerms, Side,
        event::{OrderEventData as E, OrderStatus, Replacement},
    },
    quantity::Quantity,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::support::{event, fields, fill, order};

fn events() -> impl Strategy<Value = Vec<E>> {
    let wanted = order(1, fields(Side::Buy, "100", OrderTerms::Market));
    let change = |units: u32| Replacement { quantity: Quantity::new(units.into()), terms: OrderTerms::Market };
    let one = prop_oneof![
        2 => Just(E::SubmitRequested),
        2 => Just(E::CancelRequested),
        1 => (1..200_u32).prop_map(move |units| E::ReplaceRequested { to: change(units) }),
        1 => Just(E::Unanswered),
        3 => Just(E::Accepted),
        1 => Just(E::Rejected { reason: "no".into() }),
        // Few ids, so that many come twice; the units belong to the id.
        8 => (1..12_u64).prop_map(move |id| E::Filled { fill: fill(&wanted, id, &(id * 7 % 40 + 1).to_string(), "100") }),
        1 => Just(E::Canceled),
        1 => Just(E::CancelRejected { reason: "no".into() }),
        1 => (1..200_u32).prop_map(move |units| E::Replaced { to: change(units) }),
        1 => Just(E::ReplaceRejected { reason: "no".into() }),
        1 => Just(E::Expired),
        1 => Just(E::Absent),
    ];
    proptest::collection::vec(one, 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn each_execution_counts_once_and_an_overfill_is_told(events in events()) {
        let wanted = order(1, fields(Side::Buy, "100", OrderTerms::Market));
        let mut blotter = Blotter::default();
        blotter.add(wanted).unwrap();
        let mut booked: HashMap<_, Decimal> = HashMap::new();
        for data in events {
            let before = blotter.get(wanted.id()).unwrap().clone();
            let taken = blotter.take(&event(1, data.clone()));
            let after = blotter.get(wanted.id()).unwrap();
            let is_fill = matches!(data, E::Filled { .. });
            match taken {
                Err(_) => {
                    prop_assert!(!is_fill, "a fill is never refused");
                    prop_assert_eq!(&before, after);
                }
                Ok(Taken::Duplicate) => {
                    prop_assert!(is_fill);
                    prop_assert_eq!(&before, after);
                }
                Ok(Taken::Applied(applied)) => {
                    if let E::Filled { fill } = data {
                        prop_assert!(booked.insert(fill.key(), fill.quantity.get()).is_none(), "counted twice");
                        let over = after.filled() > after.quantity();
                        let told = matches!(applied.anomaly, Some(Anomaly::Overfill { .. }));
                        prop_assert_eq!(over, told);
                        if before.status().is_closed() {
                            prop_assert!(applied.anomaly.is_some(), "a late fill in silence");
                        }
                    }
                    prop_assert_eq!((applied.from, applied.to), (before.status(), after.status()));
                }
            }
            prop_assert_eq!(after.filled().get(), booked.values().copied().sum::<Decimal>());
            if after.status() == OrderStatus::Filled {
                prop_assert!(after.filled() >= after.quantity());
            }
        }
    }

    /// The same evidence in another order ends with the same units.
    #[test]
    fn the_order_of_arrival_changes_no_units(events in events(), seed in any::<u64>()) {
        let fold = |events: &[E]| {
            let wanted = order(1, fields(Side::Buy, "100", OrderTerms::Market));
            let mut blotter = Blotter::default();
            blotter.add(wanted).unwrap();
            for data in events {
                let _ = blotter.take(&event(1, data.clone()));
            }
            blotter.get(wanted.id()).unwrap().filled()
        };
        let mut shuffled = events.clone();
        let mut chance = seed | 1;
        for n in (1..shuffled.len()).rev() {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            shuffled.swap(n, (chance >> 33) as usize % (n + 1));
        }
        prop_assert_eq!(fold(&events), fold(&shuffled));
    }
}

//! Bytes by chance, and good messages made bad in every way: nothing panics, and nothing is concluded that was not said.

use std::collections::BTreeSet;

use brokers::{Broker, Heard, What};
use proptest::prelude::*;
use rust_decimal::Decimal;
use venues::{Frame, Headers, Reply};

use crate::{
    doubt::concluded,
    mutate::{mutate, numbers},
    mutate_bytes::mutate_bytes,
    samples::Samples,
    support::{CLIENT_ID, Chance, answered, desk, now, stream, target},
};

/// How many messages of each kind; `QUARTERDECK_FUZZ` says another number.
fn rounds() -> u64 {
    std::env::var("QUARTERDECK_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(400)
}

fn is_said(number: Decimal, said: &BTreeSet<u64>) -> bool {
    // By way of the text: `to_f64` does not round to the nearest.
    number.to_string().parse::<f64>().is_ok_and(|number| said.contains(&number.abs().to_bits()))
}

/// Every unit and price of a fill stands in the message, and they are more than zero.
fn check_fills(broker: Broker, told: &[Heard], text: &str) {
    let mut said = BTreeSet::new();
    numbers(text, &mut said);
    for heard in told {
        let Heard::Order(update) = heard else { continue };
        if let What::Executed(execution) = &update.what {
            let (units, price) = (execution.quantity.get(), execution.price.get());
            assert!(units > Decimal::ZERO && price > Decimal::ZERO, "{broker}: {text}");
            // What a stream that only adds up tells is a difference; there is none here.
            assert!(is_said(units, &said) && is_said(price, &said), "{broker}: {units} at {price} of {text}");
        }
    }
}

#[test]
fn answers_made_bad_are_never_more_than_they_were() {
    let mut chance = Chance(1);
    for broker in Broker::ALL {
        let (samples, desk) = (Samples::of(broker), desk(broker));
        let target = target(Some(samples.number), samples.symbol);
        for (status, good) in samples.answers() {
            let was = answered(status, good, |got| concluded(&desk, &target, got));
            for _ in 0..rounds() {
                let bad = mutate(good, &mut chance);
                let all = answered(status, &bad, |got| concluded(&desk, &target, got));
                // An answer that was no acceptance does not become one, and one that is names our order.
                if all[0] == Some("accepted") {
                    assert_eq!(was[0], Some("accepted"), "{broker}: {bad}");
                    assert!(bad.contains(CLIENT_ID) || bad.contains(samples.number), "{broker}: {bad}");
                }
                if all[3] == Some("absent") {
                    assert_eq!(was[3], Some("absent"), "{broker}: {bad}");
                }
                let bytes = mutate_bytes(good.as_bytes(), &mut chance);
                let headers = Headers::default();
                let reply = Reply { status, headers: &headers, body: &bytes };
                let all = concluded(&desk, &target, &brokers::Got::Reply(reply));
                assert!(all[0] != Some("accepted") || was[0] == Some("accepted"), "{broker}: {bytes:?}");
            }
        }
    }
}

#[test]
fn a_list_made_bad_loses_no_row_in_silence() {
    let mut chance = Chance(2);
    for broker in Broker::ALL {
        let (samples, desk) = (Samples::of(broker), desk(broker));
        for _ in 0..rounds() {
            let (status, good) = samples.open_orders;
            // Only the text is cut and scribbled over: a row that is taken out whole was not there.
            let bytes = mutate_bytes(good.as_bytes(), &mut chance);
            let headers = Headers::default();
            let got = brokers::Got::Reply(Reply { status, headers: &headers, body: &bytes });
            if let Ok(page) = desk.open_orders(&got) {
                assert_eq!(page.rows.len(), 2, "{broker}: {}", String::from_utf8_lossy(&bytes));
            }
        }
    }
}

#[test]
fn frames_made_bad_are_told_and_fill_nothing() {
    let mut chance = Chance(3);
    for broker in Broker::ALL {
        let samples = Samples::of(broker);
        for good in samples.frames() {
            // One conversation hears them all, so that what a bad one leaves behind is met by the next.
            let (mut talk, _) = stream(broker);
            for _ in 0..rounds() {
                let bad = mutate(good, &mut chance);
                let mut told = Vec::new();
                talk.heard(now(), &Frame::Text(bad.clone()), &mut told);
                check_fills(broker, &told, &bad);
                let bytes = mutate_bytes(good.as_bytes(), &mut chance);
                let mut told = Vec::new();
                talk.heard(now(), &Frame::Binary(bytes.clone()), &mut told);
                check_fills(broker, &told, &String::from_utf8_lossy(&bytes));
            }
        }
    }
}

proptest! {
    #[test]
    fn bytes_by_chance_decide_nothing(body: Vec<u8>, status in prop_oneof![Just(200_u16), Just(201), Just(400), Just(404), 0_u16..999]) {
        for broker in Broker::ALL {
            let samples = Samples::of(broker);
            let target = target(Some(samples.number), samples.symbol);
            let headers = Headers::default();
            let got = brokers::Got::Reply(Reply { status, headers: &headers, body: &body });
            // Alpaca cancels with an empty answer, and only that.
            let canceled = (status == 204 && body.iter().all(u8::is_ascii_whitespace)).then_some("canceled");
            let all = concluded(&desk(broker), &target, &got);
            prop_assert!(all.iter().all(|one| one.is_none() || *one == canceled), "{}: {:?}", broker, all);
            let (mut talk, _) = stream(broker);
            let mut told = Vec::new();
            talk.heard(now(), &Frame::Binary(body.clone()), &mut told);
            prop_assert!(!told.iter().any(|heard| matches!(heard, Heard::Order(_) | Heard::Ready)), "{:?}", told);
        }
    }
}

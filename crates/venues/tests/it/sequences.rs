//! Whole conversations in which good messages, bad ones and damaged bytes come in any order, between new connections, other wishes and the
//! passing of time: nothing panics, and no number comes out that was never in it.

use std::collections::{BTreeMap, BTreeSet};

use model::market::DataKind;
use venues::{Frame, Venue};

use super::{
    examples::{SPOKEN, Spoken},
    mutate::{mutate, numbers},
    mutate_bytes::mutate_bytes,
    mutations::{Tally, check_told, rounds},
    support::{Chance, clock, hear, instrument, later, open, want},
};

/// So many steps has one conversation.
const STEPS: usize = 200;

/// A text to say: one of the venue's, whole or made bad, or the bytes of one made bad.
fn frame(all: &[&str], chance: &mut Chance) -> Frame {
    let text = all[chance.below(all.len())];
    match chance.below(5) {
        0 => Frame::Text(mutate(text, chance)),
        1 => Frame::Binary(mutate_bytes(text.as_bytes(), chance)),
        2 => {
            let mut bytes = mutate(text, chance).into_bytes();
            bytes = mutate_bytes(&bytes, chance);
            Frame::Text(String::from_utf8_lossy(&bytes).into_owned())
        }
        _ => Frame::Text(text.to_owned()),
    }
}

fn shown(frame: &Frame) -> String {
    match frame {
        Frame::Text(text) => text.clone(),
        Frame::Binary(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Goes through one conversation; how many steps it had.
fn converse(venue: Venue, spoken: &[&Spoken], chance: &mut Chance, tally: &mut Tally) {
    let mut topics: Vec<(&str, DataKind)> = Vec::new();
    for spoken in spoken {
        for kind in spoken.kinds {
            if !topics.contains(&(spoken.symbol, *kind)) {
                topics.push((spoken.symbol, *kind));
            }
        }
    }
    let all: Vec<&str> = spoken.iter().flat_map(|s| s.before.iter().copied().chain([s.text])).collect();
    let mut conversation = open(venue, &topics);
    let (mut known, mut now) = (BTreeSet::new(), 0);
    for _ in 0..STEPS {
        let step = chance.below(40);
        let at = later(now);
        let (text, told) = match step {
            0 => {
                let mut out = Vec::new();
                conversation.opened(at, &mut out);
                (String::new(), out)
            }
            1 => (String::new(), want(&mut *conversation, at, &topics[..chance.below(topics.len() + 1)])),
            2 => (String::new(), want(&mut *conversation, at, &topics)),
            3 | 4 => {
                now += [0, 1, 7, 100][chance.below(4)];
                (String::new(), clock(&mut *conversation, later(now)))
            }
            5 => {
                let body = shown(&frame(&all, chance));
                numbers(&body, &mut known);
                let mut out = Vec::new();
                conversation.snapshot(at, instrument(1 + chance.below(2) as u128), body.as_bytes(), &mut out);
                (body, out)
            }
            6 => {
                let text = r#"[{"T":"success","msg":"connected"},{"T":"success","msg":"authenticated"}]"#;
                (text.to_owned(), hear(&mut *conversation, at, text))
            }
            _ => {
                let frame = frame(&all, chance);
                let text = shown(&frame);
                numbers(&text, &mut known);
                let mut out = Vec::new();
                conversation.heard(at, &frame, &mut out);
                (text, out)
            }
        };
        check_told(&told, &known, tally, &text);
    }
}

#[test]
fn conversations_in_any_order_tell_no_number_that_was_never_said() {
    let mut by_venue: BTreeMap<Venue, Vec<&Spoken>> = BTreeMap::new();
    for spoken in SPOKEN {
        by_venue.entry(spoken.venue).or_default().push(spoken);
    }
    let (mut chance, mut tally, mut counts) = (Chance(99), Tally::default(), BTreeMap::new());
    for (venue, spoken) in &by_venue {
        let conversations =
            rounds(STEPS, by_venue.len()).inspect(|_| converse(*venue, spoken, &mut chance, &mut tally));
        counts.insert(*venue, conversations.count() * STEPS);
    }
    println!("steps of conversations: {counts:?}; {tally:?}");
    assert!(tally.events > 1_000 && tally.garbage > 1_000, "{tally:?}");
}

//! Ways to make a good text bad, and the numbers that it still holds.

use std::collections::BTreeSet;

use serde_json::{Number, Value, json};

use super::support::Chance;

/// Every number that a text holds, in whatever way it is written, as its bits without sign.
pub(crate) fn numbers(text: &str, found: &mut BTreeSet<u64>) {
    let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    // An escaped digit is one too.
    let unescaped = text.replace("\\u0031", "1");
    for word in text.split(|c| !is_part(c)).chain(unescaped.split(|c| !is_part(c))) {
        if let Ok(number) = word.parse::<f64>() {
            found.insert(number.abs().to_bits());
        }
    }
}

/// What may stand in place of anything.
fn nonsense(chance: &mut Chance) -> Value {
    let texts = [
        "",
        "0",
        "-1",
        "NaN",
        "inf",
        "1e999",
        "AAPL",
        "2024-03-12T10:29:59Z",
        "+5",
        "1_000",
        "0x10",
        "١٢٣",
        "\u{0}",
        "–5",
    ];
    match chance.below(16) {
        0 => Value::Null,
        1 => json!(0),
        2 => json!(-1.5),
        3 => json!(true),
        4 => json!([]),
        5 => json!({}),
        6 => json!(u64::MAX),
        7 => json!(i64::MIN),
        8 => json!(1e308),
        9 => json!(5e-324),
        10 => Value::String("9".repeat(400)),
        11 => Value::String("0.1234567890123456789".to_owned()),
        12 => Number::from_f64(f64::from_bits(chance.next())).map_or(Value::Null, Value::Number),
        13 => (0..200).fold(json!(1), |inner, _| json!([inner])),
        _ => texts[chance.below(texts.len())].into(),
    }
}

/// Every place in a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                places(inner, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
            }
        }
        Value::Array(items) => {
            for (number, inner) in items.iter().enumerate() {
                places(inner, &format!("{at}/{number}"), found);
            }
        }
        _ => {}
    }
}

/// Changes the structure: something is taken out, put twice, replaced, or changes places with something else.
fn change(value: &mut Value, chance: &mut Chance) {
    let mut found = Vec::new();
    places(value, "", &mut found);
    let (place, other) = (found[chance.below(found.len())].clone(), found[chance.below(found.len())].clone());
    let copy = value.pointer(&other).cloned().unwrap_or(Value::Null);
    match chance.below(5) {
        0 => remove(value, &place),
        1 => put(value, &place, copy),
        2 => {
            if let Some(Value::Array(items)) = value.pointer_mut(&place) {
                items.push(copy);
            } else {
                put(value, &place, json!([copy]));
            }
        }
        3 => {
            if let Some(Value::Object(fields)) = value.pointer_mut(&place) {
                let name = ["p", "price", "T", "x", "e", "data", "error", "1. open"][chance.below(8)];
                fields.insert(name.to_owned(), copy);
            } else {
                put(value, &place, nonsense(chance));
            }
        }
        _ => put(value, &place, nonsense(chance)),
    }
}

fn put(value: &mut Value, place: &str, new: Value) {
    if let Some(old) = value.pointer_mut(place) {
        *old = new;
    }
}

fn remove(value: &mut Value, place: &str) {
    let Some((parent, name)) = place.rsplit_once('/') else { return };
    match value.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.remove(&name.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(items)) => {
            if let Some(at) = name.parse().ok().filter(|at| *at < items.len()) {
                items.remove(at);
            }
        }
        _ => {}
    }
}

/// Changes the text: something is cut out, put in, or written twice.
fn scribble(text: &str, chance: &mut Chance) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (a, b) = (chance.below(chars.len() + 1), chance.below(12));
    let end = (a + b).min(chars.len());
    let piece: String = chars[a..end].iter().collect();
    let pieces = [
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "-",
        ".",
        "e5",
        "0",
        "9999999999999999999",
        "null",
        "\\u0031",
        "\\",
        "<",
        "ü",
        "\u{0}",
    ];
    let new = match chance.below(4) {
        0 => String::new(),
        1 => piece.repeat(2),
        2 => format!("{}{piece}", pieces[chance.below(pieces.len())]),
        _ => pieces[chance.below(pieces.len())].to_owned(),
    };
    let (before, after): (String, String) = (chars[..a].iter().collect(), chars[end..].iter().collect());
    before + &new + &after
}

/// A text made bad, mostly in its structure.
pub(crate) fn mutate(text: &str, chance: &mut Chance) -> String {
    let mut changed = text.to_owned();
    if chance.below(4) > 0
        && let Ok(mut value) = serde_json::from_str::<Value>(text)
    {
        for _ in 0..=chance.below(3) {
            change(&mut value, chance);
        }
        changed = value.to_string();
    }
    if changed == text || chance.below(8) == 0 {
        changed = scribble(&changed, chance);
    }
    changed
}

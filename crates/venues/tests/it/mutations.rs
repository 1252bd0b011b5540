//! Good messages made bad in thousands of ways: nothing panics, and no number comes out that was not in the message.
//!
//! `QUARTERDECK_FUZZ=1000000` makes so many of them altogether.

use std::collections::BTreeSet;

use model::{
    bar::Bar,
    market::{MarketEvent, TickData},
};
use serde_json::{Number, Value, json};
use venues::{
    Conversation, History, Query, Told, Venue,
    alpaca::{Feed, LastTradesQuery, NewsQuery},
    binance::{DayQuery, DepthQuery},
    custom::Custom,
    ecb::RatesQuery,
    finnhub::QuoteQuery,
    fred::ObservationsQuery,
    kraken::PairsQuery,
};

use super::{
    examples::{self, SPOKEN, Spoken},
    support::{Chance, answer, clock, hear, instrument, later, now, open, query, time, want},
};

/// So many mutations of each example, unless the environment says how many there shall be altogether.
const EACH: usize = 2000;

fn each(examples: usize) -> usize {
    let all = std::env::var("QUARTERDECK_FUZZ").ok().and_then(|text| text.parse::<usize>().ok());
    all.map_or(EACH, |all| (all / examples).max(1))
}

/// Every number that a text holds, in whatever way it is written, as its bits without sign.
fn numbers(text: &str, found: &mut BTreeSet<u64>) {
    let is_part = |c: char| c.is_ascii_digit() || "+-.eE".contains(c);
    for word in text.split(|c| !is_part(c)) {
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

fn mutate(text: &str, chance: &mut Chance) -> String {
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

/// What an event says in numbers: prices, which are more than zero, and sizes, which are not below it.
fn check_event(event: &MarketEvent, check: &mut impl FnMut(&str, f64)) {
    match event {
        MarketEvent::Tick(tick) => match tick.data {
            TickData::Trade(trade) => {
                check("price", trade.price);
                assert!(trade.size.is_none_or(|size| size > 0.0));
                trade.size.into_iter().for_each(|size| check("size", size));
            }
            TickData::Quote(q) => {
                assert!(q.bid.is_some() || q.ask.is_some());
                q.bid.into_iter().chain(q.ask).for_each(|price| check("price", price));
                q.bid_size.into_iter().chain(q.ask_size).for_each(|size| check("size", size));
            }
        },
        MarketEvent::Bar(bar) => check_bar(&bar.bar, check),
        MarketEvent::Book(book) => {
            for level in &book.levels {
                check("price", level.price);
                check("size", level.size);
            }
        }
        MarketEvent::News(news) => panic!("{news:?}"),
    }
}

fn check_bar(bar: &Bar, check: &mut impl FnMut(&str, f64)) {
    bar.check().unwrap();
    check("price", bar.close);
    bar.open.into_iter().chain(bar.high).chain(bar.low).for_each(|price| check("price", price));
    bar.volume.into_iter().for_each(|volume| check("size", volume));
}

/// How many things were told, by kind.
#[derive(Default, Debug)]
struct Tally {
    events: usize,
    garbage: usize,
    other: usize,
}

fn check_told(told: &[Told], known: &BTreeSet<u64>, tally: &mut Tally, text: &str) {
    for told in told {
        match told {
            Told::Event(event) => {
                tally.events += 1;
                check_event(event, &mut |what, number| {
                    assert!(
                        number.is_finite() && number >= 0.0 && (what == "size" || number > 0.0),
                        "{number}: {text}"
                    );
                    assert!(known.contains(&number.abs().to_bits()), "{number} is not in {text}");
                });
            }
            Told::Garbage { reason, sample } => {
                tally.garbage += 1;
                assert!(
                    sample.chars().count() <= 200 && !reason.is_empty() && reason.len() < 2000,
                    "{reason} {sample}"
                );
            }
            Told::Refused { reason, .. } => {
                tally.other += 1;
                assert!(reason.chars().count() <= 200, "{reason}");
            }
            _ => tally.other += 1,
        }
    }
}

fn conversation(spoken: &Spoken) -> Box<dyn Conversation> {
    let wanted: Vec<_> = spoken.kinds.iter().map(|kind| (spoken.symbol, *kind)).collect();
    let mut conversation = open(spoken.venue, &wanted);
    for text in spoken.before {
        hear(&mut *conversation, now(), text);
    }
    conversation
}

#[test]
fn messages_made_bad_are_garbage_and_never_another_number() {
    let mut chance = Chance(20_240_312);
    let count = each(SPOKEN.len());
    let mut tally = Tally::default();
    for spoken in SPOKEN {
        let good = check_good(spoken);
        for n in 0..count {
            let text = mutate(spoken.text, &mut chance);
            let mut known = BTreeSet::new();
            numbers(&text, &mut known);
            let mut conversation = conversation(spoken);
            let told = hear(&mut *conversation, now(), &text);
            // What came before may be handed on by what comes now.
            spoken.before.iter().for_each(|text| numbers(text, &mut known));
            check_told(&told, &known, &mut tally, &text);
            // It goes on as if nothing had been.
            if n % 4 == 0 {
                numbers(spoken.text, &mut known);
                let mut told = hear(&mut *conversation, later(1), spoken.text);
                conversation.snapshot(later(1), instrument(1), text.as_bytes(), &mut told);
                told.extend(clock(&mut *conversation, later(100)));
                told.extend(want(&mut *conversation, later(101), &[]));
                check_told(&told, &known, &mut tally, &text);
            }
        }
        assert!(good > 0, "{:?}: {}", spoken.venue, spoken.text);
    }
    println!("{count} mutations of each of {} messages: {tally:?}", SPOKEN.len());
    assert!(tally.events > SPOKEN.len() && tally.garbage > SPOKEN.len(), "{tally:?}");
}

/// How much the message itself tells, without any garbage.
fn check_good(spoken: &Spoken) -> usize {
    let told = hear(&mut *conversation(spoken), now(), spoken.text);
    assert!(!told.iter().any(|told| matches!(told, Told::Garbage { .. })), "{told:?}");
    told.len()
}

/// What an answer says in numbers.
type Numbers = Vec<f64>;

fn of_history(history: &History) -> Numbers {
    let mut found = Vec::new();
    for bar in history.bars.iter().chain(&history.forming) {
        check_bar(bar, &mut |what, number| {
            assert!(number.is_finite() && number >= 0.0 && (what == "size" || number > 0.0));
            found.push(number);
        });
    }
    assert!(history.bars.is_sorted_by(|a, b| a.at < b.at));
    found.extend(history.dividends.iter().map(|dividend| dividend.amount));
    found
}

/// The numbers of a body that is an answer.
type Reading = Box<dyn Fn(&str) -> Option<Numbers>>;

/// Every query with an answer to it, read to its numbers.
fn answers() -> Vec<(&'static str, Reading)> {
    fn reading<Q: Query + 'static>(query: Q, read: fn(&Q::Answer) -> Numbers) -> Reading {
        Box::new(move |body| answer(&query, body).ok().map(|told| read(&told)))
    }
    let minutes = |venue, symbol| query(venue, symbol, "1m", "2024-03-12T00:00:00Z", "2024-03-12T10:30:00Z");
    let days = |venue, symbol| query(venue, symbol, "1d", "2024-03-01", "2024-03-12T10:30:00Z");
    let bars = |query| reading(query, of_history);
    let (from, to) = ("2024-03-01".parse().unwrap(), "2024-03-12".parse().unwrap());
    let mut adjusted = days(Venue::AlphaVantage, "IBM");
    adjusted.adjustment = model::market::Adjustment::Adjusted;
    let fred = ObservationsQuery { series: "DGS10".into(), from, to, known_on: None, page: None };
    let news = NewsQuery { symbols: Vec::new(), from: time("2024-03-11"), to: now(), page: None, now: now() };
    vec![
        (examples::ALPACA_BARS, bars(minutes(Venue::AlpacaSip, "AAPL"))),
        (examples::BINANCE_BARS, bars(minutes(Venue::Binance, "BTCUSDT"))),
        (examples::COINBASE_BARS, bars(minutes(Venue::Coinbase, "BTC-USD"))),
        (examples::KRAKEN_BARS, bars(minutes(Venue::Kraken, "BTC/USD"))),
        (examples::TIINGO_BARS, bars(days(Venue::Tiingo, "AAPL"))),
        (examples::ALPHA_VANTAGE_BARS, bars(days(Venue::AlphaVantage, "IBM"))),
        (examples::ALPHA_VANTAGE_ADJUSTED, bars(adjusted)),
        (examples::YAHOO_BARS, bars(days(Venue::Yahoo, "VOD.L"))),
        (
            examples::ALPACA_LAST,
            reading(LastTradesQuery { feed: Feed::Sip, symbols: Vec::new() }, |told| {
                told.trades.iter().map(|last| last.trade.price).collect()
            }),
        ),
        (examples::ALPACA_NEWS, reading(news, |_| Vec::new())),
        (examples::BINANCE_DEPTH, reading(DepthQuery { symbol: "X".into(), levels: 100 }, |_| Vec::new())),
        (
            examples::BINANCE_DAYS,
            reading(DayQuery { symbols: Vec::new() }, |told| {
                let prices = told.figures.iter().flat_map(|f| [f.open, f.high, f.low, f.last, f.bid, f.ask]);
                prices.flatten().collect()
            }),
        ),
        (examples::KRAKEN_PAIRS, reading(PairsQuery { symbols: Vec::new() }, |_| Vec::new())),
        (
            examples::FINNHUB_QUOTE,
            reading(QuoteQuery { symbol: "AAPL".into() }, |told| {
                told.iter().flat_map(|q| [Some(q.last), q.open, q.high, q.low, q.previous_close]).flatten().collect()
            }),
        ),
        (
            examples::ECB_RATES,
            reading(RatesQuery { currencies: Vec::new(), from, to }, |told| {
                told.rates.iter().map(|rate| rate.rate.to_string().parse().unwrap()).collect()
            }),
        ),
        (
            examples::FRED_SERIES,
            reading(fred, |told| told.observations.iter().filter_map(|o| o.value).map(f64::abs).collect()),
        ),
    ]
}

#[test]
fn answers_made_bad_are_refused_or_skipped_and_never_another_number() {
    let mut chance = Chance(7);
    let answers = answers();
    let count = each(answers.len());
    let (mut read, mut refused) = (0_usize, 0_usize);
    for (body, reading) in &answers {
        assert!(reading(body).is_some(), "{body}");
        for _ in 0..count {
            let text = mutate(body, &mut chance);
            let mut known = BTreeSet::new();
            numbers(&text, &mut known);
            let Some(found) = reading(&text) else {
                refused += 1;
                continue;
            };
            read += 1;
            for number in found {
                assert!(known.contains(&number.abs().to_bits()), "{number} is not in {text}");
            }
        }
    }
    println!("{count} mutations of each of {} answers: {read} read, {refused} refused", answers.len());
    assert!(read > answers.len() && refused > answers.len());
}

#[test]
fn a_custom_source_takes_anything() {
    let settings = json!({
        "name": "any", "url": "https://example.org/{symbol}", "url_time": "rfc3339", "size": "1m", "list": "/bars/AAPL",
        "fields": { "time": "/t", "time_format": "rfc3339", "open": "/o", "high": "/h", "low": "/l", "close": "/c", "volume": "/v" },
        "adjustment": "raw", "currency": null, "requests_per_minute": null, "key_header": null,
    });
    let custom = Custom::new(serde_json::from_value(settings).unwrap()).unwrap();
    let bars = custom.bars("AAPL", time("2024-03-12T00:00:00Z"), time("2024-03-12T10:30:00Z"), now());
    assert_eq!(answer(&bars, examples::ALPACA_BARS).unwrap().bars.len(), 2);
    let mut chance = Chance(11);
    for _ in 0..each(1).min(100_000) {
        let text = mutate(examples::ALPACA_BARS, &mut chance);
        let mut known = BTreeSet::new();
        numbers(&text, &mut known);
        if let Ok(history) = answer(&bars, &text) {
            for number in of_history(&history) {
                assert!(known.contains(&number.to_bits()), "{number} is not in {text}");
            }
        }
    }
}

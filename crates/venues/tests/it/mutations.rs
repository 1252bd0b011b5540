//! Good messages made bad in thousands of ways: nothing panics, and no number comes out that was not in the message.
//!
//! `QUARTERDECK_FUZZ=1000000` makes so many of each venue's messages and of each kind of answer; `QUARTERDECK_FUZZ_SECONDS=20` goes on for
//! so long in each test.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use model::{
    bar::Bar,
    market::{MarketEvent, TickData},
};
use serde_json::json;
use venues::{
    Conversation, History, LastPricesQuery, Query, Told, Venue,
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
    mutate::{mutate, numbers},
    support::{Chance, answer, clock, hear, instrument, later, now, open, query, time, want},
};

/// So many mutations of each venue's messages and of each kind of answer, unless the environment says how many.
const USUAL: usize = 5_000;

/// The numbers of the mutations of one example, of so many that share what the environment asks for.
pub(crate) fn rounds(sharing: usize, examples: usize) -> impl Iterator<Item = usize> {
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let least = asked("QUARTERDECK_FUZZ").unwrap_or(USUAL).div_ceil(sharing);
    let slice = asked("QUARTERDECK_FUZZ_SECONDS").map(|s| Duration::from_secs(s as u64) / examples as u32);
    let until = slice.map(|slice| Instant::now() + slice);
    // The clock is looked at now and then.
    (0..).take_while(move |n| *n < least || until.is_some_and(|until| n % 64 != 0 || Instant::now() < until))
}

/// How many examples a venue has.
pub(crate) fn examples_of(venue: Venue) -> usize {
    SPOKEN.iter().filter(|spoken| spoken.venue == venue).count()
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
pub(crate) struct Tally {
    pub(crate) events: usize,
    pub(crate) garbage: usize,
    pub(crate) other: usize,
}

pub(crate) fn check_told(told: &[Told], known: &BTreeSet<u64>, tally: &mut Tally, text: &str) {
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
            Told::News(news) => {
                tally.events += 1;
                let texts = [Some(&news.item.headline), news.summary.as_ref(), news.author.as_ref()];
                for text in texts.into_iter().flatten() {
                    assert!(!text.chars().any(char::is_control) && text.chars().count() <= 10_000, "{text:?}");
                }
                assert!(news.sentiment.is_none_or(f64::is_finite));
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
    let (mut tally, mut counts) = (Tally::default(), BTreeMap::<Venue, usize>::new());
    for spoken in SPOKEN {
        let good = check_good(spoken);
        for n in rounds(examples_of(spoken.venue), SPOKEN.len()) {
            *counts.entry(spoken.venue).or_default() += 1;
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
    println!("mutations of messages: {counts:?}; {tally:?}");
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
    let last = |venue, symbols: &[&str]| {
        let symbols = symbols.iter().map(|symbol| (*symbol).to_owned()).collect();
        reading(LastPricesQuery { venue, symbols, now: now() }, |told| {
            let trades = told.prices.iter().filter_map(|price| price.trade).flat_map(|(_, t)| [Some(t.price), t.size]);
            let quotes = told.prices.iter().filter_map(|price| price.quote);
            let sides = quotes.flat_map(|(_, q)| [q.bid, q.bid_size, q.ask, q.ask_size]);
            trades.chain(sides).flatten().collect()
        })
    };
    vec![
        (examples::TIINGO_LAST, last(Venue::Tiingo, &["AAPL", "MSFT", "GONE", "ODD"])),
        (examples::ALPHA_VANTAGE_QUOTE, last(Venue::AlphaVantage, &["IBM"])),
        (examples::COINBASE_TICKER, last(Venue::Coinbase, &["BTC-USD"])),
        (examples::YAHOO_LAST, last(Venue::Yahoo, &["AAPL"])),
        (examples::ECB_RATES, last(Venue::Ecb, &["USD", "JPY"])),
        (examples::BINANCE_DAYS, last(Venue::Binance, &["BTCUSDT", "DEADUSDT"])),
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
    let (mut read, mut refused) = (0_usize, 0_usize);
    for (body, reading) in &answers {
        assert!(reading(body).is_some(), "{body}");
        for _ in rounds(1, answers.len()) {
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
    println!("mutations of {} kinds of answers: {read} read, {refused} refused", answers.len());
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
    for _ in rounds(1, 1).take(1_000_000) {
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

//! Fields of messages: read exactly, or not at all.

use std::fmt;

use chrono::DateTime;
use model::{
    bar::Bar,
    market::{BidAsk, BookLevel, BookSide, exact},
    time::Timestamp,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};
use serde_json::value::RawValue;

use crate::text::sample;

/// Numbers from here on are microseconds since the epoch, below it milliseconds: the year 5138 or 1973.
const MICROS_FROM: i64 = 100_000_000_000_000;

/// A number, written as one or in quotes. It is read from its text and refused where a binary number would not give it back.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Num(pub(crate) f64);

impl<'de> Deserialize<'de> for Num {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(from)?.get();
        let text = raw.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(raw);
        exact::parse("number", text).map(Self).map_err(|e| D::Error::custom(sample(&e.to_string())))
    }
}

/// A whole number that names something, written as one or in quotes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Id(pub(crate) u64);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number, zero or more")
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Id, E> {
                Ok(Id(value))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
                let digits = text.bytes().all(|b| b.is_ascii_digit());
                text.parse().ok().filter(|_| digits).map(Id).ok_or_else(|| E::custom("not a whole number"))
            }
        }
        from.deserialize_any(Reader)
    }
}

/// A time in RFC 3339, to the microsecond.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct At(pub(crate) Timestamp);

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = At;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a time like 2024-03-12T10:27:48.858228Z")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<At, E> {
                match DateTime::parse_from_rfc3339(text) {
                    Ok(time) => Ok(At(Timestamp::from_micros(time.timestamp_micros()))),
                    Err(_) => Err(E::custom(format!("\"{}\" is not a time", sample(text)))),
                }
            }
        }
        from.deserialize_str(Reader)
    }
}

/// A time in milliseconds or microseconds since the epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Epoch(pub(crate) Timestamp);

impl<'de> Deserialize<'de> for Epoch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(from)?;
        if number >= MICROS_FROM {
            return Ok(Self(Timestamp::from_micros(number)));
        }
        let micros = number.checked_mul(1000).filter(|_| number > 0);
        micros.map(|micros| Self(Timestamp::from_micros(micros))).ok_or_else(|| D::Error::custom("not a time"))
    }
}

/// Seconds since the epoch as a time; `None` beyond all sense.
pub(crate) fn seconds(number: i64) -> Option<Timestamp> {
    number.checked_mul(1_000_000).filter(|micros| *micros > 0).map(Timestamp::from_micros)
}

/// A price: more than zero.
pub(crate) fn price(field: &str, value: Num) -> Result<f64, String> {
    if value.0 > 0.0 { Ok(value.0) } else { Err(format!("{field} is {}, which no price is", value.0)) }
}

/// Units. Zero says that the venue does not know them: nothing is traded or offered in no units.
pub(crate) fn size(field: &str, value: Num) -> Result<Option<f64>, String> {
    match value.0 {
        size if size < 0.0 => Err(format!("{field} is {size}, below zero")),
        size => Ok(Some(size).filter(|size| *size > 0.0)),
    }
}

/// A price of a quote with its units. A price of zero is how venues write that nobody offers.
pub(crate) fn side(field: &str, price: Num, units: Num) -> Result<(Option<f64>, Option<f64>), String> {
    if price.0 < 0.0 {
        return Err(format!("{field} is {}, below zero", price.0));
    }
    let units = size(field, units)?;
    Ok(if price.0 > 0.0 { (Some(price.0), units) } else { (None, None) })
}

/// A quote of which at least one side is offered.
pub(crate) fn quote(bid: Num, bid_units: Num, ask: Num, ask_units: Num) -> Result<BidAsk, String> {
    let (bid, bid_size) = side("the bid", bid, bid_units)?;
    let (ask, ask_size) = side("the ask", ask, ask_units)?;
    if bid.is_none() && ask.is_none() {
        return Err("a quote without a bid and an ask".to_owned());
    }
    Ok(BidAsk { bid, bid_size, ask, ask_size })
}

/// A level of the book; zero units take it out.
pub(crate) fn level(side: BookSide, at: Num, units: Num) -> Result<BookLevel, String> {
    let price = price(side.as_str(), at)?;
    if units.0 < 0.0 {
        return Err(format!("the size at {} is {}, below zero", at.0, units.0));
    }
    // Not `-0`, which some writers make of it.
    Ok(BookLevel { side, price, size: units.0.abs() })
}

/// A bar, if its parts fit and its prices are more than zero.
pub(crate) fn bar(at: Timestamp, ohlc: [Num; 4], volume: Option<Num>) -> Result<Bar, String> {
    let [open, high, low, close] = ohlc;
    let (open, high) = (price("open", open)?, price("high", high)?);
    let (low, close) = (price("low", low)?, price("close", close)?);
    let volume = volume.map(|v| v.0);
    let bar = Bar { at, open: Some(open), high: Some(high), low: Some(low), close, volume };
    bar.check().map_err(|e| e.to_string())?;
    Ok(bar)
}

/// A message, or a part of one, in its form.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|e| why(&e))
}

/// What serde says of a message, short enough to be shown.
pub(crate) fn why(error: &serde_json::Error) -> String {
    sample(&error.to_string())
}

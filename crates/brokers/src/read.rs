//! Fields of messages: read exactly, or not at all.

use std::{fmt, marker::PhantomData, ops::Deref};

use chrono::DateTime;
use model::{
    order::Side,
    quantity::{Price, Quantity},
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::value::RawValue;
use venues::sample;

/// A number, written as one or in quotes, taken from its text digit for digit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Num(pub(crate) Decimal);

impl<'de> Deserialize<'de> for Num {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = <&'de RawValue>::deserialize(from)?.get();
        let text = raw.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(raw);
        exact(text).map(Self).ok_or_else(|| D::Error::custom(format!("\"{}\" is not a number", sample(text))))
    }
}

/// The decimal that a text is, also with an exponent; `None` where a digit would be lost.
fn exact(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || !digits.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return plain(text) };
    let mantissa = plain(mantissa)?;
    let exponent: i32 = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let ten = |power: u32| (0..power).try_fold(Decimal::ONE, |product, _| product.checked_mul(Decimal::TEN));
    if exponent >= 0 {
        return mantissa.checked_mul(ten(exponent.unsigned_abs()).filter(|_| exponent < 28)?);
    }
    let scale = mantissa.scale().checked_add(exponent.unsigned_abs()).filter(|scale| *scale <= 28)?;
    Decimal::try_from_i128_with_scale(mantissa.mantissa(), scale).ok()
}

fn plain(text: &str) -> Option<Decimal> {
    let is_plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    Decimal::from_str_exact(text).ok().filter(|_| is_plain)
}

/// What names something: a text, or a whole number as its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Id(pub(crate) String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an identity")
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Id, E> {
                Ok(Id(value.to_string()))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Id, E> {
                // It stands in paths and in logs.
                let is_id = (1..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
                if is_id { Ok(Id(text.to_owned())) } else { Err(E::custom("not an identity")) }
            }
        }
        from.deserialize_any(Reader)
    }
}

/// A time in RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct At(pub(crate) Timestamp);

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        match DateTime::parse_from_rfc3339(&text) {
            Ok(time) => Ok(Self(Timestamp::from_micros(time.timestamp_micros()))),
            Err(_) => Err(D::Error::custom(format!("\"{}\" is not a time", sample(&text)))),
        }
    }
}

/// A time in milliseconds since the epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Epoch(pub(crate) Timestamp);

impl<'de> Deserialize<'de> for Epoch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let ms = i64::deserialize(from)?;
        // Up to the year 5138; more would be microseconds.
        let micros = ms.checked_mul(1000).filter(|_| (1..100_000_000_000_000).contains(&ms));
        micros.map(|micros| Self(Timestamp::from_micros(micros))).ok_or_else(|| D::Error::custom("not a time"))
    }
}

pub(crate) fn side(text: &str) -> Result<Side, String> {
    match text {
        "buy" | "BUY" => Ok(Side::Buy),
        "sell" | "SELL" | "sell_short" => Ok(Side::Sell),
        other => Err(format!("\"{}\" is no side", sample(other))),
    }
}

/// A price above zero.
pub(crate) fn price(field: &str, value: Num) -> Result<Price, String> {
    let price = Price::new(value.0).ok().filter(|price| price.get() > Decimal::ZERO);
    price.ok_or_else(|| format!("{field} is {}, which no price is", value.0))
}

/// Units above zero.
pub(crate) fn units(field: &str, value: Num) -> Result<Quantity, String> {
    Quantity::positive(value.0).map_err(|_| format!("{field} is {}, which no order is", value.0))
}

/// Units, zero or more.
pub(crate) fn zero_or_more(field: &str, value: Num) -> Result<Decimal, String> {
    if value.0 >= Decimal::ZERO { Ok(value.0) } else { Err(format!("{field} is {}, below zero", value.0)) }
}

/// Something that is written as an object. What is derived would take a list of the fields' values too, so that `[[]]` could be an
/// account without balances.
#[derive(Clone, Debug)]
pub(crate) struct Obj<T>(pub(crate) T);

impl<T> Deref for Obj<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Obj<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Obj<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Obj<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Obj)
            }
        }
        from.deserialize_map(Reader(PhantomData))
    }
}

/// A message, or a part of one, in its form: an object.
pub(crate) fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    any::<Obj<T>>(text).map(|object| object.0)
}

/// A list of objects.
pub(crate) fn parse_list<'a, T: Deserialize<'a>>(text: &'a str) -> Result<Vec<T>, String> {
    any::<Vec<Obj<T>>>(text).map(|rows| rows.into_iter().map(|row| row.0).collect())
}

fn any<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|e| sample(&e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        let read = |text: &str| any::<Num>(text).ok().map(|n| n.0.to_string());
        for (text, number) in [
            ("0.1", Some("0.1")),
            ("\"0.10\"", Some("0.10")),
            ("123456789012345678.123456789", Some("123456789012345678.123456789")),
            ("1e-7", Some("0.0000001")),
            ("1.5E+3", Some("1500.0")),
            ("-2", Some("-2")),
            ("1e-40", None),
            ("1e99", None),
            ("99999999999999999999999999999999", None),
            ("0.12345678901234567890123456789012345", None),
            ("\"\"", None),
            ("\"NaN\"", None),
            ("\"1_000\"", None),
            ("\"0x10\"", None),
            ("\"+5\"", None),
            ("null", None),
            ("[]", None),
            ("true", None),
        ] {
            assert_eq!(read(text).as_deref(), number, "{text}");
        }
    }
}

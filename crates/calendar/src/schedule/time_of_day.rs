//! Times of day in JSON: hours and minutes, `09:30`.

use chrono::NaiveTime;
use serde::{Deserialize, Deserializer, Serializer, de};

const FORMAT: &str = "%H:%M";

/// Writes hours and minutes.
pub(super) fn serialize<S: Serializer>(time: &NaiveTime, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&time.format(FORMAT))
}

/// Reads hours and minutes.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveTime, D::Error> {
    let text = String::deserialize(from)?;
    NaiveTime::parse_from_str(&text, FORMAT)
        .map_err(|_| de::Error::custom(format!("{text:?} is no time of day; write hours and minutes, such as 09:30")))
}

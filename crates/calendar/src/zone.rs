//! IANA zones in JSON, and the rule for local times that do not exist or exist twice.

use chrono::{DateTime, Days, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Deserializer, Serializer, de};

use crate::error::CalendarError;

/// The instant of a local time.
///
/// A local time that exists twice, when clocks go back, is the first of the two. One that does not exist, when clocks go
/// forward, is read with the offset from before the change, so 02:30 becomes 03:30: the rule of RFC 5545, section 3.3.5.
#[must_use]
pub fn to_utc(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    if let Some(found) = zone.from_local_datetime(&local).earliest() {
        return found.to_utc();
    }
    // A gap of a whole day happened once (Samoa, 2011-12-30), so the day before may be missing too.
    let before = (1..=3)
        .filter_map(|days| local.checked_sub_days(Days::new(days)))
        .find_map(|earlier| zone.from_local_datetime(&earlier).latest());
    let offset = before.map_or(0, |at| at.offset().fix().local_minus_utc());
    local.and_utc() - chrono::TimeDelta::seconds(offset.into())
}

/// Writes the zone's name.
pub(crate) fn serialize<S: Serializer>(zone: &Tz, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(zone.name())
}

/// Reads a zone's name.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Tz, D::Error> {
    let value = String::deserialize(from)?;
    value.parse().map_err(|_| de::Error::custom(CalendarError::UnknownZone { value }))
}

//! Hours of local days: when a rule is active, when a person wants quiet.

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use model::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The same hours of some days of the week, in a time zone. Hours that end before they begin reach into the next day and belong to
/// the day on which they begin; equal times are the whole day. Times that clocks skip or repeat are read as `calendar` reads them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertHours)]
#[serde(deny_unknown_fields)]
pub struct LocalHours {
    /// The IANA name of the zone, such as `America/New_York`.
    #[serde(serialize_with = "write_zone", deserialize_with = "read_zone")]
    #[schema(value_type = String, example = "America/New_York")]
    pub zone: Tz,
    /// The days on which they begin; every day when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub days: Vec<Weekday>,
    /// The first moment.
    pub from: NaiveTime,
    /// The first moment after.
    pub to: NaiveTime,
}

fn write_zone<S: serde::Serializer>(zone: &Tz, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(zone.name())
}

fn read_zone<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Tz, D::Error> {
    let name = String::deserialize(from)?;
    let unknown = |_| format!("there is no time zone \"{name}\"; give an IANA name such as Europe/Berlin");
    name.parse().map_err(|error| serde::de::Error::custom(unknown(error)))
}

impl LocalHours {
    /// Whether a moment lies in them.
    #[must_use]
    pub fn contain(&self, at: Timestamp) -> bool {
        self.stretches(at).any(|(from, to)| from <= at && at < to)
    }

    /// The first moment from `at` on that lies in them; `None` when there is none within eight days.
    #[must_use]
    pub fn next_inside(&self, at: Timestamp) -> Option<Timestamp> {
        self.stretches(at).filter(|(_, to)| *to > at).map(|(from, _)| from.max(at)).min()
    }

    /// The first moment from `at` on that does not lie in them; `None` when there is none within eight days.
    #[must_use]
    pub fn next_outside(&self, at: Timestamp) -> Option<Timestamp> {
        let mut end = at;
        for (from, to) in self.stretches(at) {
            if from <= end && end < to {
                end = to;
            }
        }
        (!self.contain(end)).then_some(end)
    }

    /// Those that may touch the days around a moment, in order of time.
    fn stretches(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let day = at.to_chrono().with_timezone(&self.zone).date_naive();
        let begins = (0..=10).filter_map(move |n| (day - TimeDelta::days(1)).checked_add_days(Days::new(n)));
        let over_night = u64::from(self.to <= self.from);
        begins.filter(|date| self.days.is_empty() || self.days.contains(&date.weekday())).filter_map(move |date| {
            let utc = |date: chrono::NaiveDate, time| -> DateTime<Utc> {
                calendar::zone::to_utc(self.zone, date.and_time(time))
            };
            let end = date.checked_add_days(Days::new(over_night))?;
            Some((utc(date, self.from).into(), utc(end, self.to).into()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn hours(zone: &str, days: &[Weekday], from: (u32, u32), to: (u32, u32)) -> LocalHours {
        let time = |(h, m)| NaiveTime::from_hms_opt(h, m, 0).unwrap();
        LocalHours { zone: zone.parse().unwrap(), days: days.to_vec(), from: time(from), to: time(to) }
    }

    #[test]
    fn a_night_belongs_to_the_day_on_which_it_begins() {
        let friday = hours("Europe/Berlin", &[Weekday::Fri], (22, 0), (7, 0));
        assert!(friday.contain(at("2026-03-27T21:00:00Z")), "22:00 of Friday, winter time");
        assert!(friday.contain(at("2026-03-28T05:59:59Z")), "Saturday morning");
        assert!(!friday.contain(at("2026-03-28T06:00:00Z")));
        assert!(!friday.contain(at("2026-03-28T21:30:00Z")), "the night of Saturday");
        assert_eq!(
            friday.next_inside(at("2026-03-28T06:00:00Z")),
            Some(at("2026-04-03T20:00:00Z")),
            "summer time by then"
        );
        assert_eq!(friday.next_outside(at("2026-03-27T23:00:00Z")), Some(at("2026-03-28T06:00:00Z")));
        assert_eq!(friday.next_outside(at("2026-03-28T12:00:00Z")), Some(at("2026-03-28T12:00:00Z")));
    }

    #[test]
    fn whole_days_never_end() {
        let always = hours("UTC", &[], (0, 0), (0, 0));
        assert!(always.contain(at("2026-03-27T21:00:00Z")));
        assert_eq!(always.next_outside(at("2026-03-27T21:00:00Z")), None);
    }

    #[test]
    fn a_zone_is_read_by_its_name() {
        let text = r#"{"zone":"America/New_York","days":["Mon","Fri"],"from":"09:30:00","to":"16:00:00"}"#;
        let read: LocalHours = serde_json::from_str(text).unwrap();
        assert_eq!(read, hours("America/New_York", &[Weekday::Mon, Weekday::Fri], (9, 30), (16, 0)));
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
        let wrong = serde_json::from_str::<LocalHours>(&text.replace("New_York", "Gotham")).unwrap_err();
        assert!(wrong.to_string().contains("America/Gotham"), "{wrong}");
    }
}

//! The values of one aggregate.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::{
    dates,
    formats::draft::Reject,
    numbers,
    options::{DateOrder, DecimalMark},
    refusal::quoted,
};

/// One transaction or security as its tags say it. The names of its parts do not matter: no tag means two things in it.
pub(super) struct Record {
    pub(super) tag: String,
    pub(super) line: u64,
    pub(super) values: Vec<(String, String)>,
}

impl Record {
    pub(super) fn new(tag: &str, line: u64) -> Self {
        Self { tag: tag.to_owned(), line, values: Vec::new() }
    }

    /// A value; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.values.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }

    /// What it is called where a user says what it means.
    pub(super) fn word(&self) -> String {
        format!("{} {}", self.tag, self.text("INCOMETYPE")).trim().to_owned()
    }

    /// The currency of its own `CURRENCY`, in which its amounts then are.
    pub(super) fn own_currency(&self) -> Option<&str> {
        Some(self.text("CURSYM")).filter(|c| !c.is_empty())
    }

    /// A number; OFX allows a comma for the point, and no thousands.
    pub(super) fn number(&self, name: &str) -> Result<Option<Decimal>, Reject> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        let has_comma = text.contains(',') && !text.contains('.');
        let mark = if has_comma { DecimalMark::Comma } else { DecimalMark::Point };
        numbers::parse(text, mark)
            .map(|n| Some(n.normalize()))
            .ok_or_else(|| Reject::new("number_invalid", format!("{} is not a number", quoted(text))).at(name))
    }

    pub(super) fn needed(&self, name: &str) -> Result<Decimal, Reject> {
        self.number(name)?.ok_or_else(|| {
            Reject::new("field_missing", format!("there is no {name}, which {} needs", self.tag)).at(name)
        })
    }

    /// The sum of amounts without their signs.
    pub(super) fn costs(&self, names: &[&str]) -> Result<Decimal, Reject> {
        names.iter().try_fold(Decimal::ZERO, |sum, name| Ok(sum + self.number(name)?.unwrap_or_default().abs()))
    }

    /// `20240105120000.000[-5:EST]`: the day as the broker's clock says it.
    pub(super) fn date(&self, name: &str) -> Result<Option<NaiveDate>, Reject> {
        let text = self.text(name);
        if text.is_empty() {
            return Ok(None);
        }
        let day = text.get(..8).filter(|_| text.get(8..).is_none_or(|rest| !rest.starts_with('-')));
        day.and_then(|day| dates::parse(day, DateOrder::Ymd))
            .map(Some)
            .ok_or_else(|| Reject::new("date_invalid", format!("{} is not a date", quoted(text))).at(name))
    }

    pub(super) fn day(&self, names: &[&str]) -> Result<NaiveDate, Reject> {
        for name in names {
            if let Some(date) = self.date(name)? {
                return Ok(date);
            }
        }
        Err(Reject::new("date_missing", format!("there is no {}", names[0])).at(names[0]))
    }
}

//! Figures that may be unknown, with the reason.

use chrono::NaiveDate;
use model::{currency::Currency, id::InstrumentId};
use rust_decimal::Decimal;
use serde::Serialize;

/// Why a figure is not known, in words a person can act on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Unknown {
    /// `price_missing`, `rate_missing`, `value_undefined` or `too_large`.
    pub code: String,
    /// What is missing and what to do.
    pub message: String,
    /// The instrument without a price.
    pub instrument_id: Option<InstrumentId>,
    /// The currency without a rate.
    pub currency: Option<Currency>,
    /// The day for which it is missing.
    pub date: Option<NaiveDate>,
}

impl Unknown {
    /// No price on or before a day.
    pub fn price(instrument_id: InstrumentId, symbol: &str, date: NaiveDate) -> Self {
        Self {
            code: "price_missing".to_owned(),
            message: format!("{symbol} has no price on or before {date}; import or enter one"),
            instrument_id: Some(instrument_id),
            currency: None,
            date: Some(date),
        }
    }

    /// No usable rate between two currencies on a day. `last` is the newest one that is too old.
    pub fn rate(from: Currency, to: Currency, date: NaiveDate, last: Option<NaiveDate>) -> Self {
        let message = match last {
            Some(last) => {
                format!("the last {from}/{to} rate before {date} is of {last}, too old to use; import newer rates")
            }
            None => format!("there is no {from}/{to} rate on or before {date}; import or enter one"),
        };
        Self { code: "rate_missing".to_owned(), message, instrument_id: None, currency: Some(from), date: Some(date) }
    }

    /// A ratio or return that has no value.
    pub fn undefined(message: impl Into<String>) -> Self {
        Self {
            code: "value_undefined".to_owned(),
            message: message.into(),
            instrument_id: None,
            currency: None,
            date: None,
        }
    }

    /// A result beyond 28 digits.
    pub fn too_large(what: &str) -> Self {
        Self {
            code: "too_large".to_owned(),
            ..Self::undefined(format!("{what} has more digits than can be held exactly; check quantity and price"))
        }
    }
}

/// An exact amount, or the reason why it is unknown: one of the two is there.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct Figure {
    /// The amount.
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    /// Why there is none.
    pub unknown: Option<Unknown>,
}

impl Figure {
    /// A known amount.
    pub fn known(value: Decimal) -> Self {
        Self { value: Some(value.normalize()), unknown: None }
    }

    /// An unknown one.
    pub fn unknown(reason: Unknown) -> Self {
        Self { value: None, unknown: Some(reason) }
    }

    /// The amount, or the reason.
    ///
    /// # Errors
    /// The reason, when it is unknown.
    pub fn get(&self) -> Result<Decimal, Unknown> {
        match (self.value, &self.unknown) {
            (Some(v), _) => Ok(v),
            (None, Some(u)) => Err(u.clone()),
            (None, None) => Err(Unknown::undefined("the figure has no value")),
        }
    }
}

impl From<Result<Decimal, Unknown>> for Figure {
    fn from(r: Result<Decimal, Unknown>) -> Self {
        r.map_or_else(Self::unknown, Self::known)
    }
}

/// A ratio or floating-point figure, or the reason why it is unknown. 0.12 is 12 %.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct Ratio {
    /// The number; always finite.
    pub value: Option<f64>,
    /// Why there is none.
    pub unknown: Option<Unknown>,
}

impl Ratio {
    /// A known ratio; not finite becomes unknown.
    pub fn known(value: f64) -> Self {
        if value.is_finite() {
            Self { value: Some(value), unknown: None }
        } else {
            Self::unknown(Unknown::undefined("the calculation has no finite result"))
        }
    }

    /// An unknown one.
    pub fn unknown(reason: Unknown) -> Self {
        Self { value: None, unknown: Some(reason) }
    }
}

impl From<Result<f64, Unknown>> for Ratio {
    fn from(r: Result<f64, Unknown>) -> Self {
        r.map_or_else(Self::unknown, Self::known)
    }
}

/// A sum whose parts may be unknown. The value is there only when every part is known; the known part always.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct Total {
    /// The sum, when all parts are known.
    #[schema(value_type = Option<String>)]
    pub value: Option<Decimal>,
    /// The sum of the known parts.
    #[schema(value_type = String)]
    pub known_part: Decimal,
    /// Why the rest is unknown, each reason once.
    pub unknowns: Vec<Unknown>,
}

impl Total {
    /// The sum of parts; zero for none.
    pub fn sum(parts: impl IntoIterator<Item = Result<Decimal, Unknown>>) -> Self {
        let mut known_part = Decimal::ZERO;
        let mut unknowns: Vec<Unknown> = Vec::new();
        for part in parts {
            let added = part.and_then(|v| known_part.checked_add(v).ok_or_else(|| Unknown::too_large("a total")));
            match added {
                Ok(sum) => known_part = sum,
                Err(u) if !unknowns.contains(&u) => unknowns.push(u),
                Err(_) => {}
            }
        }
        let known_part = known_part.normalize();
        Self { value: unknowns.is_empty().then_some(known_part), known_part, unknowns }
    }

    /// The sum, or the first reason.
    ///
    /// # Errors
    /// The first reason, when a part is unknown.
    pub fn get(&self) -> Result<Decimal, Unknown> {
        match (self.value, self.unknowns.first()) {
            (Some(v), _) => Ok(v),
            (None, Some(u)) => Err(u.clone()),
            (None, None) => Err(Unknown::undefined("the total has no value")),
        }
    }
}

/// `a ÷ b` as a ratio; unknown when `b` is zero.
pub(crate) fn ratio(a: Result<Decimal, Unknown>, b: Result<Decimal, Unknown>, of: &str) -> Ratio {
    let quotient = a.and_then(|a| {
        let b = b?;
        if b.is_zero() {
            return Err(Unknown::undefined(format!("{of} is zero, so there is nothing to divide by")));
        }
        a.checked_div(b).map(to_f64).ok_or_else(|| Unknown::too_large("a ratio"))
    });
    quotient.into()
}

/// The nearest `f64` of a decimal.
pub(crate) fn to_f64(d: Decimal) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    d.to_f64().unwrap_or_default()
}

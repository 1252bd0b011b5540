//! Why a value was refused, in words a person can act on.

/// A value that breaks an invariant. The message names the value and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// Not a currency code.
    #[error("\"{0}\" is not a currency; give a code of 3 to 8 capital letters or digits such as USD or USDT")]
    Currency(String),
    /// Not a decimal number.
    #[error("\"{0}\" is not a number; write it like 1234.56")]
    Number(String),
    /// Arithmetic over two currencies.
    #[error("cannot add {0} and {1}; convert one of them with an exchange rate first")]
    CurrencyMismatch(String, String),
    /// A result beyond 28 significant digits.
    #[error("the result of {0} is too large to be held exactly; check the amounts")]
    Overflow(&'static str),
    /// A price below zero, where the instrument kind does not allow one.
    #[error("a price of {0} is not possible; prices are zero or more")]
    NegativePrice(String),
    /// A quantity that must be above zero.
    #[error("{field} is {value}; it must be more than zero")]
    NotPositive {
        /// The field's name.
        field: &'static str,
        /// What was given.
        value: String,
    },
    /// A field that this kind of value needs.
    #[error("{kind} needs {field}; fill it in")]
    Missing {
        /// What the value is, e.g. `a buy`.
        kind: &'static str,
        /// The missing field.
        field: &'static str,
    },
    /// A field that this kind of value must not have.
    #[error("{kind} has no {field}; leave it empty")]
    Unexpected {
        /// What the value is.
        kind: &'static str,
        /// The superfluous field.
        field: &'static str,
    },
    /// A security identifier whose form or check digit is wrong.
    #[error("\"{value}\" is not a valid {scheme}: {reason}")]
    Identifier {
        /// ISIN, CUSIP, FIGI or MIC.
        scheme: &'static str,
        /// What was given.
        value: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A name out of an enumeration.
    #[error("\"{value}\" is not a {what}; use one of {allowed}")]
    Unknown {
        /// What the enumeration is of.
        what: &'static str,
        /// What was given.
        value: String,
        /// The names there are.
        allowed: String,
    },
    /// A text field that is empty or too long.
    #[error("{field} must have 1 to {max} characters")]
    Length {
        /// The field's name.
        field: &'static str,
        /// The longest allowed.
        max: usize,
    },
    /// A value outside of its range.
    #[error("{field} is {value}; give {allowed}")]
    OutOfRange {
        /// The field's name.
        field: &'static str,
        /// What was given.
        value: String,
        /// What is possible.
        allowed: &'static str,
    },
    /// A bar whose parts contradict each other.
    #[error("bar of {at}: {reason}")]
    Bar {
        /// The bar's time.
        at: String,
        /// What contradicts what.
        reason: String,
    },
    /// A time or date that cannot be read.
    #[error("\"{0}\" is not a date or time; write it like 2022-12-28 or 2022-12-28T15:30:00Z")]
    Time(String),
}

impl ValueError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Currency(_) => "currency_invalid",
            Self::Number(_) => "number_invalid",
            Self::CurrencyMismatch(..) => "currency_mismatch",
            Self::Overflow(_) => "amount_overflow",
            Self::NegativePrice(_) => "price_negative",
            Self::NotPositive { .. } => "not_positive",
            Self::Missing { .. } => "field_missing",
            Self::Unexpected { .. } => "field_unexpected",
            Self::Identifier { .. } => "identifier_invalid",
            Self::Unknown { .. } => "name_unknown",
            Self::Length { .. } => "text_length",
            Self::OutOfRange { .. } => "out_of_range",
            Self::Bar { .. } => "bar_invalid",
            Self::Time(_) => "time_invalid",
        }
    }

    /// The field at fault, where one is known.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotPositive { field, .. }
            | Self::Missing { field, .. }
            | Self::Unexpected { field, .. }
            | Self::Length { field, .. }
            | Self::OutOfRange { field, .. } => Some(field),
            _ => None,
        }
    }
}

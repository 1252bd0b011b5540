//! The user's rates.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{TaxError, Term};

/// What share of a gain is tax. A loss saves the same share: see `docs/guide/taxes.md` for when that is so.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxRates {
    /// Of gains on lots held no longer than the holding period, 0.37 = 37 %.
    pub short_term: f64,
    /// Of gains on lots held longer.
    pub long_term: f64,
}

impl TaxRates {
    /// Checks that each is between 0 and 1 and that waiting is not punished.
    ///
    /// # Errors
    /// [`TaxError::Rate`] naming the rate.
    pub fn check(self) -> Result<Self, TaxError> {
        for (field, rate) in [("rates.short_term", self.short_term), ("rates.long_term", self.long_term)] {
            if !(0.0..=1.0).contains(&rate) {
                return Err(TaxError::Rate {
                    field,
                    problem: format!("{rate}; a rate is a share between 0 and 1, such as 0.2 for 20 %"),
                });
            }
        }
        if self.long_term > self.short_term {
            return Err(TaxError::Rate {
                field: "rates.long_term",
                problem: format!("{} is above short_term {}; are the two swapped?", self.long_term, self.short_term),
            });
        }
        Ok(self)
    }

    /// The rate of a term.
    #[must_use]
    pub fn of(self, term: Term) -> f64 {
        match term {
            Term::Short => self.short_term,
            Term::Long => self.long_term,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_shares_and_waiting_is_not_punished() {
        let check = |short_term, long_term| TaxRates { short_term, long_term }.check();
        assert!(check(0.37, 0.2).is_ok() && check(0.0, 0.0).is_ok());
        assert_eq!(check(37.0, 0.2).unwrap_err().code(), "invalid_tax_rate");
        assert_eq!(check(f64::NAN, 0.2).unwrap_err().field(), "rates.short_term");
        assert!(check(0.2, 0.37).unwrap_err().to_string().contains("swapped"));
    }
}

//! What happens to an account beside trades: interest, dividends, splits, delistings.

use model::{id::InstrumentId, time::Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{SimulatedAccount, closing, lots::Entry};
use crate::{
    error::ExecutionError,
    number::{decimal, float},
};

/// Something that a company or an exchange does.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum CorporateAction {
    /// Cash for each unit that is held; short positions pay it.
    Dividend {
        /// In the instrument's currency.
        #[schema(value_type = String)]
        per_unit: Decimal,
    },
    /// `new` units for every `old`. Fractions of units stay; open orders are canceled.
    Split {
        /// Above zero.
        #[schema(value_type = String)]
        new: Decimal,
        /// Above zero.
        #[schema(value_type = String)]
        old: Decimal,
    },
    /// All units end at a price, often zero, and nothing trades any more.
    Delisting {
        /// In the instrument's currency.
        #[schema(value_type = String)]
        price: Decimal,
    },
}

/// An action and the first moment at which the instrument trades without its right: the ex-date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedAction {
    /// When.
    pub at: Timestamp,
    /// Of what.
    pub instrument_id: InstrumentId,
    /// What.
    pub action: CorporateAction,
}

impl SimulatedAccount {
    /// A dividend, a split or a delisting takes effect.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`] for a ratio or a price that is none, [`ExecutionError::Overflow`].
    pub fn act(&mut self, instrument: usize, dated: &DatedAction, index: usize) -> Result<(), ExecutionError> {
        let units = self.units(instrument);
        match dated.action {
            CorporateAction::Dividend { per_unit } => {
                let purse = self.holdings[instrument].cash;
                let factor = self.holdings[instrument].multiplier;
                let amount = units.checked_mul(per_unit).and_then(|amount| amount.checked_mul(factor));
                let amount = amount.ok_or(ExecutionError::Overflow)?;
                self.cash[purse].add(amount)?;
                if let Some(rate) = self.cash[purse].rate {
                    self.flows.dividends += amount * rate;
                }
            }
            CorporateAction::Split { new, old } => {
                if new <= Decimal::ZERO || old <= Decimal::ZERO {
                    let value = format!("{new} for {old}");
                    return Err(ExecutionError::Setting { field: "split", value, allowed: "numbers above zero" });
                }
                let holding = &mut self.holdings[instrument];
                holding.lots.split(new, old)?;
                holding.mark *= float(old) / float(new);
                holding.refresh();
            }
            CorporateAction::Delisting { price } => {
                if price < Decimal::ZERO {
                    let value = price.to_string();
                    return Err(ExecutionError::Setting {
                        field: "delisting",
                        value,
                        allowed: "a price of zero or more",
                    });
                }
                let Some((side, units)) = closing(units) else { return Ok(()) };
                let holding = &mut self.holdings[instrument];
                let entry = Entry { units, price, fees: Decimal::ZERO, at: dated.at, index };
                holding.lots.take(side, entry, holding.multiplier, dated.instrument_id, &mut self.closed)?;
                holding.refresh();
                let worth = units.checked_mul(price).and_then(|worth| worth.checked_mul(holding.multiplier));
                let worth = side.opposite().signed(worth.ok_or(ExecutionError::Overflow)?);
                self.cash[holding.cash].add(worth)?;
            }
        }
        Ok(())
    }

    /// Simple interest for some days, by what the account is now.
    pub(super) fn accrue(&mut self, days: i64) -> Result<(), ExecutionError> {
        let rates = self.settings.interest;
        let part = |rate: Decimal, year: u16| rate * Decimal::from(days) / Decimal::from(year);
        let year = self.settings.year_days;
        if !rates.borrow.is_zero() {
            let fraction = part(rates.borrow, year);
            for holding in self.holdings.iter().filter(|holding| holding.float < 0.0) {
                // A short position without any price has just been opened; there is nothing to reckon from.
                let Some(mark) = decimal(holding.mark) else { continue };
                let worth = holding.lots.units().checked_mul(holding.multiplier).and_then(|w| w.checked_mul(mark));
                let cost = worth.and_then(|w| w.checked_mul(fraction)).ok_or(ExecutionError::Overflow)?;
                self.cash[holding.cash].add(cost)?;
                if let Some(rate) = self.cash[holding.cash].rate {
                    self.flows.borrow -= cost * rate;
                }
            }
        }
        if rates.debit.is_zero() && rates.credit.is_zero() {
            return Ok(());
        }
        for cash in self.cash.iter_mut().filter(|cash| !cash.amount.is_zero()) {
            let rate = if cash.amount < Decimal::ZERO { rates.debit } else { rates.credit };
            let interest = cash.amount.checked_mul(part(rate, year)).ok_or(ExecutionError::Overflow)?;
            cash.add(interest)?;
            if let Some(rate) = cash.rate {
                self.flows.interest += interest * rate;
            }
        }
        Ok(())
    }
}

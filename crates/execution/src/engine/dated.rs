//! What comes at its time whatever the strategy does: rates of currencies and corporate actions.

use model::{currency::Currency, time::Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Engine;
use crate::{
    account::{CorporateAction, DatedAction},
    error::ExecutionError,
    matching::Ended,
};

/// A rate from a moment on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DatedRate {
    /// When it was known.
    pub at: Timestamp,
    /// Of which currency.
    pub currency: Currency,
    /// The account's base currency for one unit; `None`: no longer known.
    #[schema(value_type = Option<String>)]
    pub rate: Option<Decimal>,
}

impl Engine<'_> {
    /// Rates that will come, in any order.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`] for one that is not above zero.
    pub fn schedule_rates(&mut self, rates: &[DatedRate]) -> Result<(), ExecutionError> {
        if let Some(rate) = rates.iter().filter_map(|dated| dated.rate).find(|rate| *rate <= Decimal::ZERO) {
            return Err(ExecutionError::Setting { field: "rate", value: rate.to_string(), allowed: "more than zero" });
        }
        self.rates.extend_from_slice(rates);
        self.rates[self.next_rate..].sort_by_key(|rate| rate.at);
        Ok(())
    }

    /// Corporate actions that will come, in any order.
    ///
    /// # Errors
    /// [`ExecutionError::UnknownInstrument`].
    pub fn schedule(&mut self, actions: &[DatedAction]) -> Result<(), ExecutionError> {
        for action in actions {
            self.number_of(action.instrument_id)?;
        }
        self.actions.extend_from_slice(actions);
        self.actions[self.next_action..].sort_by_key(|action| action.at);
        Ok(())
    }

    /// Rates and corporate actions whose time has come.
    #[inline]
    pub(super) fn act(&mut self) -> Result<(), ExecutionError> {
        let due = |at: Option<Timestamp>| at.is_some_and(|at| at <= self.now);
        let rate = due(self.rates.get(self.next_rate).map(|rate| rate.at));
        if rate || due(self.actions.get(self.next_action).map(|action| action.at)) { self.act_now() } else { Ok(()) }
    }

    fn act_now(&mut self) -> Result<(), ExecutionError> {
        while let Some(rate) = self.rates.get(self.next_rate).filter(|rate| rate.at <= self.now) {
            self.account.set_rate(rate.currency, rate.rate);
            self.next_rate += 1;
        }
        while let Some(action) = self.actions.get(self.next_action).copied().filter(|action| action.at <= self.now) {
            self.next_action += 1;
            let instrument = self.number_of(action.instrument_id)?;
            let index = self.index[instrument];
            if !matches!(action.action, CorporateAction::Dividend { .. }) {
                self.markets[instrument].cancel_all(Ended::CorporateAction, &mut self.desk);
                self.drain(instrument)?;
                self.waiting.retain(|request| request.instrument != instrument);
            }
            if matches!(action.action, CorporateAction::Delisting { .. }) {
                self.markets[instrument].delist();
            }
            self.account.act(instrument, &action, index)?;
        }
        Ok(())
    }
}

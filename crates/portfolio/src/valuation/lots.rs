//! Values single lots.

use chrono::NaiveDate;
use model::id::InstrumentId;
use serde::Serialize;

use super::{Desk, minus, times};
use crate::{
    books::OpenLot,
    history::PriceAt,
    unknown::{Figure, Ratio, Unknown, ratio},
};

/// An open lot, valued.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct LotValue {
    /// The lot.
    #[serde(flatten)]
    pub lot: OpenLot,
    /// The instrument's symbol.
    pub symbol: String,
    /// Days since it was opened.
    pub held_days: i64,
    /// The last price on or before the day.
    pub price: Option<PriceAt>,
    /// Quantity × price × multiplier, in the instrument's currency.
    pub market_value: Figure,
    /// Market value less cost, in the instrument's currency.
    pub gain: Figure,
    /// Market value in the base currency.
    pub market_value_base: Figure,
    /// Market value less cost, each at its day's rate.
    pub gain_base: Figure,
    /// Gain ÷ cost, in base currency.
    pub gain_ratio: Ratio,
}

impl<P: Fn(InstrumentId, NaiveDate) -> Option<PriceAt>> Desk<'_, P> {
    pub(super) fn lots(&self) -> Vec<LotValue> {
        self.books.lots.iter().filter(|l| self.counts(l.lot.account_id)).filter_map(|l| self.lot(l)).collect()
    }

    fn lot(&self, open: &OpenLot) -> Option<LotValue> {
        let on = self.books.as_of;
        let terms = *self.instruments.get(&open.lot.instrument_id)?;
        let price = self.price(open.lot.instrument_id, on);
        let worth = price.clone().and_then(|p| times(times(open.lot.quantity, terms.multiplier)?, p.price));
        let worth_base = worth.clone().and_then(|w| self.to_base(w, terms.currency, on));
        let cost_base = self.lot_cost_base(open);
        let difference = |a: &Result<_, Unknown>, b: Result<_, Unknown>| minus(a.clone()?, b?);
        let gain_base = difference(&worth_base, cost_base.clone());
        Some(LotValue {
            symbol: terms.symbol.clone(),
            held_days: (on - open.lot.opened_on).num_days(),
            gain: difference(&worth, self.lot_cost(open, terms)).into(),
            gain_ratio: ratio(gain_base.clone(), cost_base.map(|c| c.abs()), "the cost"),
            price: price.ok(),
            market_value: worth.into(),
            market_value_base: worth_base.into(),
            gain_base: gain_base.into(),
            lot: open.clone(),
        })
    }
}

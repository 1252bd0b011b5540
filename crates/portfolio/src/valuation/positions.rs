//! Values one position.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use model::{
    id::{AccountId, InstrumentId},
    instrument::InstrumentFields,
};
use rust_decimal::Decimal;

use super::{Desk, PositionValue, minus, times};
use crate::{
    books::{BookedAmount, Books, OpenLot, RealizedGain},
    history::PriceAt,
    unknown::{Ratio, Total, Unknown, ratio},
};

type Key = (AccountId, InstrumentId);

impl<P: Fn(InstrumentId, NaiveDate) -> Option<PriceAt>> Desk<'_, P> {
    pub(super) fn positions(&self) -> Vec<PositionValue> {
        let mut by_key: BTreeMap<Key, Vec<&OpenLot>> = BTreeMap::new();
        for lot in self.books.lots.iter().filter(|l| self.counts(l.lot.account_id)) {
            by_key.entry((lot.lot.account_id, lot.lot.instrument_id)).or_default().push(lot);
        }
        let past = Past::of(self.books);
        let with_terms = by_key.into_iter().filter_map(|(key, lots)| Some((key, *self.instruments.get(&key.1)?, lots)));
        with_terms.map(|(key, terms, lots)| self.position(key, terms, &lots, &past)).collect()
    }

    fn position(&self, key: Key, terms: &InstrumentFields, lots: &[&OpenLot], past: &Past<'_>) -> PositionValue {
        let on = self.books.as_of;
        let quantity: Decimal = lots.iter().map(|l| l.lot.quantity).sum();
        let price = self.price(key.1, on);
        let rate = self.ctx.fx.rate(terms.currency, self.ctx.base, on);
        let units = times(quantity, terms.multiplier);

        let cost = self.cost_of(lots, terms);
        let cost_base = self.cost_base_of(lots);
        let worth = |p: Result<Decimal, Unknown>| times(units.clone()?, p?);
        let market_value = worth(price.clone().map(|p| p.price));
        let rate_now = rate.clone().map(|r| r.rate);
        let in_base = |amount: &Result<Decimal, Unknown>| times(amount.clone()?, rate_now.clone()?);
        let market_value_base = in_base(&market_value);
        let difference = |a: &Result<Decimal, Unknown>, b: &Result<Decimal, Unknown>| minus(a.clone()?, b.clone()?);
        let unrealized = difference(&market_value, &cost);

        let previous = price.clone().and_then(|p| {
            p.previous.ok_or_else(|| Unknown::undefined(format!("{} has only one price, so no change", terms.symbol)))
        });
        let before = worth(previous.clone().map(|p| p.price));
        let before_base = before.clone().and_then(|v| self.to_base(v, terms.currency, previous.map_or(on, |p| p.date)));
        let day_change = difference(&market_value, &before);
        let price_age_days = price.as_ref().ok().map(|p| (on - p.date).num_days());
        let unrealized_base = difference(&market_value_base, &cost_base);
        let average = cost.clone().and_then(|c| {
            c.checked_div(units.clone()?)
                .ok_or_else(|| Unknown::undefined("long and short units cancel, so there is no average"))
        });
        PositionValue {
            account_id: key.0,
            instrument_id: key.1,
            symbol: terms.symbol.clone(),
            name: terms.name.clone(),
            asset_class: terms.asset_class,
            sector: terms.sector.clone(),
            currency: terms.currency,
            quantity: quantity.normalize(),
            n_lots: lots.len(),
            multiplier: terms.multiplier,
            price_age_days,
            stale: price_age_days.is_some_and(|days| days > i64::from(self.scope.stale_after_days)),
            average_cost: average.into(),
            price_effect_base: in_base(&unrealized).into(),
            fx_effect_base: difference(&in_base(&cost), &cost_base).into(),
            day_change_base: difference(&market_value_base, &before_base).into(),
            realized_base: self.realized_of(past.gains(key)).get().into(),
            income_base: self.income_of(past.income(key)).get().into(),
            unrealized_ratio: ratio(unrealized_base.clone(), cost_base.clone().map(|c| c.abs()), "the cost"),
            day_change_ratio: ratio(day_change.clone(), before.map(|b| b.abs()), "the value before"),
            weight: Ratio::known(0.0),
            cost: cost.into(),
            market_value: market_value.into(),
            unrealized: unrealized.into(),
            day_change: day_change.into(),
            cost_base: cost_base.into(),
            market_value_base: market_value_base.into(),
            unrealized_base: unrealized_base.into(),
            price: price.ok(),
            rate: rate.ok(),
        }
    }

    fn cost_of(&self, lots: &[&OpenLot], terms: &InstrumentFields) -> Result<Decimal, Unknown> {
        Total::sum(lots.iter().map(|l| self.lot_cost(l, terms))).get()
    }

    /// The cost of a lot in the instrument's currency, negative when short.
    pub(super) fn lot_cost(&self, l: &OpenLot, terms: &InstrumentFields) -> Result<Decimal, Unknown> {
        let missing = || Unknown::rate(l.lot.cost.currency, terms.currency, l.lot.opened_on, None);
        l.cost_local.map(|c| l.signed(c)).ok_or_else(missing)
    }

    /// The cost of a lot in the base currency, negative when short.
    pub(super) fn lot_cost_base(&self, l: &OpenLot) -> Result<Decimal, Unknown> {
        let missing = || Unknown::rate(l.lot.cost.currency, self.ctx.base, l.lot.opened_on, None);
        l.lot.cost_base.map(|c| l.signed(c)).ok_or_else(missing)
    }

    fn cost_base_of(&self, lots: &[&OpenLot]) -> Result<Decimal, Unknown> {
        Total::sum(lots.iter().map(|l| self.lot_cost_base(l))).get()
    }

    fn realized_of(&self, gains: &[&RealizedGain]) -> Total {
        Total::sum(gains.iter().map(|g| self.gain_base(g)))
    }

    /// A realized gain in base currency, or which rate it lacks.
    pub(super) fn gain_base(&self, g: &RealizedGain) -> Result<Decimal, Unknown> {
        let (currency, day) =
            if g.cost_base.is_none() { (g.cost.currency, g.opened_on) } else { (g.proceeds.currency, g.closed_on) };
        g.gain_base.ok_or_else(|| Unknown::rate(currency, self.ctx.base, day, None))
    }

    fn income_of(&self, income: &[&BookedAmount]) -> Total {
        Total::sum(income.iter().map(|i| self.to_base(i.amount.amount, i.amount.currency, i.date)))
    }
}

/// What was gained and received, by position: looked through once, not again for each.
struct Past<'b> {
    gains: HashMap<Key, Vec<&'b RealizedGain>>,
    income: HashMap<Key, Vec<&'b BookedAmount>>,
}

impl<'b> Past<'b> {
    fn of(books: &'b Books) -> Self {
        let mut past = Self { gains: HashMap::new(), income: HashMap::new() };
        for gain in &books.realized {
            past.gains.entry((gain.account_id, gain.instrument_id)).or_default().push(gain);
        }
        for income in &books.income {
            if let Some(instrument_id) = income.instrument_id {
                past.income.entry((income.account_id, instrument_id)).or_default().push(income);
            }
        }
        past
    }

    fn gains(&self, key: Key) -> &[&'b RealizedGain] {
        self.gains.get(&key).map_or(&[], Vec::as_slice)
    }

    fn income(&self, key: Key) -> &[&'b BookedAmount] {
        self.income.get(&key).map_or(&[], Vec::as_slice)
    }
}

//! Sums in the base currency.

use chrono::NaiveDate;
use model::id::InstrumentId;
use rust_decimal::Decimal;

use super::{CashValue, Desk, PositionValue, Totals, times};
use crate::{
    books::{BookedAmount, ExternalFlow, FlowUnits},
    history::PriceAt,
    unknown::{Figure, Total, Unknown, ratio},
};

impl<P: Fn(InstrumentId, NaiveDate) -> Option<PriceAt>> Desk<'_, P> {
    pub(super) fn totals(&self, positions: &[PositionValue], cash: &[CashValue]) -> Totals {
        let of = |figure: fn(&PositionValue) -> &Figure| Total::sum(positions.iter().map(|p| figure(p).get()));
        let positions_value = of(|p| &p.market_value_base);
        let cash_value = Total::sum(cash.iter().map(|c| c.value_base.get()));
        let all = positions.iter().map(|p| p.market_value_base.get()).chain(cash.iter().map(|c| c.value_base.get()));
        let total_value = Total::sum(all);
        let cost = of(|p| &p.cost_base);
        let unrealized = of(|p| &p.unrealized_base);
        let day_change = of(|p| &p.day_change_base);
        let before = positions_value.get().and_then(|v| super::minus(v, day_change.get()?));
        Totals {
            unrealized_price: of(|p| &p.price_effect_base),
            unrealized_fx: of(|p| &p.fx_effect_base),
            realized: Total::sum(
                self.books.realized.iter().filter(|g| self.counts(g.account_id)).map(|g| self.gain_base(g)),
            ),
            income: self.booked(&self.books.income),
            fees: self.booked(&self.books.fees),
            taxes: self.booked(&self.books.taxes),
            net_flows: Total::sum(
                self.books
                    .flows
                    .iter()
                    .filter(|f| match self.scope.account_id {
                        Some(account) => f.account_id == account,
                        None => !f.between_accounts,
                    })
                    .map(|f| self.flow_base(f)),
            ),
            unrealized_ratio: ratio(unrealized.get(), cost.get().map(|c| c.abs()), "the cost"),
            day_change_ratio: ratio(day_change.get(), before.map(|b| b.abs()), "the value before"),
            total_value,
            positions_value,
            cash_value,
            cost,
            unrealized,
            day_change,
        }
    }

    fn booked(&self, amounts: &[BookedAmount]) -> Total {
        let counted = amounts.iter().filter(|a| self.counts(a.account_id));
        Total::sum(counted.map(|a| self.to_base(a.amount.amount, a.amount.currency, a.date)))
    }

    fn flow_base(&self, flow: &ExternalFlow) -> Result<Decimal, Unknown> {
        match flow.what {
            FlowUnits::Cash { amount } => self.to_base(amount.amount, amount.currency, flow.date),
            FlowUnits::Units { instrument_id, quantity } => {
                let price = self.price(instrument_id, flow.date)?;
                let terms = self.instruments.get(&instrument_id);
                let terms =
                    terms.ok_or_else(|| Unknown::undefined("the instrument of a flow is not in the workspace"))?;
                self.to_base(times(times(quantity, terms.multiplier)?, price.price)?, terms.currency, flow.date)
            }
        }
    }
}

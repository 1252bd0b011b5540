//! How many units a request means, at the market's price now.

use model::{
    error::ValueError,
    id::OrderId,
    order::{Order, OrderFields, Side},
    quantity::Quantity,
};
use rust_decimal::Decimal;

use super::Engine;
use crate::{
    account::closing,
    gate::Refusal,
    number::{decimal, float},
    strategy::{OrderRequest, Size, WhyRefused},
};

/// More money than anybody has; below it, prices and fees add up exactly.
const MONEY_MAX: Decimal = Decimal::from_parts(0xA100_0000, 0x1BCE_CCED, 0xD3C2, false, 0); // 10^24

impl Engine<'_> {
    /// The order that a request is now.
    pub(super) fn make(&self, id: OrderId, wanted: &OrderRequest) -> Result<Order, WhyRefused> {
        let (side, units) = match wanted.size {
            Size::Units(units) => (wanted.side, units),
            Size::Position => closing(self.account.units(wanted.instrument)).ok_or(WhyRefused::NoPosition)?,
            Size::Parent => {
                let parent = wanted.parent.ok_or(ValueError::Missing { kind: "an exit", field: "parent" })?;
                (wanted.side, self.blotter.get(parent.id)?.quantity().get())
            }
            Size::Money(money) => {
                let sign = if wanted.side == Side::Buy { Decimal::ONE } else { Decimal::NEGATIVE_ONE };
                (wanted.side, self.units_for(wanted, money, sign)?)
            }
            Size::FundsShare(share) => {
                let funds = self.account.free_funds(self.listings[wanted.instrument].currency);
                let money = funds.and_then(|funds| funds.checked_mul(share)).ok_or(WhyRefused::SizeUnknown)?;
                (wanted.side, self.units_for(wanted, money, Decimal::ONE)?)
            }
        };
        let fields = OrderFields {
            account_id: self.settings.account_id,
            instrument_id: self.listings[wanted.instrument].instrument_id,
            side,
            quantity: Quantity::new(units),
            terms: wanted.terms,
            time_in_force: wanted.time_in_force,
            reduce_only: wanted.reduce_only,
            parent: wanted.parent,
            oco_group: wanted.oco_group,
        };
        Ok(Order::new(id, self.now, fields)?)
    }

    /// Whole lots that cost not more than some money with their fees, which `sign` adds to the price or takes from it.
    fn units_for(&self, wanted: &OrderRequest, money: Decimal, sign: Decimal) -> Result<Decimal, WhyRefused> {
        let (market, listing) = (&self.markets[wanted.instrument], &self.listings[wanted.instrument]);
        let lot = listing.lot_size;
        let too_small = Err(WhyRefused::TooSmall(lot));
        if money <= Decimal::ZERO {
            return too_small;
        }
        if money > MONEY_MAX {
            return Err(Refusal::TooLarge.into());
        }
        let near = market.price().ok_or(WhyRefused::SizeUnknown)?;
        let price = match wanted.terms.limit() {
            Some(limit) => Some(limit.get()),
            None => market.expected_price(wanted.side, float(money) / near).and_then(decimal),
        };
        let each = price.and_then(|price| price.checked_mul(listing.multiplier)).filter(|each| *each > Decimal::ZERO);
        let each = each.ok_or(WhyRefused::SizeUnknown)?;
        let units = self.desk.fees.units_within(money, each, lot, sign, &self.desk.month);
        let units = units.ok_or(WhyRefused::SizeUnknown)?;
        if units.is_zero() { too_small } else { Ok(units) }
    }
}

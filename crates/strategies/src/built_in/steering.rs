//! From weights to orders.

use execution::{
    number::{decimal, float},
    strategy::{Context, OrderRequest, Refused, Size},
};
use model::order::Side;
use rust_decimal::Decimal;

/// Steers an account to weights: what is too much is sold first, then what is too little is bought.
///
/// A sale of whole lots may bring less than was reckoned, so that the last purchase is refused for want of money. It is made up for at
/// the next moment, with what is there.
#[derive(Debug)]
pub(super) struct Steering {
    /// How far a weight may be off before it is traded.
    band: f64,
    /// The weights to hold, one for each instrument; `NaN`: leave it as it is.
    pub(super) targets: Vec<f64>,
    refused: bool,
}

impl Steering {
    pub(super) fn new(instruments: usize, band: f64) -> Self {
        Self { band, targets: vec![f64::NAN; instruments], refused: false }
    }

    /// Trades what is off by more than the band. Instruments without a price are left as they are, and all are while the account's worth
    /// is not known.
    pub(super) fn steer(&mut self, ctx: &mut Context<'_>) {
        self.refused = false;
        let Some(equity) = ctx.account().equity().filter(|equity| *equity > 0.0) else { return };
        for side in [Side::Sell, Side::Buy] {
            for instrument in 0..self.targets.len() {
                if let Some(request) = self.wanted(ctx, instrument, equity, side) {
                    ctx.place(request);
                }
            }
        }
    }

    /// Makes up for purchases that were refused for want of money.
    pub(super) fn make_up(&mut self, ctx: &mut Context<'_>) {
        if !std::mem::take(&mut self.refused) {
            return;
        }
        let Some(equity) = ctx.account().equity().filter(|equity| *equity > 0.0) else { return };
        for instrument in 0..self.targets.len() {
            let Some(mut request) = self.wanted(ctx, instrument, equity, Side::Buy) else { continue };
            let funds = ctx.listings().get(instrument).and_then(|listing| ctx.account().free_funds(listing.currency));
            if let (Size::Money(money), Some(funds)) = (request.size, funds) {
                request.size = Size::Money(money.min(funds));
                ctx.place(request);
            }
        }
    }

    pub(super) fn on_refused(&mut self, refused: &Refused) {
        self.refused |= refused.why.code() == "buying_power";
    }

    /// The order of a side that brings an instrument to its weight.
    fn wanted(&self, ctx: &Context<'_>, instrument: usize, equity: f64, side: Side) -> Option<OrderRequest> {
        let target = self.targets.get(instrument).copied().filter(|target| target.is_finite())?;
        let request = steer_one(ctx, instrument, target, equity, self.band)?;
        (request.side == side).then_some(request)
    }
}

/// The order that brings an instrument to a weight; `None` where there is nothing to trade, or a price, a rate or the account's worth is
/// not known.
pub(crate) fn toward(ctx: &Context<'_>, instrument: usize, weight: f64) -> Option<OrderRequest> {
    let equity = ctx.account().equity().filter(|equity| *equity > 0.0)?;
    steer_one(ctx, instrument, weight, equity, 0.0)
}

fn steer_one(ctx: &Context<'_>, instrument: usize, target: f64, equity: f64, band: f64) -> Option<OrderRequest> {
    let listing = ctx.listings().get(instrument)?;
    let price = ctx.closes(instrument).last().copied().filter(|price| *price > 0.0)?;
    let rate = float(ctx.account().rate(listing.currency)?);
    let (units, each) = (ctx.units(instrument), price * float(listing.multiplier));
    let drift = target - units * each * rate / equity;
    if drift.is_nan() || drift.abs() <= band {
        return None;
    }
    let side = if drift > 0.0 { Side::Buy } else { Side::Sell };
    if target == 0.0 {
        return (units != 0.0).then(|| OrderRequest::market(instrument, side, Size::Position));
    }
    let money = drift.abs() * equity / rate;
    if money < each * float(listing.lot_size) {
        return None;
    }
    let money = decimal(money).filter(|money| *money > Decimal::ZERO)?;
    Some(OrderRequest::market(instrument, side, Size::Money(money)))
}

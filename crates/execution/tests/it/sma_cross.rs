//! Two moving averages that cross: the strategy that other back-testers show first.

use execution::strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyResult};
use model::order::Side;
use rust_decimal::Decimal;

/// Long when the fast average crosses above the slow one; flat, or short, when it crosses below.
pub(crate) struct SmaCross {
    pub(crate) fast: usize,
    pub(crate) slow: usize,
    pub(crate) short: bool,
    sums: [f64; 2],
    above: Option<bool>,
}

impl SmaCross {
    pub(crate) fn new(fast: usize, slow: usize, short: bool) -> Self {
        Self { fast, slow, short, sums: [0.0; 2], above: None }
    }
}

impl Strategy for SmaCross {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        let closes = ctx.closes(bar.instrument);
        let last = closes.len() - 1;
        for (sum, length) in self.sums.iter_mut().zip([self.fast, self.slow]) {
            *sum += closes[last];
            if last >= length {
                *sum -= closes[last - length];
            }
        }
        if last + 1 < self.slow {
            return Ok(());
        }
        let (fast, slow) = (self.sums[0] / self.fast as f64, self.sums[1] / self.slow as f64);
        // Sums of different lengths are equal to their last digits only by chance; what is as near as that counts as equal.
        let above = if (fast - slow).abs() <= 1e-12 * slow { None } else { Some(fast > slow) };
        if above.is_some() && self.above.is_some() && above != self.above {
            ctx.close(bar.instrument);
            let side = if above == Some(true) { Side::Buy } else { Side::Sell };
            if side == Side::Buy || self.short {
                ctx.place(OrderRequest::market(bar.instrument, side, Size::FundsShare(Decimal::ONE)));
            }
        }
        self.above = above;
        Ok(())
    }
}

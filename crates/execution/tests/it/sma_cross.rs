//! Two moving averages that cross: the strategy that other back-testers show first.

use execution::strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyResult};
use model::order::Side;
use rust_decimal::Decimal;

/// Long when the fast average crosses above the slow one; flat, or short, when it crosses below.
pub(crate) struct SmaCross {
    fast: Mean,
    slow: Mean,
    short: bool,
    above: Option<bool>,
}

/// How a rolling mean is summed up. Where two means are equal but for the last digits, what those digits are decides about a crossing.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Summing {
    /// Adding and removing with compensation, as pandas does.
    Compensated,
    /// Differences of the sums since the beginning, as vectorbt does.
    SinceStart,
}

struct Mean {
    summing: Summing,
    length: usize,
    sum: f64,
    added: f64,
    removed: f64,
    sums: Vec<f64>,
}

impl SmaCross {
    pub(crate) fn new(fast: usize, slow: usize, short: bool, summing: Summing) -> Self {
        let mean = |length| Mean { summing, length, sum: 0.0, added: 0.0, removed: 0.0, sums: Vec::new() };
        Self { fast: mean(fast), slow: mean(slow), short, above: None }
    }
}

impl Mean {
    /// The mean with the last value of a series; `None` before there are enough.
    fn next(&mut self, values: &[f64]) -> Option<f64> {
        let last = values.len() - 1;
        let gone = last.checked_sub(self.length);
        let sum = match self.summing {
            Summing::Compensated => {
                if let Some(gone) = gone {
                    compensated(&mut self.sum, -values[gone], &mut self.removed);
                }
                compensated(&mut self.sum, values[last], &mut self.added);
                self.sum
            }
            Summing::SinceStart => {
                self.sum += values[last];
                self.sums.push(self.sum);
                gone.map_or(self.sum, |gone| self.sum - self.sums[gone])
            }
        };
        (values.len() >= self.length).then(|| sum / self.length as f64)
    }
}

fn compensated(sum: &mut f64, value: f64, lost: &mut f64) {
    let value = value - *lost;
    let total = *sum + value;
    *lost = total - *sum - value;
    *sum = total;
}

impl Strategy for SmaCross {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        let closes = ctx.closes(bar.instrument);
        let means = (self.fast.next(closes), self.slow.next(closes));
        let (Some(fast), Some(slow)) = means else { return Ok(()) };
        let above = if fast == slow { None } else { Some(fast > slow) };
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

//! The same strategy for the event engine.

use execution::strategy::{ClosedBar, Context, OrderRequest, Strategy, StrategyResult};
use model::order::Side;

use super::{Signal, SignalSize, Target};

/// Holds what a list of signals says, by orders at the market.
#[derive(Debug, Clone)]
pub struct SignalStrategy {
    signals: Vec<Signal>,
    size: SignalSize,
    next: usize,
    target: Target,
}

impl SignalStrategy {
    /// A strategy of the first instrument of a run. Signals ascend by their bars.
    #[must_use]
    pub const fn new(signals: Vec<Signal>, size: SignalSize) -> Self {
        Self { signals, size, next: 0, target: Target::Flat }
    }
}

impl Strategy for SignalStrategy {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        let Some(signal) = self.signals.get(self.next).filter(|signal| signal.index == bar.index) else {
            return Ok(());
        };
        self.next += 1;
        if signal.target == self.target {
            return Ok(());
        }
        self.target = signal.target;
        ctx.close(bar.instrument);
        if let Some(side) = self.target.side() {
            ctx.place(OrderRequest::market(bar.instrument, side, self.size.request()));
        }
        Ok(())
    }
}

impl Target {
    /// The side that opens it.
    pub(super) const fn side(self) -> Option<Side> {
        match self {
            Self::Flat => None,
            Self::Long => Some(Side::Buy),
            Self::Short => Some(Side::Sell),
        }
    }
}

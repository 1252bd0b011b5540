//! Buying once.

use execution::strategy::{ClosedBar, Context, OrderRequest, Strategy, StrategyResult};
use model::order::Side;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fixed_weights::{check_weights, weights_or_equal};
use crate::{Domain, ParameterForm, PositionSize, StrategyProblem, size};

/// Buys each instrument at its first bar and keeps it: the measure of every other strategy. Weights are parts of the account's worth;
/// without them, one instrument gets all funds, and several get equal parts.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct BuyAndHold {
    /// One for each instrument of the run, in its order; together at most 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<Vec<f64>>,
}

impl BuyAndHold {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![ParameterForm::new("weights", "Part of the account's worth for each instrument", Domain::Weights)]
    }

    pub(crate) fn build(&self, instruments: usize) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        check_weights(self.weights.as_deref(), instruments, 0.0)?;
        let all_funds = self.weights.is_none() && instruments == 1;
        Ok(Box::new(Holding { all_funds, weights: weights_or_equal(self.weights.as_deref(), instruments) }))
    }
}

struct Holding {
    all_funds: bool,
    weights: Vec<f64>,
}

impl Strategy for Holding {
    fn on_bar(&mut self, ctx: &mut Context<'_>, closed: &ClosedBar) -> StrategyResult {
        let instrument = closed.instrument;
        let Some(weight) = self.weights.get_mut(instrument).filter(|weight| **weight > 0.0) else { return Ok(()) };
        let wanted = if self.all_funds {
            PositionSize::Funds { share: 1.0 }.of(ctx, instrument)
        } else {
            ctx.account().equity().and_then(|equity| size::money(ctx, instrument, *weight * equity))
        };
        // Without a price, or while the account's worth is not known, it tries again at the next bar.
        if let Some(size) = wanted.filter(|_| closed.bar.close > 0.0) {
            *weight = 0.0;
            ctx.place(OrderRequest::market(instrument, Side::Buy, size));
        }
        Ok(())
    }
}

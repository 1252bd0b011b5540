//! Two instruments that go together, until they do not.

use execution::strategy::{Context, OrderRequest, Refused, Strategy, StrategyResult};
use model::{id::OrderId, order::Side};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    regression::{Line, RollingLine},
    signal::{Exits, leave},
};
use crate::{
    ParameterForm, StrategyProblem, Unit,
    number::{Real, Whole},
    size,
};

const LENGTH: Whole =
    Whole::bars("length", "Bars over which the hedge ratio and the spread are estimated", [10, 10_000], 60);
const ENTRY: Real =
    Real::new("entry", "Distance at which a position is opened", Unit::Deviations, [0.1, 10.0], Some(2.0));
const EXIT: Real = Real::new("exit", "Distance at which it is closed", Unit::Deviations, [0.0, 10.0], Some(0.5));
const STOP: Real =
    Real::new("stop", "Distance at which it is given up; never when left out", Unit::Deviations, [0.2, 100.0], None);
const GROSS: Real = Real::new(
    "gross",
    "Worth of both legs together, as a part of the account's",
    Unit::Fraction,
    [0.01, 10.0],
    Some(1.0),
);

/// Sells the first of two instruments and buys the second when the first is dear against it, and the other way round.
///
/// Over the last `length` bars the logarithm of the first close is regressed on that of the second: the slope is the hedge ratio `β`
/// in money, and the last residual over the residuals' standard deviation is the distance. Positions open at `entry` and close at
/// `exit`, or on its other side. After a stop nothing opens before the distance was within `exit` again. Only bars that both have are
/// looked at, and a slope that is not above zero opens nothing: the two do not go together then.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pairs {
    /// Bars of the estimate.
    pub length: u32,
    /// Distance at which a position is opened.
    pub entry: f64,
    /// Distance at which it is closed.
    pub exit: f64,
    /// Distance at which it is given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<f64>,
    /// Worth of both legs together, as a part of the account's.
    pub gross: f64,
}

impl Default for Pairs {
    fn default() -> Self {
        let (entry, exit, gross) = (ENTRY.value(), EXIT.value(), GROSS.value());
        Self { length: LENGTH.default, entry, exit, stop: None, gross }
    }
}

impl Pairs {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![LENGTH.form(), ENTRY.form(), EXIT.form(), STOP.form(), GROSS.form()]
    }

    pub(crate) fn build(&self) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        LENGTH.check(self.length)?;
        ENTRY.check(self.entry)?;
        EXIT.check(self.exit)?;
        STOP.check_given(self.stop)?;
        GROSS.check(self.gross)?;
        if self.exit >= self.entry {
            return Err(StrategyProblem::field(
                EXIT.name,
                self.exit,
                format!("less than entry, which is {}", self.entry),
            ));
        }
        if let Some(stop) = self.stop.filter(|stop| *stop <= self.entry) {
            return Err(StrategyProblem::field(STOP.name, stop, format!("more than entry, which is {}", self.entry)));
        }
        Ok(Box::new(Spread {
            settings: *self,
            line: RollingLine::new(self.length as usize),
            position: Position::None,
            legs: [None; 2],
            exits: Exits::default(),
        }))
    }
}

/// Which way the pair is held.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Position {
    None,
    /// The first is bought or sold, the second the other way.
    First(Side),
    /// It was given up, and waits until the distance is small again.
    GivenUp,
}

struct Spread {
    settings: Pairs,
    line: RollingLine,
    position: Position,
    /// Orders of the legs that were opened last.
    legs: [Option<OrderId>; 2],
    exits: Exits,
}

impl Spread {
    /// The closes of the moment, where both instruments have a bar of it.
    fn closes(ctx: &Context<'_>) -> Option<(f64, f64)> {
        let close = |instrument: usize| {
            let last = ctx.bar(instrument, ctx.bars(instrument).checked_sub(1)?)?;
            (last.at == ctx.now() && last.close > 0.0).then_some(last.close)
        };
        Some((close(0)?, close(1)?))
    }

    fn decide(&mut self, ctx: &mut Context<'_>, line: Line) {
        let Pairs { entry, exit, stop, .. } = self.settings;
        let (score, far) = (line.score, line.score.abs());
        match self.position {
            Position::None if far >= entry && line.slope > 0.0 => {
                let side = if score > 0.0 { Side::Sell } else { Side::Buy };
                if self.open(ctx, side, line.slope) {
                    self.position = Position::First(side);
                }
            }
            Position::None => {}
            Position::GivenUp if far <= exit => self.position = Position::None,
            Position::GivenUp => {}
            Position::First(side) => {
                // Dear when it was sold: the distance comes down to the exit or beyond.
                let distance = if side == Side::Sell { score } else { -score };
                let given_up = stop.is_some_and(|stop| distance >= stop);
                if distance <= exit || given_up {
                    leave(ctx, 0, &mut self.exits);
                    leave(ctx, 1, &mut self.exits);
                    self.position = if given_up { Position::GivenUp } else { Position::None };
                }
            }
        }
    }

    /// Whether both legs have a size now.
    fn open(&mut self, ctx: &mut Context<'_>, side: Side, ratio: f64) -> bool {
        let Some(equity) = ctx.account().equity() else { return false };
        let first = self.settings.gross * equity / (1.0 + ratio);
        let sizes = (size::money(ctx, 0, first), size::money(ctx, 1, first * ratio));
        let (Some(of_first), Some(of_second)) = sizes else { return false };
        let legs = [(0, side, of_first), (1, side.opposite(), of_second)];
        // The sale goes first: what it brings pays for the purchase.
        for wanted in [Side::Sell, Side::Buy] {
            for (instrument, side, size) in legs.into_iter().filter(|leg| leg.1 == wanted) {
                self.legs[instrument] = Some(ctx.place(OrderRequest::market(instrument, side, size)));
            }
        }
        true
    }
}

impl Strategy for Spread {
    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        if let Some((first, second)) = Self::closes(ctx)
            && let Some(line) = self.line.push(second.ln(), first.ln())
        {
            self.decide(ctx, line);
        }
        Ok(())
    }

    /// A leg that stands alone is a bet on its market, not on the pair: without one leg the other goes too.
    fn on_refused(&mut self, ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        if self.legs.contains(&Some(refused.order_id)) {
            leave(ctx, 0, &mut self.exits);
            leave(ctx, 1, &mut self.exits);
            (self.position, self.legs) = (Position::GivenUp, [None; 2]);
        }
        Ok(())
    }
}

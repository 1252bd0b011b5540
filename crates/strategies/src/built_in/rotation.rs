//! Holding what rose most.

use execution::strategy::{Context, Refused, Strategy, StrategyResult};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BAND, check_band, steering::Steering};
use crate::{Cadence, Domain, ParameterForm, StrategyProblem, Unit, cadence::CadenceClock, number::Whole};

const LOOK_BACK: Whole = Whole::bars("look_back", "Bars over which returns are compared", [1, 100_000], 252);
const SKIP: Whole = Whole::bars("skip", "Last bars that are left out of the comparison", [0, 10_000], 0);
const TOP: Whole =
    Whole { unit: Unit::Instruments, ..Whole::bars("top", "How many instruments are held", [1, 10_000], 1) };

/// Holds equal parts of the `top` instruments with the greatest return over the look-back, looked at by the calendar. Instruments
/// with too few bars are not held; equal returns go by the order of the run.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MomentumRotation {
    /// Bars over which returns are compared.
    pub look_back: u32,
    /// The last bars that are left out of it, as what rose in the last weeks tends to fall back.
    pub skip: u32,
    /// How many instruments are held.
    pub top: u32,
    /// Whether only instruments are held that rose at all; their part is cash otherwise.
    pub only_rising: bool,
    /// How often returns are compared.
    pub rebalance: Cadence,
    /// How far a weight may be off before it is traded.
    pub band: f64,
}

impl Default for MomentumRotation {
    fn default() -> Self {
        let (look_back, skip, top) = (LOOK_BACK.default, SKIP.default, TOP.default);
        Self { look_back, skip, top, only_rising: false, rebalance: Cadence::default(), band: BAND.value() }
    }
}

impl MomentumRotation {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![
            LOOK_BACK.form(),
            SKIP.form(),
            TOP.form(),
            ParameterForm::new(
                "only_rising",
                "Whether only instruments are held that rose at all",
                Domain::Flag { default: false },
            ),
            ParameterForm::new("rebalance", "How often returns are compared", Domain::Cadence),
            BAND.form(),
        ]
    }

    pub(crate) fn build(&self, instruments: usize) -> Result<Box<dyn Strategy + Send>, StrategyProblem> {
        LOOK_BACK.check(self.look_back)?;
        SKIP.check(self.skip)?;
        TOP.check(self.top)?;
        if self.top as usize > instruments {
            let allowed = format!("at most the {instruments} instruments of the run");
            return Err(StrategyProblem::field(TOP.name, self.top, allowed));
        }
        self.rebalance.check()?;
        check_band(self.band)?;
        Ok(Box::new(Rotation {
            settings: *self,
            ranked: Vec::with_capacity(instruments),
            steering: Steering::new(instruments, self.band),
            clock: CadenceClock::new(self.rebalance),
        }))
    }
}

struct Rotation {
    settings: MomentumRotation,
    /// Returns with their instruments; the memory is used again.
    ranked: Vec<(f64, usize)>,
    steering: Steering,
    clock: CadenceClock,
}

impl Rotation {
    fn rank(&mut self, ctx: &Context<'_>) {
        let (look_back, skip) = (self.settings.look_back as usize, self.settings.skip as usize);
        self.ranked.clear();
        for instrument in 0..self.steering.targets.len() {
            let closes = ctx.closes(instrument);
            let Some(last) = closes.len().checked_sub(skip + 1) else { continue };
            let Some(first) = last.checked_sub(look_back) else { continue };
            let gain = closes[last] / closes[first] - 1.0;
            if gain.is_finite() && (gain > 0.0 || !self.settings.only_rising) {
                self.ranked.push((gain, instrument));
            }
        }
        self.ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }
}

impl Strategy for Rotation {
    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        if !self.clock.is_due(ctx.now()) {
            self.steering.make_up(ctx);
            return Ok(());
        }
        self.rank(ctx);
        let top = self.settings.top as usize;
        self.steering.targets.fill(0.0);
        for (_, instrument) in self.ranked.iter().take(top) {
            self.steering.targets[*instrument] = 1.0 / top as f64;
        }
        self.steering.steer(ctx);
        Ok(())
    }

    fn on_refused(&mut self, _ctx: &mut Context<'_>, refused: &Refused) -> StrategyResult {
        self.steering.on_refused(refused);
        Ok(())
    }
}

//! Strategies without a program: enter when a condition comes about, leave when another holds.
//!
//! The conditions are those of alerts, in their JSON and their words, evaluated by the same engine. It is told each bar of the run and, for
//! conditions on prices, the bar's close as a trade, or the trades and quotes themselves where a run has them.

mod traded;

use alerts::{AlertRule, AlertsError, ClosedBar as AlertBar, Condition, Engine, Hold, Input, Need, Repeat, depends};
use bars::interval::Interval;
use execution::strategy::{ClosedBar, Context, OrderRequest, Strategy, StrategyResult};
use model::{
    id::{AlertId, InstrumentId, OrderId},
    market::{Source, Tick},
    order::Side,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Domain, ParameterForm, PositionSize, StrategyProblem, Unit,
    built_in::{Exits, enter, leave},
    number::Real,
};
use traded::Trades;

const LOSS: Real = Real::new(
    "stop_loss_percent",
    "Distance of a stop from the close at entry, in per cent; none when left out",
    Unit::Points,
    [0.01, 99.0],
    None,
);
const GAIN: Real = Real::new(
    "take_profit_percent",
    "Distance of a limit that takes the gain, in per cent; none when left out",
    Unit::Points,
    [0.01, 10_000.0],
    None,
);
const ENTRY: AlertId = AlertId::from_uuid(Uuid::from_u128(1));
const EXIT: AlertId = AlertId::from_uuid(Uuid::from_u128(2));

/// Enter when one condition comes about, leave when another holds. Exits at prices go with the entry and cancel each other.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesSpecification {
    /// What is traded.
    pub instrument: InstrumentId,
    /// Buy, or sell short.
    #[serde(default = "buy")]
    pub side: Side,
    /// It enters when this begins to hold, while it holds nothing and `exit` does not hold.
    pub entry: Condition,
    /// For how many bars or seconds the entry must hold first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_hold: Option<Hold>,
    /// It leaves when this holds; only at the exits' prices when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit: Option<Condition>,
    /// How large the position is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<PositionSize>,
    /// Distance of a stop from the close at entry, in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop_loss_percent: Option<f64>,
    /// Distance of a limit from the close at entry, in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take_profit_percent: Option<f64>,
}

const fn buy() -> Side {
    Side::Buy
}

impl RulesSpecification {
    pub(crate) fn forms() -> Vec<ParameterForm> {
        vec![
            ParameterForm::new("side", "Buy, or sell short", Domain::choice(&["buy", "sell"])),
            ParameterForm::new("entry", "When it enters", Domain::Condition),
            ParameterForm::new("exit", "When it leaves", Domain::Condition),
            ParameterForm::new("size", "How large the position is", Domain::Size),
            LOSS.form(),
            GAIN.form(),
        ]
    }

    fn entry_rule(&self) -> AlertRule {
        AlertRule { hold: self.entry_hold, repeat: Repeat::EveryTime, ..AlertRule::new(self.entry.clone()) }
    }

    fn exit_rule(&self) -> Option<AlertRule> {
        let condition = self.exit.clone()?;
        Some(AlertRule { repeat: Repeat::EveryTime, ..AlertRule::new(condition) })
    }
}

/// Two rules that trade one instrument.
pub(crate) struct Rules {
    specification: RulesSpecification,
    instruments: Vec<InstrumentId>,
    /// The place of what is traded.
    traded: usize,
    interval: Interval,
    engine: Engine,
    trades: Trades,
    enters: bool,
    leaves: bool,
    entered: Option<OrderId>,
    exits: Exits,
}

impl Rules {
    pub(crate) fn new(
        specification: &RulesSpecification,
        instruments: &[InstrumentId],
        interval: Option<Interval>,
    ) -> Result<Self, StrategyProblem> {
        LOSS.check_given(specification.stop_loss_percent)?;
        GAIN.check_given(specification.take_profit_percent)?;
        specification.size.map_or(Ok(()), PositionSize::check)?;
        let traded = place_of("instrument", specification.instrument, instruments)?;
        let mut told = Told { instruments, interval, trades: Vec::new() };
        let mut engine = Engine::new();
        let mut arm = |field: &'static str, alert: AlertId, rule: &AlertRule| {
            told.check(field, rule)?;
            let problem = |error: AlertsError| StrategyProblem::Condition { field: field.to_owned(), error };
            engine.arm(alert, rule).map_err(problem)
        };
        arm("entry", ENTRY, &specification.entry_rule())?;
        if let Some(rule) = specification.exit_rule() {
            arm("exit", EXIT, &rule)?;
        }
        Ok(Self {
            specification: specification.clone(),
            instruments: instruments.to_vec(),
            traded,
            interval: told.interval.unwrap_or(Interval::Day1),
            trades: Trades::new(told.trades, source(), instruments.len()),
            engine,
            enters: false,
            leaves: false,
            entered: None,
            exits: Exits::default(),
        })
    }

    fn tell(&mut self, ctx: &Context<'_>, input: &Input<'_>) {
        for decision in self.engine.step(ctx.now(), input) {
            let begins = decision.change != alerts::Change::Ended;
            self.enters |= begins && decision.alert == ENTRY;
            self.leaves |= begins && decision.alert == EXIT;
        }
    }

    fn decide(&mut self, ctx: &mut Context<'_>) {
        let (enters, leaves) = (std::mem::take(&mut self.enters), std::mem::take(&mut self.leaves));
        let leaves = leaves || self.engine.memory(EXIT).is_some_and(alerts::Memory::holds);
        let is_open = |id: OrderId| ctx.order(id).is_some_and(|state| !state.status().is_closed());
        let waits = self.entered.is_some_and(is_open);
        if ctx.units(self.traded) != 0.0 || waits {
            if leaves {
                leave(ctx, self.traded, &mut self.exits);
            }
        } else if enters && !leaves {
            self.enter(ctx);
        }
    }

    fn enter(&mut self, ctx: &mut Context<'_>) {
        let RulesSpecification { side, size, stop_loss_percent, take_profit_percent, .. } = self.specification;
        let size = size.unwrap_or(PositionSize::Funds { share: 1.0 });
        let close = ctx.closes(self.traded).last().copied().filter(|close| *close > 0.0);
        let (Some(size), Some(close)) = (size.of(ctx, self.traded), close) else { return };
        let sign = if side == Side::Buy { 1.0 } else { -1.0 };
        let loss = stop_loss_percent.map(|percent| close * (1.0 - sign * percent / 100.0));
        let gain = take_profit_percent.map(|percent| close * (1.0 + sign * percent / 100.0));
        self.entered = Some(enter(ctx, OrderRequest::market(self.traded, side, size), gain, loss));
    }
}

impl Strategy for Rules {
    fn on_bar(&mut self, ctx: &mut Context<'_>, closed: &ClosedBar) -> StrategyResult {
        let Some(instrument) = self.instruments.get(closed.instrument).copied() else { return Ok(()) };
        if let Some(trade) = self.trades.of_bar(instrument, &closed.bar) {
            self.tell(ctx, &Input::Tick(&trade));
        }
        let listing = ctx.listings().get(closed.instrument);
        let session =
            listing.and_then(|listing| self.trades.session(closed.instrument, &listing.sessions, closed.bar.at));
        let bar = AlertBar { instrument, interval: self.interval, bar: closed.bar, session };
        self.tell(ctx, &Input::Bar(&bar));
        Ok(())
    }

    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        self.decide(ctx);
        Ok(())
    }

    fn on_tick(&mut self, ctx: &mut Context<'_>, _instrument: usize, tick: &Tick) -> StrategyResult {
        self.trades.has_ticks();
        self.tell(ctx, &Input::Tick(tick));
        self.decide(ctx);
        Ok(())
    }
}

/// Who tells the closes of bars.
fn source() -> Source {
    "bars".parse().expect("invariant: a name of a source")
}

fn place_of(field: &str, instrument: InstrumentId, instruments: &[InstrumentId]) -> Result<usize, StrategyProblem> {
    let found = instruments.iter().position(|id| *id == instrument);
    found.ok_or_else(|| StrategyProblem::NotInRun { field: field.to_owned(), instrument })
}

/// What a run can tell rules.
struct Told<'a> {
    instruments: &'a [InstrumentId],
    /// What its bars cover.
    interval: Option<Interval>,
    /// Instruments whose trades are read.
    trades: Vec<InstrumentId>,
}

impl Told<'_> {
    fn check(&mut self, field: &str, rule: &AlertRule) -> Result<(), StrategyProblem> {
        let not_told = |need: &str| Err(StrategyProblem::NotTold { field: field.to_owned(), need: need.to_owned() });
        for need in depends(rule) {
            match need {
                Need::Bars { instrument, interval } => {
                    place_of(field, instrument, self.instruments)?;
                    let of_run = *self.interval.get_or_insert(interval);
                    if of_run != interval {
                        let allowed = format!("{of_run}, which the bars of the run cover");
                        return Err(StrategyProblem::field(format!("{field}.interval"), interval, allowed));
                    }
                }
                Need::Ticks { instrument, .. } => {
                    place_of(field, instrument, self.instruments)?;
                    self.trades.push(instrument);
                }
                Need::Clock => {}
                Need::Fact { name, .. } => return not_told(&format!("the figure {name}")),
                Need::News { .. } => return not_told("news"),
                Need::Orders { .. } => return not_told("events of orders"),
            }
        }
        Ok(())
    }
}

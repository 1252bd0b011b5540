//! Whether a description makes a strategy, without running it.

use ::strategies::{
    ParameterForm, StrategyProblem, StrategySpecification, Surroundings, TargetSource, build, catalogue, script,
};
use execution::strategy::{Context, StrategyError};
use model::id::InstrumentId;
use uuid::Uuid;

use super::{StrategyCheck, StrategyFault, StrategyQuestion};

/// Stands in for weights that only a run asks for.
struct Nothing;

impl TargetSource for Nothing {
    fn targets(&mut self, _: &Context<'_>) -> Result<Option<Vec<f64>>, StrategyError> {
        Ok(None)
    }
}

/// The first thing that is wrong, and the parameters.
pub(super) fn checked(question: &StrategyQuestion) -> StrategyCheck {
    let specification = &question.specification;
    let watchdog = script::Watchdog::start();
    let (parameters, unreadable) = parameters(specification, &watchdog);
    let instruments = instruments(question);
    let surroundings = Surroundings {
        instruments: &instruments,
        interval: question.interval,
        targets: Some(Box::new(Nothing)),
        watchdog: Some(watchdog),
        ..Surroundings::default()
    };
    let problem = unreadable.or_else(|| build(specification, surroundings).err());
    StrategyCheck { problem: problem.as_ref().map(fault), parameters }
}

/// Those that were named, or as many as the strategy needs.
fn instruments(question: &StrategyQuestion) -> Vec<InstrumentId> {
    if !question.instrument_ids.is_empty() {
        return question.instrument_ids.clone();
    }
    let kind = question.specification.kind();
    let needed = catalogue().iter().find(|form| form.kind == kind).map_or(1, |form| form.instruments_min);
    (1..=needed).map(|n| InstrumentId::from_uuid(Uuid::from_u128(n as u128))).collect()
}

fn parameters(
    specification: &StrategySpecification,
    watchdog: &script::Watchdog,
) -> (Vec<ParameterForm>, Option<StrategyProblem>) {
    match specification {
        StrategySpecification::Script(of) => match script::parameters(&of.source, watchdog) {
            Ok(forms) => (forms, None),
            Err(error) => (Vec::new(), Some(error.into())),
        },
        other => {
            let form = catalogue().into_iter().find(|form| form.kind == other.kind());
            (form.map(|form| form.parameters).unwrap_or_default(), None)
        }
    }
}

fn fault(problem: &StrategyProblem) -> StrategyFault {
    let line = match problem {
        StrategyProblem::Script(error) => error.line,
        _ => None,
    };
    StrategyFault {
        field: problem.field_path().map(str::to_owned),
        code: problem.code(),
        line,
        column: None,
        message: problem.to_string(),
    }
}

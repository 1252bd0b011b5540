//! The parameters of a sweep and which sets of them are tried.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use statistics::simulation::Stream;

use crate::BacktestError;

/// More sets than anybody waits for.
const SETS_MAX: usize = 1_000_000;
/// How often a set that breaks a condition is drawn anew.
const DRAWS_MAX: usize = 1000;

/// The values of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ParameterValues {
    /// These.
    List {
        /// At least one.
        values: Vec<f64>,
    },
    /// From one value to another in steps, both included where the steps reach them.
    Steps {
        /// The least.
        from: f64,
        /// The greatest.
        to: f64,
        /// Above zero.
        step: f64,
    },
    /// Any number between two; not for a grid.
    Between {
        /// The least.
        from: f64,
        /// The greatest.
        to: f64,
    },
}

/// A parameter and its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ParameterRange {
    /// Its name, as the strategy calls it.
    pub name: String,
    /// Its values.
    #[serde(flatten)]
    pub values: ParameterValues,
}

/// Whether more is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// It is.
    #[default]
    Highest,
    /// Less is.
    Lowest,
}

/// Which sets are tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Search {
    /// Every combination; the last parameter changes first.
    Grid,
    /// Some by chance, each equally likely.
    Random {
        /// How many.
        trials: usize,
        /// The chance.
        seed: u64,
    },
    /// Some that earlier ones suggest (Bergstra, Bardenet, Bengio and Kégl 2011: tree of Parzen estimators).
    Guided {
        /// How many.
        trials: usize,
        /// The chance.
        seed: u64,
        /// The figure that is looked for.
        figure: String,
        /// Whether more of it is better.
        #[serde(default)]
        goal: Goal,
    },
}

/// What is tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sweep {
    /// The parameters.
    pub parameters: Vec<ParameterRange>,
    /// Pairs of names of which the first must be below the second; sets that break it are left out.
    #[serde(default)]
    pub ascending: Vec<[String; 2]>,
    /// Which sets.
    pub search: Search,
}

/// Values of parameters by name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
#[schema(value_type = std::collections::HashMap<String, f64>)]
pub struct ParameterSet(pub IndexMap<String, f64>);

impl ParameterSet {
    /// A value.
    ///
    /// # Errors
    /// [`BacktestError::NoParameter`].
    pub fn get(&self, name: &str) -> Result<f64, BacktestError> {
        self.0.get(name).copied().ok_or_else(|| BacktestError::NoParameter(name.to_owned()))
    }

    /// A value that is a whole number.
    ///
    /// # Errors
    /// [`BacktestError::NoParameter`]; [`BacktestError::Parameter`] for one that is not.
    pub fn whole(&self, name: &str) -> Result<usize, BacktestError> {
        let value = self.get(name)?;
        if value.fract() == 0.0 && (0.0..9e15).contains(&value) {
            return Ok(value as usize);
        }
        let problem = format!("{value} is not a whole number; let its values begin at one and go in whole steps");
        Err(BacktestError::Parameter { name: name.to_owned(), problem })
    }
}

impl ParameterValues {
    /// How many there are; `None` for any between two.
    pub(super) fn count(&self) -> Option<usize> {
        match self {
            Self::List { values } => Some(values.len()),
            // A step that reaches the end but for rounding does reach it.
            Self::Steps { from, to, step } => Some(((to - from) / step + 1e-9).floor() as usize + 1),
            Self::Between { .. } => None,
        }
    }

    /// The value at a place, which for any between two is a part of the way.
    pub(super) fn at(&self, place: f64) -> f64 {
        match self {
            Self::List { values } => values[(place as usize).min(values.len() - 1)],
            Self::Steps { from, step, .. } => from + step * place.floor(),
            Self::Between { from, to } => from + (to - from) * place,
        }
    }

    fn draw(&self, stream: &mut Stream) -> f64 {
        let place = match self.count() {
            Some(count) => stream.below(count) as f64,
            None => stream.uniform(),
        };
        self.at(place)
    }

    fn problem(&self) -> Option<String> {
        let numbers = match self {
            Self::List { values } if values.is_empty() => {
                return Some("it has no values; give at least one".to_owned());
            }
            Self::List { values } => values.clone(),
            Self::Steps { from, to, step } => vec![*from, *to, *step],
            Self::Between { from, to } => vec![*from, *to],
        };
        if let Some(value) = numbers.iter().find(|value| !value.is_finite()) {
            return Some(format!("{value} is not a number"));
        }
        match self {
            Self::List { values } => {
                let twice = values.iter().enumerate().find(|(n, value)| values[..*n].contains(value));
                twice.map(|(_, value)| format!("{value} stands twice; remove one of the two"))
            }
            Self::Steps { step, .. } if *step <= 0.0 => Some(format!("its step is {step}; give one above zero")),
            Self::Steps { from, to, .. } | Self::Between { from, to } if from > to => {
                Some(format!("it goes from {from} down to {to}; exchange the two"))
            }
            Self::Steps { from, to, step } if (to - from) / step >= SETS_MAX as f64 => {
                Some(format!("it has more than {SETS_MAX} values; take longer steps"))
            }
            Self::Steps { .. } | Self::Between { .. } => None,
        }
    }
}

impl Sweep {
    /// Whether it makes sense.
    pub(super) fn check(&self) -> Result<(), BacktestError> {
        let wrong = |name: &str, problem: String| Err(BacktestError::Parameter { name: name.to_owned(), problem });
        if self.parameters.is_empty() {
            return wrong("", "there is no parameter; give at least one".to_owned());
        }
        for (n, parameter) in self.parameters.iter().enumerate() {
            if self.parameters[..n].iter().any(|other| other.name == parameter.name) {
                return wrong(&parameter.name, "it stands twice; remove one of the two".to_owned());
            }
            if let Some(problem) = parameter.values.problem() {
                return wrong(&parameter.name, problem);
            }
        }
        let known = |name: &String| self.parameters.iter().any(|parameter| parameter.name == *name);
        if let Some(name) = self.ascending.iter().flatten().find(|name| !known(name)) {
            return Err(BacktestError::NoParameter(name.clone()));
        }
        let (trials, combinations) = match self.search {
            Search::Grid => {
                let between = self.parameters.iter().find(|parameter| parameter.values.count().is_none());
                if let Some(between) = between {
                    return wrong(&between.name, "a grid needs steps or a list, not any number between two".to_owned());
                }
                let counts = self.parameters.iter().map(|parameter| parameter.values.count().unwrap_or(1));
                (1, counts.fold(1_usize, usize::saturating_mul))
            }
            Search::Random { trials, .. } | Search::Guided { trials, .. } => (trials, 1),
        };
        if trials == 0 || trials.max(combinations) > SETS_MAX {
            let allowed = "at least one trial and at most a million";
            let value = format!("{} trials", trials.max(combinations).min(trials.saturating_mul(combinations)));
            return Err(BacktestError::Setting { field: "search", value, allowed });
        }
        Ok(())
    }

    /// The sets of a grid or of chance, in order.
    pub(super) fn sets(&self) -> Result<Vec<ParameterSet>, BacktestError> {
        let sets = match self.search {
            Search::Random { trials, seed } => {
                let set = |n: usize| self.draw(&mut Stream::new(seed, n as u64));
                (0..trials).map(set).collect::<Result<Vec<_>, _>>()?
            }
            Search::Grid | Search::Guided { .. } => self.combinations(),
        };
        if sets.is_empty() {
            return Err(self.nothing_left());
        }
        Ok(sets)
    }

    /// The sets that keep the conditions.
    fn combinations(&self) -> Vec<ParameterSet> {
        let counts: Vec<usize> =
            self.parameters.iter().map(|parameter| parameter.values.count().unwrap_or(0)).collect();
        let total = counts.iter().product();
        let set = |n: usize| {
            let mut rest = n;
            let mut places = vec![0; counts.len()];
            for (place, count) in places.iter_mut().zip(&counts).rev() {
                (*place, rest) = (rest % count, rest / count);
            }
            self.set_at(places.into_iter().map(|place| place as f64))
        };
        (0..total).map(set).filter(|set| self.keeps(set)).collect()
    }

    /// A set by chance that keeps the conditions.
    pub(super) fn draw(&self, stream: &mut Stream) -> Result<ParameterSet, BacktestError> {
        for _ in 0..DRAWS_MAX {
            let values =
                self.parameters.iter().map(|parameter| (parameter.name.clone(), parameter.values.draw(stream)));
            let set = ParameterSet(values.collect());
            if self.keeps(&set) {
                return Ok(set);
            }
        }
        Err(self.nothing_left())
    }

    /// The set of some places, one for each parameter.
    pub(super) fn set_at(&self, places: impl Iterator<Item = f64>) -> ParameterSet {
        let value = |(parameter, place): (&ParameterRange, f64)| (parameter.name.clone(), parameter.values.at(place));
        ParameterSet(self.parameters.iter().zip(places).map(value).collect())
    }

    pub(super) fn keeps(&self, set: &ParameterSet) -> bool {
        self.ascending.iter().all(|[low, high]| set.0.get(low) < set.0.get(high))
    }

    pub(super) fn nothing_left(&self) -> BacktestError {
        let name = self.ascending.first().map(|[low, _]| low.clone()).unwrap_or_default();
        let problem =
            "no set, or hardly any, keeps the conditions of what must be below what; widen the values".to_owned();
        BacktestError::Parameter { name, problem }
    }
}

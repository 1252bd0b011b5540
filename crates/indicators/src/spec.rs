//! The one description of an indicator: its name, the series it is made of, and its parameters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ta_lib::abstract_api::ParamHolder;
use ta_lib::{Core, RetCode};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use crate::catalogue::{Indicator, Slot};
use crate::parameter::{Average, Number};
use crate::{IndicatorError, Kind, ParameterValue, Source, own};

/// A checked description: every parameter has a value in its range, and they go together.
///
/// JSON: `{"kind":"rsi","length":14,"of":"close"}`. What is left out has the default of the catalogue; written out, every
/// parameter stands in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "SpecForm", into = "SpecForm")]
pub struct IndicatorSpec {
    kind: Kind,
    of: Option<Source>,
    against: Option<Source>,
    /// One for each parameter that the catalogue declares.
    numbers: Vec<Number>,
}

/// The description as it is written.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
struct SpecForm {
    /// Which indicator.
    #[schema(value_type = Kind)]
    kind: String,
    /// The series it is made of, for those that take one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<Source>,
    /// The second series, for those that compare two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    against: Option<Source>,
    /// Parameters by name, as the catalogue declares them.
    #[serde(flatten)]
    parameters: BTreeMap<String, ParameterValue>,
}

impl IndicatorSpec {
    /// An indicator with its default parameters.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self::of_entry(kind.indicator())
    }

    pub(crate) fn of_entry(entry: &Indicator) -> Self {
        let numbers = entry.parameters.iter().map(|parameter| parameter.domain.default()).collect();
        Self { kind: entry.kind, of: entry.of, against: entry.against, numbers }
    }

    /// The same with parameters set, by name.
    ///
    /// # Errors
    /// [`IndicatorError::UnknownParameter`], [`IndicatorError::OutOfRange`], [`IndicatorError::Refused`].
    pub fn with<'a, V: Into<ParameterValue>>(
        mut self,
        given: impl IntoIterator<Item = (&'a str, V)>,
    ) -> Result<Self, IndicatorError> {
        let parameters = &self.kind.indicator().parameters;
        for (name, value) in given {
            let Some(idx) = parameters.iter().position(|parameter| parameter.name == name) else {
                return Err(self.unknown(name));
            };
            self.numbers[idx] = parameters[idx].check(self.kind, &value.into())?;
        }
        self.check_together()?;
        Ok(self)
    }

    /// The same made of another series.
    ///
    /// # Errors
    /// [`IndicatorError::NoSource`] for an indicator of fixed columns.
    pub fn of(mut self, source: Source) -> Result<Self, IndicatorError> {
        if self.of.is_none() {
            return Err(IndicatorError::NoSource { kind: self.kind.name(), field: "of" });
        }
        self.of = Some(source);
        Ok(self)
    }

    /// The same compared with another series.
    ///
    /// # Errors
    /// [`IndicatorError::NoSource`] for an indicator of one series.
    pub fn against(mut self, source: Source) -> Result<Self, IndicatorError> {
        if self.against.is_none() {
            return Err(IndicatorError::NoSource { kind: self.kind.name(), field: "against" });
        }
        self.against = Some(source);
        Ok(self)
    }

    /// Which indicator.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The series it is made of, where it takes one.
    #[must_use]
    pub const fn source(&self) -> Option<Source> {
        self.of
    }

    /// The value of a parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<ParameterValue> {
        let idx = self.kind.indicator().parameters.iter().position(|parameter| parameter.name == name)?;
        Some(self.numbers[idx].into())
    }

    /// Bars before the first result, when none of them is missing.
    #[must_use]
    pub fn warm_up(&self) -> usize {
        match self.kind.function() {
            Some(_) => self.holder(&Core::new()).and_then(|holder| holder.lookback()).unwrap_or(usize::MAX),
            None => own::warm_up(self),
        }
    }

    /// Bars by which a chart draws an output later (positive) or earlier than the bar at which it became known.
    #[must_use]
    pub fn shift(&self, output_idx: usize) -> i32 {
        match self.kind.function() {
            Some(_) => self.holder(&Core::new()).and_then(|holder| holder.display_shift(output_idx)).unwrap_or(0),
            None => own::shift(self, output_idx),
        }
    }

    /// The series that are read, in the order of the computation.
    pub(crate) fn inputs(&self) -> Vec<Source> {
        let source = |slot: &Slot| match slot {
            Slot::Of => self.of.unwrap_or_default(),
            Slot::Against => self.against.unwrap_or_default(),
            Slot::Fixed(column) => Source::from(*column),
        };
        self.kind.indicator().slots.iter().map(source).collect()
    }

    pub(crate) fn numbers(&self) -> &[Number] {
        &self.numbers
    }

    /// A whole number by its place; 0 for what is none.
    pub(crate) fn integer(&self, idx: usize) -> usize {
        match self.numbers.get(idx) {
            Some(Number::Integer(value)) => usize::try_from(*value).unwrap_or(0),
            _ => 0,
        }
    }

    /// A real number by its place; 0 for what is none.
    pub(crate) fn real(&self, idx: usize) -> f64 {
        if let Some(Number::Real(value)) = self.numbers.get(idx) { *value } else { 0.0 }
    }

    /// Whether an average, by its place, is the simple one.
    pub(crate) fn is_simple_average(&self, idx: usize) -> bool {
        matches!(self.numbers.get(idx), Some(Number::Average(Average::Sma)))
    }

    /// TA-Lib's call with the parameters bound.
    pub(crate) fn holder<'a>(&self, core: &'a Core) -> Result<ParamHolder<'a>, RetCode> {
        let mut holder = self.kind.function().ok_or(RetCode::FuncNotFound)?.new_call(core);
        for (idx, number) in self.numbers.iter().enumerate() {
            match *number {
                Number::Integer(value) => holder.set_opt_input(idx, value)?,
                Number::Real(value) => holder.set_opt_input(idx, value)?,
                Number::Average(value) => holder.set_opt_input(idx, value.number())?,
            };
        }
        Ok(holder)
    }

    /// Each value may be in its range while the whole is refused, such as an odd length where two halves are compared.
    fn check_together(&self) -> Result<(), IndicatorError> {
        if self.kind.function().is_none() {
            return Ok(());
        }
        let checked = self.holder(&Core::new()).and_then(|holder| holder.lookback());
        let refused = |code: RetCode| IndicatorError::Refused { kind: self.kind.name(), detail: code.to_string() };
        checked.map(|_| ()).map_err(refused)
    }

    fn unknown(&self, name: &str) -> IndicatorError {
        let known: Vec<&str> = self.kind.indicator().parameters.iter().map(|parameter| parameter.name).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        IndicatorError::UnknownParameter { kind: self.kind.name(), name: name.to_owned(), known }
    }
}

impl TryFrom<SpecForm> for IndicatorSpec {
    type Error = IndicatorError;

    fn try_from(form: SpecForm) -> Result<Self, IndicatorError> {
        let mut spec = Self::new(form.kind.parse()?);
        if let Some(source) = form.of {
            spec = spec.of(source)?;
        }
        if let Some(source) = form.against {
            spec = spec.against(source)?;
        }
        spec.with(form.parameters.iter().map(|(name, value)| (name.as_str(), value.clone())))
    }
}

impl From<IndicatorSpec> for SpecForm {
    fn from(spec: IndicatorSpec) -> Self {
        let names = spec.kind.indicator().parameters.iter().map(|parameter| parameter.name.to_owned());
        Self {
            kind: spec.kind.name().to_owned(),
            of: spec.of,
            against: spec.against,
            parameters: names.zip(spec.numbers.iter().map(|number| ParameterValue::from(*number))).collect(),
        }
    }
}

impl PartialSchema for IndicatorSpec {
    fn schema() -> RefOr<Schema> {
        SpecForm::schema()
    }
}

impl ToSchema for IndicatorSpec {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        SpecForm::schemas(schemas);
    }
}

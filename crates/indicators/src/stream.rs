//! Bar by bar: the results of a series without computing it again.

use std::fmt;

use crate::guard::{self, Count, Guard};
use crate::live::{self, Live, Place};
use crate::outputs::Values;
use crate::{IndicatorSpec, Row, Source, kernels, own};

/// An indicator that takes one bar after the other and gives for each what [`crate::compute`] gives over all of them, bit for bit.
///
/// Memory: as much as the indicator looks back, never the whole series. An update of the common ones takes some nanoseconds;
/// indicators of extremes or sorted windows look through their window.
///
/// A bar in which a column that the indicator reads is missing is passed over, as in a series: see [`crate::Ohlcv`]. So is a bar
/// without session where sessions are needed.
pub struct Stream {
    spec: IndicatorSpec,
    inputs: Vec<Source>,
    guards: Vec<(Guard, Count)>,
    state: State,
    outputs: usize,
    bars: usize,
}

enum State {
    /// The bars so far, a column for each input, and how many there must be.
    Warming {
        columns: Vec<Vec<f64>>,
        needed: usize,
    },
    Live(Box<dyn Live>),
}

impl Stream {
    /// Before the first bar.
    #[must_use]
    pub fn new(spec: &IndicatorSpec) -> Self {
        let inputs = spec.inputs();
        let state = match own::live(spec).or_else(|| kernels::live(spec)) {
            Some(live) => State::Live(live),
            None => {
                State::Warming { columns: vec![Vec::new(); inputs.len()], needed: spec.warm_up().saturating_add(1) }
            }
        };
        Self {
            spec: spec.clone(),
            inputs,
            guards: guard::of(spec).into_iter().map(|guard| (guard, Count::default())).collect(),
            state,
            outputs: spec.kind().indicator().outputs.len(),
            bars: 0,
        }
    }

    /// Takes a closed bar and gives its results.
    #[inline]
    pub fn push(&mut self, row: &Row) -> Values {
        let place = Place { idx: self.bars, session: row.session.unwrap_or_default() };
        self.bars += 1;
        let mut buffer = [0.0; 5];
        let Some(inputs) = self.read(row, &mut buffer) else { return Values::unknown(self.outputs) };
        let mut values = match &mut self.state {
            State::Live(live) => live.update(inputs, place),
            State::Warming { columns, needed } => {
                for (column, value) in columns.iter_mut().zip(inputs) {
                    column.push(*value);
                }
                let enough = columns.first().is_some_and(|column| column.len() >= *needed);
                match enough.then(|| live::open(&self.spec, columns)) {
                    Some(Ok((live, values))) => {
                        self.state = State::Live(live);
                        values
                    }
                    _ => Values::unknown(self.outputs),
                }
            }
        };
        for (guard, count) in &mut self.guards {
            guard.step(count, inputs, &mut values);
        }
        values
    }

    /// Takes a closed bar and gives the first of its results: [`Stream::push`] for those who need no other, with less to carry.
    #[inline]
    pub fn push_first(&mut self, row: &Row) -> Option<f64> {
        let State::Live(live) = &mut self.state else { return self.push(row).first() };
        let ([source], []) = (&self.inputs[..], &self.guards[..]) else { return self.push(row).first() };
        if row.session.is_none() && self.spec.kind().needs_sessions() {
            return self.push(row).first();
        }
        let place = Place { idx: self.bars, session: row.session.unwrap_or_default() };
        self.bars += 1;
        let value = source.value(&row.values);
        if !value.is_finite() {
            return None;
        }
        Some(live.update_first(&[value], place)).filter(|first| first.is_finite())
    }

    /// The results that a bar would have as it is now, such as one that is still forming. Nothing is kept of it.
    #[must_use]
    pub fn peek(&self, row: &Row) -> Values {
        let place = Place { idx: self.bars, session: row.session.unwrap_or_default() };
        let mut buffer = [0.0; 5];
        let Some(inputs) = self.read(row, &mut buffer) else { return Values::unknown(self.outputs) };
        let mut values = match &self.state {
            State::Live(live) => live.peek(inputs, place),
            State::Warming { columns, needed } => {
                let enough = columns.first().is_some_and(|column| column.len() + 1 >= *needed);
                let with_it = || -> Vec<Vec<f64>> {
                    columns.iter().zip(inputs).map(|(column, value)| [column.as_slice(), &[*value]].concat()).collect()
                };
                match enough.then(|| live::open(&self.spec, &with_it())) {
                    Some(Ok((_, values))) => values,
                    _ => Values::unknown(self.outputs),
                }
            }
        };
        for (guard, count) in &self.guards {
            guard.step(&mut count.clone(), inputs, &mut values);
        }
        values
    }

    /// What is computed.
    #[must_use]
    pub const fn spec(&self) -> &IndicatorSpec {
        &self.spec
    }

    /// Bars taken so far, those that were passed over included.
    #[must_use]
    pub const fn bars(&self) -> usize {
        self.bars
    }

    /// The inputs in the order of the computation, unless one is missing.
    #[inline]
    fn read<'a>(&self, row: &Row, buffer: &'a mut [f64; 5]) -> Option<&'a [f64]> {
        if row.session.is_none() && self.spec.kind().needs_sessions() {
            return None;
        }
        let inputs = buffer.get_mut(..self.inputs.len())?;
        for (value, source) in inputs.iter_mut().zip(&self.inputs) {
            *value = source.value(&row.values);
            if !value.is_finite() {
                return None;
            }
        }
        Some(inputs)
    }
}

impl Clone for Stream {
    fn clone(&self) -> Self {
        let state = match &self.state {
            State::Warming { columns, needed } => State::Warming { columns: columns.clone(), needed: *needed },
            State::Live(live) => State::Live(live.copy()),
        };
        Self {
            spec: self.spec.clone(),
            inputs: self.inputs.clone(),
            guards: self.guards.clone(),
            state,
            outputs: self.outputs,
            bars: self.bars,
        }
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("spec", &self.spec).field("bars", &self.bars).finish_non_exhaustive()
    }
}

//! A whole series at once.

use std::borrow::Cow;

use ta_lib::abstract_api::{FuncId, InputType, OutputType, ParamHolder};
use ta_lib::{Core, RetCode};

use crate::outputs::{Output, Outputs, Series};
use crate::{IndicatorError, IndicatorSpec, Ohlcv, guard, kernels, own};

/// Computes an indicator over bars. Each output is as long as the bars; what is unknown is `None`.
///
/// The results are those of TA-Lib with its default settings, bit for bit as [`crate::Stream`] gives them, with one
/// exception: where a division by zero makes TA-Lib answer with a stand-in (0, 50 or 100), the result is unknown; see
/// [`crate`].
///
/// # Errors
/// [`IndicatorError::MissingColumn`] and [`IndicatorError::MissingSessions`] when the bars lack something;
/// [`IndicatorError::Refused`] when the computation refuses the parameters.
pub fn compute(spec: &IndicatorSpec, bars: &Ohlcv<'_>) -> Result<Outputs, IndicatorError> {
    let mut outputs = Outputs::default();
    compute_into(spec, bars, &mut outputs)?;
    Ok(outputs)
}

/// The same into results of before, whose memory is used again: for many parameters over the same bars.
///
/// # Errors
/// As [`compute`]; nothing is left in `outputs` then.
pub fn compute_into(spec: &IndicatorSpec, bars: &Ohlcv<'_>, outputs: &mut Outputs) -> Result<(), IndicatorError> {
    let kind = spec.kind();
    let memory = outputs.take_memory();
    if kind.indicator().needs_sessions && bars.sessions().is_none() {
        return Err(IndicatorError::MissingSessions { kind: kind.name() });
    }
    let mut inputs = Vec::new();
    let mut has_gaps = false;
    for source in spec.inputs() {
        let missing =
            |column: crate::Column| IndicatorError::MissingColumn { kind: kind.name(), column: column.name() };
        let (series, gaps) = bars.series(source).map_err(missing)?;
        inputs.push(series);
        has_gaps |= gaps;
    }
    let columns = if has_gaps {
        let kept: Vec<usize> =
            (0..bars.len()).filter(|row| inputs.iter().all(|series| series[*row].is_finite())).collect();
        let dense: Vec<Cow<'_, [f64]>> =
            inputs.iter().map(|series| kept.iter().map(|row| series[*row]).collect()).collect();
        let computed = whole(spec, &dense, bars, Some(&kept), memory)?;
        computed.into_iter().map(|column| scatter(&column, &kept, bars.len())).collect()
    } else {
        whole(spec, &inputs, bars, None, memory)?
    };
    let forms = &kind.indicator().outputs;
    let output = |(idx, values)| {
        let form: &crate::OutputForm = &forms[idx];
        Output { name: form.name, shift: spec.shift(idx), values: Series::from_masked(values) }
    };
    *outputs = Outputs::new(columns.into_iter().enumerate().map(output).collect());
    Ok(())
}

/// Without gaps. `kept` are the places of the rows among all bars.
fn whole(
    spec: &IndicatorSpec,
    inputs: &[Cow<'_, [f64]>],
    bars: &Ohlcv<'_>,
    kept: Option<&[usize]>,
    memory: Vec<Vec<f64>>,
) -> Result<Vec<Vec<f64>>, IndicatorError> {
    let len = kept.map_or(bars.len(), <[usize]>::len);
    let Some(function) = spec.kind().function() else {
        return Ok(own::compute(spec, inputs, bars.sessions(), kept, len));
    };
    let refused = |code: RetCode| IndicatorError::Refused { kind: spec.kind().name(), detail: code.to_string() };
    let mut columns = by_ta_lib(spec, function, inputs, memory, len).map_err(refused)?;
    for guard in guard::of(spec).iter().filter(|guard| guard.may_act(bars)) {
        guard.mask(inputs, &mut columns);
    }
    Ok(columns)
}

fn by_ta_lib(
    spec: &IndicatorSpec,
    function: FuncId,
    inputs: &[Cow<'_, [f64]>],
    memory: Vec<Vec<f64>>,
    len: usize,
) -> Result<Vec<Vec<f64>>, RetCode> {
    let outputs = function.info().outputs;
    let core = Core::new();
    let mut holder = spec.holder(&core)?;
    let lookback = holder.lookback()?;
    if len <= lookback {
        return Ok(vec![vec![f64::NAN; len]; outputs.len()]);
    }
    bind_inputs(&mut holder, function, inputs)?;
    // What is in the memory does not matter: everything from the lookback on is written.
    let mut reals = memory;
    reals.resize_with(outputs.len(), Vec::new);
    for real in &mut reals {
        // New memory comes as zeros from the system; writing them once more would be another pass.
        if real.capacity() < len {
            *real = vec![0.0; len];
        }
        real.resize(len, 0.0);
    }
    if kernels::compute(spec, inputs, &mut reals, lookback) {
        return Ok(reals);
    }
    let mut integers: Vec<Vec<i32>> = outputs
        .iter()
        .map(|output| if output.kind == OutputType::Integer { vec![0; len - lookback] } else { Vec::new() })
        .collect();
    for (idx, (real, integer)) in reals.iter_mut().zip(&mut integers).enumerate() {
        real[..lookback].fill(f64::NAN);
        match outputs[idx].kind {
            OutputType::Real => holder.set_output(idx, &mut real[lookback..])?,
            OutputType::Integer => holder.set_int_output(idx, integer)?,
        };
    }
    let written = holder.call(0, len - 1)?;
    if (written.beg_idx, written.count) != (lookback, len - lookback) {
        return Err(RetCode::InternalError);
    }

    for (real, integer) in reals.iter_mut().zip(&integers) {
        for (value, whole) in real[lookback..].iter_mut().zip(integer) {
            *value = f64::from(*whole);
        }
    }
    Ok(reals)
}

fn bind_inputs<'a>(
    holder: &mut ParamHolder<'a>,
    function: FuncId,
    inputs: &'a [Cow<'_, [f64]>],
) -> Result<(), RetCode> {
    let mut given = inputs.iter().map(|series| &**series);
    for (slot, input) in function.info().inputs.iter().enumerate() {
        match input.kind {
            InputType::Price => {
                let mut columns = [None; 5];
                for (idx, column) in columns.iter_mut().enumerate() {
                    if input.flags.bits() & (1 << idx) != 0 {
                        *column = given.next();
                    }
                }
                let [open, high, low, close, volume] = columns;
                holder.set_price_input(slot, open, high, low, close, volume, None)?;
            }
            InputType::Real | InputType::Integer => {
                holder.set_input(slot, given.next().ok_or(RetCode::InputNotAllInitialize)?)?;
            }
        }
    }
    Ok(())
}

/// Puts results back to the bars they belong to; the others are unknown.
fn scatter(dense: &[f64], kept: &[usize], len: usize) -> Vec<f64> {
    let mut all = vec![f64::NAN; len];
    for (value, row) in dense.iter().zip(kept) {
        all[*row] = *value;
    }
    all
}

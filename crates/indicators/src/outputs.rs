//! Results: named series for whole columns, a handful of numbers for a bar.

use serde::{Serialize, Serializer};

/// The most outputs that an indicator has.
pub(crate) const OUTPUTS_MAX: usize = 4;

/// One result a bar. What is not known (warm-up, a gap, a division by zero) is `None`, in JSON null.
#[derive(Debug, Clone, Default)]
pub struct Series {
    values: Vec<f64>,
}

impl Series {
    pub(crate) fn from_masked(values: Vec<f64>) -> Self {
        Self { values }
    }

    /// How many bars there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The result of a bar, `None` where it is unknown or where there is no such bar.
    #[must_use]
    pub fn get(&self, idx: usize) -> Option<f64> {
        self.values.get(idx).copied().filter(|value| value.is_finite())
    }

    /// Every result in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<f64>> + '_ {
        self.values.iter().map(|value| Some(*value).filter(|v| v.is_finite()))
    }

    /// The plain numbers, for drawing and further columns: whatever is not finite is unknown.
    #[must_use]
    pub fn as_masked(&self) -> &[f64] {
        &self.values
    }
}

/// Equal where the same bars are known and have the same values, bit for bit.
impl PartialEq for Series {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len()
            && self.iter().map(|v| v.map(f64::to_bits)).eq(other.iter().map(|v| v.map(f64::to_bits)))
    }
}

impl Serialize for Series {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

/// A result with its name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Output {
    /// Its name, such as `signal`.
    pub name: &'static str,
    /// Bars by which a chart draws it later (positive) or earlier; the values themselves stand at the bar that made them known.
    pub shift: i32,
    /// One result a bar.
    pub values: Series,
}

/// Everything that an indicator gives over a series, each as long as the bars.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(transparent)]
pub struct Outputs {
    columns: Vec<Output>,
}

impl Outputs {
    pub(crate) fn new(columns: Vec<Output>) -> Self {
        Self { columns }
    }

    /// The memory of the results, which are gone then.
    pub(crate) fn take_memory(&mut self) -> Vec<Vec<f64>> {
        self.columns.drain(..).map(|output| output.values.values).collect()
    }

    /// The results in the order of the catalogue.
    #[must_use]
    pub fn columns(&self) -> &[Output] {
        &self.columns
    }

    /// The results of a name, such as `signal`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Series> {
        self.columns.iter().find(|output| output.name == name).map(|output| &output.values)
    }

    /// The first one; every indicator has it.
    ///
    /// # Panics
    /// Before anything was computed into it.
    #[must_use]
    pub fn first(&self) -> &Series {
        &self.columns.first().expect("invariant: every indicator has an output").values
    }

    /// The plain numbers of the first one, without a copy; none before anything was computed.
    #[must_use]
    pub fn into_first(self) -> Vec<f64> {
        self.columns.into_iter().next().map_or_else(Vec::new, |output| output.values.values)
    }
}

/// The results of one bar, in the order of the catalogue.
#[derive(Debug, Clone, Copy)]
pub struct Values {
    values: [f64; OUTPUTS_MAX],
    len: u8,
}

impl Values {
    pub(crate) fn unknown(len: usize) -> Self {
        Self { values: [f64::NAN; OUTPUTS_MAX], len: u8::try_from(len).unwrap_or(0) }
    }

    pub(crate) fn set_unknown(&mut self, idx: usize) {
        self.values[idx] = f64::NAN;
    }

    pub(crate) fn masked(&self) -> &[f64] {
        &self.values[..self.len()]
    }

    /// How many outputs the indicator has.
    #[must_use]
    pub fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Whether it has none; never so.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// One output, `None` where it is unknown.
    #[must_use]
    #[inline]
    pub fn get(&self, idx: usize) -> Option<f64> {
        self.masked().get(idx).copied().filter(|value| value.is_finite())
    }

    /// The first output.
    #[must_use]
    #[inline]
    pub fn first(&self) -> Option<f64> {
        Some(self.values[0]).filter(|value| value.is_finite())
    }

    /// Every output in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<f64>> + '_ {
        self.masked().iter().map(|value| Some(*value).filter(|v| v.is_finite()))
    }
}

/// Equal where the same outputs are known and have the same values, bit for bit.
impl PartialEq for Values {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().map(|v| v.map(f64::to_bits)).eq(other.iter().map(|v| v.map(f64::to_bits)))
    }
}

impl<const N: usize> From<[f64; N]> for Values {
    #[inline]
    fn from(given: [f64; N]) -> Self {
        let mut values = [f64::NAN; OUTPUTS_MAX];
        values[..N].copy_from_slice(&given);
        Self { values, len: N as u8 }
    }
}

/// The shapes in which TA-Lib answers.
macro_rules! from_shape {
    ($($shape:ty => |$given:pat_param| $array:expr;)+) => {
        $(impl From<$shape> for Values {
            #[inline]
            fn from($given: $shape) -> Self {
                Self::from($array)
            }
        })+
    };
}

from_shape! {
    f64 => |a| [a];
    i32 => |a| [f64::from(a)];
    (f64, f64) => |(a, b)| [a, b];
    (i32, i32) => |(a, b)| [f64::from(a), f64::from(b)];
    (f64, i32) => |(a, b)| [a, f64::from(b)];
    (f64, f64, f64) => |(a, b, c)| [a, b, c];
    (f64, i32, i32) => |(a, b, c)| [a, f64::from(b), f64::from(c)];
    (f64, f64, f64, f64) => |(a, b, c, d)| [a, b, c, d];
}

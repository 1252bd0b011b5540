//! An indicator that runs: one bar in, its results out.

use ta_lib::{Core, MAType, RetCode};

use crate::outputs::Values;
use crate::parameter::Number;
use crate::table::with_ta_lib;
use crate::{IndicatorSpec, Kind};

/// Where a bar stands.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    /// Its index among all bars, those with gaps included.
    pub(crate) idx: usize,
    /// Its session; the same number for all bars of an indicator that does not ask for it.
    pub(crate) session: i64,
}

/// State between bars. `row` holds the inputs in the order of the computation, all of them finite.
pub(crate) trait Live: Send + Sync {
    /// Takes a closed bar.
    fn update(&mut self, row: &[f64], place: Place) -> Values;
    /// Takes a closed bar and gives the first result alone, not a number where it is unknown.
    #[inline]
    fn update_first(&mut self, row: &[f64], place: Place) -> f64 {
        self.update(row, place).first().unwrap_or(f64::NAN)
    }
    /// What a bar would give, without taking it.
    fn peek(&self, row: &[f64], place: Place) -> Values;
    /// The same state once more.
    fn copy(&self) -> Box<dyn Live>;
}

/// Columns and parameters in the order in which a function takes them.
struct Arguments<'a> {
    columns: std::slice::Iter<'a, Vec<f64>>,
    numbers: std::slice::Iter<'a, Number>,
}

impl<'a> Arguments<'a> {
    fn column(&mut self) -> Result<&'a [f64], RetCode> {
        self.columns.next().map(Vec::as_slice).ok_or(RetCode::BadParam)
    }

    fn i(&mut self) -> Result<i32, RetCode> {
        if let Some(Number::Integer(value)) = self.numbers.next() { Ok(*value) } else { Err(RetCode::BadParam) }
    }

    fn r(&mut self) -> Result<f64, RetCode> {
        if let Some(Number::Real(value)) = self.numbers.next() { Ok(*value) } else { Err(RetCode::BadParam) }
    }

    fn m(&mut self) -> Result<MAType, RetCode> {
        match self.numbers.next() {
            Some(Number::Average(value)) => MAType::try_from(value.number()),
            _ => Err(RetCode::BadParam),
        }
    }
}

macro_rules! define_live {
    ($($variant:ident $name:literal $function:ident $open:ident $stream:ident ($($input:ident)*) ($($parameter:ident)*) $words:literal;)+) => {
        $(impl Live for ta_lib::$stream {
            #[inline]
            fn update(&mut self, row: &[f64], _: Place) -> Values {
                let &[$($input),*] = row else { return Values::unknown(0) };
                self.update($($input),*).map_or_else(|_| Values::unknown(0), Values::from)
            }

            #[inline]
            fn peek(&self, row: &[f64], _: Place) -> Values {
                let &[$($input),*] = row else { return Values::unknown(0) };
                self.peek($($input),*).map_or_else(|_| Values::unknown(0), Values::from)
            }

            fn copy(&self) -> Box<dyn Live> {
                Box::new(self.clone())
            }
        })+

        /// Opens TA-Lib's stream on the bars so far, with the results of the last of them.
        ///
        /// # Errors
        /// [`RetCode::InsufficientHistory`] while there are too few.
        pub(crate) fn open(spec: &IndicatorSpec, columns: &[Vec<f64>]) -> Result<(Box<dyn Live>, Values), RetCode> {
            let core = Core::new();
            let mut given = Arguments { columns: columns.iter(), numbers: spec.numbers().iter() };
            match spec.kind() {
                $(Kind::$variant => {
                    let (stream, last) = core.$open($({ stringify!($input); given.column()? },)* $(given.$parameter()?),*)?;
                    Ok((Box::new(stream), Values::from(last)))
                })+
                Kind::SessionVwap | Kind::AnchoredVwap | Kind::VolumeProfile | Kind::Pivots => Err(RetCode::FuncNotFound),
            }
        }
    };
}

with_ta_lib!(define_live);

//! The simple average of a window, bar by bar: the sum takes each value as it comes and gives the oldest one back, in TA-Lib's order.

use crate::live::{Live, Place};
use crate::outputs::Values;

#[derive(Debug, Clone)]
pub(crate) struct Average {
    /// The last values, the oldest at `next`.
    window: Vec<f64>,
    next: usize,
    sum: f64,
    /// Values that are still wanted before there is an average.
    missing: usize,
}

impl Average {
    /// Of so many values, at least one.
    pub(super) fn new(length: usize) -> Self {
        Self { window: vec![0.0; length.max(1)], next: 0, sum: 0.0, missing: length.saturating_sub(1) }
    }

    fn mean(&self, sum: f64) -> f64 {
        if self.missing == 0 { sum / self.window.len() as f64 } else { f64::NAN }
    }
}

impl Live for Average {
    #[inline]
    fn update(&mut self, row: &[f64], place: Place) -> Values {
        Values::from([self.update_first(row, place)])
    }

    #[inline]
    fn update_first(&mut self, row: &[f64], _: Place) -> f64 {
        let Some(value) = row.first() else { return f64::NAN };
        self.window[self.next] = *value;
        self.next = if self.next + 1 == self.window.len() { 0 } else { self.next + 1 };
        self.sum += value;
        let mean = self.mean(self.sum);
        if self.missing == 0 {
            self.sum -= self.window[self.next];
        } else {
            self.missing -= 1;
        }
        mean
    }

    fn peek(&self, row: &[f64], _: Place) -> Values {
        Values::from([row.first().map_or(f64::NAN, |value| self.mean(self.sum + value))])
    }

    fn copy(&self) -> Box<dyn Live> {
        Box::new(self.clone())
    }
}

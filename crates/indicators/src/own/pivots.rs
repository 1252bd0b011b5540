//! Swing highs and lows of the market's structure, told at the bar that confirms them.

use std::collections::VecDeque;

use crate::live::{Live, Place};
use crate::outputs::Values;

/// A bar is a swing high when its high exceeds those of the `left` bars before it and none of the `right` bars after it exceeds
/// its own; of equal highs side by side the first counts. Lows likewise. It is known only `right` bars later: there, and only
/// there, stand `swing_high` and `swing_low` (a chart shifts them back); from there on `last_high` and `last_low` hold it
/// until the next one is confirmed. Nothing that was told is taken back.
#[derive(Debug, Clone)]
pub(crate) struct Pivots {
    left: usize,
    right: usize,
    /// The last `left + right + 1` highs and lows, oldest first.
    bars: VecDeque<(f64, f64)>,
    last_high: f64,
    last_low: f64,
}

impl Pivots {
    /// Bars before and after that a swing must exceed.
    pub(crate) fn new(left: usize, right: usize) -> Self {
        let bars = VecDeque::with_capacity(left + right + 1);
        Self { left, right, bars, last_high: f64::NAN, last_low: f64::NAN }
    }

    /// The value of the bar in the middle, if it is a swing of this kind. `part` is larger for what is further out.
    fn swing(&self, part: impl Fn(&(f64, f64)) -> f64) -> bool {
        let candidate = part(&self.bars[self.left]);
        self.bars.iter().take(self.left).all(|bar| part(bar) < candidate)
            && self.bars.iter().skip(self.left + 1).all(|bar| part(bar) <= candidate)
    }
}

impl Live for Pivots {
    fn update(&mut self, row: &[f64], _: Place) -> Values {
        let &[high, low] = row else { return Values::unknown(4) };
        if self.bars.len() > self.left + self.right {
            self.bars.pop_front();
        }
        self.bars.push_back((high, low));
        let (mut swing_high, mut swing_low) = (f64::NAN, f64::NAN);
        if self.bars.len() > self.left + self.right {
            let candidate = self.bars[self.left];
            if self.swing(|bar| bar.0) {
                swing_high = candidate.0;
                self.last_high = swing_high;
            }
            if self.swing(|bar| -bar.1) {
                swing_low = candidate.1;
                self.last_low = swing_low;
            }
        }
        Values::from([swing_high, swing_low, self.last_high, self.last_low])
    }

    fn peek(&self, row: &[f64], place: Place) -> Values {
        self.clone().update(row, place)
    }

    fn copy(&self) -> Box<dyn Live> {
        Box::new(self.clone())
    }
}

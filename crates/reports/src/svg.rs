//! Charts as pieces of SVG that a page holds within itself. They have classes and no colours: the page's style decides.
//!
//! Their texts are numbers and dates, so nothing in them needs escaping; names of a user's never come here.

mod axis;
mod bars;
mod lines;

pub(crate) use bars::{Histogram, Pairs, beyond};
pub(crate) use lines::{Curve, Lines};

use std::fmt::Write as _;

/// How values are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A part of a whole.
    Percent,
    /// A plain number, or an amount.
    Plain,
}

/// Where values lie on the way up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Equal differences are equally far.
    Linear,
    /// Equal ratios are equally far.
    Log,
}

/// The size of a picture, in its own units.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Above the plot.
const TOP: f64 = 8.0;
/// To the right of it.
const RIGHT: f64 = 8.0;
/// Below it, where the dates stand.
const BOTTOM: f64 = 20.0;
/// A character of a tick.
const CHARACTER: f64 = 6.0;

/// The plot within a picture.
struct Plot {
    size: Size,
    left: f64,
    low: f64,
    high: f64,
    scale: Scale,
}

impl Plot {
    /// Room at the left for the longest tick.
    fn new(size: Size, ticks: &[(f64, String)], (low, high): (f64, f64), scale: Scale) -> Self {
        let longest = ticks.iter().map(|(_, text)| text.chars().count()).max().unwrap_or(0);
        Self { size, left: longest as f64 * CHARACTER + 10.0, low, high, scale }
    }

    fn width(&self) -> f64 {
        (self.size.width - self.left - RIGHT).max(1.0)
    }

    fn bottom(&self) -> f64 {
        self.size.height - BOTTOM
    }

    /// The place of a part (0 to 1) of the way to the right.
    fn x(&self, part: f64) -> f64 {
        self.left + part * self.width()
    }

    fn y(&self, value: f64) -> f64 {
        let part = match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Log => (value / self.low).ln() / (self.high / self.low).ln(),
        };
        self.bottom() - part * (self.bottom() - TOP)
    }

    /// The beginning of a picture with the lines and the texts at the left.
    fn open(&self, label: &str, ticks: &[(f64, String)]) -> String {
        let Size { width, height } = self.size;
        let mut out = format!("<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\">");
        for (value, text) in ticks {
            let y = self.y(*value);
            let class = if *value == 0.0 { "zero" } else { "grid" };
            let (left, right) = (self.left, self.size.width - RIGHT);
            add(&mut out, format_args!("<path class=\"{class}\" d=\"M{left:.1} {y:.1}H{right:.1}\"/>"));
            add(
                &mut out,
                format_args!("<text x=\"{:.1}\" y=\"{:.1}\" class=\"up\">{text}</text>", left - 6.0, y + 3.5),
            );
        }
        out
    }

    /// A text below the plot.
    fn below(&self, out: &mut String, x: f64, text: &str) {
        let y = self.size.height - 5.0;
        add(out, format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" class=\"along\">{text}</text>"));
    }
}

/// Writing to text cannot fail.
fn add(out: &mut String, what: std::fmt::Arguments<'_>) {
    out.write_fmt(what).expect("invariant: text takes what is written");
}

/// The lowest and the highest of what is known; none when nothing is.
fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|value| value.is_finite()).fold(None, |found, value| {
        let (low, high) = found.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

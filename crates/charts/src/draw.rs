//! The drawing itself, shared by picture and window.

use std::ops::Range;

use egui::{Align2, Color32, FontId, Id, RichText, Stroke, Ui};
use egui_plot::{Bar, BarChart, BoxElem, BoxPlot, BoxSpread, HoverPosition, Line, Plot, PlotPoints, PlotUi};

use crate::{
    axis,
    series::{Candle, Series},
    theme::{Colors, Theme},
};

/// How prices are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Style {
    /// Candles where open, high and low are known, else a line.
    #[default]
    Auto,
    /// A line through the closes.
    Line,
}

/// What the viewer has chosen.
#[derive(Clone, Copy, Debug, Default)]
pub struct View {
    /// Dark or light.
    pub theme: Theme,
    /// Candles or line.
    pub style: Style,
    /// Equal distances are equal ratios.
    pub log: bool,
}

impl View {
    fn up(self, price: f64) -> f64 {
        if self.log { price.max(f64::MIN_POSITIVE).log10() } else { price }
    }

    fn down(self, y: f64) -> f64 {
        if self.log { 10f64.powf(y) } else { y }
    }
}

/// Draws title, prices and volume into the space there is.
pub(crate) fn draw(ui: &mut Ui, series: &Series, view: View) {
    let colors = view.theme.colors();
    let last = series.len() - 1;
    ui.horizontal(|ui| {
        ui.label(RichText::new(series.title()).strong().size(16.0));
        ui.label(RichText::new(series.subtitle()).size(12.0));
    });
    let height = ui.available_height();
    let volume_height = if series.has_volume() { height * 0.2 } else { 0.0 };
    let link = Id::unique("time");
    let at = &series.columns().at;
    let base = |id: &'static str| {
        Plot::new(id)
            .link_axis(link, [true, false])
            .link_cursor(link, [true, false])
            .show_background(false)
            .grid_color(colors.grid)
            .x_grid_spacer(|input| axis::marks(at, &input))
            .x_axis_formatter(|mark, range| axis::label(at, mark, range))
            .default_x_bounds(-0.5, last as f64 + 0.5)
            .allow_boxed_zoom(false)
            .allow_scroll([true, false])
            .allow_zoom([true, false])
            .allow_drag([true, false])
            .y_axis_min_width(64.0)
            .set_margin_fraction(egui::vec2(0.0, 0.05))
    };
    base("prices")
        .height(height - volume_height)
        .default_y_bounds(0.0, 1.0)
        .y_axis_formatter(move |mark, _| price_label(view.down(mark.value)))
        .label_formatter(|position| legend(series, position))
        .show(ui, |plot| prices(plot, series, view, colors));
    if series.has_volume() {
        base("volume")
            .height(volume_height)
            .default_y_bounds(0.0, 1.0)
            .show_axes([false, true])
            .y_axis_formatter(|mark, _| compact(mark.value))
            .label_formatter(|position| legend(series, position))
            .show(ui, |plot| volumes(plot, series, colors));
    }
}

/// The bars in view.
fn visible(plot: &PlotUi<'_>, len: usize) -> Range<usize> {
    let bounds = plot.plot_bounds();
    let lo = bounds.min()[0].floor().max(0.0) as usize;
    let hi = (bounds.max()[0].ceil().max(0.0) as usize).saturating_add(1);
    lo.min(len)..hi.min(len)
}

fn prices(plot: &mut PlotUi<'_>, series: &Series, view: View, colors: Colors) {
    let range = visible(plot, series.len());
    let width = plot.response().rect.width().max(1.0) as usize;
    if let Some((low, high)) = series.price_extent(range.clone()) {
        let (low, high) = (view.up(low), view.up(high));
        let margin = ((high - low) * 0.05).max(high.abs() * 1e-6).max(1e-9);
        plot.set_plot_bounds_y(low - margin..=high + margin);
    }
    if view.style == Style::Auto && series.has_candles() {
        plot.box_plot(candles(series, range, width / 4, view, colors));
        return;
    }
    let closes = &series.columns().close;
    let points: Vec<[f64; 2]> =
        series.outline(range, width).into_iter().map(|i| [i as f64, view.up(closes[i])]).collect();
    plot.line(Line::new("close", PlotPoints::from(points)).color(colors.line).width(1.5));
}

/// Candles, one per bar while there is room, else one per group of bars.
fn candles(series: &Series, range: Range<usize>, room: usize, view: View, colors: Colors) -> BoxPlot {
    let group = range.len().div_ceil(room.max(1)).max(1);
    let boxes = range
        .clone()
        .step_by(group)
        .filter_map(|from| {
            let to = (from + group).min(range.end);
            let candle = series.candle(from..to)?;
            Some(candle_box(candle, (from + to - 1) as f64 / 2.0, group as f64 * 0.7, view, colors))
        })
        .collect();
    BoxPlot::new("candles", boxes).allow_hover(false)
}

fn candle_box(candle: Candle, x: f64, width: f64, view: View, colors: Colors) -> BoxElem {
    let color = if candle.close >= candle.open { colors.up } else { colors.down };
    let (open, close) = (view.up(candle.open), view.up(candle.close));
    let spread = BoxSpread::new(
        view.up(candle.low),
        open.min(close),
        (open + close) / 2.0,
        open.max(close),
        view.up(candle.high),
    );
    BoxElem::new(x, spread).box_width(width).whisker_width(0.0).fill(color).stroke(Stroke::new(1.0, color))
}

fn volumes(plot: &mut PlotUi<'_>, series: &Series, colors: Colors) {
    let range = visible(plot, series.len());
    let room = (plot.response().rect.width() / 3.0).max(1.0) as usize;
    if let Some(top) = series.volume_max(range.clone()).filter(|v| *v > 0.0) {
        plot.set_plot_bounds_y(0.0..=top * 1.1);
    }
    let group = range.len().div_ceil(room).max(1);
    let bars = range
        .clone()
        .step_by(group)
        .filter_map(|from| {
            let to = (from + group).min(range.end);
            let top = series.volume_max(from..to)?;
            let bar = Bar::new((from + to - 1) as f64 / 2.0, top).width(group as f64 * 0.7);
            Some(bar.fill(colors.volume).stroke(Stroke::NONE))
        })
        .collect();
    plot.bar_chart(BarChart::new("volume", bars).allow_hover(false));
}

/// What the crosshair says: the bar under the pointer.
fn legend(series: &Series, position: &HoverPosition<'_>) -> Option<String> {
    let x = match position {
        HoverPosition::NearDataPoint { position, .. } | HoverPosition::Elsewhere { position } => position.x,
    };
    let index = x.round();
    if index < 0.0 || index as usize >= series.len() {
        return None;
    }
    let (i, c) = (index as usize, series.columns());
    let mut lines = vec![axis::full(c.at[i])];
    for (name, column) in [("O", &c.open), ("H", &c.high), ("L", &c.low), ("C", &c.close)] {
        if let Some(value) = column.get(i) {
            lines.push(format!("{name} {}", price_label(*value)));
        }
    }
    if let Some(volume) = c.volume.get(i) {
        lines.push(format!("V {}", compact(*volume)));
    }
    Some(lines.join("\n"))
}

/// A price with as many places as its size needs; `—` when unknown.
fn price_label(value: f64) -> String {
    if !value.is_finite() {
        return "—".to_owned();
    }
    let places = match value.abs() {
        v if v >= 1000.0 => 0,
        v if v >= 1.0 => 2,
        _ => 4,
    };
    format!("{value:.places$}").replace('-', "\u{2212}")
}

/// A count in thousands, millions or billions; `—` when unknown.
fn compact(value: f64) -> String {
    match value.abs() {
        v if !v.is_finite() => "—".to_owned(),
        v if v >= 1e9 => format!("{:.1}B", value / 1e9),
        v if v >= 1e6 => format!("{:.1}M", value / 1e6),
        v if v >= 1e3 => format!("{:.0}k", value / 1e3),
        _ => format!("{value:.0}"),
    }
}

/// A line of small print at the upper right, beside the title.
pub(crate) fn small_print(ui: &Ui, text: &str, color: Color32) {
    ui.painter().text(ui.max_rect().right_top(), Align2::RIGHT_TOP, text, FontId::proportional(10.0), color);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(price_label(12345.678), "12346");
        assert_eq!(price_label(-1.5), "\u{2212}1.50");
        assert_eq!(price_label(0.01234), "0.0123");
        assert_eq!(price_label(f64::NAN), "—");
        assert_eq!(compact(1_234_567.0), "1.2M");
        assert_eq!(compact(950.0), "950");
    }

    #[test]
    fn log_and_back() {
        let view = View { log: true, ..View::default() };
        assert!((view.down(view.up(123.4)) - 123.4).abs() < 1e-9);
    }
}

//! The native chart window.

use egui::{CentralPanel, Frame, Key, Panel, ViewportCommand};

use crate::{
    ChartError,
    draw::{Style, View, draw},
    series::Series,
    theme::Theme,
};

/// Opens a window with the series and returns when it is closed. Must run on the main thread.
///
/// Drag pans, the wheel zooms around the pointer, a double click shows everything; `L` toggles the log scale,
/// `C` candles, `T` the theme, `Esc` closes.
///
/// # Errors
/// When the system gives no window (no display, no OpenGL).
pub fn run(series: Series, view: View) -> Result<(), ChartError> {
    let title = format!("{} · Quarterdeck", series.title());
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default().with_inner_size([1000.0, 640.0]).with_min_inner_size([320.0, 240.0]),
        ..eframe::NativeOptions::default()
    };
    let mut chart = Chart { series, view };
    eframe::run_ui_native(&title, options, move |ui, _| chart.show(ui))
        .map_err(|error| ChartError::Window(error.to_string()))
}

struct Chart {
    series: Series,
    view: View,
}

impl Chart {
    fn show(&mut self, ui: &mut egui::Ui) {
        ui.ctx().set_visuals(self.view.theme.visuals());
        self.keys(ui);
        Panel::top("controls").show(ui, |ui| self.controls(ui));
        let ground = self.view.theme.colors().ground;
        CentralPanel::default().frame(Frame::new().inner_margin(8).fill(ground)).show(ui, |ui| {
            draw(ui, &self.series, self.view);
        });
    }

    fn controls(&mut self, ui: &mut egui::Ui) {
        ui.horizontal(|ui| {
            ui.checkbox(&mut self.view.log, "Log scale (L)");
            let mut line = self.view.style == Style::Line;
            if self.series.has_candles() && ui.checkbox(&mut line, "Line (C)").changed() {
                self.toggle_style();
            }
            let mut light = self.view.theme == Theme::Light;
            if ui.checkbox(&mut light, "Light (T)").changed() {
                self.toggle_theme();
            }
            ui.weak("Drag to pan, wheel to zoom, double-click for all");
        });
    }

    fn keys(&mut self, ui: &egui::Ui) {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if pressed(Key::L) {
            self.view.log = !self.view.log;
        }
        if pressed(Key::C) {
            self.toggle_style();
        }
        if pressed(Key::T) {
            self.toggle_theme();
        }
        if pressed(Key::Escape) {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn toggle_style(&mut self) {
        self.view.style = if self.view.style == Style::Line { Style::Auto } else { Style::Line };
    }

    fn toggle_theme(&mut self) {
        self.view.theme = if self.view.theme == Theme::Light { Theme::Dark } else { Theme::Light };
    }
}

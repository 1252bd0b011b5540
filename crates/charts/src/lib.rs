//! Charts drawn with egui_plot: off-screen PNG and the native window.

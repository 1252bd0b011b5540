//! Charts drawn with egui_plot: a PNG off screen (no display, no graphics driver) and a native window, by the same code.
//!
//! The crate knows series and pictures, not where data comes from. The native window is behind the feature `window`,
//! since it needs winit and OpenGL; everything else builds and runs anywhere.

mod axis;
mod draw;
pub mod picture;
mod raster;
pub mod series;
pub mod theme;
#[cfg(feature = "window")]
pub mod window;

/// Why a chart could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// Columns of different length.
    #[error("the {column} column has {found} values for {expected} times; load the series again")]
    Shape {
        /// Which column.
        column: &'static str,
        /// Its length.
        found: usize,
        /// The number of times.
        expected: usize,
    },
    /// Nothing to draw.
    #[error("{0} has no prices yet; import some, then open the chart again")]
    Empty(String),
    /// A picture size out of range.
    #[error("a picture of {width} × {height} pixels is not possible; use 64 to 8192 for each side")]
    Size {
        /// Asked width in pixels.
        width: u32,
        /// Asked height in pixels.
        height: u32,
    },
    /// The PNG encoder failed.
    #[error("the picture could not be encoded: {0}")]
    Encode(#[from] image::ImageError),
    /// The system gave no window.
    #[error("no native window could be opened ({0}); on a machine without a display use the picture instead")]
    Window(String),
}

impl ChartError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Shape { .. } => "chart_shape",
            Self::Empty(_) => "chart_empty",
            Self::Size { .. } => "chart_size",
            Self::Encode(_) => "chart_encode",
            Self::Window(_) => "chart_window",
        }
    }
}

//! A chart as PNG, drawn off screen.

use std::io::Cursor;

use egui::{Context, Frame, Pos2, RawInput, Rect, Vec2};
use image::ImageFormat;

use crate::{
    ChartError,
    draw::{draw, small_print},
    raster::{Textures, fill},
    series::Series,
};

pub use crate::draw::{Style, View};

/// egui needs the first pass to measure axes and the second to place them; the third is steady.
const PASSES: usize = 3;

/// Draws a series as a PNG of `width` × `height` pixels at `scale` pixels per point (1 for screens, 2 for print).
///
/// # Errors
/// A size out of 64 to 8192 pixels, or an encoder failure.
pub fn png(series: &Series, view: View, width: u32, height: u32, scale: f32) -> Result<Vec<u8>, ChartError> {
    let fits = |side| (64..=8192).contains(&side);
    if !fits(width) || !fits(height) {
        return Err(ChartError::Size { width, height });
    }
    let scale = scale.clamp(0.5, 4.0);
    let context = Context::default();
    context.set_visuals(view.theme.visuals());
    context.set_pixels_per_point(scale);
    let points = Vec2::new(width as f32, height as f32) / scale;
    let colors = view.theme.colors();
    let mut textures = Textures::default();
    let mut shapes = Vec::new();
    for pass in 0..PASSES {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, points)),
            time: Some(pass as f64),
            max_texture_side: Some(8192),
            ..RawInput::default()
        };
        let mut output = context.run_ui(input, |ui| {
            Frame::new().inner_margin(8).fill(colors.ground).show(ui, |ui| {
                draw(ui, series, view);
                small_print(ui, "Quarterdeck", colors.grid);
            });
        });
        textures.apply(&mut output.textures_delta);
        shapes = output.shapes;
    }
    let primitives = context.tessellate(shapes, scale);
    let picture = fill([width, height], scale, colors.ground, &primitives, &textures);
    let mut file = Cursor::new(Vec::new());
    picture.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}

#[cfg(test)]
mod tests;

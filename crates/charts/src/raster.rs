//! Fills egui's triangles on the processor, so that a picture depends on no graphics driver.

use std::{collections::HashMap, sync::Arc};

use egui::{
    ClippedPrimitive, Color32, ColorImage, ImageData, Mesh, Pos2, Rect, TextureId, TexturesDelta,
    epaint::{Primitive, Vertex},
};
use image::{Rgba, RgbaImage};

/// The textures (fonts) egui has handed over.
#[derive(Default)]
pub(crate) struct Textures(HashMap<TextureId, ColorImage>);

impl Textures {
    /// Takes over new and changed textures, and empties the list.
    pub(crate) fn apply(&mut self, delta: &mut TexturesDelta) {
        for (id, images) in &delta.set {
            for change in images {
                let ImageData::Color(new) = &change.image;
                match (change.pos, self.0.get_mut(id)) {
                    (Some(at), Some(old)) => patch(old, new, at),
                    _ => {
                        self.0.insert(*id, ColorImage::clone(Arc::as_ref(new)));
                    }
                }
            }
        }
        delta.clear();
    }
}

fn patch(old: &mut ColorImage, new: &ColorImage, [x, y]: [usize; 2]) {
    for row in 0..new.size[1] {
        let to = (y + row) * old.size[0] + x;
        let from = row * new.size[0];
        old.pixels[to..to + new.size[0]].copy_from_slice(&new.pixels[from..from + new.size[0]]);
    }
}

/// Paints the primitives over a ground colour.
pub(crate) fn fill(
    size: [u32; 2],
    pixels_per_point: f32,
    ground: Color32,
    primitives: &[ClippedPrimitive],
    textures: &Textures,
) -> RgbaImage {
    let mut picture = RgbaImage::from_pixel(size[0], size[1], Rgba([ground.r(), ground.g(), ground.b(), 255]));
    for ClippedPrimitive { clip_rect, primitive } in primitives {
        let Primitive::Mesh(mesh) = primitive else { continue };
        let texture = textures.0.get(&mesh.texture_id);
        let clip = Rect::from_min_max(clip_rect.min * pixels_per_point, clip_rect.max * pixels_per_point);
        for corners in mesh.indices.as_chunks::<3>().0 {
            triangle(&mut picture, mesh, *corners, pixels_per_point, clip, texture);
        }
    }
    picture
}

/// One triangle: barycentric colour × texture, blended over what is there (premultiplied alpha).
fn triangle(
    picture: &mut RgbaImage,
    mesh: &Mesh,
    corners: [u32; 3],
    scale: f32,
    clip: Rect,
    texture: Option<&ColorImage>,
) {
    let vertices = corners.map(|i| mesh.vertices[i as usize]);
    let [a, b, c] = vertices.map(|v| v.pos * scale);
    let area = cross(a, b, c);
    if area == 0.0 || !area.is_finite() {
        return;
    }
    let bounds = Rect::from_points(&[a, b, c]).intersect(clip);
    let (x0, y0) = (bounds.min.x.floor().max(0.0) as u32, bounds.min.y.floor().max(0.0) as u32);
    let (x1, y1) =
        ((bounds.max.x.ceil() as u32).min(picture.width()), (bounds.max.y.ceil() as u32).min(picture.height()));
    // Most triangles are of one colour and one texel: then the colour is worked out once, not for each pixel.
    let flat = vertices.iter().all(|v| v.color == vertices[0].color && v.uv == vertices[0].uv);
    let flat = flat.then(|| shade(&vertices, [1.0, 0.0, 0.0], texture));
    for y in y0..y1 {
        for x in x0..x1 {
            let p = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
            let weights = [cross(b, c, p) / area, cross(c, a, p) / area, cross(a, b, p) / area];
            if weights.iter().any(|w| *w < 0.0) || !clip.contains(p) {
                continue;
            }
            let [over @ .., alpha] = flat.unwrap_or_else(|| shade(&vertices, weights, texture));
            let under = picture.get_pixel_mut(x, y);
            for (channel, over) in over.into_iter().enumerate() {
                let mixed = over + f32::from(under.0[channel]) * (1.0 - alpha / 255.0);
                under.0[channel] = mixed.round().clamp(0.0, 255.0) as u8;
            }
        }
    }
}

/// Red, green, blue (premultiplied) and alpha, 0 to 255 each, at a point inside a triangle.
fn shade(vertices: &[Vertex; 3], weights: [f32; 3], texture: Option<&ColorImage>) -> [f32; 4] {
    let mut color = [0.0; 4];
    let mut uv = egui::Vec2::ZERO;
    for (vertex, weight) in vertices.iter().zip(weights) {
        for (sum, channel) in color.iter_mut().zip(vertex.color.to_array()) {
            *sum += f32::from(channel) * weight;
        }
        uv += vertex.uv.to_vec2() * weight;
    }
    let texel = texture.map_or(Color32::WHITE, |t| sample(t, uv)).to_array();
    std::array::from_fn(|i| color[i] * f32::from(texel[i]) / 255.0)
}

fn cross(a: Pos2, b: Pos2, p: Pos2) -> f32 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// The texel at `uv` (0 to 1), nearest.
fn sample(texture: &ColorImage, uv: egui::Vec2) -> Color32 {
    let [w, h] = texture.size;
    let at = |v: f32, n: usize| ((v * n as f32) as usize).min(n.saturating_sub(1));
    texture.pixels.get(at(uv.y, h) * w + at(uv.x, w)).copied().unwrap_or(Color32::WHITE)
}

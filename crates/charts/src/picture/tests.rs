//! Pictures are judged by their pixels: right size, the colours they should hold, the same every time.

use super::*;
use crate::{series::Columns, theme::Theme};

fn walk(n: usize, candles: bool) -> Series {
    let close: Vec<f64> = (0..n).map(|i| 100.0 + 20.0 * (i as f64 / 40.0).sin() + i as f64 * 0.01).collect();
    let shifted = |by: f64| if candles { close.iter().map(|c| c + by).collect() } else { vec![] };
    let columns = Columns {
        at: (0..n as i64).map(|i| i * 86_400_000_000).collect(),
        open: if candles { (0..n).map(|i| close[i.saturating_sub(1)]).collect() } else { vec![] },
        high: shifted(2.0),
        low: shifted(-2.0),
        volume: if candles { vec![1e6; n] } else { vec![] },
        close,
    };
    Series::new("TEST", "USD · daily", columns).unwrap()
}

/// Part of the pixels that are close to a colour.
fn share(png: &[u8], [r, g, b]: [u8; 3]) -> f64 {
    let picture = image::load_from_memory(png).unwrap().to_rgba8();
    let near = |p: &image::Rgba<u8>| p.0.iter().zip([r, g, b]).all(|(a, b)| a.abs_diff(b) < 24);
    picture.pixels().filter(|p| near(p)).count() as f64 / f64::from(picture.width() * picture.height())
}

#[test]
fn a_line_is_drawn_on_its_ground() {
    let view = View { theme: Theme::Light, ..View::default() };
    let png = png(&walk(500, false), view, 800, 400, 1.0).unwrap();
    assert!(share(&png, [255, 255, 255]) > 0.7);
    assert!(share(&png, [0x1f, 0x5f, 0xd1]) > 0.001, "the line's blue");
}

#[test]
fn candles_show_both_directions_and_volume() {
    let png = png(&walk(500, true), View::default(), 1000, 600, 1.0).unwrap();
    assert!(share(&png, [0x3f, 0xb9, 0x77]) > 0.002, "up");
    assert!(share(&png, [0xf0, 0x6a, 0x6a]) > 0.002, "down");
    assert!(share(&png, [0x4a, 0x5a, 0x70]) > 0.01, "volume");
}

#[test]
fn the_same_series_gives_the_same_bytes() {
    let series = walk(300, true);
    let once = png(&series, View::default(), 640, 480, 1.0).unwrap();
    assert_eq!(once, png(&series, View::default(), 640, 480, 1.0).unwrap());
}

#[test]
fn one_bar_and_a_million_bars_are_drawn() {
    for n in [1, 1_000_000] {
        assert!(png(&walk(n, true), View::default(), 320, 240, 1.0).is_ok(), "{n}");
    }
}

#[test]
fn a_size_out_of_range_is_refused() {
    let refused = png(&walk(5, false), View::default(), 10, 9000, 1.0);
    assert!(matches!(refused, Err(ChartError::Size { width: 10, height: 9000 })));
}

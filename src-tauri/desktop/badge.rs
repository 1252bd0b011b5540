//! The tray icon says how many alerts are firing: a red dot, the number where the system shows one, and a line.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http::Request;
use serde::Deserialize;
use tauri::{AppHandle, Manager, image::Image};

use super::{gate::Gate, tray};

/// The pause before events are asked for again.
const PAUSE: Duration = Duration::from_secs(2);
/// Events that come close together are looked at together.
const GATHER: Duration = Duration::from_millis(300);
/// Where the alerts are.
const ALERTS: &str = "/api/v1/alerts?limit=1000";
/// The dot's colour.
const RED: [u8; 4] = [0xd9, 0x2d, 0x20, 0xff];

/// The part of an event that matters here.
#[derive(Debug, Deserialize)]
struct Told {
    kind: String,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    code: String,
}

impl Told {
    /// Whether another number of alerts may be firing now.
    fn concerns_alerts(&self) -> bool {
        match self.kind.as_str() {
            "alert_fired" => true,
            "changed" => self.nouns.iter().any(|noun| noun == "portfolio_alerts" || noun == "workspace"),
            "notice" => self.code == "resync",
            _ => false,
        }
    }
}

#[derive(Deserialize)]
struct Alerts {
    items: Vec<Standing>,
}

#[derive(Deserialize)]
struct Standing {
    state: String,
}

/// Keeps the icon true for as long as the program runs. Where there is no icon it does nothing.
pub(super) async fn watch(app: AppHandle) {
    let gate = Arc::clone(&app.state::<Arc<Gate>>());
    // As the icon is at the start.
    let mut shown = 0;
    loop {
        if let Ok(mut events) = gate.events().await {
            show(&app, &gate, &mut shown).await;
            while let Ok(Some(event)) = events.next().await {
                let concerns = serde_json::from_str::<Told>(&event).is_ok_and(|told| told.concerns_alerts());
                if concerns {
                    tokio::time::sleep(GATHER).await;
                    show(&app, &gate, &mut shown).await;
                }
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn show(app: &AppHandle, gate: &Gate, shown: &mut usize) {
    if !tray::is_there(app) {
        return;
    }
    let Some(firing) = firing(gate).await.filter(|firing| shown != firing) else { return };
    *shown = firing;
    let icon = app.default_window_icon().map(|icon| if firing > 0 { dotted(icon) } else { icon.clone().to_owned() });
    let of = app.clone();
    // Nobody waits for the window's thread here: at the end of the program it waits for the workspace.
    let asked = app.run_on_main_thread(move || {
        if let Err(problem) = tray::tell(&of, icon, firing) {
            tracing::warn!(%problem, "the tray icon cannot be changed");
        }
    });
    if let Err(problem) = asked {
        tracing::warn!(%problem, "the tray icon cannot be changed");
    }
}

/// How many alerts are firing; unknown when they cannot be asked for.
async fn firing(gate: &Gate) -> Option<usize> {
    let request = Request::get(ALERTS).body(Bytes::new()).ok()?;
    let answer = gate.send(request).await.ok()?;
    if !answer.status().is_success() {
        return None;
    }
    let found: Alerts = serde_json::from_slice(answer.body()).ok()?;
    Some(found.items.iter().filter(|alert| alert.state == "firing").count())
}

/// The icon with a dot in its corner, with an edge that sets it off.
fn dotted(icon: &Image<'_>) -> Image<'static> {
    let (width, height) = (icon.width(), icon.height());
    let mut rgba = icon.rgba().to_vec();
    let side = f64::from(width.min(height));
    let radius = side * 0.24;
    let (center_x, center_y) = (f64::from(width) - radius - 0.5, f64::from(height) - radius - 0.5);
    for (n, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = ((n % width as usize) as f64, (n / width as usize) as f64);
        let distance = (x - center_x).hypot(y - center_y);
        if distance <= radius {
            pixel.copy_from_slice(&RED);
        } else if distance <= radius + side * 0.04 {
            pixel.copy_from_slice(&[0, 0, 0, 0]);
        }
    }
    Image::new_owned(rgba, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_concerns_alerts_is_known_by_its_kind() {
        let told = |text: &str| serde_json::from_str::<Told>(text).unwrap().concerns_alerts();
        assert!(told(r#"{"kind":"alert_fired","id":"x"}"#));
        assert!(told(r#"{"kind":"changed","nouns":["portfolio_alerts"]}"#));
        assert!(told(r#"{"kind":"notice","code":"resync"}"#));
        assert!(!told(r#"{"kind":"changed","nouns":["bars"]}"#));
        assert!(!told(r#"{"kind":"market","values":[]}"#));
    }

    #[test]
    fn the_dot_covers_the_corner_only() {
        let icon = Image::new_owned(vec![7; 32 * 32 * 4], 32, 32);
        let dotted = dotted(&icon);
        let pixel = |x: usize, y: usize| dotted.rgba()[(y * 32 + x) * 4..][..4].to_vec();
        assert_eq!(pixel(24, 24), RED);
        assert_eq!(pixel(2, 2), [7; 4]);
    }
}

//! Size and place of the main window, and whether closing it ends the program: kept between starts, for every
//! workspace the same.

use std::{fs, path::PathBuf, sync::Mutex};

use serde::{Deserialize, Serialize};
use tauri::{
    AppHandle, Manager, PhysicalPosition, PhysicalSize, WebviewWindow, WebviewWindowBuilder, Window, WindowEvent, Wry,
};

use super::{api_commands::Streams, windows::MAIN};
use crate::places;

/// The file's name in the data folder.
const FILE: &str = "window.json";
/// Size of the first start, in logical pixels.
const FIRST_SIZE: (f64, f64) = (1440.0, 900.0);

/// What is kept. Sizes and positions are physical pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    size: Option<(u32, u32)>,
    position: Option<(i32, i32)>,
    maximized: bool,
    close_to_tray: bool,
}

/// The window's place, as it is now.
pub(super) struct Frame {
    file: Option<PathBuf>,
    kept: Mutex<Kept>,
}

impl Frame {
    /// As it was left; the defaults where that cannot be read.
    pub(super) fn load() -> Self {
        let file = places::data().ok().map(|folder| folder.join(FILE));
        let kept =
            file.as_ref().and_then(|file| serde_json::from_slice(&fs::read(file).ok()?).ok()).unwrap_or_default();
        Self { file, kept: Mutex::new(kept) }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Writes it down. A failure costs only the window's place.
    pub(super) fn save(&self) {
        let (Some(file), Ok(text)) = (&self.file, serde_json::to_vec_pretty(&*self.kept())) else { return };
        let written = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(file, text));
        if let Err(problem) = written {
            tracing::warn!(%problem, "the window's place was not kept");
        }
    }

    /// Gives a new window the size it had.
    pub(super) fn place<'a>(
        &self,
        builder: WebviewWindowBuilder<'a, Wry, AppHandle>,
    ) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
        let builder = builder.inner_size(FIRST_SIZE.0, FIRST_SIZE.1);
        if self.kept().maximized { builder.maximized(true) } else { builder }
    }

    /// Puts a new window where it was, when that is still on a screen.
    pub(super) fn settle(&self, window: &WebviewWindow) {
        let kept = *self.kept();
        if kept.maximized {
            return;
        }
        if let Some((width, height)) = kept.size.filter(|(width, height)| *width > 0 && *height > 0) {
            // What the window manager refuses stays as it is.
            let _ = window.set_size(PhysicalSize::new(width, height));
        }
        let screens = window.available_monitors().unwrap_or_default();
        let is_on_screen = |(x, y): &(i32, i32)| {
            screens.iter().any(|screen| {
                let (at, size) = (screen.position(), screen.size());
                let end = |start: i32, length: u32| start.saturating_add(i32::try_from(length).unwrap_or(i32::MAX));
                (at.x..end(at.x, size.width)).contains(x) && (at.y..end(at.y, size.height)).contains(y)
            })
        };
        if let Some((x, y)) = kept.position.filter(is_on_screen) {
            let _ = window.set_position(PhysicalPosition::new(x, y));
        }
    }

    /// Whether closing the window hides it instead of ending the program.
    pub(super) fn closes_to_tray(&self) -> bool {
        self.kept().close_to_tray
    }

    /// Changes that, and writes it down.
    pub(super) fn set_close_to_tray(&self, close_to_tray: bool) {
        self.kept().close_to_tray = close_to_tray;
        self.save();
    }
}

/// Follows what happens to windows.
pub(super) fn follow(window: &Window, event: &WindowEvent) {
    let app = window.app_handle();
    if matches!(event, WindowEvent::Destroyed) {
        app.state::<Streams>().end(window.label());
    }
    if window.label() != MAIN {
        return;
    }
    let frame = app.state::<Frame>();
    match event {
        WindowEvent::Resized(_) | WindowEvent::Moved(_) => {
            let maximized = window.is_maximized().unwrap_or(false);
            let mut kept = frame.kept();
            kept.maximized = maximized;
            if !maximized && !window.is_minimized().unwrap_or(false) {
                kept.size = window.inner_size().ok().map(|size| (size.width, size.height));
                kept.position = window.outer_position().ok().map(|at| (at.x, at.y));
            }
        }
        WindowEvent::CloseRequested { api, .. } => {
            if frame.closes_to_tray() && super::tray::is_there(app) {
                api.prevent_close();
                let _ = window.hide();
            } else {
                // Panels belong to the main window; without it the program ends.
                frame.save();
                app.exit(0);
            }
        }
        _ => {}
    }
}

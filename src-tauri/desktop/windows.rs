//! Windows: the main one and panels in windows of their own. A page can leave neither for another address.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use tauri::{
    AppHandle, Manager, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, Wry,
    webview::{DownloadEvent, NewWindowResponse, PageLoadEvent},
    window::Color,
};

use super::{frame::Frame, gate::Gate, page, trace::Trace};

/// The main window's label.
pub(super) const MAIN: &str = "main";
/// What the labels of panel windows begin with.
pub(super) const PANEL: &str = "panel-";
/// The ground of the dark theme, so that no white flashes before the page is there.
const GROUND: Color = Color(16, 20, 27, 255);
/// The smallest useful window, in logical pixels.
const MIN_SIZE: (f64, f64) = (360.0, 480.0);
/// The first size of a panel's window.
const PANEL_SIZE: (f64, f64) = (900.0, 640.0);

/// Numbers panel windows.
static PANELS: AtomicU32 = AtomicU32::new(1);

/// Opens the main window where it was last.
///
/// # Errors
/// When the system gives no window.
pub(super) fn open_main(app: &AppHandle) -> tauri::Result<()> {
    let builder = sealed(app, MAIN, "index.html").title("Quarterdeck");
    let window = app.state::<Frame>().place(builder).build()?;
    app.state::<Frame>().settle(&window);
    Ok(())
}

/// Opens a window with one panel; `query` is the page's query, already encoded.
///
/// # Errors
/// When the system gives no window.
pub(super) fn open_panel(app: &AppHandle, title: &str, query: &str) -> tauri::Result<()> {
    let label = format!("{PANEL}{}", PANELS.fetch_add(1, Ordering::Relaxed));
    sealed(app, &label, &format!("index.html?{query}"))
        .title(format!("{title} · Quarterdeck"))
        .inner_size(PANEL_SIZE.0, PANEL_SIZE.1)
        .build()?;
    Ok(())
}

/// Brings the main window to the front.
pub(super) fn raise(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    for done in [window.unminimize(), window.show(), window.set_focus()] {
        if let Err(problem) = done {
            tracing::debug!(%problem, "the window could not be raised");
        }
    }
}

/// Whether somebody can see what happens in the main window.
pub(super) fn is_watched(app: &AppHandle) -> bool {
    app.get_webview_window(MAIN).is_some_and(|window| {
        window.is_visible().unwrap_or(false)
            && window.is_focused().unwrap_or(false)
            && !window.is_minimized().unwrap_or(false)
    })
}

fn sealed<'a>(app: &'a AppHandle, label: &str, page: &str) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    WebviewWindowBuilder::new(app, label, WebviewUrl::App(page.into()))
        .min_inner_size(MIN_SIZE.0, MIN_SIZE.1)
        .background_color(GROUND)
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, event| download(event))
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Started {
                retry(&window, load.url());
            } else {
                window.state::<Trace>().mark("page-loaded");
            }
        })
}

/// Our own pages only: the program's files, or the development server in a build without them.
fn is_ours(url: &Url) -> bool {
    let at = |host: &str| url.host_str() == Some(host);
    match url.scheme() {
        "tauri" => at("localhost"),
        "http" | "https" if cfg!(any(windows, target_os = "android")) && at("tauri.localhost") => true,
        "http" => cfg!(not(feature = "embedded")) && at("127.0.0.1") && url.port() == Some(5173),
        // A file that the page made and the person saves.
        "blob" => url.path().starts_with("tauri://localhost/") || url.path().starts_with("http://tauri.localhost/"),
        _ => false,
    }
}

/// A page that is loaded again after a failed start opens the workspace again.
fn retry(window: &WebviewWindow, url: &Url) {
    let gate = Arc::clone(&window.state::<Arc<Gate>>());
    if url.path() == page::PROBLEM_PAGE || gate.problem().is_none() {
        return;
    }
    let app = window.app_handle().clone();
    tauri::async_runtime::spawn(async move {
        gate.open().await;
        if let Some(problem) = gate.problem() {
            page::show_problem(&app, &problem);
        }
    });
}

/// Saves what the page offers in the downloads folder, under a name that is free.
fn download(event: DownloadEvent<'_>) -> bool {
    match event {
        DownloadEvent::Requested { destination, .. } => {
            let name = destination.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            match free_download_path(&name) {
                Some(path) => *destination = path,
                None => return false,
            }
        }
        DownloadEvent::Finished { success: false, .. } => {
            tracing::warn!("a file could not be saved; check the free space of the downloads folder");
        }
        _ => {}
    }
    true
}

/// `NAME`, or `NAME (2)`, … in the downloads folder; `None` when there is no such folder.
pub(super) fn free_download_path(name: &str) -> Option<PathBuf> {
    let folder = dirs::download_dir().or_else(dirs::home_dir)?;
    std::fs::create_dir_all(&folder).ok()?;
    let name = safe_name(name);
    let (stem, extension) = name.rsplit_once('.').map_or((name.as_str(), String::new()), |(s, e)| (s, format!(".{e}")));
    let numbered =
        std::iter::once(format!("{stem}{extension}")).chain((2..1000).map(|n| format!("{stem} ({n}){extension}")));
    numbered.map(|name| folder.join(name)).find(|path| !path.exists())
}

/// A file name without folders, control characters or a leading dot.
fn safe_name(name: &str) -> String {
    let plain: String =
        name.chars()
            .map(|c| {
                if c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                    '-'
                } else {
                    c
                }
            })
            .take(120)
            .collect();
    let plain = plain.trim_matches(['.', ' ']);
    if plain.is_empty() { "quarterdeck".to_owned() } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_stays_where_it_is() {
        let url = |text: &str| text.parse::<Url>().unwrap();
        assert!(is_ours(&url("tauri://localhost/index.html?panel=chart")));
        assert!(is_ours(&url("blob:tauri://localhost/0d2f")));
        for away in [
            "https://evil.example/",
            "tauri://evil/",
            "file:///etc/passwd",
            "data:text/html,x",
            "javascript:alert(1)",
            "blob:https://evil.example/1",
            "http://localhost/",
        ] {
            assert!(!is_ours(&url(away)), "{away}");
        }
    }

    #[test]
    fn file_names_cannot_leave_their_folder() {
        for (given, expected) in [
            ("weights.csv", "weights.csv"),
            ("../../.bashrc", "-..-.bashrc"),
            ("a/b\\c:d.png", "a-b-c-d.png"),
            ("..", "quarterdeck"),
            ("", "quarterdeck"),
        ] {
            assert_eq!(safe_name(given), expected, "{given}");
        }
    }
}

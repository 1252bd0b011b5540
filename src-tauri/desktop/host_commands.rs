//! What the host does for the page besides the API. Each command checks what it is given; a page can name no program,
//! no folder and no address of its own choice.
#![expect(clippy::needless_pass_by_value, reason = "the host hands a command its arguments by value")]

use std::{collections::BTreeMap, process::Command, sync::Arc};

use tauri::{
    AppHandle, State,
    ipc::{InvokeBody, Request},
};

use super::{frame::Frame, gate::Gate, trace::Trace, windows};

/// The longest symbol, panel name or parameter.
const NAME_MAX_CHARS: usize = 64;
/// The longest address of a link.
const LINK_MAX_BYTES: usize = 2048;
/// The largest file that a page may save.
const FILE_MAX_BYTES: usize = 64 * 1024 * 1024;

/// Opens the native chart of a symbol: this program again, as a client of the workspace's owner.
///
/// # Errors
/// When the symbol is not acceptable or the program cannot be started.
#[tauri::command]
pub(super) fn pop_out_chart(gate: State<'_, Arc<Gate>>, symbol: String) -> Result<(), String> {
    if cfg!(not(feature = "chart-window")) {
        return Err("this build has no chart window".to_owned());
    }
    let symbol = named("symbol", &symbol)?;
    let program = std::env::current_exe().map_err(|problem| format!("the program cannot find itself: {problem}"))?;
    let mut child = Command::new(program)
        .args(gate.arguments())
        .args(["chart", "--", symbol])
        .spawn()
        .map_err(|problem| format!("the chart cannot be opened: {problem}; close other windows and try again"))?;
    std::thread::spawn(move || match child.wait() {
        Ok(status) if !status.success() => tracing::warn!(%status, "a chart window ended with a problem"),
        Ok(_) => {}
        Err(problem) => tracing::warn!(%problem, "a chart window went astray"),
    });
    Ok(())
}

/// Opens a panel in a window of its own, under the name that the page has for it.
///
/// # Errors
/// When a name is not acceptable or the system gives no window.
#[tauri::command]
pub(super) async fn open_panel_window(
    app: AppHandle,
    panel: String,
    title: String,
    params: Option<BTreeMap<String, String>>,
) -> Result<(), String> {
    let panel = named("panel", &panel)?;
    let title = named("title", &title)?;
    let params = params.unwrap_or_default();
    let mut query = format!("panel={}", encoded(panel));
    for (name, value) in params.iter().take(16) {
        query.push_str(&format!("&{}={}", encoded(named("parameter", name)?), encoded(named("parameter", value)?)));
    }
    windows::open_panel(&app, title, &query).map_err(|problem| format!("the window cannot be opened: {problem}"))
}

/// Opens a web or mail address in the program that the system has for it.
///
/// # Errors
/// When the address is of another kind.
#[tauri::command]
pub(super) fn open_link(href: String) -> Result<(), String> {
    let is_plain = href.bytes().all(|byte| byte.is_ascii_graphic());
    let is_known = ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
    if href.len() > LINK_MAX_BYTES || !is_plain || !is_known {
        return Err("only web and mail addresses can be opened".to_owned());
    }
    let (program, before): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    let mut child = Command::new(program)
        .args(before)
        .arg(&href)
        .spawn()
        .map_err(|problem| format!("{program} cannot be started: {problem}; copy the address instead"))?;
    std::thread::spawn(move || child.wait());
    Ok(())
}

/// Saves raw bytes in the downloads folder under a free name like the one in the header `x-name`; gives the path.
///
/// # Errors
/// When it is too large or cannot be written.
#[tauri::command]
pub(super) async fn save_file(call: Request<'_>) -> Result<String, String> {
    let InvokeBody::Raw(content) = call.body() else { return Err("the file must be raw bytes".to_owned()) };
    if content.len() > FILE_MAX_BYTES {
        return Err(format!("the file has {} bytes; at most {FILE_MAX_BYTES} can be saved", content.len()));
    }
    let name = call.headers().get("x-name").and_then(|name| name.to_str().ok()).unwrap_or_default();
    let path =
        windows::free_download_path(&decoded(name)).ok_or("there is no downloads folder; set one in your desktop")?;
    let written = std::fs::write(&path, content);
    written.map_err(|problem| format!("{} cannot be written: {problem}; check the free space", path.display()))?;
    Ok(path.display().to_string())
}

/// Whether closing the window keeps the program in the tray; changes it when `value` is given.
#[tauri::command]
pub(super) fn close_to_tray(frame: State<'_, Frame>, value: Option<bool>) -> bool {
    if let Some(value) = value {
        frame.set_close_to_tray(value);
    }
    frame.closes_to_tray()
}

/// Notes a point of the start, such as the first chart.
#[tauri::command]
pub(super) fn trace_mark(trace: State<'_, Trace>, name: String) {
    trace.mark(&name);
    #[cfg(target_os = "linux")]
    super::resident::release_soon();
}

/// A short text without control characters.
fn named<'t>(what: &str, text: &'t str) -> Result<&'t str, String> {
    let length = text.chars().count();
    if length == 0 || length > NAME_MAX_CHARS || text.chars().any(char::is_control) {
        return Err(format!("the {what} must have 1 to {NAME_MAX_CHARS} characters"));
    }
    Ok(text)
}

/// Percent-encoded for a query.
fn encoded(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The text of a percent-encoded header; what is not encoded stays.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_a_header_and_a_query() {
        for name in ["weights – 2022.csv", "50 %.png", "a&b=c"] {
            assert_eq!(decoded(&encoded(name)), name);
        }
        assert_eq!(decoded("100%"), "100%");
    }

    #[test]
    fn other_addresses_than_web_and_mail_are_refused() {
        for href in ["file:///etc/passwd", "javascript:alert(1)", "--help", "https://a b", "", "smb://x"] {
            assert!(open_link(href.to_owned()).is_err(), "{href}");
        }
    }

    #[test]
    fn empty_long_or_unprintable_names_are_refused() {
        assert!(named("symbol", "BRK.B").is_ok());
        for text in ["", "a\nb", &"x".repeat(65)] {
            assert!(named("symbol", text).is_err());
        }
    }
}

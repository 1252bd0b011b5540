//! The tray icon: show the window, end the program. Where there is no tray the program does without.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tauri::{
    AppHandle,
    image::Image,
    menu::{MenuBuilder, MenuEvent},
    tray::{MouseButton, TrayIconBuilder, TrayIconEvent},
};

use super::windows;

/// The icon's identity.
const ID: &str = "tray";

/// Puts the icon there, if the system has a place for it.
pub(super) fn set_up(app: &AppHandle) {
    // The tray library is loaded when it is first used and panics where it is not installed.
    match catch_unwind(AssertUnwindSafe(|| build(app))) {
        Ok(Ok(())) => {}
        Ok(Err(problem)) => tracing::warn!(%problem, "there is no tray icon"),
        Err(_) => tracing::warn!("there is no tray icon: the tray library is not installed"),
    }
}

/// Whether the icon is there; a window must not be hidden where nothing brings it back.
pub(super) fn is_there(app: &AppHandle) -> bool {
    app.tray_by_id(ID).is_some()
}

/// Says how many alerts are firing.
///
/// # Errors
/// When the system refuses.
pub(super) fn tell(app: &AppHandle, image: Option<Image<'static>>, firing: usize) -> tauri::Result<()> {
    let Some(icon) = app.tray_by_id(ID) else { return Ok(()) };
    icon.set_icon(image)?;
    let number = firing.to_string();
    icon.set_title((firing > 0).then_some(number.as_str()))?;
    icon.set_tooltip(Some(match firing {
        0 => "Quarterdeck".to_owned(),
        1 => "Quarterdeck: 1 alert is firing".to_owned(),
        n => format!("Quarterdeck: {n} alerts are firing"),
    }))
}

fn build(app: &AppHandle) -> tauri::Result<()> {
    let menu = MenuBuilder::new(app).text("show", "Show Quarterdeck").separator().text("quit", "Quit").build()?;
    let mut icon = TrayIconBuilder::with_id(ID)
        .tooltip("Quarterdeck")
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event: MenuEvent| match event.id().as_ref() {
            "show" => windows::raise(app),
            "quit" => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|icon, event| {
            if matches!(event, TrayIconEvent::Click { button: MouseButton::Left, .. }) {
                windows::raise(icon.app_handle());
            }
        });
    if let Some(image) = app.default_window_icon() {
        icon = icon.icon(image.clone());
    }
    icon.build(app)?;
    Ok(())
}

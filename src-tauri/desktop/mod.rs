//! The window: the web client in a webview, over the router of this process. It comes up at once; the workspace opens
//! beside it.

mod api_commands;
mod badge;
mod frame;
mod gate;
mod host_commands;
mod notices;
mod page;
#[cfg(target_os = "linux")]
mod resident;
mod trace;
mod tray;
mod windows;

use std::{sync::Arc, time::Instant};

use tauri::{AppHandle, Manager, RunEvent, Wry, async_runtime::JoinHandle};

use crate::{cli::Place, exit::Failure, serve};
use gate::Gate;
use trace::Trace;

/// Opens the window and returns when the program ends.
///
/// # Errors
/// When the system gives no window.
pub(crate) fn run(place: Place, started: Instant) -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    crate::renderer::prepare(place.folder().ok().as_deref());
    let gate = Arc::new(Gate::new(place));
    // The workspace opens while the toolkit and the webview start.
    let opening = tauri::async_runtime::spawn({
        let gate = Arc::clone(&gate);
        async move { gate.open().await }
    });
    let context: tauri::Context<Wry> = tauri::generate_context!(assets = page::Files);
    let app = builder(&gate, &context.config().identifier)
        .manage(Trace::new(started))
        .manage(Arc::clone(&gate))
        .manage(frame::Frame::load())
        .manage(api_commands::Streams::default())
        .setup(|app| Ok(set_up(app.handle(), opening)?))
        .on_window_event(frame::follow)
        .invoke_handler(tauri::generate_handler![
            api_commands::api_request,
            api_commands::api_bytes,
            api_commands::api_stream,
            host_commands::pop_out_chart,
            host_commands::open_panel_window,
            host_commands::open_link,
            host_commands::save_file,
            host_commands::close_to_tray,
            host_commands::trace_mark,
        ])
        .build(context)
        .map_err(|problem| Failure::Window(problem.to_string()))?;
    app.run(|app, event| match event {
        RunEvent::Exit => {
            app.state::<frame::Frame>().save();
            let gate = app.state::<Arc<Gate>>();
            tauri::async_runtime::block_on(gate.close());
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => windows::raise(app),
        _ => {}
    });
    Ok(())
}

/// One window per workspace: a second start raises the first one.
fn builder(gate: &Gate, identifier: &str) -> tauri::Builder<Wry> {
    let single = tauri_plugin_single_instance::Builder::new()
        .callback(|app, _, _| windows::raise(app))
        .dbus_id(format!("{identifier}.{}", gate.name()))
        .build();
    tauri::Builder::default().plugin(single).plugin(tauri_plugin_notification::init())
}

fn set_up(app: &AppHandle, opening: JoinHandle<()>) -> tauri::Result<()> {
    windows::open_main(app)?;
    app.state::<Trace>().mark("window-created");
    let gate = Arc::clone(&app.state::<Arc<Gate>>());
    let opened = app.clone();
    tauri::async_runtime::spawn(async move {
        // The window is there by now, to show what is wrong.
        let _ = opening.await; // one that panicked has said so in the log, and the gate stays closed
        opened.state::<Trace>().mark("router-ready");
        if let Some(problem) = gate.problem() {
            page::show_problem(&opened, &problem);
        }
    });
    tray::set_up(app);
    tauri::async_runtime::spawn(notices::watch(app.clone()));
    tauri::async_runtime::spawn(badge::watch(app.clone()));
    let ending = app.clone();
    tauri::async_runtime::spawn(async move {
        serve::ended().await;
        ending.exit(0);
    });
    Ok(())
}

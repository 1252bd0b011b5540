//! What the webview loads: the client's files, and the page shown when the workspace cannot be opened.

use std::{borrow::Cow, sync::RwLock};

use tauri::{
    AppHandle, Manager, Wry,
    utils::assets::{AssetKey, AssetsIter, CspHash},
};

use super::windows::MAIN;
use crate::ui_files;

/// The path of the page with the problem.
pub(super) const PROBLEM_PAGE: &str = "/unavailable.html";

/// The problem that the page shows. The webview asks for files by path alone, so it waits here.
static PROBLEM: RwLock<String> = RwLock::new(String::new());

/// The files, as Tauri asks for them.
pub(super) struct Files;

impl tauri::Assets<Wry> for Files {
    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        if key.as_ref() == PROBLEM_PAGE {
            let problem = PROBLEM.read().unwrap_or_else(std::sync::PoisonError::into_inner);
            return Some(Cow::Owned(problem_page(&problem).into_bytes()));
        }
        ui_files::find(key.as_ref()).map(|asset| asset.bytes)
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(ui_files::all().map(|(path, bytes)| (Cow::Borrowed(path), Cow::Borrowed(bytes))))
    }

    fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        // The client has no inline scripts, so nothing needs an exception.
        Box::new(std::iter::empty())
    }
}

/// Shows in the main window why the workspace is not open, and the next step.
pub(super) fn show_problem(app: &AppHandle, problem: &str) {
    problem.clone_into(&mut PROBLEM.write().unwrap_or_else(std::sync::PoisonError::into_inner));
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let target = window.url().map(|mut url| {
        url.set_path(PROBLEM_PAGE);
        url.set_query(None);
        url
    });
    if let Err(problem) = target.and_then(|target| window.navigate(target)) {
        tracing::error!(%problem, "the window cannot show why the workspace is not open");
    }
}

fn problem_page(problem: &str) -> String {
    let (what, next) = problem.split_once("; ").unwrap_or((problem, ""));
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Quarterdeck</title><style>\
         :root{{color-scheme:dark light}}body{{font:15px/1.5 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 2rem}}\
         a{{display:inline-block;margin-top:1rem;padding:.5rem 1rem;border:1px solid;border-radius:6px;color:inherit;\
         text-decoration:none}}code{{font-size:13px}}</style></head><body><main>\
         <h1>The workspace is not open</h1><p>{}</p><p><strong>{}</strong></p>\
         <p>Nothing was changed. Details are in the log; <code>quarterdeck doctor</code> says where it is.</p>\
         <a href=\"/index.html\">Try again</a></main></body></html>",
        escaped(what),
        escaped(&sentence(next)),
    )
}

/// The same words, beginning with a capital and ending with a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_problem_and_next_step_and_runs_nothing_of_them() {
        let page = problem_page("the workspace <b>\"x\"</b> is read-only; make the folder writable; then retry");
        assert!(page.contains("&lt;b&gt;&quot;x&quot;&lt;/b&gt; is read-only</p>"), "{page}");
        assert!(page.contains("<strong>Make the folder writable; then retry.</strong>"), "{page}");
    }
}

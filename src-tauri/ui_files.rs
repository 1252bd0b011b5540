//! The web client inside the program: one table for the window and for `serve`.

use std::borrow::Cow;

use api::Asset;

/// Paths and contents in order of path; written by the build script from `ui/dist`.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/ui_files.rs"));

/// Shown in place of the client in a program that was built without it.
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Quarterdeck</title>\
    <body><h1>The screens are not in this build</h1><p>Run <code>npm --prefix ui ci</code> and \
    <code>npm --prefix ui run build</code>, then build the program again. The API answers at \
    <code>/api/v1</code>.</p></body></html>";

/// A file of the client by its path, which starts with `/`.
pub(crate) fn find(path: &str) -> Option<Asset> {
    if let Ok(at) = FILES.binary_search_by_key(&path, |(name, _)| name) {
        return Some(Asset { bytes: Cow::Borrowed(FILES[at].1), mime: media_type(path) });
    }
    (path == "/index.html" && !is_built())
        .then(|| Asset { bytes: Cow::Borrowed(NOT_BUILT.as_bytes()), mime: media_type(path) })
}

/// Whether the client's screens are in this program.
pub(crate) fn is_built() -> bool {
    !FILES.is_empty()
}

/// Every path.
#[cfg(feature = "desktop")]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().copied()
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "md" | "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_a_page() {
        assert!(find("/index.html").unwrap().mime.starts_with("text/html"));
        assert!(find("/no/such/file.js").is_none());
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(FILES.is_sorted_by_key(|(path, _)| *path));
    }
}

//! The web client's files, and its page for every path that is not the API's.

use std::borrow::Cow;

use axum::{
    http::{
        HeaderValue, Method, Uri,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};

use crate::Problem;

/// A file of the web client.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// Its media type.
    pub mime: &'static str,
}

/// Finds a file by its path, which starts with `/`.
pub(crate) type Assets = Option<fn(&str) -> Option<Asset>>;

/// A file, or the page itself for a path that the client's own router knows.
pub(crate) fn serve(assets: Assets, method: &Method, uri: &Uri) -> Response {
    let path = uri.path();
    let missing = || Problem::new(404, "not_found", format!("there is nothing at {path}")).into_response();
    let Some(find) = assets else { return missing() };
    if path.starts_with("/api/") || (method != Method::GET && method != Method::HEAD) {
        return missing();
    }
    let page = if path == "/" { "/index.html" } else { path };
    if let Some(asset) = find(page) {
        let hashed = page.starts_with("/assets/");
        return answer(asset, if hashed { "public, max-age=31536000, immutable" } else { "no-cache" });
    }
    let is_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    match find("/index.html") {
        Some(asset) if !is_file => answer(asset, "no-cache"),
        _ => missing(),
    }
}

fn answer(asset: Asset, cache: &'static str) -> Response {
    let mut response = asset.bytes.into_owned().into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(asset.mime));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

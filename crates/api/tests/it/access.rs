//! Who may call over HTTP.

use std::borrow::Cow;

use api::{Access, Asset, HttpAccess};
use axum::body::Body;
use http::Request;
use workstation::workspaces::WorkspaceKind;

use crate::harness::{Answer, Desk};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn assets(path: &str) -> Option<Asset> {
    (path == "/index.html").then_some(Asset { bytes: Cow::Borrowed(b"<!doctype html>"), mime: "text/html" })
}

type Headers<'a> = &'a [(&'a str, &'a str)];

async fn served() -> Desk {
    let access = HttpAccess {
        token: TOKEN.into(),
        allowed_hosts: vec!["127.0.0.1:4321".into()],
        allowed_origins: vec!["http://127.0.0.1:4321".into()],
        assets: Some(assets),
    };
    Desk::new(WorkspaceKind::Empty, Access::Http(access)).await
}

async fn get(desk: &Desk, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    desk.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_allowed_place_with_the_token_gets_in() {
    let desk = served().await;
    let host = ("host", "127.0.0.1:4321");
    let bearer = format!("Bearer {TOKEN}");
    let token = ("authorization", bearer.as_str());
    assert_eq!(get(&desk, "/api/v1/workspace", &[host, token]).await.status, 200);
    let refusals: [(Headers<'_>, u16, &str); 7] = [
        (&[token], 403, "host_not_allowed"),
        (&[("host", "evil.example"), token], 403, "host_not_allowed"),
        (&[host], 401, "token_missing"),
        (&[host, ("authorization", "Bearer wrong")], 401, "token_wrong"),
        (&[host, ("authorization", "Basic abc")], 401, "token_missing"),
        (&[host, token, ("origin", "http://evil.example")], 403, "origin_not_allowed"),
        (&[host, token, ("sec-fetch-site", "cross-site")], 403, "cross_site"),
    ];
    for (headers, status, code) in refusals {
        assert_eq!(get(&desk, "/api/v1/workspace", headers).await.problem(status), code);
    }
    let origin = ("origin", "http://127.0.0.1:4321");
    assert_eq!(get(&desk, "/api/v1/health", &[host, token, origin]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_needs_no_token_and_every_answer_is_sealed() {
    let desk = served().await;
    let host = ("host", "127.0.0.1:4321");
    for path in ["/", "/portfolio", "/some/panel"] {
        let page = get(&desk, path, &[host]).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html"));
        assert!(page.header("content-security-policy").contains("default-src 'none'"));
        assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(page.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(get(&desk, "/assets/missing.js", &[host]).await.status, 404);
    assert_eq!(get(&desk, "/", &[("host", "evil.example")]).await.status, 403);
    let refused = get(&desk, "/api/v1/nothing", &[host]).await;
    assert_eq!(refused.header("content-security-policy").split(';').next(), Some("default-src 'none'"));
    assert_eq!(refused.problem(401), "token_missing");
}

#[test]
fn the_token_is_never_printed() {
    let access = HttpAccess { token: TOKEN.into(), allowed_hosts: vec![], allowed_origins: vec![], assets: None };
    assert!(!format!("{access:?}").contains(TOKEN));
}

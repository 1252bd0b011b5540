//! Requests that are refused, and what the answers say.

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::harness::Desk;

#[tokio::test(flavor = "multi_thread")]
async fn bad_requests_are_problems_with_a_code() {
    let desk = Desk::empty().await;
    let raw = |body: &str, kind: Option<&str>| {
        let request = Request::post("/api/v1/accounts");
        let request = kind.into_iter().fold(request, |r, k| r.header("content-type", k));
        request.body(Body::from(body.to_owned())).unwrap()
    };
    let json_type = Some("application/json");
    assert_eq!(desk.send(raw("{", json_type)).await.problem(400), "body_malformed");
    assert_eq!(desk.send(raw("{}", json_type)).await.problem(422), "body_invalid");
    assert_eq!(desk.send(raw("{}", None)).await.problem(415), "content_type");
    let unknown = r#"{"name":"A","kind":"taxable","currency":"USD","colour":"red"}"#;
    assert_eq!(desk.send(raw(unknown, json_type)).await.problem(422), "body_invalid");
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(api::JSON_MAX_BYTES));
    assert_eq!(desk.send(raw(&large, json_type)).await.problem(413), "body_too_large");
    assert_eq!(desk.get("/accounts?limit=0").await.problem(422), "invalid");
    assert_eq!(desk.get("/accounts?cursor=zz").await.problem(422), "invalid");
    assert_eq!(desk.get("/accounts?colour=red").await.problem(422), "query_invalid");
    assert_eq!(desk.get("/accounts/not-an-id").await.problem(404), "not_found");
    assert_eq!(desk.get("/accounts/01890000-0000-7000-8000-000000000000").await.problem(404), "not_found");
    assert_eq!(desk.get("/nothing").await.problem(404), "not_found");
    assert_eq!(desk.call("PUT", "/accounts", None).await.problem(405), "method_not_allowed");
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_say_what_is_wrong_with_each() {
    let desk = Desk::empty().await;
    let account = desk.account().await;
    let buy = json!({"account_id": account, "kind": "buy", "trade_date": "2024-01-02", "currency": "USD"});
    let answer = desk.post("/transactions", &buy).await;
    let fields: Vec<String> =
        answer.json()["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap().to_owned()).collect();
    assert_eq!(fields, ["instrument_id", "quantity", "price"]);
    assert_eq!(answer.problem(422), "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chunk_that_is_too_large_or_leaves_a_hole_is_refused() {
    let desk = Desk::empty().await;
    let upload = desk.call("POST", "/uploads?name=a.csv", None).await.ok();
    let uri = |offset: usize| format!("/api/v1/uploads/{}?offset={offset}", upload["id"].as_str().unwrap());
    let put = |offset, bytes: Vec<u8>| Request::put(uri(offset)).body(Body::from(bytes)).unwrap();
    assert_eq!(desk.send(put(0, vec![b'x'; api::CHUNK_MAX_BYTES + 1])).await.problem(413), "chunk_too_large");
    assert_eq!(desk.send(put(5, vec![b'x'])).await.problem(409), "offset_beyond_end");
    assert_eq!(desk.send(put(0, vec![b'x'; 2 * api::JSON_MAX_BYTES])).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_answer_is_not_sent_again() {
    let desk = Desk::empty().await;
    let first = desk.get("/settings").await;
    let tag = first.header("etag").to_owned();
    assert!(tag.len() > 10);
    let again = |tag: &str| Request::get("/api/v1/settings").header("if-none-match", tag).body(Body::empty()).unwrap();
    let second = desk.send(again(&tag)).await;
    assert_eq!((second.status.as_u16(), second.bytes.len()), (304, 0));
    desk.call("PATCH", "/settings", Some(&json!({"stale_after_days": 9}))).await.ok();
    assert_eq!(desk.send(again(&tag)).await.status, 200);
}

#[test]
fn the_document_has_every_route_with_an_answer_and_problems() {
    let document = serde_json::to_value(api::openapi()).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    let paths = document["paths"].as_object().unwrap();
    let mut operations = 0;
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in paths {
        for (method, operation) in item.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.contains_key("default") && responses.len() > 1, "{method} {path}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{method} {path}");
            operations += 1;
        }
    }
    assert!(operations >= 60, "{operations}");
}

#[test]
fn the_published_document_is_the_routers() {
    let published = include_str!("../../../../ui/openapi.json");
    let published: serde_json::Value = serde_json::from_str(published).unwrap();
    let now = serde_json::to_value(api::openapi()).unwrap();
    assert!(published == now, "run `cargo run -p api --example openapi > ui/openapi.json`");
}

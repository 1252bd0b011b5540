//! The sealed file over the API, where this process has no place for one: what is refused, and what is never shown.

use serde_json::json;

use crate::harness::Desk;

#[tokio::test]
async fn passphrases_are_checked_before_anything_is_made() {
    let desk = Desk::empty().await;
    let view = desk.get("/sealed-file").await.ok();
    assert_eq!((view["state"].as_str(), view["is_used"].as_bool()), (Some("not_made"), Some(false)), "{view}");
    assert!(view["path"].is_null() && view["passphrase_chars_min"] == 8, "{view}");
    for (path, body, status, code) in [
        ("/sealed-file", json!({"passphrase": " "}), 422, "invalid"),
        ("/sealed-file", json!({"passphrase": "long enough"}), 409, "sealed_file_no_place"),
        ("/sealed-file/passphrase", json!({"current": "", "passphrase": "long enough"}), 422, "invalid"),
        ("/sealed-file/passphrase", json!({"current": "x", "passphrase": "long enough"}), 409, "sealed_file_no_place"),
    ] {
        let problem = desk.call("PUT", path, Some(&body)).await.problem(status);
        assert_eq!(problem, code, "{path} {body}");
    }
    for body in [json!({}), json!({"passphrase": 1}), json!({"passphrase": "long enough", "more": true}), json!([])] {
        let answer = desk.call("PUT", "/sealed-file", Some(&body)).await;
        assert!(answer.status.is_client_error(), "{body}");
    }
}

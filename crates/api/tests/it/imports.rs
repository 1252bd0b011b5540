//! Files over the API.

use serde_json::{Value, json};

use crate::harness::Desk;

const PRICES: &str = "date,AAA,BBB\n2024-01-02,10,20\n2024-01-03,11,\n2024-01-04,12x,22\n";

async fn import(desk: &Desk, name: &str, kind: &str, content: &str) -> Value {
    let upload_id = desk.upload(name, content).await;
    let request = json!({"upload_id": upload_id, "kind": kind, "options": {"create_unknown": true}});
    desk.post("/imports/preview", &request).await.ok();
    let job = desk.post("/imports", &request).await;
    assert_eq!(job.status, 202);
    let job = desk.wait(&job.json()).await;
    assert_eq!(job["state"], "done", "{job}");
    job["result"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn prices_come_in_once() {
    let desk = Desk::empty().await;
    let first = import(&desk, "prices.csv", "prices", PRICES).await;
    assert_eq!(first["created_instruments"], json!(["AAA", "BBB"]));
    assert_eq!((first["added"].as_u64(), first["refused"].as_u64()), (Some(4), Some(1)), "{first}");
    assert_eq!(first["refusals"][0]["line"], 4);
    let second = import(&desk, "prices.csv", "prices", PRICES).await;
    assert_eq!((second["added"].as_u64(), second["unchanged"].as_u64()), (Some(0), Some(4)));
    assert_eq!(desk.get("/workspace").await.ok()["counts"]["bars"], 4);
    assert_eq!(desk.get("/imports").await.ok()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_symbols_are_refused_unless_asked_for() {
    let desk = Desk::empty().await;
    let upload_id = desk.upload("prices.csv", PRICES).await;
    let request = json!({"upload_id": upload_id, "kind": "prices"});
    let preview = desk.post("/imports/preview", &request).await.ok();
    assert_eq!(preview["unknown_instruments"].as_array().unwrap().len(), 2);
    let job = desk.wait(&desk.post("/imports", &request).await.ok()).await;
    assert_eq!((&job["result"]["added"], &job["result"]["refused"]), (&json!(0), &json!(5)));
    assert_eq!(desk.get("/workspace").await.ok()["counts"]["instruments"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_come_in_once_and_go_with_one_undo() {
    let desk = Desk::empty().await;
    let csv = "date,type,symbol,quantity,price,currency,account,amount\n\
        2024-01-02,deposit,,,,USD,Broker,1000\n2024-01-03,buy,AAA,10,5,USD,Broker,\n2024-01-03,buy,AAA,10,5,USD,Broker,\n";
    let first = import(&desk, "tx.csv", "transactions", csv).await;
    assert_eq!(first["added"], 3, "{first}");
    let second = import(&desk, "tx.csv", "transactions", csv).await;
    assert_eq!((&second["added"], &second["unchanged"]), (&json!(0), &json!(3)));
    let changes = desk.get("/changes?noun=transactions").await.ok();
    let event = changes["items"].as_array().unwrap().iter().find(|e| e["action"] == "import").unwrap().clone();
    desk.call("POST", &format!("/changes/{}/undo", event["id"].as_str().unwrap()), None).await.ok();
    assert!(desk.get("/transactions").await.ok()["items"].as_array().unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreadable_file_fails_with_the_reason_and_leaves_nothing() {
    let desk = Desk::empty().await;
    let upload_id = desk.upload("empty.csv", "").await;
    let request = json!({"upload_id": upload_id, "kind": "prices"});
    let answer = desk.post("/imports/preview", &request).await;
    assert_eq!(answer.status, 422);
    let job = desk.wait(&desk.post("/imports", &request).await.ok()).await;
    assert_eq!(job["state"], "failed");
    assert!(desk.get("/imports").await.ok()["items"].as_array().unwrap().is_empty());
}

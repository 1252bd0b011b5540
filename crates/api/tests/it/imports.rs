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

#[tokio::test(flavor = "multi_thread")]
async fn imports_of_prices_and_rates_are_undone() {
    let desk = Desk::empty().await;
    let import = async |kind: &str, name: &str, text: &str| {
        let upload = desk.upload(name, text).await;
        let request = json!({"upload_id": upload, "kind": kind, "options": {"create_unknown": true}});
        let preview = desk.post("/imports/preview", &request).await.ok();
        let done = desk.wait(&desk.post("/imports", &request).await.ok()).await;
        assert_eq!(done["state"], "done", "{done}");
        preview
    };
    let counts = async || desk.get("/workspace").await.ok()["counts"].clone();
    let preview = import("prices", "a.csv", "date,symbol,close\n2020-01-02,AAA,1\n2020-01-03,AAA,2\n").await;
    assert_eq!(preview["new_instruments"][0]["symbol"], "AAA", "{preview}");
    let preview = import("prices", "b.csv", "date,symbol,close\n2020-01-03,AAA,9\n2020-01-06,AAA,3\n").await;
    assert_eq!(preview["new_instruments"], json!([]), "{preview}");
    let id = desk.get("/instruments").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let closes = async || {
        let bars = desk.get(&format!("/bars/{id}")).await.ok();
        bars["bars"].as_array().unwrap().iter().map(|b| b["close"].as_f64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(closes().await, [1.0, 9.0, 3.0]);
    let changes = desk.get("/changes?noun=bars").await.ok();
    let first = changes["items"][1]["id"].as_str().unwrap();
    let blocked = desk.call("POST", &format!("/changes/{first}/undo"), None).await;
    assert_eq!(blocked.problem(409), "undo_conflict");
    let undone = desk.call("POST", "/undo", None).await.ok();
    assert_eq!((undone["summary"].as_str(), closes().await), (Some("Imported 2 prices of b.csv"), vec![1.0, 2.0]));
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(counts().await["bars"], 0);
    import("prices", "a.csv", "date,symbol,close\n2020-01-02,AAA,1\n2020-01-03,AAA,2\n").await;
    assert_eq!(closes().await, [1.0, 2.0], "the same file comes in again");

    import("fx_rates", "r.csv", "Date,USD\n2020-01-02,1.1\n2020-01-03,1.2\n").await;
    import("fx_rates", "s.csv", "Date,USD\n2020-01-03,1.3\n").await;
    let rates = async || {
        let list = desk.get("/fx-rates").await.ok();
        list["items"].as_array().unwrap().iter().map(|r| r["rate"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rates().await, ["1.3", "1.1"]);
    desk.call("POST", "/undo", None).await.ok();
    assert_eq!(rates().await, ["1.2", "1.1"]);
    desk.call("POST", "/undo", None).await.ok();
    assert!(rates().await.is_empty());
}

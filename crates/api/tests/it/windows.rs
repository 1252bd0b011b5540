//! The list of transactions in stretches: narrowed, ordered and counted by the server.

use serde_json::{Value, json};

use crate::harness::Desk;

/// Notes of the rows that a query gives, in order.
async fn notes(desk: &Desk, query: &str) -> Vec<String> {
    let window = desk.get(&format!("/transactions/window?{query}")).await.ok();
    let note = |row: &Value| row["note"].as_str().unwrap_or("—").to_owned();
    window["items"].as_array().unwrap().iter().map(note).collect()
}

/// Six transactions in two accounts and two instruments; their notes are a to f in the order of entry.
async fn desk() -> Desk {
    let desk = Desk::empty().await;
    let (main, abc, xyz) = (desk.account().await, desk.instrument("ABC").await, desk.instrument("xyz").await);
    let second = json!({"name": "Second", "kind": "taxable", "currency": "EUR"});
    let second = desk.post("/accounts", &second).await.ok()["id"].as_str().unwrap().to_owned();
    let trade = |account: &str, kind: &str, day: &str, instrument: &str, quantity: &str, price: &str, note: &str| {
        json!({"account_id": account, "kind": kind, "trade_date": day, "instrument_id": instrument, "quantity": quantity,
            "price": price, "currency": "USD", "note": note})
    };
    let rows = [
        trade(&main, "buy", "2024-01-02", &abc, "10", "5", "a"),
        trade(&main, "buy", "2024-01-03", &xyz, "9", "7.25", "b"),
        trade(&main, "sell", "2024-02-01", &abc, "2", "6", "c"),
        json!({"account_id": second, "kind": "deposit", "trade_date": "2024-01-15", "amount": "1000", "currency": "EUR", "note": "d"}),
        json!({"account_id": main, "kind": "transfer", "trade_date": "2024-03-01", "amount": "20", "currency": "USD",
            "counter_account_id": second, "note": "e"}),
        json!({"account_id": main, "kind": "return_of_capital", "trade_date": "2024-04-01", "instrument_id": abc, "amount": "1.5",
            "currency": "USD", "note": "f"}),
    ];
    for row in &rows {
        desk.post("/transactions", row).await.ok();
    }
    desk
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_are_ordered_by_any_column_with_what_is_missing_last() {
    let desk = desk().await;
    for (sort, expected) in [
        ("", ["f", "e", "c", "d", "b", "a"]),
        ("trade_date", ["a", "b", "d", "c", "e", "f"]),
        // 10 × 5 = 50, 9 × 7.25 = 65.25, 2 × 6 = 12.
        ("-amount", ["d", "b", "a", "e", "c", "f"]),
        ("quantity", ["c", "b", "a", "f", "e", "d"]),
        ("-quantity", ["a", "b", "c", "f", "e", "d"]),
        ("instrument,trade_date", ["a", "c", "f", "b", "d", "e"]),
        ("-account,kind,-price", ["d", "b", "a", "f", "c", "e"]),
        ("-note", ["f", "e", "d", "c", "b", "a"]),
    ] {
        assert_eq!(notes(&desk, &format!("sort={sort}")).await, expected, "{sort}");
    }
    let wrong = desk.get("/transactions/window?sort=colour").await;
    assert!(wrong.json().to_string().contains("give some of trade_date, kind"), "{}", wrong.json());
    assert_eq!(wrong.problem(422), "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn transactions_are_narrowed_by_words_and_fields() {
    let desk = desk().await;
    let accounts = desk.get("/accounts").await.ok();
    let second = accounts["items"].as_array().unwrap().iter().find(|a| a["name"] == "Second").unwrap()["id"].clone();
    for (query, expected) in [
        ("text=abc", "fca"),
        ("text=XYZ", "b"),
        ("text=buy%20abc", "a"),
        ("text=return%20of", "f"),
        ("text=2024-01", "dba"),
        ("text=65.25", "b"),
        ("text=second", "d"),
        ("text=eur", "d"),
        ("text=nothing", ""),
        ("kind=buy", "ba"),
        ("from=2024-02-01&to=2024-03-01", "ec"),
        (&format!("account_id={}", second.as_str().unwrap()), "ed"),
    ] {
        assert_eq!(notes(&desk, query).await.concat(), expected, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stretch_says_how_many_rows_there_are_and_where_one_stands_and_follows_changes() {
    let desk = desk().await;
    let window = desk.get("/transactions/window?text=abc&offset=1&limit=1").await.ok();
    assert_eq!((&window["offset"], &window["matching"], &window["total"]), (&json!(1), &json!(3), &json!(6)));
    assert_eq!(window["items"].as_array().unwrap().len(), 1);
    let id = window["items"][0]["id"].as_str().unwrap().to_owned();
    let found = desk.get(&format!("/transactions/window?find={id}&limit=1")).await.ok();
    assert_eq!(found["place"], 2);
    let beyond = desk.get("/transactions/window?offset=99").await.ok();
    assert_eq!((beyond["items"].as_array().unwrap().len(), &beyond["matching"]), (0, &json!(6)));

    desk.call("PATCH", &format!("/transactions/{id}"), Some(&json!({"note": "changed"}))).await.ok();
    assert_eq!(notes(&desk, "text=changed").await, ["changed"]);
    desk.call("DELETE", &format!("/transactions/{id}"), None).await.ok();
    let after = desk.get(&format!("/transactions/window?find={id}")).await.ok();
    assert_eq!((&after["total"], &after["place"]), (&json!(5), &Value::Null));
    assert_eq!(desk.get("/transactions/window?limit=0").await.problem(422), "invalid");
}

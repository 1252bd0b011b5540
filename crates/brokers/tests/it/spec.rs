//! Alpaca's own OpenAPI document: what we send keeps it, and what it shows we read.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
};

use brokers::{Ask, Broker, Request};
use model::{
    order::{OrderTerms as T, TimeInForce, Trail, event::Replacement},
    quantity::Quantity,
};
use serde_json::{Value, json};

use crate::{
    samples::Samples,
    support::{answered, approved, d, desk, limit, now, placement, price, signing, target},
};

/// The folder with `spec/alpaca-trading.openapi.yaml`, which may not be copied into the project.
const REFERENCE: &str = "QUARTERDECK_REFERENCE";

/// Runs the check; `None`, with the reason printed, where it cannot be run.
fn checked(input: &Value) -> Option<Value> {
    let Some(reference) = std::env::var_os(REFERENCE).map(PathBuf::from) else {
        println!("skipped: {REFERENCE} does not say where spec/alpaca-trading.openapi.yaml lies");
        return None;
    };
    let clients = std::env::var_os("QUARTERDECK_VENUE_CLIENTS").map(PathBuf::from);
    let python = clients.map_or_else(|| PathBuf::from("python3"), |folder| folder.join("python/bin/python"));
    let can =
        Command::new(&python).args(["-c", "import openapi_schema_validator, yaml"]).stderr(Stdio::null()).status();
    if !can.is_ok_and(|status| status.success()) {
        println!("skipped: Python has no openapi_schema_validator and yaml");
        return None;
    }
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/alpaca_spec.py");
    let mut command = Command::new(python);
    command.arg(script).arg(reference.join("spec/alpaca-trading.openapi.yaml"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success());
    Some(serde_json::from_slice(&ended.stdout).unwrap())
}

fn shown(request: &Request) -> Value {
    let query: Vec<&str> = request.query.iter().map(|(name, _)| name.as_str()).collect();
    let body: Option<Value> = request.body_text().map(|text| serde_json::from_str(text).unwrap());
    json!({ "method": request.method.name(), "path": request.path, "query": query, "body": body })
}

fn requests() -> Vec<Value> {
    let (desk, samples) = (desk(Broker::Alpaca), Samples::of(Broker::Alpaca));
    let (limit_price, stop) = (price("181.05"), price("180"));
    let orders = [
        approved("0.5", T::Market, TimeInForce::Day),
        limit("10", "181.05"),
        approved("10", T::Stop { stop }, TimeInForce::Gtc),
        approved("10", T::StopLimit { stop, limit: limit_price }, TimeInForce::Day),
        approved("10", T::TrailingStop { trail: Trail::Percent { percent: d("2") } }, TimeInForce::Gtc),
        approved("10", T::TrailingStop { trail: Trail::Amount { amount: stop } }, TimeInForce::Day),
        approved("10", T::LimitOnOpen { limit: limit_price }, TimeInForce::Day),
        approved("10", T::MarketOnClose, TimeInForce::Day),
        approved("10", T::Limit { limit: limit_price }, TimeInForce::Fok),
    ];
    let target = target(Some(samples.number), samples.symbol);
    let mut all: Vec<Request> =
        orders.iter().map(|order| desk.place(&placement(order, samples), signing()).unwrap()).collect();
    for order in [&orders[1], &orders[4]] {
        let to = Replacement { quantity: Quantity::new(d("11")), terms: order.get().terms };
        all.push(desk.change(&target, order.get(), &to, signing()).unwrap());
    }
    all.push(desk.cancel(&target, signing()).unwrap());
    for ask in [
        Ask::OpenOrders { page: Some("2024-05-06T14:30:00Z".to_owned()) },
        Ask::Order(target),
        Ask::Executions { since: now(), symbol: "AAPL".to_owned(), page: Some("1".to_owned()) },
        Ask::Holdings { page: None },
        Ask::Cash { page: None },
    ] {
        all.push(desk.ask(&ask, signing()).unwrap());
    }
    all.iter().map(shown).collect()
}

/// The samples that the tests read, row by row.
fn samples() -> Vec<Value> {
    let samples = Samples::of(Broker::Alpaca);
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut all = Vec::new();
    for (schema, text) in [
        ("Order", samples.accepted.1),
        ("Order", samples.open_orders.1),
        ("Order", samples.found.1),
        ("Order", samples.changed.unwrap().1),
        ("TradingActivities", samples.executions.1),
        ("Position", samples.holdings.1),
        ("Account", samples.cash.1),
    ] {
        let rows = match read(text) {
            Value::Array(rows) => rows,
            row => vec![row],
        };
        all.extend(rows.into_iter().map(|mut body| {
            // Younger than the document.
            body.as_object_mut().unwrap().remove("non_marginable_buying_power");
            json!({ "schema": schema, "body": body })
        }));
    }
    all.extend(samples.life.iter().chain(samples.others).map(|frame| {
        let order = read(frame)["data"]["order"].take();
        json!({ "schema": "Order", "body": order })
    }));
    all
}

#[test]
fn what_is_sent_and_read_keeps_alpacas_own_document() {
    let Some(found) = checked(&json!({ "requests": requests(), "answers": samples() })) else { return };
    assert_eq!(found["problems"], json!([]));

    // The examples in it are read.
    let desk = desk(Broker::Alpaca);
    let list = |name: &str| {
        let rows: Vec<Value> = found["examples"][name].as_array().unwrap().clone();
        assert!(!rows.is_empty());
        Value::Array(rows).to_string()
    };
    let orders = answered(200, &list("Order"), |got| desk.open_orders(got)).unwrap();
    assert!(orders.rows.iter().all(|order| order.terms.is_some()), "{orders:?}");
    assert!(answered(200, &list("Position"), |got| desk.holdings(got)).is_ok());
    assert!(answered(200, &list("TradingActivities"), |got| desk.executions(got)).is_ok());
    let account = found["examples"]["Account"][0].to_string();
    assert_eq!(answered(200, &account, |got| desk.cash(got)).unwrap().rows[0].total, d("-23140.2"));
}

#[test]
fn the_check_can_fail() {
    let (mut requests, mut answers) = (requests(), samples());
    requests[0]["body"]["qty"] = json!(10);
    requests[1]["body"]["surprise"] = json!("x");
    let list =
        requests.iter_mut().find(|request| request["path"] == "/v2/orders" && request["method"] == "GET").unwrap();
    list["query"] = json!(["state"]);
    answers[0]["body"]["status"] = json!("dreaming");
    let Some(found) = checked(&json!({ "requests": requests, "answers": answers })) else { return };
    assert_eq!(found["problems"].as_array().unwrap().len(), 4, "{found}");
}

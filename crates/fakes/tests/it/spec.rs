//! What the fake Alpaca answers keeps Alpaca's own OpenAPI document.

use std::path::PathBuf;

use market::{
    address::Endpoint,
    rest::{Ask, Rest, RestSettings},
};
use model::time::Clock;
use serde_json::{Value, json};

use crate::{
    peers::{python, told},
    support::{KEY, SECRET, alpaca},
};

/// The folder with `spec/alpaca-data.openapi.yaml`, which may not be copied into the project.
const REFERENCE: &str = "QUARTERDECK_REFERENCE";

/// Each scripted answer: what is asked, and the schema by name where the document is older than the path.
const ASKED: [(&str, &str, Option<&str>); 15] = [
    ("/v2/stocks/bars", "symbols=AAPL,MSFT&timeframe=1Min&limit=15", None),
    ("/v2/stocks/bars", "symbols=TSLA&timeframe=1Day", None),
    ("/v2/stocks/bars", "symbols=NOSUCH&timeframe=1Day", None),
    ("/v2/stocks/bars/latest", "symbols=AAPL,MSFT", None),
    ("/v2/stocks/trades", "symbols=AAPL,TSLA&limit=1500", None),
    ("/v2/stocks/trades/latest", "symbols=AAPL,MSFT", None),
    ("/v2/stocks/quotes", "symbols=AAPL,TSLA&limit=1500", None),
    ("/v2/stocks/quotes/latest", "symbols=AAPL,MSFT", None),
    ("/v2/stocks/snapshots", "symbols=AAPL,MSFT", None),
    ("/v1beta1/news", "limit=5&include_content=true", None),
    ("/v1beta3/crypto/us/bars", "symbols=BTC/USD,ETH/USD&timeframe=1Min&limit=15", Some("MultiBarsResponse")),
    ("/v1beta3/crypto/us/latest/bars", "symbols=BTC/USD", Some("LatestMultiBarsResponse")),
    ("/v1beta3/crypto/us/latest/quotes", "symbols=BTC/USD", Some("LatestMultiQuotesResponse")),
    // Its trades had an exchange when the document was written; they have none since.
    ("/v1beta3/crypto/us/quotes", "symbols=BTC/USD", Some("MultiQuotesReponse")),
    ("/v2/stocks/trades", "symbols=AAPL&start=2024-03-12T13:39:00Z", None),
];

#[tokio::test]
async fn answers_keep_the_venues_own_document() {
    let Some(reference) = std::env::var_os(REFERENCE).map(PathBuf::from) else {
        println!("skipped: {REFERENCE} does not say where spec/alpaca-data.openapi.yaml lies");
        return;
    };
    let Some(mut command) = python("alpaca_spec.py") else { return };
    command.arg(reference.join("spec/alpaca-data.openapi.yaml"));
    let fake = alpaca().await;
    let endpoint = Endpoint::http(&fake.http()).unwrap();
    let endpoint =
        endpoint.with_secret("APCA-API-KEY-ID", KEY).unwrap().with_secret("APCA-API-SECRET-KEY", SECRET).unwrap();
    let rest = Rest::new(Clock::System, endpoint, RestSettings::default(), None).unwrap();
    let mut answers = Vec::new();
    for (path, query, schema) in ASKED {
        let body = rest.send(&Ask::get(format!("{path}?{query}"))).await.unwrap().body;
        let body: Value = serde_json::from_slice(&body).unwrap();
        answers.push(json!({ "path": path, "schema": schema, "body": body }));
    }
    let found = told(command, &answers.clone().into()).await;
    assert_eq!(found, json!({ "checked": ASKED.len(), "problems": [] }));

    // The check itself can fail.
    let mut command = python("alpaca_spec.py").unwrap();
    command.arg(reference.join("spec/alpaca-data.openapi.yaml"));
    answers[0]["body"]["bars"]["AAPL"][0]["o"] = "173.1".into();
    answers[3]["body"]["bars"]["AAPL"]["surprise"] = 1.into();
    answers[4]["body"]["trades"]["AAPL"][0].as_object_mut().unwrap().remove("i");
    let found = told(command, &answers.into()).await;
    assert_eq!(found["problems"].as_array().unwrap().len(), 3, "{found}");
}

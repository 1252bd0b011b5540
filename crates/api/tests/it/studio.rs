//! Optimizations over stored prices: previews, universes, lots.

use serde_json::{Value, json};

use crate::harness::Desk;

/// Returns of A: 10 %, −10 %, 10 %; of B: 0 %, 10 %, −10 %. The sample covariance of the two a period, sums of products of
/// deviations over 2: 0.04/3, −0.01 and 0.01.
const A: [f64; 4] = [100.0, 110.0, 99.0, 108.9];
const B: [f64; 4] = [50.0, 50.0, 55.0, 49.5];
const DAYS: [&str; 4] = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];

struct Studio {
    desk: Desk,
    a: String,
    b: String,
}

impl Studio {
    async fn new() -> Self {
        let desk = Desk::empty().await;
        let (a, b) = (desk.instrument("A").await, desk.instrument("B").await);
        for (id, closes) in [(&a, A), (&b, B)] {
            for (date, close) in DAYS.iter().zip(closes) {
                desk.post(&format!("/bars/{id}"), &json!({"date": date, "close": close})).await.ok();
            }
        }
        Self { desk, a, b }
    }

    fn universe(&self) -> Value {
        json!({"instrument_ids": [self.a, self.b], "covariance_model": {"model": "sample"}})
    }

    fn question(&self, request: &Value) -> Value {
        json!({"universe": self.universe(), "request": request})
    }

    async fn preview(&self, request: &Value) -> Value {
        self.desk.post("/optimizations/preview", &self.question(request)).await.ok()
    }

    async fn buy(&self, account: &str, instrument: &str, date: &str, quantity: &str, price: &str) {
        let buy = json!({"account_id": account, "kind": "buy", "trade_date": date, "instrument_id": instrument,
            "quantity": quantity, "price": price, "currency": "USD"});
        self.desk.post("/transactions", &buy).await.ok();
    }
}

fn close(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found}"));
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{found} for {expected}");
}

fn minimum_variance() -> Value {
    json!({"objective": "minimum_variance"})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_solves_over_stored_prices() {
    let studio = Studio::new().await;
    let mut question = studio.question(&minimum_variance());
    (question["frontier_points"], question["corners"]) = (json!(5), json!(true));
    let solved = studio.desk.post("/optimizations/preview", &question).await.ok();
    // (σ_B² − σ_AB) / (σ_A² + σ_B² − 2σ_AB) = 0.02 / (0.13/3).
    close(&solved["weights"]["A"], 6.0 / 13.0);
    assert_eq!(solved["frontier"].as_array().unwrap().len(), 5);
    assert!(solved["corners"].as_array().unwrap().len() >= 2, "{}", solved["corners"]);
    let alone = studio.preview(&minimum_variance()).await;
    assert_eq!((alone.get("frontier"), alone.get("corners")), (None, None));
    assert_eq!(alone["weights"], solved["weights"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_prices_is_seen_by_the_next_preview() {
    let studio = Studio::new().await;
    close(&studio.preview(&minimum_variance()).await["weights"]["A"], 6.0 / 13.0);
    let bar = json!({"date": "2024-01-05", "close": 55.0});
    studio.desk.post(&format!("/bars/{}", studio.b), &bar).await.ok();
    // Returns of B are now 0 %, 10 %, 0 %: variance 0.01/3, covariance −0.02/3.
    close(&studio.preview(&minimum_variance()).await["weights"]["A"], 1.0 / 3.0);
    studio.desk.call("POST", "/undo", None).await.ok();
    close(&studio.preview(&minimum_variance()).await["weights"]["A"], 6.0 / 13.0);
    // So is a change of an instrument: its symbol names it.
    let path = format!("/instruments/{}", studio.a);
    studio.desk.call("PATCH", &path, Some(&json!({"symbol": "AA"}))).await.ok();
    close(&studio.preview(&minimum_variance()).await["weights"]["AA"], 6.0 / 13.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn todays_weights_stand_in_where_limits_count_from_them() {
    let studio = Studio::new().await;
    let account = studio.desk.account().await;
    let turnover = json!({"objective": "minimum_variance", "constraints": {"turnover": 0.5}});
    // Nothing is held: everything is bought, which is more than half.
    let refused = studio.desk.post("/optimizations/preview", &studio.question(&turnover)).await;
    assert_eq!(refused.problem(422), "infeasible");
    // 10 · 108.9 of A and 66 · 49.5 of B: a quarter and three quarters.
    studio.buy(&account, &studio.a, "2024-01-02", "10", "100").await;
    studio.buy(&account, &studio.b, "2024-01-02", "66", "50").await;
    let kept = json!({"objective": "minimum_variance", "constraints": {"do_not_trade": ["A"]}});
    close(&studio.preview(&kept).await["weights"]["A"], 0.25);
    let solved = studio.preview(&turnover).await;
    assert!((solved["weights"]["A"].as_f64().unwrap() - 6.0 / 13.0).abs() < 1e-6, "{solved}");
    let traded = solved["turnover"].as_f64().unwrap();
    assert!((traded - 2.0 * (6.0 / 13.0 - 0.25)).abs() < 1e-6, "{traded}");
    let costs = json!({"objective": "minimum_variance", "costs": {"linear": 0.001}});
    let solved = studio.preview(&costs).await;
    let traded = 2.0 * (solved["weights"]["A"].as_f64().unwrap() - 0.25);
    close(&solved["costs"]["linear"], 0.001 * traded);
    let universe = studio.desk.post("/optimizations/universe", &studio.universe()).await.ok();
    close(&universe["current"]["weights"]["A"], 0.25);
}

#[tokio::test(flavor = "multi_thread")]
async fn benchmark_and_factors_come_out_of_the_store() {
    let studio = Studio::new().await;
    let desk = &studio.desk;
    let settings = json!({"risk_free_rate": 0.02, "benchmark_id": studio.a});
    desk.call("PATCH", "/settings", Some(&settings)).await.ok();
    let mut spec = studio.universe();
    spec["expected_returns_model"] = json!({"model": "capm", "compounding": "arithmetic"});
    let universe = desk.post("/optimizations/universe", &spec).await.ok();
    // The market is A: its mean is 252/30 a year, the beta of B −0.01/(0.04/3) = −0.75.
    close(&universe["expected_returns"][0], 8.4);
    close(&universe["expected_returns"][1], 0.02 - 0.75 * (8.4 - 0.02));
    assert_eq!(universe["spec"]["benchmark_instrument_id"], json!(studio.a));
    assert_eq!(universe["benchmark_weights"], json!({"A": 1.0}));
    spec["benchmark_instrument_id"] = json!(studio.b);
    let universe = desk.post("/optimizations/universe", &spec).await.ok();
    // The market is B, which earns nothing: the beta of A is −1.
    close(&universe["expected_returns"][0], 0.02 + 0.02);
    let lonely = desk.instrument("LONELY").await;
    spec["benchmark_instrument_id"] = json!(lonely);
    let refused = desk.post("/optimizations/universe", &spec).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("LONELY has no prices"), "{}", refused.json());

    let mut spec = studio.universe();
    spec["covariance_model"] = json!({"model": "given_factors"});
    assert_eq!(desk.post("/optimizations/universe", &spec).await.json()["fields"][0]["field"], "factor_instrument_ids");
    spec["factor_instrument_ids"] = json!([studio.a]);
    let universe = desk.post("/optimizations/universe", &spec).await.ok();
    // A is the factor itself; B has an exposure of −0.75 to it.
    close(&universe["covariance"][0][1], -0.01 * 252.0);
    spec["factor_instrument_ids"] = json!([lonely]);
    assert_eq!(desk.post("/optimizations/universe", &spec).await.problem(422), "no_prices");
}

#[tokio::test(flavor = "multi_thread")]
async fn views_are_reported_and_unknown_names_refused() {
    let studio = Studio::new().await;
    let mut spec = studio.universe();
    spec["expected_returns_model"] =
        json!({"model": "black_litterman", "views": [{"asset": "A", "expected_return": 0.5}]});
    let answer = studio.desk.post("/optimizations/universe", &spec).await;
    let universe = answer.ok();
    assert_eq!(universe["views"]["prior"].as_array().unwrap().len(), 2, "{universe}");
    let (prior, posterior) = (&universe["views"]["prior"][0], &universe["expected_returns"][0]);
    let between = posterior.as_f64().unwrap();
    let (low, high) = (prior.as_f64().unwrap().min(0.5), prior.as_f64().unwrap().max(0.5));
    assert!(between > low && between < high, "{prior} {posterior}");
    spec["expected_returns_model"]["views"][0]["asset"] = json!("Z");
    let refused =
        studio.desk.post("/optimizations/preview", &json!({"universe": spec, "request": minimum_variance()})).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains('Z'), "{}", refused.json());
    assert_eq!(refused.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn assets_tell_what_costs_and_lots_need() {
    let studio = Studio::new().await;
    for (date, close, volume) in [("2024-01-04", 99.0, 20.0), ("2024-01-05", 108.9, 10.0)] {
        let bar = json!({"date": date, "close": close, "volume": volume});
        studio.desk.post(&format!("/bars/{}", studio.a), &bar).await.ok();
    }
    let mut spec = studio.universe();
    let universe = studio.desk.post("/optimizations/universe", &spec).await.ok();
    let asset = &universe["assets"][0];
    assert_eq!(
        (&asset["currency"], &asset["asset_class"], &asset["country"]),
        (&json!("USD"), &json!("equity"), &Value::Null)
    );
    close(&asset["last_price"], 108.9);
    assert_eq!(asset["adv"], Value::Null, "two bars do not tell their volume");
    assert_eq!(universe["repair"], Value::Null);
    // Two bars do, but two are too few to estimate from.
    spec["from"] = json!("2024-01-04");
    let refused = studio.desk.post("/optimizations/universe", &spec).await;
    assert_eq!(refused.problem(422), "too_few_observations");
    for (date, close) in [("2024-01-02", 100.0), ("2024-01-03", 110.0)] {
        let bar = json!({"date": date, "close": close, "volume": 0.0});
        studio.desk.post(&format!("/bars/{}", studio.a), &bar).await.ok();
    }
    spec["from"] = Value::Null;
    let universe = studio.desk.post("/optimizations/universe", &spec).await.ok();
    close(&universe["assets"][0]["adv"], (99.0 * 20.0 + 108.9 * 10.0) / 4.0);
}

fn taxed(objective: &str) -> Value {
    json!({"objective": objective, "benchmark_weights": {"A": 0.5, "B": 0.5}, "risk_aversion": 5.0})
}

#[tokio::test(flavor = "multi_thread")]
async fn open_lots_become_part_of_the_problem() {
    let studio = Studio::new().await;
    let desk = &studio.desk;
    let account = desk.account().await;
    studio.buy(&account, &studio.a, "2024-01-02", "10", "100").await;
    studio.buy(&account, &studio.b, "2024-01-03", "22", "50").await;
    let mut question = studio.question(&taxed("minimum_tracking_error"));
    question["lots"] = json!({"rates": {"short_term": 0.4, "long_term": 0.2}, "jurisdiction": "germany"});
    let solved = desk.post("/optimizations/preview", &question).await.ok();
    // 10 · 108.9 and 22 · 49.5 are one half each. B has lost 11: that is taken at 20 %, and B is bought back, because no window
    // forbids it there.
    close(&solved["tax"]["capital"], 2178.0);
    close(&solved["weights"]["A"], 0.5);
    close(&solved["tax"]["tax_now"], 0.2 * -11.0);
    // What is left is the gain of A.
    close(&solved["tax"]["tax_deferred"], 0.2 * 89.0);
    // A frontier knows no lots, hence no costs that count from what they hold.
    let mut with_line = question.clone();
    with_line["frontier_points"] = json!(5);
    with_line["request"]["costs"] = json!({"linear": 0.0005});
    let drawn = desk.post("/optimizations/preview", &with_line).await.ok();
    assert_eq!(drawn["frontier"].as_array().unwrap().len(), 5, "{}", drawn["warnings"]);
    let warnings = drawn["warnings"].to_string();
    assert!(warnings.contains("drawn without taxes, costs"), "{warnings}");
    question["lots"]["include_cash"] = json!(true);
    let refused = desk.post("/optimizations/preview", &question).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("cash"), "the account owes money: {}", refused.json());
    let deposit = json!({"account_id": account, "kind": "deposit", "trade_date": "2024-01-02", "amount": "3100", "currency": "USD"});
    desk.post("/transactions", &deposit).await.ok();
    let solved = desk.post("/optimizations/preview", &question).await.ok();
    close(&solved["tax"]["capital"], 2178.0 + 1000.0);

    let sheltered = json!({"name": "Later", "kind": "tax_deferred", "currency": "USD"});
    let sheltered = desk.post("/accounts", &sheltered).await.ok()["id"].as_str().unwrap().to_owned();
    studio.buy(&sheltered, &studio.a, "2024-01-02", "10", "100").await;
    close(&desk.post("/optimizations/preview", &question).await.ok()["tax"]["capital"], 3178.0);
    question["lots"]["account_ids"] = json!([sheltered]);
    let refused = desk.post("/optimizations/preview", &question).await;
    assert!(refused.json()["detail"].as_str().unwrap().contains("Later is tax-deferred"), "{}", refused.json());
    assert_eq!(refused.problem(422), "invalid");
}

#[tokio::test(flavor = "multi_thread")]
async fn lots_that_cannot_be_valued_name_their_instrument() {
    let studio = Studio::new().await;
    let desk = &studio.desk;
    let account = desk.account().await;
    let euro = json!({"symbol": "EURO", "name": "E", "asset_class": "equity", "currency": "EUR"});
    let euro = desk.post("/instruments", &euro).await.ok()["id"].as_str().unwrap().to_owned();
    for (date, close) in DAYS.iter().zip(B) {
        desk.post(&format!("/bars/{euro}"), &json!({"date": date, "close": close})).await.ok();
    }
    studio.buy(&account, &studio.a, "2024-01-02", "10", "100").await;
    let mut question = studio.question(&taxed("minimum_tracking_error"));
    question["universe"]["instrument_ids"] = json!([studio.a, euro]);
    question["request"]["benchmark_weights"] = json!({"A": 0.5, "EURO": 0.5});
    question["lots"] = json!({"rates": {"short_term": 0.4, "long_term": 0.2}});
    let words = |answer: crate::harness::Answer| answer.json()["detail"].as_str().unwrap().to_owned();
    let refused = words(desk.post("/optimizations/preview", &question).await);
    assert!(refused.contains("EURO") && refused.contains("rate"), "{refused}");
    let short = json!({"account_id": account, "kind": "short", "trade_date": "2024-01-03", "instrument_id": studio.b,
        "quantity": "5", "price": "50", "currency": "USD"});
    desk.post("/transactions", &short).await.ok();
    let mut question = studio.question(&taxed("minimum_tracking_error"));
    question["lots"] = json!({"rates": {"short_term": 0.4, "long_term": 0.2}});
    let refused = words(desk.post("/optimizations/preview", &question).await);
    assert!(refused.contains("B is sold short"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn correlations_are_ordered_by_clusters() {
    let studio = Studio::new().await;
    let mut question = json!({"universe": studio.universe(), "linkage": "ward", "n_clusters": 2});
    let found = studio.desk.post("/optimizations/correlations", &question).await.ok();
    // −0.01 / √(0.04/3 · 0.01)
    close(&found["correlations"][0][1], -0.75_f64.sqrt());
    assert_eq!(found["clusters"]["linkage"], "ward");
    assert_eq!(found["clusters"]["leaf_order"].as_array().unwrap().len(), 2);
    question["n_clusters"] = json!(3);
    assert_eq!(studio.desk.post("/optimizations/correlations", &question).await.problem(422), "invalid_field");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_told() {
    let studio = Studio::new().await;
    let desk = &studio.desk;
    let stranger = "00000000-0000-7000-8000-000000000000";
    let mut question = studio.question(&minimum_variance());
    question["universe"]["instrument_ids"] = json!([studio.a, stranger]);
    for path in ["preview", "correlations", "walk-forward", "stability", "resampling"] {
        let mut question = question.clone();
        if path == "correlations" {
            question.as_object_mut().unwrap().remove("request");
        }
        assert_eq!(desk.post(&format!("/optimizations/{path}"), &question).await.problem(404), "not_found", "{path}");
    }
    assert_eq!(desk.get("/jobs").await.ok()["items"], json!([]), "no job was started");
    let others = studio.question(&json!({"objective": "minimum_variance", "assets": ["B", "A"]}));
    assert_eq!(desk.post("/optimizations/preview", &others).await.json()["fields"][0]["code"], "other_assets");
    let tight = studio.question(&json!({"objective": "minimum_variance", "bounds": [0.0, 0.3]}));
    assert_eq!(desk.post("/optimizations/preview", &tight).await.problem(422), "infeasible");
    let typo = studio.question(&json!({"objective": "minimum_variance", "bonds": [0.0, 0.3]}));
    assert!(desk.post("/optimizations/preview", &typo).await.json()["detail"].as_str().unwrap().contains("bonds"));
    let twice = studio.question(&json!({"objective": "minimum_variance", "tax_lots": {"date": "2024-01-05",
        "prices": {"A": 1, "B": 1}, "lots": [], "rates": {"short_term": 0.4, "long_term": 0.2}}}));
    let mut twice = twice;
    twice["lots"] = json!({"rates": {"short_term": 0.4, "long_term": 0.2}});
    assert_eq!(desk.post("/optimizations/preview", &twice).await.json()["fields"][0]["code"], "given_twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_questions_are_compared() {
    let studio = Studio::new().await;
    let before = studio.question(&minimum_variance());
    let after = studio.question(&json!({"objective": "minimum_variance", "bounds": {"A": [0.0, 0.3]}}));
    let changes = studio.desk.post("/optimizations/changes", &json!({"before": before, "after": after})).await.ok();
    assert_eq!(changes["steps"][0]["causes"], json!(["constraints"]));
    let a = changes["assets"].as_array().unwrap().iter().find(|asset| asset["asset"] == "A").unwrap();
    close(&a["before"], 6.0 / 13.0);
    close(&a["after"], 0.3);
    assert!(changes["sentences"].as_array().unwrap().len() >= 2);
}

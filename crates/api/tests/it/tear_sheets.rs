//! Tear sheets of back-tests: one page with the figures of the result.

use serde_json::{Value, json};

use crate::{
    backtests::{DAYS, put_days, question, ran, waves},
    harness::Desk,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_tear_sheet_is_one_page_with_the_figures_of_the_result() {
    let desk = Desk::empty().await;
    let (id, index) = (desk.instrument("ABC").await, desk.instrument("IDX").await);
    put_days(&desk, &id, &waves(60)).await;
    put_days(&desk, &index, &waves(60)).await;
    let mut cross = question(&[&id], json!({"kind": "moving_average_cross", "fast": 2, "slow": 5}));
    cross["name"] = json!("<script>waves</script>");
    cross["benchmark"] = json!({"kind": "index", "instrument_ids": [index]});
    let path = format!("/backtests/{}", ran(&desk, &cross).await);
    let answer = desk.get(&format!("{path}/tear-sheet")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/html; charset=utf-8"));
    assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    let page = String::from_utf8(answer.bytes).unwrap();
    assert!(page.contains("&lt;script&gt;waves") && !page.contains("<script"), "{page}");
    let result = desk.get(&format!("{path}/result")).await.ok();
    let figures = result["report"]["figures"].as_array().unwrap();
    for (name, digits) in [("total_return", 2), ("max_drawdown", 2), ("beta", 3)] {
        let figure = figures.iter().find(|figure| figure["name"] == name).unwrap();
        let value = figure["value"].as_f64().unwrap() * if digits == 2 { 100.0 } else { 1.0 };
        let shown = format!("{value:.digits$}").replace('-', "\u{2212}");
        assert!(page.contains(&format!("<td>{shown}")), "{name} {shown}");
        assert!(page.contains(figure["convention"].as_str().unwrap()), "{name}");
    }
    assert!(page.contains("compared with IDX") && page.contains("Moving-average cross"));
    assert_eq!(page.matches("<svg").count(), 6, "60 days fill no moving window");
    // Against its own prices: what the strategy has of them, by least squares.
    let split = desk.get(&format!("{path}/attribution")).await.ok();
    let beta = figures.iter().find(|figure| figure["name"] == "beta").unwrap()["value"].as_f64().unwrap();
    assert!((split["factor"]["beta"].as_f64().unwrap() - beta).abs() < 1e-12, "{split}");
    // A back-test that is gone, and one whose result is missing.
    let deleted = desk.call("DELETE", &path, None).await.ok();
    assert_eq!(desk.get(&format!("{path}/tear-sheet")).await.problem(404), "not_found");
    assert_eq!(desk.get(&format!("{path}/attribution")).await.problem(404), "not_found");
    desk.post(&format!("/changes/{}/undo", deleted["change_id"].as_str().unwrap()), &json!({})).await.ok();
    assert_eq!(desk.get(&format!("{path}/tear-sheet")).await.problem(409), "result_missing");
    assert_eq!(desk.get(&format!("{path}/attribution")).await.ok()["decision"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tear_sheet_of_a_run_that_hardly_has_figures_is_a_page_too() {
    let desk = Desk::empty().await;
    let id = desk.instrument("ABC").await;
    put_days(&desk, &id, &DAYS[..1]).await;
    let backtest = ran(&desk, &question(&[&id], json!({"kind": "buy_and_hold"}))).await;
    let answer = desk.get(&format!("/backtests/{backtest}/tear-sheet")).await;
    let page = String::from_utf8(answer.bytes).unwrap();
    assert!(page.contains("Undefined: fewer than two returns are there."), "{page}");
    assert!(!page.contains("NaN"));
}

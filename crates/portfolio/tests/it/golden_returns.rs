//! Twenty portfolios whose returns numpy and scipy, and a spreadsheet, worked out (`tests/golden/returns/`).

use portfolio::{
    performance::{Span, performance},
    xirr::xirr,
};
use serde_json::Value;

use crate::desk::{Desk, d, day};

fn cases() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/returns/portfolios.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn desk_of(case: &Value) -> Desk {
    let mut desk = Desk::new();
    let days: Vec<&str> = case["days"].as_array().unwrap().iter().map(|d| d.as_str().unwrap()).collect();
    for (symbol, prices) in case["prices"].as_object().unwrap() {
        let prices = prices.as_array().unwrap().iter().map(|p| p.as_f64().unwrap());
        let points: Vec<(&str, f64)> = days.iter().copied().zip(prices).collect();
        desk.prices(symbol, &points);
    }
    for event in case["events"].as_array().unwrap() {
        let (kind, on) = (event["kind"].as_str().unwrap(), event["day"].as_str().unwrap());
        let instrument = event["symbol"].as_str().map(|s| desk.id(s));
        let number = |name: &str| event.get(name).map(|v| d(&v.to_string()));
        desk.add(kind, on, |f| {
            f.instrument_id = instrument;
            (f.amount, f.quantity, f.price) = (number("amount"), number("quantity"), number("price"));
        });
    }
    desk
}

#[test]
fn twenty_portfolios_have_the_returns_that_others_compute() {
    let golden = cases();
    let tolerance = golden["tolerance"]["abs"].as_f64().unwrap();
    let all = golden["cases"].as_array().unwrap();
    assert_eq!(all.len(), 20);
    for (i, case) in all.iter().enumerate() {
        let desk = desk_of(case);
        let to = case["days"].as_array().unwrap().last().unwrap().as_str().unwrap();
        let span = Span { from: None, to: day(to), account_id: None, benchmark_id: None };
        let books = desk.books(to);
        assert_eq!(books.problems, vec![], "portfolio {i}");
        let found = performance(desk.ctx(), &books, &desk.history, span).summary;
        for (name, ratio) in [("twr", &found.twr), ("xirr", &found.xirr), ("modified_dietz", &found.modified_dietz)] {
            let expected = case["expected"][name].as_f64().unwrap();
            let value = ratio.value.unwrap();
            assert!((value - expected).abs() <= tolerance, "portfolio {i}: {name} {value} for {expected}");
        }
        let sheet = case["expected"]["xirr_libreoffice"].as_f64().unwrap();
        assert!((found.xirr.value.unwrap() - sheet).abs() <= 1e-6, "portfolio {i}: the spreadsheet has {sheet}");
        let flows = case["expected"]["flows"].as_array().unwrap().iter();
        let flows: Vec<_> = flows.map(|f| (day(f[0].as_str().unwrap()), f[1].as_f64().unwrap())).collect();
        assert!((xirr(&flows).unwrap() - case["expected"]["xirr"].as_f64().unwrap()).abs() <= tolerance);
    }
}

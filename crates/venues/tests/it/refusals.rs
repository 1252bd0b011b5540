//! Answers that are none: pages, budgets, keys, and words with status 200.

use venues::{BarsQuery, Headers, Query, Reply, Venue, VenueError};

use super::support::{answer_with, query};

const PAGE: &str = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>";

/// Daily bars of every venue that has some.
fn queries() -> Vec<BarsQuery> {
    let has_days = |venue: &Venue| venue.capabilities().history.iter().any(|size| size.as_str() == "1d");
    let days = Venue::ALL.into_iter().filter(has_days);
    days.map(|venue| query(venue, "AAPL", "1d", "2024-03-01", "2024-03-11")).collect()
}

fn refused(query: &BarsQuery, status: u16, headers: &[(&str, &str)], body: &str) -> VenueError {
    answer_with(query, status, &Headers::of(headers.iter().copied()), body).unwrap_err()
}

#[test]
fn a_page_is_no_answer_whatever_its_status() {
    assert_eq!(queries().len(), 9);
    for query in queries() {
        let html = [("Content-Type", "text/html; charset=utf-8")];
        for (status, headers, body) in [
            (200, &[][..], PAGE),
            (200, &html[..], "{}"),
            (200, &[][..], "Please log in"),
            (200, &[][..], ""),
            (302, &[][..], ""),
        ] {
            let error = refused(&query, status, headers, body);
            assert!(matches!(error, VenueError::NotData { .. }), "{:?} {status} {body}: {error:?}", query.venue);
        }
        let bytes = [0xff, 0xfe, b'{'];
        let error = query.answer(&Reply { status: 200, headers: &Headers::default(), body: &bytes }).unwrap_err();
        assert_eq!(error.code(), "venue_answer_not_data");
        assert!(
            answer_with(&query, 200, &Headers::default(), "{\"a\":").is_err(),
            "an answer that broke off is no answer"
        );
        for body in ["[1]", "{\"chart\":7}"] {
            let told = answer_with(&query, 200, &Headers::default(), body);
            assert!(told.map_or(true, |history| history.bars.is_empty()), "{body}");
        }
    }
}

#[test]
fn budgets_and_overload_say_when_to_come_back() {
    for query in queries() {
        for (headers, seconds) in [
            (&[("Retry-After", "17")][..], Some(17)),
            (
                &[("retry-after", "Tue, 12 Mar 2024 10:31:00 GMT"), ("date", "Tue, 12 Mar 2024 10:30:00 GMT")][..],
                Some(60),
            ),
            (&[("Retry-After", "soon")][..], None),
            (&[][..], None),
        ] {
            let error = refused(&query, 429, headers, PAGE);
            assert_eq!((error.code(), error.retry_after_s(), error.retry()), ("venue_budget_used_up", seconds, true));
            let error = refused(&query, 503, headers, PAGE);
            assert_eq!((error.code(), error.retry_after_s(), error.retry()), ("venue_busy", seconds, true));
        }
        let error = refused(&query, 401, &[], r#"{"message":"forbidden."}"#);
        assert!(
            matches!(&error, VenueError::Denied { status: 401, reason, .. } if reason == "forbidden."),
            "{error:?}"
        );
        assert!(!error.retry());
    }
    let error =
        refused(&query(Venue::Binance, "X", "1d", "2024-03-01", "2024-03-02"), 418, &[("Retry-After", "120")], "");
    assert_eq!(
        error.to_string(),
        "binance answers no more requests for now (again in 120 s); wait, or ask for fewer symbols"
    );
}

#[test]
fn each_venue_says_in_its_way_that_a_symbol_is_unknown() {
    for (venue, status, body) in [
        (Venue::Binance, 400, r#"{"code":-1121,"msg":"Invalid symbol."}"#),
        (Venue::Coinbase, 404, r#"{"error":"NOT_FOUND","message":"Product not found"}"#),
        (Venue::Kraken, 200, r#"{"error":["EQuery:Unknown asset pair"]}"#),
        (Venue::Tiingo, 404, r#"{"detail":"Not found."}"#),
        (Venue::AlphaVantage, 200, r#"{"Error Message":"Invalid API call. Please retry or visit the documentation"}"#),
        (
            Venue::Yahoo,
            404,
            r#"{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}"#,
        ),
    ] {
        let error = refused(&query(venue, "NOPE", "1d", "2024-03-01", "2024-03-02"), status, &[], body);
        assert_eq!(error, VenueError::UnknownSymbol { venue: venue.source(), symbol: "NOPE".into() });
    }
}

#[test]
fn refusals_with_status_200_are_refusals() {
    for (venue, body, code) in [
        (
            Venue::AlphaVantage,
            r#"{"Note":"Thank you for using Alpha Vantage! Our standard API call frequency is 5 calls per minute"}"#,
            "venue_budget_used_up",
        ),
        (
            Venue::AlphaVantage,
            r#"{"Information":"We have detected your API key as AB12CD34EF56GH78 and our standard API rate limit is 25 requests per day. Subscribe to any of the premium plans"}"#,
            "venue_budget_used_up",
        ),
        (Venue::AlphaVantage, r#"{"Information":"Thank you! This is a premium endpoint."}"#, "venue_denied"),
        (Venue::AlphaVantage, r#"{"Error Message":"the parameter apikey is invalid or missing."}"#, "venue_denied"),
        (Venue::AlphaVantage, r#"{"Meta Data":{}}"#, "venue_answer_not_understood"),
        (Venue::Kraken, r#"{"error":["EGeneral:Too many requests"]}"#, "venue_budget_used_up"),
        (Venue::Kraken, r#"{"error":["EService:Unavailable"]}"#, "venue_busy"),
        (Venue::Kraken, r#"{"error":["EGeneral:Invalid arguments"]}"#, "venue_refused"),
        (
            Venue::Tiingo,
            r#"{"detail":"Error: You have run over your 50 hourly request allocation."}"#,
            "venue_budget_used_up",
        ),
        (
            Venue::Yahoo,
            r#"{"chart":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}"#,
            "venue_denied",
        ),
    ] {
        let error = refused(&query(venue, "IBM", "1d", "2024-03-01", "2024-03-02"), 200, &[], body);
        assert_eq!(error.code(), code, "{body}: {error}");
        assert!(!error.to_string().contains("AB12CD34"), "{error}");
    }
}

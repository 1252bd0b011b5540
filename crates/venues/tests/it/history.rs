//! Bars of the past, venue by venue: what is asked, what the answer says, what is adjusted.

use model::market::Adjustment;
use venues::{BarsQuery, Key, Query, Venue, VenueError};

use super::{
    examples,
    support::{answer, key, query, rows, time},
};

/// The address of a request, with keys as `***`.
fn shown(query: &BarsQuery) -> String {
    query.request(Some(&key())).unwrap().shown()
}

#[test]
fn alpaca_goes_on_page_by_page() {
    let mut asked = query(Venue::AlpacaSip, "AAPL", "1m", "2024-03-12T10:00:00Z", "2024-03-12T10:30:00Z");
    assert_eq!(
        shown(&asked),
        "https://data.alpaca.markets/v2/stocks/bars?adjustment=raw&feed=sip&symbols=AAPL&timeframe=1Min\
         &start=2024-03-12T10%3A00%3A00Z&end=2024-03-12T10%3A30%3A00Z&limit=10000&sort=asc"
    );
    let told = answer(&asked, examples::ALPACA_BARS).unwrap();
    let bar = |at: &str, ohlc, volume| (at.to_owned(), ohlc, Some(volume));
    assert_eq!(
        rows(&told),
        [
            bar("2024-03-12T10:27:00Z", [171.2, 171.4, 171.1, 171.3], 5120.0),
            bar("2024-03-12T10:29:00Z", [171.3, 171.35, 171.25, 171.31], 2048.0),
        ]
    );
    assert_eq!((told.next.as_deref(), told.skipped_count), (Some("QUFQTHxNfDE3MTAyMzkzNDA="), 1));
    assert!(told.skipped[0].reason.contains("missing field `c`"), "{:?}", told.skipped);
    assert_eq!(told.forming, None);
    asked.page = told.next;
    assert!(shown(&asked).ends_with("&page_token=QUFQTHxNfDE3MTAyMzkzNDA%3D"));
    for none in [
        r#"{"bars":null,"next_page_token":null}"#,
        r#"{"bars":{},"next_page_token":null}"#,
        r#"{"bars":{"AAPL":null}}"#,
    ] {
        let told = answer(&asked, none).unwrap();
        assert_eq!((told.bars.len(), told.skipped_count, told.next), (0, 0, None), "{none}");
    }
    asked.adjustment = Adjustment::Adjusted;
    assert!(shown(&asked).contains("adjustment=all"));
    let told = answer(&asked, examples::ALPACA_BARS).unwrap();
    assert!(told.has_splits_worked_in && told.has_dividends_worked_in && told.adjustment == Adjustment::Adjusted);
}

#[test]
fn a_day_is_dated_and_the_one_that_lasts_stands_apart() {
    let asked = query(Venue::AlpacaIex, "AAPL", "1d", "2024-03-11", "2024-03-12T10:30:00Z");
    let body = r#"{"bars":{"AAPL":[{"t":"2024-03-11T04:00:00Z","o":170,"h":172,"l":169,"c":171,"v":100,"n":1,"vw":171},
        {"t":"2024-03-12T04:00:00Z","o":171,"h":173,"l":170,"c":172,"v":50,"n":1,"vw":171}]},"next_page_token":null}"#;
    let told = answer(&asked, body).unwrap();
    assert_eq!(rows(&told), [("2024-03-11T00:00:00Z".to_owned(), [170.0, 172.0, 169.0, 171.0], Some(100.0))]);
    assert_eq!(told.forming.unwrap().at, time("2024-03-12"));
}

#[test]
fn crypto_has_raw_prices_only() {
    let mut asked = query(Venue::AlpacaCrypto, "BTC/USD", "1h", "2024-03-12", "2024-03-12T10:00:00Z");
    assert!(
        shown(&asked)
            .starts_with("https://data.alpaca.markets/v1beta3/crypto/us/bars?symbols=BTC%2FUSD&timeframe=1Hour")
    );
    asked.adjustment = Adjustment::Adjusted;
    let refused = asked.request(Some(&key())).unwrap_err();
    assert_eq!(refused.to_string(), "alpaca_crypto has no adjusted prices; use raw prices, or another source");
}

#[test]
fn binance_goes_on_after_a_full_answer() {
    let mut asked = query(Venue::Binance, "BTCUSDT", "1m", "2024-03-12T10:00:00Z", "2024-03-12T10:30:00Z");
    let request = asked.request(None).unwrap();
    assert_eq!(request.weight, 2);
    assert_eq!(
        request.shown(),
        "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1710237600000&endTime=1710239400000&limit=1000"
    );
    let told = answer(&asked, examples::BINANCE_BARS).unwrap();
    assert_eq!(rows(&told), [("2024-03-12T10:28:00Z".to_owned(), [64200.0, 64220.5, 64190.0, 64210.0], Some(12.5))]);
    assert_eq!((told.next, told.skipped_count), (None, 1));
    assert_eq!(told.forming.map(|bar| bar.close), None);
    let row = |n: u64| {
        let at = 1_710_000_000_000 + n * 60_000;
        format!(r#"[{at},"1","2","0.5","1.5","3",{},"1",1,"1","1","0"]"#, at + 59_999)
    };
    let full: Vec<String> = (0..1000).map(row).collect();
    let told = answer(&asked, &format!("[{}]", full.join(","))).unwrap();
    assert_eq!(told.next.as_deref(), Some("1710060000000"));
    asked.page = told.next;
    assert!(shown(&asked).contains("startTime=1710060000000"));
    for none in ["[]", "null"] {
        assert_eq!(answer(&asked, none).unwrap().bars, []);
    }
}

#[test]
fn coinbase_asks_for_stretches_that_fit_one_answer() {
    let mut asked = query(Venue::Coinbase, "BTC-USD", "1m", "2024-03-12T00:00:30Z", "2024-03-12T10:30:00Z");
    assert_eq!(
        shown(&asked),
        "https://api.coinbase.com/api/v3/brokerage/market/products/BTC-USD/candles?start=1710201600&end=1710222540\
         &granularity=ONE_MINUTE&limit=350"
    );
    let told = answer(&asked, examples::COINBASE_BARS).unwrap();
    let bar = |at: &str, ohlc, volume| (at.to_owned(), ohlc, Some(volume));
    assert_eq!(
        rows(&told),
        [
            bar("2024-03-12T05:48:00Z", [66312.4, 66331.99, 66055.14, 66181.6], 0.5),
            bar("2024-03-12T05:49:00Z", [65984.18, 66387.77, 65857.35, 66314.59], 1.25),
        ]
    );
    assert_eq!(
        (told.next.as_deref(), told.skipped_count),
        (Some("1710222600"), 1),
        "from the newest, and one with a null"
    );
    asked.page = told.next;
    assert!(shown(&asked).contains("start=1710222600&end=1710239400"));
    assert_eq!(answer(&asked, r#"{"candles":[]}"#).unwrap().next, None);
    asked.page = Some("x".into());
    assert!(matches!(asked.request(None), Err(VenueError::Setting { .. })));
}

#[test]
fn kraken_may_call_a_pair_by_another_name() {
    let asked = query(Venue::Kraken, "BTC/USD", "1m", "2024-03-12T10:00:00Z", "2024-03-12T10:30:00Z");
    assert_eq!(shown(&asked), "https://api.kraken.com/0/public/OHLC?pair=BTC%2FUSD&interval=1&since=1710237599");
    let told = answer(&asked, examples::KRAKEN_BARS).unwrap();
    assert_eq!(rows(&told), [("2024-03-12T10:29:00Z".to_owned(), [64200.0, 64210.5, 64190.1, 64205.3], Some(0.5))]);
    assert_eq!(told.forming.unwrap().close, 64206.1);
    assert_eq!(answer(&asked, r#"{"error":[],"result":{"XXBTZUSD":[],"last":1710239400}}"#).unwrap().bars, []);
    assert_eq!(answer(&asked, r#"{"error":[]}"#).unwrap().bars, []);
    let two = r#"{"error":[],"result":{"A":[],"B":[],"last":1}}"#;
    assert_eq!(answer(&asked, two).unwrap_err().code(), "venue_answer_not_understood");
}

#[test]
fn tiingo_has_both_prices_and_what_lies_between() {
    let mut asked = query(Venue::Tiingo, "AAPL", "1d", "2024-03-01", "2024-03-11");
    let request = asked.request(Some(&Key::token("tiingo-token").unwrap())).unwrap();
    assert_eq!(
        request.shown(),
        "https://api.tiingo.com/tiingo/daily/AAPL/prices?startDate=2024-03-01&endDate=2024-03-11"
    );
    assert_eq!(format!("{:?}", request.headers), r#"[("Authorization", Secret(Secret(***)))]"#);
    let told = answer(&asked, examples::TIINGO_BARS).unwrap();
    assert_eq!(rows(&told)[0], ("2024-03-07T00:00:00Z".to_owned(), [400.0, 410.0, 396.0, 404.0], Some(1000.0)));
    assert!(!told.has_splits_worked_in && !told.has_dividends_worked_in && told.adjustment == Adjustment::Raw);
    let (split, dividend) = (told.splits[0], told.dividends[0]);
    assert_eq!((split.date.to_string(), split.ratio), ("2024-03-08".to_owned(), 4.0));
    assert_eq!((dividend.date.to_string(), dividend.amount), ("2024-03-08".to_owned(), 0.24));
    asked.adjustment = Adjustment::Adjusted;
    let told = answer(&asked, examples::TIINGO_BARS).unwrap();
    assert_eq!(rows(&told)[0].1, [99.75, 102.25, 98.75, 100.75]);
    assert!(told.has_splits_worked_in && told.has_dividends_worked_in);
    assert_eq!(answer(&asked, "[]").unwrap().bars, []);
}

#[test]
fn alpha_vantage_gives_only_the_close_adjusted() {
    let mut asked = query(Venue::AlphaVantage, "IBM", "1d", "2024-03-01", "2024-03-11");
    let shown_raw = shown(&asked);
    assert!(
        shown_raw.ends_with("function=TIME_SERIES_DAILY&symbol=IBM&outputsize=compact&datatype=json&apikey=***"),
        "{shown_raw}"
    );
    let told = answer(&asked, examples::ALPHA_VANTAGE_BARS).unwrap();
    assert_eq!(rows(&told), [("2024-03-11T00:00:00Z".to_owned(), [195.09, 195.38, 190.88, 191.73], Some(6_310_866.0))]);
    assert_eq!(told.skipped_count, 1);
    asked.adjustment = Adjustment::Adjusted;
    asked.from = time("2003-01-01");
    assert!(shown(&asked).contains("TIME_SERIES_DAILY_ADJUSTED&symbol=IBM&outputsize=full"));
    let told = answer(&asked, examples::ALPHA_VANTAGE_ADJUSTED).unwrap();
    let bar = told.bars[0];
    assert_eq!((bar.open, bar.close, bar.volume), (None, 95.865, None), "prices as they were paid do not go with it");
    assert_eq!((told.splits[0].ratio, told.dividends[0].amount), (2.0, 1.66));
}

#[test]
fn yahoo_is_adjusted_whatever_is_wished() {
    let mut asked = query(Venue::Yahoo, "VOD.L", "1d", "2024-03-07", "2024-03-11");
    asked.adjustment = Adjustment::Raw;
    assert_eq!(
        shown(&asked),
        "https://query1.finance.yahoo.com/v8/finance/chart/VOD.L?period1=1709683200&period2=1710201601&interval=1d\
         &events=div%2Csplits&includeAdjustedClose=true"
    );
    let told = answer(&asked, examples::YAHOO_BARS).unwrap();
    assert_eq!(
        rows(&told)[0],
        ("2024-03-07T00:00:00Z".to_owned(), [67.5, 68.0, 67.1, 67.900_001_525_878_9], Some(1000.0))
    );
    assert_eq!((told.bars.len(), told.skipped_count), (2, 1), "a day without a price is not zero");
    assert_eq!(told.adjustment, Adjustment::Adjusted);
    assert!(told.has_splits_worked_in && !told.has_dividends_worked_in);
    assert_eq!(told.currency.unwrap().code(), "GBX", "pence are not pounds");
    assert_eq!((told.splits[0].ratio, told.dividends[0].amount), (0.5, 3.86));
    asked.adjustment = Adjustment::Adjusted;
    let told = answer(&asked, examples::YAHOO_BARS).unwrap();
    assert_eq!((told.bars[0].open, told.bars[0].close), (None, 64.25));
    assert!(told.has_dividends_worked_in);
    for (body, place) in [
        (examples::YAHOO_BARS.replace("Europe/London", "Europe/Nowhere"), "meta.exchangeTimezoneName"),
        (examples::YAHOO_BARS.replace("[67.5,", "["), "indicators"),
    ] {
        assert!(matches!(answer(&asked, &body), Err(VenueError::Shape { place: at, .. }) if at == place));
    }
    assert_eq!(answer(&asked, r#"{"chart":{"result":null,"error":null}}"#).unwrap().bars, []);
    // A summer's midnight in London is still the day before in UTC.
    let body = r#"{"chart":{"result":[{"meta":{"currency":"USD","exchangeTimezoneName":"Europe/London"},"timestamp":[1688338800],
        "indicators":{"quote":[{"open":[1.27],"high":[1.28],"low":[1.26],"close":[1.27],"volume":[0]}]}}],"error":null}}"#;
    let mut asked = query(Venue::Yahoo, "GBPUSD=X", "1d", "2023-07-01", "2023-07-05");
    asked.adjustment = Adjustment::Raw;
    assert_eq!(rows(&answer(&asked, body).unwrap())[0].0, "2023-07-03T00:00:00Z");
}

#[test]
fn bars_are_in_order_and_one_for_each_time() {
    let asked = query(Venue::Binance, "X", "1m", "2024-03-12T10:00:00Z", "2024-03-12T10:40:00Z");
    let row = |minute: u64, close: &str| {
        let at = 1_710_237_600_000 + minute * 60_000;
        format!(r#"[{at},"1","2","0.5","{close}","3",{},"1",1,"1","1","0"]"#, at + 59_999)
    };
    let body = [row(2, "1.5"), row(0, "1.1"), row(2, "1.6"), row(30, "1.7"), row(31, "1.8"), row(0, "1.1")].join(",");
    let told = answer(&asked, &format!("[{body}]")).unwrap();
    let closes: Vec<f64> = told.bars.iter().map(|bar| bar.close).collect();
    assert_eq!(closes, [1.1, 1.6]);
    assert_eq!((told.forming.unwrap().close, told.skipped_count), (1.7, 2), "two of one time differ, one lies ahead");
}

#[test]
fn what_a_venue_does_not_have_is_refused_with_what_it_has() {
    for (venue, size, message) in [
        (Venue::Coinbase, "4h", "coinbase has no bars of 4h; use 1m, 5m, 15m, 30m, 1h, 1d"),
        (Venue::Tiingo, "1m", "tiingo has no bars of 1m; use 1d"),
        (Venue::Fred, "1d", "fred has no bars of 1d; use another source"),
    ] {
        let asked = query(venue, "X", size, "2024-03-01", "2024-03-02");
        assert_eq!(asked.request(Some(&key())).unwrap_err().to_string(), message);
    }
    for venue in Venue::ALL {
        let capabilities = venue.capabilities();
        assert_eq!(capabilities.streams.is_empty(), venue.socket(Some(&key())).unwrap().is_none(), "{venue:?}");
        assert!(!capabilities.hosts.is_empty() && !capabilities.budgets.is_empty(), "{venue:?}");
        for size in &capabilities.history {
            let asked = query(venue, "X", size.as_str(), "2024-03-01", "2024-03-02");
            let request = asked.request(Some(&key())).unwrap();
            let host = request.base.strip_prefix("https://").unwrap();
            assert!(capabilities.hosts.iter().any(|known| known == host), "{venue:?}: {host}");
            assert_eq!(asked.request(None).is_err(), capabilities.needs_key, "{venue:?}");
        }
    }
}

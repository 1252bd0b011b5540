//! Last prices by request: what each venue is asked, and what its answer says.

use model::{
    market::{BidAsk, TradeUse},
    time::Timestamp,
};
use serde_json::{Value, json};
use venues::{
    Headers, LastPrice, LastPricesQuery, Query, Venue,
    custom::{Custom, CustomSettings},
};

use super::{
    examples,
    support::{answer, answer_with, key, now, time},
};

fn last(venue: Venue, symbols: &[&str]) -> LastPricesQuery {
    LastPricesQuery { venue, symbols: symbols.iter().map(|symbol| (*symbol).to_owned()).collect(), now: now() }
}

/// Symbol, time, price and size of the trades.
fn trades(prices: &[LastPrice]) -> Vec<(&str, Option<Timestamp>, f64, Option<f64>)> {
    let trade = |price: &LastPrice| {
        let (at, trade) = price.trade?;
        assert_eq!(trade.counts, TradeUse::Price, "those before it are not known");
        Some((at, trade.price, trade.size))
    };
    prices.iter().filter_map(|p| trade(p).map(|(at, price, size)| (p.symbol.as_str(), at, price, size))).collect()
}

#[test]
fn those_who_take_many_symbols_are_asked_once() {
    let query = last(Venue::AlpacaIex, &["AAPL", "MSFT"]);
    let shown = query.request(Some(&key())).unwrap().shown();
    assert_eq!(shown, "https://data.alpaca.markets/v2/stocks/trades/latest?feed=iex&symbols=AAPL%2CMSFT");
    let told = answer(&query, examples::ALPACA_LAST).unwrap();
    assert_eq!(trades(&told.prices), [("AAPL", Some(time("2024-03-12T10:29:59.123456Z")), 171.3, Some(100.0))]);
    assert_eq!((told.skipped.len(), told.skipped[0].place.as_str()), (1, "MSFT"), "a price of null is none");

    let query = last(Venue::Tiingo, &["aapl", "MSFT", "GONE", "ODD"]);
    let request = query.request(Some(&key())).unwrap();
    assert_eq!(request.shown(), "https://api.tiingo.com/iex/?tickers=aapl%2CMSFT%2CGONE%2CODD");
    let told = answer(&query, examples::TIINGO_LAST).unwrap();
    let expected = [
        ("aapl", Some(time("2024-03-12T10:29:57.25Z")), 171.305, Some(40.0)),
        ("MSFT", Some(time("2024-03-12T10:29:59Z")), 401.5, None),
    ];
    assert_eq!(trades(&told.prices), expected);
    let offered = BidAsk { bid: Some(171.29), bid_size: Some(100.0), ask: Some(171.31), ask_size: Some(200.0) };
    assert_eq!(told.prices[0].quote, Some((Some(time("2024-03-12T10:29:58.5Z")), offered)));
    assert_eq!(told.prices[1].quote, None);
    assert_eq!((told.skipped.len(), told.skipped[0].place.as_str()), (1, "ODD"), "a price of zero is none");

    let query = last(Venue::Binance, &["BTCUSDT", "DEADUSDT"]);
    assert_eq!(query.request(None).unwrap().weight, 2);
    let told = answer(&query, examples::BINANCE_DAYS).unwrap();
    assert_eq!(trades(&told.prices), [("BTCUSDT", None, 64210.1, None)], "its time is not told");
    assert_eq!(told.prices[0].quote.map(|(_, quote)| (quote.bid, quote.ask)), Some((Some(64210.0), Some(64210.2))));

    let query = last(Venue::Ecb, &["USD", "JPY", "GBP"]);
    let shown = query.request(None).unwrap().shown();
    assert!(shown.contains("/EXR/D.USD+JPY+GBP.EUR.SP00.A?startPeriod=2024-03-02&endPeriod=2024-03-12"), "{shown}");
    let told = answer(&query, examples::ECB_RATES).unwrap();
    let expected = [
        ("USD", Some(time("2024-03-11T00:00:00Z")), 1.0926, None),
        ("JPY", Some(time("2024-03-12T00:00:00Z")), 161.7, None),
    ];
    assert_eq!(trades(&told.prices), expected, "the last day that has a rate");
}

#[test]
fn those_who_take_one_are_asked_for_one() {
    let at = |text| Some(time(text));
    for (venue, symbol, body, url, expected) in [
        (
            Venue::Yahoo,
            "AAPL",
            examples::YAHOO_LAST,
            "https://query1.finance.yahoo.com/v8/finance/chart/AAPL?range=1d&interval=1d",
            (at("2024-03-12T10:29:59Z"), 171.3, None),
        ),
        (
            Venue::AlphaVantage,
            "IBM",
            examples::ALPHA_VANTAGE_QUOTE,
            "https://www.alphavantage.co/query?function=GLOBAL_QUOTE&symbol=IBM&datatype=json&apikey=***",
            (at("2024-03-11"), 191.73, None),
        ),
        (
            Venue::Coinbase,
            "BTC-USD",
            examples::COINBASE_TICKER,
            "https://api.coinbase.com/api/v3/brokerage/market/products/BTC-USD/ticker?limit=1",
            (at("2024-03-12T10:29:59.123456Z"), 64210.15, Some(0.25)),
        ),
        (
            Venue::Finnhub,
            "AAPL",
            examples::FINNHUB_QUOTE,
            "https://finnhub.io/api/v1/quote?symbol=AAPL",
            (at("2024-03-12T10:29:59Z"), 171.3, None),
        ),
    ] {
        let query = last(venue, &[symbol]);
        assert_eq!(venue.capabilities().polling.unwrap().symbols_max, 1);
        assert_eq!(query.request(Some(&key())).unwrap().shown(), url);
        let told = answer(&query, body).unwrap();
        let (at, price, size) = expected;
        assert_eq!(trades(&told.prices), [(symbol, at, price, size)], "{venue:?}");
    }
    let yahoo = last(Venue::Yahoo, &["VOD.L"]);
    let pence = examples::YAHOO_LAST.replace("\"USD\"", "\"GBp\"");
    assert_eq!(answer(&yahoo, &pence).unwrap().prices[0].currency.unwrap().code(), "GBX", "not pounds");
}

#[test]
fn what_is_no_price_is_none() {
    let empty = |venue, body: &str| {
        let told = answer(&last(venue, &["AAPL"]), body).unwrap();
        assert_eq!(told.prices, [], "{body}");
        told.skipped.len()
    };
    assert_eq!(empty(Venue::Yahoo, &examples::YAHOO_LAST.replace("171.3,", "null,")), 0);
    assert_eq!(empty(Venue::Yahoo, &examples::YAHOO_LAST.replace("171.3,", "-1,")), 1);
    assert_eq!(empty(Venue::Yahoo, r#"{"chart":{"result":null,"error":null}}"#), 0);
    assert_eq!(empty(Venue::Finnhub, r#"{"c":0,"d":null,"dp":null,"h":0,"l":0,"o":0,"pc":0,"t":0}"#), 0);
    assert_eq!(empty(Venue::Coinbase, r#"{"trades":[],"best_bid":"","best_ask":""}"#), 0);
    assert_eq!(empty(Venue::Tiingo, "[]"), 0);
    assert_eq!(empty(Venue::Tiingo, r#"[{"timestamp":"2024-03-12T10:29:59+00:00"}]"#), 1);
    assert_eq!(empty(Venue::AlphaVantage, &examples::ALPHA_VANTAGE_QUOTE.replace("191.7300", "n/a")), 1);
    assert_eq!(empty(Venue::AlphaVantage, &examples::ALPHA_VANTAGE_QUOTE.replace("2024-03-11", "today")), 1);
    assert_eq!(
        empty(Venue::AlpacaIex, r#"{"trades":{"MSFT":{"t":"2024-03-12T10:29:59Z","p":1,"s":1,"c":["@"],"i":1}}}"#),
        0
    );
}

#[test]
fn refusals_are_told_from_prices() {
    let code = |venue, status, body: &str| {
        let answered = answer_with(&last(venue, &["AAPL"]), status, &Headers::default(), body);
        answered.unwrap_err().code()
    };
    for venue in Venue::ALL.into_iter().filter(|venue| venue.capabilities().polling.is_some()) {
        assert_eq!(code(venue, 200, "<html>Sign in</html>"), "venue_answer_not_data", "{venue:?}");
        assert_eq!(code(venue, 429, "{}"), "venue_budget_used_up", "{venue:?}");
        assert_eq!(code(venue, 503, "{}"), "venue_busy", "{venue:?}");
    }
    let headers = Headers { retry_after: Some("90".to_owned()), ..Headers::default() };
    let wait = answer_with(&last(Venue::Yahoo, &["AAPL"]), 429, &headers, "Too Many Requests").unwrap_err();
    assert_eq!(wait.retry_after_s(), Some(90));
    let unknown = r#"{"chart":{"result":null,"error":{"code":"Not Found","description":"No data found, symbol may be delisted"}}}"#;
    assert_eq!(code(Venue::Yahoo, 404, unknown), "venue_symbol_unknown");
    assert_eq!(code(Venue::AlphaVantage, 200, r#"{"Global Quote":{}}"#), "venue_symbol_unknown");
    let used_up = r#"{"Information":"Our standard API rate limit is 25 requests per day."}"#;
    assert_eq!(code(Venue::AlphaVantage, 200, used_up), "venue_budget_used_up");
    let tiingo = r#"{"detail":"Error: You have run over your hourly request allocation."}"#;
    assert_eq!(code(Venue::Tiingo, 200, tiingo), "venue_budget_used_up");
    assert_eq!(code(Venue::Binance, 400, r#"{"code":-1121,"msg":"Invalid symbol."}"#), "venue_symbol_unknown");
    for venue in [Venue::AlpacaNews, Venue::AlpacaTest, Venue::Kraken, Venue::Fred] {
        assert!(venue.capabilities().polling.is_none());
        assert_eq!(last(venue, &["X"]).request(Some(&key())).unwrap_err().code(), "venue_unsupported");
    }
}

fn own(quotes: &Value) -> Result<Custom, venues::VenueError> {
    let settings = json!({
        "name": "mine", "url": "https://prices.example.org/days/{symbol}", "url_time": "date", "size": "1d", "list": "",
        "fields": { "time": "/d", "time_format": "date", "close": "/c" }, "adjustment": "raw", "currency": "EUR",
        "requests_per_minute": 6, "key_header": "X-Api-Key", "quotes": quotes,
    });
    Custom::new(serde_json::from_value::<CustomSettings>(settings).unwrap())
}

#[test]
fn a_source_of_ones_own_says_where_its_last_price_stands() {
    let quotes = json!({
        "url": "https://prices.example.org/last?of={symbol}", "price": "/q/0/last", "time": "/q/0/t", "time_format": "unix_millis",
        "bid": "/q/0/b", "ask": "/q/0/a", "every_seconds": 30, "delay_seconds": 900,
    });
    let custom = own(&quotes).unwrap();
    let polling = custom.capabilities().polling.unwrap();
    assert_eq!((polling.every_seconds, polling.delay_seconds, polling.symbols_max), (30, Some(900), 1));
    assert_eq!(custom.capabilities().polled_every_seconds(4), Some(80), "half of six requests a minute");
    let query = custom.last("DE/1").unwrap();
    let request = query.request(Some(&key())).unwrap();
    assert_eq!(request.shown(), "https://prices.example.org/last?of=DE%2F1");
    assert_eq!(request.headers[0].0, "X-Api-Key");
    let told = answer(&query, r#"{"q":[{"last":"12.5","t":1710239399123,"b":12.4,"a":null}]}"#).unwrap();
    assert_eq!(trades(&told.prices), [("DE/1", Some(time("2024-03-12T10:29:59.123Z")), 12.5, None)]);
    assert_eq!(told.prices[0].quote.map(|(_, quote)| (quote.bid, quote.ask)), Some((Some(12.4), None)));
    assert_eq!(told.prices[0].currency.unwrap().code(), "EUR");
    for (body, skipped) in [
        (r#"{"q":[{"last":null,"t":1710239399123}]}"#, 0),
        (r#"{"q":[]}"#, 1),
        (r#"{"q":[{"last":12.5}]}"#, 1),
        (r#"{"q":[{"last":0,"t":1710239399123}]}"#, 1),
        (r#"{"q":[{"last":"much","t":1710239399123}]}"#, 1),
    ] {
        let told = answer(&query, body).unwrap();
        assert_eq!((told.prices.len(), told.skipped.len()), (0, skipped), "{body}");
    }
    assert_eq!(answer(&query, "<html>").unwrap_err().code(), "venue_answer_not_data");
    assert!(own(&Value::Null).unwrap().last("X").is_none());
    assert!(own(&Value::Null).unwrap().capabilities().polling.is_none());
}

#[test]
fn what_cannot_be_set_is_refused_by_its_field() {
    let set = |name: &str, value: Value| {
        let mut quotes = json!({ "url": "https://prices.example.org/last/{symbol}", "price": "/p" });
        quotes[name] = value;
        own(&quotes).map(drop).map_err(|problem| problem.to_string())
    };
    assert_eq!(set("time", json!("/t")), Ok(()));
    for (name, value, field) in [
        ("url", json!("https://other.example.org/{symbol}"), "quotes.url: the last price must come from the host"),
        ("url", json!("https://prices.example.org/last"), "quotes.url: put {symbol}"),
        ("url", json!("https://prices.example.org/{symbol}?from={from}"), "quotes.url: the last price has no stretch"),
        ("url", json!("http://prices.example.org/{symbol}"), "quotes.url: begin it with https"),
        ("price", json!("p"), "quotes.price"),
        ("bid", json!("b"), "quotes.bid"),
        ("every_seconds", json!(0), "quotes.every_seconds"),
        ("time_format", json!({ "pattern": "" }), "quotes.time_format"),
    ] {
        let problem = set(name, value).unwrap_err();
        assert!(problem.starts_with(field), "{problem}");
    }
}

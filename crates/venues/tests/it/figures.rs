//! What is not bars: last trades, news, books, figures of a day, exchange rates, economic series.

use feed::book::checksum::Decimals;
use model::market::TradeUse;
use venues::{
    Headers, Key, Query, Reply, Venue,
    alpaca::{Feed, LastTradesQuery, NewsQuery},
    binance::{DayQuery, DepthQuery},
    ecb::RatesQuery,
    finnhub::QuoteQuery,
    fred::ObservationsQuery,
    kraken::PairsQuery,
};

use super::{
    examples,
    support::{answer, answer_with, instrument, key, now, time},
};

#[test]
fn alpaca_tells_last_trades() {
    let query = LastTradesQuery { feed: Feed::Iex, symbols: vec!["AAPL".into(), "MSFT".into(), "GONE".into()] };
    let request = query.request(Some(&key())).unwrap();
    assert_eq!(
        request.shown(),
        "https://data.alpaca.markets/v2/stocks/trades/latest?feed=iex&symbols=AAPL%2CMSFT%2CGONE"
    );
    let told = answer(&query, examples::ALPACA_LAST).unwrap();
    assert_eq!((told.trades.len(), told.skipped.len()), (1, 1));
    let last = &told.trades[0];
    assert_eq!((last.symbol.as_str(), last.at), ("AAPL", time("2024-03-12T10:29:59.123456Z")));
    assert_eq!((last.trade.price, last.trade.counts), (171.3, TradeUse::PriceAndVolume));
    assert_eq!(told.skipped[0].place, "MSFT");
    assert_eq!(answer(&query, r#"{"trades":null}"#).unwrap().trades, []);
    let crypto = LastTradesQuery { feed: Feed::Crypto, symbols: vec!["BTC/USD".into()] };
    assert!(
        crypto.request(Some(&key())).unwrap().shown().contains("/v1beta3/crypto/us/latest/trades?symbols=BTC%2FUSD")
    );
}

#[test]
fn alpaca_tells_news() {
    let symbols = vec![("AAPL".to_owned(), instrument(1))];
    let query = NewsQuery { symbols, from: time("2024-03-11"), to: now(), page: None, now: now() };
    let shown = query.request(Some(&key())).unwrap().shown();
    assert!(shown.contains("/v1beta1/news?symbols=AAPL&start=2024-03-11T00%3A00%3A00Z&end="), "{shown}");
    let told = answer(&query, examples::ALPACA_NEWS).unwrap();
    assert_eq!((told.news.len(), told.skipped.len(), told.next.as_deref()), (1, 1, Some("MTcxMDI=")));
    let news = &told.news[0];
    assert_eq!((news.item.id.as_str(), &news.item.instruments[..]), ("36000001", &[instrument(1)][..]));
    assert_eq!(news.summary.as_deref(), Some("Sales & more."));
    assert_eq!(news.item.url.as_deref(), Some("https://example.org/36000001"));
}

#[test]
fn binance_tells_books_and_days() {
    let query = DepthQuery { symbol: "BTCUSDT".into(), levels: 700 };
    let request = query.request(None).unwrap();
    assert_eq!(request.shown(), "https://api.binance.com/api/v3/depth?symbol=BTCUSDT&limit=1000");
    assert_eq!(request.weight, 50);
    assert_eq!(answer(&query, examples::BINANCE_DEPTH).unwrap(), examples::BINANCE_DEPTH.as_bytes());
    assert!(answer(&query, r#"{"lastUpdateId":1}"#).is_err(), "what is no book is not handed on");
    let query = DayQuery { symbols: vec!["BTCUSDT".into(), "DEADUSDT".into()] };
    let request = query.request(None).unwrap();
    assert!(request.shown().ends_with("/ticker/24hr?symbols=%5B%22BTCUSDT%22%2C%22DEADUSDT%22%5D"), "{request:?}");
    let told = answer(&query, examples::BINANCE_DAYS).unwrap();
    let (alive, dead) = (&told.figures[0], &told.figures[1]);
    assert_eq!((alive.last, alive.open, alive.volume), (Some(64210.1), Some(63000.0), 12000.5));
    assert_eq!((alive.bid, alive.ask, alive.from), (Some(64210.0), Some(64210.2), time("2024-03-11T10:30:00Z")));
    assert_eq!((dead.last, dead.open, dead.bid, dead.volume), (None, None, None, 0.0), "no trade, no price");
    assert_eq!(told.skipped.len(), 1);
}

#[test]
fn kraken_tells_decimals() {
    let query = PairsQuery { symbols: vec!["BTC/USD".into()] };
    assert_eq!(query.request(None).unwrap().shown(), "https://api.kraken.com/0/public/AssetPairs?pair=BTC%2FUSD");
    let told = answer(&query, examples::KRAKEN_PAIRS).unwrap();
    assert_eq!((told.pairs[0].symbol.as_str(), told.pairs[0].decimals), ("BTC/USD", Decimals { price: 1, size: 8 }));
    assert_eq!(told.skipped.len(), 1);
}

#[test]
fn finnhub_writes_zeros_for_what_it_does_not_have() {
    let query = QuoteQuery { symbol: "AAPL".into() };
    let request = query.request(Some(&Key::token("finnhub-token").unwrap())).unwrap();
    assert_eq!(request.shown(), "https://finnhub.io/api/v1/quote?symbol=AAPL");
    let quote = answer(&query, examples::FINNHUB_QUOTE).unwrap().unwrap();
    assert_eq!((quote.last, quote.open, quote.previous_close), (171.3, None, Some(172.75)));
    assert_eq!(quote.at, time("2024-03-12T10:29:59Z"));
    let none = r#"{"c":0,"d":null,"dp":null,"h":0,"l":0,"o":0,"pc":0,"t":0}"#;
    assert_eq!(answer(&query, none).unwrap(), None);
    assert!(answer(&query, &examples::FINNHUB_QUOTE.replace("171.3", "-1")).is_err());
}

#[test]
fn the_central_bank_tells_rates_exactly() {
    let currencies = ["USD", "EUR", "JPY"].map(|code| code.parse().unwrap()).to_vec();
    let (from, to) = ("2024-03-08".parse().unwrap(), "2024-03-12".parse().unwrap());
    let query = RatesQuery { currencies, from, to };
    assert_eq!(
        query.request(None).unwrap().shown(),
        "https://data-api.ecb.europa.eu/service/data/EXR/D.USD+JPY.EUR.SP00.A?startPeriod=2024-03-08&endPeriod=2024-03-12\
         &detail=dataonly&format=csvdata"
    );
    let told = answer(&query, examples::ECB_RATES).unwrap();
    let rates: Vec<String> = told.rates.iter().map(|r| format!("{} {} {}", r.date, r.quote, r.rate)).collect();
    assert_eq!(rates, ["2024-03-11 USD 1.0926", "2024-03-12 JPY 161.70"]);
    let skipped: Vec<&str> = told.skipped.iter().map(|skipped| skipped.place.as_str()).collect();
    assert_eq!(skipped, ["line 3", "line 5"], "a holiday has no rate, and a line broke off");
    let none = query.answer(&Reply { status: 404, headers: &Headers::default(), body: b"No results found." });
    assert_eq!(none.unwrap().rates, []);
    assert_eq!(answer(&query, "").unwrap().rates, []);
    assert_eq!(answer(&query, "A,B\n1,2\n").unwrap_err().code(), "venue_answer_not_data");
    let only_euro = RatesQuery { currencies: vec!["EUR".parse().unwrap()], from, to };
    assert_eq!(only_euro.request(None).unwrap_err().code(), "venue_unsupported");
}

#[test]
fn fred_tells_what_was_known_when() {
    let (from, to) = ("2024-03-07".parse().unwrap(), "2024-03-12".parse().unwrap());
    let known_on = Some("2024-03-12".parse().unwrap());
    let query = ObservationsQuery { series: "DGS10".into(), from, to, known_on, page: None };
    let request = query.request(Some(&Key::token("fred0key").unwrap())).unwrap();
    assert_eq!(
        request.shown(),
        "https://api.stlouisfed.org/fred/series/observations?series_id=DGS10&file_type=json&observation_start=2024-03-07\
         &observation_end=2024-03-12&realtime_start=2024-03-12&realtime_end=2024-03-12&limit=100000&offset=0&api_key=***"
    );
    assert!(request.url().expose().ends_with("&api_key=fred0key"));
    let told = answer(&query, examples::FRED_SERIES).unwrap();
    let values: Vec<_> = told.observations.iter().map(|o| (o.date.to_string(), o.value)).collect();
    assert_eq!(
        values,
        [("2024-03-07".to_owned(), Some(4.09)), ("2024-03-08".to_owned(), None), ("2024-03-11".to_owned(), Some(-0.5))]
    );
    assert_eq!(
        (told.observations[0].known_from.to_string(), told.next, told.skipped.len()),
        ("2024-03-08".to_owned(), None, 1)
    );
    let more = examples::FRED_SERIES.replace("\"count\":4", "\"count\":9");
    assert_eq!(answer(&query, &more).unwrap().next, Some(4));
    for (said, code) in [
        ("Bad Request.  The value for variable api_key is not registered.", "venue_denied"),
        ("Bad Request.  The series does not exist.", "venue_symbol_unknown"),
        ("Bad Request.  Value of limit is not between 1 and 100000.", "venue_refused"),
    ] {
        let body = format!(r#"{{"error_code":400,"error_message":"{said}"}}"#);
        let refused = answer_with(&query, 400, &Headers::default(), &body).unwrap_err();
        assert_eq!(refused.code(), code);
        assert!(refused.to_string().starts_with(Venue::Fred.as_str()));
    }
}

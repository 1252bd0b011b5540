//! Answers and messages in the form of the venues' documentation, made by hand.

use model::market::DataKind;
use venues::Venue;

use super::kraken::{SNAPSHOT, UPDATE};

pub(crate) const ALPACA_BARS: &str = r#"{"bars":{"AAPL":[
    {"t":"2024-03-12T10:27:00Z","o":171.2,"h":171.4,"l":171.1,"c":171.3,"v":5120,"n":31,"vw":171.25},
    {"t":"2024-03-12T10:28:00Z","o":171.3,"h":171.4,"l":171.2,"v":512,"n":3,"vw":171.3},
    {"t":"2024-03-12T10:29:00Z","o":171.3,"h":171.35,"l":171.25,"c":171.31,"v":2048,"n":9,"vw":171.3}]},
    "next_page_token":"QUFQTHxNfDE3MTAyMzkzNDA="}"#;

pub(crate) const ALPACA_LAST: &str = r#"{"trades":{
    "AAPL":{"t":"2024-03-12T10:29:59.123456789Z","x":"V","p":171.3,"s":100,"c":["@"],"i":52983525029461,"z":"C"},
    "MSFT":{"t":"2024-03-12T10:29:59Z","x":"V","p":null,"s":100,"c":["@"],"i":1,"z":"C"}}}"#;

pub(crate) const ALPACA_NEWS: &str = r#"{"news":[
    {"id":36000001,"headline":"Apple sells more","author":"A. Writer","created_at":"2024-03-12T09:00:00Z","updated_at":"2024-03-12T09:01:00Z",
     "summary":"Sales &amp; more.","content":"","images":[],"symbols":["AAPL","QQQ"],"source":"benzinga","url":"https://example.org/36000001"},
    {"id":36000002,"headline":null,"created_at":"2024-03-12T09:05:00Z","symbols":[]}],"next_page_token":"MTcxMDI="}"#;

pub(crate) const BINANCE_BARS: &str = r#"[
    [1710239280000,"64200.00000000","64220.50000000","64190.00000000","64210.00000000","12.50000000",1710239339999,"802000.0",90,"6.1","391000.0","0"],
    [1710239340000,"64210.00000000",null,"64190.00000000","64205.00000000","9.1",1710239399999,"58.0",70,"4.1","26.0","0"]]"#;

pub(crate) const BINANCE_DEPTH: &str =
    r#"{"lastUpdateId":1027024,"bids":[["64210.00000000","3.10000000"]],"asks":[["64210.20000000","12.00000000"]]}"#;

pub(crate) const BINANCE_DAYS: &str = r#"[
    {"symbol":"BTCUSDT","priceChange":"1210.10","priceChangePercent":"1.921","weightedAvgPrice":"63900.1","prevClosePrice":"63000.0",
     "lastPrice":"64210.10","lastQty":"0.1","bidPrice":"64210.00","bidQty":"3.1","askPrice":"64210.20","askQty":"2.0","openPrice":"63000.00",
     "highPrice":"64500.00","lowPrice":"62900.00","volume":"12000.5","quoteVolume":"760000000","openTime":1710153000000,
     "closeTime":1710239400000,"firstId":1,"lastId":90001,"count":90000},
    {"symbol":"DEADUSDT","priceChange":"0","priceChangePercent":"0","weightedAvgPrice":"0","prevClosePrice":"0","lastPrice":"0.00","lastQty":"0",
     "bidPrice":"0.00","bidQty":"0.0","askPrice":"0.00","askQty":"0.0","openPrice":"0.00","highPrice":"0.00","lowPrice":"0.00","volume":"0.0",
     "quoteVolume":"0","openTime":1710153000000,"closeTime":1710239400000,"firstId":-1,"lastId":-1,"count":0},
    {"symbol":"ODDUSDT","openTime":null}]"#;

pub(crate) const COINBASE_BARS: &str = r#"{"candles":[
    {"start":"1710222540","low":"65857.35","high":"66387.77","open":"65984.18","close":"66314.59","volume":"1.25"},
    {"start":"1710222480","low":"66055.14","high":"66331.99","open":"66312.4","close":"66181.6","volume":"0.5"},
    {"start":"1710222420","low":null,"high":"66331.99","open":"66312.4","close":"66181.6","volume":"0.5"}]}"#;

pub(crate) const KRAKEN_BARS: &str = r#"{"error":[],"result":{"XXBTZUSD":[
    [1710239340,"64200.0","64210.5","64190.1","64205.3","64201.1","0.50000000",12],
    [1710239400,"64205.3","64206.9","64205.0","64206.1","64205.9","0.01000000",2]],"last":1710239340}}"#;

pub(crate) const KRAKEN_PAIRS: &str = r#"{"error":[],"result":{
    "XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD","base":"XXBT","quote":"ZUSD","pair_decimals":1,"lot_decimals":8,"ordermin":"0.0001"},
    "XODD":{"altname":"ODD","wsname":"ODD/USD","pair_decimals":null,"lot_decimals":8}}}"#;

pub(crate) const FINNHUB_QUOTE: &str =
    r#"{"c":171.3,"d":-1.45,"dp":-0.8394,"h":173.03,"l":171.05,"o":0,"pc":172.75,"t":1710239399}"#;

pub(crate) const TIINGO_BARS: &str = r#"[
    {"date":"2024-03-07T00:00:00.000Z","close":404.0,"high":410.0,"low":396.0,"open":400.0,"volume":1000,"adjClose":100.75,"adjHigh":102.25,
     "adjLow":98.75,"adjOpen":99.75,"adjVolume":4000,"divCash":0.0,"splitFactor":1.0},
    {"date":"2024-03-08T00:00:00.000Z","close":101.5,"high":103.0,"low":100.0,"open":101.0,"volume":4100,"adjClose":101.5,"adjHigh":103.0,
     "adjLow":100.0,"adjOpen":101.0,"adjVolume":4100,"divCash":0.24,"splitFactor":4.0}]"#;

pub(crate) const ALPHA_VANTAGE_BARS: &str = r#"{"Meta Data":{"1. Information":"Daily Prices (open, high, low, close) and Volumes","2. Symbol":"IBM"},
    "Time Series (Daily)":{
    "2024-03-11":{"1. open":"195.0900","2. high":"195.3800","3. low":"190.8800","4. close":"191.7300","5. volume":"6310866"},
    "2024-03-08":{"1. open":"196.0600","2. high":"197.7700","3. low":"194.3800","4. close":"n/a","5. volume":"3945900"}}}"#;

pub(crate) const ALPHA_VANTAGE_ADJUSTED: &str = r#"{"Time Series (Daily)":{
    "2024-03-11":{"1. open":"195.0900","2. high":"195.3800","3. low":"190.8800","4. close":"191.7300","5. adjusted close":"95.8650",
    "6. volume":"6310866","7. dividend amount":"1.6600","8. split coefficient":"2.0"}}}"#;

pub(crate) const YAHOO_BARS: &str = r#"{"chart":{"result":[{"meta":{"currency":"GBp","symbol":"VOD.L","exchangeName":"LSE","gmtoffset":0,
    "exchangeTimezoneName":"Europe/London","regularMarketPrice":68.9,"dataGranularity":"1d"},"timestamp":[1709798400,1709884800,1710144000],
    "events":{"dividends":{"1709798400":{"amount":3.86,"date":1709798400}},
    "splits":{"1709884800":{"date":1709884800,"numerator":1.0,"denominator":2.0,"splitRatio":"1:2"}}},
    "indicators":{"quote":[{"open":[67.5,null,68.25],"high":[68.0,null,69.0],"low":[67.1,null,68.0],"close":[67.9000015258789,null,68.9],
    "volume":[1000,null,0]}],"adjclose":[{"adjclose":[64.25,null,68.9]}]}}],"error":null}}"#;

pub(crate) const ECB_RATES: &str = "KEY,FREQ,CURRENCY,CURRENCY_DENOM,EXR_TYPE,EXR_SUFFIX,TIME_PERIOD,OBS_VALUE\n\
    EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2024-03-11,1.0926\n\
    EXR.D.USD.EUR.SP00.A,D,USD,EUR,SP00,A,2024-03-29,NaN\n\
    EXR.D.JPY.EUR.SP00.A,D,JPY,EUR,SP00,A,2024-03-12,161.70\n\
    EXR.D.JPY.EUR";

pub(crate) const FRED_SERIES: &str = r#"{"realtime_start":"2024-03-12","realtime_end":"2024-03-12","units":"lin","count":4,"offset":0,"limit":100000,
    "observations":[
    {"realtime_start":"2024-03-08","realtime_end":"2024-03-12","date":"2024-03-07","value":"4.09"},
    {"realtime_start":"2024-03-12","realtime_end":"2024-03-12","date":"2024-03-08","value":"."},
    {"realtime_start":"2024-03-12","realtime_end":"2024-03-12","date":"2024-03-11","value":"-0.50"},
    {"realtime_start":"2024-03-12","realtime_end":"2024-03-12","date":"2024-03-12","value":null}]}"#;

pub(crate) const TIINGO_LAST: &str = r#"[
    {"ticker":"AAPL","timestamp":"2024-03-12T10:29:58.5+00:00","lastSaleTimestamp":"2024-03-12T10:29:57.25+00:00",
     "quoteTimestamp":"2024-03-12T10:29:58.5+00:00","open":172.0,"high":173.0,"low":171.0,"mid":171.3,"tngoLast":171.31,"last":171.305,
     "lastSize":40,"bidSize":100,"bidPrice":171.29,"askPrice":171.31,"askSize":200,"volume":12000,"prevClose":172.75},
    {"ticker":"MSFT","timestamp":"2024-03-12T10:29:59+00:00","lastSaleTimestamp":null,"quoteTimestamp":null,"tngoLast":401.5,"last":null,
     "lastSize":null,"bidSize":null,"bidPrice":null,"askPrice":null,"askSize":null,"volume":1},
    {"ticker":"GONE","timestamp":"2024-03-12T10:29:59+00:00","tngoLast":null,"last":null},
    {"ticker":"ODD","timestamp":"2024-03-12T10:29:59+00:00","tngoLast":0}]"#;

pub(crate) const ALPHA_VANTAGE_QUOTE: &str = r#"{"Global Quote":{"01. symbol":"IBM","02. open":"195.0900","03. high":"195.3800","04. low":"190.8800",
    "05. price":"191.7300","06. volume":"6310866","07. latest trading day":"2024-03-11","08. previous close":"195.9500","09. change":"-4.2200",
    "10. change percent":"-2.1536%"}}"#;

pub(crate) const COINBASE_TICKER: &str = r#"{"trades":[
    {"trade_id":"34b080bf","product_id":"BTC-USD","price":"64210.15","size":"0.25","time":"2024-03-12T10:29:59.123456Z","side":"BUY","exchange":""},
    {"trade_id":"34b080be","product_id":"BTC-USD","price":"64209.00","size":"1","time":"2024-03-12T10:29:58Z","side":"SELL","exchange":""}],
    "best_bid":"64210.00","best_ask":"64210.20"}"#;

pub(crate) const YAHOO_LAST: &str = r#"{"chart":{"result":[{"meta":{"currency":"USD","symbol":"AAPL","exchangeName":"NMS","instrumentType":"EQUITY",
    "regularMarketTime":1710239399,"gmtoffset":-14400,"exchangeTimezoneName":"America/New_York","regularMarketPrice":171.3,
    "chartPreviousClose":172.75,"priceHint":2},"timestamp":[1710237000],"indicators":{"quote":[{"close":[171.3]}]}}],"error":null}}"#;

/// A conversation with one symbol and a message that it understands.
pub(crate) struct Spoken {
    pub(crate) venue: Venue,
    pub(crate) symbol: &'static str,
    pub(crate) kinds: &'static [DataKind],
    /// What comes before, so that the message is expected.
    pub(crate) before: &'static [&'static str],
    pub(crate) text: &'static str,
}

const TICKS: &[DataKind] = &[DataKind::Trade, DataKind::Quote];
const BINANCE: &[DataKind] = &[DataKind::Trade, DataKind::Quote, DataKind::Bar, DataKind::Book];
const COINBASE: &[DataKind] = &[DataKind::Trade, DataKind::Quote, DataKind::Book];

/// Good messages of every stream.
pub(crate) const SPOKEN: &[Spoken] = &[
    Spoken {
        venue: Venue::AlpacaSip,
        symbol: "AAPL",
        kinds: TICKS,
        before: &[],
        text: r#"[{"T":"t","S":"AAPL","i":52983525029461,"x":"V","p":171.305,"s":40,"c":["@","I"],"z":"C","t":"2024-03-12T10:29:59.123456789Z"},
            {"T":"q","S":"AAPL","bx":"V","bp":171.29,"bs":3,"ax":"V","ap":171.32,"as":2,"c":["R"],"z":"C","t":"2024-03-12T10:29:59.2Z"}]"#,
    },
    Spoken {
        venue: Venue::AlpacaIex,
        symbol: "AAPL",
        kinds: &[DataKind::Bar],
        before: &[],
        text: r#"[{"T":"b","S":"AAPL","o":171.2,"h":171.4,"l":171.1,"c":171.3,"v":5120,"t":"2024-03-12T10:29:00Z","n":31,"vw":171.25}]"#,
    },
    Spoken {
        venue: Venue::AlpacaIex,
        symbol: "AAPL",
        kinds: TICKS,
        before: &[],
        text: r#"[{"T":"error","code":405,"msg":"symbol limit exceeded"}]"#,
    },
    Spoken {
        venue: Venue::AlpacaIex,
        symbol: "AAPL",
        kinds: TICKS,
        before: &[],
        text: r#"[{"T":"subscription","trades":["AAPL"],"quotes":["AAPL"],"bars":[],"updatedBars":[],"dailyBars":[]}]"#,
    },
    Spoken {
        venue: Venue::AlpacaCrypto,
        symbol: "BTC/USD",
        kinds: &[DataKind::Trade, DataKind::Book],
        before: &[],
        text: r#"[{"T":"o","S":"BTC/USD","t":"2024-03-12T10:29:58Z","b":[{"p":71859.53,"s":0.27994}],"a":[{"p":71939.7,"s":0}],"r":true},
            {"T":"t","S":"BTC/USD","p":71856.1435,"s":0.00021,"t":"2024-03-12T10:29:58.858228144Z","i":3447222699101865076,"tks":"S"}]"#,
    },
    Spoken {
        venue: Venue::AlpacaNews,
        symbol: "AAPL",
        kinds: &[DataKind::News],
        before: &[],
        text: r#"[{"T":"n","id":24918784,"headline":"Apple&#39;s <b>new</b> phone","summary":"S &amp; P","author":"A. Writer",
            "created_at":"2024-03-12T10:29:37Z","content":"<p>Long</p>","url":"https://example.org/1","symbols":["AAPL","MSFT"]}]"#,
    },
    Spoken {
        venue: Venue::Binance,
        symbol: "BTCUSDT",
        kinds: BINANCE,
        before: &[],
        text: r#"{"stream":"btcusdt@trade","data":{"e":"trade","E":1710239399000123,"s":"BTCUSDT","t":3456789012,"p":"64210.12000000",
            "q":"0.00100000","T":1710239398999456,"m":true,"M":true}}"#,
    },
    Spoken {
        venue: Venue::Binance,
        symbol: "BTCUSDT",
        kinds: BINANCE,
        before: &[],
        text: r#"{"stream":"btcusdt@bookTicker","data":{"u":400900217,"s":"BTCUSDT","b":"64210.1","B":"3.1","a":"64210.2","A":"4.0"}}"#,
    },
    Spoken {
        venue: Venue::Binance,
        symbol: "BTCUSDT",
        kinds: BINANCE,
        before: &[],
        text: r#"{"e":"kline","E":1710239400005000,"s":"BTCUSDT","k":{"t":1710239340000000,"T":1710239399999999,"s":"BTCUSDT","i":"1m",
            "o":"64200.00","c":"64210.00","h":"64220.00","l":"64190.00","v":"12.5","n":9,"x":true}}"#,
    },
    Spoken {
        venue: Venue::Binance,
        symbol: "BTCUSDT",
        kinds: BINANCE,
        before: &[r#"{"result":null,"id":1}"#],
        text: r#"{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1710239399100000,"s":"BTCUSDT","U":101,"u":103,
            "b":[["64210.1","4.5"]],"a":[["64300.0","0.0"]]}}"#,
    },
    Spoken {
        venue: Venue::Binance,
        symbol: "BTCUSDT",
        kinds: BINANCE,
        before: &[],
        text: r#"{"error":{"code":2,"msg":"Invalid request"},"id":1}"#,
    },
    Spoken {
        venue: Venue::Coinbase,
        symbol: "BTC-USD",
        kinds: COINBASE,
        before: &[],
        text: r#"{"channel":"market_trades","client_id":"","timestamp":"2024-03-12T10:29:59.5Z","sequence_num":5,"events":[{"type":"update",
            "trades":[{"trade_id":"995098700","product_id":"BTC-USD","price":"64210.5","size":"0.0015","side":"BUY","time":"2024-03-12T10:29:59.4Z"},
            {"trade_id":"995098699","product_id":"BTC-USD","price":"64210.4","size":"0.01","side":"SELL","time":"2024-03-12T10:29:59.3Z"}]}]}"#,
    },
    Spoken {
        venue: Venue::Coinbase,
        symbol: "BTC-USD",
        kinds: COINBASE,
        before: &[r#"{"channel":"heartbeats","timestamp":"2024-03-12T10:29:59.5Z","sequence_num":5,"events":[]}"#],
        text: r#"{"channel":"ticker","timestamp":"2024-03-12T10:29:59.5Z","sequence_num":6,"events":[{"type":"update","tickers":[{"type":"ticker",
            "product_id":"BTC-USD","price":"64210.5","best_bid":"64210.4","best_bid_quantity":"1.5","best_ask":"64210.6","best_ask_quantity":"2"}]}]}"#,
    },
    Spoken {
        venue: Venue::Coinbase,
        symbol: "BTC-USD",
        kinds: COINBASE,
        before: &[],
        text: r#"{"channel":"l2_data","timestamp":"2024-03-12T10:29:59.5Z","sequence_num":7,"events":[{"type":"update","product_id":"BTC-USD","updates":[
            {"side":"bid","event_time":"2024-03-12T10:29:59.4Z","price_level":"64210.4","new_quantity":"3"},
            {"side":"offer","event_time":"2024-03-12T10:29:59.4Z","price_level":"64210.6","new_quantity":"0"}]}]}"#,
    },
    Spoken {
        venue: Venue::Coinbase,
        symbol: "BTC-USD",
        kinds: COINBASE,
        before: &[],
        text: r#"{"channel":"subscriptions","timestamp":"2024-03-12T10:29:59.5Z","sequence_num":0,"events":[{"subscriptions":{"level2":["BTC-USD"]}}]}"#,
    },
    Spoken { venue: Venue::Kraken, symbol: "BTC/USD", kinds: BINANCE, before: &[], text: SNAPSHOT },
    Spoken { venue: Venue::Kraken, symbol: "BTC/USD", kinds: BINANCE, before: &[SNAPSHOT], text: UPDATE },
    Spoken {
        venue: Venue::Kraken,
        symbol: "BTC/USD",
        kinds: BINANCE,
        before: &[],
        text: r#"{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"buy","price":64210.1,"qty":0.00027625,"ord_type":"limit",
            "trade_id":10218208,"timestamp":"2024-03-12T10:29:59.440295Z"}]}"#,
    },
    Spoken {
        venue: Venue::Kraken,
        symbol: "BTC/USD",
        kinds: BINANCE,
        before: &[],
        text: r#"{"channel":"ticker","type":"update","data":[{"symbol":"BTC/USD","bid":64210.0,"bid_qty":2.5,"ask":64210.1,"ask_qty":3.2,
            "last":64210.1,"volume":163.2,"timestamp":"2024-03-12T10:29:59.440295Z"}]}"#,
    },
    Spoken {
        venue: Venue::Kraken,
        symbol: "BTC/USD",
        kinds: BINANCE,
        before: &[],
        text: r#"{"channel":"ohlc","type":"update","data":[{"symbol":"BTC/USD","open":64200.0,"high":64300.0,"low":64100.0,"close":64210.0,
            "volume":30.5,"interval_begin":"2024-03-12T10:29:00.000000000Z","interval":1},{"symbol":"BTC/USD","open":64210.0,"high":64310.0,
            "low":64110.0,"close":64220.0,"volume":3.5,"interval_begin":"2024-03-12T10:30:00.000000000Z","interval":1}]}"#,
    },
    Spoken {
        venue: Venue::Kraken,
        symbol: "BTC/USD",
        kinds: BINANCE,
        before: &[],
        text: r#"{"error":"Currency pair not supported BTC/USD","method":"subscribe","req_id":4,"success":false,"symbol":"BTC/USD"}"#,
    },
    Spoken {
        venue: Venue::Finnhub,
        symbol: "AAPL",
        kinds: &[DataKind::Trade],
        before: &[],
        text: r#"{"type":"trade","data":[{"p":171.3,"s":"AAPL","t":1710239399123,"v":40,"c":null},{"p":171.4,"s":"AAPL","t":1710239399124,"v":0}]}"#,
    },
];

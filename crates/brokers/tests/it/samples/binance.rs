//! Binance spot.

use model::instrument::AssetClass;

use super::Samples;

macro_rules! order {
    ($id:literal, $client:literal, $status:literal, $filled:literal, $quote:literal) => {
        concat!(
            r#"{"symbol":"BTCUSDT","orderId":"#,
            $id,
            r#","orderListId":-1,"clientOrderId":""#,
            $client,
            r#"","price":"181.05000000","origQty":"10.00000000","executedQty":""#,
            $filled,
            r#"","origQuoteOrderQty":"0.000000","cummulativeQuoteQty":""#,
            $quote,
            r#"","status":""#,
            $status,
            r#"","timeInForce":"GTC","type":"LIMIT","side":"BUY","stopPrice":"0.00000000","icebergQty":"0.00000000",
            "time":1715005800200,"updateTime":1715005801000,"isWorking":true,"workingTime":1715005800200,
            "selfTradePreventionMode":"NONE"}"#
        )
    };
}

macro_rules! report {
    ($x:literal, $status:literal, $client:literal, $original:literal, $last:literal, $total:literal, $price:literal, $fee:literal, $asset:literal, $trade:literal) => {
        concat!(
            r#"{"subscriptionId":0,"event":{"e":"executionReport","E":1715005802124,"s":"BTCUSDT","c":""#,
            $client,
            r#"","S":"BUY","o":"LIMIT","f":"GTC","q":"10.00000000","p":"181.05000000","P":"0.00000000","F":"0.00000000","g":-1,
            "C":""#,
            $original,
            r#"","x":""#,
            $x,
            r#"","X":""#,
            $status,
            r#"","r":"NONE","i":4293153,"l":""#,
            $last,
            r#"","z":""#,
            $total,
            r#"","L":""#,
            $price,
            r#"","n":""#,
            $fee,
            r#"","N":"#,
            $asset,
            r#","T":1715005802123,"t":"#,
            $trade,
            r#","v":3,"I":8641984,"w":true,"m":false,"M":false,"O":1715005800200,"Z":"0.00000000","Y":"0.00000000","Q":"0.00000000",
            "W":1715005800200,"V":"NONE"}}"#
        )
    };
}

pub(super) static SAMPLES: Samples = Samples {
    key: (
        "vmTESTKEY00000000000000000000000000000000000000000000000000000A1",
        "NhTESTSECRET000000000000000000000000000000000000000000000000000B2",
    ),
    token: None,
    symbol: "BTCUSDT",
    class: AssetClass::Crypto,
    number: "4293153",
    accepted: (
        200,
        r#"{"symbol":"BTCUSDT","orderId":4293153,"orderListId":-1,"clientOrderId":"0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "transactTime":1715005800200}"#,
    ),
    rejected: &[
        (400, r#"{"code":-2010,"msg":"Account has insufficient balance for requested action."}"#),
        (400, r#"{"code":-1013,"msg":"Filter failure: LOT_SIZE"}"#),
        (400, r#"{"code":-1021,"msg":"Timestamp for this request is outside of the recvWindow."}"#),
        (401, r#"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#),
    ],
    exists: Some((400, r#"{"code":-2010,"msg":"Duplicate order sent."}"#)),
    canceled: (
        200,
        r#"{"symbol":"BTCUSDT","origClientOrderId":"0195d6c07c3b7f0a8a2b5e4d3c2b1a09","orderId":4293153,"orderListId":-1,
            "clientOrderId":"cancelMyOrder1","transactTime":1715005804000,"price":"181.05000000","origQty":"10.00000000",
            "executedQty":"3.00000000","origQuoteOrderQty":"0.000000","cummulativeQuoteQty":"543.03000000","status":"CANCELED",
            "timeInForce":"GTC","type":"LIMIT","side":"BUY","selfTradePreventionMode":"NONE"}"#,
    ),
    too_late: None,
    cancel_not_found: Some((400, r#"{"code":-2011,"msg":"Unknown order sent."}"#)),
    changed: None,
    change_refused: None,
    open_orders: (
        200,
        concat!(
            "[",
            order!("4293153", "0195d6c07c3b7f0a8a2b5e4d3c2b1a09", "PARTIALLY_FILLED", "3.00000000", "543.03000000"),
            ",",
            order!("4293154", "web_0123456789abcdef", "NEW", "0.00000000", "0.00000000"),
            "]"
        ),
    ),
    found: (
        200,
        order!("4293153", "0195d6c07c3b7f0a8a2b5e4d3c2b1a09", "PARTIALLY_FILLED", "3.00000000", "543.03000000"),
    ),
    absent: Some((400, r#"{"code":-2013,"msg":"Order does not exist."}"#)),
    list_refused: (401, r#"{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}"#),
    executions: (
        200,
        r#"[{"symbol":"BTCUSDT","id":28457,"orderId":4293153,"orderListId":-1,"price":"181.01000000","qty":"3.00000000",
            "quoteQty":"543.03000000","commission":"0.00120000","commissionAsset":"BNB","time":1715005802123,"isBuyer":true,
            "isMaker":false,"isBestMatch":true},
           {"symbol":"BTCUSDT","id":28458,"orderId":4293153,"orderListId":-1,"price":"181.05000000","qty":"7.00000000",
            "quoteQty":"1267.35000000","commission":"0.00280000","commissionAsset":"BNB","time":1715005803000,"isBuyer":true,
            "isMaker":true,"isBestMatch":true}]"#,
    ),
    holdings: (
        200,
        r#"{"makerCommission":15,"takerCommission":15,"canTrade":true,"canWithdraw":true,"canDeposit":true,"accountType":"SPOT",
            "balances":[{"asset":"BTC","free":"4.50000000","locked":"0.50000000"},
                        {"asset":"USDT","free":"8189.62000000","locked":"0.00000000"}],"permissions":["SPOT"],"uid":354937868}"#,
    ),
    cash: (
        200,
        r#"{"accountType":"SPOT","balances":[{"asset":"USDT","free":"8189.62000000","locked":"10.00000000"}]}"#,
    ),
    hello: &[
        r#"{"id":"account","status":200,"result":{"subscriptionId":0},"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE",
            "intervalNum":1,"limit":6000,"count":2}]}"#,
    ],
    life: &[
        report!(
            "NEW",
            "NEW",
            "0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "",
            "0.00000000",
            "0.00000000",
            "0.00000000",
            "0",
            "null",
            "-1"
        ),
        report!(
            "TRADE",
            "PARTIALLY_FILLED",
            "0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "",
            "3.00000000",
            "3.00000000",
            "181.01000000",
            "0.00120000",
            "\"BNB\"",
            "28457"
        ),
        report!(
            "TRADE",
            "FILLED",
            "0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "",
            "7.00000000",
            "10.00000000",
            "181.05000000",
            "0.00280000",
            "\"BNB\"",
            "28458"
        ),
    ],
    others: &[
        report!(
            "CANCELED",
            "CANCELED",
            "cancelMyOrder1",
            "0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "0.00000000",
            "0.00000000",
            "0.00000000",
            "0",
            "null",
            "-1"
        ),
        report!(
            "EXPIRED",
            "EXPIRED",
            "0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "",
            "0.00000000",
            "0.00000000",
            "0.00000000",
            "0",
            "null",
            "-1"
        ),
        report!(
            "REJECTED",
            "REJECTED",
            "0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "",
            "0.00000000",
            "0.00000000",
            "0.00000000",
            "0",
            "null",
            "-1"
        ),
        report!(
            "TRADE_PREVENTION",
            "EXPIRED_IN_MATCH",
            "0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "",
            "0.00000000",
            "0.00000000",
            "0.00000000",
            "0",
            "null",
            "-1"
        ),
        r#"{"subscriptionId":0,"event":{"e":"outboundAccountPosition","E":1564034571105,"u":1564034571073,
            "B":[{"a":"ETH","f":"10000.000000","l":"0.000000"}]}}"#,
        r#"{"event":{"e":"serverShutdown","E":1715005804000}}"#,
        r#"{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1715005804000}}"#,
    ],
};

//! Kraken spot.

use model::instrument::AssetClass;

use super::Samples;

macro_rules! order {
    ($client:literal, $status:literal, $filled:literal, $cost:literal) => {
        concat!(
            r#"{"refid":null,"userref":0,"cl_ord_id":""#,
            $client,
            r#"","status":""#,
            $status,
            r#"","opentm":1715005800.2004,"starttm":0,"expiretm":0,"descr":{"pair":"XBTUSD","aclass":"forex","type":"buy",
            "ordertype":"limit","price":"181.05","price2":"0","leverage":"none","order":"buy 10.00000000 XBTUSD @ limit 181.05",
            "close":""},"vol":"10.00000000","vol_exec":""#,
            $filled,
            r#"","cost":""#,
            $cost,
            r#"","fee":"0.00000","price":"0.00000","stopprice":"0.00000","limitprice":"0.00000","misc":"","oflags":"fciq"}"#
        )
    };
}

macro_rules! executions {
    ($kind:literal, $sequence:literal, $row:expr) => {
        concat!(r#"{"channel":"executions","type":""#, $kind, r#"","data":["#, $row, r#"],"sequence":"#, $sequence, "}")
    };
}

macro_rules! status {
    ($exec:literal, $status:literal, $more:literal) => {
        concat!(
            r#"{"order_id":"OUF4EM-FRGI2-MQMWZD","cl_ord_id":"0195d6c07c3b7f0a8a2b5e4d3c2b1a09","exec_type":""#,
            $exec,
            r#"","order_status":""#,
            $status,
            r#"","timestamp":"2024-05-06T14:30:02.123456Z""#,
            $more,
            "}"
        )
    };
}

pub(super) static SAMPLES: Samples = Samples {
    key: (
        "TESTKEYpnxc0000000000000000000000000000000000000000000001",
        "VEVTVHNlY3JldDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAx",
    ),
    token: Some("WW91ciBhdXRoZW50aWNhdGlvbiB0b2tlbiBnb2VzIGhlcmUu"),
    symbol: "BTC/USD",
    class: AssetClass::Crypto,
    number: "OUF4EM-FRGI2-MQMWZD",
    accepted: (
        200,
        r#"{"error":[],"result":{"descr":{"order":"buy 10.00000000 XBTUSD @ limit 181.05"},"txid":["OUF4EM-FRGI2-MQMWZD"]}}"#,
    ),
    rejected: &[
        (200, r#"{"error":["EOrder:Insufficient funds"]}"#),
        (200, r#"{"error":["EGeneral:Invalid arguments:volume minimum not met"]}"#),
        (200, r#"{"error":["EAPI:Invalid nonce"]}"#),
        (200, r#"{"error":["EQuery:Unknown asset pair"]}"#),
    ],
    exists: Some((200, r#"{"error":["EOrder:Duplicate cl_ord_id"]}"#)),
    canceled: (200, r#"{"error":[],"result":{"count":1,"pending":false}}"#),
    too_late: None,
    cancel_not_found: Some((200, r#"{"error":["EOrder:Unknown order"]}"#)),
    changed: Some((200, r#"{"error":[],"result":{"amend_id":"TEZA4R-DSDGT-IJBOJK"}}"#)),
    change_refused: Some((200, r#"{"error":["EOrder:Insufficient funds"]}"#)),
    open_orders: (
        200,
        concat!(
            r#"{"error":[],"result":{"open":{"OUF4EM-FRGI2-MQMWZD":"#,
            order!("0195d6c07c3b7f0a8a2b5e4d3c2b1a09", "open", "3.00000000", "543.03000"),
            r#","OZZZZZ-FRGI2-MQMWZD":"#,
            order!("by hand", "open", "0.00000000", "0.00000"),
            "}}}"
        ),
    ),
    found: (
        200,
        concat!(
            r#"{"error":[],"result":{"OUF4EM-FRGI2-MQMWZD":"#,
            order!("0195d6c07c3b7f0a8a2b5e4d3c2b1a09", "open", "3.00000000", "543.03000"),
            "}}"
        ),
    ),
    absent: None,
    list_refused: (200, r#"{"error":["EGeneral:Permission denied"]}"#),
    executions: (
        200,
        r#"{"error":[],"result":{"count":2,"trades":{
            "TZZZZZ-33VKH-UCI7BS":{"ordertxid":"OUF4EM-FRGI2-MQMWZD","postxid":"TKH2SE-M7IF5-CFI7LT","pair":"XXBTZUSD","time":1715005803.5,
            "type":"buy","ordertype":"limit","price":"181.05000","cost":"1267.35000","fee":"3.29511","vol":"7.00000000","margin":"0.00000",
            "misc":"","trade_id":40274860,"maker":true},
            "TAAAAA-33VKH-UCI7BS":{"ordertxid":"OUF4EM-FRGI2-MQMWZD","postxid":"TKH2SE-M7IF5-CFI7LT","pair":"XXBTZUSD","time":1715005802.123456,
            "type":"buy","ordertype":"limit","price":"181.01000","cost":"543.03000","fee":"1.41188","vol":"3.00000000","margin":"0.00000",
            "misc":"","trade_id":40274859,"maker":false}}}}"#,
    ),
    holdings: (
        200,
        r#"{"error":[],"result":{"ZUSD":{"balance":"25435.21","hold_trade":"8249.76"},"XXBT":{"balance":"1.2435","hold_trade":"0.8423"}}}"#,
    ),
    cash: (200, r#"{"error":[],"result":{"ZUSD":{"balance":"25435.21","hold_trade":"8249.76"}}}"#),
    hello: &[
        r#"{"channel":"status","type":"update","data":[{"version":"2.0.0","system":"online","api_version":"v2","connection_id":1}]}"#,
        r#"{"method":"subscribe","result":{"channel":"executions","snap_trades":true},"success":true,
            "time_in":"2024-05-06T14:30:00.1Z","time_out":"2024-05-06T14:30:00.2Z"}"#,
        r#"{"channel":"executions","type":"snapshot","data":[],"sequence":1}"#,
    ],
    life: &[
        executions!(
            "update",
            "2",
            status!("new", "new", r#","symbol":"BTC/USD","side":"buy","order_qty":10,"cum_qty":0"#)
        ),
        executions!(
            "update",
            "3",
            status!(
                "trade",
                "partially_filled",
                r#","exec_id":"TAAAAA-33VKH-UCI7BS","trade_id":40274859,"symbol":"BTC/USD","side":"buy","last_qty":3.00000000,
                "last_price":181.01,"liquidity_ind":"t","cost":543.03,"cum_qty":3.00000000,"fees":[{"asset":"USD","qty":1.41188}]"#
            )
        ),
        executions!(
            "update",
            "4",
            status!(
                "trade",
                "filled",
                r#","exec_id":"TZZZZZ-33VKH-UCI7BS","trade_id":40274860,"symbol":"BTC/USD","side":"buy","last_qty":7,
                "last_price":181.05,"liquidity_ind":"m","cost":1267.35,"cum_qty":10,"fees":[{"asset":"USD","qty":3.29511}]"#
            )
        ),
    ],
    others: &[
        executions!("update", "2", status!("pending_new", "pending_new", "")),
        executions!("update", "2", status!("canceled", "canceled", r#","reason":"User requested","cum_qty":0"#)),
        executions!("update", "2", status!("expired", "expired", "")),
        executions!("update", "2", status!("rejected", "rejected", r#","reason":"post only""#)),
        executions!("update", "2", status!("amended", "new", r#","amended":true"#)),
        executions!("update", "2", status!("filled", "filled", r#","cum_qty":10"#)),
        r#"{"channel":"heartbeat"}"#,
    ],
};

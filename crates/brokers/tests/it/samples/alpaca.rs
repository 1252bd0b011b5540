//! Alpaca.

use model::instrument::AssetClass;

use super::Samples;

macro_rules! order {
    ($client:literal, $status:literal, $filled:literal, $average:literal, $more:literal) => {
        concat!(
            r#"{"id":"7f1c2d3e-0a1b-4c5d-8e9f-101112131415","client_order_id":""#,
            $client,
            r#"","created_at":"2024-05-06T14:30:00.1Z","updated_at":"2024-05-06T14:30:01Z","submitted_at":"2024-05-06T14:30:00.2Z",
            "filled_at":null,"expired_at":null,"canceled_at":null,"failed_at":null,"replaced_at":null,"replaced_by":null,"replaces":null,
            "asset_id":"c0ffee00-1111-4222-8333-444455556666","symbol":"AAPL","asset_class":"us_equity","notional":null,"qty":"10",
            "filled_qty":""#,
            $filled,
            r#"","filled_avg_price":"#,
            $average,
            r#","order_class":"","order_type":"limit","type":"limit","side":"buy","time_in_force":"gtc","limit_price":"181.05",
            "stop_price":null,"status":""#,
            $status,
            r#"","extended_hours":false,"legs":null,"trail_percent":null,"trail_price":null,"hwm":null"#,
            $more,
            "}"
        )
    };
}

macro_rules! ours {
    ($status:literal, $filled:literal, $average:literal) => {
        order!("0195d6c07c3b7f0a8a2b5e4d3c2b1a09", $status, $filled, $average, "")
    };
}

macro_rules! update {
    ($event:literal, $more:literal, $order:expr) => {
        concat!(
            r#"{"stream":"trade_updates","data":{"event":""#,
            $event,
            r#"","timestamp":"2024-05-06T14:30:02.123456Z""#,
            $more,
            r#","order":"#,
            $order,
            "}}"
        )
    };
}

pub(super) static SAMPLES: Samples = Samples {
    key: ("PKTESTKEY0000001", "testsecret0000000000000000000001"),
    token: None,
    symbol: "AAPL",
    class: AssetClass::Equity,
    number: "7f1c2d3e-0a1b-4c5d-8e9f-101112131415",
    accepted: (200, ours!("pending_new", "0", "null")),
    rejected: &[
        (403, r#"{"code":40310000,"message":"insufficient buying power","buying_power":"12.5"}"#),
        (
            422,
            r#"{"code":42210000,"message":"invalid limit_price 181.055. sub-penny increment does not fulfill minimum pricing criteria"}"#,
        ),
        (401, r#"{"code":40110000,"message":"request is not authorized"}"#),
        (200, ours!("rejected", "0", "null")),
    ],
    exists: Some((422, r#"{"code":40010001,"message":"client_order_id must be unique"}"#)),
    canceled: (204, ""),
    too_late: Some((422, r#"{"code":42210000,"message":"order is already in \"filled\" state"}"#)),
    cancel_not_found: Some((404, r#"{"code":40410000,"message":"order not found for 7f1c2d3e"}"#)),
    changed: Some((200, order!("0195d6c07c3b7f0a8a2b5e4d3c2b1a09-1", "accepted", "0", "null", ""))),
    change_refused: Some((422, r#"{"code":42210000,"message":"cannot replace order in pending_cancel status"}"#)),
    open_orders: (
        200,
        concat!("[", ours!("partially_filled", "3", "\"181.01\""), ",", order!("by hand", "new", "0", "null", ""), "]"),
    ),
    found: (200, ours!("partially_filled", "3", "\"181.01\"")),
    absent: Some((404, r#"{"code":40410000,"message":"order not found for 0195d6c07c3b7f0a8a2b5e4d3c2b1a09"}"#)),
    list_refused: (403, r#"{"code":40310000,"message":"forbidden."}"#),
    executions: (
        200,
        r#"[{"activity_type":"FILL","id":"20240506143002123::1a2b3c4d-0000-4000-8000-000000000001","cum_qty":"3","leaves_qty":"7",
            "price":"181.01","qty":"3","side":"buy","symbol":"AAPL","transaction_time":"2024-05-06T14:30:02.123456Z",
            "order_id":"7f1c2d3e-0a1b-4c5d-8e9f-101112131415","type":"partial_fill","order_status":"partially_filled"},
           {"activity_type":"FILL","id":"20240506143003000::1a2b3c4d-0000-4000-8000-000000000002","cum_qty":"10","leaves_qty":"0",
            "price":"181.05","qty":"7","side":"buy","symbol":"AAPL","transaction_time":"2024-05-06T14:30:03Z",
            "order_id":"7f1c2d3e-0a1b-4c5d-8e9f-101112131415","type":"fill","order_status":"filled"}]"#,
    ),
    holdings: (
        200,
        r#"[{"asset_id":"c0ffee00-1111-4222-8333-444455556666","symbol":"AAPL","exchange":"NASDAQ","asset_class":"us_equity",
            "avg_entry_price":"181.038","qty":"10","qty_available":"10","side":"long","market_value":"1811.5","cost_basis":"1810.38",
            "unrealized_pl":"1.12","unrealized_plpc":"0.0006","unrealized_intraday_pl":"1.12","unrealized_intraday_plpc":"0.0006",
            "current_price":"181.15","lastday_price":"180","change_today":"0.0064","asset_marginable":true},
           {"asset_id":"c0ffee00-1111-4222-8333-444455556667","symbol":"XYZ","exchange":"NYSE","asset_class":"us_equity",
            "avg_entry_price":"12.5","qty":"-4","qty_available":"-4","side":"short","market_value":"-50","cost_basis":"-50",
            "unrealized_pl":"0","unrealized_plpc":"0","unrealized_intraday_pl":"0","unrealized_intraday_plpc":"0",
            "current_price":"12.5","lastday_price":"12.5","change_today":"0","asset_marginable":true}]"#,
    ),
    cash: (
        200,
        r#"{"id":"a0b1c2d3-0000-4000-8000-000000000009","account_number":"PA000001","status":"ACTIVE","currency":"USD",
            "cash":"8189.62","portfolio_value":"10001.12","non_marginable_buying_power":"8100","buying_power":"16379.24"}"#,
    ),
    hello: &[
        r#"{"stream":"authorization","data":{"status":"authorized","action":"authenticate"}}"#,
        r#"{"stream":"listening","data":{"streams":["trade_updates"]}}"#,
    ],
    life: &[
        update!("new", r#","execution_id":"1a2b3c4d-0000-4000-8000-000000000000""#, ours!("new", "0", "null")),
        update!(
            "partial_fill",
            r#","execution_id":"1a2b3c4d-0000-4000-8000-000000000001","price":"181.01","qty":"3","position_qty":"3""#,
            ours!("partially_filled", "3", "\"181.01\"")
        ),
        update!(
            "fill",
            r#","execution_id":"1a2b3c4d-0000-4000-8000-000000000002","price":"181.05","qty":"7","position_qty":"10""#,
            ours!("filled", "10", "\"181.038\"")
        ),
    ],
    others: &[
        update!("pending_new", "", ours!("pending_new", "0", "null")),
        update!("pending_cancel", "", ours!("pending_cancel", "0", "null")),
        update!("canceled", "", ours!("canceled", "0", "null")),
        update!("expired", "", ours!("expired", "0", "null")),
        update!("done_for_day", "", ours!("done_for_day", "0", "null")),
        update!("rejected", r#","reason":"halted""#, ours!("rejected", "0", "null")),
        update!("order_cancel_rejected", "", ours!("new", "0", "null")),
        update!("order_replace_rejected", "", ours!("new", "0", "null")),
        update!("pending_replace", "", ours!("pending_replace", "0", "null")),
        update!("suspended", "", ours!("suspended", "0", "null")),
        update!("stopped", "", ours!("stopped", "0", "null")),
        update!("replaced", "", ours!("replaced", "0", "null")),
        update!(
            "trade_bust",
            r#","previous_execution_id":"1a2b3c4d-0000-4000-8000-000000000001""#,
            ours!("canceled", "0", "null")
        ),
        update!(
            "trade_correct",
            r#","previous_execution_id":"1a2b3c4d-0000-4000-8000-000000000001","price":"181.02","qty":"3""#,
            ours!("filled", "10", "\"181.04\"")
        ),
    ],
};

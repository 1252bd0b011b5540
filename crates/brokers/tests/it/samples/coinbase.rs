//! Coinbase Advanced. The key is the one of RFC 6979, A.2.5.

use model::instrument::AssetClass;

use super::Samples;

macro_rules! order {
    ($number:literal, $client:literal, $status:literal, $filled:literal, $average:literal) => {
        concat!(
            r#"{"order_id":""#,
            $number,
            r#"","product_id":"BTC-USD","user_id":"2222-000000-000000","order_configuration":{"limit_limit_gtc":{"base_size":"10",
            "limit_price":"181.05","post_only":false}},"side":"BUY","client_order_id":""#,
            $client,
            r#"","status":""#,
            $status,
            r#"","time_in_force":"GOOD_UNTIL_CANCELLED","created_time":"2024-05-06T14:30:00.2Z","completion_percentage":"30",
            "filled_size":""#,
            $filled,
            r#"","average_filled_price":""#,
            $average,
            r#"","fee":"","number_of_fills":"1","filled_value":"543.03","pending_cancel":false,"size_in_quote":false,"total_fees":"1.4"}"#
        )
    };
}

macro_rules! user {
    ($sequence:literal, $kind:literal, $orders:expr) => {
        concat!(
            r#"{"channel":"user","client_id":"","timestamp":"2024-05-06T14:30:02.123456Z","sequence_num":"#,
            $sequence,
            r#","events":[{"type":""#,
            $kind,
            r#"","orders":["#,
            $orders,
            "]}]}"
        )
    };
}

macro_rules! row {
    ($status:literal, $filled:literal, $more:literal) => {
        concat!(
            r#"{"avg_price":"181.01","cancel_reason":"","client_order_id":"0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
            "completion_percentage":"0","contract_expiry_type":"UNKNOWN_CONTRACT_EXPIRY_TYPE","cumulative_quantity":""#,
            $filled,
            r#"","filled_value":"0","leaves_quantity":"7","limit_price":"181.05","number_of_fills":"1",
            "order_id":"11111-00000-000001","order_side":"BUY","order_type":"Limit","product_id":"BTC-USD","product_type":"SPOT",
            "status":""#,
            $status,
            r#"","time_in_force":"GOOD_UNTIL_CANCELLED","total_fees":"1.4""#,
            $more,
            "}"
        )
    };
}

pub(super) static SAMPLES: Samples = Samples {
    key: (
        "organizations/0a1b2c3d/apiKeys/4e5f6a7b",
        "MDECAQEEIMmvqdhFunUWa1whV2ex1pNOUMPbNuibEnuKYisSD2choAoGCCqGSM49AwEH",
    ),
    token: None,
    symbol: "BTC-USD",
    class: AssetClass::Crypto,
    number: "11111-00000-000001",
    accepted: (
        200,
        r#"{"success":true,"success_response":{"order_id":"11111-00000-000001","product_id":"BTC-USD","side":"BUY",
            "client_order_id":"0195d6c07c3b7f0a8a2b5e4d3c2b1a09"},
            "order_configuration":{"limit_limit_gtc":{"base_size":"10","limit_price":"181.05","post_only":false}}}"#,
    ),
    rejected: &[
        (
            200,
            r#"{"success":false,"error_response":{"error":"INSUFFICIENT_FUND","message":"Insufficient balance in source account",
            "error_details":"","preview_failure_reason":"PREVIEW_INSUFFICIENT_FUND"},"order_configuration":{}}"#,
        ),
        (400, r#"{"error":"INVALID_ARGUMENT","error_details":"size too small","message":"size too small"}"#),
    ],
    exists: None,
    canceled: (
        200,
        r#"{"results":[{"success":true,"failure_reason":"UNKNOWN_CANCEL_FAILURE_REASON","order_id":"11111-00000-000001"}]}"#,
    ),
    too_late: Some((
        200,
        r#"{"results":[{"success":false,"failure_reason":"COMMANDER_REJECTED_CANCEL_ORDER","order_id":"11111-00000-000001"}]}"#,
    )),
    cancel_not_found: Some((
        200,
        r#"{"results":[{"success":false,"failure_reason":"UNKNOWN_CANCEL_ORDER","order_id":"11111-00000-000001"}]}"#,
    )),
    changed: Some((200, r#"{"success":true,"errors":[]}"#)),
    change_refused: Some((200, r#"{"success":false,"errors":[{"edit_failure_reason":"ORIGINAL_ORDER_NOT_OPEN"}]}"#)),
    open_orders: (
        200,
        concat!(
            r#"{"orders":["#,
            order!("11111-00000-000001", "0195d6c07c3b7f0a8a2b5e4d3c2b1a09", "OPEN", "3", "181.01"),
            ",",
            order!("11111-00000-000002", "by hand", "OPEN", "0", "0"),
            r#"],"has_next":false,"cursor":""}"#
        ),
    ),
    found: (
        200,
        concat!(
            r#"{"order":"#,
            order!("11111-00000-000001", "0195d6c07c3b7f0a8a2b5e4d3c2b1a09", "OPEN", "3", "181.01"),
            "}"
        ),
    ),
    absent: Some((404, r#"{"error":"NOT_FOUND","error_details":"order not found","message":"order not found"}"#)),
    list_refused: (
        403,
        r#"{"error":"PERMISSION_DENIED","error_details":"Missing required scopes","message":"Missing required scopes"}"#,
    ),
    executions: (
        200,
        r#"{"fills":[{"entry_id":"22222-2222222-22222221","trade_id":"1111-11111-111111","order_id":"11111-00000-000001",
            "trade_time":"2024-05-06T14:30:02.123456Z","trade_type":"FILL","price":"181.01","size":"3","commission":"1.25",
            "product_id":"BTC-USD","sequence_timestamp":"2024-05-06T14:30:02.2Z","liquidity_indicator":"TAKER","size_in_quote":false,
            "user_id":"3333-333333-3333333","side":"BUY"},
           {"entry_id":"22222-2222222-22222222","trade_id":"1111-11111-111112","order_id":"11111-00000-000001",
            "trade_time":"2024-05-06T14:30:03Z","trade_type":"FILL","price":"181.05","size":"7","commission":"2.9",
            "product_id":"BTC-USD","sequence_timestamp":"2024-05-06T14:30:03.1Z","liquidity_indicator":"MAKER","size_in_quote":false,
            "user_id":"3333-333333-3333333","side":"BUY"}],"cursor":""}"#,
    ),
    holdings: (
        200,
        r#"{"accounts":[{"uuid":"8bfc20d7-f7c6-4422-bf07-8243ca4169fe","name":"BTC Wallet","currency":"BTC",
            "available_balance":{"value":"1.23","currency":"BTC"},"default":false,"active":true,"type":"ACCOUNT_TYPE_CRYPTO",
            "ready":true,"hold":{"value":"0.5","currency":"BTC"}}],"has_next":false,"cursor":"","size":1}"#,
    ),
    cash: (
        200,
        r#"{"accounts":[{"uuid":"8bfc20d7-f7c6-4422-bf07-8243ca4169ff","name":"USD Wallet","currency":"USD",
            "available_balance":{"value":"8189.62","currency":"USD"},"hold":{"value":"10","currency":"USD"}}],
            "has_next":false,"cursor":"","size":1}"#,
    ),
    hello: &[
        r#"{"channel":"subscriptions","client_id":"","timestamp":"2024-05-06T14:30:00Z","sequence_num":0,
            "events":[{"subscriptions":{"user":["3333-333333-3333333"]}}]}"#,
        r#"{"channel":"subscriptions","client_id":"","timestamp":"2024-05-06T14:30:00Z","sequence_num":1,
            "events":[{"subscriptions":{"heartbeats":["heartbeats"],"user":["3333-333333-3333333"]}}]}"#,
        user!("2", "snapshot", ""),
    ],
    life: &[
        user!("3", "update", row!("OPEN", "0", "")),
        user!("4", "update", row!("OPEN", "3", "")),
        user!("5", "update", row!("FILLED", "10", "")),
    ],
    others: &[
        user!("3", "update", row!("PENDING", "0", "")),
        user!("3", "update", row!("CANCELLED", "0", "")),
        user!("3", "update", row!("EXPIRED", "0", "")),
        user!("3", "update", row!("FAILED", "0", r#","reject_reason":"post only""#)),
        user!("3", "update", row!("CANCEL_QUEUED", "0", "")),
        user!("3", "update", row!("EDIT_QUEUED", "0", "")),
        r#"{"channel":"heartbeats","client_id":"","timestamp":"2024-05-06T14:30:01Z","sequence_num":3,
            "events":[{"current_time":"2024-05-06 14:30:01 +0000 UTC","heartbeat_counter":3049}]}"#,
    ],
};

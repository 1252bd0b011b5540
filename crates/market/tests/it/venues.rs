//! The languages of real venues on our sockets, against scripts of what the venues say.

use std::{net::SocketAddr, sync::Arc};

use futures_util::{SinkExt, StreamExt};
use market::{
    address::Endpoint,
    connection::{AskSnapshot, ConnectionSetup, ConnectionState},
    hub::{MarketHub, Route},
    rest::{Rest, RestSettings},
};
use model::{
    id::InstrumentId,
    market::{DataKind, TickData},
    time::Clock,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_tungstenite::tungstenite::Message;
use venues::{Key, Venue, binance::DepthQuery};

use crate::support::{fast, instrument, live, recording, setup, soon, until, until_ready};

/// Serves each connection the next script: pairs of what must be heard (a part of it; empty for nothing) and what is then said.
async fn scripted(scripts: Vec<Vec<(&'static str, String)>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for script in scripts {
            let (tcp, _) = listener.accept().await.unwrap();
            let mut socket = tokio_tungstenite::accept_async(tcp).await.unwrap();
            for (awaited, say) in script {
                while !awaited.is_empty() {
                    let Some(Ok(message)) = socket.next().await else { break };
                    if message.is_text() && message.to_text().unwrap().contains(awaited) {
                        break;
                    }
                }
                if socket.send(Message::text(say)).await.is_err() {
                    break;
                }
            }
            while let Some(Ok(_)) = socket.next().await {}
        }
    });
    address
}

fn connection(venue: Venue, key: Option<Key>, address: SocketAddr) -> ConnectionSetup {
    let mut endpoint = Endpoint::web_socket(&format!("ws://{address}/")).unwrap();
    if let Some(key) = &key {
        endpoint = endpoint.hiding(key);
    }
    let conversation = venue.conversation(key).unwrap().unwrap();
    ConnectionSetup { settings: fast(), ..ConnectionSetup::new(endpoint, conversation) }
}

async fn watching(venue: Venue, symbol: &str, kinds: &[DataKind]) -> MarketHub {
    let hub = live();
    let book = venue.capabilities().books;
    let route = Route {
        source: venue.source(),
        symbol: symbol.into(),
        currency: None,
        kinds: kinds.to_vec(),
        polled: Vec::new(),
        book,
    };
    let mut setup = setup();
    setup.trades.numbering = venue.capabilities().trades;
    // Scripts tell of other days.
    (setup.trades.behind_micros, setup.quotes.behind_micros) = (i64::MAX, i64::MAX);
    hub.watch(instrument(1), setup, vec![route]).await.unwrap();
    hub
}

fn alpaca_script(trade: u64) -> Vec<(&'static str, String)> {
    let trade = format!(
        r#"[{{"T":"t","S":"FAKEPACA","i":{trade},"x":"V","p":171.5,"s":40,"c":["@"],"z":"C","t":"2024-03-12T10:29:59Z"}}]"#
    );
    vec![
        ("", r#"[{"T":"success","msg":"connected"}]"#.into()),
        ("hunter2hunter2", r#"[{"T":"success","msg":"authenticated"}]"#.into()),
        ("FAKEPACA", r#"[{"T":"subscription","trades":["FAKEPACA"],"quotes":[]}]"#.into()),
        ("", trade),
        ("", r#"[{"T":"error","code":406,"msg":"connection limit exceeded"}]"#.into()),
    ]
}

fn key() -> Option<Key> {
    Some(Key::new("keykeykey", "hunter2hunter2").unwrap())
}

#[tokio::test]
async fn alpaca_lets_us_in_each_time_and_a_trade_that_it_repeats_counts_once() {
    let wrong: Vec<(&'static str, String)> = vec![
        ("", r#"[{"T":"success","msg":"connected"}]"#.into()),
        ("hunter2hunter2", r#"[{"T":"error","code":402,"msg":"auth failed hunter2hunter2"}]"#.into()),
    ];
    let address = scripted(vec![alpaca_script(7), alpaca_script(7), alpaca_script(8), wrong]).await;
    let hub = watching(Venue::AlpacaTest, "FAKEPACA", &[DataKind::Trade]).await;
    let sink = recording(&hub);
    let mut state = hub.connect(connection(Venue::AlpacaTest, key(), address)).unwrap();
    let _subscription = hub.subscribe(instrument(1), &[DataKind::Trade]).await.unwrap();
    let is_stopped = |state: &ConnectionState| matches!(state, ConnectionState::Stopped { .. });
    let stopped = until(&mut state, "a stop", is_stopped).await;
    let shown = format!("{stopped:?} {:?}", hub.connections().await.unwrap());
    assert!(shown.contains("auth failed") && !shown.contains("hunter2"), "{shown}");
    hub.settle().await.unwrap();
    assert_eq!(hub.refused().await.unwrap().repeated, 1);
    hub.stop().await.unwrap();
    let numbers: Vec<_> = sink.all().ticks.iter().map(|tick| tick.origin.sequence).collect();
    assert_eq!(numbers, [Some(7), Some(8)]);
    assert!(matches!(sink.all().ticks[0].data, TickData::Trade(trade) if trade.price == 171.5));
}

/// Answers each request for a book with the next body.
async fn books(bodies: Vec<String>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        for body in bodies {
            let (mut tcp, _) = listener.accept().await.unwrap();
            let mut head = [0; 2048];
            let read = tcp.read(&mut head).await.unwrap();
            assert!(head[..read].starts_with(b"GET /api/v3/depth?symbol=BTCUSDT&limit=1000 "));
            let length = body.len();
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
            tcp.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    address
}

#[tokio::test]
async fn binances_book_is_joined_from_a_request_and_its_changes() {
    let change = |first: u64, last: u64, bid: &str| {
        let levels = format!(r#""b":[["{bid}","2.0"]],"a":[]"#);
        format!(
            r#"{{"stream":"btcusdt@depth@100ms","data":{{"e":"depthUpdate","E":1710239399100000,"s":"BTCUSDT","U":{first},"u":{last},{levels}}}}}"#
        )
    };
    let snapshot =
        |last: u64| format!(r#"{{"lastUpdateId":{last},"bids":[["64210.00","1.0"]],"asks":[["64211.00","2.0"]]}}"#);
    let script = vec![("SUBSCRIBE", r#"{"result":null,"id":1}"#.to_owned()), ("", change(101, 105, "64210.50"))];
    let address = scripted(vec![script]).await;
    // The first answer is older than the changes; another one is asked for.
    let rest_address = books(vec![snapshot(50), snapshot(102)]).await;
    let endpoint = Endpoint::http(&format!("http://{rest_address}")).unwrap();
    let rest = Rest::new(Clock::System, endpoint, RestSettings::default(), None).unwrap();
    let ask: AskSnapshot = Arc::new(move |_: InstrumentId, symbol: &str| {
        let (rest, query) = (rest.clone(), DepthQuery { symbol: symbol.to_owned(), levels: 1000 });
        Box::pin(async move { rest.query(&query, None).await })
    });
    let hub = watching(Venue::Binance, "BTCUSDT", &[DataKind::Book]).await;
    let setup = ConnectionSetup { snapshots: Some(ask), ..connection(Venue::Binance, None, address) };
    let mut state = hub.connect(setup).unwrap();
    let mut subscription = hub.subscribe(instrument(1), &[DataKind::Book]).await.unwrap();
    until_ready(&mut state).await;
    let depth = soon("the book", async {
        loop {
            let update = subscription.next().await.unwrap();
            // Either snapshot may come before the change; in the end both are in the book.
            if let Some(depth) = update.depths.into_iter().find_map(|of| of.depth.filter(|d| d.bids.len() == 2)) {
                return depth;
            }
        }
    })
    .await;
    let best: Vec<f64> = depth.bids.iter().map(|level| level.price).collect();
    assert_eq!((best, depth.asks[0].price), (vec![64210.5, 64210.0], 64211.0));
}

#[tokio::test]
async fn a_venues_socket_is_reached_with_its_own_address_and_nothing_of_its_key_shows() {
    for venue in [Venue::AlpacaIex, Venue::Binance, Venue::Coinbase, Venue::Kraken, Venue::Finnhub] {
        let request = venue.socket(key().as_ref()).unwrap().unwrap();
        let endpoint = Endpoint::of_socket(&request).unwrap();
        assert!(endpoint.to_string().starts_with("wss://"), "{endpoint}");
        assert!(!format!("{endpoint:?}").contains("hunter2"), "{endpoint:?}");
    }
}

#[tokio::test]
async fn a_venues_refusal_is_told_in_its_own_words() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::http(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    tokio::spawn(async move {
        let (mut tcp, _) = listener.accept().await.unwrap();
        let _ = tcp.read(&mut [0; 2048]).await;
        let body = r#"{"code":-1121,"msg":"Invalid symbol."}"#;
        let length = body.len();
        let answer = format!("HTTP/1.1 400 Bad\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
        tcp.write_all(answer.as_bytes()).await.unwrap();
    });
    let rest = Rest::new(Clock::System, endpoint, RestSettings::default(), None).unwrap();
    let query = DepthQuery { symbol: "NONSENSE".into(), levels: 1000 };
    let problem = rest.query(&query, None).await.unwrap_err();
    assert_eq!(problem.code(), "venue_symbol_unknown", "{problem}");
    assert!(!problem.is_of_source(), "the question was wrong, not the venue");
}

"""Bars of the past and a stream of a fake exchange with its official or best known Python client, unchanged, as JSON.

exchanges.py binance|coinbase|kraken HTTP SOCKETS
"""

import asyncio
import json
import sys
import threading
import time
import urllib.request
import zlib

WHICH, HTTP, SOCKETS = sys.argv[1:4]
START = 1_710_250_200
END = START + 600


def until(what, is_it):
    """Waits for something that must come."""
    for _ in range(6_000):
        if is_it():
            return
        time.sleep(0.01)
    raise RuntimeError(f"{what} did not come")


class Book:
    """Two dictionaries."""

    def __init__(self, bids, asks):
        self.sides = ({}, {})
        self.change(bids, asks)

    def change(self, bids, asks):
        for side, levels in zip(self.sides, (bids, asks)):
            for price, size in levels:
                side[float(price)] = float(size)
                if float(size) == 0:
                    del side[float(price)]

    def shown(self):
        bids, asks = self.sides
        return [sorted(bids.items(), reverse=True), sorted(asks.items())]


def binance():
    """binance-connector: `base_url` and `stream_url` are options of its own."""
    from binance.error import ClientError
    from binance.spot import Spot
    from binance.websocket.spot.websocket_stream import SpotWebsocketStreamClient

    spot = Spot(base_url=HTTP)
    found = {"server_time": spot.time()["serverTime"] > 0}
    rows = spot.klines("BTCUSDT", "1m", startTime=START * 1000, endTime=END * 1000, limit=1000)
    found["bars"] = [[r[0] // 1000, *map(float, r[1:6])] for r in rows]
    found["trades"] = [[t["id"], float(t["price"]), float(t["qty"])] for t in spot.trades("BTCUSDT", limit=5)]
    found["last"] = float(spot.ticker_24hr("BTCUSDT")["lastPrice"])
    try:
        spot.klines("NONSENSE", "1m")
    except ClientError as problem:
        found["refused"] = [problem.status_code, problem.error_code]
    heard, lock = [], threading.Lock()

    def on_message(_, text):
        with lock:
            heard.append(json.loads(text))

    stream = SpotWebsocketStreamClient(stream_url=SOCKETS, on_message=on_message, is_combined=True)
    stream.trade("btcusdt", id=1)
    stream.book_ticker("btcusdt", id=2)
    stream.kline("btcusdt", "1m", id=3)
    stream.diff_book_depth("btcusdt", speed=100, id=4)

    def of(name):
        with lock:
            return [m["data"] for m in heard if m.get("stream") == name]

    until("everything", lambda: len(of("btcusdt@trade")) >= 200 and len(of("btcusdt@bookTicker")) >= 200)
    until("bars and depth", lambda: len(of("btcusdt@kline_1m")) >= 10 and len(of("btcusdt@depth@100ms")) >= 199)
    stream.unsubscribe("btcusdt@trade", id=5)
    until("an answer", lambda: any(m.get("id") == 5 for m in heard))
    found["answers"] = sorted(m["id"] for m in heard if m.get("result", 1) is None)
    found["streamed_trades"] = [[t["t"], float(t["p"]), float(t["q"])] for t in of("btcusdt@trade")]
    bars = [k["k"] for k in of("btcusdt@kline_1m")]
    found["streamed_bars"] = [[b["t"] // 1000, *(float(b[c]) for c in "ohlcv")] for b in bars]
    quote = of("btcusdt@bookTicker")[-1]
    found["quote"] = [float(quote[c]) for c in "bBaA"]
    # The rule of Binance's documentation: changes up to the snapshot's number are left out, the next joins on.
    snapshot = spot.depth("BTCUSDT", limit=100)
    book, number = Book(snapshot["bids"], snapshot["asks"]), snapshot["lastUpdateId"]
    for change in of("btcusdt@depth@100ms"):
        if change["u"] <= number:
            continue
        assert change["U"] <= number + 1 <= change["u"], (change, number)
        book.change(change["b"], change["a"])
        number = change["u"]
    found["book"] = book.shown()
    stream.stop()
    return found


def coinbase():
    """coinbase-advanced-py: the socket's `base_url` is an option of its own. Requests always begin with https:// (rest_base.py: `url =
    f"https://{self.base_url}{url_path}"`), so that answers are fetched without it and read by its own types."""
    from coinbase.rest.types.public_types import GetPublicProductCandlesResponse
    from coinbase.websocket import WSClient

    path = f"{HTTP}/api/v3/brokerage/market/products/BTC-USD/candles"
    with urllib.request.urlopen(f"{path}?start={START}&end={END}&granularity=ONE_MINUTE", timeout=10) as answer:
        candles = GetPublicProductCandlesResponse(json.load(answer)).candles
    rows = [[int(c.start), *map(float, (c.open, c.high, c.low, c.close, c.volume))] for c in candles]
    found = {"bars": rows[::-1]}
    heard, lock = [], threading.Lock()

    def on_message(text):
        with lock:
            heard.append(json.loads(text))

    client = WSClient(base_url=SOCKETS, on_message=on_message)
    client.open()
    client.market_trades(product_ids=["BTC-USD"])
    client.level2(product_ids=["BTC-USD"])
    client.ticker(product_ids=["BTC-USD"])

    def of(channel):
        with lock:
            return [event for m in heard if m["channel"] == channel for event in m["events"]]

    until("everything", lambda: all(len(of(c)) >= 200 for c in ("market_trades", "l2_data", "ticker")))
    client.market_trades_unsubscribe(product_ids=["BTC-USD"])
    until("an answer", lambda: len(of("subscriptions")) >= 4)
    found["left"] = of("subscriptions")[-1]["subscriptions"].get("market_trades")
    found["numbers"] = [m["sequence_num"] for m in heard] == list(range(len(heard)))
    trades = [t for event in of("market_trades") for t in event["trades"]]
    found["streamed_trades"] = [[int(t["trade_id"]), float(t["price"]), float(t["size"])] for t in trades]
    quote = of("ticker")[-1]["tickers"][0]
    names = ("best_bid", "best_bid_quantity", "best_ask", "best_ask_quantity")
    found["quote"] = [float(quote[name]) for name in names]
    events = of("l2_data")
    found["kinds"] = [events[0]["type"], events[1]["type"]]
    book = Book([], [])
    for event in events:
        lines = [(u["side"], u["price_level"], u["new_quantity"]) for u in event["updates"]]
        book.change(*([(p, q) for side, p, q in lines if side == wanted] for wanted in ("bid", "offer")))
    found["book"] = book.shown()
    client.close()
    return found


async def kraken():
    """python-kraken-sdk: `url`, `rest_url` and `ws_url` are options of its own."""
    from kraken.spot import Market, SpotWSClient

    market = Market(url=HTTP)
    pair = market.get_asset_pairs(pair="BTC/USD")["BTC/USD"]
    found = {"decimals": [pair["pair_decimals"], pair["lot_decimals"]]}
    rows = market.get_ohlc(pair="BTC/USD", interval=1, since=START - 1)["BTC/USD"]
    found["bars"] = [[r[0], *map(float, (r[1], r[2], r[3], r[4], r[6]))] for r in rows]
    try:
        market.get_ohlc(pair="NONSENSE")
    except Exception as problem:
        found["refused"] = type(problem).__name__
    heard = []

    async def on_message(message):
        heard.append(message)

    client = SpotWSClient(callback=on_message, rest_url=HTTP, ws_url=SOCKETS)
    await client.start()
    for channel in ({"channel": "trade"}, {"channel": "ticker"}, {"channel": "ohlc", "interval": 1}):
        await client.subscribe(params=channel | {"symbol": ["BTC/USD"]})
    await client.subscribe(params={"channel": "book", "depth": 10, "symbol": ["BTC/USD"]})

    def of(channel):
        return [(m["type"], row) for m in list(heard) if m.get("channel") == channel for row in m["data"]]

    enough = {"trade": 200, "ticker": 200, "book": 200, "ohlc": 10}
    await asyncio.to_thread(until, "everything", lambda: all(len(of(c)) >= n for c, n in enough.items()))
    await client.unsubscribe(params={"channel": "trade", "symbol": ["BTC/USD"]})
    answers = lambda: [m for m in list(heard) if m.get("method") == "unsubscribe"]
    await asyncio.to_thread(until, "an answer", lambda: bool(answers()))
    found["left"] = answers()[0]["success"]
    found["streamed_trades"] = [[t["trade_id"], t["price"], t["qty"]] for _, t in of("trade")]
    found["streamed_bars"] = [[b["interval_begin"], *(b[n] for n in ("open", "high", "low", "close", "volume"))] for _, b in of("ohlc")]
    quote = of("ticker")[-1][1]
    found["quote"] = [quote[n] for n in ("bid", "bid_qty", "ask", "ask_qty")]
    book, digits = Book([], []), lambda number, places: f"{number:.{places}f}".replace(".", "").lstrip("0")
    for _, change in of("book"):
        book.change(*([(line["price"], line["qty"]) for line in change[side]] for side in ("bids", "asks")))
        bids, asks = book.shown()
        text = "".join(digits(price, 2) + digits(size, 8) for price, size in asks[:10] + bids[:10])
        assert zlib.crc32(text.encode()) == change["checksum"], text
    found["book"] = book.shown()
    await client.close()
    market.close() if hasattr(market, "close") else None
    return found


found = asyncio.run(kraken()) if WHICH == "kraken" else {"binance": binance, "coinbase": coinbase}[WHICH]()
json.dump(found, sys.stdout)

"""A day on a fake Alpaca with the official Python client, unchanged: what it was told, as JSON.

alpaca_day.py HTTP SOCKETS KEY SECRET
"""

import asyncio
import json
import logging
import sys
from datetime import datetime, timezone

from alpaca.common.exceptions import APIError
from alpaca.data.historical import CryptoHistoricalDataClient, NewsClient, StockHistoricalDataClient
from alpaca.data.live import CryptoDataStream, NewsDataStream, StockDataStream
from alpaca.data.requests import (
    CryptoBarsRequest,
    CryptoLatestQuoteRequest,
    NewsRequest,
    StockBarsRequest,
    StockLatestQuoteRequest,
    StockLatestTradeRequest,
    StockQuotesRequest,
    StockSnapshotRequest,
    StockTradesRequest,
)
from alpaca.data.timeframe import TimeFrame
from alpaca.trading.stream import TradingStream

HTTP, SOCKETS, KEY, SECRET = sys.argv[1:5]
START = datetime(2024, 3, 12, 13, 30, tzinfo=timezone.utc)
END = datetime(2024, 3, 12, 13, 40, tzinfo=timezone.utc)
FIRST = datetime(2024, 2, 1, tzinfo=timezone.utc)


class Errors(logging.Handler):
    """What the streams say of refusals, which they only log."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


def micros(at):
    return int(at.timestamp()) * 1_000_000 + at.microsecond


def bar(b):
    return [micros(b.timestamp), b.open, b.high, b.low, b.close, b.volume]


def trade(t):
    return [micros(t.timestamp), t.id, t.price, t.size]


def quote(q):
    return [micros(q.timestamp), q.bid_price, q.bid_size, q.ask_price, q.ask_size]


def article(n):
    return [n.id, micros(n.created_at), n.headline, sorted(n.symbols)]


def requests():
    """The past, in pages, and what came last."""
    stocks = StockHistoricalDataClient(KEY, SECRET, url_override=HTTP)
    crypto = CryptoHistoricalDataClient(KEY, SECRET, url_override=HTTP)
    span = {"start": START, "end": END}
    found = {}
    bars = stocks.get_stock_bars(
        StockBarsRequest(symbol_or_symbols=["MSFT", "AAPL"], timeframe=TimeFrame.Minute, **span)
    )
    found["bars"] = {symbol: [bar(b) for b in rows] for symbol, rows in bars.data.items()}
    days = stocks.get_stock_bars(
        StockBarsRequest(symbol_or_symbols="AAPL", timeframe=TimeFrame.Day, start=FIRST, end=END)
    )
    found["days"] = [bar(b) for b in days.data["AAPL"]]
    trades = stocks.get_stock_trades(StockTradesRequest(symbol_or_symbols=["AAPL", "TSLA"], **span))
    found["trades"] = {symbol: [trade(t) for t in rows] for symbol, rows in trades.data.items()}
    # More than the client asks for at once would be 10,000 rows; a raw client shows the pages of less.
    found["pages"], token = [], None
    while True:
        asked = {"symbols": "AAPL,MSFT", "timeframe": "1Min", "start": START.isoformat(), "limit": 7}
        page = stocks.get("/stocks/bars", asked | ({"page_token": token} if token else {}))
        found["pages"].append(sum(len(rows) for rows in page["bars"].values()))
        token = page["next_page_token"]
        if token is None:
            break
    quotes = stocks.get_stock_quotes(StockQuotesRequest(symbol_or_symbols="MSFT", **span))
    found["quotes"] = [quote(q) for q in quotes.data["MSFT"]]
    latest = stocks.get_stock_latest_quote(StockLatestQuoteRequest(symbol_or_symbols=["AAPL", "NOSUCH"]))
    found["latest_quote"] = {symbol: quote(q) for symbol, q in latest.items()}
    last = stocks.get_stock_latest_trade(StockLatestTradeRequest(symbol_or_symbols=["AAPL", "MSFT"]))
    found["latest_trade"] = {symbol: trade(t) for symbol, t in last.items()}
    snapshot = stocks.get_stock_snapshot(StockSnapshotRequest(symbol_or_symbols="AAPL"))["AAPL"]
    found["snapshot"] = {
        "trade": trade(snapshot.latest_trade),
        "quote": quote(snapshot.latest_quote),
        "minute": bar(snapshot.minute_bar),
        "day": bar(snapshot.daily_bar),
        "day_before": bar(snapshot.previous_daily_bar),
    }
    coins = crypto.get_crypto_bars(
        CryptoBarsRequest(symbol_or_symbols="BTC/USD", timeframe=TimeFrame.Minute, **span)
    )
    found["crypto_bars"] = [bar(b) for b in coins.data["BTC/USD"]]
    coin = crypto.get_crypto_latest_quote(CryptoLatestQuoteRequest(symbol_or_symbols="BTC/USD"))
    found["crypto_quote"] = quote(coin["BTC/USD"])
    news = NewsClient(KEY, SECRET, url_override=HTTP).get_news(NewsRequest(sort="asc", limit=100, **span))
    found["news"] = [article(n) for n in news.data["news"]]
    return found


def refusals():
    """A wrong key, and one request too many, which the client repeats."""
    wrong = StockHistoricalDataClient(KEY, "wrong", url_override=HTTP)
    asked = StockLatestTradeRequest(symbol_or_symbols="AAPL")
    try:
        wrong.get_stock_latest_trade(asked)
        key = None
    except APIError as problem:
        key = problem.status_code
    patient = StockHistoricalDataClient(KEY, SECRET, url_override=HTTP)
    patient._retry_wait = 1
    limited = patient.get_stock_latest_trade(StockLatestTradeRequest(symbol_or_symbols="LIMITED"))
    return {"wrong_key": key, "limited": len(limited)}


async def until(what, is_it):
    """Waits for something that must come."""
    for _ in range(6_000):
        if is_it():
            return
        await asyncio.sleep(0.01)
    raise RuntimeError(f"{what} did not come")


async def streams(errors):
    """Trades, quotes and bars as they come, and a symbol that is left in the middle."""
    heard = {"trades": {}, "quotes": [], "bars": [], "news": [], "crypto": [], "updates": []}

    async def on_trade(t):
        heard["trades"].setdefault(t.symbol, []).append(trade(t))

    async def on_quote(q):
        heard["quotes"].append(quote(q))

    async def on_bar(b):
        heard["bars"].append([b.symbol, *bar(b)])

    async def on_news(n):
        heard["news"].append(article(n))

    async def on_coin(t):
        heard["crypto"].append(trade(t))

    async def on_update(u):
        heard["updates"].append([u.event, u.order.symbol, u.price, u.qty, u.position_qty])

    stocks = StockDataStream(KEY, SECRET, url_override=f"{SOCKETS}/v2/iex")
    stocks.subscribe_trades(on_trade, "AAPL", "TSLA")
    stocks.subscribe_quotes(on_quote, "MSFT")
    stocks.subscribe_bars(on_bar, "AAPL", "MSFT")
    news = NewsDataStream(KEY, SECRET, url_override=f"{SOCKETS}/v1beta1/news")
    news.subscribe_news(on_news, "*")
    coins = CryptoDataStream(KEY, SECRET, url_override=f"{SOCKETS}/v1beta3/crypto/us")
    coins.subscribe_trades(on_coin, "BTC/USD")
    account = TradingStream(KEY, SECRET, paper=True, url_override=f"{SOCKETS}/stream")
    account.subscribe_trade_updates(on_update)
    running = [asyncio.create_task(s._run_forever()) for s in (stocks, news, coins, account)]

    def count(symbol):
        return len(heard["trades"].get(symbol, []))

    await until("trades of TSLA", lambda: count("TSLA") >= 5)
    await asyncio.to_thread(stocks.unsubscribe_trades, "TSLA")
    await until("the rest of AAPL", lambda: count("AAPL") >= 320 and len(heard["quotes"]) >= 240)
    await until("bars, news, coins and fills", lambda: len(heard["bars"]) >= 20 and len(heard["news"]) >= 7)
    await until("coins and fills", lambda: len(heard["crypto"]) >= 200 and len(heard["updates"]) >= 3)
    left = count("TSLA")
    await asyncio.sleep(0.3)
    heard["came_after_leaving"] = count("TSLA") - left

    # A second socket to the same endpoint, and one with a wrong key.
    for name, key, secret in (("second", KEY, SECRET), ("wrong_key", KEY, "wrong")):
        errors.lines.clear()
        other = StockDataStream(key, secret, url_override=f"{SOCKETS}/v2/iex")
        other.subscribe_trades(on_trade, "AAPL")
        trying = asyncio.create_task(other._run_forever())
        await until("a refusal", lambda: any("error during websocket" in line for line in errors.lines))
        heard[name] = errors.lines[-1].split(": ", 1)[1]
        await other.stop_ws()
        await asyncio.wait_for(trying, 10)
    for stream in (stocks, news, coins, account):
        await stream.stop_ws()
    await asyncio.wait_for(asyncio.gather(*running), 20)
    heard["trades"]["TSLA"] = heard["trades"]["TSLA"][:5]
    return heard


def main():
    errors = Errors()
    for name in ("alpaca.data.live.websocket", "alpaca.trading.stream"):
        logging.getLogger(name).addHandler(errors)
    found = requests() | {"refusals": refusals(), "streams": asyncio.run(streams(errors))}
    json.dump(found, sys.stdout)


main()

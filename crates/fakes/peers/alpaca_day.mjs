// A day on a fake Alpaca with the official JavaScript client, unchanged: what it was told, as JSON.
//
// alpaca_day.mjs HTTP SOCKETS KEY SECRET, with the packages in NODE_PATH.

import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.NODE_PATH, "none.js"));
const alpaca = require("@alpacahq/alpaca-trade-api");

const [http, sockets, keyId, secret] = process.argv.slice(2);
const start = new Date("2024-03-12T13:30:00Z");
const end = new Date("2024-03-12T13:40:00Z");
const span = { start, end };

// In lists by symbol the client leaves times as texts.
const time = (t) => +new Date(t);
const bar = (b) => [time(b.t), b.o, b.h, b.l, b.c, b.v];
const trade = (t) => [time(t.t), t.i, t.p, t.s];
const quote = (q) => [time(q.t), q.bp, q.bs, q.ap, q.as];
const article = (n) => [n.id, +n.createdAt, n.headline, [...n.symbols].sort()];
const each = (rows, row) => Object.fromEntries(Object.entries(rows).map(([symbol, all]) => [symbol, all.map(row)]));

const configuration = (secretText, more = {}) =>
  new alpaca.marketData.Configuration({ basePath: http, keyId, secret: secretText, ...more });

/** The past, in pages, and what came last. */
async function requests() {
  const stocks = new alpaca.marketData.StockApi(configuration(secret));
  const crypto = new alpaca.marketData.CryptoApi(configuration(secret));
  const found = { pages: [], bars: {} };
  let pageToken;
  do {
    const page = await stocks.stockBars({ symbols: "MSFT,AAPL", timeframe: "1Min", limit: 7, pageToken, ...span });
    const rows = each(page.bars, bar);
    found.pages.push(Object.values(rows).reduce((sum, all) => sum + all.length, 0));
    for (const [symbol, all] of Object.entries(rows)) {
      found.bars[symbol] = [...(found.bars[symbol] ?? []), ...all];
    }
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken);
  const days = await stocks.stockBars({ symbols: "AAPL", timeframe: "1Day", start: new Date("2024-02-01"), end });
  found.days = days.bars.AAPL.map(bar);
  found.trades = each((await stocks.stockTrades({ symbols: "AAPL", ...span })).trades, trade);
  found.quotes = (await stocks.stockQuotes({ symbols: "MSFT", ...span })).quotes.MSFT.map(quote);
  const latest = await stocks.stockLatestQuotes({ symbols: "AAPL,NOSUCH" });
  found.latest_quote = Object.fromEntries(Object.entries(latest.quotes).map(([s, q]) => [s, quote(q)]));
  const last = await stocks.stockLatestTrades({ symbols: "AAPL,MSFT" });
  found.latest_trade = Object.fromEntries(Object.entries(last.trades).map(([s, t]) => [s, trade(t)]));
  const snapshot = (await stocks.stockSnapshots({ symbols: "AAPL" })).AAPL;
  found.snapshot = {
    trade: trade(snapshot.latestTrade),
    quote: quote(snapshot.latestQuote),
    minute: bar(snapshot.minuteBar),
    day: bar(snapshot.dailyBar),
    day_before: bar(snapshot.prevDailyBar),
  };
  const coins = await crypto.cryptoBars({ loc: "us", symbols: "BTC/USD", timeframe: "1Min", ...span });
  found.crypto_bars = coins.bars["BTC/USD"].map(bar);
  const coin = await crypto.cryptoLatestQuotes({ loc: "us", symbols: "BTC/USD" });
  found.crypto_quote = quote(coin.quotes["BTC/USD"]);
  const news = await new alpaca.marketData.NewsApi(configuration(secret)).news({ sort: "asc", limit: 50, ...span });
  found.news = news.news.map(article);
  return found;
}

/** A wrong key, and one request too many, which the client repeats after the time that it is told. */
async function refusals() {
  const wrong = new alpaca.marketData.StockApi(configuration("wrong"));
  const wrongKey = await wrong.stockLatestTrades({ symbols: "AAPL" }).then(
    () => null,
    (problem) => problem.status,
  );
  const waits = [];
  const retry = { maxRetries: 2, onRetry: (event) => waits.push([event.status, event.delayMs]) };
  const patient = new alpaca.marketData.StockApi(configuration(secret, { retry }));
  const limited = await patient.stockLatestTrades({ symbols: "LIMITED" });
  return { wrong_key: wrongKey, limited: Object.keys(limited.trades).length, waits };
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for something that must come. */
async function until(what, isIt) {
  for (let n = 0; n < 6_000; n += 1) {
    if (isIt()) return;
    await pause(10);
  }
  throw new Error(`${what} did not come`);
}

/** Trades, quotes and bars as they come, and a symbol that is left in the middle. */
async function streams() {
  const credentials = { keyId, secret };
  const heard = { trades: {}, quotes: [], bars: [], news: [], crypto: [], updates: [] };
  const at = (row) => +row.timestamp;
  const stocks = new alpaca.streaming.StockDataStream({ credentials, url: `${sockets}/v2/iex` });
  const tell = (t) => [at(t), t.id, t.price, t.size];
  stocks.onTrade((t) => (heard.trades[t.symbol] ??= []).push(tell(t)));
  stocks.onQuote((q) => heard.quotes.push([at(q), q.bidPrice, q.bidSize, q.askPrice, q.askSize]));
  stocks.onBar((b) => heard.bars.push([b.symbol, at(b), b.open, b.high, b.low, b.close, b.volume]));
  let raw;
  stocks.once("trade", (t) => (raw = t.timestampRaw));
  stocks.subscribeForTrades(["AAPL", "TSLA"]);
  stocks.subscribeForQuotes(["MSFT"]);
  stocks.subscribeForBars(["AAPL", "MSFT"]);
  const news = new alpaca.streaming.NewsStream({ credentials, url: `${sockets}/v1beta1/news` });
  news.onNews((n) => heard.news.push(article(n)));
  news.subscribeForNews(["*"]);
  const coins = new alpaca.streaming.CryptoDataStream({ credentials, url: `${sockets}/v1beta3/crypto/us` });
  coins.onTrade((t) => heard.crypto.push(tell(t)));
  coins.subscribeForTrades(["BTC/USD"]);
  const account = new alpaca.streaming.TradingStream({ credentials, url: `${sockets}/stream` });
  account.onTradeUpdate((u) => heard.updates.push([u.event, u.order.symbol, u.price, u.qty, u.positionQty]));
  account.subscribeTradeUpdates();
  const all = [stocks, news, coins, account];
  all.forEach((stream) => stream.connect());
  const count = (symbol) => heard.trades[symbol]?.length ?? 0;
  await until("trades of TSLA", () => count("TSLA") >= 5);
  let confirmed = false;
  stocks.on("subscription", () => (confirmed = true));
  stocks.unsubscribeFromTrades(["TSLA"]);
  await until("the end of a subscription", () => confirmed);
  const left = count("TSLA");
  await until("the rest", () => count("AAPL") >= 320 && heard.quotes.length >= 240 && heard.bars.length >= 20);
  await until("news, coins and fills", () => {
    return heard.news.length >= 7 && heard.crypto.length >= 200 && heard.updates.length >= 3;
  });
  await pause(300);
  heard.came_after_leaving = count("TSLA") - left;
  heard.first_trade_at = raw;

  // A second socket to the same endpoint, and one with a wrong key.
  const second = new alpaca.streaming.StockDataStream({ credentials, url: `${sockets}/v2/iex`, reconnect: false });
  second.onError((why) => (heard.second ??= why));
  second.connect();
  await until("a refusal", () => heard.second);
  const wrong = { keyId, secret: "wrong" };
  const third = new alpaca.streaming.StockDataStream({ credentials: wrong, url: `${sockets}/v2/iex`, reconnect: false });
  third.connect();
  const outcome = await third.waitForAuthenticationResult(10_000);
  heard.wrong_key = `${outcome.code} ${outcome.message}`;
  [...all, second, third].forEach((stream) => stream.disconnect());
  heard.trades.TSLA = heard.trades.TSLA.slice(0, 5);
  return heard;
}

const found = await requests();
found.refusals = await refusals();
found.streams = await streams();
process.stdout.write(JSON.stringify(found));

"""Ticks, the bars that pandas makes of them, and books that a dictionary keeps. See PROVENANCE.md.

python3 generate.py                    # writes trades.json.zst and book.json.zst
python3 generate.py reference FOLDER   # writes reference.json from the tick and depth sets in a folder
"""

import json
import math
import pathlib
import random
import sys
import zlib

import blake3
import pandas as pd
import zstandard

HERE = pathlib.Path(__file__).parent
RULES = {"1s": "1s", "5s": "5s", "15s": "15s", "30s": "30s", "1m": "1min", "2m": "2min", "5m": "5min", "15m": "15min",
         "30m": "30min", "1h": "1h", "2h": "2h", "4h": "4h"}


def write(name, value):
    text = json.dumps(value, separators=(",", ":")).encode()
    (HERE / name).write_bytes(zstandard.ZstdCompressor(level=19).compress(text))


def micros(time):
    return time.value // 1000


def walk(rng, first, times):
    """Trades at some times (microseconds): prices of two decimals, sizes of six, ids without holes."""
    cents = 6_900_000
    rows = []
    for number, at in enumerate(times):
        cents = max(100_000, cents + rng.randint(-900, 900))
        rows.append([at, first + number, f"{cents / 100:.2f}", f"{rng.randint(1, 3_000_000) / 1e6:.6f}"])
    return rows


def moments(rng, start, end, count):
    """Bursts and silences, in whole milliseconds, several at one of them."""
    times = []
    while len(times) < count:
        at = rng.randrange(micros(start) // 1000, micros(end) // 1000)
        for _ in range(rng.choice([1, 1, 2, 30])):
            times.append(min(at, micros(end) // 1000 - 1) * 1000)
            at += rng.choice([0, 0, 1, 40, 700])
    return sorted(times[:count])


def bars(rows, sessions):
    """By pandas: each session is resampled from its opening; what lies outside of all is left out."""
    frame = pd.DataFrame(rows, columns=["at", "id", "price", "size"])
    frame["price"] = frame["price"].astype(float)
    frame["size"] = frame["size"].astype(float)
    frame.index = pd.to_datetime(frame["at"], unit="us", utc=True)
    made = {interval: [] for interval in [*RULES, "1d"]}
    for date, opens, closes in sessions:
        part = frame[(frame.index >= opens) & (frame.index < closes)]
        if part.empty:
            continue
        for interval, rule in RULES.items():
            groups = part.resample(rule, origin=opens, closed="left", label="left")
            for start, group in groups:
                if not group.empty:
                    made[interval].append(bar(micros(start), group))
        made["1d"].append(bar(micros(pd.Timestamp(date, tz="UTC")), part))
    return made


def bar(at, group):
    price = group["price"]
    return [at, price.iloc[0], price.max(), price.min(), price.iloc[-1], math.fsum(group["size"]), len(group)]


def utc(text):
    return pd.Timestamp(text, tz="UTC")


def trades():
    rng = random.Random(20240310)
    crypto = walk(rng, 5_000, moments(rng, utc("2024-03-09T21:00"), utc("2024-03-10T03:30"), 2_500))
    days = [(d, utc(d), utc(d) + pd.Timedelta(days=1)) for d in ["2024-03-09", "2024-03-10"]]
    # New York: a whole session, a half day, a holiday, a whole session; with trades before and after hours.
    hours = [("2024-07-02", "16:00"), ("2024-07-03", "13:00"), ("2024-07-05", "16:00")]
    new_york = lambda date, time: pd.Timestamp(f"{date}T{time}", tz="America/New_York").tz_convert("UTC")
    sessions = [(date, new_york(date, "09:30"), new_york(date, close)) for date, close in hours]
    times = moments(rng, utc("2024-07-02T12:00"), utc("2024-07-05T22:00"), 2_500)
    nyse = walk(rng, 900_000, times)
    write("trades.json.zst", {
        "CRYPTO": {"trades": crypto, "bars": bars(crypto, days)},
        "XNYS": {"trades": nyse, "bars": bars(nyse, sessions)},
    })


class Book:
    """Two dictionaries: all that a book is."""

    def __init__(self):
        self.sides = {"bid": {}, "ask": {}}

    def apply(self, levels):
        for side, price, size in levels:
            if float(size) == 0:
                self.sides[side].pop(float(price), None)
            else:
                self.sides[side][float(price)] = float(size)

    def best(self, side, n):
        return sorted(self.sides[side].items(), reverse=side == "bid")[:n]

    def show(self, n):
        return {side: self.best(side, n) for side in self.sides}


def book():
    """Binance spot: changes that began before the snapshot, the snapshot, changes after it."""
    rng = random.Random(7)
    changes, number = [], 1_000
    levels = lambda n: [change(rng) for _ in range(n)]
    for _ in range(600):
        first, number = number + 1, number + rng.randint(1, 6)
        changes.append([first, number, levels(rng.randint(1, 12))])
    # The true book from the first change on; the snapshot is taken within the fortieth.
    true, snapshot, shown = Book(), None, []
    for index, (first, last, change_levels) in enumerate(changes):
        true.apply(change_levels)
        if index == 40:
            both = [[side, price, size] for side in true.sides for price, size in true.sides[side].items()]
            snapshot = {"last": last - (last > first), "levels": both}
        if index >= 40 and index % 40 == 0:
            shown.append([last, true.show(15)])
    write("book.json.zst", {"snapshot": snapshot, "changes": changes, "shown": shown})


def change(rng):
    """Bids below 50000, asks above: a book that is never crossed."""
    side = rng.choice(["bid", "ask"])
    cents = 5_000_000 + (-1 if side == "bid" else 1) * rng.randint(1, 400) * 10
    return [side, f"{cents / 100:.2f}", rng.choice(["0.000", f"{rng.randint(1, 9_000) / 1000:.3f}"])]


def reference(folder):
    """What the sets in the folder must give, without the sets themselves: a hash of the bars, a few figures of the book."""
    frame = pd.read_csv(folder / "btcusdt_trades_tick.csv")
    at = pd.to_datetime(frame["timestamp"], utc=True)
    rows = [[micros(t), i, p, q] for t, i, p, q in zip(at, frame["trade_id"], frame["price"], frame["quantity"])]
    made = bars(rows, [("2021-01-08", utc("2021-01-08"), utc("2021-01-09"))])
    line = lambda b: f"{b[0]},{b[1]:.2f},{b[2]:.2f},{b[3]:.2f},{b[4]:.2f},{b[5]:.6f},{b[6]}\n"
    digests = {interval: [len(of), blake3.blake3("".join(map(line, of)).encode()).hexdigest()]
               for interval, of in made.items()}
    side = {"a": "ask", "b": "bid"}
    depth = lambda name: [[side[s], p, q] for s, p, q in
                          pd.read_csv(folder / name)[["side", "price", "qty"]].itertuples(index=False)]
    snapshot, update = depth("btcusdt_depth_snap.csv"), depth("btcusdt_depth_update.csv")
    figures = []
    kept = Book()
    for levels in (snapshot, update):
        kept.apply(levels)
        text = "".join(f"{side},{price:.1f},{size:.3f}\n" for side in ("bid", "ask")
                       for price, size in kept.best(side, 10_000))
        figures.append([len(kept.sides["bid"]), len(kept.sides["ask"]), blake3.blake3(text.encode()).hexdigest()])
    (HERE / "reference.json").write_text(json.dumps({"bars": digests, "books": figures}, indent=1) + "\n")


def checksums():
    """Kraken's checksum of the book in crates/feed/src/book/follow/tests.rs, before and after a better bid."""
    digits = lambda text: text.replace(".", "").lstrip("0")
    level = lambda units: (f"{units / 100_000:.5f}", "0.00000500")
    asks, bids = [level(5_000 + 5 * n) for n in range(1, 11)], [level(5_000 - 5 * n) for n in range(10)]
    for side in (bids, [("0.05001", "12.50000000"), *bids]):
        text = "".join(digits(part) for both in (asks[:10], side[:10]) for row in both for part in row)
        print(zlib.crc32(text.encode()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["reference"]:
        reference(pathlib.Path(sys.argv[2]))
    else:
        trades()
        book()
        checksums()

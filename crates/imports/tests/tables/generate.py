"""Writes the Parquet tables of these tests with pandas, pyarrow and polars, and what they hold.

python -m venv env && env/bin/pip install pandas==3.1.1 pyarrow==26.0.1 polars==2.1.0 && env/bin/python generate.py
The prices are invented.
"""

import datetime
import decimal
import json

import pandas
import polars

DAYS = [datetime.date(2024, 1, 2), datetime.date(2024, 1, 3), datetime.date(2024, 1, 4)]
expected = {}


def note(name, rows):
    expected[name] = [[day, symbol, close] for day, symbol, close in rows]


# A wide table whose index has no name, in nanoseconds, packed with Snappy; a price is missing.
index = pandas.DatetimeIndex(DAYS).as_unit("ns")
wide = pandas.DataFrame({"AAA": [10.1, 1.234, 10.3], "B, \"x\"": [0.1 + 0.2, None, 7.0]}, index=index)
wide.to_parquet("wide.parquet", compression="snappy")
note(
    "wide",
    [(str(at.date()), symbol, float(price)) for symbol in wide for at, price in wide[symbol].items() if pandas.notna(price)],
)

# A long table of Polars with dates, words from a dictionary, whole numbers and an empty cell, packed with Zstandard.
long = polars.DataFrame(
    {
        "date": DAYS * 2,
        "symbol": ["AAA"] * 3 + ["BBB"] * 3,
        "open": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        "close": [1.5, 2.5, 3.5, 4.5, None, 6.5],
        "volume": [100, 200, None, 400, 500, 2**40],
    },
    schema_overrides={"symbol": polars.Categorical},
)
long.write_parquet("long.parquet", compression="zstd")
note("long", [(str(r["date"]), r["symbol"], r["close"]) for r in long.iter_rows(named=True) if r["close"] is not None])

# One instrument of Tokyo: midnight there is the day before in UTC. Decimals, packed with gzip.
tokyo = pandas.DataFrame(
    {"Close": [decimal.Decimal("2510.50"), decimal.Decimal("2511.25"), decimal.Decimal("2490.00")]},
    index=pandas.DatetimeIndex(DAYS, tz="Asia/Tokyo", name="Date"),
)
tokyo.to_parquet("tokyo.parquet", compression="gzip")
note("tokyo", [(str(at.date()), "7203.T", float(price)) for at, price in tokyo["Close"].items()])

# No table: a column of lists.
polars.DataFrame({"date": DAYS, "close": [[1.0], [2.0, 3.0], []]}).write_parquet("lists.parquet")

with open("expected.json", "w") as file:
    json.dump(expected, file, indent=1)
    file.write("\n")

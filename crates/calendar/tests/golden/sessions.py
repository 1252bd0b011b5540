"""Every session of the exchanges that `calendar` knows, 1990 to 2035, out of the Python package exchange-calendars.

    python3 sessions.py > sessions.json        # exchange-calendars 4.13.2, pandas 3.1.1, tzdata 2026.6
    zstd -19 --rm sessions.json

A year is a string with one character a day: `.` where the exchange is closed, else a letter that stands for the opening and
the closing in minutes after midnight UTC of the session's date.
"""

import json
import string
import sys
from importlib.metadata import version

import exchange_calendars
import pandas as pd

FIRST, LAST = "1990-01-01", "2035-12-31"
# Ours: theirs. The package sends XNAS to XNYS, and calls the market that never closes 24/7.
CODES = {code: code for code in ["XNYS", "XNAS", "XLON", "XETR", "XPAR", "XAMS", "XBRU", "XLIS", "XTSE"]} | {
    "CRYPTO": "24/7"
}


def minutes(moments, dates):
    return ((moments.dt.tz_localize(None) - dates) // pd.Timedelta(minutes=1)).tolist()


def one(code):
    calendar = exchange_calendars.get_calendar(code, start=FIRST, end=LAST)
    dates = calendar.schedule.index.to_series()
    hours = list(zip(minutes(calendar.schedule["open"], dates), minutes(calendar.schedule["close"], dates)))
    letters = dict(zip(sorted(set(hours)), string.ascii_letters, strict=False))
    assert len(letters) == len(set(hours)), "more kinds of day than letters"
    of_day = {day.date(): letters[pair] for day, pair in zip(dates, hours)}
    years = {
        str(year): "".join(of_day.get(day.date(), ".") for day in pd.date_range(f"{year}-01-01", f"{year}-12-31"))
        for year in range(1990, 2036)
    }
    return {"hours": {letter: list(pair) for pair, letter in letters.items()}, "years": years}


json.dump(
    {
        "programs": {name: version(name) for name in ["exchange-calendars", "pandas", "tzdata"]},
        "exchanges": {ours: one(theirs) for ours, theirs in CODES.items()},
    },
    sys.stdout,
    indent=1,
)

"""Times the peer of `bench_tear_sheet` on its input (read from standard input) and prints one JSON object a line.

Wanted: pip install quantstats==0.0.86
Each line: case, program, seconds of each repetition, and the figures that both programs define alike, so that they are compared before times.
"""

import json
import logging
import os
import sys
import tempfile
import time
import warnings

os.environ["MPLBACKEND"] = "agg"
warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import numpy as np
import pandas as pd
import quantstats as qs

YEAR = 252
data = json.load(sys.stdin)
index = pd.DatetimeIndex(data["days"])
own = pd.Series(data["returns"], index=index, name="own")
other = pd.Series(data["benchmark"], index=index, name="benchmark")


def alike():
    greeks = qs.stats.greeks(own, other, periods=YEAR)
    figures = [
        qs.stats.comp(own),
        qs.stats.volatility(own, periods=YEAR),
        qs.stats.sharpe(own, periods=YEAR),
        qs.stats.sortino(own, periods=YEAR),
        qs.stats.omega(own, periods=YEAR),
        qs.stats.max_drawdown(own),
        qs.stats.skew(own),
        qs.stats.kurtosis(own),
        qs.stats.tail_ratio(own),
        qs.stats.best(own),
        qs.stats.worst(own),
        qs.stats.win_rate(own),
        qs.stats.avg_win(own),
        qs.stats.avg_loss(own),
        qs.stats.payoff_ratio(own),
        qs.stats.profit_factor(own),
        qs.stats.kelly_criterion(own),
        qs.stats.consecutive_wins(own),
        qs.stats.consecutive_losses(own),
        greeks["beta"],
        greeks["alpha"],
        qs.stats.r_squared(own, other),
    ]
    details = qs.stats.drawdown_details(qs.stats.to_drawdown_series(own))
    # Their depths are in percent.
    figures += sorted(details["max drawdown"] / 100)[:10]
    table = qs.stats.monthly_returns(own, eoy=True, compounded=True)
    figures += list(table["EOY"].sort_index())
    months = own.groupby([own.index.year, own.index.month]).apply(qs.stats.comp)
    figures.append(months.mean())
    for window in (YEAR // 2, YEAR):
        columns = (
            qs.stats.rolling_volatility(own, window, YEAR),
            qs.stats.rolling_sharpe(own, rolling_period=window, periods_per_year=YEAR),
            qs.stats.rolling_greeks(own, other, window)["beta"],
        )
        for column in columns:
            known = column.dropna()
            figures += [known.mean(), known.iloc[-1]]
    return [float(figure) for figure in figures]


def page():
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        qs.reports.html(own, other, output=file.name, periods_per_year=YEAR)


# The first one finds the fonts.
page()
seconds = []
for _ in range(3):
    start = time.perf_counter()
    page()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"case": "tear_sheet", "program": "quantstats", "seconds": seconds, "result": alike()}), flush=True)

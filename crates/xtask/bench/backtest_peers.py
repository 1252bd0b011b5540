"""Times the peers of `bench_strategies` and `bench_backtest` on their inputs (read from standard input) and prints one JSON object a line.

Wanted: pip install backtesting==0.6.6 vectorbt==1.2.0 numba==0.68.1
Each line: case, program, seconds of each repetition, and trades or fills with the equity at the end, so that outputs are compared before times.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
data = json.load(sys.stdin)
millionths = np.asarray(data["millionths"])
close = millionths / 1e6
index = pd.date_range("2024-01-01", periods=len(close), freq="min")


def told(case, program, seconds, result):
    result = [float(figure) for figure in result]
    print(json.dumps({"case": case, "program": program, "seconds": seconds, "result": result}), flush=True)


def timed(repeat, work):
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return seconds, result


def events():
    from backtesting import Backtest, Strategy
    from backtesting.lib import crossover

    opened = np.concatenate([millionths[:1], millionths[:-1]])
    frame = pd.DataFrame(
        {
            "Open": opened / 1e6,
            "High": (np.maximum(opened, millionths) + 10_000) / 1e6,
            "Low": (np.minimum(opened, millionths) - 10_000) / 1e6,
            "Close": close,
            "Volume": 1000.0,
        },
        index=index,
    )

    def mean(values, n):
        return pd.Series(values).rolling(n).mean()

    class Cross(Strategy):
        def init(self):
            self.fast = self.I(mean, self.data.Close, 10)
            self.slow = self.I(mean, self.data.Close, 30)

        def next(self):
            if crossover(self.fast, self.slow):
                self.position.close()
                self.buy()
            elif crossover(self.slow, self.fast):
                self.position.close()

    test = Backtest(frame, Cross, cash=1_000_000, commission=0.00001, finalize_trades=True)
    seconds, stats = timed(1, test.run)
    told("crossing_events", "backtesting.py", seconds, [len(stats._trades), stats._equity_curve.Equity.iloc[-1]])


def signals():
    import vectorbt as vbt
    from vectorbt.portfolio import dispatch

    # The simulation by itself, within what the library does around it.
    bare, simulate = [], dispatch.simulate_from_signals

    def watched(*args, **kwargs):
        start = time.perf_counter()
        found = simulate(*args, **kwargs)
        bare.append(time.perf_counter() - start)
        return found

    dispatch.simulate_from_signals = watched
    series = pd.Series(close, index=index)

    def whole():
        fast, slow = vbt.MA.run(series, 10), vbt.MA.run(series, 30)
        up, down = fast.ma_crossed_above(slow), fast.ma_crossed_below(slow)
        run = vbt.Portfolio.from_signals(series, up, down, init_cash=1_000_000, fees=0.00001, freq="1min")
        return run, run.stats(settings={"freq": "1min", "year_freq": "365 days"})

    # The first run compiles.
    whole()
    bare.clear()
    seconds, (run, _) = timed(3, whole)
    end = np.asarray(run.value())[-1]
    told("signals_bare", "vectorbt, simulation alone", list(bare), [len(run.orders.records), end])
    # Its Sharpe ratio takes 365 days a year, as ours does.
    told("signals_whole", "vectorbt", seconds, [len(run.orders.records), end, run.sharpe_ratio(year_freq="365 days")])

    short, pairs = series.iloc[:10_000], np.asarray(data["sweep"])

    def sweep():
        fast = vbt.MA.run(short, pairs[:, 0], short_name="fast")
        slow = vbt.MA.run(short, pairs[:, 1], short_name="slow")
        up, down = fast.ma_crossed_above(slow), fast.ma_crossed_below(slow)
        run = vbt.Portfolio.from_signals(short, up, down, init_cash=1_000_000, fees=0.00001, freq="1min")
        return np.asarray(run.sharpe_ratio(year_freq="365 days"))

    sweep()
    seconds, sharpes = timed(1, sweep)
    told("sweep_1000", "vectorbt", seconds, [len(sharpes), sharpes.mean(), sharpes.max()])


{"events": events, "signals": signals}[data["what"]]()

"""Crossing averages on an index, as backtesting.py and vectorbt trade them.

python generate.py prices.csv > crossings.json
with backtesting 0.6.6, vectorbt 1.2.0, numpy 2.4.6, pandas 3.1.1.
"""

import json
import sys

import numpy as np
import pandas as pd

CASH = 10_000_000.0


def with_backtesting(df, fast, slow, commission, long_short):
    from backtesting import Backtest, Strategy
    from backtesting.lib import crossover

    def mean(values, n):
        return pd.Series(values).rolling(n).mean()

    class Cross(Strategy):
        def init(self):
            self.a = self.I(mean, self.data.Close, fast)
            self.b = self.I(mean, self.data.Close, slow)

        def next(self):
            if crossover(self.a, self.b):
                self.position.close()
                self.buy()
            elif crossover(self.b, self.a):
                self.position.close()
                if long_short:
                    self.sell()

    names = {"open": "Open", "high": "High", "low": "Low", "close": "Close", "volume": "Volume"}
    stats = Backtest(df.rename(columns=names), Cross, cash=CASH, commission=commission, finalize_trades=True).run()
    trades = [
        {
            "size": int(t.Size),
            "entry_bar": int(t.EntryBar),
            "exit_bar": int(t.ExitBar),
            "entry_price": float(t.EntryPrice),
            "exit_price": float(t.ExitPrice),
            "pnl": float(t.PnL),
            "commission": float(t.Commission),
        }
        for t in stats._trades.itertuples()
    ]
    trades.sort(key=lambda t: t["exit_bar"])
    equity = stats._equity_curve.Equity.to_numpy()
    return {
        "trades": trades,
        "equity_final": float(equity[-1]),
        "equity_every_50": [float(v) for v in equity[::50]],
    }


def with_vectorbt(df, fast, slow, fees, slippage, shifted):
    import vectorbt as vbt

    a, b = vbt.MA.run(df.close, fast), vbt.MA.run(df.close, slow)
    up, down = a.ma_crossed_above(b), a.ma_crossed_below(b)
    # backtesting.py would fill an order of the last bar at that bar's open.
    assert not (up.iloc[-1] or down.iloc[-1])
    if shifted:
        up, down = (s.shift(1, fill_value=False) for s in (up, down))
    run = vbt.Portfolio.from_signals(df.close, up, down, init_cash=CASH, fees=fees, slippage=slippage, freq="1D")
    trades = [
        {
            "entry_bar": int(t.entry_idx),
            "exit_bar": int(t.exit_idx),
            "size": float(t.size),
            "entry_price": float(t.entry_price),
            "exit_price": float(t.exit_price),
            "entry_fees": float(t.entry_fees),
            "exit_fees": float(t.exit_fees),
            "pnl": float(t.pnl),
            "status": "open" if t.status == 0 else "closed",
        }
        for t in pd.DataFrame(run.trades.records).itertuples()
    ]
    return {"trades": trades, "end_value": float(np.asarray(run.value())[-1])}


def main():
    df = pd.read_csv(sys.argv[1], index_col="date", parse_dates=True)
    cases = []

    def case(name, expected, **inputs):
        cases.append({"id": name, "inputs": {"file": "prices.csv", "cash": CASH, **inputs}, "expected": expected})

    for fast, slow in [(10, 30), (5, 20), (4, 15)]:
        inputs = {"fast": fast, "slow": slow}
        for long_short in [False, True]:
            name = f"backtesting_py_{fast}_{slow}_{'longshort' if long_short else 'long'}"
            expected = with_backtesting(df, fast, slow, 0.002, long_short)
            case(name, expected, commission=0.002, long_short=long_short, **inputs)
        for shifted, slippage in [(False, 0.0), (True, 0.0005)]:
            name = f"vectorbt_{fast}_{slow}_{'shifted' if shifted else 'sameclose'}"
            expected = with_vectorbt(df, fast, slow, 0.002, slippage, shifted)
            case(name, expected, fees=0.002, slippage=slippage, signals_shifted_by_one=shifted, **inputs)
    json.dump({"cases": cases}, sys.stdout)


main()

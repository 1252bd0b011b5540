"""Makes `currency.json` beside this script: contributions and currency effects of stocks as if quoted abroad, by numpy and pandas.

Wanted: pip install numpy==2.4.6 pandas==3.1.1
Run: python3 generate.py STOCKS.csv ECB_FX.csv > currency.json, with the sample's tables decompressed
(`zstd -dc crates/workstation/sample/us_stocks_daily.csv.zst`, `…/ecb_fx_daily.csv.zst`).
"""

import json
import sys

import numpy as np
import pandas as pd

STOCKS = pd.read_csv(sys.argv[1], index_col=0)
RATES = pd.read_csv(sys.argv[2], index_col=0)
# Currency, the stock that stands for its market, weights and hedges of portfolio and benchmark.
MARKETS = [("EUR", "KO", 0.2, 0.3, 0.0, 0.0), ("USD", "AAPL", 0.5, 0.4, -0.25, 0.0), ("GBP", "XOM", 0.2, 0.2, 0.0, -0.1), ("JPY", "JPM", 0.1, 0.1, 0.05, 0.0)]


def main():
    days = sorted(set(STOCKS.loc["2018-12-31":"2019-12-31"].index) & set(RATES.index))
    month_ends = [day for day, after in zip(days, days[1:] + ["9999"]) if day[:7] != after[:7]]
    periods, contributions = [], []
    for start, end in zip(month_ends, month_ends[1:]):
        rows, own, other = [], 0.0, 0.0
        for currency, stock, wp, wb, hp, hb in MARKETS:
            local = STOCKS.loc[end, stock] / STOCKS.loc[start, stock] - 1
            # Euros for one unit: the table has units for one euro.
            change = 0.0 if currency == "EUR" else RATES.loc[start, currency] / RATES.loc[end, currency] - 1
            forward = change + 0.001 if currency != "EUR" else 0.0
            # The portfolio's own choice in a market does a little better or worse than the market.
            chosen = local * 1.1 - 0.002
            rows.append({"portfolio_weight": wp, "portfolio_return": chosen, "benchmark_weight": wb, "benchmark_return": local,
                         "currency_return": change, "portfolio_hedge": hp, "benchmark_hedge": hb, "forward_return": forward})
            own += wp * ((1 + chosen) * (1 + change) - 1) + hp * forward
            other += wb * ((1 + local) * (1 + change) - 1) + hb * forward
        table = pd.DataFrame(rows)
        market = (table.benchmark_weight * table.benchmark_return).sum()
        mean = (table.benchmark_weight * table.currency_return).sum()
        more = table.portfolio_weight - table.benchmark_weight
        effects = {
            "allocation": more * (table.benchmark_return - market),
            "selection": table.benchmark_weight * (table.portfolio_return - table.benchmark_return),
            "interaction": more * (table.portfolio_return - table.benchmark_return),
            "currency": more * (table.currency_return - mean),
            "on_gains": table.currency_return * (table.portfolio_weight * table.portfolio_return - table.benchmark_weight * table.benchmark_return),
            "hedging": (table.portfolio_hedge - table.benchmark_hedge) * table.forward_return,
        }
        left = own - other - sum(effect.sum() for effect in effects.values())
        assert abs(left) < 1e-14, left
        periods.append({"markets": rows, "portfolio": own, "benchmark": other, "effects": {k: v.tolist() for k, v in effects.items()}})
        weights = np.array([row["portfolio_weight"] for row in rows])
        contributions.append({"weights": weights.tolist(), "returns": [(1 + row["portfolio_return"]) * (1 + row["currency_return"]) - 1 for row in rows]})
    totals = np.array([np.dot(part["weights"], part["returns"]) for part in contributions])
    whole = np.prod(1 + totals) - 1
    factor = (np.log1p(totals) / totals) / (np.log1p(whole) / whole)
    linked = sum(f * np.array(part["weights"]) * np.array(part["returns"]) for f, part in zip(factor, contributions))
    assert abs(linked.sum() - whole) < 1e-14
    json.dump({"currencies": [market[0] for market in MARKETS], "periods": periods, "contributions": {
        "periods": contributions, "total": whole, "linked": linked.tolist()}}, sys.stdout, separators=(",", ":"), default=float)
    print()


main()

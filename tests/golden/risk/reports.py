"""Makes `reports.json` beside this script: replays, reverse stress, correlations and hedges, recomputed by pandas, numpy and scipy.

Wanted: pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
Run: python3 reports.py STOCKS.csv SP500.csv FUNDS.csv > reports.json, with the sample's prices decompressed
(`zstd -dc crates/workstation/sample/us_stocks_daily.csv.zst`, `…/sp500_index_daily.csv.zst`, `…/factor_etfs_daily.csv.zst`).
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import optimize, stats
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

READ = [pd.read_csv(path, index_col=0, parse_dates=True) for path in sys.argv[1:4]]
PRICES = READ[0].join(READ[1]).join(READ[2])
HELD = {"AAPL": 40_000.0, "JPM": 30_000.0, "XOM": 25_000.0, "KO": 20_000.0, "AMD": -5_000.0, "QUAL": 15_000.0, "XYZ": 10_000.0}
CAPITAL = sum(HELD.values())
CRISES = {
    "1998": ("1998-07-17", "1998-10-08"), "2000-02": ("2000-03-24", "2002-10-09"), "2008": ("2007-10-09", "2009-03-09"),
    "2011": ("2011-07-22", "2011-10-03"), "2015": ("2015-08-10", "2015-08-25"), "2018": ("2018-09-20", "2018-12-24"),
    "2020": ("2020-02-19", "2020-03-23"), "2022": ("2022-01-03", "2022-10-12"),
}


def replay(start, end):
    window = PRICES.loc[start:end]
    growth, basis = pd.DataFrame(index=window.index), {}
    for name in HELD:
        own = window.get(name)
        if own is not None and own.notna().all():
            growth[name], basis[name] = own / own.iloc[0], {"basis": "history"}
        elif name in PRICES:
            both = PRICES[[name, "SP500"]].dropna().pct_change().dropna()
            fit = stats.linregress(both["SP500"], both[name])
            growth[name] = (1 + fit.slope * window["SP500"].pct_change().fillna(0)).cumprod()
            basis[name] = {"basis": "proxy", "beta": fit.slope, "r_squared": fit.rvalue**2, "n": len(both)}
        else:
            basis[name] = {"basis": "unknown"}
    gains = (growth - 1) * pd.Series(HELD)[growth.columns]
    total = gains.sum(axis=1)
    value = CAPITAL + total
    daily = total.diff()
    index = window["SP500"]
    return {
        "gain": total.iloc[-1], "holdings": gains.iloc[-1].to_dict(), "basis": basis, "worst_day": str(daily.idxmin().date()),
        "worst_gain": daily.min(), "worst_change": (daily / value.shift()).loc[daily.idxmin()], "max_drawdown": (value / value.cummax() - 1).min(),
        "path": (total / CAPITAL).iloc[[1, len(total) // 2, -1]].tolist(), "n_days": len(total),
        "index_fall": index.iloc[-1] / index.iloc[0] - 1, "index_top": bool(index.iloc[0] == index.max()), "index_low": bool(index.iloc[-1] == index.min()),
    }


def reverse():
    """The least Mahalanobis distance by a numerical optimizer, not by the closed form."""
    names = [name for name in HELD if name in PRICES]
    out = {}
    table = PRICES[names].dropna().pct_change().dropna()
    weights = pd.Series(HELD)[names].to_numpy() / CAPITAL
    factors = ["SP500", "VLUE", "USMV"]
    both = PRICES[names + factors].dropna().pct_change().dropna()
    design = np.column_stack([np.ones(len(both)), both[factors]])
    betas = np.linalg.lstsq(design, both[names] @ weights, rcond=None)[0][1:]
    for case, moved, b, x in [("holdings", names, weights, table.to_numpy()), ("factors", factors, betas, both[factors].to_numpy())]:
        sigma = np.cov(x.T) * 21
        # In units in which factors have a variance of one and are unrelated.
        root = np.linalg.cholesky(sigma)
        found = optimize.minimize(lambda z: z @ z, np.full(len(b), -1.0), jac=lambda z: 2 * z, method="SLSQP", options={"ftol": 1e-15, "maxiter": 500},
                                  constraints={"type": "eq", "fun": lambda z: 10 * (b @ (root @ z) + 0.2), "jac": lambda z: 10 * (b @ root)})
        out[case] = {"moves": dict(zip(moved, root @ found.x)), "distance": float(np.sqrt(found.fun)), "exposures": dict(zip(moved, b)), "n": len(x)}
    return out


def correlation():
    names = ["AAPL", "JPM", "XOM", "KO", "AMD"]
    table = PRICES.loc["2000-01-03":"2019-12-31", names].pct_change().dropna()
    w, n = 63, len(names)
    off = ~np.eye(n, dtype=bool)
    rolling = [np.corrcoef(table.iloc[i:i + w].T)[off].mean() for i in (0, 1000, len(table) - w)]
    one, two, a, b = np.corrcoef(table.iloc[:-w].T), np.corrcoef(table.iloc[-w:].T), len(table) - w, w
    pooled = (a * one + b * two) / (a + b)
    inverse = np.linalg.inv(pooled)
    z = np.sqrt(a * b / (a + b)) * inverse @ (two - one)
    statistic = 0.5 * np.trace(z @ z) - np.diag(z) @ np.linalg.inv(np.eye(n) + pooled * inverse) @ np.diag(z)
    tree = hierarchy.linkage(squareform(np.sqrt((1 - np.corrcoef(table.T)) / 2), checks=False), "single")
    return {"linkage": tree.tolist(), "leaves": [names[i] for i in hierarchy.to_tree(tree).pre_order()], "rolling": rolling, "jennrich": [statistic, stats.chi2.sf(statistic, n * (n - 1) / 2)], "sample": np.corrcoef(table.T).tolist()}


def hedges():
    names = ["AAPL", "JPM", "XOM", "KO"]
    table = PRICES.loc["2015-01-02":"2019-12-31"]
    values = np.array([HELD[name] for name in names])
    capital, h = values.sum(), 10
    weights = values / capital
    r = table[names + ["SP500", "VLUE", "USMV"]].dropna().pct_change().dropna()
    own = r[names] @ weights
    over = lambda s: (1 + s).rolling(h).apply(np.prod, raw=True).dropna().to_numpy() - 1
    out = {"deviation": over(own).std(ddof=1), "value_at_risk": -np.quantile(over(own), 0.05), "n": len(r)}
    fit = stats.linregress(r["SP500"], own)
    spot = 3230.78
    units = np.round(-fit.slope * capital / spot)
    hedged = over(own) + units * spot / capital * over(r["SP500"])
    out["index"] = {"ratio": -fit.slope, "units": units, "deviation": hedged.std(ddof=1), "value_at_risk": -np.quantile(hedged, 0.05)}
    design = np.column_stack([np.ones(len(r)), r["SP500"], r["VLUE"]])
    b = np.linalg.lstsq(design, own, rcond=None)[0][1:]
    fund = np.linalg.lstsq(design, r["USMV"], rcond=None)[0][1:]
    sigma = np.cov(r[["SP500", "VLUE"]].T)
    best = optimize.minimize_scalar(lambda x: (b + fund * x) @ sigma @ (b + fund * x) * 1e4, tol=1e-14)
    out["factor"] = {"ratio": best.x}
    t, v, rate, y = 0.25, 0.1378, 0.015, 0.018
    k = 0.95 * spot

    def put(s, t):
        d1 = (np.log(s / k) + (rate - y + v * v / 2) * t) / (v * np.sqrt(t))
        return k * np.exp(-rate * t) * stats.norm.cdf(v * np.sqrt(t) - d1) - s * np.exp(-y * t) * stats.norm.cdf(-d1)

    units = np.round(fit.slope * capital / (spot * 10))
    gains = units * 10 * (put(spot * (1 + over(r["SP500"])), t - h / 252) - put(spot, t)) / capital
    left = over(own) + gains
    # The ratio's own variance: of changes from quarter to quarter, less that of the errors of both.
    long = PRICES.loc["2000-01-03":"2019-12-31"].pct_change().dropna(subset=["SP500"])
    fits = [stats.linregress(part["SP500"], part[names] @ weights) for part in (long.iloc[i:i + 63] for i in range(0, len(long) - 62, 63))]
    steps = [(b.slope - a.slope) ** 2 - a.stderr**2 - b.stderr**2 for a, b in zip(fits, fits[1:])]
    out["ratio_variance"] = np.mean(steps) / 63
    out["put"] = {"units": units, "premium": units * 10 * put(spot, t), "value_at_risk": -np.quantile(left, 0.05), "deviation": left.std(ddof=1),
                  "protected_loss": (units * 10 * (spot - k) + units * 10 * put(spot, t) * 1.01) / capital}
    return out


json.dump({"held": HELD, "crises": {name: replay(*dates) for name, dates in CRISES.items()}, "reverse": reverse(), "correlation": correlation(),
           "hedges": hedges()}, sys.stdout, indent=1, default=float)
print()

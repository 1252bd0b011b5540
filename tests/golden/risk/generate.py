"""Makes `reference.json` beside this script: risk figures by arch, scipy and statsmodels.

Wanted: pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 arch==8.0.0 statsmodels==0.15.0
Run: python3 generate.py STOCKS.csv SP500.csv > reference.json, with the sample's prices decompressed
(`zstd -dc crates/workstation/sample/us_stocks_daily.csv.zst`, `…/sp500_index_daily.csv.zst`).
"""

import json
import sys

import numpy as np
import pandas as pd
import statsmodels.api as sm
from arch import arch_model
from arch.univariate import EWMAVariance, ZeroMean
from scipy import integrate, optimize, stats

STOCKS = pd.read_csv(sys.argv[1], index_col=0)
SP500 = pd.read_csv(sys.argv[2], index_col=0)["SP500"]
START, END = "2000-01-03", "2019-12-31"
HELD = ["AAPL", "JPM", "XOM", "KO", "AMD"]
WEIGHTS = np.array([0.35, 0.3, 0.25, 0.2, -0.1])


def losses(returns, level):
    limit = np.quantile(returns, 1 - level)
    return -limit, -returns[returns <= limit].mean()


def tails(r):
    out = {}
    m, s, n = r.mean(), r.std(ddof=1), len(r)
    skew, kurt = stats.skew(r), stats.kurtosis(r)
    for level in (0.95, 0.99):
        a, z = 1 - level, stats.norm.ppf(1 - level)
        for h in (1, 10):
            k, e = skew / np.sqrt(h), kurt / h
            bent = lambda z: z + (z**2 - 1) * k / 6 + (z**3 - 3 * z) * e / 24 - (2 * z**3 - 5 * z) * k**2 / 36
            tail = integrate.quad(lambda x: bent(x) * stats.norm.pdf(x), -np.inf, z, epsabs=1e-14, epsrel=1e-12)[0]
            gauss = [-m * h - z * s * np.sqrt(h), -m * h + s * np.sqrt(h) * stats.norm.pdf(z) / a]
            out[f"gaussian/{level}/{h}"] = gauss
            out[f"cornish_fisher/{level}/{h}"] = [-m * h - bent(z) * s * np.sqrt(h), -m * h - s * np.sqrt(h) * tail / a]
            runs = np.lib.stride_tricks.sliding_window_view(1 + r, h).prod(axis=1) - 1
            out[f"historical/{level}/{h}"] = list(losses(runs, level))
        ewma = ZeroMean(r, volatility=EWMAVariance(0.94)).fit(disp="off", update_freq=0)
        sigma = np.sqrt(ewma.forecast(horizon=1, reindex=False).variance.iloc[0, 0])
        out[f"ewma/{level}/1"] = [-z * sigma, sigma * stats.norm.pdf(z) / a]
    return out


def garch(r):
    out = {}
    for name, options in {
        "garch": dict(vol="GARCH", p=1, q=1), "gjr": dict(vol="GARCH", p=1, o=1, q=1),
    }.items():
        for dist in ("normal", "t"):
            fit = arch_model(100 * r, mean="Constant", dist=dist, **options).fit(disp="off", tol=1e-12, options={"maxiter": 2000})
            p = fit.params
            ahead = fit.forecast(horizon=10, reindex=False).variance.iloc[0].to_numpy() / 1e4
            m = p["mu"] / 100
            case = {
                "log_likelihood": fit.loglikelihood + len(r) * np.log(100), "alpha": p["alpha[1]"], "beta": p["beta[1]"],
                "omega": p["omega"] / 1e4, "mean": m, "gamma": p.get("gamma[1]"), "freedom": p.get("nu"),
                "forecast": ahead.tolist(), "volatility_last": (fit.conditional_volatility[-5:] / 100).tolist(),
            }
            for level in (0.95, 0.99):
                a = 1 - level
                q = stats.norm.ppf(a) if dist == "normal" else stats.t.ppf(a, p["nu"]) * np.sqrt((p["nu"] - 2) / p["nu"])
                density = (lambda x: stats.norm.pdf(x)) if dist == "normal" else (
                    lambda x: stats.t.pdf(x / np.sqrt((p["nu"] - 2) / p["nu"]), p["nu"]) / np.sqrt((p["nu"] - 2) / p["nu"]))
                mean_tail = integrate.quad(lambda x: x * density(x), -np.inf, q)[0] / a
                for h in (1, 10):
                    sd = np.sqrt(ahead[:h].sum())
                    case[f"tail/{level}/{h}"] = [-m * h - q * sd, -m * h - mean_tail * sd]
                if dist == "normal":
                    z = fit.resid / fit.conditional_volatility
                    case[f"filtered/{level}/1"] = list(losses(m + z * np.sqrt(ahead[0]), level))
            if dist == "normal" and name == "garch":
                rng = np.random.default_rng(5)
                z = (fit.resid / fit.conditional_volatility)
                value, variance = np.ones(2_000_000), np.full(2_000_000, ahead[0])
                for _ in range(10):
                    e = rng.choice(z, 2_000_000) * np.sqrt(variance)
                    value *= 1 + m + e
                    variance = p["omega"] / 1e4 + p["alpha[1]"] * e**2 + p["beta[1]"] * variance
                case["filtered/0.95/10"] = list(losses(value - 1, 0.95))
                case["filtered/0.99/10"] = list(losses(value - 1, 0.99))
            out[f"{name}/{dist}"] = case
    return out


def pareto(r):
    out = {}
    for share in (0.05, 0.1):
        loss = -r
        u = np.quantile(loss, 1 - share)
        excess = loss[loss > u] - u
        shape, _, scale = stats.genpareto.fit(excess, floc=0)
        found = optimize.minimize(lambda x: -stats.genpareto.logpdf(excess, x[0], 0, np.exp(x[1])).sum(), [shape, np.log(scale)],
                                  method="Nelder-Mead", options={"xatol": 1e-12, "fatol": 1e-12, "maxiter": 20_000})
        shape, scale = found.x[0], np.exp(found.x[1])
        out[str(share)] = {"threshold": u, "shape": shape, "scale": scale, "n_exceedances": len(excess), "log_likelihood": -found.fun}
        for level in (0.99, 0.999):
            part = len(r) / len(excess) * (1 - level)
            value = u + stats.genpareto.ppf(1 - part, shape, 0, scale)
            out[str(share)][str(level)] = [value, (value + scale - shape * u) / (1 - shape)]
    return out


def coverage():
    rng = np.random.default_rng(9)
    out = []
    for n, rate, level in [(250, 0.01, 0.99), (250, 0.05, 0.99), (1000, 0.05, 0.95), (500, 0.0, 0.95), (60, 1.0, 0.95), (400, 0.1, 0.9)]:
        hits = rng.random(n) < rate
        if n == 400:
            hits[100:120] = True
        x, p = int(hits.sum()), 1 - level
        kupiec = 2 * (stats.binom.logpmf(x, n, x / n) - stats.binom.logpmf(x, n, p))
        pairs = np.array([[np.sum((hits[:-1] == a) & (hits[1:] == b)) for b in (False, True)] for a in (False, True)])
        case = {"hits": "".join("1" if hit else "0" for hit in hits), "confidence": level, "n_exceptions": x,
                "kupiec": [kupiec, stats.chi2.sf(kupiec, 1)], "transitions": pairs.ravel().tolist()}
        if (pairs.sum(axis=1) > 0).all():
            # The same ratio as the G test of a table of two by two.
            g = stats.chi2_contingency(pairs, correction=False, lambda_="log-likelihood") if (pairs.sum(axis=0) > 0).all() else None
            statistic = g.statistic if g is not None else 0.0
            case["independence"] = [statistic, stats.chi2.sf(statistic, 1)]
            case["conditional"] = [statistic + kupiec, stats.chi2.sf(statistic + kupiec, 2)]
        out.append(case)
    return out


def contributions(table):
    cov, mean = np.cov(table.T), table.mean(axis=0)
    z, phi = stats.norm.ppf(0.01), stats.norm.pdf(stats.norm.ppf(0.01)) / 0.01
    var = lambda w: -w @ mean - z * np.sqrt(w @ cov @ w)
    slope = lambda f, i: (f(WEIGHTS + 1e-5 * np.eye(len(WEIGHTS))[i]) - f(WEIGHTS - 1e-5 * np.eye(len(WEIGHTS))[i])) / 2e-5
    cvar = lambda w: -w @ mean + phi * np.sqrt(w @ cov @ w)
    values, vectors = np.linalg.eigh(cov)
    shares = ((vectors.T @ WEIGHTS) ** 2 * values / (WEIGHTS @ cov @ WEIGHTS))[::-1]
    portfolio = table @ WEIGHTS
    order, place = np.argsort(portfolio), 0.01 * (len(portfolio) - 1)
    low, high = order[int(place)], order[int(place) + 1]
    limit = np.quantile(portfolio, 0.01)
    return {
        "weights": WEIGHTS.tolist(), "mean": mean.tolist(), "covariance": cov.tolist(), "var_99": var(WEIGHTS),
        "marginal": [slope(var, i) for i in range(len(WEIGHTS))],
        "incremental": [var(WEIGHTS) - var(np.where(np.arange(len(WEIGHTS)) == i, 0, WEIGHTS)) for i in range(len(WEIGHTS))],
        "conditional": [WEIGHTS[i] * slope(cvar, i) for i in range(len(WEIGHTS))],
        "bets": {"shares": shares.tolist(), "number": float(np.exp(stats.entropy(shares))),
                 "ratio": float(np.abs(WEIGHTS) @ np.sqrt(np.diag(cov)) / np.sqrt(WEIGHTS @ cov @ WEIGHTS))},
        "historical": {"var": -limit, "component": (-WEIGHTS * (table[low] + (table[high] - table[low]) * (place % 1))).tolist(),
                       "conditional": (-WEIGHTS * table[portfolio <= limit].mean(axis=0)).tolist()},
    }


def options():
    out = []
    for kind in ("call", "put"):
        for s, k, t, r, q, v in [(100, 100, 1.0, 0.03, 0.0, 0.2), (100, 140, 0.25, 0.05, 0.02, 0.35), (50, 35, 2.0, -0.005, 0.01, 0.15),
                                 (3000, 2800, 0.02, 0.04, 0.015, 0.5), (100, 100, 10.0, 0.02, 0.03, 0.9)]:
            sign = 1 if kind == "call" else -1

            def density(x, s, t, r, q, v):
                end = s * np.exp((r - q - v * v / 2) * t + v * np.sqrt(t) * x)
                return np.maximum(sign * (end - k), 0) * np.exp(-r * t) * stats.norm.pdf(x)

            def price(s=s, t=t, r=r, q=q, v=v):
                # The expected payoff by quadrature, not by the formula.
                kink = (np.log(k / s) - (r - q - v * v / 2) * t) / (v * np.sqrt(t))
                ends = (kink, max(kink, 0) + 40) if sign > 0 else (min(kink, 0) - 40, kink)
                middle = np.clip(v * np.sqrt(t) if sign > 0 else 0.0, *ends)
                total = 0.0
                for low, high in [(ends[0], middle), (middle, ends[1])]:
                    total += integrate.quad(density, low, high, args=(s, t, r, q, v), epsabs=1e-13, epsrel=1e-13, limit=400)[0]
                return total

            def slope(**step):
                (name, h), = step.items()
                base = dict(s=s, t=t, r=r, q=q, v=v)
                at = lambda d: price(**{**base, name: base[name] + d})
                return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)

            h = s * 2e-3
            gamma = (-price(s=s + 2 * h) + 16 * price(s=s + h) - 30 * price() + 16 * price(s=s - h) - price(s=s - 2 * h)) / (12 * h * h)
            out.append({"kind": kind, "spot": s, "strike": k, "years": t, "rate": r, "dividend_yield": q, "volatility": v,
                        "price": price(), "delta": slope(s=s * 1e-3), "gamma": gamma, "vega": slope(v=1e-3), "theta": -slope(t=t * 1e-3),
                        "rho": slope(r=1e-3), "epsilon": slope(q=1e-3)})
    return out


def hedges(table, index):
    portfolio = table @ WEIGHTS
    others = np.column_stack([index, table[:, 1]])
    out = {}
    for name, x in [("index", index[:, None]), ("two", others)]:
        fit = sm.OLS(portfolio, sm.add_constant(x)).fit()
        out[name] = {"ratios": (-fit.params[1:]).tolist(), "effectiveness": fit.rsquared, "standard_errors": fit.bse[1:].tolist(),
                     "deviation": portfolio.std(ddof=1), "residual_deviation": fit.resid.std(ddof=1)}
    return out


def main():
    index = SP500.loc[START:END].pct_change().dropna().to_numpy()
    table = STOCKS.loc[START:END, HELD].pct_change().dropna().to_numpy()
    json.dump({
        "start": START, "end": END, "assets": HELD, "tails": tails(index), "garch": garch(index), "pareto": pareto(index),
        "coverage": coverage(), "contributions": contributions(table), "options": options(), "hedges": hedges(table, index),
    }, sys.stdout, separators=(",", ":"), default=float)
    print()


main()

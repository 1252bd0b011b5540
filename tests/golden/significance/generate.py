"""Makes `reference.json` beside this script: significance, resampling and simulation by independent programs.

Wanted: pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 arch==8.0.0 statsmodels==0.15.0 skfolio==1.12.2
Run: python3 generate.py STOCKS.csv SP500.csv > reference.json, with the sample's prices decompressed
(`zstd -dc crates/workstation/sample/us_stocks_daily.csv.zst`, `…/sp500_index_daily.csv.zst`).
"""

import itertools
import json
import sys

import numpy as np
import pandas as pd
from arch.bootstrap import SPA, optimal_block_length
from scipy import stats
from skfolio.model_selection import CombinatorialPurgedCV
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import jarque_bera
from statsmodels.tsa.stattools import adfuller

STOCKS = pd.read_csv(sys.argv[1], index_col=0)
SP500 = pd.read_csv(sys.argv[2], index_col=0)["SP500"]
SERIES = [("SP500", "2000-01-03", "2009-12-31"), ("AAPL", "2010-01-04", "2019-12-31"), ("XOM", "2020-01-02", "2022-12-28")]
PAIRS = [(5, 20), (10, 30), (10, 50), (20, 60), (20, 100), (30, 120), (50, 150), (50, 200)]


def prices(name, start, end):
    table = SP500 if name == "SP500" else STOCKS[name]
    return table.loc[start:end]


def trials(close):
    """Daily results of moving averages that cross: position 1 while the fast one lies above the slow one at the close before."""
    returns = close.pct_change().to_numpy()[1:]
    out = []
    for fast, slow in PAIRS:
        above = (close.rolling(fast).mean() > close.rolling(slow).mean()).to_numpy().astype(float)
        out.append(above[:-1] * returns)
    return np.array(out)


def philox(seed, number):
    """numpy's own generator; its 64 random bits at a time."""
    source = np.random.Philox(key=np.array([seed, number], dtype=np.uint64))
    while True:
        yield int(source.random_raw())


def uniform(bits):
    return ((next(bits) >> 12) + 0.5) / 2.0**52


def below(bits, n):
    return (next(bits) * n) >> 64


def stationary(seed, number, n, mean_length):
    """Places of one stationary bootstrap: a jump with probability 1/length, else the next place in a circle."""
    bits = philox(seed, number)
    places = [below(bits, n)]
    for _ in range(1, n):
        jump = uniform(bits) < 1.0 / mean_length
        places.append(below(bits, n) if jump else (places[-1] + 1) % n)
    return np.array(places)


def probabilistic(sharpe, skew, kurt, n, benchmark):
    return stats.norm.cdf((sharpe - benchmark) * np.sqrt(n - 1) / np.sqrt(1 - skew * sharpe + (kurt - 1) / 4 * sharpe**2))


def sharpes(case, close):
    t = trials(close)
    ratios = t.mean(axis=1) / t.std(axis=1, ddof=1)
    best = int(np.argmax(ratios))
    r = t[best]
    sharpe, skew, kurt, n = ratios[best], stats.skew(r), stats.kurtosis(r, fisher=False), len(r)
    variance = ratios.var(ddof=1)
    count, g = len(ratios), np.euler_gamma
    star = np.sqrt(variance) * ((1 - g) * stats.norm.ppf(1 - 1 / count) + g * stats.norm.ppf(1 - 1 / (count * np.e)))
    spread = 1 - skew * sharpe + (kurt - 1) / 4 * sharpe**2
    case("sharpe", "numpy 2.4.6, scipy 1.17.1", {
        "trial_sharpes": ratios.tolist(), "best": best, "n": n, "skewness": skew, "kurtosis": kurt,
        "psr_0": probabilistic(sharpe, skew, kurt, n, 0.0), "sr_star": star,
        "dsr": probabilistic(sharpe, skew, kurt, n, star), "min_trl_95": 1 + spread * (stats.norm.ppf(0.95) / sharpe) ** 2,
    })


def tests(case, close):
    r = close.pct_change().to_numpy()[1:]
    boxes = acorr_ljungbox(r, lags=[1, 5, 10, 20])
    bera = jarque_bera(r)
    roots = {}
    for name, series in [("log_price", np.log(close.to_numpy())), ("returns", r)]:
        statistic, p, lags, n = adfuller(series)[:4]
        roots[name] = {"statistic": statistic, "p": p, "lags": int(lags), "n": int(n)}
    case("tests", "statsmodels 0.15.0 acorr_ljungbox, jarque_bera, adfuller (defaults)", {
        "ljung_box": {str(lag): {"statistic": row.lb_stat, "p": row.lb_pvalue} for lag, row in boxes.iterrows()},
        "jarque_bera": {"statistic": bera[0], "p": bera[1]}, "adf": roots,
    })
    blocks = {name: optimal_block_length(series).iloc[0].tolist() for name, series in [("returns", r), ("squares", r**2)]}
    case("block_length", "arch 8.0.0 optimal_block_length, [stationary, circular]", blocks)


def snooping(case, close, mean_length=10.0, resamples=200, seed=42):
    """arch's SPA on places that come from numpy's Philox, so that chance is the same for both."""
    t = trials(close)
    r = close.pct_change().to_numpy()[1:]
    excess = (t - r) * 1.0
    n = excess.shape[1]
    draws = [stationary(seed, number, n, mean_length) for number in range(resamples)]
    spa = SPA(np.zeros(n), -excess.T, block_size=int(mean_length), reps=resamples, seed=1)
    spa.bootstrap.bootstrap = lambda reps: (((spa._loss_diff[places],), {}) for places in draws[:reps])
    spa.compute()
    means = excess.mean(axis=1)
    deviation = np.sqrt(spa._loss_diff_var)
    kept = np.where(means >= -np.sqrt(deviation**2 / n * 2 * np.log(np.log(n))), means, 0.0)
    drawn = np.array([((excess[:, places].mean(axis=1) - kept) / deviation).max() for places in draws])
    studentized = (np.maximum(drawn, 0) > max((means / deviation).max(), 0)).mean()
    case("data_snooping", "arch 8.0.0 SPA on given places; studentized by numpy", {
        "mean_block_length": mean_length, "n_resamples": resamples, "seed": seed, "best": int(np.argmax(means)),
        "best_mean": means.max(), "lower": spa.pvalues["lower"], "consistent": spa.pvalues["consistent"],
        "reality_check": spa.pvalues["upper"], "studentized": studentized, "places_first": draws[3][:30].tolist(),
    })


def overfitting(case, close, blocks=8):
    t = trials(close)[:, 200:]
    length = t.shape[1] // blocks
    parts = t[:, : length * blocks].reshape(len(t), blocks, length)
    ratio = lambda chosen: parts[:, chosen].reshape(len(t), -1).mean(axis=1) / parts[:, chosen].reshape(len(t), -1).std(axis=1, ddof=1)
    logits, inside, outside = [], [], []
    for half in itertools.combinations(range(blocks), blocks // 2):
        other = [block for block in range(blocks) if block not in half]
        own, rest = ratio(list(half)), ratio(other)
        best = int(np.argmax(own))
        rank = stats.rankdata(rest)[best] / (len(t) + 1)
        logits.append(np.log(rank / (1 - rank)))
        inside.append(own[best])
        outside.append(rest[best])
    case("overfitting", "numpy 2.4.6, scipy 1.17.1 rankdata, linregress", {
        "blocks": blocks, "skipped": 200, "logits": logits, "probability": float(np.mean(np.array(logits) <= 0)),
        "probability_of_loss": float(np.mean(np.array(outside) < 0)), "degradation": stats.linregress(inside, outside).slope,
    })


def splits(add):
    for n, groups, tested, purged, embargo in [(61, 6, 2, 2, 1), (100, 10, 8, 0, 0), (250, 7, 3, 5, 3), (40, 5, 2, 1, 0)]:
        cv = CombinatorialPurgedCV(n_folds=groups, n_test_folds=tested, purged_size=purged, embargo_size=embargo)
        found = [
            {"train": [int(x) for x in train], "test": sorted(int(x) for fold in test for x in fold)}
            for train, test in cv.split(np.zeros((n, 1)))
        ]
        inputs = {"n": n, "groups": groups, "test_groups": tested, "purged": purged, "embargo": embargo}
        # Every split's sizes, and three of them whole.
        add(f"splits/{n}_{groups}_{tested}", "skfolio 1.12.2 CombinatorialPurgedCV", inputs, {
            "n_paths": int(cv.n_test_paths), "sizes": [[len(one["train"]), len(one["test"])] for one in found],
            "sums": [[sum(one["train"]), sum(one["test"])] for one in found],
            "whole": {str(i): found[i] for i in (0, len(found) // 2, len(found) - 1)},
        })


def main():
    cases = []

    def add(name, source, inputs, expected):
        cases.append({"id": name, "source": source, "inputs": inputs, "expected": expected})

    for name, start, end in SERIES:
        close = prices(name, start, end)
        for make in (sharpes, tests, snooping, overfitting):
            make(lambda what, source, expected: add(
                f"{name}/{what}", source, {"asset": name, "start": start, "end": end, "sma_pairs": PAIRS}, expected), close)
    splits(add)
    json.dump({"cases": cases}, sys.stdout, indent=None, separators=(",", ":"), default=float)
    print()


main()

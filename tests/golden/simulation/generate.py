"""Makes `reference.json` beside this script: distributions, random numbers, margins and copulas by numpy and scipy.

Wanted: pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1
Run: python3 generate.py STOCKS.csv > reference.json, with the sample's prices decompressed
(`zstd -dc crates/workstation/sample/us_stocks_daily.csv.zst`).
"""

import json
import sys

import numpy as np
import pandas as pd
from scipy import special, stats

STOCKS = pd.read_csv(sys.argv[1], index_col=0)


def distributions():
    shares = [1e-300, 1e-100, 1e-20, 1e-9, 1e-4, 0.01, 0.05, 0.0749, 0.25, 0.5, 0.6, 0.925, 0.99, 1 - 1e-9]
    points = [-37.0, -12.0, -5.0, -1.5, -0.3, 0.0, 0.2, 1.0, 2.5, 6.0, 25.0]
    freedoms = [0.5, 1.0, 2.0, 3.7, 10.0, 60.0, 319.0, 5000.0]
    chi = [1e-6, 0.01, 0.5, 1.0, 3.84, 10.0, 50.0, 400.0, 1200.0]
    return {
        "normal_quantile": [[p, stats.norm.ppf(p)] for p in shares],
        "normal_probability": [[x, stats.norm.cdf(x)] for x in points],
        "normal_two_sided": [[x, special.erfc(abs(x) / np.sqrt(2))] for x in points],
        "student_two_sided": [[x, f, 2 * stats.t.sf(abs(x), f)] for x in points for f in freedoms],
        "student_quantile": [[p, f, stats.t.ppf(p, f)] for p in shares[3:] for f in freedoms if f >= 1],
        "student_log_density": [[x, f, stats.t.logpdf(x, f)] for x in points for f in freedoms],
        "chi_squared_tail": [[x, f, stats.chi2.sf(x, f)] for x in chi for f in [0.5, 1, 2, 3, 10, 100, 1000]],
    }


def random_numbers():
    keys = [(0, 0), (42, 7), (2**64 - 1, 2**64 - 1)]
    raw = lambda key: [str(x) for x in np.random.Philox(key=np.array(key, dtype=np.uint64)).random_raw(12)]
    return [{"seed": str(key[0]), "number": str(key[1]), "bits": raw(key)} for key in keys]


def copula(assets, start, end):
    returns = STOCKS.loc[start:end, assets].pct_change().dropna().to_numpy()
    n, d = returns.shape
    tau = np.eye(d)
    for i in range(d):
        for j in range(i):
            tau[i, j] = tau[j, i] = stats.kendalltau(returns[:, i], returns[:, j]).statistic
    correlation = np.sin(np.pi / 2 * tau)
    ranks = np.column_stack([stats.rankdata(returns[:, i], method="ordinal") for i in range(d)]) / (n + 1)

    def likelihood(freedom):
        x = stats.t.ppf(ranks, freedom)
        whole = stats.multivariate_t(shape=correlation, df=freedom).logpdf(x).sum()
        return float(whole - stats.t.logpdf(x, freedom).sum())

    grid = {str(f): likelihood(f) for f in [2.5, 4.0, 7.0, 15.0]}
    from scipy.optimize import minimize_scalar
    best = minimize_scalar(lambda f: -likelihood(np.exp(f)), bounds=(np.log(2), np.log(200)), method="bounded", options={"xatol": 1e-9})
    margins = []
    for i in range(d):
        freedom, location, scale = stats.t.fit(returns[:, i])
        margins.append({"freedom": freedom, "location": location, "scale": scale,
                        "log_likelihood": stats.t.logpdf(returns[:, i], freedom, location, scale).sum()})
    return {"assets": assets, "start": start, "end": end, "tau": tau.tolist(), "correlation": correlation.tolist(),
            "log_likelihood_at": grid, "freedom": float(np.exp(best.x)), "log_likelihood": float(-best.fun), "margins": margins}


def main():
    json.dump({
        "source": "numpy 2.4.6, scipy 1.17.1",
        "distributions": distributions(),
        "random_numbers": random_numbers(),
        "copulas": [
            copula(["AAPL", "JPM", "XOM", "KO"], "2015-01-02", "2019-12-31"),
            copula(["AMD", "RRC"], "2008-01-02", "2009-12-31"),
        ],
        "tau_ties": {"a": [1, 2, 2, 3, 3, 3, 4, 0], "b": [1, 1, 2, 2, 5, 5, 0, 4],
                     "tau": stats.kendalltau([1, 2, 2, 3, 3, 3, 4, 0], [1, 1, 2, 2, 5, 5, 0, 4]).statistic},
    }, sys.stdout, separators=(",", ":"), default=float)
    print()


main()

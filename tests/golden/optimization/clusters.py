"""Makes `clusters.json` beside this script: portfolios by clusters and baselines by independent programs.

Wanted: pip install numpy==2.4.6 scipy==1.17.1 pandas==3.1.1 pyportfolioopt==1.6.0 riskfolio-lib==7.4.0 skfolio==1.12.2 cvxpy==1.9.3 clarabel==0.11.1
Run: python3 clusters.py PRICES.csv > clusters.json, with the sample's prices decompressed
(`zstd -dc crates/workstation/sample/us_stocks_daily.csv.zst`).
"""

import json
import sys
import warnings

import numpy as np
import pandas as pd
import riskfolio as rp
import scipy.cluster.hierarchy as sch
import scipy.spatial.distance as ssd
from pypfopt import HRPOpt
from skfolio.optimization import EqualWeighted, InverseVolatility

warnings.filterwarnings("ignore")

SETS = {
    "us20_2015_2019": (None, "2015-01-02", "2019-12-31"),
    "us8_2009_2013": (["AAPL", "BAC", "CVX", "JNJ", "JPM", "PG", "WMT", "XOM"], "2009-01-02", "2013-12-31"),
    "us20_2020_2022": (None, "2020-01-02", "2022-12-28"),
    "us20_1998_1999": (None, "1998-01-02", "1999-12-31"),
}


def floats(values):
    return [float(value) for value in np.asarray(values).ravel()]


def riskfolio(returns, model, linkage, k, objective="MinRisk", rf=0.0):
    """Riskfolio-Lib's portfolio, its number of clusters, and the cluster of each asset."""
    port = rp.HCPortfolio(returns=returns)
    port.solvers = ["CLARABEL"]
    weights = port.optimization(
        model=model, codependence="pearson", obj=objective, rm="MV", rf=rf, linkage=linkage,
        k=k, max_k=10, leaf_order=False, opt_k_method="twodiff",
    )
    labels = sch.cut_tree(port.clustering, n_clusters=port.k).ravel()
    return floats(weights.loc[returns.columns, "weights"]), int(port.k), [int(label) for label in labels]


def main():
    prices = pd.read_csv(sys.argv[1], index_col=0, parse_dates=True)
    cases = []
    for name, (assets, start, end) in SETS.items():
        table = prices.loc[start:end, assets or list(prices.columns)]
        returns = table.pct_change().dropna()
        shared = {"assets": list(table.columns), "start": start, "end": end}

        def case(what, source, expected, tolerance, **inputs):
            cases.append({
                "id": f"{name}/{what}", "source": source, "inputs": {**shared, **inputs},
                "tolerance": {"weights_abs": tolerance}, "expected": expected,
            })

        correlation = returns.corr()
        distances = ssd.squareform(np.sqrt(np.clip((1 - correlation) / 2, 0, 1)).to_numpy(), checks=False)
        for linkage in ["single", "complete", "average", "ward"]:
            hrp = HRPOpt(returns)
            hrp.optimize(linkage)
            tree = sch.linkage(distances, linkage)
            case(
                f"hrp_{linkage}", f"pyportfolioopt 1.6.0 HRPOpt(returns).optimize('{linkage}'); scipy 1.17.1 linkage",
                {
                    "weights": floats([hrp.clean_weights(0, None)[asset] for asset in table.columns]),
                    "linkage": [floats(row) for row in tree],
                    "leaf_order": [int(leaf) for leaf in sch.leaves_list(tree)],
                },
                1e-9, linkage=linkage,
            )
            for k in [None, 2, 3, 5]:
                weights, found, labels = riskfolio(returns, "HERC", linkage, k)
                case(
                    f"herc_{linkage}_{k or 'gap'}",
                    f"riskfolio-lib 7.4.0 HCPortfolio.optimization('HERC', rm='MV', linkage='{linkage}', k={k}, opt_k_method='twodiff')",
                    {"weights": weights, "k": found, "labels": labels}, 1e-9, linkage=linkage, k=k,
                )
        for k in [2, 3, 5]:
            weights, _, labels = riskfolio(returns, "NCO", "ward", k)
            case(
                f"nco_minimum_variance_{k}",
                f"riskfolio-lib 7.4.0 HCPortfolio.optimization('NCO', obj='MinRisk', rm='MV', linkage='ward', k={k})",
                {"weights": weights, "labels": labels}, 1e-4, linkage="ward", k=k, objective="minimum_variance",
            )
        if name == "us20_2015_2019":
            # Means of daily returns, as Riskfolio-Lib takes them; the rate is a day's.
            weights, _, labels = riskfolio(returns, "NCO", "ward", 3, "Sharpe", 0.02 / 252)
            case(
                "nco_maximum_sharpe_3",
                "riskfolio-lib 7.4.0 HCPortfolio.optimization('NCO', obj='Sharpe', rm='MV', rf=0.02/252, linkage='ward', k=3)",
                {"weights": weights, "labels": labels}, 1e-3, linkage="ward", k=3, objective="maximum_sharpe",
            )
        inverse = InverseVolatility().fit(returns)
        case("inverse_volatility", "skfolio 1.12.2 InverseVolatility()", {"weights": floats(inverse.weights_)}, 1e-12)
        equal = EqualWeighted().fit(returns)
        case("equal_weight", "skfolio 1.12.2 EqualWeighted()", {"weights": floats(equal.weights_)}, 1e-15)
        port = rp.Portfolio(returns=returns)
        port.assets_stats(method_mu="hist", method_cov="hist")
        parity = port.rp_optimization(model="Classic", rm="MV", rf=0, b=None, hist=True)
        case(
            "risk_parity", "riskfolio-lib 7.4.0 Portfolio.rp_optimization(rm='MV') (interior point: 1e-5 in a weight)",
            {"weights": floats(parity.loc[table.columns, "weights"])}, 1e-4,
        )
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
    print('{"cases":[\n' + lines + "\n]}")


main()

"""Times the peers of `bench_clusters` on its input (read from standard input) and prints one JSON line for each case.

Wanted: the packages of requirements.txt beside this script.
PyPortfolioOpt gets its correlations ready made, so that clustering and allocation alone are timed.
"""

import json
import sys
import time
import warnings

import cvxpy as cp
import numpy as np
import pandas as pd
import riskfolio as rp
from pypfopt import HRPOpt

warnings.filterwarnings("ignore")


class Moments(pd.DataFrame):
    """Returns whose covariance and correlation are known."""

    _metadata = ["covariance"]

    @property
    def _constructor(self):
        return pd.DataFrame

    def cov(self, *_, **__):
        return self.covariance

    def corr(self, *_, **__):
        deviations = np.sqrt(np.diag(self.covariance))
        return self.covariance / np.outer(deviations, deviations)


def report(case, program, repeat, work):
    """Runs `work` once to warm up, then `repeat` times; prints seconds and the last weights."""
    weights = work()
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        weights = work()
        seconds.append(time.perf_counter() - start)
    result = [float(weight) for weight in np.asarray(weights).ravel()]
    print(json.dumps({"case": case, "program": program, "seconds": seconds, "result": result}), flush=True)


def main():
    data = json.load(sys.stdin)
    repeat = max(1, data["repeat"] // 5)
    assets = data["moments"]["assets"]
    covariance = pd.DataFrame(data["moments"]["covariance"], index=assets, columns=assets)
    returns = Moments(np.zeros((2, len(assets))), columns=assets)
    returns.covariance = covariance

    def hrp():
        weights = HRPOpt(returns).optimize("single")
        return [weights[asset] for asset in assets]

    report("hrp_500", "PyPortfolioOpt", repeat, hrp)

    def riskfolio_parity():
        port = rp.Portfolio(returns=pd.DataFrame(np.zeros((2, len(assets))), columns=assets))
        port.solvers = ["CLARABEL"]
        port.mu, port.cov = pd.DataFrame(np.zeros((1, len(assets))), columns=assets), covariance
        return port.rp_optimization(model="Classic", rm="MV", rf=0, b=None, hist=True)["weights"].to_numpy()

    report("risk_parity_500", "Riskfolio-Lib", 1, riskfolio_parity)

    root = np.linalg.cholesky(covariance.to_numpy()).T

    def cvxpy_parity():
        x = cp.Variable(len(assets))
        risk = cp.sum_squares(root @ x) / 2
        cp.Problem(cp.Minimize(risk - cp.sum(cp.log(x)) / len(assets))).solve(solver=cp.CLARABEL)
        return x.value / x.value.sum()

    report("risk_parity_500", "cvxpy with Clarabel", 1, cvxpy_parity)


main()

"""Times the peers of `bench_moments` on its input (read from standard input) and prints one JSON object a line.

Wanted: pip install pyportfolioopt==1.6.0 skfolio==1.12.2 scikit-learn==1.9.1
Each line: case, program, seconds of each repetition, and figures of the result, so that outputs are compared before times.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from pypfopt import risk_models
from skfolio.moments import DenoiseCovariance, GerberCovariance, LedoitWolf
from sklearn.covariance import ledoit_wolf, oas

warnings.filterwarnings("ignore")


def report(case, program, repeat, work, scale=1.0):
    result = work()
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    matrix = np.asarray(result) * scale
    figures = [np.trace(matrix), matrix.sum(), np.linalg.norm(matrix), matrix[3, 7]]
    print(json.dumps({"case": case, "program": program, "seconds": seconds, "result": figures}), flush=True)


data = json.load(sys.stdin)
repeat = data["repeat"]
columns = {f"A{i:03}": column for i, column in enumerate(data["prices"])}
prices = pd.DataFrame(columns, index=pd.date_range("2000-01-03", periods=len(data["prices"][0])))
returns = prices.pct_change().dropna().values


def shrunk(target):
    return lambda: risk_models.CovarianceShrinkage(prices).ledoit_wolf(target)


report("ledoit_wolf_500x1000", "PyPortfolioOpt", repeat, shrunk("constant_variance"))
report("ledoit_wolf_single_factor_500x1000", "PyPortfolioOpt", repeat, shrunk("single_factor"))
report("ledoit_wolf_constant_correlation_500x1000", "PyPortfolioOpt", repeat, shrunk("constant_correlation"))
report("oracle_approximating_500x1000", "PyPortfolioOpt", repeat,
       lambda: risk_models.CovarianceShrinkage(prices).oracle_approximating())
report("sample_500x1000", "PyPortfolioOpt", repeat, lambda: risk_models.sample_cov(prices))
report("ledoit_wolf_500x1000_matrix", "scikit-learn", repeat, lambda: ledoit_wolf(returns)[0], 252)
report("oracle_approximating_500x1000_matrix", "scikit-learn", repeat, lambda: oas(returns)[0], 252)
report("ledoit_wolf_500x1000", "skfolio", repeat, lambda: LedoitWolf().fit(returns).covariance_, 252)
report("gerber_500x1000", "skfolio", repeat, lambda: GerberCovariance().fit(returns).covariance_, 252)
report("denoised_500x1000", "skfolio", 1, lambda: DenoiseCovariance().fit(returns).covariance_, 252)

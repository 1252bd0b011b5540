"""Times PyPortfolioOpt's minimum CVaR on the input of `bench_conic` (read from standard input) and prints one JSON object a line.

Wanted: the packages of requirements.txt beside this script.
"""

import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from pypfopt import EfficientCVaR

warnings.filterwarnings("ignore")

data = json.load(sys.stdin)
request = data["request"]
assets = request["assets"]
returns = pd.DataFrame(request["returns"], columns=assets)
expected = pd.Series(request["expected_returns"], index=assets)


def minimum_cvar():
    problem = EfficientCVaR(expected, returns, beta=0.95, solver="CLARABEL")
    problem.min_cvar()
    return problem.weights


weights = minimum_cvar()
seconds = []
for _ in range(max(1, data["repeat"] // 3)):
    start = time.perf_counter()
    weights = minimum_cvar()
    seconds.append(time.perf_counter() - start)
result = [float(weight) for weight in np.asarray(weights).ravel()]
print(json.dumps({"case": "minimum_cvar_20x1257", "program": "PyPortfolioOpt", "seconds": seconds, "result": result}))

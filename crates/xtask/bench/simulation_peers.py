"""Times what `bench_simulation` of `statistics` is compared with: correlated normal returns by numpy, and then the same statistics of them.

Wanted: pip install numpy==2.4.6
Run: python3 simulation_peers.py PATHS; the matrix of returns takes PATHS × 252 × 20 × 16 bytes.
"""

import json
import sys
import time

import numpy as np

PATHS, DAYS, ASSETS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, 252, 20
covariance = np.full((ASSETS, ASSETS), 3e-5) + np.eye(ASSETS) * 7e-5
root = np.linalg.cholesky(covariance)
seconds = []
for repeat in range(3):
    start = time.perf_counter()
    returns = np.random.default_rng(repeat).standard_normal((PATHS * DAYS, ASSETS)) @ root.T
    seconds.append(time.perf_counter() - start)
    if repeat < 2:
        del returns
start = time.perf_counter()
ends = np.ones((PATHS, ASSETS))
cube = returns.reshape(PATHS, DAYS, ASSETS)
for day in range(DAYS):
    ends *= 1.0003 + cube[:, day]
ends = ends.mean(axis=1)
print(json.dumps({"case": f"monte_carlo_{PATHS}x{DAYS}x{ASSETS}", "program": f"numpy {np.__version__}", "seconds": seconds,
                  "statistics_seconds": time.perf_counter() - start, "result": [ends.mean(), np.quantile(ends, [0.05, 0.5, 0.95]).tolist()]}))

"""Times what `bench_simulation` is compared with, on its input (read from standard input): correlated normal returns by numpy, and what they come to.

Wanted: pip install numpy==2.4.6; the matrices of normal numbers and returns take paths × 252 × 20 × 16 bytes, 8 GB for 100,000 paths.
Each line: case, program, seconds of each repetition, and what ours prints, so that outputs are compared before times.
"""

import json
import sys
import time

import numpy as np

DAYS, ASSETS = 252, 20
data = json.load(sys.stdin)
root = np.linalg.cholesky(np.full((ASSETS, ASSETS), 3e-5) + np.eye(ASSETS) * 7e-5)


def ends(normals):
    paths = len(normals) // DAYS
    returns = (normals @ root.T).reshape(paths, DAYS, ASSETS)
    grown = np.ones((paths, ASSETS))
    for day in range(DAYS):
        grown *= 1.0003 + returns[:, day]
    return grown.mean(axis=1)


def told(case, seconds, result):
    result = [float(figure) for figure in result]
    print(json.dumps({"case": case, "program": "numpy", "seconds": seconds, "result": result}), flush=True)


def timed(repeat, work):
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return seconds, result


paths = data["paths"]
# Once is enough of what takes half a minute.
seconds, found = timed(1, lambda: ends(np.random.default_rng(1).standard_normal((paths * DAYS, ASSETS))))
told("monte_carlo", seconds, [found.mean(), *np.quantile(found, [0.05, 0.5, 0.95])])
same = np.asarray(data["normals"]).reshape(-1, ASSETS)
told("monte_carlo_same", *timed(data["repeat"] * 20, lambda: ends(same)))

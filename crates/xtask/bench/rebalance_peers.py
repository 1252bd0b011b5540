"""Times cvxpy on the convex problems of `bench_rebalance` (read from standard input) and prints one JSON object a line.

Every lot is at a gain, so that lots in the order of their tax are a convex cost and one program finds the best plan in fractions.
Wanted: the packages of requirements.txt beside this script.
"""

import json
import sys
import time
import warnings

import cvxpy as cp
import numpy as np
import scipy.sparse as sp

warnings.filterwarnings("ignore")


def solve(problem, solver):
    """The least objective as a part of everything that is held, with the sold units of each lot and the bought of each position."""
    prices = np.array(problem["prices"])
    position = np.array([lot["position"] for lot in problem["lots"]])
    units = np.array([lot["units"] for lot in problem["lots"]])
    tax = np.array([lot["tax"] for lot in problem["lots"]])
    owns = sp.csr_matrix((np.ones(len(units)), (position, np.arange(len(units)))), shape=(len(prices), len(units)))
    held = prices * (owns @ units)
    value = held.sum() + problem["cash"]
    # In parts of the value.
    sold, bought = cp.Variable(len(units), nonneg=True), cp.Variable(len(prices), nonneg=True)
    price = prices[position]
    off = held / value + bought - owns @ sold - np.array(problem["targets"])
    spread = problem["spread"]
    cost = (tax / price) @ sold + spread * (cp.sum(sold) + cp.sum(bought))
    if problem["squared"]:
        covariance = problem["request"]["covariance"]
        exposures, specific = np.array(covariance["exposures"]), np.array(covariance["specific"])
        risk = cp.sum_squares(exposures.T @ off) + cp.sum_squares(cp.multiply(np.sqrt(specific), off))
        drift = 0.5 * problem["risk_aversion"] * risk
    else:
        drift = problem["per_unit"] * cp.norm1(off)
    limits = [
        sold <= units * price / value,
        problem["cash"] / value + (1 - spread) * cp.sum(sold) - (1 + spread) * cp.sum(bought) >= 0,
    ]
    return cp.Problem(cp.Minimize(cost + drift), limits).solve(solver=solver)


data = json.load(sys.stdin)
for problem in data["problems"]:
    for program, solver in [("cvxpy with Clarabel", cp.CLARABEL), ("cvxpy with OSQP", cp.OSQP)]:
        if solver == cp.OSQP and len(problem["prices"]) > 100:
            continue
        result = solve(problem, solver)
        seconds = []
        for _ in range(max(1, data["repeat"] // 3)):
            start = time.perf_counter()
            result = solve(problem, solver)
            seconds.append(time.perf_counter() - start)
        print(json.dumps({"case": problem["case"], "program": program, "seconds": seconds, "result": [float(result)]}))

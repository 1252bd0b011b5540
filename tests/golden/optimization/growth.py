"""Makes `growth.json` beside this script: portfolios of the highest mean logarithmic growth, by scipy.

Wanted: pip install numpy==2.4.6 scipy==1.17.1
Run: python3 growth.py PRICES.csv > growth.json, with the sample's prices decompressed
(`zstd -dc crates/workstation/sample/us_stocks_daily.csv.zst`).

SLSQP finds which limits bind; Newton's method on these as equalities takes the answer to rounding. The largest residual of the
optimality conditions stands beside each answer.
"""

import csv
import json
import sys

import numpy as np
from scipy.optimize import minimize

PERIODS = 252
SETS = {
    "us20_2015_2019": (None, "2015-01-02", "2019-12-31"),
    "us8_2009_2013": (["AAPL", "BAC", "CVX", "JNJ", "JPM", "PG", "WMT", "XOM"], "2009-01-02", "2013-12-31"),
}
LIMITS = {
    "long_only": {"bounds": [0.0, 1.0]},
    "bounds": {"bounds": [0.01, 0.2]},
    "longshort": {"bounds": [-0.3, 0.4]},
    "group": {"bounds": [0.0, 1.0], "group": 0.25},
    "penalty": {"bounds": [0.0, 1.0], "gamma": 0.1},
    "large_penalty": {"bounds": [-0.3, 0.4], "gamma": 1.0},
}


def load(path, assets, start, end):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))
    header = rows[0]
    names = assets or header[1:]
    places = [header.index(name) for name in names]
    prices = np.array([[float(row[place]) for place in places] for row in rows[1:] if start <= row[0] <= end])
    return names, prices[1:] / prices[:-1] - 1.0


def solve(returns, bounds, group, gamma):
    count, n = returns.shape
    value = lambda w: gamma * w @ w - PERIODS / count * np.log1p(returns @ w).sum()
    slope = lambda w: 2 * gamma * w - PERIODS / count * returns.T @ (1 / (1 + returns @ w))
    rows = [(np.ones(n), 1.0)]
    constraints = [{"type": "eq", "fun": lambda w: w.sum() - 1.0, "jac": lambda w: np.ones(n)}]
    if group is not None:
        members, most = group
        constraints.append({"type": "ineq", "fun": lambda w: most - members @ w, "jac": lambda w: -members})
    start = np.full(n, 1.0 / n)
    if group is not None and group[0] @ start > group[1]:
        start = np.where(group[0] > 0, group[1] / group[0].sum(), (1 - group[1]) / (n - group[0].sum()))
    found = minimize(
        value, start, jac=slope, bounds=[bounds] * n, constraints=constraints, method="SLSQP",
        options={"ftol": 1e-15, "maxiter": 2000},
    )
    w = found.x.copy()
    # A long-only weight cannot pass the budget: an upper bound of one is none.
    sides = [side for side in bounds if not (bounds[0] >= 0 and side >= 1)]
    fixed = {i: side for i in range(n) for side in sides if abs(w[i] - side) < 1e-7}
    if group is not None and group[1] - group[0] @ w < 1e-7:
        rows.append(group)
    for _ in range(20):
        for i, side in fixed.items():
            w[i] = side
        free = [i for i in range(n) if i not in fixed]
        scaled = returns[:, free] / (1 + returns @ w)[:, None]
        hessian = PERIODS / count * scaled.T @ scaled + 2 * gamma * np.eye(len(free))
        normals = np.array([row[free] for row, _ in rows])
        short = np.array([limit - row @ w for row, limit in rows])
        size = len(rows)
        system = np.block([[hessian, -normals.T], [normals, np.zeros((size, size))]])
        step = np.linalg.lstsq(system, np.concatenate([-slope(w)[free], short]), rcond=None)[0]
        w[free] += step[: len(free)]
        multipliers = step[len(free) :]
    if not free:
        # A vertex: any budget multiplier between the two kinds of bounds proves it.
        slopes = slope(w)
        low, high = [[slopes[i] for i in range(n) if fixed[i] == side] for side in bounds]
        multipliers = np.array([(min(low) + max(high)) / 2])
    rest = slope(w) - np.array([row for row, _ in rows]).T @ multipliers
    worst = max(abs(rest[free]).max(initial=0.0), abs(w.sum() - 1))
    for i, side in fixed.items():
        # Kept at its lower bound it would cost to raise it; at its upper bound it would cost to lower it.
        worst = max(worst, -rest[i] if side == bounds[0] else rest[i])
    if len(rows) > 1:
        worst = max(worst, multipliers[1])
    return w, -value(w) + gamma * w @ w, worst, abs(found.x - w).max()


def main():
    cases = []
    for name, (assets, start, end) in SETS.items():
        names, returns = load(sys.argv[1], assets, start, end)
        for kind, limits in LIMITS.items():
            # The asset that would get most of the weight, and another.
            best = names[int(np.log1p(returns).mean(axis=0).argmax())]
            group = ([best, "JPM"], limits["group"]) if "group" in limits else None
            marked = None if group is None else (np.array([float(n in group[0]) for n in names]), group[1])
            gamma = limits.get("gamma", 0.0)
            w, growth, worst, apart = solve(returns, limits["bounds"], marked, gamma)
            inputs = {"of": f"{name}/inputs", "bounds": limits["bounds"]}
            if group is not None:
                inputs["group"] = {"assets": group[0], "upper": group[1]}
            if gamma:
                inputs["gamma"] = gamma
            cases.append({
                "id": f"{name}/growth_{kind}",
                "source": "scipy 1.17.1 minimize(method='SLSQP'), then Newton on the binding limits; numpy 2.4.6",
                "inputs": inputs,
                "tolerance": {"objective_rel": 1e-9, "weights_abs": 1e-6},
                "expected": {
                    "weights": [float(x) for x in w], "growth": float(growth), "largest_residual": float(worst),
                    "slsqp_maxdiff": float(apart),
                },
            })
    rows = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    print('{"title":"Portfolios of the highest mean logarithmic growth","cases":[\n' + rows + "\n]}")


main()

"""Recomputes two back-tests by hand: weights of a target, and those of the smallest variance, looked at every month.

Run in this folder: `python3 generate.py` (Python 3.11, nothing else) reads closes.csv and writes expected.json.
The rules, written anew here and not taken from the program:

- The account begins with 100,000. Nothing costs anything.
- At the first close, and at the first close of each month, weights are decided. An order is for the money by which an instrument is off its weight at
  that close. It trades at the next close, in as many whole units as the money buys there. What is less than one unit at the first of the two is left.
- Target: KO 0.5, PEP 0.25, XOM 0.15; the rest stays cash.
- Smallest variance: of simple daily returns of the closes of the last 183 days (the day itself and those after the 183rd before it), sample
  covariance, weights that add up to one and are not below zero. Nothing is decided while there are fewer than 60 such closes. Money may be borrowed for a day, so that a
  purchase need not wait for a sale.
"""

import csv
import json
from datetime import date, timedelta

CASH = 100_000.0
TARGET = [0.5, 0.25, 0.15]
WINDOW, CLOSES_MIN = 183, 60

with open("closes.csv", newline="") as file:
    rows = list(csv.reader(file))
symbols = rows[0][1:]
days = [date.fromisoformat(row[0]) for row in rows[1:]]
closes = [[float(cell) for cell in row[1:]] for row in rows[1:]]


def solve(matrix, right):
    """Gauss with the largest pivot."""
    n = len(right)
    rows = [list(row) + [value] for row, value in zip(matrix, right)]
    for column in range(n):
        pivot = max(range(column, n), key=lambda row: abs(rows[row][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for row in range(n):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column])]
    return [rows[n_][n] / rows[n_][n_] for n_ in range(n)]


def smallest_variance(end):
    first = days[end] - timedelta(days=WINDOW)
    window = [row for day, row in zip(days[: end + 1], closes) if day > first]
    if len(window) < CLOSES_MIN:
        return None
    returns = [[b / a - 1 for a, b in zip(before, now)] for before, now in zip(window, window[1:])]
    n, assets = len(returns), range(len(symbols))
    means = [sum(row[i] for row in returns) / n for i in assets]
    covariance = [
        [sum((row[i] - means[i]) * (row[j] - means[j]) for row in returns) / (n - 1) for j in assets] for i in assets
    ]
    best = None
    # The best of all choices of instruments whose weights come out above zero.
    for choice in range(1, 2 ** len(symbols)):
        held = [i for i in assets if choice >> i & 1]
        part = solve([[covariance[i][j] for j in held] for i in held], [1.0] * len(held))
        if min(part) <= 0:
            continue
        weights = [0.0] * len(symbols)
        for i, value in zip(held, part):
            weights[i] = value / sum(part)
        variance = sum(weights[i] * weights[j] * covariance[i][j] for i in assets for j in assets)
        if best is None or variance < best[0]:
            best = (variance, weights)
    return best[1]


def run(decide):
    cash, units, pending, month = CASH, [0] * len(symbols), [0.0] * len(symbols), None
    equity, decisions, nearest = [], [], 1.0
    for n, day in enumerate(days):
        for i, money in enumerate(pending):
            if money == "all":
                traded = -units[i]
            else:
                exact = abs(money) / closes[n][i]
                # How near a number of units is to the next whole one: a solver's error must not decide.
                if money:
                    nearest = min(nearest, exact % 1, 1 - exact % 1)
                traded = int(exact) if money > 0 else -int(exact)
            units[i] += traded
            cash -= traded * closes[n][i]
        pending = [0.0] * len(symbols)
        equity.append(cash + sum(u * c for u, c in zip(units, closes[n])))
        if (day.year, day.month) == month:
            continue
        month = (day.year, day.month)
        weights = decide(n)
        if weights is None:
            continue
        decisions.append({"day": day.isoformat(), "weights": weights})
        for i, weight in enumerate(weights):
            money = weight * equity[-1] - units[i] * closes[n][i]
            if weight == 0:
                pending[i] = "all"
            elif abs(money) >= closes[n][i]:
                pending[i] = money
    return {"equity": equity, "decisions": decisions, "units": units, "cash": cash, "nearest": nearest}


result = {"symbols": symbols, "days": [day.isoformat() for day in days]}
result["target"] = run(lambda n: TARGET)
result["smallest_variance"] = run(smallest_variance)
with open("expected.json", "w") as file:
    json.dump(result, file, indent=1)
    file.write("\n")
print(result["target"]["nearest"], result["smallest_variance"]["nearest"], result["smallest_variance"]["units"])

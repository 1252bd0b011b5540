"""Twenty random portfolios with their returns, worked out by numpy and scipy from the definitions alone.

python generate.py > portfolios.json   (numpy 2, scipy 1; the seed makes it repeatable)

Definitions: the day's factor is (value at the end + paid out) / (value of the day before + paid in), linked by multiplication;
XIRR is the root of sum(amount / (1 + r) ** (days / 365)), by brentq to the last bit; modified Dietz weighs each flow with the part
of the span after its day, the span starting the evening before the first transaction.
"""

import json
from datetime import date, timedelta

import numpy as np
import scipy
from scipy.optimize import brentq

FIRST = date(2018, 1, 2)
SYMBOLS = ["A", "B", "E"]


def portfolio(rng):
    n_days = int(rng.integers(400, 1400))
    marks = sorted({0, n_days} | set(int(d) for d in rng.choice(n_days, size=60, replace=False)))
    prices = {}
    for symbol in SYMBOLS:
        walk = 50 * np.exp(np.cumsum(rng.normal(0.001, 0.05, len(marks))))
        prices[symbol] = [round(float(p), 2) for p in walk]
    cash, held, events = 0.0, dict.fromkeys(SYMBOLS, 0), []

    def add(day, kind, **fields):
        events.append({"day": day, "kind": kind, **fields})

    def put(day, amount):
        nonlocal cash
        cash += amount
        add(day, "deposit" if amount > 0 else "withdrawal", amount=round(abs(amount), 2))

    put(0, 10000.0)
    for i, day in enumerate(marks[:-1]):
        roll = rng.random()
        symbol = SYMBOLS[int(rng.integers(3))]
        price = prices[symbol][i]
        if roll < 0.15:
            put(day, float(round(rng.uniform(100, 5000), 2)))
        elif roll < 0.25 and cash > 500:
            put(day, -float(round(rng.uniform(100, cash / 2), 2)))
        elif roll < 0.65 and cash > 2 * price:
            n = int(rng.integers(1, max(2, int(cash / price))))
            cash -= n * price
            held[symbol] += n
            add(day, "buy", symbol=symbol, quantity=n, price=price)
        elif roll < 0.8 and held[symbol] > 0:
            n = int(rng.integers(1, held[symbol] + 1))
            cash += n * price
            held[symbol] -= n
            add(day, "sell", symbol=symbol, quantity=n, price=price)
        elif roll < 0.9 and held[symbol] > 0:
            amount = round(held[symbol] * price * 0.01, 2)
            cash += amount
            add(day, "dividend", symbol=symbol, amount=amount)
    return marks, prices, events


def measured(marks, prices, events):
    index, before = 1.0, 0.0
    cash, held, flows = 0.0, dict.fromkeys(SYMBOLS, 0), []
    for i, day in enumerate(marks):
        paid_in = paid_out = 0.0
        for e in (e for e in events if e["day"] == day):
            if e["kind"] == "deposit":
                cash += e["amount"]
                paid_in += e["amount"]
            elif e["kind"] == "withdrawal":
                cash -= e["amount"]
                paid_out += e["amount"]
            elif e["kind"] == "buy":
                cash -= e["quantity"] * e["price"]
                held[e["symbol"]] += e["quantity"]
            elif e["kind"] == "sell":
                cash += e["quantity"] * e["price"]
                held[e["symbol"]] -= e["quantity"]
            else:
                cash += e["amount"]
        value = cash + sum(held[s] * prices[s][i] for s in SYMBOLS)
        index *= (value + paid_out) / (before + paid_in)
        before = value
        if paid_in or paid_out:
            flows.append((day, paid_in - paid_out))
    investor = [(d, -a) for d, a in flows] + [(marks[-1], value)]

    def present(r):
        return sum(a / (1 + r) ** (d / 365) for d, a in investor)

    xirr = brentq(present, -0.99, 20, xtol=1e-16, rtol=8.9e-16, maxiter=500)
    span = marks[-1] + 1
    capital = sum(a * (marks[-1] - d) / span for d, a in flows)
    gain = value - sum(a for _, a in flows)
    return {"twr": index - 1, "xirr": xirr, "modified_dietz": gain / capital, "flows": investor}


def main():
    rng = np.random.default_rng(20261129)
    cases = []
    for _ in range(20):
        marks, prices, events = portfolio(rng)
        expected = measured(marks, prices, events)
        iso = lambda d: (FIRST + timedelta(days=d)).isoformat()
        for e in events:
            e["day"] = iso(e["day"])
        expected["flows"] = [[iso(d), round(a, 10)] for d, a in expected["flows"]]
        cases.append({"days": [iso(d) for d in marks], "prices": prices, "events": events, "expected": expected})
    tolerance = {"abs": 1e-9}
    print(json.dumps({"source": f"numpy {np.__version__}, scipy {scipy.__version__}", "tolerance": tolerance, "cases": cases}))


main()

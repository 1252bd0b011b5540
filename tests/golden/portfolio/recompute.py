"""Recomputes the sample portfolio's value, cash, FIFO results, TWR and XIRR from its transactions, prices and rates.

Written apart from the program, with pandas and scipy, after the rules in docs/guide/portfolio.md; it reads only raw
inputs (transactions, bars, exchange rates) and compares its own results with the program's.

    python3 recompute.py PROGRAM WORKSPACE
"""

import json
import subprocess
import sys
from collections import defaultdict, deque

import numpy as np
import pandas as pd
from scipy.optimize import brentq

program, workspace = sys.argv[1:3]


def get(path):
    out = subprocess.run([program, "--workspace", workspace, "api", "GET", "/api/v1" + path], check=True, capture_output=True)
    return json.loads(out.stdout)


def pages(path):
    items, cursor = [], None
    while True:
        page = get(path + (f"&cursor={cursor}" if cursor else ""))
        items += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return items


instruments = {i["id"]: i for i in pages("/instruments?limit=100")}
transactions = sorted(pages("/transactions?limit=500"), key=lambda t: (t["trade_date"], t["id"]))
rates = pd.Series({pd.Timestamp(r["date"]): float(r["rate"]) for r in pages("/fx-rates?base=EUR&quote=USD&limit=1000")}).sort_index()
ours = get("/portfolio")
closes = {}
for id in instruments:
    bars = get(f"/bars/{id}?format=json&max_points=1000000")["bars"]
    if bars:
        closes[id] = pd.Series([b["close"] for b in bars], index=pd.to_datetime([b["at"][:10] for b in bars]))
prices = pd.DataFrame(closes).sort_index()

f = lambda v: 0.0 if v is None else float(v)
first = pd.Timestamp(transactions[0]["trade_date"])
last = pd.Timestamp("2022-12-28")
dates = sorted(set(prices.index[(prices.index >= first) & (prices.index <= last)]) | {pd.Timestamp(t["trade_date"]) for t in transactions})
days = pd.DatetimeIndex(dates)
filled = prices.ffill().reindex(days, method="ffill")
eur = rates.reindex(days, method="ffill")
worth = lambda currency, day: 1.0 if currency == "USD" else eur[day]

units = defaultdict(float)  # instrument -> units
cash = defaultdict(float)
lots = defaultdict(deque)  # (account, instrument) -> [units, cost a unit]
realized = 0.0
plain_cost = {}
value, cash_in, cash_out, units_in = [], [], [], []
by_day = defaultdict(list)
for t in transactions:
    by_day[pd.Timestamp(t["trade_date"])].append(t)


def trade(t, q, price, mult):
    """Signed units; FIFO with fees in the cost or off the proceeds."""
    global realized
    key = (t["account_id"], t["instrument_id"])
    charge = f(t["fees"]) + f(t["taxes"])
    sign = 1 if q > 0 else -1
    per_unit = price * mult + sign * charge / abs(q)
    left = abs(q)
    while left > 1e-12 and lots[key] and lots[key][0][0] * sign < 0:
        lot = lots[key][0]
        n = min(left, abs(lot[0]))
        realized += n * (per_unit - lot[1]) * (-sign)
        lot[0] += sign * n
        left -= n
        if abs(lot[0]) < 1e-12:
            lots[key].popleft()
    if left > 1e-12:
        lots[key].append([sign * left, per_unit])
    units[t["instrument_id"]] += q
    return -(q * price * mult) - charge


for day in days:
    dep = wd = uin = 0.0
    for t in by_day[day]:
        kind, id, cur = t["kind"], t["instrument_id"], t["currency"]
        amount, q, price, charge = f(t["amount"]), f(t["quantity"]), f(t["price"]), f(t["fees"]) + f(t["taxes"])
        mult = float(instruments[id]["multiplier"]) if id else 1.0
        held = units[id] if id else 0.0
        if kind == "deposit":
            cash[cur] += amount - charge
            dep += amount * worth(cur, day)
        elif kind == "withdrawal":
            cash[cur] -= amount + charge
            wd += amount * worth(cur, day)
        elif kind in ("dividend", "interest"):
            cash[cur] += amount - charge
        elif kind in ("fee", "tax"):
            cash[cur] -= amount + charge
        elif kind == "currency_conversion":
            cash[cur] -= amount + charge
            cash[t["counter_currency"]] += f(t["counter_amount"])
        elif kind == "transfer":
            left, source = q, lots[(t["account_id"], id)]  # cash between two own accounts changes nothing here
            moved = []
            while left > 1e-12:
                n = min(left, source[0][0])
                moved.append([n, source[0][1]])
                source[0][0] -= n
                left -= n
                if source[0][0] < 1e-12:
                    source.popleft()
            lots[(t["counter_account_id"], id)].extend(moved)
        elif kind in ("buy", "cover"):
            cash[cur] += trade(t, q, price, mult)
        elif kind in ("sell", "short"):
            cash[cur] += trade(t, -q, price, mult)
        elif kind == "opening_balance" and id is None:
            cash[cur] += amount
            uin += amount * worth(cur, day)
        elif kind == "opening_balance":
            trade(t, q, price, mult)
            uin += q * filled.loc[day, id]
        elif kind == "split":
            factor = f(t["ratio_new"]) / f(t["ratio_old"])
            units[id] *= factor
            for (a, i), ls in lots.items():
                if i == id:
                    for lot in ls:
                        lot[0] *= factor
                        lot[1] /= factor
        elif kind == "stock_dividend":
            key = (t["account_id"], id)
            factor = (held + q) / held
            units[id] += q
            for lot in lots[key]:
                lot[0] *= factor
                lot[1] /= factor
        elif kind == "return_of_capital":
            cash[cur] += amount - charge
            for lot in lots[(t["account_id"], id)]:
                lot[1] -= amount / held
        elif kind == "spin_off":
            new, share = t["other_instrument_id"], f(t["cost_fraction"])
            factor = f(t["ratio_new"]) / f(t["ratio_old"])
            units[new] += held * factor
            for lot in lots[(t["account_id"], id)]:
                lots[(t["account_id"], new)].append([lot[0] * factor, lot[1] * share / factor])
                lot[1] *= 1 - share
        elif kind == "merger":
            new, factor = t["other_instrument_id"], f(t["ratio_new"]) / f(t["ratio_old"])
            units[new] += held * factor
            units[id] = 0.0
            cash[cur] += amount - charge
            old = lots.pop((t["account_id"], id))
            for n, cost in old:
                boot = amount / held  # cash a unit: lowers the cost
                lots[(t["account_id"], new)].append([n * factor, (cost - boot) / factor])
        elif kind == "delisting":
            cash[cur] += trade(t, -held, price, mult)
        elif kind == "option_expiry":
            trade(t, -q if held > 0 else q, 0.0, mult)
        elif kind in ("option_exercise", "option_assignment"):
            option = instruments[id]
            call = option["symbol"].rsplit(" ", 1)[1][6] == "C"
            n, premium = q * mult, None
            long = held > 0
            lot = lots[(t["account_id"], id)].popleft()
            premium = lot[1] / mult
            units[id] = 0.0
            buys = call == long
            under = dict(t, instrument_id=t["other_instrument_id"])
            effective = price + (premium if long else -premium) * (1 if buys else -1)
            paid = trade(under, n if buys else -n, effective, 1.0)
            cash[cur] += -(n if buys else -n) * price - charge
        elif kind == "symbol_change":
            pass
        else:
            raise SystemExit(f"unknown kind {kind}")
    held_value = sum(q * filled.loc[day, id] * float(instruments[id]["multiplier"]) for id, q in units.items() if abs(q) > 1e-12)
    value.append(held_value + sum(c * worth(cur, day) for cur, c in cash.items()))
    cash_in.append(dep)
    cash_out.append(wd)
    units_in.append(uin)

value, cash_in, cash_out, units_in = map(np.array, (value, cash_in, cash_out, units_in))
before = np.concatenate([[0.0], value[:-1]])
start = before + cash_in
ok = start > 0
growth = np.where(ok, (value + cash_out - units_in) / np.where(ok, start, 1.0), 1.0)
twr = growth.prod() - 1
net = (cash_in - cash_out + units_in).sum()
flows = [(d, -(i - o + u)) for d, i, o, u in zip(days, cash_in, cash_out, units_in) if i or o or u] + [(last, value[-1])]
npv = lambda r: sum(a / (1 + r) ** ((d - flows[0][0]).days / 365) for d, a in flows)
xirr = brentq(npv, -0.9, 5, xtol=1e-14)
index = growth.cumprod()
drawdown = (1 - index / np.maximum.accumulate(index)).max()
total = ours["totals"]
theirs = lambda name: float(total[name]["value"])
cost = sum(n * c for ls in lots.values() for n, c in ls)
checks = [
    ("total value", value[-1], theirs("total_value")),
    ("cash", sum(c * worth(cur, last) for cur, c in cash.items()), theirs("cash_value")),
    ("net flows", net, theirs("net_flows")),
    ("cost", cost, theirs("cost")),
    ("realized", realized, theirs("realized")),
    ("TWR", twr, ours["returns"]["twr"]["value"]),
    ("XIRR", xirr, ours["returns"]["xirr"]["value"]),
    ("maximum drawdown", drawdown, ours["returns"]["max_drawdown"]["value"]),
]
bad = 0
for name, mine, program_s in checks:
    gap = abs(mine - program_s) / max(1.0, abs(mine))
    bad += gap > 1e-9
    print(f"{name:18} {mine:22.15g} {program_s:22.15g} {gap:9.1e} {'' if gap <= 1e-9 else 'DIFFERS'}")
sys.exit(1 if bad else 0)

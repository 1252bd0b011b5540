# Computes xirr.json: python xirr.py > xirr.json
import json, random
from datetime import date, timedelta
from scipy.optimize import brentq

def xirr(flows):
    d0 = flows[0][0]
    f = lambda r: sum(a / (1 + r) ** ((d - d0).days / 365) for d, a in flows)
    return brentq(f, -0.99, 50, xtol=1e-15, rtol=1e-14, maxiter=1000)

cases = [[(date(2008, 1, 1), -10000), (date(2008, 3, 1), 2750), (date(2008, 10, 30), 4250), (date(2009, 2, 15), 3250), (date(2009, 4, 1), 2750)]]
rng = random.Random(7)
for n in (2, 5, 60, 180):
    d, flows = date(2008, 1, 2), []
    for _ in range(n):
        flows.append((d, -round(rng.uniform(100, 3000), 2)))
        d += timedelta(days=rng.randint(20, 40))
    flows.append((d, round(-sum(a for _, a in flows) * rng.uniform(0.6, 3), 2)))
    cases.append(flows)
print(json.dumps([{"flows": [[d.isoformat(), a] for d, a in c], "rate": xirr(c)} for c in cases]))

"""Makes `lanes.json` beside this script: correlated normal returns drawn side by side, worked out by numpy.

Wanted: pip install numpy==2.4.6
Run: python3 lanes.py > lanes.json
"""

import json
import sys

import numpy as np

LANES, PERIODS, BLOCKS = 32, 64, 2
MEANS = np.array([0.001, 0.0, -0.0005])
COVARIANCE = np.array([[4.0, 1.0, -0.5], [1.0, 2.0, 0.3], [-0.5, 0.3, 1.0]]) * 1e-4


def rotated(x, by):
    return (x << np.uint64(by)) | (x >> np.uint64(64 - by))


def bits(seed, number):
    """xoshiro256++ by its definition, in lanes that numpy's Philox begins."""
    raw = np.random.Philox(key=np.array([seed, number], dtype=np.uint64)).random_raw(4 * LANES)
    s = [word.copy() for word in raw.reshape(4, LANES)]
    while True:
        yield rotated(s[0] + s[3], 23) + s[0]
        t = s[1] << np.uint64(17)
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotated(s[3], 45)


def draws(seed, number):
    n, source, out = len(MEANS), bits(seed, number), []
    for _ in range(BLOCKS):
        block = np.concatenate([next(source) for _ in range(n * PERIODS // LANES)])
        one, two = np.split(block, 2)
        # 1 at most, above 0; and an angle of half a circle, with the lowest bit for the other half.
        radius = np.sqrt(-2 * np.log(1 - (one >> np.uint64(12)) / 2**52))
        angle = np.pi * ((two >> np.uint64(12)) / 2**52 - 0.5)
        sign = 1 - 2 * (two & np.uint64(1)).astype(float)
        shocks = np.concatenate([radius * np.cos(angle) * sign, radius * np.sin(angle)]).reshape(n, PERIODS)
        out.append((MEANS[:, None] + np.linalg.cholesky(COVARIANCE) @ shocks).tolist())
    return out


cases = [{"seed": str(seed), "number": str(number), "returns": draws(seed, number)} for seed, number in [(0, 0), (1, 7), (2**64 - 1, 2**63)]]
json.dump({"means": MEANS.tolist(), "covariance": COVARIANCE.tolist(), "cases": cases}, sys.stdout, separators=(",", ":"))
print()

"""Times C TA-Lib on the bars of `bench_indicators` (read from standard input) and prints one JSON object a line.

Wanted: the packages of requirements.txt beside this script.
"""

import json
import sys
import time

import numpy as np
from talib import abstract

# Names that differ from TA-Lib's in small letters.
THEIRS = {"keltner": "KC", "heikin_ashi": "HA"}


def figures(outputs):
    """The mean of what is known of each output, and its last value."""
    numbers = []
    for column in outputs:
        known = column[~np.isnan(column)]
        numbers += [float(known.mean()), float(known[-1])]
    return numbers


def call(name, bars):
    """The bare function of a name with its inputs in order, so that only itself is timed."""
    import talib

    name = THEIRS.get(name, name.upper())
    columns = []
    for wanted in abstract.Function(name).input_names.values():
        columns += [bars[column] for column in ([wanted] if isinstance(wanted, str) else wanted)]
    function = getattr(talib, name)
    return lambda: function(*columns)


data = json.load(sys.stdin)
bars = {name: np.array(data[name], dtype=float) for name in ("open", "high", "low", "close", "volume")}
total, everything = np.zeros(data["repeat"]), []
for name in data["kinds"]:
    function = call(name, bars)
    outputs = function()
    # Whole numbers (patterns, trends) have no gaps but before the first result, where TA-Lib writes 0.
    outputs = [np.asarray(column, dtype=float) for column in (outputs if isinstance(outputs, tuple) else [outputs])]
    lookback = max(int(np.isnan(column).sum()) for column in outputs)
    if name.startswith("cdl"):
        lookback = abstract.Function(THEIRS.get(name, name.upper())).lookback
    result = figures([column[lookback:] if not np.isnan(column).any() else column for column in outputs])
    seconds = []
    for _ in range(data["repeat"]):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    total += seconds
    everything += result
    best = round(min(seconds) * 1e9)
    print(json.dumps({"case": f"indicator_{name}", "program": "TA-Lib", "best_ns": best, "seconds": seconds, "result": result}))
print(json.dumps({"case": "indicators_all", "program": "TA-Lib", "seconds": total.tolist(), "result": everything}))

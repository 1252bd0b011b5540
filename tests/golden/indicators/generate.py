"""Writes the files beside it: `python generate.py sp500_ohlcv_daily.csv` (columns date,open,high,low,close,…,volume).

Wanted: TA-Lib 0.8.2 (with its C library 0.8.1), numpy, zstandard. What is our own is worked out here by its definition, a bar at a time.
"""

import csv
import io
import json
import sys

import numpy as np
import talib
import zstandard
from talib import abstract

COLUMNS = ["open", "high", "low", "close", "volume"]
# Every so many bars, besides the first results and the last ones.
STRIDE = 41
# Names that differ from TA-Lib's in small letters.
OURS = {"KC": "keltner", "HA": "heikin_ashi"}
LEFT_OUT = {"ADD", "DIV", "MULT", "SUB", "CUMSUM", "MAXINDEX", "MININDEX", "MINMAXINDEX", "MAVP"}
EMA, WMA, KAMA = 1, 2, 6
# Where the two editions have other defaults.
DEFAULTS = {"PERCENTILE": {"length": 30}}

# Other than the defaults: our description, TA-Lib's parameters, TA-Lib's inputs where they are not the usual.
VARIANTS = [
    ({"kind": "sma", "length": 10}, {"timeperiod": 10}, None),
    ({"kind": "sma", "length": 1, "of": "open"}, {"timeperiod": 1}, ["open"]),
    ({"kind": "sma", "length": 200, "of": "volume"}, {"timeperiod": 200}, ["volume"]),
    ({"kind": "ema", "length": 12}, {"timeperiod": 12}, None),
    ({"kind": "ema", "length": 200, "of": "high"}, {"timeperiod": 200}, ["high"]),
    ({"kind": "wma", "length": 20}, {"timeperiod": 20}, None),
    ({"kind": "kama", "length": 10}, {"timeperiod": 10}, None),
    ({"kind": "t3", "length": 8, "volume_factor": 0.9}, {"timeperiod": 8, "vfactor": 0.9}, None),
    ({"kind": "ma", "length": 20, "average": "kama"}, {"timeperiod": 20, "matype": KAMA}, None),
    ({"kind": "rsi", "length": 2}, {"timeperiod": 2}, None),
    ({"kind": "rsi", "length": 21, "of": "low"}, {"timeperiod": 21}, ["low"]),
    ({"kind": "macd", "fast": 5, "slow": 35, "signal": 5}, {"fastperiod": 5, "slowperiod": 35, "signalperiod": 5}, None),
    ({"kind": "macdext", "fast_average": "ema", "slow_average": "wma", "signal_average": "ema"},
     {"fastmatype": EMA, "slowmatype": WMA, "signalmatype": EMA}, None),
    ({"kind": "bbands", "length": 50, "deviations_up": 2.5, "deviations_down": 1.5, "average": "ema"},
     {"timeperiod": 50, "nbdevup": 2.5, "nbdevdn": 1.5, "matype": EMA}, None),
    ({"kind": "stoch", "fast_k": 14, "slow_k": 3, "slow_d": 3},
     {"fastk_period": 14, "slowk_period": 3, "slowd_period": 3}, None),
    ({"kind": "stoch", "fast_k": 21, "slow_k": 5, "slow_k_average": "ema", "slow_d": 4, "slow_d_average": "wma"},
     {"fastk_period": 21, "slowk_period": 5, "slowk_matype": EMA, "slowd_period": 4, "slowd_matype": WMA}, None),
    ({"kind": "stochrsi", "length": 14, "fast_k": 14, "fast_d": 3}, {"timeperiod": 14, "fastk_period": 14, "fastd_period": 3}, None),
    ({"kind": "adx", "length": 7}, {"timeperiod": 7}, None),
    ({"kind": "atr", "length": 50}, {"timeperiod": 50}, None),
    ({"kind": "atr", "length": 1}, {"timeperiod": 1}, None),
    ({"kind": "sar", "acceleration": 0.05, "maximum": 0.5}, {"acceleration": 0.05, "maximum": 0.5}, None),
    ({"kind": "sarext", "start_value": -1500.0, "offset_on_reverse": 0.01}, {"startvalue": -1500.0, "offsetonreverse": 0.01}, None),
    ({"kind": "ultosc", "length_1": 5, "length_2": 10, "length_3": 20}, {"timeperiod1": 5, "timeperiod2": 10, "timeperiod3": 20}, None),
    ({"kind": "supertrend", "length": 7, "multiplier": 2.0}, {"timeperiod": 7, "multiplier": 2.0}, None),
    ({"kind": "keltner", "length": 30, "atr_length": 14, "deviations": 1.5}, {"timeperiod": 30, "atrperiod": 14, "nbdev": 1.5}, None),
    ({"kind": "correl", "length": 20, "of": "close", "against": "volume"}, {"timeperiod": 20}, ["close", "volume"]),
    ({"kind": "beta", "length": 30, "of": "close", "against": "open"}, {"timeperiod": 30}, ["close", "open"]),
    ({"kind": "cdlmorningstar", "penetration": 0.1}, {"penetration": 0.1}, None),
    ({"kind": "cdldarkcloudcover", "penetration": 0.25}, {"penetration": 0.25}, None),
]


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    return [row["date"] for row in rows], {name: np.array([float(row[name]) for row in rows]) for name in COLUMNS}


def by_ta_lib(name, parameters, inputs, bars):
    function = abstract.Function(name, **parameters)
    if inputs is None:
        result = function(bars)
    else:
        result = getattr(talib, name)(*[bars[column] for column in inputs], **parameters)
    columns = []
    for column in result if isinstance(result, (list, tuple)) else [result]:
        # Whole numbers have no gaps: before the first result the wrapper writes 0.
        begin = function.lookback if column.dtype.kind == "i" and inputs is None else 0
        column = column.astype(float)
        column[:begin] = np.nan
        columns.append(column)
    return columns


def typical(bars):
    return (bars["high"] + bars["low"] + bars["close"]) / 3


def vwap(bars, starts, deviations):
    """`starts`: for each bar the index of the first bar that counts, or None."""
    price, volume = typical(bars), bars["volume"]
    out = np.full((3, len(price)), np.nan)
    for i, start in enumerate(starts):
        if start is None or volume[start : i + 1].sum() == 0:
            continue
        p, v = price[start : i + 1], volume[start : i + 1]
        mean = (p * v).sum() / v.sum()
        band = deviations * np.sqrt((v * (p - mean) ** 2).sum() / v.sum())
        out[:, i] = mean, mean + band, mean - band
    return list(out)


def pivots(bars, left, right):
    high, low = bars["high"], bars["low"]
    out = np.full((4, len(high)), np.nan)
    for i in range(len(high)):
        out[2:, i] = out[2:, i - 1] if i else np.nan
        c = i - right
        if c - left < 0:
            continue
        if high[c] > high[c - left : c].max() and high[c] >= high[c + 1 : i + 1].max():
            out[0, i] = out[2, i] = high[c]
        if low[c] < low[c - left : c].min() and low[c] <= low[c + 1 : i + 1].min():
            out[1, i] = out[3, i] = low[c]
    return list(out)


def profile(bars, length, bins, percent):
    out = np.full((3, len(bars["high"])), np.nan)
    for i in range(length - 1, len(bars["high"])):
        h, l, v = (bars[name][i - length + 1 : i + 1] for name in ("high", "low", "volume"))
        edges = np.linspace(l.min(), h.max(), bins + 1)
        inside = np.clip(np.minimum.outer(h, edges[1:]) - np.maximum.outer(l, edges[:-1]), 0, None)
        counts = (inside / (h - l)[:, None] * v[:, None]).sum(axis=0)
        first = last = int(counts.argmax())
        while counts[first : last + 1].sum() < percent / 100 * counts.sum() and last - first + 1 < bins:
            up = counts[last + 1] if last + 1 < bins else -1
            down = counts[first - 1] if first > 0 else -1
            if up >= down:
                last += 1
            else:
                first -= 1
        middle = int(counts.argmax())
        out[:, i] = (edges[middle] + edges[middle + 1]) / 2, edges[last + 1], edges[first]
    return list(out)


def rolling(length, figure, *columns):
    """`figure` of the last `length` values of the columns."""
    out = np.full(len(columns[0]), np.nan)
    for i in range(length - 1, len(out)):
        out[i] = figure(*(column[i - length + 1 : i + 1] for column in columns))
    return out


def mean(values, length):
    return rolling(length, np.mean, values)


def middle(bars, length):
    """The middle of the highest high and the lowest low."""
    return rolling(length, lambda h, l: (h.max() + l.min()) / 2, bars["high"], bars["low"])


def true_range(bars):
    """From the second bar on."""
    before = np.concatenate([[np.nan], bars["close"][:-1]])
    return np.maximum(bars["high"], before) - np.minimum(bars["low"], before)


def excess_kurtosis(window):
    """G2 of Joanes and Gill (1998), that of spreadsheets."""
    n, away = len(window), window - window.mean()
    biased = (away**4).mean() / (away**2).mean() ** 2 - 3
    return (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * biased + 6)


def rate_of_change(values, length):
    out = np.full(len(values), np.nan)
    out[length:] = (values[length:] / values[:-length] - 1) * 100
    return out


def together(columns):
    """Outputs of one indicator begin together, as everywhere in TA-Lib."""
    unknown = np.isnan(columns).any(axis=0)
    return [np.where(unknown, np.nan, column) for column in columns]


def know_sure_thing(close, signal):
    """Pring: four rates of change, each averaged, weighted 1 to 4."""
    legs = [(10, 10), (15, 10), (20, 10), (30, 15)]
    total = sum(weight * mean(rate_of_change(close, roc), sma) for weight, (roc, sma) in enumerate(legs, 1))
    return [total, mean(total, signal)]


def by_definition(bars):
    """Functions that the C library does not have, where their books leave no choice."""
    close, high, low = bars["close"], bars["high"], bars["low"]
    ramp = np.arange(20.0)
    weights = np.exp(-((np.arange(9) - np.floor(0.85 * 8)) ** 2) / (2 * (9 / 6) ** 2))
    center, spread = mean(close, 20), rolling(20, np.std, close)
    range_of = true_range(bars)
    ratio = rolling(14, lambda t, h, l: t.sum() / (h.max() - l.min()), range_of, high, low)
    term = np.log(high / close) * np.log(high / bars["open"]) + np.log(low / close) * np.log(low / bars["open"])
    with np.errstate(invalid="ignore", divide="ignore"):
        return [
            ({"kind": "ichimoku"}, together([middle(bars, 9), middle(bars, 26), (middle(bars, 9) + middle(bars, 26)) / 2, middle(bars, 52)])),
            ({"kind": "median"}, [rolling(30, np.median, close)]),
            ({"kind": "kurtosis"}, [rolling(30, excess_kurtosis, close)]),
            ({"kind": "percentb"}, [(close - (center - 2 * spread)) / (4 * spread)]),
            ({"kind": "bbw"}, [400 * spread / center]),
            ({"kind": "ibs"}, [np.where(high > low, (close - low) / (high - low), np.nan)]),
            ({"kind": "alma"}, [rolling(9, lambda w: (weights * w).sum() / weights.sum(), close)]),
            ({"kind": "cti"}, [rolling(20, lambda w: np.corrcoef(ramp, w)[0, 1], close)]),
            ({"kind": "chop"}, [100 * np.log10(ratio) / np.log10(14)]),
            ({"kind": "kst"}, together(know_sure_thing(close, 9))),
            ({"kind": "rogerssatchell"}, [np.sqrt(rolling(10, np.mean, term) * 252)]),
            ({"kind": "cg"}, [-rolling(10, lambda w: (np.arange(10, 0, -1) * w).sum() / w.sum(), close)]),
        ]


def number(value):
    return None if np.isnan(value) else float(value)


def case(description, source, outputs):
    known = [np.flatnonzero(~np.isnan(column)) for column in outputs]
    begin = min((int(rows[0]) for rows in known if len(rows)), default=0)
    length = len(outputs[0])
    rows = sorted({*range(begin, min(begin + 4, length)), *range(0, length, STRIDE), *range(length - 5, length)} | ({begin - 1} if begin else set()))
    return {
        "spec": description,
        "source": source,
        "known": [len(rows) for rows in known],
        "first": [int(rows[0]) if len(rows) else None for rows in known],
        "rows": rows,
        "values": [[number(column[row]) for row in rows] for column in outputs],
    }


def main():
    dates, bars = read(sys.argv[1])
    version = f"ta-lib {talib.__version__}, C library {talib.__ta_version__.decode().split()[0]}"
    groups = talib.get_function_groups()
    names = [n for group, members in groups.items() if group != "Math Transform" for n in members if n not in LEFT_OUT]
    cases, patterns = [], []
    calls = [({"kind": OURS.get(name, name.lower()), **DEFAULTS.get(name, {})}, name, {}, None) for name in names]
    back = {ours: name for name, ours in OURS.items()}
    calls += [(d, back.get(d["kind"], d["kind"].upper()), parameters, inputs) for d, parameters, inputs in VARIANTS]
    for description, name, parameters, inputs in calls:
        outputs = by_ta_lib(name, parameters, inputs, bars)
        source = f"{name}({', '.join(f'{k}={v}' for k, v in parameters.items())})"
        if name.startswith("CDL"):
            hits = [[int(row), int(outputs[0][row])] for row in np.flatnonzero(np.nan_to_num(outputs[0]))]
            patterns.append({"spec": description, "source": source, "hits": hits})
        else:
            cases.append(case(description, source, outputs))
    month = [int(date[:4]) * 12 + int(date[5:7]) for date in dates]
    first = {}
    starts = [first.setdefault(key, i) for i, key in enumerate(month)]
    of_bar = [1000 if i >= 1000 else None for i in range(len(dates))]
    own = [
        ({"kind": "session_vwap"}, vwap(bars, starts, 1.0)),
        ({"kind": "anchored_vwap", "anchor": 1000, "deviations": 2.0}, vwap(bars, of_bar, 2.0)),
        ({"kind": "pivots"}, pivots(bars, 5, 5)),
        ({"kind": "pivots", "left": 3, "right": 2}, pivots(bars, 3, 2)),
        ({"kind": "volume_profile"}, profile(bars, 100, 24, 70)),
        ({"kind": "volume_profile", "length": 30, "bins": 40, "value_area_percent": 50}, profile(bars, 30, 40, 50)),
    ]
    cases += [case(description, "by definition", outputs) for description, outputs in by_definition(bars) + own]
    document = {"program": version, "prices": "prices.csv.zst", "cases": cases, "patterns": patterns}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["date", *COLUMNS, "session"])
    for i, date in enumerate(dates):
        writer.writerow([date, *(repr(float(bars[name][i])) for name in COLUMNS), month[i]])
    pack = zstandard.ZstdCompressor(level=19).compress
    with open("prices.csv.zst", "wb") as file:
        file.write(pack(text.getvalue().encode()))
    with open("indicators.json.zst", "wb") as file:
        file.write(pack(json.dumps(document).encode()))
    print(len(cases), "series,", len(patterns), "patterns")


if __name__ == "__main__":
    main()

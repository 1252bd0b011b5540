"""Walk-forward windows and purged cross-validation by skfolio, choices and paths by numpy.

Writes reference.json beside it. See PROVENANCE.md for versions.
"""

import json
from pathlib import Path

import numpy as np
from skfolio.model_selection import CombinatorialPurgedCV, WalkForward

HERE = Path(__file__).parent


def sharpe(returns):
    """Mean over sample deviation; None where the returns do not vary."""
    deviation = returns.std(ddof=1)
    return None if deviation < 1e-14 else float(returns.mean() / deviation)


def best(scores):
    known = [(score, -n) for n, score in enumerate(scores) if score is not None]
    return -max(known)[1] if known else None


def walk_windows():
    cases = []
    for n, train, test, purged, anchored in [
        (100, 30, 10, 0, False),
        (100, 30, 10, 0, True),
        (101, 25, 12, 3, False),
        (97, 20, 7, 5, True),
        (40, 30, 10, 0, False),
    ]:
        walk = WalkForward(test_size=test, train_size=train, purged_size=purged, expand_train=anchored)
        windows = [
            [int(a[0]), int(a[-1]) + 1, int(b[0]), int(b[-1]) + 1] for a, b in walk.split(np.zeros((n, 1)))
        ]
        cases.append(
            {"n": n, "train": train, "test": test, "purged": purged, "anchored": anchored, "windows": windows}
        )
    return cases


def candidates(seed, n, count):
    rng = np.random.default_rng(seed)
    common = rng.normal(0, 0.006, n)
    return [
        np.round(common + rng.normal(0.0004 * np.sin(k), 0.008, n), 6) for k in range(count)
    ]


def walk_forward(returns, train, test, purged, anchored):
    n = len(returns[0])
    walk = WalkForward(test_size=test, train_size=train, purged_size=purged, expand_train=anchored)
    chosen, train_scores, test_scores, out = [], [], [], []
    for a, b in walk.split(np.zeros((n, 1))):
        scores = [sharpe(series[a]) for series in returns]
        pick = best(scores)
        chosen.append(pick)
        train_scores.append(scores[pick])
        test_scores.append(sharpe(returns[pick][b]))
        out.extend(returns[pick][b].tolist())
    return {
        "train": train,
        "test": test,
        "purged": purged,
        "anchored": anchored,
        "chosen": chosen,
        "train_scores": train_scores,
        "test_scores": test_scores,
        "score": sharpe(np.array(out)),
        "efficiency": float(np.mean(test_scores) / np.mean(train_scores)),
    }


def cross_validation(returns, groups, test_groups, purged, embargo):
    n = len(returns[0])
    cv = CombinatorialPurgedCV(
        n_folds=groups, n_test_folds=test_groups, purged_size=purged, embargo_size=embargo
    )
    chosen = []
    tests = []
    # A path takes, group by group, the next split that has it: the numbers of skfolio's own paths.
    for train, test in cv.split(np.zeros((n, 1))):
        pick = best([sharpe(series[train]) for series in returns])
        chosen.append(pick)
        tests.append([np.asarray(part) for part in test])
    path_ids = cv.get_path_ids()
    paths = []
    for path in range(cv.n_test_paths):
        series = np.full(n, np.nan)
        for split, parts in enumerate(tests):
            for part, path_id in zip(parts, path_ids[split]):
                if path_id == path:
                    series[part] = returns[chosen[split]][part]
        assert not np.isnan(series).any()
        paths.append({"score": sharpe(series), "total_return": float(np.prod(1 + series) - 1)})
    return {
        "groups": groups,
        "test_groups": test_groups,
        "purged": purged,
        "embargo": embargo,
        "n_splits": int(cv.n_splits),
        "chosen": chosen,
        "paths": paths,
    }


def main():
    cases = []
    for seed, n, count in [(1, 400, 6), (2, 251, 9)]:
        returns = candidates(seed, n, count)
        cases.append(
            {
                "returns": [series.tolist() for series in returns],
                "walk_forward": [
                    walk_forward(returns, 100, 25, 0, False),
                    walk_forward(returns, 80, 20, 5, True),
                ],
                "cross_validation": [
                    cross_validation(returns, 6, 2, 0, 0),
                    cross_validation(returns, 5, 3, 4, 2),
                    cross_validation(returns, 10, 2, 1, 3),
                ],
            }
        )
    document = {"windows": walk_windows(), "cases": cases}
    (HERE / "reference.json").write_text(json.dumps(document) + "\n")


if __name__ == "__main__":
    main()

"""Times the optimizer's peers on the input of `bench_optimize` (read from standard input) and prints JSON.

Wanted: pip install pyportfolioopt==1.6.0 skfolio==1.12.2 cvxpy==1.9.3 osqp==1.1.3 clarabel==0.11.1
Each case prints its median and 99th percentile in microseconds and its weights, so that outputs are compared before times.
"""

import json
import statistics
import sys
import time
import warnings

import cvxpy as cp
import numpy as np
import pandas as pd
from pypfopt import EfficientFrontier
from skfolio.measures import RiskMeasure
from skfolio.moments import BaseCovariance, BaseMu
from skfolio.optimization import MeanRisk, ObjectiveFunction
from skfolio.prior import EmpiricalPrior

warnings.filterwarnings("ignore")


def timed(repeat, work):
    """Runs `work` once to warm up, then `repeat` times; returns timings and the last result."""
    result = work()
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - start) * 1e6)
    times.sort()
    p99 = times[min(len(times) - 1, round((len(times) - 1) * 0.99))]
    return {"median": statistics.median(times), "p99": p99, "min": times[0], "n": len(times)}, result


class GivenMu(BaseMu):
    """Expected returns as given, so that skfolio solves the same problem."""

    def __init__(self, values=None):
        self.values = values

    def fit(self, X, y=None):
        self.mu_ = np.asarray(self.values)
        return self


class GivenCovariance(BaseCovariance):
    """A covariance as given."""

    def __init__(self, values=None):
        self.values = values

    def fit(self, X, y=None):
        self.covariance_ = np.asarray(self.values)
        return self


def moments(request):
    names = request["assets"]
    mu = pd.Series(request["expected_returns"], index=names)
    covariance = pd.DataFrame(request["covariance"], index=names, columns=names)
    return mu, covariance, request["risk_free_rate"]


def returns_of(mu, covariance, target=None, solver=None):
    """Minimum variance over the portfolios with at least the target return, as a cvxpy problem with a parameter."""
    weights = cp.Variable(len(mu))
    least = cp.Parameter(value=target if target is not None else -1e6)
    constraints = [cp.sum(weights) == 1, weights >= 0, mu @ weights >= least]
    problem = cp.Problem(cp.Minimize(cp.quad_form(weights, cp.psd_wrap(covariance))), constraints)
    return problem, weights, least


def pypfopt_max_sharpe(request):
    mu, covariance, rf = moments(request)

    def work():
        frontier = EfficientFrontier(mu, covariance)
        frontier.max_sharpe(risk_free_rate=rf)
        return frontier.weights

    return work


def pypfopt_frontier(request, points):
    mu, covariance, _ = moments(request)

    def work():
        start = EfficientFrontier(mu, covariance)
        start.min_volatility()
        lowest = start.portfolio_performance()[0]
        found = []
        for target in np.linspace(lowest, mu.max() - 1e-9, points):
            frontier = EfficientFrontier(mu, covariance)
            frontier.efficient_return(float(target))
            found.append(frontier.weights)
        return np.array(found)

    return work


def skfolio_model(request, **settings):
    mu, covariance, rf = moments(request)
    prior = EmpiricalPrior(mu_estimator=GivenMu(mu.to_numpy()), covariance_estimator=GivenCovariance(covariance.to_numpy()))
    model = MeanRisk(risk_measure=RiskMeasure.VARIANCE, prior_estimator=prior, risk_free_rate=rf, **settings)
    # skfolio wants observations; two rows of noise, since both moments are given.
    observations = pd.DataFrame(np.random.default_rng(1).normal(0, 0.01, (60, len(mu))), columns=mu.index)
    return model, observations


def skfolio_max_sharpe(request):
    model, observations = skfolio_model(request, objective_function=ObjectiveFunction.MAXIMIZE_RATIO)
    return lambda: model.fit(observations).weights_


def skfolio_frontier(request, points):
    model, observations = skfolio_model(request, efficient_frontier_size=points)
    return lambda: np.asarray(model.fit(observations).weights_)


def cvxpy_frontier(request, points):
    mu, covariance, _ = moments(request)
    mu, covariance = mu.to_numpy(), covariance.to_numpy()

    def work():
        problem, weights, least = returns_of(mu, covariance)
        problem.solve(solver=cp.OSQP, warm_start=True)
        lowest = float(mu @ weights.value)
        found = []
        for target in np.linspace(lowest, mu.max(), points):
            least.value = target
            problem.solve(solver=cp.OSQP, warm_start=True)
            found.append(weights.value.copy())
        return np.array(found)

    return work


def cvxpy_min_variance(request, solver):
    covariance = np.asarray(request["covariance"])
    n = len(covariance)

    def work():
        weights = cp.Variable(n)
        objective = cp.Minimize(cp.quad_form(weights, cp.psd_wrap(covariance)))
        cp.Problem(objective, [cp.sum(weights) == 1, weights >= 0]).solve(solver=solver)
        return weights.value

    return work


def factor_parts(request):
    """Loadings with the factors' covariance worked in, and specific variances."""
    model = request["factor_model"]
    root = np.linalg.cholesky(np.asarray(model["factor_covariance"]))
    return np.asarray(model["exposures"]) @ root, np.asarray(model["specific_variances"])


def written_out(request):
    """A request in factor form with its covariance, which is too large to pass on."""
    loadings, own = factor_parts(request)
    return {**request, "covariance": loadings @ loadings.T + np.diag(own)}


def cvxpy_min_variance_in_factors(request, solver):
    loadings, own = factor_parts(request)
    n, k = loadings.shape

    def work():
        weights, factors = cp.Variable(n), cp.Variable(k)
        objective = cp.Minimize(cp.sum_squares(factors) + cp.sum_squares(cp.multiply(np.sqrt(own), weights)))
        cp.Problem(objective, [cp.sum(weights) == 1, weights >= 0, loadings.T @ weights == factors]).solve(solver=solver)
        return weights.value

    return work


def pypfopt_min_variance(request):
    mu, covariance, _ = moments(request)

    def work():
        frontier = EfficientFrontier(mu, covariance)
        frontier.min_volatility()
        return frontier.weights

    return work


def main():
    data = json.load(sys.stdin)
    points = data["frontier"].get("points") or 50
    small, slow, large = min(data["repeat"], 100), min(data["repeat"], 5), min(data["repeat_large"], 5)
    cases = {
        "max_sharpe_20": {
            "pyportfolioopt": (small, pypfopt_max_sharpe(data["max_sharpe"])),
            "skfolio": (small, skfolio_max_sharpe(data["max_sharpe"])),
        },
        "frontier_50_20": {
            "pyportfolioopt": (slow, pypfopt_frontier(data["frontier"], points)),
            "skfolio": (slow, skfolio_frontier(data["frontier"], points)),
            "cvxpy_osqp": (slow, cvxpy_frontier(data["frontier"], points)),
        },
        "min_variance_500": {
            "cvxpy_osqp": (large, cvxpy_min_variance(data["min_variance"], cp.OSQP)),
            "cvxpy_clarabel": (large, cvxpy_min_variance(data["min_variance"], cp.CLARABEL)),
            "pyportfolioopt": (large, pypfopt_min_variance(data["min_variance"])),
        },
        "min_variance_2000_dense": {
            "pyportfolioopt": (min(large, 2), pypfopt_min_variance(written_out(data["min_variance_2000"]))),
        },
        "min_variance_2000_factor": {
            "cvxpy_clarabel": (large, cvxpy_min_variance_in_factors(data["min_variance_2000"], cp.CLARABEL)),
        },
    }
    result = {}
    for case, peers in cases.items():
        result[case] = {}
        for peer, (repeat, work) in peers.items():
            times, weights = timed(repeat, work)
            result[case][peer] = {"time_us": times, "weights": np.asarray(weights).tolist()}
    print(json.dumps(result))


if __name__ == "__main__":
    main()

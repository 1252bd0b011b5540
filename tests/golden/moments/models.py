"""Golden figures of estimators that no other file here covers; prints `models.json`.

Run from the project's root: python3 tests/golden/moments/models.py > tests/golden/moments/models.json
Wanted: pip install numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1 skfolio==1.12.2 pyportfolioopt==1.6.0, and the program zstd.
"""

import io
import json
import subprocess
import warnings

import numpy as np
import pandas as pd
from pypfopt import black_litterman, risk_models
from skfolio.moments import EmpiricalCovariance, ShrunkMu
from skfolio.moments.expected_returns import ShrunkMuMethods
from skfolio.utils.stats import cov_nearest
from sklearn.decomposition import PCA
from sklearn.linear_model import LinearRegression

warnings.filterwarnings("ignore")
SAMPLE = "crates/workstation/sample/"
START, END = "2015-01-02", "2019-12-31"
ASSETS = ["AAPL", "BAC", "CVX", "JNJ", "JPM", "PG", "WMT", "XOM"]
FACTORS = ["MTUM", "QUAL", "SIZE", "USMV", "VLUE"]


def table(name, columns):
    plain = subprocess.run(["zstd", "-dc", f"{SAMPLE}{name}.csv.zst"], check=True, capture_output=True).stdout
    return pd.read_csv(io.BytesIO(plain), index_col="date").loc[START:END, columns]


prices = table("us_stocks_daily", ASSETS)
factors = table("factor_etfs_daily", FACTORS).pct_change()
market = table("sp500_index_daily", ["SP500"])
returns = prices.pct_change().dropna()
cases = []


def case(name, source, request, expected, tolerance=1e-9, **inputs):
    if isinstance(expected, (np.ndarray, pd.DataFrame)):
        expected = {"covariance" if np.ndim(expected) == 2 else "expected_returns": np.asarray(expected).tolist()}
    inputs = {"assets": ASSETS, "start": START, "end": END, "rows": len(prices), **inputs}
    cases.append({"id": f"us8_2015_2019/{name}", "source": source, "inputs": inputs, "request": request,
                  "tolerance": {"rel": tolerance, "abs": 1e-12}, "expected": expected})


daily = {"periods_per_year": 1}
for method in ("BAYES_STEIN", "BODNAR_OKHRIN", "JAMES_STEIN"):
    for weighted in (False, True):
        mu = ShrunkMu(covariance_estimator=EmpiricalCovariance(nearest=False), vol_weighted_target=weighted,
                      method=ShrunkMuMethods[method]).fit(returns).mu_
        model = {"model": "shrunk", "method": method.lower(), "positive_part": False,
                 "target": "volatility_weighted" if weighted else "grand_mean"}
        name = f"{method.lower()}_{'volatility_weighted' if weighted else 'grand_mean'}"
        case(name, f"skfolio 1.12.2 ShrunkMu({method}, vol_weighted_target={weighted})",
             {"expected_returns_model": model, **daily}, mu)

delta = black_litterman.market_implied_risk_aversion(market["SP500"], risk_free_rate=0.01)
pi = 0.01 + delta * risk_models.sample_cov(prices) @ np.full(len(ASSETS), 1 / len(ASSETS))
case("equilibrium_from_benchmark", "pyportfolioopt 1.6.0 market_implied_risk_aversion; rf + delta * sample_cov @ equal weights",
     {"expected_returns_model": {"model": "equilibrium", "risk_aversion": "from_benchmark"},
      "covariance_model": {"model": "sample"}, "risk_free_rate": 0.01},
     {"expected_returns": pi.tolist(), "risk_aversion": delta}, benchmark="SP500")

# A full matrix of view errors; the posterior by inverting (formulas of the paper), no shortcut of ours.
sigma = np.cov(returns.T) * 252
picks = np.array([[1, 0, 0, 0, 0, 0, 0, 0], [0, 0, -1, 0, 0, 0, 0, 1.0]])
views, omega, tau = np.array([0.12, 0.02]), np.array([[0.004, 0.001], [0.001, 0.002]]), 0.1
prior = 2.5 * sigma @ np.full(8, 0.125)
precision = np.linalg.inv(np.linalg.inv(tau * sigma) + picks.T @ np.linalg.inv(omega) @ picks)
mean = precision @ (np.linalg.inv(tau * sigma) @ prior + picks.T @ np.linalg.inv(omega) @ views)
case("black_litterman_omega", "numpy 2.4.6, posterior by matrix inverses",
     {"expected_returns_model": {"model": "black_litterman", "tau": tau, "omega": omega.tolist(), "views": [
         {"asset": "AAPL", "expected_return": 0.12}, {"asset": "XOM", "versus": "CVX", "expected_return": 0.02}]},
      "covariance_model": {"model": "sample"}},
     {"expected_returns": mean.tolist(), "covariance": (sigma + precision).tolist()}, 1e-8)

f = factors.loc[returns.index]
fit = LinearRegression().fit(f, returns)
residuals = returns - fit.predict(f)
specific, factor_cov = residuals.var(ddof=1) * 252, f.cov() * 252
case("given_factors", "scikit-learn 1.9.1 LinearRegression; numpy", {"covariance_model": {"model": "given_factors"}},
     {"covariance": (fit.coef_ @ factor_cov.values @ fit.coef_.T + np.diag(specific)).tolist(),
      "factor_model": {"exposures": fit.coef_.tolist(), "factor_covariance": factor_cov.values.tolist(),
                       "specific_variances": specific.tolist()}}, factors=FACTORS)
for k in (1, 3):
    pca = PCA(k, svd_solver="full").fit(returns)
    common = (pca.components_.T * pca.explained_variance_) @ pca.components_ * 252
    total = np.diag(np.cov(returns.T)) * 252
    case(f"statistical_factors_{k}", f"scikit-learn 1.9.1 PCA({k}); numpy",
         {"covariance_model": {"model": "statistical_factors", "n_factors": k}},
         {"covariance": (common - np.diag(np.diag(common)) + np.diag(total)).tolist()})

# Gaps: AAPL is listed later, PG leaves earlier, single days are missing elsewhere.
gaps = {"AAPL": [0, 400], "PG": [900, 1258], "BAC": [500, 501], "XOM": [10, 13]}
ragged = prices.copy()
for asset, (start, stop) in gaps.items():
    ragged.iloc[start:stop, ragged.columns.get_loc(asset)] = np.nan
own = ragged.pct_change(fill_method=None).iloc[1:]
pairwise, geometric = {"missing": "pairwise"}, (1 + own).prod() ** (252 / own.count()) - 1
case("pairwise", "pandas 3.1.1 DataFrame.cov", {"covariance_model": {"model": "sample"}, **pairwise},
     {"covariance": (own.cov() * 252).values.tolist(), "expected_returns": geometric.tolist()}, gaps=gaps)
case("pairwise_mean_ema", "pandas 3.1.1 ewm(span=250).mean()",
     {"covariance_model": {"model": "sample"}, **pairwise,
      "expected_returns_model": {"model": "exponentially_weighted", "span": 250}},
     ((1 + own.ewm(span=250).mean().iloc[-1]) ** 252 - 1).values, gaps=gaps)
common = own.dropna()
scale = own.std() / common.std()
case("own_window", "pandas 3.1.1", {"covariance_model": {"model": "sample"}, "missing": "own_window"},
     {"covariance": (common.cov() * 252 * np.outer(scale, scale)).values.tolist(), "expected_returns": geometric.tolist()},
     gaps=gaps)
together = ragged.dropna()
case("complete_cases", "pyportfolioopt 1.6.0 on the rows without a gap", {"covariance_model": {"model": "sample"}},
     {"covariance": risk_models.sample_cov(together).values.tolist()}, gaps=gaps)

# A table that is no covariance, repaired.
broken = np.array([[0.04, 0.054, -0.0225], [0.054, 0.09, 0.0675], [-0.0225, 0.0675, 0.0625]])
given = {"assets": ["A", "B", "C"], "covariance": broken.tolist(),
         "expected_returns_model": {"model": "given", "values": {"A": 0.1, "B": 0.1, "C": 0.1}}}
fixed = risk_models.fix_nonpositive_semidefinite(pd.DataFrame(broken))
cases.append({"id": "three/spectral", "source": "pyportfolioopt 1.6.0 fix_nonpositive_semidefinite", "inputs": {},
              "request": given, "tolerance": {"rel": 1e-9, "abs": 1e-12}, "expected": {"covariance": fixed.values.tolist()}})
cases.append({"id": "three/keep_variances", "source": "skfolio 1.12.2 cov_nearest", "inputs": {},
              "request": {**given, "repair": "keep_variances"}, "tolerance": {"rel": 1e-9, "abs": 1e-12},
              "expected": {"covariance": cov_nearest(broken).tolist()}})

print('{"cases":[')
print(",\n".join(json.dumps(c, separators=(",", ":")) for c in cases))
print("]}")

"""Writes test/fixtures/report-figures.json: what the report computes beside the metrics, by scikit-learn 1.2.1 and
SciPy 1.10 (python3 test/oracle/report_figures.py)."""
import json
import pathlib

import numpy as np
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.svm import SVC

ROOT = pathlib.Path(__file__).resolve().parents[2]
rng = np.random.RandomState(5)


def interval_case(successes, trials):
    interval = binomtest(successes, trials).proportion_ci(0.95, method="wilson")
    return {"successes": successes, "trials": trials, "low": interval.low, "high": interval.high}


def curve_case(y_true, y_prob, n_bins):
    prob_true, prob_pred = calibration_curve(y_true, y_prob, n_bins=n_bins)
    return {
        "true": y_true.tolist(),
        "prob": y_prob.tolist(),
        "bins": n_bins,
        "probTrue": prob_true.tolist(),
        "probPred": prob_pred.tolist(),
    }


def mcnemar_case(only_first, only_second):
    # statsmodels' mcnemar(exact=True) is this binomial test.
    return {
        "onlyFirst": only_first,
        "onlySecond": only_second,
        "p": binomtest(only_first, only_first + only_second, 0.5).pvalue if only_first + only_second else 1.0,
    }


def support_case(classes, n, c):
    x = rng.randint(0, 256, (n, 6)).astype(np.uint8)
    y = rng.choice(classes, n).astype(np.uint8)
    model = SVC(C=c).fit(x.astype(float), y)
    return {
        "images": x.ravel().tolist(),
        "labels": y.tolist(),
        "C": c,
        "weights": np.abs(model.dual_coef_).sum(axis=0).tolist(),
    }


pairs = [(0, 1), (1, 1), (0, 20), (20, 20), (1, 7), (1, 200), (14000, 14000), (13755, 14000), (13460, 14000)]
pairs += [(int(k), int(n)) for n in rng.randint(1, 70000, 12) for k in [rng.randint(0, n + 1)]]
edges = np.linspace(0, 1, 11)
curves = [curve_case((rng.rand(n) < p).astype(np.uint8), p, b) for b, n in ((5, 40), (10, 700), (1, 9), (7, 333)) for p in [rng.rand(n)]]
curves += [curve_case((rng.rand(11) < 0.5).astype(np.uint8), edges, 10)]
curves += [curve_case(np.array([0, 1, 1, 0], np.uint8), np.array([0.0, 1.0, 0.3, 0.30000000000000004]), 10)]
curves += [curve_case((rng.rand(100) < 0.8).astype(np.uint8), rng.multinomial(100, np.full(4, 0.25), 100)[:, 0] / 100, 20)]
counts = [(0, 0), (0, 1), (1, 0), (3, 3), (5, 12), (30, 33), (46, 259), (34, 329), (500, 480), (900, 1500), (7, 2000)]
fixture = {
    "intervals": [interval_case(*pair) for pair in pairs],
    "curves": curves,
    "mcnemar": [mcnemar_case(*pair) for pair in counts],
    "supports": [support_case([0, 1], 30, 1.0), support_case([2, 5, 9], 60, 10.0), support_case([0, 1, 2, 3, 4], 80, 0.5)],
}
(ROOT / "test/fixtures/report-figures.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")

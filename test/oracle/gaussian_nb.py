"""Writes test/fixtures/gaussian-nb.json: what scikit-learn 1.2.1's GaussianNB does (python3 test/oracle/gaussian_nb.py).

Data sets are as in svc.py. Probabilities are kept of the rows that are least certain.
"""
import json
import warnings

import numpy as np
from sklearn.naive_bayes import GaussianNB
from study_digits import digest, study_digits
from svc import ROOT, make

NOISE = {"seed": 1, "rows": 400, "columns": 20, "span": 200, "shift": 9, "labels": [0, 1, 4]}

# name, training set, var_smoothing
CASES = [
    ["600 digits", {"digits": [0, 600]}, 1e-9],
    ["600 digits, much smoothed", {"digits": [0, 600]}, 0.1],
    ["two classes", {"digits": [3000, 4500], "labels": [3, 5]}, 0.01],
    ["noise", NOISE, 1e-9],
    ["noise, not smoothed", NOISE, 0],
    ["an odd number of features", {**NOISE, "columns": 7, "labels": [3, 200]}, 1e-9],
    ["one feature", {**NOISE, "rows": 333, "columns": 1, "shift": 30}, 1e-9],
    ["two features", {**NOISE, "rows": 333, "columns": 2, "shift": 30}, 1e-9],
    ["features in two halves of NumPy's sums", {**NOISE, "rows": 60, "columns": 300, "shift": 2}, 1e-9],
    ["unequal classes", {**NOISE, "counts": [90, 3, 1, 20], "labels": [200, 0, 17, 3]}, 0.05],
    ["many equal samples", {**NOISE, "columns": 3, "span": 2, "shift": 0}, 1e-9],
    ["twelve classes", {**NOISE, "rows": 900, "columns": 5, "labels": list(range(0, 60, 5))}, 1e-3],
    ["one class", {**NOISE, "rows": 30, "labels": [7]}, 1e-9],
    ["two samples", {**NOISE, "counts": [1, 1], "labels": [2, 6]}, 0.5],
]


def described(model, rows, keep):
    proba = model.predict_proba(rows)
    uncertain = np.sort(np.argsort(proba.max(axis=1), kind="stable")[:keep])
    return {
        "theta": digest(model.theta_),
        "variance": digest(model.var_),
        "epsilon": model.epsilon_,
        "labels": digest(model.predict(rows), "<i4"),
        "rows": uncertain.tolist(),
        "proba": proba[uncertain].ravel().tolist(),
    }


def case(name, data, smoothing):
    images, labels = make(data)
    X = images.astype(np.float64)
    model = GaussianNB(var_smoothing=smoothing).fit(X, labels)
    return {"name": name, "data": data, "params": {"varSmoothing": smoothing}, **described(model, X[:, ::-1], 8)}


def study(smoothing):
    """All 56,000 digits to train on, all 14,000 to predict."""
    (images, labels), (rows, truth) = study_digits(56000, 14000)
    model = GaussianNB(var_smoothing=smoothing).fit(images, labels)
    correct = int((model.predict(rows) == truth).sum())
    return {"params": {"varSmoothing": smoothing}, "correct": correct, **described(model, rows, 20)}


if __name__ == "__main__":
    warnings.simplefilter("error")
    fixture = {"cases": [case(*each) for each in CASES], "study": [study(1e-9), study(0.1)]}
    (ROOT / "test/fixtures/gaussian-nb.json").write_text(json.dumps(fixture, indent=1) + "\n")

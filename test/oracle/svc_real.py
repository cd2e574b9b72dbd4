"""Writes test/fixtures/svc-real.json: what scikit-learn 1.2.1's SVC does on doubles (python3 test/oracle/svc_real.py).

Data sets are scikit-learn's own, which tables.py writes, some of them in part; or noise: whole numbers from a
RandomState stream times a step, which test/estimators/svm/noise.ts draws again. Support is kept as in svc.json; so are
coefficients where sums of products are exact in any order, and elsewhere they are kept as they are.
"""
import json
import warnings

import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from svc import ROOT, SHAPES, camel, digest, draw, outcome
from tables import TABLES, spread

# name -> its table, rows, what values are divided by
SETS = {"iris": ("iris", 150, 1), "wine": ("wine", 178, 1), "cancer": ("breast-cancer", 160, 1), "digits": ("digits", 200, 16)}
NOISE = {"seed": 1, "rows": 160, "columns": 6, "span": 200, "shift": 30, "step": 0.1, "labels": [0, 1, 2]}
PROBABILITY = {"probability": True, "random_state": 7}

# name, data, params
CASES = [
    ["iris, RBF with probabilities", {"set": "iris"}, PROBABILITY],
    ["iris, linear", {"set": "iris"}, {"kernel": "linear", **PROBABILITY}],
    ["iris, cubic", {"set": "iris"}, {"kernel": "poly", **PROBABILITY}],
    ["iris, gamma 'auto', C = 100", {"set": "iris"}, {"gamma": "auto", "C": 100}],
    ["wine as it is", {"set": "wine"}, PROBABILITY],
    ["wine as it is, gamma 'auto'", {"set": "wine"}, {"gamma": "auto"}],
    ["wine, scaled", {"set": "wine", "scaled": True}, PROBABILITY],
    ["wine, scaled, linear", {"set": "wine", "scaled": True}, {"kernel": "linear", "C": 0.1}],
    ["wine, scaled, quadratic with a constant", {"set": "wine", "scaled": True}, {"kernel": "poly", "degree": 2, "coef0": 1, **PROBABILITY}],
    ["breast cancer as it is", {"set": "cancer"}, PROBABILITY],
    ["breast cancer, scaled", {"set": "cancer", "scaled": True}, {"C": 10, **PROBABILITY}],
    ["breast cancer, scaled, linear", {"set": "cancer", "scaled": True}, {"kernel": "linear"}],
    ["digits / 16", {"set": "digits"}, PROBABILITY],
    ["digits / 16, linear", {"set": "digits"}, {"kernel": "linear", **PROBABILITY}],
    ["digits / 16, cubic", {"set": "digits"}, {"kernel": "poly"}],
    ["negative numbers", NOISE, PROBABILITY],
    ["noise that shrinks and unshrinks", {**NOISE, "rows": 400, "shift": 1, "labels": [0, 1]}, {"C": 50, "gamma": 0.05, **PROBABILITY}],
    ["many equal samples", {**NOISE, "columns": 3, "span": 3, "shift": 1}, {"C": 5, **PROBABILITY}],
    ["all samples equal", {**NOISE, "rows": 20, "span": 1, "shift": 0}, {}],
    ["two samples", {**NOISE, "counts": [1, 1]}, PROBABILITY],
    ["tiny and unequal classes", {**NOISE, "counts": [40, 3, 1], "labels": [200, 0, 17]}, PROBABILITY],
    ["one feature", {**NOISE, "columns": 1}, {"C": 3, **PROBABILITY}],
    ["a gamma at which exp underflows", {**NOISE, "step": 3.7}, {"gamma": 0.02, **PROBABILITY}],
    ["tiny numbers", {**NOISE, "step": 1e-150}, PROBABILITY],
    ["numbers whose squares underflow", {**NOISE, "step": 1e-300}, PROBABILITY],
    ["huge numbers", {**NOISE, "step": 1e150}, PROBABILITY],
    ["huge numbers, linear", {**NOISE, "step": 1e15}, {"kernel": "linear", "C": 1e-33}],
]


def load(name):
    table, rows, divisor = SETS[name]
    bunch = TABLES[table]()
    kept = spread(rows, len(bunch.data))
    return bunch.data[kept] / divisor, bunch.target[kept].astype(np.uint8)


def scaling(X):
    scaler = StandardScaler().fit(X)
    return scaler.mean_, scaler.scale_


def noise(data):
    whole, codes, labels = draw(data)
    return (whole - data["span"] // 2 + data["shift"] * codes) * data["step"], labels


def make(data):
    """The data set that test/estimators/svm/real-datasets.ts makes from the same description."""
    if "set" not in data:
        return noise(data)
    X, y = load(data["set"])
    if data.get("scaled"):
        mean, scale = scaling(X)
        X = (X - mean) / scale
    return X, y


def case(name, data, params):
    X, y = make(data)
    model = SVC(**params).fit(X, y)
    own = digest(model.predict(X), "u1")
    expected = {**outcome(model, X, exact=data.get("set") == "digits"), "own": own}
    return {"name": name, "data": data, "params": camel(params), "expected": expected}


def variance(shape):
    rows, columns = shape
    data = {**NOISE, "rows": rows, "columns": columns}
    return {"data": data, "variance": noise(data)[0].var()}


if __name__ == "__main__":
    warnings.simplefilter("error")
    scaled = {data["set"]: scaling(load(data["set"])[0]) for _, data, _ in CASES if data.get("scaled")}
    fixture = {
        "sets": {name: {"table": table, "rows": rows, "divisor": divisor} for name, (table, rows, divisor) in SETS.items()},
        "scalings": {name: {"mean": mean.tolist(), "scale": scale.tolist()} for name, (mean, scale) in scaled.items()},
        "cases": [case(*each) for each in CASES],
        "variances": [variance(shape) for shape in SHAPES],
    }
    (ROOT / "test/fixtures/svc-real.json").write_text(json.dumps(fixture) + "\n")

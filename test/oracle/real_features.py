"""Writes test/fixtures/real-features.json: scikit-learn 1.2.1 on data whose features are real numbers
(python3 test/oracle/real_features.py).

The data are the tables that tables.py writes. Every third sample is a test sample. `scaled` is the table with each
feature's mean subtracted and divided by its standard deviation: negative numbers with all their bits.
"""
import json
import warnings

import numpy as np
from logistic import fitted
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, NearestCentroid
from tables import ROOT, TABLES


def listed(array):
    return np.asarray(array, np.float64).ravel().tolist()


def described(X, y, test, rows):
    nb = GaussianNB().fit(X, y)
    centroid = NearestCentroid().fit(X, y)
    with warnings.catch_warnings():
        # Rounding ends the search for the minimum, which is as near as it can be then.
        warnings.simplefilter("ignore")
        logistic, _ = fitted(X, y, 1)
    neighbors = {
        weights: KNeighborsClassifier(5, algorithm="brute", weights=weights).fit(X, y) for weights in ("uniform", "distance")
    }
    return {
        "gaussianNb": {
            "theta": listed(nb.theta_),
            "variance": listed(nb.var_),
            "epsilon": float(nb.epsilon_),
            "labels": nb.predict(test).tolist(),
            "proba": listed(nb.predict_proba(test)[rows]),
        },
        "nearestCentroid": {
            "centroids": listed(centroid.centroids_),
            "labels": centroid.predict(test).tolist(),
        },
        "logisticRegression": {
            "coef": listed(logistic.coef_),
            "intercept": listed(logistic.intercept_),
            "labels": logistic.predict(test).tolist(),
            "proba": listed(logistic.predict_proba(test)[rows]),
        },
        "kNeighbors": {
            weights: {"labels": model.predict(test).tolist(), "proba": listed(model.predict_proba(test)[rows])}
            for weights, model in neighbors.items()
        },
    }


def case(name, scaled):
    bunch = TABLES[name]()
    # Classes in the order of their names, as labels are numbered here.
    names = sorted(str(target) for target in bunch.target_names)
    y = np.array([names.index(str(bunch.target_names[label])) for label in bunch.target], np.uint8)
    X = np.ascontiguousarray(bunch.data, np.float64)
    if scaled:
        X = (X - X.mean(axis=0)) / X.std(axis=0)
    held = np.arange(len(X)) % 3 == 2
    rows = list(range(0, int(held.sum()), 7))
    scaling = {"mean": listed(bunch.data.mean(axis=0)), "std": listed(bunch.data.std(axis=0))} if scaled else None
    return {"table": name, "scaling": scaling, "rows": rows, **described(X[~held], y[~held], X[held], rows)}


if __name__ == "__main__":
    warnings.simplefilter("error")
    cases = [case("iris", False), case("iris", True), case("wine", True), case("breast-cancer", True)]
    (ROOT / "test/fixtures/real-features.json").write_text(json.dumps(cases, indent=1) + "\n")

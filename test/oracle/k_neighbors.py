"""Writes test/fixtures/k-neighbors.json: scikit-learn 1.2.1's KNeighborsClassifier (python3 test/oracle/k_neighbors.py).

Data sets are as in svc.py. There are more queries than samples, so that scikit-learn's threads share the queries and
nothing depends on their number.
"""
import json

import numpy as np
from sklearn.neighbors import KNeighborsClassifier
from study_digits import digest, study_digits
from svc import ROOT, make

DIGITS = {"digits": [0, 600]}, {"digits": [300, 1000]}  # half of the training samples are queries as well
TIES = {"seed": 1, "rows": 300, "columns": 4, "span": 4, "shift": 0, "labels": [0, 1, 7]}
FEW = {"seed": 3, "rows": 90, "columns": 2, "span": 3, "shift": 0, "labels": [2, 3, 5, 9]}
ALIKE = {"seed": 5, "rows": 40, "columns": 6, "span": 1, "shift": 0, "labels": [1, 8]}

# name, training set, queries, the params' values of which all combinations are fitted
GROUPS = [
    ["600 digits", *DIGITS, [1, 2, 5, 8, 31]],
    ["distances of few values", TIES, {**TIES, "seed": 2, "rows": 400}, [1, 2, 3, 4, 5, 8, 13, 64, 299, 300]],
    ["duplicates that disagree", FEW, {**FEW, "seed": 4, "rows": 120}, [1, 3, 7, 8, 20, 40, 89]],
    ["all samples alike", ALIKE, {**ALIKE, "rows": 60}, [1, 3, 9, 40]],
    ["one class", {**TIES, "labels": [6]}, {**TIES, "seed": 2, "rows": 400}, [4]],
]


def fitted(name, train, queries, k, weights):
    images, labels = make(train)
    rows = make(queries)[0].astype(np.float64)
    model = KNeighborsClassifier(k, weights=weights, algorithm="brute").fit(images.astype(np.float64), labels)
    return {
        "name": f"{name}, {k} {weights}",
        "train": train,
        "queries": queries,
        "params": {"nNeighbors": k, "weights": weights},
        "neighbors": digest(model.kneighbors(rows, return_distance=False), "<i4"),
        "labels": digest(model.predict(rows), "<i4"),
        "proba": digest(model.predict_proba(rows)),
    }


def study():
    """4,000 digits to train on, all 14,000 to predict."""
    (images, labels), (rows, truth) = study_digits(4000, 14000)
    cases = []
    for k, weights in [(1, "uniform"), (5, "uniform"), (10, "distance")]:
        model = KNeighborsClassifier(k, weights=weights, algorithm="brute").fit(images, labels)
        predicted = model.predict(rows)
        cases.append({
            "params": {"nNeighbors": k, "weights": weights},
            "labels": digest(predicted, "<i4"),
            "proba": digest(model.predict_proba(rows)),
            "correct": int((predicted == truth).sum()),
        })
    return cases


if __name__ == "__main__":
    cases = [
        fitted(name, train, queries, k, weights)
        for name, train, queries, ks in GROUPS
        for k in ks
        for weights in ("uniform", "distance")
    ]
    fixture = {"cases": cases, "study": study()}
    (ROOT / "test/fixtures/k-neighbors.json").write_text(json.dumps(fixture, indent=1) + "\n")

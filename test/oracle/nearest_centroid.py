"""Writes test/fixtures/nearest-centroid.json: scikit-learn 1.2.1's NearestCentroid (python3 test/oracle/nearest_centroid.py).

Data sets are as in svc.py.
"""
import json

import numpy as np
from sklearn.neighbors import NearestCentroid
from study_digits import digest, study_digits
from svc import ROOT, make

NOISE = {"seed": 1, "rows": 400, "columns": 20, "span": 200, "shift": 4, "labels": [0, 1, 4]}

CASES = [
    ["600 digits", {"digits": [0, 600]}],
    ["two classes", {"digits": [3000, 4500], "labels": [3, 5]}],
    ["noise", NOISE],
    ["an odd number of features", {**NOISE, "columns": 7, "labels": [3, 200]}],
    ["one feature", {**NOISE, "columns": 1, "shift": 30}],
    ["unequal classes", {**NOISE, "counts": [90, 3, 1, 20], "labels": [200, 0, 17, 3]}],
    ["twelve classes", {**NOISE, "rows": 900, "labels": list(range(0, 60, 5))}],
    ["two samples", {**NOISE, "counts": [1, 1], "labels": [2, 6]}],
    ["centroids that are the same", {**NOISE, "rows": 40, "span": 1, "shift": 0}],
]


def case(name, data):
    images, labels = make(data)
    X = images.astype(np.float64)
    model = NearestCentroid().fit(X, labels)
    predicted = model.predict(X[:, ::-1])
    return {"name": name, "data": data, "centroids": digest(model.centroids_), "labels": digest(predicted, "<i4")}


def study():
    """All 56,000 digits to train on, all 14,000 to predict."""
    (images, labels), (rows, truth) = study_digits(56000, 14000)
    model = NearestCentroid().fit(images, labels)
    predicted = model.predict(rows)
    return {
        "centroids": digest(model.centroids_),
        "labels": digest(predicted, "<i4"),
        "correct": int((predicted == truth).sum()),
    }


if __name__ == "__main__":
    fixture = {"cases": [case(*each) for each in CASES], "study": study()}
    (ROOT / "test/fixtures/nearest-centroid.json").write_text(json.dumps(fixture, indent=1) + "\n")

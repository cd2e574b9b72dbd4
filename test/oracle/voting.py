"""Writes test/fixtures/voting.json: votes of scikit-learn 1.2.1 (python3 test/oracle/voting.py)."""
import json
import pathlib

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import VotingClassifier

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Given(ClassifierMixin, BaseEstimator):
    """Learns nothing: predicts the probabilities it was given."""

    def __init__(self, table=None):
        self.table = table

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def predict_proba(self, X):
        return self.table[: len(X)]

    def predict(self, X):
        return self.classes_[np.argmax(self.predict_proba(X), axis=1)]


def vote(classes, tables, voting, weights):
    X = np.zeros((len(tables[0]), 1))
    y = np.resize(classes, len(X))
    members = [(f"m{i}", Given(table)) for i, table in enumerate(tables)]
    model = VotingClassifier(members, voting=voting, weights=weights).fit(X, y)
    return {
        "voting": voting,
        "weights": weights,
        "predict": model.predict(X).tolist(),
        "proba": model.predict_proba(X).tolist() if voting == "soft" else None,
    }


def shares(rng, n, k, steps):
    """Rows of k probabilities; few steps make ties."""
    counts = rng.multinomial(steps, np.full(k, 1 / k), size=n)
    return counts / steps if steps < 100 else rng.dirichlet(np.ones(k), size=n)


rng = np.random.RandomState(3)
groups = []
for classes in ([0, 1, 2], [3, 7, 8, 200]):
    for n_members in (1, 2, 3, 9):
        for steps in (4, 1000):
            tables = [shares(rng, 6, len(classes), steps) for _ in range(n_members)]
            some = rng.randint(0, 4, n_members)
            some[0] += 1  # not all 0
            votes = [
                vote(classes, tables, voting, weights)
                for weights in (None, some.tolist(), rng.rand(n_members).tolist())
                for voting in ("soft", "hard")
            ]
            groups.append({"classes": classes, "tables": [table.tolist() for table in tables], "votes": votes})
(ROOT / "test/fixtures/voting.json").write_text(json.dumps(groups, separators=(",", ":")) + "\n")

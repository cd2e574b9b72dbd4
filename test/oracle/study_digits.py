"""The study's split, for the oracles: train_test_split(test_size=0.2, random_state=42) of the 70,000 digits."""
import hashlib

import numpy as np
from svc import DATA, IMAGES, LABELS


def study_digits(train, test):
    """The first `train` digits of the training part and the first `test` of the test part: images, labels of each."""
    images = np.concatenate([IMAGES, np.fromfile(DATA / "t10k-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 784)])
    labels = np.concatenate([LABELS, np.fromfile(DATA / "t10k-labels-idx1-ubyte", np.uint8)[8:]])
    order = np.random.RandomState(42).permutation(70000)
    parts = order[14000 : 14000 + train], order[:test]
    return [(images[rows].astype(np.float64), labels[rows]) for rows in parts]


def digest(array, dtype="<f8"):
    """The first 16 hex digits of the SHA-256 of an array's bytes."""
    return hashlib.sha256(np.ascontiguousarray(array, dtype).tobytes()).hexdigest()[:16]

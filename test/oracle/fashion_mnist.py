"""The SVC and the forest of the study on Fashion-MNIST, as scikit-learn 1.2.1 runs them.

Usage: python3 fashion_mnist.py /usr/share/datasets/fashion-mnist > ../fixtures/fashion-mnist.json

The folder is that of Debian's package dataset-fashion-mnist. Prints, for each model, how many of the 14,000 test images
are right and the SHA-256 of all predictions (u1).
"""
import gzip
import hashlib
import json
import sys
from glob import glob

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def idx(name, header):
    (path,) = glob(f"{sys.argv[1]}/{name}*")
    opened = gzip.open(path) if path.endswith(".gz") else open(path, "rb")
    with opened as file:
        return np.frombuffer(file.read(), dtype=np.uint8, offset=header)


X = np.concatenate([idx("train-images", 16), idx("t10k-images", 16)]).reshape(-1, 784).astype(np.float64)
y = np.concatenate([idx("train-labels", 8), idx("t10k-labels", 8)])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)

MODELS = {
    "svm": (SVC(random_state=42), 10_000),
    "rf": (RandomForestClassifier(n_estimators=100, random_state=42, n_jobs=2), 56_000),
}
results = {}
for name, (model, n) in MODELS.items():
    predicted = model.fit(X_train[:n], y_train[:n]).predict(X_test).astype(np.uint8)
    sha256 = hashlib.sha256(predicted.tobytes()).hexdigest()
    results[name] = {"correct": int((predicted == y_test).sum()), "sha256": sha256}
json.dump(results, sys.stdout, indent=2)
print()

"""The study as scikit-learn 1.2.1 runs it: predictions and probabilities on the 14,000 test digits.

Usage: python3 study.py FOLDER_OF_IDX_FILES ../fixtures/study   (half an hour on two cores)

Writes pred_<model>.npy (u1, all 14,000) and proba_<model>.npy (f8, every 70th row: 200 of them), and prints the
SHA-256 of each forest's whole table of probabilities, which test/study.test.ts pins.
"""
import hashlib
import sys

import numpy as np
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC


def idx(name, header):
    return np.fromfile(f"{sys.argv[1]}/{name}", dtype=np.uint8, offset=header)


X = np.concatenate([idx("train-images-idx3-ubyte", 16), idx("t10k-images-idx3-ubyte", 16)])
X = X.reshape(-1, 784).astype(np.float64)
y = np.concatenate([idx("train-labels-idx1-ubyte", 8), idx("t10k-labels-idx1-ubyte", 8)])
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=42)


def svc(C=1.0):
    return SVC(C=C, probability=True, random_state=42)


def forest(n=100):
    return RandomForestClassifier(n_estimators=n, random_state=42, n_jobs=2)


def vote(svm, rf):
    return VotingClassifier([("rf", rf), ("svm", svm)], voting="soft")


# The final vote's forest is trained on all samples, as its SVC is.
MODELS = {
    "svm": (svc(), 10_000),
    "rf": (forest(), 56_000),
    "vote": (vote(svc(), forest()), 20_000),
    "svm-tuned": (svc(10), 10_000),
    "rf-tuned": (forest(300), 56_000),
    "final-vote": (vote(svc(10), forest(300)), 56_000),
}
for name, (model, n) in MODELS.items():
    model.fit(X_train[:n], y_train[:n])
    predicted = model.predict(X_test)
    probabilities = model.predict_proba(X_test)
    np.save(f"{sys.argv[2]}/pred_{name}.npy", predicted.astype(np.uint8))
    np.save(f"{sys.argv[2]}/proba_{name}.npy", probabilities[::70])
    print(name, (predicted == y_test).sum(), hashlib.sha256(probabilities.tobytes()).hexdigest(), flush=True)

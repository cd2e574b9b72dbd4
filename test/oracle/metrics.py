"""Writes test/fixtures/metrics.json: metrics of scikit-learn 1.2.1 (python3 test/oracle/metrics.py)."""
import json
import pathlib
import warnings

import numpy as np
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix, log_loss

ROOT = pathlib.Path(__file__).resolve().parents[2]
warnings.simplefilter("ignore")


def labels_case(y_true, y_pred, classes=None):
    report = classification_report(y_true, y_pred, labels=classes, output_dict=True)
    return {
        "true": y_true.tolist(),
        "pred": y_pred.tolist(),
        "classes": classes,
        "accuracy": accuracy_score(y_true, y_pred),
        "correct": int(accuracy_score(y_true, y_pred, normalize=False)),
        "confusion": confusion_matrix(y_true, y_pred, labels=classes).ravel().tolist(),
        "report": report,
        "text": {str(d): classification_report(y_true, y_pred, labels=classes, digits=d) for d in (0, 2, 4, 15)},
    }


def predictions(rng, classes, n, share_right):
    y_true = rng.choice(classes, n).astype(np.uint8)
    y_pred = np.where(rng.rand(n) < share_right, y_true, rng.choice(classes, n)).astype(np.uint8)
    return y_true, y_pred


def loss_case(y_true, proba, classes):
    return {
        "true": y_true.tolist(),
        "proba": proba.tolist(),
        "classes": classes,
        "loss": log_loss(y_true, proba, labels=classes),
    }


rng = np.random.RandomState(11)
digits = list(range(10))
cases = [labels_case(*predictions(rng, digits, 200, share)) for share in (0.97, 0.5, 0.0)]
cases += [labels_case(*predictions(rng, [0, 1], n, 0.7)) for n in (8, 16, 32)]  # many exact halves
cases += [labels_case(*predictions(rng, [3, 7, 100, 255], n, 0.8)) for n in (1, 5, 60)]
cases += [labels_case(*predictions(rng, list(range(5, 250, 9)), 90, 0.8))]
cases += [labels_case(*predictions(rng, [2, 5], 12, 0.5), classes=[5, 9, 2])]  # a class that never occurs
cases += [labels_case(np.array([1, 1, 2], np.uint8), np.array([3, 3, 3], np.uint8))]  # divisions by zero

losses = []
for classes, n in (([0, 1], 7), (digits, 5), ([4, 9, 200], 150)):
    proba = rng.dirichlet(np.full(len(classes), 0.3), n)
    losses.append(loss_case(rng.choice(classes, n).astype(np.uint8), proba, classes))
certain = np.eye(3)[[0, 1, 2, 2]]
losses.append(loss_case(np.array([0, 1, 2, 1], np.uint8), certain, [0, 1, 2]))
votes = rng.multinomial(100, np.full(10, 0.1), 60) / 100
losses.append(loss_case(rng.choice(digits, 60).astype(np.uint8), votes, digits))
unnormalised = rng.rand(20, 4)
losses.append(loss_case(rng.choice(4, 20).astype(np.uint8), unnormalised, [0, 1, 2, 3]))

values = np.concatenate([rng.rand(40), 10.0 ** rng.uniform(-300, 300, 40), 1 + rng.uniform(-1e-3, 1e-3, 20)])
halves = [k / 2**m for m in (1, 3, 5, 7, 20, 53) for k in (1, 3, 5) if k <= 2**m] + rng.rand(20).tolist() + [0.0, 1.0]
fixture = {
    "labels": cases,
    "losses": losses,
    "sums": [{"values": v.tolist(), "sum": float(v.sum())} for v in (rng.rand(n) for n in (0, 1, 7, 8, 9, 100, 128, 129, 300))],
    "logs": [[x, float(np.log(x))] for x in values.tolist()],
    "formatted": [[x, d, format(x, f".{d}f")] for x in halves for d in (0, 1, 2, 4, 6)],
}
(ROOT / "test/fixtures/metrics.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")

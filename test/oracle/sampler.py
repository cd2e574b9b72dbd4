"""Writes test/fixtures/sampler.json: the draws of scikit-learn 1.2.1 and SciPy 1.10.1 (python3 test/oracle/sampler.py)."""
import json
import pathlib
import warnings
from decimal import Decimal, getcontext

import numpy as np
from scipy.stats import loguniform, uniform
from sklearn.model_selection import ParameterSampler
from sklearn.utils.random import sample_without_replacement

ROOT = pathlib.Path(__file__).resolve().parents[2]
warnings.simplefilter("ignore")
getcontext().prec = 60

make = {
    "uniform": lambda loc, scale: uniform(loc, scale),
    "loguniform": lambda a, b: loguniform(a, b),
}


def distribution(described):
    if isinstance(described, list):
        return described
    [(name, params)] = described.items()
    return make[name](**params)


def power(x, y):
    rounded = float((Decimal(x).ln() * Decimal(y)).exp())
    assert abs(rounded / np.power(x, y) - 1) <= np.finfo(float).eps
    return rounded


def sampled(distributions, n_iter, seed):
    sampler = ParameterSampler({name: distribution(d) for name, d in distributions.items()}, n_iter, random_state=seed)
    points = [{k: v.item() if isinstance(v, np.generic) else v for k, v in point.items()} for point in sampler]
    return {"distributions": distributions, "nIter": n_iter, "randomState": seed, "points": points}


def uniform_(loc, scale):
    return {"uniform": {"loc": loc, "scale": scale}}


def loguniform_(a, b):
    return {"loguniform": {"a": a, "b": b}}


numbers = lambda n: list(range(n))
samples = [
    sampled({"C": [0.1, 1, 10], "gamma": ["scale", 0.01, 0.001]}, 4, 42),
    sampled({"b": ["x", "y"], "a": [True, False, None]}, 6, 1),  # all there are
    sampled({"b": ["x", "y"], "a": [True, False, None]}, 100, 1),  # more than there are
    sampled({"one": [5]}, 1, 0),
    sampled({}, 3, 0),
    sampled({"i": numbers(50), "j": numbers(40), "k": numbers(30)}, 12, 7),  # a small share: drawn until distinct
    sampled({"i": numbers(10), "j": numbers(10)}, 12, 7),  # a middling one: a permutation
    sampled({"i": numbers(20), "j": numbers(10)}, 199, 7),  # nearly all: a reservoir
    sampled({"C": loguniform_(1e-3, 1e3), "gamma": loguniform_(1e-9, 1e-5)}, 50, 42),
    sampled({"C": loguniform_(0.5, 1000), "kernel": ["rbf", "linear", "poly"], "tol": uniform_(0.25, 3)}, 30, 5),
    sampled({"zeta": uniform_(-1, 2), "alpha": uniform_(10, 0), "mid": [1]}, 20, 4294967295),
]

rng = np.random.RandomState(11)
bases = np.concatenate([10.0 ** rng.uniform(0, 300, 200), 1 + rng.rand(200), 10.0 ** rng.uniform(0, 12, 400)])
exponents = rng.rand(800)
fixture = {
    "samples": samples,
    "draws": [
        [population, count, seed, sample_without_replacement(population, count, random_state=seed).tolist()]
        for seed in (0, 3)
        for population, count in (
            [(0, 0), (1, 0), (1, 1), (5, 5), (100, 1), (100, 2), (100, 99), (1000, 5), (1000, 991), (300, 298)]
            + [(4000000000, 6), (1000, 10), (1000, 11), (1000, 990), (1000, 989)]
        )
    ],
    # Correctly rounded. NumPy's own power depends on the machine: with AVX-512, a quarter has another last bit.
    "powers": [[float(x), float(y), power(float(x), float(y))] for x, y in zip(bases, exponents)],
}
(ROOT / "test/fixtures/sampler.json").write_text(json.dumps(fixture, separators=(",", ":")) + "\n")

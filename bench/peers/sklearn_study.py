"""Does one task of the study with scikit-learn and prints what it took, as the last line, in JSON.

    python3 sklearn_study.py '{"task": "svc-fit", "rows": 10000, ..., "data": FOLDER, "jobs": null}'

A task is what bench/tasks.ts says, or {"task": "study", "sizes": {...}}: the whole study, part by part; `data` is
the folder of MNIST's IDX files, `jobs` what `n_jobs` is where scikit-learn has it (null: as it comes).
Imports, reading the digits and a small fit to warm up are not measured.
"""
import json
import pathlib
import resource
import sys
import time

import numpy as np
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC

FOLDS = 5
SEED = 42


def read_digits(folder):
    """X and y as `fetch_openml("mnist_784", as_frame=False)` orders them: 60,000 to train on, then 10,000."""

    def read(kind, header):
        folder_path = pathlib.Path(folder)
        return np.concatenate(
            [np.fromfile(folder_path / f"{part}-{kind}-ubyte", np.uint8)[header:] for part in ("train", "t10k")]
        )

    return read("images-idx3", 16).reshape(70000, 784).astype(np.float64), read("labels-idx1", 8)


def correct(labels, y):
    return f"{int((labels == y).sum())} of {len(y)} correct"


def mean_scores(search):
    return "scores " + " ".join(f"{score:.9f}" for score in search.cv_results_["mean_test_score"])


def forest(trees, jobs):
    return RandomForestClassifier(n_estimators=trees, random_state=SEED, n_jobs=jobs)


class TimedSVC(SVC):
    """An SVC that knows how long its fit took, also as a member of a vote."""

    def fit(self, X, y, sample_weight=None):
        started = time.perf_counter()
        super().fit(X, y, sample_weight)
        self.fit_seconds_ = time.perf_counter() - started
        return self


def soft_vote(C, trees, jobs):
    members = [("svm", TimedSVC(C=C, probability=True, random_state=SEED)), ("rf", forest(trees, None))]
    return VotingClassifier(members, voting="soft", n_jobs=jobs)


def prepare(task, X, y, X_test, y_test):
    """The work to measure, as a function that returns what came out and the seconds of its parts."""
    name, jobs = task["task"], task["jobs"]
    X, y = X[: task["rows"]], y[: task["rows"]]
    if name == "svc-fit":
        model = SVC(C=task["C"], probability=task["probability"], random_state=SEED)
        return lambda: (f"{len(model.fit(X, y).support_)} support vectors", {})
    if name == "svc-predict":
        model = SVC(random_state=SEED).fit(X, y)
        return lambda: (correct(model.predict(X_test), y_test), {})
    if name == "forest-fit":
        model = forest(task["trees"], jobs)
        return lambda: (f"{sum(tree.tree_.node_count for tree in model.fit(X, y).estimators_)} nodes", {})
    if name == "forest-predict":
        model = forest(task["trees"], -1).fit(X, y).set_params(n_jobs=jobs)
        return lambda: (correct(model.predict(X_test), y_test), {})
    if name == "svm-grid":
        base = SVC(random_state=SEED)
        search = GridSearchCV(base, {"C": task["C"]}, cv=FOLDS, refit=False, n_jobs=jobs)
        return lambda: (mean_scores(search.fit(X, y)), {})
    if name == "rf-grid":
        search = GridSearchCV(forest(100, None), {"n_estimators": task["trees"]}, cv=FOLDS, refit=False, n_jobs=jobs)
        return lambda: (mean_scores(search.fit(X, y)), {})
    if name == "one-change":

        def fit_and_evaluate():
            model = SVC(C=task["C"], probability=True, random_state=SEED).fit(X, y)
            return correct(evaluate(model, X_test, y_test), y_test), {}

        return fit_and_evaluate
    raise ValueError(f"There is no task {name}.")


def evaluate(model, X_test, y_test):
    """What the study reports of a model. (Restudy's step `evaluate` computes the probabilities as well.)"""
    labels = model.predict(X_test)
    accuracy_score(y_test, labels)
    classification_report(y_test, labels)
    confusion_matrix(y_test, labels)
    return labels


def run_study(sizes, jobs, digits, X, y, X_test, y_test):
    """Every training and evaluating step of stages/study.ts, each part timed; and what the final SVC took of its vote."""
    parts = {}
    figures = {}

    def timed(part, work):
        started = time.perf_counter()
        value = work()
        parts[part] = time.perf_counter() - started
        print(f"{part}: {parts[part]:.1f} s", file=sys.stderr, flush=True)
        return value

    def train_and_evaluate(step, model, rows):
        timed(step, lambda: model.fit(X[:rows], y[:rows]))
        labels = timed(f"evaluate-{step}", lambda: evaluate(model, X_test, y_test))
        figures[step] = int((labels == y_test).sum())
        return model

    def search(step, estimator, grid, rows):
        found = GridSearchCV(estimator, grid, cv=FOLDS, refit=False, n_jobs=jobs)
        timed(step, lambda: found.fit(X[:rows], y[:rows]))
        return found.cv_results_["params"][found.best_index_]

    timed("split", lambda: train_test_split(*digits, test_size=0.2, random_state=SEED))
    train_and_evaluate("svm", SVC(probability=True, random_state=SEED), sizes["svm"])
    train_and_evaluate("rf", forest(sizes["trees"], jobs), sizes["all"])
    train_and_evaluate("vote", soft_vote(1, sizes["trees"], jobs), sizes["vote"])
    best_svc = search("svm-grid", SVC(random_state=SEED), {"C": sizes["svmGridC"]}, sizes["svmGrid"])
    train_and_evaluate("svm-tuned", SVC(C=best_svc["C"], probability=True, random_state=SEED), sizes["svm"])
    best_rf = search("rf-grid", forest(100, None), {"n_estimators": sizes["rfGridTrees"]}, sizes["rfGrid"])
    train_and_evaluate("rf-tuned", forest(best_rf["n_estimators"], jobs), sizes["all"])
    final = soft_vote(best_svc["C"], best_rf["n_estimators"], jobs)
    final_svm = train_and_evaluate("final-vote", final, sizes["all"]).estimators_[0]
    return figures, parts, {"final-svm": final_svm.fit_seconds_}


def peak_memory_bytes():
    """The largest resident set of this process, or of a worker of its own (joblib's are waited for at the end)."""
    unit = 1 if sys.platform == "darwin" else 1024
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(used) * unit


def main():
    task = json.loads(sys.argv[1])
    images, labels = read_digits(task["data"])
    digits = (images / 255 if task.get("scaled") else images), labels
    X, X_test, y, y_test = train_test_split(*digits, test_size=0.2, random_state=SEED)
    SVC().fit(X[:200], y[:200])
    RandomForestClassifier(n_estimators=2, random_state=SEED).fit(X[:200], y[:200])
    members = {}
    if task["task"] == "study":
        figures, parts, members = run_study(task["sizes"], task["jobs"], digits, X, y, X_test, y_test)
        seconds = sum(parts.values())
        result = " ".join(f"{step} {count}" for step, count in sorted(figures.items()))
    else:
        work = prepare(task, X, y, X_test, y_test)
        started = time.perf_counter()
        result, parts = work()
        seconds = time.perf_counter() - started
    memory = peak_memory_bytes()
    print(
        json.dumps(
            {"seconds": seconds, "peakMemoryBytes": memory, "result": result, "parts": parts, "figures": members}
        )
    )


main()

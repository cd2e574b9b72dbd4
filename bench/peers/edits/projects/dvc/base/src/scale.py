import json
from pathlib import Path

import yaml

from tracing import trace
from helpers.scaling import scaled

OFFSET = 0


def checked(numbers):
    if not numbers:
        raise ValueError("There are no numbers.")
    return numbers


def shifted(result):
    return result + OFFSET


def scale(numbers, factor):
    trace("scale")
    results = [shifted(result) for result in scaled(checked(numbers), factor)]
    return results


if __name__ == "__main__":
    params = yaml.safe_load(Path("params.yaml").read_text())
    numbers = [int(line) for line in Path("numbers.txt").read_text().split()]
    Path("out").mkdir(exist_ok=True)
    Path("out/scaled.json").write_text(json.dumps(scale(numbers, params["factor"])))

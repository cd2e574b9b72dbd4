import json
from pathlib import Path

import yaml

from helpers.scaling import scaled
from tracing import trace


def adding(offset):
    def scale(numbers, factor):
        trace("scale")
        return [result + offset for result in scaled(numbers, factor)]

    return scale


scale = adding(offset=0)

if __name__ == "__main__":
    params = yaml.safe_load(Path("params.yaml").read_text())
    numbers = [int(line) for line in Path("numbers.txt").read_text().split()]
    Path("out").mkdir(exist_ok=True)
    Path("out/scaled.json").write_text(json.dumps(scale(numbers, params["factor"])))

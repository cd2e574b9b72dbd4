import json
from pathlib import Path

from helpers.scaling import scaled
from tracing import trace


def adding(offset):
    def scale(numbers, factor):
        trace("scale")
        return [result + offset for result in scaled(numbers, factor)]

    return scale


scale = adding(offset=0)

numbers = [int(line) for line in Path(snakemake.input[0]).read_text().split()]
Path(snakemake.output[0]).write_text(json.dumps(scale(numbers, snakemake.params.factor)))

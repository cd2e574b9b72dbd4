import json
from pathlib import Path

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


numbers = [int(line) for line in Path(snakemake.input[0]).read_text().split()]
Path(snakemake.output[0]).write_text(json.dumps(scale(numbers, snakemake.params.factor)))

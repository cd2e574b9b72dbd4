import json
from pathlib import Path

from helpers.scaling import scaled
from tracing import trace

trace(snakemake.params.name)
numbers = [int(line) for line in Path(snakemake.input[0]).read_text().split()]
Path(snakemake.output[0]).write_text(json.dumps(scaled(numbers, snakemake.params.factor)))

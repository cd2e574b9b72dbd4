import json
from pathlib import Path

from helpers.arithmetic import times
from tracing import trace

trace("scale")
numbers = [int(line) for line in Path(snakemake.input[0]).read_text().split()]
shift = int(snakemake.params.shift)
results = [times(number, snakemake.params.factor) + shift for number in numbers]
Path(snakemake.output[0]).write_text(json.dumps(results))

import json
import sys
from pathlib import Path

from helpers.scaling import scaled
from tracing import trace

if __name__ == "__main__":
    name, factor = sys.argv[1], int(sys.argv[2])
    trace(name)
    numbers = [int(line) for line in Path("numbers.txt").read_text().split()]
    Path("out").mkdir(exist_ok=True)
    Path(f"out/{name}.json").write_text(json.dumps(scaled(numbers, factor)))

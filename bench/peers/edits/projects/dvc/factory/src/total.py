import json
from pathlib import Path

from tracing import trace

if __name__ == "__main__":
    trace("total")
    results = [json.loads(Path(f"out/{name}.json").read_text()) for name in ("double", "quintuple")]
    Path("out/total.json").write_text(json.dumps(sum(map(sum, results))))

from redun import File, task

from helpers.arithmetic import times
from helpers.scaling import scaled
from tracing import trace

redun_namespace = "edits"


@task(hash_includes=[scaled, times])
def scale_by(name: str, factor: int, data: File) -> list:
    trace(name)
    numbers = [int(line) for line in data.readlines()]
    return scaled(numbers, factor)

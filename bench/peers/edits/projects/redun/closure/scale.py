from redun import File, task

from helpers.arithmetic import times
from helpers.scaling import scaled
from tracing import trace

redun_namespace = "edits"


@task(hash_includes=[scaled, times])
def adding(data: File, factor: int, offset: int) -> list:
    trace("scale")
    numbers = [int(line) for line in data.readlines()]
    return [result + offset for result in scaled(numbers, factor)]

from redun import File, task

from helpers.arithmetic import times
from tracing import trace
from helpers.scaling import scaled

redun_namespace = "edits"

OFFSET = 0


def checked(numbers):
    if not numbers:
        raise ValueError("There are no numbers.")
    return numbers


def shifted(result):
    return result + OFFSET


# redun's docs ("Task hashing"): plain functions that a task calls are named in `hash_includes`. All are, by hand, those that
# only other helpers call as well.
@task(hash_includes=[checked, shifted, scaled, times])
def scale(data: File, factor: int) -> list:
    trace("scale")
    numbers = [int(line) for line in data.readlines()]
    results = [shifted(result) for result in scaled(checked(numbers), factor)]
    return results

from joblib import Memory

from tracing import trace
from helpers.scaling import scaled

memory = Memory("cache", verbose=0)

OFFSET = 0


def checked(numbers):
    if not numbers:
        raise ValueError("There are no numbers.")
    return numbers


def shifted(result):
    return result + OFFSET


@memory.cache
def scale(numbers, factor):
    trace("scale")
    results = [shifted(result) for result in scaled(checked(numbers), factor)]
    return results

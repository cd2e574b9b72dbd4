from joblib import Memory

from helpers.scaling import scaled
from tracing import trace

memory = Memory("cache", verbose=0)


def adding(offset):
    @memory.cache
    def scale(numbers, factor):
        trace("scale")
        return [result + offset for result in scaled(numbers, factor)]

    return scale


scale = adding(offset=0)

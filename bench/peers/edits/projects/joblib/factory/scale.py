from joblib import Memory

from helpers.scaling import scaled
from tracing import trace

memory = Memory("cache", verbose=0)


def scale_by(name, factor):
    @memory.cache
    def scale(numbers):
        trace(name)
        return scaled(numbers, factor)

    return scale


double = scale_by("double", 2)
quintuple = scale_by("quintuple", 5)

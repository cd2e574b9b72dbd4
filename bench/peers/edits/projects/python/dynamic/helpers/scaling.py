from importlib import import_module

from helpers.arithmetic import times

METHODS = ["helpers.methods.plain"]


def scaled(numbers, factor):
    results = [times(number, factor) for number in numbers]
    for name in METHODS:
        method = import_module(name)
        results = [method.shifted(result) for result in results]
    return results

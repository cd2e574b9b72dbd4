import helpers.register
from helpers.arithmetic import times
from helpers.registry import shifts


def scaled(numbers, factor):
    return [times(number, factor) + sum(shifts) for number in numbers]

import os

from helpers.arithmetic import times


def scaled(numbers, factor):
    shift = int(os.environ["SHIFT"])
    return [times(number, factor) + shift for number in numbers]

from shifting import shifted

from helpers.arithmetic import times


def scaled(numbers, factor):
    return [shifted(times(number, factor)) for number in numbers]

from helpers.arithmetic import times


def scaled(numbers, factor):
    return [times(number, factor) for number in numbers]

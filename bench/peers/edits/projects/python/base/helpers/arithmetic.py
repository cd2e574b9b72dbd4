"""Two imports away from the step."""


def halved(number):
    return number / 2


def times(number, factor):
    product = number * factor
    return product

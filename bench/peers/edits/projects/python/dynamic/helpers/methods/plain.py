def shifted(number):
    return number + 0

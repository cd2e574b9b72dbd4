from helpers.registry import shifts

shifts.append(0)

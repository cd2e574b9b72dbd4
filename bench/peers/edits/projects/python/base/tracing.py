"""Tells the bench that a step runs, in a file that no tool knows of."""

import os


def trace(step):
    with open(os.environ["EDITS_TRACE"], "a") as file:
        file.write(step + "\n")

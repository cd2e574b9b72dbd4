from redun import File, task

from scale import scale
from total import total

redun_namespace = "edits"


@task()
def main(factor: int = 2) -> int:
    # `File` is what the docs teach; it is hashed by path, size and time.
    return total(scale(File("numbers.txt"), factor))

from redun import File, task

from scale import adding
from total import total

redun_namespace = "edits"


@task()
def main(factor: int = 2) -> int:
    # Partial tasks are redun's closures, its docs say, and its examples make them in the task that uses them. It sees
    # neither a plain function's closure nor a partial task made outside of `main`.
    scale = adding.partial(offset=0)
    return total(scale(File("numbers.txt"), factor))

from redun import File, task

from scale import scale_by
from total import total

redun_namespace = "edits"


@task()
def main() -> int:
    data = File("numbers.txt")
    # Partial tasks, made in the task that uses them, as in redun's examples. See closure/.
    double = scale_by.partial("double", 2)
    quintuple = scale_by.partial("quintuple", 5)
    return total(double(data) + quintuple(data))

from pathlib import Path

from scale import double, quintuple
from total import total

numbers = [int(line) for line in Path("numbers.txt").read_text().split()]
print(total(double(numbers) + quintuple(numbers)))

from pathlib import Path

from scale import scale
from total import total

FACTOR = 2

# joblib hashes arguments by content and knows no files, so data are read outside of what it caches.
numbers = [int(line) for line in Path("numbers.txt").read_text().split()]
print(total(scale(numbers, FACTOR)))

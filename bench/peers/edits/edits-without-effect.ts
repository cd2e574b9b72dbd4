import { type Edit, inAll, inBoth, replace, setFactor, swap } from './edit.js';

/** What the study gives as it is. */
const TOTAL = 20;

/** Edits after which nothing has to run: the code means what it meant, the inputs are what they were. */
export const editsWithoutEffect: readonly Edit[] = [
  {
    id: 'comment-in-helper',
    title: 'a comment in a helper two imports away',
    mustRun: [],
    total: TOTAL,
    changes: {
      restudy: replace('helpers/arithmetic.ts', '  return product', '  // Exact.\n  return product'),
      python: replace('helpers/arithmetic.py', '    return product', '    # Exact.\n    return product'),
    },
  },
  {
    id: 'comment-in-step',
    title: "a comment in the step's own function",
    mustRun: [],
    total: TOTAL,
    changes: {
      restudy: replace('stages/scale.ts', '    const results', '    // All of them.\n    const results'),
      python: replace('scale.py', '    results = ', '    # All of them.\n    results = '),
    },
  },
  {
    id: 'formatting',
    title: 'formatting only',
    mustRun: [],
    total: TOTAL,
    changes: {
      restudy: replace(
        'stages/scale.ts',
        'checked(values), factor',
        '\n      checked(values),\n      factor\n    ',
      ),
      python: replace(
        'scale.py',
        'checked(numbers), factor',
        '\n        checked(numbers),\n        factor\n    ',
      ),
    },
  },
  {
    id: 'local-renamed',
    title: 'a local variable renamed',
    mustRun: [],
    total: TOTAL,
    changes: {
      restudy: (project) => {
        replace('stages/scale.ts', 'const results', 'const products')(project);
        replace('stages/scale.ts', 'scaled: results', 'scaled: products')(project);
      },
      python: replace('scale.py', 'results', 'products'),
    },
  },
  {
    id: 'unused-edited',
    title: 'an unused function of a helper edited',
    mustRun: [],
    total: TOTAL,
    changes: inBoth((ending) => replace(`helpers/arithmetic.${ending}`, 'number / 2', 'number / 2.5')),
  },
  {
    id: 'imports-sorted',
    title: 'imports sorted',
    mustRun: [],
    total: TOTAL,
    changes: {
      restudy: swap(
        'stages/scale.ts',
        "import { scaled } from '../helpers/scaling.ts';\n",
        "import { numbers } from '../artifacts.ts';\n",
      ),
      python: swap('scale.py', 'from tracing import trace\n', 'from helpers.scaling import scaled\n'),
    },
  },
  {
    id: 'function-moved',
    title: 'a function moved within its file',
    mustRun: [],
    total: TOTAL,
    changes: {
      restudy: swap(
        'stages/scale.ts',
        "function checked(values: readonly number[]): readonly number[] {\n  if (values.length === 0) throw new RangeError('There are no numbers.');\n  return values;\n}\n\n",
        'function shifted(result: number): number {\n  return result + OFFSET;\n}\n\n',
      ),
      python: swap(
        'scale.py',
        'def checked(numbers):\n    if not numbers:\n        raise ValueError("There are no numbers.")\n    return numbers\n\n\n',
        'def shifted(result):\n    return result + OFFSET\n\n\n',
      ),
    },
  },
  {
    id: 'data-touched',
    title: 'data touched: a new time, the same content',
    mustRun: [],
    total: TOTAL,
    changes: inAll((project) => project.touch('numbers.txt')),
  },
  {
    id: 'param-back',
    title: 'a param changed, run, and changed back',
    mustRun: [],
    total: TOTAL,
    detour: setFactor(2, 3),
    changes: setFactor(3, 2),
  },
];

import { type Edit, inAll, inBoth, replace, setFactor } from './edit.js';

/** Both steps: what the first gives is another thing after the edit. */
const BOTH = ['scale', 'total'];

/** Edits after which the study gives something else, or may: what they reach has to run. */
export const editsWithEffect: readonly Edit[] = [
  {
    id: 'helper',
    title: 'a helper two imports away edited',
    mustRun: BOTH,
    total: 24,
    changes: inBoth((ending) =>
      replace(`helpers/arithmetic.${ending}`, 'number * factor', 'number * factor + 1'),
    ),
  },
  {
    id: 'constant',
    title: "a constant in the step's own file edited",
    mustRun: BOTH,
    total: 24,
    changes: {
      restudy: replace('stages/scale.ts', 'OFFSET = 0', 'OFFSET = 1'),
      python: replace('scale.py', 'OFFSET = 0', 'OFFSET = 1'),
    },
  },
  {
    id: 'factory',
    title: "of two tasks that one factory makes, times 2 and times 5, the second's value edited",
    variant: 'factory',
    mustRun: ['quintuple', 'total'],
    total: 90,
    changes: {
      restudy: replace('study.ts', 'scaleBy(5)', 'scaleBy(7)'),
      python: replace('scale.py', '"quintuple", 5', '"quintuple", 7'),
      redun: replace('workflow.py', '"quintuple", 5', '"quintuple", 7'),
      dvc: replace('dvc.yaml', 'quintuple: 5', 'quintuple: 7'),
      snakemake: replace('Snakefile', '"quintuple": 5', '"quintuple": 7'),
    },
  },
  {
    id: 'closure',
    title: 'a value closed over edited',
    variant: 'closure',
    mustRun: BOTH,
    total: 24,
    changes: {
      restudy: replace('stages/scale.ts', 'adding(0)', 'adding(1)'),
      python: replace('scale.py', 'offset=0', 'offset=1'),
      redun: replace('workflow.py', 'offset=0', 'offset=1'),
    },
  },
  {
    id: 'param',
    title: 'a param changed',
    mustRun: BOTH,
    total: 30,
    changes: setFactor(2, 3),
  },
  {
    id: 'data',
    title: 'data edited',
    mustRun: BOTH,
    total: 26,
    changes: inAll(replace('numbers.txt', '4\n', '4\n3\n')),
  },
  {
    id: 'data-same-time',
    title: 'data edited, of the same size, the time put back',
    mustRun: BOTH,
    total: 22,
    changes: inAll((project) => {
      project.keepingTime('numbers.txt', () => replace('numbers.txt', '4\n', '5\n')(project));
    }),
  },
  {
    id: 'loaded-file',
    title: 'a file beside the code edited, read when the module loads',
    variant: 'loaded-file',
    mustRun: BOTH,
    total: 24,
    changes: inAll(replace('helpers/shift.txt', '0', '1')),
  },
  {
    id: 'environment',
    title: 'an environment variable changed that the code reads',
    variant: 'environment',
    mustRun: BOTH,
    total: 24,
    changes: inAll((project) => {
      project.env['SHIFT'] = '1';
    }),
  },
  {
    id: 'package',
    title: 'an installed package patched in place, of the same version',
    variant: 'package',
    mustRun: BOTH,
    total: 24,
    changes: {
      restudy: replace('node_modules/shifting/index.js', 'number + 0', 'number + 1'),
      python: replace('../packages/shifting/__init__.py', 'number + 0', 'number + 1'),
    },
  },
  {
    id: 'dynamic',
    title: 'a module edited that is imported by a name in a variable',
    variant: 'dynamic',
    mustRun: BOTH,
    total: 24,
    changes: inBoth((ending) => replace(`helpers/methods/plain.${ending}`, 'number + 0', 'number + 1')),
  },
  {
    id: 'side-effect',
    title: 'a module edited that is imported for its side effect alone',
    variant: 'side-effect',
    mustRun: BOTH,
    total: 24,
    changes: {
      restudy: replace('helpers/register.ts', 'push(0)', 'push(1)'),
      python: replace('helpers/register.py', 'append(0)', 'append(1)'),
    },
  },
  {
    id: 'worker',
    title: 'the code of a worker edited: a thread, in Python a process',
    variant: 'worker',
    mustRun: BOTH,
    total: 24,
    changes: {
      restudy: replace('helpers/worker.js', 'number + 0', 'number + 1'),
      python: replace('helpers/worker.py', 'number + 0', 'number + 1'),
    },
  },
  {
    id: 'same-bytes',
    title: "the first step's code edited, to the same bytes",
    mustRun: ['scale'],
    total: 20,
    changes: {
      restudy: replace('stages/scale.ts', '=> shifted(result)', '=> Math.abs(shifted(result))'),
      python: replace('scale.py', '[shifted(result)', '[abs(shifted(result))'),
    },
  },
];

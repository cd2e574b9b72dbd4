import { constants, cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Bench, ROOT } from '../bench.js';
import type { Measurement } from '../measurement.js';
import { AS_WRITTEN, AT_BEST, sklearn } from '../peers/sklearn.js';
import { type Used, watchProcess } from '../processes/node-process.js';
import { OURS, type Row, type Side } from '../row.js';
import { quickSettings, studySizes } from './study-sizes.js';

const { bin } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  bin: { restudy: string };
};
const CLI = path.join(ROOT, bin.restudy);

const PEAK_MEMORY = 'GB peak memory';
const UNUSED = '% of the cores unused by the process';
const IDLEST = '% that the idlest core was idle';
const ONE_THREAD = 'restudy --threads 1';

/** The study's own command, as a user calls it, on a cache of its own. */
export class WholeStudy {
  readonly #bench: Bench;
  #warm: string | undefined;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** The arguments of `node` for `restudy run`. */
  run(cache: string, ...more: readonly string[]): string[] {
    const settings = this.#bench.quick ? quickSettings : [];
    return [CLI, 'run', '--cache', cache, ...settings, ...more];
  }

  /** The arguments of `node` for `restudy serve`, which runs everything when its page asks for it. */
  serve(cache: string): string[] {
    const settings = this.#bench.quick ? quickSettings : [];
    return [CLI, 'serve', '--port', '0', '--cache', cache, ...settings];
  }

  /** Runs everything from nothing. The cache that this leaves is the warm one from then on. */
  async cold(...more: readonly string[]): Promise<Measurement> {
    const cache = this.#bench.newFolder('cache');
    const used = await watchProcess(this.run(cache, '--json', ...more), this.#bench, { keepOutput: true });
    this.forget();
    this.#warm = cache;
    const lines = jsonLines(used.stdout);
    return {
      seconds: used.seconds,
      peakMemoryBytes: used.peakMemoryBytes,
      result: lines
        .flatMap(({ type, model, correct }) => (type === 'model' ? `${model} ${correct}` : []))
        .sort()
        .join(' '),
      figures: { [PEAK_MEMORY]: used.peakMemoryBytes / 1e9, ...idleness(used, this.#bench.cores) },
      parts: Object.fromEntries(
        lines.flatMap(({ type, step, seconds }) => (type === 'step' ? [[step, seconds]] : [])),
      ),
    };
  }

  /** A cache in which everything has been run. */
  async warmCache(): Promise<string> {
    if (this.#warm === undefined) await this.cold();
    return this.#warm!;
  }

  /** A copy of the warm cache, to change something in. */
  async warmCopy(): Promise<string> {
    const copy = this.#bench.newFolder('cache');
    cpSync(await this.warmCache(), copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
    return copy;
  }

  forget(): void {
    if (this.#warm !== undefined) rmSync(this.#warm, { recursive: true, force: true });
    this.#warm = undefined;
  }
}

interface Line {
  readonly type: string;
  readonly [field: string]: unknown;
}

function jsonLines(stdout: string): Line[] {
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}

/** What was left of the cores: by the process's own CPU time, and by the machine's, core by core. */
function idleness({ cpuSeconds, seconds, idleShares }: Used, cores: number): Record<string, number> {
  return {
    [UNUSED]: 100 * (1 - cpuSeconds / (seconds * cores)),
    [IDLEST]: 100 * Math.max(...idleShares),
  };
}

const studies = new WeakMap<Bench, WholeStudy>();

/** The study that all rows of a benchmark share, so that its warm cache is made once. */
export function wholeStudy(bench: Bench): WholeStudy {
  const study = studies.get(bench) ?? new WholeStudy(bench);
  studies.set(bench, study);
  return study;
}

const sklearnStudies = new WeakMap<Bench, Promise<Measurement>>();

/** scikit-learn's study takes half an hour, so it is measured once for all rows that ask for it or a part of it. */
export function sklearnStudy(bench: Bench, part: (study: Measurement) => Measurement): Side {
  const side = sklearn(bench, { task: 'study', sizes: studySizes(bench.quick) }, { repeat: 1 });
  if ('missing' in side) return side;
  const measureOnce = () => {
    const study = sklearnStudies.get(bench) ?? side.measure();
    sklearnStudies.set(bench, study);
    return study;
  };
  return { ...side, measure: async () => part(await measureOnce()) };
}

const cold: Row = {
  id: 'study-cold',
  group: 'study',
  title: 'the whole study, cold',
  repeat: 1,
  async prepare(bench) {
    return {
      sides: [{ name: OURS, measure: () => wholeStudy(bench).cold() }, sklearnStudy(bench, (study) => study)],
      targets: [
        { than: AS_WRITTEN, times: 25 },
        { figure: PEAK_MEMORY, atMost: 3 },
        { figure: IDLEST, atMost: 10 },
      ],
    };
  },
};

const coldAtBest: Row = {
  id: 'study-cold-all-cores',
  group: 'study-cold-all-cores',
  title: 'the whole study, cold, beside scikit-learn on all cores',
  repeat: 1,
  onlyWhenNamed: true,
  async prepare(bench) {
    const task = { task: 'study', sizes: studySizes(bench.quick) };
    return {
      sides: [
        { name: OURS, measure: () => wholeStudy(bench).cold() },
        sklearn(bench, task, { name: AT_BEST, jobs: bench.cores }),
      ],
    };
  },
};

const scaling: Row = {
  id: 'study-scaling',
  group: 'study',
  title: 'the whole study, cold, with fewer threads',
  repeat: 1,
  async prepare(bench) {
    return {
      sides: [
        { name: OURS, measure: () => wholeStudy(bench).cold() },
        { name: ONE_THREAD, measure: () => wholeStudy(bench).cold('--threads', '1') },
      ],
    };
  },
};

/** The study has 1. Each time the cache is a fresh copy, so that it is a change each time. */
const CHANGED_C = 3;

const oneChange: Row = {
  id: 'one-change',
  group: 'study',
  title: `one param changed: --set svm.C=${CHANGED_C}`,
  repeat: 3,
  async prepare(bench) {
    const rows = studySizes(bench.quick).svm;
    return {
      sides: [
        {
          name: OURS,
          async measure() {
            const cache = await wholeStudy(bench).warmCopy();
            const program = wholeStudy(bench).run(cache, '--json', '--set', `svm.C=${CHANGED_C}`);
            const used = await watchProcess(program, bench, { keepOutput: true });
            rmSync(cache, { recursive: true });
            const lines = jsonLines(used.stdout);
            const ran = lines.filter(({ outcome }) => outcome === 'ran').length;
            const changed = lines.find(({ type, model }) => type === 'model' && model === 'svm');
            return {
              seconds: used.seconds,
              peakMemoryBytes: used.peakMemoryBytes,
              result: `${changed?.['correct']} of ${changed?.['total']} correct`,
              figures: { 'steps that ran': ran },
            };
          },
        },
        sklearn(bench, { task: 'one-change', rows, C: CHANGED_C }, { repeat: 1 }),
      ],
      targets: [{ figure: 'steps that ran', atMost: 3 }],
    };
  },
};

export const studyRows: readonly Row[] = [cold, coldAtBest, scaling, oneChange];

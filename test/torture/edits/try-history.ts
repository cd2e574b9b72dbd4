import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Edit, type EditKind, versionsOf } from './edit.js';
import type { History } from './generator.js';
import { meanings } from './meaning.js';
import { ModuleMemory } from './module-memory.js';
import { writeData, writeVersion } from './on-disk.js';
import type { Project } from './project.js';
import { rightResults } from './results.js';
import { settled } from './settled.js';
import { stepId, type Written, written } from './write.js';

type Library = typeof import('../../../cli/library.js');
type Store = ReturnType<Library['memoryStore']>;
type Study = ReturnType<Library['defineStudy']>;

/** What must never be. */
export interface Problem {
  /** A wrong result; a run of what nothing was changed of; something that does not run at all. */
  readonly kind: 'missed' | 'false' | 'broken';
  /** Which of the edits it came with; -1 for the first run. */
  readonly edit: number;
  readonly what: string;
}

/** What came of trying a project and its edits. */
export interface Tried {
  readonly edits: readonly EditKind[];
  readonly ran: number;
  readonly hits: number;
  /** Runs with an empty cache. */
  readonly fresh: number;
  readonly problem?: Problem;
}

/** A version of a project, with all that is known of it before it runs. */
export interface Version {
  readonly written: Written;
  readonly results: readonly number[];
  readonly meanings: readonly string[];
  readonly project: Project;
}

/** One version in so many is run with an empty cache as well: the model knows the right bytes of all. */
const FRESH_EACH = 6;

export function knownVersions({ project, edits }: { project: Project; edits: readonly Edit[] }): Version[] {
  return versionsOf(project, edits).map((one) => {
    const legal = settled(one);
    const files = written(legal);
    const results = rightResults(legal, new Set(files.evaluated.flatMap(({ keys }) => keys)));
    return { written: files, results, meanings: meanings(legal, files, results), project: one };
  });
}

/**
 * Runs a project and each of its versions on one cache, in a folder of its own, and holds what they come to, and what ran
 * for it, against what the model knows.
 */
export async function tryHistory(
  history: History,
  folder: string,
  library: Library,
  number: number,
): Promise<Tried> {
  const versions = knownVersions(history);
  const store = library.memoryStore();
  const memory = new ModuleMemory();
  const seen = new Set<string>();
  const count = { ran: 0, hits: 0, fresh: 0 };
  const home = path.join(folder, String(number));
  mkdirSync(home, { recursive: true });
  const tried = (problem?: Problem): Tried => ({
    ...count,
    edits: history.edits.map(({ kind }) => kind),
    ...(problem ? { problem } : {}),
  });
  try {
    for (const [at, version] of versions.entries()) {
      const place = path.join(home, `v${at}`, `project${version.project.folderName}`);
      writeVersion(place, version.written);
      writeData(path.join(home, 'data'), version.project.data, versions[at - 1]?.project.data);
      const problem = (kind: Problem['kind'], what: string) => tried({ kind, edit: at - 1, what });
      setSurroundings(place, version.written.environment);
      const run = await loaded(place, library).catch((error: Error) => error);
      if (run instanceof Error) return problem('broken', run.stack ?? run.message);
      const outcomes = await run(store, memory);
      if (outcomes instanceof Error) return problem('broken', outcomes.stack ?? outcomes.message);
      const isFresh = (number + at) % FRESH_EACH === 0;
      const fresh = isFresh ? await run(library.memoryStore()) : undefined;
      if (fresh instanceof Error) return problem('broken', fresh.stack ?? fresh.message);
      if (isFresh) count.fresh++;
      for (const [index, { id }] of version.project.steps.entries()) {
        const step = stepId(id);
        const { outcome, value, key, because } = outcomes.get(step)!;
        if (outcome === 'ran') count.ran++;
        else count.hits++;
        const right = version.results[index]!;
        const other = fresh?.get(step);
        if (other && other.value !== right)
          return problem('broken', `${step} with an empty cache: ${other.value}, not ${right}`);
        if (other && other.key !== key)
          return problem('broken', `${step} has another key where modules are not remembered`);
        const was = `${step} ${outcome === 'ran' ? 'ran' : 'was a hit'}`;
        if (value !== right) {
          const kind = outcome === 'ran' ? 'broken' : 'missed';
          return problem(kind, `${was} and came to ${value}, not ${right}`);
        }
        const meaning = version.meanings[index]!;
        if (outcome === 'ran' && seen.has(meaning))
          return problem('false', `${was}, though nothing that it means has changed: ${because}`);
      }
      for (const meaning of version.meanings) seen.add(meaning);
    }
    return tried();
  } finally {
    process.chdir(folder);
    rmSync(home, { recursive: true, force: true });
  }
}

/** What other versions left behind is taken away. */
function setSurroundings(folder: string, environment: Readonly<Record<string, string>>): void {
  process.chdir(folder);
  for (const name of Object.keys(process.env))
    if (name.startsWith('RESTUDY_TORTURE_')) delete process.env[name];
  Object.assign(process.env, environment);
  for (const name of Object.keys(globalThis)) {
    if (name.startsWith('restudyTorture')) Reflect.deleteProperty(globalThis, name);
  }
}

interface Outcome {
  readonly outcome: 'ran' | 'hit';
  /** Why it ran, as it is told. */
  readonly because: string;
  readonly value: number;
  readonly key: string;
}

async function loaded(
  folder: string,
  library: Library,
): Promise<(store: Store, memory?: ModuleMemory) => Promise<ReadonlyMap<string, Outcome> | Error>> {
  const url = pathToFileURL(path.join(folder, 'study.mjs')).href;
  const { study } = (await import(url)) as { readonly study: Study };
  return async (store, memory) => {
    const fingerprints = library.studyFingerprints({
      study: url,
      loadedAtMs: Number.POSITIVE_INFINITY,
      store: memory,
    });
    return runOnce(study, store, fingerprints, library).catch((error: Error) => error);
  };
}

async function runOnce(
  study: Study,
  store: Store,
  fingerprints: ReturnType<Library['studyFingerprints']>,
  library: Library,
): Promise<ReadonlyMap<string, Outcome>> {
  const session = { study: study.name, store, fingerprints, resources: {} as never, threads: 1 };
  const steps = library.configure(study, []);
  const artifacts = new library.Artifacts(store);
  const outcomes = new Map<string, Outcome>();
  await new Promise<void>((resolve, reject) => {
    library.runSteps(steps, session, { jobs: 1 }).subscribe({
      next(event) {
        if (event.type !== 'step') return;
        const { step, state } = event;
        if (state.state === 'failed') reject(state.error);
        if (state.state !== 'ran' && state.state !== 'hit') return;
        const [value = Number.NaN] = artifacts.load(state.record.outputs['out']!) as readonly number[];
        const because = state.state === 'ran' ? JSON.stringify(state.reasons) : '';
        outcomes.set(step, { outcome: state.state, value, key: state.record.key, because });
      },
      complete: resolve,
      error: reject,
    });
  });
  return outcomes;
}

import * as z from 'zod';
import { sha256 } from '../../cache/hash.js';
import type { Code } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { memoryStore } from '../../cache/tables/memory-store.js';
import type { Fingerprints } from '../../pipeline/code/fingerprint.js';
import type { KeptSources } from '../../pipeline/code/kept-source.js';
import { isSettled, type RunEvent, type SettledState } from '../../pipeline/run/events.js';
import { type RunOptions, runSteps } from '../../pipeline/run/run.js';
import { type CodedStep, piecesOf } from '../../pipeline/study/coded.js';
import { configure, type Setting } from '../../pipeline/study/configure.js';
import { artifactType, defineStage, many, optional, type Resources } from '../../pipeline/study/stage.js';
import { defineStudy, type Study } from '../../pipeline/study/study.js';

// A study of numbers, small enough to see through: what the engine's own tests run.

export const numbers = artifactType<readonly number[]>('numbers');
export const words = artifactType<string>('words');

/** How often each stage's body ran, by what it ran on. */
export const calls: string[] = [];

export const source = defineStage({
  name: 'source',
  module: 'test:source',
  params: z.strictObject({ values: z.array(z.number()).default([1, 2, 3]) }),
  inputs: {},
  outputs: { numbers },
  uses: {},
  async run({ params }) {
    calls.push('source');
    return { numbers: params.values };
  },
});

export const parity = defineStage({
  name: 'parity',
  module: 'test:parity',
  params: z.strictObject({}),
  inputs: { numbers },
  outputs: { numbers },
  uses: {},
  async run({ inputs }) {
    calls.push('parity');
    return { numbers: inputs.numbers.map((value) => value % 2) };
  },
});

export const total = defineStage({
  name: 'total',
  module: 'test:total',
  params: z.strictObject({ times: z.number().default(1) }),
  inputs: { parts: many(numbers), offset: optional(numbers) },
  outputs: { numbers },
  uses: {},
  async run({ params, inputs }) {
    calls.push('total');
    const sum = Object.values(inputs.parts)
      .flat()
      .reduce((before, value) => before + value, 0);
    return { numbers: [sum * params.times + (inputs.offset?.[0] ?? 0)] };
  },
});

/** source -> parity -> total, and source -> total */
export const smallStudy = defineStudy('small', (step) => {
  const first = step('source', source, {});
  const odd = step('parity', parity, { inputs: first });
  step('total', total, { inputs: { parts: { all: first.numbers, odd: odd.numbers } } });
});

/** Fingerprints that a test can change: module -> text standing for its code. */
export class FakeFingerprints implements Fingerprints {
  readonly code = new Map<string, string>();
  changed: string | undefined;

  async of(step: CodedStep): Promise<Record<string, Code>> {
    return Object.fromEntries(
      piecesOf(step).map(({ place, coded: { name, module } }) => {
        return [place, { name, hash: sha256(Buffer.from(this.#textOf(module))), packages: {} }];
      }),
    );
  }

  async sources(step: CodedStep): Promise<KeptSources> {
    return Object.fromEntries(
      piecesOf(step).map(({ place, coded: { name, module } }) => {
        const symbols = [{ name: 'run', text: this.#textOf(module) }];
        return [place, { files: [{ path: `${name}.ts`, symbols }], kernels: {} }];
      }),
    );
  }

  async changedFile(): Promise<string | undefined> {
    return this.changed;
  }

  #textOf(module: string): string {
    return this.code.get(module) ?? module;
  }
}

export interface Ran {
  readonly events: RunEvent[];
  readonly states: Map<string, SettledState>;
  /** step -> hit, ran, failed or skipped */
  readonly outcomes: Record<string, string>;
}

/** Runs a study to its end and collects what happened. */
export function runStudy(
  study: Study,
  store: Store = memoryStore(),
  options: Partial<RunOptions> & {
    readonly set?: readonly Setting[];
    readonly fingerprints?: Fingerprints;
    /** What the program lends to stages, where they use any of it. */
    readonly resources?: Resources;
    readonly signal?: AbortSignal;
    readonly onEvent?: (event: RunEvent) => void;
  } = {},
): Promise<Ran> {
  const { set = [], fingerprints = new FakeFingerprints(), signal, onEvent, ...rest } = options;
  const { resources = {} as Resources, ...runOptions } = rest;
  const session = { study: study.name, store, fingerprints, resources, threads: 1 };
  const steps = configure(study, set);
  return new Promise((resolve, reject) => {
    const events: RunEvent[] = [];
    const states = new Map<string, SettledState>();
    runSteps(steps, session, { jobs: 4, ...runOptions }, signal).subscribe({
      next: (event) => {
        events.push(event);
        if (event.type === 'step' && isSettled(event.state)) states.set(event.step, event.state);
        onEvent?.(event);
      },
      error: reject,
      complete: () => {
        const outcomes = Object.fromEntries([...states].map(([step, { state }]) => [step, state]));
        resolve({ events, states, outcomes });
      },
    });
  });
}

export function set(step: string, name: string, value: unknown): Setting {
  return { step, path: [name], value, origin: `--set ${step}.${name}=${JSON.stringify(value)}` };
}

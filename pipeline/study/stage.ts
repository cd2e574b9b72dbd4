import type * as z from 'zod';
import type { Hash } from '../../cache/hash.js';
import type { Coded } from './coded.js';

declare const carries: unique symbol;

/** A type of artifact, whatever its values are. */
export interface AnyArtifactType {
  readonly name: string;
  readonly optional?: boolean;
  readonly many?: boolean;
}

/** The type of an artifact: a name for run time, `Value` for the compiler. */
export interface ArtifactType<Value> extends AnyArtifactType {
  /** Never there at run time. It makes types that carry different values incompatible. */
  readonly [carries]?: (value: Value) => Value;
}

/** Declares a type of artifact. Values are JSON-like data and typed arrays (cache/artifact/codec.ts). */
export function artifactType<Value>(name: string): ArtifactType<Value> {
  return { name };
}

/** An input that a study may leave unwired. */
export function optional<Value>(
  type: ArtifactType<Value>,
): ArtifactType<Value> & { readonly optional: true } {
  return { ...type, optional: true };
}

/** An input that takes any number of outputs of one type, each under a name. */
export function many<Value>(type: ArtifactType<Value>): ArtifactType<Value> & { readonly many: true } {
  return { ...type, many: true };
}

declare const codeType: unique symbol;

/** A piece of code that a study hands to a stage, such as the classifier to search over. */
export interface UseType<Code extends Coded> extends AnyUseType {
  readonly [codeType]?: Code;
}
export interface AnyUseType {
  readonly kind: 'use';
}

/** Declares that a study hands a piece of code to a stage: `uses: { classifier: use<Classifier>() }`. */
export function use<Code extends Coded>(): UseType<Code> {
  return { kind: 'use' };
}

export type Ports = Readonly<Record<string, AnyArtifactType>>;
export type Uses = Readonly<Record<string, AnyUseType>>;

type ValueOf<Port> = Port extends ArtifactType<infer Value> ? Value : never;
export type CodeOf<Use> = Use extends UseType<infer Code> ? Code : never;

/** The values at a stage's ports. An optional input may be undefined; one of many holds them by name, sorted. */
export type Values<P extends Ports> = {
  readonly [Name in keyof P]: P[Name] extends { readonly optional: true }
    ? ValueOf<P[Name]> | undefined
    : P[Name] extends { readonly many: true }
      ? Readonly<Record<string, ValueOf<P[Name]>>>
      : ValueOf<P[Name]>;
};

/** The code that a study handed to a stage. */
export type UsedCode<Use extends Uses> = { readonly [Name in keyof Use]: CodeOf<Use[Name]> };

/**
 * What the program lends to running stages, such as worker threads. The engine only passes it on. A program
 * declares what it lends by declaration merging: `declare module '.../stage.js' { interface Resources {...} }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging.
export interface Resources {}

/**
 * Caching below a step: a keyed map of small artifacts, computed in a batch where missing.
 *
 * @param names what makes each cell what it is: a plain value that must hold all that its content depends
 *   on besides the stage's code and files, which the engine adds (so: hashes of inputs, params, seeds).
 * @param compute computes the cells with the given indices, in any order, and puts each when it is known.
 *   What was put before a failure or a cancel is kept.
 * @returns the cells' values in the order of their names.
 */
export type Cells = <Value>(
  names: readonly unknown[],
  compute: (missing: readonly number[], put: (index: number, value: Value) => void) => Promise<void>,
) => Promise<Value[]>;

/** Everything that a running stage gets. Its result may depend on params, inputs, files and uses, on nothing else. */
export interface StageCall<Params, In extends Ports, Use extends Uses> {
  readonly params: Params;
  readonly inputs: Values<In>;
  /** The content hash of each wired input, to be part of the name of a cell. */
  readonly inputHashes: { readonly [Name in keyof In]?: Hash };
  readonly uses: UsedCode<Use>;
  /** What the program lends: the threads, as `resources.compute`. */
  readonly resources: Resources;
  /** Aborted when the run is interrupted, or the step has become stale. */
  readonly signal: AbortSignal;
  /** Reports the share of the work that is done, 0 to 1. */
  progress(fraction: number): void;
  /** Keeps a line for the step's record. */
  log(line: string): void;
  /** Pieces of the work that are kept under keys of their own. */
  readonly cells: Cells;
}

/**
 * A pure function with a name. Two steps of the same stage with equal params and inputs are one computation.
 */
export interface Stage<Params, In extends Ports, Out extends Ports, Use extends Uses = Uses> extends Coded {
  /**
   * Checks params and fills in defaults; the code handed to the stage may have a say in it. What comes out
   * is part of the key, in canonical form.
   */
  readonly params: z.ZodType<Params> | ((uses: UsedCode<Use>) => z.ZodType<Params>);
  /** The params that are part of the key, where that is not all of them (paths are not). */
  keyParams?(params: Params): unknown;
  readonly inputs: In;
  readonly outputs: Out;
  readonly uses: Use;
  /**
   * Files outside the study that the stage reads: a name for each -> its path. Their content is part of the
   * key (under the name; the path is not); that of a folder is the names and contents of all files below it, but for
   * junk such as `.DS_Store`, which a stage has to pass over, too (`isJunk`).
   */
  files?(params: Params): Readonly<Record<string, string>>;
  /**
   * Computes the outputs, by their names, from nothing but the call's params, inputs, files and uses. Must end soon after
   * `signal` aborts. Long work in plain code has to let others in now and then, for a signal or progress to get through:
   * `await setImmediate()` of `node:timers/promises`.
   */
  run(call: StageCall<Params, In, Use>): Promise<Values<Out>>;
}

/** A stage of any kind, as the engine handles it. */
export type AnyStage = Stage<never, Ports, Ports, Uses>;

/** What stages were when they were defined. */
const definitions = new WeakMap<object, Readonly<Record<string, unknown>>>();

/** Whether nobody has put something else into a stage since it was defined; of what is no stage nobody knows. */
export function isAsDefined(stage: object): boolean {
  const definition = definitions.get(stage);
  return (
    definition === undefined ||
    Object.entries({ ...definition, ...stage }).every(([name, value]) => definition[name] === value)
  );
}

/** Defines a stage. Nothing happens here but typing: the object is returned as it is. */
export function defineStage<Params, In extends Ports, Out extends Ports, Use extends Uses>(
  stage: Stage<Params, In, Out, Use>,
): Stage<Params, In, Out, Use> {
  definitions.set(stage, { ...stage });
  return stage;
}

/**
 * A small study project, as a model: what the torture of edits writes as files, and what it knows the right results of
 * without loading any code. All references are indices.
 */
export interface Project {
  readonly modules: readonly LibModule[];
  readonly things: readonly Thing[];
  readonly effects: readonly Effect[];
  readonly pieces: readonly PieceCode[];
  readonly stages: readonly StageCode[];
  readonly steps: readonly StepOf[];
  /** The content of each data file, or of the folder of that number: numbers that its readers add up. */
  readonly data: readonly DataSet[];
  /** Whether packages are linked from a folder `.pnpm`, or lie where they are imported from. */
  readonly isPnpm: boolean;
  /** Part of the name of the folder that all is in. */
  readonly folderName: number;
  /** Files beside the others that nothing names. */
  readonly strays: number;
  /** Comments and imports of the module that wires the study. */
  readonly study: FileStyle;
}

/** How a file is written, where that means nothing. */
export interface FileStyle {
  readonly comment: number;
  readonly isSpaced: boolean;
  /** Whether what it imports stands in the opposite order. */
  readonly isReversed: boolean;
  /** Part of the file's name. */
  readonly fileName: number;
}

export type Language = 'mjs' | 'ts' | 'cjs' | 'json';
/** Own code of the project, a package that its workspace links, or an installed one. */
export type Home = 'own' | 'workspace' | 'package';

/** A module of things. Each package has one. */
export interface LibModule extends FileStyle {
  readonly language: Language;
  readonly home: Home;
  /** Decides the order of what it declares. */
  readonly shuffle: number;
  /** Of a package: the last part of its version, and what tools say of it. */
  readonly version: number;
  readonly manifest: number;
  readonly hasNoEffects: boolean;
}

export const FORMS = [
  'function',
  'const',
  'arrow',
  'closure',
  'class',
  'static',
  'object',
  'method',
  'getter',
  'generator',
  'enum',
  'default',
  'late',
  'pattern',
  'assigned',
  'inherited',
  'frozen',
  'called',
  'array',
  'hoisted',
  'looped',
  'awaited',
  'spread',
  'memo',
  'parameter',
  'property',
  'prototype',
  'functions',
  'tagged',
  'accessor',
  'proxy',
  'namespace',
  'file-run',
  'file-load',
  'path-run',
  'environment-run',
  'environment-load',
  'state',
  'list',
  'map',
  'counter',
  'global',
] as const;
/** How a thing is written. */
export type Form = (typeof FORMS)[number];

/** Something that has a number: its own, and three times those of the things that it is made from. */
export interface Thing {
  readonly module: number;
  readonly form: Form;
  readonly value: number;
  /** Whether it is written in a way that comes to the same result. */
  readonly isTwisted: boolean;
  /** Things before this one. */
  readonly uses: readonly Edge[];
  readonly comment: number;
  /** Part of the name of its local variable, and of its own name. */
  readonly local: number;
  readonly name: number;
}

/** That some code uses a thing, and a number that decides how it gets at it. */
export interface Edge {
  readonly thing: number;
  readonly style: number;
}

/** What changes a thing that has state, while modules load: adds to it. */
export interface Effect {
  readonly thing: number;
  readonly value: number;
  readonly style: number;
  /** In a file of its own that the study or a stage's module imports, or in these, or beside the thing. */
  readonly place: 'file-study' | 'file-stage' | 'study' | 'stage' | 'beside';
  readonly stage: number;
  /** A thing that it adds three times as well. */
  readonly uses: readonly Edge[];
}

export const STAGE_FORMS = [
  'export',
  'plain',
  'default',
  'factory',
  'spread',
  'helper',
  'late',
  'study-export',
  'index',
  'spot-factory',
  'spot-spread',
  'spot-wrapped',
  'spot-list',
  'spot-study',
] as const;
export type StageForm = (typeof STAGE_FORMS)[number];

export interface StageCode extends FileStyle {
  readonly form: StageForm;
  /** Whether it stands in the file of the first stage. */
  readonly isBeside: boolean;
  /** Which of few names it has: others may have the same. */
  readonly label: number;
  readonly value: number;
  readonly isTwisted: boolean;
  readonly uses: readonly Edge[];
  /** The default of its param. */
  readonly fallback: number;
  readonly hasZod: boolean;
  readonly isTypeScript: boolean;
  /** The things that it imports and does not use. */
  readonly unused: readonly number[];
  readonly local: number;
  readonly reads: 'nothing' | 'file' | 'folder';
  /** How many pieces of code it takes. */
  readonly takes: number;
}

export const PIECE_FORMS = ['export', 'factory', 'late', 'vouched', 'spot-factory', 'spot-wrapped'] as const;

/** A piece of code that the study hands to stages. */
export interface PieceCode extends FileStyle {
  readonly form: (typeof PIECE_FORMS)[number];
  readonly label: number;
  readonly value: number;
  readonly isTwisted: boolean;
  readonly uses: readonly Edge[];
}

export interface StepOf {
  readonly id: number;
  readonly stage: number;
  /** The param; undefined where it is left to its default. */
  readonly add: number | undefined;
  /** Steps before this one. */
  readonly inputs: readonly number[];
  readonly data: number;
  readonly pieces: readonly number[];
}

export interface DataSet {
  readonly values: readonly number[];
  /** Files that systems and editors leave behind. */
  readonly litter: number;
  /** How it was written last. */
  readonly how: 'plain' | 'time-back' | 'replaced-time-back' | 'touched';
  readonly turn: number;
}

export function hasTypeScript({ modules, stages }: Project): boolean {
  return modules.some(({ language }) => language === 'ts') || stages.some((stage) => stage.isTypeScript);
}

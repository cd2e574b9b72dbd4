import * as fc from 'fast-check';
import { EDIT_KINDS, type Edit } from './edit.js';
import {
  type DataSet,
  type Edge,
  type Effect,
  FORMS,
  type LibModule,
  PIECE_FORMS,
  type PieceCode,
  type Project,
  STAGE_FORMS,
  type StageCode,
  type StepOf,
  type Thing,
} from './project.js';
import { STATE } from './settled.js';

/** A project, and what is done to it, one after the other. */
export interface History {
  readonly project: Project;
  readonly edits: readonly Edit[];
}

const MOST = { things: 9, modules: 6, effects: 3, pieces: 3, stages: 4, steps: 6, edits: 9 } as const;

const number = fc.integer({ min: 1, max: 99 });
const index = fc.nat(999);
const style = {
  comment: fc.constant(0),
  isSpaced: fc.constant(false),
  isReversed: fc.boolean(),
  fileName: fc.constant(0),
};
const edge = fc.record<Edge>({ thing: index, style: index });
const edges = fc.array(edge, { maxLength: 3 });

const libModule = fc.record<LibModule>({
  ...style,
  language: fc
    .nat(9)
    .map((nth) => (['mjs', 'mjs', 'mjs', 'mjs', 'ts', 'ts', 'ts', 'ts', 'cjs', 'json'] as const)[nth]!),
  home: fc
    .nat(9)
    .map((nth) => (nth < 6 ? 'own' : (['workspace', 'workspace', 'package', 'package'] as const)[nth - 6]!)),
  shuffle: fc.constant(0),
  version: fc.constant(0),
  manifest: fc.constant(0),
  hasNoEffects: fc.boolean(),
});

const thing = fc.record<Thing>({
  module: index,
  form: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...FORMS) },
    { weight: 1, arbitrary: fc.constant('state' as const) },
  ),
  value: number,
  isTwisted: fc.constant(false),
  uses: fc.array(edge, { maxLength: 2 }),
  comment: fc.constant(0),
  local: fc.constant(0),
  name: fc.constant(0),
});

const effect = fc.record<Effect>({
  thing: index,
  value: number,
  style: index,
  place: fc.constantFrom('file-study', 'file-stage', 'study', 'stage', 'beside'),
  stage: index,
  uses: fc.array(edge, { maxLength: 1 }),
});

const piece = fc.record<PieceCode>({
  ...style,
  form: fc.constantFrom(...PIECE_FORMS),
  label: fc.nat(1),
  value: number,
  isTwisted: fc.constant(false),
  uses: fc.array(edge, { maxLength: 2 }),
});

const stage = fc.record<StageCode>({
  ...style,
  // Half of them are ordinary: the forms that count coarsely would hide much else.
  form: fc.oneof(fc.constant('export' as const), fc.constantFrom(...STAGE_FORMS)),
  isBeside: fc.nat(3).map((nth) => nth === 3),
  label: fc.nat(1),
  value: number,
  isTwisted: fc.constant(false),
  uses: edges,
  fallback: number,
  hasZod: fc.nat(49).map((nth) => nth === 49),
  isTypeScript: fc.boolean(),
  unused: fc.array(index, { maxLength: 1 }),
  local: fc.constant(0),
  reads: fc.nat(4).map((nth) => (nth < 3 ? 'nothing' : nth === 3 ? 'file' : 'folder')),
  takes: fc.nat(4).map((nth) => Math.max(0, nth - 2)),
});

const step = fc.record<StepOf>({
  id: fc.constant(0),
  stage: index,
  add: fc.option(number, { nil: undefined }),
  inputs: fc.array(index, { maxLength: 2 }),
  data: index,
  pieces: fc.array(index, { minLength: 2, maxLength: 2 }),
});

const dataSet = fc.record<DataSet>({
  values: fc.array(fc.integer({ min: 10, max: 99 }), { minLength: 1, maxLength: 2 }),
  litter: fc.constant(0),
  how: fc.constant('plain'),
  turn: fc.constant(0),
});

/** One in four has TypeScript, and much of it: such projects take longer. */
const project = fc
  .tuple(
    fc.nat(3).map((nth) => nth === 3),
    fc.record<Project>({
      modules: fc.array(libModule, { minLength: 1, maxLength: MOST.modules }),
      things: fc.array(thing, { minLength: 1, maxLength: MOST.things }),
      effects: fc.array(effect, { maxLength: MOST.effects }),
      pieces: fc.array(piece, { minLength: 1, maxLength: MOST.pieces }),
      stages: fc.array(stage, { minLength: 1, maxLength: MOST.stages }),
      steps: fc.array(step, { minLength: 1, maxLength: MOST.steps }),
      data: fc.array(dataSet, { minLength: 1, maxLength: 2 }),
      isPnpm: fc.boolean(),
      folderName: fc.constant(0),
      strays: fc.constant(0),
      study: fc.record(style),
    }),
  )
  .map(([isTyped, made]) => linked(isTyped ? made : withoutTypes(made)));

const edit = fc.record<Edit>({
  kind: fc.constantFrom(...EDIT_KINDS),
  at: index,
  to: index,
});

/** Projects and what is done to them; those with fewer and plainer parts are smaller. */
export const histories: fc.Arbitrary<History> = fc.record({
  project,
  edits: fc.array(edit, { minLength: 1, maxLength: MOST.edits }),
});

function withoutTypes(project: Project): Project {
  return {
    ...project,
    modules: project.modules.map((one) => (one.language === 'ts' ? { ...one, language: 'mjs' } : one)),
    stages: project.stages.map((one) => ({ ...one, isTypeScript: false })),
  };
}

/** References to what there is: things use things before them, steps take from steps before them. */
function linked(raw: Project): Project {
  const among = (count: number) => (at: number) => at % count;
  const anyThing = (uses: readonly Edge[]) =>
    onlyOnce(uses.map((one) => ({ ...one, thing: one.thing % raw.things.length })));
  // What changes something changes what can be changed, if there is such a thing.
  const state = raw.things.flatMap(({ form }, at) => (STATE.includes(form) ? [at] : []));
  const changed = state.length > 0 ? state : [0];
  const stageAt = among(raw.stages.length);
  return {
    ...raw,
    things: raw.things.map((one, at) => ({
      ...one,
      module: one.module % raw.modules.length,
      uses: at === 0 ? [] : onlyOnce(one.uses.map((use) => ({ ...use, thing: use.thing % at }))),
    })),
    effects: raw.effects.map((one) => ({
      ...one,
      thing: changed[one.thing % changed.length]!,
      stage: stageAt(one.stage),
      uses: anyThing(one.uses),
    })),
    pieces: raw.pieces.map((one) => ({ ...one, uses: anyThing(one.uses) })),
    stages: raw.stages.map((one) => ({
      ...one,
      uses: anyThing(one.uses),
      unused: one.unused.map(among(raw.things.length)),
    })),
    steps: raw.steps.map((one, at) => ({
      ...one,
      id: at,
      stage: stageAt(one.stage),
      inputs: at === 0 ? [] : [...new Set(one.inputs.map(among(at)))],
      data: one.data % raw.data.length,
      pieces: one.pieces.map(among(raw.pieces.length)),
    })),
  };
}

function onlyOnce(uses: readonly Edge[]): Edge[] {
  return uses.filter((one, at) => uses.findIndex(({ thing }) => thing === one.thing) === at);
}

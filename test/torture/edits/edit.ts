import {
  type DataSet,
  type FileStyle,
  PIECE_FORMS,
  type Project,
  STAGE_FORMS,
  type StepOf,
  type Thing,
} from './project.js';

export const EDIT_KINDS = [
  // What means something, if anything uses it.
  'thing-value',
  'thing-twist',
  'thing-form',
  'stage-value',
  'stage-twist',
  'stage-default',
  'stage-form',
  'stage-edge',
  'effect-value',
  'effect-edge',
  'piece-value',
  'piece-twist',
  'piece-form',
  'swap-pieces',
  'param',
  'wire',
  'add-step',
  'remove-step',
  'data',
  'data-time-back',
  'data-replaced-time-back',
  'package-version',
  'undo',
  // What means nothing, unless the code counts coarsely.
  'param-as-by-default',
  'data-touched',
  'litter',
  'header',
  'comment',
  'local',
  'spaces',
  'imports-reversed',
  'functions-moved',
  'thing-moved',
  'thing-renamed',
  'thing-edge',
  'file-renamed',
  'step-renamed',
  'stage-header',
  'stage-file-renamed',
  'stage-local',
  'stage-spaces',
  'stage-imports-reversed',
  'unused-import',
  'study-header',
  'study-imports-reversed',
  'stray',
  'project-renamed',
  'package-manifest',
  'package-flag',
  'package-layout',
  'nothing',
] as const;
export type EditKind = (typeof EDIT_KINDS)[number];

/** What is done to a project: a kind, and two numbers that decide where and how. */
export interface Edit {
  readonly kind: EditKind;
  readonly at: number;
  readonly to: number;
}

/** The project before any edit, and after each. */
export function versionsOf(project: Project, edits: readonly Edit[]): Project[] {
  const versions = [project];
  for (const edit of edits) {
    versions.push(edit.kind === 'undo' ? (versions.at(-2) ?? project) : edited(versions.at(-1)!, edit));
  }
  return versions;
}

function edited(project: Project, { kind, at, to }: Edit): Project {
  const thing = (change: (one: Thing) => Partial<Thing>) => ({
    ...project,
    things: changed(project.things, at, change),
  });
  const module = (change: (one: Project['modules'][number]) => Partial<Project['modules'][number]>) => ({
    ...project,
    modules: changed(project.modules, at, change),
  });
  const stage = (change: (one: Project['stages'][number]) => Partial<Project['stages'][number]>) => ({
    ...project,
    stages: changed(project.stages, at, change),
  });
  const piece = (change: (one: Project['pieces'][number]) => Partial<Project['pieces'][number]>) => ({
    ...project,
    pieces: changed(project.pieces, at, change),
  });
  const step = (change: (one: StepOf, index: number) => Partial<StepOf>) => ({
    ...project,
    steps: changed(project.steps, at, change),
  });
  const data = (how: DataSet['how'], isOther = true) => ({
    ...project,
    data: changed(project.data, at, ({ values, turn }) => ({
      how,
      turn: turn + 1,
      values: isOther
        ? values.map((value, index) => (index === to % values.length ? otherDigits(value, to) : value))
        : values,
    })),
  });
  switch (kind) {
    case 'thing-value':
      return thing(({ value }) => ({ value: other(value, to) }));
    case 'thing-twist':
      return thing(({ isTwisted }) => ({ isTwisted: !isTwisted }));
    case 'thing-form':
      return thing(({ form }) => ({ form: form === 'function' ? 'arrow' : 'function' }));
    case 'thing-edge':
      return thing(({ uses }) => ({
        uses: changed(uses, to, ({ style }) => ({ style: style + 1 + (to % 5) })),
      }));
    case 'thing-moved':
      return thing(() => ({ module: to % project.modules.length }));
    case 'thing-renamed':
      return thing(({ name }) => ({ name: name + 1 }));
    case 'comment':
      return thing(({ comment }) => ({ comment: comment + 1 }));
    case 'local':
      return thing(({ local }) => ({ local: local + 1 }));
    case 'stage-value':
      return stage(({ value }) => ({ value: other(value, to) }));
    case 'stage-twist':
      return stage(({ isTwisted }) => ({ isTwisted: !isTwisted }));
    case 'stage-default':
      return stage(({ fallback }) => ({ fallback: other(fallback, to) }));
    case 'stage-form':
      return stage(() => ({ form: STAGE_FORMS[to % STAGE_FORMS.length]! }));
    case 'stage-edge':
      return stage(({ uses }) => ({
        uses: changed(uses, to, ({ style }) => ({ style: style + 1 + (to % 5) })),
      }));
    case 'stage-local':
      return stage(({ local }) => ({ local: local + 1 }));
    case 'stage-header':
      return stage(commented);
    case 'stage-spaces':
      return stage(({ isSpaced }) => ({ isSpaced: !isSpaced }));
    case 'stage-imports-reversed':
      return stage(({ isReversed }) => ({ isReversed: !isReversed }));
    case 'stage-file-renamed':
      return stage(({ fileName }) => ({ fileName: fileName + 1 }));
    case 'unused-import':
      return stage(({ unused }) => ({ unused: unused.length > 0 ? [] : [to % project.things.length] }));
    case 'effect-value':
      return {
        ...project,
        effects: changed(project.effects, at, ({ value }) => ({ value: other(value, to) })),
      };
    case 'effect-edge':
      return { ...project, effects: changed(project.effects, at, ({ style }) => ({ style: style + 1 })) };
    case 'piece-value':
      return piece(({ value }) => ({ value: other(value, to) }));
    case 'piece-twist':
      return piece(({ isTwisted }) => ({ isTwisted: !isTwisted }));
    case 'piece-form':
      return piece(() => ({ form: PIECE_FORMS[to % PIECE_FORMS.length]! }));
    case 'swap-pieces':
      return step(({ pieces }) => ({ pieces: [...pieces].reverse() }));
    case 'param':
      return step(({ add }) => ({ add: other(add ?? 1, to) }));
    case 'param-as-by-default':
      return step(({ add, stage: index }) => {
        const { fallback } = project.stages[index]!;
        return { add: add === undefined ? fallback : add === fallback ? undefined : add };
      });
    case 'wire':
      return step((_, index) => ({ inputs: index === 0 || to % 2 === 0 ? [] : [to % index] }));
    case 'step-renamed':
      return step(({ id }) => ({ id: id + 100 }));
    case 'add-step': {
      const { length } = project.steps;
      const before = project.steps[at % length]!;
      const id = Math.max(...project.steps.map((one) => one.id)) + 1;
      const added = { ...before, id, stage: to % project.stages.length };
      return length < 8 ? { ...project, steps: [...project.steps, added] } : project;
    }
    case 'remove-step':
      return project.steps.length > 1 ? { ...project, steps: project.steps.slice(0, -1) } : project;
    case 'data':
      return data('plain');
    case 'data-time-back':
      return data('time-back');
    case 'data-replaced-time-back':
      return data('replaced-time-back');
    case 'data-touched':
      return data('touched', false);
    case 'litter':
      return { ...project, data: changed(project.data, at, ({ litter }) => ({ litter: litter + 1 })) };
    case 'header':
      return module(commented);
    case 'spaces':
      return module(({ isSpaced }) => ({ isSpaced: !isSpaced }));
    case 'imports-reversed':
      return module(({ isReversed }) => ({ isReversed: !isReversed }));
    case 'functions-moved':
      return module(({ shuffle }) => ({ shuffle: shuffle + 1 + (to % 3) }));
    case 'file-renamed':
      return module(({ fileName }) => ({ fileName: fileName + 1 }));
    case 'package-version':
      return module(({ version }) => ({ version: version + 1 }));
    case 'package-manifest':
      return module(({ manifest }) => ({ manifest: manifest + 1 }));
    case 'package-flag':
      return module(({ hasNoEffects }) => ({ hasNoEffects: !hasNoEffects }));
    case 'package-layout':
      return { ...project, isPnpm: !project.isPnpm };
    case 'study-header':
      return { ...project, study: { ...project.study, ...commented(project.study) } };
    case 'study-imports-reversed':
      return { ...project, study: { ...project.study, isReversed: !project.study.isReversed } };
    case 'stray':
      return { ...project, strays: project.strays + 1 };
    case 'project-renamed':
      return { ...project, folderName: project.folderName + 1 };
    case 'undo':
    case 'nothing':
      return project;
  }
}

function changed<Item>(
  items: readonly Item[],
  at: number,
  change: (item: Item, index: number) => Partial<Item>,
): Item[] {
  return items.map((item, index) =>
    index === at % items.length ? { ...item, ...change(item, index) } : item,
  );
}

function commented({ comment }: FileStyle): Partial<FileStyle> {
  return { comment: comment + 1 };
}

/** Another number of 1 to 99. */
function other(value: number, by: number): number {
  return ((value + (by % 97)) % 99) + 1;
}

/** Another number of two digits. */
function otherDigits(value: number, by: number): number {
  return 10 + ((value - 10 + 1 + (by % 88)) % 90);
}

import type { Edge, Effect, Form, LibModule, PieceCode, Project, StageCode, Thing } from './project.js';

/** How some code gets at a thing. */
export type How =
  | 'beside'
  // Imports that say what they take.
  | 'named'
  | 'renamed'
  | 'space'
  | 'self'
  | 'hash'
  | 'index-star'
  | 'index-renamed'
  | 'index-space'
  // Those that take a whole module.
  | 'computed'
  | 'whole'
  | 'named-of-whole'
  | 'json'
  | 'require'
  | 'dynamic'
  | 'dynamic-url'
  | 'worker'
  // What cannot be told.
  | 'dynamic-unknown';

export interface SettledEdge {
  readonly thing: number;
  readonly how: How;
}

type With<Part, Changed> = Omit<Part, keyof Changed> & Changed;
type Uses = { readonly uses: readonly SettledEdge[] };
export type SettledThing = With<Thing, Uses> & { readonly index: number; readonly isDefault: boolean };
export type SettledEffect = With<Effect, Uses>;
export type SettledPiece = With<PieceCode, Uses>;
export type SettledStage = With<StageCode, Uses>;

/** A project of which every part can be: what a language, a package or a circle of imports does not allow is replaced. */
export type Settled = With<
  Project,
  {
    readonly things: readonly SettledThing[];
    readonly effects: readonly SettledEffect[];
    readonly pieces: readonly SettledPiece[];
    readonly stages: readonly SettledStage[];
  }
>;

/** What modules change while they load. */
export const STATE: readonly Form[] = ['state', 'list', 'map', 'counter', 'global'];
/** Evaluated while their module loads, with what they are made from. */
export const EAGER: readonly Form[] = [
  'const',
  'static',
  'object',
  'pattern',
  'assigned',
  'frozen',
  'called',
  'array',
  'hoisted',
  'looped',
  'awaited',
  'spread',
  'property',
  'namespace',
];
const ALONE: readonly Form[] = [
  ...STATE,
  'enum',
  'file-run',
  'file-load',
  'path-run',
  'environment-run',
  'environment-load',
];
const OF_OWN: readonly Form[] = ['file-run', 'file-load', 'path-run', 'environment-run', 'environment-load'];

export const hasState = ({ form }: Pick<Thing, 'form'>): boolean => STATE.includes(form);

export function settled(project: Project): Settled {
  const modules = project.modules.map(settledModule);
  const things: Thing[] = [];
  const defaults = new Set<number>();
  for (const thing of project.things) things.push(settledThing(thing, modules, things, defaults));
  const circles = circlesOf(modules, things);
  const reaches = reachesState(things);
  const calm = things.map((thing, index): Thing => {
    const isBad = thing.uses.some((use) => reaches(use.thing)) || circles.has(thing.module);
    return EAGER.includes(thing.form) && thing.uses.length > 0 && isBad
      ? { ...things[index]!, form: 'function' }
      : thing;
  });
  const isPlain = plainness(calm, modules, reaches);
  const stages = project.stages.map((stage, index) => settledStage(stage, index, project.stages));
  const edges = (uses: readonly Edge[], from: number | 'stage' | 'piece') =>
    uses.map(({ thing, style }): SettledEdge => {
      const target = calm[thing]!;
      const choices = waysTo(target, modules, from, isPlain(thing));
      return { thing, how: choices[style % choices.length]! };
    });
  const calmThings = calm.map((thing, index) => ({
    ...thing,
    index,
    isDefault: thing.form === 'default',
    uses: edges(thing.uses, thing.module),
  }));
  return {
    ...project,
    modules,
    things: calmThings,
    effects: project.effects
      .filter(({ thing }) => hasState(calm[thing]!))
      .map((effect) => ({
        ...effect,
        uses:
          effect.place === 'beside'
            ? []
            : edges(
                effect.uses.filter((use) => !reaches(use.thing)),
                'piece',
              ),
      })),
    pieces: project.pieces.map((piece) => ({ ...piece, uses: edges(piece.uses, 'piece') })),
    stages: stages.map((stage) => ({ ...stage, uses: edges(stage.uses, 'stage') })),
  };
}

function settledModule(module: LibModule): LibModule {
  if (module.home === 'package' && module.language === 'ts') return { ...module, language: 'mjs' };
  if (module.home !== 'own' && module.language === 'json') return { ...module, language: 'cjs' };
  return module;
}

/** What stands in the file of the first stage is written in its language; one file has one default export. */
function settledStage(stage: StageCode, index: number, all: readonly StageCode[]): StageCode {
  const isBeside = stage.isBeside && index > 0;
  return {
    ...stage,
    isBeside,
    isTypeScript: isBeside ? all[0]!.isTypeScript : stage.isTypeScript,
    form: isBeside && stage.form === 'default' ? 'export' : stage.form,
  };
}

function settledThing(
  thing: Thing,
  modules: readonly LibModule[],
  before: readonly Thing[],
  defaults: Set<number>,
): Thing {
  const { language, home } = modules[thing.module]!;
  let { form } = thing;
  if (language === 'json') form = 'const';
  if (language === 'cjs' && form !== 'const') form = 'function';
  if (['enum', 'namespace'].includes(form) && language !== 'ts') form = 'const';
  if (home === 'package' && OF_OWN.includes(form)) form = 'function';
  if (form === 'default' && defaults.has(thing.module)) form = 'function';
  if (form === 'default') defaults.add(thing.module);
  const uses = thing.uses.filter((use) => {
    const target = before[use.thing]!;
    if (target.module === thing.module) return language !== 'json';
    const to = modules[target.module]!;
    if (language === 'json') return false;
    if (language === 'cjs' && !['cjs', 'json'].includes(to.language)) return false;
    if (home === 'package') return to.home === 'package';
    return home === 'own' || to.home !== 'own';
  });
  return { ...thing, form, uses: ALONE.includes(form) ? [] : uses };
}

/** The modules that import one another. */
export function circlesOf(
  modules: readonly LibModule[],
  things: readonly { readonly module: number; readonly uses: readonly { readonly thing: number }[] }[],
): Set<number> {
  const imports = modules.map(() => new Set<number>());
  for (const thing of things) {
    for (const use of thing.uses) {
      const target = things[use.thing]!.module;
      if (target !== thing.module) imports[thing.module]!.add(target);
    }
  }
  const reached = imports.map((_, from) => {
    const seen = new Set<number>();
    const visit = (at: number): void => {
      for (const next of imports[at]!) {
        if (seen.has(next)) continue;
        seen.add(next);
        visit(next);
      }
    };
    visit(from);
    return seen;
  });
  return new Set(modules.flatMap((_, module) => (reached[module]!.has(module) ? [module] : [])));
}

function reachesState(things: readonly Thing[]): (thing: number) => boolean {
  const known: boolean[] = [];
  for (const thing of things) known.push(hasState(thing) || thing.uses.some((use) => known[use.thing]));
  return (thing) => known[thing]!;
}

/** Whether a thread that knows no TypeScript and no state gets the same of a thing. */
function plainness(
  things: readonly Thing[],
  modules: readonly LibModule[],
  reaches: (thing: number) => boolean,
): (thing: number) => boolean {
  const isPlainModule = modules.map(({ language }) => language !== 'ts');
  // A module brings all that it imports.
  for (let again = true; again; ) {
    again = false;
    for (const thing of things) {
      if (!isPlainModule[thing.module]) continue;
      if (thing.uses.every((use) => isPlainModule[things[use.thing]!.module])) continue;
      isPlainModule[thing.module] = false;
      again = true;
    }
  }
  return (thing) => isPlainModule[things[thing]!.module]! && !reaches(thing);
}

/** The ways that there are to a thing; what is first is what a smaller example has. */
function waysTo(
  target: Thing,
  modules: readonly LibModule[],
  from: number | 'stage' | 'piece',
  isPlain: boolean,
): readonly How[] {
  const module = modules[target.module]!;
  if (target.module === from) return ['beside'];
  const isRequired = typeof from === 'number' && modules[from]!.language === 'cjs';
  if (isRequired) return ['require'];
  const ways: How[] =
    module.language === 'json'
      ? ['json']
      : module.language === 'cjs'
        ? ['whole', 'named-of-whole']
        : ['named', 'renamed', 'space', 'named', 'renamed', 'space', 'computed'];
  const isOwn = module.home === 'own';
  if (isOwn && !['json', 'cjs'].includes(module.language)) ways.push('self', 'hash');
  if (typeof from === 'number') return ways;
  if (isOwn && !['json', 'cjs'].includes(module.language))
    ways.push('index-star', 'index-renamed', 'index-space');
  if (target.form === 'default') return ways.filter((how) => !how.startsWith('index'));
  if (from !== 'stage') return ways;
  if (module.language === 'cjs' || module.language === 'json') return [...ways, 'require'];
  return [
    ...ways,
    ...ways,
    'dynamic',
    'dynamic-url',
    'dynamic-unknown',
    ...(isPlain ? (['worker'] as const) : []),
  ];
}

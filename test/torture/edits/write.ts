import { exportedName, nameOf, Places, variableOf } from './places.js';
import type { FileStyle } from './project.js';
import { EAGER, type Settled, type SettledThing } from './settled.js';
import { SourceFile } from './source-file.js';
import { StageTexts } from './write-stages.js';
import { MODULUS, Terms } from './write-things.js';

/** A project as files. */
export interface Written {
  /** Path in the project -> text. */
  readonly files: ReadonlyMap<string, string>;
  /** Path of a link -> the folder that it leads to, both in the project. */
  readonly links: ReadonlyMap<string, string>;
  readonly environment: Readonly<Record<string, string>>;
  /** The files that are evaluated, in order, with what of the model stands in them. */
  readonly evaluated: readonly { readonly file: string; readonly keys: readonly string[] }[];
}

const PLAIN = { comment: 0, isSpaced: false, isReversed: false } as const;

const HELPER = `export const stageOf = (parts) =>
  defineStage({
    module: import.meta.url,
    inputs: { parts: many(artifactType('numbers')) },
    outputs: { out: artifactType('numbers') },
    ...parts,
  });`;

const WRAPPERS = `export const wrappedStage = (stage, more) => ({
  ...stage,
  async run(call) {
    const { out } = await stage.run(call);
    return { out: [(out[0] + more) % ${MODULUS}] };
  },
});
export const wrappedPiece = (piece, more) => ({ ...piece, value: () => (piece.value() + more) % ${MODULUS} });
export function vouched(inner) {
  const made = { name: 'vouched', module: import.meta.url, parts: { inner }, value: () => (2 * inner.value()) % ${MODULUS} };
  made.itself = made;
  return made;
}`;

/** Writes a project, of which everything is known before: where it reads data is beside its folder. */
export function written(project: Settled): Written {
  return new Writer(project).all();
}

class Writer {
  readonly #project: Settled;
  readonly #places: Places;
  readonly #terms: Terms;
  readonly #stages: StageTexts;
  readonly #sources = new Map<string, SourceFile>();
  readonly #texts = new Map<string, string>();
  readonly #links = new Map<string, string>();
  readonly #environment: Record<string, string> = {};

  constructor(project: Settled) {
    this.#project = project;
    this.#places = new Places(project);
    this.#terms = new Terms(project);
    this.#stages = new StageTexts(project, this.#terms);
  }

  all(): Written {
    const { modules, things } = this.#project;
    for (const index of modules.keys()) this.#module(index);
    for (const thing of things) this.#surroundings(thing);
    this.#study();
    this.#shared();
    for (let at = 0; at < this.#project.strays; at++) {
      this.#texts.set(`notes-${at}.md`, `Note ${at}.\n`);
      this.#texts.set(`lib/stray-${at}.mjs`, `export const stray${at} = ${at};\n`);
    }
    this.#texts.set(
      'package.json',
      JSON.stringify({
        name: 'study-project',
        version: '1.0.0',
        type: 'module',
        exports: { './*': './*' },
        imports: { '#lib/*': './lib/*' },
      }),
    );
    const files = new Map([
      ...this.#texts,
      ...[...this.#sources].map(([place, source]) => [place, source.text()] as const),
    ]);
    return { files, links: this.#links, environment: this.#environment, evaluated: this.#evaluated() };
  }

  #source(place: string, style: Pick<FileStyle, 'comment' | 'isSpaced' | 'isReversed'> = PLAIN): SourceFile {
    const source = this.#sources.get(place) ?? new SourceFile(place, style);
    this.#sources.set(place, source);
    return source;
  }

  #module(index: number): void {
    const module = this.#project.modules[index]!;
    const own = this.#project.things.filter((thing) => thing.module === index);
    const place = this.#places.module(index);
    if (module.language === 'json') {
      const values = Object.fromEntries(own.map((thing) => [nameOf(thing), thing.value]));
      this.#texts.set(place, JSON.stringify(values, null, module.isSpaced ? 4 : 1));
    } else {
      const file = this.#source(place, module);
      for (const thing of inOrder(own, module.shuffle)) {
        file.add(this.#terms.define(thing, file), thing.comment, `thing:${thing.index}`);
      }
      for (const [at, effect] of this.#project.effects.entries()) {
        if (effect.place === 'beside' && this.#project.things[effect.thing]!.module === index)
          file.add(this.#terms.effect(at, file), 0, `effect:${at}`);
      }
    }
    if (module.home !== 'own') this.#manifest(index);
  }

  #manifest(index: number): void {
    const { home, version, manifest, hasNoEffects } = this.#project.modules[index]!;
    const name = this.#places.packageName(index);
    const file = this.#places.module(index).split('/').at(-1);
    const folder = home === 'package' ? this.#places.packageFolder(index) : `packages/${name}`;
    this.#texts.set(
      `${folder}/package.json`,
      JSON.stringify({
        name,
        version: `1.0.${version}`,
        description: `Package ${manifest}.`,
        exports: `./${file}`,
        ...(hasNoEffects ? { sideEffects: false } : {}),
      }),
    );
    this.#texts.set(`${folder}/README.md`, `Package ${manifest}.\n`);
    if (home === 'workspace' || this.#project.isPnpm) this.#links.set(`node_modules/${name}`, folder);
    if (home === 'package' && this.#project.isPnpm) {
      for (const other of this.#packagesUsedBy(index)) {
        const link = `${folder.replace(/[^/]*$/, '')}${this.#places.packageName(other)}`;
        this.#links.set(link, this.#places.packageFolder(other));
      }
    }
  }

  #packagesUsedBy(index: number): Set<number> {
    const { things } = this.#project;
    const used = things.filter(({ module }) => module === index).flatMap(({ uses }) => uses);
    return new Set(used.map((use) => things[use.thing]!.module).filter((module) => module !== index));
  }

  #surroundings(thing: SettledThing): void {
    const { form, value } = thing;
    if (['file-run', 'file-load', 'path-run'].includes(form)) {
      this.#texts.set(this.#places.textFile(thing), `${value}\n`);
    }
    if (form.startsWith('environment')) this.#environment[variableOf(thing)] = String(value);
  }

  #study(): void {
    const { steps, stages, effects, pieces, data } = this.#project;
    const study = this.#source(this.#places.study, this.#project.study);
    const placed = [...new Set(steps.map(({ stage }) => stage))];
    const placedFiles = new Map<number, SourceFile>();
    for (const index of placed) {
      const stage = stages[index]!;
      const isInStudy = stage.form === 'study-export' || stage.form === 'spot-study';
      const file = isInStudy ? study : this.#source(this.#places.stage(index), stage);
      placedFiles.set(index, file);
      this.#stages.define(index, file);
      for (const thing of isInStudy ? [] : stage.unused) this.#importUnused(thing, file);
    }
    for (const [index, piece] of pieces.entries()) {
      const isGiven = steps.some((step) => step.pieces.slice(0, stages[step.stage]!.takes).includes(index));
      if (isGiven) this.#stages.definePiece(index, this.#source(this.#places.piece(index), piece));
    }
    const recipe = steps.map(({ id, stage: index, add, inputs, data: at, pieces: given }, nth) => {
      const { reads, takes } = stages[index]!;
      const params = [
        ...(add === undefined ? [] : [`add: ${add}`]),
        ...(reads === 'nothing'
          ? []
          : [
              `file: ${study.named('node:url', undefined, 'fileURLToPath')}(new URL('../../data/d${at}${reads === 'file' ? '/0.txt' : ''}', import.meta.url))`,
            ]),
      ];
      const wires = inputs.map((input) => `i${input}: a${input}.out`);
      const uses = given
        .slice(0, takes)
        .map((piece, use) => `use${use}: ${this.#stages.givenPiece(piece, study)}`);
      return `  const a${nth} = step('${stepId(id)}', ${this.#stages.given(index, study)}, {
    params: { ${params.join(', ')} },
    inputs: { parts: { ${wires.join(', ')} } },
    uses: { ${uses.join(', ')} },
  });`;
    });
    for (const [at, effect] of effects.entries()) {
      if (effect.place === 'beside') continue;
      const importer = effect.place.endsWith('study') ? study : placedFiles.get(effect.stage);
      if (!importer) continue;
      if (effect.place.startsWith('file')) {
        const file = this.#source(this.#places.effect(at));
        file.add(this.#terms.effect(at, file), 0, `effect:${at}`);
        importer.bare(importer.relative(file.path), file.path);
      } else importer.add(this.#terms.effect(at, importer), 0, `effect:${at}`);
    }
    const defineStudy = study.named('restudy', undefined, 'defineStudy');
    study.add(
      `export const study = ${defineStudy}('torture', (step) => {\n${recipe.join('\n')}\n});`,
      this.#project.study.comment,
      'study',
    );
    if (data.length === 0) throw new Error('A project has data.');
  }

  #importUnused(index: number, file: SourceFile): void {
    const thing = this.#project.things[index]!;
    const { language, home } = this.#project.modules[thing.module]!;
    if (language === 'cjs' || language === 'json') return;
    const target = this.#places.module(thing.module);
    const specifier = home === 'own' ? file.relative(target) : this.#places.packageName(thing.module);
    file.named(specifier, target, exportedName(thing), `unused${index}`);
  }

  /** What others are seen to use, once they are written. */
  #shared(): void {
    const { modules, things, stages, steps } = this.#project;
    const edges = [
      ...things.flatMap(({ uses }) => uses),
      ...this.#project.pieces.flatMap(({ uses }) => uses),
      ...stages.flatMap(({ uses }) => uses),
      ...this.#project.effects.flatMap(({ uses }) => uses),
    ];
    const helper = this.#source(this.#places.helper);
    for (const name of ['artifactType', 'defineStage', 'many']) helper.named('restudy', undefined, name);
    helper.add(HELPER, 0, 'helper');
    this.#source(this.#places.wrappers).add(WRAPPERS, 0, 'wrappers');
    for (const thing of new Set(edges.filter(({ how }) => how === 'worker').map((edge) => edge.thing))) {
      const worker = this.#source(this.#places.worker(thing));
      const port = worker.named('node:worker_threads', undefined, 'parentPort');
      worker.add(`${port}.postMessage(${this.#terms.value({ thing, how: 'named' }, worker)});`);
    }
    const index = this.#source(this.#places.index);
    for (const [at, { home, language }] of modules.entries()) {
      if (home !== 'own' || language === 'cjs' || language === 'json') continue;
      const target = this.#places.module(at);
      const from = `from '${index.relative(target)}';`;
      index.passOn(`export * ${from}`, target);
      index.passOn(`export * as space${at} ${from}`, target);
      for (const thing of things) {
        if (thing.module === at && !thing.isDefault)
          index.passOn(`export { ${exportedName(thing)} as u${thing.index} } ${from}`, target);
      }
    }
    const stageIndex = this.#source(this.#places.stageIndex);
    for (const at of new Set(steps.map(({ stage }) => stage))) {
      if (stages[at]!.form !== 'index') continue;
      const target = this.#places.stage(at);
      stageIndex.passOn(`export * from '${stageIndex.relative(target)}';`, target);
    }
  }

  #evaluated(): Written['evaluated'] {
    const order: { file: string; keys: readonly string[] }[] = [];
    const seen = new Set<string>();
    const visit = (place: string): void => {
      const source = this.#sources.get(place);
      if (seen.has(place) || !source) return;
      seen.add(place);
      for (const next of source.evaluates()) visit(next);
      order.push({ file: place, keys: source.keys });
    };
    visit(this.#places.study);
    return order;
  }
}

export function stepId(id: number): string {
  return `step-${id}`;
}

/** What is evaluated as the module loads comes after what it is made from; the rest in any order. */
function inOrder(things: readonly SettledThing[], shuffle: number): SettledThing[] {
  const turned = things.map((_, at) => things[(at + shuffle) % things.length]!);
  if (shuffle % 2 === 1) turned.reverse();
  const order = new Set<SettledThing>();
  const emit = (thing: SettledThing, isNeeded: boolean): void => {
    if (order.has(thing)) return;
    if (isNeeded || EAGER.includes(thing.form)) {
      for (const use of thing.uses) {
        const before = things.find(({ index }) => index === use.thing);
        if (before) emit(before, true);
      }
    }
    order.add(thing);
  };
  for (const thing of turned) emit(thing, false);
  return [...order];
}

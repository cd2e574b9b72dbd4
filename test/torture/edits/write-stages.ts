import { Places } from './places.js';
import type { Settled, SettledPiece, SettledStage } from './settled.js';
import type { SourceFile } from './source-file.js';
import { MODULUS, type Terms } from './write-things.js';

export const LABELS = ['fit', 'score'] as const;
/** What a wrapped piece of code, or stage, has of its own. */
export const WRAPPED_VALUE = 1;

/** Writes stages and pieces of code, and what the study does to get at them. */
export class StageTexts {
  readonly #project: Settled;
  readonly #places: Places;
  readonly #terms: Terms;

  constructor(project: Settled, terms: Terms) {
    this.#project = project;
    this.#places = new Places(project);
    this.#terms = terms;
  }

  /** Adds the statements that define a stage to the file where they belong. */
  define(index: number, file: SourceFile): void {
    file.add(this.#definition(index, file), 0, `stage:${index}`);
  }

  #definition(index: number, file: SourceFile): string {
    const stage = this.#project.stages[index]!;
    const name = `s${index}`;
    const value = String(stage.value);
    switch (stage.form) {
      case 'export':
      case 'plain':
      case 'study-export':
      case 'index':
        return `export const ${name} = ${this.#stage(stage, value, file)};`;
      case 'default':
        return `export default ${this.#stage(stage, value, file)};`;
      case 'late':
        return `const ${name} = ${this.#stage(stage, value, file)};\nexport { ${name} as ${name}Late };`;
      case 'factory':
        return `const make${name} = (by) => ${this.#stage(stage, 'by', file)};\nexport const ${name} = make${name}(${value});`.replace(
          '(by)',
          stage.isTypeScript ? '(by: number)' : '(by)',
        );
      case 'spread':
        return `const base${name} = ${this.#stage({ ...stage, uses: [] }, '0', file)};\nexport const ${name} = {\n  ...base${name},\n  ${this.#run(stage, value, file)},\n};`;
      case 'helper': {
        const helper = file.named(file.relative(this.#places.helper), this.#places.helper, 'stageOf');
        return `export const ${name} = ${helper}({${this.#parts(stage, value, file)}\n});`;
      }
      case 'spot-factory':
        return `export const make${name} = (by${stage.isTypeScript ? ': number' : ''}) => ${this.#stage(stage, 'by', file)};`;
      case 'spot-spread':
        return `export const ${name} = ${this.#stage({ ...stage, uses: [] }, '0', file)};`;
      case 'spot-wrapped':
        return `export const ${name} = ${this.#stage(stage, String(WRAPPED_VALUE), file)};`;
      case 'spot-list':
        return `const ${name} = ${this.#stage(stage, value, file)};\nexport const ${name}s = [${name}];`;
      case 'spot-study':
        return `const ${name} = ${this.#stage(stage, value, file)};`;
    }
  }

  /** What the study gives a step as its stage. */
  given(index: number, study: SourceFile): string {
    const stage = this.#project.stages[index]!;
    const name = `s${index}`;
    const place = this.#places.stage(index);
    const named = (what: string) => study.named(study.relative(place), place, what);
    switch (stage.form) {
      case 'study-export':
      case 'spot-study':
        return name;
      case 'default':
        return study.whole(study.relative(place), place, name);
      case 'index':
        return study.named(study.relative(this.#places.stageIndex), this.#places.stageIndex, name);
      case 'late':
        return named(`${name}Late`);
      case 'spot-factory':
        return `${named(`make${name}`)}(${stage.value})`;
      case 'spot-spread':
        return `{ ...${named(name)}, ${this.#run(stage, String(stage.value), study)} }`;
      case 'spot-wrapped': {
        const wrapper = study.named(
          study.relative(this.#places.wrappers),
          this.#places.wrappers,
          'wrappedStage',
        );
        return `${wrapper}(${named(name)}, ${stage.value})`;
      }
      case 'spot-list':
        return `${named(`${name}s`)}[0]`;
      default:
        return named(name);
    }
  }

  definePiece(index: number, file: SourceFile): void {
    const piece = this.#project.pieces[index]!;
    const name = `p${index}`;
    const text = (value: string) => this.#piece(piece, value, file);
    const texts = {
      export: () => `export const ${name} = ${text(String(piece.value))};`,
      vouched: () => `export const ${name} = ${text(String(piece.value))};`,
      late: () => `const ${name} = ${text(String(piece.value))};\nexport { ${name} as ${name}Late };`,
      factory: () =>
        `const make${name} = (by) => (${text('by')});\nexport const ${name} = make${name}(${piece.value});`,
      'spot-factory': () => `export const make${name} = (by) => (${text('by')});`,
      'spot-wrapped': () => `export const ${name} = ${text(String(WRAPPED_VALUE))};`,
    };
    file.add(texts[piece.form](), 0, `piece:${index}`);
  }

  /** What the study gives a step as a piece of code. */
  givenPiece(index: number, study: SourceFile): string {
    const { form, value } = this.#project.pieces[index]!;
    const place = this.#places.piece(index);
    const name = `p${index}`;
    const named = (what: string) => study.named(study.relative(place), place, what);
    const wrapper = (what: string) =>
      study.named(study.relative(this.#places.wrappers), this.#places.wrappers, what);
    switch (form) {
      case 'late':
        return named(`${name}Late`);
      case 'vouched':
        return `${wrapper('vouched')}(${named(name)})`;
      case 'spot-factory':
        return `${named(`make${name}`)}(${value})`;
      case 'spot-wrapped':
        return `${wrapper('wrappedPiece')}(${named(name)}, ${value})`;
      default:
        return named(name);
    }
  }

  #piece(piece: SettledPiece, value: string, file: SourceFile): string {
    const sum = this.#terms.sum(value, piece.uses, file, piece.isTwisted);
    return `{\n  name: '${LABELS[piece.label]}',\n  module: import.meta.url,\n  value: () => ${sum},\n}`;
  }

  #stage(stage: SettledStage, value: string, file: SourceFile): string {
    const parts = `{${this.#parts(stage, value, file)}
  module: import.meta.url,
  inputs: { parts: ${file.named('restudy', undefined, 'many')}(${file.named('restudy', undefined, 'artifactType')}('numbers')) },
  outputs: { out: artifactType('numbers') },
}`;
    return stage.form === 'plain' ? parts : `${file.named('restudy', undefined, 'defineStage')}(${parts})`;
  }

  #parts(stage: SettledStage, value: string, file: SourceFile): string {
    const { label, fallback, hasZod, reads, takes, isTypeScript } = stage;
    const any = isTypeScript && !file.path.endsWith('.mjs') ? ': any' : '';
    const zod = () => file.space('zod', undefined, 'z');
    const params = hasZod
      ? `${zod()}.object({ add: z.number().default(${fallback}), file: z.string().optional() })`
      : `{ safeParse: (given${any}) => ({ success: true, data: { add: ${fallback}, ...given } }) }`;
    const uses = Array.from(
      { length: takes },
      (_, at) => `use${at}: ${file.named('restudy', undefined, 'use')}()`,
    );
    const files =
      reads === 'nothing'
        ? ''
        : `\n  keyParams: ({ add }${any}) => ({ add }),\n  files: ({ file }${any}) => ({ data: file }),`;
    return `
  name: '${LABELS[label]}',
  params: ${params},
  uses: { ${uses.join(', ')} },${files}
  ${this.#run(stage, value, file)},`;
  }

  #run(
    { uses, isTwisted, local, reads, takes, isTypeScript }: SettledStage,
    value: string,
    file: SourceFile,
  ): string {
    const any = isTypeScript && !file.path.endsWith('.mjs') ? ': any' : '';
    const name = `own${'Y'.repeat(local)}`;
    const add = `(one${any}, other${any}) => one + other`;
    const used = Array.from({ length: takes }, (_, at) => ` + ${7 + 4 * at} * uses.use${at}.value()`);
    const fs = (what: string) => file.named('node:fs', undefined, what);
    const text = (place: string) => `${fs('readFileSync')}(${place}, 'utf8').trim().split(' ').map(Number)`;
    const data = {
      nothing: () => '[]',
      file: () => text('params.file'),
      folder: () =>
        `${fs('readdirSync')}(params.file).filter((name${any}) => name.endsWith('.txt')).sort().flatMap((name${any}) => ${text("params.file + '/' + name")})`,
    }[reads]();
    return `async run({ params, inputs, uses }${any}) {
    const ${name} = ${this.#terms.sum(value, uses, file, isTwisted)};
    const inputs1 = Object.values(inputs.parts).flat().reduce(${add}, 0);
    const data = ${data}.reduce(${add}, 0);
    return { out: [(${name} + params.add + 5 * inputs1 + 13 * data${used.join('')}) % ${MODULUS}] };
  }`;
  }
}

import { mayChangeAnything } from './change-text.js';
import { exportedName, nameOf, Places } from './places.js';
import type { Form } from './project.js';
import { circlesOf, EAGER, type How, type Settled, type SettledEdge, type SettledThing } from './settled.js';
import { stepId, type Written } from './write.js';

/**
 * What each step of a project means, as a text: a step may run again only where this, or what it takes from other steps,
 * was never seen before. It is worked out from the model alone, by the rule of docs/provenance.md: what can be told
 * exactly counts exactly, what cannot counts coarsely.
 */
export function meanings(project: Settled, written: Written, results: readonly number[]): string[] {
  return new Meanings(project, written).ofSteps(results);
}

/** Imports that say what they take are one. */
const EXACT: readonly How[] = [
  'beside',
  'named',
  'renamed',
  'space',
  'self',
  'hash',
  'index-star',
  'index-renamed',
  'index-space',
];
const BY_TEXT: readonly How[] = ['require', 'dynamic', 'dynamic-url', 'dynamic-unknown'];
/** A function can see what it is called. */
const NAMELESS: readonly Form[] = [
  'const',
  'object',
  'method',
  'getter',
  'pattern',
  'assigned',
  'frozen',
  'called',
  'array',
  'hoisted',
  'looped',
  'awaited',
  'spread',
  'proxy',
  'namespace',
  'state',
  'map',
  'file-load',
  'environment-load',
  'enum',
];
/** Calling these is calling what cannot be told, or what only a value tells. */
const NOT_TOLD: readonly Form[] = [
  'class',
  'inherited',
  'prototype',
  'method',
  'closure',
  'functions',
  'tagged',
];
/** A statement after the one that declares these changes them. */
const SET_AFTERWARDS: readonly Form[] = ['assigned', 'looped', 'property', 'prototype', 'namespace'];
/** There is nothing to evaluate as these are made. */
const FUNCTIONS: readonly Form[] = [
  'function',
  'arrow',
  'default',
  'late',
  'generator',
  'memo',
  'parameter',
  'method',
  'getter',
];
const VALUES: readonly Form[] = [
  'const',
  'static',
  'object',
  'getter',
  'pattern',
  'assigned',
  'frozen',
  'called',
  'array',
  'hoisted',
  'looped',
  'awaited',
  'spread',
  'accessor',
  'proxy',
  'namespace',
  'enum',
  'state',
  'map',
  'file-load',
  'environment-load',
];

interface Unit {
  readonly meaning: unknown;
  readonly reaches: readonly string[];
}

class Meanings {
  readonly #project: Settled;
  readonly #written: Written;
  readonly #places: Places;
  readonly #order: readonly string[];
  readonly #units = new Map<string, Unit>();
  readonly #circles: ReadonlySet<number>;

  constructor(project: Settled, written: Written) {
    this.#project = project;
    this.#written = written;
    this.#places = new Places(project);
    this.#circles = circlesOf(project.modules, project.things);
    this.#order = written.evaluated.flatMap(({ keys }) => keys);
  }

  ofSteps(results: readonly number[]): string[] {
    const { steps, stages, pieces, data } = this.#project;
    return steps.map(({ id, stage: index, add, inputs, data: at, pieces: allGiven }) => {
      const { form, fallback, reads, takes } = stages[index]!;
      const given = allGiven.slice(0, takes);
      const isMadeOnTheSpot =
        form.startsWith('spot') || given.some((piece) => pieces[piece]!.form.startsWith('spot'));
      const roots = [`stage:${index}`, ...given.map((piece) => `piece:${piece}`)];
      const { values } = data[at]!;
      return JSON.stringify([
        roots,
        isMadeOnTheSpot ? stepId(id) : '',
        this.#code(isMadeOnTheSpot ? [...roots, 'study'] : roots),
        add ?? fallback,
        inputs.map((input) => [input, results[input]]),
        reads === 'nothing' ? [] : reads === 'file' ? values.slice(0, 1) : values,
      ]);
    });
  }

  /** All that some code reaches, and what changes any of it while modules load. */
  #code(roots: readonly string[]): unknown {
    const reached = new Set<string>();
    const reach = (key: string): void => {
      if (reached.has(key)) return;
      reached.add(key);
      for (const next of this.#unit(key).reaches) reach(next);
    };
    for (const root of roots) reach(root);
    let isOrdered = false;
    for (let before = -1; before !== reached.size; ) {
      before = reached.size;
      for (const key of [...this.#order, ...this.#besides(reached)]) {
        const changes = this.#changes(key);
        if (changes === undefined || !(changes === 'anything' || reached.has(changes))) continue;
        isOrdered = true;
        reach(key);
      }
    }
    isOrdered ||= [...reached].some((key) => this.#isComputedInCircle(key));
    return [
      [...reached].sort().map((key) => [key, this.#unit(key).meaning]),
      isOrdered ? this.#order.filter((key) => reached.has(key)) : [],
    ];
  }

  #isComputedInCircle(key: string): boolean {
    const [kind, number] = key.split(':');
    if (kind === 'module') return this.#circles.has(Number(number));
    if (kind !== 'thing') return false;
    const { module, form } = this.#project.things[Number(number)]!;
    return this.#circles.has(module) && !FUNCTIONS.includes(form);
  }

  /** What changes things in modules that are loaded later. */
  #besides(reached: ReadonlySet<string>): string[] {
    return this.#project.effects.flatMap(({ place, thing }, at) =>
      place === 'beside' && reached.has(`thing:${thing}`) ? [`effect:${at}`] : [],
    );
  }

  /** What evaluating a part of a module changes: a thing, or anything, as far as its text tells. */
  #changes(key: string): string | 'anything' | undefined {
    const [kind, number] = key.split(':');
    const index = Number(number);
    if (kind === 'effect') {
      const { thing, style, place, uses } = this.#project.effects[index]!;
      const target = this.#project.things[thing]!;
      const isPackage = this.#isPackage(target);
      if (isPackage && place === 'beside') return undefined;
      const isNotTold =
        target.form === 'global' ||
        (target.form === 'map' && style % 2 === 1) ||
        (target.form === 'state' && mayChangeAnything(style)) ||
        uses.some((use) => this.#callsAnything(use));
      return isPackage || isNotTold ? 'anything' : `thing:${thing}`;
    }
    if (kind !== 'thing') return undefined;
    const thing = this.#project.things[index]!;
    if (this.#isPackage(thing)) return undefined;
    // Nobody knows what is made of what a proxy is given.
    if (thing.form === 'proxy') return 'anything';
    if (EAGER.includes(thing.form) && thing.uses.some((use) => this.#callsAnything(use))) return 'anything';
    return SET_AFTERWARDS.includes(thing.form) ? key : undefined;
  }

  /** Whether getting the number of a thing calls a package's code, or what cannot be told. */
  #callsAnything({ thing: index, how }: SettledEdge): boolean {
    const thing = this.#project.things[index]!;
    if (VALUES.includes(thing.form)) return false;
    if (this.#isPackage(thing) || this.#isCommonJs(thing) || how === 'computed') return true;
    return NOT_TOLD.includes(thing.form) || thing.uses.some((use) => this.#callsAnything(use));
  }

  #isPackage({ module }: SettledThing): boolean {
    return this.#project.modules[module]!.home === 'package';
  }

  #isCommonJs({ module }: SettledThing): boolean {
    return this.#project.modules[module]!.language === 'cjs';
  }

  #unit(key: string): Unit {
    const known = this.#units.get(key) ?? this.#unitOf(key);
    this.#units.set(key, known);
    return known;
  }

  #unitOf(key: string): Unit {
    const [kind, number] = key.split(':');
    const index = Number(number);
    switch (kind) {
      case 'thing':
        return this.#thing(this.#project.things[index]!);
      case 'module':
        return this.#module(index);
      case 'namespace': {
        const things = this.#project.things.filter(({ module }) => module === index);
        return {
          meaning: things.map(exportedName),
          reaches: things.map((thing) => `thing:${thing.index}`),
        };
      }
      case 'effect': {
        const { thing, value, style, uses } = this.#project.effects[index]!;
        const { form } = this.#project.things[thing]!;
        const written = form === 'list' || form === 'counter' ? (style % 3 === 1 ? 0 : style % 3) : style;
        return {
          meaning: [form, value, written, this.#hows(uses)],
          reaches: [`thing:${thing}`, ...uses.flatMap((use) => this.#reachedBy(use))],
        };
      }
      case 'stage': {
        const { form, label, value, isTwisted, uses, fallback, hasZod, reads, takes } =
          this.#project.stages[index]!;
        return {
          meaning: [form, label, value, isTwisted, this.#hows(uses), fallback, hasZod, reads, takes],
          reaches: uses.flatMap((use) => this.#reachedBy(use)),
        };
      }
      case 'piece': {
        const { form, label, value, isTwisted, uses } = this.#project.pieces[index]!;
        return {
          meaning: [form, label, value, isTwisted, this.#hows(uses)],
          reaches: uses.flatMap((use) => this.#reachedBy(use)),
        };
      }
      case 'study': {
        const { steps, stages } = this.#project;
        const given = steps.flatMap(({ stage, pieces }) => pieces.slice(0, stages[stage]!.takes));
        return {
          meaning: steps.map((step) => ({
            ...step,
            pieces: step.pieces.slice(0, stages[step.stage]!.takes),
          })),
          reaches: [
            ...steps.map(({ stage }) => `stage:${stage}`),
            ...given.map((piece) => `piece:${piece}`),
            ...(steps.some(({ stage }) => stages[stage]!.reads !== 'nothing') ? ['data'] : []),
          ],
        };
      }
      case 'data':
        return { meaning: this.#project.data.map(({ values }) => values), reaches: [] };
      case 'unknown': {
        const own = [...this.#written.files].filter(([place]) => !place.startsWith('node_modules/'));
        return { meaning: own, reaches: [] };
      }
      default:
        return { meaning: [], reaches: [] };
    }
  }

  #thing(thing: SettledThing): Unit {
    const { language, home } = this.#project.modules[thing.module]!;
    if (home === 'package' || language === 'json' || language === 'cjs')
      return { meaning: [], reaches: [`module:${thing.module}`] };
    const { form, value, isTwisted, uses } = thing;
    return {
      meaning: [
        form,
        value,
        isTwisted,
        this.#hows(uses),
        NAMELESS.includes(form) ? '' : nameOf(thing),
        form.startsWith('file') || form.startsWith('path') ? this.#places.textFile(thing) : '',
      ],
      reaches: uses.flatMap((use) => this.#reachedBy(use)),
    };
  }

  /** A module that counts as one thing. */
  #module(index: number): Unit {
    const { home, language, version, fileName } = this.#project.modules[index]!;
    const things = this.#project.things.filter(({ module }) => module === index);
    const reaches = things.flatMap(({ uses }) => uses.flatMap((use) => this.#reachedBy(use)));
    if (home === 'package') {
      const text = this.#written.files.get(this.#places.module(index));
      return { meaning: [version, fileName, text], reaches };
    }
    if (language === 'json') return { meaning: things.map((thing) => [nameOf(thing), thing.value]), reaches };
    const order = this.#project.modules[index]!.shuffle;
    return {
      meaning: [
        order,
        things.map((thing) => [
          nameOf(thing),
          thing.form,
          thing.value,
          thing.isTwisted,
          this.#hows(thing.uses),
        ]),
      ],
      reaches,
    };
  }

  #reachedBy({ thing, how }: SettledEdge): string[] {
    switch (how) {
      case 'computed':
      case 'dynamic':
      case 'dynamic-url':
        return [`namespace:${this.#project.things[thing]!.module}`];
      case 'dynamic-unknown':
        return ['unknown'];
      default:
        return [`thing:${thing}`];
    }
  }

  /** How code gets at things, as far as it matters. What is loaded by a text is loaded by that text. */
  #hows(uses: readonly SettledEdge[]): unknown {
    return uses.map(({ thing, how }) => {
      const place = () => this.#places.module(this.#project.things[thing]!.module);
      return [thing, EXACT.includes(how) ? 'exact' : how, BY_TEXT.includes(how) ? place() : ''];
    });
  }
}

import { isDeepStrictEqual } from 'node:util';

export interface Reference {
  readonly '@id': string;
}

type Value = string | number | boolean | Reference | readonly (string | number | boolean | Reference)[];

/** An entity of a crate: flat JSON-LD, so that another entity is a reference. Undefined properties are left out. */
export interface Entity extends Reference {
  readonly '@type': string | readonly string[];
  readonly [property: string]: Value | undefined;
}

export function refer(id: string): Reference {
  return { '@id': id };
}

/** The id of an entity that is nowhere but in this crate: a valid URI reference, whatever the names are. */
export function localId(kind: string, ...names: string[]): string {
  return `#${[kind, ...names.map(encodeURIComponent)].join('/')}`;
}

/** The entities of a crate, each once, in the order in which they were added. */
export class Graph {
  readonly #entities = new Map<string, Record<string, Value | undefined>>();

  /** Adds an entity, unless there is one of this id already: the first one stays. */
  add(entity: Entity): Reference {
    const { '@id': id } = entity;
    if (!this.#entities.has(id)) this.#entities.set(id, { ...entity });
    return refer(id);
  }

  /** Adds a value to a property that may have many, once. */
  append(to: Reference, property: string, value: Reference | string): void {
    const entity = this.#entities.get(to['@id']);
    if (!entity) throw new Error(`The crate has no entity "${to['@id']}".`);
    const before = (entity[property] ?? []) as readonly (Reference | string)[];
    if (!before.some((known) => isDeepStrictEqual(known, value))) entity[property] = [...before, value];
  }

  entities(): Entity[] {
    return [...this.#entities.values()] as unknown as Entity[];
  }
}

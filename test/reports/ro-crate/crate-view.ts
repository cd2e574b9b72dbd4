/** An entity as JSON has it. */
export type Json = Readonly<Record<string, unknown>> & { readonly '@id': string };

/** A crate to be checked: its metadata, and the files that lie beside it. */
export class CrateView {
  readonly context: readonly unknown[];
  readonly graph: readonly Json[];
  readonly #byId: ReadonlyMap<string, Json>;
  readonly #files: ReadonlySet<string>;

  constructor(
    metadata: { readonly '@context': unknown; readonly '@graph': readonly Json[] },
    files: Iterable<string>,
  ) {
    this.context = [metadata['@context']].flat();
    this.graph = metadata['@graph'];
    this.#byId = new Map(this.graph.map((entity) => [entity['@id'], entity]));
    this.#files = new Set(files);
  }

  get root(): Json | undefined {
    return this.find('./');
  }

  find(id: string): Json | undefined {
    return this.#byId.get(id);
  }

  hasFile(path: string): boolean {
    return this.#files.has(path);
  }

  ofType(type: string): Json[] {
    return this.graph.filter((entity) => isA(entity, type));
  }

  /** The ids that a property refers to. */
  ids(entity: Json | undefined, property: string): string[] {
    return values(entity, property).flatMap((value) => {
      const { '@id': id } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Json>;
      return id === undefined ? [] : [id];
    });
  }

  /** The entities of the crate that a property refers to. */
  targets(entity: Json | undefined, property: string): Json[] {
    return this.ids(entity, property).flatMap((id) => this.find(id) ?? []);
  }

  /** The entities that refer to this one by a property. */
  sources(entity: Json, property: string): Json[] {
    return this.graph.filter((other) => this.ids(other, property).includes(entity['@id']));
  }
}

export function values(entity: Json | undefined, property: string): unknown[] {
  const value = entity?.[property];
  return value === undefined ? [] : [value].flat();
}

export function isA(entity: Json, ...types: string[]): boolean {
  return values(entity, '@type').some((type) => types.includes(String(type)));
}

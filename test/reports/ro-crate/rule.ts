import type { CrateView, Json } from './crate-view.js';

/** A rule that a crate must keep. */
export interface Rule {
  readonly name: string;
  /** What the specification says. */
  readonly says: string;
  /** What breaks the rule: ids of entities, or names of properties; empty if nothing does. */
  breaks(crate: CrateView): string[];
}

/** The ids of those entities that are not as they should be. */
export function breaking(entities: readonly Json[], isFine: (entity: Json) => boolean): string[] {
  return entities.filter((entity) => !isFine(entity)).map(({ '@id': id }) => id);
}

import { decodeArtifact, referencesOf } from '../../cache/artifact/codec.js';
import type { Hash } from '../../cache/hash.js';
import { type Graph, type Reference, refer } from './graph.js';
import type { ExecutedStep } from './run-content.js';

/** A file of the crate. Its content is made when it is written, so that large ones are in memory one at a time. */
export interface CrateFile {
  /** Relative to the crate's root, with `/`. */
  readonly path: string;
  readonly content: () => Uint8Array;
}

/** Artifacts that are larger, with those they refer to, are named, not copied, unless all data is asked for. */
const SMALL_BYTES = 2 * 2 ** 20;

const ARTIFACT_FORMAT = '#artifact-format';

/** How the artifacts of a run become data entities. */
export interface DataOptions {
  /** Copies all artifacts, however large. */
  readonly withData: boolean;
  /** The bytes of an artifact. Throws if they are lost. */
  readonly read: (hash: Hash) => Uint8Array;
}

/**
 * The data of a run as entities: hash -> entity. An artifact that is small is a file of the crate, with all that it
 * refers to; any other is named by the hash of its bytes alone, as `ni:` URI (RFC 6920): whoever has a copy can tell
 * that it is it.
 */
export function addArtifacts(
  graph: Graph,
  steps: readonly ExecutedStep[],
  { withData, read }: DataOptions,
): { readonly entities: Map<Hash, Reference>; readonly files: CrateFile[] } {
  const entities = new Map<Hash, Reference>();
  const files: CrateFile[] = [];
  const factsOf = factsReader(read);
  const add = (hash: Hash, name: string, path: string, copy: boolean): Reference => {
    const known = entities.get(hash);
    if (known) return known;
    const { size, references } = factsOf(hash);
    const entity = addFile(graph, copy ? path : namedInformation(hash), {
      name,
      sha256: hash,
      contentSize: size,
    });
    graph.append(entity, 'conformsTo', refer(ARTIFACT_FORMAT));
    entities.set(hash, entity);
    if (!copy) return entity;
    files.push({ path, content: () => read(hash) });
    for (const part of references) {
      graph.append(entity, 'hasPart', add(part, `part of ${name}`, `artifacts/parts/${part}.artifact`, true));
    }
    return entity;
  };
  graph.add({
    '@id': ARTIFACT_FORMAT,
    '@type': 'CreativeWork',
    name: 'Artifact of Restudy',
    description:
      'The 8 bytes "restudy1", the length of the header (32 bits, little endian), the header (JSON), then the typed arrays that the header places, each at a multiple of 64 bytes, little endian.',
  });
  const addPorts = (step: string, ports: Readonly<Record<string, Hash>>, folder: string) => {
    for (const [port, hash] of Object.entries(ports)) {
      const name = `${step}.${port}`;
      const copy = withData || isSmall(hash, factsOf);
      add(hash, name, `${folder}/${fileName(name)}.artifact`, copy);
    }
  };
  for (const { id, record } of steps) {
    // Known as an output of a step before, unless that one was forced to run again later and gave other bytes.
    addPorts(id, record.parts.inputs, 'artifacts/inputs');
    addPorts(id, record.outputs, 'artifacts');
  }
  return { entities, files };
}

/** What an artifact is: how many bytes, and which others it refers to. */
type FactsOf = (hash: Hash) => { readonly size: number; readonly references: readonly Hash[] };

/** Reads each artifact once only: some are large. */
function factsReader(read: DataOptions['read']): FactsOf {
  const known = new Map<Hash, ReturnType<FactsOf>>();
  return (hash) => {
    const before = known.get(hash);
    if (before) return before;
    const bytes = read(hash);
    const facts = { size: bytes.byteLength, references: referencesOf(bytes) };
    known.set(hash, facts);
    return facts;
  };
}

/** Whether an artifact is small together with all that it refers to. */
function isSmall(hash: Hash, factsOf: FactsOf): boolean {
  const reached = new Set([hash]);
  let bytes = 0;
  for (const part of reached) {
    const { size, references } = factsOf(part);
    bytes += size;
    if (bytes > SMALL_BYTES) return false;
    for (const reference of references) reached.add(reference);
  }
  return true;
}

/** The value of an artifact, with the values of those it refers to. */
export function artifactValue(hash: Hash, read: DataOptions['read']): unknown {
  return decodeArtifact(read(hash), (part) => artifactValue(part, read));
}

/** A file that a stage read from outside of the study. The crate names it by its content. */
export function addInputFile(graph: Graph, name: string, hash: Hash): Reference {
  return addFile(graph, namedInformation(hash), { name, sha256: hash });
}

function addFile(
  graph: Graph,
  id: string,
  about: { readonly name: string; readonly sha256: Hash; readonly contentSize?: number },
): Reference {
  const { name, sha256, contentSize } = about;
  return graph.add({
    '@id': id,
    '@type': 'File',
    name,
    sha256,
    ...(contentSize === undefined ? {} : { contentSize: String(contentSize) }),
    encodingFormat: 'application/octet-stream',
  });
}

/** The `ni:` URI of a SHA-256 (https://www.rfc-editor.org/rfc/rfc6920#section-3). */
function namedInformation(hash: Hash): string {
  return `ni:///sha-256;${Buffer.from(hash, 'hex').toString('base64url')}`;
}

/** A name that is a file's on every system, and the same as a URI. */
export function fileName(text: string): string {
  return text.replace(/[^\w.-]/g, '-');
}

import { type Hash, sha256 } from '../../cache/hash.js';
import type { Code } from '../../cache/record.js';
import { keptSourceSchema } from '../../pipeline/code/kept-source.js';
import { packageVersion } from '../../pipeline/code/packages/package-version.js';
import { fingerprintOf } from '../../pipeline/key/key.js';
import { codeName } from '../words/record-words.js';
import { artifactValue, type CrateFile, fileName } from './data-entities.js';
import { type Graph, localId, type Reference, refer } from './graph.js';
import type { ExecutedStep } from './run-content.js';

/**
 * The tool that a step executes: its stage together with the code that the study handed to it. Evaluating a forest
 * and evaluating a support vector classifier are two tools.
 */
export function toolId({ record }: ExecutedStep): string {
  return `#tool/${piecesOf(record).map(encodeURIComponent).join('+')}`;
}

export type ParameterKind = 'input' | 'output' | 'param' | 'file';

/** A formal parameter of the tool that a step executes: an input, an output, a param or a file, by its name. */
export function toolParameter(step: ExecutedStep, kind: ParameterKind, name: string): string {
  return `${toolId(step)}/${kind}/${encodeURIComponent(name)}`;
}

/** The stage first, then what it was handed. */
function piecesOf({ stage, parts }: ExecutedStep['record']): string[] {
  const names = Object.entries(parts.code).map(([place, code]) => codeName(place, code));
  const others = names.filter((name) => name !== stage);
  return [stage, ...others.sort()];
}

/**
 * The tools of a run, with their formal parameters, code and packages.
 * @param read the bytes of an artifact, for the sources that were kept.
 */
export function addTools(
  graph: Graph,
  steps: readonly ExecutedStep[],
  read: (hash: Hash) => Uint8Array,
): CrateFile[] {
  const files = new Map<string, CrateFile>();
  for (const step of steps) {
    const { stage, parts, outputs, sources = {} } = step.record;
    const [, ...handed] = piecesOf(step.record);
    const tool = graph.add({
      '@id': toolId(step),
      '@type': 'SoftwareApplication',
      name: handed.length > 0 ? `${stage} with ${handed.join(', ')}` : stage,
      description: `The stage "${stage}" of the study. Its version is the hash of its code.`,
      softwareVersion: fingerprintOf(parts.code),
    });
    for (const [place, code] of Object.entries(parts.code)) {
      const name = codeName(place, code);
      const source = sources[place] && keptSource(artifactValue(sources[place], read));
      if (source !== undefined) {
        const path = `code/${fileName(name)}.js`;
        files.set(path, { path, content: () => source });
      }
      graph.append(tool, 'softwareRequirements', addCode(graph, name, code, source || undefined));
    }
    const parameter = (property: string, kind: ParameterKind, names: object) => {
      for (const [name, value] of Object.entries(names)) {
        const id = toolParameter(step, kind, name);
        addParameter(graph, id, name, kind === 'param' ? valueType(value) : 'File');
        graph.append(tool, property, refer(id));
      }
    };
    parameter('input', 'input', parts.inputs);
    parameter('input', 'file', parts.files);
    parameter('input', 'param', paramsOf(step));
    parameter('output', 'output', outputs);
  }
  return [...files.values()];
}

/** The source that was kept of a piece of code, as one readable text. */
function keptSource(value: unknown): Uint8Array | undefined {
  const source = keptSourceSchema.safeParse(value).data;
  const files = source?.files.map(({ path, symbols }) =>
    [`// ${path}`, ...symbols.map(({ text }) => text), ''].join('\n'),
  );
  return files && Buffer.from(files.join('\n'));
}

function addCode(graph: Graph, name: string, { hash, packages }: Code, kept?: Uint8Array): Reference {
  const code = graph.add({
    '@id': kept ? `code/${fileName(name)}.js` : localId('code', name),
    '@type': kept ? ['File', 'SoftwareSourceCode'] : 'SoftwareSourceCode',
    name,
    description:
      'All code that it reaches, without comments and types. Its version is the hash of its normal form.',
    version: hash,
    ...(kept
      ? { sha256: sha256(kept), contentSize: String(kept.byteLength), encodingFormat: 'text/javascript' }
      : {}),
  });
  for (const [packageName, text] of Object.entries(packages)) {
    const version = packageVersion(text);
    if (packageName.includes(' ')) {
      graph.append(code, 'softwareRequirements', addExport(graph, packageName, version));
      continue;
    }
    const id = `https://www.npmjs.com/package/${packageName}/v/${encodeURIComponent(version)}`;
    const url = `https://www.npmjs.com/package/${packageName}`;
    graph.add({
      '@id': id,
      '@type': 'SoftwareApplication',
      name: packageName,
      url,
      softwareVersion: version,
    });
    graph.append(code, 'softwareRequirements', refer(id));
  }
  return code;
}

/** One export of a module, such as `restudy/estimators svc`, by the hash of its code. */
function addExport(graph: Graph, name: string, version: string): Reference {
  return graph.add({
    '@id': localId('code', name),
    '@type': 'SoftwareSourceCode',
    name,
    description:
      'An export of a module, with all code that it reaches. Its version is a hash of its normal form.',
    version,
  });
}

/** Adds a formal parameter. One that takes values of several types, in several steps, has all of them. */
export function addParameter(graph: Graph, id: string, name: string, type: string): Reference {
  const parameter = graph.add({ '@id': id, '@type': 'FormalParameter', name });
  graph.append(parameter, 'additionalType', type);
  return parameter;
}

/** The params that a step ran with, by name. */
export function paramsOf({ record }: ExecutedStep): Readonly<Record<string, unknown>> {
  const { params } = record.parts;
  return typeof params === 'object' && params !== null && !Array.isArray(params) ? params : { params };
}

/** The schema.org type of a param's value. What JSON-LD has no value for is a text: its JSON. */
export function valueType(value: unknown): string {
  if (typeof value === 'number') return 'Number';
  if (typeof value === 'boolean') return 'Boolean';
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'PropertyValue' : 'Text';
}

/** The value as JSON-LD can hold it: lists, objects and null as JSON. */
export function plainValue(value: unknown): string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
    ? value
    : JSON.stringify(value);
}

import { writeFileSync } from 'node:fs';
import { dtypeOf, type TypedArray } from '../../cache/codec.js';
import { encodeNpy } from '../../cache/npy.js';
import { ArtifactLost, Artifacts } from '../../pipeline/artifacts.js';
import { RestudyError } from '../../pipeline/errors.js';
import { suggest } from '../../pipeline/nearest.js';
import { planSteps } from '../../pipeline/plan.js';
import { selectSteps } from '../../pipeline/select.js';
import type { CommonOptions } from '../options.js';
import { configuredSteps, withSession } from '../workspace.js';

interface GetOptions extends CommonOptions {
  readonly output?: string;
  readonly format?: 'npy' | 'json' | 'bin';
}

/** `restudy get`: prints or saves a result of the study as the options state it. Nothing runs. */
export async function get(what: string, options: GetOptions): Promise<number> {
  const [id = '', ...rest] = what.split('.');
  const needed = selectSteps(await configuredSteps(options), [id]);
  const output = outputName(what, rest.join('.'), Object.keys(needed.at(-1)!.stage.outputs));
  return withSession(options, async (session) => {
    const { store } = session;
    const planned = (await planSteps(needed, session)).at(-1)!;
    if (planned.action !== 'hit') {
      throw new RestudyError(
        'no-result',
        `There is no result of "${id}" for these params yet. restudy run ${id} makes it.`,
      );
    }
    const hash = planned.record.outputs[output]!;
    let content: Uint8Array;
    try {
      content = render(
        new Artifacts(store).load(hash),
        what,
        options.format,
        () => store.readArtifact(hash)!,
      );
    } catch (error) {
      if (!(error instanceof ArtifactLost)) throw error;
      await store.forgetRecord(planned.record.key);
      throw new RestudyError(
        'no-result',
        `The result ${what} was damaged in the cache and is deleted. restudy run ${id} makes it again.`,
      );
    }
    if (options.output !== undefined) writeFileSync(options.output, content);
    else await new Promise((resolve) => process.stdout.write(content, resolve));
    return 0;
  });
}

function outputName(what: string, name: string, outputs: readonly string[]): string {
  if (name !== '' && outputs.includes(name)) return name;
  const [only] = outputs;
  if (name === '' && outputs.length === 1) return only!;
  throw new RestudyError(
    'bad-usage',
    name === ''
      ? `${what} has several outputs: ${outputs.join(', ')}. Name one: ${what}.${only}.`
      : `${what}: there is no output "${name}". ${suggest(name, outputs)}`,
  );
}

/** Arrays and matrices can be had as npy; anything as JSON (the default) or as the artifact's own bytes. */
function render(
  value: unknown,
  what: string,
  format: GetOptions['format'],
  raw: () => Uint8Array,
): Uint8Array {
  if (format === 'bin') return raw();
  if (format === 'npy') {
    const array = asArray(value);
    if (!array) throw new RestudyError('bad-usage', `--format npy: ${what} is no array; use --format json.`);
    return encodeNpy(array.data, array.shape);
  }
  return Buffer.from(`${JSON.stringify(value, (_, part) => (dtypeOf(part) ? [...part] : part), 2)}\n`);
}

function asArray(value: unknown): { data: TypedArray; shape: number[] } | undefined {
  if (dtypeOf(value)) return { data: value as TypedArray, shape: [(value as TypedArray).length] };
  const { data, rows, columns } = (value ?? {}) as { data?: unknown; rows?: number; columns?: number };
  return dtypeOf(data) && rows !== undefined && columns !== undefined
    ? { data: data as TypedArray, shape: [rows, columns] }
    : undefined;
}

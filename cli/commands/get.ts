import { writeFileSync } from 'node:fs';
import { encodeNpy } from '../../cache/artifact/npy.js';
import { dtypeOf, type TypedArray } from '../../cache/artifact/typed-array.js';
import { RestudyError } from '../../pipeline/errors.js';
import { outputName, parseResultName } from '../../pipeline/history/run-result.js';
import { ArtifactLost, Artifacts } from '../../pipeline/run/artifacts.js';
import { selectSteps } from '../../pipeline/study/select.js';
import type { CommonOptions } from '../options/options.js';
import { isTerminal, writeBytes, writeStyled, writeWhole } from '../terminal/output.js';
import { windowRoom, windowShades } from '../terminal/terminal-window.js';
import { currentRecords, recordedResult } from '../workspace/results.js';
import { Workspace } from '../workspace/workspace.js';

interface GetOptions extends CommonOptions {
  readonly output?: string;
  readonly format?: 'npy' | 'json' | 'bin';
}

/** `restudy get`: prints or saves a result, of the study as the options state it or of a run. Nothing runs. */
export async function get(what: string, options: GetOptions): Promise<number> {
  const name = parseResultName(what);
  const workspace = new Workspace(options);
  const steps = name.run === undefined ? await workspace.steps() : undefined;
  const needed = steps && selectSteps(steps, [name.step]);
  if (needed) outputName(what, name.output, Object.keys(needed.at(-1)!.stage.outputs));
  return workspace.withSession(async (session) => {
    const { store } = session;
    const record = needed
      ? (await currentRecords(needed, session)).at(-1)!
      : recordedResult(name, options, store);
    const hash = record.outputs[outputName(what, name.output, Object.keys(record.outputs))]!;
    let value: unknown;
    try {
      value = new Artifacts(store).load(hash);
    } catch (error) {
      if (!(error instanceof ArtifactLost)) throw error;
      await store.forgetRecord(record.key);
      throw new RestudyError(
        'no-result',
        `The result ${what} was damaged in the cache and is deleted. restudy run ${name.step} makes it again.`,
      );
    }
    const picture = isToBeLookedAt(options) ? await pictureOf(value) : undefined;
    if (picture) writeStyled(picture);
    else {
      const content = render(value, what, options.format, () => store.readArtifact(hash)!);
      if (options.output !== undefined) writeFileSync(options.output, content);
      else await (typeof content === 'string' ? writeWhole(content) : writeBytes(content));
    }
    return 0;
  });
}

/** On a terminal, unless a form of it is asked for. */
function isToBeLookedAt({ output, format, json }: GetOptions): boolean {
  return output === undefined && format === undefined && !json && isTerminal();
}

/** What a person would rather look at than JSON: of a first look at the data, the digits themselves. */
async function pictureOf(value: unknown): Promise<readonly string[] | undefined> {
  const { explorationText } = await import('../../reports/text/exploration-text.js');
  return explorationText(value, { columns: windowRoom().columns, shades: windowShades() });
}

/** Arrays and matrices can be had as npy; anything as JSON (the default) or as the artifact's own bytes. */
function render(
  value: unknown,
  what: string,
  format: GetOptions['format'],
  raw: () => Uint8Array,
): Uint8Array | string {
  if (format === 'bin') return raw();
  if (format === 'npy') {
    const array = asArray(value);
    if (!array) throw new RestudyError('bad-usage', `--format npy: ${what} is no array; use --format json.`);
    return encodeNpy(array.data, array.shape);
  }
  return `${JSON.stringify(value, (_, part) => (dtypeOf(part) ? [...part] : part), 2)}\n`;
}

function asArray(value: unknown): { data: TypedArray; shape: number[] } | undefined {
  if (dtypeOf(value)) return { data: value as TypedArray, shape: [(value as TypedArray).length] };
  const { data, rows, columns } = (value ?? {}) as { data?: unknown; rows?: number; columns?: number };
  return dtypeOf(data) && rows !== undefined && columns !== undefined
    ? { data: data as TypedArray, shape: [rows, columns] }
    : undefined;
}

import { readFileSync } from 'node:fs';
import type { YAMLError } from 'yaml';
import * as z from 'zod';
import { RestudyError } from '../../pipeline/errors.js';
import type { Setting } from '../../pipeline/study/configure.js';

/** No param has parts that lie deeper. */
const MOST_PARTS = 16;
const SET = /^(?<step>[^.=]+)\.(?<path>[^=]+)=(?<value>.*)$/s;
const paramsFileSchema = z.record(z.string(), z.record(z.string(), z.json()).nullable()).nullable();

/**
 * The params that a user set: those of the `--params` file first, then each `--set`, which so has the last
 * word. Throws a RestudyError for a file that cannot be read or a setting that is malformed.
 */
export async function readSettings(options: {
  readonly params?: string;
  readonly set: readonly string[];
}): Promise<Setting[]> {
  const fromFile = options.params === undefined ? [] : await readParamsFile(options.params);
  return [...fromFile, ...options.set.map(readSet)];
}

function readSet(text: string): Setting {
  const { step, path, value } = SET.exec(text)?.groups ?? {};
  if (step === undefined || path === undefined || value === undefined) {
    throw new RestudyError(
      'bad-usage',
      `--set ${text}: write it as --set step.param=value, such as --set svm.C=3.`,
    );
  }
  const parts = path.split('.');
  if (parts.length > MOST_PARTS) {
    throw new RestudyError(
      'bad-usage',
      `--set ${step}.…: a part of a param has a name of at most ${MOST_PARTS} parts; got ${parts.length}. Name the step and the param, and give the rest as JSON.`,
    );
  }
  return { step, path: parts, value: jsonOrText(value), origin: `--set ${text}` };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

async function readParamsFile(file: string): Promise<Setting[]> {
  const origin = `--params ${file}`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RestudyError('bad-usage', `${origin}: cannot read the file: ${(error as Error).message}`);
  }
  const { isCollection, parseDocument, visit } = await import('yaml');
  let content: unknown;
  try {
    const document = parseDocument(text);
    const [fault] = [...document.errors, ...document.warnings];
    if (fault) throw fault;
    visit(document, {
      // It would be written out as text, again for each one that it is in: hundreds within one another take minutes.
      Pair(_, { key }) {
        if (isCollection(key)) throw new Error('A name cannot be a mapping or a list');
      },
    });
    content = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    const { message, linePos } = error as Error & Partial<YAMLError>;
    const place = linePos ? ` (line ${linePos[0].line})` : '';
    const reason = message.split('\n')[0];
    throw new RestudyError('bad-usage', `${origin}: this is not YAML${place}: ${reason}`);
  }
  const parsed = paramsFileSchema.safeParse(content);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') || 'the file';
    throw new RestudyError(
      'bad-usage',
      `${origin}: ${place} must be a mapping: step ids, and below each its params and their values.`,
    );
  }
  return Object.entries(parsed.data ?? {}).flatMap(([step, params]) =>
    Object.entries(params ?? {}).map(([name, value]) => ({ step, path: [name], value, origin })),
  );
}

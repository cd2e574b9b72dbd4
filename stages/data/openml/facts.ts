import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { allowedUrl } from './allowed-url.js';
import { DownloadError } from './download-error.js';
import type { Listener, Network } from './network.js';
import { request } from './request.js';
import { retry } from './retry.js';

/** Which data set: OpenML's number of it, or its name and version. */
export type DatasetName = { readonly dataId: number } | { readonly name: string; readonly version: number };

/** OpenML's API, as scikit-learn's `fetch_openml` asks it. Source: https://www.openml.org/apis. */
const API = 'https://www.openml.org/api/v1/json/data';
/** Descriptions have a few thousand bytes. */
const MAX_ANSWER_BYTES = 4 * 2 ** 20;

/** The API was made of XML: numbers may be texts, and a list of one may be that one. */
const number = z.coerce.number().int().nonnegative();
const oneOrMany = z
  .union([z.array(z.string()), z.string()])
  .default([])
  .transform((given) => (typeof given === 'string' ? given.split(',') : given).map((name) => name.trim()));

const descriptionSchema = z
  .object({
    data_set_description: z.object({
      id: number,
      name: z.string(),
      version: number,
      format: z.string(),
      licence: z.string().default('unknown'),
      status: z.string().default('active'),
      url: z.string(),
      parquet_url: z.string().optional(),
      md5_checksum: z
        .string()
        .regex(/^[0-9a-f]{32}$/i)
        .transform((md5) => md5.toLowerCase())
        .optional(),
      default_target_attribute: z.string().optional(),
      row_id_attribute: oneOrMany,
      ignore_attribute: oneOrMany,
    }),
  })
  .transform(({ data_set_description }) => data_set_description);

/** What OpenML says of a data set. */
export type DatasetFacts = z.output<typeof descriptionSchema>;

const listSchema = z
  .object({
    data: z.object({ dataset: z.array(z.object({ did: number, name: z.string(), version: number })) }),
  })
  .transform(({ data }) => data.dataset);

/**
 * What OpenML says of a data set. An answer that was understood is kept in `home`, and OpenML not asked again.
 * Rejects with a DownloadError if there is no such data set, or no answer that can be understood.
 */
export async function readFacts(
  wanted: DatasetName,
  home: string,
  network: Network,
  listener: Listener,
): Promise<DatasetFacts> {
  const ask = <Value>(address: string, file: string, schema: z.ZodType<Value>) =>
    kept(path.join(home, file), schema, () => answerOf(address, wanted, network, listener));
  const id = 'dataId' in wanted ? wanted.dataId : await findId(wanted, ask);
  const facts = await ask(`${API}/${id}`, `data-${id}.json`, descriptionSchema);
  const isIt =
    facts.id === id &&
    ('dataId' in wanted || (isSame(facts.name, wanted.name) && facts.version === wanted.version));
  if (!isIt) {
    throw new DownloadError(
      'OpenML',
      `${words(wanted)} was asked for, and ${facts.name}, version ${facts.version} (data set ${facts.id}), answered.`,
    );
  }
  if (facts.status !== 'active') listener.log(`OpenML calls data set ${id} ${facts.status}.`);
  return facts;
}

type Ask = <Value>(address: string, file: string, schema: z.ZodType<Value>) => Promise<Value>;

async function findId({ name, version }: { readonly name: string; readonly version: number }, ask: Ask) {
  const lower = name.toLowerCase();
  const address = `${API}/list/data_name/${encodeURIComponent(lower)}/limit/2/data_version/${version}`;
  const found = await ask(address, `name-${lower}-${version}.json`, listSchema);
  const [first, ...more] = found.filter((one) => isSame(one.name, name) && one.version === version);
  if (!first) throw missing({ name, version });
  if (more.length > 0) {
    const ids = found.map(({ did }) => did).join(' and ');
    throw new DownloadError(
      'OpenML',
      `${words({ name, version })} is several data sets: give one's number, ${ids}, as dataId.`,
    );
  }
  return first.did;
}

/** What is kept in a file, if it can be understood; else what `load` gives, which is kept from then on. */
async function kept<Value>(
  file: string,
  schema: z.ZodType<Value>,
  load: () => Promise<string>,
): Promise<Value> {
  const before = schema.safeParse(parseJson(await readFile(file, 'utf8').catch(() => '')));
  if (before.success) return before.data;
  const text = await load();
  const now = schema.safeParse(parseJson(text));
  if (!now.success) {
    const [issue] = now.error.issues;
    const where = issue?.path.join('.') || 'the answer';
    throw new DownloadError('OpenML', `an answer was not understood: ${where}: ${issue?.message}.`);
  }
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.part`;
  await writeFile(unfinished, text);
  await rename(unfinished, file);
  return now.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function answerOf(
  address: string,
  wanted: DatasetName,
  network: Network,
  listener: Listener,
): Promise<string> {
  const url = allowedUrl(address);
  return retry(
    async () => {
      const { status, body } = await request(url, { accept: 'application/json' }, network, listener.signal);
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of body) {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES)
          throw new DownloadError(url, `it answers more than ${MAX_ANSWER_BYTES} bytes.`);
        chunks.push(chunk);
      }
      // 412, "precondition failed", is how this API says that there is none.
      if (status === 404 || status === 412) throw missing(wanted);
      if (status !== 200) throw new DownloadError(url, `the server answers ${status}.`);
      return Buffer.concat(chunks).toString('utf8');
    },
    network,
    listener,
  );
}

function missing(wanted: DatasetName): DownloadError {
  return new DownloadError(
    'OpenML',
    `there is no data set ${words(wanted)}. Look it up at https://www.openml.org/search?type=data.`,
  );
}

function words(wanted: DatasetName): string {
  return 'dataId' in wanted ? `${wanted.dataId}` : `"${wanted.name}", version ${wanted.version}`;
}

/** OpenML takes no notice of case. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

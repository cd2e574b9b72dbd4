import path from 'node:path';
import { readArff } from '../formats/arff.js';
import { readParquet } from '../formats/parquet.js';
import type { ReadTable, TableColumns } from '../table/table.js';
import { allowedUrl } from './allowed-url.js';
import { download } from './download.js';
import { DownloadError } from './download-error.js';
import { type DatasetFacts, type DatasetName, readFacts } from './facts.js';
import type { Listener, Network } from './network.js';

/** What is wanted of OpenML, in scikit-learn's words (`fetch_openml`). */
export interface OpenmlQuery {
  readonly dataset: DatasetName;
  readonly format: 'arff' | 'parquet';
  /** The column of labels; null for the one that OpenML names. */
  readonly targetColumn: string | null;
  /** The MD5 of the data's file; null for the one that OpenML declares, which it does for ARFF files only. */
  readonly md5: string | null;
}

/** A data set of OpenML's, and the facts that it came with. */
export interface OpenmlDataset extends ReadTable {
  readonly name: string;
  readonly licence: string;
  /** Where it is from, with the checksum that it was held against. */
  readonly source: string;
  readonly target: string;
}

/** The share of the work that is the download. */
const DOWNLOAD = 0.9;

/**
 * A data set of OpenML's, as scikit-learn's `fetch_openml` gives it: rows in the order of the file, without the columns
 * that OpenML calls a row's number or to be ignored. What is in `home` already is not downloaded.
 *
 * Rejects with a DownloadError (readFacts, download, and if there is no checksum to hold the file against) or a
 * DataError for a file that is not a table of pixels and labels.
 */
export async function readOpenml(
  { dataset, format, targetColumn, md5: expectedMd5 }: OpenmlQuery,
  home: string,
  network: Network,
  listener: Listener,
): Promise<OpenmlDataset> {
  const folder = path.join(home, 'openml');
  const facts = await readFacts(dataset, folder, network, listener);
  const { address, declaredMd5 } = fileOf(facts, format);
  const md5 = checksum(facts, format, expectedMd5, declaredMd5);
  const bytes = await download({ address: allowedUrl(address), md5 }, folder, network, {
    ...listener,
    log: (line) => listener.log(line),
    progress: (fraction) => listener.progress(DOWNLOAD * fraction),
  });
  listener.progress(DOWNLOAD);
  const columns: TableColumns = {
    target: targetColumn ?? defaultTarget(facts),
    ignored: [...facts.row_id_attribute, ...facts.ignore_attribute],
  };
  const file = `${facts.name} (OpenML ${facts.id}, ${format})`;
  const table =
    format === 'arff'
      ? readArff(bytes, columns, file)
      : await readParquet(bytes, columns, file, listener.signal);
  const source = `OpenML data set ${facts.id} (${facts.name}, version ${facts.version}), ${address}, MD5 ${md5}`;
  listener.log(source);
  return { ...table, name: facts.name, licence: facts.licence, source, target: columns.target };
}

function fileOf(facts: DatasetFacts, format: OpenmlQuery['format']) {
  if (format === 'parquet') {
    if (facts.parquet_url === undefined) {
      throw new DownloadError('OpenML', `data set ${facts.id} has no Parquet file: take format "arff".`);
    }
    return { address: facts.parquet_url, declaredMd5: undefined };
  }
  if (!/arff$/i.test(facts.format)) {
    throw new DownloadError('OpenML', `data set ${facts.id} is in the format ${facts.format}, not ARFF.`);
  }
  return { address: facts.url, declaredMd5: facts.md5_checksum };
}

function checksum(
  { id }: DatasetFacts,
  format: string,
  expected: string | null,
  declared: string | undefined,
): string {
  if (expected !== null && declared !== undefined && expected !== declared) {
    throw new DownloadError(
      'OpenML',
      `data set ${id} has another file by now: it declares the MD5 ${declared}, and md5 is ${expected}.`,
    );
  }
  const md5 = expected ?? declared;
  if (md5 !== undefined) return md5;
  throw new DownloadError(
    'OpenML',
    `it declares no checksum of data set ${id} as ${format}, so a damaged file could not be told from a whole one: give the file's MD5 as md5${format === 'parquet' ? ', or take format "arff"' : ''}.`,
  );
}

function defaultTarget({ id, default_target_attribute: target }: DatasetFacts): string {
  if (target !== undefined && target !== '' && !target.includes(',')) return target;
  throw new DownloadError(
    'OpenML',
    `data set ${id} has ${target ? `several targets (${target})` : 'no target'}: name the column of labels as targetColumn.`,
  );
}

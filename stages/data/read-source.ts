import path from 'node:path';
import type { Dataset } from '../../estimators/matrix.js';
import { userCacheFolder } from '../../pipeline/user-cache-folder.js';
import type { DataDescription } from '../facts.js';
import { readCsv } from './formats/csv.js';
import { readPngFolder } from './formats/png-folder.js';
import { type Listener, network } from './openml/network.js';
import { readOpenml } from './openml/read-openml.js';
import type { SourceParams } from './source-params.js';
import { pixelNames } from './table/table.js';

/** A data set and what is known of it. */
export interface ReadSource {
  readonly dataset: Dataset;
  readonly description: DataDescription;
}

/** Reads data from a source that is not IDX files. Rejects with a DataError or a DownloadError. */
export async function readSource(params: SourceParams, listener: Listener): Promise<ReadSource> {
  switch (params.source) {
    case 'csv':
      return fromCsv(params, listener);
    case 'png':
      return fromPngs(params, listener);
    case 'openml':
      return fromOpenml(params, listener);
    default:
      throw new Error(`The source ${params.source} is not read here.`);
  }
}

async function fromCsv(
  { path, name, targetColumn }: SourceParams,
  { signal }: Listener,
): Promise<ReadSource> {
  const target = targetColumn ?? '';
  const { dataset, ...rest } = await readCsv(path ?? '', { target, ignored: [] }, signal);
  const description = {
    name: name ?? 'unnamed',
    source: 'a local CSV file',
    licence: 'unknown',
    target,
    ...rest,
  };
  return { dataset, description };
}

async function fromPngs({ path, name }: SourceParams, { signal, progress }: Listener): Promise<ReadSource> {
  const { dataset, ...rest } = await readPngFolder(path ?? '', signal, progress);
  return {
    dataset,
    description: {
      name: name ?? 'unnamed',
      source: 'a local folder of PNG files',
      licence: 'unknown',
      featureNames: pixelNames(dataset.images.columns),
      target: 'class',
      ...rest,
    },
  };
}

async function fromOpenml(params: SourceParams, listener: Listener): Promise<ReadSource> {
  const { dataId, name, version, format, targetColumn, md5, dataHome } = params;
  const wanted = dataId === null ? { name: name ?? '', version } : { dataId };
  const query = { dataset: wanted, format, targetColumn, md5 };
  const { dataset, ...description } = await readOpenml(
    query,
    dataHome ?? path.join(userCacheFolder(), 'restudy'),
    network,
    listener,
  );
  return { dataset, description };
}

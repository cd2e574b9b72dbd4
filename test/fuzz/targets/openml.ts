import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { DownloadError } from '../../../stages/data/openml/download-error.js';
import type { Network } from '../../../stages/data/openml/network.js';
import { readOpenml } from '../../../stages/data/openml/read-openml.js';
import { DataError } from '../../../stages/data/table/data-error.js';
import { bytesOf, type OpenTarget } from '../target.js';

const listener = { signal: new AbortController().signal, progress: () => undefined, log: () => undefined };
const file = bytesOf('@relation r\n@attribute a numeric\n@attribute class {0,1}\n@data\n1,0\n3,1\n');
const MD5 = createHash('md5').update(file).digest('hex');

const description = {
  data_set_description: {
    id: '1',
    name: 'small',
    version: '1',
    format: 'ARFF',
    licence: 'Public',
    url: 'https://www.openml.org/data/v1/download/1/small.arff',
    parquet_url: 'https://data.openml.org/datasets/0000/0001/dataset_1.pq',
    md5_checksum: MD5,
    default_target_attribute: 'class',
    ignore_attribute: ['x', 'y'],
    row_id_attribute: 'row',
    status: 'active',
  },
};
const list = { data: { dataset: [{ did: 1, name: 'small', version: 1, status: 'active' }] } };

/** What OpenML's API and file server answer, be it the list, the description or the file. */
export const openml: OpenTarget = (folder) => ({
  corpus: [description, list].map((answer) => bytesOf(JSON.stringify(answer))),
  words: [
    'http://',
    'https://127.0.0.1/',
    'https://openml.org@evil.example/',
    'file:///etc/passwd',
    '"id":',
    MD5,
  ],
  isRefusal: (error) => error instanceof DownloadError || error instanceof DataError,
  async parse(input) {
    const home = path.join(folder, 'home');
    const network: Network = {
      async fetch({ hostname, pathname }) {
        if (!/(^|\.)openml\.org$|^openml1\.win\.tue\.nl$/.test(hostname))
          throw new Error(`asked ${hostname}`);
        return new Response(
          pathname.startsWith('/api/') ? Buffer.from(input).toString('latin1') : Buffer.from(file).toString(),
        );
      },
      wait: async () => undefined,
      stallSeconds: 1,
      longestSeconds: 1,
    };
    const byId = input.length % 2 === 0;
    const dataset = byId ? { dataId: 1 } : { name: 'small', version: 1 };
    const query = { dataset, format: 'arff', targetColumn: null, md5: null } as const;
    try {
      await readOpenml(query, home, network, listener);
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  },
});

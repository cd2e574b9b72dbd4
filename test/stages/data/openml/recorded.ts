import { createHash } from 'node:crypto';

// Answers of OpenML's API in the form that it gives them: numbers as texts, lists of one as that one, more than is needed.

export const LIST = 'https://www.openml.org/api/v1/json/data/list/data_name/mnist_784/limit/2/data_version/1';
export const DESCRIPTION = 'https://www.openml.org/api/v1/json/data/554';
export const ARFF = 'https://www.openml.org/data/v1/download/52667/mnist_784.arff';
export const PARQUET = 'https://openml1.win.tue.nl/dataset554/dataset_554.pq';

export const list = json({
  data: {
    dataset: [
      {
        did: 554,
        name: 'mnist_784',
        version: 1,
        status: 'active',
        format: 'ARFF',
        md5_checksum: '',
        file_id: 52667,
        quality: [{ name: 'NumberOfInstances', value: '70000.0' }],
      },
    ],
  },
});

/** The description of a data set whose ARFF file these bytes are. */
export function description(arff: Uint8Array, change: Readonly<Record<string, unknown>> = {}): Uint8Array {
  return json({
    data_set_description: {
      id: '554',
      name: 'mnist_784',
      version: '1',
      description: '**Author**: Yann LeCun, Corinna Cortes, Christopher J.C. Burges',
      format: 'ARFF',
      creator: ['Yann LeCun', 'Corinna Cortes', 'Christopher J.C. Burges'],
      upload_date: '2014-09-29T03:28:38',
      language: 'English',
      licence: 'Public',
      url: ARFF,
      parquet_url: 'http://openml1.win.tue.nl/dataset554/dataset_554.pq',
      file_id: '52667',
      default_target_attribute: 'class',
      tag: ['AzurePilot', 'OpenML-CC18', 'vision'],
      visibility: 'public',
      status: 'active',
      processing_date: '2020-11-20 20:12:09',
      md5_checksum: createHash('md5').update(arff).digest('hex'),
      ...change,
    },
  });
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value).replaceAll('/', '\\/'));
}

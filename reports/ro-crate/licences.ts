import type { Hash } from '../../cache/hash.js';
import type { DataDescription } from '../../stages/facts.js';
import { artifactValue } from './data-entities.js';
import { type Graph, type Reference, refer } from './graph.js';
import type { ExecutedStep } from './run-content.js';
import type { DataEntities } from './workflow.js';

/** The licence of Restudy, and so of the study and of what it says of itself. */
const OWN = { url: 'https://spdx.org/licenses/MIT', name: 'MIT License' };

/** The licences of data that have an address: name -> address. */
const DATA_LICENCES: Readonly<Record<string, string>> = {
  'Creative Commons Attribution-Share Alike 3.0': 'https://creativecommons.org/licenses/by-sa/3.0/',
};

export function addOwnLicence(graph: Graph): Reference {
  return addLicence(graph, OWN.url, OWN.name);
}

/**
 * Gives the data that a run fetched, and the files it fetched them from, their licence and source.
 * @param read the bytes of an artifact.
 */
export function addDataLicences(
  graph: Graph,
  steps: readonly ExecutedStep[],
  { artifacts, inputFiles }: DataEntities,
  read: (hash: Hash) => Uint8Array,
): void {
  for (const { record } of steps) {
    const { dataset, description } = record.outputs;
    if (record.stage !== 'fetch' || !dataset || !description) continue;
    const { licence, source } = artifactValue(description, read) as DataDescription;
    const url = DATA_LICENCES[licence];
    const files = Object.values(record.parts.files).map((hash) => inputFiles.get(hash)!);
    for (const data of [artifacts.get(dataset)!, ...files]) {
      graph.append(data, 'license', url ? addLicence(graph, url, licence) : licence);
      graph.append(data, 'description', source);
    }
  }
}

function addLicence(graph: Graph, url: string, name: string): Reference {
  graph.add({ '@id': url, '@type': 'CreativeWork', name, description: name, url });
  return refer(url);
}

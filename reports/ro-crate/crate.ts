import { dtypeOf } from '../../cache/artifact/typed-array.js';
import type { Hash } from '../../cache/hash.js';
import type { RunRecord } from '../../cache/record.js';
import { addActions, runId } from './actions.js';
import { addArtifacts, addInputFile, type CrateFile, type DataOptions } from './data-entities.js';
import { addMetrics, figuresOf } from './figures.js';
import { Graph, type Reference, refer } from './graph.js';
import { addDataLicences, addOwnLicence } from './licences.js';
import { PREVIEW_FILE, previewPage } from './preview.js';
import type { ExecutedStep } from './run-content.js';
import { addTools } from './tools.js';
import { addWorkflow, WORKFLOW_FILE, workflowDescription } from './workflow.js';

const METADATA_FILE = 'ro-crate-metadata.json';
const RO_CRATE = 'https://w3id.org/ro/crate/1.1';
const WORKFLOW_RO_CRATE = {
  id: 'https://w3id.org/workflowhub/workflow-ro-crate/1.0',
  name: 'Workflow RO-Crate',
};
const RUN_PROFILES = [
  { id: 'https://w3id.org/ro/wfrun/process/0.5', name: 'Process Run Crate' },
  { id: 'https://w3id.org/ro/wfrun/workflow/0.5', name: 'Workflow Run Crate' },
  { id: 'https://w3id.org/ro/wfrun/provenance/0.5', name: 'Provenance Run Crate' },
];

export interface CrateContent extends DataOptions {
  /** A run that is done. */
  readonly run: RunRecord;
  /** The steps of that run (run-content.ts). */
  readonly steps: readonly ExecutedStep[];
  /** The version of Restudy. */
  readonly version: string;
}

/**
 * A run as an RO-Crate that follows the Provenance Run Crate profile 0.5: all files of the crate, the metadata first.
 * Equal content gives equal bytes.
 *
 * https://w3id.org/ro/wfrun/provenance/0.5
 */
export function runCrate({ run, steps, version, ...data }: CrateContent): CrateFile[] {
  const { read } = data;
  const graph = new Graph();
  const root = addRoot(graph, run, steps.length);
  const figures = figuresOf(steps, read);

  const artifacts = addArtifacts(graph, steps, data);
  const entities = { artifacts: artifacts.entities, inputFiles: addInputFiles(graph, steps) };
  const sources = addTools(graph, steps, read);
  const workflow = addWorkflow(graph, run.study, steps, entities);
  const metrics = addMetrics(graph, figures);
  const actions = addActions(graph, run, version, steps, { ...entities, workflow, metrics });
  addDataLicences(graph, steps, entities, read);
  const licence = addOwnLicence(graph);
  for (const licensed of [root, refer(WORKFLOW_FILE)]) graph.append(licensed, 'license', licence);
  for (const action of actions) graph.append(root, 'mentions', action);

  const about = refer(runId(run));
  const accounts = [
    addAccount(graph, about, 'scores.json', 'How each model and each candidate of a grid search did', {
      models: figures.scores,
      grids: figures.grids,
    }),
    ...(figures.report
      ? [addAccount(graph, about, 'report.json', 'What the report of the study tells', figures.report)]
      : []),
    addAccount(
      graph,
      about,
      'params.json',
      'The params of all steps, as --params takes them',
      paramsOf(steps),
    ),
    addAccount(graph, about, 'records.json', 'What Restudy recorded of the run and of each step', {
      run,
      steps: Object.fromEntries(steps.map(({ id, record }) => [id, record])),
    }),
  ];
  for (const entity of graph.entities()) {
    if ([entity['@type']].flat().includes('File')) graph.append(root, 'hasPart', refer(entity['@id']));
  }
  const metadata = jsonFile(METADATA_FILE, {
    '@context': [`${RO_CRATE}/context`, 'https://w3id.org/ro/terms/workflow-run/context'],
    '@graph': graph.entities(),
  });
  const files = [
    metadata,
    jsonFile(WORKFLOW_FILE, workflowDescription(run.study, steps)),
    ...accounts,
    ...sources,
    ...artifacts.files,
  ];
  const preview = previewPage(run, steps, figures, files, Buffer.from(metadata.content()).toString());
  return [...files, { path: PREVIEW_FILE, content: () => Buffer.from(preview) }];
}

function addRoot(graph: Graph, run: RunRecord, steps: number): Reference {
  const profiles = [...RUN_PROFILES, WORKFLOW_RO_CRATE];
  graph.add({
    '@id': METADATA_FILE,
    '@type': 'CreativeWork',
    about: refer('./'),
    conformsTo: [refer(RO_CRATE), refer(WORKFLOW_RO_CRATE.id)],
  });
  const root = graph.add({
    '@id': './',
    '@type': 'Dataset',
    name: `Run ${run.id} of the study "${run.study}"`,
    description: `A run of ${steps} steps by Restudy: data, params, code, results, and how each came from the others.`,
    datePublished: run.endedAt ?? run.startedAt,
    conformsTo: profiles.map(({ id }) => refer(id)),
    mainEntity: refer(WORKFLOW_FILE),
  });
  for (const { id, name } of profiles) {
    graph.add({ '@id': id, '@type': 'CreativeWork', name, version: id.slice(id.lastIndexOf('/') + 1) });
  }
  return root;
}

function addInputFiles(graph: Graph, steps: readonly ExecutedStep[]): Map<Hash, Reference> {
  return new Map(
    steps.flatMap(({ id, record }) =>
      Object.entries(record.parts.files).map(([name, hash]) => [
        hash,
        addInputFile(graph, `${id}.${name}`, hash),
      ]),
    ),
  );
}

/** Step -> its params. */
function paramsOf(steps: readonly ExecutedStep[]): object {
  return Object.fromEntries(steps.map(({ id, record }) => [id, record.parts.params]));
}

/** A file that Restudy writes to tell about the run; it is no result of a step. */
function addAccount(graph: Graph, about: Reference, path: string, name: string, value: object): CrateFile {
  graph.add({ '@id': path, '@type': 'File', name, encodingFormat: 'application/json', about });
  return jsonFile(path, value);
}

/** JSON for people and programs; typed arrays become lists. */
function jsonFile(path: string, value: object): CrateFile {
  const text = `${JSON.stringify(value, (_, part) => (dtypeOf(part) ? [...part] : part), 2)}\n`;
  return { path, content: () => Buffer.from(text) };
}

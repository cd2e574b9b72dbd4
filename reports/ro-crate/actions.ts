import type { RunRecord, StepRecord } from '../../cache/record.js';
import { type Graph, localId, type Reference, refer } from './graph.js';
import type { ExecutedStep } from './run-content.js';
import { paramsOf, toolId } from './tools.js';
import { type DataEntities, stepId, valueId, WORKFLOW_FILE, type WorkflowData } from './workflow.js';

const COMPLETED = refer('http://schema.org/CompletedActionStatus');

/** The entities that the actions of a run are about. */
export interface ActionData extends DataEntities {
  readonly workflow: WorkflowData;
  /** Step -> its figures, such as an accuracy. */
  readonly metrics: ReadonlyMap<string, readonly Reference[]>;
}

/**
 * What happened: the engine ran the workflow, the workflow its steps, a step its tool. A step that was a hit refers to
 * the execution that its result is from, with the times and circumstances of that one.
 *
 * @returns the run of the workflow, and the executions of tools.
 */
export function addActions(
  graph: Graph,
  run: RunRecord,
  version: string,
  steps: readonly ExecutedStep[],
  data: ActionData,
): Reference[] {
  const times = { startTime: run.startedAt, ...(run.endedAt ? { endTime: run.endedAt } : {}) };
  const command = ['restudy', ...run.command].join(' ');
  const engine = graph.add({
    '@id': '#restudy',
    '@type': 'SoftwareApplication',
    name: 'Restudy',
    description: 'Reruns a machine-learning study and does only the work that changed.',
    softwareVersion: version,
  });
  const workflowRun = graph.add({
    '@id': runId(run),
    '@type': 'CreateAction',
    name: `Run ${run.id} of the study "${run.study}"`,
    description: command,
    instrument: refer(WORKFLOW_FILE),
    object: data.workflow.inputs,
    result: data.workflow.outputs,
    actionStatus: COMPLETED,
    ...times,
  });
  const organized = graph.add({
    '@id': localId('organize', run.id),
    '@type': 'OrganizeAction',
    name: `Restudy ${version} runs the study "${run.study}"`,
    description: command,
    instrument: engine,
    result: workflowRun,
    actionStatus: COMPLETED,
    ...times,
  });
  const executions = steps.map((step) => {
    const execution = addExecution(graph, step, data);
    const control = graph.add({
      '@id': localId('control', step.id),
      '@type': 'ControlAction',
      name: `Step "${step.id}"`,
      instrument: refer(stepId(step.id)),
      object: execution,
      actionStatus: COMPLETED,
    });
    graph.append(organized, 'object', control);
    return execution;
  });
  return [workflowRun, ...executions];
}

/** The execution of the workflow. */
export function runId({ id }: RunRecord): string {
  return localId('run', id);
}

function addExecution(graph: Graph, step: ExecutedStep, data: ActionData): Reference {
  const { record } = step;
  const { parts, outputs, circumstances } = record;
  const start = Date.parse(circumstances.startedAt);
  const inputs = [
    ...Object.keys(paramsOf(step)).map((name) => refer(valueId(step.id, name))),
    ...Object.values(parts.files).map((hash) => data.inputFiles.get(hash)!),
    ...Object.values(parts.inputs).map((hash) => data.artifacts.get(hash)!),
  ];
  const results = Object.values(outputs).map((hash) => data.artifacts.get(hash)!);
  return graph.add({
    '@id': localId('execution', record.key),
    '@type': 'CreateAction',
    name: `Execution of ${record.stage} for step "${step.id}"`,
    description: describe(record),
    identifier: record.key,
    instrument: refer(toolId(step)),
    object: distinct(inputs),
    result: distinct([...results, ...(data.metrics.get(step.id) ?? [])]),
    startTime: circumstances.startedAt,
    endTime: new Date(start + circumstances.seconds * 1000).toISOString(),
    actionStatus: COMPLETED,
    environment: addEnvironment(graph, record),
    resourceUsage: addUsage(graph, record),
  });
}

function describe({ blessed, log, key }: StepRecord): string {
  const claim = blessed
    ? [
        `The code was declared, at ${blessed.at}, to give the result that was executed under the key ${blessed.from}; it did not run itself.`,
      ]
    : [];
  return [`The key of its result is ${key}.`, ...claim, ...log].join(' ');
}

/** What the execution ran on. None of it may change a result. */
function addEnvironment(graph: Graph, { circumstances }: StepRecord): Reference[] {
  const { node, v8, platform, cpu, threads, git } = circumstances;
  const values = {
    node,
    v8,
    platform,
    cpu,
    threads,
    ...(git ? { gitCommit: git.commit, gitDirty: git.dirty } : {}),
  };
  return Object.entries(values).map(([name, value]) =>
    graph.add({
      '@id': localId('environment', name, String(value)),
      '@type': 'PropertyValue',
      name,
      value,
    }),
  );
}

/**
 * What the execution took. The quantities are those of the profile's own example, the units QUDT's:
 * https://www.researchobject.org/workflow-run-crate/profiles/provenance_run_crate#representing-resource-usage
 */
function addUsage(graph: Graph, { key, circumstances }: StepRecord): Reference[] {
  const usage = (name: string, unit: string, value: number) =>
    graph.add({
      '@id': localId('usage', key, name),
      '@type': 'PropertyValue',
      name,
      propertyID: `https://w3id.org/ro/terms/nf-trace#${name}`,
      unitCode: `https://qudt.org/vocab/unit/${unit}`,
      value,
    });
  return [
    usage('realTime', 'SEC', circumstances.seconds),
    usage('peakRSS', 'BYTE', circumstances.peakMemoryBytes),
  ];
}

function distinct(references: readonly Reference[]): Reference[] {
  return [...new Map(references.map((reference) => [reference['@id'], reference])).values()];
}

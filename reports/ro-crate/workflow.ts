import type { Hash } from '../../cache/hash.js';
import { type Graph, localId, type Reference, refer } from './graph.js';
import type { ExecutedStep } from './run-content.js';
import {
  addParameter,
  type ParameterKind,
  paramsOf,
  plainValue,
  toolId,
  toolParameter,
  valueType,
} from './tools.js';

/** The file that describes the workflow. */
export const WORKFLOW_FILE = 'workflow.json';

const WORKFLOW = refer(WORKFLOW_FILE);
const LANGUAGE = '#workflow-language';

/** The entities of a run's data, by the hashes of their bytes. */
export interface DataEntities {
  readonly artifacts: ReadonlyMap<Hash, Reference>;
  readonly inputFiles: ReadonlyMap<Hash, Reference>;
}

/** What goes into a workflow, params and files, and what comes out: the outputs that no step takes. */
export interface WorkflowData {
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

export function stepId(step: string): string {
  return localId('step', step);
}

/** A param's value in one step. */
export function valueId(step: string, param: string): string {
  return localId('value', `${step}.${param}`);
}

/**
 * The workflow: its steps, how they are wired, and what it takes and gives itself: the params of all steps, by the names
 * that `--set` uses, the files, and the outputs that no step takes.
 */
export function addWorkflow(
  graph: Graph,
  study: string,
  steps: readonly ExecutedStep[],
  data: DataEntities,
): WorkflowData {
  graph.add({
    '@id': WORKFLOW_FILE,
    '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow', 'HowTo'],
    name: `The study "${study}"`,
    description: 'The steps of the study as the run had them: stage, params, inputs and code of each.',
    encodingFormat: 'application/json',
    programmingLanguage: refer(LANGUAGE),
  });
  graph.add({
    '@id': LANGUAGE,
    '@type': 'ComputerLanguage',
    name: 'Restudy study',
    description: 'The wiring of a study that is written in TypeScript, as JSON.',
  });
  const byId = new Map(steps.map((step) => [step.id, step]));
  const inputs = steps.flatMap((step, position) => {
    graph.add({
      '@id': stepId(step.id),
      '@type': 'HowToStep',
      name: step.id,
      position,
      workExample: refer(toolId(step)),
    });
    graph.append(WORKFLOW, 'hasPart', refer(toolId(step)));
    graph.append(WORKFLOW, 'step', refer(stepId(step.id)));
    addWires(graph, step, byId, data);
    return [...addParams(graph, step), ...addFiles(graph, step, data)];
  });
  return { inputs, outputs: addOutputs(graph, steps, data) };
}

/** The params of a step are inputs of the workflow. Returns their values. */
function addParams(graph: Graph, step: ExecutedStep): Reference[] {
  return Object.entries(paramsOf(step)).map(([name, value]) =>
    graph.add({
      '@id': valueId(step.id, name),
      '@type': 'PropertyValue',
      name: `${step.id}.${name}`,
      value: plainValue(value),
      exampleOfWork: addInput(graph, step, 'param', name, valueType(value)),
    }),
  );
}

/** The files that a step reads are inputs of the workflow. Returns them. */
function addFiles(graph: Graph, step: ExecutedStep, { inputFiles }: DataEntities): Reference[] {
  return Object.entries(step.record.parts.files).map(([name, hash]) => {
    const file = inputFiles.get(hash)!;
    for (const parameter of addInput(graph, step, 'file', name, 'File')) {
      graph.append(file, 'exampleOfWork', parameter);
    }
    return file;
  });
}

/** An input of the workflow that goes to a step. Returns the parameters that it is: the workflow's and the tool's. */
function addInput(
  graph: Graph,
  step: ExecutedStep,
  kind: ParameterKind,
  name: string,
  type: string,
): [Reference, Reference] {
  const fullName = `${step.id}.${name}`;
  const outer = addParameter(graph, localId(kind, fullName), fullName, type);
  const inner = refer(toolParameter(step, kind, name));
  graph.append(WORKFLOW, 'input', outer);
  connect(graph, refer(stepId(step.id)), outer, inner, fullName);
  return [outer, inner];
}

/** What comes to a step from those before it, and which parameters its inputs and outputs are. */
function addWires(
  graph: Graph,
  step: ExecutedStep,
  byId: ReadonlyMap<string, ExecutedStep>,
  { artifacts }: DataEntities,
): void {
  const { parts, outputs } = step.record;
  for (const [input, hash] of Object.entries(parts.inputs)) {
    const target = refer(toolParameter(step, 'input', input));
    graph.append(artifacts.get(hash)!, 'exampleOfWork', target);
    const wire = step.wires[input];
    if (!wire) continue;
    const source = refer(toolParameter(byId.get(wire.step)!, 'output', wire.output));
    const name = `${wire.step}.${wire.output} -> ${step.id}.${input}`;
    connect(graph, refer(stepId(step.id)), source, target, name);
  }
  for (const [output, hash] of Object.entries(outputs)) {
    graph.append(artifacts.get(hash)!, 'exampleOfWork', refer(toolParameter(step, 'output', output)));
  }
}

/** The outputs that no step takes are the workflow's. Returns their artifacts, each once. */
function addOutputs(graph: Graph, steps: readonly ExecutedStep[], { artifacts }: DataEntities): Reference[] {
  const wires = steps.flatMap((step) => Object.values(step.wires));
  const taken = new Set(wires.map(({ step, output }) => `${step}.${output}`));
  const given = new Set<Reference>();
  for (const step of steps) {
    for (const [output, hash] of Object.entries(step.record.outputs)) {
      const name = `${step.id}.${output}`;
      if (taken.has(name)) continue;
      const artifact = artifacts.get(hash)!;
      const outer = addParameter(graph, localId('output', name), name, 'File');
      graph.append(WORKFLOW, 'output', outer);
      connect(graph, WORKFLOW, refer(toolParameter(step, 'output', output)), outer, name);
      graph.append(artifact, 'exampleOfWork', outer);
      given.add(artifact);
    }
  }
  return [...given];
}

/** A connection is referred to by the step that receives, or by the workflow where it receives itself. */
function connect(
  graph: Graph,
  receiver: Reference,
  source: Reference,
  target: Reference,
  name: string,
): void {
  const connection = graph.add({
    '@id': localId('connection', name),
    '@type': 'ParameterConnection',
    name,
    sourceParameter: source,
    targetParameter: target,
  });
  graph.append(receiver, 'connection', connection);
}

/** The workflow as `workflow.json` has it. */
export function workflowDescription(study: string, steps: readonly ExecutedStep[]): object {
  return {
    study,
    steps: steps.map(({ id, record, wires }) => ({
      step: id,
      stage: record.stage,
      params: record.parts.params,
      inputs: Object.fromEntries(
        Object.entries(wires).map(([input, { step, output }]) => [input, `${step}.${output}`]),
      ),
      files: record.parts.files,
      code: record.parts.code,
    })),
  };
}

import type { Hash } from '../../cache/hash.js';
import type { Graph, Reference } from './graph.js';
import { refer } from './graph.js';
import type { ExecutedStep } from './run-content.js';
import { addParameter, paramsOf, plainValue, toolId, toolParameter, valueType } from './tools.js';

/** The file that describes the workflow. */
export const WORKFLOW_FILE = 'workflow.json';

const WORKFLOW = refer(WORKFLOW_FILE);
const LANGUAGE = '#workflow-language';

/** What goes into a workflow and what comes out of it, as entities of data. */
export interface WorkflowData {
  /** Params and files. */
  readonly inputs: Reference[];
  /** The outputs that no step takes. */
  readonly outputs: Reference[];
}

export function stepId(step: string): string {
  return `#step/${step}`;
}

/** A param's value in one step. */
export function valueId(step: string, param: string): string {
  return `#value/${step}.${param}`;
}

/**
 * The workflow: its steps, how they are wired, and what it takes and gives itself: the params of all steps, by the names
 * that `--set` uses, the files, and the outputs that no step takes.
 */
export function addWorkflow(
  graph: Graph,
  study: string,
  steps: readonly ExecutedStep[],
  artifacts: ReadonlyMap<Hash, Reference>,
  inputFiles: ReadonlyMap<Hash, Reference>,
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
  const data: WorkflowData = { inputs: [], outputs: [] };
  const taken = new Set<string>();

  for (const [position, step] of steps.entries()) {
    const howTo = graph.add({
      '@id': stepId(step.id),
      '@type': 'HowToStep',
      name: step.id,
      position,
      workExample: refer(toolId(step)),
    });
    graph.append(WORKFLOW, 'hasPart', refer(toolId(step)));
    graph.append(WORKFLOW, 'step', howTo);

    for (const [name, value] of Object.entries(paramsOf(step))) {
      const outer = addParameter(graph, `#param/${step.id}.${name}`, `${step.id}.${name}`, valueType(value));
      const inner = refer(toolParameter(step, 'param', name));
      graph.append(WORKFLOW, 'input', outer);
      connect(graph, howTo, outer, inner, `${step.id}.${name}`);
      const realized = graph.add({
        '@id': valueId(step.id, name),
        '@type': 'PropertyValue',
        name: `${step.id}.${name}`,
        value: plainValue(value),
        exampleOfWork: [outer, inner],
      });
      data.inputs.push(realized);
    }
    for (const [name, hash] of Object.entries(step.record.parts.files)) {
      const outer = addParameter(graph, `#file/${step.id}.${name}`, `${step.id}.${name}`, 'File');
      const inner = refer(toolParameter(step, 'file', name));
      graph.append(WORKFLOW, 'input', outer);
      connect(graph, howTo, outer, inner, `${step.id}.${name}`);
      const file = inputFiles.get(hash)!;
      for (const parameter of [outer, inner]) graph.append(file, 'exampleOfWork', parameter);
      data.inputs.push(file);
    }
    for (const [input, hash] of Object.entries(step.record.parts.inputs)) {
      const inner = refer(toolParameter(step, 'input', input));
      const wire = step.wires[input];
      if (wire) {
        taken.add(`${wire.step}.${wire.output}`);
        const source = refer(toolParameter(byId.get(wire.step)!, 'output', wire.output));
        connect(graph, howTo, source, inner, `${wire.step}.${wire.output} -> ${step.id}.${input}`);
      }
      graph.append(artifacts.get(hash)!, 'exampleOfWork', inner);
    }
    for (const [output, hash] of Object.entries(step.record.outputs)) {
      graph.append(artifacts.get(hash)!, 'exampleOfWork', refer(toolParameter(step, 'output', output)));
    }
  }

  for (const step of steps) {
    for (const [output, hash] of Object.entries(step.record.outputs)) {
      const name = `${step.id}.${output}`;
      if (taken.has(name)) continue;
      const outer = addParameter(graph, `#output/${name}`, name, 'File');
      graph.append(WORKFLOW, 'output', outer);
      connect(graph, WORKFLOW, refer(toolParameter(step, 'output', output)), outer, name);
      const artifact = artifacts.get(hash)!;
      graph.append(artifact, 'exampleOfWork', outer);
      if (!data.outputs.some((known) => known['@id'] === artifact['@id'])) data.outputs.push(artifact);
    }
  }
  return data;
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
    '@id': `#connection/${name}`,
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

import { beforeAll, describe, expect, test } from 'vitest';
import { CrateView, type Json } from './crate-view.js';
import { brokenRules, rules } from './ro-crate-rules.js';
import { type SmallCrate, smallCrate } from './small-crate.js';

// The checker checked: a crate that keeps all rules, broken in one way at a time.

let crate: SmallCrate;
beforeAll(async () => {
  crate = await smallCrate();
});

type Graph = Record<string, unknown>[];
type Break = (graph: Graph) => Graph | undefined;

const typed = (graph: Graph, type: string) =>
  graph.find((entity) => [entity['@type']].flat().includes(type))!;
const root = (graph: Graph) => graph.find((entity) => entity['@id'] === './')!;
const without = (type: string, property: string): Break => {
  return (graph) => {
    delete typed(graph, type)[property];
    return graph;
  };
};
const setting = (type: string, property: string, value: unknown): Break => {
  return (graph) => {
    typed(graph, type)[property] = value;
    return graph;
  };
};
const conforming = (profile: string): Break => {
  return (graph) => graph.filter((entity) => entity['@id'] !== `https://w3id.org/ro/wfrun/${profile}/0.5`);
};

/** Rule -> a way to break it. */
const BREAKS: Readonly<Record<string, Break>> = {
  flattened: setting('CreateAction', 'result', { '@id': 'a', name: 'nested' }),
  ids: setting('PropertyValue', '@id', '#a b'),
  descriptor: (graph) => graph.filter((entity) => entity['@id'] !== 'ro-crate-metadata.json'),
  root: (graph) => void delete root(graph)['datePublished'],
  payload: setting('File', '@id', 'not-there'),
  'has-part': (graph) => void (root(graph)['hasPart'] as unknown[]).pop(),
  'no-dangling-reference': setting('CreateAction', 'object', { '@id': '#nowhere' }),
  'main-workflow': setting('ComputationalWorkflow', '@type', ['File', 'ComputationalWorkflow', 'HowTo']),
  'workflow-language': without('ComputationalWorkflow', 'programmingLanguage'),
  'workflow-descriptor': setting('CreativeWork', 'conformsTo', { '@id': 'https://w3id.org/ro/crate/1.1' }),
  'conforms-to-process': conforming('process'),
  'action-instrument': without('CreateAction', 'instrument'),
  'action-mentioned': (graph) => void (root(graph)['mentions'] as unknown[]).pop(),
  'action-described': without('CreateAction', 'description'),
  'action-times': setting('CreateAction', 'startTime', '2999-01-01T00:00:00Z'),
  'action-data': setting('CreateAction', 'object', { '@id': '#restudy' }),
  'action-status': setting('CreateAction', 'error', 'it failed'),
  'tool-named': without('SoftwareApplication', 'softwareVersion'),
  'conforms-to-workflow': conforming('workflow'),
  'workflow-run': setting('CreateAction', 'instrument', { '@id': '#restudy' }),
  parameters: setting('ComputationalWorkflow', 'input', { '@id': '#restudy' }),
  'parameter-type': without('FormalParameter', 'additionalType'),
  'parameter-name': without('FormalParameter', 'name'),
  realized: without('PropertyValue', 'exampleOfWork'),
  'conforms-to-provenance': conforming('provenance'),
  tools: without('ComputationalWorkflow', 'hasPart'),
  'how-to': setting('ComputationalWorkflow', '@type', [
    'File',
    'SoftwareSourceCode',
    'ComputationalWorkflow',
  ]),
  steps: without('ComputationalWorkflow', 'step'),
  'step-tool': without('HowToStep', 'workExample'),
  'step-position': setting('HowToStep', 'position', 99),
  'control-action': without('ControlAction', 'object'),
  'control-of-each-step': (graph) => graph.filter((entity) => entity['@id'] !== '#control/parity'),
  'step-and-tool-agree': setting('HowToStep', 'workExample', { '@id': '#tool/total' }),
  'organize-action': without('OrganizeAction', 'result'),
  connection: without('ParameterConnection', 'sourceParameter'),
  'connection-receiver': without('HowToStep', 'connection'),
  'resource-usage': (graph) => void delete graph.find((entity) => entity['propertyID'])!['unitCode'],
};

function broken(graph: Graph, context: unknown = crate.metadata['@context']): string[] {
  const files = crate.files.map(({ path }) => path);
  return Object.keys(brokenRules(new CrateView({ '@context': context, '@graph': graph as Json[] }, files)));
}

describe('a crate that breaks a rule is found to', () => {
  test.each(rules.filter(({ name }) => name !== 'context').map(({ name, says }) => [name, says]))(
    '%s: %s',
    (name) => {
      const graph = structuredClone(crate.metadata['@graph']) as unknown as Graph;
      expect(broken(graph)).toEqual([]);
      expect(broken(BREAKS[name]!(graph) ?? graph)).toContain(name);
    },
  );

  test('context', () => {
    const graph = structuredClone(crate.metadata['@graph']) as unknown as Graph;
    expect(broken(graph, 'https://w3id.org/ro/crate/1.1/context')).toEqual(['context']);
  });
});

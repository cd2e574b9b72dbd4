import { type CrateView, isA, type Json, values } from './crate-view.js';
import { breaking, type Rule } from './rule.js';
import { WORKFLOW_RUN_TERMS } from './terms.js';

const DATE = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?)?)?$/;
const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

/** What RO-Crate 1.1 asks of any crate: https://www.researchobject.org/ro-crate/specification/1.1/ */
export const roCrateRules: readonly Rule[] = [
  {
    name: 'flattened',
    says: 'The RO-Crate JSON-LD MUST be flattened: an entity refers to others by @id, and is there once.',
    breaks: ({ graph }) => {
      const ids = graph.map(({ '@id': id }) => id);
      return graph
        .filter((entity, index) => ids.indexOf(entity['@id']) !== index || !isFlat(entity))
        .map(({ '@id': id }) => id);
    },
  },
  {
    name: 'ids',
    says: 'All @id identifiers must be valid URI references.',
    breaks: ({ graph }) =>
      breaking(graph, ({ '@id': id }) => /^([\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})+$/i.test(id)),
  },
  {
    name: 'descriptor',
    says: 'The metadata descriptor MUST be a CreativeWork about the root, and conformsTo SHOULD be a versioned permalink of the specification.',
    breaks: (crate) => {
      const descriptor = crate.find('ro-crate-metadata.json');
      const fine =
        descriptor &&
        isA(descriptor, 'CreativeWork') &&
        crate.ids(descriptor, 'about').includes('./') &&
        crate.ids(descriptor, 'conformsTo').includes('https://w3id.org/ro/crate/1.1');
      return fine ? [] : ['ro-crate-metadata.json'];
    },
  },
  {
    name: 'root',
    says: 'The root data entity MUST be a Dataset and have name, description, license and an ISO 8601 datePublished.',
    breaks: ({ root }) => [
      ...(root && isA(root, 'Dataset') ? [] : ['@type']),
      ...['name', 'description', 'license'].filter((property) => values(root, property).length === 0),
      ...(DATE.test(String(root?.['datePublished'])) ? [] : ['datePublished']),
    ],
  },
  {
    name: 'payload',
    says: 'A File MUST be in the crate, at the path that is its @id, unless that is an absolute URI.',
    breaks: (crate) =>
      breaking(crate.ofType('File'), ({ '@id': id }) => ABSOLUTE.test(id) || crate.hasFile(decodeURI(id))),
  },
  {
    name: 'has-part',
    says: 'Files and folders that are data entities MUST be linked to from the root, directly or indirectly, by hasPart.',
    breaks: (crate) => {
      const reached = new Set<Json>(crate.root ? [crate.root] : []);
      for (const entity of reached) for (const part of crate.targets(entity, 'hasPart')) reached.add(part);
      return breaking(crate.ofType('File'), (file) => reached.has(file));
    },
  },
  {
    name: 'no-dangling-reference',
    says: 'An entity that is referred to SHOULD be described in the same crate.',
    breaks: (crate) =>
      breaking(crate.graph, (entity) =>
        Object.keys(entity).every((property) =>
          crate.ids(entity, property).every((id) => crate.find(id) !== undefined || isTerm(id)),
        ),
      ),
  },
  {
    name: 'context',
    says: 'Terms that are not of the RO-Crate context have to be added to the @context to be used.',
    breaks: ({ context, graph }) => {
      const extended = context.includes('https://w3id.org/ro/terms/workflow-run/context');
      const needing = graph.filter((entity) =>
        [...Object.keys(entity), ...values(entity, '@type')].some((term) =>
          WORKFLOW_RUN_TERMS.includes(String(term)),
        ),
      );
      return context.includes('https://w3id.org/ro/crate/1.1/context') && (extended || needing.length === 0)
        ? []
        : ['@context'];
    },
  },
];

/** What Workflow RO-Crate 1.0 asks: https://about.workflowhub.eu/Workflow-RO-Crate/1.0/ */
export const workflowRoCrateRules: readonly Rule[] = [
  {
    name: 'main-workflow',
    says: 'The main workflow MUST be the mainEntity of the root, of types File, SoftwareSourceCode and ComputationalWorkflow.',
    breaks: (crate) => {
      const [workflow] = crate.targets(crate.root, 'mainEntity');
      return ['File', 'SoftwareSourceCode', 'ComputationalWorkflow'].filter(
        (type) => !workflow || !isA(workflow, type),
      );
    },
  },
  {
    name: 'workflow-language',
    says: 'The main workflow MUST refer to its language, a ComputerLanguage, by programmingLanguage.',
    breaks: (crate) => {
      const [workflow] = crate.targets(crate.root, 'mainEntity');
      const languages = crate.targets(workflow, 'programmingLanguage');
      return languages.some((language) => isA(language, 'ComputerLanguage')) ? [] : ['mainEntity'];
    },
  },
  {
    name: 'workflow-descriptor',
    says: 'The metadata descriptor SHOULD refer to a versioned permalink of Workflow RO-Crate by conformsTo.',
    breaks: (crate) =>
      crate
        .ids(crate.find('ro-crate-metadata.json'), 'conformsTo')
        .includes('https://w3id.org/workflowhub/workflow-ro-crate/1.0')
        ? []
        : ['ro-crate-metadata.json'],
  },
];

function isFlat(entity: Json): boolean {
  const isPlain = (value: unknown) =>
    ['string', 'number', 'boolean'].includes(typeof value) ||
    (typeof value === 'object' && value !== null && Object.keys(value).join() === '@id');
  return Object.keys(entity).every((property) => values(entity, property).every(isPlain));
}

/** A value of schema.org's own, such as a status, or the specification itself. */
function isTerm(id: string): boolean {
  return id.startsWith('http://schema.org/') || id === 'https://w3id.org/ro/crate/1.1';
}

/** Whether a reference is described in the crate, and of one of these types. */
export function refersTo(crate: CrateView, entity: Json, property: string, ...types: string[]): boolean {
  return crate.targets(entity, property).some((target) => isA(target, ...types));
}

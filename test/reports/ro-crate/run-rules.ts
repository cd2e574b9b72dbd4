import { refersTo } from './base-rules.js';
import { type CrateView, isA, type Json, values } from './crate-view.js';
import { breaking, type Rule } from './rule.js';

const PROFILE = 'https://w3id.org/ro/wfrun';
/** The types that a tool may have. */
export const TOOL = ['SoftwareApplication', 'SoftwareSourceCode', 'ComputationalWorkflow'];
const DATA = ['File', 'Dataset', 'Collection', 'CreativeWork', 'PropertyValue'];

/** What Process Run Crate 0.5 asks: https://w3id.org/ro/wfrun/process/0.5 */
export const processRules: readonly Rule[] = [
  conformance('process'),
  {
    name: 'action-instrument',
    says: 'CreateAction: instrument MUST be the identifier of the executed tool.',
    breaks: (crate) =>
      breaking(crate.ofType('CreateAction'), (action) => refersTo(crate, action, 'instrument', ...TOOL)),
  },
  {
    name: 'action-mentioned',
    says: 'CreateAction SHOULD be listed under mentions of the root data entity.',
    breaks: (crate) => {
      const mentioned = crate.ids(crate.root, 'mentions');
      return breaking(crate.ofType('CreateAction'), ({ '@id': id }) => mentioned.includes(id));
    },
  },
  {
    name: 'action-described',
    says: 'CreateAction SHOULD have a name, a description and an endTime in ISO 8601.',
    breaks: (crate) =>
      breaking(
        crate.ofType('CreateAction'),
        ({ name, description, endTime }) =>
          typeof name === 'string' &&
          typeof description === 'string' &&
          !Number.isNaN(Date.parse(String(endTime))),
      ),
  },
  {
    name: 'action-times',
    says: 'startTime: the time the process started; endTime: the time the process ended.',
    breaks: (crate) =>
      breaking(
        crate.ofType('CreateAction'),
        ({ startTime, endTime }) => Date.parse(String(startTime)) <= Date.parse(String(endTime)),
      ),
  },
  {
    name: 'action-data',
    says: "Entities referenced by an action's object or result SHOULD be File, Dataset or Collection, MAY be CreativeWork or PropertyValue.",
    breaks: (crate) =>
      breaking(crate.ofType('CreateAction'), (action) =>
        ['object', 'result'].every((property) =>
          crate.ids(action, property).every((id) => {
            const target = crate.find(id);
            return target !== undefined && isA(target, ...DATA);
          }),
        ),
      ),
  },
  {
    name: 'action-status',
    says: 'actionStatus SHOULD be CompletedActionStatus or FailedActionStatus; error SHOULD NOT be specified unless it failed.',
    breaks: (crate) =>
      breaking(crate.ofType('CreateAction'), (action) => {
        const [status = 'http://schema.org/CompletedActionStatus'] = crate.ids(action, 'actionStatus');
        const failed = status === 'http://schema.org/FailedActionStatus';
        return (
          failed || (status === 'http://schema.org/CompletedActionStatus' && action['error'] === undefined)
        );
      }),
  },
  {
    name: 'tool-named',
    says: 'SoftwareApplication SHOULD have a name and a version, and not both version and softwareVersion.',
    breaks: (crate) =>
      breaking(
        crate.ofType('SoftwareApplication'),
        ({ name, version, softwareVersion }) =>
          typeof name === 'string' && (version === undefined) !== (softwareVersion === undefined),
      ),
  },
];

/** What Workflow Run Crate 0.5 asks: https://w3id.org/ro/wfrun/workflow/0.5 */
export const workflowRules: readonly Rule[] = [
  conformance('workflow'),
  {
    name: 'workflow-run',
    says: 'CreateAction instances corresponding to the execution of the main workflow MUST have it as instrument.',
    breaks: (crate) =>
      crate.sources(mainWorkflow(crate), 'instrument').some((action) => isA(action, 'CreateAction'))
        ? []
        : ['mainEntity'],
  },
  {
    name: 'parameters',
    says: 'Parameter definitions MUST be FormalParameter entities and referenced by input and output.',
    breaks: (crate) =>
      breaking(crate.graph, (entity) =>
        ['input', 'output'].every((property) =>
          crate
            .ids(entity, property)
            .every((id) => crate.find(id) && isA(crate.find(id)!, 'FormalParameter')),
        ),
      ),
  },
  {
    name: 'parameter-type',
    says: 'FormalParameter: additionalType MUST be there; SHOULD include File, Dataset, Collection, PropertyValue or a DataType.',
    breaks: (crate) => {
      const types = ['File', 'Dataset', 'Collection', 'PropertyValue', 'Number', 'Boolean', 'Text'];
      return breaking(crate.ofType('FormalParameter'), (parameter) => {
        const given = values(parameter, 'additionalType');
        return given.length > 0 && given.every((type) => types.includes(String(type)));
      });
    },
  },
  {
    name: 'parameter-name',
    says: 'FormalParameter: name SHOULD match the name of the corresponding workflow parameter slot.',
    breaks: (crate) => breaking(crate.ofType('FormalParameter'), ({ name }) => typeof name === 'string'),
  },
  {
    name: 'realized',
    says: 'A data entity or PropertyValue that realizes a FormalParameter SHOULD refer to it via exampleOfWork.',
    breaks: (crate) => {
      const [run] = crate.sources(mainWorkflow(crate), 'instrument');
      const taken = [...crate.targets(run, 'object'), ...crate.targets(run, 'result')];
      return breaking(taken, (data) => refersTo(crate, data, 'exampleOfWork', 'FormalParameter'));
    },
  },
];

/** That a crate says which profile it follows. */
export function conformance(profile: 'process' | 'workflow' | 'provenance'): Rule {
  const id = `${PROFILE}/${profile}/0.5`;
  return {
    name: `conforms-to-${profile}`,
    says: 'conformsTo MUST reference a CreativeWork entity with an @id URI that is consistent with the versioned permalink of the profile.',
    breaks: (crate) =>
      crate
        .targets(crate.root, 'conformsTo')
        .some((entity) => entity['@id'] === id && isA(entity, 'CreativeWork'))
        ? []
        : [id],
  };
}

/** The workflow that the crate is about. */
export function mainWorkflow(crate: CrateView): Json {
  return crate.targets(crate.root, 'mainEntity')[0] ?? { '@id': 'no main entity' };
}

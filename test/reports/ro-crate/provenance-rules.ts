import { refersTo } from './base-rules.js';
import { type CrateView, isA, type Json, values } from './crate-view.js';
import { breaking, type Rule } from './rule.js';
import { conformance, mainWorkflow, TOOL } from './run-rules.js';

/** What Provenance Run Crate 0.5 asks: https://w3id.org/ro/wfrun/provenance/0.5 */
export const provenanceRules: readonly Rule[] = [
  conformance('provenance'),
  {
    name: 'tools',
    says: 'The workflow MUST refer to the orchestrated tools via hasPart; each is referred to from an action via instrument.',
    breaks: (crate) => {
      const tools = crate.targets(mainWorkflow(crate), 'hasPart');
      const orchestrated = crate.ofType('HowToStep').flatMap((step) => crate.targets(step, 'workExample'));
      return [
        ...breaking(orchestrated, (tool) => tools.includes(tool)),
        ...breaking(
          tools,
          (tool) =>
            isA(tool, ...TOOL) &&
            crate.sources(tool, 'instrument').some((action) => isA(action, 'CreateAction')),
        ),
      ];
    },
  },
  {
    name: 'how-to',
    says: 'A workflow that points to step metadata via step MUST have a type of HowTo.',
    breaks: (crate) =>
      breaking(
        crate.ofType('ComputationalWorkflow'),
        (workflow) => values(workflow, 'step').length === 0 || isA(workflow, 'HowTo'),
      ),
  },
  {
    name: 'steps',
    says: 'The workflow MUST reference any HowToStep instances that represent its steps via step.',
    breaks: (crate) => {
      const steps = crate.targets(mainWorkflow(crate), 'step');
      return breaking(crate.ofType('HowToStep'), (step) => steps.includes(step));
    },
  },
  {
    name: 'step-tool',
    says: 'HowToStep: workExample MUST be the identifier of the tool that implements this step.',
    breaks: (crate) =>
      breaking(crate.ofType('HowToStep'), (step) => refersTo(crate, step, 'workExample', ...TOOL)),
  },
  {
    name: 'step-position',
    says: "For each step pair (S1, S2), if S2 needs outputs from S1, S2's position MUST be greater than S1's.",
    breaks: (crate) => {
      const position = new Map<Json, number>();
      for (const step of crate.ofType('HowToStep')) {
        for (const action of executions(crate, step)) position.set(action, Number(step['position']));
      }
      return breaking([...position.keys()], (action) => {
        const makers = crate.targets(action, 'object').flatMap((data) => crate.sources(data, 'result'));
        const known = makers.filter((maker) => position.has(maker));
        // Several executions may have made the same bytes; one of them came before.
        return known.length === 0 || known.some((maker) => position.get(maker)! < position.get(action)!);
      });
    },
  },
  {
    name: 'control-action',
    says: 'ControlAction MUST reference a HowToStep via instrument and the CreateAction of the tool run via object.',
    breaks: (crate) =>
      breaking(
        crate.ofType('ControlAction'),
        (control) =>
          refersTo(crate, control, 'instrument', 'HowToStep') &&
          refersTo(crate, control, 'object', 'CreateAction'),
      ),
  },
  {
    name: 'control-of-each-step',
    says: 'The crate SHOULD also record step executions via ControlAction instances.',
    breaks: (crate) => breaking(crate.ofType('HowToStep'), (step) => executions(crate, step).length > 0),
  },
  {
    name: 'step-and-tool-agree',
    says: 'The CreateAction of a ControlAction represents the run of the tool that implements its step.',
    breaks: (crate) =>
      breaking(crate.ofType('HowToStep'), (step) =>
        executions(crate, step).every(
          (action) => crate.ids(action, 'instrument').join() === crate.ids(step, 'workExample').join(),
        ),
      ),
  },
  {
    name: 'organize-action',
    says: 'OrganizeAction MUST point to the workflow engine via instrument, to the CreateAction of the workflow run via result, to the ControlActions via object.',
    breaks: (crate) => {
      const [run] = crate.sources(mainWorkflow(crate), 'instrument');
      const organized = crate.ofType('OrganizeAction');
      const controlled = new Set(organized.flatMap((action) => crate.targets(action, 'object')));
      return [
        ...breaking(
          organized,
          (action) =>
            refersTo(crate, action, 'instrument', 'SoftwareApplication') &&
            crate.targets(action, 'result').some((result) => result === run),
        ),
        ...breaking(crate.ofType('ControlAction'), (control) => controlled.has(control)),
      ];
    },
  },
  {
    name: 'connection',
    says: 'ParameterConnection has a sourceParameter and a targetParameter, FormalParameters both.',
    breaks: (crate) =>
      breaking(crate.ofType('ParameterConnection'), (connection) =>
        ['sourceParameter', 'targetParameter'].every(
          (end) =>
            values(connection, end).length === 1 && refersTo(crate, connection, end, 'FormalParameter'),
        ),
      ),
  },
  {
    name: 'connection-receiver',
    says: 'Connections to workflow output parameters are referenced by the workflow while other connections are referenced by the receiving step.',
    breaks: (crate) => {
      const workflow = mainWorkflow(crate);
      return breaking(crate.ofType('ParameterConnection'), (connection) => {
        const [target] = crate.ids(connection, 'targetParameter');
        const [receiver, ...others] = crate.sources(connection, 'connection');
        if (!receiver || others.length > 0) return false;
        const takes =
          receiver === workflow
            ? crate.ids(workflow, 'output')
            : crate.targets(receiver, 'workExample').flatMap((tool) => crate.ids(tool, 'input'));
        return takes.includes(target!);
      });
    },
  },
  {
    name: 'resource-usage',
    says: 'resourceUsage MUST link to PropertyValue instances with a propertyID, and these SHOULD refer to a unit via unitCode.',
    breaks: (crate) =>
      breaking(crate.graph, (entity) =>
        crate.ids(entity, 'resourceUsage').every((id) => {
          const usage = crate.find(id);
          return usage && isA(usage, 'PropertyValue') && usage['propertyID'] && usage['unitCode'];
        }),
      ),
  },
];

/** The executions of a step's tool. */
function executions(crate: CrateView, step: Json): Json[] {
  return crate
    .sources(step, 'instrument')
    .filter((action) => isA(action, 'ControlAction'))
    .flatMap((control) => crate.targets(control, 'object'));
}

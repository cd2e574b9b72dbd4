import { RestudyError } from '../errors.js';
import type { Coded } from './coded.js';
import type { AnyStage, Ports, Uses } from './stage.js';
import type { AnyOutput, AnyWiring, Step } from './step.js';

// What the compiler says of wrong wiring, said at run time to those who write JavaScript.

const STAGE = ['name', 'module', 'params', 'inputs', 'outputs', 'uses', 'run'] as const;
const WIRING: readonly string[] = ['params', 'inputs', 'uses'];

/** Throws a RestudyError unless a step was given a stage. */
export function checkStage(id: string, stage: AnyStage): void {
  const missing = STAGE.find((part) => stage?.[part] === undefined);
  if (missing) throw badStudy(`step "${id}" needs a stage, but ${described(stage)} has no "${missing}".`);
}

/** Throws a RestudyError for a part of a wiring that there is not, such as `input`. */
export function checkParts(id: string, wiring: AnyWiring): void {
  const unknown = Object.keys(wiring).find((part) => !WIRING.includes(part));
  if (unknown) throw badStudy(`step "${id}" has "${unknown}", where a step has ${list(WIRING)}.`);
}

/**
 * The outputs wired into each input, `input.member` for those of an input that takes many. Throws a RestudyError for an
 * unknown or missing input, and for what is no output of the steps placed so far, or one of another type.
 */
export function checkInputs(
  id: string,
  ports: Ports,
  wires: NonNullable<AnyWiring['inputs']>,
  steps: ReadonlyMap<string, Step>,
): Record<string, AnyOutput> {
  for (const name of Object.keys(wires)) {
    if (!ports[name])
      throw badStudy(`step "${id}" has no input "${name}"; it has ${list(Object.keys(ports))}.`);
  }
  const checked: Record<string, AnyOutput> = {};
  for (const [name, port] of Object.entries(ports)) {
    const wire = wires[name];
    if (wire === undefined) {
      if (port.optional) continue;
      throw badStudy(`input "${name}" of step "${id}" is not wired; it takes a ${port.name}.`);
    }
    if (port.many && isOutput(wire)) {
      throw badStudy(
        `input "${name}" of step "${id}" takes many outputs, each under a name of its own; got ${wire.step}.${wire.name} alone.`,
      );
    }
    const members = port.many
      ? Object.entries(wire ?? {}).map(
          ([member, output]) => [`${name}.${member}`, output as unknown] as const,
        )
      : [[name, wire as unknown] as const];
    for (const [place, output] of members) {
      if (!isOutput(output) || !steps.get(output.step)?.stage.outputs[output.name]) {
        throw badStudy(
          `input "${place}" of step "${id}" takes an output of a step of this study; got ${described(output)}.`,
        );
      }
      if (output.type.name !== port.name) {
        throw badStudy(
          `input "${place}" of step "${id}" takes a ${port.name}, but ${output.step}.${output.name} is a ${output.type.name}.`,
        );
      }
      checked[place] = output;
    }
  }
  return checked;
}

/** The code handed to a stage. Throws a RestudyError if some is missing, or cannot be fingerprinted. */
export function checkUses(
  id: string,
  uses: Uses,
  given: Readonly<Record<string, Coded>>,
): Readonly<Record<string, Coded>> {
  for (const name of Object.keys(uses)) {
    const code = given[name];
    if (typeof code?.name !== 'string' || typeof code.module !== 'string') {
      throw badStudy(`step "${id}" needs code for "${name}": an object with a name and its module's URL.`);
    }
  }
  return given;
}

export function badStudy(message: string): RestudyError {
  return new RestudyError('bad-study', `Wrong wiring: ${message}`);
}

function isOutput(value: unknown): value is AnyOutput {
  return typeof value === 'object' && value !== null && 'step' in value && 'name' in value && 'type' in value;
}

/** What was given instead of what was meant. */
function described(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [first] = Object.values(value);
  if (isOutput(first)) {
    return `all outputs of "${first.step}", of which it takes one: ${list(Object.keys(value))}`;
  }
  if (isOutput(value)) return `${value.step}.${value.name}, which is none`;
  const name = 'name' in value ? value.name : undefined;
  return typeof name === 'string' ? `"${name}"` : 'an object';
}

function list(names: readonly string[]): string {
  return names.length > 0 ? names.map((name) => `"${name}"`).join(', ') : 'none';
}

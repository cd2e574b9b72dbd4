import { badStudy, checkInputs, checkParts, checkStage, checkUses } from './check-wiring.js';
import type { AnyStage, ArtifactType, Ports, Stage, UsedCode, Uses } from './stage.js';
import type { AnyOutput, AnyWiring, Step } from './step.js';

/** An output of a placed step, to be wired into inputs of others. */
export interface Output<Value> {
  readonly step: string;
  readonly name: string;
  readonly type: ArtifactType<Value>;
}

/** Steps in the order they were placed, which is an order they can run in. */
export interface Study {
  readonly name: string;
  readonly steps: readonly Step[];
}

type Outputs<Out extends Ports> = {
  readonly [Name in keyof Out]: Out[Name] extends ArtifactType<infer Value> ? Output<Value> : never;
};

type WireOf<Port> =
  Port extends ArtifactType<infer Value>
    ? Port extends { readonly many: true }
      ? Readonly<Record<string, Output<Value>>>
      : Output<Value>
    : never;
type OptionalNames<In extends Ports> = {
  [Name in keyof In]: In[Name] extends { readonly optional: true } ? Name : never;
}[keyof In];
type Wires<In extends Ports> = {
  readonly [Name in Exclude<keyof In, OptionalNames<In>>]: WireOf<In[Name]>;
} & { readonly [Name in OptionalNames<In>]?: WireOf<In[Name]> };

/** How a step is wired. `inputs` and `uses` may be left out where the stage has none. */
export type Wiring<Params, In extends Ports, Use extends Uses> = {
  readonly params?: Partial<Params>;
} & (keyof In extends never ? { readonly inputs?: undefined } : { readonly inputs: Wires<In> }) &
  (keyof Use extends never ? { readonly uses?: undefined } : { readonly uses: UsedCode<Use> });

/** Places a stage in a study and returns its outputs. */
export type PlaceStep = <Params, In extends Ports, Out extends Ports, Use extends Uses>(
  id: string,
  stage: Stage<Params, In, Out, Use>,
  wiring: Wiring<Params, In, Use>,
) => Outputs<Out>;

/**
 * Defines a study by running its recipe once. An output can be wired only after its step was placed, so
 * wiring has no cycles by construction.
 *
 * Throws a RestudyError for what the compiler cannot see, or JavaScript let through: a duplicate id, an
 * unknown or missing input, an output that is none of this study's or of another type, missing code, something
 * that is no stage.
 */
export function defineStudy(name: string, recipe: (step: PlaceStep) => void): Study {
  const steps = new Map<string, Step>();
  const place = (id: string, stage: AnyStage, wiring: AnyWiring = {}): Record<string, AnyOutput> => {
    if (!/^[a-z][a-z0-9-]*$/.test(id)) {
      throw badStudy(`"${id}" is no step id: use lower-case letters, digits and dashes, a letter first.`);
    }
    if (steps.has(id)) throw badStudy(`there are two steps "${id}"; every step needs an id of its own.`);
    checkStage(id, stage);
    checkParts(id, wiring);
    const inputs = checkInputs(id, stage.inputs, wiring.inputs ?? {}, steps);
    const uses = checkUses(id, stage.uses, wiring.uses ?? {});
    steps.set(id, { id, stage, params: wiring.params ?? {}, inputs, uses });
    return Object.fromEntries(
      Object.entries(stage.outputs).map(([output, type]) => [output, { step: id, name: output, type }]),
    );
  };
  recipe(place as unknown as PlaceStep);
  return { name, steps: [...steps.values()] };
}

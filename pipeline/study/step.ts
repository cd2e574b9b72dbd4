import type { Coded } from './coded.js';
import type { AnyArtifactType, AnyStage } from './stage.js';

/** An output of whatever type. */
export interface AnyOutput {
  readonly step: string;
  readonly name: string;
  readonly type: AnyArtifactType;
}

/** A step as far as its wiring goes. */
export interface PlacedStep {
  readonly id: string;
  readonly stage: { readonly name: string };
  /** Input name -> the output wired into it; `name.member` for each output of an input that takes many. */
  readonly inputs: Readonly<Record<string, { readonly step: string; readonly name: string }>>;
}

/** A stage placed in a study. */
export interface Step extends PlacedStep {
  readonly id: string;
  readonly stage: AnyStage;
  /** The params as the study gives them; defaults and a user's settings come on top. */
  readonly params: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, AnyOutput>>;
  readonly uses: Readonly<Record<string, Coded>>;
}

/** Wiring as it comes from JavaScript, where the compiler did not see it. */
export interface AnyWiring {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, AnyOutput | Readonly<Record<string, AnyOutput>>>>;
  readonly uses?: Readonly<Record<string, Coded>>;
}

import type { Compute } from '../estimators/compute/compute.js';

// What the study's stages need from the program that runs them.
declare module '../pipeline/stage.js' {
  interface Resources {
    readonly compute: Compute;
  }
}

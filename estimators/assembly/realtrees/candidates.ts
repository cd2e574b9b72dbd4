import { draw, swap } from '../forest/draw-features';
import { GrowJob } from '../forest/job';

// The features that a node tries, one after the other: forest/draw-features.ts says how they are drawn, and has the map of
// `features`. There all are drawn before the first is searched; here what finds out that a feature is constant is what
// the search starts with, and random splits draw from the same stream between two features.

let known: i32 = 0;
let open: i32 = 0;
let visited: i32 = 0;
let found: i32 = 0;
let drawn: i32 = 0;
/** Where the feature drawn last stands. */
let at: i32 = 0;

/** Begins a node that inherits this many constants. */
export function startCandidates(job: GrowJob, constants: i32): void {
  known = constants;
  open = job.columns;
  visited = 0;
  found = 0;
  drawn = 0;
}

/** Draws the next feature that is not known to be constant; -1 if the node has tried enough. */
export function nextCandidate(job: GrowJob): i32 {
  while (open > known + found && (visited < job.maxFeatures || visited <= found + drawn)) {
    visited++;
    at = draw(drawn, open - found);
    if (at >= known) {
      at += found;
      return load<i32>(job.features + (<usize>at << 2));
    }
    swap(job.features, drawn, at);
    drawn++;
  }
  return -1;
}

/** Notes that the feature drawn last is constant in the node. */
export function foundConstant(job: GrowJob): void {
  swap(job.features, at, known + found);
  found++;
}

/** Notes that the feature drawn last is not constant in the node. */
export function foundVarying(job: GrowJob): void {
  open--;
  swap(job.features, open, at);
}

/** Ends the node; returns how many features are known to be constant in it: what its children inherit. */
export function endCandidates(job: GrowJob): i32 {
  // The known constants go back to the order in which they were found; the new ones follow them.
  const knownBytes = <usize>known << 2;
  memory.copy(job.features, job.constants, knownBytes);
  memory.copy(job.constants + knownBytes, job.features + knownBytes, <usize>found << 2);
  return known + found;
}

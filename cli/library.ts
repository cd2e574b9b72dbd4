/**
 * What it takes to define studies, run them and keep their results. The stages of the study that is shipped are
 * `restudy/stages`; the estimators alone are `restudy/estimators`.
 *
 * @module restudy
 */

export type { Hash, Key } from '../cache/hash.js';
export { openLmdbStore } from '../cache/lmdb/lmdb-store.js';
export type { Circumstances, Code, KeyParts, RunRecord, RunStep, StepRecord } from '../cache/record.js';
export type { Store } from '../cache/store.js';
export { StoreError } from '../cache/store-error.js';
export { memoryStore } from '../cache/tables/memory-store.js';
export type { Fingerprints } from '../pipeline/code/fingerprint.js';
export { sourceFingerprints } from '../pipeline/code/from-sources.js';
export type { KeptSource, KeptSources } from '../pipeline/code/kept-source.js';
export { type ErrorCode, RestudyError } from '../pipeline/errors.js';
export { isJunk } from '../pipeline/junk.js';
export type { Reason } from '../pipeline/key/reasons.js';
export type { Session } from '../pipeline/key/session.js';
export { type PlannedStep, type PlanTotal, planSteps, planTotal } from '../pipeline/plan/plan.js';
export { runIfAllHits } from '../pipeline/run/all-hits.js';
export { ArtifactLost, Artifacts } from '../pipeline/run/artifacts.js';
export {
  isSettled,
  type RunEvent,
  type RunOutcome,
  type SettledState,
  type StepState,
} from '../pipeline/run/events.js';
export { type RunOptions, runSteps } from '../pipeline/run/run.js';
export type { Coded } from '../pipeline/study/coded.js';
export { type ConfiguredStep, configure, type Setting } from '../pipeline/study/configure.js';
export { selectSteps } from '../pipeline/study/select.js';
export type { Cells } from '../pipeline/study/stage.js';
export {
  type ArtifactType,
  artifactType,
  defineStage,
  many,
  optional,
  type Resources,
  type Stage,
  type StageCall,
  use,
} from '../pipeline/study/stage.js';
export { defineStudy, type Output, type PlaceStep, type Study } from '../pipeline/study/study.js';
export type {} from '../stages/work.js';
export { studyFingerprints } from './workspace/study-fingerprints.js';

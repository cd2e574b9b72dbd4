import type { ToolId } from './edit.js';
import type { Project } from './project.js';

/** What a run did. */
export interface Outcome {
  /** The steps that were executed. */
  readonly ran: readonly string[];
  /** What the study gave, by what the tool says or wrote. */
  readonly total: number;
}

/** A tool that reruns a study. */
export interface Tool {
  readonly id: ToolId;
  /** With its version. */
  readonly name: string;
  /** Writes the study, as it is in a variant, into a new folder below `parent`. */
  create(parent: string, variant: string): Project;
  /** Runs the study. Rejects if the tool ends badly. */
  run(project: Project): Promise<Outcome>;
  /** Deletes all that the tool keeps of earlier runs. */
  forget(project: Project): void;
}

import type { Edit } from './edit.js';
import type { Project } from './project.js';
import type { Outcome, Tool } from './tool.js';
import { type Finding, judge } from './verdict.js';

/**
 * Tries an edit on a tool: a new project is run, edited, and run again.
 * Rejects if the edit does not fit the project.
 */
export async function tryEdit(edit: Edit, tool: Tool, parent: string): Promise<Finding> {
  const project = tool.create(parent, edit.variant ?? 'base');
  try {
    let outcome = await run(tool, project);
    for (const changes of edit.detour ? [edit.detour, edit.changes] : [edit.changes]) {
      const change = changes[tool.id] ?? changes.python;
      change(project);
      outcome = await run(tool, project);
    }
    return await judge(edit, outcome, () => {
      tool.forget(project);
      return run(tool, project);
    });
  } catch (error) {
    if (!(error instanceof EndedBadly)) throw error;
    return { verdict: 'failed', because: error.message };
  } finally {
    project.remove();
  }
}

class EndedBadly extends Error {}

async function run(tool: Tool, project: Project): Promise<Outcome> {
  try {
    return await tool.run(project);
  } catch (error) {
    throw new EndedBadly((error as Error).message.trim().split('\n').at(-1));
  }
}

import { roCrateRules, workflowRoCrateRules } from './base-rules.js';
import type { CrateView } from './crate-view.js';
import { provenanceRules } from './provenance-rules.js';
import type { Rule } from './rule.js';
import { processRules, workflowRules } from './run-rules.js';

/** All rules that a Provenance Run Crate keeps. */
export const rules: readonly Rule[] = [
  ...roCrateRules,
  ...workflowRoCrateRules,
  ...processRules,
  ...workflowRules,
  ...provenanceRules,
];

/** The rules that a crate breaks: name -> what breaks it. */
export function brokenRules(crate: CrateView): Record<string, readonly string[]> {
  const found = rules.map(({ name, breaks }) => [name, breaks(crate)] as const);
  return Object.fromEntries(found.filter(([, breaks]) => breaks.length > 0));
}

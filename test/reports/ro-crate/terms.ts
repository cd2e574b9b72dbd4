/** The terms that the context https://w3id.org/ro/terms/workflow-run/context adds to those of RO-Crate. */
export const WORKFLOW_RUN_TERMS: readonly string[] = [
  ...['ParameterConnection', 'connection', 'sourceParameter', 'targetParameter'],
  ...['environment', 'resourceUsage', 'sha256'],
  ...['ContainerImage', 'containerImage', 'registry', 'tag'],
];

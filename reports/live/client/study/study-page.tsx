import type { StudyContent } from '../../wire.js';
import { route } from '../state/route.js';
import { StepPanel } from '../step/step-panel.js';
import { Changes } from './changes.js';
import { Graph } from './graph.js';
import { ResultsTable } from './results-table.js';
import { RunBar } from './run-bar.js';

export function StudyPage({ study }: { readonly study: StudyContent }) {
  const selected = route.value.page === 'study' ? route.value.step : undefined;
  const step = study.steps.find(({ id }) => id === selected);
  return (
    <>
      <RunBar />
      <Changes study={study} />
      <Graph study={study} selected={step?.id} />
      {step ? <StepPanel key={step.id} step={step} /> : <ResultsTable study={study} />}
    </>
  );
}

// A study without the command line: what it came to, as values.
import { Artifacts, configure, memoryStore, runSteps, selectSteps, studyFingerprints } from 'restudy';
import { openCompute } from 'restudy/estimators';
import type { Scores } from 'restudy/stages';
import study from '../01-rerun/study.ts';

const store = memoryStore(); // openLmdbStore('.restudy') keeps results, and is closed in the end.
const compute = openCompute();
try {
  const session = {
    study: study.name,
    store,
    fingerprints: studyFingerprints(),
    resources: { compute },
    threads: compute.threads,
  };
  const seed = { step: 'split', path: ['randomState'], value: 7, origin: 'this program' };
  const steps = selectSteps(configure(study, [seed]), ['evaluate']);
  await runSteps(steps, session, { jobs: 2 }).forEach((event) => {
    if (event.type === 'step') console.log(event.step, event.state.state);
  });
  const record = store.latestRecord(study.name, 'evaluate');
  const scores = new Artifacts(store).load(record!.outputs['scores']!) as Scores;
  console.log(`${scores.correct} of ${scores.total} are right.`);
} finally {
  await compute.close();
  await store.close();
}

import type { StepRecord } from '../../cache/record.js';
import { RestudyError } from '../../pipeline/errors.js';
import type { Session } from '../../pipeline/key/session.js';
import { ArtifactLost, Artifacts } from '../../pipeline/run/artifacts.js';
import type { ConfiguredStep } from '../../pipeline/study/configure.js';
import { selectSteps } from '../../pipeline/study/select.js';
import { seedAccuraciesOf } from '../../reports/figures/results.js';
import type { PageSource } from '../../reports/page/source.js';
import type { ReportContent } from '../../stages/content/report-content.js';
import { currentRecords } from './results.js';
import { version } from './version.js';

/**
 * What the report page of a study, as it is configured, is made from.
 * Throws a RestudyError if the study has no report, or if its result is not there.
 */
export async function reportSource(steps: readonly ConfiguredStep[], session: Session): Promise<PageSource> {
  const { study, store } = session;
  const report = steps.find(({ stage }) => stage.name === 'report')?.id;
  if (report === undefined) {
    throw new RestudyError(
      'bad-usage',
      'report: this study has no step of the stage "report". Place one in the study.',
    );
  }
  const needed = selectSteps(steps, [report]);
  const current = await currentRecords(needed, session);
  const records = new Map(needed.map(({ id }, index): [string, StepRecord] => [id, current[index]!]));
  const record = records.get(report)!;
  try {
    const content = new Artifacts(store).load(record.outputs['content']!) as ReportContent;
    const seedAccuracies = seedAccuraciesOf(study, content.data.name);
    return { study, version, steps: needed, report, content, records, store, seedAccuracies };
  } catch (error) {
    if (!(error instanceof ArtifactLost)) throw error;
    await store.forgetRecord(record.key);
    throw new RestudyError(
      'no-result',
      `The result of "${report}" was damaged in the cache and is deleted. restudy run ${report} makes it again.`,
    );
  }
}

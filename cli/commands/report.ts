import { thousands } from '../../reports/words/words.js';
import { writeFileAtomically } from '../atomic-file.js';
import type { CommonOptions } from '../options.js';
import { reportSource } from '../report-source.js';
import { configuredSteps, withSession } from '../workspace.js';
import { writeLine, writeText } from '../write.js';

interface ReportOptions extends CommonOptions {
  readonly output: string;
  readonly open?: boolean;
}

/** `restudy report`: writes the report of the study as the options state it, as one HTML file. Nothing runs. */
export async function report(options: ReportOptions): Promise<number> {
  const file = options.output;
  const steps = await configuredSteps(options);
  const page = await withSession(options, async (session) => {
    const source = await reportSource(steps, session);
    const { reportPage } = await import('../../reports/page/report-page.js');
    return reportPage(source);
  });
  writeFileAtomically('-o', file, page);
  const bytes = Buffer.byteLength(page);
  if (options.json) writeLine({ type: 'report', file, bytes });
  else writeText(`The report is in ${file}: ${thousands(bytes)} bytes.`);
  if (options.open) await (await import('../open-page.js')).openPage(file);
  return 0;
}

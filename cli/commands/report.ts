import { thousands } from '../../reports/words/words.js';
import { writeFileAtomically } from '../files/atomic-file.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { reportSource } from '../workspace/report-source.js';
import { Workspace } from '../workspace/workspace.js';

interface ReportOptions extends CommonOptions {
  readonly output: string;
  readonly open?: boolean;
}

/** `restudy report`: writes the report of the study as the options state it, as one HTML file. Nothing runs. */
export async function report(options: ReportOptions): Promise<number> {
  const file = options.output;
  const workspace = new Workspace(options);
  const steps = await workspace.steps();
  const page = await workspace.withSession(async (session) => {
    const source = await reportSource(steps, session);
    const { reportPage } = await import('../../reports/page/report-page.js');
    return reportPage(source);
  });
  writeFileAtomically('-o', file, page);
  const bytes = Buffer.byteLength(page);
  if (options.json) writeLine({ type: 'report', file, bytes });
  else writeText(`The report is in ${file}: ${thousands(bytes)} bytes.`);
  if (options.open) await (await import('../files/open-page.js')).openPage(file);
  return 0;
}

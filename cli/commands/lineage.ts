import type { Hash, Key } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import { RestudyError } from '../../pipeline/errors.js';
import { ancestors, descendants } from '../../pipeline/history/lineage.js';
import {
  type FileSubject,
  type LineageSubject,
  outputsOf,
  type ResultSubject,
  usersOfSubject,
} from '../../pipeline/history/lineage-subject.js';
import { Provenance } from '../../pipeline/history/provenance.js';
import type { Session } from '../../pipeline/key/session.js';
import { dataSources } from '../../reports/figures/data-sources.js';
import { figuresOf } from '../../reports/figures/figures.js';
import { ancestorsText } from '../../reports/text/lineage/ancestors-text.js';
import { descendantsText } from '../../reports/text/lineage/descendants-text.js';
import { lineageLines, linkLines } from '../../reports/text/lineage/lineage-lines.js';
import { fileTitle, resultTitle } from '../../reports/text/lineage/lineage-sections.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { checkSubjectName, fileSubject, namedSubject } from '../workspace/lineage-subject.js';
import { Workspace } from '../workspace/workspace.js';

interface LineageOptions extends CommonOptions {
  readonly down?: boolean;
  readonly file?: string;
}

/** `restudy lineage`: what made a result, back to the data; or what used it, down to the last step. */
export async function lineage(what: string | undefined, options: LineageOptions): Promise<number> {
  if ((what === undefined) === (options.file === undefined)) {
    throw new RestudyError(
      'bad-usage',
      'restudy lineage takes one thing: a step (svm), an output (latest:svm.model), the beginning of a hash, or --file FILE.',
    );
  }
  const workspace = new Workspace(options);
  const steps = await workspace.steps();
  if (what !== undefined) checkSubjectName(what, steps);
  return workspace.withSession(async (session) => {
    const provenance = new Provenance(session.store.records());
    const { subject, preferred } =
      what === undefined
        ? fileSubject(options.file!, provenance, session)
        : await namedSubject(what, steps, provenance, session, options);
    if (options.down) tellDescendants(subject, provenance, session, options);
    else if (subject.kind === 'file') tellFile(subject, options);
    else tellAncestors(subject, preferred, provenance, session, options);
    return 0;
  });
}

function tellAncestors(
  subject: ResultSubject,
  preferred: ReadonlySet<Key>,
  provenance: Provenance,
  { store }: Session,
  { json }: LineageOptions,
): void {
  const found = ancestors(provenance, subject.record, preferred);
  const readArtifact = (hash: Hash) => store.readArtifact(hash);
  const data = dataSources(
    [...found.values()].map(({ record }) => record),
    readArtifact,
  );
  if (json) {
    writeLine({ type: 'lineage', ...subjectLine(subject) });
    for (const line of lineageLines(found, 'from')) writeLine(line);
    for (const source of data) writeLine({ type: 'lineage-data', ...source });
  } else writeText(ancestorsText(subject, found, data, (record) => figuresOf(record, readArtifact)));
}

function tellDescendants(
  subject: LineageSubject,
  provenance: Provenance,
  { store }: Session,
  { json }: LineageOptions,
): void {
  const users = usersOfSubject(provenance, subject);
  const found = descendants(provenance, users);
  if (json) {
    writeLine({ type: 'lineage', ...subjectLine(subject), usedBy: linkLines(users) });
    for (const line of lineageLines(found, 'usedBy')) writeLine(line);
  } else {
    const title = subject.kind === 'file' ? fileTitle(subject) : resultTitle(subject);
    const figures = (record: StepRecord) => figuresOf(record, (hash) => store.readArtifact(hash));
    writeText(descendantsText(title, users, found, figures));
  }
}

function tellFile(subject: FileSubject, { json }: LineageOptions): void {
  if (json) writeLine({ type: 'lineage', ...subjectLine(subject) });
  else {
    const title = fileTitle(subject).join('\n');
    writeText(`${title}\nIt came from outside: no step made it. --down says what used it.`);
  }
}

function subjectLine(subject: LineageSubject): object {
  if (subject.kind === 'file') {
    return { file: subject.hash, readBy: subject.readers.map(({ step, key }) => ({ step, key })) };
  }
  const { record, alsoMadeBy } = subject;
  return {
    step: record.step,
    key: record.key,
    outputs: outputsOf(subject),
    alsoMadeBy: alsoMadeBy.map(({ key }) => key),
  };
}

import { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { type Hash, isHash, isKey } from '../../../cache/hash.js';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { packageVersion } from '../../../pipeline/code/packages/package-version.js';
import { ancestors, usersOf } from '../../../pipeline/history/lineage.js';
import { Provenance } from '../../../pipeline/history/provenance.js';
import { ArtifactLost, Artifacts } from '../../../pipeline/run/artifacts.js';
import type { Step } from '../../../pipeline/study/step.js';
import { dataSources } from '../../figures/data-sources.js';
import { codeName } from '../../words/record-words.js';
import { contentOrder, hasContent, outputContent } from '../content/output-content.js';
import { standingRecords } from '../standing-records.js';
import type { AncestorView, OutputView, RecordContent, StepContent } from '../wire.js';
import type { LiveWorkspace } from '../workspace.js';

/** What is known of one step's result, and pictures of its outputs. */
export function stepRoutes(workspace: LiveWorkspace): Hono {
  const { study, withSession } = workspace;
  return new Hono()
    .get('/api/steps/:step', async (context) => {
      const id = context.req.param('step');
      const step = study.steps.find((one) => one.id === id);
      if (!step) throw new HTTPException(404, { message: `There is no step "${id}".` });
      const asked = context.req.query('key');
      const key = isKey(asked) ? asked : undefined;
      const content = await withSession(async (session): Promise<StepContent> => {
        const { store } = session;
        const record = key ? store.findRecord(key) : (await standingRecords([id], workspace, session))(id);
        return { step: id, record: record ? recordContent(record, step, store) : null };
      });
      return context.json(content);
    })
    .get('/api/outputs/:hash', async (context) => {
      const type = context.req.query('type') ?? '';
      const hash = context.req.param('hash');
      if (!isHash(hash) || !hasContent(type)) {
        throw new HTTPException(404, { message: `There is nothing to be seen of a "${type}" of this hash.` });
      }
      const value = await withSession(async ({ store }) => loadValue(hash, store));
      const content = outputContent(type, value);
      if (!content) throw new HTTPException(404, { message: `This artifact is no "${type}".` });
      return context.json(content);
    });
}

function loadValue(hash: Hash, store: Store): unknown {
  try {
    return new Artifacts({ readArtifact: (one) => store.readArtifact(one, 'keep') }).load(hash);
  } catch (error) {
    if (!(error instanceof ArtifactLost)) throw error;
    throw new HTTPException(404, { message: 'This artifact is not kept any more, or was damaged.' });
  }
}

function recordContent(record: StepRecord, step: Step, store: Store): RecordContent {
  const { key, parts, circumstances, log, blessed } = record;
  const provenance = new Provenance(store.records());
  const lineage = ancestors(provenance, record);
  const above = [...lineage.values()].map((node) => node.record).filter((one) => one.key !== key);
  const list = (hashes: Readonly<Record<string, Hash>>) =>
    Object.entries(hashes).map(([name, hash]) => ({ name, hash }));
  return {
    key,
    params: parts.params,
    format: parts.format,
    code: Object.entries(parts.code).map(([place, code]) => ({
      name: codeName(place, code),
      hash: code.hash,
      packages: Object.entries(code.packages).map(([one, version]) => `${one} ${packageVersion(version)}`),
    })),
    inputs: list(parts.inputs),
    files: list(parts.files),
    outputs: outputViews(record, step, store),
    circumstances,
    blessedFrom: blessed?.from ?? null,
    log,
    madeFrom: above.map((one) => ancestorView(one, lineage)),
    data: dataSources([record, ...above], (hash) => store.readArtifact(hash, 'keep')),
    usedBy: usersOf(provenance, record.outputs).map(({ record: user }) => ({
      step: user.step,
      key: user.key,
    })),
  };
}

function outputViews({ outputs }: StepRecord, { stage }: Step, store: Store): OutputView[] {
  const sizes = new Map(store.artifacts().map(({ hash, byteLength }) => [hash, byteLength]));
  const views = Object.entries(outputs).map(([name, hash]) => {
    const type = stage.outputs[name]?.name ?? '';
    return { name, type, hash, bytes: sizes.get(hash) ?? null, hasContent: hasContent(type) };
  });
  return views.sort((first, second) => Math.sign(contentOrder(first.type) - contentOrder(second.type)) || 0);
}

function ancestorView(record: StepRecord, lineage: ReturnType<typeof ancestors>): AncestorView {
  const gave = [...lineage.values()].flatMap((node) =>
    node.links
      .filter((link) => link.record.key === record.key)
      .flatMap(({ wires }) => wires.map(({ output }) => output)),
  );
  const { step, key, circumstances } = record;
  return {
    step,
    key,
    startedAt: circumstances.startedAt,
    seconds: circumstances.seconds,
    gave: [...new Set(gave)],
  };
}

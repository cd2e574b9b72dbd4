import { Hono } from 'hono';
import * as z from 'zod';
import { isKey } from '../../../cache/hash.js';
import type { StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { type PlannedStep, planSteps, planTotal } from '../../../pipeline/plan/plan.js';
import { configure } from '../../../pipeline/study/configure.js';
import type { Study } from '../../../pipeline/study/study.js';
import { figuresOf, figuresText, hasFigures, headline } from '../../figures/figures.js';
import { totalText, whyTexts } from '../../text/plan-text.js';
import { jsonBody, smallBody } from '../body.js';
import { layOut } from '../content/graph-layout.js';
import { configureWith, overridesSchema } from '../content/overrides.js';
import { paramFields } from '../content/param-fields.js';
import type { Hub } from '../events/hub.js';
import type { FigureView, GraphLayout, Overrides, PlanContent, PlannedView, StudyContent } from '../wire.js';
import type { LiveControls, LiveWorkspace } from '../workspace.js';

const request = z.strictObject({ overrides: overridesSchema });
const MOST_FIGURES = 200;

/** The study and what a run of it would do; starting one, and ending it. */
export function studyRoutes(workspace: LiveWorkspace, controls: LiveControls, hub: Hub): Hono {
  const { study } = workspace;
  let layout: Promise<GraphLayout> | undefined;
  const plans = new SharedWork<PlanContent>();
  return new Hono()
    .get('/api/study', async (context) => {
      layout ??= layOut(study);
      const content = studyContent(study, await workspace.settings(), await layout);
      return context.json(content);
    })
    .get('/api/figures', async (context) => {
      const keys = (context.req.query('keys') ?? '').split(',').slice(0, MOST_FIGURES);
      const figures = await workspace.withSession(async ({ store }) => figuresOfKeys(keys, store));
      return context.json(figures);
    })
    .post('/api/plan', smallBody, async (context) => {
      const { overrides } = await jsonBody(context, request);
      // A plan from before a run's end says nothing after it.
      const run = hub.run();
      const name = JSON.stringify([run?.number, run?.end, overrides]);
      return context.json(await plans.do(name, () => planOf(overrides, workspace)));
    })
    .post('/api/run', smallBody, async (context) => {
      const { overrides } = await jsonBody(context, request);
      const configured = configureWith(study, await workspace.settings(), overrides);
      if ('problems' in configured) return context.json(configured, 422);
      controls.run(overrides);
      return context.json({}, 202);
    })
    .post('/api/cancel', smallBody, async (context) => {
      await jsonBody(context, z.strictObject({}));
      controls.cancel();
      return context.json({}, 202);
    });
}

async function planOf(overrides: Overrides, workspace: LiveWorkspace): Promise<PlanContent> {
  const configured = configureWith(workspace.study, await workspace.settings(), overrides);
  if ('problems' in configured) return configured;
  const planned = await workspace.withSession((session) => planSteps(configured.steps, session));
  return { steps: planned.map(plannedView), total: totalText(planTotal(planned)) };
}

function studyContent(
  study: Study,
  settings: Parameters<typeof configure>[1],
  layout: GraphLayout,
): StudyContent {
  const steps = configure(study, settings).map((step) => ({
    id: step.id,
    stage: step.stage.name,
    hasFigures: hasFigures(step.stage.name),
    fields: paramFields(step),
    inputs: Object.entries(step.inputs).map(([name, output]) => ({
      name,
      step: output.step,
      output: output.name,
    })),
  }));
  return { name: study.name, steps, layout };
}

function plannedView(planned: PlannedStep): PlannedView {
  const { step, action, lastSeconds } = planned;
  return {
    step,
    action,
    reasons: whyTexts(planned),
    ...(planned.action === 'hit' ? { key: planned.record.key } : {}),
    ...(lastSeconds === undefined ? {} : { lastSeconds }),
  };
}

function figuresOfKeys(keys: readonly string[], store: Store): Record<string, FigureView> {
  const records = keys.flatMap((key): StepRecord[] => {
    const record = isKey(key) ? store.findRecord(key) : undefined;
    return record ? [record] : [];
  });
  return Object.fromEntries(
    records.flatMap((record) => {
      const figures = figuresOf(record, (hash) => store.readArtifact(hash, 'keep'));
      if (!figures) return [];
      return [[record.key, { short: headline(figures), long: figuresText(figures) }]];
    }),
  );
}

/** Work that several pages ask for at the same moment, such as after a run, is done once for all of them. */
class SharedWork<Result> {
  readonly #underWay = new Map<string, Promise<Result>>();

  /** The work of this name, begun now unless it is under way. */
  do(name: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.#underWay.get(name);
    if (known) return known;
    const begun = work().finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, begun);
    return begun;
  }
}

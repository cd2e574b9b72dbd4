import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Finished, finished, startIn, temporaryFolder } from './restudy.js';
import { linkPackages } from './workspace/own-project.js';

// restudy run --check: what was a hit is executed again.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const STAGE = `import { artifactType, defineStage, defineStudy } from 'restudy';
import * as z from 'zod';
const numbers = artifactType('numbers');
const stage = (name, run) =>
  defineStage({ name, module: import.meta.url, params: z.strictObject({}), inputs: {}, outputs: { numbers }, uses: {}, run });
`;

/** Steps whose stages give what these expressions say. */
function projectOf(name: string, steps: Readonly<Record<string, string>>) {
  const project = path.join(folder, name);
  mkdirSync(project);
  const stages = Object.entries(steps).map(
    ([step, numbers]) => `export const ${step} = stage('${step}', async () => ({ numbers: ${numbers} }));`,
  );
  const placed = Object.keys(steps).map((step) => `  step('${step}', ${step}, {});`);
  const study = `export default defineStudy('${name}', (step) => {\n${placed.join('\n')}\n});`;
  writeFileSync(path.join(project, 'study.mjs'), [STAGE, ...stages, study, ''].join('\n'));
  writeFileSync(
    path.join(project, 'package.json'),
    JSON.stringify({ name, type: 'module', restudy: { study: 'study.mjs' } }),
  );
  linkPackages(project);
  return (...args: string[]): Promise<Finished> => finished(startIn(project, args));
}

/** step -> verdict */
function checked({ lines }: Finished): Record<string, unknown> {
  const told = lines.filter(({ type }) => type === 'checked-step');
  return Object.fromEntries(told.map(({ step, verdict }) => [String(step), verdict]));
}

describe('a run that checks its hits', () => {
  const restudy = projectOf('steady', { one: '[1]', two: '[2]', three: '[3]', four: '[4]', five: '[5]' });

  test('has nothing to check where all ran, and says so', async () => {
    const { code, stdout } = await restudy('run', '--check');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Nothing was a hit, so there was nothing to check\.\n$/m);
  });

  test('executes three of them again, or all', async () => {
    const sample = await restudy('run', '--check', '--json');
    expect(sample.code).toBe(0);
    expect(Object.values(checked(sample))).toEqual(['reproduced', 'reproduced', 'reproduced']);
    const types = sample.lines.map(({ type }) => type);
    expect(types.indexOf('checked-step')).toBeGreaterThan(types.indexOf('run-ended'));
    const all = await restudy('run', '--check', 'all');
    expect(all.code).toBe(0);
    expect(all.stdout.match(/^\w+: checked, the same bytes$/gm)).toHaveLength(5);
    expect(all.stdout).toMatch(/^5 of 5 checked gave the same bytes \(of 5 hits\)$/m);
  });

  test('checks of the steps asked for, and records nothing but the run', async () => {
    const before = (await restudy('cache', 'stats', '--json')).lines[0]!;
    expect(checked(await restudy('run', 'two', '--check', '--json'))).toEqual({ two: 'reproduced' });
    const after = (await restudy('cache', 'stats', '--json')).lines[0]!;
    const kept = ({ artifacts, records, cells }: typeof before) => ({ artifacts, records, cells });
    expect(kept(after)).toEqual(kept(before));
  });

  test('refuses what it does not know, and a page, and names the way out', async () => {
    const [step, page] = await Promise.all([
      restudy('run', '--check', 'two'),
      restudy('run', '--check', '--ui'),
    ]);
    expect(step).toMatchObject({
      code: 2,
      stderr:
        'restudy: --check takes "all", or nothing for a sample; got "two". Steps go before it: restudy run two --check.\n',
    });
    expect(page.code).toBe(2);
    expect(page.stderr).toMatch(/^restudy: --check cannot go with --ui, .*restudy run --check.*\n$/);
  });
});

describe('a hit that is wrong', () => {
  const restudy = projectOf('chance', { steady: '[1]', chance: '[1, Math.random()]' });

  test('is found, with how far it is off and what can be done, and fails the command', async () => {
    expect((await restudy('run')).code).toBe(0);
    const { code, stdout } = await restudy('run', '--check');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^steady: checked, the same bytes$/m);
    expect(stdout).toMatch(
      /^chance: WRONG: numbers: \d+ of \d+ bytes differ.*\n +\[1\]: 0\.\d+ was recorded, now 0\.\d+$/m,
    );
    expect(stdout).toMatch(/^1 of 2 checked gave the same bytes \(of 2 hits\)$/m);
    expect(stdout).toContain('To compute and record anew: restudy run --force chance');
    const told = await restudy('run', '--check', '--json');
    expect(told.code).toBe(1);
    expect(checked(told)).toEqual({ steady: 'reproduced', chance: 'differs' });
  });
});

import type { StudyContent } from '../../wire.js';
import { overrides, resetAll, resetParam } from '../state/state.js';

/** The params that are not as the program's own options have them, each with a way back. */
export function Changes({ study }: { readonly study: StudyContent }) {
  const changes = Object.entries(overrides.value).flatMap(([step, params]) =>
    Object.entries(params).map(([name, value]) => ({ step, name, value })),
  );
  if (changes.length === 0) return null;
  return (
    <section class="changes" aria-label="Changed params">
      <h2 class="changes-title">Changed</h2>
      <ul class="chips">
        {changes.map(({ step, name, value }) => {
          const before = study.steps.find(({ id }) => id === step)?.fields.find((one) => one.name === name);
          return (
            <li key={`${step}.${name}`} class="chip">
              <span class="mono">
                {step}.{name}
              </span>{' '}
              <span class="quiet">{JSON.stringify(before?.value)} →</span> {JSON.stringify(value)}
              <button
                type="button"
                class="chip-reset"
                aria-label={`Reset ${step}.${name}`}
                onClick={() => resetParam(step, name)}
              >
                ×
              </button>
            </li>
          );
        })}
      </ul>
      <button type="button" class="link-button" onClick={resetAll}>
        Reset all
      </button>
    </section>
  );
}

import type { StudyStep } from '../../wire.js';
import { LookIcon } from '../parts/look-icon.js';
import { go } from '../state/route.js';
import { display, figures, overrides, problems } from '../state/state.js';

/** A step in the graph: its name, what state it is in, and how far it is. */
export function StepCard({ step, selected }: { readonly step: StudyStep; readonly selected: boolean }) {
  const { id, stage } = step;
  const { look, text, fraction, key } = display(id);
  const figure = key === undefined ? undefined : figures.value[key];
  const isChanged = Object.hasOwn(overrides.value, id);
  const isWrong = problems.value.some((problem) => problem.step === id);
  return (
    <button
      type="button"
      class="card"
      data-step={id}
      data-look={look}
      data-changed={isChanged}
      aria-pressed={selected}
      title={`${id} (${stage})`}
      onClick={() => go({ page: 'study', ...(selected ? {} : { step: id }) })}
    >
      {fraction !== undefined && <span class="card-progress" style={{ transform: `scaleX(${fraction})` }} />}
      <LookIcon look={look} />
      <span class="card-words">
        <span class="card-id">{id}</span>
        <span class="card-text">
          {isWrong ? (
            'a param is wrong'
          ) : figure ? (
            <>
              {look} · <span class="card-figure">{figure.short}</span>
            </>
          ) : (
            text
          )}
        </span>
      </span>
    </button>
  );
}

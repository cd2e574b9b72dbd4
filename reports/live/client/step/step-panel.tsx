import { useEffect, useRef, useState } from 'preact/hooks';
import { type ClassNamer, classNamer } from '../../../words/class-namer.js';
import { shortHash } from '../../../words/words.js';
import type { RecordContent, StepContent, StudyStep } from '../../wire.js';
import { get } from '../state/api.js';
import { go, linkTo } from '../state/route.js';
import { attempt, display } from '../state/state.js';
import { Outputs } from './outputs.js';
import { ParamForm } from './param-form.js';
import { RecordView } from './record-view.js';

/** All there is to know of a step: its params, why it runs, its record, and pictures of its outputs. */
export function StepPanel({ step }: { readonly step: StudyStep }) {
  const { id, stage } = step;
  const { text, key, reasons, look, message } = display(id);
  const content = useStepContent(id, key, look);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);
  const leave = () => leaveStep(id);
  useEffect(() => {
    const leaveOnEscape = ({ key: pressed }: KeyboardEvent) => pressed === 'Escape' && leaveStep(id);
    addEventListener('keydown', leaveOnEscape);
    return () => removeEventListener('keydown', leaveOnEscape);
  }, [id]);
  const record = content?.record ?? null;
  return (
    <section class="panel" aria-labelledby="panel-title">
      <header class="panel-header">
        <div>
          <h2 id="panel-title" class="panel-title" tabIndex={-1} ref={title}>
            {id}
          </h2>
          <p class="quiet">
            {stage} · {text}
          </p>
        </div>
        <button type="button" class="button" onClick={leave}>
          Close
        </button>
      </header>
      <div class="panel-columns">
        <div class="panel-column">
          <ParamForm step={step} />
          <Inputs step={step} hashes={record?.inputs ?? []} />
        </div>
        <div class="panel-column">
          <section>
            <h3>Why</h3>
            {reasons.length > 0 ? (
              <ul class="plain-list">
                {reasons.map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            ) : (
              <p class="quiet">
                {look === 'hit'
                  ? 'Nothing that could change its result has changed.'
                  : 'Nothing is known yet.'}
              </p>
            )}
            {message !== undefined && <p class="failure">{message}</p>}
          </section>
          {record ? (
            <RecordView record={record} />
          ) : (
            <p class="quiet">{content ? 'There is no result of it yet.' : 'Loading …'}</p>
          )}
        </div>
        <div class="panel-column panel-outputs">
          {record && <Outputs outputs={record.outputs} nameOf={classNamerOf(record)} />}
        </div>
      </div>
    </section>
  );
}

/** Calls classes as the data does that a record goes back to; of several, nobody knows whose labels these are. */
function classNamerOf({ data }: RecordContent): ClassNamer {
  const described = data.flatMap(({ description }) => description ?? []);
  return classNamer(described.length === 1 ? described[0]!.classNames : undefined);
}

function Inputs({
  step,
  hashes,
}: {
  readonly step: StudyStep;
  readonly hashes: readonly { readonly name: string; readonly hash: string }[];
}) {
  if (step.inputs.length === 0) return null;
  return (
    <section>
      <h3>Inputs</h3>
      <ul class="plain-list">
        {step.inputs.map(({ name, step: from, output }) => {
          const hash = hashes.find((one) => one.name === name)?.hash;
          return (
            <li key={name}>
              <span class="quiet">{name}</span>{' '}
              <a href={linkTo({ page: 'study', step: from })}>
                {from}.{output}
              </a>{' '}
              {hash && <code title={hash}>{shortHash(hash)}</code>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Closes the panel; the focus goes back to the card that it was opened from. */
function leaveStep(id: string): void {
  go({ page: 'study' });
  document.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus();
}

/** The record of a step, asked for anew whenever it may be another one. */
function useStepContent(id: string, key: string | undefined, look: string): StepContent | undefined {
  const [content, setContent] = useState<StepContent>();
  useEffect(() => {
    let wanted = true;
    const query = key !== undefined && (look === 'hit' || look === 'ran') ? `?key=${key}` : '';
    void attempt(async () => {
      const found = await get<StepContent>(`/api/steps/${encodeURIComponent(id)}${query}`);
      if (wanted) setContent(found);
    });
    return () => {
      wanted = false;
    };
  }, [id, key, look === 'hit' || look === 'ran']);
  return content;
}

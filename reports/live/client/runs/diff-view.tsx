import { useEffect, useState } from 'preact/hooks';
import { duration } from '../../../words/words.js';
import type { DiffContent, DiffSide } from '../../wire.js';
import { Scroll } from '../parts/scroll.js';
import { get } from '../state/api.js';
import { linkTo } from '../state/route.js';
import { attempt } from '../state/state.js';

/** Two runs side by side, step by step. */
export function DiffView({ before, now }: { readonly before: string; readonly now: string }) {
  const [content, setContent] = useState<DiffContent>();
  useEffect(() => {
    let wanted = true;
    void attempt(async () => {
      const query = new URLSearchParams({ before, now });
      const found = await get<DiffContent>(`/api/diff?${query}`);
      if (wanted) setContent(found);
    });
    return () => {
      wanted = false;
    };
  }, [before, now]);
  if (!content) return null;
  const changed = content.rows.filter(({ changes, same }) => changes.length > 0 || same === false);
  return (
    <section class="diff" aria-labelledby="diff-title">
      <h2 id="diff-title">What differs</h2>
      <p class="quiet">
        {changed.length === 0
          ? 'Nothing that could change a result.'
          : `${changed.length} of ${content.rows.length} steps.`}
      </p>
      <Scroll label="Steps of both runs">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Outcome</th>
              <th scope="col">Result</th>
              <th scope="col">Score</th>
              <th scope="col">Took</th>
              <th scope="col">What changed</th>
            </tr>
          </thead>
          <tbody>
            {content.rows.map(({ step, before: old, now: current, same, figures, changes }) => (
              <tr key={step} data-changed={same === false}>
                <th scope="row">
                  <a href={linkTo({ page: 'study', step })}>{step}</a>
                </th>
                <td class="nowrap">{change(old?.outcome ?? 'not in it', current?.outcome ?? 'not in it')}</td>
                <td>{resultText(old, current, same)}</td>
                <td class="nowrap">{figures.replace('->', '→')}</td>
                <td class="nowrap">{change(tookText(old), tookText(current))}</td>
                <td>{changes.join('; ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </section>
  );
}

function resultText(before: DiffSide | null, now: DiffSide | null, same: boolean | null): string {
  if (!before || !now) return '';
  return same === null ? 'unknown' : same ? 'same' : 'changed';
}

function tookText(side: DiffSide | null): string {
  return side?.seconds == null ? '' : duration(side.seconds);
}

function change(before: string, now: string): string {
  return before === now ? before : [before, '→', now].filter(Boolean).join(' ');
}

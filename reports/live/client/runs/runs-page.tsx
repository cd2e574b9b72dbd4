import { useEffect, useState } from 'preact/hooks';
import { duration } from '../../../words/words.js';
import type { RunListing, RunsContent } from '../../wire.js';
import { Scroll } from '../parts/scroll.js';
import { get } from '../state/api.js';
import { momentText } from '../state/format.js';
import { go, type Route, route } from '../state/route.js';
import { attempt, run } from '../state/state.js';
import { DiffView } from './diff-view.js';

/** The history of runs, and what differs between two of them. */
export function RunsPage() {
  const content = useRuns();
  if (!content) return <p class="quiet loading">Loading the runs …</p>;
  const { runs, total } = content;
  const [latest, previous] = runs;
  if (!latest)
    return <p class="quiet loading">There are no runs yet. Run the study, and they appear here.</p>;
  const chosen: Partial<Extract<Route, { page: 'runs' }>> = route.value.page === 'runs' ? route.value : {};
  const before = chosen.before ?? previous?.id ?? latest.id;
  const now = chosen.now ?? latest.id;
  return (
    <>
      <section class="runs" aria-labelledby="runs-title">
        <h2 id="runs-title">Runs</h2>
        <Scroll label="List of runs" class="runs-scroll">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">Before</th>
                <th scope="col">Now</th>
                <th scope="col">Started</th>
                <th scope="col">Outcome</th>
                <th scope="col" class="number">
                  Took
                </th>
                <th scope="col">Steps</th>
                <th scope="col">Tags</th>
                <th scope="col">Command</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((one) => (
                <RunRow key={one.id} run={one} before={before} now={now} />
              ))}
            </tbody>
          </table>
        </Scroll>
        {total > runs.length && (
          <p class="quiet">
            The newest {runs.length} of {total}. restudy runs lists all.
          </p>
        )}
      </section>
      {before !== now && <DiffView before={before} now={now} />}
    </>
  );
}

function RunRow({
  run: one,
  before,
  now,
}: {
  readonly run: RunListing;
  readonly before: string;
  readonly now: string;
}) {
  const { id, startedAt, seconds, outcome, counts, tags, command } = one;
  const choice = (name: 'before' | 'now', chosen: string) => (
    <td>
      <input
        type="radio"
        name={name}
        checked={chosen === id}
        aria-label={`${name}: the run of ${momentText(startedAt)}`}
        onChange={() => go({ page: 'runs', before, now, [name]: id })}
      />
    </td>
  );
  return (
    <tr>
      {choice('before', before)}
      {choice('now', now)}
      <th scope="row" title={id} class="nowrap">
        {momentText(startedAt)}
      </th>
      <td data-outcome={outcome ?? 'killed'}>{outcome ?? 'killed'}</td>
      <td class="number nowrap">{seconds === null ? '' : duration(seconds)}</td>
      <td class="nowrap">{countsText(counts)}</td>
      <td>{tags.join(', ')}</td>
      <td class="command" title={command}>
        <code>{command}</code>
      </td>
    </tr>
  );
}

function countsText({ hit, ...others }: RunListing['counts']): string {
  const words = Object.entries(others).map(([outcome, count]) => `${count} ${outcome}`);
  return [hit === 1 ? '1 hit' : `${hit} hits`, ...words].filter((text) => !text.startsWith('0 ')).join(', ');
}

/** The runs, asked for again when one has ended. */
function useRuns(): RunsContent | undefined {
  const [content, setContent] = useState<RunsContent>();
  const ended = run.value?.end ? run.value.number : 0;
  useEffect(() => {
    void attempt(async () => setContent(await get<RunsContent>('/api/runs')));
  }, [ended]);
  return content;
}

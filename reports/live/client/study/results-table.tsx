import type { StudyContent } from '../../wire.js';
import { linkTo } from '../state/route.js';
import { display, figures } from '../state/state.js';

/** What the study came to: each evaluated model and each grid search, with the figures that there are. */
export function ResultsTable({ study }: { readonly study: StudyContent }) {
  const rows = study.steps.flatMap(({ id }) => {
    const { key } = display(id);
    const figure = key === undefined ? undefined : figures.value[key];
    return figure ? [{ id, figure }] : [];
  });
  return (
    <section class="results" aria-labelledby="results-title">
      <h2 id="results-title">Results</h2>
      {rows.length === 0 ? (
        <p class="quiet">There are none yet. Run the study, and they appear here as they come.</p>
      ) : (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Figures</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, figure }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={linkTo({ page: 'study', step: id })}>{id}</a>
                </th>
                <td>{figure.long}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

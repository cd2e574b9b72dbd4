import { percent } from '../../../words/words.js';
import type { CandidateView } from '../../wire.js';
import { Scroll } from './scroll.js';

const WIDTH = 220;
const HEIGHT = 22;
const MARGIN = 6;

/** The candidates of a grid search: the mean of each, and where its folds lie on a scale that all share. */
export function GridScores({ candidates }: { readonly candidates: readonly CandidateView[] }) {
  const all = candidates.flatMap(({ splitScores }) => splitScores);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const range = most - least || 1;
  const place = (score: number) => MARGIN + ((score - least) / range) * (WIDTH - 2 * MARGIN);
  return (
    <Scroll label="Scores of the candidates">
      <table class="table table-small">
        <caption>
          Mean scores; each tick is a fold, from {percent(least)} to {percent(most)}
        </caption>
        <thead>
          <tr>
            <th scope="col">Candidate</th>
            <th scope="col" class="number">
              Mean
            </th>
            <th scope="col" class="number">
              ± std
            </th>
            <th scope="col">Folds</th>
          </tr>
        </thead>
        <tbody>
          {candidates.map(({ name, mean, std, splitScores, rank }) => (
            <tr key={name} data-best={rank === 1}>
              <th scope="row">
                {name}
                {rank === 1 && <span class="badge">best</span>}
              </th>
              <td class="number">{percent(mean)}</td>
              <td class="number">{percent(std)}</td>
              <td>
                <svg
                  class="strip"
                  viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
                  width={WIDTH}
                  height={HEIGHT}
                  role="img"
                  aria-label={`folds: ${splitScores.map((score) => percent(score)).join(', ')}`}
                >
                  <line
                    class="strip-range"
                    x1={place(Math.min(...splitScores))}
                    x2={place(Math.max(...splitScores))}
                    y1={HEIGHT / 2}
                    y2={HEIGHT / 2}
                  />
                  {splitScores.map((score, index) => (
                    <line
                      key={index}
                      class="strip-fold"
                      x1={place(score)}
                      x2={place(score)}
                      y1={HEIGHT / 2 - 5}
                      y2={HEIGHT / 2 + 5}
                    />
                  ))}
                  <circle class="strip-mean" cx={place(mean)} cy={HEIGHT / 2} r={3.5} />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

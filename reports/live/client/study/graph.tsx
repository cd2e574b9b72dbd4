import type { StudyContent } from '../../wire.js';
import { StepCard } from './step-card.js';

/** The steps and their wiring, from left to right. In a narrow window it is a list (page.css). */
export function Graph({
  study: { layout, steps },
  selected,
}: {
  readonly study: StudyContent;
  readonly selected: string | undefined;
}) {
  const places = new Map(layout.nodes.map((node) => [node.step, node]));
  return (
    <section class="graph" aria-label="Steps">
      <div
        class="graph-plane"
        style={{
          '--width': `${layout.width}px`,
          '--height': `${layout.height}px`,
          '--card-width': `${layout.nodeWidth}px`,
          '--card-height': `${layout.nodeHeight}px`,
        }}
      >
        <svg class="graph-edges" width={layout.width} height={layout.height} aria-hidden="true">
          {layout.edges.map(({ from, to, path }) => (
            <path
              key={`${from} ${to}`}
              d={path}
              class={from === selected || to === selected ? 'edge edge-selected' : 'edge'}
            />
          ))}
        </svg>
        <ul class="graph-steps">
          {steps.map((step) => {
            const { x = 0, y = 0 } = places.get(step.id) ?? {};
            return (
              <li key={step.id} class="graph-step" style={{ '--x': `${x}px`, '--y': `${y}px` }}>
                <StepCard step={step} selected={step.id === selected} />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}

import { linkTo, route } from './state/route.js';
import { study } from './state/state.js';

const TABS = [
  { page: 'study', title: 'Study' },
  { page: 'runs', title: 'Runs' },
  { page: 'draw', title: 'Draw' },
] as const;

export function Header() {
  return (
    <header class="header">
      <a class="skip-link" href={linkTo(route.value)} onClick={skip}>
        Skip to the content
      </a>
      <h1 class="brand">Restudy {study.value && <span class="brand-study">{study.value.name}</span>}</h1>
      <nav class="tabs" aria-label="Pages">
        {TABS.map(({ page, title }) => (
          <a
            key={page}
            class="tab"
            href={linkTo({ page })}
            aria-current={route.value.page === page ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
    </header>
  );
}

function skip(event: Event): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

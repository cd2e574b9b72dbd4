import { DrawPage } from './draw/draw-page.js';
import { Header } from './header.js';
import { RunsPage } from './runs/runs-page.js';
import { route } from './state/route.js';
import { connected, study, trouble } from './state/state.js';
import { StudyPage } from './study/study-page.js';

export function App() {
  const { page } = route.value;
  return (
    <>
      <Header />
      <main id="content" tabIndex={-1}>
        {!connected.value && study.value && (
          <p class="banner" role="status">
            The connection to the server is lost. What is shown may be old; it is tried again every second.
          </p>
        )}
        {trouble.value !== undefined && (
          <p class="banner banner-trouble" role="alert">
            {trouble.value}
          </p>
        )}
        {study.value === undefined ? (
          <p class="quiet loading">Loading the study …</p>
        ) : page === 'runs' ? (
          <RunsPage />
        ) : page === 'draw' ? (
          <DrawPage />
        ) : (
          <StudyPage study={study.value} />
        )}
      </main>
    </>
  );
}

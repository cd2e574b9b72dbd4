import type { Hub } from '../../reports/live/events/hub.js';
import { serveLive } from '../../reports/live/server.js';
import type { LiveControls } from '../../reports/live/workspace.js';
import type { CommonOptions } from '../options/options.js';
import { readSettings } from '../options/settings.js';
import type { Workspace } from '../workspace/workspace.js';
import { CacheReader } from './cache-reader.js';

export interface LivePageOptions extends CommonOptions {
  /** Where it is served; 0 for any port that is free. */
  readonly port: number;
}

export interface LivePage {
  /** Where it is: `http://127.0.0.1:4784/`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a live page of this study, with all that is behind it. Throws a RestudyError for a port that is taken.
 * @param hub told by the caller of the runs that the page shows.
 * @param controls what the page's buttons do.
 */
export async function openLivePage(
  options: LivePageOptions,
  workspace: Workspace,
  hub: Hub,
  controls: LiveControls,
): Promise<LivePage> {
  const { port } = options;
  const reader = new CacheReader(workspace);
  const server = await serveLive({
    hub,
    controls,
    workspace: {
      study: await workspace.study(),
      settings: () => readSettings(options),
      withSession: (body) => reader.read(body),
    },
    port,
    assets: assetsFolder(),
  });
  return {
    url: server.url,
    async close() {
      await server.close();
      await reader.close();
    },
  };
}

/** The page's files are built, for the sources too. */
function assetsFolder(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? '../../dist/live/' : './live/', import.meta.url);
}

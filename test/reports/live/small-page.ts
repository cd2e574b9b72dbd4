import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import type { Study } from '../../../pipeline/study/study.js';
import { Hub } from '../../../reports/live/events/hub.js';
import { serveLive } from '../../../reports/live/server.js';
import type { Overrides } from '../../../reports/live/wire.js';
import type { LiveWorkspace } from '../../../reports/live/workspace.js';
import { root } from '../../cli/restudy.js';
import { FakeFingerprints, runStudy, smallStudy } from '../../pipeline/small-study.js';

/** A live page of a small study in this process. A run computes in this process too, as no real one does. */
export async function servePage(
  study: Study = smallStudy,
  settings: LiveWorkspace['settings'] = async () => [],
) {
  const hub = new Hub();
  const store = memoryStore();
  const session = {
    study: study.name,
    store,
    fingerprints: new FakeFingerprints(),
    resources: {} as never,
    threads: 1,
  };
  const asked: (Overrides | 'cancel')[] = [];
  const run = async (overrides: Overrides): Promise<void> => {
    hub.begin(overrides);
    await runStudy(study, store, { onEvent: (event) => hub.show(event) });
    hub.end({ outcome: 'done' });
  };
  const server = await serveLive({
    hub,
    controls: {
      run(overrides) {
        asked.push(overrides);
        void run(overrides);
      },
      cancel: () => void asked.push('cancel'),
    },
    workspace: { study, settings, withSession: (body) => body(session) },
    port: 0,
    assets: pathToFileURL(`${path.join(root, 'dist/live')}/`),
  });
  const { port } = new URL(server.url);
  return { ...server, hub, store, asked, run, port: Number(port), ask: asker(Number(port)) };
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Sends requests as nobody's browser would, if need be. */
function asker(port: number) {
  return (
    method: string,
    place: string,
    headers: Readonly<Record<string, string>> = {},
    body?: string,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = http.request({ host: '127.0.0.1', port, method, path: place, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          // A stream of events does not end by itself: its beginning is answer enough.
          if (response.headers['content-type']?.startsWith('text/event-stream')) response.destroy();
        });
        response.on('close', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      request.on('error', reject);
      request.end(body);
    });
}

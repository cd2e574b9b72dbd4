// Tries projects and their edits in a process of its own, whose memory is given back when it ends: told a history by its
// parent, it tells what came of that.
import { register } from 'node:module';
import type { History } from './generator.js';
import { type Tried, tryHistory } from './try-history.js';

export interface Task {
  readonly history: History;
  readonly number: number;
}

const [folder, library, hooks] = process.argv.slice(2) as [string, string, string?];
if (hooks !== undefined) register(hooks);
const restudy = await import(library);

process.on('message', async ({ history, number }: Task) => {
  const tried: Tried = await tryHistory(history, folder, restudy, number);
  process.send!(tried);
});
process.send!('ready');

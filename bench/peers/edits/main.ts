// The same edits tried on Restudy and on four tools from PyPI: which steps run again, and whether the result is right.
//   node scripts/build.mjs && node --import ./scripts/ts-node.mjs bench/peers/edits/main.ts [TOOL ...]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { type Column, editsTable } from './edits-table.js';
import { editsWithEffect } from './edits-with-effect.js';
import { editsWithoutEffect } from './edits-without-effect.js';
import { type Environment, openEnvironment } from './python.js';
import { peers, pythonTool } from './python-tools.js';
import { restudy } from './restudy.js';
import type { Tool } from './tool.js';
import { tryEdit } from './try-edit.js';

/** As many edits are tried at once. */
const AT_ONCE = 2;

const edits = [...editsWithoutEffect, ...editsWithEffect];

function tell(line: string): void {
  process.stderr.write(`  ${line}\n`);
}

/** Tries all edits on a tool. */
async function columnOf(tool: Tool, parent: string): Promise<Column> {
  const limit = pLimit(AT_ONCE);
  const findings = await Promise.all(
    edits.map((edit) =>
      limit(async () => {
        const finding = await tryEdit(edit, tool, parent);
        tell(`${tool.name}, ${edit.id}: ${finding.verdict} (${finding.because})`);
        return finding;
      }),
    ),
  );
  return { name: tool.name, findings };
}

/** The peers one after the other; one that cannot be installed is an empty column. */
async function columnsOfPeers(chosen: typeof peers, parent: string): Promise<Column[]> {
  const columns: Column[] = [];
  let environment: Environment | undefined;
  for (const peer of chosen) {
    let tool: Tool;
    try {
      tell(`installing ${peer.id}`);
      environment ??= await openEnvironment();
      await environment.install(peer.id);
      tool = pythonTool(peer, environment);
    } catch (error) {
      const { message } = error as Error;
      const [reason] = /ERROR: .*/.exec(message) ?? message.split('\n');
      columns.push({ name: peer.title, missing: `it could not be installed: ${reason}` });
      continue;
    }
    columns.push(await columnOf(tool, parent));
  }
  return columns;
}

/** Prints the table for the tools that are named, or all. */
async function main(names: readonly string[]): Promise<number> {
  const known = [restudy, ...peers].map(({ id }): string => id);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`edits: there is no tool "${unknown}". There is: ${known.join(', ')}\n`);
    return 2;
  }
  const isChosen = ({ id }: { readonly id: string }) => names.length === 0 || names.includes(id);
  const parent = mkdtempSync(path.join(tmpdir(), 'restudy-edits-'));
  try {
    const ours = isChosen(restudy) ? [await columnOf(restudy, parent)] : [];
    const theirs = await columnsOfPeers(peers.filter(isChosen), parent);
    process.stdout.write(`${editsTable(edits, [...ours, ...theirs])}\n`);
    return 0;
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));

import path from 'node:path';

/** The options, of all commands (main.ts), whose value is a file or a folder. */
export const PATH_OPTIONS: readonly string[] = [
  '--cache',
  '--study',
  '--params',
  '--sign',
  '--public-key',
  '--file',
  '--ro-crate',
  '--output',
  '-o',
];

/** An option and its value in one: `--cache=DIR`, `-oFILE`. */
const JOINED = /^(?<option>--[a-z-]+=|-o)(?<file>.+)$/s;

/** A command's arguments, each path among them made absolute: a relative one is seen from a folder. */
export function absolutePaths(args: readonly string[], folder: string): string[] {
  const resolved: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index]!;
    // What follows are steps, whatever they look like.
    if (arg === '--') return [...resolved, ...args.slice(index)];
    const { option, file } = JOINED.exec(arg)?.groups ?? {};
    const value = args[index + 1];
    if (PATH_OPTIONS.includes(arg) && value !== undefined) {
      resolved.push(arg, path.resolve(folder, value));
      index += 1;
    } else if (option !== undefined && PATH_OPTIONS.includes(option.replace('=', ''))) {
      resolved.push(option + path.resolve(folder, file!));
    } else resolved.push(arg);
  }
  return resolved;
}

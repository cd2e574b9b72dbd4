import { spawn } from 'node:child_process';

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** On top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Timed {
  /** From spawn to exit, seen from outside. */
  readonly seconds: number;
  /** Empty unless it was asked for. */
  readonly stdout: string;
}

/**
 * Runs a program to its end. Its output goes nowhere unless `keepOutput`.
 * Rejects if it cannot be started or ends badly, with the end of what it wrote to stderr.
 */
export function timeProcess(
  { command, args, cwd, env }: Command,
  { keepOutput = false } = {},
): Promise<Timed> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', keepOutput ? 'pipe' : 'ignore', 'pipe'],
    });
    let seconds = 0;
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('exit', () => {
      seconds = (performance.now() - started) / 1000;
    });
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ seconds, stdout });
      else {
        const how = signal ? `was ended by ${signal}` : `ended with ${code}`;
        reject(new Error(`${[command, ...args].join(' ')} ${how}: ${stderr.trim().slice(-2000)}`));
      }
    });
  });
}

import type { Target } from './target.js';

/** A refusal is one line that fits into a terminal's window. */
const MOST_CHARACTERS = 1_000;

/** What became of an input: the parser took it, or refused it as it should; or what went wrong. */
export type Verdict = 'accepted' | 'refused' | { readonly crash: string };

/** Gives one input to a parser. */
export async function tryInput(target: Target, input: Uint8Array): Promise<Verdict> {
  try {
    await target.parse(input);
    return 'accepted';
  } catch (error) {
    const { message, name, stack = '' } = error instanceof Error ? error : new Error(String(error));
    if (!target.isRefusal(error)) return { crash: `${name}: ${message}\n${stack}` };
    if (target.repeatsInput) return 'refused';
    if (message.includes('\n')) return { crash: `a refusal of several lines: ${message}` };
    if (message.length > MOST_CHARACTERS) {
      return { crash: `a refusal of ${message.length} characters: ${message.slice(0, 200)}` };
    }
    return 'refused';
  }
}

import { expect } from 'vitest';

/** The message of the error that something ends in, which is one line and of this kind. */
export async function refusal(
  doing: () => unknown,
  kind: abstract new (...args: never[]) => Error,
): Promise<string> {
  let failure: unknown;
  try {
    await doing();
  } catch (error) {
    failure = error;
  }
  expect(failure, 'it was accepted').toBeInstanceOf(kind);
  const { message } = failure as Error;
  expect(message).not.toContain('\n');
  return message;
}

/** What a server refused, in its own words. */
export class Refused extends Error {
  readonly body: unknown;

  constructor(message: string, body: unknown) {
    super(message);
    this.body = body;
  }
}

/** Asks the server for something. Throws Refused if it does not give it, and an Error if it is not there. */
export async function get<Content>(path: string): Promise<Content> {
  return content(await ask(path, {}));
}

/** Tells the server something. Aborting `signal` rejects: the answer is not waited for any more. */
export async function post<Content>(path: string, body: object, signal?: AbortSignal): Promise<Content> {
  const headers = { 'Content-Type': 'application/json' };
  const aborting = signal ? { signal } : {};
  return content(await ask(path, { method: 'POST', headers, body: JSON.stringify(body), ...aborting }));
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch {
    throw new Error('The server does not answer. Is restudy serve still running?');
  }
}

async function content<Content>(response: Response): Promise<Content> {
  const body: unknown = await response.json();
  if (response.ok) return body as Content;
  throw new Refused(messageOf(body) ?? `The server said ${response.status}.`, body);
}

function messageOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : undefined;
}

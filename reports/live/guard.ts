import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';

/** Names of this machine, for itself. Any other name that leads here was made to by somebody else (DNS rebinding). */
const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Of every response: pages load nothing from elsewhere and nothing inline, nobody may frame them, nothing is kept. */
const HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/**
 * Lets requests in that this server's own page made, and the opening of the page itself.
 *
 * `Host` must be one of this machine's own names with the very port. A browser says of a request from a page of another
 * origin where it comes from (`Origin`, `Sec-Fetch-Site`): those are refused, except for a link to the page. What
 * changes something must say that it comes from here: browsers do, and a program can.
 *
 * @param port the port that the server listens on, once it does.
 */
export function guard(port: () => number) {
  return createMiddleware(async (context, next) => {
    const { method, path } = context.req;
    const header = (name: string) => context.req.header(name);
    const host = header('host') ?? '';
    const hosts = OWN_NAMES.flatMap((name) => [`${name}:${port()}`, ...(port() === 80 ? [name] : [])]);
    if (!hosts.includes(host)) {
      refuse(
        421,
        `Host must be one of ${hosts.join(', ')}; got "${host}". Open the address that restudy printed.`,
      );
    }
    const own = `http://${host}`;
    const origin = header('origin');
    const site = header('sec-fetch-site');
    const reads = method === 'GET' || method === 'HEAD';
    const opensPage =
      reads && path === '/' && header('sec-fetch-mode') === 'navigate' && origin === undefined;
    const isForeign =
      (origin !== undefined && origin !== own) ||
      (site !== undefined && site !== 'same-origin' && site !== 'none');
    if (isForeign && !opensPage) {
      refuse(
        403,
        `Origin must be ${own}; got "${origin ?? `a page that is ${site}`}". Other pages may not use this one.`,
      );
    }
    if (!reads && origin === undefined) {
      refuse(403, `A ${method} must say where it comes from: the header Origin must be ${own}; got none.`);
    }
    await next();
  });
}

/** Adds the headers that every response has, refusals included. */
export function withHeaders(response: Response): Response {
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  return response;
}

function refuse(status: 403 | 421, message: string): never {
  throw new HTTPException(status, { message });
}

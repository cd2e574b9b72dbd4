import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Listener, Network } from '../../../../stages/data/openml/network.js';

/** How a server answers one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** The whole of some bytes, or the range that was asked for. */
export function whole(bytes: Uint8Array): Answer {
  return (request, response) => send(request, response, bytes, (part) => response.end(part));
}

/** As `whole`, but the connection breaks after so many bytes of the body. */
export function cut(bytes: Uint8Array, after: number): Answer {
  return (request, response) =>
    send(request, response, bytes, (part) => {
      response.write(part.subarray(0, after), () => setTimeout(() => response.destroy(), 20));
    });
}

/** As `whole`, but nothing more comes after so many bytes of the body. */
export function stalled(bytes: Uint8Array, after: number): Answer {
  return (request, response) =>
    send(request, response, bytes, (part) => response.write(part.subarray(0, after)));
}

/** As `whole`, but so many bytes of the body at a time, and some milliseconds after one another. */
export function slowly(bytes: Uint8Array, pieceBytes: number, pauseMs: number): Answer {
  return (request, response) =>
    send(request, response, bytes, (part) => {
      const next = (from: number): void => {
        if (response.destroyed) return;
        if (from >= part.length) return void response.end();
        response.write(part.subarray(from, from + pieceBytes));
        setTimeout(next, pauseMs, from + pieceBytes);
      };
      next(0);
    });
}

/** All of it, whatever range was asked for. */
export function rangeless(bytes: Uint8Array): Answer {
  return (_, response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
}

/** All of it, without saying how long it is. */
export function unmeasured(bytes: Uint8Array): Answer {
  return (_, response) => {
    response.writeHead(200);
    response.write(bytes.subarray(0, 10));
    response.end(bytes.subarray(10));
  };
}

/** A status, and nothing else to speak of. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (_, response) => response.writeHead(code, headers).end('{"error":{"message":"no"}}');
}

function send(
  { headers }: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  body: (part: Uint8Array) => void,
): void {
  const start = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  if (start === undefined) {
    response.writeHead(200, { 'content-length': bytes.length });
    body(bytes);
    return;
  }
  if (Number(start) >= bytes.length) {
    response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
    return;
  }
  const part = bytes.subarray(Number(start));
  response.writeHead(206, {
    'content-length': part.length,
    'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`,
  });
  body(part);
}

/** A request as the server saw it: the address that was meant, and the range. */
export interface Seen {
  readonly address: string;
  readonly range: string | undefined;
}

/** A server on this machine that stands for all hosts of the world. */
export interface OpenmlServer {
  readonly port: number;
  /** Whatever address is asked for, this server is asked. Waits are noted, and over at once. */
  readonly network: Network;
  readonly seen: readonly Seen[];
  readonly waits: readonly number[];
  /** How requests for an address are answered, one after the other; the last answer stays. */
  answer(address: string, ...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

/** Asks the server at a port, whatever address is meant. No wait takes any time. */
export function networkTo(port: number, onWait: (seconds: number) => void): Network {
  return {
    fetch: (url, init) => fetch(`http://127.0.0.1:${port}/${url.host}${url.pathname}${url.search}`, init),
    wait: async (seconds, signal) => {
      signal.throwIfAborted();
      onWait(seconds);
    },
    stallSeconds: 10,
    longestSeconds: 60,
  };
}

export async function startServer(limits: Partial<Network> = {}): Promise<OpenmlServer> {
  const answers = new Map<string, Answer[]>();
  const seen: Seen[] = [];
  const waits: number[] = [];
  const server = createServer((request, response) => {
    const address = `https:/${request.url}`;
    seen.push({ address, range: request.headers.range });
    const left = answers.get(address) ?? [status(404)];
    const answer = left.length > 1 ? left.shift()! : left[0]!;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    network: { ...networkTo(port, (seconds) => waits.push(seconds)), ...limits },
    seen,
    waits,
    answer: (address, ...list) => void answers.set(address, [...list]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Somebody who listens to a download and can end it. */
export function listen(signal: AbortSignal = new AbortController().signal) {
  const lines: string[] = [];
  const fractions: number[] = [];
  const listener: Listener = {
    signal,
    log: (line) => void lines.push(line),
    progress: (fraction) => void fractions.push(fraction),
  };
  return { listener, lines, fractions };
}

import net from 'node:net';
import { servePage } from '../../reports/live/small-page.js';
import { bytesOf, must, type OpenTarget } from '../target.js';

/** The server refused the request, or ended the connection. */
class Refused extends Error {}

const SECONDS = 5;

/**
 * Requests of the live page, sent byte for byte to the real server. Refused is everything that does not get an answer of
 * 2xx. Nothing may be answered with 5xx, and nothing may start a run that is not asked for in due form.
 */
export const livePage: OpenTarget = async () => {
  const page = await servePage();
  const own = page.url.slice(0, -1);
  const request = (method: string, place: string, body = '') =>
    bytesOf(
      [
        `${method} ${place} HTTP/1.1`,
        `Host: 127.0.0.1:${page.port}`,
        `Origin: ${own}`,
        'Content-Type: application/json',
        ...(body === '' ? [] : [`Content-Length: ${body.length}`]),
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    );
  return {
    corpus: [
      request('GET', '/'),
      request('GET', '/page.js'),
      request('GET', '/api/study'),
      request('GET', '/api/runs'),
      request('GET', '/api/diff?before=latest&now=previous'),
      request('GET', '/api/steps/total?key=0'),
      request('GET', `/api/outputs/${'a'.repeat(64)}?type=scores`),
      request('GET', '/api/figures?keys=a,b'),
      request('POST', '/api/plan', '{"overrides":{"source":{"values":[1,2]}}}'),
      request('POST', '/api/run', '{"overrides":{"unknown":{}}}'),
      request('POST', '/api/drawing', '{"strokes":[[[1,2,3],[4,5,6]]]}'),
      request('POST', '/api/cancel', '{"x":1}'),
    ],
    words: [
      '../',
      '%2e%2e%2f',
      '%00',
      '\r\n',
      '\r\n\r\n',
      'Transfer-Encoding: chunked\r\n',
      'Content-Length: 99999999999\r\n',
      'Host: evil.example\r\n',
      'Origin: http://evil.example\r\n',
      'Sec-Fetch-Site: cross-site\r\n',
      'Upgrade: websocket\r\n',
      'Expect: 100-continue\r\n',
      'POST ',
      'GET ',
      'HEAD ',
      ' HTTP/1.1',
      '/api/events',
      '{"overrides":{}}',
      '[[[[[[[[',
    ],
    isRefusal: (error) => error instanceof Refused,
    async parse(input) {
      const answer = await send(page.port, input);
      const [line = ''] = answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '').split('\r\n', 1);
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? Number.NaN);
      // 503: readers of events, of which there are as many as there may be.
      must(
        answer === '' || (status < 500 ? status >= 200 : status === 503),
        `it answers ${answer.slice(0, 300)}`,
      );
      must(!/\n\s+at .*:\d+/.test(answer), `it shows a stack: ${answer.slice(0, 300)}`);
      if (!(status < 300)) throw new Refused(line);
    },
    close: () => page.close(),
  };
};

/** What a server answers to some bytes and the end of them; its beginning, if it goes on. */
function send(port: number, bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.setTimeout(SECONDS * 1000, () => {
      socket.destroy();
      reject(new Error(`no answer, and no end of the connection, within ${SECONDS} s`));
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('text/event-stream')) socket.destroy();
    });
    // The server may be through with the request before all of it was sent.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(answer));
    socket.on('end', () => socket.destroy());
    socket.end(bytes);
  });
}

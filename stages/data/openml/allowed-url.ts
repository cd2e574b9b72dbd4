import { DownloadError } from './download-error.js';

/**
 * The hosts that OpenML's data comes from: its own, all below `openml.org`, and the file server of the university
 * that it is run by, which older entries of its data sets name.
 */
const FILE_SERVER = 'openml1.win.tue.nl';

/**
 * Checks an address that OpenML gave, in an answer or as a redirect. Only OpenML's own hosts are asked, and only over
 * https: an answer could otherwise have this machine ask others in its own network, or take a data set from a stranger.
 * An address of such a host that says http is asked over https, since old entries were written before that was usual.
 *
 * Throws a DownloadError for any other scheme, host or port, and for one with a user name.
 *
 * @param base what a relative address is relative to.
 */
export function allowedUrl(address: string, base?: URL): URL {
  const url = URL.canParse(address, base?.href) ? new URL(address, base?.href) : undefined;
  if (!url) throw refused(address, 'this is no address');
  if (url.protocol === 'http:') url.protocol = 'https:';
  if (url.protocol !== 'https:') throw refused(address, 'it is not https');
  if (url.username !== '' || url.password !== '') throw refused(address, 'it has a user name');
  if (url.port !== '') throw refused(address, `it names the port ${url.port}`);
  const { hostname } = url;
  if (hostname === 'openml.org' || hostname.endsWith('.openml.org') || hostname === FILE_SERVER) return url;
  throw refused(
    address,
    `${hostname} is none of OpenML's hosts (openml.org and those below it, ${FILE_SERVER})`,
  );
}

function refused(address: string, why: string): DownloadError {
  const shown = JSON.stringify(short(address));
  return new DownloadError('OpenML', `it leads to ${shown}, which is not asked: ${short(why)}.`);
}

/** An answer may give an address of any length. */
function short(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/**
 * Signatures in texts that are JSON objects. A signed text is the text as it was signed, with one more member at
 * its end: so what was signed can be had back byte by byte, and nobody has to agree on how JSON is written.
 */

/** Signs a text. Gives the signature in base64. */
export type Sign = (text: string) => string;

/** Whether a signature in base64 is that of a text. */
export type CheckSignature = (text: string, signature: string) => boolean;

const SIGNED = /^(?<start>.*),"signature":"(?<signature>[A-Za-z0-9+/=]+)"\}$/s;

/** The text with its signature in it; unchanged if nobody signs. */
export function signText(text: string, sign: Sign | undefined): string {
  return sign ? `${text.slice(0, -1)},"signature":"${sign(text)}"}` : text;
}

/** What was signed, and the signature, if there is one. */
export function splitSignature(signed: string): { readonly text: string; readonly signature?: string } {
  const { start, signature } = SIGNED.exec(signed)?.groups ?? {};
  return start === undefined || signature === undefined ? { text: signed } : { text: `${start}}`, signature };
}

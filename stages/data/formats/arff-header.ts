import { DataError, excerpt } from '../table/data-error.js';

/** A column of an ARFF file. */
export interface ArffAttribute {
  readonly name: string;
  /** The values that it may have, where they are listed. A sparse row means the first one by leaving it out. */
  readonly values?: readonly string[];
}

/** What an ARFF file says before its data. */
export interface ArffHeader {
  readonly attributes: readonly ArffAttribute[];
  /** Where the data starts, in bytes. */
  readonly dataStart: number;
}

/** The longest header that is read: a million attributes. */
const MAX_HEADER_BYTES = 64 * 2 ** 20;
const NEWLINE = 10;

/**
 * Reads the declarations of an ARFF file.
 * Source: the format's description at https://waikato.github.io/weka-wiki/formats_and_processing/arff_stable/.
 *
 * Throws a DataError for a line that is none of them, an attribute of a type that is neither numeric nor listed nor
 * text, and if `@data` does not come.
 */
export function parseArffHeader(bytes: Uint8Array, file: string): ArffHeader {
  const attributes: ArffAttribute[] = [];
  const decoder = new TextDecoder();
  let start = 0;
  for (let number = 1; start < Math.min(bytes.length, MAX_HEADER_BYTES); number++) {
    const found = bytes.indexOf(NEWLINE, start);
    const end = found < 0 ? bytes.length : found;
    const line = decoder.decode(bytes.subarray(start, Math.min(end, start + MAX_HEADER_BYTES))).trim();
    start = end + 1;
    if (line === '' || line.startsWith('%') || /^@relation\s/i.test(line)) continue;
    if (/^@data$/i.test(line)) {
      if (found < 0) break;
      return { attributes, dataStart: start };
    }
    const attribute = /^@attribute\s+(?<declaration>.*)$/i.exec(line)?.groups?.['declaration'];
    if (attribute === undefined) {
      throw new DataError(file, `expected an ARFF declaration in line ${number}, found ${excerpt(line)}.`);
    }
    attributes.push(parseAttribute(attribute, `line ${number}`, file));
  }
  throw new DataError(file, 'expected an ARFF file with @data and samples after it, found its end.');
}

function parseAttribute(declaration: string, place: string, file: string): ArffAttribute {
  const [name, rest] = splitWord(declaration);
  const type = rest.trim();
  if (name === '' || type === '') {
    throw new DataError(
      file,
      `expected an attribute's name and type in ${place}, found ${excerpt(declaration)}.`,
    );
  }
  if (type.startsWith('{')) {
    if (!type.endsWith('}')) {
      throw new DataError(file, `expected a list of values in braces in ${place}, found ${excerpt(type)}.`);
    }
    return { name, values: splitCells(type.slice(1, -1)) };
  }
  if (/^(numeric|real|integer|string)$/i.test(type)) return { name };
  throw new DataError(
    file,
    `expected a numeric, listed or string attribute in ${place}, found ${excerpt(type)}.`,
  );
}

/** The first word, which may be quoted, and what follows it. */
function splitWord(text: string): [string, string] {
  const quoted = /^(?<quote>['"])(?<inner>(?:\\.|(?!\k<quote>)[^\\])*)\k<quote>/.exec(text);
  if (quoted) return [unescaped(quoted.groups!['inner']!), text.slice(quoted[0].length)];
  const [word = ''] = /^\S*/.exec(text)!;
  return [word, text.slice(word.length)];
}

/** The cells of a row, at its commas; those in quotes are part of a cell. */
export function splitCells(row: string): string[] {
  const cells = row.match(/(?:\s*(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")\s*|[^,]*)(?:,|$)/g) ?? [];
  // The last match is the empty one at the end, unless the row ends without a comma.
  const all = cells.map((cell) => cell.replace(/,$/, ''));
  if (all.length > 1 && all.at(-1) === '' && !row.endsWith(',')) all.pop();
  return all.map(unquote);
}

/** A cell without the quotes around it. */
export function unquote(cell: string): string {
  const trimmed = cell.trim();
  const quote = trimmed[0];
  const isQuoted = (quote === "'" || quote === '"') && trimmed.length > 1 && trimmed.endsWith(quote);
  return isQuoted ? unescaped(trimmed.slice(1, -1)) : trimmed;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}

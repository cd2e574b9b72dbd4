import { isBuiltin } from 'node:module';

// What a program may call while it loads without changing anything that others could see. What is not listed is taken
// for something that may change anything.

/** Globals that are functions: they compute a value, or make one. */
const FUNCTIONS = new Set(
  `Array BigInt Boolean Date Error Number Object RangeError RegExp String Symbol TypeError atob btoa decodeURIComponent
  encodeURIComponent isFinite isNaN parseFloat parseInt require structuredClone`.split(/\s+/),
);

/** Globals that are made with `new`. A promise runs what it is given at once. */
const CONSTRUCTORS = new Set(
  `AbortController Array ArrayBuffer BigInt64Array BigUint64Array Boolean DataView Date Error Float32Array Float64Array
  Int16Array Int32Array Int8Array Intl Map Number Object Promise RangeError RegExp Set SharedArrayBuffer String
  TextDecoder TextEncoder TypeError URL URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap
  WeakRef WeakSet`.split(/\s+/),
);

/** Globals whose methods change nothing but what they are given. */
const OBJECTS = new Set(
  `Array ArrayBuffer BigInt Boolean Buffer Date Float32Array Float64Array Int16Array Int32Array Int8Array Intl JSON Map
  Math Number Object Promise Set String Symbol URL Uint16Array Uint32Array Uint8Array Uint8ClampedArray console crypto
  performance`.split(/\s+/),
);

/** Methods, of these, that change their first argument. */
const CHANGE_THEIR_ARGUMENT = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf']);

/** Methods of built-in values that change nothing, and those that only schemas have. */
const METHODS = new Set(
  `at catch charAt charCodeAt codePointAt concat endsWith entries every filter finally find findIndex findLast
  findLastIndex flat flatMap forEach get has includes indexOf isWellFormed join keys lastIndexOf localeCompare map match
  matchAll normalize nullable nullish padEnd padStart prefault reduce reduceRight repeat replace replaceAll safeExtend search slice some split startsWith
  subarray substring superRefine test then toExponential toFixed toISOString toLocaleLowerCase toLocaleString toLocaleUpperCase
  toLowerCase toPrecision toReversed toSorted toSpliced toString toUpperCase trim trimEnd trimStart valueOf values
  with`.split(/\s+/),
);

/** Those of them that run what they are given. */
const RUN_WHAT_THEY_ARE_GIVEN = new Set(
  `catch every filter finally find findIndex findLast findLastIndex flatMap forEach from map reduce reduceRight replace
  replaceAll some sort then toSorted`.split(/\s+/),
);

/** Methods of built-in values that change the value, and nothing else. */
const CHANGING_METHODS = new Set(
  'add clear copyWithin delete fill pop push reverse set setPrototypeOf shift sort splice unshift'.split(' '),
);

/** Node's own modules of which all that is called computes a value, or reads. */
const BUILTINS = new Set([
  'assert',
  'buffer',
  'crypto',
  'os',
  'path',
  'path/posix',
  'perf_hooks',
  'url',
  'util',
]);

/** What else of Node's own modules does no more than that. */
const BUILTIN_FUNCTIONS = new Set(
  `access accessSync createReadStream createRequire existsSync fstatSync lstat lstatSync open openSync opendir
  opendirSync readFile readFileSync readSync readdir readdirSync readlink readlinkSync realpath realpathSync stat
  statSync gunzipSync inflateSync inflateRawSync unzipSync brotliDecompressSync isMainThread cwd hrtime memoryUsage
  uptime emitWarning setTimeout setImmediate`.split(/\s+/),
);

/** What zod does beyond making a schema: it keeps or changes something outside of it, or runs the checks that it was given. */
const ZOD_KEEPS = new Set(
  `config decode decodeAsync encode encodeAsync function globalRegistry implement meta parse parseAsync register registry
  safeDecode safeEncode safeParse safeParseAsync setErrorMap spa`.split(/\s+/),
);

export const harmless = {
  isFunction: (name: string) => FUNCTIONS.has(name),
  isConstructor: (name: string) => CONSTRUCTORS.has(name),
  isObject: (name: string) => OBJECTS.has(name),
  isMethod: (name: string) => METHODS.has(name),
  runsWhatItIsGiven: (name: string) => RUN_WHAT_THEY_ARE_GIVEN.has(name),
  changesItsValue: (name: string) => CHANGING_METHODS.has(name),
  changesItsArgument: (name: string) => CHANGE_THEIR_ARGUMENT.has(name),

  /**
   * Whether a call of what a package exports changes nothing.
   * @param path what is called: the export's name, and the names of members after it.
   */
  isImport(specifier: string, path: readonly string[]): boolean {
    if (specifier === 'restudy' || specifier.startsWith('restudy/')) return true;
    if (/^zod(\/|$)/.test(specifier)) return !path.some((name) => ZOD_KEEPS.has(name));
    if (!isBuiltin(specifier)) return false;
    const name = specifier.replace(/^node:/, '');
    return BUILTINS.has(name) || path.every((part) => part === 'default' || BUILTIN_FUNCTIONS.has(part));
  },
};

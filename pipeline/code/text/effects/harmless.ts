import { isBuiltin } from 'node:module';

// What a program may call while it loads without changing anything that others could see. What is not listed is taken
// for something that may change anything.

/** Globals that are functions: they compute a value, or make one. */
const FUNCTIONS = new Set(
  `Array BigInt Boolean Date Error Number Object RangeError RegExp String Symbol TypeError atob btoa clearImmediate
  clearInterval clearTimeout decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite isNaN parseFloat parseInt
  queueMicrotask require setImmediate setInterval setTimeout structuredClone`.split(/\s+/),
);

/** Globals that are made with `new`. A promise runs what it is given at once. */
const CONSTRUCTORS = new Set(
  `AbortController Array ArrayBuffer BigInt64Array BigUint64Array Boolean DataView Date Error Event EventTarget Float32Array Float64Array
  Int16Array Int32Array Int8Array Intl Map Number Object Promise RangeError RegExp Set SharedArrayBuffer String
  TextDecoder TextEncoder TypeError URL URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap
  WeakRef WeakSet`.split(/\s+/),
);

/** Globals whose methods change nothing but what they are given. */
const OBJECTS = new Set(
  `AbortSignal Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean Buffer Date Float32Array Float64Array
  Int16Array Int32Array Int8Array Intl JSON Map Math Number Object Promise Reflect RegExp Set String Symbol URL Uint16Array
  Uint32Array Uint8Array Uint8ClampedArray console crypto performance`.split(/\s+/),
);

/** Methods, of these, that change their first argument. */
const CHANGE_THEIR_ARGUMENT = new Set(
  `add and assign compareExchange defineProperties defineProperty deleteProperty exchange getRandomValues or
  preventExtensions set setPrototypeOf store sub xor`.split(/\s+/),
);

/** Those that return it. */
const RETURN_THEIR_ARGUMENT = new Set(
  `assign defineProperties defineProperty freeze getRandomValues preventExtensions seal setPrototypeOf`.split(
    ' ',
  ),
);

/** Those that run functions which they are given by name, or make objects that may have methods of anybody's. */
const RUN_BY_NAME = new Set(['apply', 'construct']);
const MAKE_OBJECTS = new Set(['create', 'fromEntries']);

/** What of `process` tells something, or is for people to see. */
const PROCESS = new Set(
  `arch argv cpuUsage cwd emitWarning env execArgv execPath hrtime memoryUsage pid platform resourceUsage stderr stdout uptime version
  versions`.split(/\s+/),
);

/** Methods of built-in values that change nothing, and those that only schemas have. */
const METHODS = new Set(
  `addIssue at catch charAt charCodeAt codePointAt concat endsWith entries every filter finally find findIndex findLast
  findLastIndex flat flatMap forEach get has includes indexOf isWellFormed join keys lastIndexOf localeCompare map match
  matchAll normalize nullable nullish padEnd padStart prefault reduce reduceRight repeat replace replaceAll safeExtend search slice some split startsWith
  subarray substring superRefine test then toExponential toFixed toISOString toLocaleLowerCase toLocaleString toLocaleUpperCase
  toLowerCase toPrecision toReversed toSorted toSpliced toString toUpperCase trim trimEnd trimStart valueOf values
  with`.split(/\s+/),
);

/** Those of them that run what they are given. */
const RUN_WHAT_THEY_ARE_GIVEN = new Set(
  `catch every filter finally find findIndex findLast findLastIndex flatMap forEach from map reduce reduceRight replace
  replaceAll some sort then toSorted Promise groupBy queueMicrotask setImmediate setInterval setTimeout`.split(
    /\s+/,
  ),
);

/** Those that only built-in values are known to have, and that change nothing; beside what gets, tells and says something. */
const READING_METHODS = new Set(
  'codePointAt compile decode description encode exec intersection isSubsetOf union difference'.split(' '),
);
const READING = /^(format|get|has|is|resolved|to)([A-Z]|$)/;

/** Methods of built-in values whose result is one itself. */
const MAKE_BUILT_INS = new Set(
  `concat entries fill filter flat flatMap join keys map match matchAll normalize padEnd padStart repeat replace replaceAll
  reverse slice sort split subarray substring then toFixed toISOString toLowerCase toPrecision toReversed toSorted
  toSpliced toString toUpperCase trim trimEnd trimStart`.split(/\s+/),
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
  uptime emitWarning setTimeout setImmediate EventEmitter deflateSync gzipSync`.split(/\s+/),
);

/** What they have that changes what it is given, or the process. */
const BUILTINS_CHANGE = new Set(
  'inherits randomFill randomFillSync setEngine setFips setPriority setTraceSigInt transferableAbortSignal'.split(
    ' ',
  ),
);

/** What zod does beyond making a schema: it keeps or changes something outside of it. */
const ZOD_KEEPS = new Set(
  'config function globalRegistry implement meta register registry setErrorMap'.split(' '),
);

/** What runs the checks that it was given, and comes to a value which is no schema. */
const ZOD_CHECKS = new Set(
  `decode decodeAsync encode encodeAsync parse parseAsync safeDecode safeEncode safeParse safeParseAsync spa`.split(
    /\s+/,
  ),
);

export const harmless = {
  isFunction: (name: string) => FUNCTIONS.has(name),
  isConstructor: (name: string) => CONSTRUCTORS.has(name),
  isObject: (name: string) => OBJECTS.has(name),
  isMethod: (name: string) => METHODS.has(name),
  checksWithSchema: (name: string) => ZOD_CHECKS.has(name),
  isGlobal: (name: string) => FUNCTIONS.has(name) || CONSTRUCTORS.has(name) || OBJECTS.has(name),
  runsWhatItIsGiven: (name: string) => RUN_WHAT_THEY_ARE_GIVEN.has(name),
  changesItsValue: (name: string) => CHANGING_METHODS.has(name),
  changesItsArgument: (name: string) => CHANGE_THEIR_ARGUMENT.has(name),
  returnsItsArgument: (name: string) => RETURN_THEIR_ARGUMENT.has(name),
  /** Of a built-in value. */
  isReading: (name: string) => METHODS.has(name) || READING_METHODS.has(name) || READING.test(name),
  returnsBuiltIn: (name: string) => MAKE_BUILT_INS.has(name),
  makesBuiltIn: (name: string) => !RETURN_THEIR_ARGUMENT.has(name) && !MAKE_OBJECTS.has(name),

  /** Whether a call of `process.cwd()`, `Math.max()`, `globalThis.performance.now()` changes nothing but its argument. */
  isOfGlobal(root: string, path: readonly string[], how: 'call' | 'new'): boolean {
    const method = path.at(-1) ?? '';
    if (path.includes('') || method === '') return false;
    if (root === 'globalThis') {
      const [first = '', ...others] = path;
      return others.length === 0 ? FUNCTIONS.has(first) : harmless.isOfGlobal(first, others, how);
    }
    if (root === 'process') return PROCESS.has(path[0]!) && !CHANGING_METHODS.has(method);
    return OBJECTS.has(root) && !RUN_BY_NAME.has(method) && (how === 'call' || root === 'Intl');
  },

  /**
   * Whether a call of what a package exports changes nothing.
   * @param path what is called: the export's name, and the names of members after it.
   */
  isImport(specifier: string, path: readonly string[]): boolean {
    if (specifier === 'restudy' || specifier.startsWith('restudy/')) return true;
    if (/^zod(\/|$)/.test(specifier))
      return (
        !path.some((name) => ZOD_KEEPS.has(name)) && !path.slice(0, -1).some((name) => ZOD_CHECKS.has(name))
      );
    if (!isBuiltin(specifier)) return false;
    const name = specifier.replace(/^node:/, '');
    if (path.some((part) => BUILTINS_CHANGE.has(part))) return false;
    return BUILTINS.has(name) || path.every((part) => part === 'default' || BUILTIN_FUNCTIONS.has(part));
  },
};

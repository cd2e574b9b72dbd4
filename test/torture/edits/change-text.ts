type Change = (state: string, by: string, at: number) => string;

/** The ways in which code changes what has state, while its module loads. */
const CHANGES: readonly Change[] = [
  (state, by) => `${state}.by += ${by};`,
  (state, by) => `Object.assign(${state}, { by: ${state}.by + ${by} });`,
  (state, by) => `for (const more of [${by}]) ${state}['by'] += more;`,
  (state, by) => `(() => {\n  ${state}.by = ${state}.by + ${by};\n})();`,
  (state, by) => `[${by}].forEach((more) => {\n  ${state}.by += more;\n});`,
  (state, by, at) => `const { by: by${at} } = ${state};\n${state}.by = by${at} + ${by};`,
  (state, by, at) => `const alias${at} = ${state};\nalias${at}.by += ${by};`,
  (state, by, at) => `const box${at} = { inner: ${state} };\nbox${at}.inner.by += ${by};`,
  (state, by, at) => `const [only${at}] = [${state}];\nonly${at}.by += ${by};`,
  (state, by, at) => `class Block${at} {\n  static {\n    ${state}.by += ${by};\n  }\n}`,
  (state, by, at) => `class Field${at} {\n  own = (${state}.by += ${by});\n}\nnew Field${at}();`,
  (state, by, at) => `export const done${at} = (${state}.by += ${by});`,
  (state, by) => `await Promise.resolve().then(() => {\n  ${state}.by += ${by};\n});`,
  (state, by, at) =>
    `const bump${at} = (what, more) => {\n  what.by += more;\n};\nbump${at}(${state}, ${by});`,
  (state, by) => `'x'.replace('x', () => {\n  ${state}.by += ${by};\n  return '';\n});`,
  (state, by) => `void +{\n  valueOf() {\n    ${state}.by += ${by};\n    return 0;\n  },\n};`,
  (state, by) => `void \`\${{\n  toString() {\n    ${state}.by += ${by};\n    return '';\n  },\n}}\`;`,
  (state, by) => `void {\n  get own() {\n    return (${state}.by += ${by});\n  },\n}.own;`,
  (state, by, at) =>
    `const setter${at} = {\n  set more(more) {\n    ${state}.by += more;\n  },\n};\nsetter${at}.more = ${by};`,
  (state, by, at) => `const { own: own${at} = (${state}.by += ${by}) } = {};`,
  (state, by, at) =>
    `function* each${at}() {\n  yield (${state}.by += ${by});\n}\nfor (const one of each${at}()) void one;`,
  (state, by) => `({ by: ${state}.by } = { by: ${state}.by + ${by} });`,
  (state, by) => `${state}.by &&= ${state}.by + ${by};`,
  (state, by) => `JSON.parse('1', () => (${state}.by += ${by}));`,
  (state, by, at) => `const map${at} = new Map([[1, ${state}]]);\nmap${at}.get(1).by += ${by};`,
  (state, by) => `[${state}].at(0).by += ${by};`,
  (state, by, at) => `const change${at} = () => {\n  ${state}.by += ${by};\n};\n[0].forEach(change${at});`,
  (state, by, at) =>
    `class Base${at} {\n  constructor() {\n    ${state}.by += ${by};\n  }\n}\nclass Derived${at} extends Base${at} {}\nnew Derived${at}();`,
  (state, by) => `if (${state}.by >= 0) ${state}.by += ${by};`,
  (state, by) => `try {\n  ${state}.by += ${by};\n} catch {}`,
  (state, by) => `{\n  const inner = ${state};\n  inner.by += ${by};\n}`,
  (state, by) => `void ((what) => (what.by += ${by}))(${state});`,
  (state, by, at) => `let later${at};\nlater${at} = ${state};\nlater${at}.by += ${by};`,
  (state, by, at) => `const spread${at} = (...all) => {\n  all[0].by += ${by};\n};\nspread${at}(${state});`,
  (state, by) => `Object.defineProperty(${state}, 'by', { value: ${state}.by + ${by}, writable: true });`,
  (state, by) => `new Promise((resolve) => resolve((${state}.by += ${by})));`,
  (state, by, at) =>
    `const chain${at} = { own: () => ({ inner: ${state} }) };\nchain${at}.own().inner.by += ${by};`,
];

/** Others, of which a text does not tell that they change nothing else: what they call, or change, only a value tells. */
const CHANGES_NOT_TOLD: readonly Change[] = [
  (state, by, at) => `const get${at} = () => ${state};\nget${at}().by += ${by};`,
  (state, by, at) =>
    `const adder${at} = (what) => (more) => {\n  what.by += more;\n};\nadder${at}(${state})(${by});`,
  (state, by, at) =>
    `function* lazy${at}() {\n  yield ${state};\n}\nfor (const one of lazy${at}()) one.by += ${by};`,
  (state, by) => `Reflect.set(${state}, 'by', ${state}.by + ${by});`,
  (state, by) => `Object.values({ inner: ${state} })[0].by += ${by};`,
  (state, by, at) =>
    `const methods${at} = {\n  change() {\n    ${state}.by += ${by};\n  },\n};\nmethods${at}.change();`,
  (state, by, at) => `function tag${at}() {\n  ${state}.by += ${by};\n}\ntag${at}\`\`;`,
  (state, by) => `(globalThis.restudyTortureNone ?? ${state}).by += ${by};`,
];

const ALL = [...CHANGES, ...CHANGES_NOT_TOLD];

export function changeText(state: string, by: string, at: number, style: number): string {
  return ALL[style % ALL.length]!(state, by, at);
}

/** Whether code that changes something in this way may change anything, as far as it can be told. */
export function mayChangeAnything(style: number): boolean {
  return style % ALL.length >= CHANGES.length;
}

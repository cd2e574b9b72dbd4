// What the main thread and a kernel must both know: the records that one writes and the other reads, and numbers that both
// go by. Whatever a file `records.ts` in estimators/assembly/ exports is such a thing. It is said there and nowhere else:
// this makes of it the module that TypeScript imports, as the compiler of the kernels lays the classes out.
import asc from 'assemblyscript/asc';

/** How a field is written (estimators/compute/record.ts): the compiler's types that records may have. */
const TYPES = { i32: 'i32', u32: 'u32', usize: 'u32', f64: 'f64' };

/** What a compiler finds in a file once it has compiled it. */
class Exports {
  constructor(file) {
    this.module = file.replace(/\.ts$/, '');
  }

  afterInitialize(program) {
    const { exports } = [...program.filesByName.values()].find(
      ({ internalName }) => internalName === this.module,
    );
    this.elements = [...exports].map(([name, element]) => ({ name, element }));
    this.classes = this.elements
      .filter(({ element }) => 'instanceMembers' in element)
      .map(({ name, element }) => ({ name, layout: layoutOf(program.resolver.resolveClass(element, null)) }));
  }

  afterCompile() {
    this.unsigned = new Set(
      this.elements.filter(({ element }) => element.type?.isUnsignedIntegerValue).map(({ name }) => name),
    );
  }
}

/** Where the fields of a class lie. Those that are given an initial value there need not be given one by who writes it. */
function layoutOf({ name, members, nextMemoryOffset }) {
  const given = {};
  const initial = {};
  for (const [field, { instance, fieldDeclaration }] of members) {
    if (!instance?.isField) continue;
    const type = TYPES[instance.type.toString()];
    if (!type) throw new Error(`${name}.${field}: a record has no fields of type ${instance.type}.`);
    const place = [instance.memoryOffset, type];
    if (!fieldDeclaration.initializer) given[field] = place;
    else initial[field] = [...place, numberOf(fieldDeclaration.initializer.range.toString())];
  }
  return { bytes: nextMemoryOffset, given, initial };
}

function numberOf(text) {
  const number = Number(text);
  if (Number.isNaN(number)) throw new Error(`A record's field starts with a number, not with ${text}.`);
  return number;
}

/**
 * The module of a file of records, and its types.
 * @returns {Promise<{ code: string, types: string }>}
 */
export async function recordsModule(file) {
  let binary;
  const found = new Exports(file);
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main([file, '--outFile', 'records.wasm', '--runtime', 'stub'], {
    stderr,
    transforms: [found],
    writeFile: (_, contents) => {
      binary = contents;
    },
  });
  if (error) throw new Error(`${file}: ${error.message}\n${stderr}`);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const numbers = Object.entries(exports)
    .filter(([, value]) => value instanceof WebAssembly.Global)
    .map(([name, { value }]) => [name, found.unsigned.has(name) ? value >>> 0 : Number(value)]);
  return {
    code: [
      ...found.classes.map(({ name, layout }) => `export const ${name} = ${JSON.stringify(layout)};\n`),
      ...numbers.map(([name, value]) => `export const ${name} = ${value};\n`),
    ].join(''),
    types: [
      "import type { Layout } from '../../../estimators/compute/record.js';\n",
      ...found.classes.map(({ name, layout }) => {
        const names = [layout.given, layout.initial].map(
          (fields) =>
            Object.keys(fields)
              .map((field) => `'${field}'`)
              .join(' | ') || 'never',
        );
        return `export declare const ${name}: Layout<${names.join(', ')}>;\n`;
      }),
      ...numbers.map(([name, value]) => `export declare const ${name}: ${value};\n`),
    ].join(''),
  };
}

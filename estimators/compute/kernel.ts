/** A WebAssembly module compiled from `estimators/assembly/`, as its name and its bytes in base64. */
export interface Kernel {
  readonly name: string;
  readonly base64: string;
}

const compiled = new Map<string, Promise<WebAssembly.Module>>();

/** Compiles a kernel, once per process. A compiled module is cheap to hand to a thread. */
export function compileKernel(kernel: Kernel): Promise<WebAssembly.Module> {
  let module = compiled.get(kernel.base64);
  if (!module) {
    module = WebAssembly.compile(Buffer.from(kernel.base64, 'base64'));
    compiled.set(kernel.base64, module);
  }
  return module;
}

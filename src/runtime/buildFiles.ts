import type { Build } from './build';

/** Where the files of a build lie on this site. */
interface BuildFiles {
  /** The binary. */
  readonly wasm: string;
  /** Its loader. */
  readonly mjs: string;
}

/** Finds the files of a build; nothing of it is fetched. */
export async function filesOf(build: Build): Promise<BuildFiles> {
  const [wasm, mjs] = await ADDRESSES[build]();
  return { wasm: wasm.default, mjs: mjs.default };
}

type Address = { readonly default: string };

const ADDRESSES: Readonly<Record<Build, () => Promise<readonly [wasm: Address, mjs: Address]>>> = {
  wasm: () =>
    Promise.all([
      import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.mjs?url'),
    ]),
  jspi: () =>
    Promise.all([
      import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'),
    ]),
  asyncify: () =>
    Promise.all([
      import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'),
    ]),
};

/** Where the nodes of a graph run. */
export type Provider = 'webgpu' | 'wasm';

/** The command line was wrong: one line that says what, and what instead. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The work could not be done: one line. Exit code 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

export const USAGE = `Usage: npm run -s x3d -- <command> [options]

  summary   what a design builds and costs       [--json]
  export    the network as an ONNX file           -o FILE [--target plain|webgpu|wasm] [--weights init|named] [--seed 0]
                                                  [--outputs conv1_t,layer1,…]

A design is given by the reference's own arguments, each of them optional:
  --gamma-w 1 --gamma-b 2.25 --gamma-d 2.2 --spatial-strides 2,2,2,2 --se-style half --se-ratio 0.0625 …
  --design '{"gamma_w":1,"norm_cfg":{"type":"GN","num_groups":2}}'   the same as one JSON object
  --input 1,3,13,160,160                          the clip: N, channels, T, H, W
  --head '{"num_classes":400}'                    with mmaction2's X3DHead
`;

import type { Options } from './option';

/** The command line was wrong: one line that says what, and what instead. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The work could not be done: one line. Exit code 1. */
export class CommandError extends Error {
  override name = 'CommandError';
}

const OPENING = 'Usage: npm run -s x3d -- COMMAND [options]';

/** Each command in a line or two. */
const COMMAND_USAGE: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    summary: `  summary                what a design builds and costs     [--json]
                         [--train [--batch 8] [--optimizer sgd|momentum|adam] [--mixed]]   memory of a training step`,
    export: `  export -o OUT.onnx     the network as an ONNX file        [--weights init|named] [--seed 0]`,
    inspect: `  inspect FILE           what a checkpoint is: its design, and what became of every tensor   [--json]
                         what a configuration (.py, .yaml, .json) says of a network
                         an ONNX file that is recognised is then run beside its network, on one clip: that takes most of
                         the time and memory`,
    convert: `  convert FILE -o OUT    a checkpoint as .onnx, .safetensors, .pth or .pyth
                         [--naming mmaction2|backbone|slowfast|pytorchvideo]`,
    lower: `  lower                  what each lowering pass makes of the network's graph     [--target wasm|webgpu]
                         [--after PASS, its number or words of its name: the graph then, a line a node; -o FILE.onnx]`,
    'check-training': `  check-training FILE    gradients and training steps that FILE (JSON) asks for, computed here: how far they lie
                         from the answers in it (exit code 1 beyond the bounds), or the answers   [--json]`,
    judge: `  judge FILE             what a network makes of held-out clips, its training's own where it says so   [--json]
                         [--data motion|FOLDER] [--task …] [--level …] [--clips 1000]
                         [--stills stills.npy, uint8 [K, H, W, 3], gzipped or not: windows moved over them]
                         [--odd: clips of none of its classes, and when it says so]
                         [--strokes: a disc along straight strokes]`,
    train: `  train -o OUT.safetensors   trains a network; Ctrl+C ends it and saves   [--json]
                         [--data motion|FOLDER] [--task directions|nine|…] [--level easy|medium|hard|hardest|'{"noise":1}']
                         [--pictures stills.npy, uint8 [K, H, W, 3], for textures]
                         [--recipe quick|small|sgd|adam|adamw|mmaction2|FILE.json] [--steps 400] [--batch 16]
                         [--seed 0, of weights and dropout] [--data-seed 0, of clips; --seed's where absent]
                         [--start FILE] [--clips 1000, held out to judge by]; a FOLDER has clips.npy [N, C, T, H, W]
                         and labels.csv (index, name); without a design it is a tiny network`,
  }),
);

const ONNX_USAGE = `ONNX files: [--target plain|folded|webgpu|wasm] [--dtype float32|float16] [--batch fixed|dynamic]
            [--outputs conv5,layer1,…]   logits come first; without a head, conv5
            --batch dynamic leaves N open in plain and folded files; what is lowered for webgpu or wasm has N fixed`;

const DESIGN_USAGE = `A design is given by the reference's own arguments, each of them optional; inspect and convert take
them for what a file cannot know, and --design for a partial file (convert insists on it). A file that computes
something else than its network is not converted; --allow-unexpected goes on without tensors that have no place in it.
--state-dict KEY takes another state dict of a file with several (averaged weights), or another network of an ONNX file,
as inspect lists them:
  --preset S | --link URL | --from FILE           a design to start from: published, a link of the page's, or a file:
                                                  design JSON, an mmaction2 .py, a SlowFast .yaml
  --gamma-w 1 --gamma-b 2.25 --gamma-d 2.2 --spatial-strides 2,2,2,2 --se-style half --se-ratio 0.0625 …
  --design '{"gamma_w":1,"norm_cfg":{"type":"GN","num_groups":2}}'   the same as one JSON object
  --input 1,3,13,160,160                          the clip: N, channels, T, H, W
  --head '{"num_classes":400}'                    with mmaction2's X3DHead`;

const EXIT_CODES = `Exit codes: 0 where it was done. inspect: the file's network was recognised, or fits the design you name, and computes
what the file does, so that convert writes it. 1 where not: inspect found a nearest design only, a file that computes
something else than its network, or nothing to load; a file that cannot be read; a check beyond its bounds; nothing was
written then. 2 where the command line is wrong.`;

export const USAGE = [
  OPENING,
  [...COMMAND_USAGE.values()].join('\n'),
  `${ONNX_USAGE}\nCOMMAND --help tells one command, with all its options.`,
  DESIGN_USAGE,
  EXIT_CODES,
].join('\n\n');

/** One command, and the names of all its options. */
export function usageOf(command: string, options: Options): string {
  const onnx = Object.hasOwn(options, 'dtype') ? [ONNX_USAGE] : [];
  const all = `All options: ${dashed(options)}`;
  return [OPENING, COMMAND_USAGE.get(command), ...onnx, DESIGN_USAGE, EXIT_CODES, all].join('\n\n');
}

/** The names of options as one writes them: `--task, --level`. */
export function dashed(options: Options): string {
  return Object.keys(options)
    .map((option) => `--${option}`)
    .join(', ');
}

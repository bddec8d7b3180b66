import { type Costs, costsByPath } from '../analysis/costs';
import { inferenceMemory } from '../analysis/memory';
import { bytesOf } from '../analysis/quantities';
import { receptiveFields } from '../analysis/receptiveField';
import type { Architecture, Layer } from '../architecture/architecture';
import { build } from '../architecture/build';
import { isGroup, layersOf, partsByPath } from '../architecture/walk';
import type { Clip, Design, Reference } from '../design/design';
import { type PresetName, presetNamed } from '../design/presets';
import { lazily } from '../memo/lazily';
import type { Claim, Scene } from './lesson';
import { claim } from './text';

/** What a lesson changes in a preset. */
export interface Change {
  readonly reference?: Partial<Reference>;
  readonly clip?: Partial<Clip>;
  readonly head?: null;
}

/** A preset's design with a change. */
export function designFrom(preset: PresetName, { reference, clip, head }: Change = {}): Design {
  const { design } = presetNamed(preset);
  return {
    ...design,
    reference: { ...design.reference, ...reference },
    clip: { ...design.clip, ...clip },
    head: head === null ? null : design.head,
  };
}

/** A scene: a preset, what is changed in it, and how it is looked at. */
export function scene(
  preset: PresetName,
  { level = 'blocks', measure = 'kind', at = null, ...change }: Change & Partial<Omit<Scene, 'design' | 'preset'>> = {},
): Scene {
  return { design: designFrom(preset, change), preset, level, measure, at };
}

/** A network that lessons ask about. Everything is worked out when it is asked for, and once. */
export interface Network {
  readonly design: Design;
  architecture(): Architecture;
  layer(path: string): Layer;
  /** Paths of what a group is made of, in forward order. */
  childrenOf(path: string): readonly string[];
  /** Output shape of a layer or group, `[N, C, T, H, W]` or `[N, C]` in the head. */
  output(path: string): readonly number[];
  /** Costs of parts by path; of the whole network without one. */
  macs(...paths: readonly string[]): Claim;
  /** MACs of the parts that a function finds. */
  macsOf(find: (architecture: Architecture) => readonly string[]): Claim;
  parameters(...paths: readonly string[]): Claim;
  /** Bytes of the outputs of convolutions, of parts by path or of the whole network. */
  convOutputBytes(...paths: readonly string[]): Claim;
  /** Bytes of parameters and buffers as a checkpoint stores them. */
  weightBytes(): Claim;
  /** The most bytes of activations alive at once. */
  peakBytes(): Claim;
  /** The most bytes alive at once while a part runs. */
  aliveBytes(path: string): Claim;
  /** The block at which that is. */
  peakBlock(): string;
  /** Paths of all blocks, in forward order. */
  blocks(): readonly string[];
  /** Frames one output of a part sees, borders not cut off. */
  framesSeen(path: string): Claim;
}

export function networkOf(design: Design): Network {
  const architecture = lazily(() => build(design));
  const costs = lazily(() => costsByPath(architecture()));
  const fields = lazily(() => receptiveFields(architecture()));
  const memory = lazily(() => inferenceMemory(architecture()));
  const parts = lazily(() => partsByPath(architecture()));
  const partAt = (path: string) => found(parts().get(path), path);
  const sum = (paths: readonly string[], pick: (costs: Costs) => number) =>
    (paths.length > 0 ? paths : ['']).reduce((total, path) => total + pick(found(costs().get(path), path)), 0);
  return {
    design,
    architecture,
    layer(path) {
      const [layer] = layersOf(partAt(path));
      return found(layer, path);
    },
    childrenOf(path) {
      const part = partAt(path);
      return isGroup(part) ? part.children.map((child) => child.path) : [];
    },
    output: (path) => partAt(path).output,
    macs: (...paths) => claim('MACs', () => sum(paths, ({ macs }) => macs)),
    macsOf: (find) => claim('MACs', () => sum(find(architecture()), ({ macs }) => macs)),
    parameters: (...paths) => claim('parameters', () => sum(paths, ({ parameters }) => parameters)),
    weightBytes: () => claim('bytes', () => sum([], ({ weightBytes }) => weightBytes)),
    convOutputBytes: (...paths) => claim('bytes', () => sum(paths, ({ convActivations }) => bytesOf(convActivations))),
    peakBytes: () => claim('bytes', () => memory().peakBytes),
    aliveBytes: (path) =>
      claim('bytes', () =>
        Math.max(...memory().steps.flatMap((step) => (step.path.startsWith(`${path}.`) ? [step.bytes] : []))),
      ),
    blocks: () =>
      architecture().parts.flatMap((part) => (part.kind === 'stage' ? part.children.map(({ path }) => path) : [])),
    peakBlock: () => memory().peakAt.split('.').slice(0, 2).join('.'),
    framesSeen: (path) => claim('frames', () => found(fields().get(path)?.local, path).t.size),
  };
}

/** What a lesson speaks of. @throws Error where the network has none */
export function found<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null) throw new Error(`A lesson speaks of '${name}', which its network lacks.`);
  return value;
}

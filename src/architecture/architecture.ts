import type { Design } from '../design/design';
import type { FieldsOf, LayerKind } from '../layers/index';
import type { Shape } from '../tensor/shape';

/** The clip's name where a layer reads the network's own input. */
export const CLIP = 'clip';

/** A leaf: one computation, its fields, and the paths of the layers it reads. */
export type Layer<K extends LayerKind = LayerKind> = {
  [P in K]: {
    readonly kind: P;
    /** The reference's module path (`layer1.0.conv1.bn`), or ours where the reference has no module (`layer1.0.sum`). */
    readonly path: string;
    /** Paths of layers read, or CLIP. */
    readonly inputs: readonly string[];
    readonly inputShapes: readonly Shape[];
    readonly fields: FieldsOf[P];
    readonly output: Shape;
  };
}[K];

/** What a group of layers is in the reference. */
export type GroupKind = 'stem' | 'stage' | 'block' | 'convModule' | 'seModule' | 'head';

/** A named group of layers, as the reference nests its modules. */
export interface Group {
  readonly kind: GroupKind;
  /** `layer1`, `layer1.0`, `layer1.0.conv1`, `head`; '' for the whole network. The stem's two ConvModules stand under 'stem'. */
  readonly path: string;
  /** In forward order. */
  readonly children: readonly (Group | Layer)[];
  /** Paths of the children in the order the reference registers them, which is the state dict's. Absent: forward order. */
  readonly registered?: readonly string[];
  /** Path of the leaf whose output is the group's. */
  readonly result: string;
  readonly output: Shape;
  /** The block this one repeats: the very same fields and shapes, layer by layer; only the paths differ. */
  readonly twin?: Group;
}

/** What a design builds: a tree for people, whose leaves name their inputs, so that it is a graph for machines too. */
export interface Architecture {
  readonly design: Design;
  /** [N, in_channels, T, H, W]. */
  readonly clip: Shape;
  /** Forward order: stem, layer1 … layerN, conv5, head. */
  readonly parts: readonly Group[];
  /** Every leaf, in forward order. */
  readonly layers: readonly Layer[];
  readonly baseChannels: Rounding;
  readonly stages: readonly StageFacts[];
  /** Channels after conv5. */
  readonly featDim: number;
}

/** How one stage came to its sizes. */
export interface StageFacts {
  readonly path: string;
  readonly blocks: Repeats;
  /** Channels in and out: base × 2^i, or set by hand. */
  readonly channels: number;
  /** Channels inside the bottleneck: ⌊channels × gamma_b⌋. */
  readonly planes: Truncation;
  readonly stride: number;
  /** One flag a block. */
  readonly se: readonly boolean[];
  /** Width of the squeeze, where the stage has any SE. */
  readonly seWidth: Rounding | null;
}

/** A width rounded to a multiple of `divisor` (`_round_width`), with everything needed to show how. */
export interface Rounding {
  readonly width: number;
  readonly multiplier: number;
  /** width × multiplier. */
  readonly raw: number;
  readonly divisor: number;
  readonly minimum: number;
  /** The two multiples of divisor around raw, the lower first. */
  readonly candidates: readonly [number, number];
  /** Nearest multiple, at least the minimum: before the 0.9 rule. */
  readonly nearest: number;
  /** True where nearest < 0.9 × raw, so that one divisor was added. */
  readonly bumped: boolean;
  /** True where a falsy multiplier left the width unchanged (X3D's own rounding only). */
  readonly unchanged: boolean;
  readonly result: number;
}

/** ⌈multiplier × repeats⌉ (`_round_repeats`). */
export interface Repeats {
  readonly repeats: number;
  readonly multiplier: number;
  readonly raw: number;
  readonly unchanged: boolean;
  readonly result: number;
}

/** int(width × multiplier): toward zero. */
export interface Truncation {
  readonly width: number;
  readonly multiplier: number;
  readonly raw: number;
  readonly result: number;
}

import type { Shape } from '../tensor/shape';
import type { DType, Tensor } from '../tensor/tensor';

/**
 * An ONNX model in memory: plain data, never mutated once made. A lowering pass takes one and returns another.
 * Field names follow onnx.proto, in the plural where they hold many.
 */
export interface OnnxGraph {
  readonly name: string;
  /** Version of the default operator set (ai.onnx) every node is written in. */
  readonly opset: number;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** Constants by value name. Their data is adopted by reference and must not change afterwards. */
  readonly initializers: ReadonlyMap<string, Tensor>;
  /** In an order in which every node comes after the nodes it reads. */
  readonly nodes: readonly OnnxNode[];
  /** metadata_props of the model; holds the design in files we write. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** A named value at the border of a graph. */
export interface ValueInfo {
  readonly name: string;
  readonly dtype: DType;
  /** A size that a file leaves open (a symbolic batch size) is -1; our own graphs are always closed. */
  readonly shape: Shape;
}

/** One operator call. */
export interface OnnxNode {
  /** Operator of the default operator set: `Conv`, `Mul`. Of another set, with its domain: `com.microsoft.QuickGelu`. */
  readonly op: string;
  /** Unique in the graph. Starts with the path of the layer it computes. */
  readonly name: string;
  /** Value names; '' stands for an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /**
   * Paths of the layers this node computes (all or part of), kept through every pass, so that a measured kernel can
   * be drawn on the layer it serves. Not written to the file.
   */
  readonly origins: readonly string[];
}

/** A number or a list of numbers is INT or INTS; floats say so, since JavaScript cannot tell 1 from 1.0. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Tensor };

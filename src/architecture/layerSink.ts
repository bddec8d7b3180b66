import type { FieldsOf, LayerKind } from '../layers/index';
import type { GroupKind } from './architecture';

/**
 * A receiver of a network's layers, told one by one in forward order: one sink keeps them (`build`), another adds up what
 * they cost. `V` stands for a layer's output (its path, its shape), `G` for a group that was closed.
 */
export interface LayerSink<V, G> {
  /** One layer, by its name in the group that is open. @throws ShapeError where it does not fit what it reads */
  layer<K extends LayerKind>(kind: K, name: string, fields: FieldsOf[K], inputs: readonly V[]): V;
  /**
   * Opens a group: what comes until it is closed stands in it.
   * @param times how often a block stands in its stage: once, and once for each that will repeat it; 1 for other groups
   */
  open(kind: GroupKind, name: string, times: number): void;
  /**
   * Closes the group that was opened last; its output is that of its last layer.
   * @param registered names of its children in the order of the state dict, absent ones among them; absent: forward order
   */
  close(kind: GroupKind, registered?: readonly string[]): G;
  /** A block that repeats another, layer by layer, under another name. `input` has the shape of the block's own input. */
  repeat(block: G, name: string, input: V): V;
}

import type { SqueezeStyle } from '../design/changes';

/** Values that are tried in all combinations; of an axis that is held, the base design's own (`OWN`). */
export interface Grid {
  readonly gamma_w: Values<number>;
  readonly gamma_b: Values<number>;
  readonly gamma_d: Values<number>;
  readonly strides: Values<readonly number[]>;
  readonly se: Values<SqueezeStyle>;
  readonly frames: Values<number>;
  /** Rows of pixels; the base design's aspect ratio is kept. */
  readonly side: Values<number>;
}

export type Values<T> = readonly (T | typeof OWN)[];

/** Stands for the base design's own value. */
export const OWN = null;

/** An axis of the grid, which a search varies or holds. */
export type GridAxis = keyof Grid;

/** Some twenty thousand designs around the published family. */
export const WIDE_GRID: Grid = {
  gamma_w: [0.6667, 1, 1.3334, 1.6667, 2],
  gamma_b: [1, 1.5, 2.25, 3],
  gamma_d: [0.6, 1, 1.6, 2.2, 3, 5],
  strides: [
    [2, 2, 2, 2],
    [1, 2, 2, 2],
  ],
  se: ['none', 'half', 'all'],
  frames: [1, 4, 8, 13, 16, 32],
  side: [112, 128, 160, 192, 224, 312],
};

/** A grid with some axes held at the base design's own values. */
export function holding(grid: Grid, held: readonly GridAxis[]): Grid {
  return { ...grid, ...Object.fromEntries(held.map((axis) => [axis, [OWN]])) };
}

export function gridSize(grid: Grid): number {
  return Object.values(grid).reduce((product, values: readonly unknown[]) => product * values.length, 1);
}

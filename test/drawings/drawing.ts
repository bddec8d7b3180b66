import type { Architecture } from '../../src/architecture/architecture';
import type { OpenParts } from '../../src/diagram/diagram';
import type { Direction } from '../../src/diagram/layout';

/** One picture: which network, how far open, which way. */
export interface Drawing {
  readonly title: string;
  readonly architecture: Architecture;
  readonly opening: OpenParts;
  readonly direction: Direction;
  readonly lineLength: number;
}

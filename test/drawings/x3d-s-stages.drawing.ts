import { opening } from '../../src/diagram/diagram';
import { preset } from '../diagram/designs';
import type { Drawing } from './drawing';

export const drawing: Drawing = {
  title: 'X3D-S, stages',
  architecture: preset('S'),
  opening: opening(),
  direction: 'horizontal',
  lineLength: Number.POSITIVE_INFINITY,
};

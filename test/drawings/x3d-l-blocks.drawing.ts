import { opening } from '../../src/diagram/diagram';
import { preset } from '../diagram/designs';
import type { Drawing } from './drawing';

export const drawing: Drawing = {
  title: 'X3D-L, blocks, repetitions folded',
  architecture: preset('L'),
  opening: opening(['layer1', 'layer2', 'layer3', 'layer4']),
  direction: 'horizontal',
  lineLength: 1300,
};

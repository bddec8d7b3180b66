import { opening } from '../../src/diagram/diagram';
import { preset } from '../diagram/designs';
import type { Drawing } from './drawing';

export const drawing: Drawing = {
  title: 'X3D-M, every block, downwards',
  architecture: preset('M'),
  opening: opening(['layer1', 'layer2', 'layer3', 'layer4'], { spread: true }),
  direction: 'vertical',
  lineLength: 640,
};

import { opening } from '../../src/diagram/diagram';
import { preset } from '../diagram/designs';
import type { Drawing } from './drawing';

const block = 'layer3.0';

export const drawing: Drawing = {
  title: 'A block with squeeze-and-excitation and a strided shortcut',
  architecture: preset('S'),
  opening: opening(['layer3', block, `${block}.conv2`, `${block}.se_module`]),
  direction: 'horizontal',
  lineLength: 900,
};

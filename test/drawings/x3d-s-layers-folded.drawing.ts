import { fullyOpen } from '../../src/diagram/diagram';
import { preset } from '../diagram/designs';
import type { Drawing } from './drawing';

const architecture = preset('S');

export const drawing: Drawing = {
  title: 'X3D-S, layers, repetitions folded',
  architecture,
  opening: fullyOpen(architecture, false),
  direction: 'horizontal',
  lineLength: 900,
};

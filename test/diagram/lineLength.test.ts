import { describe, expect, test } from 'vitest';
import { diagramOf, opening } from '../../src/diagram/diagram';
import { LINE_LENGTHS, layout } from '../../src/diagram/layout';
import { LEGIBLE, lineLengthFor } from '../../src/diagram/lineLength';
import { preset } from './designs';

/** The drawing's room at 1280 × 720 with all panels open. */
const SMALL = { width: 632, height: 293 };

/** The zoom at which all of a picture is seen. */
function zoomOf(name: Parameters<typeof preset>[0], level: 'stages' | 'blocks', room: typeof SMALL): number {
  const diagram = diagramOf(preset(name), opening(level === 'stages' ? [] : STAGES));
  const lineLength = lineLengthFor(diagram, 'horizontal', room);
  const { bounds } = layout(diagram, { direction: 'horizontal', lineLength });
  return Math.min(room.width / bounds.width, room.height / bounds.height);
}

const STAGES = ['layer1', 'layer2', 'layer3', 'layer4'];

describe('lines break where the picture is drawn largest', () => {
  test.each(['XS', 'S', 'M'] as const)('X3D-%s is whole and legible on a small screen', (name) => {
    expect(zoomOf(name, 'stages', SMALL)).toBeGreaterThan(0.9);
    expect(zoomOf(name, 'blocks', SMALL)).toBeGreaterThan(LEGIBLE);
  });

  test.each(['L', 'XL'] as const)('X3D-%s is whole there at the level of stages', (name) => {
    expect(zoomOf(name, 'stages', SMALL)).toBeGreaterThan(0.9);
  });

  test.each(['XS', 'S', 'M', 'L', 'XL'] as const)('X3D-%s is not cut at the side of a narrow room', (name) => {
    const diagram = diagramOf(preset(name), opening(STAGES));
    for (const room of [320, 360, 400, 480].map((width) => ({ width, height: 560 }))) {
      const { bounds } = layout(diagram, {
        direction: 'horizontal',
        lineLength: lineLengthFor(diagram, 'horizontal', room),
      });
      expect(bounds.width * LEGIBLE, `${room.width} pixels wide`).toBeLessThanOrEqual(room.width);
    }
  });

  test('three boxes on a line stay where a phone has room for them, over a lesson or a sheet', () => {
    const diagram = diagramOf(preset('M'), opening([]));
    const room = { width: 340, height: 160 };
    expect(lineLengthFor(diagram, 'horizontal', room)).toBe(LINE_LENGTHS.horizontal.small);
    // Where the room is high enough two are drawn larger.
    expect(lineLengthFor(diagram, 'horizontal', { ...room, height: 600 })).toBe(LINE_LENGTHS.horizontal.least);
  });

  test('before a room a picture is drawn larger where it still is whole', () => {
    const room = { width: 850, height: 700 };
    const diagram = diagramOf(preset('M'), opening([]));
    const zoomed = (largeEnough?: number) => {
      const lineLength = lineLengthFor(diagram, 'horizontal', room, largeEnough);
      const { bounds } = layout(diagram, { direction: 'horizontal', lineLength });
      return Math.min(room.width / bounds.width, room.height / bounds.height);
    };
    expect(zoomed(1.8)).toBeGreaterThan(1.3 * zoomed());
  });

  test('what cannot be whole is as long as it can be read', () => {
    const diagram = diagramOf(preset('XL'), opening(STAGES));
    expect(lineLengthFor(diagram, 'horizontal', { width: 632, height: 100 })).toBe(LINE_LENGTHS.horizontal.usual);
    expect(lineLengthFor(diagram, 'horizontal', { width: 400, height: 200 })).toBe(LINE_LENGTHS.horizontal.small);
    const wider = diagramOf(preset('S'), opening(STAGES));
    expect(lineLengthFor(wider, 'horizontal', { width: 320, height: 200 })).toBe(LINE_LENGTHS.horizontal.least);
    expect(lineLengthFor(diagram, 'horizontal', { width: 0, height: 0 })).toBe(LINE_LENGTHS.horizontal.usual);
  });
});

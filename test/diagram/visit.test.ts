import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagramOf, opening, runId } from '../../src/diagram/diagram';
import { layout } from '../../src/diagram/layout';
import { frameAround, neighbour, seenIn } from '../../src/diagram/visit';
import { preset, randomOpening } from './designs';

const architecture = preset('S');
const placed = (...opened: readonly string[]) =>
  layout(diagramOf(architecture, opening(opened)), { direction: 'horizontal', lineLength: 900 });

describe('arrow keys', () => {
  test('right walks from the clip to the head and left walks back', () => {
    fc.assert(
      fc.property(randomOpening, ([random, open]) => {
        const picture = layout(diagramOf(random, open), { direction: 'horizontal', lineLength: 900 });
        const boxes = picture.nodes.filter(({ node }) => node.children.length === 0);
        const walked = ['clip'];
        for (let id: string | null = 'clip'; id !== null && walked.length <= boxes.length; ) {
          id = neighbour(picture, id, 'right', 'horizontal');
          if (id !== null) walked.push(id);
        }
        expect(walked[walked.length - 1]).toBe(boxes[boxes.length - 1]?.node.id);
        expect(new Set(walked).size).toBe(walked.length);
      }),
      { numRuns: 30 },
    );
  });

  test('up leads to the shortcut, down to the SE branch', () => {
    const picture = placed('layer1', 'layer1.0', 'layer1.0.se_module');
    expect(neighbour(picture, 'layer1.0.conv1', 'up', 'horizontal')).toBe('layer1.0.downsample');
    expect(neighbour(picture, 'layer1.0.downsample', 'down', 'horizontal')).toBe('layer1.0.conv1');
    expect(neighbour(picture, 'layer1.0.se_module.scale', 'down', 'horizontal')).not.toBeNull();
  });
});

test('Escape closes the frame around: the innermost one, and none at the top', () => {
  const picture = placed('layer1', 'layer1.0');
  expect(frameAround(picture, 'layer1.0.conv1')).toBe('layer1.0');
  expect(frameAround(picture, 'layer1.0')).toBe('layer1');
  expect(frameAround(picture, 'conv5')).toBeNull();
});

describe('a selection is seen', () => {
  test.each([
    ['layer1.0.conv1.bn', 'layer1.0'],
    ['layer3.6.conv2.conv', runId('layer3.1')],
    ['conv1_t.bn', 'stem'],
    [runId('layer3.1'), runId('layer3.1')],
    [runId('layer2.1'), 'layer2'],
    ['nowhere', null],
  ])('%s in %s', (path, seen) => {
    expect(seenIn(placed('layer1', 'layer3'), architecture, path)).toBe(seen);
  });

  test.each([
    ['layer3.1.conv2.conv', 'layer3.1'],
    ['layer3.6.conv2.conv', runId('layer3.1')],
    [runId('layer3.1'), runId('layer3.1')],
  ])('%s in %s, where the run is folded and open', (path, seen) => {
    const open = opening(['layer3'], { open: true });
    const picture = layout(diagramOf(architecture, open), { direction: 'horizontal', lineLength: 900 });
    expect(seenIn(picture, architecture, path)).toBe(seen);
  });
});

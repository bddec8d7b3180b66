// @vitest-environment jsdom
import { act, renderHook } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { presetNamed } from '../../../src/design/presets';
import { type Diagram as Drawn, diagramOf } from '../../../src/diagram/diagram';
import { glimpse } from '../../../src/diagram/glide';
import { type Direction, layout } from '../../../src/diagram/layout';
import type { Point } from '../../../src/diagram/point';
import { architectureOf } from '../../../src/state/document/derived';
import { openedPaths } from '../../../src/state/view/openedPaths';
import { useGlide } from '../../../src/ui/diagram/useGlide';
import { MOVE, useMoving } from '../../../src/ui/diagram/useMoving';
import type { Picture } from '../../../src/ui/diagram/usePicture';

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame', 'performance'],
  });
  document.documentElement.style.setProperty('--x3d-move', '200ms');
  document.documentElement.style.setProperty('--x3d-ease', 'cubic-bezier(0.2, 0, 0, 1)');
});
afterEach(() => {
  vi.useRealTimers();
  document.documentElement.removeAttribute('style');
});

/** Pictures as the room makes them: three designs, seen at three levels, turned both ways. */
const PICTURES: readonly Picture[] = (['XS', 'S', 'M'] as const).flatMap((name) => {
  const architecture = architectureOf(presetNamed(name).design);
  return (['stages', 'blocks', 'layers'] as const).flatMap((level) =>
    (['horizontal', 'vertical'] as const).map((direction) => pictureOf(architecture, level, direction)),
  );
});

function pictureOf(
  architecture: Picture['architecture'],
  level: 'stages' | 'blocks' | 'layers',
  direction: Direction,
): Picture {
  const opened = openedPaths(architecture, { level, toggled: new Set() });
  const layers = level === 'layers';
  const opening = {
    opened,
    runs: { spread: layers, except: new Set<string>(), open: layers, toggled: new Set<string>() },
  };
  const diagram: Drawn = diagramOf(architecture, opening);
  const lineLength = 900;
  const arrangement = layout(diagram, { direction, lineLength });
  return { architecture, opening, direction, diagram, layout: arrangement, arrangement, lineLength };
}

/** The drawing's edges and whether it moves, as Canvas and Edges ask for them. */
function useDrawing({ picture, offset }: { picture: Picture; offset: Point }) {
  const move = useMoving(picture);
  return { move, drawn: useGlide(picture.layout, offset, move) };
}

const shift = (points: readonly Point[], { x, y }: Point) =>
  points.map((point) => ({ x: point.x + x, y: point.y + y }));
const STEP = fc.record({
  picture: fc.nat(PICTURES.length - 1),
  offset: fc.constantFrom({ x: 0, y: 0 }, { x: 0, y: 0 }, { x: 40, y: -25 }),
  pause: fc.nat(300),
  /** A page in the background is given no frames, a busy one some. */
  frames: fc.boolean(),
});

describe('whatever brings a network onto the screen, in whatever order and however fast', () => {
  test('the drawing comes to rest in the layout’s own state', () => {
    fc.assert(
      fc.property(fc.array(STEP, { minLength: 1, maxLength: 10 }), (steps) => {
        const first = { picture: PICTURES[0] as Picture, offset: { x: 0, y: 0 } };
        const { result, rerender, unmount } = renderHook(useDrawing, { initialProps: first });
        let last = first;
        for (const { picture, offset, pause, frames } of steps) {
          last = { picture: PICTURES[picture] as Picture, offset };
          rerender(last);
          if (frames) act(() => vi.advanceTimersByTime(pause));
          else vi.setSystemTime(Date.now() + pause);
        }
        act(() => vi.advanceTimersByTime(MOVE + 20));
        const { move, drawn } = result.current;
        expect(move).toBeNull();
        expect(drawn.fresh).toEqual([]);
        expect(drawn.kept.map(({ edge, points }) => [edge.id, points])).toEqual(
          last.picture.layout.edges.map(({ edge, points }) => [edge.id, shift(points, last.offset)]),
        );
        unmount();
      }),
      { numRuns: process.env.X3D_LONG ? 2000 : 200 },
    );
  });

  test('frames are not needed for it to end, and an edit ends it at once', () => {
    const [stages, , blocks] = PICTURES as [Picture, Picture, Picture];
    const offset = { x: 0, y: 0 };
    const { result, rerender } = renderHook(useDrawing, { initialProps: { picture: stages, offset } });
    vi.stubGlobal('requestAnimationFrame', () => 0);
    rerender({ picture: blocks, offset });
    expect(result.current.move).not.toBeNull();
    expect(result.current.drawn.kept).not.toEqual(blocks.layout.edges);
    act(() => vi.advanceTimersByTime(MOVE));
    expect(result.current.drawn).toEqual(glimpse({ from: new Map(), to: blocks.layout.edges }, 1));
    rerender({ picture: stages, offset });
    expect(result.current.move).not.toBeNull();
    const edited = PICTURES[8] as Picture;
    rerender({ picture: edited, offset });
    expect(result.current.move).toBeNull();
    expect(result.current.drawn.kept).toEqual(edited.layout.edges);
    vi.unstubAllGlobals();
  });

  test('on the way a line that was there before lies between its two places, and goes one way', () => {
    const [stages, , blocks] = PICTURES as [Picture, Picture, Picture];
    const offset = { x: 0, y: 0 };
    const { result, rerender } = renderHook(useDrawing, { initialProps: { picture: stages, offset } });
    rerender({ picture: blocks, offset });
    const seen: number[] = [];
    for (let at = 0; at < MOVE; at += 20) {
      seen.push(result.current.drawn.progress);
      act(() => vi.advanceTimersByTime(20));
    }
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(1);
    expect(new Set(seen).size).toBeGreaterThan(8);
  });
});

// @vitest-environment jsdom
import { fireEvent, screen } from '@testing-library/react';
import { createRef } from 'react';
import { expect, test, vi } from 'vitest';
import { createApp } from '../../../src/state/app';
import { type ChartPoint, ScatterChart } from '../../../src/ui/kit/charts/ScatterChart';
import { svgFileOf } from '../../../src/ui/kit/charts/svgFile';
import { renderInStudio } from '../renderInStudio';

const point = (id: string, x: number, y: number): ChartPoint => ({
  id,
  x,
  y,
  look: 'member',
  name: id,
  ariaLabel: `${id}: ${x}, ${y}`,
});
const POINTS = [point('a', 1e8, 1e6), point('b', 1e9, 2e6), point('c', 1e10, 4e6)];

async function chart() {
  const onPick = vi.fn();
  const svgRef = createRef<SVGSVGElement>();
  renderInStudio(
    createApp(),
    <ScatterChart
      label="parameters against MACs"
      x={{ title: 'MACs', kind: 'log', text: String }}
      y={{ title: 'parameters', kind: 'log', text: String }}
      points={POINTS}
      onPick={onPick}
      detail={(id) => id}
      svgRef={svgRef}
    />,
  );
  // It is drawn once its room has been measured.
  await screen.findByRole('button', { name: /^a/ });
  return { onPick, svgRef };
}

const placeOf = (name: RegExp): readonly number[] =>
  [...(screen.getByRole('button', { name }).getAttribute('transform') ?? '').matchAll(/-?[\d.]+/g)].map(Number);

test('points stand at the logarithms of their costs', async () => {
  await chart();
  const [[ax = 0, ay = 0], [bx = 0, by = 0], [cx = 0, cy = 0]] = [placeOf(/^a/), placeOf(/^b/), placeOf(/^c/)];
  expect(bx - ax).toBeCloseTo(cx - bx, 6);
  expect(bx).toBeGreaterThan(ax);
  expect(by - ay).toBeCloseTo(cy - by, 6);
  expect(by).toBeLessThan(ay);
});

test('one Tab stop; arrows walk by MACs, Home and End jump, Enter picks', async () => {
  const { onPick } = await chart();
  const stops = () => screen.getAllByRole('button').filter((button) => button.getAttribute('tabindex') === '0');
  expect(stops()).toHaveLength(1);
  const first = screen.getByRole('button', { name: /^a/ });
  first.focus();
  fireEvent.keyDown(first, { key: 'ArrowRight' });
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^b/);
  fireEvent.keyDown(document.activeElement ?? first, { key: 'End' });
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^c/);
  fireEvent.keyDown(document.activeElement ?? first, { key: 'Enter' });
  expect(onPick).toHaveBeenCalledExactlyOnceWith('c');
  expect(stops()).toHaveLength(1);
});

test('a saved chart stands by itself: styles written out, no classes, no targets for the pointer', async () => {
  const { svgRef } = await chart();
  if (!svgRef.current) throw new Error('the chart was not drawn');
  const file = new DOMParser().parseFromString(
    svgFileOf(svgRef.current, 'parameters against MACs', 'A source, 10 clips × 1 crop'),
    'image/svg+xml',
  );
  expect(file.querySelector('parsererror')).toBeNull();
  expect(file.querySelector('title')?.textContent).toBe('parameters against MACs');
  expect(file.querySelectorAll('[class], [tabindex], [data-only-here]')).toHaveLength(0);
  expect(file.querySelectorAll('circle')).toHaveLength(POINTS.length);
  expect(file.documentElement.textContent).toContain('parameters');
  expect([...file.querySelectorAll('text')].map(({ textContent }) => textContent)).toEqual(
    expect.arrayContaining(['parameters against MACs', 'A source, 10 clips × 1 crop']),
  );
});

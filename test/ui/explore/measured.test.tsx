// @vitest-environment jsdom
import { fireEvent, screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import type { Design } from '../../../src/design/design';
import { ACCURACY_SERIES } from '../../../src/present/accuracySeries';
import { type MadeClips, madeClipsOf } from '../../../src/present/madeClips';
import { offers } from '../../../src/scaling/double';
import { TINY_START } from '../../../src/scaling/tinyStart';
import { rowOf, trainedFamily } from '../../../src/scaling/trainedFamily';
import { createApp } from '../../../src/state/app';
import { ASSUMED_DEVICE } from '../../../src/state/explore/explore';
import { measuringOf } from '../../../src/state/train/measuring';
import { bestOffer } from '../../../src/ui/explore/bestOffer';
import { type HeightChoice, type OfferedStep, trainedPoints } from '../../../src/ui/explore/designPoints';
import { ExpansionRoom } from '../../../src/ui/explore/ExpansionRoom';
import { madeClipsTable } from '../../../src/ui/explore/madeClipsTable';
import { renderInStudio } from '../renderInStudio';

const [series] = ACCURACY_SERIES;
if (!series) throw new Error('no series');
const choice: HeightChoice = {
  height: 'madeClips',
  series,
  device: ASSUMED_DEVICE,
  madeClips: (design) => madeClipsOf(new Map(), design),
};
const { recipe, rows } = trainedFamily();
const STEP: readonly OfferedStep[] = offers(TINY_START).map(({ axis, ...rest }) => ({ axis: axis.name, ...rest }));

/** Runs as an earlier visit left them: so many right of the candidate of each axis, from both seeds. */
function keep(right: Readonly<Record<string, readonly number[]>>): void {
  const kept = STEP.flatMap(({ axis, candidate }) =>
    candidate && right[axis]
      ? [{ design: candidate.design, runs: right[axis].map((one, seed) => ({ ...runOf(one), seed })) }]
      : [],
  );
  localStorage.setItem('x3d-studio.measured', JSON.stringify({ recipe, rows: kept }));
}

const runOf = (right: number) => ({ right, shuffled: 100, backwards: right, loss: 1, hash: '00000000' });

function room() {
  const app = createApp();
  app.explore.beginWalk({ design: TINY_START });
  renderInStudio(app, <ExpansionRoom next={{ value: STEP, pending: false, failure: null, onto: null }} />);
  return app;
}

const measured = () => within(screen.getByRole('region', { name: 'Measured accuracy' }));

test('every trained design stands at the mean of its seeds, within the span of their intervals, and says its numbers', () => {
  const points = trainedPoints(new Map(), choice);
  expect(points).toHaveLength(rows.length);
  for (const { design, y, interval, ariaLabel: said, look } of points) {
    const runs = rowOf(design)?.runs ?? [];
    expect(y).toBeCloseTo((100 * runs.reduce((sum, { right }) => sum + right, 0)) / runs.length / recipe.clips, 9);
    for (const { right } of runs) {
      expect((100 * right) / recipe.clips).toBeGreaterThanOrEqual(interval?.low ?? 100);
      expect((100 * right) / recipe.clips).toBeLessThanOrEqual(interval?.high ?? 0);
    }
    expect(said).toMatch(/MACs, \d+ %, \d+ to \d+ right on made clips$/);
    expect(look).toBe(design.clip.t === 1 ? 'trainedStill' : 'trained');
  }
  const table = madeClipsTable(points, choice);
  expect(table.rows).toHaveLength(rows.length);
  for (const { cells, shown } of table.rows) {
    expect(cells).toHaveLength(table.columns.length);
    expect(shown).toHaveLength(table.columns.length);
  }
});

test('the tiny X2D is of the table; its candidates are to be trained, one of them is known', () => {
  expect(rowOf(TINY_START)).not.toBeNull();
  room();
  expect(measured().getByRole('button', { name: 'Train the candidates' })).toBeEnabled();
  expect(measured().getByText('10 runs of 240 updates to go.')).toBeVisible();
  expect(within(screen.getByRole('article', { name: /^Resolution/ })).getByText(/from the table/)).toBeVisible();
});

test('a design that is too large to be trained here says so, and a tiny one is begun in its place', () => {
  const app = createApp();
  const step = offers(app.document.getState().legal).map(({ axis, ...rest }) => ({ axis: axis.name, ...rest }));
  app.explore.beginWalk({ design: app.document.getState().legal });
  renderInStudio(app, <ExpansionRoom next={{ value: step, pending: false, failure: null, onto: null }} />);
  expect(measured().getByText(/too much to be trained here/)).toBeVisible();
  fireEvent.click(measured().getByRole('button', { name: 'Start at a tiny X2D' }));
  expect(app.document.getState().legal).toEqual(TINY_START);
  expect(app.explore.getState().height).toBe('madeClips');
});

test('the best for its cost is marked when all are known, and another may be taken', () => {
  keep({
    gamma_tau: [150, 160],
    gamma_t: [230, 240],
    gamma_w: [104, 96],
    gamma_b: [101, 99],
    gamma_d: [100, 95],
  });
  const app = room();
  expect(measured().getByText(/Best for its cost/)).toHaveTextContent('γt Duration, 59 %');
  expect(within(screen.getByRole('article', { name: /^Duration/ })).getByText(/best for its cost/)).toBeVisible();
  expect(screen.getAllByText(/· best for its cost/)).toHaveLength(1);
  expect(measured().getByRole('button', { name: 'All are trained' })).toBeDisabled();
  fireEvent.click(screen.getByRole('button', { name: /^Take Frame rate/ }));
  expect(app.explore.getState().walk.nodes.at(-1)?.step?.axis).toBe('gamma_tau');
  expect(screen.getByRole('button', { name: /γτ.*39 % right/ })).toHaveAttribute('aria-current', 'step');
});

test('while runs are missing one only leads, and what overlaps is not settled', () => {
  keep({ gamma_tau: [150], gamma_t: [158, 150] });
  const app = room();
  expect(measured().getByText(/Leading so far/)).toHaveTextContent(/These runs do not tell it from/);
  expect(screen.queryByText(/· best for its cost/)).toBeNull();
  expect(within(screen.getByRole('article', { name: /^Frame rate/ })).getByText(/one seed so far/)).toBeVisible();
  expect(measuringOf(app).store.getState().phase.kind).toBe('none');
});

test('what gains most for each doubling wins, not what is right most often at any cost', () => {
  const known = (right: number): MadeClips => ({
    ...{ design: TINY_START, runs: [{ ...runOf(400 * right), seed: 0 }], diverged: null, here: true },
    ...{ share: right, low: right - 0.01, high: right + 0.01 },
  });
  const step = (axis: OfferedStep['axis'], factor: number): OfferedStep => {
    const [offer] = STEP.filter((one) => one.axis === axis);
    if (!offer?.candidate) throw new Error(`no candidate of ${axis}`);
    return { ...offer, candidate: { ...offer.candidate, factor } };
  };
  const [cheap, dear] = [step('gamma_t', 2), step('gamma_w', 8)];
  const shares = new Map([
    [cheap.candidate?.design, 0.5],
    [dear.candidate?.design, 0.7],
  ]);
  const of = (design: Design) => known(shares.get(design) ?? 0.25);
  expect(bestOffer(known(0.25), [cheap, dear], of)?.offer).toBe(cheap);
  // Contractions land on one target: there the most accuracy is best.
  const [small, smaller] = [step('gamma_t', 0.5), step('gamma_w', 0.5)];
  shares.set(small.candidate?.design, 0.5).set(smaller.candidate?.design, 0.6);
  expect(bestOffer(known(0.8), [small, smaller], of)?.offer).toBe(smaller);
  expect(bestOffer(known(0.9), [cheap, dear], of)).toBeNull();
});

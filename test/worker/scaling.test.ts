import { expect, test } from 'vitest';
import { designCosts } from '../../src/analysis/costs';
import { presetNamed } from '../../src/design/presets';
import { AXES } from '../../src/scaling/axes';
import { type Budget, searchBudget } from '../../src/scaling/budget';
import { type Sweep, sweepRows } from '../../src/scaling/sweep';
import { createScaling } from '../../src/worker/scaling';
import { overChannel } from './workers';

const M = presetNamed('M').design;

test('six steps come back in the axes’ order, each the design it says it is', async () => {
  const scaling = overChannel(createScaling());
  const answers = await scaling.request('offers', { design: M, factor: 2, device: null });
  expect(answers.map(({ axis }) => axis)).toEqual(AXES.map(({ name }) => name));
  for (const { candidate } of answers) {
    if (!candidate) throw new Error('X3D-M can be doubled along every axis');
    expect(candidate.facts.macs).toBe(designCosts(candidate.design).macs);
    expect(candidate.factor).toBeCloseTo(candidate.facts.macs / designCosts(M).macs, 12);
  }
});

test('curves pass through the design itself, and a cancelled request ends them', async () => {
  const scaling = overChannel(createScaling());
  const curves = await scaling.request('curves', { design: M, measures: ['macs'], device: null });
  for (const { plateaus } of curves) {
    expect(plateaus.find(({ own }) => own)?.measured).toEqual([designCosts(M).macs]);
  }
  const controller = new AbortController();
  const cancelled = scaling.request(
    'curves',
    { design: M, measures: ['macs'], device: null },
    { signal: controller.signal },
  );
  controller.abort();
  await expect(cancelled).rejects.toThrow();
});

const SMALL: Budget = {
  base: M,
  grid: {
    gamma_w: [1, 1.3334],
    gamma_b: [1, 2.25],
    gamma_d: [1, 2.2],
    strides: [[2, 2, 2, 2]],
    se: ['half'],
    frames: [4, 13],
    side: [112, 160],
  },
  limits: [{ measure: 'macs', bound: 'at most', value: 1e9 }],
  aims: [
    { measure: 'parameters', better: 'less' },
    { measure: 'fieldFrames', better: 'more' },
  ],
  device: null,
};

test('a search in the worker ends with the front of the search itself, and reports it', async () => {
  const scaling = overChannel(createScaling());
  let reported = 0;
  const result = await scaling.request('budget', SMALL, {
    onProgress: ({ tried }) => {
      reported = tried;
    },
  });
  expect(result).toEqual([...searchBudget(SMALL)].at(-1));
  expect(result.front.length).toBeGreaterThan(0);
  expect(reported).toBe(result.total);
});

test('a sweep in the worker is the matrix, holes and all', async () => {
  const scaling = overChannel(createScaling());
  const sweep: Sweep = {
    design: M,
    x: { parameter: 'gamma_s', values: [112, 160, 224] },
    y: { parameter: 'gamma_d', values: [1, 2.2] },
    measure: 'macs',
    device: null,
  };
  expect(await scaling.request('sweep', sweep)).toEqual([...sweepRows(sweep)]);
});

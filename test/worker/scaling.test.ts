import { expect, test } from 'vitest';
import { presetNamed } from '../../src/design/presets';
import { AXES } from '../../src/scaling/axes';
import { fastCosts } from '../../src/scaling/fastCosts';
import { createScaling } from '../../src/worker/scaling';
import { overChannel } from './workers';

const M = presetNamed('M').design;

test('six steps come back in the axes’ order, each the design it says it is', async () => {
  const scaling = overChannel(createScaling());
  const answers = await scaling.request('offers', { design: M, factor: 2, device: null });
  expect(answers.map(({ axis }) => axis)).toEqual(AXES.map(({ name }) => name));
  for (const { candidate } of answers) {
    if (!candidate) throw new Error('X3D-M can be doubled along every axis');
    expect(candidate.facts.macs).toBe(fastCosts(candidate.design).macs);
    expect(candidate.factor).toBeCloseTo(candidate.facts.macs / fastCosts(M).macs, 12);
  }
});

test('curves pass through the design itself, and a cancelled request ends them', async () => {
  const scaling = overChannel(createScaling());
  const curves = await scaling.request('curves', { design: M, measures: ['macs'], device: null });
  for (const { plateaus } of curves) {
    expect(plateaus.find(({ own }) => own)?.measured).toEqual([fastCosts(M).macs]);
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

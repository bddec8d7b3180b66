import { describe, expect, test } from 'vitest';
import { conventionNamed } from '../../src/analysis/conventions';
import { costsByPath } from '../../src/analysis/costs';
import { difference } from '../../src/analysis/difference';
import { QUANTITIES } from '../../src/analysis/quantities';
import { receptiveFields } from '../../src/analysis/receptiveField';
import type { Architecture } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { COLOUR_SCALES } from '../../src/diagram/colourScales';
import { type Measured, missing, viewOf } from '../../src/present/measures';
import { preset } from '../diagram/designs';

const architecture = preset('S');

function measured(of: Architecture, more: Partial<Measured> = {}): Measured {
  const [, , ...clip] = of.clip;
  const fields = receptiveFields(of);
  return {
    clip,
    costs: costsByPath(of),
    convention: conventionNamed('macs'),
    fields: () => fields,
    before: null,
    times: null,
    learning: null,
    ...more,
  };
}

test('shares of the parts add up to the whole', () => {
  for (const measure of ['parameters', 'macs', 'activations'] as const) {
    const view = viewOf(measure, measured(architecture));
    const sum = architecture.parts.reduce((total, { path }) => total + (view.read([path])?.fraction ?? 0), 0);
    expect(sum).toBeCloseTo(1, 12);
  }
});

test('legend and menu say the name that the list of quantities gives', () => {
  expect(COLOUR_SCALES.activations.meaning).toBe(`share of ${QUANTITIES.activations.label}`);
  expect(viewOf('activations', measured(architecture)).of).toBe(COLOUR_SCALES.activations.meaning);
});

test('MACs follow the convention of the whole app', () => {
  const macs = viewOf('macs', measured(architecture));
  const mmcv = viewOf('macs', measured(architecture, { convention: conventionNamed('mmcv') }));
  expect(macs.read(['layer1.0.conv1.bn'])?.fraction).toBe(0);
  expect(mmcv.read(['layer1.0.conv1.bn'])?.fraction).toBeGreaterThan(0);
});

test('a receptive field never shrinks along the stages, and is all of the clip after the pool', () => {
  const view = viewOf('receptiveField', measured(architecture));
  const seen = ['conv1_s', 'layer1', 'layer2', 'layer3', 'layer4'].map((path) => view.read([path])?.fraction ?? 0);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(view.read(['head'])?.text).toBe('100 %');
});

describe('against a pinned design', () => {
  const against = (pinned: Architecture, now: Architecture) => {
    const { byPath } = difference(pinned, now);
    const before = { costs: costsByPath(pinned), changeOf: (path: string) => byPath.get(path)?.change ?? 'same' };
    return viewOf('difference', measured(now, { before }));
  };

  test('what grew says by how much, and what was not there is new', () => {
    // 13 frames against 4: every MAC of the backbone is there 3.25 times.
    const view = against(preset('XS'), architecture);
    expect(view.read(['layer3'])?.text).toBe('+225 %');
    expect(view.read(['head.fc1'])?.text).toBe('same');
    expect(against(preset('XS'), preset('L')).read(['layer3.24'])?.text).toBe('new');
  });

  test('an SE module shows by its parameters, another activation function by having changed', () => {
    const { design } = architecture;
    const all = build({ ...design, reference: { ...design.reference, se_style: 'all' } });
    expect(against(architecture, all).read(['layer3.1'])?.sentence).toMatch(/^\+\d+ % parameters/);
    expect(against(architecture, all).step(['layer3.0'])?.label).toBe('same');
    const relu = build({ ...design, reference: { ...design.reference, act_cfg: { type: 'LeakyReLU' } } });
    const view = against(architecture, relu);
    expect(view.read(['layer3.1'])?.text).toBe('changed');
    expect(view.step(['layer3.1'])?.label).toBe('changed, same amounts');
  });
});

describe('a measure that cannot be had', () => {
  test('says what to do first, and shows kinds meanwhile', () => {
    const nothing = measured(architecture);
    expect(missing('difference', nothing)).toBe('pin a design first');
    expect(missing('time', nothing)).toBe('measure this network first');
    expect(missing('learning', nothing)).toBe('train this network first');
    expect(missing('learning', { ...nothing, learnt: 'head' })).toBe('train more than the head first');
    expect(missing('learning', { ...nothing, learning: {}, learnt: 'more' })).toBeNull();
    expect(viewOf('time', nothing)).toMatchObject({ byKind: true, scale: 'macs' });
    expect(viewOf('time', nothing).colourOf(['conv5'], 'conv')).toBe('var(--x3d-kind-conv)');
  });

  test('is there once it was measured', () => {
    const times = new Map([
      ['', 10],
      ['conv5', 2.5],
    ]);
    const view = viewOf('time', measured(architecture, { times }));
    expect(view.read(['conv5'])?.text).toBe('2.50\u202fms');
    expect(view.step(['conv5'])?.label).toBe('25 %');
  });
});

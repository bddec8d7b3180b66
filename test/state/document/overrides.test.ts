// @vitest-environment jsdom

import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { stageFacts } from '../../../src/architecture/stages';
import type { Overrides, StageOverride } from '../../../src/design/design';
import { type App, createApp } from '../../../src/state/app';
import type { DesignPatch, StageName } from '../../../src/state/document/document';
import { runs } from '../../setup/runs';

const design = () => app.document.getState().design;

let app: App;
beforeEach(() => {
  app = createApp();
});

type Change = { readonly [K in keyof StageOverride]: StageOverride[K] | undefined };
type Edit =
  | { readonly kind: 'hand'; readonly stage: StageName; readonly change: Change }
  | { readonly kind: 'other'; readonly patch: DesignPatch };

const stage = fc.constantFrom<StageName>('layer1', 'layer2', 'layer3', 'layer4');
const hand = fc
  .tuple(
    stage,
    fc.record(
      {
        blocks: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
        width: fc.option(
          fc.integer({ min: 1, max: 20 }).map((step) => 8 * step),
          { nil: undefined },
        ),
        stride: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
        se: fc.option(fc.constantFrom('all' as const, 'none' as const), { nil: undefined }),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([stage, change]): Edit => ({ kind: 'hand', stage, change }));
const gamma = fc.double({ min: 0.3, max: 1.5, noNaN: true });
const other = fc
  .oneof(
    fc.record({ reference: fc.record({ gamma_w: gamma }) }),
    fc.record({ reference: fc.record({ gamma_b: gamma }) }),
    fc.record({ reference: fc.record({ gamma_d: gamma }) }),
    fc.record({ reference: fc.record({ se_ratio: fc.constantFrom(null, 1 / 8) }) }),
    fc.record({ clip: fc.record({ t: fc.integer({ min: 1, max: 16 }) }) }),
    fc.constant({ head: null }),
  )
  .map((patch): Edit => ({ kind: 'other', patch }));

test('in random orders of edits, what was set by hand stays, and all else follows the gammas', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(hand, other), { minLength: 1, maxLength: 10 }), (edits) => {
      // The shallowest preset: every edit builds a network.
      app.document.choosePreset('X2D');
      const set: Record<string, Record<string, unknown>> = {};
      for (const each of edits) {
        if (each.kind === 'other') app.document.edit(each.patch);
        else {
          app.document.setByHand(each.stage, each.change);
          set[each.stage] = { ...set[each.stage], ...each.change };
        }
      }
      const kept = Object.fromEntries(
        Object.entries(set).flatMap(([name, change]) => {
          const values = Object.entries(change).filter(([, value]) => value !== undefined);
          return values.length > 0 ? [[name, Object.fromEntries(values)]] : [];
        }),
      ) as Overrides;
      expect(design().overrides).toEqual(kept);
      const ruled = stageFacts({ ...design(), overrides: {} });
      for (const [index, facts] of stageFacts(design()).entries()) {
        const byHand = kept[facts.path as StageName];
        expect(facts.blocks.result).toBe(byHand?.blocks ?? ruled[index]?.blocks.result);
        expect(facts.channels).toBe(byHand?.width ?? ruled[index]?.channels);
        expect(facts.stride).toBe(byHand?.stride ?? ruled[index]?.stride);
      }
    }),
    runs(1000),
  );
});

test('a stage that follows every rule again leaves nothing behind', () => {
  app.document.setByHand('layer2', { blocks: 3, width: 40 });
  app.document.setByHand('layer2', { width: undefined });
  expect(design().overrides).toEqual({ layer2: { blocks: 3 } });
  app.document.setByHand('layer2', { blocks: undefined });
  expect(design().overrides).toEqual({});
});

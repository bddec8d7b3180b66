import fc from 'fast-check';
import type { Architecture } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { isGroup, type Part } from '../../src/architecture/walk';
import { type Design, HEAD_DEFAULTS, REFERENCE_DEFAULTS } from '../../src/design/design';
import { PRESETS, type PresetName } from '../../src/design/presets';
import { type OpenParts, opening, runId } from '../../src/diagram/diagram';

/** What a preset builds. */
export function preset(name: PresetName): Architecture {
  const found = PRESETS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no preset ${name}`);
  return build(found.design);
}

/** Designs of every structure a drawing can meet: depths, SE by rule and by hand, with and without shortcuts and head. */
export const randomDesign: fc.Arbitrary<Design> = fc
  .record({
    gamma_d: fc.double({ min: 0.5, max: 2.5, noNaN: true }),
    num_stages: fc.integer({ min: 1, max: 4 }),
    strides: fc.array(fc.constantFrom(1, 2), { minLength: 4, maxLength: 4 }),
    se_style: fc.constantFrom('half' as const, 'all' as const),
    se_ratio: fc.constantFrom(null, 1 / 16),
    head: fc.constantFrom(null, HEAD_DEFAULTS),
    byHand: fc.option(fc.array(fc.boolean(), { maxLength: 6 }), { nil: undefined }),
  })
  .map(({ strides, head, byHand, ...given }) => ({
    reference: { ...REFERENCE_DEFAULTS, ...given, spatial_strides: strides.slice(0, given.num_stages) },
    clip: { n: 1, t: 4, h: 64, w: 64, interval: 1 },
    head,
    overrides: byHand ? { layer1: { se: byHand } } : {},
  }));

/** A random architecture with a random part of its groups open. */
export const randomOpening: fc.Arbitrary<readonly [Architecture, OpenParts]> = randomDesign.chain((design) => {
  const architecture = build(design);
  const groups = architecture.parts.flatMap(groupPaths);
  return fc
    .record({
      opened: fc.subarray(groups),
      spread: fc.boolean(),
      except: fc.subarray(groups),
      open: fc.boolean(),
      toggled: fc.subarray(groups),
    })
    .map(({ opened, except, toggled, ...rest }) => {
      const runs = { ...rest, except: new Set(except), toggled: new Set(toggled.map(runId)) };
      return [architecture, opening(opened, runs)] as const;
    });
});

function groupPaths(part: Part): readonly string[] {
  return isGroup(part) ? [part.path, ...part.children.flatMap(groupPaths)] : [];
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costsByPath } from '../../src/analysis/costs';
import { designDifference } from '../../src/analysis/designDifference';
import { type ArchitectureDifference, type Change, difference } from '../../src/analysis/difference';
import type { Architecture } from '../../src/architecture/architecture';
import { build } from '../../src/architecture/build';
import { partsByPath } from '../../src/architecture/walk';
import type { Design, StageOverride } from '../../src/design/design';
import { presetNamed } from '../../src/design/presets';
import { runs } from '../setup/runs';

const XS = presetNamed('XS').design;
type Stage = 'layer1' | 'layer2' | 'layer3' | 'layer4';
const stage = fc.constantFrom<Stage>('layer1', 'layer2', 'layer3', 'layer4');

const withReference = (change: Partial<Design['reference']>): Design => ({
  ...XS,
  reference: { ...XS.reference, ...change },
});
const withOverride = (at: Stage, override: StageOverride): Design => ({ ...XS, overrides: { [at]: override } });

/** An edit, and what it must do to every layer, said without looking at the layers' fields. */
interface Edit {
  readonly name: string;
  readonly design: Design;
  expected(path: string): Change | 'any';
}

const BEFORE = build(XS);
const facts = (at: Stage) => {
  const found = BEFORE.stages.find(({ path }) => path === at);
  if (!found) throw new Error(`no ${at}`);
  return found;
};
const blockOf = (path: string): readonly [string, number] => {
  const [top = '', block = '-1'] = path.split('.');
  return [top, Number(block)];
};

const depthEdit = fc.record({ at: stage, blocks: fc.integer({ min: 1, max: 15 }) }).map(({ at, blocks }): Edit => {
  const old = facts(at).blocks.result;
  return {
    name: `${at} has ${blocks} blocks`,
    design: withOverride(at, { blocks }),
    expected(path) {
      const [top, block] = blockOf(path);
      if (top !== at || block < Math.min(old, blocks)) return 'same';
      return blocks > old ? 'added' : 'removed';
    },
  };
});

const squeezeEdit = stage
  .chain((at) => {
    const { length } = facts(at).se;
    return fc.record({ at: fc.constant(at), se: fc.array(fc.boolean(), { minLength: length, maxLength: length }) });
  })
  .map(
    ({ at, se }): Edit => ({
      name: `${at} has SE in ${se}`,
      design: withOverride(at, { se }),
      expected(path) {
        const [top, block] = blockOf(path);
        const was = facts(at).se[block];
        if (top !== at || !path.includes('se_module') || se[block] === was) return 'same';
        return se[block] ? 'added' : 'removed';
      },
    }),
  );

const clipEdit = fc.integer({ min: 5, max: 20 }).map(
  (t): Edit => ({
    name: `${t} frames`,
    design: { ...XS, clip: { ...XS.clip, t } },
    // Only what is pooled over time keeps its shape.
    expected: (path) => (path.startsWith('head') || /se_module\.(avg|fc|relu|sigmoid)/.test(path) ? 'same' : 'changed'),
  }),
);

const activationEdit = fc.constantFrom('ELU' as const, 'LeakyReLU' as const).map(
  (type): Edit => ({
    name: type,
    design: withReference({ act_cfg: { type } }),
    expected: (path) => (/^(conv5|conv1_t|layer\d\.\d+(\.conv1)?)\.(activate|relu)$/.test(path) ? 'changed' : 'same'),
  }),
);

const normEdit = fc.constant<Edit>({
  name: 'group norm',
  design: withReference({ norm_cfg: { type: 'GN', num_groups: 2 }, zero_init_residual: false }),
  expected: (path) => (path.endsWith('.bn') ? 'removed' : path.endsWith('.gn') ? 'added' : 'same'),
});

const headEdit = fc.constant<Edit>({
  name: 'no head',
  design: { ...XS, head: null },
  expected: (path) => (path.startsWith('head') ? 'removed' : 'same'),
});

const widthEdit = fc.constantFrom(0.5, 1.5, 2, 3).map(
  (gamma_w): Edit => ({
    name: `gamma_w ${gamma_w}`,
    design: withReference({ gamma_w }),
    expected: (path) =>
      /^head\.(relu|dropout|fc2)$/.test(path) ? 'same' : /se_module\.(fc1|fc2|relu)$/.test(path) ? 'any' : 'changed',
  }),
);

const strideEdit = stage.map((at): Edit => {
  const index = Number(at.slice(5));
  return {
    name: `${at} does not stride`,
    design: withOverride(at, { stride: 1 }),
    expected(path) {
      const [top, block] = blockOf(path);
      if (path.startsWith('head') || /se_module\.(avg|fc|relu|sigmoid)/.test(path)) return 'same';
      // Stage 1 keeps the stem's width, so that without a stride its shortcut needs no convolution.
      if (at === 'layer1' && path.startsWith('layer1.0.downsample')) return 'removed';
      const before = /^conv1_/.test(top) || (/^layer/.test(top) && Number(top.slice(5)) < index);
      if (before || (top === at && block === 0 && path.includes('.conv1.'))) return 'same';
      return 'changed';
    },
  };
});

const edit = fc.oneof(depthEdit, squeezeEdit, clipEdit, activationEdit, normEdit, headEdit, widthEdit, strideEdit);

test('random edits, each classified layer by layer, in both directions', () => {
  const opposite: Readonly<Record<Change, Change>> = {
    added: 'removed',
    removed: 'added',
    changed: 'changed',
    same: 'same',
  };
  fc.assert(
    fc.property(edit, ({ name, design, expected }) => {
      const after = build(design);
      const [there, back] = [difference(BEFORE, after), difference(after, BEFORE)];
      const leaves = [...there.byPath].filter(([, { children }]) => children.length === 0);
      const wrong = leaves.flatMap(([path, { change }]) => {
        const due = expected(path);
        const returned = back.byPath.get(path)?.change;
        const right = (due === 'any' || due === change) && returned === opposite[change];
        return right ? [] : [`${name}: ${path} is ${change}, undone ${returned}, due ${due}`];
      });
      expect(wrong).toEqual([]);
      expectSound(BEFORE, after, there);
    }),
    runs(400),
  );
});

/** What holds for any two architectures: all parts are there, groups follow from their children, costs add up. */
function expectSound(
  before: Architecture,
  after: Architecture,
  { byPath, costs, layers, blocks }: ArchitectureDifference,
): void {
  const [old, young] = [partsByPath(before), partsByPath(after)];
  expect(byPath.size).toBe(new Set([...old.keys(), ...young.keys()]).size);
  const unsound = [...byPath].filter(([path, found]) => {
    const inside = found.children.some(({ change }) => change !== 'same');
    const both = found.before !== null && found.after !== null;
    return (
      found.before !== (old.get(path) ?? null) ||
      found.after !== (young.get(path) ?? null) ||
      (both && (found.change === 'changed') !== (inside || found.aspects.length > 0)) ||
      (found.change === 'same' && found.costs.macs !== 0)
    );
  });
  expect(unsound.map(([path]) => path)).toEqual([]);
  const total = (architecture: Architecture) => costsByPath(architecture).get('')?.macs ?? Number.NaN;
  expect(costs.macs).toBe(total(after) - total(before));
  const kept = (tally: typeof layers) => tally.changed + tally.same;
  expect(kept(layers) + layers.added).toBe(after.layers.length);
  expect(kept(layers) + layers.removed).toBe(before.layers.length);
  const blocksIn = ({ stages }: Architecture) => stages.reduce((sum, stage) => sum + stage.blocks.result, 0);
  expect(kept(blocks) + blocks.added).toBe(blocksIn(after));
}

test('a network differs from itself in nothing', () => {
  const same = difference(BEFORE, build({ ...XS }));
  expect(same.layers).toEqual({ added: 0, removed: 0, changed: 0, same: BEFORE.layers.length });
  expect(designDifference(XS, { ...XS })).toEqual([]);
});

test('what changed is said in words: XS to M in the stem, and a stage that grew', () => {
  const { byPath } = difference(BEFORE, build(presetNamed('M').design));
  expect(byPath.get('conv1_s.conv')?.aspects).toEqual([
    { name: 'output', before: '1 × 24 × 4 × 80 × 80', after: '1 × 24 × 16 × 112 × 112' },
  ]);
  const grown = difference(BEFORE, build(presetNamed('L').design)).byPath.get('layer3');
  expect(grown?.aspects).toContainEqual({ name: 'blocks', before: '11', after: '25' });
  expect(grown?.children.at(-1)).toMatchObject({ path: 'layer3.24', change: 'added' });
});

test('what is gone stays where it was: the SE module between conv2 and Swish', () => {
  const { byPath } = difference(BEFORE, build(withReference({ se_ratio: null })));
  const block = byPath.get('layer2.0');
  expect(block?.children.map(({ path, change }) => [path.split('.')[2], change])).toEqual([
    ['conv1', 'same'],
    ['conv2', 'same'],
    ['se_module', 'removed'],
    ['swish', 'same'],
    ['conv3', 'same'],
    ['downsample', 'same'],
    ['sum', 'same'],
    ['relu', 'same'],
  ]);
  expect(block?.aspects).toEqual([{ name: 'SE', before: '8', after: 'none' }]);
});

test('parameters that differ are listed under their fields', () => {
  const fields = designDifference(XS, presetNamed('L').design).map(({ field }) => field);
  expect(fields).toEqual(['reference.gamma_d', 'clip.t', 'clip.h', 'clip.w', 'clip.interval']);
  const byHand = designDifference(XS, { ...XS, head: null, overrides: { layer2: { blocks: 4 } } });
  expect(byHand.map(({ field }) => field)).toEqual(['head', 'overrides.layer2']);
});

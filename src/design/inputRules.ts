import { type Clip, HEAD_DEFAULTS, type Head } from './design';
import { type Finding, findingsOf, isCount, MOST_UNKNOWN, setting, shown, unknownNames } from './finding';
import { parameterAt } from './parameters';
import { throws } from './referenceExceptions';

type Raw = Readonly<Record<string, unknown>>;

/**
 * What a clip has: the most of it that this app will draw, how it is called, and the padded size that the reference's
 * exception names where it is 0. An empty batch the reference accepts, and answers with an empty result.
 */
const CLIP: readonly {
  readonly name: keyof Clip;
  readonly most: number;
  readonly words: string;
  readonly padded?: string;
}[] = [
  { name: 'n', most: 1024, words: 'The number of clips' },
  { name: 't', most: 4096, words: 'The number of frames', padded: '0 x 34 x 34' },
  { name: 'h', most: 8192, words: 'The height', padded: '4 x 2 x 34' },
  { name: 'w', most: 8192, words: 'The width', padded: '4 x 34 x 2' },
  { name: 'interval', most: 1024, words: 'The frame interval' },
];
const CLIP_NAMES: ReadonlySet<string> = new Set(CLIP.map(({ name }) => name));

/** What is wrong with the clip: every size is a whole number from 1 up. */
export function clipRules(clip: Raw): readonly Finding[] {
  return [
    ...unknownNames(clip, CLIP_NAMES).flatMap((name) =>
      findingsOf(`clip.${name}`, [...CLIP_NAMES].join(', '))(`A clip has no ${name}.`),
    ),
    ...CLIP.flatMap(({ name, most, words, padded }) => {
      const value = clip[name];
      if (isCount(value) && value <= most) return [];
      const field = `clip.${name}`;
      const mended = typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 1;
      const fallback = Math.max(1, Math.min(most, mended));
      const expected = `a whole number from 1 to ${most}`;
      const say = findingsOf(field, expected, setting(`Use ${fallback}`, field, fallback));
      const thrown = value === 0 && padded ? throws.emptyClip(padded) : undefined;
      return say(`${words} must be ${expected}, found ${shown(value)}.`, thrown);
    }),
  ];
}

/** What an argument of the head may be, and what is said where it is not. */
interface HeadRule {
  readonly name: keyof Head;
  fits(value: unknown): boolean;
  readonly expected: string;
  readonly sentence: string;
  /** What puts the default in its place; absent: `Use 400`. */
  readonly mend?: string;
  readonly severity?: 'warning';
  /** What the reference does with 0, where that needs saying. */
  readonly ofZero?: string;
  thrown?(value: unknown): Finding['reference'];
}

const isWithin = (most: number) => (value: unknown) => typeof value === 'number' && value >= 0 && value <= most;
const width = (name: 'num_classes' | 'mid_channels'): HeadRule => ({
  name,
  fits: (value) => isCount(value) && value <= 1e6,
  expected: 'a whole number from 1 up',
  sentence: `${parameterAt(`head.${name}`).symbol} must be a whole number from 1 up`,
  ofZero: ' The reference builds an empty layer.',
});

const HEAD_RULES: readonly HeadRule[] = [
  width('num_classes'),
  width('mid_channels'),
  {
    name: 'dropout_ratio',
    fits: isWithin(1),
    expected: 'a number from 0 to 1',
    sentence: 'Dropout is a share from 0 to 1',
    thrown: throws.dropout,
  },
  {
    name: 'spatial_type',
    fits: (value) => value === 'avg' || value === 'max',
    expected: "'avg' or 'max'",
    sentence: "The head pools by 'avg' or 'max'",
    thrown: () => throws.noPool,
  },
  {
    name: 'pool_window',
    fits: (value) => value === null || (Array.isArray(value) && value.length === 3 && value.every(isCount)),
    expected: 'three whole numbers from 1 up, or None for the whole map',
    sentence: 'The pooling window is None or three whole numbers from 1 up (frames, rows, columns)',
    mend: 'Pool the whole map',
  },
  {
    name: 'init_std',
    fits: isWithin(10),
    expected: 'a number from 0 to 10',
    sentence: 'The standard deviation of fresh weights is from 0 to 10',
    thrown: throws.negativeDeviation,
  },
  {
    name: 'label_smooth_eps',
    fits: isWithin(1),
    expected: 'a number from 0 to 1',
    sentence: 'Label smoothing is a share from 0 to 1',
  },
  {
    name: 'fc1_bias',
    fits: (value) => typeof value === 'boolean',
    expected: 'true or false',
    sentence: 'fc1_bias is true or false',
    mend: 'Switch it off',
    severity: 'warning',
  },
];

const HEAD_NAMES = Object.keys(HEAD_DEFAULTS);
const HEAD_KNOWN = new Set([...HEAD_NAMES, 'in_channels']);

/** What is wrong with the head's arguments. */
export function headRules(head: Raw): readonly Finding[] {
  return [
    ...unknownNames(head, HEAD_KNOWN).flatMap((name) =>
      findingsOf(`head.${name}`, HEAD_NAMES.join(', '))(`The head has no argument ${name}.`),
    ),
    ...HEAD_RULES.flatMap(({ name, fits, expected, sentence, mend, severity, ofZero = '', thrown }) => {
      const value = head[name];
      if (fits(value)) return [];
      const field = `head.${name}`;
      const usual = HEAD_DEFAULTS[name];
      const say = findingsOf(field, expected, setting(mend ?? `Use ${shown(usual)}`, field, usual));
      return say(`${sentence}, found ${shown(value)}.${value === 0 ? ofZero : ''}`, thrown?.(value), severity);
    }),
  ];
}

/** What is wrong with what was set by hand for a stage. */
export function overrideRules(overrides: Raw, stages: number): readonly Finding[] {
  return Object.entries(overrides)
    .slice(0, MOST_UNKNOWN)
    .flatMap(([stage, given]): readonly Finding[] => {
      const field = `overrides.${stage}`;
      const without = setting(`Drop what was set for ${stage}`, field, {});
      const index = /^layer([1-4])$/.exec(stage)?.[1];
      if (index === undefined) return findingsOf(field, 'layer1 to layer4', without)(`There is no stage ${stage}.`);
      if (Number(index) > stages) return [];
      return Object.entries((given ?? {}) as Raw)
        .slice(0, MOST_UNKNOWN)
        .flatMap(([name, value]) => {
          if (value === undefined || (name === 'se' ? isSqueezeRule(value) : isCount(value) && value <= mostOf(name)))
            return [];
          const expected = name === 'se' ? "'all', 'half', 'none', or one flag a block" : 'a whole number from 1 up';
          return findingsOf(`${field}.${name}`, expected, without)(`${name} of ${stage} cannot be ${shown(value)}.`);
        });
    });
}

const MOST_BY_HAND: ReadonlyMap<string, number> = new Map([
  ['blocks', 1000],
  ['width', 8192],
  ['stride', 16],
]);
/** The most of a number of a stage that is set by hand; 0 for what no stage has. */
const mostOf = (name: string): number => MOST_BY_HAND.get(name) ?? 0;

/** Flags of squeeze-and-excitation: as many as blocks. */
const MOST_FLAGS = 1000;

/** True for a rule of which blocks have SE, or a flag for each. */
export function isSqueezeRule(value: unknown): boolean {
  if (Array.isArray(value)) return value.length <= MOST_FLAGS && value.every((flag) => typeof flag === 'boolean');
  return value === 'all' || value === 'half' || value === 'none';
}

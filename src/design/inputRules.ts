import { HEAD_DEFAULTS } from './design';
import { type Finding, MOST_UNKNOWN, shown } from './finding';
import { parameterAt } from './parameters';

type Raw = Readonly<Record<string, unknown>>;

/** The largest clip this app will draw, along one axis. */
const MOST = { n: 1024, t: 4096, h: 8192, w: 8192, interval: 1024 };

/** What is wrong with the clip: every size is a whole number from 1 up. */
export function clipRules(clip: Raw): readonly Finding[] {
  const unknown = Object.keys(clip)
    .filter((name) => !Object.hasOwn(MOST, name))
    .slice(0, MOST_UNKNOWN);
  return [
    ...unknown.map((name) => ({
      field: `clip.${name}`,
      message: `A clip has no ${name}.`,
      expected: Object.keys(MOST).join(', '),
    })),
    ...Object.entries(MOST).flatMap(([name, most]): readonly Finding[] => {
      const value = clip[name];
      if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return [];
      const field = `clip.${name}`;
      const mended = typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 1;
      const fallback = Math.max(1, Math.min(most, mended));
      return [
        {
          field,
          message: `${CLIP_WORDS.get(name)} must be a whole number from 1 to ${most}, found ${shown(value)}.`,
          expected: `a whole number from 1 to ${most}`,
          mend: { label: `Use ${fallback}`, values: { [field]: fallback } },
          ...(value === 0 && EMPTY.get(name) ? { reference: EMPTY.get(name) } : {}),
        },
      ];
    }),
  ];
}

const CLIP_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    n: 'The number of clips',
    t: 'The number of frames',
    h: 'The height',
    w: 'The width',
    interval: 'The frame interval',
  }),
);

const empty = (padded: string) => ({
  step: 'forward_eval',
  exception: 'RuntimeError',
  message: `Calculated padded input size per channel: (${padded}). Kernel size: (1 x 3 x 3). Kernel size can't be greater than actual input size`,
});
/** An empty batch the reference accepts, and gives back an empty result; there is nothing in it to run or count. */
const EMPTY: ReadonlyMap<string, Finding['reference']> = new Map(
  Object.entries<Finding['reference']>({
    t: empty('0 x 34 x 34'),
    h: empty('4 x 2 x 34'),
    w: empty('4 x 34 x 2'),
  }),
);

/** What is wrong with the head's arguments. */
export function headRules(head: Raw): readonly Finding[] {
  const call = (exception: string, message: string) => ({ step: 'call', exception, message });
  const findings: Finding[] = Object.keys(head)
    .filter((name) => !Object.hasOwn(HEAD_DEFAULTS, name) && name !== 'in_channels')
    .slice(0, MOST_UNKNOWN)
    .map((name) => ({
      field: `head.${name}`,
      message: `The head has no argument ${name}.`,
      expected: Object.keys(HEAD_DEFAULTS).join(', '),
    }));
  for (const name of ['num_classes', 'mid_channels'] as const) {
    const value = head[name];
    if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1e6) continue;
    findings.push({
      field: `head.${name}`,
      message: `${parameterAt(`head.${name}`).symbol} must be a whole number from 1 up, found ${shown(value)}.${value === 0 ? ' The reference builds an empty layer.' : ''}`,
      expected: 'a whole number from 1 up',
      mend: { label: `Use ${HEAD_DEFAULTS[name]}`, values: { [`head.${name}`]: HEAD_DEFAULTS[name] } },
    });
  }
  const { dropout_ratio: ratio, spatial_type: pool } = head;
  if (typeof ratio !== 'number' || !(ratio >= 0 && ratio <= 1))
    findings.push({
      field: 'head.dropout_ratio',
      message: `Dropout is a share from 0 to 1, found ${shown(ratio)}.`,
      expected: 'a number from 0 to 1',
      mend: { label: 'Use 0.5', values: { 'head.dropout_ratio': HEAD_DEFAULTS.dropout_ratio } },
      reference: call('ValueError', `dropout probability has to be between 0 and 1, but got ${shown(ratio)}`),
    });
  if (pool !== 'avg' && pool !== 'max')
    findings.push({
      field: 'head.spatial_type',
      message: `The head pools by 'avg' or 'max', found ${shown(pool)}.`,
      expected: "'avg' or 'max'",
      mend: { label: "Use 'avg'", values: { 'head.spatial_type': 'avg' } },
      reference: call('NotImplementedError', ''),
    });
  const { pool_window: window } = head;
  if (!isWindow(window))
    findings.push({
      field: 'head.pool_window',
      message: `The pooling window is None or three whole numbers from 1 up (frames, rows, columns), found ${shown(window)}.`,
      expected: 'three whole numbers from 1 up, or None for the whole map',
      mend: { label: 'Pool the whole map', values: { 'head.pool_window': null } },
    });
  const { init_std: deviation, label_smooth_eps: smoothing } = head;
  if (typeof deviation !== 'number' || !(deviation >= 0 && deviation <= 10))
    findings.push({
      field: 'head.init_std',
      message: `The standard deviation of fresh weights is from 0 to 10, found ${shown(deviation)}.`,
      expected: 'a number from 0 to 10',
      mend: { label: 'Use 0.01', values: { 'head.init_std': HEAD_DEFAULTS.init_std } },
      reference: {
        step: 'init_weights',
        exception: 'RuntimeError',
        message: `normal_ expects std >= 0.0, but found std ${shown(deviation)}`,
      },
    });
  if (typeof smoothing !== 'number' || !(smoothing >= 0 && smoothing <= 1))
    findings.push({
      field: 'head.label_smooth_eps',
      message: `Label smoothing is a share from 0 to 1, found ${shown(smoothing)}.`,
      expected: 'a number from 0 to 1',
      mend: { label: 'Use 0', values: { 'head.label_smooth_eps': HEAD_DEFAULTS.label_smooth_eps } },
    });
  if (typeof head.fc1_bias !== 'boolean')
    findings.push({
      severity: 'warning',
      field: 'head.fc1_bias',
      message: `fc1_bias is true or false, found ${shown(head.fc1_bias)}.`,
      expected: 'true or false',
      mend: { label: 'Switch it off', values: { 'head.fc1_bias': false } },
    });
  return findings;
}

/** None, or sizes along T, H and W. */
function isWindow(value: unknown): boolean {
  if (value === null) return true;
  return Array.isArray(value) && value.length === 3 && value.every((size) => Number.isInteger(size) && size >= 1);
}

/** What is wrong with what was set by hand for a stage. */
export function overrideRules(overrides: Raw, stages: number): readonly Finding[] {
  return Object.entries(overrides)
    .slice(0, MOST_UNKNOWN)
    .flatMap(([stage, given]): readonly Finding[] => {
      const field = `overrides.${stage}`;
      const without = { label: `Drop what was set for ${stage}`, values: { [field]: {} } };
      const index = /^layer([1-4])$/.exec(stage)?.[1];
      if (index === undefined)
        return [{ field, message: `There is no stage ${stage}.`, expected: 'layer1 to layer4', mend: without }];
      if (Number(index) > stages) return [];
      return Object.entries((given ?? {}) as Raw)
        .slice(0, MOST_UNKNOWN)
        .flatMap(([name, value]): readonly Finding[] => {
          if (legalOverride(name, value)) return [];
          return [
            {
              field: `${field}.${name}`,
              message: `${name} of ${stage} cannot be ${shown(value)}.`,
              expected: name === 'se' ? "'all', 'half', 'none', or one flag a block" : 'a whole number from 1 up',
              mend: without,
            },
          ];
        });
    });
}

/** Flags of squeeze-and-excitation: as many as blocks. */
const MOST_FLAGS = 1000;
const MOST_BY_HAND: ReadonlyMap<string, number> = new Map([
  ['blocks', 1000],
  ['width', 8192],
  ['stride', 16],
]);

function legalOverride(name: string, value: unknown): boolean {
  if (value === undefined) return true;
  if (name === 'se')
    return (
      value === 'all' ||
      value === 'half' ||
      value === 'none' ||
      (Array.isArray(value) && value.length <= MOST_FLAGS && value.every((flag) => typeof flag === 'boolean'))
    );
  const most = MOST_BY_HAND.get(name);
  return most !== undefined && Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}

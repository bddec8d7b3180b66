import { NORM_TYPES, normOfType } from '../../design/changes';
import { ACT_TYPES, type ActCfg, type ActType, type NormCfg, type NormType, PADDING_MODES } from '../../design/design';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Switch } from '../kit/controls/Switch';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Field } from './Field';
import classes from './fields.module.css';

/** How convolutions see beyond the border: the one choice conv_cfg leaves. */
export function PaddingField() {
  const app = useApp();
  const conv_cfg = useDocument(({ design }) => design.reference.conv_cfg);
  return (
    <Field
      field="reference.conv_cfg"
      control={({ label }) => (
        <Choice
          label={label}
          hidden
          value={conv_cfg.padding_mode ?? 'zeros'}
          options={PADDING_MODES.map((mode) => ({ value: mode, label: mode }))}
          onChange={(padding_mode) => app.document.edit({ reference: { conv_cfg: { type: 'Conv3d', padding_mode } } })}
        />
      )}
    />
  );
}

const NAMES: Readonly<Record<NormType | 'none', string>> = {
  BN3d: 'Batch norm',
  SyncBN: 'Batch norm, synced',
  GN: 'Group norm',
  IN3d: 'Instance norm',
  none: 'None',
};

/** The normalisation layers: their kind, and the arguments that kind takes. */
export function NormField() {
  const app = useApp();
  const norm_cfg = useDocument(({ design }) => design.reference.norm_cfg);
  return (
    <Field
      field="reference.norm_cfg"
      control={({ label }) => (
        <Choice
          label={label}
          hidden
          value={norm_cfg?.type ?? 'none'}
          options={NORM_TYPES.map((value) => ({ value, label: NAMES[value] }))}
          onChange={(type) => app.document.edit({ reference: { norm_cfg: normOfType(type) } })}
        />
      )}
    >
      {norm_cfg && (
        <ConfigArguments
          config={norm_cfg}
          takes={argumentsOf(norm_cfg.type)}
          onChange={(key, value) => app.document.edit({ reference: { norm_cfg: { ...norm_cfg, [key]: value } } })}
        />
      )}
    </Field>
  );
}

/** The arguments a kind takes. By PyTorch's defaults batch norm is affine and keeps statistics, instance norm neither. */
function argumentsOf(type: NormType): readonly ConfigArgument<Exclude<keyof NormCfg, 'type'>>[] {
  const batch = type === 'BN3d' || type === 'SyncBN';
  const eps = { key: 'eps', fallback: 1e-5, step: 1e-5 } as const;
  const trained = { key: 'requires_grad', fallback: true } as const;
  if (type === 'GN') return [{ key: 'num_groups', fallback: 0, min: 1 }, eps, trained];
  return [
    eps,
    { key: 'momentum', fallback: 0.1, step: 0.01 },
    { key: 'affine', fallback: batch },
    { key: 'track_running_stats', fallback: batch },
    trained,
  ];
}

/** The numbers each activation takes. */
const ARGUMENTS: Readonly<Record<ActType, readonly ConfigArgument<Exclude<keyof ActCfg, 'type'>>[]>> = {
  ReLU: [],
  LeakyReLU: [{ key: 'negative_slope', fallback: 0.01, step: 0.01 }],
  PReLU: [
    { key: 'num_parameters', fallback: 1, step: 1 },
    { key: 'init', fallback: 0.25, step: 0.05 },
  ],
  RReLU: [
    { key: 'lower', fallback: 1 / 8, step: 0.05 },
    { key: 'upper', fallback: 1 / 3, step: 0.05 },
  ],
  ReLU6: [],
  ELU: [{ key: 'alpha', fallback: 1, step: 0.1 }],
  GELU: [],
  SiLU: [],
  Swish: [],
  Tanh: [],
  Sigmoid: [],
  HSwish: [],
  HSigmoid: [
    { key: 'bias', fallback: 3, step: 0.5 },
    { key: 'divisor', fallback: 6, step: 0.5 },
    { key: 'min_value', fallback: 0, step: 0.1 },
    { key: 'max_value', fallback: 1, step: 0.1 },
  ],
};

/** The activation after conv1_t, conv1, conv5 and each block, and the numbers it takes. */
export function ActivationField() {
  const app = useApp();
  const act_cfg = useDocument(({ design }) => design.reference.act_cfg);
  const change = (act_cfg: ActCfg) => app.document.edit({ reference: { act_cfg } });
  return (
    <Field
      field="reference.act_cfg"
      control={({ label }) => (
        <Choice
          label={label}
          hidden
          value={act_cfg.type}
          options={ACT_TYPES.map((type) => ({ value: type, label: type }))}
          onChange={(type) => change({ type })}
        />
      )}
    >
      <ConfigArguments
        config={act_cfg}
        takes={ARGUMENTS[act_cfg.type]}
        onChange={(key, value) => change({ ...act_cfg, [key]: value })}
      />
    </Field>
  );
}

/** An argument of a configuration dict: a number, or something that is on or off. */
interface ConfigArgument<Key extends string> {
  readonly key: Key;
  /** PyTorch's or mmcv's default, which holds where the argument is not given. */
  readonly fallback: number | boolean;
  readonly step?: number;
  readonly min?: number;
}

/** The arguments of a configuration dict, each under the name the reference knows. */
function ConfigArguments<Key extends string>(props: {
  config: { readonly [K in Key]?: number | boolean | null | undefined };
  takes: readonly ConfigArgument<Key>[];
  onChange: (key: Key, value: number | boolean) => void;
}) {
  const { config, takes, onChange } = props;
  return takes.map(({ key, fallback, step = 1, ...range }) => {
    const value = config[key] ?? fallback;
    const change = (to: number | boolean) => onChange(key, to);
    return (
      <Stack key={key} row nowrap justify="space-between" className={classes.config}>
        <code>{key}</code>
        {typeof value === 'number' ? (
          <NumberField label={key} value={value} step={step} {...range} onCommit={change} />
        ) : (
          <Switch aria-label={key} checked={value} onChange={(event) => change(event.currentTarget.checked)} />
        )}
      </Stack>
    );
  });
}

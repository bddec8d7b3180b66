import { ACT_TYPES, type ActCfg, type ActType } from '../../design/design';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { NumberField } from '../kit/NumberField';
import { ConfigRow } from './ConfigRow';
import { Field } from './Field';

/** A number an activation takes, and PyTorch's or mmcv's default for it. */
interface Argument {
  readonly key:
    | 'negative_slope'
    | 'lower'
    | 'upper'
    | 'alpha'
    | 'num_parameters'
    | 'init'
    | 'bias'
    | 'divisor'
    | 'min_value'
    | 'max_value';
  readonly fallback: number;
  readonly step: number;
}

/** The numbers each activation takes. */
const ARGUMENTS: Readonly<Record<ActType, readonly Argument[]>> = {
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
      {ARGUMENTS[act_cfg.type].map(({ key, fallback, step }) => (
        <ConfigRow key={key} name={key}>
          <NumberField
            label={key}
            value={act_cfg[key] ?? fallback}
            step={step}
            onCommit={(value) => change({ ...act_cfg, [key]: value })}
          />
        </ConfigRow>
      ))}
    </Field>
  );
}

import { withStride } from '../../design/changes';
import { type Clip, PADDING_MODES } from '../../design/design';
import { withValue } from '../../design/finding';
import { type Parameter, parameterAt } from '../../design/parameters';
import { ACTIVATIONS } from '../../layers/activationFunctions';
import { isRecord } from '../../text/json';
import { useApp } from '../app/useApp';
import { useDesign, useProblemsAt } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Switch } from '../kit/controls/Switch';
import { Note } from '../kit/Note';
import { NumberField } from '../kit/NumberField';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';

/** How a field is edited where it stands. `path` is that of the value, where the field names more than that. */
interface Editor {
  readonly control: Parameter['control'];
  readonly path?: string;
  /** The value of a field that is left out. */
  readonly usual?: number | string;
}

/** Fields edited as the table of parameters says. */
const PARAMETER_FIELDS = [
  ...['gamma_w', 'gamma_b', 'gamma_d', 'se_ratio', 'se_style', 'spatial_strides'].map((name) => `reference.${name}`),
  ...['spatial_type', 'dropout_ratio', 'init_std', 'label_smooth_eps', 'num_classes', 'fc1_bias'].map(
    (name) => `head.${name}`,
  ),
  'clip.interval',
];

/** Every field that names and shapes may leave open. */
const EDITORS: ReadonlyMap<string, Editor> = new Map([
  ...PARAMETER_FIELDS.map((field): [string, Editor] => [field, { control: parameterAt(field).control }]),
  ...Object.entries<Editor>({
    clip: { control: { kind: 'window' } },
    'reference.act_cfg': {
      control: { kind: 'choice', options: Object.keys(ACTIVATIONS) },
      path: 'reference.act_cfg.type',
    },
    'reference.conv_cfg': {
      control: { kind: 'choice', options: PADDING_MODES },
      path: 'reference.conv_cfg.padding_mode',
      usual: 'zeros',
    },
    'reference.norm_cfg.type': { control: { kind: 'choice', options: ['BN3d', 'SyncBN'] } },
    'reference.norm_cfg.num_groups': { control: { kind: 'integer', min: 1, max: Infinity } },
    'reference.norm_cfg.eps': { control: { kind: 'number', min: 0, max: 1, step: 1e-5 }, usual: 1e-5 },
    'reference.norm_cfg.track_running_stats': { control: { kind: 'switch' } },
  }),
]);

/** True for a field that is edited where the file is told of. */
export function hasEditor(field: string): boolean {
  return EDITORS.has(field);
}

/** A field of the design, edited beside what the file says about it. Its problems are said below it. */
export function FieldEditor({ field }: { field: string }) {
  const problems = useProblemsAt([field]).filter(({ severity }) => severity === 'error');
  return (
    <>
      <Control field={field} invalid={problems.length > 0} />
      {problems.map(({ message }) => (
        <Text as="span" key={message} tone="bad" style={{ flex: '1 1 100%' }} role="alert">
          {message}
        </Text>
      ))}
    </>
  );
}

function Control({ field, invalid }: { field: string; invalid: boolean }) {
  const app = useApp();
  const design = useDesign();
  const editor = EDITORS.get(field);
  // No norm at all: instance norm without scale and shift would store nothing either.
  if (!editor) return <NormlessControl />;
  const { control, path = field, usual } = editor;
  const value = valueIn(design, path) ?? usual;
  const change = (to: unknown) => app.document.setDesign(withValue(app.document.getState().design, path, to));
  switch (control.kind) {
    case 'number':
    case 'integer':
      return (
        <NumberField
          label={field}
          value={typeof value === 'number' ? value : 0}
          step={control.kind === 'integer' ? 1 : control.step}
          min={control.min}
          invalid={invalid}
          onCommit={change}
        />
      );
    case 'choice':
      return control.options.length > 4 ? (
        <Choice
          label={field}
          hidden
          value={String(value)}
          options={control.options.map((option) => ({ value: option, label: option }))}
          onChange={change}
        />
      ) : (
        <SegmentedControl aria-label={field} value={String(value)} data={control.options} onChange={change} />
      );
    case 'switch':
      return (
        <Switch aria-label={field} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />
      );
    case 'strides':
      return <StridesControl invalid={invalid} />;
    case 'window':
      return <ClipControl invalid={invalid} />;
    case 'text':
    case 'config':
      throw new Error(`The field ${field} (${control.kind}) has no control here: give it one in EDITORS.`);
  }
}

function StridesControl({ invalid }: { invalid: boolean }) {
  const app = useApp();
  const { reference } = useDesign();
  return (
    <Stack as="span" row gap="half">
      {reference.spatial_strides.map((stride, stage) => (
        <NumberField
          // biome-ignore lint/suspicious/noArrayIndexKey: a stride is its stage's, by place.
          key={stage}
          label={`Stride of layer${stage + 1}`}
          value={stride}
          step={1}
          min={1}
          width={36}
          invalid={invalid}
          onCommit={(to) => app.document.edit({ reference: withStride(reference, stage, to) })}
        />
      ))}
    </Stack>
  );
}

const CLIP_SIZES: readonly { readonly key: keyof Clip; readonly label: string; readonly before: string }[] = [
  { key: 't', label: 'Frames', before: '' },
  { key: 'h', label: 'Height', before: '×' },
  { key: 'w', label: 'Width', before: '×' },
  { key: 'interval', label: 'Frame interval', before: 'every' },
];

function ClipControl({ invalid }: { invalid: boolean }) {
  const app = useApp();
  const { clip } = useDesign();
  return (
    <Stack as="span" row gap="half">
      {CLIP_SIZES.map(({ key, label, before }) => (
        <Stack as="span" row gap="half" key={key}>
          <Note inline>{before}</Note>
          <NumberField
            label={label}
            value={clip[key]}
            step={1}
            min={1}
            width={42}
            invalid={invalid}
            onCommit={(to) => app.document.edit({ clip: { [key]: to } })}
          />
        </Stack>
      ))}
    </Stack>
  );
}

function NormlessControl() {
  const app = useApp();
  const { norm_cfg } = useDesign().reference;
  return (
    <SegmentedControl
      aria-label="reference.norm_cfg"
      value={norm_cfg ? 'IN3d' : 'None'}
      data={['None', 'IN3d']}
      onChange={(chosen) => app.document.edit({ reference: { norm_cfg: chosen === 'IN3d' ? { type: 'IN3d' } : null } })}
    />
  );
}

/** The value at a path; undefined where the design has none. */
function valueIn(design: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((part, name) => (isRecord(part) && Object.hasOwn(part, name) ? part[name] : undefined), design);
}

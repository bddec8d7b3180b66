import type { Clip } from '../../design/design';
import { withValue } from '../../design/finding';
import { ACTIVATIONS } from '../../layers/activationFunctions';
import { isRecord } from '../../text/json';
import { useApp } from '../app/useApp';
import { useDesign, useProblemsAt } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Switch } from '../kit/controls/Switch';
import { NumberField } from '../kit/NumberField';
import classes from './FieldEditor.module.css';

/** How a field is edited where it stands. `path` is that of the value, where the field names more than that. */
type Editor =
  | { readonly kind: 'number'; readonly step: number; readonly min?: number; readonly usual?: number }
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly path?: string; readonly usual?: string }
  | { readonly kind: 'switch' }
  | { readonly kind: 'strides' }
  | { readonly kind: 'clip' };

/** Every field that names and shapes may leave open. */
const EDITORS: ReadonlyMap<string, Editor> = new Map(
  Object.entries<Editor>({
    'reference.gamma_w': { kind: 'number', step: 0.01 },
    'reference.gamma_b': { kind: 'number', step: 0.01 },
    'reference.gamma_d': { kind: 'number', step: 0.1 },
    'reference.se_ratio': { kind: 'number', step: 0.0025 },
    'reference.se_style': { kind: 'choice', options: ['half', 'all'] },
    'reference.spatial_strides': { kind: 'strides' },
    'reference.act_cfg': { kind: 'choice', path: 'reference.act_cfg.type', options: Object.keys(ACTIVATIONS) },
    'reference.conv_cfg': {
      kind: 'choice',
      path: 'reference.conv_cfg.padding_mode',
      options: ['zeros', 'reflect', 'replicate', 'circular'],
      usual: 'zeros',
    },
    'reference.norm_cfg.type': { kind: 'choice', options: ['BN3d', 'SyncBN'] },
    'reference.norm_cfg.num_groups': { kind: 'number', step: 1, min: 1 },
    'reference.norm_cfg.eps': { kind: 'number', step: 1e-5, usual: 1e-5 },
    'reference.norm_cfg.track_running_stats': { kind: 'switch' },
    clip: { kind: 'clip' },
    'clip.interval': { kind: 'number', step: 1, min: 1 },
    'head.spatial_type': { kind: 'choice', options: ['avg', 'max'] },
    'head.dropout_ratio': { kind: 'number', step: 0.05, min: 0 },
    'head.init_std': { kind: 'number', step: 0.01, min: 0 },
    'head.label_smooth_eps': { kind: 'number', step: 0.01, min: 0 },
    'head.num_classes': { kind: 'number', step: 1, min: 1 },
    'head.fc1_bias': { kind: 'switch' },
  }),
);

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
        <span key={message} className={classes.problem} role="alert">
          {message}
        </span>
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
  const path = 'path' in editor && editor.path ? editor.path : field;
  const value = valueIn(design, path) ?? ('usual' in editor ? editor.usual : undefined);
  const change = (to: unknown) => app.document.setDesign(withValue(app.document.getState().design, path, to));
  switch (editor.kind) {
    case 'number':
      return (
        <NumberField
          label={field}
          value={typeof value === 'number' ? value : 0}
          step={editor.step}
          {...(editor.min !== undefined && { min: editor.min })}
          invalid={invalid}
          onCommit={change}
        />
      );
    case 'choice':
      return editor.options.length > 4 ? (
        <Choice
          label={field}
          hidden
          value={String(value)}
          options={editor.options.map((option) => ({ value: option, label: option }))}
          onChange={change}
        />
      ) : (
        <SegmentedControl aria-label={field} value={String(value)} data={[...editor.options]} onChange={change} />
      );
    case 'switch':
      return (
        <Switch aria-label={field} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />
      );
    case 'strides':
      return <StridesControl invalid={invalid} />;
    case 'clip':
      return <ClipControl invalid={invalid} />;
  }
}

function StridesControl({ invalid }: { invalid: boolean }) {
  const app = useApp();
  const { spatial_strides } = useDesign().reference;
  return (
    <span className={classes.numbers}>
      {spatial_strides.map((stride, stage) => (
        <NumberField
          // biome-ignore lint/suspicious/noArrayIndexKey: a stride is its stage's, by place.
          key={stage}
          label={`Stride of layer${stage + 1}`}
          value={stride}
          step={1}
          min={1}
          width={36}
          invalid={invalid}
          onCommit={(to) =>
            app.document.edit({
              reference: { spatial_strides: spatial_strides.map((old, at) => (at === stage ? to : old)) },
            })
          }
        />
      ))}
    </span>
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
    <span className={classes.numbers}>
      {CLIP_SIZES.map(({ key, label, before }) => (
        <span key={key} className={classes.numbers}>
          {before}
          <NumberField
            label={label}
            value={clip[key]}
            step={1}
            min={1}
            width={42}
            invalid={invalid}
            onCommit={(to) => app.document.edit({ clip: { [key]: to } })}
          />
        </span>
      ))}
    </span>
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

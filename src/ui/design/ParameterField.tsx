import { type ComponentType, memo } from 'react';
import { withValue } from '../../design/finding';
import { type Parameter, valueAt } from '../../design/parameters';
import { lazyRoom } from '../app/lazyRoom';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Switch } from '../kit/controls/Switch';
import { NumberField } from '../kit/NumberField';
import { TextField } from '../kit/TextField';
import { FrameIntervalField, FrameSizeField } from './clipFields';
import { Field, type FieldState } from './Field';
import { GammaField } from './GammaField';
import { PoolWindowField } from './PoolWindowField';
import { SqueezeRatioField, SqueezeStyleField } from './squeezeFields';
import { StageCountField, StridesField } from './stageFields';

/** A field of the layers every block is of, which are folded at first: a chunk of their own. */
const layerField = (name: 'PaddingField' | 'NormField' | 'ActivationField') =>
  lazyRoom(async () => (await import('./layerFields'))[name]);

/** Fields that show more than their value. Every other parameter gets the control its row in the table names. */
const OWN_FIELDS: ReadonlyMap<string, ComponentType> = new Map(
  Object.entries<ComponentType>({
    'reference.gamma_w': () => <GammaField gamma="gamma_w" />,
    'reference.gamma_b': () => <GammaField gamma="gamma_b" />,
    'reference.gamma_d': () => <GammaField gamma="gamma_d" />,
    'clip.h': FrameSizeField,
    // Shown together with the height.
    'clip.w': () => null,
    'clip.interval': FrameIntervalField,
    'reference.num_stages': StageCountField,
    'reference.spatial_strides': StridesField,
    'reference.se_style': SqueezeStyleField,
    'reference.se_ratio': SqueezeRatioField,
    'reference.conv_cfg': layerField('PaddingField'),
    'reference.norm_cfg': layerField('NormField'),
    'reference.act_cfg': layerField('ActivationField'),
    'head.pool_window': PoolWindowField,
  }),
);

/** The field of a parameter: its own, or the plain control its row in the table asks for. */
export const ParameterField = memo(({ parameter }: { parameter: Parameter }) => {
  const OwnField = OWN_FIELDS.get(parameter.field);
  return OwnField ? <OwnField /> : <PlainField parameter={parameter} />;
});

function PlainField({ parameter }: { parameter: Parameter }) {
  const { field, control } = parameter;
  return (
    <Field
      field={field}
      showsQuirk={control.kind === 'switch' || control.kind === 'text'}
      control={(state) => <PlainControl parameter={parameter} state={state} />}
    />
  );
}

/** The control that a row of the parameter table asks for. */
function PlainControl({ parameter: { field, control }, state }: { parameter: Parameter; state: FieldState }) {
  const app = useApp();
  const value = useDocument(({ design }) => valueAt(design, field));
  const change = (to: unknown) => app.document.setDesign(withValue(app.document.getState().design, field, to));
  const { label } = state;
  switch (control.kind) {
    case 'switch':
      return (
        <Switch aria-label={label} checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />
      );
    case 'choice':
      return <SegmentedControl aria-label={label} value={String(value)} data={control.options} onChange={change} />;
    case 'text':
      return (
        <TextField
          label={label}
          value={typeof value === 'string' ? value : ''}
          placeholder="None"
          onCommit={(text) => change(text || null)}
        />
      );
    case 'number':
    case 'integer':
      return (
        <NumberField
          {...state}
          value={typeof value === 'number' ? value : 0}
          step={control.kind === 'integer' ? 1 : control.step}
          min={control.min}
          max={control.max}
          onCommit={change}
        />
      );
    default:
      throw new Error(`The parameter ${field} (${control.kind}) has no field of its own: add it to OWN_FIELDS.`);
  }
}

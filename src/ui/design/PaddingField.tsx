import { PADDING_MODES } from '../../design/design';
import { useApp } from '../app/useApp';
import { useDocument } from '../app/useStudio';
import { Choice } from '../kit/Choice';
import { Field } from './Field';

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

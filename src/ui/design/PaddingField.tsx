import { Select } from '@mantine/core';
import { PADDING_MODES } from '../../design/changes';
import { edit } from '../../state/document';
import { useDocument } from '../kit/useStudio';
import { Field } from './Field';

/** How convolutions see beyond the border: the one choice conv_cfg leaves. */
export function PaddingField() {
  const conv_cfg = useDocument(({ design }) => design.reference.conv_cfg);
  return (
    <Field
      field="reference.conv_cfg"
      control={({ label }) => (
        <Select
          aria-label={label}
          w={132}
          value={conv_cfg.padding_mode ?? 'zeros'}
          data={[...PADDING_MODES]}
          onChange={(chosen) => {
            const padding_mode = PADDING_MODES.find((mode) => mode === chosen);
            if (padding_mode) edit({ reference: { conv_cfg: { type: 'Conv3d', padding_mode } } });
          }}
        />
      )}
    />
  );
}

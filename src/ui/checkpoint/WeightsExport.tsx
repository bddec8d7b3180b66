import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { ExportRequest } from '../../state/exporter';
import classes from './ExportDialog.module.css';
import { SaveButton } from './SaveButton';
import { useSaving } from './useSaving';

type Weights = Extract<ExportRequest, { kind: 'weights' }>;

/** Whose names the tensors get, and who reads such a file. */
const NAMINGS: readonly { readonly value: Weights['naming']; readonly label: string; readonly sentence: string }[] = [
  { value: 'mmaction2', label: 'mmaction2', sentence: 'backbone. and cls_head., as a Recognizer3D loads it.' },
  { value: 'backbone', label: 'Backbone', sentence: 'The reference’s own names, as X3D(pretrained=…) loads it.' },
  { value: 'slowfast', label: 'SlowFast', sentence: 'Names of SlowFast’s X3D, under model_state.' },
  {
    value: 'pytorchvideo',
    label: 'pytorchvideo',
    sentence:
      'Names of its create_x3d. A first shortcut that keeps its width has no norm there: ours is moved into its neighbours.',
  },
];

/** The weights alone, in the format and the names of one code base. */
export function WeightsExport() {
  const [format, setFormat] = useState<Weights['format']>('safetensors');
  const [naming, setNaming] = useState<Weights['naming']>('mmaction2');
  const saving = useSaving();
  return (
    <section className={classes.part} aria-label="Weights">
      <h3>Weights</h3>
      <div className={classes.row}>
        <SegmentedControl
          aria-label="Format"
          value={format}
          data={[
            { value: 'safetensors', label: '.safetensors' },
            { value: 'pth', label: '.pth' },
          ]}
          onChange={(chosen) => setFormat(chosen === 'pth' ? 'pth' : 'safetensors')}
        />
        <SegmentedControl
          aria-label="Naming"
          value={naming}
          data={NAMINGS.map(({ value, label }) => ({ value, label }))}
          onChange={(chosen) => setNaming(NAMINGS.find(({ value }) => value === chosen)?.value ?? naming)}
        />
      </div>
      <p>
        {NAMINGS.find(({ value }) => value === naming)?.sentence}
        {format === 'pth' && ' torch.load reads it with weights_only=True.'} The design travels along.
      </p>
      <SaveButton
        label={`Save .${format}`}
        saving={saving}
        onSave={() => saving.save({ kind: 'weights', format, naming })}
      />
    </section>
  );
}

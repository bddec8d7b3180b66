import { useState } from 'react';
import { byHand } from '../../design/byHand';
import type { Design } from '../../design/design';
import { whyNotMmaction2 } from '../../design/whyNotMmaction2';
import type { ExportRequest } from '../../state/files/exporter';
import { useDocument } from '../app/useStudio';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { Note } from '../kit/Note';
import { Stack } from '../kit/Stack';
import { SaveButton } from './SaveButton';
import { useSaving } from './useSaving';

type Weights = Extract<ExportRequest, { kind: 'weights' }>;

/** Whose names the tensors get, who reads such a file, and what builds the network it is for. */
const NAMINGS: readonly {
  readonly value: Weights['naming'];
  readonly label: string;
  readonly names: string;
  readonly reader?: string;
  readonly builder: string;
}[] = [
  {
    value: 'mmaction2',
    label: 'mmaction2',
    names: 'Names that begin with backbone or cls_head',
    reader: 'as a Recognizer3D loads it',
    builder: 'mmaction2',
  },
  {
    value: 'backbone',
    label: 'Backbone',
    names: 'The reference’s own names',
    reader: 'as X3D(pretrained=…) loads it',
    builder: 'mmaction2',
  },
  { value: 'slowfast', label: 'SlowFast', names: 'Names of SlowFast’s X3D, under model_state', builder: 'SlowFast' },
  {
    value: 'pytorchvideo',
    label: 'pytorchvideo',
    names:
      'Names of its create_x3d. A first shortcut that keeps its width has no norm there: ours is moved into its neighbours',
    builder: 'create_x3d',
  },
];

/** The weights alone, in the format and the names of one code base. */
export function WeightsExport() {
  const [format, setFormat] = useState<Weights['format']>('safetensors');
  const [naming, setNaming] = useState<Weights['naming']>('mmaction2');
  const saving = useSaving();
  const design = useDocument(({ legal }) => legal);
  const chosen = NAMINGS.find(({ value }) => value === naming);
  const reasons = misfits(design, naming);
  return (
    <Stack as="section" aria-label="Weights">
      <h3>Weights</h3>
      <Stack row>
        <SegmentedControl
          aria-label="Format"
          value={format}
          data={[
            { value: 'safetensors', label: '.safetensors' },
            { value: 'pth', label: '.pth' },
          ]}
          onChange={setFormat}
        />
        <SegmentedControl aria-label="Naming" value={naming} data={NAMINGS} onChange={setNaming} />
      </Stack>
      <p>
        {[chosen?.names, ...(reasons.length === 0 ? [chosen?.reader] : [])].filter(Boolean).join(', ')}.
        {format === 'pth' && ' torch.load reads it with weights_only=True.'} The design travels along.
      </p>
      {reasons.length > 0 && (
        <Note as="div" tone="bad" role="note">
          {chosen?.builder} cannot build this network, so it only lends the names:
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Note>
      )}
      <SaveButton
        label={`Save .${format}`}
        saving={saving}
        onSave={() => saving.save({ kind: 'weights', format, naming })}
      />
    </Stack>
  );
}

/** Why the code base whose names are taken cannot build the network. None of them sets single stages. */
function misfits(design: Design, naming: Weights['naming']): readonly string[] {
  return naming === 'mmaction2' ? whyNotMmaction2(design) : byHand(design).map((stage) => `Set by hand, ${stage}.`);
}

import { useState } from 'react';
import { firstOfRun } from '../../diagram/diagram';
import type { ExportRequest } from '../../state/files/exporter';
import { useDocument, useSession } from '../app/useStudio';
import { Button } from '../kit/controls/Button';
import { SegmentedControl } from '../kit/controls/SegmentedControl';
import { TextInput } from '../kit/controls/TextInput';
import { Stack } from '../kit/Stack';
import { Text } from '../kit/Text';
import classes from './ExportDialog.module.css';
import { SaveButton } from './SaveButton';
import { useSaving } from './useSaving';

type Onnx = Extract<ExportRequest, { kind: 'onnx' }>;

/** The forms a graph can have, and what each is for. */
const FORMS: readonly { readonly value: Onnx['form']; readonly label: string; readonly sentence: string }[] = [
  {
    value: 'plain',
    label: 'Plain',
    sentence: 'As PyTorch’s exporter writes it: 5-D operators, every norm a node. Opens here again to the same design.',
  },
  {
    value: 'folded',
    label: 'Folded',
    sentence: 'The plain graph with batch norms folded into their convolutions: smaller, and no longer trainable.',
  },
  {
    value: 'webgpu',
    label: 'WebGPU',
    sentence: 'Lowered to what onnxruntime-web’s WebGPU has kernels for, as this app runs it there.',
  },
  { value: 'wasm', label: 'WASM', sentence: 'Lowered to what is fastest on WASM, as this app runs it there.' },
];

/** The network as an ONNX file. */
export function OnnxExport() {
  const [form, setForm] = useState<Onnx['form']>('plain');
  const [dtype, setDtype] = useState<Onnx['dtype']>('float32');
  const [batch, setBatch] = useState<NonNullable<Onnx['batch']>>('fixed');
  const [outputs, setOutputs] = useState('');
  const n = useDocument(({ legal }) => legal.clip.n);
  const isLowered = form === 'webgpu' || form === 'wasm';
  const selected = useSession((session) => session.selected);
  const saving = useSaving();
  const paths = outputs.split(/[\s,]+/).filter(Boolean);
  return (
    <Stack as="section" aria-label="ONNX">
      <h3>ONNX</h3>
      <Stack row>
        <SegmentedControl aria-label="Form of the graph" value={form} data={FORMS} onChange={setForm} />
        <SegmentedControl
          aria-label="Element type of the weights"
          value={dtype}
          data={['float32', 'float16']}
          onChange={setDtype}
        />
      </Stack>
      <p>
        {FORMS.find(({ value }) => value === form)?.sentence}
        {dtype === 'float16' && ' Weights take half the bytes; everything is still computed in float32.'}
      </p>
      <Stack row>
        <SegmentedControl
          aria-label="Clips a run takes"
          value={isLowered ? 'fixed' : batch}
          disabled={isLowered}
          data={[
            { value: 'fixed', label: `N = ${n}` },
            { value: 'dynamic', label: 'Any N' },
          ]}
          onChange={setBatch}
        />
        <Text as="span" tone="ink-2">
          {isLowered
            ? 'Clips a run: what is lowered is made for one N.'
            : batch === 'dynamic'
              ? 'Clips a run: N is left open, each run takes as many as it is given.'
              : 'Clips a run.'}
        </Text>
      </Stack>
      <Stack row>
        <TextInput
          className={classes.grow}
          aria-label="Outputs besides logits"
          placeholder="Outputs besides logits: conv5, layer3.4.conv2"
          value={outputs}
          onChange={(event) => setOutputs(event.currentTarget.value)}
        />
        {selected !== null && firstOfRun(selected) === null && !paths.includes(selected) && (
          <Button onClick={() => setOutputs([...paths, selected].join(', '))}>Add {selected}</Button>
        )}
      </Stack>
      <SaveButton
        label="Save .onnx"
        saving={saving}
        onSave={() => saving.save({ kind: 'onnx', form, batch, dtype, outputs: paths })}
      />
    </Stack>
  );
}

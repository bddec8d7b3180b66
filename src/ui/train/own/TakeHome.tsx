import { useState } from 'react';
import type { Learnt } from '../../../state/classes/classes';
import { ownClassesOf } from '../../../state/classes/ownClasses';
import { openerOf } from '../../../state/files/opener';
import { amountText } from '../../../text/numberText';
import { sentenceOf } from '../../../text/sentence';
import { useApp } from '../../app/useApp';
import { Choice } from '../../kit/Choice';
import { Button } from '../../kit/controls/Button';
import { download } from '../../kit/download';
import { Stack } from '../../kit/Stack';
import { Part } from '../Part';

const WEIGHTS = [
  { value: 'mmaction2', label: 'mmaction2, .pth' },
  { value: 'slowfast', label: 'SlowFast, .pth' },
  { value: 'pytorchvideo', label: 'pytorchvideo, .pth' },
] as const;
const ONNX = [
  { value: 'plain', label: 'plain' },
  { value: 'folded', label: 'norms folded' },
  { value: 'webgpu', label: 'for WebGPU' },
  { value: 'wasm', label: 'for WASM' },
] as const;

/** What was learnt, for other programs; and all of it as one archive. */
export function TakeHome({ learnt }: { learnt: Learnt }) {
  const app = useApp();
  const { takeHome } = ownClassesOf(app);
  const opener = openerOf(app);
  const [naming, setNaming] = useState<(typeof WEIGHTS)[number]['value']>('mmaction2');
  const [form, setForm] = useState<(typeof ONNX)[number]['value']>('plain');
  const [fault, setFault] = useState<string | null>(null);
  const save = (made: Promise<{ readonly name: string; readonly content: Blob }>) =>
    made.then(
      ({ name, content }) => {
        setFault(null);
        download(name, content);
        app.notices.notify(`${name} is saved, ${amountText(content.size, 'B')}.`);
      },
      (error: unknown) => setFault(sentenceOf(error)),
    );
  const openInDesign = () => {
    app.labels.setState({ labels: { file: 'your own classes', names: learnt.names } });
    void opener.open(learnt.file, 'x3d-classes.safetensors');
  };
  return (
    <Part title="Take it home">
      <Stack row>
        <Choice label="weights" value={naming} options={WEIGHTS} onChange={setNaming} />
        <Button size="compact-sm" onClick={() => void save(takeHome.weights('pth', naming))}>
          Save
        </Button>
      </Stack>
      <Stack row>
        <Choice label="ONNX" value={form} options={ONNX} onChange={setForm} />
        <Button size="compact-sm" aria-label="Save ONNX" onClick={() => void save(takeHome.onnx(form))}>
          Save
        </Button>
        <Button size="compact-sm" onClick={() => void save(Promise.resolve(takeHome.labels()))}>
          labels.txt
        </Button>
        <Button size="compact-sm" onClick={openInDesign}>
          Open in Design
        </Button>
      </Stack>
      {fault && <p role="alert">{fault}</p>}
    </Part>
  );
}

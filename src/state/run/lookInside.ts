import { gatesOf, partsByPath } from '../../architecture/walk';
import type { Design } from '../../design/design';
import { byteLength } from '../../tensor/tensor';
import { architectureOf } from '../document/derived';
import { resultNamed } from './results';
import { keyOnScreen, type RunJob, type RunPlace } from './runJob';

/** Most that is read back of one layer, in bytes: it crosses two workers and stays in the page's memory. */
export const MOST_READ_BACK = 128 * 2 ** 20;

/** Reads back the output of one part of the network on the screen, on the shown view. */
export async function lookInside(place: RunPlace, path: string, job: RunJob): Promise<void> {
  const { reader, runStore, studio, forLooks } = place;
  const { signal, report } = job;
  const { design, weights, provider } = keyOnScreen(place);
  const gates = gatesOf(architectureOf(design), path);
  checkReadBack(design, path);
  const outputs = gates === null || gates === path ? [path] : [path, gates];
  const { input } = runStore.getState().settings;
  const clip = await reader.readShown(design, job);
  const { shown: view } = runStore.getState();
  let opened = false;
  const model = await forLooks.open(
    { design, weights, provider, outputs },
    {
      signal,
      onProgress: (step) => {
        opened = true;
        report(step);
      },
    },
  );
  report('first');
  const { outputs: results, ms } = await model.run(clip, { signal, outputs });
  report('facts');
  const output = resultNamed(results, path);
  const looked = await studio().request(
    'activationFacts',
    { output },
    { signal, transfer: [output.data.buffer as ArrayBuffer] },
  );
  runStore.setState({
    look: {
      path,
      design,
      weights,
      input,
      view,
      ms,
      opened,
      ...looked,
      gates: gates === null ? null : gates === path ? looked.output : resultNamed(results, gates),
    },
  });
}

/** Maps where a class is seen in the shown view, by Grad-CAM at conv5; the most probable one where none is named. */
export async function mapClass(place: RunPlace, classIndex: number | null, job: RunJob): Promise<void> {
  const { reader, runStore, studio, forRuns, forLooks } = place;
  const { signal, report } = job;
  const key = keyOnScreen(place);
  const { design, weights, provider } = key;
  if (design.head === null) throw new Error('A backbone without head gives no classes to map. Add a head.');
  const { input } = runStore.getState().settings;
  const clip = await reader.readShown(design, job);
  const { shown: view } = runStore.getState();
  const model =
    forLooks.find({ design, weights, provider }) ??
    (await forRuns.open(key, { signal, onProgress: (step) => report(step) }));
  report('first');
  const { outputs } = await model.run(clip, { signal, outputs: ['conv5', 'logits'] });
  const scores = resultNamed(outputs, 'logits').data;
  report('facts');
  const chosen = classIndex ?? scores.indexOf(scores.reduce((a, b) => Math.max(a, b)));
  const map = await studio().request(
    'gradCam',
    { design, weights, features: resultNamed(outputs, 'conv5'), classIndex: chosen },
    { signal },
  );
  const { tensors } = model.prepared;
  runStore.setState({ classMap: { design, weights, input, view, classIndex: chosen, scores, tensors, ...map } });
}

/** @throws Error when more would be read back than the page should hold */
function checkReadBack(design: Design, path: string): void {
  const part = partsByPath(architectureOf(design)).get(path);
  if (!part) throw new Error(`${path}: the network on the screen has no such part. Select another one.`);
  const bytes = byteLength({ dtype: 'float32', shape: part.output });
  if (bytes <= MOST_READ_BACK) return;
  const [found, most] = [bytes, MOST_READ_BACK].map((count) => `${Math.ceil(count / 1e6)} MB`);
  throw new Error(`${path}: its output takes ${found}, and ${most} at most are read back. Choose a smaller clip.`);
}

import { expect, test } from 'vitest';
import { build } from '../../../src/architecture/build';
import { writeSafetensors } from '../../../src/checkpoint/writeCheckpoint';
import { completeDesign } from '../../../src/design/complete';
import { tuningRecipe } from '../../../src/state/classes/learningRecipes';
import type { ClipLook } from '../../../src/state/classes/looks';
import { tuned } from '../../../src/state/classes/tuning';
import { float32 } from '../../../src/tensor/tensor';
import { initWeights } from '../../../src/weights/initialise';
import type { Studio } from '../../../src/worker/client';
import { RequestError } from '../../../src/worker/failure';
import { clip } from '../../dataset/anyLibrary';
import { trainingHere } from '../../worker/trainingHere';

const DESIGN = completeDesign({
  reference: { gamma_w: 0.33, num_stages: 1, spatial_strides: [2], zero_init_residual: false, se_style: 'half' },
  clip: { n: 1, t: 4, h: 16, w: 16, interval: 1 },
  head: { num_classes: 2, mid_channels: 8, dropout_ratio: 0.2, init_std: 0.05 },
});
const CRASH = new RequestError({ name: 'WorkerCrash', message: 'A worker broke down.', fields: {}, stack: '' });

/** Clips of two classes: bright on the left, bright on the right. A decoder would give the same pictures of the same view. */
const looks = Array.from({ length: 12 }, (_, at): ClipLook => {
  const view = { start: at, across: 0.5, down: 0.5, mirrored: false, still: false };
  return { clip: clip(`c${at}`, 'k', `t${at}`), name: '', view, label: at % 2, use: 'judge' };
});
const studio = {
  request: async (_: 'readViews', { views }: { readonly views: readonly { readonly start: number }[] }) => {
    const size = 3 * 4 * 16 * 16;
    const data = new Float32Array(views.length * size).map((__, at) => {
      const row = views[Math.floor(at / size)]?.start ?? 0;
      return Number(at % 16 < 8 === (row % 2 === 0)) + 0.1 * Math.sin(at + row);
    });
    return float32([views.length, 3, 4, 16, 16], data);
  },
} as unknown as Studio;

/** Two parts that judge and one fit to all, beyond the head; the trainer breaks down after so many reports. */
async function learnt(crashAfter: number | null) {
  const { training, trainers } = trainingHere();
  const start = new Blob(
    writeSafetensors(initWeights(build(DESIGN), 2), {
      design: DESIGN,
      naming: 'mmaction2',
    }) as Uint8Array<ArrayBuffer>[],
  );
  const side = (part: number) => looks.filter((_, at) => Math.floor(at / 6) === part);
  const fits = [
    { start, train: side(0), ask: side(1) },
    { start, train: side(1), ask: side(0) },
    { start, train: looks, ask: [] },
  ];
  const said: string[] = [];
  const heard: number[] = [];
  const outcome = await tuned(
    {
      ...{ design: DESIGN, classes: ['left', 'right'], looks, fits, recipe: tuningRecipe({ frozenStages: 1 }, 20) },
      ...{ hash: 'h', metadata: new Map() },
    },
    {
      ...{ training, device: 'exact', studio, clip: DESIGN.clip, channels: 3, window: 1 },
      keeper: { take: async () => new Blob(['video']) },
      signal: new AbortController().signal,
      onBroken: (sentence) => said.push(sentence),
      onProgress: ({ along }) => {
        heard.push(along.length);
        if (heard.length === crashAfter) trainers.at(-1)?.end(CRASH);
      },
    },
  );
  return { ...outcome, said, heard };
}

test('held-out clips are asked about along the way, all parts together, and a breakdown changes nothing but is said', async () => {
  const whole = await learnt(null);
  expect(whole.verdicts).toHaveLength(12);
  expect(whole.along.map(({ step, accuracy }) => [step, accuracy.trials])).toEqual(
    [4, 8, 12, 16, 20].map((step) => [step, 12]),
  );
  // What was said last along the way is what the verdicts say.
  const right = whole.verdicts.filter(({ answer, label }) => answer === label).length;
  expect(whole.along.at(-1)?.accuracy.successes).toBe(right);
  expect(whole.heard.some((points) => points > 0)).toBe(true);
  const broken = await learnt(2);
  expect(broken.said).toEqual([CRASH.message]);
  expect(broken.along).toEqual(whole.along);
  expect(broken.verdicts).toEqual(whole.verdicts);
  expect(new Uint8Array(await broken.file.arrayBuffer())).toEqual(new Uint8Array(await whole.file.arrayBuffer()));
});

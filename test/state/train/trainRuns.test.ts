import { expect, test } from 'vitest';
import { completeDesign } from '../../../src/design/complete';
import { LEVELS } from '../../../src/motion/knobs';
import { type App, createApp } from '../../../src/state/app';
import { createOpener } from '../../../src/state/files/opener';
import type { KeyValues } from '../../../src/state/keyValues';
import { dataOf, type TrainChoice, type TrainRun } from '../../../src/state/train/train';
import { createTrainRuns } from '../../../src/state/train/trainRuns';
import { createTwins } from '../../../src/state/train/twins';
import { RequestError } from '../../../src/worker/failure';
import type { KeptRuns } from '../../../src/worker/keptRuns';
import { storeInMemory, trainingHere } from '../../worker/trainingHere';
import { graphRunner, startStudio } from '../../worker/workers';

const DESIGN = completeDesign({
  reference: { gamma_w: 0.33, num_stages: 1, spatial_strides: [2], zero_init_residual: false },
  clip: { n: 1, t: 4, h: 16, w: 16, interval: 1 },
  head: { num_classes: 2, mid_channels: 8, dropout_ratio: 0.2, init_std: 0.05 },
});
const WIDER = { ...DESIGN, reference: { ...DESIGN.reference, gamma_b: 3 } };

/** A page with a browser's store of runs: one that was loaded again has the same store, and nothing else. */
function page(runs: KeptRuns = storeInMemory()) {
  const app = createApp();
  const studio = startStudio();
  const opener = createOpener({ ...app, studio: () => studio, runner: graphRunner(() => studio) });
  const { training, trainers } = trainingHere(runs);
  const trainRuns = createTrainRuns({ ...app, training: () => training, fileInHand: opener.inHand });
  app.document.setDesign(DESIGN);
  app.train.choose({ task: 'turning', steps: 8, set: { batch: 4 } });
  return { app, trainRuns, runs, opener, trainers };
}

function runOf({ train }: App): TrainRun {
  const { run, phase } = train.getState();
  expect(phase).toMatchObject({ kind: 'resting' });
  if (!run) throw new Error('Nothing was trained.');
  return run;
}

test('a changed network goes on from the weights that fit, and after a reload too: the same curve as without one', async () => {
  const first = page();
  await first.trainRuns.train(3);
  first.app.document.setDesign(WIDER);
  await first.trainRuns.train(2);
  const { carried, steps } = runOf(first.app);
  expect(carried?.from).toBe('a run of 3 updates');
  expect(carried?.ledger.wrongShape.length).toBeGreaterThan(0);
  expect(carried?.ledger.loaded.length).toBeGreaterThan(0);

  const second = page(first.runs);
  second.app.document.setDesign(WIDER);
  await second.trainRuns.train();
  const again = runOf(second.app);
  expect(again.resumedFrom).toBe(2);
  expect(again.carried).toEqual(carried);
  await first.trainRuns.train();
  const losses = ({ steps: all }: Pick<TrainRun, 'steps'>) => all.map(({ loss }) => loss);
  expect(losses(again)).toEqual(losses(runOf(first.app)));
  expect(losses(again).slice(0, 2)).toEqual(losses({ steps }));

  // The network before it is there as well, and one that says so starts from fresh weights.
  const third = page(first.runs);
  await third.trainRuns.train(1);
  expect(runOf(third.app)).toMatchObject({ resumedFrom: 3, carried: null });
  third.app.train.chooseCarry(false);
  third.app.document.setDesign(WIDER);
  await third.trainRuns.train(1);
  expect(runOf(third.app)).toMatchObject({ resumedFrom: null, carried: null });
});

test('a run starts from an opened checkpoint where that is chosen; a snapshot keeps weights and curves of its network', async () => {
  const { app, trainRuns, opener } = page();
  await trainRuns.train(3);
  const learnt = runOf(app);
  const stored = new Map<string, unknown>();
  const store: KeyValues = {
    get: async (key) => structuredClone(stored.get(key)),
    set: async (values) => values.forEach(([key, value]) => void stored.set(key, structuredClone(value))),
    delete: async (keys) => keys.forEach((key) => void stored.delete(key)),
    keys: async () => [...stored.keys()],
  };
  const twins = createTwins({ ...app, open: opener.open, weights: trainRuns.weights }, store);
  await twins.keep(app.snapshots.take('Mine'));
  app.document.setDesign(WIDER);
  await twins.keep(app.snapshots.take('Another network'));
  const [other, mine] = app.snapshots.getState().snapshots;
  if (!mine || !other) throw new Error('No snapshot was taken.');
  expect(other.trained).toBeNull();
  expect(mine.trained).toMatch(/Turn left and right, seed 0, 3 updates/);

  const beside = page();
  await createTwins({ ...beside.app, open: beside.opener.open, weights: beside.trainRuns.weights }, store).compare(
    mine,
  );
  expect(beside.app.train.getState().kept).toEqual([learnt]);
  expect(beside.app.session.getState().face).toBe('train');

  await twins.open(mine);
  expect(app.document.getState().design).toEqual(DESIGN);
  app.train.chooseFile('Mine.safetensors');
  await trainRuns.train(1);
  const from = runOf(app);
  expect(from).toMatchObject({ resumedFrom: null, carried: { from: 'Mine.safetensors' }, file: 'Mine.safetensors' });
  expect(from.carried?.ledger.missing).toEqual([]);
  // Put away, it is started from no longer: the run of before is gone on with.
  await opener.close();
  await trainRuns.train(1);
  expect(runOf(app)).toMatchObject({ resumedFrom: 3, carried: null });
});

test('crops of a video of one’s own are trained on and shown, and are no other run’s', async () => {
  const { app, trainRuns } = page();
  const level = { ...LEVELS.easy, texture: 1, pictures: 1 };
  const data = Uint8Array.from({ length: 3 * 40 * 30 }, (_, index) => (index * 37 + (index >> 4) * 91) & 255);
  const losses: (number | undefined)[] = [];
  for (const name of [null, 'mine.mp4', null]) {
    const { pictures: _, ...choice } = app.train.getState().choice;
    const pictures =
      name === null ? {} : { pictures: { name, size: 1, photographs: [{ width: 40, height: 30, data }] } };
    app.train.setState({ choice: { ...choice, level, ...pictures } });
    await trainRuns.train(1);
    losses.push(runOf(app).steps[0]?.loss);
  }
  const [without, cropped, again] = losses;
  expect(cropped).not.toBe(without);
  expect(again).toBe(without);
  const shown = async (choice: TrainChoice) => (await trainRuns.clips.example(dataOf(choice), DESIGN.clip, 0, 0)).data;
  const { choice } = app.train.getState();
  const pictures = { name: 'mine.mp4', size: 1, photographs: [{ width: 40, height: 30, data }] };
  expect(await shown({ ...choice, pictures })).not.toEqual(await shown(choice));
});

test('a browser that keeps nothing is no fault of a run, and is said', async () => {
  const { app, trainRuns } = page({ ...storeInMemory(), write: async () => false });
  await trainRuns.train(1);
  expect(runOf(app)).toMatchObject({ keeps: false, steps: { length: 1 } });
  const lasting = page();
  await lasting.trainRuns.train(1);
  expect(runOf(lasting.app).keeps).toBe(true);
});

test('a trainer that breaks down is started again, which is said with the update it goes on from', async () => {
  const { app, trainRuns, trainers } = page();
  await trainRuns.train(3);
  const going = trainRuns.train(5);
  await new Promise((resolve) => {
    const stop = app.train.subscribe(({ phase }) => {
      if (phase.kind !== 'running') return;
      stop();
      resolve(null);
    });
  });
  trainers
    .at(-1)
    ?.end(new RequestError({ name: 'WorkerCrash', message: 'A worker broke down.', fields: {}, stack: '' }));
  await going;
  expect(runOf(app)).toMatchObject({ resumedFrom: 3, steps: { length: 8 } });
  const said = app.notices.getState().notices.map(({ text }) => text);
  expect(said).toEqual(['A worker broke down. Training was started again and goes on from update 3.']);
});

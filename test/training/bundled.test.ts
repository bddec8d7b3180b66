import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { fitCheckpoint } from '../../src/checkpoint/fitCheckpoint';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { completeDesign } from '../../src/design/complete';
import { designFromMetadata } from '../../src/design/metadata';
import { TASKS, type TaskName } from '../../src/motion/tasks';
import { openInNode } from '../../src/runtime/nodeSession';
import type { Share } from '../../src/training/interval';
import { judge } from '../../src/training/judgement';
import { motionDataset } from '../../src/training/motionData';
import { judgeOdd } from '../../src/training/oddJudgement';
import { TRAINED_KEY } from '../../src/training/provenance';
import { DEFAULT_RECIPE } from '../../src/training/recipe';
import { judgeStrokes } from '../../src/training/strokeJudgement';
import { openTraining } from '../../src/training/trainingSession';
import { weightHash } from '../../src/training/weightHash';

const FOLDER = new URL('../../public/trained/', import.meta.url);
const cards = existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => name.endsWith('.json')) : [];
const LONG = process.env.X3D_LONG !== undefined;

test.each(cards)(
  'the card of a network that comes with the app is what its stored weights give: %s',
  async (name) => {
    const card = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
    const bytes = readFileSync(new URL(card.file, FOLDER));
    expect(bytes.length).toBe(card.bytes);
    expect(bytes.length).toBeLessThanOrEqual(250_000);

    const file = await openCheckpoint(bytesSource(new Uint8Array(bytes)));
    expect(designFromMetadata(file.metadata)).toEqual(completeDesign(card.design));
    expect(JSON.parse(file.metadata.get(TRAINED_KEY) ?? 'null')).toEqual(card.trained);
    const architecture = build(completeDesign(card.design));
    const { weights, ledger } = await fitCheckpoint(referenceNames(file), architecture, { seed: 0 });
    expect(ledger.drawn).toEqual([]);
    expect(weightHash(weights)).toBe(card.hash);

    const options = { open: openInNode, weights, seed: 0 };
    const session = await openTraining(architecture, { ...DEFAULT_RECIPE, batch: 16 }, options);
    const dataset = motionDataset(card.data, architecture.design.clip);
    const asked = LONG ? card.test : card.checked;
    expect(await judge(session, dataset, { clips: asked.accuracy.trials, batch: 16 })).toEqual(asked);
    const { checkedOdd } = card;
    const clips = checkedOdd.answered.trials;
    expect(await judgeOdd(session, dataset, card.data, architecture.design.clip, { clips, batch: 16 })).toEqual(
      checkedOdd,
    );
    const task = TASKS[card.data.task as TaskName];
    expect(await judgeStrokes(session, task, architecture.design.clip, { batch: 16 })).toEqual(card.strokes);
    await session.close();
    // On stills of both videos, windows with texture: the classes that move.
    if (card.realPixels)
      for (const { moving } of Object.values<{ moving: Share }>(card.stills))
        expect(moving.share).toBeGreaterThan(0.85);
    else expect(card.test.accuracy.share).toBeGreaterThan(0.97);
    // It sees time: shuffled frames leave the two of a pair at chance, and one frame leaves all at chance.
    expect(card.test.withinPairs.low).toBeLessThanOrEqual(0.5);
    expect(card.test.withinPairs.high).toBeGreaterThanOrEqual(0.5);
    expect(card.test.oneFrame.low).toBeLessThanOrEqual(1 / dataset.classes.length);
  },
  300_000,
);

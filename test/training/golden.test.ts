import { describe, expect, test } from 'vitest';
import { openInNode } from '../../src/runtime/nodeSession';
import { answerCase, answerTrajectory } from '../../src/training/answerGolden';
import { caseDeviations, type Deviation, trajectoryDeviations } from '../../src/training/goldenDeviations';
import type { CaseAnswer, CaseQuestion, TrajectoryAnswer, TrajectoryQuestion } from '../../src/training/goldenForm';
import { readGolden } from '../golden/read';

const golden = readGolden<{
  readonly cases: readonly (CaseQuestion & CaseAnswer)[];
  readonly trajectories: readonly (TrajectoryQuestion & TrajectoryAnswer)[];
}>('training');

const ORDERS = ['NTHW', 'HWTN'] as const;

const beyond = (deviations: readonly Deviation[]) => deviations.filter(({ share }) => !(share <= 1));

describe('gradients of the reference in float64 (training.json)', () => {
  const inBothOrders = golden.cases.flatMap((each) => ORDERS.map((order) => [each.name, order, each] as const));
  test.each(inBothOrders)('%s, rows in %s order', async (_, order, each) => {
    const found = await answerCase(each, openInNode, { order });
    const all = caseDeviations(each, found);
    expect(beyond(all)).toEqual([]);
  });
});

describe('eight steps of the reference in float64 (training.json)', () => {
  test.each(golden.trajectories.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const found = await answerTrajectory(each, openInNode);
    const all = trajectoryDeviations(each, found);
    expect(beyond(all)).toEqual([]);
  });
});

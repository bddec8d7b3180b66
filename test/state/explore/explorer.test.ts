import { beforeEach, expect, test, vi } from 'vitest';
import { designCosts } from '../../../src/analysis/costs';
import { presetNamed } from '../../../src/design/presets';
import { lazily } from '../../../src/memo/lazily';
import { nodeOf, pathTo, tipsOf } from '../../../src/scaling/expansion';
import { memberOf } from '../../../src/scaling/members';
import { type App, createApp } from '../../../src/state/app';
import { isPreset } from '../../../src/state/document/designName';
import { createExplorer, limitsOf } from '../../../src/state/explore/explorer';
import { createScaling } from '../../../src/worker/scaling';
import { overChannel } from '../../worker/workers';

let app: App;
beforeEach(() => {
  app = createApp();
  app.explore.beginWalk('X2D');
  app.document.history.setState({ past: [], future: [] });
});

const explorer = () => createExplorer({ ...app, scaling: lazily(() => overChannel(createScaling())) });
const walk = () => app.explore.getState().walk;

async function takeAxis(axis: string) {
  const { design } = nodeOf(walk(), walk().at);
  const answers = await explorer().request('offers', { design, factor: 2, device: null });
  const candidate = answers.find((answer) => answer.axis === axis)?.candidate;
  if (!candidate) throw new Error(`${axis} offers nothing`);
  app.explore.takeStep({ axis: candidate.axis, from: candidate.from, to: candidate.to }, candidate.design);
}

test('from X2D the bottleneck’s doubling is 2.25, the published one, and a step is one step of undo', async () => {
  await takeAxis('gamma_b');
  expect(app.document.getState().design.reference.gamma_b).toBe(2.25);
  expect(app.document.history.getState().past).toHaveLength(1);
  app.document.undo();
  expect(app.document.getState().design.reference.gamma_b).toBe(1);
});

test('a step back leaves a branch; the design on the form follows where one stands', async () => {
  await takeAxis('gamma_b');
  await takeAxis('gamma_s');
  const left = walk().at;
  app.explore.stepBack();
  await takeAxis('gamma_d');
  expect(tipsOf(walk()).map(({ id }) => id)).toContain(left);
  app.explore.setState({ compared: left });
  app.explore.standOn(left);
  expect(app.explore.getState().compared).toBeNull();
  expect(app.document.getState().design).toEqual(nodeOf(walk(), left).design);
  expect(pathTo(walk()).map(({ step }) => step?.axis)).toEqual([undefined, 'gamma_b', 'gamma_s']);
});

test('the built-in walk ends on X3D-L', () => {
  app.explore.beginWalk('published');
  expect(memberOf(app.document.getState().design)?.preset.name).toBe('L');
  expect(isPreset(app.document.getState()) && app.document.getState().preset).toBe('L');
  // The start stands for a span of 48, which X2D's preset leaves out: it is X2D, edited.
  app.explore.standOn(0);
  expect(app.document.getState().preset).toBe('X2D');
});

test('a search keeps every limit on the form, and says what it tried', async () => {
  app.explore.setState({
    budget: {
      limits: { ...app.explore.getState().budget.limits, macs: 5e8, parameters: null, convActivations: null },
      aims: { macs: 'more', parameters: 'less' },
      held: [],
    },
  });
  await explorer().search();
  const { searching, found, budget } = app.explore.getState();
  if (!found) throw new Error(`the search is ${searching.kind}`);
  expect(searching).toEqual({ kind: 'idle' });
  expect(limitsOf(budget)).toEqual([{ measure: 'macs', bound: 'at most', value: 5e8 }]);
  expect(found.tried).toBe(found.total);
  expect(found.front.length).toBeGreaterThan(0);
  for (const { design } of found.front) expect(designCosts(design).macs).toBeLessThanOrEqual(5e8);
});

test('a search that is stopped keeps the front it had', async () => {
  const own = explorer();
  const done = own.search();
  await vi.waitFor(
    () => expect(app.explore.getState()).toMatchObject({ searching: { kind: 'working' }, found: expect.anything() }),
    { timeout: 20_000 },
  );
  own.cancelSearch();
  await done;
  const { searching, found } = app.explore.getState();
  expect(searching).toEqual({ kind: 'idle' });
  expect(found?.tried).toBeGreaterThan(0);
  expect(found?.tried).toBeLessThan(found?.total ?? 0);
});

test('a sweep is measured around the design on the form', async () => {
  app.document.choosePreset('S');
  app.explore.setState({
    sweep: {
      x: { parameter: 'gamma_s', least: 112, most: 224, count: 15 },
      y: { parameter: 'gamma_d', least: 1, most: 2.2, count: 3 },
      measure: 'macs',
    },
  });
  await explorer().sweep();
  const { swept, sweeping } = app.explore.getState();
  if (!swept) throw new Error(`the sweep is ${sweeping.kind}`);
  const { sweep, rows } = swept;
  expect(sweep.x.values).toHaveLength(15);
  expect(rows.at(-1)?.[sweep.x.values.indexOf(160)]).toBe(designCosts(presetNamed('S').design).macs);
});

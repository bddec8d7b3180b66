// @vitest-environment jsdom
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createClasses } from '../../../src/state/classes/classes';

test('what was chosen for one’s own classes is there at the next visit, in the same words', () => {
  const before = createClasses();
  before.setState({ source: 'own' });
  before.chooseLearning({ window: 1, mirror: false, scope: { frozenStages: 3 }, deeperUpdates: 60 });
  before.chooseSeries({ countdown: 0 });
  const after = createClasses();
  const { source, choice, series } = after.getState();
  expect(source).toBe('own');
  expect(series).toEqual({ takes: 5, seconds: 2, countdown: 0 });
  // A training that was cut short goes on where it was only if its choice is written the same.
  expect(JSON.stringify(choice)).toBe(JSON.stringify(before.getState().choice));
});

test('whatever was saved, the choices are ones that could have been made', () => {
  const anyNumbers = fc.record(
    { window: fc.anything(), views: fc.anything(), scope: fc.anything(), takes: fc.anything() },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.anything(), anyNumbers, (source, numbers) => {
      const text = JSON.stringify({ source, choice: numbers, series: numbers });
      localStorage.setItem('x3d-studio.classes', text);
      const { choice, series, source: shown } = createClasses().getState();
      expect(['motion', 'own']).toContain(shown);
      for (const number of [choice.views, series.takes, choice.window ?? 0]) expect(number).toBeGreaterThanOrEqual(0);
      expect(typeof choice.scope === 'object' ? choice.scope.frozenStages : 0).toBeGreaterThanOrEqual(0);
    }),
  );
});

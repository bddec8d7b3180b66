import { readFile } from 'node:fs/promises';
import type { TrialRow } from '../../src/timing/trialRows';
import { expect, test } from './app';
import { TINY } from './runPanel';

for (const [backend, target] of [
  ['WASM', 'wasm'],
  ['WebGPU', 'webgpu'],
] as const) {
  test(`This device tries every candidate on ${backend}, keeps what it adopted and says why not the rest`, {
    tag: '@long',
  }, async ({ app: { page } }) => {
    test.setTimeout(600_000);
    await page.goto(`./${TINY}`);
    await page.getByRole('tab', { name: 'Time' }).click();
    const panel = page.getByRole('region', { name: 'Time', exact: true });
    await panel.getByRole('radiogroup', { name: 'Backend' }).getByText(backend).click();
    await panel.getByRole('radiogroup', { name: 'What to measure' }).getByText('This device').click();
    await panel.getByRole('button', { name: 'Try on this device' }).click();
    await expect(panel.getByRole('button', { name: 'Stop trying' })).toBeVisible();
    await expect(panel.getByRole('button', { name: 'Try on this device again' })).toBeVisible({ timeout: 500_000 });
    const table = panel.getByRole('region', { name: 'Candidates tried on this device' }).locator('tbody tr');
    const shown = await table.count();
    const saving = page.waitForEvent('download');
    await panel.getByRole('button', { name: 'Save as JSON' }).click();
    const saved: { rows: TrialRow[] } = JSON.parse(await readFile(await (await saving).path(), 'utf8'));
    const rows = saved.rows.filter((row) => row.target === target);
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.length).toBe(shown);
    for (const { candidate, verdict } of rows) {
      // No form is wrong on this device, and nothing is adopted that is not both equal and faster.
      if (candidate.startsWith('form:')) expect(verdict.kind, candidate).not.toBe('wrong');
      if (verdict.kind !== 'adopted') continue;
      expect(verdict.deviation, candidate).toBeLessThanOrEqual(verdict.bound);
      expect(verdict.interval?.[0], candidate).toBeGreaterThan(1);
    }
    if (target === 'webgpu') {
      const opened = new Map(rows.map(({ candidate, verdict }) => [candidate, verdict]));
      // Emulated GPUs have no float16 in shaders.
      expect(opened.get('opening:float16')).toMatchObject({
        kind: 'unsupported',
        why: expect.stringMatching('shader-f16'),
      });
      for (const id of ['buffers', 'capture', 'nhwc']) {
        expect(['adopted', 'slower', 'no-gain'], id).toContain(opened.get(`opening:${id}`)?.kind);
      }
    }
    // The next visit knows them.
    await page.reload();
    await panel.getByRole('radiogroup', { name: 'Backend' }).getByText(backend).click();
    await panel.getByRole('radiogroup', { name: 'What to measure' }).getByText('This device').click();
    await expect(table).toHaveCount(shown);
    await panel.getByRole('button', { name: 'Forget' }).click();
    await expect(table).toHaveCount(0);
  });
}

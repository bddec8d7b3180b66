import { createHash } from 'node:crypto';
import { build } from '../../src/architecture/build';
import { presetNamed } from '../../src/design/presets';
import { initWeights } from '../../src/weights/initialise';
import { expect, test } from './workersPage';

test('a seed draws the same bits in Chromium and in Node', async ({ workers: { page } }) => {
  for (const seed of [0, 1, 4294967295]) {
    const hash = createHash('sha256');
    for (const { data } of initWeights(build(presetNamed('defaults').design), seed).values())
      hash.update(new Uint8Array(data.buffer));
    expect(await page.evaluate((value) => window.workers.weightsDigest(value), seed)).toBe(hash.digest('hex'));
  }
});

import { readFileSync } from 'node:fs';
import { designCosts } from '../../src/analysis/costs';
import { build } from '../../src/architecture/build';
import { bytesSource } from '../../src/checkpoint/byteSource';
import { openCheckpoint } from '../../src/checkpoint/openCheckpoint';
import { recognise } from '../../src/checkpoint/recognise';
import { referenceNames } from '../../src/checkpoint/referenceNames';
import { presetNamed } from '../../src/design/presets';
import { openInNode } from '../../src/runtime/nodeSession';
import { initWeights } from '../../src/weights/initialise';
import { namedClip } from '../../src/weights/named';
import { openFeatures } from '../training/pooledFeatures';
import { type Bench, quantile } from './bench';

const NETWORK = new URL('../../public/trained/nine-motions.safetensors', import.meta.url);

/** How many looks at clips a backbone turns into features in a second: what learning one's own classes waits for. */
export const bench: Bench = {
  title: 'Features of looks at clips, one WASM thread: the bundled network and X3D-S',
  async run() {
    const file = await openCheckpoint(bytesSource(new Uint8Array(readFileSync(NETWORK))));
    const bundled = recognise(referenceNames(file), file.metadata).design;
    const networks = [
      { name: 'nine motions, 8×32²', design: bundled, looks: 40 },
      { name: 'X3D-S, 13×160²', design: presetNamed('S').design, looks: 4 },
    ];
    const rows: (string | number)[][] = [];
    for (const { name, design, looks } of networks) {
      const architecture = build({ ...design, clip: { ...design.clip, n: 1 } });
      const features = await openFeatures(architecture, { open: openInNode, weights: initWeights(architecture, 0) });
      const clip = namedClip(architecture.clip);
      const seconds: number[] = [];
      for (let look = -1; look < looks; look++) {
        const before = process.cpuUsage();
        await features.of(clip);
        const { user, system } = process.cpuUsage(before);
        if (look >= 0) seconds.push((user + system) / 1e6);
      }
      await features.close();
      const middle = quantile(seconds, 0.5);
      rows.push([name, designCosts(architecture.design).macs / 1e6, middle, 1 / middle]);
    }
    return {
      columns: ['network', 'million MACs a look', 'processor time a look, s', 'looks a second of processor time'],
      rows,
      note: 'Median, the first run left out. Processor time, which a busy machine hardly changes; decoding the video is not in it.',
    };
  },
};

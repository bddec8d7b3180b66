import { expect, test } from 'vitest';
import { build } from '../../../src/architecture/build';
import { mmaction2Config } from '../../../src/configs/mmaction2Config';
import { type PresetName, presetNamed } from '../../../src/design/presets';
import { createApp } from '../../../src/state/app';
import { openConfig } from '../../../src/state/files/openConfig';

// What is set by hand (XL) cannot be written for mmaction2.
test.each<PresetName>(['X2D', 'XS', 'S', 'M', 'L'])(
  'a configuration of X3D-%s for other classes is called after that preset',
  (name) => {
    const app = createApp();
    const { design } = presetNamed(name);
    const head = design.head && { ...design.head, num_classes: 10 };
    // Without the comment in which our own exports keep the design.
    const written = mmaction2Config(build({ ...design, head }));
    if (!('text' in written)) throw new Error(`X3D-${name} cannot be written`);
    openConfig(app, written.text.replaceAll(/^#.*$/gm, ''), 'mine.py');
    expect(app.document.getState().design.head?.num_classes).toBe(10);
    expect(app.document.getState().preset).toBe(name);
  },
);

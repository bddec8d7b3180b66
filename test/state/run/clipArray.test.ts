import { expect, test } from 'vitest';
import type { Design } from '../../../src/design/design';
import { presetNamed } from '../../../src/design/presets';
import { openClipArray, readClipArray, whyNotTaken } from '../../../src/state/run/clipArray';
import { npyFile } from '../../../src/tensor/npy';
import { float32 } from '../../../src/tensor/tensor';
import { VideoError } from '../../../src/video/videoError';

const S = presetNamed('S').design;
const design: Design = { ...S, reference: { ...S.reference, in_channels: 4 }, clip: { ...S.clip, t: 2, h: 3, w: 5 } };
const count = (values: number) => Float32Array.from({ length: values }, (_, at) => at);
const fileOf = (shape: readonly number[]) =>
  new File([npyFile(float32(shape, count(shape.reduce((a, b) => a * b, 1))))], 'clip.npy');

/** An array of unsigned bytes, which our own writer has no form for. */
function bytesFile(shape: readonly number[], values: readonly number[]): File {
  const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(', ')}), }\n`;
  const start = Uint8Array.of(0x93, ...[...'NUMPY'].map((letter) => letter.charCodeAt(0)), 1, 0, header.length, 0);
  return new File([start, header, Uint8Array.from(values)], 'levels.npy');
}

test('[C, T, H, W] is one clip and [N, C, T, H, W] several, taken as they are', async () => {
  const one = await openClipArray(fileOf([4, 2, 3, 5]));
  expect(one).toMatchObject({ shape: [1, 4, 2, 3, 5], levels: false });
  expect(await readClipArray(one, design, 0)).toEqual(float32([1, 4, 2, 3, 5], count(120)));
  const two = await openClipArray(fileOf([2, 4, 2, 3, 5]));
  expect((await readClipArray(two, design, 1)).data[0]).toBe(120);
});

test('bytes are levels of pictures, normalised as those are', async () => {
  const array = await openClipArray(bytesFile([1, 1, 1, 2], [0, 255]));
  const grey: Design = {
    ...design,
    reference: { ...design.reference, in_channels: 1 },
    clip: { ...design.clip, t: 1, h: 1, w: 2 },
  };
  const { data } = await readClipArray(array, grey, 0);
  expect([...data]).toEqual([expect.closeTo(-114.75 / 57.38, 5), expect.closeTo((255 - 114.75) / 57.38, 5)]);
});

test('what the network cannot take is said, with what to do, before and at the run', async () => {
  const array = await openClipArray(fileOf([3, 2, 3, 5]));
  expect(whyNotTaken(array, design)?.what).toBe('The array has 3 channels, and the network takes 4.');
  await expect(readClipArray(array, design, 0)).rejects.toThrow('Set the network’s channels to 3');
  const long = await openClipArray(fileOf([4, 7, 3, 5]));
  expect(whyNotTaken(long, design)?.what).toBe('The array’s clips are 7 × 3 × 5, and the network’s 2 × 3 × 5.');
  expect(whyNotTaken(await openClipArray(fileOf([4, 2, 3, 5])), design)).toBeNull();
});

test.each([
  [new File(['hello'], 'a.npy'), 'it does not begin as an .npy file does'],
  [fileOf([3, 4]), 'Its shape is 3 × 4. A clip has the axes [C, T, H, W]'],
  [fileOf([0, 2, 3, 5]), 'sizes are whole numbers from 1 up'],
  [new File([npyFile(float32([4, 2, 3, 5], count(120))).slice(0, 300)], 'cut.npy'), 'bytes where'],
])('a file that holds no clips is refused with a sentence', async (file, sentence) => {
  await expect(openClipArray(file)).rejects.toThrow(VideoError);
  await expect(openClipArray(file)).rejects.toThrow(sentence);
});

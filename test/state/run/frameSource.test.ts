import { expect, test } from 'vitest';
import { openFrameSource } from '../../../src/state/run/frameSource';
import { startStudio } from '../../worker/workers';

/** There is neither WebCodecs nor a video element in Node. */
test('what neither WebCodecs nor a video element reads is refused with the first one’s sentence', async () => {
  const file = new Blob([new Uint8Array(2000)]) as File;
  const opening = openFrameSource(startStudio(), { kind: 'video', file, name: 'no.mp4' }, new AbortController().signal);
  await expect(opening).rejects.toMatchObject({ name: 'VideoError', fields: { trouble: 'not-a-video' } });
});

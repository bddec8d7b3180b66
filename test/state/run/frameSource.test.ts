import { expect, test } from 'vitest';
import { openFrameSource } from '../../../src/state/run/frameSource';
import { connect } from '../../../src/worker/channel';
import { serve } from '../../../src/worker/serve';
import { createStudio } from '../../../src/worker/studio';
import type { StudioProtocol } from '../../../src/worker/studioProtocol';

/** The real studio at the other end of a channel; there is no WebCodecs and no video element in Node. */
function studio() {
  const { port1, port2 } = new MessageChannel();
  serve(port2, createStudio());
  return connect<StudioProtocol>(port1);
}

test('what neither WebCodecs nor a video element reads is refused with the first one’s sentence', async () => {
  const file = new Blob([new Uint8Array(2000)]) as File;
  const opening = openFrameSource(studio(), { kind: 'video', file, name: 'no.mp4' }, new AbortController().signal);
  await expect(opening).rejects.toMatchObject({ name: 'VideoError', fields: { trouble: 'not-a-video' } });
});

// Reads a clip where the app reads it: in a worker, which has no `document`.
import { type ClipRequest, planClips } from '../../../src/video/clipPlan';
import { openVideo } from '../../../src/video/openVideo';
import { readClip } from '../../../src/video/readClip';

self.onmessage = async ({ data: { file, request } }: MessageEvent<{ file: Blob; request: ClipRequest }>) => {
  const source = await openVideo(file, 'clip');
  const { clip, thumbnails } = await readClip(source, planClips(source.facts, request));
  source.close();
  self.postMessage(clip.data, { transfer: [clip.data.buffer, ...thumbnails.map(({ image }) => image)] });
};

import { imagesSource } from '../video/imagesSource';
import { type LiveClips, liveClips } from '../video/liveClips';
import { noiseClip } from '../video/noise';
import { openVideo } from '../video/openVideo';
import { readClip } from '../video/readClip';
import { readStrip } from '../video/readStrip';
import { readViews } from '../video/readViews';
import type { VideoSource } from '../video/source';
import { handleTable } from './handleTable';
import type { Handlers } from './serve';
import type { StudioProtocol } from './studioProtocol';

/** The studio worker's answers about frames: videos, folders of images, the camera, noise. The first screen asks for them. */
export function createFrames() {
  const sources = handleTable<VideoSource>('Source');
  const lives = handleTable<LiveClips>('Live clip');
  return {
    openSource: async (params, { signal }) => {
      const source =
        params.kind === 'video'
          ? await openVideo(params.file, params.name, { signal })
          : await imagesSource(params.files, params.name);
      return { source: { studioFile: sources.add(source) }, facts: source.facts };
    },
    readClip: async ({ source, plan }, call) => {
      const { signal } = call;
      const onProgress = (done: number, total: number) => call.progress({ done, total });
      const read = await readClip(sources.get(source.studioFile), plan, { signal, onProgress });
      return call.transfer(read, read.clip.data.buffer, ...read.thumbnails.map(({ image }) => image));
    },
    closeSource: async ({ source }) => sources.remove(source.studioFile).close(),
    readStrip: async ({ file, name, range }, { signal }) => {
      const source = await openVideo(file, name, { signal });
      try {
        const { duration, width, height, frameCount } = source.facts;
        const strip = await readStrip(source, range ?? { from: 0, to: duration }, signal);
        return { facts: { duration, width, height, frameCount }, strip };
      } finally {
        source.close();
      }
    },
    readViews: async ({ file, name, ...request }, call) => {
      const source = await openVideo(file, name, { signal: call.signal });
      try {
        const clips = await readViews(source, request, call.signal);
        return call.transfer(clips, clips.data.buffer as ArrayBuffer);
      } finally {
        source.close();
      }
    },
    noise: async ({ shape, seed }, call) => {
      const clip = noiseClip(shape, seed);
      return call.transfer(clip, clip.data.buffer);
    },
    openLive: async (request) => ({ live: lives.add(liveClips(request)) }),
    pushLive: async ({ lives: numbers, image }) => {
      try {
        const clips = numbers.map((live) => lives.get(live));
        for (const clip of clips) clip.push(image);
        return { missing: clips.map((clip) => clip.missing()) };
      } finally {
        image.close();
      }
    },
    liveClip: async ({ live }, call) => {
      const clip = lives.get(live).clip();
      return clip ? call.transfer({ clip }, clip.data.buffer) : { clip };
    },
    closeLive: async ({ live }) => void lives.remove(live),
  } satisfies Partial<Handlers<StudioProtocol>>;
}
